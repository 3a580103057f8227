/* sweep-picture.h: a sweep over two settings as a grid of coloured cells.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/sweep.h"
#include "ui/paint/palette.h"

#include <pango/pangocairo.h>

typedef struct
{
  char           *x_title;
  char           *y_title;
  char           *loss_title;
  GStrv           x_labels; /* [columns] */
  GStrv           y_labels; /* [rows], from the bottom to the top */
  guint           columns;
  guint           rows;
  ChainSweepCell *cells;    /* [rows, columns] */
  double         *losses;   /* [rows, columns]; NaN where there is none */
  guint           seeds;
  gboolean        validates;
  gboolean        classes;  /* the metric is accuracy, rather than R² */
  int             best;     /* a cell; -1: none yet */
  int             in_use;   /* the cell of the project's settings; -1: it has none */
} ChainSweepPicture;

/* Where the cells lie, pixels. */
typedef struct
{
  double left, top, width, height;
} ChainSweepFrame;

ChainSweepPicture *chain_sweep_picture_new      (ChainSweep                 *sweep,
                                                 const ChainNetwork         *network,
                                                 const ChainTrainingOptions *training);
void               chain_sweep_picture_free     (ChainSweepPicture          *picture);
void               chain_sweep_picture_frame    (const ChainSweepPicture    *picture,
                                                 PangoContext               *context,
                                                 double                      width,
                                                 double                      height,
                                                 ChainSweepFrame            *frame);
int                chain_sweep_picture_cell_at  (const ChainSweepPicture    *picture,
                                                 const ChainSweepFrame      *frame,
                                                 double                      x,
                                                 double                      y);
char              *chain_sweep_picture_describe (const ChainSweepPicture    *picture,
                                                 int                         cell);
void               chain_sweep_picture_draw     (const ChainSweepPicture    *picture,
                                                 cairo_t                    *cr,
                                                 PangoContext               *context,
                                                 double                      width,
                                                 double                      height,
                                                 const ChainPalette         *palette,
                                                 int                         pointed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSweepPicture, chain_sweep_picture_free)
