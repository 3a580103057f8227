/* stop-rules.c: tests of when a run has got where it was to get, or gets nowhere.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <glib/gstdio.h>

static const struct
{
  ChainStopOptions options;
  double           losses[8];
  guint            stops; /* with which epoch, from 1; 0: it goes on */
  const char      *words;
} rows[] = {
  { { 0 }, { 0, 0, 0, 0, 0, 0, 0, 0 }, 0, NULL },
  { { .at_target = TRUE, .target_loss = 0.1 },
    { 3, 1, 0.2, 0.1, 0.05 },
    4,
    "stopped after epoch 4: the loss 0.1 has reached the target 0.1" },
  { { .at_target = TRUE, .target_loss = -1 }, { 3, 1, 0.2, 0.1, 0.05, 0, 0, 0 }, 0, NULL },
  { { .on_plateau = TRUE, .plateau_epochs = 3, .plateau_change = 0.01 },
    { 2, 1, 1.005, 0.995, 1.02, 1.02, 1.015, 1.03 },
    8,
    "stopped after epoch 8: in 3 epochs the loss stayed within 1 % of 1.02" },
  { { .on_plateau = TRUE, .plateau_epochs = 1, .plateau_change = 0 },
    { 2, 1, 1 },
    3,
    "stopped after epoch 3: in 1 epoch the loss stayed within 0 % of 1" },
};

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ChainPlateau     plateau;
      g_autofree char *words = NULL;
      guint            epoch = 0;

      chain_plateau_init (&plateau);
      while (words == NULL && epoch < G_N_ELEMENTS (rows[i].losses))
        {
          words = chain_stop_rules_judge (&rows[i].options, &plateau, epoch + 1,
                                          rows[i].losses[epoch]);
          epoch++;
        }
      g_assert_cmpuint (words != NULL ? epoch : 0, ==, rows[i].stops);
      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

/* The run ends with the epoch that got there, and says why. */
static void
test_run (void)
{
  g_autoptr (ChainDataset)        dataset = fixture_waves (0.2);
  g_autoptr (ChainNetwork)        network = fixture_network ("6 tanh, 1 linear", 2, NULL);
  const ChainHistoryEpoch        *last;
  ChainTrainingOptions            options;

  for (guint plateau = 0; plateau < 2; plateau++)
    {
      g_autoptr (ChainTrainer) trainer = NULL;
      g_autoptr (GError)       error = NULL;
      const ChainHistory      *history;

      chain_training_options_init (&options);
      options.batch_size = 8;
      options.stop.at_target = plateau == 0;
      options.stop.target_loss = 0.2;
      options.stop.on_plateau = plateau == 1;
      options.stop.plateau_epochs = 5;
      options.stop.plateau_change = 0.05;
      trainer = chain_trainer_new (network, &options, dataset, &error);
      g_assert_no_error (error);
      g_assert_true (chain_trainer_run (trainer, 100000, NULL, NULL, NULL, &error));
      history = chain_trainer_history (trainer);
      g_assert_cmpuint (history->epochs->len, <, 100000);
      g_assert_cmpuint (history->epochs->len, >, 5);
      g_assert_true (g_str_has_prefix (chain_trainer_message (trainer), "stopped after epoch"));
      last = &g_array_index (history->epochs, ChainHistoryEpoch, history->epochs->len - 1);
      g_assert_cmpfloat (plateau == 0 ? last->loss : 0, <=, 0.2);
      /* What is asked for anew waits anew. */
      g_assert_true (chain_trainer_run (trainer, 1, NULL, NULL, NULL, &error));
      g_assert_cmpuint (chain_trainer_history (trainer)->epochs->len, >, last->epoch + 1);
    }
}

static void
test_file (void)
{
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("xor");
  g_autoptr (ChainProject) read = NULL;
  g_autoptr (GPtrArray)    warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)       error = NULL;
  g_autofree char         *folder = g_dir_make_tmp ("chainrule-XXXXXX", NULL);
  g_autofree char         *path = g_build_filename (folder, "stop.chainrule", NULL);

  project->training.stop = (ChainStopOptions){ TRUE, 0.125, TRUE, 7, 0.5 };
  g_assert_true (chain_project_save (project, path, &error));
  g_assert_no_error (error);
  read = chain_project_load (path, warnings, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (warnings->len, ==, 0);
  g_assert_true (read->training.stop.at_target);
  g_assert_cmpfloat (read->training.stop.target_loss, ==, 0.125);
  g_assert_true (read->training.stop.on_plateau);
  g_assert_cmpuint (read->training.stop.plateau_epochs, ==, 7);
  g_assert_cmpfloat (read->training.stop.plateau_change, ==, 0.5);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/stop-rules/judge", test_judge);
  g_test_add_func ("/engine/stop-rules/run", test_run);
  g_test_add_func ("/engine/stop-rules/file", test_file);
  return g_test_run ();
}
