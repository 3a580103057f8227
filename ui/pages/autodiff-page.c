/* autodiff-page.c: the page of tensors, variables, the tape and traced functions.
 *
 * Its parts follow one workbench and do not know each other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/pages/autodiff-page.h"

#include "ui/paint/picture-file.h"
#include "ui/paint/text.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/graph-view.h"
#include "ui/widgets/iterations-panel.h"
#include "ui/widgets/node-panel.h"
#include "ui/widgets/program-panel.h"
#include "ui/widgets/statement-editor.h"
#include "ui/widgets/tape-panel.h"
#include "ui/widgets/template.h"
#include "ui/widgets/traces-panel.h"
#include "ui/widgets/variable-list.h"
#include "ui/widgets/workspace-bar.h"
#include "ui/workspace-examples.h"

#define PICTURE_WIDTH 1200 /* of a file */
#define PICTURE_HEIGHT 800

struct _ChainAutodiffPage
{
  GtkWidget             parent_instance;

  ChainWorkbench       *bench; /* owned */
  GMenu                *example_list;
  ChainStatementEditor *editor;
  ChainVariableList    *variables;
  ChainGraphView       *graph;
  ChainChartMenu       *menu;
  ChainNodePanel       *node;
  ChainTapePanel       *tape;
  ChainProgramPanel    *program;
  ChainTracesPanel     *traces;
  ChainWorkspaceBar    *bar;
  ChainIterationsPanel *iterations;
};

G_DEFINE_FINAL_TYPE (ChainAutodiffPage, chain_autodiff_page, GTK_TYPE_WIDGET)

static void
show_step (ChainAutodiffPage *self)
{
  ChainWorkspace           *workspace = chain_workbench_get_workspace (self->bench);
  const ChainWorkspaceStep *step = chain_workbench_get_step (self->bench);
  g_autoptr (GByteArray)    known = NULL;

  if (workspace == NULL)
    return;
  known = chain_workspace_picture_known (workspace, chain_workbench_get_position (self->bench));
  chain_graph_view_set_step (self->graph, known, step != NULL ? step->node : CHAIN_NO_NODE,
                             step != NULL && step->gradient);
  chain_graph_view_set_selected (self->graph, chain_workbench_get_selected (self->bench));
}

static void
show_graph (ChainAutodiffPage *self)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);

  gtk_widget_set_sensitive (GTK_WIDGET (self->menu),
                            workspace != NULL && chain_workspace_n_nodes (workspace) > 0);
  if (workspace == NULL)
    return;
  chain_graph_view_set_message (self->graph, "Write L = (y − w*x)^2, or take an example");
  chain_graph_view_set_picture (self->graph, chain_workbench_get_picture (self->bench));
  show_step (self);
}

static void
show_selected (ChainAutodiffPage *self)
{
  chain_graph_view_set_selected (self->graph, chain_workbench_get_selected (self->bench));
}

static void
on_selected (ChainAutodiffPage *self, guint node)
{
  chain_workbench_set_selected (self->bench, node);
}

static void
on_example (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChainAutodiffPage           *self = CHAIN_AUTODIFF_PAGE (widget);
  const ChainWorkspaceExample *example
      = chain_workspace_example_find (g_variant_get_string (parameter, NULL));
  ChainSession    *session = chain_workbench_get_session (self->bench);
  g_autofree char *text = NULL;

  if (example == NULL || chain_session_get_project (session) == NULL)
    return;
  text = chain_workspace_example_text (example, chain_session_get_dataset (session));
  chain_workbench_replace (self->bench, text, "Take example", example->learning_rate,
                           example->batch_size);
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
on_from_network (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChainAutodiffPage  *self = CHAIN_AUTODIFF_PAGE (widget);
  const ChainProject *project
      = chain_session_get_project (chain_workbench_get_session (self->bench));
  g_autofree char    *text = NULL;
  g_autoptr (GError)  error = NULL;

  if (project == NULL)
    return;
  text = chain_workspace_text_of_network (project->network, project->training.loss,
                                          project->training.loss_parameters, &error);
  if (text == NULL)
    {
      gtk_widget_activate_action (widget, "win.show-error", "s", error->message);
      return;
    }
  chain_workbench_replace (self->bench, text, "Network as graph", project->training.learning_rate,
                           project->training.batch_size);
}

static void
on_to_network (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ChainAutodiffPage *self = CHAIN_AUTODIFF_PAGE (widget);
  ChainWorkspace    *workspace = chain_workbench_get_workspace (self->bench);
  ChainSession      *session = chain_workbench_get_session (self->bench);
  g_autoptr (GError) error = NULL;
  ChainProject      *changed;

  if (workspace == NULL || chain_session_get_project (session) == NULL)
    return;
  changed = chain_project_copy (chain_session_get_project (session));
  if (!chain_project_use_workspace (changed, workspace, &error))
    {
      chain_project_free (changed);
      gtk_widget_activate_action (widget, "win.show-error", "s", error->message);
      return;
    }
  if (!chain_session_edit (session, changed, "Open as network", NULL, &error))
    {
      gtk_widget_activate_action (widget, "win.show-error", "s", error->message);
      return;
    }
  gtk_widget_activate_action (widget, "win.page", "s", "network");
}

static char *
write_csv (gpointer data)
{
  return chain_iterations_panel_to_csv (CHAIN_AUTODIFF_PAGE (data)->iterations);
}

static void
draw_graph (cairo_t      *cr,
            PangoContext *context,
            double        width,
            double        height,
            gpointer      data)
{
  chain_graph_view_draw_file (cr, context, width, height, CHAIN_AUTODIFF_PAGE (data)->graph);
}

static gboolean
chain_autodiff_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHAIN_AUTODIFF_PAGE (widget)->bar));
}

