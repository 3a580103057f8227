/* workspace-network.c: a graph that is one chain of dense layers, as a network.
 *
 * It is read from the target backwards: penalties, the loss, and then for each layer an activation,
 * a sum with a bias and a product with a kernel. The first layer may also be written out with
 * numbers, w1*x1 + w2*x2 + b.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace-private.h"

#include "base/error.h"

#include <string.h>

typedef struct
{
  ChainWorkspace        *workspace;
  ChainWorkspaceNetwork *result;
  GPtrArray             *layers;   /* ChainLayer *, the last one first */
  GHashTable            *variables; /* those in a layer: node → layer's number from the end + 1 */
  GPtrArray             *penalties; /* const ChainNode * */
  GError               **error;
} Reader;

static const ChainNode *
node_at (const Reader *self, guint index)
{
  return chain_graph_node (chain_workspace_graph (self->workspace), index);
}

static gboolean
is_op (const ChainNode *node, const char *name)
{
  return node->op != NULL && g_str_equal (node->op->name, name);
}

static ChainWorkspaceRole
role_of (const Reader *self, guint node)
{
  return chain_workspace_node (self->workspace, node)->role;
}

/* Weights are variables; of a layer that does not learn, constants. */
static gboolean
is_weight (const Reader *self, guint node)
{
  const ChainWorkspaceRole role = role_of (self, node);

  return role == CHAIN_WORKSPACE_VARIABLE || role == CHAIN_WORKSPACE_CONSTANT;
}

static gboolean
fail (const Reader *self, guint node, const char *expected)
{
  const ChainWorkspaceNode *info = chain_workspace_node (self->workspace, node);

  g_set_error (self->error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "line %u, column %u: %s is no part of a chain of dense layers: expected %s",
               info->place.line, info->place.column, info->name, expected);
  return FALSE;
}

/* Penalties that are added to the loss, in any order. */
static guint
strip_penalties (Reader *self, guint node)
{
  while (is_op (node_at (self, node), "add"))
    {
      const ChainNode *sum = node_at (self, node);
      const ChainNode *right = node_at (self, sum->inputs[1]);

      if (!is_op (right, "l1_penalty") && !is_op (right, "l2_penalty"))
        break;
      g_ptr_array_add (self->penalties, (gpointer) right);
      node = sum->inputs[0];
    }
  return node;
}

static gboolean
use_target (Reader *self, guint node)
{
  const ChainWorkspaceInfo *info
      = chain_workspace_info (&self->workspace->build->record, node);

  if (info->part == CHAIN_PART_COLUMN)
    self->result->target
        = g_strdup (chain_table_column (self->workspace->table, info->column)->name);
  else if (info->part != CHAIN_PART_TARGETS && info->node.role != CHAIN_WORKSPACE_CONSTANT)
    return fail (self, node, "the loss to compare with data");
  return TRUE;
}

/* (y − p)², or the mean of it: the squared error in two operations. */
static gboolean
is_squared_error (const Reader *self, guint node, guint *prediction, guint *target)
{
  const ChainNode *square = node_at (self, node);
  const ChainNode *difference;

  if (is_op (square, "mean"))
    square = node_at (self, square->inputs[0]);
  if (!is_op (square, "square"))
    return FALSE;
  difference = node_at (self, square->inputs[0]);
  if (!is_op (difference, "subtract"))
    return FALSE;
  *prediction = difference->inputs[0];
  *target = difference->inputs[1];
  if (node_at (self, *target)->op != NULL)
    {
      *prediction = difference->inputs[1];
      *target = difference->inputs[0];
    }
  return TRUE;
}

static gboolean
read_loss (Reader *self, guint node, guint *prediction, const char **activation)
{
  const ChainNode *loss = node_at (self, node);
  guint            target;

  *activation = NULL;
  *prediction = node;
  if (loss->op != NULL && loss->op->kind == CHAIN_OP_LOSS)
    {
      self->result->loss = loss->op;
      memcpy (self->result->loss_parameters, loss->parameters, sizeof loss->parameters);
      *activation = loss->op->from_logits_of;
      *prediction = loss->inputs[0];
      return use_target (self, loss->inputs[1]);
    }
  if (!is_squared_error (self, node, prediction, &target))
    return TRUE;
  self->result->loss = chain_op_find (CHAIN_OP_LOSS, "mse");
  return use_target (self, target);
}

static void
note_weight (Reader *self, guint node)
{
  g_hash_table_insert (self->variables, GUINT_TO_POINTER (node),
                       GUINT_TO_POINTER (self->layers->len + 1));
}

