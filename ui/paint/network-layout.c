/* network-layout.c: finds the largest units, with the most words, that fit the room there is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-layout.h"

#include "ui/paint/text-cache.h"

#include <math.h>

#define WIDEST_RADIUS 1.8      /* in em, as are those below */
#define TIGHTEST_FULL 1.2
#define TIGHTEST_COMPACT 1.08
#define FOLDED_RADIUS 1.15
#define TIGHTEST_FOLDED 0.8
#define LEAST_COLUMN_ROOM 6.2
#define COMPACT_COLUMN_ROOM 7.2
#define MOST_COLUMN_ROOM 17.0
#define WIDEST_COLUMN_ROOM 0.42 /* of the width, where that is more */
#define WIDEST_PICTURE 0.6      /* of the width, for all columns then */
#define COUNT_GAP 0.62         /* beside a count of layers, to the usual */
#define NAME_ROOM 7.0          /* of a feature's name at the edge */
#define LEAST_UNITS 3          /* places of a folded layer: two units and a count */
#define MOST_UNITS 14          /* of a layer that are shown, however high the drawing */
#define SPREAD 1.7             /* how far apart units may stand, to how close they can */
#define DENSE_RADIUS 0.42      /* of units without words, to their pitch */
#define BLOCK_HEIGHT 0.36      /* of a picture, at most, to the drawing's */
#define BLOCK_WIDTH 0.2

typedef struct
{
  const ChainNetworkPicture *picture;
  PangoContext              *context;
  ChainNetworkGeometry      *geometry;
  const ChainNetworkLook    *look;
  double                     top, bottom; /* of the room for units and their texts */
} Plan;

/**
 * chain_geometry_above:
 * @geometry: a geometry
 * @radius: of a unit
 *
 * Returns: the room a unit takes above its centre, with its name
 */
double
chain_geometry_above (const ChainNetworkGeometry *geometry,
                      double                      radius)
{
  return radius + geometry->line + 2;
}

/**
 * chain_geometry_below:
 * @geometry: a geometry
 * @radius: of a unit
 *
 * Returns: the room a unit takes below its centre, with its numbers
 */
double
chain_geometry_below (const ChainNetworkGeometry *geometry,
                      double                      radius)
{
  return radius + (geometry->detail == CHAIN_DETAIL_COMPACT ? 0 : geometry->line + 2);
}

static gboolean
is_unfolded (const Plan *plan,
             guint       layer)
{
  const GByteArray *unfolded = plan->look->unfolded;

  return unfolded && layer < unfolded->len && unfolded->data[layer];
}

static gboolean
is_block (const Plan *plan,
          guint       layer)
{
  return chain_network_picture_layer (plan->picture, layer)->rows > 0 && !is_unfolded (plan, layer);
}

/* The size of a layer's picture. */
static void
block_size (const Plan *plan,
            guint       layer,
            double     *width,
            double     *height)
{
  const ChainPictureLayer *of = chain_network_picture_layer (plan->picture, layer);
  const double side = MIN (BLOCK_WIDTH * plan->geometry->width / of->columns,
                           BLOCK_HEIGHT * plan->geometry->height / of->rows);

  *width = MAX (of->columns * side, 1);
  *height = MAX (of->rows * side, 1);
}

static double
text_width (PangoContext  *context,
            const char    *text,
            ChainTextFlags flags)
{
  double width;

  chain_text_size (chain_text_cached (context, text, CHAIN_PICTURE_SMALL, flags), &width, NULL);
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

  if (is_block (plan, layer))
    {
      double height;

      block_size (plan, layer, &widest, &height);
      return widest / 2 + 10;
    }
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
  const double box = chain_geometry_above (plan->geometry, plan->geometry->radius)
                     + chain_geometry_below (plan->geometry, plan->geometry->radius);
  const double more = room_for (plan, layer) - box;

  return more < 0 ? 1 : MIN (1 + (guint) (more / (box + CHAIN_LAYOUT_GAP)), MOST_UNITS);
}

