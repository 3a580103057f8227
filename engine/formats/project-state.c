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
  return TRUE;
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
  if (state->variables->len > 0)
    {
      chain_json_writer_begin_array (writer, "variables", CHAIN_JSON_LINES);
      for (guint i = 0; i < chain_network_n_layers (project->network); i++)
        {
          chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
          for (guint k = 0; k < G_N_ELEMENTS (served); k++)
            if (k == 0 || chain_network_layer (project->network, i)->use_bias)
              write_variables (state, i + 1, k, writer);
          chain_json_writer_end (writer);
        }
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
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
      if (!chain_json_place_is (&numbers, CHAIN_JSON_ARRAY, error))
        return FALSE;
      if (numbers.value->items->len != into->columns)
        return chain_json_place_refuse (&numbers, CHAIN_ERROR_SHAPE, error,
                                        "expected %" G_GSIZE_FORMAT " numbers, got %u",
                                        into->columns, numbers.value->items->len);
      for (guint column = 0; column < into->columns; column++)
        {
          g_auto (ChainJsonPlace) number = { 0 };

          chain_json_place_item (&numbers, column, &number);
          if (!chain_json_place_is (&number, CHAIN_JSON_NUMBER, error))
            return FALSE;
          into->values[row * into->columns + column] = number.value->number;
        }
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

static gboolean
read_layers (const ChainJsonPlace *place,
             const ChainNetwork   *network,
             ChainTrainingState   *state,
             GError              **error)
{
  g_auto (ChainJsonPlace) variables = { 0 };
  const guint             n_layers = chain_network_n_layers (network);

  chain_json_place_member (place, "variables", &variables);
  if (variables.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&variables, CHAIN_JSON_ARRAY, error))
    return FALSE;
  if (variables.value->items->len != n_layers)
    return chain_json_place_refuse (&variables, CHAIN_ERROR_SHAPE, error,
                                    "expected %u, one for each layer, got %u", n_layers,
                                    variables.value->items->len);
  for (guint i = 0; i < n_layers; i++)
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
      || !chain_json_read_whole (&place, "step", 0, G_MAXINT64, &state->step, error))
    return FALSE;
  if (read_layers (&place, project->network, state, &wrong))
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
