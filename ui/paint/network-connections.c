/* network-connections.c: orders connections by strength and draws them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-connections.h"

#include "ui/paint/curve-raster.h"
#include "ui/paint/network-bundles.h"

#include <math.h>

#define BUCKETS 170         /* of strength */
#define MOST_LINES 200000   /* in a picture: weaker ones are left out */
#define QUICK_LINES 5000    /* of a first look */
#define MOST_STROKES 20000  /* in a file */
#define MOST_FOLLOWED 3000  /* that are drawn one by one */
#define FEW_FOLLOWED 12
#define BAND 6.0            /* pixels a followed connection's band is wider */
#define LEAST_OPACITY 0.004 /* what is fainter cannot be seen */

enum
{
  KIND_POSITIVE,
  KIND_NEGATIVE,
  KIND_NEUTRAL, /* not known, nothing, or many at once */
  KIND_BAND,
  N_KINDS
};

G_STATIC_ASSERT (N_KINDS * BUCKETS == CHAIN_RASTER_STYLES);

typedef struct
{
  float   y0, y1;
  guint16 style;
} Line;

/* The lines between two columns, the strongest last. */
typedef struct
{
  double  x0, x1;
  guint   column;          /* they end in */
  guint   counts[BUCKETS]; /* then: where the next line of a bucket goes */
  guint   n;
  Line   *lines;
} Fan;

typedef struct
{
  const ChainNetworkPicture  *picture;
  const ChainNetworkGeometry *geometry;
  gboolean                    followed; /* only what is followed */
  guint                       least;    /* bucket that is still drawn */
  GArray                     *fans;     /* Fan */
} Collection;

/* One connection or bundle, as it is found. */
typedef struct
{
  const ChainPictureColumn *from, *to;
  const double             *values; /* (nullable): of the connections between the two */
  ChainBundles             *bundles;
  double                    least;  /* magnitude that is drawn */
} Pair;

/* The more connections, the thinner the strongest. */
static const struct
{
  guint64 up_to;
  double  width;
} widths[] = {
  { 14, 9 }, { 40, 6 }, { 150, 4.5 }, { 1500, 3 }, { 10000, 2.4 }, { G_MAXUINT64, 2 },
};

/**
 * chain_network_count_connections:
 * @geometry: a geometry
 *
 * Returns: how many lines between its columns it has, whether or not they are in sight
 */
guint64
chain_network_count_connections (const ChainNetworkGeometry *geometry)
{
  guint64 n = 0;

  for (guint i = 1; i < geometry->columns->len; i++)
    {
      const ChainPictureColumn *to = &g_array_index (geometry->columns, ChainPictureColumn, i);

      if (chain_network_geometry_joins (geometry, i))
        n += (guint64) to->n_places * (to - 1)->n_places;
    }
  return n;
}

static double
width_of (const ChainNetworkGeometry *geometry,
          guint64                     n,
          double                      strength)
{
  guint i = 0;

  while (n > widths[i].up_to)
    i++;
  return (1 + (widths[i].width - 1) * strength) * MIN (sqrt (MAX (geometry->zoom_x, 1)), 1.6);
}

/* Few connections are all seen well; of many the weak ones fade, or they would hide the others. */
static double
opacity_of (guint64 n,
            double  strength)
{
  const double crowd = CLAMP (log10 (MAX (n, 1) / 150.0) / 3, 0, 1); /* 0: 150, 1: 150 000 */
  const double floor = 0.35 * pow (1 - crowd, 2);

  return floor + (0.65 - floor) * pow (strength, 1 + 2 * crowd);
}

/**
 * chain_network_edge_width:
 * @geometry: a geometry
 * @value: a connection's number
 *
 * Returns: how wide it is drawn, pixels
 */
double
chain_network_edge_width (const ChainNetworkGeometry *geometry,
                          double                      value)
{
  return width_of (geometry, chain_network_count_connections (geometry),
                   chain_network_scale_strength (&geometry->scale, value));
}

/**
 * chain_network_edge_color:
 * @palette: colours
 * @value: a connection's number
 *
 * Returns: (transfer none): the colour of its sign
 */
const ChainColor *
chain_network_edge_color (const ChainPalette *palette,
                          double              value)
{
  if (isnan (value) || value == 0)
    return &palette->line;
  return value < 0 ? &palette->negative : &palette->positive;
}

