/* workspace-network.c: a network as statements, and statements as a network.
 *
 * A layer is an activation of x @ W + b; activation and bias may be missing. Only a chain of such
 * layers from the features to the target is a network.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/workspace-network.h"

#define MOST_WRITTEN 4000 /* weights of a layer that are written out; others begin anew */

static void
write_matrix (GString *text, const ChainTensor *matrix)
{
  char number[CHAIN_NUMBER_SIZE];

  for (gsize i = 0; i < matrix->rows; i++)
    {
      g_string_append (text, i == 0 ? "[[" : ", [");
      for (gsize k = 0; k < matrix->columns; k++)
        g_string_append_printf (text, "%s%s", k > 0 ? ", " : "",
                                chain_number_write (chain_tensor_get (matrix, i, k), number));
      g_string_append (text, "]");
    }
  g_string_append (text, "]");
}

static void
write_variable (GString                *text,
                const char             *name,
                guint                   index,
                const ChainTensor      *value,
                const ChainInitializer *initializer)
{
  g_string_append_printf (text, "%s%u = ", name, index);
  if (chain_tensor_size (value) > MOST_WRITTEN)
    {
      g_string_append_printf (text,
                              "%s(%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ")  # begun anew\n",
                              initializer->name, value->rows, value->columns);
      return;
    }
  g_string_append (text, "variable(");
  write_matrix (text, value);
  g_string_append (text, ")\n");
}

static void
write_parameters (GString *text, const ChainOp *op, const double *values)
{
  char number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < CHAIN_MAX_PARAMETERS && op->parameters[i].name != NULL; i++)
    g_string_append_printf (text, ", %s=%s", op->parameters[i].name,
                            chain_number_write (values[i], number));
}

/**
 * chain_workspace_text_of_network:
 * @network: a network whose inputs are known
 * @loss: the loss of its output
 *
 * Dropout, penalties and locks have no statements.
 *
 * Returns: (transfer full): statements that compute the same from the features of the data
 */
char *
chain_workspace_text_of_network (const ChainNetwork *network, const ChainOp *loss)
{
  GString    *text = g_string_new ("# the net of the Network page\nx = features()\ny = targets()\n");
  const guint n = chain_network_n_layers (network);

  for (guint i = 1; i <= n; i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i - 1);
      g_autofree char  *before = i == 1 ? g_strdup ("x") : g_strdup_printf ("a%u", i - 1);

      if (layer->kernel == NULL)
        break;
      write_variable (text, "W", i, layer->kernel, layer->kernel_initializer);
      if (layer->bias != NULL)
        write_variable (text, "b", i, layer->bias, layer->bias_initializer);
      g_string_append_printf (text, "z%u = %s @ W%u", i, before, i);
      if (layer->bias != NULL)
        g_string_append_printf (text, " + b%u", i);
      g_string_append_printf (text, "\na%u = %s(z%u", i, layer->activation->name, i);
      write_parameters (text, layer->activation, layer->activation_parameters);
      g_string_append (text, ")\n");
    }
  g_string_append_printf (text, "L = %s(a%u, y)\n", loss->name, n);
  return g_string_free (text, FALSE);
}

/* What is being read, from the output back. */
typedef struct
{
  ChainWorkspace *workspace;
  guint           node;   /* that is read next */
  GPtrArray      *layers; /* ChainLayer *, the last first */
} Reading;

static const ChainNode *
graph_node (const Reading *reading, guint node)
{
  return chain_graph_node (chain_workspace_graph (reading->workspace), node);
}

static gboolean
is_variable (const Reading *reading, guint node)
{
  return chain_workspace_node (reading->workspace, node)->variable != CHAIN_NO_NODE;
}

static gboolean
fail (const Reading *reading, const char *expected, GError **error)
{
  const ChainWorkspaceNode *node = chain_workspace_node (reading->workspace, reading->node);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "line %u: expected %s, found %s (%s): only one chain of dense layers, "
               "activation(x @ W + b), is a network",
               node->place.line, expected, node->name, node->title);
  return FALSE;
}

