/* stop-rules.h: when a run has got where it was to get, or gets nowhere.
 *
 * Early stopping, which judges by validation rows, is a matter of its own.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a project asks for; losses are those of an epoch's training rows. */
typedef struct
{
  gboolean at_target;
  double   target_loss;    /* the run ends with an epoch of at most this loss */
  gboolean on_plateau;
  guint    plateau_epochs; /* at least 1: the run ends when it has not changed in so many … */
  double   plateau_change; /* … by more than this share of itself; at least 0 */
} ChainStopOptions;

/* Where a run stands. */
typedef struct
{
  double loss;   /* that later ones are compared with; NaN before the first epoch */
  guint  waited; /* epochs since */
} ChainPlateau;

void  chain_stop_options_init (ChainStopOptions       *options);
void  chain_plateau_init      (ChainPlateau           *plateau);
char *chain_stop_rules_judge  (const ChainStopOptions *options,
                               ChainPlateau           *plateau,
                               guint                   epoch,
                               double                  loss);

G_END_DECLS
