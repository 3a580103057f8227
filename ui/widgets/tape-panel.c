/* tape-panel.c: asks the tape of a workspace for gradients, any number of times.
 *
 * With the tape not persistent the second question gets the answer it gets in TensorFlow.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/tape-panel.h"

#define MOST_ANSWERS 50
#define DIGITS 6

struct _ChainTapePanel
{
  GtkWidget       parent_instance;

  ChainWorkbench *bench; /* owned */
  GtkWidget      *box;
  GtkEditable    *of;
  GtkEditable    *by;
  GtkSwitch      *persistent;
  GtkWidget      *ask;
  GtkWidget      *answers;
  guint           n_asked;
  ChainWorkspace *seen;  /* whose names stand in the entries; never read */
};

G_DEFINE_FINAL_TYPE (ChainTapePanel, chain_tape_panel, GTK_TYPE_WIDGET)

static char *
tensor_to_text (const ChainTensor *tensor)
{
  GString *text = g_string_new (NULL);
  char     number[CHAIN_NUMBER_SIZE];

  if (chain_tensor_size (tensor) > 64)
    {
      ChainGraphNumbers numbers = { 0 };
      g_autofree char  *shape = chain_shape_to_text (tensor->rows, tensor->columns);

      chain_graph_numbers_set (&numbers, tensor->rows, tensor->columns, tensor->values);
      g_string_append_printf (text, "%s: %s", shape, numbers.cells[0]);
      chain_graph_numbers_set (&numbers, 0, 0, NULL);
      return g_string_free (text, FALSE);
    }
  if (chain_tensor_size (tensor) == 1)
    return g_string_free (g_string_append (text, chain_number_show (tensor->values[0], DIGITS,
                                                                    number)), FALSE);
  for (gsize i = 0; i < tensor->rows; i++)
    {
      g_string_append (text, i == 0 ? "[[" : ", [");
      for (gsize k = 0; k < tensor->columns; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? ", " : "",
                                chain_number_show (chain_tensor_get (tensor, i, k), DIGITS,
                                                   number));
      g_string_append (text, "]");
    }
  g_string_append (text, "]");
  return g_string_free (text, FALSE);
}

static void
answer (ChainTapePanel *self, const char *text, gboolean mistake)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *last;
  guint      n = 0;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_set_name (label, "gradient-answer");
  gtk_widget_add_css_class (label, mistake ? "mistake" : "numeric");
  gtk_box_prepend (GTK_BOX (self->answers), label);
  for (last = gtk_widget_get_first_child (self->answers); last != NULL;
       last = gtk_widget_get_next_sibling (last))
    n++;
  if (n > MOST_ANSWERS)
    gtk_box_remove (GTK_BOX (self->answers), gtk_widget_get_last_child (self->answers));
}

/* Names with commas or blanks between them. */
static GStrv
split_names (const char *text)
{
  g_auto (GStrv)     parts = g_strsplit_set (text, ", ", -1);
  GStrvBuilder      *names = g_strv_builder_new ();
  GStrv              list;

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_strv_builder_add (names, parts[i]);
  list = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return list;
}

static char *
answer_text (ChainTapePanel *self, const char *of, GStrv by, const GPtrArray *gradients)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u.", ++self->n_asked);
  for (guint i = 0; by[i] != NULL; i++)
    {
      const ChainTensor *gradient = g_ptr_array_index (gradients, i);
      g_autofree char   *number
          = gradient != NULL ? tensor_to_text (gradient) : g_strdup ("None: it does not depend on it");

      g_string_append_printf (text, "%s ∂%s/∂%s = %s", i > 0 ? "," : "", of, by[i], number);
    }
  return g_string_free (text, FALSE);
}

