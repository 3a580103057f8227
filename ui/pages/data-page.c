/* data-page.c: where the rows come from and what each column of them is used for.
 *
 * The page arranges the list of columns, the settings of the split, the rows and the scatter plot;
 * each of them reads and edits the session itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/pages/data-page.h"

#include "data/column-kind.h"
#include "ui/column-roles.h"
#include "ui/widgets/cell-text.h"
#include "ui/widgets/columns-panel.h"
#include "ui/widgets/function-bar.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/rows-panel.h"
#include "ui/widgets/sample-bar.h"
#include "ui/widgets/samples-gallery.h"
#include "ui/widgets/scatter-panel.h"
#include "ui/widgets/split-panel.h"
#include "ui/widgets/template.h"

struct _ChainDataPage
{
  GtkWidget parent_instance;

  GtkLabel          *title;
  GtkLabel          *origin;
  GtkPopover        *samples_popover;
  GtkWidget         *problem_card;
  GtkLabel          *problem;
  GtkWidget         *fill_missing;
  GtkWidget         *ignore_missing;
  GtkWidget         *warnings_card;
  GtkLabel          *warnings;
  ChainColumnsPanel *columns;
  ChainSplitPanel   *split;
  GtkToggleButton   *show_rows;
  GtkToggleButton   *show_scatter;
  GtkStack          *views;
  ChainFunctionBar  *function_bar;
  ChainSampleBar    *sample_bar;
  ChainRowsPanel    *rows;
  ChainScatterPanel *scatter;

  ChainSession *session; /* owned; NULL before it is set */
};

G_DEFINE_FINAL_TYPE (ChainDataPage, chain_data_page, GTK_TYPE_WIDGET)

static void
show_origin (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  const ChainTable   *table = chain_session_get_table (self->session);
  const ChainSource  *source = project->source;
  const char         *from = "rows kept in the project";
  g_autofree char    *rows = chain_cell_count (table != NULL ? table->n_rows : 0);
  g_autofree char    *formula = NULL;
  g_autofree char    *origin = NULL;

  if (source->kind == CHAIN_SOURCE_CSV)
    from = source->path;
  if (source->kind == CHAIN_SOURCE_BUILTIN)
    from = source->sample->about;
  if (source->kind == CHAIN_SOURCE_BUILTIN && source->sample->is_function)
    from = formula = g_strconcat ("y = ", source->sample_options.expression, NULL);
  gtk_label_set_text (self->title, table != NULL ? table->title : project->name);
  if (table == NULL)
    origin = g_strdup (from);
  else
    origin = g_strdup_printf ("%s rows × %u columns · %s", rows, table->columns->len, from);
  gtk_label_set_text (self->origin, origin);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->origin), from);
}

/* Gives each used column that refuses missing values and has some a policy that suits it: rows
 * without a target teach nothing, other values are filled in. Returns whether there was any. */
static gboolean
fill_missing (ChainDataOptions *options, const ChainTable *table)
{
  gboolean any = FALSE;

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn  *column = chain_table_column (table, i);
      const ChainRole     role = chain_role_of (options, column->name);
      ChainColumnOptions  filled = *chain_data_options_column (options, column->name);
      const gboolean      target = role == CHAIN_ROLE_TARGET || role == CHAIN_ROLE_FURTHER_TARGET;

      if (role == CHAIN_ROLE_IGNORE || column->n_missing == 0
          || column->kind == CHAIN_COLUMN_EMPTY || filled.missing != CHAIN_MISSING_REFUSE)
        continue;
      filled.name = column->name;
      filled.missing = target                                       ? CHAIN_MISSING_DROP
                       : chain_column_is_category (column, &filled) ? CHAIN_MISSING_MOST_FREQUENT
                                                                    : CHAIN_MISSING_MEAN;
      chain_data_options_set_column (options, &filled);
      any = TRUE;
    }
  return any;
}

