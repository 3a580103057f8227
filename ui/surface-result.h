/* surface-result.h: the loss over two weights with the way of descent, computed on any thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"
#include "ui/paint/plot.h"

G_BEGIN_DECLS

/* What is asked for. */
typedef struct
{
  ChainNetwork        *network;   /* owned, with its weights */
  ChainTrainingOptions training;
  ChainDataset        *dataset;   /* owned */
  ChainSurfaceWeight   x, y;
  char                *x_name;    /* owned, as the next */
  char                *y_name;
  gboolean             penalties; /* L1 and L2 are added */
  gboolean             hurried;   /* another surface is wanted soon */
  gboolean             has_range; /* else it is found around the way and the place */
  gboolean             is_chosen; /* the range stays whatever is in it */
  double               x_from, x_to, y_from, y_to;
  guint64              t;         /* updates made */
  guint                last;      /* iterations of the way to show; 0: all */
  GArray              *way;       /* ChainDescentPoint, owned: those that are remembered */
  double              *state;     /* owned (nullable): to repeat iterations from */
  guint64              state_t;   /* updates made before it */
} ChainSurfaceRequest;

typedef struct
{
  ChainPlot *plot;
  char      *caption; /* which rows and what else is in the loss, which iterations are shown */
} ChainSurfaceResult;

ChainSurfaceRequest *chain_surface_request_new  (const ChainNetwork         *network,
                                                 const ChainTrainingOptions *training,
                                                 ChainDataset               *dataset,
                                                 ChainStepper               *stepper,
                                                 const ChainSurfaceWeight   *x,
                                                 const ChainSurfaceWeight   *y,
                                                 guint                       last,
                                                 gboolean                    hurried);
void                 chain_surface_request_free (ChainSurfaceRequest        *request);
ChainSurfaceResult  *chain_surface_result_new   (ChainSurfaceRequest        *request,
                                                 GCancellable               *cancellable,
                                                 GError                    **error);
void                 chain_surface_result_free  (ChainSurfaceResult         *result);

guint64              chain_surface_n_weights    (const ChainNetwork         *network);
void                 chain_surface_weight_at    (const ChainNetwork         *network,
                                                 guint64                     index,
                                                 ChainSurfaceWeight         *weight);
char                *chain_surface_weight_name  (const ChainRecording       *recording,
                                                 const ChainNetwork         *network,
                                                 const ChainSurfaceWeight   *weight);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSurfaceRequest, chain_surface_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSurfaceResult, chain_surface_result_free)

G_END_DECLS
