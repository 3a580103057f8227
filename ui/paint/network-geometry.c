/* network-geometry.c: places units and connections as they are looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include "base/number.h"
#include "ui/paint/network-layout.h"
#include "ui/paint/text-cache.h"

#include <math.h>

#define MOST_ZOOM_X 2.5     /* unless columns are closer than units with words need */
#define LEAST_MOST_ZOOM 4.0 /* any drawing can be enlarged so far */
#define ROOMY 1.4           /* the largest zoom, to that at which words have room */
#define WORDS_PITCH 3.2     /* of units with words, em */
#define CHIP_WIDTH 5.5      /* em */
#define BESIDE_RADIUS 0.3   /* of the room between columns, at most */

/**
 * chain_picture_number:
 * @value: a number
 * @digits: significant digits
 *
 * Returns: (transfer full): the number as shown in the drawing
 */
char *
chain_picture_number (double value,
                      guint  digits)
{
  char text[CHAIN_NUMBER_SIZE];

  return g_strdup (chain_number_show (value, digits, text));
}

/**
 * chain_picture_short_number:
 * @value: a number
 * @digits: significant digits at most
 * @decimals: figures after the point at most, of a number that is not tiny
 *
 * Returns: (transfer full): the number as shown where there is little room
 */
char *
chain_picture_short_number (double value,
                            guint  digits,
                            int    decimals)
{
  const double magnitude = fabs (value);
  int kept = (int) digits;

  if (isfinite (value) && magnitude > 0 && magnitude < 1)
    kept = MIN (kept, decimals + 1 + (int) floor (log10 (magnitude)));
  return chain_picture_number (value, (guint) MAX (kept, 1));
}

/**
 * chain_picture_column_unit:
 * @column: a column of units
 * @place: from the top, from 0
 *
 * Returns: the unit shown there; CHAIN_PART_ALL where a count stands
 */
guint
chain_picture_column_unit (const ChainPictureColumn *column,
                           guint                     place)
{
  if (column->fold_place == CHAIN_PLACE_NONE || place < column->fold_place)
    return column->pick != CHAIN_PLACE_NONE && place + 1 == column->fold_place ? column->pick
                                                                               : place;
  if (place == column->fold_place)
    return CHAIN_PART_ALL;
  return column->n_units - (column->n_places - place);
}

/**
 * chain_picture_column_place:
 * @column: a column of units
 * @unit: one of the layer's
 *
 * Returns: where the unit is, from the top; the place of the count if it is left out
 */
guint
chain_picture_column_place (const ChainPictureColumn *column,
                            guint                     unit)
{
  const guint after = column->n_places - column->fold_place - 1;

  if (column->fold_place == CHAIN_PLACE_NONE)
    return unit;
  if (column->pick == unit)
    return column->fold_place - 1;
  if (unit != CHAIN_PART_ALL && unit + after >= column->n_units)
    return column->n_places - (column->n_units - unit);
  if (unit < column->fold_place && (column->pick == CHAIN_PLACE_NONE
                                    || unit + 1 < column->fold_place))
    return unit;
  return column->fold_place;
}

/**
 * chain_picture_column_y:
 * @column: a column of units
 * @place: from the top, from 0
 *
 * Returns: the height of its centre, pixels
 */
double
chain_picture_column_y (const ChainPictureColumn *column,
                        guint                     place)
{
  return column->first_y + place * column->pitch;
}

/**
 * chain_picture_column_node:
 * @geometry: a geometry
 * @column: one of its columns
 * @place: from the top, from 0
 *
 * Returns: what stands there
 */
ChainPictureNode
chain_picture_column_node (const ChainNetworkGeometry *geometry,
                           const ChainPictureColumn   *column,
                           guint                       place)
{
  ChainPictureNode node = {
    .unit = chain_picture_column_unit (column, place),
    .x = column->x,
    .y = chain_picture_column_y (column, place),
    .radius = column->radius,
  };

  if (node.unit == CHAIN_PART_ALL)
    node.hidden = column->n_units - (column->n_places - 1);
  if (place >= column->first && place < column->end && !column->dots)
    node.bias = g_array_index (geometry->boxes, ChainRectangle,
                               column->first_box + place - column->first);
  return node;
}

