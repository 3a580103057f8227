/* plan-private.h: what a plan is made of, for its own files alone.
 *
 * A batch is cut into chunks of CHAIN_PANEL rows, and a large one into parts of several chunks,
 * which go forward and back one after another and whose gradients add up. The values of a layer in a chunk are a panel:
 * the rows of the batch side by side, a unit under the other, so that vectors run along the batch
 * however small a layer is. Under the last unit stands a row of ones, and under a kernel its
 * bias: so the bias needs no step of its own, nor does its gradient.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/matrix-kernels.h"
#include "autodiff/plan.h"
#include "autodiff/workers.h"

G_BEGIN_DECLS

#define CHAIN_PLAN_BLOCK 64            /* units that are computed in one item of work */
#define CHAIN_PLAN_FEW_UNITS 8         /* so few need not be turned side by side */
#define CHAIN_PLAN_GATHER_COLUMNS 256  /* likewise of the inputs that are gathered */

typedef struct _ChainSmallActivation ChainSmallActivation;
typedef struct _ChainSmallKernels    ChainSmallKernels;
typedef struct _ChainSmallLoops      ChainSmallLoops;
typedef struct _ChainPlanLayer       ChainPlanLayer;

struct _ChainPlanLayer
{
  guint          kernel_node;
  guint          bias_node; /* CHAIN_NO_NODE without one */
  guint          mask_node; /* CHAIN_NO_NODE without dropout */
  const ChainOp *activation;
  const double  *parameters; /* of the activation */
  double         l1;
  double         l2;

  gsize n_inputs;
  gsize n_units;
  gsize n_rows; /* of kernel and bias: inputs, and 1 with a bias */
  gsize first;  /* where they begin among the parameters */

  /* Panels, one after another; see chain_plan_panel(). */
  const double *in;    /* what the layer reads: x, or the layer before's out */
  double       *z;     /* the same as a where a's slope can be told from a */
  double       *a;     /* before the mask */
  double       *out;   /* the same as a without a mask */
  double       *mask;
  double       *delta; /* ∂L/∂z; over `out`, which by then has been read, but in small plans */

  guint first_segment;
  guint n_segments;

  /* Of small plans. */
  const ChainSmallActivation *small; /* how they go through the activation */
  const ChainSmallLoops      *loops; /* for its number of units */
};

/* Rows of one layer's kernel and bias: one item of work. */
typedef struct
{
  guint  layer;
  gsize  first;
  gsize  last;
  double l1; /* Σ |w| of the kernel's, where it has the penalty */
  double l2; /* Σ w² */

  ChainPlanChange change; /* where the update is measured */
} ChainPlanSegment;

struct _ChainPlan
{
  const ChainMatrixKernels *kernels;
  const ChainSmallKernels  *small_kernels; /* NULL where the layers are none of plan-small.h's */
  ChainWorkers             *workers; /* NULL: the caller alone */
  guint                     n_layers;
  ChainPlanLayer           *layers;
  const ChainOp            *loss;
  const double             *loss_parameters;
  gboolean                  reads_logits; /* the loss reads the last z, not a */
  gboolean                  has_penalties;

  gsize   n_parameters;
  double *parameters;
  double *gradients;

  gsize   largest_batch;
  gsize   largest_part; /* chunks */
  gsize   width;    /* most rows of a chunk, padded */
  gsize   n_inputs;
  gsize   n_outputs;
  double *x;        /* panels */
  /* ∂L/∂z of one layer with the units side by side: panels [batch, CHAIN_PANEL units or the
   * rest]. What becomes a part of it is first ∂L/∂out of the same units, one under the other. */
  double *turned;
  double *scratch;  /* for each chunk: row-major values of the last layer */
  double *mixed;    /* likewise of a layer before whose activation mixes units */
  double *outputs;  /* [largest batch, outputs] what the loss is taken of */
  double *losses;   /* of all chunks of the batch */
  double *memory;   /* all the numbers above are in it */
  gsize   n_numbers;

  /* Of small plans. */
  gboolean is_squares; /* the loss is the mean squared error of one linear unit */
  double  *products;   /* [parameters, lanes of a vector] */
  double  *shares;     /* [width] of each lane in the mean */

  GArray *segments; /* ChainPlanSegment, a layer's after those of the layer before */

