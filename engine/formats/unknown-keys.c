/* unknown-keys.c: keys of a project file that this program does not know.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/unknown-keys.h"

#include "formats/json-choice.h"

#include <string.h>

#define ANY_KEY "*" /* of an object whose keys are names */

/* Every object of the format; [] stands for each item of an array. */
static const struct
{
  const char *place;
  const char *keys[20];
  const ChainJsonChoice *choice; /* an object that names a record of a table, with parameters */
} known[] = {
  { "", { "format", "version", "name", "data", "network", "training",
          "workspace" } },
  { "data",
    { "source", "features", "targets", "scaling", "scale_targets", "validation_fraction",
      "split_seed", "split", "columns" } },
  { "data.columns", { ANY_KEY } },
  { "data.columns.*", { "kind", "date_form", "encoding", "levels", "missing", "scaling" } },
  { "data.source",
    { "kind", "columns", "rows", "path", "delimiter", "header", "encoding", "decimal", "thousands",
      "comment", "missing", "name", "samples", "noise", "seed", "expression",
      "from", "to" } },
  { "network", { "seed", "layers", "weights", "locked" } },
  { "network.layers[]",
    { "units", "activation", "use_bias", "kernel_initializer", "bias_initializer", "l1", "l2",
      "dropout", "trainable" } },
  { "network.layers[].activation", { NULL }, &chain_json_activation },
  { "network.layers[].kernel_initializer", { NULL }, &chain_json_initializer },
  { "network.layers[].bias_initializer", { NULL }, &chain_json_initializer },
  { "network.locked[]", { "kernel", "bias" } },
  { "network.weights[]", { "kernel", "bias" } },
  { "training",
    { "loss", "optimizer", "learning_rate", "schedule", "batch_size", "epochs", "shuffle", "seed",
      "early_stopping", "stop", "state" } },
  { "training.early_stopping", { "patience", "min_delta", "restore_best_weights" } },
  { "training.stop", { "target_loss", "plateau" } },
  { "training.stop.plateau", { "epochs", "change" } },
  { "training.loss", { NULL }, &chain_json_loss },
  { "training.optimizer", { "momentum", "nesterov" }, &chain_json_optimizer },
  { "training.schedule", { NULL }, &chain_json_schedule },
  { "training.state", { "step", "epoch_loss", "epoch_rows", "epoch_measure", "variables", "early_stopping" } },
  { "training.state.early_stopping", { "best", "epoch", "wait", "weights" } },
  { "training.state.early_stopping.weights[]", { "kernel", "bias" } },
  { "training.state.variables[]", { "kernel", "bias" } },
  { "training.state.variables[].kernel", { "moment", "velocity" } },
  { "training.state.variables[].bias", { "moment", "velocity" } },
  { "workspace", { "text", "learning_rate", "batch_size" } },
};

static void
unknown_key_free (gpointer data)
{
  ChainUnknownKey *unknown = data;

  g_free (unknown->place);
  g_free (unknown->key);
  chain_json_free (unknown->value);
  g_free (unknown);
}

static int
find_known (const char *pattern)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].place, pattern))
      return i;
  return -1;
}

static gboolean
is_key_of (int         row,
           const char *key)
{
  if (known[row].choice != NULL && chain_json_choice_knows (known[row].choice, key))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (known[row].keys) && known[row].keys[i] != NULL; i++)
    if (g_str_equal (known[row].keys[i], key) || g_str_equal (known[row].keys[i], ANY_KEY))
      return TRUE;
  return FALSE;
}

static gboolean
names_any (int row)
{
  return known[row].keys[0] != NULL && g_str_equal (known[row].keys[0], ANY_KEY);
}

static char *
join (const char *place,
      const char *key)
{
  return *place == '\0' ? g_strdup (key) : g_strconcat (place, ".", key, NULL);
}

static void
take_key (ChainJson  *object,
          guint       index,
          const char *place,
          GPtrArray  *unknown)
{
  ChainUnknownKey *taken = g_new0 (ChainUnknownKey, 1);

  taken->place = g_strdup (place);
  taken->key = g_strdup (g_ptr_array_index (object->keys, index));
  taken->value = g_ptr_array_steal_index (object->items, index);
  g_ptr_array_remove_index (object->keys, index);
  g_ptr_array_add (unknown, taken);
}

