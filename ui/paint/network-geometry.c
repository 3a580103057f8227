/* network-geometry.c: places units and connections in the room there is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include "base/number.h"

#include <math.h>

#define NOTE_DIGITS 3
#define NOTE_DECIMALS 4
#define GAP 6.0                /* between two units' texts, pixels */
#define WIDEST_RADIUS 1.8      /* in em, as are those below */
#define TIGHTEST_FULL 1.2
#define TIGHTEST_COMPACT 1.08
#define FOLDED_RADIUS 1.15
#define TIGHTEST_FOLDED 0.8
#define LEAST_COLUMN_ROOM 6.2
#define FULL_COLUMN_ROOM 8.4   /* least for z and b side by side */
#define COMPACT_COLUMN_ROOM 7.2
#define MOST_COLUMN_ROOM 17.0
#define WIDEST_COLUMN_ROOM 0.42 /* of the width, where that is more */
#define WIDEST_PICTURE 0.6      /* of the width, for all columns then */
#define COUNT_GAP 0.62         /* beside a count of layers, to the usual */
#define NAME_ROOM 7.0          /* of a feature's name at the edge */
#define LEAST_UNITS 3          /* places of a folded layer: two units and a count */
#define MOST_UNITS 14          /* of a layer that are shown, however high the drawing */
#define SPREAD 1.7             /* how far apart units may stand, to how close they can */

typedef struct
{
  const ChainNetworkPicture *picture;
  PangoContext              *context;
  ChainNetworkGeometry      *geometry;
  double                     top, bottom; /* of the room for units and their texts */
} Plan;

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

static double
text_width (PangoContext  *context,
            const char    *text,
            ChainTextFlags flags)
{
  g_autoptr (PangoLayout) layout = NULL;
  double width;

  layout = chain_text_new (context, text, CHAIN_PICTURE_SMALL, flags);
  chain_text_size (layout, &width, NULL);
  return width;
}

/* Half the width of what is written over, under or in the units of a layer at the edge. */
static double
edge_margin (const Plan *plan,
             guint       layer)
{
  const ChainPictureLayer *of = chain_network_picture_layer (plan->picture, layer);
  const double em = plan->geometry->em;
  const gboolean compact = plan->geometry->detail == CHAIN_DETAIL_COMPACT;
  double widest = 2 * plan->geometry->radius;
  double beside = 0;

  /* As wide as numbers get, so that nothing moves when they change. */
  if (of->bias && compact)
    beside = 8 + text_width (plan->context, "b −0.0000", CHAIN_TEXT_PLAIN);
  else if (of->bias)
    widest = MAX (widest, text_width (plan->context,
                                      of->shows_z ? "z −0.000  b −0.000" : "b −0.000",
                                      CHAIN_TEXT_PLAIN));

  for (guint i = 0; i < MIN (of->units, MOST_UNITS); i++)
    {
      g_autofree char *name = chain_network_picture_unit_name (plan->picture, layer, i);
      const double width = text_width (plan->context, name, CHAIN_TEXT_PLAIN);

      widest = MAX (widest, MIN (width + beside, NAME_ROOM * em + beside));
    }
  if (layer + 1 == plan->picture->layers->len && plan->picture->loss_title)
    {
      g_autofree char *line = g_strconcat (plan->picture->loss_title, " = 0.00000", NULL);
      const double width = text_width (plan->context, line, CHAIN_TEXT_BOLD);

      plan->geometry->footer_width = MIN (width * 1.1, 0.36 * plan->geometry->width);
      widest = MAX (widest, plan->geometry->footer_width);
    }
  return widest / 2 + 10;
}

static double
above (const ChainNetworkGeometry *geometry)
{
  return geometry->radius + geometry->line + 2;
}

static double
below (const ChainNetworkGeometry *geometry)
{
  return geometry->radius + (geometry->detail == CHAIN_DETAIL_COMPACT ? 0 : geometry->line + 2);
}

static double
room_for (const Plan *plan,
          guint       layer)
{
  double room = plan->bottom - plan->top;

  if (layer + 1 == plan->picture->layers->len && plan->picture->loss_title)
    room -= CHAIN_PICTURE_FOOTER_LINES * plan->geometry->line + 4;
  return room;
}

