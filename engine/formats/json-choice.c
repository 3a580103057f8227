/* json-choice.c: members of a JSON object that name a record of a table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/json-choice.h"

#include "data/samples.h"
#include "model/initializer.h"
#include "training/optimizer.h"
#include "training/schedule.h"

static gconstpointer
find_activation (const char *name)
{
  return chain_op_find (CHAIN_OP_ACTIVATION, name);
}

static char *
activation_names (void)
{
  return chain_op_names (CHAIN_OP_ACTIVATION);
}

static gconstpointer
find_loss (const char *name)
{
  return chain_op_find (CHAIN_OP_LOSS, name);
}

static char *
loss_names (void)
{
  return chain_op_names (CHAIN_OP_LOSS);
}

static gconstpointer
find_initializer (const char *name)
{
  return chain_initializer_find (name);
}

static gconstpointer
find_optimizer (const char *name)
{
  return chain_optimizer_find (name);
}

static gconstpointer
find_schedule (const char *name)
{
  return chain_schedule_find (name);
}

static gconstpointer
find_sample (const char *name)
{
  return chain_sample_find (name);
}

static char *
sample_names (void)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);
  GString           *names = g_string_new (NULL);

  for (guint i = 0; i < n_samples; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", samples[i].name);
  return g_string_free (names, FALSE);
}

const ChainJsonChoice chain_json_activation = { find_activation, activation_names };
const ChainJsonChoice chain_json_loss = { find_loss, loss_names };
const ChainJsonChoice chain_json_initializer = { find_initializer, chain_initializer_names };
const ChainJsonChoice chain_json_optimizer = { find_optimizer, chain_optimizer_names };
const ChainJsonChoice chain_json_schedule = { find_schedule, chain_schedule_names };
const ChainJsonChoice chain_json_sample = { find_sample, sample_names };

/**
 * chain_json_read_choice:
 * @object: an object
 * @key: one of its keys, or not
 * @choice: which table
 * @record: (inout): the record that the member names, as a string or as an object with `name`;
 *   unchanged where absent
 * @error: set if there is none of that name
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_choice (const ChainJsonPlace  *object,
                        const char            *key,
                        const ChainJsonChoice *choice,
                        gconstpointer         *record,
                        GError               **error)
{
  g_auto (ChainJsonPlace) member = { 0 };
  g_auto (ChainJsonPlace) inner = { 0 };
  const ChainJsonPlace   *name = &member;
  g_autofree char        *expected = NULL;
  gconstpointer           found;

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  if (member.value->kind == CHAIN_JSON_OBJECT)
    {
      chain_json_place_member (&member, "name", &inner);
      name = &inner;
    }
  expected = choice->names ();
  if (name->value == NULL || name->value->kind != CHAIN_JSON_STRING)
    return chain_json_place_fail (name, CHAIN_ERROR_VALUE, error, "one of %s", expected);
  found = choice->find (name->value->string);
  if (found == NULL)
    return chain_json_place_refuse (name, CHAIN_ERROR_UNSUPPORTED, error,
                                    "\"%s\" is not available; expected one of %s",
                                    name->value->string, expected);
  *record = found;
  return TRUE;
}

/**
 * chain_json_read_fixed:
 * @object: an object
 * @key: one of its keys, or not
 * @title: what the key stands for
 * @error: set if it asks for anything but 0, false or null
 *
 * Reads a key of the format that this program has only one value for.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_fixed (const ChainJsonPlace *object,
                       const char           *key,
                       const char           *title,
                       GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (object, key, &member);
  if (member.value == NULL || member.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (member.value->kind == CHAIN_JSON_NUMBER && member.value->number == 0)
    return TRUE;
  if (member.value->kind == CHAIN_JSON_BOOLEAN && !member.value->boolean)
    return TRUE;
  return chain_json_place_fail (&member, CHAIN_ERROR_UNSUPPORTED, error, "%s, %s is not available",
                                member.value->kind == CHAIN_JSON_NUMBER    ? "0"
                                : member.value->kind == CHAIN_JSON_BOOLEAN ? "false" : "null",
                                title);
}
