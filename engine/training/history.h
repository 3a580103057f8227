/* history.h: what a run left behind at every step and every epoch.
 *
 * A long run has more steps than anybody can look at: from CHAIN_HISTORY_ALL_STEPS on, every
 * second is kept, and with each doubling half as many again. Epochs, whose losses are over all
 * steps, are all kept.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_HISTORY_ALL_STEPS (1 << 16)
#define CHAIN_HISTORY_ALL_PROBES (1 << 8)

typedef struct
{
  guint64 step;          /* t of the update, from 0 */
  guint   epoch;         /* from 0 */
  double  learning_rate;
  double  loss;          /* of the step's batch, before its update */
} ChainHistoryStep;

typedef struct
{
  guint   epoch;           /* from 0 */
  guint64 step;            /* of the epoch's last update */
  double  learning_rate;   /* of that update */
  double  loss;            /* mean over the epoch's rows of their batch's loss */
  double  validation_loss; /* after the epoch; NaN without validation rows */
  double  metric;          /* accuracy or R² on the validation rows after the epoch; without any,
                              as in Keras, of the predictions the epoch was trained on; NaN where
                              it is not defined */
  double  penalty;            /* the part of `loss` that regularisation is, over the steps made since
                                 the epoch began or was gone on with; 0 without it */
  double  validation_penalty; /* likewise of `validation_loss` */
} ChainHistoryEpoch;

/* A layer at one of the steps that are looked at: all of the first, then fewer and fewer. */
typedef struct
{
  guint64 step;          /* t of the update, from 0 */
  guint   layer;         /* from 1 */
  double  gradient_norm; /* ‖∂L/∂(W, b)‖₂ */
  double  update_ratio;  /* ‖ΔW‖₂ / ‖W‖₂; not finite where W is 0 */
} ChainHistoryProbe;

typedef struct
{
  GArray *steps;   /* ChainHistoryStep: those that were kept */
  GArray *epochs;  /* ChainHistoryEpoch */
  GArray *probes;  /* ChainHistoryProbe: all layers of a step, then those of the next */
  guint64 n_steps; /* made, kept or not */
} ChainHistory;

ChainHistory *chain_history_new  (void);
ChainHistory *chain_history_copy (const ChainHistory *history);
void          chain_history_free (ChainHistory       *history);
guint64       chain_history_stride (guint64              step);
guint64       chain_history_probe_stride
                                (guint64              step);
gboolean      chain_history_save (const ChainHistory *history,
                                  gboolean            each_step,
                                  gboolean            validation,
                                  const char         *path,
                                  GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainHistory, chain_history_free)

G_END_DECLS
