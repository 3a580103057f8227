/* path.c: the strongest path from the loss to one element.
 *
 * Between two levels of a network (z and a of a layer, a and the next z) every derivative of an
 * element by an element is one number. Going down from the loss, each element of a level learns
 * its gradient (the sum over all paths), how many paths there are and which of them has the
 * largest product: that of the level above it, times one more number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/path.h"

#include "explain/node-terms.h"
#include "explain/symbols.h"

#include <math.h>

typedef struct
{
  guint   node;
  guint   layer;
  gsize   n;       /* elements */
  double *best;    /* [n] product along the strongest path */
  double *total;   /* [n] ∂L/∂element */
  double *n_paths; /* [n] */
  double *local;   /* [n] derivative of the element above on that path by this one */
  gsize  *above;   /* [n] that element */
} Level;

typedef struct
{
  const ChainRecording *recording;
  ChainWalk            *walk;
  gsize                 sample;
  GPtrArray            *levels; /* Level *, from the loss down */
} Search;

static void
level_free (gpointer data)
{
  Level *level = data;

  g_free (level->best);
  g_free (level->total);
  g_free (level->n_paths);
  g_free (level->local);
  g_free (level->above);
  g_free (level);
}

static void
link_free (gpointer data)
{
  ChainPathLink *link = data;

  chain_formula_free (link->derivative);
  chain_formula_free (link->local);
  g_free (link);
}

static Level *
add_level (Search *search, guint node)
{
  const ChainNode *n = chain_graph_node (search->recording->graph, node);
  Level           *level = g_new0 (Level, 1);

  level->node = node;
  level->layer = n->origin.layer;
  level->n = n->shape.columns;
  level->best = g_new0 (double, level->n);
  level->total = g_new0 (double, level->n);
  level->n_paths = g_new0 (double, level->n);
  level->local = g_new0 (double, level->n);
  level->above = g_new0 (gsize, level->n);
  g_ptr_array_add (search->levels, level);
  return level;
}

static Level *
last_level (const Search *search)
{
  return g_ptr_array_index (search->levels, search->levels->len - 1);
}

/* What the loss reads: the predictions, or the logits they are made of. */
static void
add_top (Search *search)
{
  const ChainNode   *loss
      = chain_graph_node (search->recording->graph, search->recording->data_loss);
  Level             *level = add_level (search, loss->inputs[0]);
  const ChainTensor *read = chain_walk_value (search->walk, loss->inputs[0]);
  const ChainOpCall  call = {
    .op = loss->op,
    .inputs = { read, chain_walk_value (search->walk, loss->inputs[1]) },
    .output = chain_walk_value (search->walk, loss->index),
    .parameters = loss->parameters,
  };
  g_autoptr (ChainTensor) one = chain_tensor_new (1, 1);
  g_autoptr (ChainTensor) adjoint = chain_tensor_new (read->rows, read->columns);

  one->values[0] = 1;
  chain_tensor_fill (adjoint, 0);
  loss->op->backward (&call, 0, one, adjoint);
  for (gsize j = 0; j < level->n; j++)
    {
      level->best[j] = level->total[j] = level->local[j]
          = chain_tensor_get (adjoint, search->sample, j);
      level->n_paths[j] = 1;
    }
}

/* The level below reaches @k of the level above with a derivative of @local from its @j. */
static void
reach (const Level *above, gsize k, Level *below, gsize j, double local)
{
  const double product = above->best[k] * local;

  /* The first one counts too, so that a path whose product is 0 is still a path. */
  if (below->n_paths[j] == 0 || fabs (product) > fabs (below->best[j]))
    {
      below->best[j] = product;
      below->local[j] = local;
      below->above[j] = k;
    }
  below->total[j] += above->total[k] * local;
  below->n_paths[j] += above->n_paths[k];
}

/* The activation itself: with dropout a is its product with a mask. */
static const ChainNode *
activation_node (const Search *search, guint layer)
{
  const ChainRecordedLayer *recorded = &search->recording->layers[layer - 1];
  const ChainNode          *a = chain_graph_node (search->recording->graph, recorded->a);

  return recorded->mask == CHAIN_NO_NODE
             ? a
             : chain_graph_node (search->recording->graph, a->inputs[0]);
}

static double
mask_factor (const Search *search, guint layer, gsize unit)
{
  const guint mask = search->recording->layers[layer - 1].mask;

  return mask == CHAIN_NO_NODE
             ? 1
             : chain_tensor_get (chain_walk_value (search->walk, mask), search->sample, unit);
}

static ChainTensor
row_of (const Search *search, guint node)
{
  const ChainTensor *whole = chain_walk_value (search->walk, node);

  return (ChainTensor){ 1, whole->columns, whole->values + search->sample * whole->columns };
}