static ChainTensor *
weights_of (const Reader *self, guint node)
{
  return chain_tensor_copy (chain_workspace_value (self->workspace, node));
}

/* One summand of a first layer that is written out: w*x, x*w, or the bias. */
static gboolean
read_summand (Reader *self, guint node, ChainLayer *layer, GArray *weights, GPtrArray *columns)
{
  const ChainNode          *product = node_at (self, node);
  const ChainWorkspaceInfo *info;
  guint                     weight;

  if (product->op == NULL && is_weight (self, node) && layer->bias == NULL
      && product->shape.rows == 1 && product->shape.columns == 1)
    {
      note_weight (self, node);
      layer->bias = weights_of (self, node);
      return TRUE;
    }
  if (!is_op (product, "multiply"))
    return fail (self, node, "a variable times a column, or a bias");
  weight = product->inputs[0];
  info = chain_workspace_info (&self->workspace->build->record, product->inputs[1]);
  if (info->part != CHAIN_PART_COLUMN)
    {
      weight = product->inputs[1];
      info = chain_workspace_info (&self->workspace->build->record, product->inputs[0]);
    }
  if (info->part != CHAIN_PART_COLUMN || !is_weight (self, weight)
      || chain_tensor_size (chain_workspace_value (self->workspace, weight)) != 1)
    return fail (self, node, "a variable times a column, or a bias");
  note_weight (self, weight);
  g_array_append_val (weights, chain_workspace_value (self->workspace, weight)->values[0]);
  g_ptr_array_add (columns, g_strdup (chain_table_column (self->workspace->table,
                                                          info->column)->name));
  return TRUE;
}

/* From the left: a sum is recorded as one of a sum and the last summand. */
static gboolean
read_summands (Reader *self, guint node, ChainLayer *layer, GArray *weights, GPtrArray *columns)
{
  g_autoptr (GArray) summands = g_array_new (FALSE, FALSE, sizeof (guint));

  while (is_op (node_at (self, node), "add"))
    {
      g_array_append_val (summands, node_at (self, node)->inputs[1]);
      node = node_at (self, node)->inputs[0];
    }
  g_array_append_val (summands, node);
  for (guint i = summands->len; i-- > 0;)
    if (!read_summand (self, g_array_index (summands, guint, i), layer, weights, columns))
      return FALSE;
  return TRUE;
}

static gboolean
read_written_out (Reader *self, guint node, ChainLayer *layer)
{
  g_autoptr (GArray)    weights = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);

  if (!read_summands (self, node, layer, weights, columns))
    return FALSE;
  if (weights->len == 0)
    return fail (self, node, "a variable times a column");
  layer->kernel = chain_tensor_new (weights->len, 1);
  memcpy (layer->kernel->values, weights->data, weights->len * sizeof (double));
  g_ptr_array_add (columns, NULL);
  self->result->features = (GStrv) g_ptr_array_steal (columns, NULL);
  return TRUE;
}

static gboolean
read_data (Reader *self, guint node)
{
  const ChainWorkspaceInfo *info
      = chain_workspace_info (&self->workspace->build->record, node);

  if (info->part == CHAIN_PART_COLUMN)
    {
      self->result->features = g_new0 (char *, 2);
      self->result->features[0]
          = g_strdup (chain_table_column (self->workspace->table, info->column)->name);
      return TRUE;
    }
  if (info->part != CHAIN_PART_FEATURES && info->node.role != CHAIN_WORKSPACE_CONSTANT)
    return fail (self, node, "data, or a product with a kernel");
  return TRUE;
}

/* x @ W + b, or x @ W. */
static gboolean
read_product (Reader *self, guint node, ChainLayer *layer, guint *input)
{
  const ChainNode *sum = node_at (self, node);
  const ChainNode *product = sum;

  if (is_op (sum, "add") && is_op (node_at (self, sum->inputs[0]), "matmul"))
    {
      const ChainNode *bias = node_at (self, sum->inputs[1]);

      product = node_at (self, sum->inputs[0]);
      if (!is_weight (self, bias->index) || bias->shape.rows != 1
          || bias->shape.columns != product->shape.columns)
        return fail (self, bias->index, "a bias of one row");
      note_weight (self, bias->index);
      layer->bias = weights_of (self, bias->index);
    }
  if (!is_op (product, "matmul"))
    {
      *input = CHAIN_NO_NODE;
      return read_written_out (self, node, layer);
    }
  if (!is_weight (self, product->inputs[1]))
    return fail (self, product->inputs[1], "a kernel, a variable");
  note_weight (self, product->inputs[1]);
  layer->kernel = weights_of (self, product->inputs[1]);
  layer->trainable = role_of (self, product->inputs[1]) == CHAIN_WORKSPACE_VARIABLE;
  *input = product->inputs[0];
  return TRUE;
}

