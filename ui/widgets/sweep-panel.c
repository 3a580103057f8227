/* sweep-panel.c: trains with every combination of two settings and shows what comes of it.
 *
 * A click on a cell gives the project its settings, and the weights its first run began with where
 * that drew new ones: training so many epochs then leads to the very loss of that run.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/sweep-panel.h"

#include "ui/sweep-job.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/side-layout.h"
#include "ui/widgets/sweep-view.h"
#include "ui/widgets/template.h"

#include <math.h>

#define EDIT "Use settings"

/* A setting that can be chosen: of one layer, or of all. */
typedef struct
{
  const ChainSweepSetting *setting;
  guint                    layer;
} Choice;

typedef struct
{
  GtkDropDown *setting;
  GtkEntry    *values;
} Axis;

struct _ChainSweepPanel
{
  GtkWidget parent_instance;

  GtkDropDown    *x_setting;
  GtkEntry       *x_values;
  GtkDropDown    *y_setting;
  GtkEntry       *y_values;
  GtkSpinButton  *epochs;
  GtkSpinButton  *seeds;
  GtkCheckButton *fresh;
  GtkLabel       *plan;
  GtkButton      *run;
  GtkProgressBar *progress;
  GtkLabel       *status;
  GtkButton      *use_best;
  ChainSweepView *view;
  GtkWidget      *empty;
  ChainChartMenu *menu;

  ChainSession  *session; /* owned; NULL before it is set */
  ChainSweepJob *job;     /* owned, likewise */
  GArray        *choices; /* Choice */
  ChainDataset  *dataset; /* the number of epochs was proposed for; not owned, never followed */
  gboolean       updating;
  gboolean       fell_back; /* from units, which the network does not have, to the batch size */
  gboolean       dirty;   /* changed while it could not be seen */
};

G_DEFINE_FINAL_TYPE (ChainSweepPanel, chain_sweep_panel, GTK_TYPE_WIDGET)

static const ChainNetwork *
network_of (ChainSweepPanel *self)
{
  return chain_session_get_project (self->session)->network;
}

static Axis
axis_of (ChainSweepPanel *self, guint index)
{
  return index == 0 ? (Axis){ self->x_setting, self->x_values }
                    : (Axis){ self->y_setting, self->y_values };
}

static const Choice *
choice_of (ChainSweepPanel *self, guint index)
{
  const guint selected = gtk_drop_down_get_selected (axis_of (self, index).setting);

  return selected < self->choices->len ? &g_array_index (self->choices, Choice, selected) : NULL;
}

/* Every setting; units also of single layers, where there are several. */
static GArray *
list_choices (ChainSweepPanel *self)
{
  GArray     *choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  const guint hidden = chain_network_n_layers (network_of (self)) - 1;

  for (guint i = 0; chain_sweep_settings[i] != NULL; i++)
    {
      Choice choice = { chain_sweep_settings[i], 0 };

      g_array_append_val (choices, choice);
      if (!g_str_equal (choice.setting->name, "units") || hidden < 2)
        continue;
      for (choice.layer = 1; choice.layer <= hidden; choice.layer++)
        g_array_append_val (choices, choice);
    }
  return choices;
}

static guint
find_choice (const GArray *choices, const ChainSweepSetting *setting, guint layer, guint otherwise)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const Choice *choice = &g_array_index (choices, Choice, i);

      if (choice->setting == setting && choice->layer == layer)
        return i;
    }
  return MIN (otherwise, choices->len - 1);
}

static char *
choice_title (const Choice *choice)
{
  const double               value = 0;
  g_autoptr (ChainSweepAxis) axis = chain_sweep_axis_new (choice->setting, choice->layer, &value, 1);

  return chain_sweep_axis_title (axis);
}