/* How many units of a layer fit one above the other. */
static guint
capacity (const Plan *plan,
          guint       layer)
{
  const double box = above (plan->geometry) + below (plan->geometry);
  const double more = room_for (plan, layer) - box;

  return more < 0 ? 1 : MIN (1 + (guint) (more / (box + GAP)), MOST_UNITS);
}

static gboolean
all_fit (const Plan *plan)
{
  for (guint l = 0; l < plan->picture->layers->len; l++)
    {
      if (chain_network_picture_layer (plan->picture, l)->units > capacity (plan, l))
        return FALSE;
    }
  return TRUE;
}

/* The largest units with the most detail that show every layer whole, or those that fold. */
static void
choose_size (const Plan *plan)
{
  static const struct
  {
    ChainPictureDetail detail;
    double             tightest;
    double             column_room;
  } choices[] = {
    { CHAIN_DETAIL_FULL, TIGHTEST_FULL, FULL_COLUMN_ROOM },
    { CHAIN_DETAIL_NARROW, TIGHTEST_FULL, LEAST_COLUMN_ROOM },
    { CHAIN_DETAIL_COMPACT, TIGHTEST_COMPACT, COMPACT_COLUMN_ROOM },
  };
  ChainNetworkGeometry *geometry = plan->geometry;
  /* About: the margins are only known with the size. */
  const double between
    = (geometry->width - 8 * geometry->em) / (plan->picture->layers->len - 1) / geometry->em;

  const double room = MAX (between, LEAST_COLUMN_ROOM);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      geometry->detail = choices[i].detail;
      if (room < choices[i].column_room)
        continue;
      for (double size = WIDEST_RADIUS; size >= choices[i].tightest - 1e-9; size -= 0.06)
        {
          geometry->radius = floor (size * geometry->em);
          if (all_fit (plan))
            return;
        }
    }
  geometry->detail = room < COMPACT_COLUMN_ROOM ? CHAIN_DETAIL_NARROW : CHAIN_DETAIL_COMPACT;
  for (double size = FOLDED_RADIUS; size >= TIGHTEST_FOLDED; size -= 0.06)
    {
      geometry->radius = floor (size * geometry->em);
      if (capacity (plan, plan->picture->layers->len - 1) >= LEAST_UNITS)
        return;
    }
}

static void
add_column (ChainNetworkGeometry *geometry,
            guint                 layer,
            guint                 hidden)
{
  ChainPictureColumn column = {
    .layer = layer,
    .hidden = hidden,
    .nodes = g_array_new (FALSE, TRUE, sizeof (ChainPictureNode)),
  };

  g_array_append_val (geometry->columns, column);
}

/* The columns of a network with more layers than fit: the first, some around the focus, the
 * last, and counts of those between. */
static void
choose_columns (const Plan *plan,
                guint       slots)
{
  const guint n = plan->picture->layers->len;
  const guint focus = MIN (plan->picture->focus_layer, n - 1);
  guint from = 1, to = n - 1;

  if (n > slots)
    {
      const guint inner = MAX (MAX (slots, 4) - 4, n > 7 ? 2 : 1);

      if (focus <= inner)
        {
          to = inner + 2;
        }
      else if (focus + inner + 1 >= n)
        {
          from = n - 2 - inner;
        }
      else
        {
          from = focus - inner / 2;
          to = from + inner;
        }
    }
  /* A count takes as much room as the one layer it would stand for. */
  from = from == 2 ? 1 : from;
  to = to == n - 2 ? n - 1 : to;
  add_column (plan->geometry, 0, 0);
  if (from > 1)
    add_column (plan->geometry, 1, from - 1);
  for (guint layer = from; layer < to; layer++)
    add_column (plan->geometry, layer, 0);
  if (to < n - 1)
    add_column (plan->geometry, to, n - 1 - to);
  add_column (plan->geometry, n - 1, 0);
}

/* Room before a column, to the usual: a count needs less than units with their connections. */
static double
gap_before (const ChainNetworkGeometry *geometry,
            guint                       index)
{
  const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, index);

  return column->hidden > 0 || (column - 1)->hidden > 0 ? COUNT_GAP : 1;
}

