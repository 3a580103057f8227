/* health.c: whether the layers of a network can learn.
 *
 * Everything is measured on one iteration: forward, backward and the update, which is not made.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/health.h"

#include "base/number.h"

#include <math.h>

#define DIGITS 2

/* Where the steepest slope of an activation is looked for. */
#define STEEPEST_WITHIN 8.0
#define STEEPEST_EVERY 0.25

typedef struct
{
  ChainIteration     *iteration;
  const ChainNetwork *network;
  ChainHealth        *health;
} Examination;

static double
steepest_slope (const ChainOp *op, const double *p)
{
  double steepest = 0;

  for (double z = -STEEPEST_WITHIN; z <= STEEPEST_WITHIN; z += STEEPEST_EVERY)
    steepest = fmax (steepest, fabs (op->derivative (z, op->value (z, p), p)));
  return steepest;
}

/* What the activation does with one unit's weighted sums, a column of z. */
static void
examine_unit (const ChainLayer  *layer,
              const ChainTensor *z,
              gsize              column,
              double             flat,
              ChainLayerHealth  *health)
{
  const ChainOp *op = layer->activation;
  gsize          n_flat = 0;
  gsize          n_zero = 0;

  for (gsize row = 0; row < z->rows; row++)
    {
      const double value = chain_tensor_get (z, row, column);
      const double a = op->value (value, layer->activation_parameters);
      const double slope = fabs (op->derivative (value, a, layer->activation_parameters));

      n_flat += slope < flat;
      n_zero += a == 0 && slope == 0;
    }
  if (n_zero == z->rows)
    {
      health->n_dead++;
      health->units[column] = CHAIN_UNIT_DEAD;
    }
  else if ((double) n_flat >= CHAIN_HEALTH_NEARLY_ALL * (double) z->rows)
    {
      health->n_saturated++;
      health->units[column] = CHAIN_UNIT_SATURATED;
    }
}

static double
sum_of_squares (const ChainTensor *tensor)
{
  double sum = 0;

  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    sum += tensor->values[i] * tensor->values[i];
  return sum;
}

static double
update_ratio (const ChainTensor *before, const ChainTensor *after)
{
  double sum = 0;

  for (gsize i = 0; i < chain_tensor_size (before); i++)
    {
      const double change = after->values[i] - before->values[i];

      sum += change * change;
    }
  return sqrt (sum / sum_of_squares (before));
}

static void
examine_layer (const Examination *examination, guint index)
{
  ChainWalk                *walk = examination->iteration->walk;
  const ChainRecordedLayer *recorded = &examination->iteration->recording->layers[index];
  const ChainLayer         *layer = chain_network_layer (examination->network, index);
  const ChainTensor        *z = chain_walk_value (walk, recorded->z);
  const ChainTensor        *kernel = chain_walk_value (walk, recorded->kernel);
  ChainLayerHealth         *health = &examination->health->layers[index];
  double                    sum = 0;

  health->n_units = layer->units;
  health->units = g_new0 (guint8, layer->units);
  for (gsize i = 0; i < chain_tensor_size (z); i++)
    {
      sum += fabs (z->values[i]);
      health->largest_z = fmax (health->largest_z, fabs (z->values[i]));
    }
  health->mean_z = sum / (double) chain_tensor_size (z);
  health->gradient_norm = sqrt (sum_of_squares (chain_walk_adjoint (walk, recorded->kernel)));
  health->signal = sqrt (sum_of_squares (chain_walk_adjoint (walk, recorded->z))
                         / (double) chain_tensor_size (z));
  health->update_ratio = update_ratio (kernel, chain_walk_value (walk, recorded->new_kernel));

  /* A loss that reads the logits does without the slope of the output. */
  if (layer->activation->derivative == NULL || !chain_walk_reaches_loss (walk, recorded->a))
    return;
  for (gsize column = 0; column < z->columns; column++)
    examine_unit (layer, z, column,
                  CHAIN_HEALTH_FLAT
                    * steepest_slope (layer->activation, layer->activation_parameters),
                  health);
}

