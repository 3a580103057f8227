/* limit.h: how fast this machine can be: training loops written for one network each, the matrix
 * products of a step alone, and multiply-adds alone.
 *
 * All of it is compiled for the processor that builds it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "participant.h"

G_BEGIN_DECLS

#define LANES 8

/* Eight numbers; on processors with shorter vectors the compiler makes several of one. */
typedef double  Vector __attribute__ ((vector_size (LANES * sizeof (double))));
typedef gint64  Whole __attribute__ ((vector_size (LANES * sizeof (double))));

/* A loop written for one work. */
typedef struct
{
  const char *work;
  guint       n_weights;
  guint       batch_size; /* of a batch's rows, in numbers, once they are arranged */
  /* Trains one epoch; returns the sum of the rows' squared errors. */
  double    (*epoch)   (double *weights, const Vector *rows, guint n_batches, double rate);
  void      (*arrange) (double *batch, const double *const *inputs, const double *const *targets,
                        guint n_rows);
} LimitLoop;

const LimitLoop *limit_loop_find (const char *work);

typedef struct _LimitProducts LimitProducts;

LimitProducts *limit_products_new    (const Work          *work);
void           limit_products_step   (const LimitProducts *products,
                                      gboolean             dgemm_only);
void           limit_products_print  (const LimitProducts *products);

double         limit_peak            (guint                n_threads,
                                      double               seconds);

G_END_DECLS
