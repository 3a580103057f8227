/* plan-small.h: iterations of networks so small that each step of the general way costs more to
 * begin than to do.
 *
 * One chunk, a few units a layer: the loops run over whole layers with the rows of the batch in
 * vectors, and the gradients of all weights are summed up over the lanes in one go.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/plan-private.h"

G_BEGIN_DECLS

struct _ChainSmallKernels
{
  /* Finds each layer's way through its activation. */
  void   (*prepare)  (ChainPlan *plan);
  /* Rows of the run to a panel; lanes without a row of their own get the last one. */
  void   (*gather)   (const ChainPlan *plan, const double *values, gsize n_columns, double *to);
  /* Of the first layers: z, and but for the plan's last a. */
  void   (*forward)  (const ChainPlan *plan, guint n_layers);
  /* Where the loss is the mean squared error of one linear unit: that layer there and back.
   * Returns the loss. */
  double (*squares)  (const ChainPlan *plan);
  /* ∂L/∂w of all weights, once the layers after these are back. */
  void   (*backward) (const ChainPlan *plan, guint n_layers);
};

extern const ChainSmallKernels chain_small_kernels_baseline;
extern const ChainSmallKernels chain_small_kernels_v3;
extern const ChainSmallKernels chain_small_kernels_v4;

const ChainSmallKernels *chain_small_kernels      (void);
gboolean                 chain_plan_fits_small    (const ChainPlan *plan);
gboolean                 chain_plan_is_squares    (const ChainPlan *plan);
gsize                    chain_plan_small_numbers (const ChainPlan *plan);
void                     chain_plan_prepare_small (ChainPlan       *plan);
double                   chain_plan_run_small     (ChainPlan       *plan);

G_END_DECLS
