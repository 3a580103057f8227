/* network-contents.c: fills the network's drawing with the numbers there are right now.
 *
 * A number that the current iteration has not computed yet is left out, never guessed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-contents.h"

#include <math.h>
#include <string.h>

#define MOST_TARGETS 3 /* written out below the outputs */
#define DIGITS 5

static const char *const overlay_titles[CHAIN_N_OVERLAYS] = {
  [CHAIN_OVERLAY_WEIGHTS] = "w",
  [CHAIN_OVERLAY_GRADIENTS] = "∂L/∂w",
  [CHAIN_OVERLAY_UPDATES] = "Δw",
  [CHAIN_OVERLAY_CONTRIBUTIONS] = "w·x",
};

static guint
units_of (const ChainRecording *recording,
          guint                 layer)
{
  const guint node = layer == 0 ? recording->x : recording->layers[layer - 1].a;

  return (guint) chain_graph_node (recording->graph, node)->shape.columns;
}

/* The sample's row of a value; NULL while it is not known. */
static double *
known_row (ChainSession *session,
           guint         node)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainTensor *value;
  gsize row;

  if (!chain_stepper_known (stepper, node, FALSE))
    return NULL;
  value = chain_walk_value (chain_stepper_walk (stepper), node);
  row = MIN (chain_session_get_sample (session), value->rows - 1);
  return g_memdup2 (value->values + row * value->columns, value->columns * sizeof (double));
}

static double *
copy_values (const ChainTensor *tensor)
{
  return tensor ? g_memdup2 (tensor->values, chain_tensor_size (tensor) * sizeof (double)) : NULL;
}

/* New minus old weights; NULL before the update is done. */
static double *
update_of (ChainStepper *stepper,
           guint         before,
           guint         after)
{
  ChainWalk *walk = chain_stepper_walk (stepper);
  const ChainTensor *old;
  double *update;

  if (after == CHAIN_NO_NODE || !chain_stepper_known (stepper, after, FALSE))
    return NULL;
  old = chain_walk_value (walk, before);
  update = copy_values (chain_walk_value (walk, after));
  for (gsize i = 0; i < chain_tensor_size (old); i++)
    update[i] -= old->values[i];
  return update;
}

static double *
gradient_of (ChainStepper *stepper,
             guint         node)
{
  if (!chain_stepper_known (stepper, node, TRUE))
    return NULL;
  return copy_values (chain_walk_adjoint (chain_stepper_walk (stepper), node));
}

/* What each unit of a layer gives each unit of the next, whose z is the sum of them and its bias:
 * with the weights of the forward pass, even where they are already updated. */
static double *
contributions_of (ChainSession *session,
                  guint         layer)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const guint input = layer == 1 ? recording->x : recording->layers[layer - 2].a;
  const ChainTensor *kernel
    = chain_walk_value (chain_stepper_walk (stepper), recording->layers[layer - 1].kernel);
  g_autofree double *x = known_row (session, input);
  double *contributions;

  if (!x)
    return NULL;
  contributions = copy_values (kernel);
  for (gsize i = 0; i < chain_tensor_size (kernel); i++)
    contributions[i] *= x[i / kernel->columns];
  return contributions;
}

/* The numbers of the weights between two layers, or of the biases, in one overlay. */
static double *
overlay_of (ChainSession *session,
            guint         layer,
            gboolean      bias,
            ChainOverlay  overlay)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecordedLayer *recorded = &chain_stepper_recording (stepper)->layers[layer - 1];
  const guint node = bias ? recorded->bias : recorded->kernel;

  if (node == CHAIN_NO_NODE)
    return NULL;
  switch (overlay)
    {
    case CHAIN_OVERLAY_GRADIENTS:
      return gradient_of (stepper, node);
    case CHAIN_OVERLAY_UPDATES:
      return update_of (stepper, node, bias ? recorded->new_bias : recorded->new_kernel);
    case CHAIN_OVERLAY_CONTRIBUTIONS:
      return bias ? NULL : contributions_of (session, layer);
    case CHAIN_OVERLAY_WEIGHTS:
    default:
      return copy_values (chain_stepper_weights (stepper, layer, bias));
    }
}

