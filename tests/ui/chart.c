/* chart.c: tests of axes, plotting areas and what is drawn of a series.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/paint/chart.h"

#include "ui/paint/chart-axis.h"

#include <math.h>
#include <string.h>

static char *
labels (const GArray *ticks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);

      if (tick->major)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", tick->label);
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  ChainScale  scale;
  double      from, to;
  guint       most;
  const char *labels;
  gboolean    counts;
} tick_rows[] = {
  { CHAIN_SCALE_LINEAR, 0, 200, 5, "0 50 100 150 200" },
  { CHAIN_SCALE_LINEAR, 0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0" },
  { CHAIN_SCALE_LINEAR, -1, 1, 4, "−1.0 −0.5 0 0.5 1.0" },
  { CHAIN_SCALE_LINEAR, 0.018, 0.022, 4, "0.018 0.019 0.020 0.021 0.022" },
  { CHAIN_SCALE_LINEAR, 3, 17, 3, "5 10 15" },
  { CHAIN_SCALE_LINEAR, 0, 3e6, 3, "0 1·10⁶ 2·10⁶ 3·10⁶" },
  { CHAIN_SCALE_LOG, 0.001, 10, 10, "0.001 0.01 0.1 1 10" },
  { CHAIN_SCALE_LOG, 1e-5, 10, 10, "10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 1 10" },
  { CHAIN_SCALE_LOG, 1e-5, 10, 3, "10⁻⁵ 10⁻³ 10⁻¹ 10" },
  { CHAIN_SCALE_LOG, 0.031, 0.035, 4, "0.031 0.032 0.033 0.034 0.035" },
  { CHAIN_SCALE_LINEAR, 1, 3, 10, "1 2 3", TRUE },
  { CHAIN_SCALE_LINEAR, 6.4, 7.3, 10, "7", TRUE },
  { CHAIN_SCALE_LINEAR, 0, 200, 5, "0 50 100 150 200", TRUE },
};

static void
test_ticks (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tick_rows); i++)
    {
      const ChainAxis axis = { .scale = tick_rows[i].scale, .counts = tick_rows[i].counts };
      g_autoptr (GArray) ticks = chain_axis_ticks (&axis, tick_rows[i].from, tick_rows[i].to,
                                                   tick_rows[i].most);
      g_autofree char *text = labels (ticks);

      g_assert_cmpstr (text, ==, tick_rows[i].labels);
    }
}

static void
test_minor_ticks (void)
{
  const ChainAxis axis = { .scale = CHAIN_SCALE_LOG };
  g_autoptr (GArray) ticks = chain_axis_ticks (&axis, 0.01, 1, 10);

  /* 1, 2, …, 9 hundredths and tenths, then one. */
  g_assert_cmpuint (ticks->len, ==, 19);
  for (guint i = 1; i < ticks->len; i++)
    g_assert_cmpfloat (g_array_index (ticks, ChainTick, i).value, >,
                       g_array_index (ticks, ChainTick, i - 1).value);
}