/* Takes the layer that ends in the node, and goes on to what it reads. */
static gboolean
read_layer (Reading *reading, GError **error)
{
  const ChainOp   *add = chain_op_find (CHAIN_OP_ARITHMETIC, "add");
  const ChainOp   *matmul = chain_op_find (CHAIN_OP_ARITHMETIC, "matmul");
  const ChainOp   *activation = chain_op_find (CHAIN_OP_ACTIVATION, "linear");
  const double    *parameters = NULL;
  const ChainNode *node = graph_node (reading, reading->node);
  guint            bias = CHAIN_NO_NODE;
  guint            kernel;
  ChainLayer      *layer;

  if (node->op != NULL && node->op->kind == CHAIN_OP_ACTIVATION)
    {
      activation = node->op;
      parameters = node->parameters;
      reading->node = node->inputs[0];
      node = graph_node (reading, reading->node);
    }
  if (node->op == add && (is_variable (reading, node->inputs[0])
                          || is_variable (reading, node->inputs[1])))
    {
      const guint which = is_variable (reading, node->inputs[0]) ? 0 : 1;

      bias = node->inputs[which];
      reading->node = node->inputs[1 - which];
      node = graph_node (reading, reading->node);
    }
  if (node->op != matmul || !is_variable (reading, node->inputs[1]))
    return fail (reading, "the product of a matrix and a variable", error);
  kernel = node->inputs[1];
  if (bias != CHAIN_NO_NODE && chain_workspace_value (reading->workspace, bias)->rows != 1)
    return fail (reading, "a bias of one row", error);
  layer = chain_layer_new ((guint) chain_workspace_value (reading->workspace, kernel)->columns,
                           activation);
  for (guint i = 0; parameters != NULL && i < CHAIN_MAX_PARAMETERS; i++)
    layer->activation_parameters[i] = parameters[i];
  g_ptr_array_add (reading->layers, layer);
  layer->use_bias = bias != CHAIN_NO_NODE;
  layer->kernel = chain_tensor_copy (chain_workspace_value (reading->workspace, kernel));
  if (layer->use_bias)
    layer->bias = chain_tensor_copy (chain_workspace_value (reading->workspace, bias));
  if (layer->use_bias && layer->bias->columns != layer->units)
    return fail (reading, "a bias with an element for each unit", error);
  reading->node = node->inputs[0];
  return TRUE;
}

static gboolean
check_input (const Reading *reading, const ChainProject *project, GError **error)
{
  const ChainTensor *input = chain_workspace_value (reading->workspace, reading->node);

  if (input->columns == project->network->n_inputs)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "expected an input of %u columns, as many as the data's features have, found "
               "%" G_GSIZE_FORMAT, project->network->n_inputs, input->columns);
  return FALSE;
}

/**
 * chain_workspace_to_network:
 * @workspace: a workspace
 * @project: gets the network, and the loss if the target is one
 * @error: set where the target is no single chain of dense layers, with the reason
 *
 * Returns: %FALSE on an error, and then @project is as it was
 */
gboolean
chain_workspace_to_network (ChainWorkspace *workspace, ChainProject *project, GError **error)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_layer_free);
  Reading               reading = { workspace, chain_workspace_target (workspace), layers };
  const ChainOp        *loss = NULL;

  if (reading.node == CHAIN_NO_NODE)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "expected dense layers, found no value to compute");
      return FALSE;
    }
  if (graph_node (&reading, reading.node)->op != NULL
      && graph_node (&reading, reading.node)->op->kind == CHAIN_OP_LOSS)
    {
      loss = graph_node (&reading, reading.node)->op;
      reading.node = graph_node (&reading, reading.node)->inputs[0];
    }
  do
    if (!read_layer (&reading, error))
      return FALSE;
  while (graph_node (&reading, reading.node)->op != NULL);
  if (is_variable (&reading, reading.node))
    return fail (&reading, "features() as the input of the first layer", error);
  if (!check_input (&reading, project, error))
    return FALSE;
  g_ptr_array_set_size (project->network->layers, 0);
  for (guint i = layers->len; i-- > 0;)
    g_ptr_array_add (project->network->layers, g_ptr_array_index (layers, i));
  g_ptr_array_set_free_func (layers, NULL);
  if (loss != NULL)
    chain_training_options_set_loss (&project->training, loss);
  return TRUE;
}
