/* parameter.h: the settings a row of a table takes: leaky ReLU's alpha, Adam's betas.
 *
 * A record lists its parameters; whoever uses the record holds their values in an array of
 * CHAIN_MAX_PARAMETERS numbers, in the same order. Switches are 0 and 1.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_MAX_PARAMETERS 5

typedef enum
{
  CHAIN_PARAMETER_NUMBER,
  CHAIN_PARAMETER_WHOLE,
  CHAIN_PARAMETER_SWITCH,
} ChainParameterKind;

typedef struct
{
  const char        *name;    /* in files; Keras's where Keras has one */
  const char        *symbol;  /* in formulas */
  ChainParameterKind kind;
  double             initial; /* where none is given */
  double             least;   /* inclusive */
  double             most;    /* inclusive */
} ChainParameter;

guint    chain_parameters_count (const ChainParameter *parameters);
void     chain_parameters_init  (const ChainParameter *parameters,
                                 double               *values);
gboolean chain_parameter_allows (const ChainParameter *parameter,
                                 double                value);
char    *chain_parameter_range  (const ChainParameter *parameter);

G_END_DECLS
