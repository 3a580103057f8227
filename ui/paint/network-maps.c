/* network-maps.c: numbers as pictures: an activation over the input plane, the pixels of a sample,
 * the weights of a unit that reads them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include <math.h>

#define LEAST_WEIGHTS 0.3 /* of the size of the inputs' picture */
#define CORNER 22.0 /* pixels at the lower edge that buttons may cover */

/* Where the colours of a picture's numbers lie between. */
typedef struct
{
  const ChainColor *none;
  const ChainColor *positive;
  const ChainColor *negative;
} Ramp;

static guint32
mix (const Ramp *ramp,
     double      value)
{
  const ChainColor *to = value < 0 ? ramp->negative : ramp->positive;
  const double t = isnan (value) ? 0 : MIN (fabs (value), 1);
  const double red = ramp->none->red + t * (to->red - ramp->none->red);
  const double green = ramp->none->green + t * (to->green - ramp->none->green);
  const double blue = ramp->none->blue + t * (to->blue - ramp->none->blue);

  return 0xff000000u | (guint32) (red * 255 + 0.5) << 16 | (guint32) (green * 255 + 0.5) << 8
         | (guint32) (blue * 255 + 0.5);
}

/* Paints numbers from −1 to 1, rows from the top, into a frame. */
static void
paint (cairo_t              *cr,
       const Ramp           *ramp,
       const double         *values,
       guint                 rows,
       guint                 columns,
       const ChainRectangle *frame,
       cairo_filter_t        filter)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) columns,
                                                         (int) rows);
  guchar *pixels = cairo_image_surface_get_data (surface);
  const int stride = cairo_image_surface_get_stride (surface);

  for (guint y = 0; y < rows; y++)
    {
      guint32 *row = (guint32 *) (gpointer) (pixels + (gsize) y * (gsize) stride);

      for (guint x = 0; x < columns; x++)
        row[x] = mix (ramp, values[(gsize) y * columns + x]);
    }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  cairo_translate (cr, frame->x, frame->y);
  cairo_scale (cr, frame->width / columns, frame->height / rows);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), filter);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, columns, rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/**
 * chain_network_draw_map:
 * @maps: of a layer
 * @unit: one of its units
 * @cr: a drawing, clipped to the unit
 * @palette: colours
 * @frame: where it goes
 *
 * Paints a unit's activation over the input plane, on the scale of its layer.
 */
void
chain_network_draw_map (const ChainPictureMaps *maps,
                        guint                   unit,
                        cairo_t                *cr,
                        const ChainPalette     *palette,
                        const ChainRectangle   *frame)
{
  const Ramp ramp = { &palette->surface, &palette->positive, &palette->negative };
  const gsize n = (gsize) maps->size * maps->size;
  g_autofree double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = maps->largest > 0 ? maps->values[unit * n + i] / maps->largest : 0;
  paint (cr, &ramp, values, maps->size, maps->size, frame, CAIRO_FILTER_BILINEAR);
}

static void
frame_picture (cairo_t              *cr,
               const ChainPalette   *palette,
               const ChainRectangle *frame)
{
  cairo_rectangle (cr, frame->x - 0.5, frame->y - 0.5, frame->width + 1, frame->height + 1);
  chain_color_set (cr, &palette->line, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
write_below (const ChainNetworkDrawing *drawing,
             const ChainRectangle      *frame,
             const char                *text)
{
  chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
  chain_text_show (drawing->cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN,
                   frame->x + frame->width / 2,
                   frame->y + frame->height + 4 + drawing->geometry->line / 2, 0.5, 0.5);
}

/* The numbers of one unit's connections with the pixels, on their own scale, where there is room. */
static void
draw_weights (const ChainNetworkDrawing *drawing,
              const ChainPictureColumn  *column)
{
  const ChainNetworkPicture *picture = drawing->picture;
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPalette *palette = drawing->palette;
  const ChainPictureLayer *inputs = chain_network_picture_layer (picture, column->layer);
  const ChainPictureLayer *layer = chain_network_picture_layer (picture, column->layer + 1);
  const ChainPart *selected = &picture->selected;
  const Ramp ramp = { &palette->surface, &palette->positive, &palette->negative };
  const double top = column->frame.y + column->frame.height + 2.6 * geometry->line;
  const double bottom = geometry->height - 3.2 * geometry->line - CORNER;
  const double room = (bottom - top) / column->frame.height;
  const double scale = MIN (room, 1);
  ChainRectangle frame = { 0, top, column->frame.width * scale, column->frame.height * scale };
  g_autofree double *values = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  double largest = 0;

  if (selected->kind == CHAIN_PART_NONE || selected->layer != column->layer + 1 || !layer->overlay
      || room < LEAST_WEIGHTS)
    return;
  values = g_new (double, inputs->units);
  for (guint i = 0; i < inputs->units; i++)
    {
      values[i] = layer->overlay[(gsize) i * layer->units + selected->unit];
      largest = MAX (largest, fabs (values[i]));
    }
  for (guint i = 0; i < inputs->units && largest > 0; i++)
    values[i] /= largest;
  frame.x = column->x - frame.width / 2;
  paint (drawing->cr, &ramp, values, inputs->rows, inputs->columns, &frame,
         CAIRO_FILTER_NEAREST);
  frame_picture (drawing->cr, palette, &frame);
  name = chain_network_picture_unit_name (picture, selected->layer, selected->unit);
  text = g_strdup_printf ("%s to %s", picture->overlay_title ? picture->overlay_title : "w", name);
  write_below (drawing, &frame, text);
}

/**
 * chain_network_draw_block:
 * @drawing: a drawing
 * @column: of the layer whose values make a picture
 *
 * Draws the values as one picture, the larger the stronger, and below it the weights of the unit
 * that is selected in the next layer.
 */
void
chain_network_draw_block (const ChainNetworkDrawing *drawing,
                          const ChainPictureColumn  *column)
{
  const ChainPalette *palette = drawing->palette;
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture,
                                                                column->layer);
  const Ramp ramp = { &palette->surface, &palette->text, &palette->text };
  g_autofree double *values = g_new0 (double, layer->units);
  g_autofree char *text = g_strdup_printf ("⋯ %u inputs", layer->units);
  double least = G_MAXDOUBLE, most = -G_MAXDOUBLE;

  for (guint i = 0; layer->pixels && i < layer->units; i++)
    {
      least = MIN (least, layer->pixels[i]);
      most = MAX (most, layer->pixels[i]);
    }
  for (guint i = 0; i < layer->units && most > least; i++)
    values[i] = (layer->pixels[i] - least) / (most - least);
  paint (drawing->cr, &ramp, values, layer->rows, layer->columns, &column->frame,
         CAIRO_FILTER_NEAREST);
  frame_picture (drawing->cr, palette, &column->frame);
  write_below (drawing, &column->frame, text);
  if (column->layer + 1 < drawing->picture->layers->len)
    draw_weights (drawing, column);
}
