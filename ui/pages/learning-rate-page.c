/* learning-rate-page.c: the range test, its curve, and the rate that is chosen from it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/pages/learning-rate-page.h"

#include "ui/paint/chart-csv.h"
#include "ui/paint/range-chart.h"
#include "ui/widgets/chart-menu.h"
#include "ui/widgets/chart-view.h"
#include "ui/widgets/number-entry.h"
#include "ui/widgets/range-list.h"
#include "ui/widgets/rates-panel.h"
#include "ui/widgets/schedule-panel.h"
#include "ui/widgets/side-layout.h"
#include "ui/widgets/suggestion-row.h"
#include "ui/widgets/sweep-panel.h"
#include "ui/widgets/template.h"

#include <math.h>

#define SHOWN_DIGITS 3 /* significant, of a learning rate */

struct _ChainLearningRatePage
{
  GtkWidget parent_instance;

  ChainNumberEntry *from;
  ChainNumberEntry *to;
  GtkSpinButton    *iterations;
  GtkLabel         *mistake;
  GtkButton        *run;
  GtkBox           *suggestions;
  GtkLabel         *current;
  GtkLabel         *status;
  GtkWidget        *undo;
  ChainChartView   *chart;
  ChainChartMenu   *menu;
  ChainRangeList   *earlier;

  ChainSchedulePanel *schedule;
  ChainRatesPanel    *rates;
  ChainSweepPanel    *sweep;

  ChainSession       *session;  /* owned; NULL before it is set */
  ChainLrRangeOptions tested;   /* of the curve that is shown */
  double              chosen;   /* the rate last chosen here; NaN once another one is in use */
  double              replaced; /* the one it took the place of */
  double              seen;     /* the one in use when the curve was last shown */
  gboolean            testing;  /* as last seen */
  gboolean            updating;
};

G_DEFINE_FINAL_TYPE (ChainLearningRatePage, chain_learning_rate_page, GTK_TYPE_WIDGET)

static double
current_rate (ChainLearningRatePage *self)
{
  return chain_session_get_project (self->session)->training.learning_rate;
}

/* What the fields say; FALSE with the mistake in words where that is no range. */
static gboolean
read_options (ChainLearningRatePage *self, ChainLrRangeOptions *options, const char **mistake)
{
  *mistake = NULL;
  options->from = chain_number_entry_get_value (self->from);
  options->to = chain_number_entry_get_value (self->to);
  options->iterations = (guint) gtk_spin_button_get_value_as_int (self->iterations);
  if (!chain_number_entry_get_valid (self->from))
    *mistake = "From: expected a positive number, such as 1e-5.";
  else if (!chain_number_entry_get_valid (self->to))
    *mistake = "To: expected a positive number, such as 10.";
  else if (options->from >= options->to)
    *mistake = "“To” has to be larger than “From”.";
  return *mistake == NULL;
}

static void
show_options (ChainLearningRatePage *self)
{
  const ChainLrRangeOptions *options = chain_session_get_range_options (self->session);

  self->updating = TRUE;
  chain_number_entry_set_value (self->from, options->from);
  chain_number_entry_set_value (self->to, options->to);
  gtk_spin_button_set_value (self->iterations, options->iterations);
  self->updating = FALSE;
}

static void
show_controls (ChainLearningRatePage *self)
{
  const gboolean      testing = chain_session_get_testing_range (self->session);
  const gboolean      ready = chain_session_get_stepper (self->session) != NULL;
  ChainLrRangeOptions options;
  const char         *mistake;
  const gboolean      valid = read_options (self, &options, &mistake);

  gtk_label_set_text (self->mistake, valid ? "" : mistake);
  gtk_widget_set_visible (GTK_WIDGET (self->mistake), !valid);
  gtk_widget_set_sensitive (GTK_WIDGET (self->run), testing || (valid && ready));
  /* One button, so that the keyboard focus stays on it. */
  gtk_button_set_label (self->run, testing ? "Stop" : "Run range test");
  if (testing)
    gtk_widget_remove_css_class (GTK_WIDGET (self->run), "suggested-action");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->run), "suggested-action");
}