static void warn (const Examination *examination,
                  guint              index,
                  const char        *advice,
                  const char        *format,
                  ...) G_GNUC_PRINTF (4, 5);

static void
warn (const Examination *examination, guint index, const char *advice, const char *format, ...)
{
  ChainLayerHealth *layer = &examination->health->layers[index];
  g_autofree char *title = chain_network_layer_title (examination->network, index);
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (examination->health->warnings, g_strdup_printf ("%s: %s", title, text));
  g_ptr_array_add (layer->warnings, g_steal_pointer (&text));
  g_ptr_array_add (layer->advice, g_strdup (advice));
}

static void
warn_of_units (const Examination *examination, guint index)
{
  const ChainLayerHealth *layer = &examination->health->layers[index];

  if (layer->n_dead > 0)
    warn (examination, index,
          "No gradient reaches them any more. Try a smaller learning rate, Leaky ReLU or ELU, "
          "He initial weights, or draw the weights again.",
          "%u of %u units %s dead: %s output is 0 on every row", layer->n_dead,
          layer->n_units, layer->n_dead == 1 ? "is" : "are", layer->n_dead == 1 ? "its" : "their");
  if (layer->n_saturated > 0)
    warn (examination, index,
          "Hardly any gradient gets through them. Try smaller initial weights, scaled inputs, a "
          "smaller learning rate, or ReLU.",
          "%u of %u units %s saturated: the activation is nearly flat on "
          "nearly every row", layer->n_saturated, layer->n_units,
          layer->n_saturated == 1 ? "is" : "are");
}

static void
warn_of_range (const Examination *examination, guint index)
{
  const ChainLayerHealth *layer = &examination->health->layers[index];
  const guint             a = examination->iteration->recording->layers[index].a;
  char                    number[CHAIN_NUMBER_SIZE];

  if (chain_walk_reaches_loss (examination->iteration->walk, a))
    return;
  if (layer->largest_z > CHAIN_HEALTH_LARGEST_LOGIT)
    warn (examination, index,
          "Try scaled inputs, a smaller learning rate, or an L2 penalty.",
          "z is as large as %s: probabilities are rounded to 0 or 1",
          chain_number_show (layer->largest_z, DIGITS, number));
}

static void
warn_of_update (const Examination *examination, guint index)
{
  const ChainLayerHealth *layer = &examination->health->layers[index];
  char                    number[CHAIN_NUMBER_SIZE];

  if (layer->update_ratio > CHAIN_HEALTH_LARGE_UPDATE)
    warn (examination, index, "Try a smaller learning rate, or clip the gradient’s norm.",
          "one update changes the weights by %s times their size",
          chain_number_show (layer->update_ratio, DIGITS, number));
}

/**
 * chain_health_gradient_is_bad:
 * @health: of a network
 * @layer: from 1
 *
 * Returns: whether the gradient has vanished or exploded by the time it reaches the layer
 */
gboolean
chain_health_gradient_is_bad (const ChainHealth *health, guint layer)
{
  double ratio;

  if (layer == 0 || layer >= health->n_layers)
    return FALSE;
  ratio = health->layers[layer - 1].signal_ratio;
  return (ratio > 0 && ratio < CHAIN_HEALTH_VANISHING) || ratio > CHAIN_HEALTH_EXPLODING;
}

/* Once for the layer nearest to the output at which it happens: what is behind it suffers too.
 * Exactly 0 is no matter of size: there dead or saturated units let nothing through. */
static void
warn_of_gradient (const Examination *examination)
{
  const ChainHealth *health = examination->health;
  char               number[CHAIN_NUMBER_SIZE];

  for (guint i = health->n_layers - 1; i-- > 0;)
    {
      const double   ratio = health->layers[i].signal_ratio;
      const gboolean vanishes = ratio < 1;

      if (!chain_health_gradient_is_bad (health, i + 1))
        continue;
      warn (examination, i,
            vanishes ? "The layers before it hardly learn. Try fewer layers, ReLU with He initial "
                       "weights, or tanh instead of sigmoid."
                     : "Try a smaller learning rate, smaller initial weights, or clip the "
                       "gradient’s norm.",
            "the gradient %s on its way back: ∂L/∂z is %s times that of the output",
            vanishes ? "vanishes" : "explodes", chain_number_show (ratio, DIGITS, number));
      return;
    }
}

