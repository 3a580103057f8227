/* feature.h: one column of a table and the numbers it becomes.
 *
 * What an encoder is made of; used through it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/encoder.h"

G_BEGIN_DECLS

ChainFeature *chain_feature_new   (const ChainTable   *table,
                                   const char         *name,
                                   ChainEncoding       category,
                                   ChainScaling        scaling,
                                   const guint        *fit_rows,
                                   gsize               n_fit_rows,
                                   GError            **error);
ChainFeature *chain_feature_copy  (const ChainFeature *feature);
void          chain_feature_free  (ChainFeature       *feature);
gboolean      chain_feature_apply (const ChainFeature *feature,
                                   const ChainTable   *table,
                                   const guint        *rows,
                                   gsize               n_rows,
                                   gsize               width,
                                   double             *numbers,
                                   GError            **error);

G_END_DECLS
