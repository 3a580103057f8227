/* training-state.c: tests that a run which was stopped and goes on ends with the same bits as one
 * that was not, for every optimizer and every schedule, in memory and through the project file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <string.h>

#define EPOCHS 4

/* A small net with everything that draws: 50 rows in shuffled batches of 8, and dropout. */
static ChainProject *
project_for (const ChainOptimizer *optimizer, double momentum, const ChainSchedule *schedule)
{
  ChainProject *project = chain_project_new_for_sample ("iris");

  chain_training_options_set_optimizer (&project->training, optimizer);
  chain_training_options_set_schedule (&project->training, schedule);
  for (guint i = 0; i < chain_parameters_count (optimizer->parameters); i++)
    if (g_str_equal (optimizer->parameters[i].name, "momentum"))
      project->training.optimizer_parameters[i] = momentum;
  project->training.learning_rate = 0.01;
  project->training.batch_size = 32;
  project->training.epochs = EPOCHS;
  chain_network_layer (project->network, 0)->dropout = 0.2;
  return project;
}

static ChainTrainer *
trainer_for (ChainProject *project)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
  ChainTrainer            *trainer;

  g_assert_no_error (error);
  trainer = chain_trainer_new (project->network, &project->training, dataset, &error);
  g_assert_no_error (error);
  return trainer;
}

static void
assert_same_weights (const ChainNetwork *network, const ChainNetwork *other)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainTensor *kernel = chain_network_layer (network, i)->kernel;
      const ChainTensor *bias = chain_network_layer (network, i)->bias;
      const gsize        n_kernel = chain_tensor_size (kernel) * sizeof (double);
      const gsize        n_bias = chain_tensor_size (bias) * sizeof (double);

      g_assert_cmpmem (kernel->values, n_kernel,
                       chain_network_layer (other, i)->kernel->values, n_kernel);
      g_assert_cmpmem (bias->values, n_bias, chain_network_layer (other, i)->bias->values, n_bias);
    }
}

/* Saves the project with what the trainer has reached, and reads it again. */
static ChainProject *
through_file (ChainProject *project, ChainTrainer *trainer)
{
  g_autofree char      *path = fixture_scratch ("paused.chainrule");
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)    error = NULL;
  ChainProject         *read;

  chain_trainer_save_weights (trainer, project->network);
  chain_project_set_paused (project, chain_trainer_save_state (trainer));
  chain_project_save (project, path, &error);
  g_assert_no_error (error);
  read = chain_project_load (path, warnings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (warnings->len, ==, 0);
  return read;
}

static gboolean
stop (guint epochs_done, guint epochs_planned, gpointer data)
{
  return FALSE;
}

/* In one go; stopped after an epoch, asked for fewer epochs, and finished from files. */
static void
check_run (const ChainOptimizer *optimizer, double momentum, const ChainSchedule *schedule)
{
  g_autoptr (ChainProject) whole = project_for (optimizer, momentum, schedule);
  g_autoptr (ChainProject) first = project_for (optimizer, momentum, schedule);
  g_autoptr (ChainProject) second = NULL;
  g_autoptr (ChainProject) third = NULL;
  g_autoptr (ChainTrainer) in_one_go = trainer_for (whole);
  g_autoptr (ChainTrainer) stopped = trainer_for (first);
  g_autoptr (ChainTrainer) continued = NULL;
  g_autoptr (ChainTrainer) finished = NULL;

  g_test_message ("%s, momentum %g, %s", optimizer->name, momentum, schedule->name);
  g_assert_true (chain_trainer_run (in_one_go, EPOCHS, NULL, NULL, NULL, NULL));
  g_assert_false (chain_trainer_run (stopped, EPOCHS, NULL, stop, NULL, NULL));

  second = through_file (first, stopped);
  continued = trainer_for (second);
  g_assert_nonnull (chain_project_paused (second));
  g_assert_true (chain_trainer_resume (continued, chain_project_paused (second)));
  g_assert_true (chain_trainer_run (continued, 2, NULL, NULL, NULL, NULL));

  third = through_file (second, continued);
  finished = trainer_for (third);
  g_assert_true (chain_trainer_resume (finished, chain_project_paused (third)));
  g_assert_true (chain_trainer_run (finished, EPOCHS - 3, NULL, NULL, NULL, NULL));

  chain_trainer_save_weights (in_one_go, whole->network);
  chain_trainer_save_weights (finished, third->network);
  assert_same_weights (whole->network, third->network);
}

