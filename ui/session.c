/* session.c: the one document a window shows: its object, editing and undoing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include <string.h>

#define PLAY_INTERVAL 700 /* milliseconds; to begin with */
#define MOST_EDITS 200 /* that can be undone */
#define MOST_PLACE_PARAMETERS 50000 /* of a larger network no place is kept for undoing */

typedef struct
{
  ChainProject      *project; /* as it was before the edit, or after it on the redo stack */
  ChainStepperPlace *place;   /* (nullable): where it was stepped to then */
  char              *label;
  char              *merge;
} Edit;

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_MODIFIED,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_TRAINING,
  PROP_TESTING_RANGE,
  PROP_PLAYING,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint       signals[CHAIN_SESSION_N_SIGNALS];

static const char *const signal_names[CHAIN_SESSION_N_SIGNALS] = {
  [CHAIN_SESSION_PROJECT_CHANGED] = "project-changed",
  [CHAIN_SESSION_POSITION_CHANGED] = "position-changed",
  [CHAIN_SESSION_SELECTION_CHANGED] = "selection-changed",
  [CHAIN_SESSION_VIEW_CHANGED] = "view-changed",
  [CHAIN_SESSION_TRAINING_CHANGED] = "training-changed",
  [CHAIN_SESSION_RUNS_CHANGED] = "runs-changed",
  [CHAIN_SESSION_RANGE_CHANGED] = "range-changed",
  [CHAIN_SESSION_WORK_CHANGED] = "work-changed",
};

G_DEFINE_FINAL_TYPE (ChainSession, chain_session, G_TYPE_OBJECT)

/* The document as it is now. */
static Edit *
edit_new (ChainSession *self, const char *label, const char *merge)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->project = chain_project_copy (self->project);
  if (self->stepper != NULL
      && chain_network_n_parameters (self->project->network) <= MOST_PLACE_PARAMETERS)
    edit->place = chain_stepper_save_place (self->stepper);
  edit->label = g_strdup (label);
  edit->merge = g_strdup (merge);
  return edit;
}

static void
edit_free (Edit *edit)
{
  chain_project_free (edit->project);
  chain_stepper_place_free (edit->place);
  g_free (edit->label);
  g_free (edit->merge);
  g_free (edit);
}

static Edit *
last_edit (GPtrArray *edits)
{
  return edits->len > 0 ? g_ptr_array_index (edits, edits->len - 1) : NULL;
}

