/* network-drawing.c: the words of a network's drawing, and what moves over it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include "ui/paint/text-cache.h"

#include <math.h>
#include <string.h>

#define LOSS_DIGITS 5
#define MOST_SPARKS 160 /* of what flows, in all */
#define SPARK 3.2       /* radius, pixels */

static void
draw_labels (const ChainNetworkDrawing *drawing)
{
  const GArray *labels = drawing->geometry->labels;

  for (guint i = 0; i < labels->len; i++)
    {
      const ChainPictureLabel *label = &g_array_index (labels, ChainPictureLabel, i);
      const ChainRectangle *box = &label->box;
      g_autofree char *text = chain_picture_number (label->value, drawing->picture->digits);

      chain_color_set (drawing->cr, &drawing->palette->canvas, 0.88);
      cairo_rectangle (drawing->cr, box->x, box->y, box->width, box->height);
      cairo_fill (drawing->cr);
      chain_color_set (drawing->cr, chain_network_edge_color (drawing->palette, label->value), 1);
      chain_text_draw (drawing->cr,
                       chain_text_cached (drawing->context, text, CHAIN_PICTURE_SMALL,
                                          CHAIN_TEXT_PLAIN),
                       box->x + box->width / 2, box->y + box->height / 2, 0.5, 0.5);
    }
}

/**
 * chain_network_draw_ground:
 * @cr: a drawing
 * @palette: colours
 * @x: pixels
 * @y: likewise
 * @width: likewise
 * @height: likewise
 *
 * Dims what words in a fixed place would be written on.
 */
void
chain_network_draw_ground (cairo_t            *cr,
                           const ChainPalette *palette,
                           double              x,
                           double              y,
                           double              width,
                           double              height)
{
  chain_color_set (cr, &palette->canvas, 0.88);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* So many connections that each would hide the others: the room between the layers is marked. */
static void
draw_followed_area (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;

  for (guint i = 0; i < drawing->picture->followed->len; i++)
    {
      const ChainPart *part = &g_array_index (drawing->picture->followed, ChainPart, i);
      const ChainPictureColumn *to = chain_network_geometry_column (geometry, part->layer);
      const ChainPictureColumn *from = NULL;

      if (part->kind == CHAIN_PART_CONNECTION && part->layer > 0 && to)
        from = chain_network_geometry_column (geometry, part->layer - 1);
      if (!from)
        continue;
      cairo_move_to (drawing->cr, from->x, from->first_y);
      cairo_line_to (drawing->cr, to->x, to->first_y);
      cairo_line_to (drawing->cr, to->x, chain_picture_column_y (to, to->n_places - 1));
      cairo_line_to (drawing->cr, from->x, chain_picture_column_y (from, from->n_places - 1));
      cairo_close_path (drawing->cr);
      chain_color_set (drawing->cr, &drawing->palette->follow, 0.16);
      cairo_fill (drawing->cr);
    }
}

/* The target and the loss below the outputs. */
static void
draw_footer (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPictureColumn *outputs
    = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);
  g_autofree char *number = chain_picture_number (drawing->picture->loss, LOSS_DIGITS);
  g_autofree char *loss = NULL;
  const char *lines[] = { drawing->picture->target, NULL };
  const double room = chain_picture_footer_room (geometry, outputs);

  if (drawing->picture->loss_title && drawing->picture->loss_known)
    lines[1] = loss = g_strdup_printf ("%s = %s", drawing->picture->loss_title, number);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (PangoLayout) text = NULL;

      if (!lines[i])
        continue;
      text = chain_text_new (drawing->context, lines[i], CHAIN_PICTURE_FOOTER,
                             i == 1 ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN);
      chain_text_ellipsize (text, room);
      chain_color_set (drawing->cr, i == 1 ? &drawing->palette->text : &drawing->palette->dim_text,
                       1);
      chain_text_draw (drawing->cr, text, outputs->x,
                       geometry->footer + (i + 0.5) * (geometry->line + 2), 0.5, 0.5);
    }
}

