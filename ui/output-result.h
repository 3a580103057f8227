/* output-result.h: what is shown of a network's answers, computed on any thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"
#include "ui/paint/confusion.h"
#include "ui/paint/plot.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_OUTPUT_PLANE,     /* answers over two features */
  CHAIN_OUTPUT_CURVE,     /* numbers over one feature */
  CHAIN_OUTPUT_AGREEMENT, /* predicted against true */
  CHAIN_OUTPUT_RESIDUALS,
  CHAIN_OUTPUT_CONFUSION,
  CHAIN_N_OUTPUT_VIEWS,
} ChainOutputView;

/* What is asked for. */
typedef struct
{
  ChainNetwork        *network; /* owned, with its weights */
  ChainTrainingOptions training;
  ChainDataset        *dataset; /* owned */
  ChainOutputView      view;
  gboolean             validation; /* whose rows are measured and listed */
  guint                x, y;       /* features */
  gint64               held;       /* a row whose other features are held; −1: typical ones */
  guint                output;     /* of several numbers that are predicted */
  gboolean             is_filtered;
  ChainConfusionCell   cell;       /* whose rows are listed, if filtered */
} ChainOutputRequest;

typedef struct
{
  guint  row;       /* of the table */
  double truth;     /* a class, or a number in the target's unit */
  double predicted;
  double loss;
} ChainOutputRow;

typedef struct
{
  ChainPlot      *plot;      /* NULL for a confusion matrix */
  ChainConfusion *confusion; /* NULL for a plot */
  GArray         *rows;      /* ChainOutputRow, the largest loss first */
  gsize           n_rows;    /* that fit the filter, listed or not */
  GStrv           classes;   /* NULL for numbers */
  char           *caption;   /* what is held and left out; NULL: nothing */
} ChainOutputResult;

gboolean           chain_output_is_classes   (const ChainDataset         *dataset,
                                              const ChainTrainingOptions *training);
gboolean           chain_output_view_fits    (ChainOutputView             view,
                                              const ChainDataset         *dataset,
                                              const ChainTrainingOptions *training);
ChainOutputView    chain_output_default_view (const ChainDataset         *dataset,
                                              const ChainTrainingOptions *training);
const char        *chain_output_view_title   (ChainOutputView             view,
                                              gboolean                    classes);

void               chain_output_request_free (ChainOutputRequest         *request);
ChainOutputResult *chain_output_result_new   (const ChainOutputRequest   *request,
                                              GCancellable               *cancellable,
                                              GError                    **error);
void               chain_output_result_free  (ChainOutputResult          *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainOutputResult, chain_output_result_free)

G_END_DECLS
