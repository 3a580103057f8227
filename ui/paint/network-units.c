/* network-units.c: circles, dots and squares of units, with their numbers and names.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include "ui/paint/shapes.h"
#include "ui/paint/text-cache.h"

#include <math.h>
#include <string.h>

#define NODE_DIGITS 3
#define NODE_DECIMALS 3
#define VALUE_MARGIN 7.0 /* left and right of a number in its unit, together */
#define LARGEST_VALUE 0.95
#define SMALLEST_VALUE 0.62 /* of a usual number in a unit, to the window's text */
#define MAP_VALUE 0.62      /* of a number on a map */
#define MAP_CORNER 0.28     /* of a unit that shows a map, to its radius */
#define LEAST_PITCH 1.5     /* pixels: of units closer than that not all are drawn */

/* Words on connections stand on a ground that dims these. */
static void
draw_behind (const ChainNetworkDrawing *drawing,
             PangoLayout               *text,
             double                     x,
             double                     y,
             double                     x_anchor)
{
  double width, height;

  chain_text_size (text, &width, &height);
  if (width <= 0)
    return;
  chain_color_set (drawing->cr, &drawing->palette->canvas, 0.75);
  cairo_rectangle (drawing->cr, x - x_anchor * width - 1, y - 0.4 * height, width + 2,
                   0.8 * height);
  cairo_fill (drawing->cr);
}

static void
draw_small (const ChainNetworkDrawing *drawing,
            const char                *words,
            const ChainColor          *color,
            double                     x,
            double                     y,
            double                     x_anchor)
{
  PangoLayout *text = chain_text_cached (drawing->context, words, CHAIN_PICTURE_SMALL,
                                         CHAIN_TEXT_PLAIN);

  draw_behind (drawing, text, x, y, x_anchor);
  chain_color_set (drawing->cr, color, 1);
  chain_text_draw (drawing->cr, text, x, y, x_anchor, 0.5);
}

/* The size of letters at which a number such as −0.12 fills a unit. */
static double
value_scale (const ChainNetworkDrawing *drawing,
             double                     radius)
{
  double scale = LARGEST_VALUE * MAX (1, radius / (1.8 * drawing->geometry->em));

  for (; scale > SMALLEST_VALUE; scale -= 0.03)
    {
      double width;

      chain_text_size (chain_text_cached (drawing->context, "−0.88", scale, CHAIN_TEXT_BOLD),
                       &width, NULL);
      if (width <= 2 * radius - VALUE_MARGIN)
        break;
    }
  return scale;
}

/* The value inside a unit: fewer digits, then smaller letters, until it fits. */
static void
draw_value (const ChainNetworkDrawing *drawing,
            const ChainPictureNode    *node,
            double                     value,
            double                     scale)
{
  const double room = 2 * node->radius - VALUE_MARGIN + 0.5;
  PangoLayout *layout = NULL;
  double width = G_MAXDOUBLE;

  for (guint digits = NODE_DIGITS; width > room && scale >= 0.45; digits = MAX (digits - 1, 2))
    {
      g_autofree char *text = chain_picture_short_number (value, digits, NODE_DECIMALS);

      layout = chain_text_cached (drawing->context, text, scale, CHAIN_TEXT_BOLD);
      chain_text_size (layout, &width, NULL);
      if (digits == 2)
        scale -= 0.04;
    }
  if (!layout)
    return;
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, layout, node->x, node->y, 0.5, 0.5);
}

/* On a map the value stands at the lower edge, on a ground of its own. */
static void
draw_map_value (const ChainNetworkDrawing *drawing,
                const ChainPictureNode    *node,
                double                     value)
{
  g_autofree char *text = chain_picture_short_number (value, NODE_DIGITS - 1, NODE_DECIMALS);
  const double scale = MAP_VALUE * CLAMP (node->radius / (1.8 * drawing->geometry->em), 1, 1.4);
  PangoLayout *layout = chain_text_cached (drawing->context, text, scale, CHAIN_TEXT_BOLD);
  double width, height, y;

  chain_text_size (layout, &width, &height);
  y = node->y + node->radius - height / 2 - 1;
  chain_color_set (drawing->cr, &drawing->palette->surface, 0.85);
  cairo_rectangle (drawing->cr, node->x - width / 2 - 2, y - height / 2 + 1, width + 4, height - 2);
  cairo_fill (drawing->cr);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, layout, node->x, y, 0.5, 0.5);
}

/**
 * chain_network_outline_unit:
 * @picture: a picture
 * @column: where the unit is
 * @node: the unit
 * @cr: a drawing
 * @larger: pixels outside the unit's own outline
 *
 * Adds the outline of a unit to the path: a square with round corners around a map, else a circle.
 */
void
chain_network_outline_unit (const ChainNetworkPicture *picture,
                            const ChainPictureColumn  *column,
                            const ChainPictureNode    *node,
                            cairo_t                   *cr,
                            double                     larger)
{
  const double half = node->radius + larger;
  const double corner = MAP_CORNER * node->radius + larger;

  if (chain_network_picture_layer (picture, column->layer)->maps)
    {
      chain_rounded_rectangle (cr, node->x - half, node->y - half, 2 * half, 2 * half, corner);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, node->x, node->y, half, 0, 2 * G_PI);
}

