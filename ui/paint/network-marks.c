/* network-marks.c: small signs in the drawing of a network: locks on what does not train, and
 * marks on units that do not learn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include "ui/paint/text-cache.h"

#include <math.h>
#include <string.h>

#define LOCK 5.0        /* half the height of a lock, pixels */
#define BADGE 3.0       /* around it */
#define MARK 7.0        /* radius of the mark on a unit */
#define MOST_PAIRS 4000 /* of units between two layers that are looked through for locks */
#define ALONG 0.3       /* where a lock sits on its connection, which has no number */

/* A padlock: a body with a round shackle over it. */
static void
draw_lock (const ChainNetworkDrawing *drawing,
           double                     x,
           double                     y)
{
  cairo_t *cr = drawing->cr;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, LOCK + BADGE, 0, 2 * G_PI);
  chain_color_set (cr, &drawing->palette->canvas, 0.92);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &drawing->palette->grid, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  chain_color_set (cr, &drawing->palette->text, 0.9);
  cairo_arc (cr, x, y - 0.8, 2.4, G_PI, 2 * G_PI);
  cairo_rel_line_to (cr, 0, 1.2);
  cairo_move_to (cr, x - 2.4, y - 0.8);
  cairo_rel_line_to (cr, 0, 1.2);
  cairo_set_line_width (cr, 1.4);
  cairo_stroke (cr);
  cairo_rectangle (cr, x - 3.6, y, 7.2, 4.6);
  cairo_fill (cr);
}

/* Beside the connection's number, or on the connection. */
static void
draw_edge_lock (const ChainNetworkDrawing *drawing,
                const ChainPictureEdge    *edge)
{
  const GArray *labels = drawing->geometry->labels;
  double x, y;

  for (guint i = 0; i < labels->len; i++)
    {
      const ChainPictureLabel *label = &g_array_index (labels, ChainPictureLabel, i);

      if (!chain_part_equal (&label->part, &edge->part))
        continue;
      draw_lock (drawing, label->box.x - LOCK - BADGE, label->box.y + label->box.height / 2);
      return;
    }
  chain_picture_edge_point (edge, ALONG, &x, &y);
  draw_lock (drawing, x, y);
}

static void
draw_edge_locks (const ChainNetworkDrawing *drawing,
                 const ChainPictureColumn  *from,
                 const ChainPictureColumn  *to)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, to->layer);

  if (!layer->locks || from->block
      || (guint64) (from->end - from->first) * (to->end - to->first) > MOST_PAIRS)
    return;
  for (guint i = from->first; i < from->end; i++)
    {
      for (guint j = to->first; j < to->end; j++)
        {
          const ChainPart part = { CHAIN_PART_CONNECTION, to->layer,
                                   chain_picture_column_unit (from, i),
                                   chain_picture_column_unit (to, j) };
          ChainPictureEdge edge;

          if (part.from != CHAIN_PART_ALL && part.unit != CHAIN_PART_ALL
              && layer->locks[(gsize) part.from * layer->units + part.unit]
              && chain_network_geometry_edge (drawing->geometry, drawing->picture, &part, &edge))
            draw_edge_lock (drawing, &edge);
        }
    }
}

/* An exclamation mark at the upper right of a unit. */
static void
draw_unit_mark (const ChainNetworkDrawing *drawing,
                const ChainPictureNode    *node)
{
  const double x = node->x + 0.75 * node->radius, y = node->y - 0.75 * node->radius;
  cairo_t *cr = drawing->cr;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, MARK, 0, 2 * G_PI);
  chain_color_set (cr, &drawing->palette->text, 1);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &drawing->palette->canvas, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_move_to (cr, x, y - 3.8);
  cairo_line_to (cr, x, y + 0.6);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 1.8);
  cairo_stroke (cr);
  cairo_arc (cr, x, y + 3.4, 1.1, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
mark_units (const ChainNetworkDrawing *drawing,
            const ChainPictureColumn  *column)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);

  if (column->dots || column->block || column->hidden > 0)
    return;
  for (guint place = column->first; place < column->end; place++)
    {
      const ChainPictureNode node = chain_picture_column_node (drawing->geometry, column, place);

      if (node.hidden > 0)
        continue;
      if (layer->marked && layer->marked[node.unit])
        draw_unit_mark (drawing, &node);
      if (layer->bias_locks && layer->bias_locks[node.unit] && node.bias.width > 0)
        draw_lock (drawing, node.bias.x + node.bias.width + LOCK + BADGE + 1,
                   node.bias.y + node.bias.height / 2);
    }
}

/* What is true of a whole layer stands over its connections. */
static void
draw_layer_note (const ChainNetworkDrawing *drawing,
                 const ChainPictureColumn  *from,
                 const ChainPictureColumn  *to)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, to->layer);
  const double y = 12 + 2 * geometry->line + 2 + geometry->look.head_room
                   + (geometry->line + 4) / 2;
  const double room = to->x - from->x - 8;
  double x = (from->x + to->x) / 2;
  g_autoptr (PangoLayout) text = NULL;
  double width, height;

  if (layer->frozen)
    draw_lock (drawing, x, y);
  if (!layer->note)
    return;
  text = chain_text_new (drawing->context, layer->note, CHAIN_PICTURE_SMALL, CHAIN_TEXT_BOLD);
  chain_text_size (text, &width, &height);
  /* "gradient vanishes", or where that is too long, its last word. */
  if (width > room && strchr (layer->note, ' '))
    pango_layout_set_text (text, strrchr (layer->note, ' ') + 1, -1);
  chain_text_ellipsize (text, room);
  chain_text_size (text, &width, &height);
  chain_network_draw_ground (drawing->cr, drawing->palette, x - width / 2 - 2,
                             y + (layer->frozen ? geometry->line : 0) - height / 2, width + 4,
                             height);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, text, x, y + (layer->frozen ? geometry->line : 0), 0.5, 0.5);
}

/**
 * chain_network_draw_marks:
 * @drawing: with connections, units and words
 *
 * Draws a lock on what training leaves alone, and marks what keeps units from learning.
 */
void
chain_network_draw_marks (const ChainNetworkDrawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;

  cairo_save (drawing->cr);
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      mark_units (drawing, column);
      if (!chain_network_geometry_joins (geometry, i))
        continue;
      draw_edge_locks (drawing, column - 1, column);
      draw_layer_note (drawing, column - 1, column);
    }
  cairo_restore (drawing->cr);
}
