/* plan.c: runs a plan: forward, loss and gradient, backward, update.
 *
 * Each piece of work is a list of items that do not depend on each other and that threads share.
 * What an item computes never depends on how the items are shared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-small.h"

#include <math.h>

static void
run (ChainPlan *plan, guint layer, gsize n_items, ChainWork work)
{
  plan->layer = layer;
  chain_workers_run (plan->workers, n_items, work, plan);
}

static double
add_penalties (const ChainPlan *plan, double loss)
{
  guint next = 0;

  for (guint i = 0; i < plan->n_layers && plan->has_penalties; i++)
    {
      double l1 = 0;
      double l2 = 0;

      for (; next < plan->segments->len; next++)
        {
          const ChainPlanSegment *segment
            = &g_array_index (plan->segments, ChainPlanSegment, next);

          if (segment->layer != i)
            break;
          l1 += segment->l1;
          l2 += segment->l2;
        }
      loss = loss + plan->layers[i].l1 * l1 + plan->layers[i].l2 * l2;
    }
  return loss;
}

static void
begin_part (ChainPlan *plan, gsize first_chunk)
{
  const gsize n_parts = chain_plan_count (plan->all_chunks, plan->largest_part);
  const gsize size = chain_plan_count (plan->all_chunks, n_parts);

  plan->first_chunk = first_chunk;
  plan->n_chunks = MIN (size, plan->all_chunks - first_chunk);
}

/* FALSE after the last part of the batch; the next one is the first of the next batch then. */
static gboolean
next_part (ChainPlan *plan)
{
  const gsize next = plan->first_chunk + plan->n_chunks;

  if (plan->n_chunks == plan->all_chunks)
    return FALSE;
  begin_part (plan, next < plan->all_chunks ? next : 0);
  return next < plan->all_chunks;
}

/* Forward to the losses of the chunks and, when training, on to the last layer's ∂L/∂z. Returns
 * their sum. */
static double
run_forward (ChainPlan *plan)
{
  double loss = 0;

  run (plan, 0, plan->n_chunks * chain_plan_count (plan->n_inputs, CHAIN_PLAN_GATHER_COLUMNS), chain_plan_gather);
  for (guint i = 0; i < plan->n_layers; i++)
    {
      const ChainPlanLayer *layer = &plan->layers[i];

      run (plan, i, plan->n_chunks * chain_plan_count (layer->n_units, chain_plan_block (plan, layer)), chain_plan_forward);
    }
  run (plan, 0, plan->n_chunks, chain_plan_finish);
  for (gsize i = 0; i < plan->n_chunks && plan->rows->targets != NULL; i++)
    loss += plan->losses[plan->first_chunk + i];
  return loss;
}

/* Back through the layers. Once a layer's gradients are taken, what it read is of no more use but
 * for its own slope: ∂L/∂z of the layer before takes the place. Of a small plan the gradients are
 * known. */
static void
run_backward (ChainPlan *plan)
{
  for (guint i = plan->n_layers; i-- > 0;)
    {
      run (plan, i, plan->layers[i].n_segments, chain_plan_differentiate);
      if (i > 0 && plan->small == NULL)
        {
          const ChainPlanLayer *before = &plan->layers[i - 1];
          const gsize           size = chain_plan_block (plan, before);

          run (plan, i, plan->n_chunks * chain_plan_count (before->n_units, size),
               chain_plan_backward);
        }
    }
}

/**
 * chain_plan_penalty:
 * @plan: one that has just trained or evaluated
 *
 * Returns: the part of the loss it gave that penalties of the weights are; 0 without any
 */
double
chain_plan_penalty (const ChainPlan *plan)
{
  return plan->has_penalties ? add_penalties (plan, 0) : 0;
}

/**
 * chain_plan_set_batch:
 * @plan: a plan
 * @rows: rows of the batch from now on, 1 to the largest batch
 */
void
chain_plan_set_batch (ChainPlan *plan, gsize rows)
{
  g_return_if_fail (rows > 0 && rows <= plan->largest_batch);

  if (rows == plan->batch)
    return;
  plan->batch = rows;
  plan->all_chunks = chain_plan_count (rows, CHAIN_PANEL);
  plan->lanes
    = plan->all_chunks > 1 ? CHAIN_PANEL : chain_plan_count (rows, CHAIN_LANES) * CHAIN_LANES;
  plan->small = plan->all_chunks == 1 ? plan->small_kernels : NULL;
  begin_part (plan, 0);
  if (plan->small != NULL)
    chain_plan_prepare_small (plan);
}