static void
test_optimizers (void)
{
  const ChainSchedule *schedule = chain_schedule_find ("constant");

  for (const ChainOptimizer *const *optimizer = chain_optimizers; *optimizer != NULL; optimizer++)
    {
      check_run (*optimizer, 0, schedule);
      check_run (*optimizer, 0.9, schedule);
    }
}

static void
test_schedules (void)
{
  for (const ChainSchedule *const *schedule = chain_schedules; *schedule != NULL; schedule++)
    check_run (chain_optimizer_find ("adam"), 0, *schedule);
}

/* Twice the same; and in the middle of an epoch, by hand. */
static void
test_middle_of_epoch (void)
{
  const ChainSchedule *schedule = chain_schedule_find ("exponential");

  for (const ChainOptimizer *const *optimizer = chain_optimizers; *optimizer != NULL; optimizer++)
    {
      g_autoptr (ChainProject)       project = project_for (*optimizer, 0.5, schedule);
      g_autoptr (ChainDataset)       dataset = chain_project_open_data (project, NULL, NULL);
      g_autoptr (ChainIteration)     whole = NULL;
      g_autoptr (ChainIteration)     again = NULL;
      g_autoptr (ChainIteration)     rest = NULL;
      g_autoptr (ChainTrainingState) state = NULL;
      g_autofree double             *values = NULL;
      g_autofree double             *end = NULL;

      whole = chain_iteration_new (project->network, &project->training, dataset, NULL);
      again = chain_iteration_new (project->network, &project->training, dataset, NULL);
      for (guint i = 0; i < 11; i++)
        {
          g_assert_cmpfloat (chain_iteration_run (whole), ==, chain_iteration_run (again));
          if (i != 6)
            continue;
          state = chain_training_state_of (again);
          chain_iteration_save_weights (again, project->network);
          rest = chain_iteration_new (project->network, &project->training, dataset, NULL);
          g_assert_true (chain_training_state_is_needed (state, again));
          g_assert_true (chain_training_state_apply (state, rest));
        }
      while (rest->t < whole->t)
        chain_iteration_run (rest);
      values = chain_iteration_save_state (rest);
      end = chain_iteration_save_state (whole);
      g_assert_cmpmem (values, chain_iteration_state_size (rest) * sizeof (double), end,
                       chain_iteration_state_size (whole) * sizeof (double));
    }
}

#define MOST_EPOCHS 300

static ChainProject *
stopping_project (gboolean restore, double validation_fraction)
{
  ChainProject *project
    = project_for (chain_optimizer_find ("adam"), 0, chain_schedule_find ("constant"));

  project->training.early_stopping = (ChainEarlyStoppingOptions){ TRUE, 4, 0.001, restore };
  project->training.batch_size = 8;
  project->data.validation_fraction = validation_fraction;
  return project;
}

/* Goes on from the file until early stopping ends it: where and as `whole` was ended. */
static void
check_stopped (ChainProject *project, ChainTrainer *stopped, ChainTrainer *whole)
{
  g_autoptr (ChainProject)         paused = through_file (project, stopped);
  g_autoptr (ChainTrainer)         rest = trainer_for (paused);
  g_autoptr (ChainTrainerSnapshot) expected = chain_trainer_snapshot (whole, 0, 0);
  g_autoptr (ChainTrainerSnapshot) got = NULL;
  const gsize size = chain_iteration_state_size (chain_trainer_iteration (whole));

  g_assert_nonnull (chain_project_paused (paused));
  g_assert_true (chain_trainer_resume (rest, chain_project_paused (paused)));
  g_assert_true (chain_trainer_run (rest, MOST_EPOCHS, NULL, NULL, NULL, NULL));
  got = chain_trainer_snapshot (rest, 0, 0);
  g_assert_cmpuint (got->t, ==, expected->t);
  g_assert_cmpstr (got->message, ==, expected->message);
  g_assert_cmpmem (got->state, size * sizeof (double), expected->state, size * sizeof (double));
}

