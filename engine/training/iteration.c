/* iteration.c: iterations of training, on the plan and on the walk.
 *
 * Where an iteration leaves the finite numbers, the plan has the weights before it. The loop of one
 * linear unit begins a block of iterations anew then and makes those before it, which gives the
 * same numbers to the last bit.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/iteration.h"

#include "base/error.h"
#include "training/delta-rule.h"
#include "training/evaluation.h"
#include "training/metrics.h"

#include <math.h>
#include <string.h>

static gboolean
check_options (const ChainTrainingOptions *options, const ChainDataset *dataset, GError **error)
{
  if (options->batch_size < 1)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "batch_size: expected at least 1 row, got 0");
      return FALSE;
    }
  if (dataset->n_training_rows == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "training needs at least 1 training row, the data has none");
      return FALSE;
    }
  return TRUE;
}

static gboolean
rows_follow (const ChainDataset *dataset)
{
  for (gsize i = 1; i < dataset->n_training_rows; i++)
    if (dataset->training_rows[i] != dataset->training_rows[i - 1] + 1)
      return FALSE;
  return TRUE;
}

static void
list_variables (ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;

  iteration->variables = g_array_new (FALSE, FALSE, sizeof (ChainIterationVariable));
  for (guint i = 0; i < chain_graph_length (recording->graph); i++)
    {
      const ChainNode       *node = chain_graph_node (recording->graph, i);
      ChainIterationVariable variable = {
        .node = i,
        .plan_value = { .rows = node->shape.rows, .columns = node->shape.columns },
      };

      if (node->kind != CHAIN_NODE_VARIABLE)
        continue;
      variable.plan_value.values
        = chain_plan_updates_variable (iteration->plan_updates, recording, i);
      variable.is_state = node->state_of != CHAIN_NO_NODE;
      if (!variable.is_state)
        variable.place
          = (gsize) (variable.plan_value.values - chain_plan_parameters (iteration->plan));
      g_array_append_val (iteration->variables, variable);
    }
}

/**
 * chain_iteration_new:
 * @network: with weights; copied, not kept
 * @options: how to train; copied
 * @dataset: where the rows are; a reference is kept
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_SHAPE if network and dataset do not fit together, with
 * %CHAIN_ERROR_VALUE if there is nothing to train on, and where the loss cannot follow the last
 * layer.
 *
 * Returns: (transfer full): iteration 0; %NULL on error
 */
ChainIteration *
chain_iteration_new (const ChainNetwork         *network,
                     const ChainTrainingOptions *options,
                     ChainDataset               *dataset,
                     GError                    **error)
{
  g_autoptr (ChainRecording) recording = NULL;
  ChainIteration            *iteration;

  if (!check_options (options, dataset, error) || !chain_evaluate_fits (network, dataset, error))
    return NULL;
  recording = chain_recording_new (network, options->loss, options->loss_parameters, error);
  if (recording == NULL)
    return NULL;
  chain_optimizer_record (options->optimizer, options->optimizer_parameters, recording);

  iteration = g_new0 (ChainIteration, 1);
  iteration->options = *options;
  iteration->dataset = chain_dataset_ref (dataset);
  iteration->batches
    = chain_batches_new (dataset, options->batch_size, options->shuffle, options->seed);
  iteration->chunk
    = chain_evaluate_chunk (dataset, MIN (options->batch_size, dataset->n_training_rows));
  iteration->plan
    = chain_plan_new (recording->graph, recording->x, recording->loss, iteration->chunk);
  iteration->plan_updates = chain_plan_updates_new (recording, iteration->plan, options->optimizer,
                                                    options->optimizer_parameters);
  iteration->recording = g_steal_pointer (&recording);
  for (guint i = 0; i < iteration->recording->n_layers; i++)
    iteration->drops |= iteration->recording->layers[i].mask != CHAIN_NO_NODE;
  iteration->is_delta_rule = chain_delta_rule_fits (iteration->recording, options);
  iteration->in_order = !options->shuffle && rows_follow (dataset);
  list_variables (iteration);
  chain_recording_load_plan (iteration->recording, network, iteration->plan);
  return iteration;
}

/**
 * chain_iteration_free:
 * @iteration: (transfer full) (nullable): to free
 */
void
chain_iteration_free (ChainIteration *iteration)
{
  if (iteration == NULL)
    return;
  chain_fused_updates_free (iteration->updates);
  chain_walk_free (iteration->walk);
  chain_plan_updates_free (iteration->plan_updates);
  chain_plan_free (iteration->plan);
  chain_batches_free (iteration->batches);
  chain_recording_free (iteration->recording);
  chain_dataset_unref (iteration->dataset);
  g_array_unref (iteration->variables);
  g_free (iteration);
}