static char *
describe_test (ChainLearningRatePage *self)
{
  const ChainLrRange *range = chain_session_get_range (self->session);
  const gboolean      testing = chain_session_get_testing_range (self->session);
  const char         *problem = chain_session_get_problem (self->session);
  const char         *message = chain_session_get_range_message (self->session);
  const guint         n = range != NULL ? range->loss->len : 0;
  char                rate[CHAIN_NUMBER_SIZE];

  if (problem != NULL)
    return g_strdup ("The data and the network do not fit together yet.");
  if (message != NULL)
    return g_strdup (message);
  if (testing)
    return g_strdup_printf ("Testing: iteration %u of %u", n, self->tested.iterations);
  if (n == 0)
    return g_strdup ("Run the test, then click the curve or a suggestion to use a rate.");
  chain_number_show (g_array_index (range->learning_rate, double, n - 1), SHOWN_DIGITS, rate);
  if (range->diverged)
    return g_strdup_printf ("The loss diverged at %s, after %u of %u iterations.", rate, n,
                            self->tested.iterations);
  if (n < self->tested.iterations)
    return g_strdup_printf ("Stopped at %s, after %u of %u iterations.", rate, n,
                            self->tested.iterations);
  return g_strdup_printf ("%u iterations. Click the curve or a suggestion to use a rate.", n);
}

static void
show_status (ChainLearningRatePage *self)
{
  const double     rate = current_rate (self);
  char             shown[CHAIN_NUMBER_SIZE];
  char             replaced[CHAIN_NUMBER_SIZE];
  g_autofree char *current = NULL;
  g_autofree char *status = NULL;

  chain_number_show (rate, SHOWN_DIGITS, shown);
  current = g_strdup_printf ("Learning rate %s", shown);
  if (rate != self->chosen)
    self->chosen = NAN;
  if (isnan (self->chosen))
    status = describe_test (self);
  else
    status = g_strdup_printf ("Learning rate is now %s; it was %s.", shown,
                              chain_number_show (self->replaced, SHOWN_DIGITS, replaced));
  gtk_label_set_text (self->current, current);
  gtk_label_set_text (self->status, status);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), status);
  gtk_widget_set_visible (self->undo, !isnan (self->chosen) &&
                                          g_strcmp0 (chain_session_get_undo_label (self->session),
                                                     CHAIN_EDIT_LEARNING_RATE) == 0);
}

static void
show_suggestions (ChainLearningRatePage *self)
{
  const ChainLrRange *range = chain_session_get_range (self->session);
  const gboolean      finished = range != NULL && !chain_session_get_testing_range (self->session);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      ChainSuggestionRow *row = CHAIN_SUGGESTION_ROW (child);
      const ChainLrRule  *rule = chain_suggestion_row_get_rule (row);
      g_autofree char    *reason = chain_session_get_range_reason (self->session, rule);
      double              rate = NAN;

      if (!finished || !chain_session_get_range_suggestion (self->session, rule, &rate))
        rate = NAN;
      chain_suggestion_row_set_reason (row, reason);
      chain_suggestion_row_set_rate (row, rate, rate == current_rate (self));
    }
}

static ChainChart *
chart_of (ChainLearningRatePage *self)
{
  const GPtrArray *tests = chain_session_get_range_tests (self->session);
  ChainChart      *chart
    = chain_range_chart_new (chain_session_get_range (self->session), &self->tested,
                             current_rate (self), !chain_session_get_testing_range (self->session));
  guint            age = 0;

  for (guint i = tests->len; i > 0; i--)
    {
      const ChainRangeTest *test = g_ptr_array_index (tests, i - 1);

      if (test->range != NULL && !test->hidden)
        chain_range_chart_add_earlier (chart, test->name, test->range, age++);
    }
  return chart;
}

static void
draw_picture (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  g_autoptr (ChainChart) chart = chart_of (data);

  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_draw (chart, cr, context, width, height, &chain_palette_light, -1);
}

static char *
write_csv (gpointer data)
{
  g_autoptr (ChainChart) chart = chart_of (data);

  return chain_chart_csv (chart);
}

