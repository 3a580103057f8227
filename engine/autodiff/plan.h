/* plan.h: the compiled executor of a network's graph: fused, laid out once, fast.
 *
 * Layers of matmul, bias, activation and dropout mask become one step each; loss and its gradient
 * another; nothing is allocated while running. It computes what a walk over the same graph does,
 * but for rounding, and is what trains and evaluates. Its results are the same to the last bit
 * whatever the number of threads.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/graph.h"

G_BEGIN_DECLS

typedef struct _ChainPlan ChainPlan;

/* Rows to run on, where they lie. */
typedef struct
{
  const double *inputs;  /* [*, inputs], row-major */
  const double *targets; /* [*, outputs], row-major; may be NULL where no loss is asked for */
  const guint  *rows;    /* [n_rows] which of them; NULL: the first ones */
  gsize         n_rows;
} ChainPlanRows;

/* How weights change: @update is called with each part of them once its gradient is known, on
 * several threads at once; together the parts are all of them. It writes the new weights where
 * the gradients are: they take the place of the old ones once all of them are finite.
 *
 * An update that changes anything else waits for all gradients, and has @begin and @end: @begin
 * says whether all weights and gradients are within CHAIN_MODERATE, and hears whether the new
 * weights are certain to be finite; @end says whether they count: if not, what else was changed is
 * to be as it was. */
typedef struct
{
  void     (*update) (gpointer data, gsize first, gsize n);
  gboolean (*begin)  (gpointer data, gboolean moderate); /* NULL: weights are all it changes */
  void     (*end)    (gpointer data, gboolean counts);
  gpointer   data;
  double     clip_norm; /* of each variable's gradient; 0: not clipped */
  gboolean   measures;  /* chain_plan_change() tells of it afterwards; the weights are the same */
} ChainPlanUpdate;

/* What an update did to a layer: ‖g‖² of kernel and bias, clipped if they are, and of the kernel
 * alone ‖w‖² before and ‖Δw‖². */
typedef struct
{
  double gradient;
  double weights;
  double difference;
} ChainPlanChange;

ChainPlan *chain_plan_new          (const ChainGraph      *graph,
                                    guint                  x,
                                    guint                  loss,
                                    gsize                  largest_batch);
void       chain_plan_free         (ChainPlan             *plan);
void       chain_plan_set_threads  (ChainPlan             *plan,
                                    guint                  n_threads);
gsize      chain_plan_bytes        (const ChainPlan       *plan);

gsize      chain_plan_n_parameters (const ChainPlan       *plan);
double    *chain_plan_parameters   (ChainPlan             *plan);
double    *chain_plan_gradients    (ChainPlan             *plan);
double    *chain_plan_variable     (ChainPlan             *plan,
                                    guint                  node);

gboolean   chain_plan_is_finite    (const ChainPlan       *plan);
double     chain_plan_penalty      (const ChainPlan       *plan);

void       chain_plan_set_batch    (ChainPlan             *plan,
                                    gsize                  rows);
void       chain_plan_set_mask     (ChainPlan             *plan,
                                    guint                  node,
                                    gsize                  row,
                                    const double          *values);
double     chain_plan_train        (ChainPlan             *plan,
                                    const ChainPlanRows   *rows,
                                    const ChainPlanUpdate *update,
                                    gboolean              *finite);
ChainPlanChange chain_plan_change  (const ChainPlan       *plan,
                                    guint                  layer);
const double *chain_plan_outputs   (const ChainPlan       *plan,
                                    gsize                  chunk,
                                    gsize                 *n_rows);
double     chain_plan_evaluate     (ChainPlan             *plan,
                                    const ChainPlanRows   *rows,
                                    double                *predictions);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPlan, chain_plan_free)

G_END_DECLS
