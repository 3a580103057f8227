/* metrics.h: how good predictions are, beyond the loss.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize  n_rows;
  double loss;

  /* Classes (n_classes > 0): a softmax's largest output, or one sigmoid at least 1/2. */
  guint   n_classes;
  gsize  *confusion; /* [n_classes, n_classes]: rows the true class, columns the predicted one */
  double  accuracy;
  double *precision; /* [n_classes]; NaN of a class that was never predicted */
  double *recall;    /* [n_classes]; NaN of a class without rows */

  /* Numbers (n_classes == 0), over all outputs. */
  double rmse;
  double mae;
  double r2; /* NaN where the targets do not vary */
} ChainMetrics;

ChainMetrics *chain_metrics_new  (const double *predictions,
                                  const double *targets,
                                  gsize         n_rows,
                                  guint         n_outputs,
                                  gboolean      classes,
                                  double        loss);
void          chain_metrics_free (ChainMetrics *metrics);
double        chain_metrics_accuracy   (const double *predictions,
                                        const double *targets,
                                        gsize         n_rows,
                                        guint         n_outputs);
double        chain_metrics_r2         (const double *predictions,
                                        const double *targets,
                                        gsize         n,
                                        double        deviations);
double        chain_metrics_deviations (const double *targets,
                                        gsize         n_rows,
                                        guint         n_outputs);
guint         chain_metrics_class (const double *output,
                                   guint         n_outputs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainMetrics, chain_metrics_free)

G_END_DECLS
