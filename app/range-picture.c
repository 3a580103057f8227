/* range-picture.c: the curve of a learning-rate range test as a picture in a file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/range-picture.h"

#include "ui/paint/range-chart.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pango/pangocairo.h>

#define WIDTH 800
#define HEIGHT 500
#define PNG_SCALE 2 /* pixels for each unit, so that text stays sharp */

typedef struct
{
  const char      *ending;
  cairo_surface_t *(*create) (cairo_write_func_t write, void *closure, double width, double height);
  gboolean         is_png;
} Kind;

static cairo_surface_t *
create_png (cairo_write_func_t write,
            void              *closure,
            double             width,
            double             height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         (int) width * PNG_SCALE,
                                                         (int) height * PNG_SCALE);

  cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);
  return surface;
}

static const Kind kinds[] = {
  { ".svg", cairo_svg_surface_create_for_stream, FALSE },
  { ".png", create_png, TRUE },
  { ".pdf", cairo_pdf_surface_create_for_stream, FALSE },
};

static const Kind *
find_kind (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_suffix (lower, kinds[i].ending))
      return &kinds[i];
  return NULL;
}

static cairo_status_t
collect (void                *closure,
         const unsigned char *data,
         unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw (cairo_surface_t  *surface,
      const ChainChart *chart)
{
  cairo_t      *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);

  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  chain_chart_draw (chart, cr, context, WIDTH, HEIGHT, &chain_palette_light, -1);
  g_object_unref (context);
  cairo_destroy (cr);
}

/**
 * chain_range_picture_is:
 * @path: a file name
 *
 * Returns: %TRUE if its ending is that of a picture
 */
gboolean
chain_range_picture_is (const char *path)
{
  return find_kind (path) != NULL;
}

/**
 * chain_range_picture_save:
 * @range: a finished test
 * @options: what it was asked for
 * @learning_rate: the project's own rate, marked in the chart
 * @path: a file that ends in .svg, .png or .pdf
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_range_picture_save (const ChainLrRange        *range,
                          const ChainLrRangeOptions *options,
                          double                     learning_rate,
                          const char                *path,
                          GError                   **error)
{
  const Kind             *kind = find_kind (path);
  g_autoptr (ChainChart)  chart = chain_range_chart_new (range, options, learning_rate, TRUE);
  g_autoptr (GByteArray)  bytes = g_byte_array_new ();
  cairo_surface_t        *surface;
  cairo_status_t          status;

  g_return_val_if_fail (kind != NULL, FALSE);

  surface = kind->create (collect, bytes, WIDTH, HEIGHT);
  draw (surface, chart);
  if (kind->is_png)
    cairo_surface_write_to_png_stream (surface, collect, bytes);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: cannot be drawn: %s", path,
                   cairo_status_to_string (status));
      return FALSE;
    }
  return chain_file_save (path, (const char *) bytes->data, bytes->len, error);
}
