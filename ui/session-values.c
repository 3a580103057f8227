/* session-values.c: numbers changed by hand: weights for good, inputs and targets to try.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#include "base/error.h"

#include <math.h>

static gboolean
is_weight (const ChainSelection *place)
{
  return place->kind == CHAIN_SELECTION_CONNECTION || place->kind == CHAIN_SELECTION_BIAS;
}

static gboolean
is_target (ChainSession *self, const ChainSelection *place)
{
  return place->kind == CHAIN_SELECTION_UNIT
         && place->layer == chain_stepper_recording (self->stepper)->n_layers;
}

static gsize
row_of (const ChainSelection *place)
{
  return place->kind == CHAIN_SELECTION_CONNECTION ? place->from : 0;
}

/**
 * chain_session_get_editable:
 * @self: a session
 * @place: what is selected
 * @value: (out): its number: that of a weight; of the sample that is shown the input of an input
 *   unit, or the target of an output unit
 *
 * Returns: whether there is such a number, for chain_session_set_value() to change
 */
gboolean
chain_session_get_editable (ChainSession *self, const ChainSelection *place, double *value)
{
  const ChainRecording *recording;
  const ChainTensor    *tensor;
  gsize                 row = self->sample;

  if (self->stepper == NULL || self->trainer != NULL || place->kind == CHAIN_SELECTION_STEP)
    return FALSE;
  recording = chain_stepper_recording (self->stepper);
  if (is_weight (place))
    {
      tensor = chain_stepper_weights (self->stepper, place->layer,
                                      place->kind == CHAIN_SELECTION_BIAS);
      row = row_of (place);
    }
  else if (place->layer == 0 || is_target (self, place))
    tensor = chain_walk_value (chain_stepper_walk (self->stepper),
                               place->layer == 0 ? recording->x : recording->y);
  else
    return FALSE;
  if (tensor == NULL || row >= tensor->rows || place->unit >= tensor->columns)
    return FALSE;
  *value = chain_tensor_get (tensor, row, place->unit);
  return TRUE;
}

/* A weight whose update is made already is that of the next iteration. */
static gboolean
is_updated (ChainSession *self, const ChainSelection *place)
{
  const ChainRecordedLayer *layer
      = &chain_stepper_recording (self->stepper)->layers[place->layer - 1];
  const gboolean bias = place->kind == CHAIN_SELECTION_BIAS;

  return chain_stepper_weights (self->stepper, place->layer, bias)
         != chain_walk_value (chain_stepper_walk (self->stepper),
                              bias ? layer->bias : layer->kernel);
}

static void
put (ChainTensor *weights, const ChainSelection *place, double value)
{
  weights->values[row_of (place) * weights->columns + place->unit] = value;
}

static void
set_weight (ChainSession *self, const ChainSelection *place, double value)
{
  const gboolean bias = place->kind == CHAIN_SELECTION_BIAS;
  g_autofree char *merge = g_strdup_printf ("weight-%u-%u-%u-%d", place->layer, place->from,
                                            place->unit, place->kind);
  g_autoptr (ChainStepperPlace) at = NULL;
  ChainProject                 *changed;
  ChainLayer                   *layer;

  chain_session_remember (self, bias ? "Change bias value" : "Change weight", merge);
  if (is_updated (self, place))
    {
      chain_stepper_go_to (self->stepper, chain_stepper_iteration (self->stepper) + 1, 0);
      self->weights_moved = TRUE;
    }
  at = chain_stepper_save_place (self->stepper);
  changed = chain_project_copy (chain_session_get_project (self));
  layer = chain_network_layer (changed->network, place->layer - 1);
  put (bias ? layer->bias : layer->kernel, place, value);
  put (chain_stepper_place_weights (at, place->layer, bias), place, value);
  chain_session_install_at (self,
                            chain_prepared_new (changed, chain_table_ref (self->table),
                                                chain_dataset_ref (self->dataset)),
                            at);
  chain_session_announce (self);
}