static void
set_styles (const Collection   *collection,
            const ChainPalette *palette,
            guint64             n_followed,
            ChainRasterStyle   *styles)
{
  const ChainColor *const colors[N_KINDS] = {
    &palette->positive, &palette->negative, &palette->line, &palette->follow,
  };
  const guint64 n = chain_network_count_connections (collection->geometry);
  /* Many bands side by side would be a yellow field. */
  const double band = n_followed <= FEW_FOLLOWED ? 0.5 : 0.5 * FEW_FOLLOWED / (double) n_followed;

  for (guint i = 0; i < N_KINDS * BUCKETS; i++)
    {
      const guint kind = i / BUCKETS;
      const double strength = (double) (i % BUCKETS) / (BUCKETS - 1);
      const double width = width_of (collection->geometry, n, strength);

      styles[i].color = *colors[kind];
      styles[i].width = (float) width;
      if (kind == KIND_BAND)
        {
          styles[i].color.alpha = band;
          styles[i].width += (float) BAND;
        }
      else if (collection->followed)
        {
          styles[i].color.alpha = n_followed <= 300 ? 1 : 0.6;
          styles[i].width = MAX (styles[i].width, 1.2f);
        }
      else
        {
          styles[i].color.alpha = kind == KIND_NEUTRAL ? 0.4 * sqrt (opacity_of (n, 0) / 0.35 + 0.1)
                                                       : opacity_of (n, strength);
        }
    }
}

static void
open_pair (const Collection *collection,
           guint             column,
           Pair             *pair)
{
  pair->to = &g_array_index (collection->geometry->columns, ChainPictureColumn, column);
  pair->from = pair->to - 1;
  pair->values = chain_network_picture_layer (collection->picture, pair->to->layer)->overlay;
  pair->bundles = chain_bundles_new (collection->picture, pair->from, pair->to);
  pair->least = collection->geometry->scale.least;
}

/* Kind and strength of what runs between two places; FALSE for what is not drawn. */
static gboolean
find_style (const Collection *collection,
            const Pair       *pair,
            guint             start,
            guint             end,
            guint             from,
            guint             unit,
            guint            *style)
{
  const ChainNetworkScale *scale = &collection->geometry->scale;
  guint kind = KIND_NEUTRAL;
  double strength = 0;

  if (from == CHAIN_PART_ALL || unit == CHAIN_PART_ALL)
    {
      const ChainBundle *bundle = chain_bundles_get (pair->bundles, pair->from, pair->to, start,
                                                     end);

      if (bundle)
        strength = chain_network_scale_strength (scale, bundle->magnitude / (double) bundle->n);
    }
  else if (pair->values)
    {
      const double value = pair->values[(gsize) from * pair->to->n_units + unit];

      if (fabs (value) < pair->least)
        return FALSE;
      strength = chain_network_scale_strength (scale, value);
      if (value > 0)
        kind = KIND_POSITIVE;
      else if (value < 0)
        kind = KIND_NEGATIVE;
    }
  *style = kind * BUCKETS + (guint) (strength * (BUCKETS - 1) + 0.5);
  return TRUE;
}

/* Calls a function with each line between two columns that can be in sight. */
static void
for_each_line (Collection *collection,
               const Pair *pair,
               void      (*function) (Collection *collection, Fan *fan, const Line *line),
               Fan        *fan)
{
  const double height = collection->geometry->height;

  for (guint i = 0; i < pair->from->n_places; i++)
    {
      const guint from = chain_picture_column_unit (pair->from, i);
      const double y0 = chain_picture_column_y (pair->from, i);

      for (guint j = 0; j < pair->to->n_places; j++)
        {
          const guint unit = chain_picture_column_unit (pair->to, j);
          const double y1 = chain_picture_column_y (pair->to, j);
          const ChainPart part = { CHAIN_PART_CONNECTION, pair->to->layer, from, unit };
          guint style;

          if ((y0 < -10 && y1 < -10) || (y0 > height + 10 && y1 > height + 10))
            continue;
          if (collection->followed
              && (from == CHAIN_PART_ALL || unit == CHAIN_PART_ALL
                  || !chain_network_picture_follows (collection->picture, &part)))
            continue;
          if (find_style (collection, pair, i, j, from, unit, &style)
              && style % BUCKETS >= collection->least)
            function (collection, fan, &(Line) { (float) y0, (float) y1, (guint16) style });
        }
    }
}

static void
count_line (Collection *collection,
            Fan        *fan,
            const Line *line)
{
  fan->counts[line->style % BUCKETS]++;
}

static void
sort_line (Collection *collection,
           Fan        *fan,
           const Line *line)
{
  fan->lines[fan->counts[line->style % BUCKETS]++] = *line;
}

static gboolean
is_followed (const Collection *collection,
             guint             layer)
{
  const GArray *followed = collection->picture->followed;

  for (guint i = 0; i < followed->len; i++)
    {
      const ChainPart *part = &g_array_index (followed, ChainPart, i);

      if (part->kind == CHAIN_PART_CONNECTION && part->layer == layer)
        return TRUE;
    }
  return FALSE;
}