void
chain_session_emit (ChainSession *self, ChainSessionSignal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

void
chain_session_notify_document (ChainSession *self)
{
  for (guint i = PROP_TITLE; i <= PROP_CAN_REDO; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

void
chain_session_set_modified (ChainSession *self, gboolean modified)
{
  self->modified = modified;
  chain_session_notify_document (self);
}

/* The stepper may have changed the weights: then the document is no longer what was saved.
 * Before the first update, looking at numbers has changed nothing. */
void
chain_session_weights_moved (ChainSession *self)
{
  const ChainStep *step = chain_session_get_current_step (self);
  const gboolean   updated = chain_stepper_iteration (self->stepper)
                               > chain_stepper_first_iteration (self->stepper)
                           || (step != NULL && step->phase == CHAIN_PHASE_UPDATE);

  self->weights_moved = TRUE;
  if (updated && !self->modified)
    chain_session_set_modified (self, TRUE);
}

static void
bring_weights_home (ChainSession *self)
{
  if (self->weights_moved && self->stepper != NULL)
    chain_stepper_save_weights (self->stepper, self->project->network);
  self->weights_moved = FALSE;
}

/* The table of an edited project, as far as it is there: the open one if it comes from the same
 * place, or the rows that stand in the project. Otherwise NULL: to be read. */
static ChainTable *
table_for (ChainSession *self, const ChainProject *project)
{
  if (chain_source_equal (self->project->source, project->source))
    return chain_table_ref (self->table);
  return project->source->kind == CHAIN_SOURCE_INLINE ? chain_table_ref (project->source->rows)
                                                      : NULL;
}

/**
 * chain_session_get_path:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the project's file; %NULL if it was never saved
 */
const char *
chain_session_get_path (ChainSession *self)
{
  return self->path;
}

/**
 * chain_session_dup_title:
 * @self: a session
 *
 * Returns: (transfer full): the file's name, or the project's
 */
char *
chain_session_dup_title (ChainSession *self)
{
  if (self->path != NULL)
    return g_path_get_basename (self->path);
  return g_strdup (self->project != NULL ? self->project->name : "");
}

/**
 * chain_session_get_modified:
 * @self: a session
 *
 * Returns: whether there is something that saving would keep
 */
gboolean
chain_session_get_modified (ChainSession *self)
{
  return self->modified;
}

/**
 * chain_session_get_project:
 * @self: a session
 *
 * Returns: (transfer none): the project, with the weights as they are now
 */
const ChainProject *
chain_session_get_project (ChainSession *self)
{
  bring_weights_home (self);
  return self->project;
}

/**
 * chain_session_get_table:
 * @self: a session
 *
 * Returns: (transfer none): the rows
 */
const ChainTable *
chain_session_get_table (ChainSession *self)
{
  return self->table;
}

/**
 * chain_session_get_dataset:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the rows as the network reads them; %NULL while there is
 *   a problem
 */
ChainDataset *
chain_session_get_dataset (ChainSession *self)
{
  return self->dataset;
}

/**
 * chain_session_get_warnings:
 * @self: a session
 *
 * Returns: (transfer none) (element-type utf8): what reading the document had to say
 */
GPtrArray *
chain_session_get_warnings (ChainSession *self)
{
  return self->warnings;
}

/* The dataset of an edited project: the open one where the edit does not touch the data. */
static ChainDataset *
dataset_for (ChainSession *self, const ChainProject *project, const ChainTable *table)
{
  if (self->dataset == NULL || table != self->table
      || !chain_data_options_equal (&project->data, &self->project->data)
      || chain_network_n_outputs (project->network)
             != chain_network_n_outputs (self->project->network))
    return NULL;
  return chain_dataset_ref (self->dataset);
}

/* What an edited project becomes, taking it and its table, within a frame. */
static ChainPrepared *
prepare_now (ChainProject *project, ChainTable *table, ChainDataset *dataset, GError **error)
{
  if (table == NULL)
    return chain_prepared_load_rows (project, NULL, NULL, error);
  return chain_prepared_new (project, table, dataset);
}

/* Keeps the project as it is now for undoing what comes. */
void
chain_session_remember (ChainSession *self, const char *label, const char *merge)
{
  const Edit *last = last_edit (self->undo);

  bring_weights_home (self);
  g_ptr_array_set_size (self->redo, 0);
  self->modified = TRUE;
  if (last != NULL && merge != NULL && g_strcmp0 (last->merge, merge) == 0)
    return;
  if (self->undo->len == MOST_EDITS)
    g_ptr_array_remove_index (self->undo, 0);
  g_ptr_array_add (self->undo, edit_new (self, label, merge));
}

static gboolean
same_numbers (const ChainTensor *one, const ChainTensor *other)
{
  if (one == NULL || other == NULL)
    return one == other;
  return one->rows == other->rows && one->columns == other->columns
         && memcmp (one->values, other->values, chain_tensor_size (one) * sizeof (double)) == 0;
}

static gboolean
same_weights (const ChainNetwork *one, const ChainNetwork *other)
{
  if (chain_network_n_layers (one) != chain_network_n_layers (other))
    return FALSE;
  for (guint i = 0; i < chain_network_n_layers (one); i++)
    if (!same_numbers (chain_network_layer (one, i)->kernel,
                       chain_network_layer (other, i)->kernel)
        || !same_numbers (chain_network_layer (one, i)->bias, chain_network_layer (other, i)->bias))
      return FALSE;
  return TRUE;
}

/* Makes a project the open one that is stepped to a place; FALSE if it does not fit there, and
 * then it is before its first step. */
gboolean
chain_session_install_at (ChainSession *self, ChainPrepared *prepared, const ChainStepperPlace *place)
{
  const guint    sample = self->sample;
  const gboolean moved = place != NULL && prepared->stepper != NULL
                         && chain_stepper_restore_place (prepared->stepper, place);

  chain_session_install (self, prepared);
  if (!moved)
    return FALSE;
  chain_session_set_sample (self, sample);
  self->weights_moved = TRUE;
  return TRUE;
}

/**
 * chain_session_edit:
 * @self: a session
 * @changed: (transfer full): the project as it shall be
 * @label: the edit in words, as a menu names it
 * @merge: (nullable): edits in a row with the same key are undone as one
 * @error: set if the changed project cannot be used
 *
 * A running job is cancelled, but only once the edit is known to be possible. A document that
 * cannot be used as it is may be put right in several edits: until then each leaves a problem.
 * So does an edit of many rows that turns out to be impossible: they are prepared on a thread,
 * see chain_session_get_preparing().
 *
 * An edit that leaves data and weights as they are (of the learning rate, of an activation) keeps
 * the place that was stepped to as well.
 *
 * Returns: %FALSE on an error, and then the open document is as it was
 */
gboolean
chain_session_edit (ChainSession *self,
                    ChainProject *changed,
                    const char   *label,
                    const char   *merge,
                    GError      **error)
{
  ChainTable   *table = table_for (self, changed);
  ChainDataset *dataset = dataset_for (self, changed, table);
  g_autoptr (ChainStepperPlace) place = NULL;
  g_autoptr (ChainPrepared)     prepared = NULL;

  if (dataset != NULL && self->stepper != NULL
      && same_weights (chain_session_get_project (self)->network, changed->network))
    place = chain_stepper_save_place (self->stepper);
  if (dataset == NULL && chain_session_is_large (changed, table))
    {
      chain_session_remember (self, label, merge);
      chain_session_prepare (self, changed, table);
      chain_session_announce (self);
      return TRUE;
    }
  prepared = prepare_now (changed, table, dataset, error);
  if (prepared == NULL)
    return FALSE;
  if (prepared->dataset == NULL && self->problem == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&prepared->problem));
      return FALSE;
    }
  chain_session_remember (self, label, merge);
  chain_session_install_at (self, g_steal_pointer (&prepared), place);
  chain_session_announce (self);
  return TRUE;
}

/* Takes the last edit of one stack and leaves the present project on the other. */
static gboolean
exchange (ChainSession *self, GPtrArray *from, GPtrArray *to)
{
  Edit                     *edit = last_edit (from);
  ChainTable               *table;
  ChainDataset             *dataset;
  g_autoptr (ChainPrepared) prepared = NULL;
  gboolean                  later;

  if (edit == NULL)
    return FALSE;
  table = table_for (self, edit->project);
  dataset = dataset_for (self, edit->project, table);
  later = dataset == NULL && chain_session_is_large (edit->project, table);
  if (!later)
    prepared = prepare_now (chain_project_copy (edit->project), table, dataset, NULL);
  if (!later && prepared == NULL)
    return FALSE; /* its rows have gone: the document stays as it is */
  chain_session_stop_jobs (self);
  bring_weights_home (self);
  g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, edit_new (self, edit->label, NULL));
  self->keeps_range = g_str_equal (edit->label, CHAIN_EDIT_LEARNING_RATE);
  if (later)
    chain_session_prepare (self, g_steal_pointer (&edit->project), table);
  else
    chain_session_install_at (self, g_steal_pointer (&prepared), edit->place);
  self->keeps_range = FALSE;
  edit_free (edit);
  self->modified = TRUE;
  chain_session_announce (self);
  return TRUE;
}