static void
test_positions (void)
{
  static const struct
  {
    ChainScale scale;
    double     from, to, value, position;
  } rows[] = {
    { CHAIN_SCALE_LINEAR, 0, 10, 2.5, 0.25 },
    { CHAIN_SCALE_LINEAR, -1, 1, 0, 0.5 },
    { CHAIN_SCALE_LOG, 1e-4, 1, 1e-2, 0.5 },
    { CHAIN_SCALE_LOG, 1, 1000, 10, 1.0 / 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const ChainAxis axis = { .scale = rows[i].scale };
      const double position
        = chain_axis_position (&axis, rows[i].from, rows[i].to, rows[i].value);

      g_assert_cmpfloat_with_epsilon (position, rows[i].position, 1e-12);
      g_assert_cmpfloat_with_epsilon (
        chain_axis_value_at (&axis, rows[i].from, rows[i].to, position), rows[i].value, 1e-9);
    }
}

static void
test_accepts (void)
{
  const ChainAxis linear = { .scale = CHAIN_SCALE_LINEAR };
  const ChainAxis logarithmic = { .scale = CHAIN_SCALE_LOG };

  g_assert_true (chain_axis_accepts (&linear, -1));
  g_assert_true (chain_axis_accepts (&logarithmic, 1e-300));
  g_assert_false (chain_axis_accepts (&logarithmic, 0));
  g_assert_false (chain_axis_accepts (&logarithmic, -1));
  g_assert_false (chain_axis_accepts (&linear, NAN));
  g_assert_false (chain_axis_accepts (&linear, INFINITY));
}

static ChainChart *
loss_chart (void)
{
  ChainChart *chart = chain_chart_new ();
  double x[100], y[100];

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    {
      x[i] = i;
      y[i] = 8 * exp (-(double) i / 20);
    }
  chart->x.title = g_strdup ("iteration");
  chart->y.title = g_strdup ("loss");
  chain_chart_add_series (chart, "training loss", CHAIN_INK_ACCENT, 2, 1, x, y,
                          G_N_ELEMENTS (x));
  return chart;
}

static void
test_frame (void)
{
  static const struct
  {
    double width, height;
  } sizes[] = { { 200, 120 }, { 420, 160 }, { 900, 180 }, { 1400, 700 } };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainChart) chart = loss_chart ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      ChainChartFrame frame;

      chain_chart_frame (chart, context, sizes[i].width, sizes[i].height, &frame);
      g_assert_cmpfloat (frame.left, >, 8);
      g_assert_cmpfloat (frame.top, >, 8);
      g_assert_cmpfloat (frame.left + frame.width, <, sizes[i].width);
      g_assert_cmpfloat (frame.top + frame.height, <, sizes[i].height - 12);
      g_assert_cmpfloat (frame.width, >, 0.6 * sizes[i].width);
      g_assert_cmpfloat (frame.height, >, 0.25 * sizes[i].height);
      g_assert_cmpfloat (frame.x_from, ==, 0);
      g_assert_cmpfloat (frame.x_to, ==, 99);
      g_assert_cmpfloat (frame.y_to, >=, 8);
    }
}

static void
test_x_at (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainChart) chart = loss_chart ();
  ChainChartFrame frame;

  chain_chart_frame (chart, context, 600, 300, &frame);
  g_assert_cmpfloat_with_epsilon (chain_chart_frame_x_at (chart, &frame, frame.left), 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (
    chain_chart_frame_x_at (chart, &frame, frame.left + frame.width / 2), 49.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (chain_chart_frame_x_at (chart, &frame, 1e6), 99, 1e-9);
}

static cairo_surface_t *
drawn (const ChainChart *chart,
       int               width,
       int               height,
       double            hover)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_draw (chart, cr, context, width, height, &chain_palette_light, hover);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Rows of a column of pixels that are nearly the colour of the first series. */
static guint
blue_rows (cairo_surface_t *surface,
           int              x)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    {
      const guint32 pixel = ((const guint32 *) (gconstpointer) (data + y * stride))[x];
      const int red = pixel >> 16 & 0xff, blue = pixel & 0xff;

      n += blue - red > 100;
    }
  return n;
}

/* A million points between −1 and 1 fill the columns, but where they are missing. */
static void
test_long_series (void)
{
  const gsize n = 1000000;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autoptr (ChainChart) chart = chain_chart_new ();
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  ChainChartFrame frame;
  cairo_surface_t *surface;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = i;
      y[i] = i > n / 2 && i < 3 * n / 4 ? NAN : i % 2 ? 1 : -1;
    }
  chain_chart_add_series (chart, NULL, CHAIN_INK_ACCENT, 1, 1, x, y, n);
  chain_chart_frame (chart, context, 500, 300, &frame);
  surface = drawn (chart, 500, 300, -1);
  g_assert_cmpuint (blue_rows (surface, frame.left + 0.25 * frame.width), >, 0.8 * frame.height);
  g_assert_cmpuint (blue_rows (surface, frame.left + 0.9 * frame.width), >, 0.8 * frame.height);
  g_assert_cmpuint (blue_rows (surface, frame.left + 0.6 * frame.width), ==, 0);
  cairo_surface_destroy (surface);
}

