/* sweep.c: tests of sweeps: their settings and values, that a cell is the very run it stands for,
 * on any number of threads, divergence, medians, cancelling.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

#define LAYERS "6 tanh, 4 tanh, 1 linear"

typedef struct
{
  ChainNetwork        *network;
  ChainDataset        *dataset;
  ChainTrainingOptions training;
  ChainSweepOptions    options;
} Setup;

static void
set_up (Setup *setup, gconstpointer validation)
{
  setup->dataset = fixture_waves (validation != NULL ? 0.25 : 0);
  setup->network = fixture_network (LAYERS, 2, NULL);
  chain_training_options_init (&setup->training);
  setup->training.batch_size = 8;
  chain_sweep_options_init (&setup->options);
  setup->options.epochs = 4;
}

static void
tear_down (Setup *setup, gconstpointer data)
{
  chain_network_free (setup->network);
  chain_dataset_unref (setup->dataset);
}

static ChainSweep *
run_sweep (Setup *setup, const char *x, const char *y)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (ChainSweepAxis) first = chain_sweep_axis_parse (x, &error);
  g_autoptr (ChainSweepAxis) second = y != NULL ? chain_sweep_axis_parse (y, &error) : NULL;
  ChainSweep *sweep;

  g_assert_no_error (error);
  sweep = chain_sweep_new (setup->network, &setup->training, setup->dataset, first, second,
                           &setup->options, &error);
  g_assert_no_error (error);
  g_assert_true (chain_sweep_run (sweep, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (chain_sweep_runs_done (sweep), ==, chain_sweep_n_runs (sweep));
  g_assert_false (chain_sweep_is_running (sweep));
  return sweep;
}

static void
test_values (void)
{
  static const struct
  {
    const char *text;
    double      values[6];
    guint       n;
  } cases[] = {
    { "learning_rate=1e-4:1:5", { 1e-4, 1e-3, 1e-2, 1e-1, 1 }, 5 },
    { "learning_rate=0.3", { 0.3 }, 1 },
    { "learning_rate=1:0.01:3", { 1, 0.1, 0.01 }, 3 },
    { "batch_size=1:8:4", { 1, 2, 4, 8 }, 4 },
    { "batch_size=1:3:6", { 1, 2, 3 }, 3 },
    { "units[2]= 2, 4 ,2", { 2, 4 }, 2 },
    { "layers=0,1,2", { 0, 1, 2 }, 3 },
    { "l2=0:0.2:3", { 0, 0.1, 0.2 }, 3 },
    { "optimizer=adam,sgd", { 3, 0 }, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)         error = NULL;
      g_autoptr (ChainSweepAxis) axis = chain_sweep_axis_parse (cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_no_error (error);
      g_assert_cmpuint (axis->values->len, ==, cases[i].n);
      for (guint k = 0; k < cases[i].n; k++)
        g_assert_cmpfloat_with_epsilon (chain_sweep_axis_value (axis, k), cases[i].values[k],
                                        1e-12 * cases[i].values[k] + 1e-300);
    }
}

static void
test_wrong_values (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "learning_rate", "expected SETTING=VALUES, such as learning_rate=1e-4:1:9, got learning_rate" },
    { "speed=1", "expected one of learning_rate, units, layers, batch_size, activation, optimizer, "
                 "l2, dropout, seed, got speed" },
    { "learning_rate=0", "learning_rate: expected a number from 1e-12 to 1000000, got 0" },
    { "units=2,,4", "units: expected a whole number from 1 to 100000, got nothing" },
    { "units=2.5", "units: expected a whole number from 1 to 100000, got 2.5" },
    { "units=1:9", "units: expected FROM:TO:COUNT or values with commas between, with a count from "
                   "2 to 100" },
    { "units=1:9:101", "units: expected FROM:TO:COUNT or values with commas between, with a count "
                       "from 2 to 100" },
    { "units[0]=4", "units: expected the number of a layer in brackets, got [0]" },
    { "batch_size[1]=4", "batch_size: it is not a matter of single layers, got [1]" },
    { "dropout=1", "dropout: expected a number from 0 to 0.99, got 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (chain_sweep_axis_parse (cases[i].text, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

/* What every setting reads is what it applied, and the values it begins with are allowed. */
static void
test_settings (void)
{
  for (guint i = 0; chain_sweep_settings[i] != NULL; i++)
    {
      const ChainSweepSetting   *setting = chain_sweep_settings[i];
      g_autoptr (ChainNetwork)   network = fixture_network (LAYERS, 2, NULL);
      g_autoptr (GError)         error = NULL;
      g_autoptr (ChainSweepAxis) axis
        = chain_sweep_axis_parse_values (setting, 0, setting->usual, &error);
      ChainTrainingOptions       training;

      g_assert_no_error (error);
      g_assert_true (chain_sweep_setting_find (setting->name) == setting);
      g_assert_true (chain_sweep_setting_applies (setting, 0, network, &error));
      chain_training_options_init (&training);
      for (guint k = 0; k < axis->values->len; k++)
        {
          const double value = chain_sweep_axis_value (axis, k);

          setting->apply (network, &training, 0, value);
          g_assert_cmpfloat (setting->read (network, &training, 0), ==, value);
        }
      if (!setting->per_layer)
        continue;
      setting->apply (network, &training, 2, chain_sweep_axis_value (axis, 0));
      g_assert_cmpfloat (setting->read (network, &training, 2), ==,
                         chain_sweep_axis_value (axis, 0));
      g_assert_cmpfloat (setting->read (network, &training, 1), ==,
                         chain_sweep_axis_value (axis, axis->values->len - 1));
    }
}