static void
place_columns (const Plan *plan)
{
  ChainNetworkGeometry *geometry = plan->geometry;
  const double left = edge_margin (plan, 0);
  const double right = edge_margin (plan, plan->picture->layers->len - 1);
  const double room = MAX (1, geometry->width - left - right);
  const double least = LEAST_COLUMN_ROOM * geometry->em;
  double gaps = 0;
  double x;

  choose_columns (plan, 1 + (guint) (room / least));
  for (guint i = 1; i < geometry->columns->len; i++)
    gaps += gap_before (geometry, i);
  geometry->column_room = MIN (room / gaps, MAX (MOST_COLUMN_ROOM * geometry->em,
                                                 MIN (WIDEST_COLUMN_ROOM, WIDEST_PICTURE / gaps)
                                                   * geometry->width));
  geometry->radius = MIN (geometry->radius, floor (geometry->column_room * 0.3));
  x = left + (room - gaps * geometry->column_room) / 2;
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      x += i > 0 ? gap_before (geometry, i) * geometry->column_room : 0;
      g_array_index (geometry->columns, ChainPictureColumn, i).x = floor (x);
    }
}

static void
add_node (ChainPictureColumn *column,
          guint               unit,
          guint               hidden,
          double              y)
{
  const ChainPictureNode node = { .unit = unit, .hidden = hidden, .x = column->x, .y = y };

  g_array_append_val (column->nodes, node);
}

static void
place_nodes (const Plan         *plan,
             ChainPictureColumn *column)
{
  const ChainNetworkGeometry *geometry = plan->geometry;
  const guint units = chain_network_picture_layer (plan->picture, column->layer)->units;
  const guint fit = MAX (capacity (plan, column->layer), LEAST_UNITS);
  const guint shown = MIN (units, fit);
  const guint after = fit >= 6 ? 2 : 1; /* units shown after those left out */
  const double box = above (geometry) + below (geometry);
  const double room = room_for (plan, column->layer);
  double pitch = box + GAP;
  double y = (plan->top + plan->bottom) / 2;

  if (column->hidden > 0)
    {
      add_node (column, 0, units, y);
      return;
    }
  if (shown > 1)
    pitch = CLAMP ((room - box) / (shown - 1), MIN (pitch, room / shown), SPREAD * pitch);
  y += (above (geometry) - below (geometry)) / 2 - (shown - 1) * pitch / 2;
  /* Where lines stand below the outputs, these move up for them. */
  y = MIN (y, plan->top + room - below (geometry) - (shown - 1) * pitch);
  y = MAX (y, plan->top + above (geometry));
  for (guint i = 0; i < shown; i++)
    {
      const guint left_out = units > shown ? units - shown + 1 : 0;
      const guint place = shown - 1 - after;

      if (left_out == 0 || i < place)
        add_node (column, i, 0, round (y + i * pitch));
      else if (i == place)
        add_node (column, i, left_out, round (y + i * pitch));
      else
        add_node (column, i + left_out - 1, 0, round (y + i * pitch));
    }
}

/* Where b is written: after z below the unit, or after the name above it. */
static void
place_bias (const Plan               *plan,
            const ChainPictureColumn *column,
            ChainPictureNode         *node)
{
  const ChainNetworkGeometry *geometry = plan->geometry;
  const ChainPictureLayer *layer = chain_network_picture_layer (plan->picture, column->layer);
  g_autofree char *before = NULL;
  g_autofree char *all = NULL;
  double width, width_before;

  if (!layer->bias || node->hidden > 0)
    return;
  all = chain_picture_unit_note (plan->picture, geometry->detail, column->layer, node->unit, TRUE);
  before = chain_picture_unit_note (plan->picture, geometry->detail, column->layer, node->unit,
                                    FALSE);
  width = text_width (plan->context, all, CHAIN_TEXT_PLAIN);
  width_before = text_width (plan->context, before, CHAIN_TEXT_PLAIN);
  node->bias.height = geometry->line;
  node->bias.width = width - width_before;
  node->bias.x = node->x - width / 2 + width_before;
  node->bias.y = node->y + geometry->radius + 2;
  if (geometry->detail == CHAIN_DETAIL_COMPACT)
    {
      g_autofree char *name = NULL;
      double name_width;

      name = chain_network_picture_unit_name (plan->picture, column->layer, node->unit);
      name_width = MIN (text_width (plan->context, name, CHAIN_TEXT_PLAIN),
                        geometry->column_room - 12 - width);
      node->bias.x = node->x - (name_width + 8 + width) / 2 + name_width + 8;
      node->bias.y = node->y - geometry->radius - geometry->line - 1;
    }
}