/**
 * chain_session_undo:
 * @self: a session
 *
 * Returns: %FALSE if there is nothing to undo
 */
gboolean
chain_session_undo (ChainSession *self)
{
  return exchange (self, self->undo, self->redo);
}

/**
 * chain_session_redo:
 * @self: a session
 *
 * Returns: %FALSE if there is nothing to redo
 */
gboolean
chain_session_redo (ChainSession *self)
{
  return exchange (self, self->redo, self->undo);
}

/**
 * chain_session_get_undo_label:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what undoing would undo
 */
const char *
chain_session_get_undo_label (ChainSession *self)
{
  return self->undo->len > 0 ? last_edit (self->undo)->label : NULL;
}

/**
 * chain_session_get_redo_label:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): what redoing would do again
 */
const char *
chain_session_get_redo_label (ChainSession *self)
{
  return self->redo->len > 0 ? last_edit (self->redo)->label : NULL;
}

static void
chain_session_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  ChainSession *self = CHAIN_SESSION (object);

  switch (property)
    {
    case PROP_TITLE:
      g_value_take_string (value, chain_session_dup_title (self));
      break;
    case PROP_MODIFIED:
      g_value_set_boolean (value, self->modified);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->undo->len > 0);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->redo->len > 0);
      break;
    case PROP_TRAINING:
      g_value_set_boolean (value, chain_session_get_training (self));
      break;
    case PROP_TESTING_RANGE:
      g_value_set_boolean (value, chain_session_get_testing_range (self));
      break;
    case PROP_PLAYING:
      g_value_set_boolean (value, chain_session_get_playing (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
chain_session_dispose (GObject *object)
{
  ChainSession *self = CHAIN_SESSION (object);

  chain_session_stop_jobs (self);
  for (ChainWorkKind kind = 0; kind < CHAIN_N_WORK_KINDS; kind++)
    chain_session_end_work (self, kind);
  chain_session_reset_results (self);
  chain_session_forget_health (self);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->range_tests, g_ptr_array_unref);
  g_clear_pointer (&self->nothing, chain_history_free);
  g_clear_pointer (&self->stepper, chain_stepper_free);
  g_clear_pointer (&self->dataset, chain_dataset_unref);
  g_clear_pointer (&self->project, chain_project_free);
  g_clear_pointer (&self->table, chain_table_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_clear_pointer (&self->undo, g_ptr_array_unref);
  g_clear_pointer (&self->redo, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (chain_session_parent_class)->dispose (object);
}

static void
chain_session_class_init (ChainSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const flags[] = {
    [PROP_MODIFIED] = "modified", [PROP_CAN_UNDO] = "can-undo",
    [PROP_CAN_REDO] = "can-redo", [PROP_TRAINING] = "training",
    [PROP_TESTING_RANGE] = "testing-range", [PROP_PLAYING] = "playing",
  };

  object_class->get_property = chain_session_get_property;
  object_class->dispose = chain_session_dispose;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_MODIFIED; i < N_PROPERTIES; i++)
    properties[i] = g_param_spec_boolean (flags[i], NULL, NULL, FALSE,
                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  for (guint i = 0; i < CHAIN_SESSION_N_SIGNALS; i++)
    signals[i] = g_signal_new (signal_names[i], CHAIN_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_session_init (ChainSession *self)
{
  self->undo = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);
  self->redo = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->range_tests
    = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_range_test_free);
  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_run_free);
  self->nothing = chain_history_new ();
  self->grain = CHAIN_GRAIN_OPERATION;
  self->play_interval = PLAY_INTERVAL;
  chain_lr_range_options_init (&self->range_options);
  chain_session_watch_health (self);
}

/**
 * chain_session_new:
 *
 * Returns: (transfer full): a session that shows the worked example
 */
ChainSession *
chain_session_new (void)
{
  ChainSession *self = g_object_new (CHAIN_TYPE_SESSION, NULL);

  chain_session_open_sample (self, "worked_example", NULL);
  return self;
}