/* Stopped after each of its epochs but the last, so that it waits for all lengths. */
static void
check_each_epoch (gboolean restore, double validation_fraction, ChainTrainer *whole)
{
  const guint n_epochs = chain_trainer_history (whole)->epochs->len;

  for (guint epochs = 1; epochs < n_epochs; epochs++)
    {
      g_autoptr (ChainProject) project = stopping_project (restore, validation_fraction);
      g_autoptr (ChainTrainer) part = trainer_for (project);

      g_assert_true (chain_trainer_run (part, epochs, NULL, NULL, NULL, NULL));
      g_assert_null (chain_trainer_message (part));
      check_stopped (project, part, whole);
    }
}

/* Stopped wherever it happens to be, as a rule within an epoch. */
static void
check_anywhere (gboolean restore, double validation_fraction, ChainTrainer *whole)
{
  for (guint delay = 200; delay <= 3000; delay += 200)
    {
      g_autoptr (ChainProject)         project = stopping_project (restore, validation_fraction);
      g_autoptr (ChainTrainer)         part = trainer_for (project);
      g_autoptr (ChainTrainerSnapshot) reached = NULL;

      chain_trainer_start (part, MOST_EPOCHS);
      g_usleep (delay);
      chain_trainer_cancel (part);
      chain_trainer_join (part);
      reached = chain_trainer_snapshot (part, 0, 0);
      if (reached->t > 0 && reached->message == NULL)
        check_stopped (project, part, whole);
    }
}

static void
test_early_stopping (void)
{
  static const struct
  {
    gboolean restore;
    double   validation_fraction;
  } cases[] = { { TRUE, 0.2 }, { FALSE, 0.2 }, { TRUE, 0 }, { FALSE, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainProject) project
        = stopping_project (cases[i].restore, cases[i].validation_fraction);
      g_autoptr (ChainTrainer) whole = trainer_for (project);

      g_assert_true (chain_trainer_run (whole, MOST_EPOCHS, NULL, NULL, NULL, NULL));
      g_assert_nonnull (chain_trainer_message (whole));
      check_each_epoch (cases[i].restore, cases[i].validation_fraction, whole);
      check_anywhere (cases[i].restore, cases[i].validation_fraction, whole);
    }
}

/* A stepper goes on with it too, and goes back no further than to where it began. */
static void
test_stepper (void)
{
  const ChainSchedule           *schedule = chain_schedule_find ("exponential");
  g_autoptr (ChainProject)       project = project_for (chain_optimizer_find ("adam"), 0, schedule);
  g_autoptr (ChainDataset)       dataset = chain_project_open_data (project, NULL, NULL);
  g_autoptr (ChainTrainer)       trainer = trainer_for (project);
  g_autoptr (ChainStepper)       whole = NULL;
  g_autoptr (ChainStepper)       rest = NULL;
  g_autoptr (ChainTrainingState) state = NULL;
  g_autofree double             *expected = NULL;
  g_autofree double             *got = NULL;
  const gsize size = chain_iteration_state_size (chain_trainer_iteration (trainer));
  guint64     t;

  whole = chain_stepper_new (project->network, &project->training, dataset, NULL);
  g_assert_true (chain_trainer_run (trainer, 2, NULL, NULL, NULL, NULL));
  state = chain_trainer_save_state (trainer);
  chain_trainer_save_weights (trainer, project->network);
  rest = chain_stepper_new (project->network, &project->training, dataset, NULL);
  g_assert_true (chain_stepper_resume (rest, state));
  g_assert_cmpuint (chain_stepper_iteration (rest), ==, state->step);
  g_assert_cmpuint (chain_stepper_first_iteration (rest), ==, state->step);
  g_assert_false (chain_stepper_back (rest));

  chain_stepper_go_to (whole, state->step + 3, 0);
  chain_stepper_go_to (rest, state->step + 3, 0);
  expected = chain_stepper_save_state (whole, &t);
  got = chain_stepper_save_state (rest, &t);
  g_assert_cmpuint (t, ==, state->step + 3);
  /* The trainer's plan and the stepper's walk round differently. */
  for (gsize i = 0; i < size; i++)
    g_assert_cmpfloat_with_epsilon (got[i], expected[i], 1e-12);

  chain_stepper_rewind (rest);
  g_assert_cmpuint (chain_stepper_iteration (rest), ==, state->step);
  chain_stepper_forward (rest);
  g_assert_true (chain_stepper_back (rest));
  g_assert_cmpuint (chain_stepper_position (rest), ==, 0);
}