/**
 * chain_session_set_value:
 * @self: a session
 * @place: for which chain_session_get_editable() has a number
 * @value: the number from now on
 * @error: set if @value is not a finite number
 *
 * A weight is changed for good, which can be undone; the steps done so far are computed again with
 * it. An input or target is only tried until the iteration ends: the data stay as they are.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_session_set_value (ChainSession         *self,
                         const ChainSelection *place,
                         double                value,
                         GError              **error)
{
  double before;

  g_return_val_if_fail (chain_session_get_editable (self, place, &before), FALSE);
  if (!isfinite (value))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "expected a finite number");
      return FALSE;
    }
  if (value == before)
    return TRUE;
  if (is_weight (place))
    {
      set_weight (self, place, value);
      return TRUE;
    }
  chain_stepper_try_value (self->stepper, is_target (self, place), self->sample, place->unit,
                           value);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
  return TRUE;
}

/**
 * chain_session_get_alone:
 * @self: a session
 *
 * Returns: whether one row is stepped instead of the whole batch
 */
gboolean
chain_session_get_alone (ChainSession *self)
{
  return self->stepper != NULL && chain_stepper_chosen_rows (self->stepper)->len == 1;
}

/**
 * chain_session_get_outside:
 * @self: a session
 * @row: (out) (optional): of the data, from 0 in file order
 *
 * Returns: (transfer none) (nullable): what the row that is looked at is called, if it is not of
 *   the batch, so that nothing is learned from it: "Validation row" or "Row"
 */
const char *
chain_session_get_outside (ChainSession *self, guint *row)
{
  guint looked_at;

  if (self->stepper == NULL || !chain_stepper_is_outside (self->stepper))
    return NULL;
  looked_at = g_array_index (chain_stepper_chosen_rows (self->stepper), guint, 0);
  if (row != NULL)
    *row = looked_at;
  for (gsize i = 0; i < self->dataset->n_validation_rows; i++)
    if (self->dataset->validation_rows[i] == looked_at)
      return "Validation row";
  return "Row";
}

/**
 * chain_session_set_alone:
 * @self: a session
 * @alone: whether to step the sample that is shown without the others of its batch, until the
 *   iteration ends
 */
void
chain_session_set_alone (ChainSession *self, gboolean alone)
{
  const guint *rows;
  gsize        n_rows;
  guint        row;

  if (self->stepper == NULL || self->trainer != NULL || alone == chain_session_get_alone (self))
    return;
  rows = chain_stepper_rows (self->stepper, &n_rows);
  row = rows[self->sample];
  chain_session_choose_rows (self, &row, alone ? 1 : 0);
}

/**
 * chain_session_choose_rows:
 * @self: a session
 * @rows: (nullable): [n_rows] of the current batch, from 0 in file order
 * @n_rows: 0 for all rows of the batch
 *
 * Steps these rows without the others of their batch, until the iteration ends. The sample that is
 * shown stays the same row if it is among them.
 */
void
chain_session_choose_rows (ChainSession *self, const guint *rows, guint n_rows)
{
  const guint *now;
  gsize        n;
  guint        shown;

  if (self->stepper == NULL || self->trainer != NULL)
    return;
  shown = chain_stepper_rows (self->stepper, &n)[self->sample];
  chain_stepper_batch_rows (self->stepper, &n);
  chain_stepper_choose_rows (self->stepper, rows, n_rows < n ? n_rows : 0);
  now = chain_stepper_rows (self->stepper, &n);
  self->sample = 0;
  for (guint i = 0; i < n; i++)
    if (now[i] == shown)
      self->sample = i;
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
}

/**
 * chain_session_get_what_ifs:
 * @self: a session
 *
 * Returns: (transfer none) (nullable) (element-type ChainWhatIf): the inputs and targets that are
 *   tried instead of the data's; %NULL while there is a problem
 */
const GArray *
chain_session_get_what_ifs (ChainSession *self)
{
  return self->stepper != NULL ? chain_stepper_what_ifs (self->stepper) : NULL;
}

/**
 * chain_session_reset_what_ifs:
 * @self: a session
 *
 * The data's own inputs and targets again.
 */
void
chain_session_reset_what_ifs (ChainSession *self)
{
  g_autoptr (GArray) none = chain_what_ifs_new ();

  if (self->stepper == NULL || chain_stepper_what_ifs (self->stepper)->len == 0)
    return;
  chain_stepper_try_values (self->stepper, none);
  chain_session_emit (self, CHAIN_SESSION_POSITION_CHANGED);
}