/* A column named as in mathematics, x1, is written x₁. */
static char *
pretty_name (const char *name)
{
  const char *digits = name;
  gboolean indexed;

  while (g_ascii_isalpha (*digits))
    digits++;
  indexed = digits == name + 1 && *digits != '\0' && strlen (digits) < 6
            && (*digits != '0' || digits[1] == '\0') /* p00 is not p₀ */
            && strspn (digits, "0123456789") == strlen (digits);
  if (!indexed)
    return g_strdup (name);

  const char letter[] = { name[0], '\0' };

  return chain_network_picture_indexed (letter, (guint) g_ascii_strtoull (digits, NULL, 10));
}

static char **
pretty_names (char **names,
              guint  units)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!names || g_strv_length (names) != units)
    return NULL;
  for (guint i = 0; i < units; i++)
    {
      g_autofree char *name = pretty_name (names[i]);

      g_strv_builder_add (builder, name);
    }
  return g_strv_builder_end (builder);
}

static void
add_layers (ChainNetworkPicture *picture,
            ChainSession        *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const ChainDataset *dataset = chain_session_get_dataset (session);
  const ChainOverlay overlay = chain_session_get_overlay (session);
  const guint n = recording->n_layers;

  for (guint l = 0; l <= n; l++)
    {
      const char *symbol = l == 0 ? "x" : l == n ? "ŷ" : "a";
      const guint units = units_of (recording, l);
      ChainPictureLayer *layer = chain_network_picture_add_layer (picture, units, symbol);

      if (l == 0)
        {
          layer->values = known_row (session, recording->x);
          layer->names = dataset ? pretty_names (dataset->input_encoder->names, units) : NULL;
          continue;
        }
      if (l == n && dataset && units > 1)
        layer->names = pretty_names (dataset->classes ? dataset->classes
                                                      : dataset->target_encoder->names, units);
      layer->values = known_row (session, recording->layers[l - 1].a);
      layer->shows_z = recording->layers[l - 1].z != recording->layers[l - 1].a;
      layer->z = layer->shows_z ? known_row (session, recording->layers[l - 1].z) : NULL;
      layer->bias = copy_values (chain_stepper_weights (stepper, l, TRUE));
      layer->overlay = overlay_of (session, l, FALSE, overlay);
    }
}

static char *
target_text (ChainSession *session)
{
  const ChainRecording *recording
    = chain_stepper_recording (chain_session_get_stepper (session));
  const ChainDataset *dataset = chain_session_get_dataset (session);
  const guint units = units_of (recording, recording->n_layers);
  g_autofree double *y = known_row (session, recording->y);
  GString *text;
  guint largest = 0;

  if (!y)
    return NULL;
  for (guint i = 1; i < units; i++)
    largest = y[i] > y[largest] ? i : largest;
  if (dataset && dataset->classes && g_strv_length (dataset->classes) == units && units > 1)
    return g_strdup_printf ("y = %s", dataset->classes[largest]);
  text = g_string_new ("y = ");
  for (guint i = 0; i < MIN (units, MOST_TARGETS); i++)
    {
      char number[CHAIN_NUMBER_SIZE];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              chain_number_show (y[i], DIGITS, number));
    }
  if (units > MOST_TARGETS)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

static void
add_loss (ChainNetworkPicture *picture,
          ChainSession        *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const ChainOp *loss = chain_session_get_project (session)->training.loss;
  const gboolean single = units_of (recording, recording->n_layers) == 1;
  gsize n_rows;

  chain_stepper_rows (stepper, &n_rows);
  picture->target = target_text (session);
  if (n_rows > 1)
    picture->loss_title = g_strdup_printf ("L of %" G_GSIZE_FORMAT " rows", n_rows);
  else
    picture->loss_title = g_strdup (single && g_str_equal (loss->name, "mse") ? "L = (ŷ − y)²"
                                                                              : "L");
  picture->loss_known = chain_stepper_known (stepper, recording->loss, FALSE);
  if (picture->loss_known)
    picture->loss = chain_walk_value (chain_stepper_walk (stepper), recording->loss)->values[0];
}

static void
follow (ChainNetworkPicture *picture,
        ChainPartKind        kind,
        guint                layer,
        guint                from,
        guint                unit)
{
  chain_network_picture_follow (picture, (ChainPart) { kind, layer, from, unit });
}

