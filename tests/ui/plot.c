/* plot.c: what a plot reads, tells and writes, and where it draws.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/picture-file.h"
#include "ui/paint/plot.h"
#include "ui/paint/text.h"

#include <math.h>

#define WIDTH 400
#define HEIGHT 240

static void
add_point (ChainPlot *plot, double x, double y, guint row, guint class, gboolean validation, gboolean wrong)
{
  const ChainPlotPoint point = { x, y, row, class, NAN, class, wrong ? !class : class, 0.5,
                                 validation, wrong };

  g_array_append_val (plot->points, point);
}

/* The left half is of class a, the right one of class b, both sure. */
static ChainPlot *
new_classes (void)
{
  ChainPlot      *plot = chain_plot_new ();
  ChainPlotField *field = g_new0 (ChainPlotField, 1);

  plot->x = (ChainPlotAxis){ g_strdup ("width, cm"), NULL, 0, 10 };
  plot->y = (ChainPlotAxis){ g_strdup ("height"), NULL, 0, 10 };
  plot->classes = g_strsplit ("a,b", ",", 0);
  plot->is_split = TRUE;
  *field = (ChainPlotField){ CHAIN_FIELD_CLASSES, 2, 1, 0, 10, 0, 10, g_strdup ("probability"),
                             g_new (double, 2), g_new (guint, 2) };
  field->values[0] = field->values[1] = 1;
  field->classes[0] = 0;
  field->classes[1] = 1;
  chain_plot_take_field (plot, field);
  add_point (plot, 2, 2, 0, 0, FALSE, FALSE);
  add_point (plot, 8, 8, 1, 1, FALSE, FALSE);
  add_point (plot, 2, 8, 6, 1, TRUE, TRUE);
  return plot;
}

/* (x − 3)² + (y + 1)² on −1 … 7, −5 … 3, with a way of three places. */
static ChainPlot *
new_bowl (void)
{
  ChainPlot      *plot = chain_plot_new ();
  ChainPlotField *field = g_new0 (ChainPlotField, 1);
  ChainPlotLine  *way;

  plot->x = (ChainPlotAxis){ g_strdup ("w₁"), NULL, -1, 7 };
  plot->y = (ChainPlotAxis){ g_strdup ("w₂"), NULL, -5, 3 };
  *field = (ChainPlotField){ CHAIN_FIELD_CONTOURS, 33, 33, -1, 7, -5, 3, g_strdup ("loss"),
                             g_new (double, 33 * 33), NULL };
  for (guint i = 0; i < 33 * 33; i++)
    field->values[i] = pow (-1 + 0.25 * (i % 33) - 3, 2) + pow (3 - 0.25 * (i / 33) + 1, 2);
  chain_plot_take_field (plot, field);
  way = chain_plot_add_line (plot, "descent", CHAIN_INK_ACCENT, 1.5, 3);
  way->dots = TRUE;
  way->t = g_new (double, 3);
  for (guint i = 0; i < 3; i++)
    {
      way->x[i] = i;
      way->y[i] = 2.0 - i;
      way->t[i] = 10 * i;
    }
  plot->has_here = TRUE;
  plot->here_x = 2;
  plot->here_y = 0;
  return plot;
}

static cairo_surface_t *
draw (const ChainPlot *plot, const ChainPalette *palette)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  cairo_surface_t    *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t            *cr = cairo_create (surface);

  chain_color_set (cr, &palette->canvas, 1);
  cairo_paint (cr);
  chain_plot_draw (plot, cr, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, palette);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface)
                                             + 4 * (int) x)
         & 0xffffff;
}

static void
get_frame (const ChainPlot *plot, ChainPlotFrame *frame)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();

  chain_plot_frame (plot, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, frame);
}

static double
distance_to (guint32 pixel, const ChainColor *color)
{
  return fabs ((pixel >> 16) / 255.0 - color->red) + fabs ((pixel >> 8 & 255) / 255.0 - color->green)
         + fabs ((pixel & 255) / 255.0 - color->blue);
}

