/* optimizer.h: update rules, recorded with the operations the network is made of.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/recording.h"

G_BEGIN_DECLS

/* What a rule works with: nodes of a graph. */
typedef struct
{
  ChainGraph   *graph;
  guint         variable;
  guint         gradient;      /* of the variable's shape */
  guint         factor;        /* of its changes, 0 or 1; CHAIN_NO_NODE where all of it trains */
  guint         learning_rate; /* [1, 1] */
  guint         step;          /* [1, 1] n, the number of the update, from 1 */
  const double *p;             /* values of the rule's parameters */
  ChainOrigin   origin;        /* of the update of the variable */
} ChainUpdate;

#define CHAIN_MAX_STATES 2 /* variables a rule keeps beside a weight */

/* The same rule for its fused form: plain arrays of n numbers, the new ones apart. States are in
 * the order in which `record` adds them. */
typedef struct
{
  gsize         n;
  const double *w;
  const double *g; /* the gradient, clipped where it is */
  const double *states[CHAIN_MAX_STATES];
  double       *new_w;
  double       *new_states[CHAIN_MAX_STATES];
  double        rate;
  double        step; /* n of the formulas, from 1 */
  const double *p;
} ChainFusedUpdate;

typedef struct
{
  const char *name;
  const char *title;
  const char *formula;
  ChainParameter parameters[CHAIN_MAX_PARAMETERS];
  /* Appends the update of one variable; returns the node that assigns to it. */
  guint     (*record) (const ChainUpdate *update);
  /* One loop that gives the same numbers to the last bit. */
  void      (*fused)  (const ChainFusedUpdate *update);
} ChainOptimizer;

extern const ChainOptimizer *const chain_optimizers[];

const ChainOptimizer *chain_optimizer_find   (const char           *name);
char                 *chain_optimizer_names  (void);
void                  chain_optimizer_record (const ChainOptimizer *optimizer,
                                              const double         *parameters,
                                              ChainRecording       *recording);

G_END_DECLS