/* The places of a column that can be seen. */
static void
find_visible (const ChainNetworkGeometry *geometry,
              ChainPictureColumn         *column)
{
  const double margin = chain_geometry_above (geometry, column->radius) + geometry->line;
  const double first = (-margin - column->first_y) / column->pitch;
  const double last = (geometry->height + margin - column->first_y) / column->pitch;

  column->first = (guint) CLAMP (ceil (first), 0, column->n_places);
  column->end = (guint) CLAMP (floor (last) + 1, column->first, column->n_places);
  if (column->x + geometry->column_room < 0
      || column->x - geometry->column_room > geometry->width)
    column->end = column->first;
}

/* How large a unit may be where units stand so close: without words they nearly touch. */
static double
largest_radius (const ChainNetworkGeometry *geometry,
                double                      pitch)
{
  const double dense = 0.42 * pitch;
  const double words = (pitch - geometry->line - 2 - CHAIN_LAYOUT_GAP) / 2;

  return MAX (MIN (dense, CHAIN_LAYOUT_LEAST_UNIT * geometry->em), MIN (dense, words));
}

static void
scale_column (const ChainNetworkGeometry *geometry,
              ChainPictureColumn         *column)
{
  const ChainNetworkLook *look = &geometry->look;
  const gboolean single = column->n_places == 1;

  column->x = column->x * geometry->zoom_x + look->x;
  column->first_y = column->first_y * look->zoom + look->y;
  column->pitch *= look->zoom;
  column->radius *= geometry->zoom_x;
  if (column->block)
    {
      column->frame.width *= geometry->zoom_x;
      column->frame.height *= geometry->zoom_x;
      column->frame.x = column->x - column->frame.width / 2;
      column->frame.y = column->first_y - column->frame.height / 2;
      column->half_width = column->frame.width / 2;
      return;
    }
  column->radius = MIN (column->radius, BESIDE_RADIUS * geometry->column_room);
  if (!single && (look->zoom != 1 || column->unfolded))
    column->radius = MIN (column->radius, largest_radius (geometry, column->pitch));
  column->half_width = column->radius;
  column->dots = column->radius < CHAIN_LAYOUT_LEAST_UNIT * geometry->em - 0.5
                 || (!single && column->pitch < 2 * column->radius + geometry->line);
}

/* With more room than the whole drawing has, more is written. */
static void
improve_detail (ChainNetworkGeometry *geometry)
{
  gboolean unfolded = FALSE;
  double free = G_MAXDOUBLE;

  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (!column->dots && !column->block && column->hidden == 0 && column->n_places > 1)
        free = MIN (free, column->pitch - 2 * column->radius);
      unfolded |= column->unfolded;
    }
  if ((geometry->look.zoom < 1 || unfolded) && free < 2 * geometry->line + 4)
    geometry->detail = CHAIN_DETAIL_COMPACT;
  if (geometry->look.zoom <= 1 || free < 2 * geometry->line + 4 + CHAIN_LAYOUT_GAP)
    return;
  if (geometry->column_room >= CHAIN_LAYOUT_FULL_ROOM * geometry->em)
    geometry->detail = CHAIN_DETAIL_FULL;
  else if (geometry->detail == CHAIN_DETAIL_COMPACT)
    geometry->detail = CHAIN_DETAIL_NARROW;
}

/* Enlarges and moves the whole drawing as it is looked at. */
static void
look_at (ChainNetworkGeometry *geometry)
{
  double tightest = G_MAXDOUBLE;
  const double words_room = CHAIN_LAYOUT_FULL_ROOM * geometry->em / geometry->column_room;

  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (column->n_places > 1)
        tightest = MIN (tightest, column->pitch);
    }
  geometry->most_zoom
    = ROOMY * MAX (MAX (WORDS_PITCH * geometry->em / tightest, words_room),
                   LEAST_MOST_ZOOM / ROOMY);
  geometry->zoom_x = MIN (geometry->look.zoom, MAX (MOST_ZOOM_X, words_room));
  geometry->column_room *= geometry->zoom_x;
  geometry->radius *= geometry->zoom_x;
  for (guint i = 0; i < geometry->columns->len; i++)
    scale_column (geometry, &g_array_index (geometry->columns, ChainPictureColumn, i));
  improve_detail (geometry);
}

