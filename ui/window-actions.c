/* window-actions.c: the commands of the window, named win.
 *
 * An action's state and whether it is enabled follow the session; buttons, menus and keys name
 * the action and hold no state of their own.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-dialog.h"
#include "ui/window-private.h"

static void
show_error (ChainWindow *window,
            GError      *error)
{
  if (error != NULL)
    chain_window_show_error (window, error->message);
}

/* The Autodiff page, if it is the one that is shown; else NULL. */
ChainAutodiffPage *
chain_window_autodiff_page (ChainWindow *window)
{
  GtkWidget *page = window->pages != NULL ? gtk_stack_get_visible_child (window->pages) : NULL;

  return page != NULL && CHAIN_IS_AUTODIFF_PAGE (page) ? CHAIN_AUTODIFF_PAGE (page) : NULL;
}

/* What steps are taken on: the statements of the Autodiff page where that is shown; else NULL. */
static ChainWorkbench *
bench_in_sight (ChainWindow *window)
{
  ChainAutodiffPage *page = chain_window_autodiff_page (window);

  return page != NULL ? chain_autodiff_page_get_workbench (page) : NULL;
}

static void
on_new (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  chain_window_ask_to_save (data, chain_window_open_sample, "worked_example");
}

static void
on_open (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  chain_window_ask_to_save (data, chain_window_choose_file, NULL);
}

static void
on_open_sample (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  chain_window_ask_to_save (data, chain_window_open_sample,
                            g_variant_get_string (parameter, NULL));
}

static void
on_open_recent (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  chain_window_ask_to_save (data, chain_window_open_path, g_variant_get_string (parameter, NULL));
}

static void
on_reload (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  gtk_revealer_set_reveal_child (CHAIN_WINDOW (data)->changed, FALSE);
  chain_window_reload (data);
}

static void
on_save (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  chain_window_save (data, FALSE, NULL, NULL);
}

static void
on_save_as (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  chain_window_save (data, TRUE, NULL, NULL);
}

static void
on_export (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  gtk_window_present (GTK_WINDOW (chain_export_dialog_new (data)));
}

static void
on_import (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  chain_window_choose_weights (data);
}

static void
on_save_picture (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  chain_window_save_picture (data);
}

static void
on_copy_picture (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       data)
{
  chain_window_copy_picture (data);
}

static void
on_handout (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       data)
{
  chain_window_save_handout (data);
}

static void
on_close (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  gtk_window_close (data);
}

static void
on_undo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  chain_session_undo (CHAIN_WINDOW (data)->session);
}

static void
on_redo (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  chain_session_redo (CHAIN_WINDOW (data)->session);
}

static void
on_page (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  if (chain_window_show_page (data, g_variant_get_string (state, NULL)))
    g_simple_action_set_state (action, state);
}

static void
on_step (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  ChainWorkbench *bench = bench_in_sight (data);

  if (bench != NULL)
    chain_workbench_step (bench);
  else
    chain_session_step (CHAIN_WINDOW (data)->session);
}

static void
on_step_back (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  ChainWorkbench *bench = bench_in_sight (data);

  if (bench != NULL)
    chain_workbench_step_back (bench);
  else
    chain_session_step_back (CHAIN_WINDOW (data)->session);
}

static void
on_finish_pass (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  ChainWorkbench *bench = bench_in_sight (data);

  if (bench != NULL)
    chain_workbench_finish_pass (bench);
  else
    chain_session_finish_pass (CHAIN_WINDOW (data)->session);
}

static void
on_rewind (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       data)
{
  ChainWorkbench *bench = bench_in_sight (data);

  if (bench != NULL)
    chain_workbench_rewind (bench);
  else
    chain_session_rewind (CHAIN_WINDOW (data)->session);
}

static void
on_iteration_start (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       data)
{
  chain_session_go_to_position (CHAIN_WINDOW (data)->session, 0);
}

static void
on_iteration_end (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  chain_session_go_to_position (CHAIN_WINDOW (data)->session, G_MAXUINT);
}

static void
on_play (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  ChainWorkbench *bench = bench_in_sight (data);

  if (bench != NULL)
    chain_workbench_set_playing (bench, g_variant_get_boolean (state));
  else
    chain_session_set_playing (CHAIN_WINDOW (data)->session, g_variant_get_boolean (state));
}