/* A run that early stopping has ended is over: one that goes on from it begins a new wait. */
static void
test_stopped_early (void)
{
  g_autoptr (ChainProject)       project = stopping_project (TRUE, 0.2);
  g_autoptr (ChainTrainer)       trainer = trainer_for (project);
  g_autoptr (ChainTrainingState) state = NULL;

  g_assert_true (chain_trainer_run (trainer, MOST_EPOCHS, NULL, NULL, NULL, NULL));
  state = chain_trainer_save_state (trainer);
  g_assert_cmpuint (state->stopping.best_epoch, ==, 0);
  g_assert_cmpuint (state->best_weights->len, ==, 0);
}

/* Plain gradient descent, in file order, between two epochs: nothing to remember. */
static void
test_not_needed (void)
{
  g_autoptr (ChainProject)       project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainTrainer)       trainer = trainer_for (project);
  g_autoptr (ChainTrainingState) state = NULL;
  g_autofree char               *path = fixture_scratch ("not-paused.chainrule");
  g_autofree char               *text = NULL;

  g_assert_true (chain_trainer_run (trainer, 3, NULL, NULL, NULL, NULL));
  g_assert_null (chain_trainer_save_state (trainer));
  chain_trainer_save_weights (trainer, project->network);
  chain_project_set_paused (project, NULL);
  chain_project_save (project, path, NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "\"state\""));
}

static void
edit_weight (ChainProject *project)
{
  chain_network_layer (project->network, 0)->kernel->values[0] += 1;
}

static void
edit_batch (ChainProject *project)
{
  project->training.batch_size++;
}

static void
edit_optimizer (ChainProject *project)
{
  chain_training_options_set_optimizer (&project->training, chain_optimizer_find ("sgd"));
}

static void
edit_split (ChainProject *project)
{
  project->data.validation_fraction = 0.3;
}

static void
edit_source (ChainProject *project)
{
  chain_source_free (project->source);
  project->source = chain_source_new_builtin (chain_sample_find ("xor"));
}

static void
edit_l1 (ChainProject *project)
{
  chain_network_layer (project->network, 0)->l1 = 0.01;
}

static void
edit_l2 (ChainProject *project)
{
  chain_network_layer (project->network, 0)->l2 = 0.01;
}

static void
edit_dropout (ChainProject *project)
{
  chain_network_layer (project->network, 0)->dropout = 0.1;
}

static void
edit_clipnorm (ChainProject *project)
{
  const ChainParameter *parameters = project->training.optimizer->parameters;

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (g_str_equal (parameters[i].name, "clipnorm"))
      project->training.optimizer_parameters[i] = 0.5;
}

static void
edit_early_stopping (ChainProject *project)
{
  project->training.early_stopping.enabled ^= TRUE;
}

static void
edit_patience (ChainProject *project)
{
  project->training.early_stopping.patience++;
}

static void
edit_min_delta (ChainProject *project)
{
  project->training.early_stopping.min_delta = 0.5;
}

static void
edit_restore (ChainProject *project)
{
  project->training.early_stopping.restore_best_weights ^= TRUE;
}

static void
edit_rate (ChainProject *project)
{
  project->training.learning_rate *= 2;
}

static void
edit_name (ChainProject *project)
{
  g_free (project->name);
  project->name = g_strdup ("Another");
}

