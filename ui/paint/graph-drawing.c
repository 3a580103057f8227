/* graph-drawing.c: draws a graph of operations: boxes, numbers, curves with arrow heads.
 *
 * What the step touches is yellow; backward its arrows point against the others. Blue and orange
 * are the sign of a gradient.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-picture.h"
#include "ui/paint/shapes.h"
#include "ui/paint/text-cache.h"

#include <math.h>

#define BOX_SCALE 0.5    /* from here on boxes are written in full */
#define NAME_SCALE 0.16  /* and from here on with their name */
#define DOT_SCALE 0.05   /* and from here on boxes and not dots */
#define LEAST_DOT 2.5    /* pixels */
#define MOST_EDGES 900   /* of those drawn while there are no boxes */
#define SMALL 0.86       /* size of text */
#define TINY 0.76
#define ARROW 7.0        /* pixels */
#define LINE 1.3         /* em */
#define HEAD 2.6

typedef struct
{
  const ChainGraphPicture *picture;
  const ChainGraphLook    *look;
  cairo_t                 *cr;
  PangoContext            *context;
  const ChainPalette      *palette;
  double                   em;
  double                   left, top, right, bottom; /* what is seen of the drawing */
} Drawing;

static const ChainGraphNode *
node_at (const Drawing *drawing,
         guint          node)
{
  return &g_array_index (drawing->picture->nodes, ChainGraphNode, node);
}

static gboolean
knows (const Drawing  *drawing,
       guint           node,
       ChainGraphKnown what)
{
  return drawing->look->known == NULL || (drawing->look->known[node] & what) != 0;
}

static void
write_text (const Drawing    *drawing,
            const char       *text,
            double            scale,
            ChainTextFlags    flags,
            const ChainColor *color,
            double            x,
            double            y,
            double            x_anchor,
            double            room)
{
  PangoLayout *layout = chain_text_cached (drawing->context, text, scale, flags);
  double width;

  chain_color_set (drawing->cr, color, 1);
  chain_text_size (layout, &width, NULL);
  if (width > room)
    {
      g_autoptr (PangoLayout) cut = chain_text_new (drawing->context, text, scale, flags);

      chain_text_ellipsize (cut, room);
      chain_text_draw (drawing->cr, cut, x, y, x_anchor, 0.5);
      return;
    }
  chain_text_draw (drawing->cr, layout, x, y, x_anchor, 0.5);
}

/* A matrix's bracket from the top to the bottom of its rows. */
static void
draw_bracket (const Drawing *drawing,
              double         x,
              double         top,
              double         bottom,
              double         tip)
{
  cairo_move_to (drawing->cr, x + tip, top);
  cairo_line_to (drawing->cr, x, top);
  cairo_line_to (drawing->cr, x, bottom);
  cairo_line_to (drawing->cr, x + tip, bottom);
  chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
  cairo_set_line_width (drawing->cr, 1);
  cairo_stroke (drawing->cr);
}

/* Writes numbers with their right end at x and the middle of their first row at y. */
static void
draw_numbers (const Drawing           *drawing,
              const ChainGraphNumbers *numbers,
              const ChainColor        *color,
              double                   x,
              double                   y,
              double                   room)
{
  const double em = drawing->em;
  const gboolean is_matrix = numbers->rows * numbers->columns > 1;
  double right = is_matrix ? x - 0.35 * em : x;

  for (guint column = numbers->columns; column-- > 0;)
    {
      double widest = 0;

      for (guint row = 0; row < numbers->rows; row++)
        {
          const char *text = numbers->cells[row * numbers->columns + column];
          double width;

          chain_text_size (chain_text_cached (drawing->context, text, SMALL, CHAIN_TEXT_BOLD),
                           &width, NULL);
          widest = MAX (widest, width);
          write_text (drawing, text, SMALL, CHAIN_TEXT_BOLD, color, right, y + row * LINE * em, 1,
                      room);
        }
      right -= widest + (column > 0 ? 0.6 : 0.35) * em;
    }
  if (is_matrix)
    {
      const double top = y - 0.6 * em;
      const double bottom = y + ((numbers->rows - 1) * LINE + 0.6) * em;

      draw_bracket (drawing, right, top, bottom, 0.25 * em);
      draw_bracket (drawing, x, top, bottom, -0.25 * em);
    }
}

static const ChainColor *
sign_color (const Drawing           *drawing,
            const ChainGraphNumbers *numbers)
{
  if (numbers->sign == 0 || !isfinite (numbers->sign))
    return &drawing->palette->text;
  return numbers->sign > 0 ? &drawing->palette->positive : &drawing->palette->negative;
}

