/* network-drawing.c: strokes, circles and words of a network's drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-drawing.h"

#include <math.h>
#include <string.h>

#define MOST_CONNECTIONS 2000 /* the strongest are drawn */
#define FEW_FOLLOWED 12
#define NODE_DIGITS 3
#define NODE_DECIMALS 3
#define VALUE_MARGIN 7.0 /* left and right of a number in its unit, together */
#define LOSS_DIGITS 5
#define LARGEST_VALUE 0.95
#define SMALLEST_VALUE 0.62 /* of a usual number in a unit, to the window's text */

typedef struct
{
  const ChainNetworkPicture  *picture;
  const ChainNetworkGeometry *geometry;
  cairo_t                    *cr;
  PangoContext               *context;
  const ChainPalette         *palette;
  const ChainPart            *hovered; /* (nullable) */
  const ChainPart            *focused; /* (nullable) */
  double                      strongest;
  double                      value_scale;
} Drawing;

/* The more connections, the thinner the strongest. */
static const struct
{
  guint  up_to;
  double width;
} widths[] = {
  { 14, 9 }, { 40, 6 }, { 150, 4.5 }, { G_MAXUINT, 3 },
};

static gboolean
is_part (const ChainPart *maybe,
         const ChainPart *part)
{
  return maybe && chain_part_equal (maybe, part);
}

static double
strength (const Drawing *drawing,
          double         value)
{
  if (!isfinite (value))
    return isnan (value) ? 0 : 1;
  return drawing->strongest > 0 ? fabs (value) / drawing->strongest : 0;
}

static double
edge_width (const Drawing          *drawing,
            const ChainPictureEdge *edge)
{
  guint i = 0;

  while (drawing->geometry->edges->len > widths[i].up_to)
    i++;
  return 1 + (widths[i].width - 1) * strength (drawing, edge->value);
}

static const ChainColor *
edge_color (const Drawing          *drawing,
            const ChainPictureEdge *edge)
{
  if (isnan (edge->value) || edge->value == 0)
    return &drawing->palette->line;
  return edge->value < 0 ? &drawing->palette->negative : &drawing->palette->positive;
}

static void
stroke_edge (const Drawing          *drawing,
             const ChainPictureEdge *edge,
             const ChainColor       *color,
             double                  alpha,
             double                  width)
{
  cairo_t *cr = drawing->cr;

  cairo_move_to (cr, edge->x[0], edge->y[0]);
  cairo_curve_to (cr, edge->x[1], edge->y[1], edge->x[2], edge->y[2], edge->x[3], edge->y[3]);
  chain_color_set (cr, color, alpha);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static int
compare_strength (gconstpointer a,
                  gconstpointer b)
{
  const ChainPictureEdge *const *left = a;
  const ChainPictureEdge *const *right = b;
  const double x = isnan ((*left)->value) ? 0 : fabs ((*left)->value);
  const double y = isnan ((*right)->value) ? 0 : fabs ((*right)->value);

  return (x > y) - (x < y);
}

/* What is followed lies over the other connections, on a yellow band. */
static void
draw_followed (const Drawing *drawing)
{
  const GArray *edges = drawing->geometry->edges;
  double band;
  guint followed = 0;

  for (guint i = 0; i < edges->len; i++)
    followed += chain_network_picture_follows (
      drawing->picture, &g_array_index (edges, ChainPictureEdge, i).part);
  /* Many bands side by side would be a yellow field. */
  band = followed <= FEW_FOLLOWED ? 0.5 : 0.5 * FEW_FOLLOWED / followed;
  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);
      const double width = edge_width (drawing, edge);

      if (chain_network_picture_follows (drawing->picture, &edge->part))
        stroke_edge (drawing, edge, &drawing->palette->follow, band, width + 6);
    }
  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      if (chain_network_picture_follows (drawing->picture, &edge->part))
        stroke_edge (drawing, edge, edge_color (drawing, edge), 1,
                     MAX (edge_width (drawing, edge), 1.2));
    }
}

/**
 * chain_network_draw_connections:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing
 * @palette: colours
 *
 * Draws the connections, the strongest last; where they are very many only these. Over them lie
 * the ones that are followed.
 */
