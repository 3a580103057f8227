/* curve-raster.c: tests that the quick curves are those that Cairo draws.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/curve-raster.h"

#include <math.h>
#include <string.h>

#define WIDTH 300
#define HEIGHT 200

static const struct
{
  double x0, y0, x1, y1;
  double width;
} curves[] = {
  { 20, 100, 280, 100, 1 },    { 20, 100, 280, 100.5, 3 }, { 20, 40, 280, 160, 1 },
  { 20, 40, 280, 160, 4.5 },   { 20, 10, 280, 190, 1 },    { 140, 10, 170, 190, 2 },
  { 140, 190, 170, 10, 1 },    { 30.3, 60.7, 200.6, 20, 2 }, { -50, -30, 350, 260, 3 },
};

static cairo_surface_t *
draw_with_cairo (guint i)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  const double middle = (curves[i].x0 + curves[i].x1) / 2;

  cairo_move_to (cr, curves[i].x0, curves[i].y0);
  cairo_curve_to (cr, middle, curves[i].y0, middle, curves[i].y1, curves[i].x1, curves[i].y1);
  cairo_set_source_rgba (cr, 0.2, 0.4, 0.8, 0.6);
  cairo_set_line_width (cr, curves[i].width);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static ChainCurveRaster *
raster_of (guint i)
{
  ChainCurveRaster *raster = chain_curve_raster_new (WIDTH, HEIGHT);
  ChainRasterFan *fan = chain_curve_raster_add_fan (raster, curves[i].x0, curves[i].x1);
  const ChainRasterCurve curve = { (float) curves[i].y0, (float) curves[i].y1, 0 };

  raster->styles[0].width = (float) curves[i].width;
  raster->styles[0].color = (ChainColor) { 0.2, 0.4, 0.8, 0.6 };
  g_array_append_val (fan->curves, curve);
  return raster;
}

/* The same ink, and where it is: no pixel far off, and on the whole nearly none. */
static void
test_like_cairo (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      g_autoptr (ChainCurveRaster) raster = raster_of (i);
      g_autofree guchar *pixels = chain_curve_raster_draw (raster, 1, NULL);
      cairo_surface_t *surface = draw_with_cairo (i);
      const guchar *expected = cairo_image_surface_get_data (surface);
      double ink = 0, off = 0, sum = 0;

      g_assert_cmpint (cairo_image_surface_get_stride (surface), ==, WIDTH * 4);
      for (guint k = 0; k < WIDTH * HEIGHT * 4; k++)
        {
          ink += expected[k];
          sum += pixels[k];
          off += abs ((int) pixels[k] - (int) expected[k]);
        }
      g_assert_cmpfloat (ink, >, 0);
      g_assert_cmpfloat (fabs (sum / ink - 1), <, 0.04);
      g_assert_cmpfloat (off / ink, <, 0.2);
      cairo_surface_destroy (surface);
    }
}

/* Many curves over each other on any number of threads give the same pixels. */
static void
test_threads (void)
{
  g_autoptr (ChainCurveRaster) raster = chain_curve_raster_new (WIDTH + 5, HEIGHT + 3);
  ChainRasterFan *fan = chain_curve_raster_add_fan (raster, 10, 290);
  g_autofree guchar *alone = NULL;

  for (guint i = 0; i < CHAIN_RASTER_STYLES; i++)
    raster->styles[i] = (ChainRasterStyle) { 1 + (float) (i % 5), { i % 2, 0.5, i % 3 / 2.0, 0.1 } };
  for (guint i = 0; i < 2000; i++)
    {
      const ChainRasterCurve curve = { (float) (i * 37 % HEIGHT), (float) (i * 91 % HEIGHT),
                                       (guint16) (i % CHAIN_RASTER_STYLES) };

      g_array_append_val (fan->curves, curve);
    }
  alone = chain_curve_raster_draw (raster, 1, NULL);
  for (guint threads = 2; threads <= 5; threads++)
    {
      g_autofree guchar *pixels = chain_curve_raster_draw (raster, threads, NULL);

      g_assert_cmpmem (pixels, (WIDTH + 5) * (HEIGHT + 3) * 4, alone,
                       (WIDTH + 5) * (HEIGHT + 3) * 4);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (ChainCurveRaster) raster = raster_of (0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_null (chain_curve_raster_draw (raster, 2, cancellable));
}

/* s(x) against the Bézier it stands for. */
static void
test_shape (void)
{
  for (double t = 0; t <= 1; t += 0.05)
    {
      const double x = 3 * t * (1 - t) * (1 - t) * 0.5 + 3 * t * t * (1 - t) * 0.5 + t * t * t;
      const double y = 3 * t * t * (1 - t) + t * t * t;
      double s, slope, before, after, unused;

      chain_fan_shape (x, &s, &slope);
      g_assert_cmpfloat_with_epsilon (s, y, 1e-9);
      chain_fan_shape (MAX (x - 1e-5, 0), &before, &unused);
      chain_fan_shape (MIN (x + 1e-5, 1), &after, &unused);
      if (t > 0.01 && t < 0.99)
        g_assert_cmpfloat_with_epsilon (slope, (after - before) / 2e-5, 1e-4);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/curve-raster/like-cairo", test_like_cairo);
  g_test_add_func ("/paint/curve-raster/threads", test_threads);
  g_test_add_func ("/paint/curve-raster/cancelled", test_cancelled);
  g_test_add_func ("/paint/curve-raster/shape", test_shape);
  return g_test_run ();
}