/* Each class's side has its colour: nearer to it than to the other's. */
static void
test_field (void)
{
  const ChainPalette *const palettes[] = { &chain_palette_light, &chain_palette_dark };
  g_autoptr (ChainPlot)     plot = new_classes ();
  ChainPlotFrame            frame;

  get_frame (plot, &frame);
  for (guint i = 0; i < 2; i++)
    {
      cairo_surface_t *surface = draw (plot, palettes[i]);

      for (guint class = 0; class < 2; class++)
        {
          const guint32 pixel
              = pixel_at (surface, chain_plot_x_pixel (plot, &frame, class == 0 ? 1 : 9),
                          chain_plot_y_pixel (plot, &frame, 5));
          double distance[2];

          for (guint other = 0; other < 2; other++)
            {
              const ChainColor color = chain_class_color (other, palettes[i]);

              distance[other] = distance_to (pixel, &color);
            }
          g_assert_cmpfloat (distance[class], <, distance[!class]);
        }
      cairo_surface_destroy (surface);
    }
}

/* However many points are predicted wrong, their colours are seen more than their crosses. */
static void
test_crowd_of_wrong (void)
{
  const ChainPalette *const palettes[] = { &chain_palette_light, &chain_palette_dark };
  g_autoptr (ChainPlot)     plot = chain_plot_new ();

  plot->x = (ChainPlotAxis){ g_strdup ("width"), NULL, 0, 10 };
  plot->y = (ChainPlotAxis){ g_strdup ("height"), NULL, 0, 10 };
  plot->classes = g_strsplit ("a,b", ",", 0);
  for (guint i = 0; i < 2500; i++)
    add_point (plot, 0.1 + 0.2 * (i % 50), 0.1 + 0.2 * (i / 50), i, 0, FALSE, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (palettes); i++)
    {
      cairo_surface_t *surface = draw (plot, palettes[i]);
      const ChainColor class = chain_class_color (0, palettes[i]);
      ChainPlotFrame   frame;
      guint            n_class = 0, n_cross = 0;

      get_frame (plot, &frame);
      for (int y = (int) frame.top; y < frame.top + frame.height; y++)
        for (int x = (int) frame.left; x < frame.left + frame.width; x++)
          {
            const guint32 pixel = pixel_at (surface, x, y);

            n_class += distance_to (pixel, &class) < 0.5;
            n_cross += distance_to (pixel, &palettes[i]->text) < 0.5;
          }
      g_test_message ("%u pixels of the class, %u of crosses", n_class, n_cross);
      g_assert_cmpuint (n_class, >, n_cross);
      g_assert_cmpuint (n_cross, >, 0);
      cairo_surface_destroy (surface);
    }
}

static void
test_find (void)
{
  g_autoptr (ChainPlot) plot = new_classes ();
  ChainPlotFrame        frame;
  ChainPlotHover        hover;

  get_frame (plot, &frame);
  g_assert_true (chain_plot_find (plot, &frame, chain_plot_x_pixel (plot, &frame, 8) + 3,
                                  chain_plot_y_pixel (plot, &frame, 8) - 3, &hover));
  g_assert_cmpint (hover.point, ==, 1);
  g_assert_true (chain_plot_find (plot, &frame, chain_plot_x_pixel (plot, &frame, 5),
                                  chain_plot_y_pixel (plot, &frame, 5), &hover));
  g_assert_cmpint (hover.point, ==, -1);
  g_assert_cmpfloat_with_epsilon (hover.x, 5, 1e-9);
  g_assert_cmpfloat_with_epsilon (hover.y, 5, 1e-9);
  g_assert_false (chain_plot_find (plot, &frame, 2, 2, &hover));
}

static void
test_way (void)
{
  g_autoptr (ChainPlot) plot = new_bowl ();
  g_autofree char      *text = NULL;
  ChainPlotFrame        frame;
  ChainPlotHover        hover;

  get_frame (plot, &frame);
  g_assert_true (chain_plot_find (plot, &frame, chain_plot_x_pixel (plot, &frame, 1) + 2,
                                  chain_plot_y_pixel (plot, &frame, 1), &hover));
  g_assert_cmpint (hover.line, ==, 0);
  g_assert_cmpuint (hover.place, ==, 1);
  text = chain_plot_describe (plot, &hover);
  g_assert_cmpstr (text, ==, "iteration 10, w₁ 1, w₂ 1");
}

