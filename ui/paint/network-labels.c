/* network-labels.c: finds room for the numbers on connections.
 *
 * A number stands on its own connection, where the others are far; between two layers either
 * all connections have theirs or only those that are followed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include "ui/paint/text-cache.h"

#include <math.h>

#define MOST_LABELS 30 /* between two layers */
#define MOST_EDGES 400 /* between two layers: with more no room is looked for */
#define FEW_LABELS 3   /* that are followed: placed also where it is dense */
#define DENSEST 0.7    /* labels' heights together, to the height of the connections */
#define SAMPLES 16     /* points a connection is known by */
#define CLEAR 26.0     /* pixels: farther away does not count */
#define APART 2.0      /* pixels between two numbers, at least */
#define MOST_WIDTH 0.6 /* of a number, to its connection's: it would hide most of it */

typedef struct
{
  ChainNetworkGeometry      *geometry;
  const ChainNetworkPicture *picture;
  PangoContext              *context;
  GArray                    *taken; /* ChainRectangle */
} Placing;

static gboolean
overlap (const ChainRectangle *a,
         const ChainRectangle *b)
{
  return a->x < b->x + b->width + APART && b->x < a->x + a->width + APART
         && a->y < b->y + b->height + APART && b->y < a->y + a->height + APART;
}

static gboolean
is_free (const Placing        *placing,
         const ChainRectangle *label)
{
  for (guint i = 0; i < placing->taken->len; i++)
    {
      if (overlap (label, &g_array_index (placing->taken, ChainRectangle, i)))
        return FALSE;
    }
  return TRUE;
}

static void
take (const Placing        *placing,
      const ChainRectangle *rectangle)
{
  if (rectangle->width > 0)
    g_array_append_val (placing->taken, *rectangle);
}

/* A place with the lines above and below. */
static void
take_around (const Placing          *placing,
             const ChainPictureNode *node,
             double                  half_width)
{
  const double reach = node->radius + placing->geometry->line;
  const ChainRectangle around = { node->x - half_width, node->y - reach, 2 * half_width,
                                  2 * reach };

  take (placing, &around);
}

/* A unit with its name and its numbers, which end with b and are as wide to its left. */
static void
take_unit (const Placing            *placing,
           const ChainPictureColumn *column,
           const ChainPictureNode   *node)
{
  ChainRectangle name;
  ChainRectangle numbers = node->bias;
  g_autoptr (PangoLayout) text = chain_picture_node_name (placing->geometry, placing->picture,
                                                          placing->context, column, node, &name);

  take_around (placing, node, node->radius + 4);
  take (placing, &name);
  if (placing->geometry->detail == CHAIN_DETAIL_FULL)
    numbers.width = 2 * (numbers.x + numbers.width - node->x);
  numbers.x = node->bias.x + node->bias.width - numbers.width;
  take (placing, &numbers);
}

static double
target_width (const Placing            *placing,
              const ChainPictureColumn *outputs)
{
  double width;

  if (placing->picture->target == NULL)
    return 0;
  chain_text_size (chain_text_cached (placing->context, placing->picture->target,
                                      CHAIN_PICTURE_FOOTER, CHAIN_TEXT_PLAIN), &width, NULL);
  return MIN (width, chain_picture_footer_room (placing->geometry, outputs));
}

/* What every label keeps clear of. */
static void
take_nodes (const Placing *placing)
{
  const ChainNetworkGeometry *geometry = placing->geometry;
  const ChainPictureColumn *outputs
    = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);
  const double target = target_width (placing, outputs);
  const double footer_width = MAX (geometry->footer_width, target);
  const ChainRectangle footer = { outputs->x - footer_width / 2, geometry->footer, footer_width,
                                  CHAIN_PICTURE_FOOTER_LINES * (geometry->line + 2) };

  take (placing, &footer);
  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);
      take (placing, &column->chip);
      take (placing, &column->frame);
      for (guint j = column->first; !column->dots && j < column->end; j++)
        {
          const ChainPictureNode node = chain_picture_column_node (geometry, column, j);

          if (column->hidden == 0 && node.hidden == 0)
            take_unit (placing, column, &node);
          else
            take_around (placing, &node, node.radius + 4);
        }
    }
}

/* How far a point is from the other connections between the same layers. */
static double
clearance (const GArray *edges,
           guint         own,
           double        x,
           double        y)
{
  double nearest = CLEAR * CLEAR;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      for (guint k = 0; i != own && k <= SAMPLES; k++)
        {
          double ex, ey;

          chain_picture_edge_point (edge, (double) k / SAMPLES, &ex, &ey);
          nearest = MIN (nearest, (ex - x) * (ex - x) + (ey - y) * (ey - y));
        }
    }
  return sqrt (nearest);
}

static gboolean
in_sight (const Placing        *placing,
          const ChainRectangle *label)
{
  return label->x >= 0 && label->y >= 0 && label->x + label->width <= placing->geometry->width
         && label->y + label->height <= placing->geometry->height;
}

