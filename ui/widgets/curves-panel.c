/* curves-panel.c: what training came to, step by step, of this run and of earlier ones.
 *
 * The newest run that is shown has all its curves; of the others stands what can be compared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/curves-panel.h"

#include "ui/run-curves.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/chart-view.h"
#include "ui/widgets/runs-menu.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

typedef enum
{
  QUANTITY_LOSS,
  QUANTITY_METRIC,
  QUANTITY_RATE,
  QUANTITY_GRADIENT,
  QUANTITY_RATIO,
  N_QUANTITIES,
} Quantity;

struct _ChainCurvesPanel
{
  GtkWidget       parent_instance;

  ChainSession   *session; /* owned; NULL before it is set */
  GPtrArray      *runs;    /* ChainRunCurves *, of the session's runs that were shown */
  ChainChart     *chart;   /* as the view shows it; owned by the view */
  Quantity        quantity;
  gboolean        log_y[N_QUANTITIES];
  gboolean        log_x;
  gboolean        per_epoch;
  gboolean        batches;
  gboolean        updating;
  guint           memory; /* exponent of two; 0: not smoothed */

  GtkWidget      *view;
  GtkWidget      *tools; /* owned */
  GtkDropDown    *choice;
  GtkCheckButton *log_y_button;
  GtkLabel       *memory_label;
  ChainRunsMenu  *runs_menu;
};

G_DEFINE_FINAL_TYPE (ChainCurvesPanel, chain_curves_panel, GTK_TYPE_WIDGET)

#define MOST_MEMORY 14
#define USUAL_MEMORY 5
#define RAW_ALPHA 0.3
#define STRONG 1.8

static const struct
{
  const char *title;
  const char *axis;
  gboolean    is_log; /* at first */
} quantities[N_QUANTITIES] = {
  [QUANTITY_LOSS] = { "Loss", "loss", TRUE },
  [QUANTITY_METRIC] = { "Metric", NULL, FALSE },
  [QUANTITY_RATE] = { "Learning rate", "learning rate", FALSE },
  [QUANTITY_GRADIENT] = { "Gradient norms", "‖∂L/∂W‖", TRUE },
  [QUANTITY_RATIO] = { "Update ÷ weight", "‖ΔW‖ / ‖W‖", TRUE },
};

static ChainRunCurves *
curves_of (ChainCurvesPanel *self,
           const ChainRun   *run)
{
  ChainRunCurves *curves;

  for (guint i = 0; i < self->runs->len; i++)
    {
      curves = self->runs->pdata[i];
      if (curves->number != run->number)
        continue;
      chain_run_curves_update (curves, run);
      return curves;
    }
  curves = chain_run_curves_new (run, self->per_epoch,
                                 self->memory > 0 ? 1 << self->memory : 0);
  g_ptr_array_add (self->runs, curves);
  return curves;
}

/* One curve, unless it has no point yet. */
static void
add (ChainCurvesPanel *self,
     ChainCurve       *curve,
     const char       *title,
     ChainInk          ink,
     double            width,
     double            alpha,
     gboolean          dashed)
{
  const ChainExtremes extremes = chain_curve_extremes (curve, 0, chain_curve_length (curve));

  if (isfinite (extremes.most))
    chain_chart_add_curve (self->chart, title, ink, width, alpha, curve)->dashed = dashed;
}

/* The loss of the newest run, raw behind smoothed, and of its epochs. */
static void
add_loss (ChainCurvesPanel *self,
          ChainRunCurves   *curves)
{
  ChainCurve     **all = curves->curves;
  const gboolean   few = chain_curve_length (all[CHAIN_RUN_CURVE_LOSS]) < 2;
  const gboolean   smooth = self->memory > 0 && (self->batches || few);
  g_autofree char *title = g_strdup_printf ("over %u steps", 1u << self->memory);

  if (self->batches || few)
    add (self, all[CHAIN_RUN_CURVE_BATCH], "batch", CHAIN_INK_ACCENT, 1, smooth ? RAW_ALPHA : 0.7,
         FALSE);
  if (smooth)
    add (self, all[CHAIN_RUN_CURVE_SMOOTHED], title, CHAIN_INK_ACCENT, 1.2, 0.75, FALSE);
  add (self, all[CHAIN_RUN_CURVE_LOSS], "training loss", CHAIN_INK_ACCENT, STRONG, 1, FALSE);
  add (self, all[CHAIN_RUN_CURVE_VALIDATION], "validation loss", CHAIN_INK_CONTRAST, STRONG, 1,
       FALSE);
  if (!curves->regularised)
    return;
  add (self, all[CHAIN_RUN_CURVE_DATA_LOSS], "training, without regularisation", CHAIN_INK_ACCENT,
       STRONG, 1, TRUE);
  add (self, all[CHAIN_RUN_CURVE_DATA_VALIDATION], "validation, without regularisation",
       CHAIN_INK_CONTRAST, STRONG, 1, TRUE);
}