/**
 * chain_plan_set_mask:
 * @plan: at the batch that is to be trained on
 * @node: a mask of the graph
 * @row: of the batch
 * @values: [units] what each activation of the row is multiplied by
 */
void
chain_plan_set_mask (ChainPlan *plan, guint node, gsize row, const double *values)
{
  for (guint i = 0; i < plan->n_layers; i++)
    {
      const ChainPlanLayer *layer = &plan->layers[i];
      double               *to;

      if (layer->mask_node != node)
        continue;
      to = chain_plan_panel (plan, layer->mask, layer->n_units, row / CHAIN_PANEL)
           + row % CHAIN_PANEL;
      for (gsize unit = 0; unit < layer->n_units; unit++)
        to[unit * plan->lanes] = values[unit];
    }
}

/* Forward and, as long as the loss is finite, back. Returns the loss of the data. */
static double
run_both_ways (ChainPlan *plan)
{
  double loss = 0;

  do
    {
      if (isfinite (loss))
        loss += run_forward (plan);
      if (isfinite (loss))
        run_backward (plan);
    }
  while (next_part (plan));
  return loss;
}

static double
run_small (ChainPlan *plan)
{
  const double loss = chain_plan_run_small (plan);

  if (isfinite (loss))
    run_backward (plan);
  return loss;
}

/* All weights at once, where they wait for all gradients. */
static void
update_waiting (ChainPlan *plan)
{
  const ChainPlanUpdate *update = plan->update;

  if (update->clip_norm > 0)
    chain_plan_clip (plan);
  if (update->begin != NULL)
    plan->certain = update->begin (update->data, plan->moderate);
  run (plan, 0, plan->segments->len, chain_plan_update);
  if (update->end != NULL)
    update->end (update->data, plan->finite);
}

static void
swap_weights (ChainPlan *plan)
{
  double *old = plan->parameters;

  plan->parameters = plan->gradients;
  plan->gradients = old;
}

/* A small plan that needs no more than gradients and update: as one item of work, of which each
 * step on the way would count. */
static double
train_small (ChainPlan *plan, const ChainPlanUpdate *update)
{
  const double loss = chain_plan_run_small (plan);
  const gsize  n = plan->n_parameters;

  plan->finite = isfinite (loss);
  if (!plan->finite || update == NULL)
    return loss;
  if (update->begin != NULL)
    update->begin (update->data, plan->kernels->are_moderate (plan->gradients, n)
                                   && plan->kernels->are_moderate (plan->parameters, n));
  chain_plan_update_all (plan);
  if (update->end != NULL)
    update->end (update->data, plan->finite);
  if (plan->finite)
    swap_weights (plan);
  return loss;
}

/**
 * chain_plan_train:
 * @plan: a plan whose masks are set, if it has any
 * @rows: as many as the batch has
 * @update_with: (nullable): changes the parameters; %NULL to compute their gradients alone
 * @finite: (out) (optional): whether the loss and all new parameters are finite
 *
 * One iteration: forward, backward, update. Where not all is finite, the parameters stay what they
 * were. After an update there are no gradients: the old parameters are in their place, and
 * parameters lie elsewhere than before.
 *
 * Returns: the loss before the update
 */
double
chain_plan_train (ChainPlan             *plan,
                  const ChainPlanRows   *rows,
                  const ChainPlanUpdate *update_with,
                  gboolean              *finite)
{
  double loss;

  plan->predictions = NULL;
  plan->update = update_with;
  plan->certain = FALSE;
  plan->rows = rows;
  plan->training = TRUE;
  if (plan->small != NULL && !plan->has_penalties
      && (update_with == NULL || update_with->clip_norm == 0))
    {
      loss = train_small (plan, update_with);
      if (finite != NULL)
        *finite = plan->finite;
      return loss;
    }
  plan->waits = update_with != NULL && (update_with->clip_norm > 0 || update_with->begin != NULL);
  plan->finite = TRUE;
  plan->moderate = TRUE;
  loss = plan->small != NULL ? run_small (plan) : run_both_ways (plan);
  if (isfinite (loss))
    {
      loss = add_penalties (plan, loss);
      if (plan->waits && isfinite (loss))
        update_waiting (plan);
    }
  plan->finite = plan->finite && isfinite (loss);
  if (update_with != NULL && plan->finite)
    swap_weights (plan);
  if (finite != NULL)
    *finite = plan->finite;
  return loss;
}