/* The mark that folds a layer again stays in sight above it. */
static void
place_chip (const ChainNetworkGeometry *geometry,
            ChainPictureColumn         *column)
{
  const double height = geometry->line + 4;
  const double width = CHIP_WIDTH * geometry->em;
  const double top = 12 + 2 * geometry->line + 2 + geometry->look.head_room;

  const double name = column->dots ? 0 : geometry->line;

  if (column->unfolded)
    column->chip = (ChainRectangle) { CLAMP (column->x - width / 2, 4,
                                             MAX (geometry->width - width - 4, 4)),
                                      MAX (column->first_y - column->radius - name - height - 6,
                                           top),
                                      width, height };
}

static void
find_boxes (ChainNetworkGeometry      *geometry,
            const ChainNetworkPicture *picture,
            PangoContext              *context)
{
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      find_visible (geometry, column);
      place_chip (geometry, column);
      column->first_box = geometry->boxes->len;
      for (guint place = column->first; !column->dots && place < column->end; place++)
        {
          ChainRectangle box = { 0 };

          if (column->hidden == 0)
            box = chain_picture_bias_box (geometry, picture, context, column, place);
          g_array_append_val (geometry->boxes, box);
        }
    }
}

/**
 * chain_network_geometry_new:
 * @picture: what is drawn; at least two layers
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: likewise
 * @look: how it is looked at
 *
 * Returns: (transfer full): where everything goes
 */
ChainNetworkGeometry *
chain_network_geometry_new (const ChainNetworkPicture *picture,
                            PangoContext              *context,
                            double                     width,
                            double                     height,
                            const ChainNetworkLook    *look)
{
  ChainNetworkGeometry *geometry = g_new0 (ChainNetworkGeometry, 1);
  const ChainPictureColumn *outputs;

  g_atomic_ref_count_init (&geometry->references);
  geometry->width = width;
  geometry->height = height;
  geometry->look = *look;
  geometry->look.unfolded = NULL;
  geometry->em = chain_text_em (context);
  geometry->line = ceil (geometry->em * CHAIN_PICTURE_SMALL * 1.3);
  geometry->columns = g_array_new (FALSE, FALSE, sizeof (ChainPictureColumn));
  geometry->boxes = g_array_new (FALSE, FALSE, sizeof (ChainRectangle));
  geometry->labels = g_array_new (FALSE, FALSE, sizeof (ChainPictureLabel));
  g_return_val_if_fail (picture->layers->len >= 2, geometry);

  chain_network_scale_measure (&geometry->scale, picture, look);
  chain_network_layout (geometry, picture, context, look);
  look_at (geometry);
  find_boxes (geometry, picture, context);
  if (look->all_layers && geometry->crowded)
    geometry->layers_chip = (ChainRectangle) { width / 2 - CHIP_WIDTH * geometry->em / 2,
                                               12 + 2 * geometry->line + 2 + look->head_room,
                                               CHIP_WIDTH * geometry->em, geometry->line + 4 };
  outputs = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);
  geometry->footer = chain_picture_column_y (outputs, outputs->n_places - 1)
                     + chain_geometry_below (geometry, outputs->radius) + 4;
  chain_network_place_labels (geometry, picture, context);
  return geometry;
}

/**
 * chain_network_geometry_ref:
 * @geometry: a geometry
 *
 * Returns: (transfer full): the same
 */
ChainNetworkGeometry *
chain_network_geometry_ref (ChainNetworkGeometry *geometry)
{
  g_atomic_ref_count_inc (&geometry->references);
  return geometry;
}

/**
 * chain_network_geometry_unref:
 * @geometry: (transfer full): a geometry
 */