static void
show_chart (ChainLearningRatePage *self)
{
  const ChainLrRange *range = chain_session_get_range (self->session);
  const guint         n = range != NULL ? range->loss->len : 0;
  const char         *problem = chain_session_get_problem (self->session);
  g_autofree char    *description = g_strdup_printf ("%u iterations recorded", n);
  ChainChart         *chart = chart_of (self);

  if (problem != NULL)
    {
      g_free (chart->message);
      chart->message = g_strdup (problem);
    }
  chain_chart_view_take_chart (self->chart, chart);
  chain_chart_view_set_pickable (self->chart, n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Loss against learning rate", GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

/* The fields may change while a test runs or its curve is shown: they are for the next one. */
static void
remember_options (ChainLearningRatePage *self)
{
  const gboolean testing = chain_session_get_testing_range (self->session);

  if ((testing && !self->testing) || chain_session_get_range (self->session) == NULL)
    self->tested = *chain_session_get_range_options (self->session);
  if (testing)
    self->seen = current_rate (self);
  self->testing = testing;
}

/* Only a rate that was chosen from the curve changes the rate and keeps the curve. */
static void
notice_choice (ChainLearningRatePage *self)
{
  const double rate = current_rate (self);

  if (chain_session_get_range (self->session) == NULL)
    return;
  if (rate != self->seen)
    {
      self->chosen = rate;
      self->replaced = self->seen;
    }
  self->seen = rate;
}

static void
update (ChainLearningRatePage *self)
{
  if (chain_session_get_project (self->session) == NULL)
    return;
  remember_options (self);
  notice_choice (self);
  show_controls (self);
  show_status (self);
  show_suggestions (self);
  show_chart (self);
}

static void
on_options_changed (ChainLearningRatePage *self)
{
  ChainLrRangeOptions options;
  const char         *mistake;

  if (self->updating || self->session == NULL)
    return;
  if (read_options (self, &options, &mistake))
    chain_session_set_range_options (self->session, &options);
  show_controls (self);
}

static void
show_error (ChainLearningRatePage *self, const GError *error)
{
  gtk_label_set_text (self->mistake, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->mistake), TRUE);
}

static void
on_run (ChainLearningRatePage *self)
{
  g_autoptr (GError) error = NULL;
  ChainLrRangeOptions options;
  const char         *mistake;

  if (self->session == NULL || chain_session_get_testing_range (self->session) ||
      !read_options (self, &options, &mistake))
    return;
  self->chosen = NAN;
  if (!chain_session_test_range (self->session, &options, &error))
    show_error (self, error);
}

static void
on_run_clicked (ChainLearningRatePage *self)
{
  if (chain_session_get_testing_range (self->session))
    chain_session_stop_range_test (self->session);
  else
    on_run (self);
}

static void
use_rate (ChainLearningRatePage *self, double rate)
{
  g_autoptr (GError) error = NULL;

  if (rate != current_rate (self) && !chain_session_use_learning_rate (self->session, rate, &error))
    show_error (self, error);
}

static void
on_picked (ChainLearningRatePage *self, double x)
{
  if (self->session != NULL && isfinite (x) && x > 0)
    use_rate (self, x);
}

static void
chain_learning_rate_page_dispose (GObject *object)
{
  ChainLearningRatePage *self = CHAIN_LEARNING_RATE_PAGE (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_LEARNING_RATE_PAGE);
  G_OBJECT_CLASS (chain_learning_rate_page_parent_class)->dispose (object);
}

static void
chain_learning_rate_page_class_init (ChainLearningRatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_learning_rate_page_dispose;
  g_type_ensure (CHAIN_TYPE_CHART_MENU);
  g_type_ensure (CHAIN_TYPE_CHART_VIEW);
  g_type_ensure (CHAIN_TYPE_NUMBER_ENTRY);
  g_type_ensure (CHAIN_TYPE_RANGE_LIST);
  g_type_ensure (CHAIN_TYPE_RATES_PANEL);
  g_type_ensure (CHAIN_TYPE_SCHEDULE_PANEL);
  g_type_ensure (CHAIN_TYPE_SIDE_LAYOUT);
  g_type_ensure (CHAIN_TYPE_SWEEP_PANEL);
  gtk_widget_class_set_css_name (widget_class, "learning-rate-page");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/learning-rate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, from);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, to);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, iterations);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, mistake);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, run);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, suggestions);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, current);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, status);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, undo);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, chart);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, menu);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, earlier);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, schedule);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, rates);
  gtk_widget_class_bind_template_child (widget_class, ChainLearningRatePage, sweep);
  gtk_widget_class_bind_template_callback (widget_class, on_options_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, on_run_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
}

static void
chain_learning_rate_page_init (ChainLearningRatePage *self)
{
  self->chosen = NAN;
  self->seen = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  chain_chart_menu_set_source (self->menu, &(ChainChartSource){
                                             .title = "range test",
                                             .of = GTK_WIDGET (self->chart),
                                             .draw = draw_picture,
                                             .csv = write_csv,
                                             .data = self,
                                           });
  for (guint i = 0; chain_lr_rules[i] != NULL; i++)
    {
      GtkWidget *row = chain_suggestion_row_new (chain_lr_rules[i]);

      g_signal_connect_swapped (row, "used", G_CALLBACK (use_rate), self);
      gtk_box_append (self->suggestions, row);
    }
}

/**
 * chain_learning_rate_page_set_session:
 * @page: the page
 * @session: the session it tests and edits
 */
void
chain_learning_rate_page_set_session (ChainLearningRatePage *page, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_LEARNING_RATE_PAGE (page));

  if (page->session != NULL)
    g_signal_handlers_disconnect_by_data (page->session, page);
  g_set_object (&page->session, session);
  chain_range_list_set_session (page->earlier, session);
  chain_schedule_panel_set_session (page->schedule, session);
  chain_rates_panel_set_session (page->rates, session);
  chain_sweep_panel_set_session (page->sweep, session);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "range-changed", G_CALLBACK (update), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::testing-range", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  show_options (page);
  update (page);
}
