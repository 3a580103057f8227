/* gradient-check.h: the gradients of backpropagation against central differences of the loss.
 *
 * The one is calculus, the other arithmetic with the forward pass alone: where they agree, every
 * derivative on the way is right.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

G_BEGIN_DECLS

#define CHAIN_GRADIENT_CHECK_MOST_PARAMETERS 10000 /* of more, a sample of so many is checked */
#define CHAIN_GRADIENT_CHECK_MOST_ROWS 64
#define CHAIN_GRADIENT_CHECK_TOLERANCE 1e-6 /* a relative error beyond it is a wrong derivative */

/* One parameter. */
typedef struct
{
  guint  node;   /* the kernel or bias it is an element of */
  gsize  row;
  gsize  column;
  double analytic; /* by backpropagation */
  double numeric;  /* by central differences */
  double error;    /* relative */
} ChainGradientElement;

typedef struct
{
  gsize                n_rows;       /* of the batch whose loss is differentiated */
  guint64              n_parameters; /* of the network */
  guint64              n_checked;    /* fewer where they are sampled */
  guint64              n_kinks;      /* of these, at a kink of the loss: not compared */
  ChainGradientElement largest;      /* error; its node is CHAIN_NO_NODE if none was compared */
} ChainGradientCheck;

/* Called now and then while the check goes on. */
typedef void (*ChainGradientCheckProgress) (guint64 n_done, guint64 n_planned, gpointer data);

gboolean chain_gradient_check_run     (ChainIteration             *iteration,
                                       ChainGradientCheckProgress  progress,
                                       gpointer                    data,
                                       ChainGradientCheck         *check,
                                       GError                    **error);
double   chain_gradient_check_element (const ChainRecording       *recording,
                                       ChainWalk                  *walk,
                                       guint                       node,
                                       gsize                       row,
                                       gsize                       column,
                                       gboolean                   *kink);

G_END_DECLS