void
chain_network_draw_connections (const ChainNetworkPicture  *picture,
                                const ChainNetworkGeometry *geometry,
                                cairo_t                    *cr,
                                const ChainPalette         *palette)
{
  g_autoptr (GPtrArray) order = g_ptr_array_sized_new (geometry->edges->len);
  const Drawing drawing = {
    .picture = picture,
    .geometry = geometry,
    .cr = cr,
    .palette = palette,
    .strongest = chain_network_picture_strongest (picture),
  };
  guint first;

  for (guint i = 0; i < geometry->edges->len; i++)
    g_ptr_array_add (order, &g_array_index (geometry->edges, ChainPictureEdge, i));
  g_ptr_array_sort (order, compare_strength);
  first = order->len > MOST_CONNECTIONS ? order->len - MOST_CONNECTIONS : 0;
  cairo_save (cr);
  for (guint i = first; i < order->len; i++)
    {
      const ChainPictureEdge *edge = order->pdata[i];
      const double alpha = isnan (edge->value) ? 0.4
                                               : 0.35 + 0.3 * strength (&drawing, edge->value);

      stroke_edge (&drawing, edge, edge_color (&drawing, edge), alpha,
                   edge_width (&drawing, edge));
    }
  draw_followed (&drawing);
  cairo_restore (cr);
}

/* What is pointed at, by the mouse or the keyboard, lies over all other connections. */
static void
draw_pointed_at (const Drawing *drawing)
{
  const GArray *edges = drawing->geometry->edges;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);
      const double width = edge_width (drawing, edge);

      if (is_part (drawing->focused, &edge->part))
        stroke_edge (drawing, edge, &drawing->palette->accent, 0.45, width + 8);
      if (is_part (drawing->hovered, &edge->part) || is_part (drawing->focused, &edge->part))
        stroke_edge (drawing, edge, edge_color (drawing, edge), 1, MAX (width, 2));
    }
}

static void
draw_label (const Drawing          *drawing,
            const ChainPictureEdge *edge)
{
  g_autofree char *text = chain_picture_number (edge->value, drawing->picture->digits);
  const ChainRectangle *label = &edge->label;

  chain_color_set (drawing->cr, &drawing->palette->canvas, 0.88);
  cairo_rectangle (drawing->cr, label->x, label->y, label->width, label->height);
  cairo_fill (drawing->cr);
  chain_color_set (drawing->cr, edge_color (drawing, edge), 1);
  chain_text_show (drawing->cr, drawing->context, text, CHAIN_PICTURE_SMALL,
                   is_part (drawing->hovered, &edge->part) ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN,
                   label->x + label->width / 2, label->y + label->height / 2, 0.5, 0.5);
}

static void
draw_labels (const Drawing *drawing)
{
  const GArray *edges = drawing->geometry->edges;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      if (edge->label.width > 0)
        draw_label (drawing, edge);
    }
}

/* The size of letters at which a number such as −0.12 fills a unit. */
static double
value_scale (const Drawing *drawing)
{
  double scale = LARGEST_VALUE;

  for (; scale > SMALLEST_VALUE; scale -= 0.03)
    {
      g_autoptr (PangoLayout) text = NULL;
      double width;

      text = chain_text_new (drawing->context, "−0.88", scale, CHAIN_TEXT_BOLD);
      chain_text_size (text, &width, NULL);
      if (width <= 2 * drawing->geometry->radius - VALUE_MARGIN)
        break;
    }
  return scale;
}

/* The value inside a unit: fewer digits, then smaller letters, until it fits. */
static void
draw_value (const Drawing          *drawing,
            const ChainPictureNode *node,
            double                  value)
{
  const double room = 2 * drawing->geometry->radius - VALUE_MARGIN + 0.5;
  g_autoptr (PangoLayout) layout = NULL;
  double scale = drawing->value_scale;
  double width = G_MAXDOUBLE;

  for (guint digits = NODE_DIGITS; width > room && scale >= 0.45; digits = MAX (digits - 1, 2))
    {
      g_autofree char *text = chain_picture_short_number (value, digits, NODE_DECIMALS);

      g_clear_object (&layout);
      layout = chain_text_new (drawing->context, text, scale, CHAIN_TEXT_BOLD);
      chain_text_size (layout, &width, NULL);
      if (digits == 2)
        scale -= 0.04;
    }
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, layout, node->x, node->y, 0.5, 0.5);
}

