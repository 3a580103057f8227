/* variable-list.c: the variables of a workspace, with their values to be changed by hand.
 *
 * Small matrices are tables of entries; of larger ones only the range is told.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/variable-list.h"

#include "ui/widgets/number-entry.h"

#define MOST_SIDE 4       /* rows and columns of a table of entries */
#define MOST_VARIABLES 40 /* shown */
#define DIGITS 6          /* of a lone number, or of a column of them */
#define FEW_DIGITS 3      /* side by side */

typedef struct
{
  char             *name;
  gsize             rows, columns;
  ChainNumberEntry *entries[MOST_SIDE * MOST_SIDE]; /* of a small one */
  GtkLabel         *summary;                        /* of a large one */
} Shown;

struct _ChainVariableList
{
  GtkWidget       parent_instance;

  ChainWorkbench *bench; /* owned */
  GtkWidget      *box;
  GArray         *shown; /* Shown */
  gboolean        updating;
};

G_DEFINE_FINAL_TYPE (ChainVariableList, chain_variable_list, GTK_TYPE_WIDGET)

static void
shown_clear (gpointer data)
{
  g_free (((Shown *) data)->name);
}

static gboolean
is_small (const ChainTensor *value)
{
  return value->rows <= MOST_SIDE && value->columns <= MOST_SIDE;
}

static void
on_value (ChainNumberEntry *entry, GParamSpec *property, ChainVariableList *self)
{
  const guint place = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "place"));
  const guint variable = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "variable"));
  const Shown *shown = &g_array_index (self->shown, Shown, variable);

  if (!self->updating && chain_number_entry_get_valid (entry))
    chain_workbench_set_value (self->bench, variable, place / shown->columns,
                               place % shown->columns, chain_number_entry_get_value (entry));
}