static void
on_grain (GSimpleAction *action,
          GVariant      *state,
          gpointer       data)
{
  const char *name = g_variant_get_string (state, NULL);

  for (guint i = 0; i < CHAIN_N_GRAINS; i++)
    if (g_str_equal (name, chain_grain_name (i)))
      chain_session_set_grain (CHAIN_WINDOW (data)->session, i);
}

static void
on_overlay (GSimpleAction *action,
            GVariant      *state,
            gpointer       data)
{
  const char *name = g_variant_get_string (state, NULL);

  for (guint i = 0; i < CHAIN_N_OVERLAYS; i++)
    if (g_str_equal (name, chain_overlay_name (i)))
      chain_session_set_overlay (CHAIN_WINDOW (data)->session, i);
}

static void
on_train (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  g_autoptr (GError) error = NULL;

  chain_session_train (CHAIN_WINDOW (data)->session, &error);
  show_error (data, error);
}

static void
on_train_epoch (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       data)
{
  g_autoptr (GError) error = NULL;

  chain_session_train_epoch (CHAIN_WINDOW (data)->session, &error);
  show_error (data, error);
}

/* Steps a second; 0: as fast as can be. */
static void
on_pace (GSimpleAction *action,
         GVariant      *state,
         gpointer       data)
{
  chain_session_set_pace (CHAIN_WINDOW (data)->session, g_variant_get_uint32 (state));
}

static void
on_pause (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  chain_session_pause (CHAIN_WINDOW (data)->session);
}

static void
on_range_test (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  ChainSession      *session = CHAIN_WINDOW (data)->session;
  g_autoptr (GError) error = NULL;

  chain_session_test_range (session, chain_session_get_range_options (session), &error);
  show_error (data, error);
}

static void
on_apply_learning_rate (GSimpleAction *action,
                        GVariant      *parameter,
                        gpointer       data)
{
  ChainSession      *session = CHAIN_WINDOW (data)->session;
  g_autoptr (GError) error = NULL;
  double             rate;

  if (chain_session_get_recommended_rate (session, &rate))
    chain_session_use_learning_rate (session, rate, &error);
  show_error (data, error);
}

static void
on_reset_weights (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       data)
{
  ChainSession      *session = CHAIN_WINDOW (data)->session;
  ChainProject      *changed = chain_project_copy (chain_session_get_project (session));
  g_autoptr (GError) error = NULL;

  chain_network_reset_weights (changed->network);
  chain_session_edit (session, changed, "Reset weights", NULL, &error);
  show_error (data, error);
}

static void
on_edit_value (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  chain_network_page_edit_value (CHAIN_WINDOW (data)->network_page);
}

/* For widgets inside the window: what went wrong with an edit. */
static void
on_show_error (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       data)
{
  chain_window_show_error (data, g_variant_get_string (parameter, NULL));
}

static const GActionEntry actions[] = {
  { .name = "new", .activate = on_new },
  { .name = "open", .activate = on_open },
  { .name = "open-sample", .activate = on_open_sample, .parameter_type = "s" },
  { .name = "open-recent", .activate = on_open_recent, .parameter_type = "s" },
  { .name = "reload", .activate = on_reload },
  { .name = "save", .activate = on_save },
  { .name = "save-as", .activate = on_save_as },
  { .name = "export", .activate = on_export },
  { .name = "import", .activate = on_import },
  { .name = "save-picture", .activate = on_save_picture },
  { .name = "copy-picture", .activate = on_copy_picture },
  { .name = "handout", .activate = on_handout },
  { .name = "close", .activate = on_close },
  { .name = "undo", .activate = on_undo },
  { .name = "redo", .activate = on_redo },
  { .name = "page", .parameter_type = "s", .state = "'network'", .change_state = on_page },
  { .name = "step", .activate = on_step },
  { .name = "step-back", .activate = on_step_back },
  { .name = "finish-pass", .activate = on_finish_pass },
  { .name = "rewind", .activate = on_rewind },
  { .name = "iteration-start", .activate = on_iteration_start },
  { .name = "iteration-end", .activate = on_iteration_end },
  { .name = "play", .state = "false", .change_state = on_play },
  { .name = "grain", .parameter_type = "s", .state = "'operation'", .change_state = on_grain },
  { .name = "overlay", .parameter_type = "s", .state = "'weights'", .change_state = on_overlay },
  { .name = "train", .activate = on_train },
  { .name = "train-epoch", .activate = on_train_epoch },
  { .name = "pause", .activate = on_pause },
  { .name = "pace", .parameter_type = "u", .state = "uint32 0", .change_state = on_pace },
  { .name = "range-test", .activate = on_range_test },
  { .name = "apply-learning-rate", .activate = on_apply_learning_rate },
  { .name = "reset-weights", .activate = on_reset_weights },
  { .name = "edit-value", .activate = on_edit_value },
  { .name = "show-error", .activate = on_show_error, .parameter_type = "s" },
};