static void
add_layers (ChainCurvesPanel *self,
            const ChainRun   *run,
            GPtrArray        *layers,
            gboolean          newest)
{
  for (guint i = 0; i < layers->len; i++)
    {
      g_autofree char *title
          = newest ? g_strdup_printf ("layer %u", i + 1)
                   : g_strdup_printf ("layer %u of %s", i + 1, run->name);

      add (self, layers->pdata[i], title, CHAIN_INK_RUN + i, newest ? STRONG : 1.2, newest ? 1 : 0.6,
           !newest);
    }
}

/* What of an earlier run is compared. */
static void
add_earlier (ChainCurvesPanel *self,
             const ChainRun   *run,
             ChainRunCurves   *curves)
{
  static const ChainRunCurve of[N_QUANTITIES] = {
    [QUANTITY_LOSS] = CHAIN_RUN_CURVE_LOSS,
    [QUANTITY_METRIC] = CHAIN_RUN_CURVE_METRIC,
    [QUANTITY_RATE] = CHAIN_RUN_CURVE_RATE,
  };
  /* Blue and orange are taken by the newest run. */
  const ChainInk ink = CHAIN_INK_RUN + 2 + (run->number - 1) % 6;

  if (self->quantity == QUANTITY_LOSS && run->validates)
    {
      g_autofree char *title = g_strdup_printf ("%s, validation", run->name);

      add (self, curves->curves[CHAIN_RUN_CURVE_VALIDATION], title, ink, 1.4, 0.9, TRUE);
    }
  add (self, curves->curves[of[self->quantity]], run->name, ink, 1.4, 0.9, FALSE);
}

static const char *
metric_title (ChainCurvesPanel *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  const gboolean      classes
      = dataset != NULL
        && chain_evaluate_classes (dataset,
                                   chain_session_get_project (self->session)->training.loss);

  return classes ? "accuracy" : "R²";
}

static void
add_run (ChainCurvesPanel *self,
         const ChainRun   *run,
         gboolean          newest)
{
  ChainRunCurves *curves = curves_of (self, run);

  if (self->quantity == QUANTITY_GRADIENT || self->quantity == QUANTITY_RATIO)
    add_layers (self, run,
                self->quantity == QUANTITY_GRADIENT ? curves->gradients : curves->ratios, newest);
  else if (!newest)
    add_earlier (self, run, curves);
  else if (self->quantity == QUANTITY_LOSS)
    add_loss (self, curves);
  else if (self->quantity == QUANTITY_METRIC)
    add (self, curves->curves[CHAIN_RUN_CURVE_METRIC], metric_title (self),
         run->validates ? CHAIN_INK_CONTRAST : CHAIN_INK_ACCENT, STRONG, 1, FALSE);
  else
    add (self, curves->curves[CHAIN_RUN_CURVE_RATE], "learning rate", CHAIN_INK_ACCENT, STRONG, 1,
         FALSE);
}

static const ChainRun *
newest_shown (const GPtrArray *runs)
{
  for (guint i = runs->len; i > 0; i--)
    if (!((const ChainRun *) runs->pdata[i - 1])->hidden)
      return runs->pdata[i - 1];
  return NULL;
}

static gboolean
has_positive (const ChainChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];

      if (isfinite (chain_curve_extremes (series->curve, 0, G_MAXSIZE).least_positive))
        return TRUE;
    }
  return FALSE;
}

