/* sample-shapes.c: data sets made up from chance, for trying a network out.
 *
 * The shapes, their sizes and what noise does to them are those of TensorFlow Playground
 * (Smilkov and Carter, 2016), and for two moons those of scikit-learn's make_moons. The rows of a
 * shape of two halves come class by class.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/sample-shapes.h"

#include <math.h>

#define RADIUS 5.0          /* of the classes' shapes */
#define SQUARE 6.0          /* half the side of the square the regressions are over */
#define GAP 0.3             /* between the quarters of xor */
#define GAUSS_CENTRE 2.0
#define SPIRAL_TURNS 1.75

static gboolean
in_first_half (guint index, guint n_rows)
{
  return index < (n_rows + 1) / 2;
}

/* Where a row stands in its half, and how many there are. */
static double
share_of_half (guint index, guint n_rows, guint less)
{
  const guint first = (n_rows + 1) / 2;
  const guint place = in_first_half (index, n_rows) ? index : index - first;
  const guint size = in_first_half (index, n_rows) ? first : n_rows - first;

  return size > less ? (double) place / (size - less) : 0;
}

/* Noise moves the point that is looked at, not the point that is kept. */
static double
shifted (double value, double reach, double noise, ChainRandom *random)
{
  return value + chain_random_uniform (random, -reach, reach) * noise;
}

/**
 * chain_shape_circle:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * A disc, and a ring around it.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_circle (guint index, guint n_rows, double noise, ChainRandom *random)
{
  const gboolean inside = in_first_half (index, n_rows);
  const double   r = inside ? chain_random_uniform (random, 0, RADIUS / 2)
                            : chain_random_uniform (random, RADIUS * 0.7, RADIUS);
  const double   angle = chain_random_uniform (random, 0, 2 * G_PI);
  ChainPoint     point = { r * sin (angle), r * cos (angle), 0 };
  const double   x1 = shifted (point.x1, RADIUS, noise, random);
  const double   x2 = shifted (point.x2, RADIUS, noise, random);

  point.y = hypot (x1, x2) < RADIUS / 2 ? 1 : -1;
  return point;
}

static double
off_the_axis (ChainRandom *random)
{
  const double value = chain_random_uniform (random, -RADIUS, RADIUS);

  return value > 0 ? value + GAP : value - GAP;
}

/**
 * chain_shape_xor:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * Four quarters; those that touch at the corner alone are of one class.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_xor (guint index, guint n_rows, double noise, ChainRandom *random)
{
  ChainPoint   point = { .x1 = off_the_axis (random) };
  double       x1;
  double       x2;

  point.x2 = off_the_axis (random);
  x1 = shifted (point.x1, RADIUS, noise, random);
  x2 = shifted (point.x2, RADIUS, noise, random);
  point.y = x1 * x2 >= 0 ? 1 : -1;
  return point;
}

/**
 * chain_shape_gauss:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * Two clouds, with a variance of 0.5 without noise and of 4 with the most.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_gauss (guint index, guint n_rows, double noise, ChainRandom *random)
{
  const double sign = in_first_half (index, n_rows) ? 1 : -1;
  const double deviation = sqrt (0.5 + 7 * noise);
  ChainPoint   point = { .y = sign };

  point.x1 = sign * GAUSS_CENTRE + deviation * chain_random_normal (random);
  point.x2 = sign * GAUSS_CENTRE + deviation * chain_random_normal (random);
  return point;
}

/**
 * chain_shape_spiral:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * Two arms that wind around each other.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_spiral (guint index, guint n_rows, double noise, ChainRandom *random)
{
  const gboolean first = in_first_half (index, n_rows);
  const double   share = share_of_half (index, n_rows, 0);
  const double   r = share * RADIUS;
  const double   angle = SPIRAL_TURNS * share * 2 * G_PI + (first ? 0 : G_PI);
  ChainPoint     point = { .y = first ? 1 : -1 };

  point.x1 = shifted (r * sin (angle), 1, noise, random);
  point.x2 = shifted (r * cos (angle), 1, noise, random);
  return point;
}

/**
 * chain_shape_two_moons:
 * @index: which row
 * @n_rows: of how many
 * @noise: standard deviation of what is added to each coordinate
 * @random: where chance comes from
 *
 * Two half circles that reach into each other.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_two_moons (guint index, guint n_rows, double noise, ChainRandom *random)
{
  const gboolean first = in_first_half (index, n_rows);
  const double   angle = G_PI * share_of_half (index, n_rows, 1);
  ChainPoint     point = { .y = first ? 1 : -1 };

  point.x1 = (first ? cos (angle) : 1 - cos (angle)) + noise * chain_random_normal (random);
  point.x2 = (first ? sin (angle) : 0.5 - sin (angle)) + noise * chain_random_normal (random);
  return point;
}

static ChainPoint
in_square (ChainRandom *random)
{
  ChainPoint point = { .x1 = chain_random_uniform (random, -SQUARE, SQUARE) };

  point.x2 = chain_random_uniform (random, -SQUARE, SQUARE);
  return point;
}

/**
 * chain_shape_plane:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * A number that grows evenly: y = (x1 + x2) / 10.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_plane (guint index, guint n_rows, double noise, ChainRandom *random)
{
  ChainPoint   point = in_square (random);
  const double x1 = shifted (point.x1, SQUARE, noise, random);
  const double x2 = shifted (point.x2, SQUARE, noise, random);

  point.y = (x1 + x2) / 10;
  return point;
}

/**
 * chain_shape_multi_gauss:
 * @index: which row
 * @n_rows: of how many
 * @noise: 0 to 0.5
 * @random: where chance comes from
 *
 * Six peaks and dips, each falling to 0 at a distance of 2.
 *
 * Returns: the row
 */
ChainPoint
chain_shape_multi_gauss (guint index, guint n_rows, double noise, ChainRandom *random)
{
  static const double peaks[6][3] = {
    { -4, 2.5, 1 },   { 0, 2.5, -1 }, { 4, 2.5, 1 }, //
    { -4, -2.5, -1 }, { 0, -2.5, 1 }, { 4, -2.5, -1 },
  };
  ChainPoint   point = in_square (random);
  const double x1 = shifted (point.x1, SQUARE, noise, random);
  const double x2 = shifted (point.x2, SQUARE, noise, random);

  for (gsize i = 0; i < G_N_ELEMENTS (peaks); i++)
    {
      const double distance = hypot (x1 - peaks[i][0], x2 - peaks[i][1]);
      const double height = 1 - fmin (distance / 2, 1);

      if (height > fabs (point.y))
        point.y = peaks[i][2] * height;
    }
  return point;
}