static GtkWidget *
new_table (ChainVariableList *self, Shown *shown, guint variable)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 2);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  for (guint i = 0; i < shown->rows * shown->columns; i++)
    {
      GtkWidget       *entry = chain_number_entry_new ();
      g_autofree char *name = NULL;

      if (shown->rows * shown->columns == 1)
        name = g_strdup_printf ("Value of %s", shown->name);
      else
        name = g_strdup_printf ("Value of %s, row %u, column %u", shown->name,
                                (guint) (i / shown->columns) + 1, (guint) (i % shown->columns) + 1);
      g_object_set (entry, "lower", -G_MAXDOUBLE, "upper", G_MAXDOUBLE, "digits",
                    shown->columns == 1 ? DIGITS : FEW_DIGITS, NULL);
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), shown->columns == 1 ? 8 : 5);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), shown->columns == 1 ? 10 : 5);
      gtk_widget_add_css_class (entry, "small");
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                      -1);
      g_object_set_data (G_OBJECT (entry), "place", GUINT_TO_POINTER (i));
      g_object_set_data (G_OBJECT (entry), "variable", GUINT_TO_POINTER (variable));
      g_signal_connect (entry, "notify::value", G_CALLBACK (on_value), self);
      gtk_grid_attach (GTK_GRID (grid), entry, (int) (i % shown->columns),
                       (int) (i / shown->columns), 1, 1);
      shown->entries[i] = CHAIN_NUMBER_ENTRY (entry);
    }
  return grid;
}

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static void
add_variable (ChainVariableList *self, const ChainWorkspaceVariable *variable, guint index)
{
  GtkWidget       *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget       *names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *shape
      = chain_shape_to_text (variable->value->rows, variable->value->columns);
  Shown            shown = { .name = g_strdup (variable->name),
                             .rows = variable->value->rows,
                             .columns = variable->value->columns };
  GtkWidget       *value;

  gtk_box_append (GTK_BOX (names), new_label (variable->name, "strong"));
  gtk_box_append (GTK_BOX (names), new_label (shape, "caption"));
  gtk_widget_set_valign (names, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (names, TRUE);
  if (is_small (variable->value))
    {
      value = new_table (self, &shown, index);
    }
  else
    {
      value = new_label ("", "numeric");
      shown.summary = GTK_LABEL (value);
    }
  gtk_box_append (GTK_BOX (row), names);
  gtk_box_append (GTK_BOX (row), value);
  gtk_box_append (GTK_BOX (self->box), row);
  g_array_append_val (self->shown, shown);
}

static void
clear (ChainVariableList *self)
{
  GtkWidget *child;

  g_array_set_size (self->shown, 0);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static gboolean
is_shown (ChainVariableList *self, ChainWorkspace *workspace)
{
  const guint n = MIN (chain_workspace_n_variables (workspace), MOST_VARIABLES);

  if (self->shown->len != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const ChainWorkspaceVariable *variable = chain_workspace_variable (workspace, i);
      const Shown                  *shown = &g_array_index (self->shown, Shown, i);

      if (!g_str_equal (shown->name, variable->name) || shown->rows != variable->value->rows
          || shown->columns != variable->value->columns)
        return FALSE;
    }
  return TRUE;
}

static void
make_rows (ChainVariableList *self, ChainWorkspace *workspace)
{
  const guint n = chain_workspace_n_variables (workspace);

  clear (self);
  for (guint i = 0; i < MIN (n, MOST_VARIABLES); i++)
    add_variable (self, chain_workspace_variable (workspace, i), i);
  if (n > MOST_VARIABLES)
    {
      g_autofree char *more = g_strdup_printf ("and %u more", n - MOST_VARIABLES);

      gtk_box_append (GTK_BOX (self->box), new_label (more, "dim-label"));
    }
  if (n == 0)
    gtk_box_append (GTK_BOX (self->box),
                    new_label ("None yet: w = variable(5)", "dim-label"));
}

static void
show_values (ChainVariableList *self, ChainWorkspace *workspace)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      const ChainTensor *value = chain_workspace_variable (workspace, i)->value;
      Shown             *shown = &g_array_index (self->shown, Shown, i);
      ChainGraphNumbers  numbers = { 0 };

      for (gsize k = 0; shown->summary == NULL && k < chain_tensor_size (value); k++)
        if (chain_number_entry_get_value (shown->entries[k]) != value->values[k])
          chain_number_entry_set_value (shown->entries[k], value->values[k]);
      if (shown->summary == NULL)
        continue;
      chain_graph_numbers_set (&numbers, value->rows, value->columns, value->values);
      gtk_label_set_text (shown->summary, numbers.cells[0]);
      chain_graph_numbers_set (&numbers, 0, 0, NULL);
    }
}

static void
show (ChainVariableList *self)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);

  gtk_widget_set_sensitive (self->box, workspace != NULL);
  if (workspace == NULL)
    return;
  self->updating = TRUE;
  if (!is_shown (self, workspace) || self->shown->len == 0)
    make_rows (self, workspace);
  show_values (self, workspace);
  self->updating = FALSE;
}

static void
chain_variable_list_dispose (GObject *object)
{
  ChainVariableList *self = CHAIN_VARIABLE_LIST (object);

  self->updating = TRUE;
  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chain_variable_list_parent_class)->dispose (object);
}

static void
chain_variable_list_finalize (GObject *object)
{
  g_array_unref (CHAIN_VARIABLE_LIST (object)->shown);

  G_OBJECT_CLASS (chain_variable_list_parent_class)->finalize (object);
}

static void
chain_variable_list_class_init (ChainVariableListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_variable_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = chain_variable_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_variable_list_init (ChainVariableList *self)
{
  self->shown = g_array_new (FALSE, TRUE, sizeof (Shown));
  g_array_set_clear_func (self->shown, shown_clear);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chain_variable_list_set_workbench:
 * @list: a list
 * @bench: whose variables it shows and changes; set once
 */
void
chain_variable_list_set_workbench (ChainVariableList *list, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_VARIABLE_LIST (list) && list->bench == NULL);

  list->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), list);
  show (list);
}
