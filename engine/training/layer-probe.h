/* layer-probe.h: how large the gradient and the update of each layer are, at some of the steps.
 *
 * A step that is looked at is the same as any other: its update is measured part by part while the
 * numbers are at hand.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/history.h"
#include "training/iteration.h"

G_BEGIN_DECLS

void chain_layer_probe_begin (ChainIteration *iteration);
void chain_layer_probe_end   (ChainIteration *iteration,
                              GArray         *probes);

G_END_DECLS
