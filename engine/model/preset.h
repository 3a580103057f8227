/* preset.h: networks to start from, by what they show.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"

G_BEGIN_DECLS

#define CHAIN_PRESET_MOST_LAYERS 8

typedef struct
{
  const char *name;
  const char *title;
  const char *about;       /* a line for people: what it is good for */
  const char *activation;  /* of the hidden layers; NULL without any */
  const char *initializer; /* of their kernels */
  struct
  {
    guint  units; /* or, if 0, */
    double share; /* so many times the inputs; at least one unit */
  } hidden[CHAIN_PRESET_MOST_LAYERS]; /* ends with the first that has neither */
  const double *weights;  /* (nullable): of a single linear unit with two inputs: w₁, w₂, b */
} ChainPreset;

extern const ChainPreset *const chain_presets[];

gboolean chain_preset_fits (const ChainPreset  *preset,
                            const ChainNetwork *network);
void     chain_preset_use  (const ChainPreset  *preset,
                            ChainNetwork       *network);

G_END_DECLS