/* Earlier runs lie behind the newest, whose names come first in the legend all the same. */
static void
make_chart (ChainCurvesPanel *self)
{
  const GPtrArray *runs = chain_session_get_runs (self->session);
  const ChainRun  *newest = newest_shown (runs);
  const char      *axis = quantities[self->quantity].axis;

  self->chart = chain_chart_new ();
  for (guint i = 0; i < runs->len; i++)
    {
      const ChainRun *run = runs->pdata[i];

      if (!run->hidden && run != newest)
        add_run (self, run, FALSE);
    }
  if (newest != NULL)
    add_run (self, newest, TRUE);
  self->chart->x.title = g_strdup (self->per_epoch ? "epoch" : "step");
  self->chart->y.title = g_strdup (axis != NULL ? axis : metric_title (self));
  self->chart->x.counts = TRUE;
  self->chart->x.scale = self->log_x ? CHAIN_SCALE_LOG : CHAIN_SCALE_LINEAR;
  if (self->log_y[self->quantity] && has_positive (self->chart))
    self->chart->y.scale = CHAIN_SCALE_LOG;
  if (self->chart->series->len == 0)
    self->chart->message = g_strdup ("The curves appear here as the network trains");
  chain_chart_view_take_chart (CHAIN_CHART_VIEW (self->view), self->chart);
}

/* Curves of runs that are no more, or that were made with other settings. */
static void
forget_curves (ChainCurvesPanel *self)
{
  g_ptr_array_set_size (self->runs, 0);
}

static void
on_runs_changed (ChainCurvesPanel *self)
{
  if (chain_session_get_runs (self->session)->len == 0)
    forget_curves (self);
  make_chart (self);
}

static void
on_quantity (ChainCurvesPanel *self)
{
  self->quantity = gtk_drop_down_get_selected (self->choice);
  self->updating = TRUE;
  gtk_check_button_set_active (self->log_y_button, self->log_y[self->quantity]);
  self->updating = FALSE;
  if (self->session != NULL)
    make_chart (self);
}

static void
on_log_y (GtkCheckButton   *button,
          ChainCurvesPanel *self)
{
  if (self->updating)
    return;
  self->log_y[self->quantity] = gtk_check_button_get_active (button);
  make_chart (self);
}

static void
on_log_x (GtkCheckButton   *button,
          ChainCurvesPanel *self)
{
  self->log_x = gtk_check_button_get_active (button);
  make_chart (self);
}

static void
on_per_epoch (GtkCheckButton   *button,
              ChainCurvesPanel *self)
{
  self->per_epoch = gtk_check_button_get_active (button);
  forget_curves (self);
  make_chart (self);
}

static void
on_batches (GtkCheckButton   *button,
            ChainCurvesPanel *self)
{
  self->batches = gtk_check_button_get_active (button);
  make_chart (self);
}

static void
show_memory (ChainCurvesPanel *self)
{
  g_autofree char *text
      = self->memory > 0 ? g_strdup_printf ("Smoothed over %u steps", 1u << self->memory)
                         : g_strdup ("Not smoothed");

  gtk_label_set_text (self->memory_label, text);
}

static void
on_memory (GtkRange         *range,
           ChainCurvesPanel *self)
{
  const guint memory = (guint) lround (gtk_range_get_value (range));

  if (memory == self->memory)
    return;
  self->memory = memory;
  show_memory (self);
  forget_curves (self);
  make_chart (self);
}

static void
draw_for_file (cairo_t      *cr,
               PangoContext *context,
               double        width,
               double        height,
               gpointer      data)
{
  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_view_draw (CHAIN_CHART_VIEW (CHAIN_CURVES_PANEL (data)->view), cr, context, width,
                         height);
}

/* One row for each point of each curve that is shown. */
static char *
write_csv (gpointer data)
{
  const ChainChart *chart = CHAIN_CURVES_PANEL (data)->chart;
  GString          *csv = g_string_new (NULL);

  g_string_append_printf (csv, "curve,%s,%s\n", chart->x.title, "value");
  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];
      g_auto (GStrv)     parts = g_strsplit (series->title, "\"", -1);
      g_autofree char   *title = g_strjoinv ("\"\"", parts);

      for (gsize k = 0; k < chain_curve_length (series->curve); k++)
        {
          char x[CHAIN_NUMBER_SIZE], y[CHAIN_NUMBER_SIZE];

          g_string_append_printf (
              csv, "\"%s\",%s,%s\n", title,
              chain_number_write (g_array_index (series->curve->x, double, k), x),
              chain_number_write (g_array_index (series->curve->y, double, k), y));
        }
    }
  return g_string_free (csv, FALSE);
}

static GtkWidget *
check_new (ChainCurvesPanel *self,
           const char       *label,
           gboolean          active,
           GCallback         toggled)
{
  GtkWidget *button = gtk_check_button_new_with_label (label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), active);
  g_signal_connect (button, "toggled", toggled, self);
  return button;
}