static gboolean
read_layer (Reader *self, guint node, const char *activation, guint *input)
{
  const ChainNode *n = node_at (self, node);
  const ChainOp   *op = chain_op_find (CHAIN_OP_ACTIVATION, activation != NULL ? activation
                                                                               : "linear");
  ChainLayer      *layer = chain_layer_new (1, op);

  if (activation == NULL && n->op != NULL && n->op->kind == CHAIN_OP_ACTIVATION)
    {
      chain_layer_set_activation (layer, n->op);
      memcpy (layer->activation_parameters, n->parameters, sizeof n->parameters);
      node = n->inputs[0];
    }
  if (!read_product (self, node, layer, input))
    {
      chain_layer_free (layer);
      return FALSE;
    }
  layer->units = (guint) layer->kernel->columns;
  layer->use_bias = layer->bias != NULL;
  g_ptr_array_add (self->layers, layer);
  return TRUE;
}

static gboolean
read_layers (Reader *self, guint node, const char *activation)
{
  do
    {
      if (self->layers->len == CHAIN_MAX_LAYERS)
        return fail (self, node, "fewer layers");
      if (!read_layer (self, node, activation, &node))
        return FALSE;
      activation = NULL;
    }
  while (node != CHAIN_NO_NODE && node_at (self, node)->op != NULL);
  return node == CHAIN_NO_NODE || read_data (self, node);
}

/* Each penalty is of some layer's kernel. */
static gboolean
apply_penalties (Reader *self)
{
  for (guint i = 0; i < self->penalties->len; i++)
    {
      const ChainNode *penalty = g_ptr_array_index (self->penalties, i);
      const guint      found = GPOINTER_TO_UINT (
          g_hash_table_lookup (self->variables, GUINT_TO_POINTER (penalty->inputs[0])));
      ChainLayer      *layer;

      if (found == 0)
        return fail (self, penalty->index, "a penalty of a layer's kernel");
      layer = g_ptr_array_index (self->layers, found - 1);
      if (is_op (penalty, "l1_penalty"))
        layer->l1 += penalty->parameters[0];
      else
        layer->l2 += penalty->parameters[0];
    }
  return TRUE;
}

static gboolean
read_network (Reader *self)
{
  const guint target = self->workspace->target;
  const char *activation;
  guint       prediction;

  if (target == CHAIN_NO_NODE)
    {
      g_set_error (self->error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "there is no value to make a network of");
      return FALSE;
    }
  return read_loss (self, strip_penalties (self, target), &prediction, &activation)
         && read_layers (self, prediction, activation) && apply_penalties (self);
}

/**
 * chain_workspace_to_network:
 * @workspace: a workspace
 * @error: set to what is no part of a chain of dense layers, and where it stands
 *
 * Reads the target as the loss of a network of dense layers, with their weights as they are now.
 *
 * Returns: (transfer full) (nullable): the network
 */
ChainWorkspaceNetwork *
chain_workspace_to_network (ChainWorkspace *workspace, GError **error)
{
  g_autoptr (ChainWorkspaceNetwork) result = g_new0 (ChainWorkspaceNetwork, 1);
  g_autoptr (GPtrArray)  layers
      = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_layer_free);
  g_autoptr (GHashTable) variables = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray)  penalties = g_ptr_array_new ();
  Reader                 self = { workspace, result, layers, variables, penalties, error };

  if (!read_network (&self))
    return NULL;
  result->network = chain_network_new ();
  result->network->n_inputs
      = (guint) ((ChainLayer *) g_ptr_array_index (layers, layers->len - 1))->kernel->rows;
  while (layers->len > 0)
    g_ptr_array_add (result->network->layers,
                     g_ptr_array_steal_index (layers, layers->len - 1));
  return g_steal_pointer (&result);
}

/**
 * chain_workspace_network_free:
 * @network: (transfer full) (nullable): to free
 */
void
chain_workspace_network_free (ChainWorkspaceNetwork *network)
{
  if (network == NULL)
    return;
  chain_network_free (network->network);
  g_strfreev (network->features);
  g_free (network->target);
  g_free (network);
}
