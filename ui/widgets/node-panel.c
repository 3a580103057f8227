/* node-panel.c: where the numbers of a node of a workspace come from, and where they go.
 *
 * The value as an equation; the gradient as the sum over all that read the node, each with its
 * local derivative; beside it its central difference. What the step has not reached yet is not
 * told. Of a matrix one element is explained at a time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/node-panel.h"

#include "ui/widgets/equation-card.h"
#include "ui/widgets/matrix-view.h"

#include <math.h>

#define MOST_USES 12         /* contributions written out */
#define DIFFERENCE_DIGITS 8
#define AGREES 1e-5          /* relative difference of a gradient that is right */
#define MOST_MATRIX 400      /* elements of a matrix shown as cells */

struct _ChainNodePanel
{
  GtkWidget          parent_instance;

  ChainWorkbench    *bench; /* owned */
  GtkWidget         *box;
  GtkLabel          *title;
  GtkLabel          *about;
  GtkWidget         *target; /* makes the node the target */
  ChainMatrixView   *matrix;
  ChainEquationCard *value;
  ChainEquationCard *gradient;
  GtkWidget         *uses;
  GtkLabel          *check;
  guint              node;  /* that row and column are of */
  gsize              row, column;
};

G_DEFINE_FINAL_TYPE (ChainNodePanel, chain_node_panel, GTK_TYPE_WIDGET)

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

static gboolean
knows (ChainNodePanel *self, guint node, gboolean gradient)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);
  const guint     position = chain_workbench_get_position (self->bench);
  const GArray   *steps = chain_workspace_steps (workspace, NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const ChainWorkspaceStep *step = &g_array_index (steps, ChainWorkspaceStep, i);

      if (step->node == node && step->gradient == gradient)
        return i < position;
    }
  return !gradient;
}

static void
show_matrix (ChainNodePanel *self, ChainWorkspace *workspace, guint node, gboolean known)
{
  const ChainTensor *value = chain_workspace_value (workspace, node);
  const gsize        size = chain_tensor_size (value);
  const gboolean     shown = known && size > 1 && size <= MOST_MATRIX;

  gtk_widget_set_visible (GTK_WIDGET (self->matrix), shown);
  if (shown)
    chain_matrix_view_show (self->matrix, chain_workspace_node (workspace, node)->name, value, size,
                            self->row, self->column);
}

static void
show_value (ChainNodePanel *self, ChainWorkspace *workspace, guint node)
{
  const gboolean           known = knows (self, node, FALSE);
  g_autoptr (ChainEquation) equation = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->value), known);
  show_matrix (self, workspace, node, known);
  if (!known)
    return;
  equation = chain_workspace_equation (workspace, node, self->row, self->column);
  if (equation != NULL)
    chain_equation_card_show (self->value, "Value", equation);
  gtk_widget_set_visible (GTK_WIDGET (self->value), equation != NULL);
}

static void
show_check (ChainNodePanel *self, ChainWorkspace *workspace, guint node, double gradient)
{
  char             exact[CHAIN_NUMBER_SIZE], numeric[CHAIN_NUMBER_SIZE];
  gboolean         kink = FALSE;
  gboolean         agrees;
  double           difference;
  g_autofree char *text = NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (self->check), "agrees");
  if (!chain_workbench_is_quick (self->bench))
    {
      gtk_label_set_text (self->check, "A central difference would take longer than a frame here.");
      return;
    }
  difference = chain_workspace_difference (workspace, node, self->row, self->column, &kink);
  agrees = fabs (difference - gradient) <= AGREES * MAX (1, fabs (gradient));
  text = g_strdup_printf ("Central difference %s, gradient %s%s",
                          chain_number_show (difference, DIFFERENCE_DIGITS, numeric),
                          chain_number_show (gradient, DIFFERENCE_DIGITS, exact),
                          kink     ? ": a kink lies between the two points"
                          : agrees ? " ✓"
                                   : "");
  gtk_label_set_text (self->check, text);
  if (agrees && !kink)
    gtk_widget_add_css_class (GTK_WIDGET (self->check), "agrees");
}

static void
show_uses (ChainNodePanel *self, ChainWorkspace *workspace, guint node)
{
  const guint n = chain_workspace_n_uses (workspace, node);

  clear_box (self->uses);
  for (guint i = 0; i < MIN (n, MOST_USES); i++)
    {
      g_autoptr (ChainEquation) equation
          = chain_workspace_contribution (workspace, node, i, self->row, self->column);
      guint            input;
      const guint      user = chain_workspace_use (workspace, node, i, &input);
      GtkWidget       *card = chain_equation_card_new ();
      g_autofree char *heading
          = g_strdup_printf ("By way of %s (%s)", chain_workspace_node (workspace, user)->name,
                             chain_workspace_node (workspace, user)->title);

      chain_equation_card_show (CHAIN_EQUATION_CARD (card), heading, equation);
      gtk_widget_add_css_class (card, "tile");
      gtk_box_append (GTK_BOX (self->uses), card);
    }
  if (n > MOST_USES)
    {
      g_autofree char *more = g_strdup_printf ("and %u more", n - MOST_USES);

      gtk_box_append (GTK_BOX (self->uses), gtk_label_new (more));
    }
}

