/* shapes.h: outlines that several drawings share.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

void chain_rounded_rectangle (cairo_t *cr,
                              double   x,
                              double   y,
                              double   width,
                              double   height,
                              double   radius);

G_END_DECLS