/**
 * chain_plan_change:
 * @plan: one that has just trained, with an update that is measured
 * @layer: from 0
 *
 * Returns: how large the layer's gradient, weights and update were
 */
ChainPlanChange
chain_plan_change (const ChainPlan *plan, guint layer)
{
  const ChainPlanLayer *of = &plan->layers[layer];
  ChainPlanChange       change = { 0 };

  for (guint i = 0; i < of->n_segments; i++)
    {
      const ChainPlanSegment *segment
        = &g_array_index (plan->segments, ChainPlanSegment, of->first_segment + i);

      change.gradient += segment->change.gradient;
      change.weights += segment->change.weights;
      change.difference += segment->change.difference;
    }
  return change;
}

/**
 * chain_plan_outputs:
 * @plan: one that has just trained
 * @chunk: from 0: the rows of the batch come in several pieces
 * @n_rows: (out): rows of the piece
 *
 * What the loss was taken of: predictions before the update, or the logits they are made of
 * where the loss reads those.
 *
 * Returns: (transfer none) (nullable): [n_rows, outputs], until the next run; %NULL after the last
 *   piece
 */
const double *
chain_plan_outputs (const ChainPlan *plan, gsize chunk, gsize *n_rows)
{
  if (chunk >= plan->all_chunks)
    return NULL;
  *n_rows = chain_plan_chunk_rows (plan, chunk);
  return plan->outputs + chunk * CHAIN_PANEL * plan->n_outputs;
}

static double
penalties (ChainPlan *plan)
{
  for (guint i = 0; i < plan->segments->len && plan->has_penalties; i++)
    {
      ChainPlanSegment     *segment = &g_array_index (plan->segments, ChainPlanSegment, i);
      const ChainPlanLayer *layer = &plan->layers[segment->layer];
      const gsize           first = segment->first * layer->n_units;
      const gsize           last = MIN (segment->last, layer->n_inputs) * layer->n_units;

      segment->l1 = 0;
      segment->l2 = 0;
      for (gsize k = first; k < last; k++)
        {
          const double w = plan->parameters[layer->first + k];

          segment->l1 += fabs (w);
          segment->l2 += w * w;
        }
    }
  return add_penalties (plan, 0);
}

/**
 * chain_plan_evaluate:
 * @plan: a plan
 * @rows: any number of them
 * @predictions: (out caller-allocates) (optional): [n_rows, outputs] ŷ, overwritten
 *
 * Goes forward over the rows, a batch at a time, with no unit dropped. Changes the batch.
 *
 * Returns: the mean loss over the rows with all penalties; NaN without rows, and without targets
 */
double
chain_plan_evaluate (ChainPlan *plan, const ChainPlanRows *rows, double *predictions)
{
  /* Whole chunks at a time: so the sum does not depend on how many fit into a batch. */
  const gsize most = plan->largest_batch < CHAIN_PANEL
                       ? plan->largest_batch
                       : plan->largest_batch / CHAIN_PANEL * CHAIN_PANEL;
  double      sum = 0;

  for (gsize done = 0; done < rows->n_rows; done += plan->batch)
    {
      ChainPlanRows part = *rows;

      part.n_rows = MIN (most, rows->n_rows - done);
      chain_plan_set_batch (plan, part.n_rows);
      if (rows->rows != NULL)
        part.rows += done;
      else
        {
          part.inputs += done * plan->n_inputs;
          part.targets = rows->targets == NULL ? NULL : rows->targets + done * plan->n_outputs;
        }
      plan->predictions = predictions == NULL ? NULL : predictions + done * plan->n_outputs;
      plan->rows = &part;
      plan->training = FALSE;
      do
        sum += run_forward (plan);
      while (next_part (plan));
    }
  if (rows->n_rows == 0 || rows->targets == NULL)
    return NAN;
  return sum / (double) rows->n_rows + penalties (plan);
}