/* From a to z: each unit by itself, or, as in a softmax, a row together. */
static void
pass_activation (const Search *search, const Level *above, Level *below)
{
  const ChainNode  *node = activation_node (search, above->layer);
  const ChainTensor z = row_of (search, node->inputs[0]);
  const ChainTensor a = row_of (search, node->index);
  const ChainOpCall call = { node->op, { &z }, &a, node->parameters };
  g_autoptr (ChainTensor) one = chain_tensor_new (1, above->n);
  g_autoptr (ChainTensor) row = chain_tensor_new (1, above->n);

  for (gsize k = 0; k < above->n; k++)
    {
      const double mask = mask_factor (search, above->layer, k);

      if (node->op->derivative != NULL)
        {
          reach (above, k, below, k,
                 mask * node->op->derivative (z.values[k], a.values[k], node->parameters));
          continue;
        }
      chain_tensor_fill (one, 0);
      chain_tensor_fill (row, 0);
      one->values[k] = mask;
      node->op->backward (&call, 0, one, row);
      for (gsize j = 0; j < below->n; j++)
        reach (above, k, below, j, row->values[j]);
    }
}

/* From z to the activations of the layer before. */
static void
pass_kernel (const Search *search, const Level *above, Level *below)
{
  const ChainTensor *kernel
      = chain_walk_value (search->walk, search->recording->layers[above->layer - 1].kernel);

  for (gsize k = 0; k < above->n; k++)
    for (gsize j = 0; j < below->n; j++)
      reach (above, k, below, j, chain_tensor_get (kernel, j, k));
}

static guint
input_of_layer (const ChainRecording *recording, guint layer)
{
  return layer == 1 ? recording->x : recording->layers[layer - 2].a;
}

/* Down to @node, which is z, a or x. */
static void
descend (Search *search, guint node)
{
  add_top (search);
  while (last_level (search)->node != node)
    {
      const Level              *above = last_level (search);
      const ChainRecordedLayer *layer = &search->recording->layers[above->layer - 1];

      if (above->node == layer->z)
        pass_kernel (search, above,
                     add_level (search, input_of_layer (search->recording, above->layer)));
      else
        pass_activation (search, above, add_level (search, layer->z));
    }
}

static ChainFormula *
symbol (const Search *search, guint node, gsize row, gsize column)
{
  return chain_node_symbol (search->recording, search->walk,
                            chain_graph_node (search->recording->graph, node), row, column);
}

static ChainFormula *
local_of_activation (const Search *search, guint layer, gsize of, gsize by)
{
  const ChainNode     *node = activation_node (search, layer);
  const guint          mask = search->recording->layers[layer - 1].mask;
  const ChainNodeTerms terms = chain_node_terms (search->recording, search->walk, node);
  ChainFormula        *local
      = node->op->jacobian != NULL
            ? node->op->jacobian (&terms.terms, search->sample, of, by)
            : node->op->slope (terms.terms.input (&terms.terms, 0, search->sample, by),
                               terms.terms.output (&terms.terms, search->sample, of),
                               node->parameters);

  return mask == CHAIN_NO_NODE
             ? local
             : chain_formula_times (local, symbol (search, mask, search->sample, of));
}

/* The local derivative of element @k of @above, or of the loss if that is NULL, by element @j of
 * the level below it, written out. */
static ChainFormula *
local_formula (const Search *search, const Level *above, gsize k, gsize j)
{
  const ChainRecordedLayer *layer;

  if (above == NULL)
    {
      const ChainNode     *loss
          = chain_graph_node (search->recording->graph, search->recording->data_loss);
      const ChainNodeTerms terms = chain_node_terms (search->recording, search->walk, loss);

      return loss->op->backward_equation (&terms.terms, 0, search->sample, j);
    }
  layer = &search->recording->layers[above->layer - 1];
  return above->node == layer->z ? symbol (search, layer->kernel, j, k)
                                 : local_of_activation (search, above->layer, k, j);
}

static void
add_link (ChainPath    *path,
          guint         by,
          guint         layer,
          gsize         row,
          gsize         column,
          ChainFormula *of,
          ChainFormula *symbol_of_by,
          ChainFormula *local,
          double        value)
{
  ChainPathLink *link = g_new0 (ChainPathLink, 1);

  link->by = by;
  link->layer = layer;
  link->row = row;
  link->column = column;
  link->derivative = chain_formula_derivative (of, symbol_of_by, value);
  link->local = local;
  link->value = value;
  g_ptr_array_add (path->links, link);
}

