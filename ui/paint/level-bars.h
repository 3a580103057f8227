/* level-bars.h: the levels of a category, a bar for each with its name and count.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

#include <glib.h>

typedef struct
{
  const char *name;
  gsize       count; /* rows in all */
  gsize       dark;  /* of those, drawn darker: the training rows; equal to count where no split */
} ChainLevelBar;

double chain_level_bars_height (PangoContext        *context,
                                guint                n_bars);
void   chain_level_bars_draw   (const ChainLevelBar *bars,
                                guint                n_bars,
                                cairo_t             *cr,
                                PangoContext        *context,
                                double               width,
                                const ChainColor    *color);
