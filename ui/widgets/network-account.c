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

/* What stands for many connections: of units that are left out. */
static void
account_for_bundle (ChainPartAccount           *account,
                    const ChainNetworkPicture  *picture,
                    const ChainNetworkGeometry *geometry,
                    const ChainPart            *part)
{
  const ChainPictureColumn *from = chain_network_geometry_column (geometry, part->layer - 1);
  const ChainPictureColumn *to = chain_network_geometry_column (geometry, part->layer);
  g_autoptr (ChainBundles) bundles = NULL;
  const ChainBundle *bundle = NULL;

  if (from && to)
    {
      bundles = chain_bundles_new (picture, from, to);
      bundle = chain_bundles_get (bundles, from, to, chain_picture_column_place (from, part->from),
                                  chain_picture_column_place (to, part->unit));
    }
  account->title = bundle ? g_strdup_printf ("%" G_GUINT64_FORMAT " connections as one", bundle->n)
                          : g_strdup ("Connections of units left out");
  if (!bundle)
    return;
  add_number (account, "mean magnitude", bundle->magnitude / (double) bundle->n);
  add_number (account, "mean", bundle->sum / (double) bundle->n);
  add_number (account, "strongest", bundle->strongest);
}

static void
account_for_fold (ChainPartAccount           *account,
                  const ChainNetworkGeometry *geometry,
                  const ChainPart            *part)
{
  const ChainPictureColumn *column = chain_network_geometry_column (geometry, part->layer);

  if (part->kind == CHAIN_PART_LAYERS)
    {
      account->title = g_strdup (geometry->look.all_layers ? "All layers" : "Layers left out");
      account->hint = g_strdup (geometry->look.all_layers ? "click to leave some out"
                                                          : "click to show all");
      return;
    }
  if (!column || column->unfolded)
    account->title = g_strdup_printf ("All %u units", column ? column->n_units : 0);
  else
    account->title = g_strdup_printf ("%u more units",
                                      column->n_units - (column->n_places - 1));
  account->hint = g_strdup (column && column->unfolded ? "click to fold" : "click to show all");
}

/* A value that no step has computed yet, of the network as it stands between two iterations. */
static void
add_shown_value (ChainPartAccount          *account,
                 const ChainNetworkPicture *picture,
                 const ChainPart           *part)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (picture, part->layer);

  if (account->numbers->len == 0 && layer->values)
    add_number (account, layer->symbol, layer->values[part->unit]);
}

/**
 * chain_part_account_new:
 * @session: a session with a stepper
 * @picture: its drawing
 * @geometry: of the drawing
 * @part: a part of it
 *
 * Returns: (transfer full): the part's name, and its numbers as far as they are known
 */
ChainPartAccount *
chain_part_account_new (ChainSession               *session,
                        const ChainNetworkPicture  *picture,
                        const ChainNetworkGeometry *geometry,
                        const ChainPart            *part)
{
  ChainPartAccount *account = g_new0 (ChainPartAccount, 1);

  account->numbers = g_array_new (FALSE, FALSE, sizeof (ChainPartNumber));
  g_array_set_clear_func (account->numbers, number_clear);
  if (part->kind == CHAIN_PART_FOLD || part->kind == CHAIN_PART_LAYERS)
    {
      account_for_fold (account, geometry, part);
      return account;
    }
  if (part->from == CHAIN_PART_ALL || part->unit == CHAIN_PART_ALL)
    {
      account_for_bundle (account, picture, geometry, part);
      return account;
    }
  account->title = part_title (session, part);
  if (part->kind == CHAIN_PART_UNIT)
    {
      account_for_unit (account, session, part);
      add_shown_value (account, picture, part);
      account->hint = chain_session_dup_unit_health (session, part->layer, part->unit);
    }
  else
    {
      const ChainSelection place = chain_part_to_selection (part);
      gboolean locked;

      account_for_weight (account, session, part);
      if (chain_session_get_locked (session, &place, &locked) && locked)
        account->hint = g_strdup ("Locked: training leaves it as it is");
    }
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
  g_free (account->hint);
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
  if (account->hint)
    g_string_append_printf (text, ", %s", account->hint);
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
    [CHAIN_PART_FOLD] = CHAIN_SELECTION_STEP,
    [CHAIN_PART_LAYERS] = CHAIN_SELECTION_STEP,
  };

  if (!part)
    return (ChainSelection) { .kind = CHAIN_SELECTION_STEP };
  return (ChainSelection) { kinds[part->kind], part->layer, part->from, part->unit };
}