static GtkWidget *
options_new (ChainCurvesPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *scale
      = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, MOST_MEMORY, 1);
  GtkWidget *log_y = check_new (self, "Logarithmic values", TRUE, G_CALLBACK (on_log_y));

  self->log_y_button = GTK_CHECK_BUTTON (log_y);
  self->memory_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->memory_label, 0);
  gtk_range_set_value (GTK_RANGE (scale), USUAL_MEMORY);
  gtk_widget_set_size_request (scale, 180, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Steps smoothed over", -1);
  g_signal_connect (scale, "value-changed", G_CALLBACK (on_memory), self);
  gtk_box_append (GTK_BOX (box), log_y);
  gtk_box_append (GTK_BOX (box),
                  check_new (self, "Logarithmic steps", FALSE, G_CALLBACK (on_log_x)));
  gtk_box_append (GTK_BOX (box), check_new (self, "Count epochs", FALSE, G_CALLBACK (on_per_epoch)));
  gtk_box_append (GTK_BOX (box),
                  check_new (self, "Loss of each batch", TRUE, G_CALLBACK (on_batches)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->memory_label));
  gtk_box_append (GTK_BOX (box), scale);
  return box;
}

static void
make_tools (ChainCurvesPanel *self)
{
  const char *titles[N_QUANTITIES + 1] = { NULL };
  GtkWidget  *options = gtk_menu_button_new ();
  GtkWidget  *popover = gtk_popover_new ();
  GtkWidget  *menu = chain_chart_menu_new ();

  for (guint i = 0; i < N_QUANTITIES; i++)
    titles[i] = quantities[i].title;
  self->choice = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (titles));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Curve", -1);
  g_signal_connect_swapped (self->choice, "notify::selected", G_CALLBACK (on_quantity), self);
  gtk_popover_set_child (GTK_POPOVER (popover), options_new (self));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (options), "view-list-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (options), popover);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (options), FALSE);
  chain_tooltip_set (options, "Axes and smoothing");
  gtk_accessible_update_property (GTK_ACCESSIBLE (options), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Axes and smoothing", -1);
  self->runs_menu = CHAIN_RUNS_MENU (g_object_new (CHAIN_TYPE_RUNS_MENU, NULL));
  chain_chart_menu_set_source (CHAIN_CHART_MENU (menu),
                               &(ChainChartSource){ .title = "curves",
                                                    .of = self->view,
                                                    .draw = draw_for_file,
                                                    .csv = write_csv,
                                                    .data = self });
  self->tools = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2));
  gtk_box_append (GTK_BOX (self->tools), GTK_WIDGET (self->choice));
  gtk_box_append (GTK_BOX (self->tools), GTK_WIDGET (self->runs_menu));
  gtk_box_append (GTK_BOX (self->tools), options);
  gtk_box_append (GTK_BOX (self->tools), menu);
}

static void
chain_curves_panel_dispose (GObject *object)
{
  ChainCurvesPanel *self = CHAIN_CURVES_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->choice != NULL)
    g_signal_handlers_disconnect_by_data (self->choice, self);
  self->choice = NULL;
  g_clear_pointer (&self->view, gtk_widget_unparent);
  g_clear_object (&self->tools);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_curves_panel_parent_class)->dispose (object);
}

static void
chain_curves_panel_class_init (ChainCurvesPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_curves_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_curves_panel_init (ChainCurvesPanel *self)
{
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_run_curves_free);
  self->batches = TRUE;
  self->memory = USUAL_MEMORY;
  for (guint i = 0; i < N_QUANTITIES; i++)
    self->log_y[i] = quantities[i].is_log;
  self->view = chain_chart_view_new ();
  chain_chart_view_set_zoomable (CHAIN_CHART_VIEW (self->view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Training curves", -1);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  make_tools (self);
  show_memory (self);
}

/**
 * chain_curves_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_curves_panel_set_session (ChainCurvesPanel *panel,
                                ChainSession     *session)
{
  g_return_if_fail (CHAIN_IS_CURVES_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  chain_runs_menu_set_session (panel->runs_menu, session);
  g_signal_connect_swapped (session, "training-changed", G_CALLBACK (make_chart), panel);
  g_signal_connect_swapped (session, "runs-changed", G_CALLBACK (on_runs_changed), panel);
  make_chart (panel);
}

/**
 * chain_curves_panel_get_tools:
 * @panel: a panel
 *
 * Returns: (transfer none): its controls, without a parent at first
 */
GtkWidget *
chain_curves_panel_get_tools (ChainCurvesPanel *panel)
{
  return panel->tools;
}