/* A network without hidden layers has no units to vary; the same setting twice is no grid. */
static void
test_refused (Setup *setup, gconstpointer data)
{
  static const struct
  {
    const char *layers, *x, *y, *message;
  } cases[] = {
    { "1 linear", "units=2,4", NULL,
      "units: expected a network with a hidden layer, this one has none" },
    { LAYERS, "units[3]=2,4", NULL, "units: expected a layer from 1 to 2, got 3" },
    { LAYERS, "l2[4]=0", NULL, "l2: expected a layer from 1 to 3, got 4" },
    { LAYERS, "units=2,4", "units[1]=2", "sweep: expected two different settings, got units twice" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)         error = NULL;
      g_autoptr (ChainNetwork)   network = fixture_network (cases[i].layers, 2, NULL);
      g_autoptr (ChainSweepAxis) x = chain_sweep_axis_parse (cases[i].x, NULL);
      g_autoptr (ChainSweepAxis) y
        = cases[i].y != NULL ? chain_sweep_axis_parse (cases[i].y, NULL) : NULL;

      g_assert_null (chain_sweep_new (network, &setup->training, setup->dataset, x, y,
                                      &setup->options, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

/* Loss of the data alone after the epochs, with a trainer of its own. */
static double
trained_loss (Setup *setup, const ChainNetwork *network, const ChainTrainingOptions *training)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainNetwork) trained = chain_network_copy (network);
  g_autoptr (ChainTrainer) trainer = chain_trainer_new (network, training, setup->dataset, &error);
  g_autoptr (ChainMetrics) metrics = NULL;

  g_assert_no_error (error);
  g_assert_true (chain_trainer_run (trainer, setup->options.epochs, NULL, NULL, NULL, &error));
  chain_trainer_save_weights (trainer, trained);
  for (guint i = 0; i < chain_network_n_layers (trained); i++)
    chain_network_layer (trained, i)->l2 = 0;
  metrics = chain_evaluate (trained, training->loss, training->loss_parameters, setup->dataset,
                            setup->dataset->training_rows, setup->dataset->n_training_rows, NULL,
                            &error);
  g_assert_no_error (error);
  return metrics->loss;
}

/* Each cell is the run one gets by setting its values by hand. */
static void
test_cells (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = run_sweep (setup, "learning_rate=0.01,0.1", "l2=0,0.01,0.1");

  g_assert_cmpuint (chain_sweep_n_cells (sweep), ==, 6);
  g_assert_false (chain_sweep_draws_weights (sweep));
  for (guint y = 0; y < 3; y++)
    for (guint x = 0; x < 2; x++)
      {
        g_autoptr (ChainNetwork) network = chain_network_copy (setup->network);
        ChainTrainingOptions     training = setup->training;
        ChainSweepCell           cell;

        training.learning_rate = chain_sweep_axis_value (chain_sweep_axis (sweep, 0), x);
        for (guint i = 0; i < 3; i++)
          chain_network_layer (network, i)->l2
            = chain_sweep_axis_value (chain_sweep_axis (sweep, 1), y);
        chain_sweep_get_cell (sweep, chain_sweep_cell_at (sweep, x, y), &cell);
        g_assert_cmpuint (cell.done, ==, 1);
        g_assert_cmpfloat (cell.training_loss, ==, trained_loss (setup, network, &training));
        g_assert_cmpfloat (chain_sweep_cell_loss (sweep, &cell), ==, cell.training_loss);
      }
}

/* Other widths start from new weights of their own; the run can be repeated from prepare(). */
static void
test_widths (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = run_sweep (setup, "units=3,6", "learning_rate=0.05");
  ChainSweepCell         cell;

  g_assert_true (chain_sweep_draws_weights (sweep));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChainNetwork) network = chain_network_copy (setup->network);
      ChainTrainingOptions     training = setup->training;

      chain_sweep_prepare (sweep, i, 0, network, &training);
      g_assert_cmpuint (chain_network_layer (network, 0)->units, ==, i == 0 ? 3 : 6);
      g_assert_cmpuint (chain_network_layer (network, 1)->kernel->rows, ==, i == 0 ? 3 : 6);
      g_assert_cmpuint (chain_network_n_outputs (network), ==, 1);
      chain_sweep_get_cell (sweep, i, &cell);
      g_assert_cmpfloat (cell.training_loss, ==, trained_loss (setup, network, &training));
    }
}

