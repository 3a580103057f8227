/* network-activity.c: forward passes over one sample and over a grid of the input plane.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-activity.h"

#include <math.h>
#include <string.h>

#define GRID 28          /* points along each side of a map */
#define MOST_MAPS 256    /* units of a layer that has maps */
#define BEYOND 0.08      /* of the data's range that a map shows on each side of it */

typedef struct
{
  ChainNetwork        *network;
  ChainDataset        *dataset;
  const ChainOp       *loss;
  double               loss_parameters[CHAIN_MAX_PARAMETERS];
  ChainActivityResult *result; /* to be filled in */
} Job;

struct _ChainNetworkActivity
{
  GFunc                changed;
  gpointer             data;
  ChainActivityResult *result;  /* (nullable): the newest */
  GCancellable        *running; /* (nullable) */
  gboolean             stale;   /* asked for again while running */
  ChainSession        *session; /* (nullable) (weak): to ask again for */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  chain_network_free (job->network);
  chain_dataset_unref (job->dataset);
  g_clear_pointer (&job->result, chain_activity_result_free);
  g_free (job);
}

/* The values of layer 0, the input, or of a later one, after a forward pass. */
static const ChainTensor *
values_of (const ChainRecording *recording,
           ChainWalk            *walk,
           guint                 layer)
{
  return chain_walk_value (walk, layer == 0 ? recording->x : recording->layers[layer - 1].a);
}

static void
forward (const ChainRecording *recording,
         ChainWalk            *walk)
{
  chain_recording_open_masks (recording, walk);
  chain_walk_forward (walk, 0, recording->prediction + 1);
}

static void
compute_values (const Job            *job,
                const ChainRecording *recording,
                ChainWalk            *walk)
{
  ChainTensor *x;

  chain_walk_set_batch (walk, 1);
  x = chain_walk_value (walk, recording->x);
  memcpy (x->values, job->dataset->inputs + (gsize) job->result->row * job->dataset->n_inputs,
          job->dataset->n_inputs * sizeof (double));
  forward (recording, walk);
  for (guint l = 0; l < job->result->n_layers; l++)
    {
      const ChainTensor *values = values_of (recording, walk, l);

      job->result->values[l] = g_memdup2 (values->values, values->columns * sizeof (double));
    }
}

static void
find_range (const ChainDataset *dataset,
            guint               input,
            double             *range)
{
  double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;
  double beyond;

  for (gsize i = 0; i < dataset->n_rows; i++)
    {
      const double value = dataset->inputs[i * dataset->n_inputs + input];

      least = MIN (least, value);
      most = MAX (most, value);
    }
  beyond = most > least ? BEYOND * (most - least) : 1;
  range[0] = least - beyond;
  range[1] = most + beyond;
}

static ChainPictureMaps *
maps_from (const ChainTensor *values,
           const double      *x,
           const double      *y)
{
  ChainPictureMaps *maps = chain_picture_maps_new ((guint) values->columns, GRID);

  memcpy (maps->x, x, sizeof maps->x);
  memcpy (maps->y, y, sizeof maps->y);
  for (gsize point = 0; point < values->rows; point++)
    {
      for (gsize unit = 0; unit < values->columns; unit++)
        {
          const float value = (float) chain_tensor_get (values, point, unit);

          maps->values[unit * values->rows + point] = value;
          if (isfinite (value))
            maps->largest = MAX (maps->largest, fabsf (value));
        }
    }
  return maps;
}

static void
compute_maps (const Job            *job,
              const ChainRecording *recording,
              ChainWalk            *walk)
{
  double x[2], y[2];
  ChainTensor *inputs;

  find_range (job->dataset, 0, x);
  find_range (job->dataset, 1, y);
  chain_walk_set_batch (walk, GRID * GRID);
  inputs = chain_walk_value (walk, recording->x);
  for (guint row = 0; row < GRID; row++)
    {
      for (guint column = 0; column < GRID; column++)
        {
          double *point = inputs->values + 2 * (row * GRID + column);

          point[0] = x[0] + (x[1] - x[0]) * (column + 0.5) / GRID;
          point[1] = y[1] - (y[1] - y[0]) * (row + 0.5) / GRID;
        }
    }
  forward (recording, walk);
  for (guint l = 0; l < job->result->n_layers; l++)
    {
      const ChainTensor *values = values_of (recording, walk, l);

      if (values->columns <= MOST_MAPS)
        job->result->maps[l] = maps_from (values, x, y);
    }
}