static void
write_box (const Drawing *drawing,
           guint          node)
{
  const ChainGraphNode *what = node_at (drawing, node);
  const ChainGraphBox *box = &drawing->picture->layout->boxes[node];
  const ChainPalette *palette = drawing->palette;
  const double em = drawing->em;
  const double left = box->x - box->width / 2 + 0.6 * em;
  const double right = box->x + box->width / 2 - 0.6 * em;
  double y = box->y - box->height / 2 + 0.95 * em;
  double shape_width = 0;

  if (what->shape[0] != '\0')
    chain_text_size (chain_text_cached (drawing->context, what->shape, TINY, CHAIN_TEXT_PLAIN),
                     &shape_width, NULL);
  write_text (drawing, what->name, 1, CHAIN_TEXT_BOLD, &palette->text, left, y, 0,
              right - left - shape_width - 0.4 * em);
  write_text (drawing, what->shape, TINY, CHAIN_TEXT_PLAIN, &palette->dim_text, right, y, 1,
              right - left);
  write_text (drawing, what->operation, TINY, CHAIN_TEXT_PLAIN, &palette->dim_text, left,
              y + 1.15 * em, 0, right - left);
  y = box->y - box->height / 2 + (HEAD + LINE / 2) * em;
  if (knows (drawing, node, CHAIN_GRAPH_VALUE_KNOWN))
    draw_numbers (drawing, &what->value, &palette->text, right, y, right - left);
  if (what->adjoint_name == NULL || !knows (drawing, node, CHAIN_GRAPH_ADJOINT_KNOWN))
    return;
  y += MAX (1, what->value.rows) * LINE * em;
  chain_text_size (chain_text_cached (drawing->context, what->adjoint_name, TINY,
                                      CHAIN_TEXT_PLAIN), &shape_width, NULL);
  write_text (drawing, what->adjoint_name, TINY, CHAIN_TEXT_PLAIN, &palette->dim_text, left, y, 0,
              right - left);
  draw_numbers (drawing, &what->adjoint, sign_color (drawing, &what->adjoint), right, y,
                right - left - shape_width - 0.3 * em);
}

/* The outline of a box, so many pixels farther out. */
static void
add_outline (const Drawing       *drawing,
             const ChainGraphBox *box,
             double               radius,
             double               away)
{
  chain_rounded_rectangle (drawing->cr, box->x - box->width / 2 - away,
                           box->y - box->height / 2 - away, box->width + 2 * away,
                           box->height + 2 * away, radius + away);
}

/* Given things are round, variables outlined firmly, the target twice. */
static void
draw_outline (const Drawing *drawing,
              guint          node)
{
  const ChainGraphNode *what = node_at (drawing, node);
  const ChainGraphBox *box = &drawing->picture->layout->boxes[node];
  const ChainPalette *palette = drawing->palette;
  const ChainGraphLook *look = drawing->look;
  const double radius = what->kind == CHAIN_GRAPH_OPERATION ? 6 : 16;
  const double pixel = 1 / look->scale;

  if (node == look->current)
    {
      add_outline (drawing, box, radius, 4);
      chain_color_set (drawing->cr, &palette->follow, 1);
      cairo_fill (drawing->cr);
    }
  add_outline (drawing, box, radius, 0);
  chain_color_set (drawing->cr, &palette->surface, 1);
  cairo_fill_preserve (drawing->cr);
  if (what->kind == CHAIN_GRAPH_GIVEN)
    {
      chain_color_set (drawing->cr, &palette->grid, 0.45);
      cairo_fill_preserve (drawing->cr);
    }
  chain_color_set (drawing->cr, &palette->line, 1);
  cairo_set_line_width (drawing->cr, what->kind == CHAIN_GRAPH_VARIABLE ? MAX (2.2, 1.2 * pixel)
                                                                        : MAX (1, 0.7 * pixel));
  cairo_stroke (drawing->cr);
  if (what->target)
    {
      add_outline (drawing, box, radius, -3);
      cairo_set_line_width (drawing->cr, 1);
      cairo_stroke (drawing->cr);
    }
  if (node == look->selected || node == look->focused)
    {
      add_outline (drawing, box, radius, node == look->current ? 7 : 4);
      chain_color_set (drawing->cr, &palette->accent, node == look->selected ? 1 : 0.6);
      cairo_set_line_width (drawing->cr, MAX (2, 2 * pixel));
      cairo_stroke (drawing->cr);
    }
}

