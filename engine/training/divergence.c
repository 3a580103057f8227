/* divergence.c: what to say of an iteration that left the finite numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/divergence.h"

#include "base/error.h"

#include <math.h>

/* What became of the loss, and where it began unless that is the loss itself. */
static char *
divergence_words (ChainIteration *iteration, double loss)
{
  g_autofree char *first = chain_iteration_first_bad (iteration);
  const char      *what = "a weight left the range of numbers";

  if (isnan (loss))
    what = "the loss became NaN";
  else if (isinf (loss))
    what = "the loss became infinite";
  if (first == NULL || g_str_equal (first, "the loss"))
    return g_strdup (what);
  return g_strdup_printf ("%s; %s left the range of numbers first", what, first);
}

/**
 * chain_divergence_set:
 * @iteration: one whose last run did not count (chain_iteration_run_with())
 * @loss: what it returned
 * @error: set to %CHAIN_ERROR_DIVERGED: where it was, counted from 1 as people do, which layer's
 *   values left the range first, and what to try
 */
void
chain_divergence_set (ChainIteration *iteration, double loss, GError **error)
{
  const guint64    t = iteration->t;
  g_autofree char *what = divergence_words (iteration, loss);

  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED,
               "training stopped at iteration %" G_GUINT64_FORMAT " (epoch %" G_GUINT64_FORMAT
               "): %s. Try a smaller learning rate; the weights before that iteration are kept",
               t + 1, t / chain_batches_per_epoch (iteration->batches) + 1, what);
}
