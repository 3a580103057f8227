/* output.h: what a network says of rows, each with its own loss, and over a plane of its inputs.
 *
 * Forward passes on the compiled plan, a batch at a time, for worker threads: all can be cancelled.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"
#include "training/metrics.h"
#include "training/options.h"

#include "model/network.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gsize         n_rows;
  guint         n_outputs;
  guint        *rows;        /* [n_rows] of the dataset */
  double       *predictions; /* [n_rows, n_outputs] ŷ, as the dataset encodes targets */
  double       *losses;      /* [n_rows] of one row alone, without penalties */
  guint        *truth;       /* [n_rows] classes; NULL where the targets are numbers */
  guint        *guess;       /* [n_rows] the classes predicted; NULL likewise */
  ChainMetrics *metrics;     /* its loss is the mean of the losses */
} ChainOutput;

ChainOutput *chain_output_new   (const ChainNetwork         *network,
                                 const ChainTrainingOptions *options,
                                 const ChainDataset         *dataset,
                                 const guint                *rows,
                                 gsize                       n_rows,
                                 GCancellable               *cancellable,
                                 GError                    **error);
void         chain_output_free  (ChainOutput                *output);
guint       *chain_output_worst (const ChainOutput          *output,
                                 guint                      *n);

double      *chain_output_predict (const ChainNetwork         *network,
                                   const ChainTrainingOptions *options,
                                   const double               *inputs,
                                   gsize                       n_rows,
                                   GCancellable               *cancellable,
                                   GError                    **error);

/* A feature along an axis: a number as the table has it, or the place of a level. */
typedef struct
{
  guint  feature; /* of the input encoder */
  double from;
  double to;
} ChainInputAxis;

double  chain_input_read    (const ChainFeature         *feature,
                             const double               *inputs);
void    chain_input_write   (const ChainFeature         *feature,
                             double                      value,
                             double                     *inputs);
void    chain_input_axis    (const ChainDataset         *dataset,
                             guint                       feature,
                             ChainInputAxis             *axis);
double *chain_input_typical (const ChainDataset         *dataset);
double *chain_input_plane   (const ChainDataset         *dataset,
                             const double               *held,
                             const ChainInputAxis       *x,
                             const ChainInputAxis       *y,
                             guint                       columns,
                             guint                       rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainOutput, chain_output_free)

G_END_DECLS
