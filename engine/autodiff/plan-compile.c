/* plan-compile.c: makes a plan of a network's graph.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/plan-small.h"

#include <string.h>

#define SEGMENT_NUMBERS 16384 /* of weights that are one item of work: they stay in the cache */
#define SEGMENT_PRODUCTS 131072 /* multiplications that are worth an item, */
#define FEW_SEGMENTS 4          /* as long as there are no more */
#define PART_ROWS 256         /* at least */
#define PART_PRODUCTS 4000000 /* multiplications in a pass, at least */
#define ALIGNMENT 64

/* Below so many multiplications in a pass, waking others costs more than they help. */
#define WORTH_SHARING 1000000
#define MOST_THREADS 16

/* Follows the value that flows through the layers, from node to node. */
typedef struct
{
  ChainPlan        *plan;
  const ChainGraph *graph;
  GArray           *layers; /* ChainPlanLayer */
  guint             current;
} Reader;

static ChainPlanLayer *
last_layer (Reader *reader)
{
  return &g_array_index (reader->layers, ChainPlanLayer, reader->layers->len - 1);
}

static gboolean
is_op (const ChainNode *node, const char *name)
{
  return node->op->kind == CHAIN_OP_ARITHMETIC && g_str_equal (node->op->name, name);
}

static void
begin_layer (Reader *reader, const ChainNode *node)
{
  const ChainNode     *kernel = chain_graph_node (reader->graph, node->inputs[1]);
  const ChainPlanLayer layer = {
    .kernel_node = node->inputs[1],
    .bias_node = CHAIN_NO_NODE,
    .mask_node = CHAIN_NO_NODE,
    .n_inputs = kernel->shape.rows,
    .n_units = kernel->shape.columns,
    .n_rows = kernel->shape.rows,
  };

  g_array_append_val (reader->layers, layer);
}

static void
add_penalty (Reader *reader, const ChainNode *node)
{
  for (guint i = 0; i < reader->layers->len; i++)
    {
      ChainPlanLayer *layer = &g_array_index (reader->layers, ChainPlanLayer, i);

      if (layer->kernel_node != node->inputs[0])
        continue;
      if (is_op (node, "l1_penalty"))
        layer->l1 += node->parameters[0];
      else
        layer->l2 += node->parameters[0];
    }
  reader->plan->has_penalties = TRUE;
}

/* An operation that goes on from the present value; FALSE if it is none that a layer has. */
static gboolean
read_flow (Reader *reader, const ChainNode *node)
{
  if (is_op (node, "matmul"))
    begin_layer (reader, node);
  else if (node->op->kind == CHAIN_OP_ACTIVATION)
    {
      last_layer (reader)->activation = node->op;
      last_layer (reader)->parameters = node->parameters;
    }
  else if (is_op (node, "add"))
    {
      last_layer (reader)->bias_node = node->inputs[1];
      last_layer (reader)->n_rows++;
    }
  else if (is_op (node, "multiply"))
    last_layer (reader)->mask_node = node->inputs[1];
  else
    return FALSE;
  reader->current = node->index;
  return TRUE;
}

static gboolean
read_node (Reader *reader, const ChainNode *node)
{
  if (node->kind != CHAIN_NODE_OPERATION)
    return TRUE;
  if (node->op->kind == CHAIN_OP_LOSS)
    {
      reader->plan->loss = node->op;
      reader->plan->loss_parameters = node->parameters;
      reader->plan->reads_logits = node->op->from_logits_of != NULL;
      return TRUE;
    }
  if (is_op (node, "l1_penalty") || is_op (node, "l2_penalty"))
    {
      add_penalty (reader, node);
      return TRUE;
    }
  if (reader->plan->loss != NULL)
    return is_op (node, "add");
  return node->inputs[0] == reader->current && read_flow (reader, node);
}

static gboolean
read_graph (Reader *reader, guint loss)
{
  for (guint i = 0; i <= loss; i++)
    if (!read_node (reader, chain_graph_node (reader->graph, i)))
      return FALSE;
  return reader->plan->loss != NULL && reader->layers->len > 0;
}

static gsize
padded (gsize n)
{
  return (n + CHAIN_LANES - 1) / CHAIN_LANES * CHAIN_LANES;
}

/* The next @n numbers of the plan's memory; while that is being measured, nothing. */
static double *
take (ChainPlan *plan, gsize n)
{
  double *numbers = plan->memory == NULL ? NULL : plan->memory + plan->n_numbers;

  plan->n_numbers += padded (n);
  return numbers;
}

static void
lay_out_layer (ChainPlan *plan, guint index, const double *in, gsize rows)
{
  ChainPlanLayer *layer = &plan->layers[index];
  const gsize     n = rows * (layer->n_units + 1);
  const gboolean  is_last = index + 1 == plan->n_layers;

  layer->in = in;
  layer->delta = plan->small_kernels != NULL ? take (plan, n) : NULL;
  layer->a = take (plan, n);
  layer->z = is_last || layer->activation->slope_from_output ? layer->a : take (plan, n);
  layer->mask = layer->mask_node == CHAIN_NO_NODE
                  ? NULL
                  : take (plan, chain_plan_count (plan->largest_batch, CHAIN_PANEL) * plan->width
                                  * (layer->n_units + 1));
  layer->out = layer->mask_node == CHAIN_NO_NODE ? layer->a : take (plan, n);
  if (layer->delta == NULL)
    layer->delta = layer->out;
}