static void
draw_arrow (const ChainNetworkDrawing *drawing,
            double                     x,
            double                     y,
            double                     length)
{
  const double tip = drawing->picture->direction > 0 ? x + length : x;
  const double back = drawing->picture->direction > 0 ? -6 : 6;
  cairo_t *cr = drawing->cr;

  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + length, y);
  cairo_move_to (cr, tip + back, y - 4.5);
  cairo_line_to (cr, tip, y);
  cairo_line_to (cr, tip + back, y + 4.5);
  chain_color_set (cr, &drawing->palette->text, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* Where there is little room, what the step computes matters more than its number. */
static PangoLayout *
caption_within (const ChainNetworkDrawing *drawing,
                double                     room)
{
  const char *caption = drawing->picture->caption;
  const char *colon = strstr (caption, ": ");
  PangoLayout *text = chain_text_new (drawing->context, caption, 0.92, CHAIN_TEXT_PLAIN);
  double width;

  chain_text_size (text, &width, NULL);
  if (width > room && colon)
    {
      g_object_unref (text);
      text = chain_text_new (drawing->context, colon + 2, 0.92, CHAIN_TEXT_PLAIN);
    }
  chain_text_ellipsize (text, room);
  return text;
}

static void
draw_caption (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const double arrow = drawing->picture->direction != 0 ? 2.4 * geometry->em : 0;
  const double gap = arrow > 0 ? 1.2 * geometry->em : 0;
  const double y = geometry->height - 6 - geometry->line * 0.75;
  const double taken = drawing->picture->controls_width;
  g_autoptr (PangoLayout) text = NULL;
  double width, left;

  if (!drawing->picture->caption)
    return;
  text = caption_within (drawing, geometry->width - taken - 24 - arrow - gap);
  chain_text_size (text, &width, NULL);
  left = MAX ((geometry->width - width - arrow - gap) / 2, taken + 8);
  if (geometry->look.zoom != 1)
    chain_network_draw_ground (drawing->cr, drawing->palette, left - 8, y - geometry->line * 0.75,
                               width + arrow + gap + 16, geometry->line * 1.5);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, text, left, y, 0, 0.5);
  if (arrow > 0)
    draw_arrow (drawing, round (left + width + gap), round (y), arrow);
}

/**
 * chain_network_draw_top:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing with the connections
 * @context: fonts to write with
 * @palette: colours
 *
 * Draws all but the connections.
 */
void
chain_network_draw_top (const ChainNetworkPicture  *picture,
                        const ChainNetworkGeometry *geometry,
                        cairo_t                    *cr,
                        PangoContext               *context,
                        const ChainPalette         *palette)
{
  const ChainNetworkDrawing drawing = { picture, geometry, cr, context, palette };

  cairo_save (cr);
  if (chain_network_follows_too_many (picture, geometry))
    draw_followed_area (&drawing);
  draw_labels (&drawing);
  chain_network_draw_units (&drawing);
  chain_network_draw_marks (&drawing);
  draw_footer (&drawing);
  draw_caption (&drawing);
  chain_network_draw_legend (&drawing);
  cairo_restore (cr);
}

static void
point_at_edge (const ChainNetworkDrawing *drawing,
               const ChainPart           *part,
               gboolean                   focused)
{
  ChainPictureEdge edge;
  double width;

  if (!chain_network_geometry_edge (drawing->geometry, drawing->picture, part, &edge))
    return;
  width = chain_network_edge_width (drawing->geometry, edge.value);
  if (focused)
    chain_network_stroke_edge (drawing->geometry, &edge, drawing->cr, &drawing->palette->accent,
                               0.45, width + 8);
  chain_network_stroke_edge (drawing->geometry, &edge, drawing->cr,
                             chain_network_edge_color (drawing->palette, edge.value), 1,
                             MAX (width, 2));
}

static void
ring (const ChainNetworkDrawing *drawing,
      const ChainPictureColumn  *column,
      const ChainPictureNode    *node,
      gboolean                   focused)
{
  chain_network_outline_unit (drawing->picture, column, node, drawing->cr, focused ? 5 : 0);
  chain_color_set (drawing->cr, focused ? &drawing->palette->accent : &drawing->palette->text, 1);
  cairo_set_line_width (drawing->cr, 2);
  cairo_stroke (drawing->cr);
}

static void
frame (const ChainNetworkDrawing *drawing,
       const ChainRectangle      *box,
       gboolean                   focused)
{
  cairo_rectangle (drawing->cr, box->x - 4, box->y - 1, box->width + 8, box->height + 1);
  chain_color_set (drawing->cr, focused ? &drawing->palette->accent : &drawing->palette->text,
                   focused ? 1 : 0.5);
  cairo_set_line_width (drawing->cr, focused ? 2 : 1);
  cairo_stroke (drawing->cr);
}

/* A unit of a layer that is shown as a picture is one of its pixels. */
static void
point_at_pixel (const ChainNetworkDrawing *drawing,
                const ChainPictureColumn  *column,
                guint                      unit,
                gboolean                   focused)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const double width = column->frame.width / layer->columns;
  const double height = column->frame.height / layer->rows;

  cairo_rectangle (drawing->cr, column->frame.x + unit % layer->columns * width,
                   column->frame.y + unit / layer->columns * height, width, height);
  chain_color_set (drawing->cr, focused ? &drawing->palette->accent : &drawing->palette->follow, 1);
  cairo_set_line_width (drawing->cr, 2);
  cairo_stroke (drawing->cr);
}