static double
scheduled_rate (const ChainIteration *iteration)
{
  return chain_training_options_rate (&iteration->options, iteration->t);
}

/* Both executors have the variables; only what ran last has their latest values. */
static void
move_variables (ChainIteration *iteration, gboolean to_walk)
{
  if (iteration->on_walk == to_walk)
    return;
  for (guint i = 0; i < iteration->variables->len; i++)
    {
      const ChainIterationVariable *variable
        = &g_array_index (iteration->variables, ChainIterationVariable, i);
      double     *plan = chain_iteration_plan_value (iteration, i)->values;
      double     *walk = chain_walk_value (iteration->walk, variable->node)->values;
      const gsize size = chain_tensor_size (&variable->plan_value) * sizeof (double);

      memcpy (to_walk ? walk : plan, to_walk ? plan : walk, size);
    }
  iteration->on_walk = to_walk;
  chain_plan_updates_changed (iteration->plan_updates);
}

/**
 * chain_iteration_walk:
 * @iteration: between two iterations
 *
 * Makes the plain executor if there is none, and gives it the weights reached. From now on its
 * variables are those of the iteration, until that runs on the plan again.
 *
 * Returns: (transfer none): the walk, the same every time
 */
ChainWalk *
chain_iteration_walk (ChainIteration *iteration)
{
  const ChainTrainingOptions *options = &iteration->options;

  if (iteration->walk == NULL)
    {
      iteration->walk = chain_walk_new (iteration->recording->graph, iteration->chunk);
      iteration->updates = chain_fused_updates_new (iteration->recording, options->optimizer,
                                                    options->optimizer_parameters);
      chain_recording_load_factors (iteration->recording, iteration->walk);
    }
  move_variables (iteration, TRUE);
  return iteration->walk;
}

/**
 * chain_iteration_use_plan:
 * @iteration: between two iterations
 *
 * Gives the plan the weights reached, as running on it does.
 */
void
chain_iteration_use_plan (ChainIteration *iteration)
{
  move_variables (iteration, FALSE);
}

/**
 * chain_iteration_load:
 * @iteration: between two iterations
 *
 * Puts the inputs of iteration t into the walk: the rows of its batch, the masks of its
 * dropouts and its learning rate.
 */
void
chain_iteration_load (ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;
  ChainWalk            *walk = chain_iteration_walk (iteration);
  gsize                 n_rows;
  const guint          *rows = chain_batches_rows (iteration->batches, iteration->t, &n_rows);

  chain_walk_set_batch (walk, n_rows);
  chain_dataset_gather (iteration->dataset, rows, n_rows,
                        chain_walk_value (walk, recording->x)->values,
                        chain_walk_value (walk, recording->y)->values);
  chain_recording_draw_masks (recording, iteration->options.seed, iteration->t, walk);
  chain_walk_value (walk, recording->learning_rate)->values[0] = scheduled_rate (iteration);
  chain_walk_value (walk, recording->step)->values[0] = (double) iteration->t + 1;
}

static gboolean
updates_are_finite (ChainIteration *iteration)
{
  for (guint i = 0; i < iteration->recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &iteration->recording->layers[i];

      if (!chain_tensor_is_finite (chain_walk_value (iteration->walk, layer->new_kernel)))
        return FALSE;
      if (layer->bias != CHAIN_NO_NODE
          && !chain_tensor_is_finite (chain_walk_value (iteration->walk, layer->new_bias)))
        return FALSE;
    }
  return TRUE;
}

/**
 * chain_iteration_walk_run:
 * @iteration: between two iterations
 *
 * Makes iteration t on the walk, to the last bit as its steps would: forward, backward and
 * update, after which t is one more. Where the loss or a new weight is not finite, t and the
 * weights stay as they were.
 *
 * Returns: the loss of the batch before the update
 */
double
chain_iteration_walk_run (ChainIteration *iteration)
{
  const ChainRecording *recording = iteration->recording;
  ChainWalk            *walk = chain_iteration_walk (iteration);
  double                loss;

  chain_iteration_load (iteration);
  iteration->rate = scheduled_rate (iteration);
  chain_walk_forward (walk, 0, recording->loss + 1);
  loss = chain_walk_value (walk, recording->loss)->values[0];
  if (!isfinite (loss))
    return loss;

  chain_walk_backward (walk, recording->loss);
  chain_fused_updates_run (iteration->updates, walk);
  if (!updates_are_finite (iteration))
    return loss;
  chain_walk_commit (walk);
  iteration->t++;
  return loss;
}

