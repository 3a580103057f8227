/* chart-menu.h: a small menu that saves and copies what a chart shows: as a picture (SVG, PDF or
 * PNG, by the ending of the file's name) and as numbers (CSV).
 *
 * Any widget with a Cairo drawing takes one: chain_chart_menu_new() and then
 * chain_chart_menu_set_source(), with what draws the picture into any size and what writes the
 * numbers. The picture gets the size of the widget `of`. Put it in a row of controls, or over a
 * corner of the chart in a GtkOverlay. Errors are shown by the window ("win.show-error").
 *
 *   chain_chart_menu_set_source (menu, &(ChainChartSource){
 *     .title = "loss", .of = GTK_WIDGET (chart), .draw = draw, .csv = csv, .data = self });
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/picture-file.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer full): the numbers as CSV with a header row */
typedef char *(*ChainChartCsv) (gpointer data);

typedef struct
{
  const char      *title; /* of the file, without ending; copied */
  GtkWidget       *of;    /* (nullable): the picture gets its size; not owned, outlives the menu */
  ChainPictureDraw draw;  /* in colours for paper: chain_palette_light */
  ChainChartCsv    csv;   /* NULL: there are no numbers to save */
  gpointer         data;  /* of both */
} ChainChartSource;

#define CHAIN_TYPE_CHART_MENU (chain_chart_menu_get_type ())
G_DECLARE_FINAL_TYPE (ChainChartMenu, chain_chart_menu, CHAIN, CHART_MENU, GtkWidget)

GtkWidget *chain_chart_menu_new        (void);
void       chain_chart_menu_set_source (ChainChartMenu         *menu,
                                        const ChainChartSource *source);
gboolean   chain_chart_menu_save       (ChainChartMenu         *menu,
                                        const char             *path,
                                        GError                **error);

G_END_DECLS