static void
assert_same (ChainSweep *sweep, ChainSweep *other)
{
  g_autofree char *csv = chain_sweep_csv (sweep);
  g_autofree char *other_csv = chain_sweep_csv (other);

  g_assert_cmpstr (csv, ==, other_csv);
  for (guint i = 0; i < chain_sweep_n_runs (sweep); i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      g_auto (ChainSweepRun) same = { 0 };

      chain_sweep_get_run (sweep, i, &run);
      chain_sweep_get_run (other, i, &same);
      g_assert_cmpmem (run.steps->data, run.steps->len * sizeof (ChainHistoryStep),
                       same.steps->data, same.steps->len * sizeof (ChainHistoryStep));
    }
}

/* The numbers are the same on one thread and on many, to the last bit. */
static void
test_threads (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) one = NULL;

  setup->options.curves = TRUE;
  setup->options.seeds = 2;
  setup->options.n_threads = 1;
  one = run_sweep (setup, "learning_rate=1e-3:0.3:4", "units=2,5,40");
  for (guint n = 2; n <= 5; n += 3)
    {
      g_autoptr (ChainSweep) many = NULL;

      setup->options.n_threads = n;
      many = run_sweep (setup, "learning_rate=1e-3:0.3:4", "units=2,5,40");
      assert_same (one, many);
    }
}

/* A curve has every step and epoch, and begins alike for all rates. */
static void
test_curves (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = NULL;
  double                 first = NAN;

  setup->options.curves = TRUE;
  sweep = run_sweep (setup, "learning_rate=0.001:0.1:3", NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      const ChainHistoryStep *step;

      chain_sweep_get_run (sweep, i, &run);
      g_assert_cmpint (run.status, ==, CHAIN_SWEEP_DONE);
      g_assert_cmpuint (run.epochs->len, ==, 4);
      g_assert_cmpuint (run.epochs_done, ==, 4);
      g_assert_cmpuint (run.steps->len, ==, 4 * ((setup->dataset->n_training_rows + 7) / 8));
      step = &g_array_index (run.steps, ChainHistoryStep, 0);
      g_assert_true (isnan (first) || step->loss == first);
      g_assert_cmpfloat (step->learning_rate, ==,
                         chain_sweep_axis_value (chain_sweep_axis (sweep, 0), i));
      first = step->loss;
    }
}

/* A run that leaves the numbers says so and is no candidate; one that blows up likewise. */
static void
test_diverged (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = run_sweep (setup, "learning_rate=0.01,1,1e6", NULL);
  guint                  best;
  gboolean               told = FALSE;

  g_assert_true (chain_sweep_best (sweep, &best));
  g_assert_cmpuint (best, !=, 2);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      ChainSweepCell         cell;

      chain_sweep_get_run (sweep, i, &run);
      chain_sweep_get_cell (sweep, i, &cell);
      g_assert_cmpuint (cell.diverged, ==, run.status == CHAIN_SWEEP_DIVERGED);
      g_assert_cmpint (isnan (cell.training_loss), ==, cell.diverged);
      g_assert_cmpint (run.message != NULL, ==, cell.diverged);
      told = told || run.message != NULL;
    }
  g_assert_true (told);
}