static void
chain_autodiff_page_dispose (GObject *object)
{
  ChainAutodiffPage *self = CHAIN_AUTODIFF_PAGE (object);

  if (self->bench != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->bench, self);
      chain_workbench_close (self->bench);
    }
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_AUTODIFF_PAGE);
  g_clear_object (&self->bench);

  G_OBJECT_CLASS (chain_autodiff_page_parent_class)->dispose (object);
}

static void
chain_autodiff_page_class_init (ChainAutodiffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_autodiff_page_dispose;
  widget_class->grab_focus = chain_autodiff_page_grab_focus;
  g_type_ensure (CHAIN_TYPE_STATEMENT_EDITOR);
  g_type_ensure (CHAIN_TYPE_VARIABLE_LIST);
  g_type_ensure (CHAIN_TYPE_GRAPH_VIEW);
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_NODE_PANEL);
  g_type_ensure (CHAIN_TYPE_TAPE_PANEL);
  g_type_ensure (CHAIN_TYPE_PROGRAM_PANEL);
  g_type_ensure (CHAIN_TYPE_TRACES_PANEL);
  g_type_ensure (CHAIN_TYPE_WORKSPACE_BAR);
  g_type_ensure (CHAIN_TYPE_ITERATIONS_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "autodiff-page");
  gtk_widget_class_install_action (widget_class, "autodiff.example", "s", on_example);
  gtk_widget_class_install_action (widget_class, "autodiff.from-network", NULL, on_from_network);
  gtk_widget_class_install_action (widget_class, "autodiff.to-network", NULL, on_to_network);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/autodiff-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, example_list);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, editor);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, variables);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, graph);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, menu);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, node);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, tape);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, program);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, traces);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, bar);
  gtk_widget_class_bind_template_child (widget_class, ChainAutodiffPage, iterations);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
chain_autodiff_page_init (ChainAutodiffPage *self)
{
  guint                        n;
  const ChainWorkspaceExample *examples = chain_workspace_examples (&n);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (examples[i].title, NULL);

      g_menu_item_set_action_and_target (item, "autodiff.example", "s", examples[i].name);
      g_menu_append_item (self->example_list, item);
    }
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){ .title = "graph",
                                                                .of = GTK_WIDGET (self->graph),
                                                                .draw = draw_graph,
                                                                .csv = write_csv,
                                                                .data = self });
}

/**
 * chain_autodiff_page_set_session:
 * @page: the page
 * @session: the document; set once
 */
void
chain_autodiff_page_set_session (ChainAutodiffPage *page, ChainSession *session)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (page));

  g_return_if_fail (CHAIN_IS_AUTODIFF_PAGE (page) && page->bench == NULL);

  page->bench = chain_workbench_new (session, chain_text_em (context));
  g_signal_connect_swapped (page->bench, "changed", G_CALLBACK (show_graph), page);
  g_signal_connect_swapped (page->bench, "position-changed", G_CALLBACK (show_step), page);
  g_signal_connect_swapped (page->bench, "selection-changed", G_CALLBACK (show_selected), page);
  chain_statement_editor_set_workbench (page->editor, page->bench);
  chain_variable_list_set_workbench (page->variables, page->bench);
  chain_node_panel_set_workbench (page->node, page->bench);
  chain_tape_panel_set_workbench (page->tape, page->bench);
  chain_program_panel_set_workbench (page->program, page->bench);
  chain_traces_panel_set_workbench (page->traces, page->bench);
  chain_workspace_bar_set_workbench (page->bar, page->bench);
  chain_iterations_panel_set_workbench (page->iterations, page->bench);
  show_graph (page);
}

/**
 * chain_autodiff_page_get_workbench:
 * @page: the page
 *
 * Returns: (transfer none) (nullable): what it shows
 */
ChainWorkbench *
chain_autodiff_page_get_workbench (ChainAutodiffPage *page)
{
  return page->bench;
}

/**
 * chain_autodiff_page_save_picture:
 * @page: the page
 * @path: (type filename): a file that ends in .svg, .pdf or .png
 * @error: set if it cannot be written
 *
 * Draws the graph into a file, as it is shown.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_autodiff_page_save_picture (ChainAutodiffPage *page, const char *path, GError **error)
{
  double width = gtk_widget_get_width (GTK_WIDGET (page->graph));
  double height = gtk_widget_get_height (GTK_WIDGET (page->graph));

  if (width < CHAIN_PICTURE_LEAST_SIZE || height < CHAIN_PICTURE_LEAST_SIZE)
    {
      width = PICTURE_WIDTH;
      height = PICTURE_HEIGHT;
    }
  return chain_picture_file_save (path, width, height, draw_graph, page, error);
}
