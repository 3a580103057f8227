/* evaluation.h: what a network says about given rows: forward only, nothing is changed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"
#include "model/recording.h"
#include "training/metrics.h"

G_BEGIN_DECLS

ChainMetrics *chain_evaluate         (const ChainNetwork   *network,
                                      const ChainOp        *loss,
                                      const double         *loss_parameters,
                                      const ChainDataset   *dataset,
                                      const guint          *rows,
                                      gsize                 n_rows,
                                      double               *predictions,
                                      GError              **error);
gboolean      chain_evaluate_fits    (const ChainNetwork   *network,
                                      const ChainDataset   *dataset,
                                      GError              **error);
gboolean      chain_evaluate_classes (const ChainDataset   *dataset,
                                      const ChainOp        *loss);
gsize         chain_evaluate_chunk   (const ChainDataset   *dataset,
                                      gsize                 at_least);
void          chain_evaluate_targets (const ChainDataset   *dataset,
                                      const guint          *rows,
                                      gsize                 n_rows,
                                      double               *targets);

G_END_DECLS
