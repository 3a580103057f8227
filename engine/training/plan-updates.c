/* plan-updates.c: an optimizer for a plan.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/plan-updates.h"

#include <string.h>

/* The first run that ends after a place. */
static guint
run_after (const GArray *runs, gsize place)
{
  guint low = 0;
  guint high = runs->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (g_array_index (runs, ChainLockedRun, middle).end <= place)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Copies the locked ones of n weights to where they are kept, or back. */
static void
hold (const ChainPlanUpdates *updates, gsize first, gsize n, gboolean back)
{
  double *w = chain_plan_parameters (updates->plan);

  for (guint i = run_after (updates->locked, first); i < updates->locked->len; i++)
    {
      const ChainLockedRun *run = &g_array_index (updates->locked, ChainLockedRun, i);
      const gsize           begin = MAX (run->first, first);
      const gsize           end = MIN (run->end, first + n);
      double               *held = updates->held + run->held + (begin - run->first);

      if (begin >= end)
        return;
      memcpy (back ? w + begin : held, back ? held : w + begin, (end - begin) * sizeof (double));
    }
}

/* New values take the place of the old ones. */
static void
update_part (gpointer data, gsize first, gsize n)
{
  const ChainPlanUpdates *updates = data;
  double                 *w = chain_plan_parameters (updates->plan) + first;
  ChainFusedUpdate        fused = {
           .n = n,
           .w = w,
           .g = chain_plan_gradients (updates->plan) + first,
           .new_w = w,
           .rate = updates->rate,
           .step = updates->step,
           .p = updates->parameters,
  };

  for (guint i = 0; i < updates->n_states; i++)
    {
      fused.states[i] = updates->states[i] + first;
      fused.new_states[i] = updates->states[i] + first;
    }
  if (updates->locked != NULL)
    hold (updates, first, n, FALSE);
  updates->optimizer->fused (&fused);
  if (updates->locked != NULL)
    hold (updates, first, n, TRUE);
}

static void
lock (ChainPlanUpdates *updates, guint node, const ChainTensor *factors, gsize *n_held)
{
  const gsize first
    = (gsize) (chain_plan_variable (updates->plan, node) - chain_plan_parameters (updates->plan));

  for (gsize i = 0; i < chain_tensor_size (factors); i++)
    {
      const gsize     place = first + i;
      ChainLockedRun *last
        = updates->locked->len > 0
            ? &g_array_index (updates->locked, ChainLockedRun, updates->locked->len - 1)
            : NULL;
      const ChainLockedRun run = { .first = place, .end = place + 1, .held = *n_held };

      if (factors->values[i] != 0)
        continue;
      if (last != NULL && last->end == place)
        last->end++;
      else
        g_array_append_val (updates->locked, run);
      ++*n_held;
    }
}

/* A layer's bias comes right after its kernel, and a layer after the one before. */
static void
init_locks (ChainPlanUpdates *updates, const ChainRecording *recording)
{
  gsize n_held = 0;

  updates->locked = g_array_new (FALSE, FALSE, sizeof (ChainLockedRun));
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];

      if (layer->kernel_factors != NULL)
        lock (updates, layer->kernel, layer->kernel_factors, &n_held);
      if (layer->bias_factors != NULL)
        lock (updates, layer->bias, layer->bias_factors, &n_held);
    }
  if (n_held == 0)
    g_clear_pointer (&updates->locked, g_array_unref);
  else
    updates->held = g_new (double, n_held);
}

/* Which of the states of its weight a variable of an optimizer is: they are told apart by the
 * order they were recorded in. */
static guint
number_of_state (const ChainRecording *recording, guint node)
{
  const guint of = chain_graph_node (recording->graph, node)->state_of;
  guint       number = 0;

  for (guint i = of; i < node; i++)
    number += chain_graph_node (recording->graph, i)->kind == CHAIN_NODE_VARIABLE
              && chain_graph_node (recording->graph, i)->state_of == of;
  return number;
}

static void
init_states (ChainPlanUpdates *updates, const ChainRecording *recording)
{
  const gsize n = chain_plan_n_parameters (updates->plan);

  for (guint i = 0; i < chain_graph_length (recording->graph); i++)
    {
      const ChainNode *node = chain_graph_node (recording->graph, i);
      const gsize      size = node->shape.rows * node->shape.columns;
      guint            number;
      double          *values;

      if (node->kind != CHAIN_NODE_VARIABLE || node->state_of == CHAIN_NO_NODE)
        continue;
      number = number_of_state (recording, i);
      if (updates->states[number] == NULL)
        updates->states[number] = g_aligned_alloc0 (n, sizeof (double), 64);
      updates->n_states = MAX (updates->n_states, number + 1);
      values = chain_plan_updates_variable (updates, recording, i);
      for (gsize k = 0; k < size; k++)
        values[k] = node->value;
    }
}

/**
 * chain_plan_updates_new:
 * @recording: a network with its optimizer
 * @plan: (transfer none): of its graph; must outlive the updates
 * @optimizer: the one it was recorded with
 * @parameters: [CHAIN_MAX_PARAMETERS] likewise
 *
 * Returns: (transfer full): the optimizer before its first update
 */
ChainPlanUpdates *
chain_plan_updates_new (const ChainRecording *recording,
                        ChainPlan            *plan,
                        const ChainOptimizer *optimizer,
                        const double         *parameters)
{
  ChainPlanUpdates *updates = g_new0 (ChainPlanUpdates, 1);

  updates->plan = plan;
  updates->optimizer = optimizer;
  memcpy (updates->parameters, parameters, sizeof updates->parameters);
  updates->update = (ChainPlanUpdate){
    .update = update_part,
    .data = updates,
    .clip_norm = parameters[chain_parameters_count (optimizer->parameters) - 1],
  };
  init_states (updates, recording);
  init_locks (updates, recording);
  return updates;
}

/**
 * chain_plan_updates_free:
 * @updates: (transfer full) (nullable): to free
 */
void
chain_plan_updates_free (ChainPlanUpdates *updates)
{
  if (updates == NULL)
    return;
  for (guint i = 0; i < updates->n_states; i++)
    g_aligned_free (updates->states[i]);
  g_clear_pointer (&updates->locked, g_array_unref);
  g_free (updates->held);
  g_free (updates);
}

/**
 * chain_plan_updates_variable:
 * @updates: of a plan
 * @recording: of the network
 * @node: a variable: a kernel, a bias or what the optimizer keeps for one of them
 *
 * Returns: (transfer none): its values, row-major
 */
double *
chain_plan_updates_variable (const ChainPlanUpdates *updates,
                             const ChainRecording   *recording,
                             guint                   node)
{
  const guint of = chain_graph_node (recording->graph, node)->state_of;
  double     *weight;

  if (of == CHAIN_NO_NODE)
    return chain_plan_variable (updates->plan, node);
  weight = chain_plan_variable (updates->plan, of);
  return updates->states[number_of_state (recording, node)]
         + (weight - chain_plan_parameters (updates->plan));
}

/**
 * chain_plan_updates_bytes:
 * @updates: of a plan
 *
 * Returns: the memory that the optimizer's variables take
 */
gsize
chain_plan_updates_bytes (const ChainPlanUpdates *updates)
{
  return updates->n_states * chain_plan_n_parameters (updates->plan) * sizeof (double);
}
