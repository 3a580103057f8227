/* network-captions.c: what is written around a unit, and where.
 *
 * With room the name stands above it and its numbers below; else all in one line above.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include "ui/paint/text-cache.h"

#define NOTE_DIGITS 3
#define NOTE_DECIMALS 4
#define NAME_MARGIN 12.0 /* pixels between the names of two columns */
#define NAME_GAP 8.0     /* between a name and the number after it */

static double
text_width (PangoContext *context,
            const char   *text)
{
  double width;

  chain_text_size (chain_text_cached (context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN), &width,
                   NULL);
  return width;
}

/* What the line of a unit's name may take: up to the next column's, or to the edge. */
static double
name_room (const ChainNetworkGeometry *geometry,
           const ChainNetworkPicture  *picture,
           const ChainPictureColumn   *column)
{
  const double room = geometry->column_room - NAME_MARGIN;

  if (column->layer > 0 && column->layer + 1 < picture->layers->len)
    return room;
  return MIN (room, 2 * MIN (column->x, geometry->width - column->x) - 6);
}

/**
 * chain_picture_unit_note:
 * @picture: a picture
 * @detail: how much is shown
 * @layer: 0 for the input
 * @unit: from 0
 * @with_bias: whether b is part of it
 *
 * Returns: (transfer full): the numbers beside a unit: z where there is room, then b; may be empty
 */
char *
chain_picture_unit_note (const ChainNetworkPicture *picture,
                         ChainPictureDetail         detail,
                         guint                      layer,
                         guint                      unit,
                         gboolean                   with_bias)
{
  const ChainPictureLayer *of = chain_network_picture_layer (picture, layer);
  GString *note = g_string_new (NULL);

  if (detail == CHAIN_DETAIL_FULL && of->shows_z && of->z)
    {
      g_autofree char *z = chain_picture_short_number (of->z[unit], NOTE_DIGITS, NOTE_DECIMALS);

      g_string_append_printf (note, "z %s", z);
    }
  if (with_bias && of->bias)
    {
      g_autofree char *b = chain_picture_short_number (of->bias[unit], NOTE_DIGITS, NOTE_DECIMALS);

      g_string_append_printf (note, "%sb %s", note->len > 0 ? "  " : "", b);
    }
  return g_string_free (note, FALSE);
}

/**
 * chain_picture_bias_box:
 * @geometry: a geometry
 * @picture: what is drawn
 * @context: fonts to write with
 * @column: one of its columns
 * @place: from the top, from 0
 *
 * Returns: where b is written: after z below the unit, or after the name above it; no width where
 *   there is none
 */
ChainRectangle
chain_picture_bias_box (const ChainNetworkGeometry *geometry,
                        const ChainNetworkPicture  *picture,
                        PangoContext               *context,
                        const ChainPictureColumn   *column,
                        guint                       place)
{
  const guint unit = chain_picture_column_unit (column, place);
  const double y = chain_picture_column_y (column, place);
  ChainRectangle bias = { .height = geometry->line };
  g_autofree char *before = NULL;
  g_autofree char *all = NULL;
  double width, width_before;

  if (unit == CHAIN_PART_ALL || !chain_network_picture_layer (picture, column->layer)->bias)
    return bias;
  all = chain_picture_unit_note (picture, geometry->detail, column->layer, unit, TRUE);
  before = chain_picture_unit_note (picture, geometry->detail, column->layer, unit, FALSE);
  width = text_width (context, all);
  width_before = text_width (context, before);
  bias.width = width - width_before;
  bias.x = column->x - width / 2 + width_before;
  bias.y = y + column->radius + 2;
  if (geometry->detail == CHAIN_DETAIL_COMPACT)
    {
      g_autofree char *name = chain_network_picture_unit_name (picture, column->layer, unit);
      const double room = name_room (geometry, picture, column) - NAME_GAP - width;
      const double name_width = CLAMP (text_width (context, name), 0, MAX (room, 0));

      bias.x = column->x - (name_width + NAME_GAP + width) / 2 + name_width + NAME_GAP;
      bias.y = y - column->radius - geometry->line - 1;
    }
  return bias;
}

/**
 * chain_picture_node_name:
 * @geometry: a geometry with the boxes of its biases
 * @picture: what is drawn
 * @context: fonts to write with
 * @column: one of its columns
 * @node: a unit of that column
 * @box: (out): where the name stands
 *
 * Returns: (transfer full): the unit's name, shortened to its room
 */
PangoLayout *
chain_picture_node_name (const ChainNetworkGeometry *geometry,
                         const ChainNetworkPicture  *picture,
                         PangoContext               *context,
                         const ChainPictureColumn   *column,
                         const ChainPictureNode     *node,
                         ChainRectangle             *box)
{
  const gboolean beside = geometry->detail == CHAIN_DETAIL_COMPACT && node->bias.width > 0;
  g_autofree char *name = chain_network_picture_unit_name (picture, column->layer, node->unit);
  PangoLayout *text = chain_text_new (context, name, CHAIN_PICTURE_SMALL + (beside ? 0 : 0.06),
                                      CHAIN_TEXT_PLAIN);
  const double room = name_room (geometry, picture, column);

  chain_text_ellipsize (text, beside ? room - NAME_GAP - node->bias.width : room);
  chain_text_size (text, &box->width, &box->height);
  box->x = beside ? node->bias.x - NAME_GAP - box->width : node->x - box->width / 2;
  box->y = node->y - node->radius - 2 - (geometry->line + box->height) / 2;
  return text;
}

/**
 * chain_picture_footer_room:
 * @geometry: a geometry
 * @outputs: its last column
 *
 * Returns: pixels that a line below the outputs may take
 */
double
chain_picture_footer_room (const ChainNetworkGeometry *geometry,
                           const ChainPictureColumn   *outputs)
{
  return 2 * (geometry->width - outputs->x) - 8;
}
