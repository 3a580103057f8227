/* divergence.h: what to say of an iteration that left the finite numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

G_BEGIN_DECLS

void chain_divergence_set (ChainIteration  *iteration,
                           double           loss,
                           GError         **error);

G_END_DECLS
