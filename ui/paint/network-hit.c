/* network-hit.c: what of a network's drawing is under a point, or next to a part.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include "ui/paint/curve-raster.h"

#include <math.h>

#define HIT_TOLERANCE 6.0 /* pixels beside a connection */
#define DOT_TOLERANCE 4.0 /* beside a unit without words */
#define SAME 1.5          /* pixels: connections as near as that differ by strength */
#define MOST_BESIDE 12    /* of the connections of one unit that are looked at */

/**
 * chain_picture_edge_point:
 * @edge: a connection
 * @t: 0 at its beginning, 1 at its end, in between the parameter of the Bézier
 * @x: (out): pixels
 * @y: (out): pixels
 */
void
chain_picture_edge_point (const ChainPictureEdge *edge,
                          double                  t,
                          double                 *x,
                          double                 *y)
{
  *x = edge->x0 + (edge->x1 - edge->x0) * t * (1.5 + t * (t - 1.5));
  *y = edge->y0 + (edge->y1 - edge->y0) * t * t * (3 - 2 * t);
}

static gboolean
inside (const ChainRectangle *rectangle,
        double                x,
        double                y)
{
  return rectangle->width > 0 && x >= rectangle->x - 3 && x <= rectangle->x + rectangle->width + 3
         && y >= rectangle->y - 1 && y <= rectangle->y + rectangle->height + 1;
}

/* The place of a column that is nearest to a height. */
static guint
nearest_place (const ChainPictureColumn *column,
               double                    y)
{
  const double place = round ((y - column->first_y) / column->pitch);

  return (guint) CLAMP (place, 0, column->n_places - 1);
}

static gboolean
hit_column (const ChainNetworkGeometry *geometry,
            const ChainPictureColumn   *column,
            double                      x,
            double                      y,
            ChainPart                  *part)
{
  const guint near = nearest_place (column, y);
  const double reach = MAX (column->radius + 2, column->dots ? DOT_TOLERANCE : 0);

  /* What is written over or under a unit can be nearer to the next. */
  for (guint place = near > 0 ? near - 1 : 0; place <= near + 1 && place < column->n_places;
       place++)
    {
      const ChainPictureNode node = chain_picture_column_node (geometry, column, place);

      if (node.hidden > 0 && fabs (x - node.x) <= MAX (reach, 1.8 * geometry->em)
          && fabs (y - node.y) <= geometry->line)
        *part = (ChainPart) { column->hidden > 0 ? CHAIN_PART_LAYERS : CHAIN_PART_FOLD,
                              column->layer, 0, CHAIN_PART_ALL };
      else if (node.hidden == 0 && hypot (x - node.x, y - node.y) <= reach)
        *part = (ChainPart) { CHAIN_PART_UNIT, column->layer, 0, node.unit };
      else if (node.hidden == 0 && inside (&node.bias, x, y))
        *part = (ChainPart) { CHAIN_PART_BIAS, column->layer, 0, node.unit };
      else
        continue;
      return TRUE;
    }
  return FALSE;
}

/* A layer shown as one picture: a pixel is a unit, what is written below it unfolds it. */
static gboolean
hit_block (const ChainNetworkGeometry *geometry,
           const ChainNetworkPicture  *picture,
           const ChainPictureColumn   *column,
           double                      x,
           double                      y,
           ChainPart                  *part)
{
  const ChainRectangle *frame = &column->frame;
  const ChainPictureLayer *layer = chain_network_picture_layer (picture, column->layer);
  const double across = (x - frame->x) / frame->width, down = (y - frame->y) / frame->height;
  guint unit;

  if (across < 0 || across >= 1 || down < 0 || y > frame->y + frame->height + 2 * geometry->line)
    return FALSE;
  if (down >= 1)
    {
      *part = (ChainPart) { CHAIN_PART_FOLD, column->layer, 0, CHAIN_PART_ALL };
      return TRUE;
    }
  unit = (guint) (down * layer->rows) * layer->columns + (guint) (across * layer->columns);
  *part = (ChainPart) { CHAIN_PART_UNIT, column->layer, 0, MIN (unit, layer->units - 1) };
  return TRUE;
}