static void
draw_unit (const ChainNetworkDrawing *drawing,
           const ChainPictureColumn  *column,
           const ChainPictureNode    *node)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const ChainPart part = { CHAIN_PART_UNIT, column->layer, 0, node->unit };
  const gboolean followed = chain_network_picture_follows (drawing->picture, &part);
  const ChainRectangle frame = { node->x - node->radius, node->y - node->radius, 2 * node->radius,
                                 2 * node->radius };
  cairo_t *cr = drawing->cr;

  chain_network_outline_unit (drawing->picture, column, node, cr, 0);
  chain_color_set (cr, &drawing->palette->surface, 1);
  cairo_fill_preserve (cr);
  if (layer->maps)
    {
      cairo_save (cr);
      cairo_clip_preserve (cr);
      chain_network_draw_map (layer->maps, node->unit, cr, drawing->palette, &frame);
      cairo_restore (cr);
      cairo_new_path (cr);
      chain_network_outline_unit (drawing->picture, column, node, cr, 0);
    }
  if (followed)
    chain_color_set (cr, &drawing->palette->follow, 1);
  else
    chain_color_set (cr, &drawing->palette->line, layer->values || layer->maps ? 1 : 0.55);
  cairo_set_line_width (cr, followed ? 3.5 : 1.3);
  cairo_stroke (cr);
}

/* The line that names b, brighter while it is followed. */
static void
draw_bias (const ChainNetworkDrawing *drawing,
           const ChainPictureNode    *node,
           const ChainPart           *part,
           const char                *text)
{
  const ChainRectangle *box = &node->bias;
  cairo_t *cr = drawing->cr;

  if (!chain_network_picture_follows (drawing->picture, part))
    {
      draw_small (drawing, text, &drawing->palette->dim_text, box->x + box->width,
                  box->y + box->height / 2, 1);
      return;
    }
  chain_color_set (cr, &drawing->palette->follow, 0.5);
  cairo_rectangle (cr, box->x - 2, box->y, box->width + 4, box->height - 1);
  cairo_fill (cr);
  chain_color_set (cr, &drawing->palette->text, 1);
  chain_text_show (cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN,
                   box->x + box->width, box->y + box->height / 2, 1, 0.5);
}

static void
draw_note (const ChainNetworkDrawing *drawing,
           const ChainPictureColumn  *column,
           const ChainPictureNode    *node)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const ChainPart part = { CHAIN_PART_BIAS, column->layer, 0, node->unit };
  g_autofree char *before = NULL;

  before = chain_picture_unit_note (drawing->picture, geometry->detail, column->layer, node->unit,
                                    FALSE);
  if (layer->bias)
    {
      g_autofree char *note = NULL;

      note = chain_picture_unit_note (drawing->picture, geometry->detail, column->layer,
                                      node->unit, TRUE);
      /* What comes after z, if z is shown. */
      draw_bias (drawing, node, &part, strstr (note, "b "));
      draw_small (drawing, before, &drawing->palette->dim_text, node->bias.x,
                  node->bias.y + node->bias.height / 2, 1);
      return;
    }
  draw_small (drawing, before, &drawing->palette->dim_text, node->x,
              node->y + node->radius + 2 + geometry->line / 2, 0.5);
}

static void
draw_name (const ChainNetworkDrawing *drawing,
           const ChainPictureColumn  *column,
           const ChainPictureNode    *node)
{
  ChainRectangle box;
  g_autoptr (PangoLayout) text = chain_picture_node_name (drawing->geometry, drawing->picture,
                                                          drawing->context, column, node, &box);
  const double y = box.y + box.height / 2;

  draw_behind (drawing, text, box.x, y, 0);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, text, box.x, y, 0, 0.5);
}

static void
draw_count (const ChainNetworkDrawing *drawing,
            const ChainPictureNode    *node,
            const char                *text)
{
  const double line = drawing->geometry->line;
  PangoLayout *words = chain_text_cached (drawing->context, text, CHAIN_PICTURE_SMALL,
                                          CHAIN_TEXT_PLAIN);

  draw_behind (drawing, words, node->x, node->y + line * 0.4, 0.5);
  chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
  chain_text_show (drawing->cr, drawing->context, "⋯", 1.1, CHAIN_TEXT_BOLD, node->x,
                   node->y - line * 0.4, 0.5, 0.5);
  chain_text_draw (drawing->cr, words, node->x, node->y + line * 0.4, 0.5, 0.5);
}

static void
draw_node (const ChainNetworkDrawing *drawing,
           const ChainPictureColumn  *column,
           const ChainPictureNode    *node,
           double                     scale)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);

  if (column->hidden > 0 || node->hidden > 0)
    {
      g_autofree char *text = NULL;

      text = column->hidden > 0 ? g_strdup_printf ("%u layers", column->hidden)
                                : g_strdup_printf ("%u more", node->hidden);
      draw_count (drawing, node, text);
      return;
    }
  draw_unit (drawing, column, node);
  if (layer->values && layer->maps)
    draw_map_value (drawing, node, layer->values[node->unit]);
  else if (layer->values)
    draw_value (drawing, node, layer->values[node->unit], scale);
  draw_name (drawing, column, node);
  draw_note (drawing, column, node);
}