  /* Of the run under way. */
  gsize                  batch;
  gsize                  all_chunks;  /* of the batch */
  gsize                  n_chunks;    /* of its part under way */
  gsize                  first_chunk; /* of that part */
  const ChainSmallKernels *small; /* NULL where the batch is too large for them as well */
  gsize                  lanes; /* rows of a chunk, padded */
  const ChainPlanRows   *rows;
  const ChainPlanUpdate *update;
  double                *predictions;
  gboolean               training;
  guint                  layer; /* that the present piece of work is about */
  gboolean               waits;    /* the update waits until all gradients are known */
  gint                   finite;   /* atomic: the new weights are */
  gboolean               certain;  /* the new weights are finite, whatever they are */
  gint                   moderate; /* atomic: weights and gradients are, where the update asks */
};

/* The panel of a chunk of the part, of @n_rows rows. A row of ones may stand under @n_rows. */
static inline double *
chain_plan_panel (const ChainPlan *plan, const double *panels, gsize n_rows, gsize chunk)
{
  return (double *) panels + chunk * plan->width * (n_rows + 1);
}

/* Of a chunk of the batch. */
static inline gsize
chain_plan_chunk_rows (const ChainPlan *plan, gsize chunk)
{
  return MIN (CHAIN_PANEL, plan->batch - chunk * CHAIN_PANEL);
}

static inline gsize
chain_plan_count (gsize n, gsize size)
{
  return (n + size - 1) / size;
}

/* An operation that mixes the units of a row works on whole rows. */
static inline gboolean
chain_plan_mixes (const ChainOp *activation)
{
  return activation->value == NULL;
}

static inline gsize
chain_plan_block (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  const gboolean is_last = layer == &plan->layers[plan->n_layers - 1];

  return !is_last && chain_plan_mixes (layer->activation) ? layer->n_units : CHAIN_PLAN_BLOCK;
}

/* What is in `scratch`. */
enum
{
  CHAIN_PLAN_OTHER,    /* z where the loss is of a, a where it is of z */
  CHAIN_PLAN_TARGETS,
  CHAIN_PLAN_GRADIENT, /* ∂L/∂a, then ∂L/∂z */
  CHAIN_PLAN_N_SCRATCH,
};

/* Of a chunk of the part, an array [chunk rows, outputs] of its own. */
static inline double *
chain_plan_scratch (const ChainPlan *plan, gsize chunk, guint which)
{
  return plan->scratch + (chunk * CHAIN_PLAN_N_SCRATCH + which) * plan->width * plan->n_outputs;
}

/* The same of a layer that is not the last one: one of four. */
static inline double *
chain_plan_mixed (ChainPlan *plan, gsize chunk, guint which, gsize n_units)
{
  return plan->mixed + (chunk * 4 + which) * plan->width * n_units;
}

/* Where ∂L/∂z of a chunk and of the units from @unit, the first of a panel, is turned to; @side is
 * how many of them stand side by side. */
static inline double *
chain_plan_turned (const ChainPlan      *plan,
                   const ChainPlanLayer *layer,
                   gsize                 chunk,
                   gsize                 unit,
                   gsize                *side)
{
  const gsize units = chain_plan_count (layer->n_units, CHAIN_LANES) * CHAIN_LANES;

  *side = MIN (CHAIN_PANEL, units - unit);
  return plan->turned + (unit * plan->n_chunks + chunk * *side) * plan->lanes;
}

/* Whether ∂L/∂z is used as it is, a unit under the other. */
static inline gboolean
chain_plan_is_narrow (const ChainPlan *plan, const ChainPlanLayer *layer)
{
  return layer->n_units <= CHAIN_PLAN_FEW_UNITS && plan->all_chunks == 1;
}

void chain_plan_turn_panel    (const ChainPlan      *plan,
                               const double         *panel,
                               gsize                 n_units,
                               gsize                 n_rows,
                               double               *to);
void chain_plan_turn_rows     (const ChainPlan      *plan,
                               const double         *rows,
                               gsize                 n_units,
                               gsize                 n_rows,
                               double               *to);
void chain_plan_turn_delta    (ChainPlan            *plan,
                               const ChainPlanLayer *layer,
                               gsize                 chunk,
                               gsize                 first,
                               gsize                 last);

/* Work for chain_workers_run(); data is the plan, the layer is the plan's. */
void chain_plan_gather        (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_forward       (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_finish        (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_backward      (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_differentiate (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_update        (gpointer              data,
                               gsize                 first,
                               gsize                 last);
void chain_plan_update_all    (ChainPlan            *plan);
void chain_plan_clip          (ChainPlan            *plan);

G_END_DECLS
