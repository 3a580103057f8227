/* network-account.c: what is known of one part of the network, by name and number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-account.h"

#include "ui/widgets/network-overlay.h"

#define DIGITS 5


static void
number_clear (gpointer data)
{
  g_free (((ChainPartNumber *) data)->name);
}

static void
add_number (ChainPartAccount *account,
            const char       *name,
            double            value)
{
  const ChainPartNumber number = { g_strdup (name), value };

  g_array_append_val (account->numbers, number);
}

/* One number of one node, of the shown sample where it has one in each row. */
static void
add_known (ChainPartAccount *account,
           ChainSession     *session,
           const char       *name,
           guint             node,
           guint             unit,
           gboolean          gradient)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  ChainWalk *walk = chain_stepper_walk (stepper);
  const ChainTensor *tensor;

  if (!chain_stepper_known (stepper, node, gradient))
    return;
  tensor = gradient ? chain_walk_adjoint (walk, node) : chain_walk_value (walk, node);
  add_number (account, name,
              chain_tensor_get (tensor, MIN (chain_session_get_sample (session), tensor->rows - 1),
                                unit));
}

static void
account_for_unit (ChainPartAccount *account,
                  ChainSession     *session,
                  const ChainPart  *part)
{
  const ChainRecording *recording
    = chain_stepper_recording (chain_session_get_stepper (session));
  const ChainRecordedLayer *layer;
  const gboolean output = part->layer == recording->n_layers;

  if (part->layer == 0)
    {
      add_known (account, session, "x", recording->x, part->unit, FALSE);
      return;
    }
  layer = &recording->layers[part->layer - 1];
  if (layer->z != layer->a)
    add_known (account, session, "z", layer->z, part->unit, FALSE);
  add_known (account, session, output ? "ŷ" : "a", layer->a, part->unit, FALSE);
  add_known (account, session, output ? "∂L/∂ŷ" : "∂L/∂a", layer->a, part->unit, TRUE);
  if (layer->z != layer->a)
    add_known (account, session, "∂L/∂z", layer->z, part->unit, TRUE);
}

static void
account_for_weight (ChainPartAccount *account,
                    ChainSession     *session,
                    const ChainPart  *part)
{
  static const char *const names[2][CHAIN_N_OVERLAYS] = {
    { "w", "∂L/∂w", "Δw", "w·x" },
    { "b", "∂L/∂b", "Δb", NULL },
  };
  ChainStepper *stepper = chain_session_get_stepper (session);
  const gboolean bias = part->kind == CHAIN_PART_BIAS;
  const gsize units = chain_network_units (chain_stepper_recording (stepper), part->layer);
  const gsize index = bias ? part->unit : part->from * units + part->unit;

  for (guint overlay = 0; overlay < CHAIN_N_OVERLAYS; overlay++)
    {
      double value;

      if (chain_network_overlay_at (session, part->layer, bias, overlay, index, &value))
        add_number (account, names[bias][overlay], value);
    }
}

static guint
node_of (const ChainRecording *recording,
         const ChainPart      *part)
{
  if (part->layer == 0)
    return recording->x;
  if (part->kind == CHAIN_PART_CONNECTION)
    return recording->layers[part->layer - 1].kernel;
  if (part->kind == CHAIN_PART_BIAS)
    return recording->layers[part->layer - 1].bias;
  return recording->layers[part->layer - 1].a;
}

static char *
part_title (ChainSession    *session,
            const ChainPart *part)
{
  const ChainRecording *recording
    = chain_stepper_recording (chain_session_get_stepper (session));
  const ChainNetwork *network = chain_session_get_project (session)->network;
  const ChainDataset *dataset = chain_session_get_dataset (session);
  const ChainNode *node = chain_graph_node (recording->graph, node_of (recording, part));
  const guint row = part->kind == CHAIN_PART_CONNECTION ? part->from : 0;
  g_autoptr (ChainFormula) symbol = NULL;
  g_autofree char *text = NULL;
  g_autofree char *layer = NULL;

  symbol = chain_element_symbol (recording, node, row, part->unit, 1, 0);
  g_clear_pointer (&symbol->superscript, g_free);
  text = chain_formula_to_text (symbol, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  if (part->layer == 0 && dataset && part->unit < g_strv_length (dataset->input_encoder->names))
    return g_strdup_printf ("%s: %s", text, dataset->input_encoder->names[part->unit]);
  layer = part->layer == 0 ? g_strdup ("Input")
                           : chain_network_layer_title (network, part->layer - 1);
  return g_strdup_printf ("%s of %s", text, layer);
}

/**
 * chain_part_account_new:
 * @session: a session with a stepper
 * @part: a part of its network
 *
 * Returns: (transfer full): the part's name, and its numbers as far as they are known
 */
ChainPartAccount *
chain_part_account_new (ChainSession    *session,
                        const ChainPart *part)
{
  ChainPartAccount *account = g_new0 (ChainPartAccount, 1);

  account->title = part_title (session, part);
  account->numbers = g_array_new (FALSE, FALSE, sizeof (ChainPartNumber));
  g_array_set_clear_func (account->numbers, number_clear);
  if (part->kind == CHAIN_PART_UNIT)
    account_for_unit (account, session, part);
  else
    account_for_weight (account, session, part);
  return account;
}

/**
 * chain_part_account_free:
 * @account: (transfer full): an account
 */
void
chain_part_account_free (ChainPartAccount *account)
{
  g_array_unref (account->numbers);
  g_free (account->title);
  g_free (account);
}

/**
 * chain_part_account_to_text:
 * @account: an account
 *
 * Returns: (transfer full): "w₂₁ of Hidden 1: w 0.409, ∂L/∂w −0.273"
 */
char *
chain_part_account_to_text (const ChainPartAccount *account)
{
  GString *text = g_string_new (account->title);

  for (guint i = 0; i < account->numbers->len; i++)
    {
      const ChainPartNumber *number = &g_array_index (account->numbers, ChainPartNumber, i);
      char shown[CHAIN_NUMBER_SIZE];

      g_string_append_printf (text, "%s %s %s", i > 0 ? "," : ":", number->name,
                              chain_number_show (number->value, DIGITS, shown));
    }
  return g_string_free (text, FALSE);
}

/**
 * chain_part_to_selection:
 * @part: (nullable): a part of the drawing
 *
 * Returns: the same as the session's selection; without a part, that nothing is selected
 */
ChainSelection
chain_part_to_selection (const ChainPart *part)
{
  static const ChainSelectionKind kinds[] = {
    [CHAIN_PART_NONE] = CHAIN_SELECTION_STEP,
    [CHAIN_PART_UNIT] = CHAIN_SELECTION_UNIT,
    [CHAIN_PART_BIAS] = CHAIN_SELECTION_BIAS,
    [CHAIN_PART_CONNECTION] = CHAIN_SELECTION_CONNECTION,
  };

  if (!part)
    return (ChainSelection) { .kind = CHAIN_SELECTION_STEP };
  return (ChainSelection) { kinds[part->kind], part->layer, part->from, part->unit };
}
