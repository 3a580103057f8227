/* plot-view.h: shows a plot; the pointer and the arrow keys read it, a click picks a row.
 *
 * A plot that can be zoomed is zoomed by the wheel or + and −, moved by dragging, and shown whole
 * again by a double click or 0.
 *
 * Signals: "row-activated" (guint row of the table), "range-changed" after zooming or moving, with
 * the axes of the plot as they are then, "range-reset".
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/plot.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_PLOT_VIEW (chain_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (ChainPlotView, chain_plot_view, CHAIN, PLOT_VIEW, GtkWidget)

GtkWidget       *chain_plot_view_new           (void);
void             chain_plot_view_set_title     (ChainPlotView *view,
                                                const char    *title);
void             chain_plot_view_set_zoomable  (ChainPlotView *view,
                                                gboolean       zoomable);
void             chain_plot_view_take_plot     (ChainPlotView *view,
                                                ChainPlot     *plot);
const ChainPlot *chain_plot_view_get_plot      (ChainPlotView *view);

G_END_DECLS
