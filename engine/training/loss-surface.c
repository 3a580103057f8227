/* loss-surface.c: the loss as a function of two of the weights, and the way descent took over it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/loss-surface.h"

#include "training/evaluation.h"

/**
 * chain_network_weight:
 * @network: with weights
 * @place: of one of them
 *
 * Returns: (transfer none) (nullable): where it is; %NULL if there is none
 */
double *
chain_network_weight (const ChainNetwork *network, const ChainSurfaceWeight *place)
{
  const ChainTensor *tensor;

  if (place->layer >= chain_network_n_layers (network))
    return NULL;
  tensor = place->bias ? chain_network_layer (network, place->layer)->bias
                       : chain_network_layer (network, place->layer)->kernel;
  if (tensor == NULL || place->row >= tensor->rows || place->column >= tensor->columns)
    return NULL;
  return tensor->values + place->row * tensor->columns + place->column;
}

/**
 * chain_surface_weight_equal:
 * @one: a place
 * @other: a place
 *
 * Returns: whether they are the same weight
 */
gboolean
chain_surface_weight_equal (const ChainSurfaceWeight *one, const ChainSurfaceWeight *other)
{
  return one->layer == other->layer && !one->bias == !other->bias && one->row == other->row
         && one->column == other->column;
}

/* Of many training rows as many as asked for, from all parts of them. */
static guint *
choose_rows (const ChainDataset *dataset, gsize n)
{
  guint *rows = g_new (guint, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    rows[i] = dataset->training_rows[i * dataset->n_training_rows / n];
  return rows;
}

static guint
node_of (const ChainRecording *recording, const ChainSurfaceWeight *place)
{
  const ChainRecordedLayer *layer = &recording->layers[place->layer];

  return place->bias ? layer->bias : layer->kernel;
}

static double *
weight_in_plan (const ChainRecording   *recording,
                ChainPlan              *plan,
                const ChainNetwork     *network,
                const ChainSurfaceWeight *place)
{
  const ChainTensor *kernel = chain_network_layer (network, place->layer)->kernel;

  return chain_plan_variable (plan, node_of (recording, place)) + place->row * kernel->columns
         + place->column;
}

static ChainNetwork *
copy_without_penalties (const ChainNetwork *network)
{
  ChainNetwork *copy = chain_network_copy (network);

  for (guint i = 0; i < chain_network_n_layers (copy); i++)
    {
      chain_network_layer (copy, i)->l1 = 0;
      chain_network_layer (copy, i)->l2 = 0;
    }
  return copy;
}

static double
value_at (const ChainSurfaceAxis *axis, guint i, guint size)
{
  return axis->from + (axis->to - axis->from) * i / (size - 1);
}

static gboolean
fill (ChainLossSurface    *surface,
      ChainPlan           *plan,
      const ChainPlanRows *rows,
      double              *x,
      double              *y,
      GCancellable        *cancellable,
      GError             **error)
{
  const guint size = surface->size;

  for (guint row = 0; row < size; row++)
    for (guint column = 0; column < size; column++)
      {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
          return FALSE;
        *x = value_at (&surface->x, column, size);
        *y = value_at (&surface->y, size - 1 - row, size);
        surface->losses[(gsize) row * size + column] = chain_plan_evaluate (plan, rows, NULL);
      }
  return TRUE;
}

/**
 * chain_loss_surface_new:
 * @network: with the weights that the others are held at
 * @options: whose loss it is
 * @dataset: of whose training rows
 * @x: one weight, from the left to the right
 * @y: another, from the bottom to the top
 * @size: points along each axis, at least 2
 * @most_rows: of the training rows; of more, so many are chosen evenly
 * @penalties: whether L1 and L2 of the weights are added
 * @cancellable: (nullable): to give up with
 * @error: set if network and dataset do not fit together, or on giving up
 *
 * Returns: (transfer full) (nullable): the mean loss over the rows at each point
 */
ChainLossSurface *
chain_loss_surface_new (const ChainNetwork         *network,
                        const ChainTrainingOptions *options,
                        const ChainDataset         *dataset,
                        const ChainSurfaceAxis      *x,
                        const ChainSurfaceAxis      *y,
                        guint                       size,
                        gsize                       most_rows,
                        gboolean                    penalties,
                        GCancellable               *cancellable,
                        GError                    **error)
{
  g_autoptr (ChainNetwork)     copy
      = penalties ? chain_network_copy (network) : copy_without_penalties (network);
  const gsize                  n_rows = MIN (MAX (most_rows, 1), dataset->n_training_rows);
  g_autofree guint            *rows = choose_rows (dataset, n_rows);
  const ChainPlanRows          plan_rows = { dataset->inputs, dataset->targets, rows, n_rows };
  g_autoptr (ChainRecording)   recording = NULL;
  g_autoptr (ChainPlan)        plan = NULL;
  g_autoptr (ChainLossSurface) surface = NULL;

  g_return_val_if_fail (size >= 2, NULL);
  g_return_val_if_fail (chain_network_weight (network, &x->place) != NULL, NULL);
  g_return_val_if_fail (chain_network_weight (network, &y->place) != NULL, NULL);

  if (!chain_evaluate_fits (network, dataset, error))
    return NULL;
  recording = chain_recording_new (copy, options->loss, options->loss_parameters, error);
  if (recording == NULL)
    return NULL;
  plan = chain_plan_new (recording->graph, recording->x, recording->loss,
                         chain_evaluate_chunk (dataset, 1));
  chain_plan_set_threads (plan, 1);
  chain_recording_load_plan (recording, copy, plan);
  surface = g_new0 (ChainLossSurface, 1);
  *surface = (ChainLossSurface){
    .x = *x,
    .y = *y,
    .size = size,
    .losses = g_new (double, (gsize) size * size),
    .n_rows = n_rows,
    .of_rows = dataset->n_training_rows,
  };
  if (!fill (surface, plan, &plan_rows, weight_in_plan (recording, plan, copy, &x->place),
             weight_in_plan (recording, plan, copy, &y->place), cancellable, error))
    return NULL;
  return g_steal_pointer (&surface);
}

/**
 * chain_loss_surface_free:
 * @surface: (nullable) (transfer full): to free
 */
void
chain_loss_surface_free (ChainLossSurface *surface)
{
  if (surface == NULL)
    return;
  g_free (surface->losses);
  g_free (surface);
}

static double
weight_now (const ChainIteration *iteration, const ChainSurfaceWeight *place)
{
  const ChainTensor *tensor
      = chain_iteration_variable (iteration, node_of (iteration->recording, place));

  return chain_tensor_get (tensor, place->row, place->column);
}

/**
 * chain_descent_repeat:
 * @network: what was trained
 * @options: how
 * @dataset: on what
 * @state: of all variables after @from updates, as chain_iteration_load_state() reads
 * @from: updates made before
 * @to: updates to end with
 * @x: a weight
 * @y: another
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be trained, or on giving up
 *
 * Makes iterations once more and notes two weights before the first and after each.
 *
 * Returns: (transfer full) (nullable) (element-type ChainDescentPoint): the way; shorter where the
 *   run diverged
 */
GArray *
chain_descent_repeat (const ChainNetwork         *network,
                      const ChainTrainingOptions *options,
                      ChainDataset               *dataset,
                      const double               *state,
                      guint64                     from,
                      guint64                     to,
                      const ChainSurfaceWeight     *x,
                      const ChainSurfaceWeight     *y,
                      GCancellable               *cancellable,
                      GError                    **error)
{
  g_autoptr (ChainIteration) iteration = chain_iteration_new (network, options, dataset, error);
  g_autoptr (GArray)         way = g_array_new (FALSE, FALSE, sizeof (ChainDescentPoint));

  if (iteration == NULL)
    return NULL;
  chain_iteration_set_threads (iteration, 1);
  chain_iteration_load_state (iteration, from, state);
  for (;;)
    {
      const ChainDescentPoint point
          = { iteration->t, weight_now (iteration, x), weight_now (iteration, y) };

      g_array_append_val (way, point);
      if (iteration->t >= to)
        return g_steal_pointer (&way);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      chain_iteration_run (iteration);
      if (iteration->t == point.t)
        return g_steal_pointer (&way);
    }
}
