/* dataset.h: a table made ready for a network: encoded, scaled, split.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/encoder.h"

G_BEGIN_DECLS

/* What a project says about its data. */
typedef struct
{
  GStrv        features;
  GStrv        targets;
  ChainScaling scaling;
  gboolean     scale_targets;       /* numeric targets too */
  double       validation_fraction; /* 0 to below 1, of the rows */
  guint64      split_seed;
} ChainDataOptions;

void     chain_data_options_clear (ChainDataOptions       *options);
void     chain_data_options_copy  (const ChainDataOptions *options,
                                   ChainDataOptions       *copy);

gboolean chain_data_options_equal (const ChainDataOptions *one,
                                   const ChainDataOptions *other);

/* Rows count from 0 in file order. A dataset is built once and then only read;
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
  GStrv           classes;         /* the categorical target's levels; NULL for a regression */
} ChainDataset;

ChainDataset *chain_dataset_new   (ChainTable             *table,
                                   const ChainDataOptions *options,
                                   guint                   output_units,
                                   GError                **error);
ChainDataset *chain_dataset_ref   (ChainDataset           *dataset);
void          chain_dataset_unref (ChainDataset           *dataset);

void          chain_dataset_gather (const ChainDataset *dataset,
                                    const guint        *rows,
                                    gsize               n_rows,
                                    double             *inputs,
                                    double             *targets);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainDataOptions, chain_data_options_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainDataset, chain_dataset_unref)

G_END_DECLS