static void
enable (ChainWindow *window,
        const char  *name,
        gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_state (ChainWindow *window,
           const char  *name,
           GVariant    *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

/* Adds the actions to the window; all are disabled that the session does not allow yet. */
void
chain_window_add_actions (ChainWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions),
                                   window);
}

/* On the Autodiff page steps are those of its statements. */
static void
follow_bench (ChainWindow    *window,
              ChainWorkbench *bench)
{
  const guint    n_steps = chain_workbench_get_n_steps (bench, NULL);
  const guint    position = chain_workbench_get_position (bench);
  const gboolean ready = n_steps > 0;

  enable (window, "step", ready && position < n_steps);
  enable (window, "step-back", ready && position > 0);
  enable (window, "finish-pass", ready && position < n_steps);
  enable (window, "rewind", ready && position > 0);
  enable (window, "play", ready);
  enable (window, "iteration-start", FALSE);
  enable (window, "iteration-end", FALSE);
  enable (window, "save-picture", ready);
  enable (window, "copy-picture", FALSE);
  set_state (window, "play", g_variant_new_boolean (chain_workbench_get_playing (bench)));
}

/* Makes the actions follow the session. */
void
chain_window_update_actions (ChainWindow *window)
{
  ChainSession *session = window->session;
  ChainStepper *stepper = chain_session_get_stepper (session);
  gboolean      training = chain_session_get_training (session);
  gboolean      document = chain_session_get_project (session) != NULL;
  gboolean      ready = stepper != NULL && !training;
  gboolean      begun = ready
                   && (chain_stepper_position (stepper) > 0
                       || chain_stepper_iteration (stepper)
                              > chain_stepper_first_iteration (stepper));
  double        rate;

  enable (window, "save", document && (chain_session_get_modified (session)
                                       || chain_session_get_path (session) == NULL));
  enable (window, "reload", document
                                && chain_session_get_project (session)->source->kind
                                       == CHAIN_SOURCE_CSV);
  enable (window, "save-as", document);
  enable (window, "export", stepper != NULL);
  enable (window, "import", stepper != NULL);
  enable (window, "save-picture", stepper != NULL);
  enable (window, "copy-picture", stepper != NULL);
  enable (window, "handout", ready);
  enable (window, "undo", chain_session_get_undo_label (session) != NULL);
  enable (window, "redo", chain_session_get_redo_label (session) != NULL);
  enable (window, "step", ready);
  enable (window, "step-back", begun);
  enable (window, "finish-pass", ready);
  enable (window, "rewind", begun);
  enable (window, "play", ready);
  enable (window, "iteration-start", ready);
  enable (window, "iteration-end", ready);
  enable (window, "train", ready);
  enable (window, "train-epoch", ready);
  enable (window, "pause", training);
  enable (window, "reset-weights", document);
  enable (window, "range-test", ready && !chain_session_get_testing_range (session));
  enable (window, "apply-learning-rate", chain_session_get_recommended_rate (session, &rate));

  set_state (window, "play", g_variant_new_boolean (chain_session_get_playing (session)));
  set_state (window, "pace", g_variant_new_uint32 (chain_session_get_pace (session)));
  set_state (window, "grain",
             g_variant_new_string (chain_grain_name (chain_session_get_grain (session))));
  set_state (window, "overlay",
             g_variant_new_string (chain_overlay_name (chain_session_get_overlay (session))));
  if (bench_in_sight (window) != NULL)
    follow_bench (window, bench_in_sight (window));
}
