/* project-state.c: the paused run of a project in its file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-state.h"

#include <math.h>

static const struct
{
  ChainQuantity quantity;
  const char   *key;
} quantities[] = {
  { CHAIN_QUANTITY_MOMENT, "moment" },
  { CHAIN_QUANTITY_VELOCITY, "velocity" },
};

static const struct
{
  ChainQuantity of;
  const char   *key;
} served[] = {
  { CHAIN_QUANTITY_KERNEL, "kernel" },
  { CHAIN_QUANTITY_BIAS, "bias" },
};

#define LARGEST_COUNT 1000000000 /* of epochs */

/* JSON has no infinity; and a run whose optimizer has come to it leads nowhere. */
static gboolean
is_finite (const ChainTrainingState *state)
{
  for (guint i = 0; i < state->variables->len; i++)
    {
      const ChainTensor *value
          = ((ChainStateVariable *) g_ptr_array_index (state->variables, i))->value;

      for (gsize k = 0; k < chain_tensor_size (value); k++)
        if (!isfinite (value->values[k]))
          return FALSE;
    }
  return isfinite (state->epoch_loss);
}

static void
write_variables (const ChainTrainingState *state,
                 guint                     layer,
                 guint                     which,
                 ChainJsonWriter          *writer)
{
  chain_json_writer_begin_object (writer, served[which].key, CHAIN_JSON_LINES);
  for (guint i = 0; i < state->variables->len; i++)
    {
      const ChainStateVariable *variable = g_ptr_array_index (state->variables, i);

      if (variable->layer != layer || variable->of != served[which].of)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (quantities); k++)
        if (quantities[k].quantity == variable->quantity)
          chain_json_writer_matrix (writer, quantities[k].key, variable->value->values,
                                    variable->value->rows, variable->value->columns);
    }
  chain_json_writer_end (writer);
}

