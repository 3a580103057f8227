/* data-page.c: where the rows come from and what each column of them is used for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/pages/data-page.h"

#include "formats/project-fit.h"
#include "ui/widgets/cell-text.h"
#include "ui/widgets/column-item.h"
#include "ui/widgets/column-measuring.h"
#include "ui/widgets/column-row.h"
#include "ui/widgets/table-view.h"
#include "ui/widgets/template.h"

/* In the sentence on what the network reads, as many of the numbers' names as these allow. */
#define LONGEST_NAME 24 /* characters */
#define NAMES_LENGTH 90 /* bytes */

struct _ChainDataPage
{
  GtkWidget parent_instance;

  GtkLabel                 *title;
  GtkLabel                 *origin;
  GtkPopover               *samples_popover;
  GtkBox                   *samples_list;
  GtkWidget                *problem_card;
  GtkLabel                 *problem;
  GtkWidget                *ignore_missing;
  GtkWidget                *warnings_card;
  GtkLabel                 *warnings;
  GtkListView              *columns;
  GtkSignalListItemFactory *column_factory;
  GtkDropDown              *scaling;
  GtkSpinButton            *validation;
  GtkSpinButton            *seed;
  GtkLabel                 *reads;
  ChainTableView           *table;

  ChainSession     *session; /* owned; NULL before it is set */
  GListStore       *items;   /* ChainColumnItem, in the order of the table */
  const ChainTable *shown;   /* the table the items are of; only compared */
  GCancellable     *measuring;
  char             *refusal; /* why the last edit was refused; NULL after one that was not */
  gboolean          updating;
};

G_DEFINE_FINAL_TYPE (ChainDataPage, chain_data_page, GTK_TYPE_WIDGET)

static const char *const scaling_titles[] = {
  [CHAIN_SCALING_NONE] = "None",
  [CHAIN_SCALING_STANDARD] = "Standard",
  [CHAIN_SCALING_MINMAX] = "0 to 1",
};

/* The session hands out what it only lets others read; a shared reference reads too. */
static ChainTable *
shared_table (ChainDataPage *self)
{
  return (ChainTable *) chain_session_get_table (self->session);
}

static void
show_origin (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  const ChainTable   *table = chain_session_get_table (self->session);
  const ChainSource  *source = project->source;
  const char         *from = "rows kept in the project";
  g_autofree char    *rows = chain_cell_count (table != NULL ? table->n_rows : 0);
  g_autofree char    *origin = NULL;

  if (source->kind == CHAIN_SOURCE_CSV)
    from = source->path;
  if (source->kind == CHAIN_SOURCE_BUILTIN)
    from = source->sample->about;
  gtk_label_set_text (self->title, table != NULL ? table->title : project->name);
  if (table == NULL)
    origin = g_strdup (from);
  else
    origin = g_strdup_printf ("%s rows × %u columns · %s", rows, table->columns->len, from);
  gtk_label_set_text (self->origin, origin);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->origin), from);
}

static void
show_problem (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  const ChainTable   *table = chain_session_get_table (self->session);
  const char         *problem = chain_session_get_problem (self->session);
  g_auto (ChainDataOptions) without_missing = { 0 };

  if (self->refusal != NULL)
    problem = self->refusal;
  gtk_widget_set_visible (self->problem_card, problem != NULL);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  chain_data_options_copy (&project->data, &without_missing);
  gtk_widget_set_visible (self->ignore_missing,
                          table != NULL && problem != NULL &&
                              chain_role_ignore_missing (&without_missing, table));
}

static void
show_warnings (ChainDataPage *self)
{
  const GPtrArray *warnings = chain_session_get_warnings (self->session);
  GString         *text = g_string_new (NULL);

  for (guint i = 0; warnings != NULL && i < warnings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (warnings, i));
  gtk_widget_set_visible (self->warnings_card, text->len > 0);
  gtk_label_set_text (self->warnings, text->str);
  g_string_free (text, TRUE);
}

