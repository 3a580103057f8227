/* rates-panel.c: short runs with several learning rates side by side.
 *
 * The rates lie around the one in use. All runs start from the same weights and see the same
 * batches, so that nothing but the rate makes the difference.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/rates-panel.h"

#include "ui/sweep-job.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/rate-tile.h"
#include "ui/widgets/side-layout.h"
#include "ui/widgets/template.h"

#include <math.h>

#define DIGITS 3 /* significant, of rates made up here */

struct _ChainRatesPanel
{
  GtkWidget parent_instance;

  GtkDropDown    *count;
  GtkDropDown    *spread;
  GtkSpinButton  *epochs;
  GtkCheckButton *fresh;
  GtkButton      *run;
  GtkLabel       *status;
  GtkFlowBox     *tiles;
  GtkWidget      *empty;
  ChainChartMenu *menu;

  ChainSession  *session; /* owned; NULL before it is set */
  ChainSweepJob *job;     /* owned, likewise */
  ChainDataset  *dataset; /* the number of epochs was proposed for; not owned, never followed */
  gboolean       dirty;   /* changed while it could not be seen */
};

G_DEFINE_FINAL_TYPE (ChainRatesPanel, chain_rates_panel, GTK_TYPE_WIDGET)

static const guint counts[] = { 3, 5, 9 };
static const char *const count_titles[] = { "3 rates", "5 rates", "9 rates", NULL };

static const struct
{
  double      factor;
  const char *title;
} spreads[] = {
  { 2, "each twice the last" },
  { 3.1622776601683795, "each √10 times the last" },
  { 10, "each 10 times the last" },
};

static double
rate_in_use (ChainRatesPanel *self)
{
  return chain_session_get_project (self->session)->training.learning_rate;
}

/* To so many digits as people write. */
static double
rounded (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.2e", value), NULL);
}

static ChainSweepAxis *
rates_axis (ChainRatesPanel *self)
{
  const guint  n = counts[gtk_drop_down_get_selected (self->count)];
  const double factor = spreads[gtk_drop_down_get_selected (self->spread)].factor;
  double       rates[9];

  for (guint i = 0; i < n; i++)
    rates[i] = i == n / 2 ? rate_in_use (self)
                          : rounded (rate_in_use (self) * pow (factor, (double) i - n / 2));
  return chain_sweep_axis_new (chain_sweep_setting_find ("learning_rate"), 0, rates, n);
}

static void
use_rate (ChainRateTile *tile, ChainRatesPanel *self)
{
  g_autoptr (GError) error = NULL;

  if (!chain_session_use_learning_rate (self->session, chain_rate_tile_get_rate (tile), &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

static void
fit_tiles (ChainRatesPanel *self, guint n)
{
  GtkFlowBoxChild *child;
  guint            have = 0;

  while (gtk_flow_box_get_child_at_index (self->tiles, (int) have) != NULL)
    have++;
  for (; have > n; have--)
    {
      child = gtk_flow_box_get_child_at_index (self->tiles, (int) have - 1);
      gtk_flow_box_remove (self->tiles, GTK_WIDGET (child));
    }
  for (; have < n; have++)
    {
      GtkWidget *tile = chain_rate_tile_new ();

      g_signal_connect (tile, "clicked", G_CALLBACK (use_rate), self);
      gtk_flow_box_insert (self->tiles, tile, -1);
      gtk_widget_set_focusable (gtk_widget_get_parent (tile), FALSE);
    }
}

static void
show_tiles (ChainRatesPanel *self)
{
  ChainSweep    *sweep = chain_sweep_job_get_sweep (self->job);
  const guint    n = sweep != NULL ? chain_sweep_n_cells (sweep) : 0;
  guint          best = G_MAXUINT;
  ChainRatesAxes axes;

  gtk_widget_set_visible (self->empty, n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->tiles), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), n > 0);
  fit_tiles (self, n);
  if (n == 0)
    return;
  chain_rates_chart_axes (sweep, &axes);
  if (chain_sweep_runs_done (sweep) == n || !chain_sweep_job_get_running (self->job))
    chain_sweep_best (sweep, &best);
  for (guint i = 0; i < n; i++)
    {
      GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->tiles, (int) i);
      GtkWidget       *tile = gtk_flow_box_child_get_child (child);
      const double     rate = chain_sweep_axis_value (chain_sweep_axis (sweep, 0), i);

      chain_rate_tile_show (CHAIN_RATE_TILE (tile), sweep, i, &axes, i == best,
                            rate == rate_in_use (self));
    }
}

static char *
describe (ChainRatesPanel *self)
{
  ChainSweep *sweep = chain_sweep_job_get_sweep (self->job);
  const guint n = sweep != NULL ? chain_sweep_n_cells (sweep) : 0;
  const guint done = sweep != NULL ? chain_sweep_runs_done (sweep) : 0;
  guint       best;

  if (chain_session_get_problem (self->session) != NULL)
    return g_strdup ("The data and the network do not fit together yet.");
  if (n == 0)
    return g_strdup ("");
  if (chain_sweep_job_get_running (self->job))
    return g_strdup_printf ("%u of %u runs done", done, n);
  if (done < n)
    return g_strdup_printf ("Stopped after %u of %u runs.", done, n);
  if (chain_sweep_best (sweep, &best))
    {
      g_autofree char *rate = chain_sweep_axis_value_text (chain_sweep_axis (sweep, 0), best, DIGITS);
      g_autofree char *loss = chain_rates_chart_result (sweep, best);

      return g_strdup_printf ("Best after %u epoch%s: %s, with a %s loss of %s. Click a run to use "
                              "its rate.",
                              chain_sweep_options (sweep)->epochs,
                              chain_sweep_options (sweep)->epochs == 1 ? "" : "s", rate,
                              chain_sweep_validates (sweep) ? "validation" : "training", loss);
    }
  return g_strdup ("All runs diverged: try smaller rates.");
}