static gboolean
hit_node (const ChainNetworkGeometry *geometry,
          const ChainNetworkPicture  *picture,
          double                      x,
          double                      y,
          ChainPart                  *part)
{
  if (inside (&geometry->layers_chip, x, y))
    {
      *part = (ChainPart) { CHAIN_PART_LAYERS, 0, 0, CHAIN_PART_ALL };
      return TRUE;
    }
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (inside (&column->chip, x, y))
        {
          *part = (ChainPart) { CHAIN_PART_FOLD, column->layer, 0, CHAIN_PART_ALL };
          return TRUE;
        }
      if (fabs (x - column->x) > geometry->column_room)
        continue;
      if (column->block ? hit_block (geometry, picture, column, x, y, part)
                        : hit_column (geometry, column, x, y, part))
        return TRUE;
    }
  return FALSE;
}

/* The best connection so far. */
typedef struct
{
  const ChainNetworkGeometry *geometry;
  const ChainNetworkPicture  *picture;
  double                      distance;
  double                      strength;
  ChainPart                   part;
} Search;

static void
consider (Search                   *search,
          const ChainPictureColumn *from,
          const ChainPictureColumn *to,
          guint                     start,
          guint                     end,
          double                    distance)
{
  const ChainPart part = { CHAIN_PART_CONNECTION, to->layer,
                           chain_picture_column_unit (from, start),
                           chain_picture_column_unit (to, end) };
  const ChainNetworkScale *scale = &search->geometry->scale;
  const double value = chain_network_geometry_number (search->picture, &part);
  const double strength = chain_network_scale_strength (scale, value);

  if (distance > HIT_TOLERANCE || (fabs (value) < scale->least))
    return;
  if (distance > search->distance + SAME
      || (distance > search->distance - SAME && strength <= search->strength))
    return;
  search->distance = distance;
  search->strength = strength;
  search->part = part;
}

/* The connections between two columns that pass a point: for each unit at one end, those at the
 * other end follow from the height where they cross. */
static void
search_between (Search                   *search,
                const ChainPictureColumn *from,
                const ChainPictureColumn *to,
                double                    x,
                double                    y)
{
  const double x0 = from->x + from->half_width, x1 = to->x - to->half_width;
  const gboolean forward = from->n_places <= to->n_places;
  const ChainPictureColumn *few = forward ? from : to, *many = forward ? to : from;
  double s, slope, reach;

  if (x1 - x0 < 1 || x < x0 || x > x1)
    return;
  chain_fan_shape ((x - x0) / (x1 - x0), &s, &slope);
  slope /= x1 - x0;
  s = CLAMP (forward ? s : 1 - s, 1e-9, 1);
  for (guint i = 0; i < few->n_places; i++)
    {
      const double at = chain_picture_column_y (few, i);
      const double place = ((y - at * (1 - s)) / s - many->first_y) / many->pitch;

      reach = MIN (MOST_BESIDE / 2.0, SAME / (s * many->pitch) + 1);
      if (place < -reach - HIT_TOLERANCE / (s * many->pitch)
          || place > many->n_places + reach + HIT_TOLERANCE / (s * many->pitch))
        continue;
      for (int j = (int) CLAMP (ceil (place - reach), 0, many->n_places - 1);
           j <= (int) CLAMP (floor (place + reach), 0, many->n_places - 1); j++)
        {
          const double dy = chain_picture_column_y (many, (guint) j) - at;
          const double distance = fabs (y - at - dy * s) / hypot (1, dy * slope);

          consider (search, from, to, forward ? i : (guint) j, forward ? (guint) j : i, distance);
        }
    }
}

/* The unit of a column that is nearest to a height. */
static gboolean
nearest_unit (const ChainPictureColumn *column,
              double                    y,
              guint                    *unit)
{
  guint place = nearest_place (column, y);

  if (column->hidden > 0)
    return FALSE;
  if (column->block)
    {
      *unit = 0;
      return TRUE;
    }
  if (place == column->fold_place)
    place = place > 0 ? place - 1 : place + 1;
  *unit = chain_picture_column_unit (column, place);
  return TRUE;
}

