/* window-training.c: training in the window: run, pause, go on, one epoch, compare runs, save.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/widgets/chart-menu.h"
#include "ui/widgets/curves-panel.h"

#include <glib/gstdio.h>
#include <string.h>

#define SLOW 20 /* steps a second */

static void
set_epochs (Fixture *fixture,
            guint    epochs)
{
  ChainProject      *changed = chain_project_copy (chain_session_get_project (fixture->session));
  g_autoptr (GError) error = NULL;

  changed->training.epochs = epochs;
  chain_session_edit (fixture->session, changed, "Change epochs", NULL, &error);
  g_assert_no_error (error);
}

static gboolean
is_done (Fixture *fixture)
{
  return !chain_session_get_training (fixture->session);
}

static gboolean
has_begun (Fixture *fixture)
{
  const ChainRun *run = chain_session_get_run (fixture->session);

  return run != NULL && run->end > run->first + 2;
}

/* A paused run goes on with the epochs it has left, in the same history. */
static void
test_pause_and_go_on (Fixture       *fixture,
                      gconstpointer  data)
{
  const ChainRun *run;
  guint64         paused;

  set_epochs (fixture, 8);
  chain_session_set_pace (fixture->session, SLOW);
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, has_begun));
  fixture_press (fixture, "Pause");
  g_assert_true (is_done (fixture));
  run = chain_session_get_run (fixture->session);
  paused = run->end;
  g_assert_cmpuint (paused, >, 2);
  g_assert_cmpuint (paused, <, 40);
  g_assert_cmpuint (run->history->steps->len, ==, paused);
  g_assert_cmpuint (chain_session_get_epochs_left (fixture->session), ==, 8 - paused / 5);

  chain_session_set_pace (fixture->session, 0);
  fixture_press (fixture, "Continue");
  g_assert_true (fixture_wait (fixture, is_done));
  g_assert_true (chain_session_get_run (fixture->session) == run);
  g_assert_cmpuint (run->end, ==, 40);
  g_assert_cmpuint (run->history->steps->len, ==, 40);
  for (guint i = 0; i < 40; i++)
    g_assert_cmpuint (g_array_index (run->history->steps, ChainHistoryStep, i).step, ==, i);
  g_assert_cmpuint (chain_session_get_runs (fixture->session)->len, ==, 1);
}

static void
test_one_epoch (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint i = 1; i <= 3; i++)
    {
      fixture_press (fixture, "One epoch");
      g_assert_true (fixture_wait (fixture, is_done));
      g_assert_cmpuint (chain_session_get_run (fixture->session)->end, ==, 5 * i);
    }
  g_assert_cmpuint (chain_session_get_history (fixture->session)->epochs->len, ==, 3);
  g_assert_cmpuint (chain_session_get_history (fixture->session)->probes->len, ==, 15);
}

/* An edit begins another run, which says what changed. */
static void
test_compare (Fixture       *fixture,
              gconstpointer  data)
{
  const GPtrArray   *runs = chain_session_get_runs (fixture->session);
  g_autoptr (GError) error = NULL;
  g_autofree char   *difference = NULL;
  ChainRun          *second;

  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_done));
  fixture_press (fixture, "Undo");
  g_assert_true (chain_session_use_learning_rate (fixture->session, 0.005, &error));
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_done));
  g_assert_cmpuint (runs->len, ==, 2);
  second = runs->pdata[1];
  difference = chain_run_difference (second, runs->pdata[0]);
  g_assert_cmpstr (difference, ==, "learning rate 0.005, was 0.02");

  g_assert_true (chain_session_rename_run (fixture->session, 2, "slower"));
  g_assert_cmpstr (second->name, ==, "slower");
  g_assert_false (chain_session_rename_run (fixture->session, 2, ""));
  g_assert_true (chain_session_hide_run (fixture->session, 1, TRUE));
  g_assert_true (chain_session_delete_run (fixture->session, 1));
  g_assert_false (chain_session_delete_run (fixture->session, 1));
  g_assert_cmpuint (runs->len, ==, 1);
  fixture_settle ();
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *begins;
  } files[] = {
    { "curves.svg", "<?xml" },
    { "curves.pdf", "%PDF-" },
    { "curves.png", "\x89PNG" },
    { "curves.csv", "curve,step,value\n\"batch\",0," },
  };
  ChainChartMenu  *menu
      = CHAIN_CHART_MENU (fixture_find (fixture, CHAIN_TYPE_CHART_MENU, "ChainChartMenu"));
  g_autofree char *folder = g_dir_make_tmp ("chainrule-XXXXXX", NULL);

  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_done));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char   *path = g_build_filename (folder, files[i].name, NULL);
      g_autofree char   *contents = NULL;
      g_autoptr (GError) error = NULL;
      gsize              length;

      g_assert_true (chain_chart_menu_save (menu, path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_cmpuint (length, >, 500);
      g_assert_cmpmem (contents, strlen (files[i].begins), files[i].begins,
                       strlen (files[i].begins));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  if (!fixture_init (&argc, &argv))
    return 77;
  fixture_add ("/window/training/pause-and-go-on", test_pause_and_go_on);
  fixture_add ("/window/training/one-epoch", test_one_epoch);
  fixture_add ("/window/training/compare", test_compare);
  fixture_add ("/window/training/save", test_save);
  return g_test_run ();
}