/* How many rows of a piece of the batch were classed rightly, or Σ (ŷ − y)². */
static double
measure_rows (const ChainIteration *iteration, const double *outputs, const guint *rows, gsize n)
{
  const ChainDataset *dataset = iteration->dataset;
  const ChainOp      *loss = iteration->options.loss;
  const guint         m = dataset->n_outputs;
  const gboolean      classes = chain_evaluate_classes (dataset, loss);
  double              measure = 0;

  for (gsize i = 0; i < n; i++, outputs += m)
    {
      const double *targets = dataset->targets + (gsize) rows[i] * m;

      /* A logit of 0 is a probability of 1/2. */
      if (classes && m == 1 && loss->from_logits_of != NULL)
        measure += (outputs[0] >= 0) == chain_metrics_class (targets, m);
      else if (classes)
        measure += chain_metrics_class (outputs, m) == chain_metrics_class (targets, m);
      for (guint k = 0; k < m && !classes; k++)
        measure += (outputs[k] - targets[k]) * (outputs[k] - targets[k]);
    }
  return measure;
}

static void
measure (ChainIteration *iteration, const guint *rows)
{
  const double *outputs;
  gsize         n;

  for (gsize i = 0; (outputs = chain_plan_outputs (iteration->plan, i, &n)) != NULL; i++)
    {
      iteration->measure += measure_rows (iteration, outputs, rows, n);
      rows += n;
    }
}

/* One iteration on the plan; FALSE where it left the finite numbers, and then all is as before. */
static gboolean
run_plan (ChainIteration *iteration, double rate, double *loss)
{
  const ChainDataset *dataset = iteration->dataset;
  ChainPlanRows       rows = { .inputs = dataset->inputs, .targets = dataset->targets };
  gboolean            finite;
  const guint        *chosen;

  chosen = chain_batches_rows (iteration->batches, iteration->t, &rows.n_rows);
  rows.rows = chosen;
  if (iteration->in_order)
    {
      rows.rows = NULL;
      rows.inputs += (gsize) chosen[0] * dataset->n_inputs;
      rows.targets += (gsize) chosen[0] * dataset->n_outputs;
    }
  iteration->rate = rate;
  iteration->plan_updates->rate = rate;
  iteration->plan_updates->step = (double) iteration->t + 1;
  chain_plan_set_batch (iteration->plan, rows.n_rows);
  if (iteration->drops)
    chain_recording_draw_plan_masks (iteration->recording, iteration->options.seed, iteration->t,
                                     rows.n_rows, iteration->plan);
  *loss = chain_plan_train (iteration->plan, &rows, &iteration->plan_updates->update, &finite);
  if (finite && iteration->measures)
    measure (iteration, chosen);
  if (finite)
    iteration->penalty += chain_plan_penalty (iteration->plan) * rows.n_rows;
  if (finite)
    iteration->t++;
  return finite;
}

/* The same of one linear unit, @n iterations of an epoch or as many as do not fail. Where weights
 * are not finite, the iteration before was the one that failed; the loss of such weights never
 * is. The loop writes no gradients down: the weights it begins with are kept in their place. */
static guint
run_delta_rule (ChainIteration *iteration, double rate, guint n, double *losses)
{
  const ChainDataset *dataset = iteration->dataset;
  double             *w = chain_plan_parameters (iteration->plan);
  double             *before = chain_plan_gradients (iteration->plan);
  const gsize         size = chain_plan_n_parameters (iteration->plan);
  ChainPlanRows       rows = { .inputs = dataset->inputs, .targets = dataset->targets };
  guint               made;

  rows.rows = chain_batches_rows (iteration->batches, iteration->t, &rows.n_rows);
  rows.n_rows = n;
  iteration->rate = rate;
  memcpy (before, w, size * sizeof (double));
  made = chain_delta_rule_run (w, dataset->n_inputs, size > dataset->n_inputs, &rows, rate, losses);
  if (made > 0 && !chain_plan_is_finite (iteration->plan))
    {
      rows.n_rows = --made;
      memcpy (w, before, size * sizeof (double));
      chain_delta_rule_run (w, dataset->n_inputs, size > dataset->n_inputs, &rows, rate, losses);
    }
  for (guint i = 0; i < made && iteration->measures; i++)
    iteration->measure += losses[i];
  iteration->t += made;
  return made;
}

