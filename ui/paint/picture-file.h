/* picture-file.h: what is drawn with Cairo as a file: SVG, PDF or PNG, by the ending of its name.
 *
 * Curves stay curves, letters stay letters of fonts that the file holds.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <pango/pangocairo.h>

#define CHAIN_PICTURE_LEAST_SIZE 100   /* width and height, pixels */
#define CHAIN_PICTURE_MOST_SIZE 10000

/* Draws width by height pixels from (0, 0). */
typedef void (*ChainPictureDraw) (cairo_t      *cr,
                                  PangoContext *context,
                                  double        width,
                                  double        height,
                                  gpointer      data);

typedef struct
{
  const char *extension; /* without the dot */
  const char *mime_type;
  const char *title;
  cairo_surface_t *(*create) (cairo_write_func_t  write,
                              void               *closure,
                              double              width,
                              double              height);
  gboolean    is_pixels;
} ChainPictureFormat;

#define CHAIN_N_PICTURE_FORMATS 3
extern const ChainPictureFormat chain_picture_formats[CHAIN_N_PICTURE_FORMATS];

const ChainPictureFormat *chain_picture_format_for_path (const char               *path);
GBytes                   *chain_picture_format_draw     (const ChainPictureFormat *format,
                                                         double                    width,
                                                         double                    height,
                                                         ChainPictureDraw          draw,
                                                         gpointer                  data,
                                                         GError                  **error);
gboolean                  chain_picture_file_save       (const char               *path,
                                                         double                    width,
                                                         double                    height,
                                                         ChainPictureDraw          draw,
                                                         gpointer                  data,
                                                         GError                  **error);
