/* initializer.h: how weights begin.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/tensor.h"
#include "base/parameter.h"
#include "base/random.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;  /* Keras's */
  const char *title;
  const char *about; /* the formula */
  ChainParameter parameters[CHAIN_MAX_PARAMETERS];
  /* Fills a [inputs, units] kernel, or a [1, units] bias with fan-in and fan-out of its own shape. */
  void      (*fill) (ChainTensor *weights, const double *p, ChainRandom *random);
} ChainInitializer;

extern const ChainInitializer *const chain_initializers[];

const ChainInitializer *chain_initializer_find  (const char *name);
char                   *chain_initializer_names (void);

G_END_DECLS