/* Up to @n iterations; fewer only at the end of an epoch, or with *finite FALSE. */
static guint
run_some (ChainIteration *iteration, guint n, double *losses, gboolean *finite)
{
  guint per_epoch, made;

  if (!iteration->is_delta_rule)
    {
      *finite = run_plan (iteration, scheduled_rate (iteration), losses);
      return *finite ? 1 : 0;
    }
  per_epoch = chain_batches_per_epoch (iteration->batches);
  n = (guint) MIN (n, per_epoch - iteration->t % per_epoch);
  made = run_delta_rule (iteration, scheduled_rate (iteration), n, losses);
  *finite = made == n;
  return made;
}

/**
 * chain_iteration_run:
 * @iteration: between two iterations
 *
 * Makes iteration t with the scheduled learning rate: chain_iteration_run_with() says how.
 *
 * Returns: the loss of the batch before the update
 */
double
chain_iteration_run (ChainIteration *iteration)
{
  double loss;

  chain_iteration_run_many (iteration, 1, &loss);
  return loss;
}

/**
 * chain_iteration_run_many:
 * @iteration: between two iterations
 * @n: how many to make
 * @losses: (out caller-allocates): [n] of each iteration's batch before its update; that of an
 *   iteration that failed is among them
 *
 * Makes iterations with the scheduled learning rate, until one fails as
 * chain_iteration_run_with() tells.
 *
 * Returns: how many were made
 */
guint
chain_iteration_run_many (ChainIteration *iteration, guint n, double *losses)
{
  gboolean finite = TRUE;
  guint    made = 0;

  move_variables (iteration, FALSE);
  while (made < n && finite)
    made += run_some (iteration, n - made, losses + made, &finite);
  return made;
}

/**
 * chain_iteration_run_with:
 * @iteration: between two iterations
 * @learning_rate: used instead of the scheduled one
 *
 * Makes iteration t: forward, backward and update, after which t is one more. Where the loss or
 * a new weight is not finite, t and the weights stay as they were, and
 * chain_iteration_first_bad() tells where it began.
 *
 * Returns: the loss of the batch before the update
 */
double
chain_iteration_run_with (ChainIteration *iteration, double learning_rate)
{
  double loss;

  move_variables (iteration, FALSE);
  run_plan (iteration, learning_rate, &loss);
  return loss;
}

/**
 * chain_iteration_batch_rows:
 * @iteration: an iteration
 * @t: updates made before
 *
 * Returns: rows of the batch of iteration @t
 */
gsize
chain_iteration_batch_rows (const ChainIteration *iteration, guint64 t)
{
  const gsize n = iteration->dataset->n_training_rows;
  const gsize size = MIN (iteration->options.batch_size, n);
  const gsize first = (gsize) (t % chain_batches_per_epoch (iteration->batches)) * size;

  return MIN (size, n - first);
}

/**
 * chain_iteration_set_threads:
 * @iteration: between two iterations
 * @n_threads: at least 1, the caller's own counted
 *
 * Runs the plan on so many threads, rather than on as many as are worth it. The numbers are the
 * same.
 */
void
chain_iteration_set_threads (ChainIteration *iteration, guint n_threads)
{
  chain_plan_set_threads (iteration->plan, n_threads);
}

/**
 * chain_iteration_bytes:
 * @iteration: an iteration
 *
 * Returns: the memory that training takes: parameters, gradients, what the optimizer keeps, and
 *   what a batch needs
 */
gsize
chain_iteration_bytes (const ChainIteration *iteration)
{
  return chain_plan_bytes (iteration->plan) + chain_plan_updates_bytes (iteration->plan_updates);
}

/**
 * chain_iteration_loss_of_rows:
 * @iteration: between two iterations
 * @rows: [n_rows] rows of the dataset
 * @n_rows: number of rows
 * @predictions: (out caller-allocates) (optional): [n_rows, outputs] ŷ, overwritten
 *
 * Goes forward over the rows with the present weights. t and the weights stay as they are.
 *
 * Returns: the mean loss over the rows; NaN without rows
 */
double
chain_iteration_loss_of_rows (ChainIteration *iteration,
                              const guint    *rows,
                              gsize           n_rows,
                              double         *predictions)
{
  const ChainPlanRows plan_rows
    = { iteration->dataset->inputs, iteration->dataset->targets, rows, n_rows };

  move_variables (iteration, FALSE);
  return chain_plan_evaluate (iteration->plan, &plan_rows, predictions);
}