static void
examine (const Examination *examination)
{
  ChainHealth *health = examination->health;
  double       output;

  for (guint i = 0; i < health->n_layers; i++)
    examine_layer (examination, i);
  output = health->layers[health->n_layers - 1].signal;
  for (guint i = 0; i < health->n_layers; i++)
    {
      health->layers[i].signal_ratio = output > 0 ? health->layers[i].signal / output : NAN;
      warn_of_units (examination, i);
      warn_of_range (examination, i);
      warn_of_update (examination, i);
    }
  warn_of_gradient (examination);
}

/**
 * chain_health_new:
 * @network: with weights
 * @options: how it is trained
 * @dataset: where the training rows are
 * @t: updates made so far
 * @state: (nullable): as chain_iteration_save_state() gives it, in which case it holds the weights
 *   too; %NULL for @network's and an optimizer at its start
 * @error: return location for a #GError
 *
 * Examines the layers on the training rows, or as many as are looked at of them, with no unit
 * dropped.
 *
 * Fails as chain_iteration_new() does.
 *
 * Returns: (transfer full): figures and warnings; %NULL on error
 */
ChainHealth *
chain_health_new (const ChainNetwork         *network,
                  const ChainTrainingOptions *options,
                  ChainDataset               *dataset,
                  guint64                     t,
                  const double               *state,
                  GError                    **error)
{
  ChainTrainingOptions       whole = *options;
  g_autoptr (ChainIteration) iteration = NULL;
  Examination                examination;

  whole.batch_size = (guint) CLAMP (dataset->n_training_rows, 1, CHAIN_HEALTH_MOST_ROWS);
  iteration = chain_iteration_new (network, &whole, dataset, error);
  if (iteration == NULL)
    return NULL;
  if (state != NULL)
    chain_iteration_load_state (iteration, t, state);

  examination = (Examination){ iteration, network, g_new0 (ChainHealth, 1) };
  examination.health->n_layers = chain_network_n_layers (network);
  examination.health->layers = g_new0 (ChainLayerHealth, examination.health->n_layers);
  for (guint i = 0; i < examination.health->n_layers; i++)
    {
      examination.health->layers[i].warnings = g_ptr_array_new_with_free_func (g_free);
      examination.health->layers[i].advice = g_ptr_array_new_with_free_func (g_free);
    }
  examination.health->warnings = g_ptr_array_new_with_free_func (g_free);
  chain_iteration_load (iteration);
  chain_recording_open_masks (iteration->recording, iteration->walk);
  examination.health->n_rows = chain_walk_batch (iteration->walk);
  chain_walk_forward (iteration->walk, 0, iteration->recording->loss + 1);
  chain_walk_backward (iteration->walk, iteration->recording->loss);
  chain_walk_forward (iteration->walk, iteration->recording->loss + 1,
                      chain_graph_length (iteration->recording->graph));
  examine (&examination);
  return examination.health;
}

/**
 * chain_health_free:
 * @health: (transfer full) (nullable): to free
 */
void
chain_health_free (ChainHealth *health)
{
  if (health == NULL)
    return;
  for (guint i = 0; i < health->n_layers; i++)
    {
      g_free (health->layers[i].units);
      g_ptr_array_unref (health->layers[i].warnings);
      g_ptr_array_unref (health->layers[i].advice);
    }
  g_free (health->layers);
  g_ptr_array_unref (health->warnings);
  g_free (health);
}

/**
 * chain_health_unit:
 * @health: of a network
 * @layer: from 1
 * @unit: from 0
 *
 * Returns: how the unit is; healthy where the layer or the unit is not among those examined
 */
ChainUnitHealth
chain_health_unit (const ChainHealth *health, guint layer, guint unit)
{
  if (layer == 0 || layer > health->n_layers || unit >= health->layers[layer - 1].n_units)
    return CHAIN_UNIT_HEALTHY;
  return health->layers[layer - 1].units[unit];
}
