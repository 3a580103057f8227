/* session.h: the one document a window shows, and everything that is going on with it.
 *
 * Pages and widgets read the session and listen to its signals; they never call each other.
 * All functions belong to the main thread. Work that can outlast a frame runs on worker
 * threads on copies; its finished snapshots arrive here on the main thread.
 *
 * Signals (no arguments, all on the main thread):
 *   project-changed    the project, its table or its dataset is another one (open, edit, undo)
 *   position-changed   the stepper moved, or its weights changed
 *   selection-changed  what the inspector shows
 *   view-changed       overlay, grain, or what is found of the units' health
 *   training-changed   a run started, published a snapshot or ended; new history
 *   runs-changed       a run is new, renamed, hidden or gone
 *   range-changed      a range test started, went on or ended
 *   work-changed       opening a file, or other work that can outlast a frame, began or ended
 * Properties (notify): title, modified, can-undo, can-redo, training, testing-range, playing
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/range-test.h"
#include "ui/run.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_OVERLAY_WEIGHTS,
  CHAIN_OVERLAY_GRADIENTS,
  CHAIN_OVERLAY_UPDATES,
  CHAIN_OVERLAY_CONTRIBUTIONS, /* weight times the value of its input unit */
  CHAIN_N_OVERLAYS,
} ChainOverlay;

typedef enum
{
  CHAIN_GRAIN_ELEMENT, /* one summand of one element */
  CHAIN_GRAIN_OPERATION,
  CHAIN_GRAIN_LAYER,
  CHAIN_GRAIN_PASS,
  CHAIN_GRAIN_BATCH,
  CHAIN_GRAIN_EPOCH,
  CHAIN_N_GRAINS,
} ChainGrain;

typedef enum
{
  CHAIN_SELECTION_STEP,       /* nothing clicked: the inspector follows the current step */
  CHAIN_SELECTION_UNIT,       /* a node; layer 0 is the input */
  CHAIN_SELECTION_BIAS,
  CHAIN_SELECTION_CONNECTION,
} ChainSelectionKind;

typedef struct
{
  ChainSelectionKind kind;
  guint              layer; /* from 1; 0 for an input unit */
  guint              from;  /* connection: unit of the layer before, from 0 */
  guint              unit;  /* from 0 */
} ChainSelection;

#define CHAIN_TYPE_SESSION (chain_session_get_type ())
G_DECLARE_FINAL_TYPE (ChainSession, chain_session, CHAIN, SESSION, GObject)

ChainSession         *chain_session_new              (void);
ChainSession         *chain_session_new_of           (const ChainProject  *project,
                                                      ChainDataset        *dataset,
                                                      GError             **error);
ChainSession         *chain_session_copy             (ChainSession        *session);

/* The document. Functions that fail leave the open document as it was. */
gboolean              chain_session_open             (ChainSession        *session,
                                                      const char          *path,
                                                      GError             **error);
void                  chain_session_open_async       (ChainSession        *session,
                                                      const char          *path,
                                                      GAsyncReadyCallback  done,
                                                      gpointer             data);
void                  chain_session_reload_async     (ChainSession        *session,
                                                      GAsyncReadyCallback  done,
                                                      gpointer             data);
gboolean              chain_session_open_finish      (ChainSession        *session,
                                                      GAsyncResult        *result,
                                                      GError             **error);
gboolean              chain_session_open_sample      (ChainSession        *session,
                                                      const char          *name,
                                                      GError             **error);
gboolean              chain_session_save             (ChainSession        *session,
                                                      const char          *path,
                                                      GError             **error);
const char           *chain_session_get_path         (ChainSession        *session);
char                 *chain_session_dup_title        (ChainSession        *session);
gboolean              chain_session_get_modified     (ChainSession        *session);

const ChainProject   *chain_session_get_project      (ChainSession        *session);
const ChainTable     *chain_session_get_table        (ChainSession        *session);
ChainDataset         *chain_session_get_dataset      (ChainSession        *session);
GPtrArray            *chain_session_get_warnings     (ChainSession        *session);

/* Work that can outlast a frame: a file being opened, rows being prepared after an edit, iterations
 * gone ahead, a hand-out being written, weights being imported. */