static gboolean
compute (const Job *job,
         GError   **error)
{
  g_autoptr (ChainRecording) recording = NULL;
  g_autoptr (ChainWalk) walk = NULL;

  recording = chain_recording_new (job->network, job->loss, job->loss_parameters, error);
  if (!recording)
    return FALSE;
  walk = chain_walk_new (recording->graph, job->result->maps ? GRID * GRID : 1);
  chain_recording_load_weights (recording, job->network, walk);
  compute_values (job, recording, walk);
  if (job->result->maps)
    compute_maps (job, recording, walk);
  return TRUE;
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  chain_background_enter ();
  if (compute (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_computed (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  const gboolean cancelled
    = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  const gboolean done = g_task_propagate_boolean (G_TASK (result), NULL);
  ChainNetworkActivity *activity;

  /* What was given up may belong to an activity that is gone. */
  if (cancelled)
    return;
  activity = data;
  g_clear_object (&activity->running);
  if (done)
    {
      g_clear_pointer (&activity->result, chain_activity_result_free);
      activity->result = g_steal_pointer (&job->result);
      activity->changed (activity->data, NULL);
    }
  if (activity->stale && activity->session)
    chain_network_activity_update (activity, activity->session);
}

/* Whether the inputs span a plane: two numbers, not two levels of a category. */
static gboolean
has_plane (const ChainDataset *dataset)
{
  const GPtrArray *features = dataset->input_encoder->features;

  if (dataset->n_inputs != 2 || features->len != 2)
    return FALSE;
  for (guint i = 0; i < features->len; i++)
    {
      if (((const ChainFeature *) features->pdata[i])->encoding != CHAIN_ENCODING_NUMBER)
        return FALSE;
    }
  return TRUE;
}

static Job *
job_new (ChainSession *session)
{
  const ChainProject *project = chain_session_get_project (session);
  ChainStepper *stepper = chain_session_get_stepper (session);
  ChainDataset *dataset = chain_session_get_dataset (session);
  Job *job = g_new0 (Job, 1);
  const guint *rows;
  gsize n_rows;

  rows = chain_stepper_rows (stepper, &n_rows);
  job->network = chain_network_copy (project->network);
  chain_stepper_save_weights (stepper, job->network);
  job->dataset = chain_dataset_ref (dataset);
  job->loss = project->training.loss;
  memcpy (job->loss_parameters, project->training.loss_parameters, sizeof job->loss_parameters);
  job->result = g_new0 (ChainActivityResult, 1);
  job->result->iteration = chain_stepper_iteration (stepper);
  job->result->row = rows[MIN (chain_session_get_sample (session), n_rows - 1)];
  job->result->n_layers = chain_network_n_layers (project->network) + 1;
  job->result->values = g_new0 (double *, job->result->n_layers);
  if (has_plane (dataset))
    job->result->maps = g_new0 (ChainPictureMaps *, job->result->n_layers);
  return job;
}

/**
 * chain_activity_result_new:
 * @session: a session with a stepper
 *
 * Waits for what is computed; a window asks with chain_network_activity_update().
 *
 * Returns: (transfer full) (nullable): of its sample with its weights
 */
ChainActivityResult *
chain_activity_result_new (ChainSession *session)
{
  Job *job = job_new (session);
  ChainActivityResult *result = NULL;

  if (compute (job, NULL))
    result = g_steal_pointer (&job->result);
  job_free (job);
  return result;
}

/**
 * chain_activity_result_free:
 * @result: (transfer full): a result
 */
void
chain_activity_result_free (ChainActivityResult *result)
{
  for (guint l = 0; l < result->n_layers; l++)
    {
      g_free (result->values[l]);
      if (result->maps && result->maps[l])
        chain_picture_maps_unref (result->maps[l]);
    }
  g_free (result->values);
  g_free (result->maps);
  g_free (result);
}

/**
 * chain_network_activity_new:
 * @changed: (scope forever): called with @data and %NULL on the main thread when there is a new
 *   result
 * @data: for @changed
 *
 * Returns: (transfer full): without a result
 */
ChainNetworkActivity *
chain_network_activity_new (GFunc    changed,
                            gpointer data)
{
  ChainNetworkActivity *activity = g_new0 (ChainNetworkActivity, 1);

  activity->changed = changed;
  activity->data = data;
  return activity;
}

/**
 * chain_network_activity_free:
 * @activity: (transfer full): an activity
 */
void
chain_network_activity_free (ChainNetworkActivity *activity)
{
  chain_network_activity_forget (activity);
  g_free (activity);
}

/**
 * chain_network_activity_forget:
 * @activity: an activity
 *
 * Before another network is shown: what is known and what is being computed is of no use.
 */
void
chain_network_activity_forget (ChainNetworkActivity *activity)
{
  if (activity->running)
    g_cancellable_cancel (activity->running);
  g_clear_object (&activity->running);
  g_clear_pointer (&activity->result, chain_activity_result_free);
  activity->stale = FALSE;
  activity->session = NULL;
}

/**
 * chain_network_activity_update:
 * @activity: an activity
 * @session: a session; if it has a stepper its weights and its sample are used
 *
 * Computes a new result; while one is being computed, the newest weights come after it.
 */
void
chain_network_activity_update (ChainNetworkActivity *activity,
                               ChainSession         *session)
{
  g_autoptr (GTask) task = NULL;

  activity->session = session;
  activity->stale = activity->running != NULL;
  if (activity->running || !chain_session_get_stepper (session))
    return;
  activity->running = g_cancellable_new ();
  task = g_task_new (NULL, activity->running, on_computed, activity);
  g_task_set_task_data (task, job_new (session), job_free);
  g_task_run_in_thread (task, run_job);
}

/**
 * chain_network_activity_result:
 * @activity: an activity
 *
 * Returns: (transfer none) (nullable): the newest result
 */
const ChainActivityResult *
chain_network_activity_result (ChainNetworkActivity *activity)
{
  return activity->result;
}
