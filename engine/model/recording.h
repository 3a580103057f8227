/* recording.h: a network and its loss recorded as a graph, with a handle on every part.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/graph.h"
#include "autodiff/plan.h"
#include "autodiff/walk.h"
#include "model/network.h"

G_BEGIN_DECLS

typedef struct
{
  guint  kernel;
  guint  bias; /* CHAIN_NO_NODE without one */
  guint  z;
  guint  a;
  guint  mask;       /* [batch, units], a factor of a; CHAIN_NO_NODE without dropout */
  double dropout;    /* share of the activations dropped */
  /* Of the updates: 0 where an element is locked, else 1; NULL where none is. */
  ChainTensor *kernel_factors;
  ChainTensor *bias_factors;
  /* Set by an optimizer, CHAIN_NO_NODE before. */
  guint  new_kernel; /* the assigning node */
  guint  new_bias;
  guint  kernel_factor; /* the input of the factors; CHAIN_NO_NODE where there are none */
  guint  bias_factor;
} ChainRecordedLayer;

typedef struct
{
  ChainGraph         *graph;
  guint               n_layers;
  ChainRecordedLayer *layers;
  guint               x;             /* [batch, inputs] */
  guint               y;             /* [batch, outputs] */
  guint               prediction;    /* the last layer's a */
  guint               data_loss;     /* [1, 1]; of the predictions, without penalties */
  guint               loss;          /* [1, 1]; with them: what is minimised */
  guint               learning_rate; /* [1, 1]; CHAIN_NO_NODE until an optimizer is recorded */
  guint               step;          /* [1, 1] number of the update, from 1; likewise */
} ChainRecording;

ChainRecording *chain_recording_new          (const ChainNetwork   *network,
                                              const ChainOp        *loss,
                                              const double         *loss_parameters,
                                              GError              **error);
void            chain_recording_free         (ChainRecording       *recording);
void            chain_recording_load_weights (const ChainRecording *recording,
                                              const ChainNetwork   *network,
                                              ChainWalk            *walk);
void            chain_recording_load_plan    (const ChainRecording *recording,
                                              const ChainNetwork   *network,
                                              ChainPlan            *plan);
void            chain_recording_save_weights (const ChainRecording *recording,
                                              ChainWalk            *walk,
                                              ChainNetwork         *network);
void            chain_recording_draw_masks   (const ChainRecording *recording,
                                              guint64               seed,
                                              guint64               t,
                                              ChainWalk            *walk);
void            chain_recording_draw_plan_masks
                                             (const ChainRecording *recording,
                                              guint64               seed,
                                              guint64               t,
                                              gsize                 n_rows,
                                              ChainPlan            *plan);
void            chain_recording_load_factors (const ChainRecording *recording,
                                              ChainWalk            *walk);
void            chain_recording_open_masks   (const ChainRecording *recording,
                                              ChainWalk            *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainRecording, chain_recording_free)

G_END_DECLS
