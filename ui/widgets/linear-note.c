/* linear-note.c: that a stack of linear layers is one linear layer, and which.
 *
 * It is there only while no hidden layer bends. Its numbers follow the weights.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/linear-note.h"

#include "ui/paint/matrix-drawing.h"
#include "ui/widgets/matrix-view.h"

struct _ChainLinearNote
{
  GtkWidget        parent_instance;

  ChainSession    *session;  /* owned; NULL before it is set */
  GtkWidget       *box;
  GtkWidget       *expander;
  ChainMatrixView *kernel;
  ChainMatrixView *bias;
};

G_DEFINE_FINAL_TYPE (ChainLinearNote, chain_linear_note, GTK_TYPE_WIDGET)

static void
show_matrix (ChainMatrixView   *view,
             const char        *name,
             const ChainTensor *values)
{
  chain_matrix_view_show (view, name, values, chain_tensor_size (values), CHAIN_NO_CELL,
                          CHAIN_NO_CELL);
}

static void
update_numbers (ChainLinearNote *self)
{
  g_autoptr (ChainLinearStack) stack = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (self))
      || !gtk_expander_get_expanded (GTK_EXPANDER (self->expander)))
    return;
  stack = chain_linear_stack_new (chain_session_get_project (self->session)->network);
  show_matrix (self->kernel, "W = W₁·W₂·…", stack->kernel);
  show_matrix (self->bias, "b", stack->bias);
}

static void
update (ChainLinearNote *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  gtk_widget_set_visible (GTK_WIDGET (self),
                          project != NULL && project->network->n_inputs > 0
                              && chain_linear_stack_is (project->network));
  update_numbers (self);
}

static void
chain_linear_note_dispose (GObject *object)
{
  ChainLinearNote *self = CHAIN_LINEAR_NOTE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_linear_note_parent_class)->dispose (object);
}

static void
chain_linear_note_class_init (ChainLinearNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_linear_note_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_linear_note_init (ChainLinearNote *self)
{
  GtkWidget *text = gtk_label_new (
      "No hidden layer bends: this stack equals one linear layer and can learn no more than that.");
  GtkWidget *matrices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (self->box, "what-if");
  gtk_widget_set_name (text, "linear-note");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  self->kernel = CHAIN_MATRIX_VIEW (chain_matrix_view_new ());
  self->bias = CHAIN_MATRIX_VIEW (chain_matrix_view_new ());
  gtk_box_append (GTK_BOX (matrices), GTK_WIDGET (self->kernel));
  gtk_box_append (GTK_BOX (matrices), GTK_WIDGET (self->bias));
  self->expander = gtk_expander_new ("That layer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "That layer", -1);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), matrices);
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (update_numbers), self);
  gtk_box_append (GTK_BOX (self->box), text);
  gtk_box_append (GTK_BOX (self->box), self->expander);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * chain_linear_note_set_session:
 * @note: a note
 * @session: the document; set once
 */
void
chain_linear_note_set_session (ChainLinearNote *note,
                               ChainSession    *session)
{
  g_return_if_fail (CHAIN_IS_LINEAR_NOTE (note) && note->session == NULL);

  note->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), note);
  g_signal_connect_swapped (session, "position-changed", G_CALLBACK (update_numbers), note);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (update_numbers), note);
  update (note);
}