static void
append_names (GString *text, GStrv names)
{
  const guint n = g_strv_length (names);
  const gsize end = text->len + NAMES_LENGTH;
  guint       i;

  for (i = 0; i < n && (i == 0 || text->len < end); i++)
    {
      g_autofree char *name = chain_cell_shorten (names[i], LONGEST_NAME);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  if (i < n)
    g_string_append_printf (text, " and %u more", n - i);
}

static void
show_reads (ChainDataPage *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  GString            *text = g_string_new (NULL);

  if (dataset != NULL)
    {
      g_autofree char *training = chain_cell_count (dataset->n_training_rows);
      g_autofree char *validation = chain_cell_count (dataset->n_validation_rows);

      g_string_append_printf (text, "The network reads %u %s: ", dataset->n_inputs,
                              dataset->n_inputs == 1 ? "number" : "numbers");
      append_names (text, dataset->input_encoder->names);
      g_string_append_printf (text, ".\nIt trains on %s rows", training);
      if (dataset->n_validation_rows > 0)
        g_string_append_printf (text, " and is validated on %s", validation);
      g_string_append_c (text, '.');
    }
  gtk_label_set_text (self->reads, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reads), text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->reads), dataset != NULL);
  g_string_free (text, TRUE);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  GListModel *items = data;
  g_autoptr (GListModel) owned = items;
  g_autoptr (GArray) all = chain_column_measuring_finish (result);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (items, i);

      if (item != NULL)
        chain_column_item_set_statistics (item, &g_array_index (all, ChainColumnStatistics, i));
    }
}

/* Items of a new table; those of the earlier one are let go with their model, so that what was
 * being measured for them reaches nobody. */
static void
renew_items (ChainDataPage *self)
{
  ChainTable *table = shared_table (self);
  g_autoptr (GtkNoSelection) selection = NULL;

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  g_clear_object (&self->items);
  self->shown = table;
  self->items = g_list_store_new (CHAIN_TYPE_COLUMN_ITEM);
  for (guint i = 0; table != NULL && i < table->columns->len; i++)
    {
      g_autoptr (ChainColumnItem) item = chain_column_item_new (table, i);

      g_list_store_append (self->items, item);
    }
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_list_view_set_model (self->columns, GTK_SELECTION_MODEL (selection));
  if (table == NULL)
    return;
  self->measuring = g_cancellable_new ();
  chain_column_measuring_start (table, self->measuring, on_measured, g_object_ref (self->items));
}

static void
show_columns (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (self->shown != chain_session_get_table (self->session) || self->items == NULL)
    renew_items (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (ChainColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      const ChainColumn *column = chain_column_item_get_column (item);

      chain_column_item_set_role (item, chain_role_of (&project->data, column->name));
    }
}

static void
show_settings (ChainDataPage *self)
{
  const ChainDataOptions *data = &chain_session_get_project (self->session)->data;

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->scaling, data->scaling);
  gtk_spin_button_set_value (self->validation, data->validation_fraction);
  gtk_spin_button_set_value (self->seed, (double) data->split_seed);
  self->updating = FALSE;
}

static void
update (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (project == NULL)
    return;
  g_clear_pointer (&self->refusal, g_free);
  show_origin (self);
  show_problem (self);
  show_warnings (self);
  show_reads (self);
  show_columns (self);
  show_settings (self);
  chain_table_view_set_data (self->table, shared_table (self),
                             chain_session_get_dataset (self->session), &project->data);
}

/* Hands the changed copy in, taking it; a refused one leaves the page as it was, with the
 * reason. */
static void
edit (ChainDataPage *self, ChainProject *changed, const char *label, const char *merge)
{
  g_autoptr (GError) error = NULL;

  if (chain_session_edit (self->session, changed, label, merge, &error))
    return;
  g_free (self->refusal);
  self->refusal = g_strdup (error->message);
  show_problem (self);
  show_settings (self);
}

/* As edit(), with the network made to fit the columns. */
static void
edit_columns (ChainDataPage *self, ChainProject *changed, const char *label)
{
  const ChainTable   *table = chain_session_get_table (self->session);
  const ChainProject *before = chain_session_get_project (self->session);

  chain_project_fit_inputs (changed, table, (const char *const *) before->data.features);
  chain_project_fit_output (changed, table);
  edit (self, changed, label, NULL);
}

static void
on_role_chosen (ChainDataPage *self, guint column, guint role)
{
  const ChainTable *table = chain_session_get_table (self->session);
  g_autoptr (ChainProject) changed = chain_project_copy (chain_session_get_project (self->session));

  chain_role_choose (&changed->data, table, column, role);
  edit_columns (self, g_steal_pointer (&changed), "Change role");
}