/* What an edit leaves of a paused run. */
static void
test_edits (void)
{
  static const struct
  {
    void   (*edit) (ChainProject *project);
    gboolean kept;
  } cases[] = {
    { edit_weight, FALSE },   { edit_batch, FALSE },     { edit_optimizer, FALSE },
    { edit_split, FALSE },    { edit_l1, FALSE },        { edit_l2, FALSE },
    { edit_dropout, FALSE },  { edit_clipnorm, FALSE },  { edit_early_stopping, FALSE },
    { edit_patience, FALSE }, { edit_min_delta, FALSE }, { edit_restore, FALSE },
    { edit_source, FALSE },   { edit_rate, TRUE },       { edit_name, TRUE },
  };
  g_autoptr (ChainProject) project
    = project_for (chain_optimizer_find ("adam"), 0, chain_schedule_find ("constant"));
  g_autoptr (ChainTrainer) trainer = NULL;

  project->training.early_stopping.enabled = TRUE;
  trainer = trainer_for (project);
  chain_trainer_run (trainer, 1, NULL, NULL, NULL, NULL);
  chain_trainer_save_weights (trainer, project->network);
  chain_project_set_paused (project, chain_trainer_save_state (trainer));
  g_assert_nonnull (chain_project_paused (project));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainProject) copy = chain_project_copy (project);

      g_assert_nonnull (chain_project_paused (copy));
      cases[i].edit (copy);
      g_assert_cmpint (chain_project_paused (copy) != NULL, ==, cases[i].kept);
    }

  chain_project_set_paused (project, NULL);
  project->training.early_stopping.enabled = FALSE;
  chain_project_set_paused (project, chain_trainer_save_state (trainer));
  edit_patience (project);
  g_assert_nonnull (chain_project_paused (project));
}

/* The optimizer's variables must be those of the state. */
static void
test_other_optimizer (void)
{
  const ChainSchedule     *constant = chain_schedule_find ("constant");
  g_autoptr (ChainProject) adam = project_for (chain_optimizer_find ("adam"), 0, constant);
  g_autoptr (ChainProject) sgd = project_for (chain_optimizer_find ("sgd"), 0.9, constant);
  g_autoptr (ChainTrainer) from = trainer_for (adam);
  g_autoptr (ChainTrainer) to = trainer_for (sgd);
  g_autoptr (ChainTrainingState) state = NULL;

  chain_trainer_run (from, 1, NULL, NULL, NULL, NULL);
  state = chain_trainer_save_state (from);
  g_assert_false (chain_trainer_resume (to, state));
}

#define STOPPING(members) "{\"step\": 5, \"early_stopping\": {" members "}}"
#define WEIGHTS(kernel, bias) "\"weights\": [{\"kernel\": " kernel ", \"bias\": " bias "}]"