static gboolean
all_fit (const Plan *plan)
{
  for (guint l = 0; l < plan->picture->layers->len; l++)
    {
      if (chain_network_picture_layer (plan->picture, l)->units > capacity (plan, l)
          && !is_unfolded (plan, l) && !is_block (plan, l))
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
    { CHAIN_DETAIL_FULL, TIGHTEST_FULL, CHAIN_LAYOUT_FULL_ROOM },
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
add_column (const Plan *plan,
            guint       layer,
            guint       hidden)
{
  const ChainPictureColumn column = {
    .layer = layer,
    .hidden = hidden,
    .n_units = chain_network_picture_layer (plan->picture, layer)->units,
    .fold_place = CHAIN_PLACE_NONE,
    .pick = CHAIN_PLACE_NONE,
    .unfolded = is_unfolded (plan, layer),
    .block = is_block (plan, layer),
  };

  g_array_append_val (plan->geometry->columns, column);
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

  plan->geometry->crowded = n > slots;
  if (n > slots && !plan->look->all_layers)
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
  add_column (plan, 0, 0);
  if (from > 1)
    add_column (plan, 1, from - 1);
  for (guint layer = from; layer < to; layer++)
    add_column (plan, layer, 0);
  if (to < n - 1)
    add_column (plan, to, n - 1 - to);
  add_column (plan, n - 1, 0);
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

/* A layer whose units are all shown, however little room there is for each. */
static void
place_all (const Plan         *plan,
           ChainPictureColumn *column)
{
  const ChainNetworkGeometry *geometry = plan->geometry;
  const double room = room_for (plan, column->layer) - geometry->line;

  column->n_places = column->n_units;
  column->pitch = room / column->n_places;
  column->radius = MIN (geometry->radius, DENSE_RADIUS * column->pitch);
  column->first_y = plan->top + column->pitch / 2 + geometry->line;
}

static void
place_block (const Plan         *plan,
             ChainPictureColumn *column)
{
  column->n_places = 1;
  column->fold_place = 0;
  column->pitch = 1;
  column->first_y = (plan->top + plan->bottom) / 2;
  block_size (plan, column->layer, &column->frame.width, &column->frame.height);
  column->radius = column->frame.width / 2;
}

/* Units that are left out and yet are looked at stand before the count. */
static void
choose_pick (const Plan         *plan,
             ChainPictureColumn *column)
{
  const ChainPart *selected = &plan->picture->selected;
  const ChainPart source = { CHAIN_PART_UNIT, selected->layer - 1, 0, selected->from };
  const ChainPart *part = selected;

  if (selected->kind == CHAIN_PART_CONNECTION && selected->layer == column->layer + 1)
    part = &source;
  if (selected->kind != CHAIN_PART_NONE && part->layer == column->layer
      && column->fold_place > 0 && part->unit < column->n_units
      && chain_picture_column_place (column, part->unit) == column->fold_place)
    column->pick = part->unit;
}

static void
place_nodes (const Plan         *plan,
             ChainPictureColumn *column)
{
  const ChainNetworkGeometry *geometry = plan->geometry;
  const double above = chain_geometry_above (geometry, geometry->radius);
  const double below = chain_geometry_below (geometry, geometry->radius);
  const guint fit = MAX (capacity (plan, column->layer), LEAST_UNITS);
  const guint shown = column->hidden > 0 ? 1 : MIN (column->n_units, fit);
  const double room = room_for (plan, column->layer);
  double pitch = above + below + CHAIN_LAYOUT_GAP;
  double y = (plan->top + plan->bottom) / 2;

  if (column->hidden > 0)
    column->fold_place = 0;
  else if (column->n_units > shown)
    column->fold_place = shown - 1 - (fit >= 6 ? 2 : 1); /* before the last units */
  if (shown > 1)
    pitch = CLAMP ((room - above - below) / (shown - 1), MIN (pitch, room / shown),
                   SPREAD * pitch);
  if (column->hidden == 0)
    {
      y += (above - below) / 2 - (shown - 1) * pitch / 2;
      /* Where lines stand below the outputs, these move up for them. */
      y = MIN (y, plan->top + room - below - (shown - 1) * pitch);
      y = MAX (y, plan->top + above);
    }
  column->unfolded = FALSE;
  column->n_places = shown;
  column->first_y = round (y);
  column->pitch = pitch;
  column->radius = geometry->radius;
  choose_pick (plan, column);
}

/**
 * chain_network_layout:
 * @geometry: a geometry with its size, its em and its line
 * @picture: what is drawn; at least two layers
 * @context: fonts to write with
 * @look: what is unfolded
 *
 * Sets size and detail of the units, and the columns with the places of their units.
 */
void
chain_network_layout (ChainNetworkGeometry      *geometry,
                      const ChainNetworkPicture *picture,
                      PangoContext              *context,
                      const ChainNetworkLook    *look)
{
  Plan plan = { .picture = picture, .context = context, .geometry = geometry, .look = look };

  plan.top = 12 + 2 * geometry->line + 8 + look->head_room;
  plan.bottom = geometry->height - 2 * geometry->line - 6;
  choose_size (&plan);
  place_columns (&plan);
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (column->block)
        place_block (&plan, column);
      else if (column->unfolded && column->n_units > capacity (&plan, column->layer))
        place_all (&plan, column);
      else
        place_nodes (&plan, column);
    }
}
