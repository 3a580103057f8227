/* rate-tile.h: one of several short runs: its rate, its loss and what came of it; a click uses it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/rates-chart.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_RATE_TILE (chain_rate_tile_get_type ())
G_DECLARE_FINAL_TYPE (ChainRateTile, chain_rate_tile, CHAIN, RATE_TILE, GtkButton)

GtkWidget *chain_rate_tile_new      (void);
void       chain_rate_tile_show     (ChainRateTile        *tile,
                                     ChainSweep           *sweep,
                                     guint                 cell,
                                     const ChainRatesAxes *axes,
                                     gboolean              best,
                                     gboolean              in_use);
double     chain_rate_tile_get_rate (ChainRateTile        *tile);

G_END_DECLS
