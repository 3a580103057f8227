/* symbols.c: what the parts of a network are called on paper: x₂, w₂₁⁽¹⁾, ŷ, ∂L/∂z₁.
 *
 * w₂₁ leads from unit 2 of the layer before to unit 1. A subscript is left out where there is
 * only one to choose from, the layer's number where there is only one layer. In a batch of more
 * than one row the sample's number, counted from 1 within the batch, comes first: x₃,₂. What an
 * optimizer keeps for a weight has the weight as its subscript.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/symbols.h"

typedef struct
{
  const char *name;     /* of the value in the step record; NULL if it has none */
  const char *gradient; /* of its gradient in the step record; NULL if it has none */
  const char *letter;
  const char *in_words;
} Quantity;

static const Quantity quantities[] = {
  [CHAIN_QUANTITY_X] = { "x", NULL, "x", "Input" },
  [CHAIN_QUANTITY_Y] = { "y", NULL, "y", "Target" },
  [CHAIN_QUANTITY_KERNEL] = { "W", "dL/dW", "w", "Weights W" },
  [CHAIN_QUANTITY_BIAS] = { "b", "dL/db", "b", "Bias b" },
  [CHAIN_QUANTITY_Z] = { "z", "dL/dz", "z", "Weighted sum z" },
  [CHAIN_QUANTITY_A] = { "a", "dL/da", "a", "Activation a" },
  [CHAIN_QUANTITY_LOSS] = { "loss", NULL, "L", "Loss L" },
  /* The rest has no step records of its own. */
  [CHAIN_QUANTITY_LEARNING_RATE] = { NULL, NULL, "η", "Learning rate η" },
  [CHAIN_QUANTITY_MASK] = { NULL, NULL, "r", "Dropout mask r" },
  [CHAIN_QUANTITY_MOMENT] = { NULL, NULL, "m", "Moment m" },
  [CHAIN_QUANTITY_VELOCITY] = { NULL, NULL, "v", "Velocity v" },
  [CHAIN_QUANTITY_CLIPPED] = { NULL, NULL, "g", "Clipped gradient g" },
  [CHAIN_QUANTITY_FACTOR] = { NULL, NULL, "s", "Switch s of the update, 0 where it is locked" },
  [CHAIN_QUANTITY_STEP] = { NULL, NULL, "n", "Number of the update n" },
};

static const char *const phases[] = {
  [CHAIN_PHASE_FORWARD] = "forward",
  [CHAIN_PHASE_LOSS] = "loss",
  [CHAIN_PHASE_BACKWARD] = "backward",
  [CHAIN_PHASE_UPDATE] = "update",
};

/**
 * chain_quantity_name:
 * @quantity: a quantity
 * @gradient: whether its gradient is meant
 *
 * Returns: (nullable): its name in a step record, "z", "dL/dW", …; %NULL for a quantity that
 *   step records leave out
 */
const char *
chain_quantity_name (ChainQuantity quantity, gboolean gradient)
{
  return gradient ? quantities[quantity].gradient : quantities[quantity].name;
}

/**
 * chain_quantity_words:
 * @quantity: a quantity
 *
 * Returns: what people call it: "Weighted sum z"
 */
const char *
chain_quantity_words (ChainQuantity quantity)
{
  return quantities[quantity].in_words;
}

/**
 * chain_quantity_letter:
 * @recording: a network
 * @origin: one of its quantities
 *
 * Returns: its letter without scripts: "z", or "ŷ" for the last activation
 */
const char *
chain_quantity_letter (const ChainRecording *recording, const ChainOrigin *origin)
{
  if (origin->quantity == CHAIN_QUANTITY_A && origin->layer == recording->n_layers)
    return "ŷ";
  return quantities[origin->quantity].letter;
}

/**
 * chain_phase_name:
 * @phase: a phase
 *
 * Returns: its name in a step record: "forward", …
 */
const char *
chain_phase_name (ChainPhase phase)
{
  return phases[phase];
}

static char *
kernel_subscript (const ChainNode *node, gsize row, gsize column)
{
  if (node->shape.columns == 1)
    return node->shape.rows == 1 ? NULL : g_strdup_printf ("%" G_GSIZE_FORMAT, row + 1);
  return g_strdup_printf ("%" G_GSIZE_FORMAT "%s%" G_GSIZE_FORMAT, row + 1,
                          node->shape.rows > 9 || node->shape.columns > 9 ? "," : "", column + 1);
}