typedef struct
{
  gint64   begun;       /* monotonic time, microseconds */
  gboolean cancellable;
  guint64  bytes;       /* read so far */
  guint64  of_bytes;    /* 0: not known */
  guint    rows;        /* read so far; 0: not known */
  guint    done;        /* of other work than reading */
  guint    of_done;     /* 0: not known */
} ChainWorkProgress;

const char           *chain_session_get_work         (ChainSession        *session,
                                                      ChainWorkProgress   *progress);
gboolean              chain_session_cancel_work      (ChainSession        *session);
gboolean              chain_session_get_preparing    (ChainSession        *session);

/* Edits: take a copy of the project, change it, hand it in. A running job is cancelled first.
 * `label` names the edit for people: "Undo Change units". Edits in a row with the same non-NULL
 * `merge` key are undone as one. */
gboolean              chain_session_edit             (ChainSession        *session,
                                                      ChainProject        *changed,
                                                      const char          *label,
                                                      const char          *merge,
                                                      GError             **error);
void                  chain_session_edit_workspace   (ChainSession        *session,
                                                      const ChainWorkspaceOptions *options,
                                                      const char          *label,
                                                      const char          *merge);
gboolean              chain_session_undo             (ChainSession        *session);
gboolean              chain_session_redo             (ChainSession        *session);
const char           *chain_session_get_undo_label   (ChainSession        *session);
const char           *chain_session_get_redo_label   (ChainSession        *session);

/* Stepping. NULL stepper: the data and the network do not fit (chain_session_get_problem). */
ChainStepper         *chain_session_get_stepper      (ChainSession        *session);
const char           *chain_session_get_problem      (ChainSession        *session);
void                  chain_session_step             (ChainSession        *session);
void                  chain_session_step_back        (ChainSession        *session);
void                  chain_session_finish_pass      (ChainSession        *session);
void                  chain_session_rewind           (ChainSession        *session);
void                  chain_session_go_to_position   (ChainSession        *session,
                                                      guint                position);
void                  chain_session_go_to_iteration  (ChainSession        *session,
                                                      guint64              iteration);
gboolean              chain_session_go_to_row        (ChainSession        *session,
                                                      guint                row);
guint                 chain_session_get_play_interval (ChainSession       *session);
void                  chain_session_set_play_interval (ChainSession       *session,
                                                       guint               milliseconds);
gboolean              chain_session_get_playing      (ChainSession        *session);
void                  chain_session_set_playing      (ChainSession        *session,
                                                      gboolean             playing);
const ChainStep      *chain_session_get_current_step (ChainSession        *session);
gboolean              chain_session_get_part_place   (ChainSession        *session,
                                                      ChainSelection      *place);

/* What is looked at. */
ChainOverlay          chain_session_get_overlay      (ChainSession        *session);
void                  chain_session_set_overlay      (ChainSession        *session,
                                                      ChainOverlay         overlay);
const char           *chain_overlay_name             (ChainOverlay         overlay);
ChainGrain            chain_session_get_grain        (ChainSession        *session);
void                  chain_session_set_grain        (ChainSession        *session,
                                                      ChainGrain           grain);
const char           *chain_grain_name               (ChainGrain           grain);
const ChainSelection *chain_session_get_selection    (ChainSession        *session);
void                  chain_session_set_selection    (ChainSession        *session,
                                                      const ChainSelection *selection);
guint                 chain_session_get_sample       (ChainSession        *session);
void                  chain_session_set_sample       (ChainSession        *session,
                                                      guint                sample);

/* Numbers changed by hand: weights for good, inputs and targets to try. */
gboolean              chain_session_get_editable     (ChainSession        *session,
                                                      const ChainSelection *place,
                                                      double              *value);
gboolean              chain_session_set_value        (ChainSession        *session,
                                                      const ChainSelection *place,
                                                      double               value,
                                                      GError             **error);
gboolean              chain_session_get_alone        (ChainSession        *session);
void                  chain_session_set_alone        (ChainSession        *session,
                                                      gboolean             alone);
const char           *chain_session_get_outside      (ChainSession        *session,
                                                      guint               *row);
void                  chain_session_choose_rows      (ChainSession        *session,
                                                      const guint         *rows,
                                                      guint                n_rows);
