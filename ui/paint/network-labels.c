/* network-labels.c: finds room for the numbers on connections.
 *
 * A number stands on its own connection, where the others are far; between two layers either
 * all connections have theirs or only those that are followed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-geometry.h"

#include <math.h>

#define MOST_LABELS 30 /* between two layers */
#define FEW_LABELS 3   /* that are followed: placed also where it is dense */
#define DENSEST 0.7    /* labels' heights together, to the height of the connections */
#define SAMPLES 16     /* points a connection is known by */
#define CLEAR 26.0     /* pixels: farther away does not count */

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
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
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

/* What every label keeps clear of: units with the texts above and below. */
static void
take_nodes (const Placing *placing)
{
  const ChainNetworkGeometry *geometry = placing->geometry;
  const double reach = geometry->radius + geometry->line;
  const ChainPictureColumn *outputs
    = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);
  const ChainRectangle footer = { outputs->x - geometry->footer_width / 2, geometry->footer,
                                  geometry->footer_width,
                                  CHAIN_PICTURE_FOOTER_LINES * (geometry->line + 2) };

  g_array_append_val (placing->taken, footer);

  for (guint i = 0; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, i);

      for (guint j = 0; j < column->nodes->len; j++)
        {
          const ChainPictureNode *node = &g_array_index (column->nodes, ChainPictureNode, j);
          const double side = MAX (geometry->radius + 4,
                                   node->x - node->bias.x > 0 ? node->x - node->bias.x : 0);
          const ChainRectangle around = { node->x - side, node->y - reach, 2 * side, 2 * reach };

          g_array_append_val (placing->taken, around);
        }
    }
}

/* How far a point is from the other connections between the same layers. */
static double
clearance (const Placing *placing,
           guint          first,
           guint          end,
           guint          own,
           double         x,
           double         y)
{
  double nearest = CLEAR;

  for (guint i = first; i < end; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (placing->geometry->edges, ChainPictureEdge, i);

      for (guint k = 0; i != own && k <= SAMPLES; k++)
        {
          double ex, ey;

          chain_picture_edge_point (edge, (double) k / SAMPLES, &ex, &ey);
          nearest = MIN (nearest, hypot (ex - x, ey - y));
        }
    }
  return nearest;
}

static gboolean
place_label (const Placing *placing,
             guint          first,
             guint          end,
             guint          own)
{
  ChainPictureEdge *edge = &g_array_index (placing->geometry->edges, ChainPictureEdge, own);
  g_autofree char *text = chain_picture_number (edge->value, placing->picture->digits);
  g_autoptr (PangoLayout) layout = NULL;
  ChainRectangle label, best = { 0 };
  double best_score = -G_MAXDOUBLE;

  layout = chain_text_new (placing->context, text, CHAIN_PICTURE_SMALL, CHAIN_TEXT_PLAIN);
  chain_text_size (layout, &label.width, &label.height);
  label.width += 6;
  for (double t = 0.14; t < 0.865; t += 0.04)
    {
      double x, y, score;

      chain_picture_edge_point (edge, t, &x, &y);
      label.x = x - label.width / 2;
      label.y = y - label.height / 2;
      if (!is_free (placing, &label))
        continue;
      score = clearance (placing, first, end, own, x, y) - 6 * fabs (t - 0.5);
      if (score <= best_score)
        continue;
      best_score = score;
      best = label;
    }
  if (best.width <= 0)
    return FALSE;
  edge->label = best;
  g_array_append_val (placing->taken, best);
  return TRUE;
}

/* Places the labels of the connections from @first to before @end that are followed, or not. */
static gboolean
place_labels (const Placing *placing,
              guint          first,
              guint          end,
              gboolean       followed)
{
  gboolean all = TRUE;

  for (guint i = first; i < end; i++)
    {
      const ChainPictureEdge *edge = &g_array_index (placing->geometry->edges, ChainPictureEdge, i);

      if (!isnan (edge->value)
          && chain_network_picture_follows (placing->picture, &edge->part) == followed)
        all = place_label (placing, first, end, i) && all;
    }
  return all;
}

static void
place_between (const Placing *placing,
               guint          first,
               guint          end)
{
  const ChainPictureEdge *edges = &g_array_index (placing->geometry->edges, ChainPictureEdge, 0);
  double top = G_MAXDOUBLE, bottom = -G_MAXDOUBLE;
  guint followed = 0;
  guint kept, fit;

  for (guint i = first; i < end; i++)
    {
      followed += chain_network_picture_follows (placing->picture, &edges[i].part);
      top = MIN (top, MIN (edges[i].y[0], edges[i].y[3]));
      bottom = MAX (bottom, MAX (edges[i].y[0], edges[i].y[3]));
    }
  fit = (guint) (DENSEST * (bottom - top + 2 * placing->geometry->line)
                 / placing->geometry->line);
  if (followed <= MAX (fit, FEW_LABELS))
    place_labels (placing, first, end, TRUE);
  kept = placing->taken->len;
  if (end - first > MIN (fit, MOST_LABELS))
    return;
  if (place_labels (placing, first, end, FALSE))
    return;
  g_array_set_size (placing->taken, kept);
  for (guint i = first; i < end; i++)
    {
      ChainPictureEdge *edge = &g_array_index (placing->geometry->edges, ChainPictureEdge, i);

      if (!chain_network_picture_follows (placing->picture, &edge->part))
        edge->label = (ChainRectangle) { 0 };
    }
}

/**
 * chain_network_place_labels:
 * @geometry: a geometry with its connections
 * @picture: what is drawn
 * @context: fonts to write with
 *
 * Sets the label rectangle of the connections whose number has room.
 */
void
chain_network_place_labels (ChainNetworkGeometry      *geometry,
                            const ChainNetworkPicture *picture,
                            PangoContext              *context)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (ChainRectangle));
  const Placing placing = { geometry, picture, context, taken };
  guint first = 0;

  take_nodes (&placing);
  for (guint i = 1; i <= geometry->edges->len; i++)
    {
      if (i < geometry->edges->len
          && g_array_index (geometry->edges, ChainPictureEdge, i).part.layer
               == g_array_index (geometry->edges, ChainPictureEdge, first).part.layer)
        continue;
      place_between (&placing, first, i);
      first = i;
    }
}