/* A file whose state someone has changed. */
static void
test_file (void)
{
  static const struct
  {
    const char *state;
    gboolean    reads;
    const char *message; /* a part of the warning or the error; NULL: neither */
  } cases[] = {
    { "{\"step\": 5}", TRUE, NULL },
    { "null", TRUE, NULL },
    { "{\"step\": 5, \"variables\": [{\"kernel\": {\"velocity\": [[1], [2]]}}]}", TRUE, NULL },
    { "{\"step\": 5, \"variables\": []}", TRUE, "expected 1, one for each layer, got 0" },
    { "{\"step\": 5, \"variables\": [{\"kernel\": {\"velocity\": [[1]]}}]}", TRUE,
      "training.state.variables[0].kernel.velocity: expected 2 rows, got 1" },
    { "{\"step\": 5, \"epoch_loss\": 0.5, \"epoch_rows\": 3}", TRUE, NULL },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2, " WEIGHTS ("[[1], [2]]", "[0]")), TRUE,
      NULL },
    { STOPPING ("\"best\": null, \"epoch\": 1, \"wait\": 1, " WEIGHTS ("[[1], [2]]", "[0]")), TRUE,
      NULL },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2"), TRUE,
      "training.state.early_stopping.weights: expected the weights to restore, got none" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2, " WEIGHTS ("[[1]]", "[0]")), TRUE,
      "training.state.early_stopping.weights[0].kernel: expected 2 rows, got 1" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2, " WEIGHTS ("[[1], [2]]", "[]")), TRUE,
      "training.state.early_stopping.weights[0].bias: expected 1 numbers, got 0" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2, " WEIGHTS ("[[1], [2]]", "0")), FALSE,
      "training.state.early_stopping.weights[0].bias" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": 2, " WEIGHTS ("[[1], [null]]", "[0]")),
      FALSE, "training.state.early_stopping.weights[0].kernel[1][0]" },
    { STOPPING ("\"best\": \"low\", \"epoch\": 3, \"wait\": 2"), FALSE,
      "training.state.early_stopping.best" },
    { STOPPING ("\"epoch\": 3, \"wait\": 2"), FALSE, "training.state.early_stopping.best" },
    { STOPPING ("\"best\": 0.5, \"wait\": 2"), FALSE, "training.state.early_stopping.epoch" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 0, \"wait\": 2"), FALSE,
      "training.state.early_stopping.epoch" },
    { STOPPING ("\"best\": 0.5, \"epoch\": 3, \"wait\": -1"), FALSE,
      "training.state.early_stopping.wait" },
    { "{\"step\": 5, \"early_stopping\": 5}", FALSE, "training.state.early_stopping" },
    { "{\"step\": 5, \"epoch_loss\": \"5\"}", FALSE, "training.state.epoch_loss" },
    { "{\"step\": 5, \"epoch_rows\": 0.5}", FALSE, "training.state.epoch_rows" },
    { "{\"step\": -5}", FALSE, "training.state.step" },
    { "5", FALSE, "training.state" },
    { "{\"step\": 5, \"variables\": [{\"kernel\": {\"velocity\": [[1], [\"2\"]]}}]}", FALSE,
      "training.state.variables[0].kernel.velocity[1][0]" },
  };
  g_autofree char *path = fixture_scratch ("edited.chainrule");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray)    warnings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainProject) project = NULL;
      g_autofree char         *text = g_strdup_printf (
        "{\"format\": \"chainrule\", \"version\": 1, \"data\": {\"source\": {\"kind\": \"inline\", "
        "\"columns\": [\"a\", \"b\", \"y\"], \"rows\": [[1, 2, 3]]}, \"features\": [\"a\", \"b\"], "
        "\"targets\": [\"y\"]}, \"network\": {\"layers\": [{\"units\": 1}], \"weights\": "
        "[{\"kernel\": [[1], [2]], \"bias\": [0]}]}, \"training\": {\"early_stopping\": "
        "{\"restore_best_weights\": true}, \"state\": %s}}",
        cases[i].state);

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      project = chain_project_load (path, warnings, &error);
      g_assert_cmpint (project != NULL, ==, cases[i].reads);
      if (!cases[i].reads)
        g_assert_nonnull (strstr (error->message, cases[i].message));
      else if (cases[i].message != NULL)
        {
          g_assert_null (chain_project_paused (project));
          g_assert_cmpuint (warnings->len, ==, 1);
          g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), cases[i].message));
        }
      else
        g_assert_cmpuint (warnings->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/training-state/optimizers", test_optimizers);
  g_test_add_func ("/engine/training-state/schedules", test_schedules);
  g_test_add_func ("/engine/training-state/middle-of-epoch", test_middle_of_epoch);
  g_test_add_func ("/engine/training-state/early-stopping", test_early_stopping);
  g_test_add_func ("/engine/training-state/stepper", test_stepper);
  g_test_add_func ("/engine/training-state/stopped-early", test_stopped_early);
  g_test_add_func ("/engine/training-state/not-needed", test_not_needed);
  g_test_add_func ("/engine/training-state/edits", test_edits);
  g_test_add_func ("/engine/training-state/other-optimizer", test_other_optimizer);
  g_test_add_func ("/engine/training-state/file", test_file);
  return g_test_run ();
}
