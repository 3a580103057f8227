/* parameter.c: the settings a row of a table takes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/parameter.h"

#include "base/number.h"

#include <math.h>

/**
 * chain_parameters_count:
 * @parameters: [CHAIN_MAX_PARAMETERS] of a record; those without a name are not there
 *
 * Returns: how many there are
 */
guint
chain_parameters_count (const ChainParameter *parameters)
{
  guint n = 0;

  while (n < CHAIN_MAX_PARAMETERS && parameters[n].name != NULL)
    n++;
  return n;
}

/**
 * chain_parameters_init:
 * @parameters: [CHAIN_MAX_PARAMETERS] of a record
 * @values: (out caller-allocates): [CHAIN_MAX_PARAMETERS], overwritten
 *
 * Gives every parameter its initial value, and 0 to what is not there.
 */
void
chain_parameters_init (const ChainParameter *parameters, double *values)
{
  for (guint i = 0; i < CHAIN_MAX_PARAMETERS; i++)
    values[i] = parameters[i].name != NULL ? parameters[i].initial : 0;
}

/**
 * chain_parameter_allows:
 * @parameter: a parameter
 * @value: a number for it
 *
 * Returns: whether the number is of its kind and in its range
 */
gboolean
chain_parameter_allows (const ChainParameter *parameter, double value)
{
  if (parameter->kind != CHAIN_PARAMETER_NUMBER && value != floor (value))
    return FALSE;
  return value >= parameter->least && value <= parameter->most;
}

/**
 * chain_parameter_range:
 * @parameter: a parameter
 *
 * Returns: (transfer full): what it takes, as a message says it: "a number from 0 to 1"
 */
char *
chain_parameter_range (const ChainParameter *parameter)
{
  const char *kind
      = parameter->kind == CHAIN_PARAMETER_WHOLE ? "an integer" : "a number";
  char least[CHAIN_NUMBER_SIZE];
  char most[CHAIN_NUMBER_SIZE];

  if (parameter->kind == CHAIN_PARAMETER_SWITCH)
    return g_strdup ("true or false");
  chain_number_write (parameter->least, least);
  chain_number_write (parameter->most, most);
  if (parameter->least > -G_MAXDOUBLE && parameter->most < G_MAXDOUBLE)
    return g_strdup_printf ("%s from %s to %s", kind, least, most);
  if (parameter->least > -G_MAXDOUBLE)
    return g_strdup_printf ("%s of at least %s", kind, least);
  return g_strdup (kind);
}