/* Follows the strongest path up from element @j of the lowest level, then writes it downwards. */
static void
write_links (const Search *search, ChainPath *path, gsize j)
{
  const guint       n = search->levels->len;
  g_autofree gsize *element = g_new (gsize, n);

  element[n - 1] = j;
  for (guint i = n - 1; i > 0; i--)
    element[i - 1]
        = ((const Level *) g_ptr_array_index (search->levels, i))->above[element[i]];
  for (guint i = 0; i < n; i++)
    {
      const Level  *below = g_ptr_array_index (search->levels, i);
      const Level  *above = i == 0 ? NULL : g_ptr_array_index (search->levels, i - 1);
      const gsize   k = i == 0 ? 0 : element[i - 1];
      ChainFormula *of = above == NULL ? symbol (search, search->recording->loss, 0, 0)
                                       : symbol (search, above->node, search->sample, k);

      add_link (path, below->node, below->layer, search->sample, element[i], of,
                symbol (search, below->node, search->sample, element[i]),
                local_formula (search, above, k, element[i]), below->local[element[i]]);
    }
}

/* The last factor, from z to a weight of it: what the weight is multiplied with. */
static void
add_weight (const Search *search, ChainPath *path, guint node, gsize row, gsize column)
{
  const ChainNode *weight = chain_graph_node (search->recording->graph, node);
  const guint      layer = weight->origin.layer;
  const guint      input = input_of_layer (search->recording, layer);
  ChainFormula    *z
      = symbol (search, search->recording->layers[layer - 1].z, search->sample, column);
  ChainFormula    *local = weight->origin.quantity == CHAIN_QUANTITY_KERNEL
                               ? symbol (search, input, search->sample, row)
                               : chain_formula_number (1);
  const double     value = chain_formula_evaluate (local);

  add_link (path, node, layer, row, column, z, symbol (search, node, row, column), local, value);
  path->product *= value;
  path->total *= value;
}

/**
 * chain_path_new:
 * @recording: a network
 * @walk: over its graph, run forward up to the loss
 * @node: a kernel, a bias, or a layer's z or a, or the input x
 * @row: of the element of a kernel; else ignored
 * @column: of the element
 * @sample: row of the batch through which the path leads
 *
 * The strongest of the paths, the one with the largest product of local derivatives. What
 * penalties add to the gradient of a kernel is on no path.
 *
 * Returns: (transfer full): the path; its product and its total are of the loss of the whole
 *   batch, so the gradient of a weight is the sum of the totals of all samples
 */
ChainPath *
chain_path_new (const ChainRecording *recording,
                ChainWalk            *walk,
                guint                 node,
                gsize                 row,
                gsize                 column,
                gsize                 sample)
{
  const ChainNode *n = chain_graph_node (recording->graph, node);
  const gboolean   is_weight = n->kind == CHAIN_NODE_VARIABLE;
  Search           search = { recording, walk, sample, NULL };
  ChainPath       *path = g_new0 (ChainPath, 1);
  const Level     *lowest;

  g_return_val_if_fail (sample < chain_walk_batch (walk), NULL);

  search.levels = g_ptr_array_new_with_free_func (level_free);
  descend (&search, is_weight ? recording->layers[n->origin.layer - 1].z : node);
  lowest = last_level (&search);
  path->links = g_ptr_array_new_with_free_func (link_free);
  path->product = lowest->best[column];
  path->total = lowest->total[column];
  path->n_paths = lowest->n_paths[column];
  write_links (&search, path, column);
  if (is_weight)
    add_weight (&search, path, node, row, column);
  path->gradient = chain_element_derivative (recording, n, is_weight ? row : sample, column,
                                             chain_walk_batch (walk), path->total);
  g_ptr_array_unref (search.levels);
  return path;
}

/**
 * chain_path_free:
 * @path: (transfer full) (nullable): to free
 */
void
chain_path_free (ChainPath *path)
{
  if (path == NULL)
    return;
  chain_formula_free (path->gradient);
  g_ptr_array_unref (path->links);
  g_free (path);
}

static ChainFormula *
product_of (const ChainPath *path, gboolean local)
{
  ChainFormula *product = chain_formula_product ();

  for (guint i = 0; i < path->links->len; i++)
    {
      const ChainPathLink *link = g_ptr_array_index (path->links, i);

      chain_formula_append (product,
                            chain_formula_copy (local ? link->local : link->derivative));
    }
  return product;
}

/**
 * chain_path_derivatives:
 * @path: a path
 *
 * Returns: (transfer full): ∂L/∂ŷ·∂ŷ/∂a₁·…, which evaluates to the path's product
 */
ChainFormula *
chain_path_derivatives (const ChainPath *path)
{
  return product_of (path, FALSE);
}

/**
 * chain_path_locals:
 * @path: a path
 *
 * Returns: (transfer full): the same with each derivative written out: 2·(ŷ − y)·w₁·…
 */
ChainFormula *
chain_path_locals (const ChainPath *path)
{
  return product_of (path, TRUE);
}