/* Opens a fan for each two columns with lines that can be in sight, and counts these. */
static void
open_fans (Collection *collection)
{
  for (guint i = 1; i < collection->geometry->columns->len; i++)
    {
      const ChainPictureColumn *to
        = &g_array_index (collection->geometry->columns, ChainPictureColumn, i);
      Fan fan = { .column = i };
      Pair pair;

      if (!chain_network_geometry_joins (collection->geometry, i)
          || (collection->followed && !is_followed (collection, to->layer)))
        continue;
      fan.x0 = (to - 1)->x + (to - 1)->half_width;
      fan.x1 = to->x - to->half_width;
      if (fan.x1 < 0 || fan.x0 > collection->geometry->width)
        continue;
      open_pair (collection, i, &pair);
      for_each_line (collection, &pair, count_line, &fan);
      chain_bundles_free (pair.bundles);
      g_array_append_val (collection->fans, fan);
    }
}

/* The weakest bucket of those that make up the strongest lines. */
static guint
find_cut (const Collection *collection,
          guint64           most)
{
  guint64 n = 0;
  guint bucket = BUCKETS;

  while (bucket > 0)
    {
      for (guint i = 0; i < collection->fans->len; i++)
        n += g_array_index (collection->fans, Fan, i).counts[bucket - 1];
      if (n > most && bucket < BUCKETS)
        break;
      bucket--;
    }
  return bucket;
}

/* Puts the lines of a fan in order, weak ones first. */
static void
fill_fan (Collection *collection,
          Fan        *fan)
{
  guint n = 0;
  Pair pair;

  for (guint i = collection->least; i < BUCKETS; i++)
    {
      const guint count = fan->counts[i];

      fan->counts[i] = n;
      n += count;
    }
  fan->n = n;
  fan->lines = g_new (Line, n);
  open_pair (collection, fan->column, &pair);
  for_each_line (collection, &pair, sort_line, fan);
  chain_bundles_free (pair.bundles);
}

static void
fan_clear (gpointer data)
{
  g_free (((Fan *) data)->lines);
}

/* Finds the lines that are drawn, in two passes: counted, then put in place. */
static void
collect (Collection *collection,
         guint64     most)
{
  collection->fans = g_array_new (FALSE, FALSE, sizeof (Fan));
  g_array_set_clear_func (collection->fans, fan_clear);
  collection->least = 0;
  open_fans (collection);
  collection->least = find_cut (collection, most);
  for (guint i = 0; i < collection->fans->len; i++)
    fill_fan (collection, &g_array_index (collection->fans, Fan, i));
}

static void
add_curves (ChainCurveRaster *raster,
            const Fan        *fan,
            double            scale,
            gboolean          bands)
{
  ChainRasterFan *curves = chain_curve_raster_add_fan (raster, fan->x0 * scale, fan->x1 * scale);

  for (guint k = 0; k < fan->n; k++)
    {
      const Line *line = &fan->lines[k];
      ChainRasterCurve curve = { line->y0 * (float) scale, line->y1 * (float) scale, line->style };

      if (bands)
        curve.style = (guint16) (KIND_BAND * BUCKETS + line->style % BUCKETS);
      if (raster->styles[curve.style].color.alpha >= LEAST_OPACITY)
        g_array_append_val (curves->curves, curve);
    }
}

/**
 * chain_network_raster_connections:
 * @picture: a picture
 * @geometry: its geometry
 * @palette: colours
 * @which: of the connections
 * @scale: pixels for each of the geometry's
 * @n_threads: to share the work among, this one included
 * @cancellable: (nullable): to give up early
 *
 * Returns: (transfer full) (nullable): [height · scale, width · scale] pixels, premultiplied ARGB
 *   as Cairo has them; %NULL if cancelled
 */
guchar *
chain_network_raster_connections (const ChainNetworkPicture  *picture,
                                  const ChainNetworkGeometry *geometry,
                                  const ChainPalette         *palette,
                                  ChainConnections            which,
                                  int                         scale,
                                  guint                       n_threads,
                                  GCancellable               *cancellable)
{
  Collection collection = { .picture = picture, .geometry = geometry };
  g_autoptr (ChainCurveRaster) raster = NULL;
  guint64 n_followed = 0;

  raster = chain_curve_raster_new ((guint) geometry->width * (guint) scale,
                                   (guint) geometry->height * (guint) scale);
  collection.followed = which == CHAIN_CONNECTIONS_FOLLOWED;
  collect (&collection, which == CHAIN_CONNECTIONS_STRONGEST ? QUICK_LINES : MOST_LINES);
  for (guint i = 0; collection.followed && i < collection.fans->len; i++)
    n_followed += g_array_index (collection.fans, Fan, i).n;
  set_styles (&collection, palette, n_followed, raster->styles);
  for (guint i = 0; i < CHAIN_RASTER_STYLES; i++)
    raster->styles[i].width *= (float) scale;
  for (guint i = 0; i < collection.fans->len; i++)
    {
      const Fan *fan = &g_array_index (collection.fans, Fan, i);

      if (collection.followed)
        add_curves (raster, fan, scale, TRUE);
      add_curves (raster, fan, scale, FALSE);
    }
  g_array_unref (collection.fans);
  return chain_curve_raster_draw (raster, n_threads, cancellable);
}

