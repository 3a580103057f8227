/* chart-view.h: shows a chart; hovering reads its values, clicking picks an x.
 *
 * A zoomable one goes nearer with the wheel, + and −, moves along with a drag, or Shift and the
 * arrow keys, and shows all again after a double click or 0. The arrow keys alone move what is
 * read, which is the accessible description as well.
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
void       chain_chart_view_set_zoomable (ChainChartView *view,
                                          gboolean        zoomable);
void       chain_chart_view_draw         (ChainChartView *view,
                                          cairo_t        *cr,
                                          PangoContext   *context,
                                          double          width,
                                          double          height);

G_END_DECLS