/* Fills both lists, and keeps what was chosen as far as it is still there. */
static void
fill_choices (ChainSweepPanel *self)
{
  GArray               *choices = list_choices (self);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  Choice                chosen[2] = { { 0 } };

  if (self->choices->len == choices->len
      && memcmp (self->choices->data, choices->data, choices->len * sizeof (Choice)) == 0)
    {
      g_array_unref (choices);
      return;
    }
  for (guint i = 0; i < 2; i++)
    if (choice_of (self, i) != NULL)
      chosen[i] = *choice_of (self, i);
  for (guint i = 0; i < choices->len; i++)
    g_ptr_array_add (titles, choice_title (&g_array_index (choices, Choice, i)));
  g_ptr_array_add (titles, NULL);
  g_array_unref (self->choices);
  self->choices = choices;
  self->updating = TRUE;
  for (guint i = 0; i < 2; i++)
    {
      const Axis  axis = axis_of (self, i);
      const guint index = find_choice (choices, chosen[i].setting, chosen[i].layer, i);
      const ChainSweepSetting *now = g_array_index (choices, Choice, index).setting;

      chain_choice_fill (axis.setting, (const char *const *) titles->pdata);
      gtk_drop_down_set_selected (axis.setting, index);
      if (now != chosen[i].setting)
        gtk_editable_set_text (GTK_EDITABLE (axis.values), now->usual);
    }
  self->updating = FALSE;
}

static gboolean
is_as_at_first (ChainSweepPanel *self, const ChainSweepSetting *setting)
{
  const Choice *choice = choice_of (self, 1);

  return choice->setting == setting && choice->layer == 0
         && g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->y_values)), setting->usual);
}

/* Proposes what the network has, as long as nobody chose. */
static void
propose (ChainSweepPanel *self)
{
  const ChainSweepSetting *units = chain_sweep_setting_find ("units");
  const ChainSweepSetting *batch_size = chain_sweep_setting_find ("batch_size");
  const gboolean           applies = chain_sweep_setting_applies (units, 0, network_of (self), NULL);

  if (!applies && is_as_at_first (self, units))
    {
      self->fell_back = TRUE;
      gtk_drop_down_set_selected (self->y_setting, find_choice (self->choices, batch_size, 0, 1));
    }
  else if (applies && self->fell_back && is_as_at_first (self, batch_size))
    {
      self->fell_back = FALSE;
      gtk_drop_down_set_selected (self->y_setting, find_choice (self->choices, units, 0, 1));
    }
}

/* What a list and its entry say; NULL with the mistake. */
static ChainSweepAxis *
read_axis (ChainSweepPanel *self, guint index, GError **error)
{
  const Choice *choice = choice_of (self, index);

  if (choice == NULL)
    return NULL;
  return chain_sweep_axis_parse_values (
    choice->setting, choice->layer,
    gtk_editable_get_text (GTK_EDITABLE (axis_of (self, index).values)), error);
}

/* Both axes; FALSE, with the mistake shown at its entry and in words, if one is wrong. */
static gboolean
read_axes (ChainSweepPanel *self, ChainSweepAxis **axes, char **mistake)
{
  *mistake = NULL;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      GtkWidget         *entry = GTK_WIDGET (axis_of (self, i).values);

      axes[i] = read_axis (self, i, &error);
      if (axes[i] != NULL
          && !chain_sweep_setting_applies (axes[i]->setting, axes[i]->layer, network_of (self),
                                           &error))
        g_clear_pointer (&axes[i], chain_sweep_axis_free);
      if (axes[i] != NULL)
        gtk_widget_remove_css_class (entry, "error");
      else
        gtk_widget_add_css_class (entry, "error");
      if (error != NULL && *mistake == NULL)
        *mistake = g_strdup (error->message);
    }
  if (*mistake == NULL && axes[0] != NULL && axes[1] != NULL
      && axes[0]->setting == axes[1]->setting && axes[0]->layer * axes[1]->layer == 0)
    *mistake = g_strdup ("Choose two different settings.");
  return *mistake == NULL && axes[0] != NULL && axes[1] != NULL;
}

static void
free_axes (ChainSweepAxis **axes)
{
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&axes[i], chain_sweep_axis_free);
}