static void
take_below (ChainJson  *value,
            const char *place,
            const char *pattern,
            GPtrArray  *unknown)
{
  const gboolean is_array = value->kind == CHAIN_JSON_ARRAY;
  const int      row = find_known (pattern);
  guint          i = 0;

  /* Only the arrays of objects are worth a walk: data and weights are arrays of numbers. */
  if (is_array ? !g_str_has_suffix (pattern, "[]") : value->kind != CHAIN_JSON_OBJECT || row < 0)
    return;
  while (i < value->items->len)
    {
      const char      *key = is_array ? NULL : g_ptr_array_index (value->keys, i);
      g_autofree char *inner_place = NULL;
      g_autofree char *inner_pattern = NULL;
      g_autofree char *items_pattern = NULL;
      ChainJson       *item = g_ptr_array_index (value->items, i);

      if (key != NULL && !is_key_of (row, key))
        {
          take_key (value, i, place, unknown);
          continue;
        }
      inner_place = is_array ? g_strdup_printf ("%s[%u]", place, i) : join (place, key);
      inner_pattern = is_array ? g_strdup (pattern)
                               : join (pattern, names_any (row) ? ANY_KEY : key);
      items_pattern = g_strconcat (inner_pattern, "[]", NULL);
      if (item->kind == CHAIN_JSON_OBJECT)
        take_below (item, inner_place, inner_pattern, unknown);
      else if (item->kind == CHAIN_JSON_ARRAY && find_known (items_pattern) >= 0)
        take_below (item, inner_place, items_pattern, unknown);
      i++;
    }
}

/**
 * chain_unknown_keys_take:
 * @document: a project file; its unknown keys are taken out
 * @warnings: (element-type utf8) (nullable): gets a line for each
 *
 * Returns: (transfer full) (element-type ChainUnknownKey): the keys with their places
 */
GPtrArray *
chain_unknown_keys_take (ChainJson *document,
                         GPtrArray *warnings)
{
  GPtrArray *unknown = g_ptr_array_new_with_free_func (unknown_key_free);

  take_below (document, "", "", unknown);
  for (guint i = 0; warnings != NULL && i < unknown->len; i++)
    {
      const ChainUnknownKey *key = g_ptr_array_index (unknown, i);
      g_autofree char       *path = join (key->place, key->key);

      g_ptr_array_add (warnings, g_strdup_printf ("unknown key %s is kept", path));
    }
  return unknown;
}

/**
 * chain_unknown_keys_any:
 * @unknown: (nullable) (element-type ChainUnknownKey): as taken
 * @place: of an object
 *
 * Returns: %TRUE if the object there had keys this program does not know
 */
gboolean
chain_unknown_keys_any (GPtrArray  *unknown,
                        const char *place)
{
  for (guint i = 0; unknown != NULL && i < unknown->len; i++)
    if (g_str_equal (((ChainUnknownKey *) g_ptr_array_index (unknown, i))->place, place))
      return TRUE;
  return FALSE;
}

/**
 * chain_unknown_keys_names:
 * @unknown: (nullable) (element-type ChainUnknownKey): as taken
 * @place: of an object whose keys are names
 *
 * Returns: (transfer full) (element-type utf8): those of the objects in it that had keys this
 *   program does not know, each once
 */
GPtrArray *
chain_unknown_keys_names (GPtrArray  *unknown,
                          const char *place)
{
  g_autofree char *prefix = g_strconcat (place, ".", NULL);
  GPtrArray       *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; unknown != NULL && i < unknown->len; i++)
    {
      const ChainUnknownKey *key = g_ptr_array_index (unknown, i);
      const char            *name = key->place + strlen (prefix);

      if (g_str_has_prefix (key->place, prefix)
          && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }
  return names;
}

/**
 * chain_unknown_keys_write:
 * @unknown: (nullable) (element-type ChainUnknownKey): as taken
 * @place: of the object being written
 * @writer: inside that object
 *
 * Writes back the keys that stood there.
 */
void
chain_unknown_keys_write (GPtrArray       *unknown,
                          const char      *place,
                          ChainJsonWriter *writer)
{
  for (guint i = 0; unknown != NULL && i < unknown->len; i++)
    {
      const ChainUnknownKey *key = g_ptr_array_index (unknown, i);

      if (g_str_equal (key->place, place))
        chain_json_writer_value (writer, key->key, key->value);
    }
}