static void
draw_circle (const Drawing          *drawing,
             const ChainPictureNode *node,
             const ChainPart        *part,
             gboolean                known)
{
  const double radius = drawing->geometry->radius;
  const gboolean followed = chain_network_picture_follows (drawing->picture, part);
  cairo_t *cr = drawing->cr;

  if (is_part (drawing->focused, part))
    {
      cairo_arc (cr, node->x, node->y, radius + 5, 0, 2 * G_PI);
      chain_color_set (cr, &drawing->palette->accent, 1);
      cairo_set_line_width (cr, 2);
      cairo_stroke (cr);
    }
  cairo_arc (cr, node->x, node->y, radius, 0, 2 * G_PI);
  chain_color_set (cr, &drawing->palette->surface, 1);
  cairo_fill_preserve (cr);
  if (followed)
    chain_color_set (cr, &drawing->palette->follow, 1);
  else if (is_part (drawing->hovered, part))
    chain_color_set (cr, &drawing->palette->text, 1);
  else
    chain_color_set (cr, &drawing->palette->line, known ? 1 : 0.55);
  cairo_set_line_width (cr, followed ? 3.5 : is_part (drawing->hovered, part) ? 2 : 1.3);
  cairo_stroke (cr);
}

/* Dims the connections behind a text. */
static void
draw_behind (const Drawing *drawing,
             PangoLayout   *text,
             double         x,
             double         y,
             double         x_anchor)
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
draw_small (const Drawing    *drawing,
            const char       *words,
            const ChainColor *color,
            double            x,
            double            y,
            double            x_anchor)
{
  g_autoptr (PangoLayout) text = NULL;

  text = chain_text_new (drawing->context, words, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN);
  draw_behind (drawing, text, x, y, x_anchor);
  chain_color_set (drawing->cr, color, 1);
  chain_text_draw (drawing->cr, text, x, y, x_anchor, 0.5);
}

/* The line that names b, brighter while it is pointed at or followed. */
static void
draw_bias (const Drawing          *drawing,
           const ChainPictureNode *node,
           const ChainPart        *part,
           const char             *text)
{
  const ChainRectangle *box = &node->bias;
  const gboolean followed = chain_network_picture_follows (drawing->picture, part);
  cairo_t *cr = drawing->cr;

  if (followed)
    {
      chain_color_set (cr, &drawing->palette->follow, 0.5);
      cairo_rectangle (cr, box->x - 2, box->y, box->width + 4, box->height - 1);
      cairo_fill (cr);
    }
  if (is_part (drawing->focused, part))
    {
      chain_color_set (cr, &drawing->palette->accent, 1);
      cairo_set_line_width (cr, 2);
      cairo_rectangle (cr, box->x - 4, box->y - 1, box->width + 8, box->height + 1);
      cairo_stroke (cr);
    }
  if (followed || is_part (drawing->hovered, part))
    {
      chain_color_set (cr, &drawing->palette->text, 1);
      chain_text_show (cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN,
                       box->x + box->width, box->y + box->height / 2, 1, 0.5);
      return;
    }
  draw_small (drawing, text, &drawing->palette->dim_text, box->x + box->width,
              box->y + box->height / 2, 1);
}

static void
draw_note (const Drawing            *drawing,
           const ChainPictureColumn *column,
           const ChainPictureNode   *node)
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
    }
  if (layer->bias)
    draw_small (drawing, before, &drawing->palette->dim_text, node->bias.x,
                node->bias.y + node->bias.height / 2, 1);
  else
    draw_small (drawing, before, &drawing->palette->dim_text, node->x,
                node->y + geometry->radius + 2 + geometry->line / 2, 0.5);
}

static void
draw_name (const Drawing            *drawing,
           const ChainPictureColumn *column,
           const ChainPictureNode   *node)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const gboolean beside = geometry->detail == CHAIN_DETAIL_COMPACT && node->bias.width > 0;
  const double y = node->y - geometry->radius - 2 - geometry->line / 2;
  g_autofree char *name = NULL;
  g_autoptr (PangoLayout) text = NULL;
  double room = geometry->column_room - 12;

  if (beside)
    room -= node->bias.width;
  if (column->layer == 0 || column->layer + 1 == drawing->picture->layers->len)
    room = MIN (room, 2 * MIN (node->x, geometry->width - node->x) - 6);
  name = chain_network_picture_unit_name (drawing->picture, column->layer, node->unit);
  text = chain_text_new (drawing->context, name, CHAIN_PICTURE_SMALL + (beside ? 0 : 0.06),
                         CHAIN_TEXT_PLAIN);
  chain_text_ellipsize (text, room);
  draw_behind (drawing, text, beside ? node->bias.x - 8 : node->x, y, beside ? 1 : 0.5);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, text, beside ? node->bias.x - 8 : node->x, y, beside ? 1 : 0.5,
                   0.5);
}