/* A level curve of many points is one thin line, without gaps where a logarithmic axis has columns
 * without a point. */
static void
test_dense_curve (void)
{
  g_autoptr (GObject)    fonts = paint_fixture_fonts ();
  g_autoptr (ChainCurve) curve = chain_curve_new ();

  for (guint i = 0; i < 100000; i++)
    chain_curve_append (curve, i, 5);
  for (guint scale = CHAIN_SCALE_LINEAR; scale <= CHAIN_SCALE_LOG; scale++)
    {
      g_autoptr (ChainChart) chart = chain_chart_new ();
      ChainChartFrame        frame;
      cairo_surface_t       *surface;

      chart->x.scale = scale;
      chain_chart_add_curve (chart, NULL, CHAIN_INK_ACCENT, 2, 1, curve);
      chain_chart_frame (chart, PANGO_CONTEXT (fonts), 500, 300, &frame);
      surface = drawn (chart, 500, 300, -1);
      for (int x = (int) frame.left + 2; x < frame.left + frame.width - 2; x++)
        {
          const guint rows = blue_rows (surface, x);

          g_assert_cmpuint (rows, >=, 1);
          g_assert_cmpuint (rows, <=, 3);
        }
      cairo_surface_destroy (surface);
    }
}

/* What has no place on a logarithmic axis is left out; the rest is drawn. */
static void
test_log_leaves_out (void)
{
  const double x[] = { 0, 1, 2, 3, 4 };
  const double y[] = { 1, 0, -5, 10, 100 };
  g_autoptr (ChainChart) chart = chain_chart_new ();
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  ChainChartFrame frame;
  cairo_surface_t *surface;

  chart->y.scale = CHAIN_SCALE_LOG;
  chain_chart_add_series (chart, NULL, CHAIN_INK_ACCENT, 2, 1, x, y, G_N_ELEMENTS (x));
  chain_chart_frame (chart, context, 400, 200, &frame);
  g_assert_cmpfloat (frame.y_from, >, 0.5);
  surface = drawn (chart, 400, 200, -1);
  g_assert_cmpuint (blue_rows (surface, frame.left + 0.4 * frame.width), ==, 0);
  g_assert_cmpuint (blue_rows (surface, frame.left + 0.9 * frame.width), >, 0);
  cairo_surface_destroy (surface);
}

static void
test_constant_and_single (void)
{
  static const struct
  {
    ChainScale scale;
    double     value;
    gsize      n;
  } rows[] = {
    { CHAIN_SCALE_LINEAR, 0.02, 4 }, { CHAIN_SCALE_LINEAR, 0, 4 }, { CHAIN_SCALE_LINEAR, -7, 1 },
    { CHAIN_SCALE_LOG, 0.02, 4 },    { CHAIN_SCALE_LOG, 5, 1 },
  };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const double x[] = { 1, 2, 3, 4 };
      const double y[] = { rows[i].value, rows[i].value, rows[i].value, rows[i].value };
      g_autoptr (ChainChart) chart = chain_chart_new ();
      ChainChartFrame frame;

      chart->y.scale = rows[i].scale;
      chain_chart_add_series (chart, NULL, CHAIN_INK_ACCENT, 2, 1, x, y, rows[i].n);
      chain_chart_frame (chart, context, 300, 200, &frame);
      g_assert_cmpfloat (frame.y_from, <, rows[i].value);
      g_assert_cmpfloat (frame.y_to, >, rows[i].value);
      g_assert_cmpfloat (frame.x_from, <, frame.x_to);
      cairo_surface_destroy (drawn (chart, 300, 200, 100));
    }
}

