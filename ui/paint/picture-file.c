/* picture-file.c: what is drawn with Cairo as a file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/picture-file.h"

#include "base/error.h"
#include "base/file.h"
#include "ui/paint/text.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#define FONT_SIZE 11 /* points */
#define PNG_SCALE 2 /* pixels of the file for each, so that text stays sharp */

static cairo_surface_t *
create_png (cairo_write_func_t  write,
            void               *closure,
            double              width,
            double              height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32,
                                                         (int) (width * PNG_SCALE),
                                                         (int) (height * PNG_SCALE));

  cairo_surface_set_device_scale (surface, PNG_SCALE, PNG_SCALE);
  return surface;
}

const ChainPictureFormat chain_picture_formats[CHAIN_N_PICTURE_FORMATS] = {
  { "svg", "image/svg+xml", "Scalable picture", cairo_svg_surface_create_for_stream, FALSE },
  { "pdf", "application/pdf", "Page of a document", cairo_pdf_surface_create_for_stream, FALSE },
  { "png", "image/png", "Pixels", create_png, TRUE },
};

static cairo_status_t
collect (void                *closure,
         const unsigned char *data,
         unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Of the size that a window has; shapes of letters are those of the font, not of a screen's pixels. */
static void
set_font (cairo_surface_t *surface,
          PangoContext    *context)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (CHAIN_TEXT_FAMILY);
  cairo_font_options_t *options = cairo_font_options_create ();

  pango_font_description_set_size (font, FONT_SIZE * PANGO_SCALE);
  pango_context_set_font_description (context, font);

  cairo_surface_get_font_options (surface, options);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
}

/**
 * chain_picture_format_for_path:
 * @path: a file name
 *
 * Returns: (transfer none) (nullable): the format its ending stands for
 */
const ChainPictureFormat *
chain_picture_format_for_path (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    {
      g_autofree char *ending = g_strconcat (".", chain_picture_formats[i].extension, NULL);

      if (g_str_has_suffix (lower, ending))
        return &chain_picture_formats[i];
    }
  return NULL;
}

/**
 * chain_picture_format_draw:
 * @format: a format
 * @width: pixels; a page of PDF has as many points
 * @height: likewise
 * @draw: (scope call): draws the picture
 * @data: for @draw
 * @error: set if there is not the memory for it
 *
 * Returns: (transfer full) (nullable): what a file of the format holds
 */
GBytes *
chain_picture_format_draw (const ChainPictureFormat *format,
                           double                    width,
                           double                    height,
                           ChainPictureDraw          draw,
                           gpointer                  data,
                           GError                  **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = format->create (collect, bytes, width, height);
  cairo_t *cr = cairo_create (surface);
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_status_t status;

  set_font (surface, context);
  draw (cr, context, width, height, data);
  g_object_unref (context);
  cairo_destroy (cr);
  if (format->is_pixels)
    cairo_surface_write_to_png_stream (surface, collect, bytes);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "a picture of %.0f × %.0f pixels cannot be drawn: %s", width, height,
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * chain_picture_file_save:
 * @path: (type filename): a file whose ending is that of a format
 * @width: pixels
 * @height: pixels
 * @draw: (scope call): draws the picture
 * @data: for @draw
 * @error: set if it cannot be drawn or written
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_picture_file_save (const char       *path,
                         double            width,
                         double            height,
                         ChainPictureDraw  draw,
                         gpointer          data,
                         GError          **error)
{
  const ChainPictureFormat *format = chain_picture_format_for_path (path);
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer contents;
  gsize length;

  if (!format)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s: expected a name that ends in .svg, .pdf or .png", path);
      return FALSE;
    }
  bytes = chain_picture_format_draw (format, width, height, draw, data, error);
  if (!bytes)
    return FALSE;
  contents = g_bytes_get_data (bytes, &length);
  return chain_file_save (path, contents, length, error);
}
