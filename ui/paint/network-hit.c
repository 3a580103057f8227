/* network-hit.c: what of a network's drawing is under a point, or next to a part.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include <math.h>

#define HIT_TOLERANCE 6.0 /* pixels beside a connection */

/**
 * chain_picture_edge_point:
 * @edge: a connection
 * @t: 0 at its beginning, 1 at its end
 * @x: (out): pixels
 * @y: (out): pixels
 */
void
chain_picture_edge_point (const ChainPictureEdge *edge,
                          double                  t,
                          double                 *x,
                          double                 *y)
{
  const double s = 1 - t;
  const double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;

  *x = a * edge->x[0] + b * edge->x[1] + c * edge->x[2] + d * edge->x[3];
  *y = a * edge->y[0] + b * edge->y[1] + c * edge->y[2] + d * edge->y[3];
}

static gboolean
inside (const ChainRectangle *rectangle,
        double                x,
        double                y)
{
  return rectangle->width > 0 && x >= rectangle->x - 3 && x <= rectangle->x + rectangle->width + 3
         && y >= rectangle->y - 1 && y <= rectangle->y + rectangle->height + 1;
}

static double
segment_distance (double x,
                  double y,
                  double x0,
                  double y0,
                  double x1,
                  double y1)
{
  const double dx = x1 - x0, dy = y1 - y0;
  const double length = dx * dx + dy * dy;
  const double t = length > 0 ? CLAMP (((x - x0) * dx + (y - y0) * dy) / length, 0, 1) : 0;

  return hypot (x - x0 - t * dx, y - y0 - t * dy);
}

static double
edge_distance (const ChainPictureEdge *edge,
               double                  x,
               double                  y)
{
  const int pieces = 24;
  double best = G_MAXDOUBLE;
  double x0 = edge->x[0], y0 = edge->y[0];

  for (int i = 1; i <= pieces; i++)
    {
      double x1, y1;

      chain_picture_edge_point (edge, (double) i / pieces, &x1, &y1);
      best = MIN (best, segment_distance (x, y, x0, y0, x1, y1));
      x0 = x1;
      y0 = y1;
    }
  return best;
}

static gboolean
hit_node (const ChainNetworkGeometry *geometry,
          double                      x,
          double                      y,
          ChainPart                  *part)
{
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      for (guint j = 0; j < column->nodes->len; j++)
        {
          const ChainPictureNode *node = &g_array_index (column->nodes, ChainPictureNode, j);
          const gboolean on_unit = hypot (x - node->x, y - node->y) <= geometry->radius + 2;

          if (node->hidden > 0 || (!on_unit && !inside (&node->bias, x, y)))
            continue;
          *part = (ChainPart) { on_unit ? CHAIN_PART_UNIT : CHAIN_PART_BIAS, column->layer, 0,
                                node->unit };
          return TRUE;
        }
    }
  return FALSE;
}

/* The unit of a column that is nearest to a height. */
static const ChainPictureNode *
nearest_node (const ChainPictureColumn *column,
              double                    y)
{
  const ChainPictureNode *nearest = NULL;

  for (guint i = 0; column->hidden == 0 && i < column->nodes->len; i++)
    {
      const ChainPictureNode *node = &g_array_index (column->nodes, ChainPictureNode, i);

      if (node->hidden == 0 && (!nearest || fabs (node->y - y) < fabs (nearest->y - y)))
        nearest = node;
    }
  return nearest;
}

static const ChainPictureNode *
next_node (const ChainPictureColumn *column,
           guint                     unit,
           int                       units)
{
  const ChainPictureNode *found = NULL;

  for (guint i = 0; i < column->nodes->len; i++)
    {
      const ChainPictureNode *node = &g_array_index (column->nodes, ChainPictureNode, i);

      if (node->hidden > 0)
        continue;
      if (units < 0 ? node->unit < unit : node->unit > unit && !found)
        found = node;
    }
  return found;
}

/**
 * chain_network_geometry_neighbour:
 * @geometry: a geometry
 * @part: where the keyboard is; nothing at first
 * @columns: -1 to the layer before, 1 to the one after
 * @units: -1 to the unit above, 1 to the one below
 *
 * Returns: the shown unit there, or the part's own where there is none farther on; from nothing,
 *   the first input
 */
ChainPart
chain_network_geometry_neighbour (const ChainNetworkGeometry *geometry,
                                  const ChainPart            *part,
                                  int                         columns,
                                  int                         units)
{
  const ChainPictureNode *at = chain_network_geometry_node (geometry, part->layer, part->unit);
  guint own = 0;

  if (part->kind == CHAIN_PART_NONE || !at)
    return (ChainPart) { CHAIN_PART_UNIT, 0, 0, 0 };
  while (g_array_index (geometry->columns, ChainPictureColumn, own).layer != part->layer)
    own++;
  for (int i = (int) own + columns; i >= 0 && i < (int) geometry->columns->len; i += columns)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);
      const ChainPictureNode *to = columns == 0 ? next_node (column, part->unit, units)
                                                : nearest_node (column, at->y);

      if (to)
        return (ChainPart) { CHAIN_PART_UNIT, column->layer, 0, to->unit };
      if (columns == 0)
        break;
    }
  return (ChainPart) { CHAIN_PART_UNIT, part->layer, 0, part->unit };
}

/**
 * chain_network_geometry_hit:
 * @geometry: a geometry
 * @x: pixels
 * @y: pixels
 * @part: (out): what is there; untouched if nothing is
 *
 * Units come before biases, numbers on connections before the nearest connection.
 *
 * Returns: whether the point is on something
 */
gboolean
chain_network_geometry_hit (const ChainNetworkGeometry *geometry,
                            double                      x,
                            double                      y,
                            ChainPart                  *part)
{
  double best = HIT_TOLERANCE;
  gboolean found = FALSE;

  if (hit_node (geometry, x, y, part))
    return TRUE;
  for (guint i = 0; i < geometry->edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (geometry->edges, ChainPictureEdge, i);

      if (!inside (&edge->label, x, y))
        continue;
      *part = edge->part;
      return TRUE;
    }
  for (guint i = 0; i < geometry->edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (geometry->edges, ChainPictureEdge, i);
      double distance;

      if (x < edge->x[0] - best || x > edge->x[3] + best)
        continue;
      distance = edge_distance (edge, x, y);
      if (distance > best)
        continue;
      best = distance;
      *part = edge->part;
      found = TRUE;
    }
  return found;
}