/* The number that is read is the one at the place that is told. */
static void
test_read (void)
{
  g_autoptr (ChainPlot) plot = new_bowl ();
  const ChainPlotHover  hover = { -1, -1, 0, 4.01, -3.02 };
  g_autofree char      *text = chain_plot_describe (plot, &hover);
  g_autoptr (ChainPlot) classes = new_classes ();
  const ChainPlotHover  cell = { -1, -1, 0, 9, 1 }, point = { 2, -1, 0, 2, 8 };
  g_autofree char      *of_cell = chain_plot_describe (classes, &cell);
  g_autofree char      *of_point = chain_plot_describe (classes, &point);
  g_autofree char      *of_all = chain_plot_describe (classes, NULL);

  g_assert_cmpstr (text, ==, "w₁ 4, w₂ −3, loss 5");
  g_assert_cmpstr (of_cell, ==, "width, cm 7.5, height 5, predicted b, probability 1");
  g_assert_cmpstr (of_point, ==,
                   "Row 7, Used for validation, width, cm 2, height 8, true b, predicted a, "
                   "loss 0.5");
  g_assert_cmpstr (of_all, ==,
                   "width, cm across, height up, 3 points, 1 of them predicted wrong");
}

/* Every point is reached by the arrow keys. */
static void
test_next (void)
{
  g_autoptr (ChainPlot) plot = new_classes ();
  int                   at = -1;
  guint                 seen = 0;

  for (guint i = 0; i < 3; i++)
    {
      at = chain_plot_next (plot, at, FALSE, 1);
      seen |= 1u << at;
    }
  g_assert_cmpuint (seen, ==, 7);
  g_assert_cmpint (chain_plot_next (plot, at, FALSE, 1), ==, at);
  g_assert_cmpint (chain_plot_next (plot, at, FALSE, -1), !=, at);
}

static void
test_csv (void)
{
  g_autoptr (ChainPlot) classes = new_classes ();
  g_autoptr (ChainPlot) bowl = new_bowl ();
  g_autofree char      *text = chain_plot_to_csv (classes);
  g_autofree char      *surface = chain_plot_to_csv (bowl);
  g_auto (GStrv)        lines = g_strsplit (surface, "\n", -1);

  g_assert_cmpstr (text, ==,
                   "part,row,\"width, cm\",height,true,predicted,loss or probability\n"
                   "training,1,2,2,a,a,0.5\n"
                   "training,2,8,8,b,b,0.5\n"
                   "validation,7,2,8,b,a,0.5\n"
                   "surface,,2.5,5,,a,1\n"
                   "surface,,7.5,5,,b,1\n");
  g_assert_cmpuint (g_strv_length (lines), ==, 1 + 3 + 33 * 33 + 1);
  g_assert_cmpstr (lines[0], ==, "part,iteration,w₁,w₂,true,predicted,loss");
  g_assert_cmpstr (lines[2], ==, "descent,10,1,1,,,");
  g_assert_cmpstr (lines[4], ==, "surface,,-1,3,,,32");
}

static void
test_fit (void)
{
  g_autoptr (ChainPlot) plot = new_classes ();

  chain_plot_fit (plot);
  g_assert_cmpfloat_with_epsilon (plot->x.from, 1.7, 1e-12);
  g_assert_cmpfloat_with_epsilon (plot->x.to, 8.3, 1e-12);
}

static void
draw_for_file (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  const PangoFontDescription *font = pango_context_get_font_description (context);

  g_assert_cmpstr (pango_font_description_get_family (font), ==, CHAIN_TEXT_FAMILY);
  chain_plot_draw (data, cr, context, width, height, &chain_palette_light);
}

/* Every kind of plot draws in every format, in the font of the window, even where there is next to no room. */
static void
test_formats (void)
{
  ChainPlot   *plots[] = { new_classes (), new_bowl (), chain_plot_new () };
  const double sizes[] = { 30, 120, 600 };

  plots[2]->message = g_strdup ("Nothing to see");
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    for (guint j = 0; j < CHAIN_N_PICTURE_FORMATS; j++)
      for (guint k = 0; k < G_N_ELEMENTS (sizes); k++)
        {
          g_autoptr (GBytes) bytes = chain_picture_format_draw (
              &chain_picture_formats[j], sizes[k], sizes[k] / 2, draw_for_file, plots[i], NULL);

          g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
        }
  for (guint i = 0; i < G_N_ELEMENTS (plots); i++)
    chain_plot_free (plots[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/plot/field", test_field);
  g_test_add_func ("/paint/plot/crowd-of-wrong", test_crowd_of_wrong);
  g_test_add_func ("/paint/plot/find", test_find);
  g_test_add_func ("/paint/plot/way", test_way);
  g_test_add_func ("/paint/plot/read", test_read);
  g_test_add_func ("/paint/plot/next", test_next);
  g_test_add_func ("/paint/plot/csv", test_csv);
  g_test_add_func ("/paint/plot/fit", test_fit);
  g_test_add_func ("/paint/plot/formats", test_formats);
  return g_test_run ();
}
