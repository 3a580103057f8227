/* matrix-drawing.h: a matrix as coloured cells, with its numbers where they fit.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/tensor.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define CHAIN_NO_CELL ((gsize) -1)

/* What to draw. */
typedef struct
{
  const ChainTensor *values;
  gsize              n_known; /* of the values, row by row; the rest is left empty */
  double             scale;   /* the magnitude that has the full colour; more than 0 */
  gsize              marked_row;    /* CHAIN_NO_CELL: none */
  gsize              marked_column; /* CHAIN_NO_CELL: the whole row */
} ChainMatrixPicture;

double   chain_matrix_height  (const ChainTensor        *values,
                               PangoContext             *context,
                               double                    width);
void     chain_matrix_draw    (const ChainMatrixPicture *picture,
                               cairo_t                  *cr,
                               PangoContext             *context,
                               const ChainPalette       *palette,
                               double                    width,
                               double                    height);
gboolean chain_matrix_cell_at (const ChainTensor        *values,
                               double                    width,
                               double                    height,
                               double                    x,
                               double                    y,
                               gsize                    *row,
                               gsize                    *column);

G_END_DECLS
