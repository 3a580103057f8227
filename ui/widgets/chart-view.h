/* chart-view.h: shows a chart; hovering reads its values, clicking picks an x.
 *
 * Signal "picked" (double x): the user clicked the plotting area at x. Only when pickable.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_CHART_VIEW (chain_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainChartView, chain_chart_view, CHAIN, CHART_VIEW, GtkWidget)

GtkWidget *chain_chart_view_new          (void);
void       chain_chart_view_take_chart   (ChainChartView *view,
                                          ChainChart     *chart);
void       chain_chart_view_set_pickable (ChainChartView *view,
                                          gboolean        pickable);

G_END_DECLS
