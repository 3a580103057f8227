/* contours.c: lines and bands of equal height against planes and circles that are known.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/contours.h"

#include <math.h>

#define SIZE 41

/* x² + y² around the middle of the grid, in units of it. */
static double *
new_bowl (void)
{
  double *values = g_new (double, SIZE * SIZE);

  for (guint row = 0; row < SIZE; row++)
    for (guint column = 0; column < SIZE; column++)
      values[row * SIZE + column] = pow (column - 20.0, 2) + pow (row - 20.0, 2);
  return values;
}

static void
test_circle (void)
{
  g_autofree double    *values = new_bowl ();
  g_autoptr (GPtrArray) contours = chain_contours_new (values, SIZE, SIZE, 100.5);
  const ChainContour   *contour;
  double                length = 0;

  g_assert_cmpuint (contours->len, ==, 1);
  contour = contours->pdata[0];
  g_assert_true (contour->closed);
  for (guint i = 0; i < contour->points->len; i++)
    {
      const ChainContourPoint *at = &g_array_index (contour->points, ChainContourPoint, i);
      const ChainContourPoint *next = &g_array_index (contour->points, ChainContourPoint,
                                                      (i + 1) % contour->points->len);

      g_assert_cmpfloat_with_epsilon (hypot (at->x - 20, at->y - 20), sqrt (100.5), 0.02);
      length += hypot (next->x - at->x, next->y - at->y);
    }
  g_assert_cmpfloat_with_epsilon (length, 2 * G_PI * sqrt (100.5), 0.3);
}

/* A line that ends at the rim is open, with both ends there. */
static void
test_open (void)
{
  const double          values[] = { 0, 1, 2, /**/ 0, 1, 2, /**/ 0, 1, 2 };
  g_autoptr (GPtrArray) contours = chain_contours_new (values, 3, 3, 1.25);
  const ChainContour   *contour = contours->pdata[0];

  g_assert_cmpuint (contours->len, ==, 1);
  g_assert_false (contour->closed);
  g_assert_cmpuint (contour->points->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (g_array_index (contour->points, ChainContourPoint, i).x, ==, 1.25);
      g_assert_cmpfloat (g_array_index (contour->points, ChainContourPoint, i).y, ==, i);
    }
}

/* Four edges crossed: the middle tells which two lines there are. */
static void
test_saddle (void)
{
  const double low[] = { 1, 0, /**/ 0, 1.2 }, high[] = { 1, 0.8, /**/ 0.7, 1.2 };
  const double *const values[] = { low, high };
  const double        levels[] = { 0.7, 0.85 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) contours = chain_contours_new (values[i], 2, 2, levels[i]);

      g_assert_cmpuint (contours->len, ==, 2);
      for (guint j = 0; j < 2; j++)
        {
          const ChainContour      *contour = contours->pdata[j];
          const ChainContourPoint *a = &g_array_index (contour->points, ChainContourPoint, 0);
          const ChainContourPoint *b = &g_array_index (contour->points, ChainContourPoint, 1);

          g_assert_cmpuint (contour->points->len, ==, 2);
          /* Around a lone high corner, or around a lone low one. */
          if (i == 0)
            g_assert_true ((a->x - a->y) * (b->x - b->y) < 0);
          else
            g_assert_true ((a->x + a->y - 1) * (b->x + b->y - 1) < 0);
        }
    }
}

/* What overflowed is high, and nothing is drawn where all is. */
static void
test_not_finite (void)
{
  const double          values[] = { 1, INFINITY, /**/ 1, NAN };
  const double          all[] = { INFINITY, NAN, /**/ INFINITY, NAN };
  g_autoptr (GPtrArray) contours = chain_contours_new (values, 2, 2, 5);
  g_autoptr (GPtrArray) none = chain_contours_new (all, 2, 2, 5);
  g_autoptr (GArray)    levels = chain_contour_levels (all, 4, 10);
  const ChainContour   *contour = contours->pdata[0];

  g_assert_cmpuint (contours->len, ==, 1);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (levels->len, ==, 0);
  for (guint i = 0; i < contour->points->len; i++)
    g_assert_true (isfinite (g_array_index (contour->points, ChainContourPoint, i).x));
}

/* The share of pixels above a level is that of the area outside a circle. */
static void
test_bands (void)
{
  g_autofree double *values = new_bowl ();
  cairo_surface_t   *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 400, 400);
  cairo_t           *cr = cairo_create (surface);
  const guchar      *pixels;
  double             sum = 0;

  cairo_scale (cr, 10, 10);
  chain_contour_above (cr, values, SIZE, SIZE, 225);
  cairo_fill (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  for (guint y = 0; y < 400; y++)
    for (guint x = 0; x < 400; x++)
      sum += pixels[y * (guint) cairo_image_surface_get_stride (surface) + x] / 255.0;
  g_assert_cmpfloat_with_epsilon (sum / 160000, 1 - G_PI * 225 / 1600, 0.002);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static const struct
{
  double least, largest;
  double first, last;
} spans[] = {
  { 1, 11.5, 2, 10 },
  { -5, 5.5, -4, 4 },
  { 0.5, 5000, 1, 2000 },
};

static void
test_levels (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      double             values[1000];
      g_autoptr (GArray) levels = NULL;

      for (guint j = 0; j < 1000; j++)
        values[j] = i < 2 ? spans[i].least + (spans[i].largest - spans[i].least) * j / 999
                          : spans[i].least * pow (spans[i].largest / spans[i].least, j / 999.0);
      levels = chain_contour_levels (values, 1000, 14);
      g_assert_cmpuint (levels->len, >=, 5);
      g_assert_cmpuint (levels->len, <=, 14);
      g_assert_cmpfloat_with_epsilon (g_array_index (levels, double, 0), spans[i].first, 1e-9);
      g_assert_cmpfloat_with_epsilon (g_array_index (levels, double, levels->len - 1),
                                      spans[i].last, 1e-9);
      for (guint j = 1; j < levels->len; j++)
        g_assert_cmpfloat (g_array_index (levels, double, j), >,
                           g_array_index (levels, double, j - 1));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/contours/circle", test_circle);
  g_test_add_func ("/paint/contours/open", test_open);
  g_test_add_func ("/paint/contours/saddle", test_saddle);
  g_test_add_func ("/paint/contours/not-finite", test_not_finite);
  g_test_add_func ("/paint/contours/bands", test_bands);
  g_test_add_func ("/paint/contours/levels", test_levels);
  return g_test_run ();
}
