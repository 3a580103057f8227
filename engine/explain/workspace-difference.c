/* workspace-difference.c: gradients of a workspace by central differences.
 *
 * An element is moved to either side and what depends on it walked forward again. Three quotients,
 * each with half the step of the one before, are extrapolated to a step of 0 (Richardson 1911).
 * Where one of these walks has an operation on another of its smooth pieces than the walk in the
 * middle, the quotient is no derivative: smaller steps are tried before that is called a kink.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include <math.h>
#include <string.h>

#define FIRST_STEP 0x1p-7 /* of a number of magnitude 1 */
#define SHORTER 0x1p-4
#define N_ATTEMPTS 4

typedef struct
{
  ChainWorkspace *workspace;
  guint           node;       /* an element of whose is moved */
  double         *element;
  GArray         *downstream; /* guint: operations between it and the target */
  GArray         *pieces;     /* int: of each element of these that is made of pieces */
} Probe;

static const ChainNode *
node_at (const Probe *probe, guint index)
{
  return chain_graph_node (chain_workspace_graph (probe->workspace), index);
}

/* A variable that the text assigns to is moved in all its nodes, what it was assigned is not
 * computed again. */
static void
probe_init (Probe *probe, ChainWorkspace *workspace, guint node)
{
  const guint          n = workspace->target + 1;
  g_autofree gboolean *depends = g_new0 (gboolean, n);

  *probe = (Probe){ .workspace = workspace, .node = node };
  probe->downstream = g_array_new (FALSE, FALSE, sizeof (guint));
  probe->pieces = g_array_new (FALSE, FALSE, sizeof (int));
  if (node >= n)
    return;
  depends[node] = TRUE;
  for (guint i = node + 1; i < n; i++)
    {
      const ChainNode *user = node_at (probe, i);

      for (guint k = 0; k < user->n_inputs; k++)
        depends[i] |= depends[user->inputs[k]] && !user->op->assigns;
      if (depends[i] && workspace->used[i])
        g_array_append_val (probe->downstream, i);
    }
}

static void
walk_downstream (Probe *probe)
{
  for (guint i = 0; i < probe->downstream->len; i++)
    chain_walk_forward_node (probe->workspace->walk, g_array_index (probe->downstream, guint, i));
}

/* Notes the pieces that everything lies on, or compares them with what was noted. */
static gboolean
each_piece (Probe *probe, gboolean note)
{
  guint index = 0;

  for (guint i = 0; i < probe->downstream->len; i++)
    {
      const guint      node = g_array_index (probe->downstream, guint, i);
      const ChainNode *n = node_at (probe, node);

      if (n->op->piece == NULL)
        continue;
      for (gsize k = 0;
           k < chain_tensor_size (chain_walk_value (probe->workspace->walk, n->inputs[0])); k++)
        {
          const int piece = chain_walk_piece (probe->workspace->walk, node, k);

          if (note)
            g_array_append_val (probe->pieces, piece);
          else if (g_array_index (probe->pieces, int, index++) != piece)
            return FALSE;
        }
    }
  return TRUE;
}

static double
target_at (Probe *probe, double value, gboolean *smooth)
{
  const double       kept = *probe->element;
  const ChainTensor *target;
  double             sum = 0;

  *probe->element = value;
  walk_downstream (probe);
  *smooth = *smooth && each_piece (probe, FALSE);
  *probe->element = kept;
  target = chain_walk_value (probe->workspace->walk, probe->workspace->target);
  for (gsize i = 0; i < chain_tensor_size (target); i++)
    sum += target->values[i];
  /* The target itself: moving it moves the sum. */
  return probe->node == probe->workspace->target ? sum + value - kept : sum;
}

static double
central_difference (Probe *probe, double step, gboolean *smooth)
{
  const double right = *probe->element + step;
  const double left = *probe->element - step;

  return (target_at (probe, right, smooth) - target_at (probe, left, smooth)) / (right - left);
}

static double
extrapolated_difference (Probe *probe, double step, gboolean *smooth)
{
  const double whole = central_difference (probe, step, smooth);
  const double half = central_difference (probe, step / 2, smooth);
  const double quarter = central_difference (probe, step / 4, smooth);
  const double first = half + (half - whole) / 3;
  const double second = quarter + (quarter - half) / 3;

  return second + (second - first) / 15;
}

/* A power of two, so that halves of it are exact. */
static double
first_step (double value)
{
  const double scale = fmax (0x1p-4, fabs (value));

  return isfinite (scale) ? FIRST_STEP * exp2 (floor (log2 (scale))) : FIRST_STEP;
}

static double
difference_by_node (ChainWorkspace *workspace, guint node, gsize element, gboolean *kink)
{
  Probe  probe;
  double step;
  double numeric = NAN;

  probe_init (&probe, workspace, node);
  probe.element = chain_walk_value (workspace->walk, node)->values + element;
  each_piece (&probe, TRUE);
  step = first_step (*probe.element);
  *kink = TRUE;
  for (guint i = 0; *kink && i < N_ATTEMPTS; i++, step *= SHORTER)
    {
      gboolean smooth = TRUE;

      numeric = extrapolated_difference (&probe, step, &smooth);
      *kink = !smooth;
    }
  walk_downstream (&probe);
  g_array_unref (probe.downstream);
  g_array_unref (probe.pieces);
  return numeric;
}

/**
 * chain_workspace_difference:
 * @workspace: a workspace
 * @node: any node
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @kink: (out): whether the target has a kink too near for a difference to be a derivative
 *
 * The gradient of the target by one element, by central differences: of forward walks alone. Of a
 * variable, it is that by all its nodes together.
 *
 * Returns: the derivative; of no use at a kink
 */
double
chain_workspace_difference (ChainWorkspace *workspace,
                            guint           node,
                            gsize           row,
                            gsize           column,
                            gboolean       *kink)
{
  const gsize element = row * chain_walk_value (workspace->walk, node)->columns + column;
  const guint index = chain_workspace_node (workspace, node)->variable;
  double      sum = 0;

  g_return_val_if_fail (workspace->target != CHAIN_NO_NODE, NAN);

  if (index == CHAIN_NO_NODE)
    return difference_by_node (workspace, node, element, kink);
  *kink = FALSE;
  for (guint i = 0; i < chain_workspace_variable (workspace, index)->nodes->len; i++)
    {
      const guint one = g_array_index (chain_workspace_variable (workspace, index)->nodes, guint, i);
      gboolean    kinked;

      sum += difference_by_node (workspace, one, element, &kinked);
      *kink |= kinked;
    }
  return sum;
}
