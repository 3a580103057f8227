/* stepper-place.c: where a stepper stands, to go there with another stepper.
 *
 * The place holds the variables before the current iteration: from them its steps give the same
 * values again, or those that an edit makes of them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/stepper-place.h"

#include "explain/stepper-private.h"

#include <string.h>

static void
free_tensor (gpointer tensor)
{
  chain_tensor_free (tensor);
}

static ChainTensor *
copy_variable (const ChainIteration *iteration, guint node)
{
  return node != CHAIN_NO_NODE ? chain_tensor_copy (chain_iteration_variable (iteration, node))
                               : NULL;
}

/**
 * chain_stepper_save_place:
 * @stepper: a stepper
 *
 * Returns: (transfer full): where it stands
 */
ChainStepperPlace *
chain_stepper_save_place (ChainStepper *stepper)
{
  const ChainIteration *iteration = stepper->iteration;
  ChainStepperPlace    *place = g_new0 (ChainStepperPlace, 1);

  place->state = chain_training_state_of (stepper->iteration);
  place->weights = g_ptr_array_new_with_free_func (free_tensor);
  for (guint i = 0; i < iteration->recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &iteration->recording->layers[i];

      g_ptr_array_add (place->weights, copy_variable (iteration, layer->kernel));
      g_ptr_array_add (place->weights, copy_variable (iteration, layer->bias));
    }
  place->what_ifs = chain_what_ifs_copy (stepper->what_ifs);
  place->chosen = g_array_copy (stepper->chosen);
  place->begun = stepper->position > 0;
  if (place->begun)
    place->last = *chain_stepper_step (stepper, stepper->position - 1);
  return place;
}

/**
 * chain_stepper_place_weights:
 * @place: a place
 * @layer: from 1
 * @bias: whether the bias is asked for, or the kernel
 *
 * Returns: (transfer none) (nullable): the weights before the iteration, which may be changed;
 *   %NULL for the bias of a layer without one
 */
ChainTensor *
chain_stepper_place_weights (const ChainStepperPlace *place, guint layer, gboolean bias)
{
  return g_ptr_array_index (place->weights, 2 * (layer - 1) + (bias ? 1 : 0));
}

static gboolean
fits (const ChainIteration *iteration, guint node, const ChainTensor *weights)
{
  const ChainTensor *own;

  if (node == CHAIN_NO_NODE || weights == NULL)
    return node == CHAIN_NO_NODE && weights == NULL;
  own = chain_iteration_variable (iteration, node);
  return own->rows == weights->rows && own->columns == weights->columns;
}

static gboolean
all_fit (const ChainIteration *iteration, const ChainStepperPlace *place)
{
  const ChainRecording *recording = iteration->recording;

  if (place->weights->len != 2 * recording->n_layers)
    return FALSE;
  for (guint i = 0; i < recording->n_layers; i++)
    if (!fits (iteration, recording->layers[i].kernel,
               chain_stepper_place_weights (place, i + 1, FALSE))
        || !fits (iteration, recording->layers[i].bias,
                  chain_stepper_place_weights (place, i + 1, TRUE)))
      return FALSE;
  return TRUE;
}

static void
load (const ChainIteration *iteration, guint node, const ChainTensor *weights)
{
  if (node != CHAIN_NO_NODE)
    memcpy (chain_iteration_variable (iteration, node)->values, weights->values,
            chain_tensor_size (weights) * sizeof (double));
}

/* Other data may have fewer rows, other options smaller batches. */
static gboolean
rows_are_there (const ChainIteration *iteration, const GArray *rows)
{
  if (rows->len > chain_iteration_batch_rows (iteration, iteration->t))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, guint, i) >= iteration->dataset->n_rows)
      return FALSE;
  return TRUE;
}

/* The same step, or where there is none any more the end of all that comes before its phase. */
static guint
position_of (const ChainStepper *stepper, const ChainStepperPlace *place)
{
  guint before = 0;

  if (!place->begun)
    return 0;
  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);

      if (step->phase == place->last.phase && step->layer == place->last.layer
          && step->quantity == place->last.quantity && step->gradient == place->last.gradient)
        return i + 1;
      if (step->phase < place->last.phase)
        before = i + 1;
    }
  return before;
}

/**
 * chain_stepper_restore_place:
 * @stepper: of a network with the same layers' shapes
 * @place: where another stepper stood
 *
 * Goes to the same step of the same iteration, with the weights of the place. That iteration is
 * the first one from now on: those before it were made otherwise. An optimizer with other
 * variables begins anew.
 *
 * Returns: %FALSE, and nothing is changed, if the weights do not fit
 */
gboolean
chain_stepper_restore_place (ChainStepper *stepper, const ChainStepperPlace *place)
{
  ChainIteration *iteration = stepper->iteration;

  if (!all_fit (iteration, place))
    return FALSE;
  chain_stepper_rewind (stepper);
  for (guint i = 0; i < iteration->recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &iteration->recording->layers[i];

      load (iteration, layer->kernel, chain_stepper_place_weights (place, i + 1, FALSE));
      load (iteration, layer->bias, chain_stepper_place_weights (place, i + 1, TRUE));
    }
  chain_training_state_apply (place->state, iteration);
  iteration->t = place->state->step;
  chain_stepper_restart (stepper);
  if (rows_are_there (iteration, place->chosen))
    chain_stepper_choose_rows (stepper, (const guint *) (gconstpointer) place->chosen->data,
                               place->chosen->len);
  chain_stepper_try_values (stepper, place->what_ifs);
  chain_stepper_go_to (stepper, iteration->t, position_of (stepper, place));
  return TRUE;
}

/**
 * chain_stepper_place_free:
 * @place: (transfer full) (nullable): to free
 */
void
chain_stepper_place_free (ChainStepperPlace *place)
{
  if (place == NULL)
    return;
  chain_training_state_free (place->state);
  g_ptr_array_unref (place->weights);
  g_array_unref (place->what_ifs);
  g_array_unref (place->chosen);
  g_free (place);
}