static gsize
most_units (const ChainPlan *plan)
{
  gsize most = 0;

  for (guint i = 0; i < plan->n_layers; i++)
    most = MAX (most, plan->layers[i].n_units);
  return most;
}

/* Of a layer before the last one, whose activation is wanted row by row. */
static gsize
most_mixed_units (const ChainPlan *plan)
{
  gsize most = 0;

  for (guint i = 0; i + 1 < plan->n_layers; i++)
    if (chain_plan_mixes (plan->layers[i].activation))
      most = MAX (most, plan->layers[i].n_units);
  return most;
}

/* How many chunks go forward and back at once. With each part gradients are read and written once
 * more, and threads wait for each other some times: so a part has some hundred rows, or as many as
 * make its values take what the parameters take, and enough to do. */
static gsize
largest_part (const ChainPlan *plan)
{
  const gsize all = chain_plan_count (plan->largest_batch, CHAIN_PANEL);
  gsize       values = plan->n_inputs;
  gsize       most;

  for (guint i = 0; i < plan->n_layers; i++)
    values += plan->layers[i].n_units;
  most = MAX (plan->n_parameters / values, PART_PRODUCTS / plan->n_parameters);
  most = chain_plan_count (MAX (most, PART_ROWS), CHAIN_PANEL);
  return chain_plan_count (all, chain_plan_count (all, most));
}

static void
lay_out (ChainPlan *plan)
{
  const gsize  n_chunks = chain_plan_count (plan->largest_batch, CHAIN_PANEL);
  const gsize  rows = plan->largest_part * plan->width;
  const double *in;

  plan->n_numbers = 0;
  plan->parameters = take (plan, plan->n_parameters);
  plan->gradients = take (plan, plan->n_parameters);
  plan->x = take (plan, rows * (plan->n_inputs + 1));
  plan->scratch = take (plan, CHAIN_PLAN_N_SCRATCH * rows * plan->n_outputs);
  plan->outputs = take (plan, n_chunks * plan->width * plan->n_outputs);
  plan->losses = take (plan, n_chunks);
  if (plan->small_kernels != NULL)
    {
      plan->products = take (plan, chain_plan_small_numbers (plan));
      plan->shares = take (plan, plan->width);
    }
  in = plan->x;
  for (guint i = 0; i < plan->n_layers; i++)
    {
      lay_out_layer (plan, i, in, rows);
      in = plan->layers[i].out;
    }
  plan->turned = take (plan, rows * padded (most_units (plan)));
  plan->mixed = take (plan, 4 * rows * most_mixed_units (plan));
}

/* How many items of work the gradients of a layer are. Two threads have as much to do where the
 * number is even. Other threads than there are do not change it: penalties are summed up by it. */
static gsize
n_segments (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  const gsize n = layer->n_rows * layer->n_units;
  const gsize worth = MIN (n * plan->largest_batch / SEGMENT_PRODUCTS, FEW_SEGMENTS);
  const gsize parts = MAX (chain_plan_count (n, SEGMENT_NUMBERS), worth);

  return MIN (parts > 1 ? parts + parts % 2 : 1, layer->n_rows);
}

static void
cut (ChainPlan *plan)
{
  plan->segments = g_array_new (FALSE, FALSE, sizeof (ChainPlanSegment));
  for (guint i = 0; i < plan->n_layers; i++)
    {
      ChainPlanLayer *layer = &plan->layers[i];

      layer->first_segment = plan->segments->len;
      layer->n_segments = n_segments (plan, layer);
      for (gsize k = 0; k < layer->n_segments; k++)
        {
          const ChainPlanSegment segment = {
            .layer = i,
            .first = layer->n_rows * k / layer->n_segments,
            .last = layer->n_rows * (k + 1) / layer->n_segments,
          };

          g_array_append_val (plan->segments, segment);
        }
    }
}

static void
choose_threads (ChainPlan *plan)
{
  const gsize n = plan->n_parameters * plan->largest_batch;

  if (n > WORTH_SHARING)
    chain_plan_set_threads (plan, MIN (chain_workers_processors (), MOST_THREADS));
}

/**
 * chain_plan_new:
 * @graph: (transfer none): complete up to @loss; must outlive the plan
 * @x: the input that the first layer reads
 * @loss: the loss that is minimised, penalties included
 * @largest_batch: most rows a run will have, at least 1
 *
 * Compiles layers: matmul with a variable, the bias added, an activation, perhaps times a mask;
 * then a loss, and penalties of kernels added to it. It runs on as many threads as are worth it.
 *
 * Returns: (transfer full) (nullable): a plan with all variables 0; %NULL if the graph computes
 *   anything else
 */