static gboolean
place_label (const Placing *placing,
             const GArray  *edges,
             guint          own)
{
  const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, own);
  g_autofree char *text = chain_picture_number (edge->value, placing->picture->digits);
  ChainPictureLabel label = { .part = edge->part, .value = edge->value };
  ChainRectangle at;
  double best_score = -G_MAXDOUBLE;

  chain_text_size (chain_text_cached (placing->context, text, CHAIN_PICTURE_SMALL,
                                      CHAIN_TEXT_PLAIN), &at.width, &at.height);
  at.width += 6;
  if (at.width > MOST_WIDTH * (edge->x1 - edge->x0))
    return FALSE;
  for (double t = 0.14; t < 0.865; t += 0.04)
    {
      double x, y, score;

      chain_picture_edge_point (edge, t, &x, &y);
      at.x = x - at.width / 2;
      at.y = y - at.height / 2;
      if (!is_free (placing, &at) || (placing->geometry->look.zoom > 1 && !in_sight (placing, &at)))
        continue;
      score = clearance (edges, own, x, y) - 6 * fabs (t - 0.5);
      if (score <= best_score)
        continue;
      best_score = score;
      label.box = at;
    }
  if (label.box.width <= 0)
    return FALSE;
  g_array_append_val (placing->geometry->labels, label);
  g_array_append_val (placing->taken, label.box);
  return TRUE;
}

/* Places the labels of the connections that are followed, or of the others. */
static gboolean
place_labels (const Placing *placing,
              const GArray  *edges,
              gboolean       followed)
{
  gboolean all = TRUE;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      if (!isnan (edge->value)
          && chain_network_picture_follows (placing->picture, &edge->part) == followed)
        all = place_label (placing, edges, i) && all;
    }
  return all;
}

/* The connections between two columns that end or begin in sight; %NULL where they are too many. */
static GArray *
edges_between (const Placing            *placing,
               const ChainPictureColumn *from,
               const ChainPictureColumn *to)
{
  g_autoptr (GArray) edges = NULL;

  if ((guint64) (from->end - from->first) * (to->end - to->first) > MOST_EDGES)
    return NULL;
  edges = g_array_new (FALSE, FALSE, sizeof (ChainPictureEdge));
  for (guint i = from->first; i < from->end; i++)
    {
      for (guint j = to->first; j < to->end; j++)
        {
          const ChainPart part = { CHAIN_PART_CONNECTION, to->layer,
                                   chain_picture_column_unit (from, i),
                                   chain_picture_column_unit (to, j) };
          ChainPictureEdge edge;

          if (part.from != CHAIN_PART_ALL && part.unit != CHAIN_PART_ALL
              && chain_network_geometry_edge (placing->geometry, placing->picture, &part, &edge)
              && !(fabs (edge.value) < placing->geometry->scale.least))
            g_array_append_val (edges, edge);
        }
    }
  return g_steal_pointer (&edges);
}

static void
place_between (const Placing *placing,
               const GArray  *edges)
{
  double top = G_MAXDOUBLE, bottom = -G_MAXDOUBLE;
  guint followed = 0;
  guint taken, labels, fit;

  for (guint i = 0; i < edges->len; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (edges, ChainPictureEdge, i);

      followed += chain_network_picture_follows (placing->picture, &edge->part);
      top = MIN (top, MIN (edge->y0, edge->y1));
      bottom = MAX (bottom, MAX (edge->y0, edge->y1));
    }
  fit = (guint) (DENSEST * (bottom - top + 2 * placing->geometry->line)
                 / placing->geometry->line);
  if (followed <= MAX (fit, FEW_LABELS))
    place_labels (placing, edges, TRUE);
  taken = placing->taken->len;
  labels = placing->geometry->labels->len;
  if (edges->len > MIN (fit, MOST_LABELS) || place_labels (placing, edges, FALSE))
    return;
  g_array_set_size (placing->taken, taken);
  g_array_set_size (placing->geometry->labels, labels);
}

/**
 * chain_network_place_labels:
 * @geometry: a geometry with its columns
 * @picture: what is drawn
 * @context: fonts to write with
 *
 * Adds the labels of the connections whose number has room.
 */
void
chain_network_place_labels (ChainNetworkGeometry      *geometry,
                            const ChainNetworkPicture *picture,
                            PangoContext              *context)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (ChainRectangle));
  const Placing placing = { geometry, picture, context, taken };

  take_nodes (&placing);
  for (guint i = 1; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *to = &g_array_index (geometry->columns, ChainPictureColumn, i);
      g_autoptr (GArray) edges = NULL;

      if (!chain_network_geometry_joins (geometry, i) || to->dots || (to - 1)->dots)
        continue;
      edges = edges_between (&placing, to - 1, to);
      if (edges && edges->len > 0)
        place_between (&placing, edges);
    }
}