static void
add_edge (ChainNetworkGeometry    *geometry,
          const ChainPictureLayer *layer,
          guint                    index,
          const ChainPictureNode  *from,
          const ChainPictureNode  *to)
{
  const double x0 = from->x + geometry->radius;
  const double x3 = to->x - geometry->radius;
  const double middle = (x0 + x3) / 2;
  const ChainPictureEdge edge = {
    .part = { CHAIN_PART_CONNECTION, index, from->unit, to->unit },
    .x = { x0, middle, middle, x3 },
    .y = { from->y, from->y, to->y, to->y },
    .value = layer->overlay ? layer->overlay[(gsize) from->unit * layer->units + to->unit] : NAN,
  };

  g_array_append_val (geometry->edges, edge);
}

static void
connect_columns (const Plan               *plan,
                 const ChainPictureColumn *before,
                 const ChainPictureColumn *after)
{
  const ChainPictureLayer *layer = chain_network_picture_layer (plan->picture, after->layer);

  if (before->hidden > 0 || after->hidden > 0)
    return;
  for (guint i = 0; i < before->nodes->len; i++)
    {
      const ChainPictureNode *from = &g_array_index (before->nodes, ChainPictureNode, i);

      for (guint j = 0; j < after->nodes->len; j++)
        {
          const ChainPictureNode *to = &g_array_index (after->nodes, ChainPictureNode, j);

          if (from->hidden == 0 && to->hidden == 0)
            add_edge (plan->geometry, layer, after->layer, from, to);
        }
    }
}

static void
column_clear (gpointer data)
{
  ChainPictureColumn *column = data;

  g_array_unref (column->nodes);
}

/**
 * chain_network_geometry_new:
 * @picture: what is drawn; at least two layers
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: likewise
 *
 * Returns: (transfer full): where everything goes
 */
ChainNetworkGeometry *
chain_network_geometry_new (const ChainNetworkPicture *picture,
                            PangoContext              *context,
                            double                     width,
                            double                     height)
{
  ChainNetworkGeometry *geometry = g_new0 (ChainNetworkGeometry, 1);
  Plan plan = { .picture = picture, .context = context, .geometry = geometry };

  geometry->width = width;
  geometry->height = height;
  geometry->em = chain_text_em (context);
  geometry->line = ceil (geometry->em * CHAIN_PICTURE_SMALL * 1.3);
  geometry->columns = g_array_new (FALSE, FALSE, sizeof (ChainPictureColumn));
  geometry->edges = g_array_new (FALSE, FALSE, sizeof (ChainPictureEdge));
  g_array_set_clear_func (geometry->columns, column_clear);
  g_return_val_if_fail (picture->layers->len >= 2, geometry);

  plan.top = 12 + 2 * geometry->line + 8;
  plan.bottom = height - 2 * geometry->line - 6;
  choose_size (&plan);
  place_columns (&plan);
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      place_nodes (&plan, column);
      for (guint j = 0; j < column->nodes->len; j++)
        place_bias (&plan, column, &g_array_index (column->nodes, ChainPictureNode, j));
      if (i > 0)
        connect_columns (&plan, column - 1, column);
      geometry->footer
        = g_array_index (column->nodes, ChainPictureNode, column->nodes->len - 1).y
          + below (geometry) + 4;
    }
  chain_network_place_labels (geometry, picture, context);
  return geometry;
}

/**
 * chain_network_geometry_free:
 * @geometry: (transfer full): a geometry
 */
void
chain_network_geometry_free (ChainNetworkGeometry *geometry)
{
  g_array_unref (geometry->columns);
  g_array_unref (geometry->edges);
  g_free (geometry);
}

/**
 * chain_network_geometry_node:
 * @geometry: a geometry
 * @layer: 0 for the input
 * @unit: from 0
 *
 * Returns: (transfer none) (nullable): where the unit is; NULL if it is left out
 */
const ChainPictureNode *
chain_network_geometry_node (const ChainNetworkGeometry *geometry,
                             guint                       layer,
                             guint                       unit)
{
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      for (guint j = 0; column->layer == layer && j < column->nodes->len; j++)
        {
          const ChainPictureNode *node = &g_array_index (column->nodes, ChainPictureNode, j);

          if (node->hidden == 0 && node->unit == unit)
            return node;
        }
    }
  return NULL;
}