ChainPlan *
chain_plan_new (const ChainGraph *graph, guint x, guint loss, gsize largest_batch)
{
  g_autoptr (ChainPlan)   plan = g_new0 (ChainPlan, 1);
  Reader                  reader = { plan, graph, NULL, x };

  g_return_val_if_fail (largest_batch > 0, NULL);

  reader.layers = g_array_new (FALSE, FALSE, sizeof (ChainPlanLayer));
  if (!read_graph (&reader, loss))
    {
      g_array_unref (reader.layers);
      return NULL;
    }
  plan->kernels = chain_matrix_kernels ();
  plan->n_layers = reader.layers->len;
  plan->layers = (ChainPlanLayer *) (gpointer) g_array_free (reader.layers, FALSE);
  for (guint i = 0; i < plan->n_layers; i++)
    {
      plan->layers[i].first = plan->n_parameters;
      plan->n_parameters += plan->layers[i].n_rows * plan->layers[i].n_units;
    }
  plan->n_inputs = plan->layers[0].n_inputs;
  plan->n_outputs = plan->layers[plan->n_layers - 1].n_units;
  plan->largest_batch = largest_batch;
  plan->width = MIN (padded (largest_batch), CHAIN_PANEL);
  if (chain_plan_fits_small (plan))
    {
      plan->small_kernels = chain_small_kernels ();
      plan->small_kernels->prepare (plan);
    }
  plan->is_squares = chain_plan_is_squares (plan);
  plan->largest_part = largest_part (plan);
  lay_out (plan);
  plan->memory = g_aligned_alloc0 (plan->n_numbers, sizeof (double), ALIGNMENT);
  lay_out (plan);
  cut (plan);
  choose_threads (plan);
  chain_plan_set_batch (plan, largest_batch);
  return g_steal_pointer (&plan);
}

/**
 * chain_plan_free:
 * @plan: (transfer full) (nullable): to free
 */
void
chain_plan_free (ChainPlan *plan)
{
  if (plan == NULL)
    return;
  chain_workers_free (plan->workers);
  g_clear_pointer (&plan->segments, g_array_unref);
  g_aligned_free (plan->memory);
  g_free (plan->layers);
  g_free (plan);
}

/**
 * chain_plan_set_threads:
 * @plan: not running
 * @n_threads: at least 1, the caller's own counted
 *
 * Runs on so many threads from now on. Nothing but the time it takes depends on it.
 */
void
chain_plan_set_threads (ChainPlan *plan, guint n_threads)
{
  if (n_threads == chain_workers_n (plan->workers))
    return;
  g_clear_pointer (&plan->workers, chain_workers_free);
  if (n_threads > 1)
    plan->workers = chain_workers_new (n_threads);
}

/**
 * chain_plan_bytes:
 * @plan: a plan
 *
 * Returns: the memory it takes: parameters, their gradients, and what a batch needs
 */
gsize
chain_plan_bytes (const ChainPlan *plan)
{
  return sizeof *plan + plan->n_layers * sizeof *plan->layers + plan->n_numbers * sizeof (double)
         + plan->segments->len * sizeof (ChainPlanSegment);
}

/**
 * chain_plan_n_parameters:
 * @plan: a plan
 *
 * Returns: numbers in all variables
 */
gsize
chain_plan_n_parameters (const ChainPlan *plan)
{
  return plan->n_parameters;
}

/**
 * chain_plan_parameters:
 * @plan: a plan
 *
 * Returns: (transfer none): [n_parameters] all variables, each layer's kernel and then its bias;
 *   until chain_plan_train() updates them
 */
double *
chain_plan_parameters (ChainPlan *plan)
{
  return plan->parameters;
}

/**
 * chain_plan_gradients:
 * @plan: a plan
 *
 * Returns: (transfer none): [n_parameters] ∂L/∂variable, in the order of the parameters; set by
 *   chain_plan_train() without an update, and to the old parameters with one
 */
double *
chain_plan_gradients (ChainPlan *plan)
{
  return plan->gradients;
}

/**
 * chain_plan_is_finite:
 * @plan: a plan
 *
 * Returns: whether all parameters are finite numbers
 */
gboolean
chain_plan_is_finite (const ChainPlan *plan)
{
  return plan->kernels->are_finite (plan->parameters, plan->n_parameters);
}

/**
 * chain_plan_variable:
 * @plan: a plan
 * @node: of the graph
 *
 * Returns: (transfer none) (nullable): the variable's values, in its own shape, a part of the
 *   parameters, until chain_plan_train() updates them; %NULL if it is no kernel and no bias
 */
double *
chain_plan_variable (ChainPlan *plan, guint node)
{
  for (guint i = 0; i < plan->n_layers; i++)
    {
      const ChainPlanLayer *layer = &plan->layers[i];
      double               *kernel = plan->parameters + layer->first;

      if (layer->kernel_node == node)
        return kernel;
      if (layer->bias_node == node)
        return kernel + layer->n_inputs * layer->n_units;
    }
  return NULL;
}