static char *
unit_subscript (const ChainNode *node, gsize row, gsize column, gsize n_rows)
{
  const gboolean in_batch = node->shape.rows == CHAIN_BATCH && n_rows > 1;
  const gboolean in_layer = node->shape.columns > 1;

  if (in_batch && in_layer)
    return g_strdup_printf ("%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT, row + 1, column + 1);
  if (in_batch || in_layer)
    return g_strdup_printf ("%" G_GSIZE_FORMAT, in_batch ? row + 1 : column + 1);
  return NULL;
}

/**
 * chain_node_served:
 * @recording: a network with its optimizer
 * @node: one of its nodes
 *
 * Returns: (transfer none) (nullable): the variable that an optimizer's state serves, where
 *   @node is such a state or assigns to one, or whose clipped gradient or factor @node is
 */
const ChainNode *
chain_node_served (const ChainRecording *recording, const ChainNode *node)
{
  if (node->kind == CHAIN_NODE_OPERATION && node->origin.quantity == CHAIN_QUANTITY_CLIPPED)
    {
      const ChainNode *gradient = chain_graph_node (recording->graph, node->inputs[0]);

      return chain_graph_node (recording->graph, gradient->inputs[0]);
    }
  if (node->kind == CHAIN_NODE_OPERATION && node->op->assigns)
    node = chain_graph_node (recording->graph, node->inputs[0]);
  return node->state_of != CHAIN_NO_NODE ? chain_graph_node (recording->graph, node->state_of)
                                         : NULL;
}

static char *
subscript_of (const ChainRecording *recording, const ChainNode *node, gsize row, gsize column,
              gsize n_rows)
{
  const ChainNode *served = chain_node_served (recording, node);
  g_autofree char *inner = NULL;

  if (node->origin.quantity == CHAIN_QUANTITY_KERNEL)
    return kernel_subscript (node, row, column);
  if (served == NULL)
    return unit_subscript (node, row, column, n_rows);
  inner = subscript_of (recording, served, row, column, n_rows);
  return g_strconcat (quantities[served->origin.quantity].letter, inner, NULL);
}

static char *
layer_superscript (const ChainRecording *recording, const ChainOrigin *origin)
{
  const gboolean is_prediction
      = origin->quantity == CHAIN_QUANTITY_A && origin->layer == recording->n_layers;

  if (origin->layer == 0 || recording->n_layers == 1 || is_prediction)
    return NULL;
  return g_strdup_printf ("(%u)", origin->layer);
}

/**
 * chain_element_symbol:
 * @recording: the network @node belongs to
 * @node: a quantity
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @n_rows: rows of the batch
 * @value: the element's number
 *
 * Returns: (transfer full): the symbol of one element
 */
ChainFormula *
chain_element_symbol (const ChainRecording *recording,
                      const ChainNode      *node,
                      gsize                 row,
                      gsize                 column,
                      gsize                 n_rows,
                      double                value)
{
  g_autofree char *subscript = subscript_of (recording, node, row, column, n_rows);
  g_autofree char *superscript = layer_superscript (recording, &node->origin);

  return chain_formula_symbol (chain_quantity_letter (recording, &node->origin), subscript,
                               superscript, value);
}

/**
 * chain_parameter_name:
 * @recording: of @network
 * @network: a network
 * @node: a kernel or a bias
 * @row: of the element, from 0
 * @column: of the element, from 0
 *
 * Returns: (transfer full): its symbol and its layer: "w₂₁ of Hidden 1"
 */
char *
chain_parameter_name (const ChainRecording *recording,
                      const ChainNetwork   *network,
                      guint                 node,
                      gsize                 row,
                      gsize                 column)
{
  const ChainNode         *parameter = chain_graph_node (recording->graph, node);
  g_autofree char         *subscript = subscript_of (recording, parameter, row, column, 1);
  g_autoptr (ChainFormula) symbol = chain_formula_symbol (
      chain_quantity_letter (recording, &parameter->origin), subscript, NULL, 0);
  g_autofree char         *text = chain_formula_to_text (symbol, CHAIN_FORMULA_IN_SYMBOLS, 6);
  g_autofree char         *title
      = chain_network_layer_title (network, parameter->origin.layer - 1);

  return g_strdup_printf ("%s of %s", text, title);
}

/**
 * chain_element_derivative:
 * @recording: the network @node belongs to
 * @node: a quantity
 * @row: of the element, from 0
 * @column: of the element, from 0
 * @n_rows: rows of the batch
 * @value: the gradient's number
 *
 * Returns: (transfer full): ∂L/∂ of one element, as one leaf
 */
ChainFormula *
chain_element_derivative (const ChainRecording *recording,
                          const ChainNode      *node,
                          gsize                 row,
                          gsize                 column,
                          gsize                 n_rows,
                          double                value)
{
  return chain_formula_derivative (
      chain_formula_symbol ("L", NULL, NULL, 0),
      chain_element_symbol (recording, node, row, column, n_rows, 0), value);
}
