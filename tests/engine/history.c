/* history.c: tests of a run's history and of its CSV, to the letter.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <glib/gstdio.h>
#include <math.h>

static const ChainHistoryStep example_steps[] = {
  { 0, 0, 0.02, 196 },    { 1, 0, 0.02, 5.569600000000006 },
  { 2, 1, 1e-05, 0.1 },   { 3, 1, 1e-05, 1e300 },
  { 4, 2, 1e-05, -0.25 },
};

static const ChainHistoryEpoch example_epochs[] = {
  { 0, 1, 0.02, 100.5, 2.5, 0.5 },
  { 1, 3, 1e-05, 5e299, NAN, NAN },
};

static ChainHistory *
example_new (void)
{
  ChainHistory *history = chain_history_new ();

  g_array_append_vals (history->steps, example_steps, G_N_ELEMENTS (example_steps));
  g_array_append_vals (history->epochs, example_epochs, G_N_ELEMENTS (example_epochs));
  return history;
}

static const struct
{
  gboolean    each_step;
  gboolean    validation;
  const char *csv;
} files[] = {
  { TRUE, FALSE,
    "step,epoch,learning_rate,loss\n"
    "0,0,0.02,196\n"
    "1,0,0.02,5.569600000000006\n"
    "2,1,1e-05,0.1\n"
    "3,1,1e-05,1e+300\n"
    "4,2,1e-05,-0.25\n" },
  { TRUE, TRUE,
    "step,epoch,learning_rate,loss,val_loss\n"
    "0,0,0.02,196,\n"
    "1,0,0.02,5.569600000000006,2.5\n"
    "2,1,1e-05,0.1,\n"
    "3,1,1e-05,1e+300,\n"
    "4,2,1e-05,-0.25,\n" },
  { FALSE, FALSE,
    "step,epoch,learning_rate,loss\n"
    "1,0,0.02,100.5\n"
    "3,1,1e-05,5e+299\n" },
  { FALSE, TRUE,
    "step,epoch,learning_rate,loss,val_loss\n"
    "1,0,0.02,100.5,2.5\n"
    "3,1,1e-05,5e+299,\n" },
};

static void
test_csv (void)
{
  g_autoptr (ChainHistory) history = example_new ();
  g_autofree char         *path = fixture_scratch ("history.csv");

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *csv = NULL;

      chain_history_save (history, files[i].each_step, files[i].validation, path, &error);
      g_assert_no_error (error);
      g_file_get_contents (path, &csv, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (csv, ==, files[i].csv);
    }
  g_remove (path);
}

static void
test_unwritable (void)
{
  g_autoptr (ChainHistory) history = example_new ();
  g_autofree char         *path = fixture_scratch ("no-such-folder/history.csv");
  g_autoptr (GError)       error = NULL;

  g_assert_false (chain_history_save (history, TRUE, TRUE, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

static void
test_copy (void)
{
  g_autoptr (ChainHistory) history = example_new ();
  g_autoptr (ChainHistory) copy = chain_history_copy (history);

  g_array_index (history->steps, ChainHistoryStep, 0).loss = 0;
  g_array_set_size (history->epochs, 0);
  g_assert_cmpuint (copy->steps->len, ==, G_N_ELEMENTS (example_steps));
  g_assert_cmpuint (copy->epochs->len, ==, G_N_ELEMENTS (example_epochs));
  g_assert_cmpfloat (g_array_index (copy->steps, ChainHistoryStep, 0).loss, ==, 196);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/history/csv", test_csv);
  g_test_add_func ("/engine/history/unwritable", test_unwritable);
  g_test_add_func ("/engine/history/copy", test_copy);
  return g_test_run ();
}
