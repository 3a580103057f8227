/* window-document.c: what the window does with its document: edits, training, files, actions.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include <glib/gstdio.h>

#define COUNT_BEFORE "(2·1) + (1) = 3 parameters"
#define COUNT_WITH_LAYER "(2·4 + 4·1) + (4 + 1) = 17 parameters"

static gboolean
is_enabled (Fixture    *fixture,
            const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

static void
test_layers (Fixture      *fixture,
             gconstpointer data)
{
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_BEFORE);
  g_assert_false (is_enabled (fixture, "undo"));

  fixture_press (fixture, "Add layer");
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_WITH_LAYER);
  fixture_press (fixture, "Undo");
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_BEFORE);
  g_assert_false (is_enabled (fixture, "undo"));
  fixture_press (fixture, "Redo");
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_WITH_LAYER);
  fixture_press (fixture, "Remove layer");
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_BEFORE);
}

static void
test_units (Fixture      *fixture,
            gconstpointer data)
{
  GtkWidget *units;

  units = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Units");
  g_assert_false (gtk_widget_is_sensitive (units)); /* the output's follow from the data */

  fixture_press (fixture, "Add layer");
  units = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Units");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (units), 5);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (units), 6);
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==,
                   "(2·6 + 6·1) + (6 + 1) = 25 parameters");
  fixture_press (fixture, "Undo"); /* both changes of the units were one edit */
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_WITH_LAYER);
}

static void
test_learning_rate (Fixture      *fixture,
                    gconstpointer data)
{
  GtkWidget *entry = fixture_find (fixture, GTK_TYPE_ENTRY, "Learning rate");

  gtk_editable_set_text (GTK_EDITABLE (entry), "0.5");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpfloat (chain_session_get_project (fixture->session)->training.learning_rate, ==,
                     0.5);

  gtk_editable_set_text (GTK_EDITABLE (entry), "fast");
  g_signal_emit_by_name (entry, "activate");
  fixture_settle ();
  g_assert_cmpfloat (chain_session_get_project (fixture->session)->training.learning_rate, ==,
                     0.5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "0.5");
  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "fast"));
}

/* Another seed draws other weights; undoing it brings the old ones back. */
static void
test_seed (Fixture      *fixture,
           gconstpointer data)
{
  GtkWidget *seed = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Seed of the weights");

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (seed), 7);
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_project (fixture->session)->network->seed, ==, 7);
  g_assert_cmpfloat (
      chain_stepper_weights (chain_session_get_stepper (fixture->session), 1, FALSE)->values[0],
      !=, 5);
  fixture_press (fixture, "Undo");
  g_assert_cmpfloat (
      chain_stepper_weights (chain_session_get_stepper (fixture->session), 1, FALSE)->values[0],
      ==, 5);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (seed)), ==, 0);
}

static gboolean
is_trained (Fixture *fixture)
{
  return !chain_session_get_training (fixture->session);
}

static void
test_train (Fixture      *fixture,
            gconstpointer data)
{
  const ChainHistory *history;

  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_trained));
  fixture_settle ();
  history = chain_session_get_history (fixture->session);
  g_assert_cmpuint (history->epochs->len, ==, 7);
  g_assert_cmpuint (history->steps->len, ==, 35);
  g_assert_cmpstr (fixture_read (fixture, "epochs"), ==, "7 of 7");
  g_assert_cmpfloat (g_array_index (history->epochs, ChainHistoryEpoch, 6).loss, <,
                     g_array_index (history->epochs, ChainHistoryEpoch, 0).loss);
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_BUTTON, "Train"));
}

static void
test_wrong_file (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char    *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char    *path = g_build_filename (folder, "wrong.chainrule", NULL);
  g_autofree char    *title = NULL;
  const ChainProject *project = chain_session_get_project (fixture->session);

  fixture_press (fixture, "Step");
  title = g_strdup (gtk_window_get_title (GTK_WINDOW (fixture->window)));
  g_assert_true (g_file_set_contents (path, "{\"format\": 7}", -1, NULL));
  fixture_open (fixture, path);
  fixture_settle ();

  g_assert_nonnull (strstr (fixture_read (fixture, "banner"), "wrong.chainrule"));
  g_assert_true (chain_session_get_project (fixture->session) == project);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, title);
  g_assert_true (g_str_has_prefix (fixture_read (fixture, "step-counter"), "step 1 of "));

  fixture_press (fixture, "Dismiss");
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_save_and_open (Fixture      *fixture,
                    gconstpointer data)
{
  g_autofree char   *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char   *path = g_build_filename (folder, "saved.chainrule", NULL);
  g_autoptr (GError) error = NULL;

  fixture_press (fixture, "Add layer");
  g_assert_true (chain_session_get_modified (fixture->session));
  chain_session_save (fixture->session, path, &error);
  g_assert_no_error (error);
  g_assert_false (chain_session_get_modified (fixture->session));

  fixture_press (fixture, "Remove layer");
  g_assert_true (is_enabled (fixture, "save"));
  fixture_press (fixture, "Save");
  g_assert_false (chain_session_get_modified (fixture->session));
  fixture_press (fixture, "Add layer");
  fixture_open (fixture, path);
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_BEFORE);

  g_unlink (path);
  g_rmdir (folder);
}

