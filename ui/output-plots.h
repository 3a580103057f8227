/* output-plots.h: plots of a network's answers; used by output-result.c alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/output-result.h"

G_BEGIN_DECLS

/* Answers to training and to validation rows; one that is not needed is NULL. */
typedef struct
{
  ChainOutput *of[2];
} ChainOutputs;

typedef ChainPlot *(*ChainOutputPlot) (const ChainOutputRequest *request,
                                       const ChainOutputs       *outputs,
                                       GStrv                     classes,
                                       GCancellable             *cancellable,
                                       GError                  **error);

ChainPlot *chain_output_plot_plane     (const ChainOutputRequest *request,
                                        const ChainOutputs       *outputs,
                                        GStrv                     classes,
                                        GCancellable             *cancellable,
                                        GError                  **error);
ChainPlot *chain_output_plot_curve     (const ChainOutputRequest *request,
                                        const ChainOutputs       *outputs,
                                        GStrv                     classes,
                                        GCancellable             *cancellable,
                                        GError                  **error);
ChainPlot *chain_output_plot_agreement (const ChainOutputRequest *request,
                                        const ChainOutputs       *outputs,
                                        GStrv                     classes,
                                        GCancellable             *cancellable,
                                        GError                  **error);
ChainPlot *chain_output_plot_residuals (const ChainOutputRequest *request,
                                        const ChainOutputs       *outputs,
                                        GStrv                     classes,
                                        GCancellable             *cancellable,
                                        GError                  **error);

double     chain_output_in_unit        (const ChainDataset       *dataset,
                                        guint                     output,
                                        double                    value);

G_END_DECLS
