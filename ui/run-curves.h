/* run-curves.h: the history of a run as curves, which grow with it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/curve.h"
#include "ui/run.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_RUN_CURVE_BATCH,           /* the loss of each batch */
  CHAIN_RUN_CURVE_SMOOTHED,        /* the same, as an average that forgets */
  CHAIN_RUN_CURVE_LOSS,            /* of each epoch */
  CHAIN_RUN_CURVE_VALIDATION,
  CHAIN_RUN_CURVE_DATA_LOSS,       /* of each epoch, without regularisation */
  CHAIN_RUN_CURVE_DATA_VALIDATION,
  CHAIN_RUN_CURVE_METRIC,
  CHAIN_RUN_CURVE_RATE,
  CHAIN_N_RUN_CURVES,
} ChainRunCurve;

typedef struct
{
  guint       number;                     /* of the run */
  gboolean    per_epoch;                  /* x counts epochs rather than steps */
  double      memory;                     /* steps that smoothing reaches back */
  ChainCurve *curves[CHAIN_N_RUN_CURVES];
  GPtrArray  *gradients;                  /* ChainCurve *, for each layer */
  GPtrArray  *ratios;                     /* likewise */
  gboolean    regularised;                /* the loss has a part that regularisation is */
  guint       taken[3];                   /* steps, epochs and probes of the history */
  double      average, weight;            /* of the smoothing */
  guint64     last_step;
} ChainRunCurves;

ChainRunCurves *chain_run_curves_new    (const ChainRun *run,
                                         gboolean        per_epoch,
                                         double          memory);
void            chain_run_curves_free   (ChainRunCurves *curves);
void            chain_run_curves_update (ChainRunCurves *curves,
                                         const ChainRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainRunCurves, chain_run_curves_free)

G_END_DECLS