/* The unit above or below; the count between units can be reached too. */
static ChainPart
next_unit (const ChainPictureColumn *column,
           const ChainPart          *part,
           int                       units)
{
  const guint own = part->kind == CHAIN_PART_FOLD
                      ? column->fold_place
                      : chain_picture_column_place (column, part->unit);
  const int to = (int) own + units;
  guint unit;

  if (column->block)
    return (ChainPart) { CHAIN_PART_UNIT, column->layer, 0,
                         (guint) CLAMP ((int) part->unit + units, 0, (int) column->n_units - 1) };
  if (own == CHAIN_PLACE_NONE || to < 0 || to >= (int) column->n_places)
    return *part;
  unit = chain_picture_column_unit (column, (guint) to);
  return (ChainPart) { unit == CHAIN_PART_ALL ? CHAIN_PART_FOLD : CHAIN_PART_UNIT, column->layer,
                       0, unit };
}

/**
 * chain_network_geometry_neighbour:
 * @geometry: a geometry
 * @part: where the keyboard is; nothing at first
 * @columns: -1 to the layer before, 1 to the one after
 * @units: -1 to the unit above, 1 to the one below
 *
 * Returns: the shown unit there, or a count of units left out, or the part's own where there is
 *   none farther on; from nothing, the first input
 */
ChainPart
chain_network_geometry_neighbour (const ChainNetworkGeometry *geometry,
                                  const ChainPart            *part,
                                  int                         columns,
                                  int                         units)
{
  const ChainPictureColumn *own = chain_network_geometry_column (geometry, part->layer);
  ChainPictureNode at;
  double y;
  int i = 0;

  if (part->kind == CHAIN_PART_NONE || part->kind == CHAIN_PART_LAYERS || !own)
    return (ChainPart) { CHAIN_PART_UNIT, 0, 0, 0 };
  if (columns == 0)
    return next_unit (own, part, units);
  y = chain_picture_column_y (own, own->fold_place == CHAIN_PLACE_NONE ? 0 : own->fold_place);
  if (chain_network_geometry_node (geometry, part->layer, part->unit, &at))
    y = at.y;
  while (&g_array_index (geometry->columns, ChainPictureColumn, i) != own)
    i++;
  for (i += columns; i >= 0 && i < (int) geometry->columns->len; i += columns)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);
      guint unit;

      if (nearest_unit (column, y, &unit))
        return (ChainPart) { CHAIN_PART_UNIT, column->layer, 0, unit };
    }
  return (ChainPart) { CHAIN_PART_UNIT, part->layer, 0, part->unit };
}

/**
 * chain_network_geometry_hit:
 * @geometry: a geometry
 * @picture: its picture
 * @x: pixels
 * @y: pixels
 * @part: (out): what is there; untouched if nothing is
 *
 * Units come before biases, numbers on connections before the nearest connection; of connections
 * that lie over each other the strongest counts.
 *
 * Returns: whether the point is on something
 */
gboolean
chain_network_geometry_hit (const ChainNetworkGeometry *geometry,
                            const ChainNetworkPicture  *picture,
                            double                      x,
                            double                      y,
                            ChainPart                  *part)
{
  Search search = { geometry, picture, G_MAXDOUBLE, -1, { CHAIN_PART_NONE } };

  if (hit_node (geometry, picture, x, y, part))
    return TRUE;
  for (guint i = 0; i < geometry->labels->len; i++)
    {
      const ChainPictureLabel *label = &g_array_index (geometry->labels, ChainPictureLabel, i);

      if (!inside (&label->box, x, y))
        continue;
      *part = label->part;
      return TRUE;
    }
  for (guint i = 1; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *to = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (chain_network_geometry_joins (geometry, i))
        search_between (&search, to - 1, to, x, y);
    }
  if (search.part.kind != CHAIN_PART_NONE)
    *part = search.part;
  return search.part.kind != CHAIN_PART_NONE;
}