/* Several seeds: the median of runs whose weights and orders are those of the seeds. */
static void
test_seeds (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = NULL;
  ChainSweepCell         cell;
  double                 losses[3];
  guint                  above = 0, below = 0;

  setup->options.seeds = 3;
  sweep = run_sweep (setup, "learning_rate=0.05,0.1", NULL);
  g_assert_cmpuint (chain_sweep_n_runs (sweep), ==, 6);
  chain_sweep_get_cell (sweep, 1, &cell);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ChainNetwork) network = chain_network_copy (setup->network);
      g_auto (ChainSweepRun)   run = { 0 };
      ChainTrainingOptions     training = setup->training;

      chain_sweep_prepare (sweep, 1, i, network, &training);
      g_assert_cmpuint (network->seed, ==, setup->network->seed + i);
      g_assert_cmpuint (training.seed, ==, setup->training.seed + i);
      chain_sweep_get_run (sweep, 3 + i, &run);
      losses[i] = run.training_loss;
      g_assert_cmpfloat (losses[i], ==, trained_loss (setup, network, &training));
      above += losses[i] > cell.training_loss;
      below += losses[i] < cell.training_loss;
    }
  g_assert_cmpuint (above, ==, 1);
  g_assert_cmpuint (below, ==, 1);
}

/* With validation rows these judge. */
static void
test_validation (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweep) sweep = run_sweep (setup, "learning_rate=0.01,0.1", NULL);
  g_autofree char       *csv = chain_sweep_csv (sweep);
  ChainSweepCell         cell;

  g_assert_true (chain_sweep_validates (sweep));
  chain_sweep_get_cell (sweep, 0, &cell);
  g_assert_cmpfloat (cell.validation_loss, !=, cell.training_loss);
  g_assert_cmpfloat (chain_sweep_cell_loss (sweep, &cell), ==, cell.validation_loss);
  g_assert_true (g_str_has_prefix (csv, "learning_rate,loss,val_loss,metric,diverged\n0.01,"));
}

/* Cancelled at once, it lets go although a run would take hours. */
static void
test_cancel (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweepAxis) axis = chain_sweep_axis_parse ("learning_rate=0.01,0.1,0.2", NULL);
  g_autoptr (GError)         error = NULL;
  g_autoptr (ChainSweep)     sweep = NULL;
  const gint64               end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  setup->options.epochs = 100000000;
  setup->options.n_threads = 2;
  sweep = chain_sweep_new (setup->network, &setup->training, setup->dataset, axis, NULL,
                           &setup->options, &error);
  g_assert_no_error (error);
  chain_sweep_start (sweep);
  g_assert_true (chain_sweep_is_running (sweep));
  chain_sweep_cancel (sweep);
  while (chain_sweep_is_running (sweep) && g_get_monotonic_time () < end)
    g_usleep (1000);
  g_assert_false (chain_sweep_is_running (sweep));
  g_assert_cmpuint (chain_sweep_runs_done (sweep), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ChainSweepRun) run = { 0 };

      chain_sweep_get_run (sweep, i, &run);
      g_assert_cmpint (run.status, ==, CHAIN_SWEEP_WAITING);
    }
}

static void
add (const char *path, gconstpointer validation, void (*test) (Setup *, gconstpointer))
{
  g_test_add (path, Setup, validation, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/sweep/values", test_values);
  g_test_add_func ("/engine/sweep/wrong-values", test_wrong_values);
  g_test_add_func ("/engine/sweep/settings", test_settings);
  add ("/engine/sweep/refused", NULL, test_refused);
  add ("/engine/sweep/cells", NULL, test_cells);
  add ("/engine/sweep/widths", NULL, test_widths);
  add ("/engine/sweep/threads", NULL, test_threads);
  add ("/engine/sweep/curves", NULL, test_curves);
  add ("/engine/sweep/diverged", NULL, test_diverged);
  add ("/engine/sweep/seeds", NULL, test_seeds);
  add ("/engine/sweep/validation", "validation", test_validation);
  add ("/engine/sweep/cancel", NULL, test_cancel);
  return g_test_run ();
}