/* What pressing the button would do, or why it cannot. */
static gboolean
show_plan (ChainSweepPanel *self)
{
  const guint      seeds = (guint) gtk_spin_button_get_value_as_int (self->seeds);
  ChainSweepAxis  *axes[2];
  g_autofree char *text = NULL;
  gboolean         valid = read_axes (self, axes, &text);

  if (valid)
    {
      const gboolean fresh
        = seeds > 1 || axes[0]->setting->fresh || axes[1]->setting->fresh;
      const guint    n = axes[0]->values->len * axes[1]->values->len * seeds;

      text = g_strdup_printf ("%u × %u cells%s: %u runs%s", axes[0]->values->len,
                              axes[1]->values->len,
                              seeds > 1 ? ", several seeds each" : "", n,
                              fresh ? ", each from new weights" : "");
      gtk_widget_set_sensitive (GTK_WIDGET (self->fresh), !fresh);
    }
  gtk_label_set_text (self->plan, text);
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->plan), "mistake");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->plan), "mistake");
  free_axes (axes);
  return valid;
}

static char *
describe (ChainSweepPanel *self, ChainSweep *sweep)
{
  const ChainSweepPicture *picture = chain_sweep_view_get_picture (self->view);
  const guint              n = sweep != NULL ? chain_sweep_n_runs (sweep) : 0;
  const guint              done = sweep != NULL ? chain_sweep_runs_done (sweep) : 0;

  if (sweep == NULL || picture == NULL)
    return g_strdup ("");
  if (chain_sweep_job_get_running (self->job))
    return g_strdup_printf ("%u of %u runs done", done, n);
  if (done < n)
    return g_strdup_printf ("Stopped after %u of %u runs.", done, n);
  if (picture->best < 0)
    return g_strdup ("All runs diverged: try smaller learning rates.");
  {
    g_autofree char *best = chain_sweep_picture_describe (picture, picture->best);

    return g_strdup_printf ("%s. Click a cell to use its settings.", best);
  }
}

static void
show_results (ChainSweepPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  ChainSweep         *sweep = chain_sweep_job_get_sweep (self->job);
  const gboolean      running = chain_sweep_job_get_running (self->job);
  g_autofree char    *status = NULL;

  chain_sweep_view_take_picture (
    self->view, sweep != NULL
                  ? chain_sweep_picture_new (sweep, project->network, &project->training)
                  : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->view), sweep != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), sweep != NULL);
  gtk_widget_set_visible (self->empty, sweep == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), running);
  if (running)
    gtk_progress_bar_set_fraction (self->progress, chain_sweep_runs_done (sweep)
                                                     / (double) chain_sweep_n_runs (sweep));
  status = describe (self, sweep);
  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *status != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->use_best),
                          sweep != NULL && !running
                            && chain_sweep_view_get_picture (self->view)->best >= 0);
}

static void
show_all (ChainSweepPanel *self)
{
  const gboolean running = chain_sweep_job_get_running (self->job);
  const gboolean valid = show_plan (self);

  show_results (self);
  gtk_button_set_label (self->run, running ? "Stop" : "Run sweep");
  gtk_widget_set_sensitive (
    GTK_WIDGET (self->run),
    running || (valid && chain_session_get_stepper (self->session) != NULL));
}

static void
update (ChainSweepPanel *self)
{
  ChainDataset *dataset;

  if (chain_session_get_project (self->session) == NULL)
    return;
  dataset = chain_session_get_dataset (self->session);
  fill_choices (self);
  propose (self);
  if (dataset != NULL && dataset != self->dataset)
    {
      self->dataset = dataset;
      gtk_spin_button_set_value (self->epochs, chain_sweep_job_usual_epochs (self->session));
    }
  self->dirty = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->dirty)
    show_all (self);
}

static void
on_setting_changed (GtkDropDown *list, GParamSpec *property G_GNUC_UNUSED, ChainSweepPanel *self)
{
  const guint   index = list == self->x_setting ? 0 : 1;
  const Choice *choice = self->session != NULL ? choice_of (self, index) : NULL;

  if (self->updating || choice == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (axis_of (self, index).values), choice->setting->usual);
}

static void
on_values_changed (ChainSweepPanel *self)
{
  if (!self->updating && self->session != NULL && chain_session_get_project (self->session) != NULL)
    show_all (self);
}

