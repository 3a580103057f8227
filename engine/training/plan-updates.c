/* plan-updates.c: an optimizer for a plan.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/plan-updates.h"

#include "autodiff/matrix-kernels.h"

#include <math.h>
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

/* Of n weights, gives the locked ones their old values again. */
static void
hold (const ChainPlanUpdates *updates, gsize first, gsize n)
{
  const double *w = chain_plan_parameters (updates->plan);
  double       *new_w = chain_plan_gradients (updates->plan);

  for (guint i = run_after (updates->locked, first); i < updates->locked->len; i++)
    {
      const ChainLockedRun *run = &g_array_index (updates->locked, ChainLockedRun, i);
      const gsize           begin = MAX (run->first, first);
      const gsize           end = MIN (run->end, first + n);

      if (begin >= end)
        return;
      memcpy (new_w + begin, w + begin, (end - begin) * sizeof (double));
    }
}

/* New weights take the place of the gradients, new states that of the old ones. */
static void
update_part (gpointer data, gsize first, gsize n)
{
  const ChainPlanUpdates *updates = data;
  double                 *g = chain_plan_gradients (updates->plan) + first;
  ChainFusedUpdate        fused = {
           .n = n,
           .w = chain_plan_parameters (updates->plan) + first,
           .g = g,
           .new_w = g,
           .rate = updates->rate,
           .step = updates->step,
           .p = updates->parameters,
  };

  for (guint i = 0; i < updates->n_states; i++)
    {
      fused.states[i] = updates->states[i] + first;
      fused.new_states[i] = updates->states[i] + first;
    }
  updates->optimizer->fused (&fused);
  if (updates->locked != NULL)
    hold (updates, first, n);
}

/* Divisors that may come near 0 are what makes large numbers of small ones. */
static gboolean
is_tame (const ChainOptimizer *optimizer, const double *parameters)
{
  for (guint i = 0; i < chain_parameters_count (optimizer->parameters); i++)
    {
      const char *name = optimizer->parameters[i].name;

      if (g_str_equal (name, "epsilon") && !(parameters[i] >= 1 / CHAIN_MODERATE))
        return FALSE;
      if (g_str_has_prefix (name, "beta_") && !(parameters[i] < 1))
        return FALSE;
      if (!(parameters[i] <= CHAIN_MODERATE))
        return FALSE;
    }
  return TRUE;
}

/* Those that come of moderate gradients: squares of them at most. */
static gboolean
states_are_moderate (const ChainPlanUpdates *updates)
{
  const double most = CHAIN_MODERATE * CHAIN_MODERATE;
  const gsize  n = chain_plan_n_parameters (updates->plan);

  for (guint i = 0; i < updates->n_states; i++)
    for (gsize k = 0; k < n; k++)
      if (!(fabs (updates->states[i][k]) <= most))
        return FALSE;
  return TRUE;
}

/* Of moderate numbers come finite ones: 10⁶⁰ is so far from the largest that neither the square
 * of a gradient nor a step divided by ε gets there. Only otherwise are the states kept. States that
 * were set from outside may still be such that no root can be taken; one update tells. */
static gboolean
begin (gpointer data, gboolean moderate)
{
  ChainPlanUpdates *updates = data;
  const gsize       n = chain_plan_n_parameters (updates->plan);

  updates->was_looked = updates->was_looked || states_are_moderate (updates);
  if (moderate && updates->is_tame && updates->was_looked && updates->rate <= CHAIN_MODERATE)
    return updates->was_tried;
  chain_plan_updates_changed (updates);
  updates->saved = g_new (double, updates->n_states * n);
  for (guint i = 0; i < updates->n_states; i++)
    memcpy (updates->saved + i * n, updates->states[i], n * sizeof (double));
  return FALSE;
}

static void
end (gpointer data, gboolean counts)
{
  ChainPlanUpdates *updates = data;
  const gsize       n = chain_plan_n_parameters (updates->plan);

  for (guint i = 0; i < updates->n_states && updates->saved != NULL && !counts; i++)
    memcpy (updates->states[i], updates->saved + i * n, n * sizeof (double));
  updates->was_tried = counts && updates->saved == NULL;
  g_clear_pointer (&updates->saved, g_free);
}

static void
lock (ChainPlanUpdates *updates, guint node, const ChainTensor *factors)
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
      const ChainLockedRun run = { .first = place, .end = place + 1 };

      if (factors->values[i] != 0)
        continue;
      if (last != NULL && last->end == place)
        last->end++;
      else
        g_array_append_val (updates->locked, run);
    }
}

/* A layer's bias comes right after its kernel, and a layer after the one before. */
static void
init_locks (ChainPlanUpdates *updates, const ChainRecording *recording)
{
  updates->locked = g_array_new (FALSE, FALSE, sizeof (ChainLockedRun));
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];

      if (layer->kernel_factors != NULL)
        lock (updates, layer->kernel, layer->kernel_factors);
      if (layer->bias_factors != NULL)
        lock (updates, layer->bias, layer->bias_factors);
    }
  if (updates->locked->len == 0)
    g_clear_pointer (&updates->locked, g_array_unref);
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
  updates->is_tame = is_tame (optimizer, parameters);
  if (updates->n_states > 0)
    {
      updates->update.begin = begin;
      updates->update.end = end;
    }
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
  g_free (updates->saved);
  g_free (updates);
}

/**
 * chain_plan_updates_variable:
 * @updates: of a plan
 * @recording: of the network
 * @node: a variable: a kernel, a bias or what the optimizer keeps for one of them
 *
 * Returns: (transfer none): its values, row-major; of a kernel or a bias, until the plan trains
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
 * chain_plan_updates_changed:
 * @updates: of a plan
 *
 * To be called where what the optimizer keeps may have been set from outside.
 */
void
chain_plan_updates_changed (ChainPlanUpdates *updates)
{
  updates->was_looked = FALSE;
  updates->was_tried = FALSE;
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
