/* rates-chart.h: short runs with several learning rates, side by side on common axes.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/sweep.h"
#include "ui/paint/chart.h"

/* What all the charts have in common. */
typedef struct
{
  double updates; /* of a whole run */
  double least;   /* lower end of the loss axis */
  double most;    /* upper end */
} ChainRatesAxes;

void        chain_rates_chart_axes    (ChainSweep           *sweep,
                                       ChainRatesAxes       *axes);
ChainChart *chain_rates_chart_new     (const ChainSweepRun  *run,
                                       const ChainRatesAxes *axes);
char       *chain_rates_chart_result  (ChainSweep           *sweep,
                                       guint                 cell);
void        chain_rates_chart_draw_all (ChainSweep          *sweep,
                                        cairo_t             *cr,
                                        PangoContext        *context,
                                        double               width,
                                        double               height,
                                        const ChainPalette  *palette);