static void
show_gradient (ChainNodePanel *self, ChainWorkspace *workspace, guint node)
{
  const ChainTensor *adjoint = chain_workspace_adjoint (workspace, node);
  const gboolean     known = adjoint != NULL && knows (self, node, TRUE);
  g_autoptr (ChainEquation) equation = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->gradient), known);
  gtk_widget_set_visible (self->uses, known);
  gtk_widget_set_visible (GTK_WIDGET (self->check), known);
  if (!known)
    return;
  equation = chain_workspace_gradient_equation (workspace, node, self->row, self->column);
  chain_equation_card_show (self->gradient, "Gradient: the sum over all that read it", equation);
  show_uses (self, workspace, node);
  show_check (self, workspace, node, chain_tensor_get (adjoint, self->row, self->column));
}

static void
show_head (ChainNodePanel *self, ChainWorkspace *workspace, guint node)
{
  const ChainWorkspaceNode *what = chain_workspace_node (workspace, node);
  const ChainTensor        *value = chain_workspace_value (workspace, node);
  g_autofree char          *shape = chain_shape_to_text (value->rows, value->columns);
  g_autofree char          *about
      = g_strdup_printf ("%s · %s · line %u%s%s%s", what->title, shape, what->place.line,
                         what->function != NULL ? " · in " : "",
                         what->function != NULL ? what->function : "",
                         chain_workspace_target (workspace) == node ? " · the target" : "");

  gtk_label_set_text (self->title, what->name);
  gtk_label_set_text (self->about, about);
  gtk_widget_set_visible (self->target, chain_workspace_target (workspace) != node);
}

static void
show (ChainNodePanel *self)
{
  ChainWorkspace    *workspace = chain_workbench_get_workspace (self->bench);
  const guint        node = chain_workbench_get_shown (self->bench);
  const ChainTensor *value;

  if (chain_workbench_get_busy (self->bench) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (self->box, workspace != NULL && node != CHAIN_NO_NODE);
  if (workspace == NULL || node == CHAIN_NO_NODE)
    return;
  value = chain_workspace_value (workspace, node);
  if (node != self->node || self->row >= value->rows || self->column >= value->columns)
    {
      self->node = node;
      self->row = self->column = 0;
    }
  show_head (self, workspace, node);
  show_value (self, workspace, node);
  show_gradient (self, workspace, node);
}

static void
on_chosen (ChainNodePanel *self, guint64 row, guint64 column)
{
  self->row = row;
  self->column = column;
  show (self);
}

static void
on_target (ChainNodePanel *self)
{
  chain_workbench_set_target (self->bench, self->node);
}

static void
chain_node_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_node_panel_parent_class)->map (widget);
  if (CHAIN_NODE_PANEL (widget)->bench != NULL)
    show (CHAIN_NODE_PANEL (widget));
}

static void
chain_node_panel_dispose (GObject *object)
{
  ChainNodePanel *self = CHAIN_NODE_PANEL (object);

  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chain_node_panel_parent_class)->dispose (object);
}

static void
chain_node_panel_class_init (ChainNodePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_node_panel_dispose;
  GTK_WIDGET_CLASS (klass)->map = chain_node_panel_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
add_label (ChainNodePanel *self, const char *name, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_name (label, name);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (self->box), label);
  return GTK_LABEL (label);
}

static void
chain_node_panel_init (ChainNodePanel *self)
{
  self->node = CHAIN_NO_NODE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = add_label (self, "node-title", "large");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "strong");
  self->about = add_label (self, "node-about", "dim-label");
  self->matrix = CHAIN_MATRIX_VIEW (chain_matrix_view_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->matrix));
  g_signal_connect_swapped (self->matrix, "chosen", G_CALLBACK (on_chosen), self);
  self->value = CHAIN_EQUATION_CARD (chain_equation_card_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->value));
  self->gradient = CHAIN_EQUATION_CARD (chain_equation_card_new ());
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->gradient));
  self->uses = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_append (GTK_BOX (self->box), self->uses);
  self->check = add_label (self, "node-check", "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->check), "check");
  self->target = gtk_button_new_with_label ("Differentiate this");
  gtk_widget_set_tooltip_text (self->target, "Make it the target, which gradients are of");
  gtk_widget_set_halign (self->target, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->target, "small");
  g_signal_connect_swapped (self->target, "clicked", G_CALLBACK (on_target), self);
  gtk_box_append (GTK_BOX (self->box), self->target);
}

/**
 * chain_node_panel_set_workbench:
 * @panel: a panel
 * @bench: whose node it explains; set once
 */
void
chain_node_panel_set_workbench (ChainNodePanel *panel, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_NODE_PANEL (panel) && panel->bench == NULL);

  panel->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), panel);
  g_signal_connect_swapped (bench, "position-changed", G_CALLBACK (show), panel);
  g_signal_connect_swapped (bench, "selection-changed", G_CALLBACK (show), panel);
  show (panel);
}
