/* optimizer.h: update rules, recorded with the operations the network is made of.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/recording.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *title;
  const char *formula;
  ChainParameter parameters[CHAIN_MAX_PARAMETERS];
  /* Appends the update of one variable; returns the assigning node. */
  guint     (*record) (ChainGraph *graph, guint variable, guint gradient, guint learning_rate,
                       const double *p, ChainOrigin origin);
} ChainOptimizer;

extern const ChainOptimizer *const chain_optimizers[];

const ChainOptimizer *chain_optimizer_find   (const char           *name);
char                 *chain_optimizer_names  (void);
void                  chain_optimizer_record (const ChainOptimizer *optimizer,
                                              const double         *parameters,
                                              ChainRecording       *recording);

G_END_DECLS
