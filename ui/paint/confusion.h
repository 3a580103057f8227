/* confusion.h: how often each true class was predicted as each class, and how good that is.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/metrics.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

typedef struct
{
  guint   n;
  GStrv   classes;   /* [n] names */
  gsize  *counts;    /* [n, n]: rows the true class, columns the predicted one */
  double *precision; /* [n]; NaN where it is not defined, as are the next two */
  double *recall;    /* [n] */
  double *f1;        /* [n] */
  double  accuracy;
  double  loss;
  gsize   n_rows;
} ChainConfusion;

typedef struct
{
  guint truth;
  guint guess;
} ChainConfusionCell;

ChainConfusion *chain_confusion_new      (const ChainMetrics       *metrics,
                                          const char *const        *classes);
void            chain_confusion_free     (ChainConfusion           *confusion);
gboolean        chain_confusion_find     (const ChainConfusion     *confusion,
                                          PangoContext             *context,
                                          double                    width,
                                          double                    height,
                                          double                    x,
                                          double                    y,
                                          ChainConfusionCell       *cell);
char           *chain_confusion_describe (const ChainConfusion     *confusion,
                                          const ChainConfusionCell *cell);
char           *chain_confusion_to_csv   (const ChainConfusion     *confusion);
void            chain_confusion_draw     (const ChainConfusion     *confusion,
                                          const ChainConfusionCell *chosen,
                                          const ChainConfusionCell *hover,
                                          cairo_t                  *cr,
                                          PangoContext             *context,
                                          double                    width,
                                          double                    height,
                                          const ChainPalette       *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainConfusion, chain_confusion_free)