static void
on_ask (ChainTapePanel *self)
{
  ChainWorkspace       *workspace = chain_workbench_get_workspace (self->bench);
  const char           *of = gtk_editable_get_text (self->of);
  g_auto (GStrv)        by = split_names (gtk_editable_get_text (self->by));
  g_autoptr (GPtrArray) gradients = NULL;
  g_autoptr (GError)    error = NULL;
  guint                 node;

  if (workspace == NULL)
    return;
  node = chain_workspace_find (workspace, of);
  if (node == CHAIN_NO_NODE)
    {
      g_autofree char *text
          = g_strdup_printf ("expected the name of a value to differentiate, found “%s”", of);

      answer (self, text, TRUE);
      return;
    }
  if (chain_workspace_gradient (workspace, node, (const char *const *) by,
                                gtk_switch_get_active (self->persistent), &gradients, &error))
    {
      g_autofree char *text = answer_text (self, of, by, gradients);

      answer (self, text, FALSE);
    }
  else
    {
      answer (self, error->message, TRUE);
    }
}

static gboolean
is_named (ChainWorkspace *workspace, const char *names)
{
  g_auto (GStrv) list = split_names (names);

  for (guint i = 0; list[i] != NULL; i++)
    if (chain_workspace_find (workspace, list[i]) == CHAIN_NO_NODE)
      return FALSE;
  return list[0] != NULL;
}

/* Asks for what there is: the target by all variables. */
static void
show (ChainTapePanel *self)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);
  guint           target;

  gtk_widget_set_sensitive (self->ask, workspace != NULL);
  if (workspace == NULL || workspace == self->seen)
    return;
  self->seen = workspace;
  target = chain_workspace_target (workspace);
  if (!is_named (workspace, gtk_editable_get_text (self->of)) && target != CHAIN_NO_NODE)
    gtk_editable_set_text (self->of, chain_workspace_node (workspace, target)->name);
  if (!is_named (workspace, gtk_editable_get_text (self->by)))
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < MIN (chain_workspace_n_variables (workspace), 8); i++)
        g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                                chain_workspace_variable (workspace, i)->name);
      gtk_editable_set_text (self->by, names->str);
    }
}

static void
on_record_again (ChainTapePanel *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->answers)) != NULL)
    gtk_box_remove (GTK_BOX (self->answers), child);
  self->n_asked = 0;
  chain_workbench_reset (self->bench);
}

static void
chain_tape_panel_dispose (GObject *object)
{
  ChainTapePanel *self = CHAIN_TAPE_PANEL (object);

  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chain_tape_panel_parent_class)->dispose (object);
}

static void
chain_tape_panel_class_init (ChainTapePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_tape_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_row (ChainTapePanel *self, const char *title, const char *name, GtkWidget *widget)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), widget);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->box), row);
  return widget;
}

static GtkWidget *
new_entry (ChainTapePanel *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 14);
  gtk_widget_add_css_class (entry, "small");
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_ask), self);
  return entry;
}

static void
chain_tape_panel_init (ChainTapePanel *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *again = gtk_button_new_with_label ("Record again");

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->of = GTK_EDITABLE (add_row (self, "Gradient of", "Gradient of", new_entry (self)));
  self->by = GTK_EDITABLE (add_row (self, "by", "Gradient by", new_entry (self)));
  self->persistent
      = GTK_SWITCH (add_row (self, "Persistent tape", "Persistent tape", gtk_switch_new ()));
  gtk_switch_set_active (self->persistent, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->persistent), GTK_ALIGN_CENTER);
  self->ask = gtk_button_new_with_label ("Gradient");
  gtk_widget_set_tooltip_text (self->ask, "Ask the tape, as often as you like");
  gtk_widget_set_tooltip_text (again, "Run the statements again on a new tape");
  gtk_widget_add_css_class (self->ask, "small");
  gtk_widget_add_css_class (again, "small");
  gtk_box_append (GTK_BOX (buttons), self->ask);
  gtk_box_append (GTK_BOX (buttons), again);
  gtk_box_append (GTK_BOX (self->box), buttons);
  self->answers = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->box), self->answers);
  g_signal_connect_swapped (self->ask, "clicked", G_CALLBACK (on_ask), self);
  g_signal_connect_swapped (again, "clicked", G_CALLBACK (on_record_again), self);
}

/**
 * chain_tape_panel_set_workbench:
 * @panel: a panel
 * @bench: whose tape it asks; set once
 */
void
chain_tape_panel_set_workbench (ChainTapePanel *panel, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_TAPE_PANEL (panel) && panel->bench == NULL);

  panel->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), panel);
  show (panel);
}