/* A million epochs of 1797 rows take hours; of the worked example's five, less than a second. */
static void
open_lasting (Fixture *fixture)
{
  g_assert_true (chain_session_open_sample (fixture->session, "digits", NULL));
  fixture_settle ();
}

static void
test_pause (Fixture      *fixture,
            gconstpointer data)
{
  GtkWidget *epochs;

  open_lasting (fixture);
  epochs = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Epochs");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (epochs), 1000000);
  fixture_press (fixture, "Train");
  g_assert_true (chain_session_get_training (fixture->session));
  g_assert_false (is_enabled (fixture, "step"));
  fixture_press (fixture, "Pause");
  g_assert_true (fixture_wait (fixture, is_trained));
  fixture_settle ();
  g_assert_cmpuint (chain_session_get_history (fixture->session)->epochs->len, <, 1000000);
  g_assert_true (is_enabled (fixture, "step"));
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_BUTTON, "Train"));
}

static gboolean
has_epochs (Fixture *fixture)
{
  return chain_session_get_history (fixture->session)->epochs->len > 0;
}

/* Adam remembers, and early stopping waits. */
static void
make_remembering (Fixture *fixture)
{
  ChainProject *project = chain_project_copy (chain_session_get_project (fixture->session));

  chain_training_options_set_optimizer (&project->training, chain_optimizer_find ("adam"));
  project->training.epochs = 1000000;
  project->training.early_stopping = (ChainEarlyStoppingOptions){ TRUE, 1000000, 0, TRUE };
  g_assert_true (chain_session_edit (fixture->session, project, "Remember", NULL, NULL));
}

/* Goes on from the file without a window. */
static ChainProject *
train_apart (const char *path,
             guint       epochs)
{
  ChainProject                *project = chain_project_load (path, NULL, NULL);
  g_autoptr (ChainDataset)     dataset = chain_project_open_data (project, NULL, NULL);
  g_autoptr (ChainTrainer)     trainer
      = chain_trainer_new (project->network, &project->training, dataset, NULL);

  g_assert_nonnull (chain_project_paused (project));
  g_assert_true (chain_trainer_resume (trainer, chain_project_paused (project)));
  g_assert_true (chain_trainer_run (trainer, epochs, NULL, NULL, NULL, NULL));
  chain_trainer_save_weights (trainer, project->network);
  chain_project_set_paused (project, chain_trainer_save_state (trainer));
  return project;
}

/* A paused run is saved, and goes on in the window as it does without one. */
static void
test_paused_file (Fixture      *fixture,
                  gconstpointer data)
{
  g_autofree char         *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char         *path = g_build_filename (folder, "paused.chainrule", NULL);
  g_autoptr (ChainProject) expected = NULL;
  const ChainLayer        *layer;
  ChainStepper            *stepper;
  GtkWidget               *epochs;
  guint64                  t;

  open_lasting (fixture);
  make_remembering (fixture);
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, has_epochs));
  fixture_press (fixture, "Pause");
  t = chain_stepper_iteration (chain_session_get_stepper (fixture->session));
  g_assert_true (chain_session_save (fixture->session, path, NULL));
  expected = train_apart (path, 3);

  g_assert_true (chain_session_open_sample (fixture->session, "worked_example", NULL));
  fixture_open (fixture, path);
  fixture_settle ();
  stepper = chain_session_get_stepper (fixture->session);
  g_assert_cmpuint (chain_stepper_iteration (stepper), ==, t);
  g_assert_false (is_enabled (fixture, "step-back"));
  fixture_press (fixture, "Step");
  g_assert_false (chain_session_get_modified (fixture->session));
  fixture_press (fixture, "Rewind");
  g_assert_cmpuint (chain_stepper_iteration (stepper), ==, t);

  epochs = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Epochs");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (epochs), 3);
  fixture_settle ();
  fixture_press (fixture, "Train");
  g_assert_true (fixture_wait (fixture, is_trained));
  layer = chain_network_layer (chain_session_get_project (fixture->session)->network, 0);
  g_assert_cmpmem (layer->kernel->values, 2 * sizeof (double),
                   chain_network_layer (expected->network, 0)->kernel->values, 2 * sizeof (double));
  g_assert_cmpfloat (layer->bias->values[0], ==,
                     chain_network_layer (expected->network, 0)->bias->values[0]);

  g_unlink (path);
  g_rmdir (folder);
}

/* The other window that is open: a dialog. */
static GtkWindow *
find_dialog (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item != NULL; item = item->next)
    if (item->data != (gpointer) fixture->window && gtk_widget_get_visible (item->data))
      return item->data;
  return NULL;
}

static void
test_export_dialog (Fixture      *fixture,
                    gconstpointer data)
{
  GtkWindow *dialog;

  fixture_press (fixture, "Export");
  dialog = find_dialog (fixture);
  g_assert_nonnull (dialog);
  for (guint i = 0; chain_formats[i] != NULL; i++)
    g_assert_nonnull (fixture_find_below (GTK_WIDGET (dialog), GTK_TYPE_LIST_BOX_ROW,
                                          chain_formats[i]->title));
  gtk_window_close (dialog);
  fixture_settle ();
  g_assert_null (find_dialog (fixture));
}