static void
point_at_count (const ChainNetworkDrawing *drawing,
                const ChainPictureColumn  *column,
                gboolean                   focused)
{
  const double line = drawing->geometry->line;
  ChainRectangle box = { column->x - 2.2 * drawing->geometry->em, 0,
                         4.4 * drawing->geometry->em, 2 * line };

  if (column->chip.width > 0)
    {
      frame (drawing, &column->chip, focused);
      return;
    }
  box.y = column->block ? column->frame.y + column->frame.height + 2
                        : chain_picture_column_y (column, column->fold_place) - line;
  box.height = column->block ? line + 4 : box.height;
  frame (drawing, &box, focused);
}

static void
point_at (const ChainNetworkDrawing *drawing,
          const ChainPart           *part,
          gboolean                   focused)
{
  const ChainPictureColumn *column;
  ChainPictureNode node;

  if (part->kind == CHAIN_PART_CONNECTION)
    point_at_edge (drawing, part, focused);
  column = chain_network_geometry_column (drawing->geometry, part->layer);
  if (!column || part->kind == CHAIN_PART_CONNECTION || part->kind == CHAIN_PART_NONE
      || part->kind == CHAIN_PART_LAYERS)
    return;
  if (part->kind == CHAIN_PART_FOLD)
    point_at_count (drawing, column, focused);
  else if (column->block)
    point_at_pixel (drawing, column, part->unit, focused);
  else if (!chain_network_geometry_node (drawing->geometry, part->layer, part->unit, &node))
    return;
  else if (part->kind == CHAIN_PART_BIAS)
    frame (drawing, &node.bias, focused);
  else
    ring (drawing, column, &node, focused);
}

/**
 * chain_network_draw_pointed:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing with all the rest
 * @context: fonts to write with
 * @palette: colours
 * @hovered: (nullable): what the pointer is on
 * @focused: (nullable): what the keyboard is on
 *
 * Marks what is pointed at.
 */
void
chain_network_draw_pointed (const ChainNetworkPicture  *picture,
                            const ChainNetworkGeometry *geometry,
                            cairo_t                    *cr,
                            PangoContext               *context,
                            const ChainPalette         *palette,
                            const ChainPart            *hovered,
                            const ChainPart            *focused)
{
  const ChainNetworkDrawing drawing = { picture, geometry, cr, context, palette };

  cairo_save (cr);
  if (focused)
    point_at (&drawing, focused, TRUE);
  if (hovered)
    point_at (&drawing, hovered, FALSE);
  cairo_restore (cr);
}

/* Sparks of the connections that one pattern follows, of as many as there may be. */
static void
draw_sparks (const ChainNetworkDrawing *drawing,
             const ChainPart           *pattern,
             double                     t)
{
  const ChainPictureColumn *to
    = chain_network_geometry_column (drawing->geometry, pattern->layer);
  const ChainPictureColumn *from
    = chain_network_geometry_column (drawing->geometry, pattern->layer - 1);
  guint every;

  if (!from || !to)
    return;
  every = 1 + (guint) ((guint64) from->n_places * to->n_places / MOST_SPARKS);
  for (guint64 k = 0; k < (guint64) from->n_places * to->n_places; k += every)
    {
      const ChainPart part = {
        CHAIN_PART_CONNECTION, pattern->layer,
        chain_picture_column_unit (from, (guint) (k / to->n_places)),
        chain_picture_column_unit (to, (guint) (k % to->n_places)),
      };
      ChainPictureEdge edge;
      double x, y;

      if ((pattern->from != CHAIN_PART_ALL && pattern->from != part.from)
          || (pattern->unit != CHAIN_PART_ALL && pattern->unit != part.unit)
          || !chain_network_geometry_edge (drawing->geometry, drawing->picture, &part, &edge))
        continue;
      chain_picture_edge_point (&edge, t, &x, &y);
      cairo_new_sub_path (drawing->cr);
      cairo_arc (drawing->cr, x, y, SPARK, 0, 2 * G_PI);
    }
}

/**
 * chain_network_draw_pulse:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing with all the rest
 * @palette: colours
 * @progress: of the flow, 0 to 1
 *
 * Draws what flows along the connections that are followed, to the right in the forward pass and
 * to the left in the backward pass.
 */
void
chain_network_draw_pulse (const ChainNetworkPicture  *picture,
                          const ChainNetworkGeometry *geometry,
                          cairo_t                    *cr,
                          const ChainPalette         *palette,
                          double                      progress)
{
  const ChainNetworkDrawing drawing = { picture, geometry, cr, NULL, palette };
  const double eased = progress * progress * (3 - 2 * progress);

  if (picture->direction == 0)
    return;
  cairo_save (cr);
  for (guint i = 0; i < picture->followed->len; i++)
    {
      const ChainPart *part = &g_array_index (picture->followed, ChainPart, i);

      if (part->kind == CHAIN_PART_CONNECTION && part->layer > 0)
        draw_sparks (&drawing, part, picture->direction > 0 ? eased : 1 - eased);
    }
  chain_color_set (cr, &palette->follow, 1);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &palette->text, 0.5);
  cairo_set_line_width (cr, 0.8);
  cairo_stroke (cr);
  cairo_restore (cr);
}