static void
show_problem (ChainDataPage *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  const ChainTable   *table = chain_session_get_table (self->session);
  const gboolean      preparing = chain_session_get_preparing (self->session);
  const char *problem = preparing ? NULL : chain_session_get_problem (self->session);
  g_auto (ChainDataOptions) filled = { 0 };
  g_auto (ChainDataOptions) ignored = { 0 };

  gtk_widget_set_visible (self->problem_card, problem != NULL);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  if (problem == NULL || table == NULL)
    return;
  chain_data_options_copy (&project->data, &filled);
  chain_data_options_copy (&project->data, &ignored);
  gtk_widget_set_visible (self->fill_missing, fill_missing (&filled, table));
  gtk_widget_set_visible (self->ignore_missing, chain_role_ignore_missing (&ignored, table));
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
update (ChainDataPage *self)
{
  if (chain_session_get_project (self->session) == NULL)
    return;
  show_origin (self);
  show_problem (self);
  show_warnings (self);
}

static void
on_fill_missing (ChainDataPage *self)
{
  g_autoptr (ChainProject) changed = chain_project_copy (chain_session_get_project (self->session));

  if (fill_missing (&changed->data, chain_session_get_table (self->session)))
    chain_project_edit_columns (GTK_WIDGET (self), self->session, g_steal_pointer (&changed),
                                "Fill in missing values");
}

static void
on_ignore_missing (ChainDataPage *self)
{
  g_autoptr (ChainProject) changed = chain_project_copy (chain_session_get_project (self->session));

  if (chain_role_ignore_missing (&changed->data, chain_session_get_table (self->session)))
    chain_project_edit_columns (GTK_WIDGET (self), self->session, g_steal_pointer (&changed),
                                "Ignore columns");
}

static void
on_view_toggled (ChainDataPage *self)
{
  gtk_stack_set_visible_child_name (
      self->views, gtk_toggle_button_get_active (self->show_scatter) ? "scatter" : "rows");
}

/* A point that was clicked is shown as the row it is. */
static void
on_row_activated (ChainDataPage *self, guint row)
{
  gtk_toggle_button_set_active (self->show_rows, TRUE);
  chain_rows_panel_go_to_row (self->rows, row);
}

static void
on_column_activated (ChainDataPage *self, guint column)
{
  chain_rows_panel_show_column (self->rows, column);
}

static void
on_sample_chosen (ChainDataPage *self)
{
  gtk_popover_popdown (self->samples_popover);
}

static void
chain_data_page_dispose (GObject *object)
{
  ChainDataPage *self = CHAIN_DATA_PAGE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_DATA_PAGE);
  G_OBJECT_CLASS (chain_data_page_parent_class)->dispose (object);
}

static void
chain_data_page_class_init (ChainDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_data_page_dispose;
  g_type_ensure (CHAIN_TYPE_COLUMNS_PANEL);
  g_type_ensure (CHAIN_TYPE_SPLIT_PANEL);
  g_type_ensure (CHAIN_TYPE_FUNCTION_BAR);
  g_type_ensure (CHAIN_TYPE_ROWS_PANEL);
  g_type_ensure (CHAIN_TYPE_SAMPLE_BAR);
  g_type_ensure (CHAIN_TYPE_SAMPLES_GALLERY);
  g_type_ensure (CHAIN_TYPE_SCATTER_PANEL);
  gtk_widget_class_set_css_name (widget_class, "data-page");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, title);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, origin);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, samples_popover);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, problem_card);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, problem);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, fill_missing);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, ignore_missing);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, warnings_card);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, warnings);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, columns);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, split);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, show_rows);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, show_scatter);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, views);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, function_bar);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, sample_bar);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, rows);
  gtk_widget_class_bind_template_child (widget_class, ChainDataPage, scatter);
  gtk_widget_class_bind_template_callback (widget_class, on_fill_missing);
  gtk_widget_class_bind_template_callback (widget_class, on_ignore_missing);
  gtk_widget_class_bind_template_callback (widget_class, on_column_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_view_toggled);
}

static void
chain_data_page_init (ChainDataPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_data_page_set_session:
 * @page: the page
 * @session: the session it shows and edits
 */
void
chain_data_page_set_session (ChainDataPage *page, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_DATA_PAGE (page) && page->session == NULL);

  page->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  chain_columns_panel_set_session (page->columns, session);
  chain_split_panel_set_session (page->split, session);
  chain_function_bar_set_session (page->function_bar, session);
  chain_sample_bar_set_session (page->sample_bar, session);
  chain_rows_panel_set_session (page->rows, session);
  chain_scatter_panel_set_session (page->scatter, session);
  update (page);
}