static void
follow_step (ChainNetworkPicture *picture,
             const ChainStep     *step,
             guint                n_layers)
{
  switch (step->quantity)
    {
    case CHAIN_QUANTITY_X:
      follow (picture, CHAIN_PART_UNIT, 0, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_KERNEL:
      follow (picture, CHAIN_PART_CONNECTION, step->layer, CHAIN_PART_ALL, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_BIAS:
      follow (picture, CHAIN_PART_BIAS, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_Z:
      if (!step->gradient)
        follow (picture, CHAIN_PART_CONNECTION, step->layer, CHAIN_PART_ALL, CHAIN_PART_ALL);
      follow (picture, CHAIN_PART_UNIT, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_A:
      follow (picture, CHAIN_PART_UNIT, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_LOSS:
      follow (picture, CHAIN_PART_UNIT, n_layers, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_Y:
    case CHAIN_QUANTITY_LEARNING_RATE:
    case CHAIN_QUANTITY_OTHER:
    default:
      break;
    }
}

/* A unit with what flows into it; the chain rule's way from the loss to a weight. */
static void
follow_selection (ChainNetworkPicture  *picture,
                  const ChainSelection *selection,
                  guint                 n_layers)
{
  const guint layer = selection->layer;

  follow (picture, CHAIN_PART_UNIT, layer, 0, selection->unit);
  if (selection->kind == CHAIN_SELECTION_CONNECTION)
    {
      follow (picture, CHAIN_PART_CONNECTION, layer, selection->from, selection->unit);
      follow (picture, CHAIN_PART_UNIT, layer - 1, 0, selection->from);
    }
  if (selection->kind == CHAIN_SELECTION_BIAS)
    follow (picture, CHAIN_PART_BIAS, layer, 0, selection->unit);
  if (selection->kind == CHAIN_SELECTION_UNIT)
    {
      follow (picture, CHAIN_PART_BIAS, layer, 0, selection->unit);
      follow (picture, CHAIN_PART_CONNECTION, layer, CHAIN_PART_ALL, selection->unit);
      return;
    }
  for (guint l = layer + 1; l <= n_layers; l++)
    {
      follow (picture, CHAIN_PART_CONNECTION, l, l == layer + 1 ? selection->unit : CHAIN_PART_ALL,
              CHAIN_PART_ALL);
      follow (picture, CHAIN_PART_UNIT, l, 0, CHAIN_PART_ALL);
    }
}

static int
direction_of (const ChainStep *step)
{
  if (!step || step->phase == CHAIN_PHASE_UPDATE)
    return 0;
  return step->phase == CHAIN_PHASE_BACKWARD ? -1 : 1;
}

/**
 * chain_network_contents_caption:
 * @session: a session with a stepper
 *
 * Returns: (transfer full): where the stepper is, and what it did last
 */
char *
chain_network_contents_caption (ChainSession *session)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainStep *step = chain_session_get_current_step (session);
  g_autofree char *title = NULL;

  if (!step)
    return g_strdup_printf ("Iteration %" G_GUINT64_FORMAT " begins",
                            chain_stepper_iteration (stepper) + 1);
  title = chain_step_title (chain_stepper_recording (stepper), step);
  return g_strdup_printf ("Step %u of %u: %s", chain_stepper_position (stepper),
                          chain_stepper_n_steps (stepper), title);
}

/**
 * chain_network_contents_new:
 * @session: a session with a stepper
 *
 * Returns: (transfer full): the drawing's contents at this place of the iteration
 */
ChainNetworkPicture *
chain_network_contents_new (ChainSession *session)
{
  const ChainSelection *selection = chain_session_get_selection (session);
  const ChainStep *step = chain_session_get_current_step (session);
  ChainNetworkPicture *picture = chain_network_picture_new ();
  guint n_layers;

  add_layers (picture, session);
  add_loss (picture, session);
  n_layers = picture->layers->len - 1;
  picture->overlay_title = g_strdup (overlay_titles[chain_session_get_overlay (session)]);
  picture->caption = chain_network_contents_caption (session);
  picture->direction = direction_of (step);
  if (selection->kind != CHAIN_SELECTION_STEP)
    {
      picture->focus_layer = selection->layer;
      follow_selection (picture, selection, n_layers);
    }
  else if (step)
    {
      picture->focus_layer = step->layer;
      follow_step (picture, step, n_layers);
    }
  return picture;
}

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
  const gsize units = units_of (chain_stepper_recording (stepper), part->layer);
  const gsize index = bias ? part->unit : part->from * units + part->unit;

  for (guint overlay = 0; overlay < CHAIN_N_OVERLAYS; overlay++)
    {
      g_autofree double *values = overlay_of (session, part->layer, bias, overlay);

      if (values)
        add_number (account, names[bias][overlay], values[index]);
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
