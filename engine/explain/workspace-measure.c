/* workspace-measure.c: how long graphs of a workspace take, walked and fused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#define N_ROUNDS 7
#define SHORTEST 500 /* µs of a round: runs of a small graph are timed together */

typedef struct
{
  ChainWalk                *walk;
  ChainFusion              *fusion;
  const ChainTensor       **given; /* of each node */
  const GArray             *nodes; /* guint: those to be walked */
} Race;

static void
run_walk (const Race *race)
{
  for (guint i = 0; i < race->nodes->len; i++)
    chain_walk_forward_node (race->walk, g_array_index (race->nodes, guint, i));
}

static void
run_fusion (const Race *race)
{
  chain_fusion_run (race->fusion, race->given);
}

/* Seconds of one run. */
static double
time_runs (const Race *race, void (*run) (const Race *), guint n)
{
  const gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    run (race);
  return (double) (g_get_monotonic_time () - start) / 1e6 / n;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return (one > other) - (one < other);
}

/* The medians of some rounds in turn. */
static void
race_times (const Race *race, double *walked, double *fused)
{
  double      walks[N_ROUNDS];
  double      fusions[N_ROUNDS];
  const double once = time_runs (race, run_walk, 1);
  const guint n = (guint) CLAMP (SHORTEST / 1e6 / (once + 1e-9), 1, 1000);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      walks[i] = time_runs (race, run_walk, n);
      fusions[i] = time_runs (race, run_fusion, n);
    }
  qsort (walks, N_ROUNDS, sizeof (double), compare_times);
  qsort (fusions, N_ROUNDS, sizeof (double), compare_times);
  *walked = walks[N_ROUNDS / 2];
  *fused = fusions[N_ROUNDS / 2];
}

/* The nodes an output depends on that compute something. */
static GArray *
nodes_below (const ChainGraph *graph, guint output)
{
  g_autofree gboolean *used = g_new0 (gboolean, output + 1);
  GArray              *nodes = g_array_new (FALSE, FALSE, sizeof (guint));

  used[output] = TRUE;
  for (guint i = output + 1; i-- > 0;)
    for (guint k = 0; used[i] && k < chain_graph_node (graph, i)->n_inputs; k++)
      used[chain_graph_node (graph, i)->inputs[k]] = TRUE;
  for (guint i = 0; i <= output; i++)
    if (used[i] && chain_graph_node (graph, i)->kind == CHAIN_NODE_OPERATION)
      g_array_append_val (nodes, i);
  return nodes;
}

static void
race_run (const ChainGraph *graph, guint output, ChainWalk *walk, ChainFusion *fusion,
          double *walked, double *fused)
{
  g_autoptr (GArray)              nodes = nodes_below (graph, output);
  g_autofree const ChainTensor  **given = g_new0 (const ChainTensor *, output + 1);
  const Race                      race = { walk, fusion, given, nodes };

  for (guint i = 0; i <= output; i++)
    given[i] = chain_walk_value (walk, i);
  race_times (&race, walked, fused);
}

/**
 * chain_trace_measure:
 * @trace: a trace
 * @walked: (out): seconds that one run takes, operation by operation
 * @fused: (out): seconds that one run takes, fused
 *
 * Runs the trace forward both ways in turn, for some hundredths of a second, on inputs of ½.
 */
void
chain_trace_measure (const ChainTrace *trace, double *walked, double *fused)
{
  g_autoptr (ChainWalk) walk = chain_walk_new (trace->graph, 1);

  for (guint i = 0; i < chain_graph_length (trace->graph); i++)
    {
      const ChainWorkspaceInfo *info = g_ptr_array_index (trace->nodes, i);
      ChainTensor              *value = chain_walk_value (walk, i);

      if (chain_graph_node (trace->graph, i)->kind != CHAIN_NODE_INPUT)
        continue;
      for (gsize k = 0; k < chain_tensor_size (value); k++)
        value->values[k] = info->given != NULL ? info->given->values[k] : 0.5;
    }
  race_run (trace->graph, trace->output, walk, trace->fusion, walked, fused);
}

/**
 * chain_workspace_fuse:
 * @workspace: a workspace
 *
 * Returns: (transfer full) (nullable): its graph up to the target, fused; to be freed before the
 *   workspace goes on to other rows. %NULL without a target
 */
ChainFusion *
chain_workspace_fuse (const ChainWorkspace *workspace)
{
  if (workspace->target == CHAIN_NO_NODE)
    return NULL;
  return chain_fusion_new (chain_workspace_graph (workspace), workspace->target);
}

/**
 * chain_workspace_measure:
 * @workspace: a workspace with a target
 * @walked: (out): seconds that the target takes, operation by operation
 * @fused: (out): seconds that it takes, fused
 *
 * Runs the graph forward both ways in turn, for some hundredths of a second.
 */
void
chain_workspace_measure (ChainWorkspace *workspace, double *walked, double *fused)
{
  g_autoptr (ChainFusion) fusion = chain_workspace_fuse (workspace);

  g_return_if_fail (fusion != NULL);

  race_run (chain_workspace_graph (workspace), workspace->target, workspace->walk, fusion, walked,
            fused);
}

/**
 * chain_workspace_n_traces:
 * @workspace: a workspace
 *
 * Returns: how often functions of the text have been traced
 */
guint
chain_workspace_n_traces (const ChainWorkspace *workspace)
{
  return workspace->traces->len;
}

/**
 * chain_workspace_trace:
 * @workspace: a workspace
 * @trace: an index below the number of traces
 *
 * Returns: (transfer none): the trace, in the order in which they were made
 */
const ChainTrace *
chain_workspace_trace (const ChainWorkspace *workspace, guint trace)
{
  g_return_val_if_fail (trace < workspace->traces->len, NULL);
  return g_ptr_array_index (workspace->traces, trace);
}