/* Only the name, as large as the box lets it be. */
static void
write_name (const Drawing *drawing,
            guint          node)
{
  const ChainGraphBox *box = &drawing->picture->layout->boxes[node];
  PangoLayout *name = chain_text_cached (drawing->context, node_at (drawing, node)->name, 1,
                                         CHAIN_TEXT_BOLD);
  double width, height, scale;

  chain_text_size (name, &width, &height);
  scale = MIN (2.4, MIN (box->width * 0.9 / MAX (width, 1), box->height * 0.9 / height));
  cairo_save (drawing->cr);
  cairo_translate (drawing->cr, box->x, box->y);
  cairo_scale (drawing->cr, scale, scale);
  chain_color_set (drawing->cr, &drawing->palette->text,
                   knows (drawing, node, CHAIN_GRAPH_VALUE_KNOWN) ? 1 : 0.5);
  chain_text_draw (drawing->cr, name, 0, 0, 0.5, 0.5);
  cairo_restore (drawing->cr);
}

static void
draw_dot (const Drawing *drawing,
          guint          node)
{
  const ChainGraphBox *box = &drawing->picture->layout->boxes[node];
  const ChainPalette *palette = drawing->palette;
  const double least = LEAST_DOT / drawing->look->scale;
  const gboolean marked = node == drawing->look->current || node == drawing->look->selected;
  const double width = MAX (box->width, least) * (marked ? 1.6 : 1) + (marked ? 2 * least : 0);
  const double height = MAX (box->height, least) * (marked ? 1.6 : 1) + (marked ? 2 * least : 0);

  cairo_rectangle (drawing->cr, box->x - width / 2, box->y - height / 2, width, height);
  if (marked)
    chain_color_set (drawing->cr, node == drawing->look->current ? &palette->follow
                                                                 : &palette->accent, 1);
  else
    chain_color_set (drawing->cr, &palette->line,
                     knows (drawing, node, CHAIN_GRAPH_ADJOINT_KNOWN)  ? 1
                     : knows (drawing, node, CHAIN_GRAPH_VALUE_KNOWN) ? 0.75
                                                                      : 0.35);
  cairo_fill (drawing->cr);
}

static gboolean
is_seen (const Drawing       *drawing,
         const ChainGraphBox *box)
{
  return box->x + box->width / 2 >= drawing->left && box->x - box->width / 2 <= drawing->right
         && box->y + box->height / 2 >= drawing->top
         && box->y - box->height / 2 <= drawing->bottom;
}

static gboolean
is_marked (const Drawing *drawing,
           guint          node)
{
  return node == drawing->look->current || node == drawing->look->selected
         || node == drawing->look->focused;
}

/* Nodes that would fall on the same dot are drawn once; those marked come last. */
static void
draw_nodes (const Drawing *drawing,
            gboolean       marked)
{
  const ChainGraphLayout *layout = drawing->picture->layout;
  const double scale = drawing->look->scale;
  double last_x = -INFINITY, last_y = -INFINITY;

  for (guint i = 0; i < layout->layers->len; i++)
    {
      const ChainGraphLayer *layer = &g_array_index (layout->layers, ChainGraphLayer, i);

      if (layer->right < drawing->left || layer->left > drawing->right)
        continue;
      for (guint j = layer->first; j < layer->first + layer->n_nodes; j++)
        {
          const guint node = layout->order[j];
          const ChainGraphBox *box = &layout->boxes[node];

          if (!is_seen (drawing, box) || is_marked (drawing, node) != marked)
            continue;
          if (scale >= DOT_SCALE)
            {
              draw_outline (drawing, node);
              if (scale >= BOX_SCALE)
                write_box (drawing, node);
              else if (scale >= NAME_SCALE)
                write_name (drawing, node);
              continue;
            }
          if (!marked && fabs (box->x - last_x) * scale < 1 && fabs (box->y - last_y) * scale < 1)
            continue;
          last_x = box->x;
          last_y = box->y;
          draw_dot (drawing, node);
        }
    }
}

static void
draw_arrow (const Drawing *drawing,
            double         x,
            double         y,
            double         direction)
{
  const double size = ARROW * CLAMP (1 / drawing->look->scale, 1, 2);

  cairo_move_to (drawing->cr, x, y);
  cairo_line_to (drawing->cr, x - direction * size, y - 0.45 * size);
  cairo_line_to (drawing->cr, x - direction * size, y + 0.45 * size);
  cairo_close_path (drawing->cr);
  cairo_fill (drawing->cr);
}

static void
trace_route (const Drawing         *drawing,
             const ChainGraphRoute *route)
{
  const ChainGraphPoint *points
    = &g_array_index (drawing->picture->layout->points, ChainGraphPoint, route->first);

  cairo_move_to (drawing->cr, points[0].x, points[0].y);
  for (guint i = 1; i < route->n_points; i++)
    {
      const double middle = (points[i - 1].x + points[i].x) / 2;

      if (points[i - 1].y == points[i].y)
        cairo_line_to (drawing->cr, points[i].x, points[i].y);
      else
        cairo_curve_to (drawing->cr, middle, points[i - 1].y, middle, points[i].y, points[i].x,
                        points[i].y);
    }
}

