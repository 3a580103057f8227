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

static const ChainParameter *
op_parameters (gconstpointer record)
{
  return ((const ChainOp *) record)->parameters;
}

static const ChainParameter *
initializer_parameters (gconstpointer record)
{
  return ((const ChainInitializer *) record)->parameters;
}

static const ChainParameter *
optimizer_parameters (gconstpointer record)
{
  return ((const ChainOptimizer *) record)->parameters;
}

static const ChainParameter *
schedule_parameters (gconstpointer record)
{
  return ((const ChainSchedule *) record)->parameters;
}

const ChainJsonChoice chain_json_activation = {
  find_activation, activation_names, op_parameters, (const gconstpointer *) chain_activations,
};
const ChainJsonChoice chain_json_loss = {
  find_loss, loss_names, op_parameters, (const gconstpointer *) chain_losses,
};
const ChainJsonChoice chain_json_initializer = {
  find_initializer, chain_initializer_names, initializer_parameters,
  (const gconstpointer *) chain_initializers,
};
const ChainJsonChoice chain_json_optimizer = {
  find_optimizer, chain_optimizer_names, optimizer_parameters,
  (const gconstpointer *) chain_optimizers,
};
const ChainJsonChoice chain_json_schedule = {
  find_schedule, chain_schedule_names, schedule_parameters,
  (const gconstpointer *) chain_schedules,
};
const ChainJsonChoice chain_json_sample = { find_sample, sample_names, NULL, NULL };

/**
 * chain_json_choice_knows:
 * @choice: a table
 * @key: a key of an object that names one of its records
 *
 * Returns: whether @key is `name` or a parameter of any record
 */
gboolean
chain_json_choice_knows (const ChainJsonChoice *choice, const char *key)
{
  for (const gconstpointer *record = choice->records; record != NULL && *record != NULL; record++)
    for (const ChainParameter *p = choice->parameters (*record);
         p < choice->parameters (*record) + CHAIN_MAX_PARAMETERS && p->name != NULL; p++)
      if (g_str_equal (p->name, key))
        return TRUE;
  return g_str_equal (key, "name");
}

static gboolean
refuse_value (const ChainJsonPlace *member, const ChainParameter *parameter, GError **error)
{
  g_autofree char *range = chain_parameter_range (parameter);

  return chain_json_place_fail (member, CHAIN_ERROR_VALUE, error, "%s", range);
}

static gboolean
read_parameter (const ChainJsonPlace *object,
                const ChainParameter *parameter,
                double               *value,
                GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };
  const gboolean          is_switch = parameter->kind == CHAIN_PARAMETER_SWITCH;
  double                  number;

  chain_json_place_member (object, parameter->name, &member);
  if (member.value == NULL)
    return TRUE;
  if (member.value->kind != (is_switch ? CHAIN_JSON_BOOLEAN : CHAIN_JSON_NUMBER))
    return refuse_value (&member, parameter, error);
  number = is_switch ? member.value->boolean : member.value->number;
  if (!chain_parameter_allows (parameter, number))
    return refuse_value (&member, parameter, error);
  *value = number;
  return TRUE;
}

/* Parameters that belong to another record of the table are not quietly dropped. */
static gboolean
check_parameters (const ChainJsonPlace  *object,
                  const ChainJsonChoice *choice,
                  const ChainParameter  *parameters,
                  const char            *record,
                  GError               **error)
{
  const GPtrArray *keys = object->value->keys;

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      gboolean    mine = g_str_equal (key, "name");

      for (guint k = 0; k < chain_parameters_count (parameters); k++)
        mine |= g_str_equal (parameters[k].name, key);
      if (!mine && chain_json_choice_knows (choice, key))
        {
          g_auto (ChainJsonPlace) member = { 0 };

          chain_json_place_member (object, key, &member);
          return chain_json_place_refuse (&member, CHAIN_ERROR_VALUE, error,
                                          "%s has no such parameter", record);
        }
    }
  return TRUE;
}

static gboolean
read_parameters (const ChainJsonPlace  *member,
                 const ChainJsonChoice *choice,
                 gconstpointer          record,
                 double                *values,
                 GError               **error)
{
  const ChainParameter *parameters = choice->parameters (record);

  chain_parameters_init (parameters, values);
  if (member->value->kind != CHAIN_JSON_OBJECT)
    return TRUE;
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (!read_parameter (member, &parameters[i], &values[i], error))
      return FALSE;
  return check_parameters (member, choice, parameters,
                           chain_json_member (member->value, "name")->string, error);
}

/**
 * chain_json_read_choice:
 * @object: an object
 * @key: one of its keys, or not
 * @choice: which table
 * @record: (inout): the record that the member names, as a string or as an object with `name`;
 *   unchanged where absent
 * @values: (out caller-allocates) (optional): [CHAIN_MAX_PARAMETERS] its parameters, from the
 *   object or initial; unchanged where absent
 * @error: set if there is none of that name, or a parameter is out of range
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_choice (const ChainJsonPlace  *object,
                        const char            *key,
                        const ChainJsonChoice *choice,
                        gconstpointer         *record,
                        double                *values,
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
  return values == NULL || read_parameters (&member, choice, found, values, error);
}
