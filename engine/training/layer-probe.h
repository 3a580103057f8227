/* layer-probe.h: how large the gradient and the update of each layer are, at some of the steps.
 *
 * A step that is looked at is the same as any other; only what it changed is measured.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/history.h"
#include "training/iteration.h"

G_BEGIN_DECLS

typedef struct _ChainLayerProbe ChainLayerProbe;

ChainLayerProbe *chain_layer_probe_new   (ChainIteration  *iteration);
void             chain_layer_probe_free  (ChainLayerProbe *probe);
void             chain_layer_probe_begin (ChainLayerProbe *probe);
void             chain_layer_probe_end   (ChainLayerProbe *probe,
                                          GArray          *probes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLayerProbe, chain_layer_probe_free)

G_END_DECLS