/* The step reads what leads to it, or what gives its gradient back to it. */
static gboolean
is_followed (const Drawing         *drawing,
             const ChainGraphRoute *route)
{
  const ChainGraphLook *look = drawing->look;

  if (look->current == G_MAXUINT)
    return FALSE;
  if (!look->backward)
    return route->to == look->current;
  return route->from == look->current && knows (drawing, route->to, CHAIN_GRAPH_ADJOINT_KNOWN)
         && node_at (drawing, route->to)->adjoint_name != NULL;
}

static void
draw_route (const Drawing         *drawing,
            const ChainGraphRoute *route,
            gboolean               followed)
{
  const ChainGraphPoint *points
    = &g_array_index (drawing->picture->layout->points, ChainGraphPoint, route->first);
  const ChainGraphPoint *end = &points[route->n_points - 1];
  const double pixel = 1 / drawing->look->scale;
  const ChainColor *color = followed ? &drawing->palette->follow : &drawing->palette->line;

  chain_color_set (drawing->cr, color, followed ? 1 : 0.7);
  trace_route (drawing, route);
  cairo_set_line_width (drawing->cr, followed ? MAX (4, 3 * pixel) : MAX (1.2, 0.8 * pixel));
  cairo_stroke (drawing->cr);
  if (drawing->look->scale < NAME_SCALE)
    return;
  if (followed)
    chain_color_set (drawing->cr, &drawing->palette->text, 1);
  if (followed && drawing->look->backward)
    draw_arrow (drawing, points[0].x, points[0].y, -1);
  else
    draw_arrow (drawing, end->x, end->y, 1);
}

static gboolean
route_is_seen (const Drawing         *drawing,
               const ChainGraphRoute *route)
{
  const ChainGraphPoint *points
    = &g_array_index (drawing->picture->layout->points, ChainGraphPoint, route->first);
  const ChainGraphPoint *end = &points[route->n_points - 1];
  const double least = 1.5 / drawing->look->scale;
  double top = INFINITY, bottom = -INFINITY;

  if (points[0].x > drawing->right || end->x < drawing->left)
    return FALSE;
  if (end->x - points[0].x < least && fabs (end->y - points[0].y) < least)
    return FALSE;
  for (guint i = 0; i < route->n_points; i++)
    {
      top = MIN (top, points[i].y);
      bottom = MAX (bottom, points[i].y);
    }
  return top <= drawing->bottom && bottom >= drawing->top;
}

/* While there are only dots, so many edges say as much as all. */
static void
draw_edges (const Drawing *drawing)
{
  const GArray *routes = drawing->picture->layout->routes;
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  guint stride = 1;

  for (guint i = 0; i < routes->len; i++)
    if (route_is_seen (drawing, &g_array_index (routes, ChainGraphRoute, i)))
      g_array_append_val (seen, i);
  if (drawing->look->scale < NAME_SCALE)
    stride = 1 + seen->len / MOST_EDGES;
  for (guint i = 0; i < seen->len; i += stride)
    {
      const ChainGraphRoute *route
        = &g_array_index (routes, ChainGraphRoute, g_array_index (seen, guint, i));

      if (!is_followed (drawing, route))
        draw_route (drawing, route, FALSE);
    }
  for (guint i = 0; i < seen->len; i++)
    {
      const ChainGraphRoute *route
        = &g_array_index (routes, ChainGraphRoute, g_array_index (seen, guint, i));

      if (is_followed (drawing, route))
        draw_route (drawing, route, TRUE);
    }
}

/**
 * chain_graph_picture_draw:
 * @picture: a picture that is laid out
 * @look: from where it is seen, and what is known of it
 * @cr: a drawing
 * @context: fonts to write with
 * @palette: its colours
 * @width: of the window, pixels
 * @height: likewise
 */
void
chain_graph_picture_draw (const ChainGraphPicture *picture,
                          const ChainGraphLook    *look,
                          cairo_t                 *cr,
                          PangoContext            *context,
                          const ChainPalette      *palette,
                          double                   width,
                          double                   height)
{
  const double around = 12; /* outlines reach beyond their boxes */
  const Drawing drawing = {
    .picture = picture,
    .look = look,
    .cr = cr,
    .context = context,
    .palette = palette,
    .em = chain_text_em (context),
    .left = -look->x / look->scale - around,
    .top = -look->y / look->scale - around,
    .right = (width - look->x) / look->scale + around,
    .bottom = (height - look->y) / look->scale + around,
  };

  g_return_if_fail (picture->layout != NULL);

  cairo_save (cr);
  cairo_translate (cr, look->x, look->y);
  cairo_scale (cr, look->scale, look->scale);
  draw_edges (&drawing);
  draw_nodes (&drawing, FALSE);
  draw_nodes (&drawing, TRUE);
  cairo_restore (cr);
}
