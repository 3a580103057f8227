/* lr-problems.h: made-up data sets of many kinds, from seeded streams.
 *
 * A problem makes one row at a time: features, and numbers to predict or a class.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

/* How many rows of what to make. */
typedef struct
{
  guint  n_rows;
  guint  n_features;
  guint  n_outputs;     /* columns of the target; one-hot of a class where there are more than 1 */
  double noise;         /* standard deviation of a number, probability of a random class */
  double feature_scale; /* times the last feature; 0: as it is */
  double target_scale;  /* times the numbers to predict; 0: as they are */
} LrProblemSize;

typedef struct
{
  const char *name;
  guint       n_classes; /* 0: numbers are predicted; else the number of classes */
  /* Fills features [n_features] and targets [n_outputs]; a class goes into targets[0]. */
  void      (*make_row) (ChainRandom *random, const LrProblemSize *size, double *features,
                         double *targets);
} LrProblem;

const LrProblem *lr_problem_find    (const char          *name);
ChainDataset    *lr_problem_dataset (const LrProblem     *problem,
                                     const LrProblemSize *size,
                                     guint64              seed);
ChainDataset    *lr_iris_dataset    (ChainScaling         scaling);

G_END_DECLS