void
chain_network_geometry_unref (ChainNetworkGeometry *geometry)
{
  if (!g_atomic_ref_count_dec (&geometry->references))
    return;
  g_array_unref (geometry->columns);
  g_array_unref (geometry->boxes);
  g_array_unref (geometry->labels);
  g_free (geometry);
}

/**
 * chain_network_geometry_column:
 * @geometry: a geometry
 * @layer: 0 for the input
 *
 * Returns: (transfer none) (nullable): the layer's column; %NULL if the layer is left out
 */
const ChainPictureColumn *
chain_network_geometry_column (const ChainNetworkGeometry *geometry,
                               guint                       layer)
{
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (column->hidden == 0 && column->layer == layer)
        return column;
    }
  return NULL;
}

/**
 * chain_network_geometry_node:
 * @geometry: a geometry
 * @layer: 0 for the input
 * @unit: from 0
 * @node: (out): where the unit is
 *
 * Returns: whether it is shown; it may still be out of sight
 */
gboolean
chain_network_geometry_node (const ChainNetworkGeometry *geometry,
                             guint                       layer,
                             guint                       unit,
                             ChainPictureNode           *node)
{
  const ChainPictureColumn *column = chain_network_geometry_column (geometry, layer);
  guint place;

  if (!column || unit >= column->n_units)
    return FALSE;
  place = chain_picture_column_place (column, unit);
  if (place == column->fold_place)
    return FALSE;
  *node = chain_picture_column_node (geometry, column, place);
  return TRUE;
}

/**
 * chain_network_geometry_joins:
 * @geometry: a geometry
 * @column: its number, from 0
 *
 * Returns: whether connections from the column before end in it
 */
gboolean
chain_network_geometry_joins (const ChainNetworkGeometry *geometry,
                              guint                       column)
{
  const ChainPictureColumn *to = &g_array_index (geometry->columns, ChainPictureColumn, column);

  return column > 0 && to->hidden == 0 && (to - 1)->hidden == 0;
}

/**
 * chain_network_geometry_number:
 * @picture: a picture
 * @part: a connection
 *
 * Returns: its number; NaN while it is not known, and for those that are left out
 */
double
chain_network_geometry_number (const ChainNetworkPicture *picture,
                               const ChainPart           *part)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (picture, part->layer);

  if (!layer->overlay || part->from == CHAIN_PART_ALL || part->unit == CHAIN_PART_ALL)
    return NAN;
  return layer->overlay[(gsize) part->from * layer->units + part->unit];
}

/**
 * chain_network_geometry_edge:
 * @geometry: a geometry
 * @picture: its picture
 * @part: a connection; CHAIN_PART_ALL stands for the units left out
 * @edge: (out): where it runs
 *
 * Returns: whether both ends are shown
 */
gboolean
chain_network_geometry_edge (const ChainNetworkGeometry *geometry,
                             const ChainNetworkPicture  *picture,
                             const ChainPart            *part,
                             ChainPictureEdge           *edge)
{
  const ChainPictureColumn *to = chain_network_geometry_column (geometry, part->layer);
  const ChainPictureColumn *from;
  guint start, end;

  if (part->kind != CHAIN_PART_CONNECTION || part->layer == 0 || !to)
    return FALSE;
  from = chain_network_geometry_column (geometry, part->layer - 1);
  if (!from)
    return FALSE;
  if ((part->from == CHAIN_PART_ALL && from->fold_place == CHAIN_PLACE_NONE)
      || (part->unit == CHAIN_PART_ALL && to->fold_place == CHAIN_PLACE_NONE))
    return FALSE;
  start = chain_picture_column_place (from, part->from);
  end = chain_picture_column_place (to, part->unit);
  if ((start == from->fold_place) != (part->from == CHAIN_PART_ALL)
      || (end == to->fold_place) != (part->unit == CHAIN_PART_ALL))
    return FALSE;
  *edge = (ChainPictureEdge) {
    .part = *part,
    .x0 = from->x + from->half_width,
    .y0 = chain_picture_column_y (from, start),
    .x1 = to->x - to->half_width,
    .y1 = chain_picture_column_y (to, end),
    .value = chain_network_geometry_number (picture, part),
  };
  return TRUE;
}