static gboolean
same_pixels (cairo_surface_t *a,
             cairo_surface_t *b)
{
  const gsize size
    = (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static void
test_hover_changes_nothing_else (void)
{
  g_autoptr (ChainChart) chart = loss_chart ();
  cairo_surface_t *before = drawn (chart, 400, 200, -1);
  cairo_surface_t *hovered = drawn (chart, 400, 200, 200);
  cairo_surface_t *after = drawn (chart, 400, 200, -1);

  g_assert_false (same_pixels (before, hovered));
  g_assert_true (same_pixels (before, after));
  cairo_surface_destroy (before);
  cairo_surface_destroy (hovered);
  cairo_surface_destroy (after);
}

static void
test_empty (void)
{
  g_autoptr (ChainChart) plain = chain_chart_new ();
  g_autoptr (ChainChart) told = chain_chart_new ();
  cairo_surface_t *a, *b;

  told->message = g_strdup ("Nothing yet");
  a = drawn (plain, 300, 150, 100);
  b = drawn (told, 300, 150, 100);
  g_assert_false (same_pixels (a, b));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
}

/* Nothing is cut off at the edges of the drawing, however small. */
static void
test_nothing_clipped (void)
{
  static const struct
  {
    double width, height;
  } sizes[] = { { 200, 120 }, { 260, 170 }, { 420, 160 }, { 900, 180 } };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainChart) chart = loss_chart ();
  const double marks[] = { 1, 30, 31, 98 };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    chain_chart_add_mark (chart, "a mark with words", marks[i], CHAIN_INK_TEXT, i == 2);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, height;

      chain_chart_draw (chart, cr, context, sizes[i].width, sizes[i].height, &chain_palette_dark,
                        sizes[i].width / 2);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (x + width, <=, sizes[i].width);
      g_assert_cmpfloat (y + height, <=, sizes[i].height);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* A run that diverges spans almost all numbers there are. */
static void
test_log_of_everything (void)
{
  const ChainAxis axis = { .scale = CHAIN_SCALE_LOG };
  double          from = 1e-300;
  double          to = 1e305;
  g_autoptr (GArray) ticks = NULL;

  chain_axis_widen (&axis, &from, &to, TRUE);
  g_assert_true (isfinite (to) && from > 0);
  g_assert_cmpfloat_with_epsilon (chain_axis_position (&axis, from, to, from), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (chain_axis_position (&axis, from, to, to), 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (
      chain_axis_position (&axis, from, to, chain_axis_value_at (&axis, from, to, 0.3)), 0.3, 1e-9);
  ticks = chain_axis_ticks (&axis, from, to, 4);
  g_assert_cmpuint (ticks->len, >, 1);
  g_assert_cmpuint (ticks->len, <, 12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/chart/ticks", test_ticks);
  g_test_add_func ("/paint/chart/minor-ticks", test_minor_ticks);
  g_test_add_func ("/paint/chart/positions", test_positions);
  g_test_add_func ("/paint/chart/accepts", test_accepts);
  g_test_add_func ("/paint/chart/frame", test_frame);
  g_test_add_func ("/paint/chart/x-at", test_x_at);
  g_test_add_func ("/paint/chart/long-series", test_long_series);
  g_test_add_func ("/paint/chart/dense-curve", test_dense_curve);
  g_test_add_func ("/paint/chart/log-leaves-out", test_log_leaves_out);
  g_test_add_func ("/paint/chart/constant-and-single", test_constant_and_single);
  g_test_add_func ("/paint/chart/hover-changes-nothing-else", test_hover_changes_nothing_else);
  g_test_add_func ("/paint/chart/empty", test_empty);
  g_test_add_func ("/paint/chart/nothing-clipped", test_nothing_clipped);
  g_test_add_func ("/paint/chart/log-of-everything", test_log_of_everything);
  return g_test_run ();
}
