/* metrics-text.h: how good predictions are, as text and as JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "app/document.h"

G_BEGIN_DECLS

ChainMetrics *chain_metrics_of_rows (const ChainDocument *document,
                                     const ChainDataset  *dataset,
                                     const guint         *rows,
                                     gsize                n_rows,
                                     GError             **error);
void          chain_metrics_print   (const ChainDocument *document,
                                     const char          *title,
                                     const ChainMetrics  *metrics);
void          chain_metrics_write   (const ChainDocument *document,
                                     ChainJsonWriter     *writer,
                                     const char          *key,
                                     const ChainMetrics  *metrics);

G_END_DECLS