static void
draw_hidden (const Drawing          *drawing,
             const ChainPictureNode *node,
             const char             *text)
{
  const double line = drawing->geometry->line;

  chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
  chain_text_show (drawing->cr, drawing->context, "⋯", 1.1, CHAIN_TEXT_BOLD, node->x,
                   node->y - line * 0.4, 0.5, 0.5);
  chain_text_show (drawing->cr, drawing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN,
                   node->x, node->y + line * 0.4, 0.5, 0.5);
}

static void
draw_node (const Drawing            *drawing,
           const ChainPictureColumn *column,
           const ChainPictureNode   *node)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (drawing->picture, column->layer);
  const ChainPart part = { CHAIN_PART_UNIT, column->layer, 0, node->unit };

  if (column->hidden > 0 || node->hidden > 0)
    {
      g_autofree char *text = NULL;

      text = column->hidden > 0 ? g_strdup_printf ("%u layers", column->hidden)
                                : g_strdup_printf ("%u more", node->hidden);
      draw_hidden (drawing, node, text);
      return;
    }
  draw_circle (drawing, node, &part, layer->values != NULL);
  if (layer->values)
    draw_value (drawing, node, layer->values[node->unit]);
  draw_name (drawing, column, node);
  draw_note (drawing, column, node);
}

/* The target and the loss below the outputs. */
static void
draw_footer (const Drawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const ChainPictureColumn *outputs
    = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);
  g_autofree char *number = chain_picture_number (drawing->picture->loss, LOSS_DIGITS);
  g_autofree char *loss = NULL;
  const char *lines[] = { drawing->picture->target, NULL };
  const double room = 2 * (geometry->width - outputs->x) - 8;

  if (drawing->picture->loss_title && drawing->picture->loss_known)
    lines[1] = loss = g_strdup_printf ("%s = %s", drawing->picture->loss_title, number);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (PangoLayout) text = NULL;

      if (!lines[i])
        continue;
      text = chain_text_new (drawing->context, lines[i], CHAIN_PICTURE_SMALL + 0.06,
                             i == 1 ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN);
      chain_text_ellipsize (text, room);
      chain_color_set (drawing->cr, i == 1 ? &drawing->palette->text : &drawing->palette->dim_text,
                       1);
      chain_text_draw (drawing->cr, text, outputs->x,
                       geometry->footer + (i + 0.5) * (geometry->line + 2), 0.5, 0.5);
    }
}

static void
draw_arrow (const Drawing *drawing,
            double         x,
            double         y,
            double         length)
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

static void
draw_caption (const Drawing *drawing)
{
  const ChainNetworkGeometry *geometry = drawing->geometry;
  const double arrow = drawing->picture->direction != 0 ? 2.4 * geometry->em : 0;
  const double gap = arrow > 0 ? 1.2 * geometry->em : 0;
  const double y = geometry->height - 6 - geometry->line * 0.75;
  g_autoptr (PangoLayout) text = NULL;
  double width, left;

  if (!drawing->picture->caption)
    return;
  text = chain_text_new (drawing->context, drawing->picture->caption, 0.92, CHAIN_TEXT_PLAIN);
  chain_text_ellipsize (text, geometry->width - 24 - arrow - gap);
  chain_text_size (text, &width, NULL);
  left = (geometry->width - width - arrow - gap) / 2;
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
 * @hovered: (nullable): what the pointer is on
 * @focused: (nullable): what the keyboard is on
 *
 * Draws all but the connections, of these only what is pointed at.
 */
void
chain_network_draw_top (const ChainNetworkPicture  *picture,
                        const ChainNetworkGeometry *geometry,
                        cairo_t                    *cr,
                        PangoContext               *context,
                        const ChainPalette         *palette,
                        const ChainPart            *hovered,
                        const ChainPart            *focused)
{
  Drawing drawing = {
    .picture = picture,
    .geometry = geometry,
    .cr = cr,
    .context = context,
    .palette = palette,
    .hovered = hovered,
    .focused = focused,
    .strongest = chain_network_picture_strongest (picture),
  };

  drawing.value_scale = value_scale (&drawing);
  cairo_save (cr);
  draw_pointed_at (&drawing);
  draw_labels (&drawing);
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      for (guint j = 0; j < column->nodes->len; j++)
        draw_node (&drawing, column, &g_array_index (column->nodes, ChainPictureNode, j));
    }
  draw_footer (&drawing);
  draw_caption (&drawing);
  chain_network_draw_legend (picture, geometry, cr, context, palette);
  cairo_restore (cr);
}