static void
run (ChainSweepPanel *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *mistake = NULL;
  ChainSweepAxis    *axes[2];
  ChainSweepOptions  options;

  chain_sweep_options_init (&options);
  options.gives_way = TRUE;
  options.epochs = (guint) gtk_spin_button_get_value_as_int (self->epochs);
  options.seeds = (guint) gtk_spin_button_get_value_as_int (self->seeds);
  options.fresh = gtk_check_button_get_active (self->fresh);
  if (read_axes (self, axes, &mistake)
      && !chain_sweep_job_start (self->job, axes[0], axes[1], &options, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
  free_axes (axes);
}

static void
on_run (ChainSweepPanel *self)
{
  if (chain_sweep_job_get_running (self->job))
    chain_sweep_job_stop (self->job);
  else
    run (self);
}

/* The project may have other layers by now. */
static gboolean
still_applies (ChainSweepPanel *self, ChainSweep *sweep)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES && chain_sweep_axis (sweep, i) != NULL; i++)
    {
      const ChainSweepAxis *axis = chain_sweep_axis (sweep, i);

      if (chain_sweep_setting_applies (axis->setting, axis->layer, network_of (self), &error))
        continue;
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
      return FALSE;
    }
  return TRUE;
}

static void
use_cell (ChainSweepPanel *self, guint cell)
{
  ChainSweep   *sweep = chain_sweep_job_get_sweep (self->job);
  ChainProject *changed;

  if (sweep == NULL || !still_applies (self, sweep))
    return;
  changed = chain_project_copy (chain_session_get_project (self->session));
  chain_sweep_prepare (sweep, cell, 0, changed->network, &changed->training);
  chain_project_edit (GTK_WIDGET (self), self->session, changed, EDIT, NULL);
}

static void
on_use_best (ChainSweepPanel *self)
{
  const ChainSweepPicture *picture = chain_sweep_view_get_picture (self->view);

  if (picture != NULL && picture->best >= 0)
    use_cell (self, (guint) picture->best);
}

static void
draw_picture (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  ChainSweepPanel *self = data;

  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_sweep_picture_draw (chain_sweep_view_get_picture (self->view), cr, context, width, height,
                            &chain_palette_light, -1);
}

static char *
write_csv (gpointer data)
{
  ChainSweepPanel *self = data;

  return chain_sweep_csv (chain_sweep_job_get_sweep (self->job));
}

static void
chain_sweep_panel_map (GtkWidget *widget)
{
  ChainSweepPanel *self = CHAIN_SWEEP_PANEL (widget);

  GTK_WIDGET_CLASS (chain_sweep_panel_parent_class)->map (widget);
  if (self->session != NULL && self->dirty)
    update (self);
}

static void
chain_sweep_panel_dispose (GObject *object)
{
  ChainSweepPanel *self = CHAIN_SWEEP_PANEL (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_SWEEP_PANEL);
  g_clear_pointer (&self->choices, g_array_unref);
  G_OBJECT_CLASS (chain_sweep_panel_parent_class)->dispose (object);
}

static void
chain_sweep_panel_class_init (ChainSweepPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_sweep_panel_dispose;
  widget_class->map = chain_sweep_panel_map;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_SIDE_LAYOUT);
  g_type_ensure (CHAIN_TYPE_SWEEP_VIEW);
  gtk_widget_class_set_css_name (widget_class, "sweep-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/sweep-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, x_setting);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, x_values);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, y_setting);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, y_values);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, seeds);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, fresh);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, plan);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, run);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, status);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, use_best);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, view);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, empty);
  gtk_widget_class_bind_template_child (widget_class, ChainSweepPanel, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_setting_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_values_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, on_use_best);
  gtk_widget_class_bind_template_callback (widget_class, use_cell);
}

static void
chain_sweep_panel_init (ChainSweepPanel *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  gtk_widget_init_template (GTK_WIDGET (self));
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                             .title = "sweep",
                                             .of = GTK_WIDGET (self->view),
                                             .draw = draw_picture,
                                             .csv = write_csv,
                                             .data = self,
                                           });
}

/**
 * chain_sweep_panel_set_session:
 * @panel: the panel
 * @session: the session whose document it trains and edits
 */
void
chain_sweep_panel_set_session (ChainSweepPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_SWEEP_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  panel->job = chain_sweep_job_new (session);
  g_signal_connect_swapped (panel->job, "changed", G_CALLBACK (update), panel);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), panel);
  update (panel);
}