const GArray         *chain_session_get_what_ifs     (ChainSession        *session);
void                  chain_session_reset_what_ifs   (ChainSession        *session);

/* Weights that training leaves alone. */
gboolean              chain_session_get_locked       (ChainSession        *session,
                                                      const ChainSelection *place,
                                                      gboolean            *locked);
void                  chain_session_set_locked       (ChainSession        *session,
                                                      const ChainSelection *place,
                                                      gboolean             locked);

/* What keeps units from learning, with the weights before the current iteration. */
const ChainHealth    *chain_session_get_present_health (ChainSession      *session);
char                 *chain_session_dup_unit_health  (ChainSession        *session,
                                                      guint                layer,
                                                      guint                unit);

/* Training. */
gboolean              chain_session_train            (ChainSession        *session,
                                                      GError             **error);
gboolean              chain_session_train_epoch      (ChainSession        *session,
                                                      GError             **error);
void                  chain_session_pause            (ChainSession        *session);
guint                 chain_session_get_epochs_left  (ChainSession        *session);
guint                 chain_session_get_pace         (ChainSession        *session);
void                  chain_session_set_pace         (ChainSession        *session,
                                                      guint                steps_per_second);
gboolean              chain_session_get_training     (ChainSession        *session);
const ChainHistory   *chain_session_get_history      (ChainSession        *session);
const ChainMetrics   *chain_session_get_metrics      (ChainSession        *session,
                                                      gboolean             validation);
const ChainHealth    *chain_session_get_health       (ChainSession        *session);
const char           *chain_session_get_training_message (ChainSession    *session);
gboolean              chain_session_get_training_failed (ChainSession     *session);
void                  chain_session_get_progress     (ChainSession        *session,
                                                      guint               *epochs_done,
                                                      guint               *epochs_planned,
                                                      double              *epochs_per_second);

/* The runs of this document, oldest first; those that go on from where they stopped are one. */
const GPtrArray      *chain_session_get_runs         (ChainSession        *session);
const ChainRun       *chain_session_get_run          (ChainSession        *session);
gboolean              chain_session_rename_run       (ChainSession        *session,
                                                      guint                number,
                                                      const char          *name);
gboolean              chain_session_hide_run         (ChainSession        *session,
                                                      guint                number,
                                                      gboolean             hidden);
gboolean              chain_session_delete_run       (ChainSession        *session,
                                                      guint                number);

/* The learning-rate range test. Using a rate, undoing and redoing that keep its curve. */
#define CHAIN_EDIT_LEARNING_RATE "Use learning rate" /* the label of that edit */

gboolean              chain_session_test_range       (ChainSession        *session,
                                                      const ChainLrRangeOptions *options,
                                                      GError             **error);
void                  chain_session_stop_range_test  (ChainSession        *session);
gboolean              chain_session_get_testing_range (ChainSession       *session);
const ChainLrRange   *chain_session_get_range        (ChainSession        *session);
const ChainLrRangeOptions *chain_session_get_range_options (ChainSession  *session);
gboolean              chain_session_get_range_suggestion (ChainSession    *session,
                                                      const ChainLrRule   *rule,
                                                      double              *learning_rate);
char                 *chain_session_get_range_reason  (ChainSession       *session,
                                                       const ChainLrRule  *rule);
gboolean              chain_session_get_recommended_rate (ChainSession    *session,
                                                      double              *learning_rate);
void                  chain_session_set_range_options (ChainSession       *session,
                                                      const ChainLrRangeOptions *options);
const char           *chain_session_get_range_message (ChainSession       *session);
const GPtrArray      *chain_session_get_range_tests  (ChainSession        *session);
const ChainRangeTest *chain_session_get_range_test   (ChainSession        *session);
gboolean              chain_session_rename_range_test (ChainSession       *session,
                                                       guint               number,
                                                       const char         *name);
gboolean              chain_session_hide_range_test  (ChainSession        *session,
                                                      guint                number,
                                                      gboolean             hidden);
gboolean              chain_session_delete_range_test (ChainSession       *session,
                                                       guint               number);
gboolean              chain_session_use_learning_rate (ChainSession       *session,
                                                      double               learning_rate,
                                                      GError             **error);

G_END_DECLS