/**
 * chain_network_stroke_edge:
 * @geometry: a geometry
 * @edge: a connection
 * @cr: a drawing
 * @color: of the stroke
 * @alpha: its opacity
 * @width: its width, pixels
 */
void
chain_network_stroke_edge (const ChainNetworkGeometry *geometry,
                           const ChainPictureEdge     *edge,
                           cairo_t                    *cr,
                           const ChainColor           *color,
                           double                      alpha,
                           double                      width)
{
  const double middle = (edge->x0 + edge->x1) / 2;

  cairo_move_to (cr, edge->x0, edge->y0);
  cairo_curve_to (cr, middle, edge->y0, middle, edge->y1, edge->x1, edge->y1);
  chain_color_set (cr, color, alpha);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

static void
stroke_fans (const Collection       *collection,
             cairo_t                *cr,
             const ChainRasterStyle *styles,
             gboolean                bands)
{
  for (guint i = 0; i < collection->fans->len; i++)
    {
      const Fan *fan = &g_array_index (collection->fans, Fan, i);

      for (guint k = 0; k < fan->n; k++)
        {
          const Line *line = &fan->lines[k];
          const ChainPictureEdge edge = { .x0 = fan->x0, .y0 = line->y0, .x1 = fan->x1,
                                          .y1 = line->y1 };
          const ChainRasterStyle *style
            = &styles[bands ? KIND_BAND * BUCKETS + line->style % BUCKETS : line->style];

          if (style->color.alpha >= LEAST_OPACITY)
            chain_network_stroke_edge (collection->geometry, &edge, cr, &style->color, 1,
                                       style->width);
        }
    }
}

/**
 * chain_network_draw_connections:
 * @picture: a picture
 * @geometry: its geometry
 * @cr: a drawing
 * @palette: colours
 *
 * Strokes all connections, the strongest on top, and over them those that are followed.
 */
void
chain_network_draw_connections (const ChainNetworkPicture  *picture,
                                const ChainNetworkGeometry *geometry,
                                cairo_t                    *cr,
                                const ChainPalette         *palette)
{
  g_autofree ChainRasterStyle *styles = g_new (ChainRasterStyle, CHAIN_RASTER_STYLES);
  Collection collection = { .picture = picture, .geometry = geometry };

  cairo_save (cr);
  collect (&collection, MOST_STROKES);
  set_styles (&collection, palette, 0, styles);
  stroke_fans (&collection, cr, styles, FALSE);
  g_array_unref (collection.fans);
  if (!chain_network_follows_too_many (picture, geometry))
    {
      collection.followed = TRUE;
      collect (&collection, MOST_FOLLOWED);
      set_styles (&collection, palette, chain_network_count_followed (picture, geometry), styles);
      stroke_fans (&collection, cr, styles, TRUE);
      stroke_fans (&collection, cr, styles, FALSE);
      g_array_unref (collection.fans);
    }
  cairo_restore (cr);
}

static guint64
shown_of (const ChainPictureColumn *column,
          guint                     unit)
{
  if (unit == CHAIN_PART_ALL)
    return column->n_places - (column->fold_place != CHAIN_PLACE_NONE);
  return chain_picture_column_place (column, unit) != column->fold_place;
}

/**
 * chain_network_count_followed:
 * @picture: a picture
 * @geometry: its geometry
 *
 * Returns: how many connections that are shown are followed
 */
guint64
chain_network_count_followed (const ChainNetworkPicture  *picture,
                              const ChainNetworkGeometry *geometry)
{
  guint64 n = 0;

  for (guint i = 0; i < picture->followed->len; i++)
    {
      const ChainPart *part = &g_array_index (picture->followed, ChainPart, i);
      const ChainPictureColumn *to = chain_network_geometry_column (geometry, part->layer);
      const ChainPictureColumn *from = NULL;

      if (part->kind == CHAIN_PART_CONNECTION && part->layer > 0 && to)
        from = chain_network_geometry_column (geometry, part->layer - 1);
      if (from)
        n += shown_of (from, part->from) * shown_of (to, part->unit);
    }
  return n;
}

/**
 * chain_network_follows_too_many:
 * @picture: a picture
 * @geometry: its geometry
 *
 * Returns: whether so many connections are followed that they are marked together
 */
gboolean
chain_network_follows_too_many (const ChainNetworkPicture  *picture,
                                const ChainNetworkGeometry *geometry)
{
  return chain_network_count_followed (picture, geometry) > MOST_FOLLOWED;
}
