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
          chain_recording_save_weights (again->recording, again->walk, project->network);
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
        "[{\"kernel\": [[1], [2]], \"bias\": [0]}]}, \"training\": {\"state\": %s}}",
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
  g_test_add_func ("/engine/training-state/not-needed", test_not_needed);
  g_test_add_func ("/engine/training-state/edits", test_edits);
  g_test_add_func ("/engine/training-state/other-optimizer", test_other_optimizer);
  g_test_add_func ("/engine/training-state/file", test_file);
  return g_test_run ();
}