static void
on_ignore_missing (ChainDataPage *self)
{
  g_autoptr (ChainProject) changed = chain_project_copy (chain_session_get_project (self->session));

  if (chain_role_ignore_missing (&changed->data, chain_session_get_table (self->session)))
    edit_columns (self, g_steal_pointer (&changed), "Ignore columns");
}

static void
on_scaling_selected (ChainDataPage *self)
{
  const guint selected = gtk_drop_down_get_selected (self->scaling);
  g_autoptr (ChainProject) changed = NULL;

  if (self->updating || self->session == NULL || selected >= G_N_ELEMENTS (scaling_titles))
    return;
  if (selected == chain_session_get_project (self->session)->data.scaling)
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  changed->data.scaling = selected;
  edit (self, g_steal_pointer (&changed), "Change scaling", NULL);
}

static void
on_validation_changed (ChainDataPage *self)
{
  g_autoptr (ChainProject) changed = NULL;

  if (self->updating || self->session == NULL)
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  changed->data.validation_fraction = gtk_spin_button_get_value (self->validation);
  edit (self, g_steal_pointer (&changed), "Change validation fraction", "validation-fraction");
}

static void
on_seed_changed (ChainDataPage *self)
{
  g_autoptr (ChainProject) changed = NULL;

  if (self->updating || self->session == NULL)
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  changed->data.split_seed = (guint64) gtk_spin_button_get_value (self->seed);
  edit (self, g_steal_pointer (&changed), "Change split seed", "split-seed");
}

static void
add_sample (ChainDataPage *self, const ChainSample *sample)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *title = gtk_label_new (sample->title);
  GtkWidget *about = gtk_label_new (sample->about);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "strong");
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_label_set_wrap (GTK_LABEL (about), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (about), 46);
  gtk_widget_add_css_class (about, "caption");
  gtk_widget_add_css_class (about, "dim-label");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), about);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sample->title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-sample");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", sample->name);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_popover_popdown),
                            self->samples_popover);
  gtk_box_append (self->samples_list, button);
}

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, ChainDataPage *self)
{
  GtkWidget *row = chain_column_row_new ();

  g_signal_connect_swapped (row, "role-chosen", G_CALLBACK (on_role_chosen), self);
  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  chain_column_row_set_item (CHAIN_COLUMN_ROW (gtk_list_item_get_child (list_item)),
                             CHAIN_COLUMN_ITEM (gtk_list_item_get_item (list_item)));
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  chain_column_row_set_item (CHAIN_COLUMN_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
chain_data_page_dispose (GObject *object)
{
  ChainDataPage *self = CHAIN_DATA_PAGE (object);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->refusal, g_free);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_DATA_PAGE);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (chain_data_page_parent_class)->dispose (object);
}

static void
chain_data_page_class_init (ChainDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_data_page_dispose;
  g_type_ensure (CHAIN_TYPE_TABLE_VIEW);
  gtk_widget_class_set_css_name (widget_class, "data-page");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, origin);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, samples_popover);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, samples_list);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, problem_card);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, ignore_missing);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, warnings_card);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, warnings);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, columns);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, column_factory);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, scaling);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, validation);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, seed);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, reads);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_ignore_missing);
  gtk_widget_class_bind_template_callback (widget_class, on_scaling_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_validation_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
chain_data_page_init (ChainDataPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (scaling_titles); i++)
    gtk_string_list_append (titles, scaling_titles[i]);
  gtk_drop_down_set_model (self->scaling, G_LIST_MODEL (titles));
  self->updating = FALSE;
  for (guint i = 0; i < n_samples; i++)
    add_sample (self, &samples[i]);
  g_signal_connect (self->column_factory, "setup", G_CALLBACK (set_up_row), self);
  g_signal_connect (self->column_factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (self->column_factory, "unbind", G_CALLBACK (unbind_row), NULL);
}

/**
 * chain_data_page_set_session:
 * @page: the page
 * @session: the session it shows and edits
 */
void
chain_data_page_set_session (ChainDataPage *page, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_DATA_PAGE (page));

  if (page->session != NULL)
    g_signal_handlers_disconnect_by_data (page->session, page);
  g_set_object (&page->session, session);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  update (page);
}
