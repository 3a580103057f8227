/* feature.h: one column of a table and the numbers it becomes.
 *
 * What an encoder is made of; used through it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/encoder.h"

G_BEGIN_DECLS

/* How the values of a column are seen by a feature: a number as it is, a category as the place of
 * the level or as the number its text says. */
typedef struct
{
  const ChainColumn *column;
  ChainColumn       *owned;  /* numbers that had to be made a category; else NULL */
  double            *levels; /* [levels of column] NaN for one the feature does not know */
} ChainFeatureReader;

ChainFeature *chain_feature_new   (const ChainTable       *table,
                                   const ChainFeaturePlan *plan,
                                   const guint            *fit_rows,
                                   gsize                   n_fit_rows,
                                   GError                **error);
ChainFeature *chain_feature_copy  (const ChainFeature *feature);
void          chain_feature_free  (ChainFeature       *feature);
gboolean      chain_feature_apply (const ChainFeature *feature,
                                   const ChainTable   *table,
                                   const guint        *rows,
                                   gsize               n_rows,
                                   gsize               width,
                                   double             *numbers,
                                   GError            **error);

const ChainColumn *chain_feature_column       (const ChainTable   *table,
                                               const char         *name,
                                               GError            **error);
void               chain_feature_reader_init  (ChainFeatureReader *reader,
                                               const ChainFeature *feature,
                                               const ChainColumn  *column,
                                               gsize               n_rows);
void               chain_feature_reader_clear (ChainFeatureReader *reader);
gboolean           chain_feature_reader_get   (const ChainFeatureReader *reader,
                                               gsize                     row,
                                               double                   *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainFeatureReader, chain_feature_reader_clear)

G_END_DECLS