static void
test_close_asks (Fixture      *fixture,
                 gconstpointer data)
{
  GtkWindow *dialog;

  fixture_press (fixture, "Add layer");
  gtk_window_close (GTK_WINDOW (fixture->window));
  fixture_settle ();
  dialog = find_dialog (fixture);
  g_assert_true (GTK_IS_MESSAGE_DIALOG (dialog));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  fixture_settle ();
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_WITH_LAYER);
}

static void
test_discard (Fixture      *fixture,
              gconstpointer data)
{
  fixture_press (fixture, "Add layer");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "new", NULL);
  gtk_dialog_response (GTK_DIALOG (find_dialog (fixture)), GTK_RESPONSE_NO);
  fixture_settle ();
  g_assert_cmpstr (fixture_read (fixture, "parameter-count"), ==, COUNT_BEFORE);
  g_assert_false (is_enabled (fixture, "undo"));
}

static void
test_play (Fixture      *fixture,
           gconstpointer data)
{
  fixture_press (fixture, "Play");
  g_assert_true (chain_session_get_playing (fixture->session));
  fixture_press (fixture, "Play");
  g_assert_false (chain_session_get_playing (fixture->session));
}

static void
test_pages (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    const char *button;
    const char *page;
  } pages[] = {
    { "Data", "data" },
    { "Learning rate", "learning-rate" },
    { "Network", "network" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GVariant) state = NULL;

      fixture_press (fixture, pages[i].button);
      state = g_action_group_get_action_state (G_ACTION_GROUP (fixture->window), "page");
      g_assert_cmpstr (g_variant_get_string (state, NULL), ==, pages[i].page);
    }
}

static void
test_actions (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *name;
    gboolean    enabled; /* with the worked example just opened */
  } actions[] = {
    { "new", TRUE },         { "open", TRUE },    { "save", TRUE },
    { "save-as", TRUE },     { "export", TRUE },  { "undo", FALSE },
    { "redo", FALSE },       { "page", TRUE },    { "step", TRUE },
    { "step-back", FALSE },  { "finish-pass", TRUE }, { "rewind", FALSE },
    { "play", TRUE },        { "grain", TRUE },   { "overlay", TRUE },
    { "train", TRUE },       { "pause", FALSE },  { "range-test", TRUE },
    { "apply-learning-rate", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_assert_true (g_action_group_has_action (G_ACTION_GROUP (fixture->window),
                                                actions[i].name));
      if (is_enabled (fixture, actions[i].name) != actions[i].enabled)
        g_error ("win.%s is %s", actions[i].name, actions[i].enabled ? "disabled" : "enabled");
    }
  for (guint i = 0; i < CHAIN_N_OVERLAYS; i++)
    {
      g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "overlay",
                                      g_variant_new_string (chain_overlay_name (i)));
      g_assert_cmpint (chain_session_get_overlay (fixture->session), ==, i);
    }
}

static void
check_size (Fixture    *fixture,
            const char *sample,
            const char *page)
{
  int width, height;

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL,
                      NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_VERTICAL, width, &height,
                      NULL, NULL, NULL);
  if (width > 900 || height > 600)
    g_error ("%s, page %s: %d × %d", sample, page, width, height);
}

static gboolean
is_opened (Fixture *fixture)
{
  return chain_session_get_work (fixture->session, NULL) == NULL;
}

/* Every page fits into a small window, whatever is in it. */
static void
test_size (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const samples[] = { "worked_example", "spiral", "diabetes", "digits" };
  static const char *const pages[] = { "data", "learning-rate", "autodiff", "network" };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-sample", "s",
                                  samples[i]);
      fixture_wait (fixture, is_opened);
      for (gsize j = 0; j < G_N_ELEMENTS (pages); j++)
        {
          g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "page",
                                          g_variant_new_string (pages[j]));
          fixture_settle ();
          check_size (fixture, samples[i], pages[j]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/edits/layers", test_layers);
  fixture_add ("/window/edits/units", test_units);
  fixture_add ("/window/edits/learning-rate", test_learning_rate);
  fixture_add ("/window/edits/seed", test_seed);
  fixture_add ("/window/train", test_train);
  fixture_add ("/window/pause", test_pause);
  fixture_add ("/window/files/paused", test_paused_file);
  fixture_add ("/window/files/wrong", test_wrong_file);
  fixture_add ("/window/files/save-and-open", test_save_and_open);
  fixture_add ("/window/files/export-dialog", test_export_dialog);
  fixture_add ("/window/files/close-asks", test_close_asks);
  fixture_add ("/window/files/discard", test_discard);
  fixture_add ("/window/play", test_play);
  fixture_add ("/window/pages", test_pages);
  fixture_add ("/window/actions", test_actions);
  fixture_add ("/window/size", test_size);

  return g_test_run ();
}