static void
write_variable_layers (const ChainProject *project, ChainJsonWriter *writer)
{
  chain_json_writer_begin_array (writer, "variables", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
      for (guint k = 0; k < G_N_ELEMENTS (served); k++)
        if (k == 0 || chain_network_layer (project->network, i)->use_bias)
          write_variables (project->paused, i + 1, k, writer);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

/* Laid out as `network.weights` is. */
static void
write_best_weights (const ChainProject *project, ChainJsonWriter *writer)
{
  const GPtrArray *weights = project->paused->best_weights;

  chain_json_writer_begin_array (writer, "weights", CHAIN_JSON_LINES);
  for (guint layer = 1; layer <= chain_network_n_layers (project->network); layer++)
    {
      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
      for (guint i = 0; i < weights->len; i++)
        {
          const ChainStateVariable *weight = g_ptr_array_index (weights, i);
          const ChainTensor        *value = weight->value;

          if (weight->layer == layer && weight->of == CHAIN_QUANTITY_KERNEL)
            chain_json_writer_matrix (writer, "kernel", value->values, value->rows,
                                      value->columns);
          else if (weight->layer == layer)
            chain_json_writer_numbers (writer, "bias", value->values, value->columns);
        }
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

/* The best loss is null where none was a number yet. */
static void
write_stopping (const ChainProject *project, ChainJsonWriter *writer)
{
  const ChainEarlyStopping *stopping = &project->paused->stopping;

  if (stopping->best_epoch == 0)
    return;
  chain_json_writer_begin_object (writer, "early_stopping", CHAIN_JSON_LINES);
  if (isfinite (stopping->best))
    chain_json_writer_number (writer, "best", stopping->best);
  else
    chain_json_writer_null (writer, "best");
  chain_json_writer_whole (writer, "epoch", stopping->best_epoch);
  chain_json_writer_whole (writer, "wait", stopping->waited);
  if (project->paused->best_weights->len > 0)
    write_best_weights (project, writer);
  chain_json_writer_end (writer);
}

/**
 * chain_project_write_state:
 * @project: a project
 * @writer: inside the member `training`
 *
 * Writes the paused run, if there is one that can go on.
 */
void
chain_project_write_state (const ChainProject *project,
                           ChainJsonWriter    *writer)
{
  const ChainTrainingState *state = chain_project_paused (project);

  if (state == NULL || !is_finite (state))
    return;
  chain_json_writer_begin_object (writer, "state", CHAIN_JSON_LINES);
  chain_json_writer_whole (writer, "step", state->step);
  if (state->epoch_rows > 0)
    {
      chain_json_writer_number (writer, "epoch_loss", state->epoch_loss);
      chain_json_writer_whole (writer, "epoch_rows", state->epoch_rows);
      if (isfinite (state->epoch_measure))
        chain_json_writer_number (writer, "epoch_measure", state->epoch_measure);
    }
  if (state->variables->len > 0)
    write_variable_layers (project, writer);
  write_stopping (project, writer);
  chain_json_writer_end (writer);
}

static gboolean
read_row (const ChainJsonPlace *numbers,
          gsize                 n,
          double               *into,
          GError              **error)
{
  if (!chain_json_place_is (numbers, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (numbers->value->items->len != n)
    return chain_json_place_refuse (numbers, CHAIN_ERROR_SHAPE, error,
                                    "expected %" G_GSIZE_FORMAT " numbers, got %u", n,
                                    numbers->value->items->len);
  for (guint i = 0; i < n; i++)
    {
      g_auto (ChainJsonPlace) number = { 0 };

      chain_json_place_item (numbers, i, &number);
      if (!chain_json_place_is (&number, CHAIN_JSON_NUMBER, error))
        return FALSE;
      into[i] = number.value->number;
    }
  return TRUE;
}

/* A matrix of the shape of a weight. */
static gboolean
read_matrix (const ChainJsonPlace *matrix,
             ChainTensor          *into,
             GError              **error)
{
  if (!chain_json_place_is (matrix, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (matrix->value->items->len != into->rows)
    return chain_json_place_refuse (matrix, CHAIN_ERROR_SHAPE, error,
                                    "expected %" G_GSIZE_FORMAT " rows, got %u", into->rows,
                                    matrix->value->items->len);
  for (guint row = 0; row < into->rows; row++)
    {
      g_auto (ChainJsonPlace) numbers = { 0 };

      chain_json_place_item (matrix, row, &numbers);
      if (!read_row (&numbers, into->columns, into->values + row * into->columns, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_variables (const ChainJsonPlace *layer,
                guint                 number,
                guint                 which,
                const ChainTensor    *weight,
                ChainTrainingState   *state,
                GError              **error)
{
  g_auto (ChainJsonPlace) object = { 0 };

  chain_json_place_member (layer, served[which].key, &object);
  if (object.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&object, CHAIN_JSON_OBJECT, error))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (quantities); k++)
    {
      g_auto (ChainJsonPlace) member = { 0 };
      g_autoptr (ChainTensor) value = NULL;

      chain_json_place_member (&object, quantities[k].key, &member);
      if (member.value == NULL)
        continue;
      if (weight == NULL)
        return chain_json_place_refuse (&member, CHAIN_ERROR_SHAPE, error,
                                        "expected none, as there is no such weight");
      value = chain_tensor_new (weight->rows, weight->columns);
      if (!read_matrix (&member, value, error))
        return FALSE;
      chain_training_state_add (state, number, served[which].of, quantities[k].quantity, value);
    }
  return TRUE;
}

/* An array with one item for each layer. */
static gboolean
check_layers (const ChainJsonPlace *array,
              const ChainNetwork   *network,
              GError              **error)
{
  const guint n_layers = chain_network_n_layers (network);

  if (!chain_json_place_is (array, CHAIN_JSON_ARRAY, error))
    return FALSE;
  return array->value->items->len == n_layers
         || chain_json_place_refuse (array, CHAIN_ERROR_SHAPE, error,
                                     "expected %u, one for each layer, got %u", n_layers,
                                     array->value->items->len);
}

static gboolean
read_layers (const ChainJsonPlace *place,
             const ChainNetwork   *network,
             ChainTrainingState   *state,
             GError              **error)
{
  g_auto (ChainJsonPlace) variables = { 0 };

  chain_json_place_member (place, "variables", &variables);
  if (variables.value == NULL)
    return TRUE;
  if (!check_layers (&variables, network, error))
    return FALSE;
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer       *layer = chain_network_layer (network, i);
      g_auto (ChainJsonPlace) object = { 0 };

      chain_json_place_item (&variables, i, &object);
      if (!chain_json_place_is (&object, CHAIN_JSON_OBJECT, error)
          || !read_variables (&object, i + 1, 0, layer->kernel, state, error)
          || !read_variables (&object, i + 1, 1, layer->bias, state, error))
        return FALSE;
    }
  return TRUE;
}

/* A kernel is a matrix, a bias a row of numbers. */
static gboolean
read_best_weight (const ChainJsonPlace *layer,
                  guint                 number,
                  guint                 which,
                  const ChainTensor    *weight,
                  ChainTrainingState   *state,
                  GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };
  g_autoptr (ChainTensor) value = NULL;

  chain_json_place_member (layer, served[which].key, &member);
  if (weight == NULL && member.value == NULL)
    return TRUE;
  if (weight == NULL)
    return chain_json_place_refuse (&member, CHAIN_ERROR_SHAPE, error,
                                    "expected none, as there is no such weight");
  value = chain_tensor_new (weight->rows, weight->columns);
  if (served[which].of == CHAIN_QUANTITY_KERNEL
          ? !read_matrix (&member, value, error)
          : !read_row (&member, value->columns, value->values, error))
    return FALSE;
  chain_training_state_add_best (state, number, served[which].of, value);
  return TRUE;
}

static gboolean
read_best_weights (const ChainJsonPlace *stopping,
                   const ChainProject   *project,
                   ChainTrainingState   *state,
                   GError              **error)
{
  const ChainEarlyStoppingOptions *options = &project->training.early_stopping;
  g_auto (ChainJsonPlace)          weights = { 0 };

  chain_json_place_member (stopping, "weights", &weights);
  if (weights.value == NULL)
    return !(options->enabled && options->restore_best_weights)
           || chain_json_place_refuse (&weights, CHAIN_ERROR_SHAPE, error,
                                       "expected the weights to restore, got none");
  if (!check_layers (&weights, project->network, error))
    return FALSE;
  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer       *layer = chain_network_layer (project->network, i);
      g_auto (ChainJsonPlace) object = { 0 };

      chain_json_place_item (&weights, i, &object);
      if (!chain_json_place_is (&object, CHAIN_JSON_OBJECT, error)
          || !read_best_weight (&object, i + 1, 0, layer->kernel, state, error)
          || !read_best_weight (&object, i + 1, 1, layer->bias, state, error))
        return FALSE;
    }
  return TRUE;
}

/* All but the weights must be there. */
static gboolean
read_stopping (const ChainJsonPlace *place,
               const ChainProject   *project,
               ChainTrainingState   *state,
               GError              **error)
{
  ChainEarlyStopping     *stopping = &state->stopping;
  g_auto (ChainJsonPlace) object = { 0 };
  g_auto (ChainJsonPlace) best = { 0 };
  g_auto (ChainJsonPlace) epoch = { 0 };
  g_auto (ChainJsonPlace) wait = { 0 };

  chain_json_place_member (place, "early_stopping", &object);
  if (object.value == NULL || object.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (!chain_json_place_is (&object, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (&object, "best", &best);
  chain_json_place_member (&object, "epoch", &epoch);
  chain_json_place_member (&object, "wait", &wait);
  if (best.value == NULL || best.value->kind != CHAIN_JSON_NULL)
    {
      if (!chain_json_place_is (&best, CHAIN_JSON_NUMBER, error))
        return FALSE;
      stopping->best = best.value->number;
    }
  return chain_json_place_is (&epoch, CHAIN_JSON_NUMBER, error)
         && chain_json_read_guint (&object, "epoch", 1, LARGEST_COUNT, &stopping->best_epoch, error)
         && chain_json_place_is (&wait, CHAIN_JSON_NUMBER, error)
         && chain_json_read_guint (&object, "wait", 0, LARGEST_COUNT, &stopping->waited, error)
         && read_best_weights (&object, project, state, error);
}

/**
 * chain_project_read_state:
 * @training: the member `training`
 * @project: read otherwise
 * @warnings: (element-type utf8) (nullable): gets a line if the state does not fit the network
 * @error: set, with the path, if it does not read
 *
 * Reads the paused run, if there is one. Where someone has changed the layers in the file, what
 * was remembered of them does not fit any more and is left out.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_project_read_state (const ChainJsonPlace *training,
                          ChainProject         *project,
                          GPtrArray            *warnings,
                          GError              **error)
{
  g_autoptr (ChainTrainingState) state = chain_training_state_new (0);
  g_auto (ChainJsonPlace)        place = { 0 };
  GError                        *wrong = NULL;

  chain_json_place_member (training, "state", &place);
  if (place.value == NULL || place.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (!chain_json_place_is (&place, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_whole (&place, "step", 0, G_MAXINT64, &state->step, error)
      || !chain_json_read_number (&place, "epoch_loss", &state->epoch_loss, error)
      || !chain_json_read_whole (&place, "epoch_rows", 0, G_MAXINT64, &state->epoch_rows, error)
      || !chain_json_read_number (&place, "epoch_measure", &state->epoch_measure, error))
    return FALSE;
  if (read_layers (&place, project->network, state, &wrong)
      && read_stopping (&place, project, state, &wrong))
    {
      chain_project_set_paused (project, g_steal_pointer (&state));
      return TRUE;
    }
  if (!g_error_matches (wrong, CHAIN_ERROR, CHAIN_ERROR_SHAPE))
    {
      g_propagate_error (error, wrong);
      return FALSE;
    }
  if (warnings != NULL)
    g_ptr_array_add (warnings,
                     g_strdup_printf ("the paused run is left out: %s", wrong->message));
  g_error_free (wrong);
  return TRUE;
}
