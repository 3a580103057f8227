/* stop-rules.c: when a run has got where it was to get, or gets nowhere.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/stop-rules.h"

#include "base/number.h"

#include <math.h>

#define DIGITS 6

/**
 * chain_stop_options_init:
 * @options: (out caller-allocates): nothing is asked for; once it is, a loss of 0.01, or twenty
 *   epochs within a thousandth
 */
void
chain_stop_options_init (ChainStopOptions *options)
{
  *options = (ChainStopOptions){ .target_loss = 0.01, .plateau_epochs = 20, .plateau_change = 0.001 };
}

/**
 * chain_plateau_init:
 * @plateau: (out caller-allocates): a run without epochs
 */
void
chain_plateau_init (ChainPlateau *plateau)
{
  *plateau = (ChainPlateau){ .loss = NAN };
}

/**
 * chain_stop_rules_judge:
 * @options: what is asked for
 * @plateau: where the run stands
 * @epoch: number of the epoch that is done, from 1
 * @loss: of this epoch
 *
 * A loss that differs from the one compared with by more than its share takes its place, and the
 * wait begins anew.
 *
 * Returns: (transfer full) (nullable): why the run ends: "stopped after epoch 41: the loss 0.0099
 *   has reached the target 0.01"; %NULL if it goes on
 */
char *
chain_stop_rules_judge (const ChainStopOptions *options,
                        ChainPlateau           *plateau,
                        guint                   epoch,
                        double                  loss)
{
  const gboolean same = fabs (loss - plateau->loss) <= options->plateau_change * fabs (plateau->loss);
  char           one[CHAIN_NUMBER_SIZE], other[CHAIN_NUMBER_SIZE];

  plateau->waited = same ? plateau->waited + 1 : 0;
  if (!same)
    plateau->loss = loss;
  if (options->at_target && loss <= options->target_loss)
    return g_strdup_printf ("stopped after epoch %u: the loss %s has reached the target %s", epoch,
                            chain_number_show (loss, DIGITS, one),
                            chain_number_show (options->target_loss, DIGITS, other));
  if (options->on_plateau && plateau->waited >= options->plateau_epochs)
    return g_strdup_printf ("stopped after epoch %u: in %u epoch%s the loss stayed within %s %% of %s",
                            epoch, plateau->waited, plateau->waited == 1 ? "" : "s",
                            chain_number_show (100 * options->plateau_change, DIGITS, one),
                            chain_number_show (plateau->loss, DIGITS, other));
  return NULL;
}
