/* sample-shapes.h: data sets made up from chance, for trying a network out.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/random.h"

G_BEGIN_DECLS

/* One made-up row. */
typedef struct
{
  double x1;
  double x2;
  double y; /* a number, or above 0 for the first class and below for the second */
} ChainPoint;

/* Makes row @index of @n_rows. */
typedef ChainPoint (*ChainSampleShape) (guint index, guint n_rows, double noise, ChainRandom *random);

ChainPoint chain_shape_circle      (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_xor         (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_gauss       (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_spiral      (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_two_moons   (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_plane       (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);
ChainPoint chain_shape_multi_gauss (guint        index,
                                    guint        n_rows,
                                    double       noise,
                                    ChainRandom *random);

G_END_DECLS