static void
show_all (ChainRatesPanel *self)
{
  const gboolean   running = chain_sweep_job_get_running (self->job);
  g_autofree char *status = describe (self);

  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->status), *status != '\0');
  gtk_button_set_label (self->run, running ? "Stop" : "Train side by side");
  gtk_widget_set_sensitive (GTK_WIDGET (self->run),
                            running || chain_session_get_stepper (self->session) != NULL);
  show_tiles (self);
}

static void
update (ChainRatesPanel *self)
{
  ChainDataset *dataset = chain_session_get_dataset (self->session);

  if (chain_session_get_project (self->session) == NULL)
    return;
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
on_run (ChainRatesPanel *self)
{
  g_autoptr (ChainSweepAxis) axis = NULL;
  g_autoptr (GError)         error = NULL;
  ChainSweepOptions          options;

  if (chain_sweep_job_get_running (self->job))
    {
      chain_sweep_job_stop (self->job);
      return;
    }
  chain_sweep_options_init (&options);
  options.gives_way = TRUE;
  options.epochs = (guint) gtk_spin_button_get_value_as_int (self->epochs);
  options.fresh = gtk_check_button_get_active (self->fresh);
  options.curves = TRUE;
  axis = rates_axis (self);
  if (!chain_sweep_job_start (self->job, axis, NULL, &options, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

static void
draw_picture (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  ChainRatesPanel *self = data;

  chain_rates_chart_draw_all (chain_sweep_job_get_sweep (self->job), cr, context, width, height,
                              &chain_palette_light);
}

/* A line for each update; what is known after an epoch stands at its last. */
static char *
write_csv (gpointer data)
{
  ChainRatesPanel *self = data;
  ChainSweep      *sweep = chain_sweep_job_get_sweep (self->job);
  GString         *csv = g_string_new ("learning_rate,update,epoch,loss,epoch_loss,val_loss\n");

  for (guint i = 0; i < chain_sweep_n_runs (sweep); i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      g_autofree char *rate = chain_sweep_axis_value_text (chain_sweep_axis (sweep, 0), i, 0);
      guint            epoch = 0;

      chain_sweep_get_run (sweep, i, &run);
      for (guint k = 0; k < run.steps->len; k++)
        {
          const ChainHistoryStep *step = &g_array_index (run.steps, ChainHistoryStep, k);
          char                    number[3][CHAIN_NUMBER_SIZE] = { "", "", "" };

          chain_number_write (step->loss, number[0]);
          if (epoch < run.epochs->len
              && g_array_index (run.epochs, ChainHistoryEpoch, epoch).step <= step->step)
            {
              const ChainHistoryEpoch *end = &g_array_index (run.epochs, ChainHistoryEpoch, epoch++);

              chain_number_write (end->loss, number[1]);
              if (!isnan (end->validation_loss))
                chain_number_write (end->validation_loss, number[2]);
            }
          g_string_append_printf (csv, "%s,%" G_GUINT64_FORMAT ",%u,%s,%s,%s\n", rate, step->step,
                                  step->epoch, number[0], number[1], number[2]);
        }
    }
  return g_string_free (csv, FALSE);
}

static void
chain_rates_panel_map (GtkWidget *widget)
{
  ChainRatesPanel *self = CHAIN_RATES_PANEL (widget);

  GTK_WIDGET_CLASS (chain_rates_panel_parent_class)->map (widget);
  if (self->session != NULL && self->dirty)
    update (self);
}

static void
chain_rates_panel_dispose (GObject *object)
{
  ChainRatesPanel *self = CHAIN_RATES_PANEL (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->job);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_RATES_PANEL);
  G_OBJECT_CLASS (chain_rates_panel_parent_class)->dispose (object);
}

static void
chain_rates_panel_class_init (ChainRatesPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_rates_panel_dispose;
  widget_class->map = chain_rates_panel_map;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_SIDE_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "rates-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/rates-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, count);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, spread);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, fresh);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, run);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, status);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, tiles);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, empty);
  gtk_widget_class_bind_template_child (widget_class, ChainRatesPanel, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
}

static void
chain_rates_panel_init (ChainRatesPanel *self)
{
  const char *titles[G_N_ELEMENTS (spreads) + 1] = { NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (spreads); i++)
    titles[i] = spreads[i].title;
  chain_choice_fill (self->count, count_titles);
  chain_choice_fill (self->spread, titles);
  gtk_drop_down_set_selected (self->count, 1);
  gtk_drop_down_set_selected (self->spread, 1);
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                             .title = "learning rates",
                                             .of = GTK_WIDGET (self->tiles),
                                             .draw = draw_picture,
                                             .csv = write_csv,
                                             .data = self,
                                           });
}

/**
 * chain_rates_panel_set_session:
 * @panel: the panel
 * @session: the session whose document it trains
 */
void
chain_rates_panel_set_session (ChainRatesPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_RATES_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  panel->job = chain_sweep_job_new (session);
  g_signal_connect_swapped (panel->job, "changed", G_CALLBACK (update), panel);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), panel);
  update (panel);
}