/* Largest magnitude of a layer's values. */
static double
largest_of (const ChainPictureLayer *layer)
{
  double largest = 0;

  for (guint i = 0; layer->values && i < layer->units; i++)
    largest = isfinite (layer->values[i]) ? MAX (largest, fabs (layer->values[i])) : largest;
  return largest;
}

/* A disc with its outline, as a stencil. */
static cairo_surface_t *
stencil_new (double radius,
             double scale)
{
  const int half = (int) ceil ((radius + 1) * scale);
  cairo_surface_t *stencil = cairo_image_surface_create (CAIRO_FORMAT_A8, 2 * half, 2 * half);
  cairo_t *cr = cairo_create (stencil);

  cairo_arc (cr, half, half, radius * scale, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_set_device_scale (stencil, scale, scale);
  cairo_surface_set_device_offset (stencil, half, half);
  return stencil;
}

/* Units too small for words: discs, coloured by their value. Stencils are far quicker than paths,
 * and of units closer than pixels one for each pixel is enough. */
static void
draw_dots (const ChainNetworkDrawing *drawing,
           const ChainPictureColumn  *column)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const guint stride = (guint) MAX (1, ceil (LEAST_PITCH / column->pitch));
  const double radius = MAX (column->radius, 1);
  const double largest = largest_of (layer);
  double scale_x = 1, scale_y;
  cairo_surface_t *disc, *rim;

  cairo_surface_get_device_scale (cairo_get_target (drawing->cr), &scale_x, &scale_y);
  disc = stencil_new (MAX (radius - 0.7, 0.7), scale_x);
  rim = stencil_new (radius + 0.3, scale_x);
  for (guint place = column->first; place < column->end; place += stride)
    {
      const guint unit = chain_picture_column_unit (column, place);
      const ChainPart part = { CHAIN_PART_UNIT, column->layer, 0, unit };
      const gboolean followed = chain_network_picture_follows (drawing->picture, &part);
      const double value = layer->values && unit != CHAIN_PART_ALL ? layer->values[unit] : NAN;
      const double y = chain_picture_column_y (column, place);

      if (unit == CHAIN_PART_ALL)
        continue;
      chain_color_set (drawing->cr, followed ? &drawing->palette->follow : &drawing->palette->line,
                       1);
      cairo_mask_surface (drawing->cr, rim, column->x, y);
      chain_color_set (drawing->cr, &drawing->palette->surface, 1);
      cairo_mask_surface (drawing->cr, disc, column->x, y);
      if (isnan (value) || largest <= 0)
        continue;
      chain_color_set (drawing->cr, chain_network_edge_color (drawing->palette, value),
                       MIN (fabs (value) / largest, 1));
      cairo_mask_surface (drawing->cr, disc, column->x, y);
    }
  cairo_surface_destroy (disc);
  cairo_surface_destroy (rim);
}

static void
draw_chip (const ChainNetworkDrawing *drawing,
           const ChainRectangle      *chip,
           const char                *text)
{
  cairo_t *cr = drawing->cr;

  cairo_rectangle (cr, chip->x + 0.5, chip->y + 0.5, chip->width - 1, chip->height - 1);
  chain_color_set (cr, &drawing->palette->surface, 0.95);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &drawing->palette->grid, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  chain_color_set (cr, &drawing->palette->text, 1);
  chain_text_show (cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN,
                   chip->x + chip->width / 2, chip->y + chip->height / 2, 0.5, 0.5);
}

static void
draw_column (const ChainNetworkDrawing *drawing,
             const ChainPictureColumn  *column)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const double scale
    = layer->values && !layer->maps ? value_scale (drawing, column->radius) : LARGEST_VALUE;

  if (column->block)
    chain_network_draw_block (drawing, column);
  else if (column->dots && column->hidden == 0)
    draw_dots (drawing, column);
  for (guint place = column->first; !column->block && place < column->end; place++)
    {
      const ChainPictureNode node = chain_picture_column_node (drawing->geometry, column, place);

      if (node.hidden > 0 || !column->dots)
        draw_node (drawing, column, &node, scale);
      else if (column->fold_place == CHAIN_PLACE_NONE)
        break;
    }
  if (column->chip.width > 0)
    {
      g_autofree char *text = g_strdup_printf ("fold %u", column->n_units);

      draw_chip (drawing, &column->chip, text);
    }
}

/**
 * chain_network_draw_units:
 * @drawing: with connections
 *
 * Draws the units, their numbers and names, and the counts of those left out.
 */
void
chain_network_draw_units (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;

  for (guint i = 0; i < geometry->columns->len; i++)
    draw_column (drawing, &g_array_index (geometry->columns, ChainPictureColumn, i));
  if (geometry->layers_chip.width > 0)
    draw_chip (drawing, &geometry->layers_chip, "fold layers");
}
