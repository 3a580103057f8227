/* dataset.h: a table made ready for a network: encoded, scaled, split.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/encoder.h"

G_BEGIN_DECLS

/* Rows count from 0 in file order, those left out for a missing value too: these have NaN for
 * numbers and are neither training nor validation rows. A dataset is built once and then only read;
 * it may be shared between threads. */
typedef struct
{
  gatomicrefcount references;
  ChainTable     *table;
  ChainEncoder   *input_encoder;
  ChainEncoder   *target_encoder;
  gsize           n_rows;
  guint           n_inputs;
  guint           n_outputs;
  double         *inputs;          /* [n_rows, n_inputs], row-major */
  double         *targets;         /* [n_rows, n_outputs], row-major */
  guint          *training_rows;   /* ascending */
  gsize           n_training_rows;
  guint          *validation_rows; /* ascending; may be none */
  gsize           n_validation_rows;
  guint8         *dropped;         /* [n_rows] 1 for a row left out; NULL if none is */
  gsize           n_dropped;
  GStrv           classes;         /* the categorical target's levels; NULL for a regression */
} ChainDataset;

ChainDataset *chain_dataset_new   (ChainTable             *table,
                                   const ChainDataOptions *options,
                                   guint                   output_units,
                                   GError                **error);
ChainDataset *chain_dataset_new_like (const ChainDataset   *fitted,
                                      ChainTable           *table,
                                      gboolean              targets,
                                      GError              **error);
ChainDataset *chain_dataset_ref   (ChainDataset           *dataset);
void          chain_dataset_unref (ChainDataset           *dataset);

void          chain_dataset_gather (const ChainDataset *dataset,
                                    const guint        *rows,
                                    gsize               n_rows,
                                    double             *inputs,
                                    double             *targets);
gboolean      chain_dataset_uses   (const ChainDataset *dataset,
                                    gsize               row);
gboolean      chain_names_image_size   (GStrv               names,
                                        guint              *side);
gboolean      chain_dataset_image_size (const ChainDataset *dataset,
                                        guint              *width,
                                        guint              *height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainDataset, chain_dataset_unref)

G_END_DECLS
