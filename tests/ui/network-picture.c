/* network-picture.c: tests of a network's drawing: what fits, what is hit, what is drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/paint/network-drawing.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *name;
  guint       units[12];
  guint       n;
} shapes[] = {
  { "2-1", { 2, 1 }, 2 },
  { "2-3-1", { 2, 3, 1 }, 3 },
  { "4-8-3", { 4, 8, 3 }, 3 },
  { "64-32-10", { 64, 32, 10 }, 3 },
  { "2-8-8-8-1", { 2, 8, 8, 8, 1 }, 5 },
  { "deep", { 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 2 }, 12 },
};

static const struct
{
  double width, height;
} sizes[] = { { 300, 240 }, { 420, 330 }, { 712, 540 }, { 1400, 900 } };

/* Numbers without a pattern, the same in every run. */
static double *
numbers (gsize n)
{
  double *values = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    values[i] = sin (12.9898 * (double) (i + 1)) * 2;
  return values;
}

static ChainNetworkPicture *
picture_of (guint shape)
{
  ChainNetworkPicture *picture = chain_network_picture_new ();

  for (guint l = 0; l < shapes[shape].n; l++)
    {
      const guint units = shapes[shape].units[l];
      ChainPictureLayer *layer = chain_network_picture_add_layer (picture, units, "a");

      layer->values = numbers (units);
      if (l == 0)
        continue;
      layer->bias = numbers (units);
      layer->shows_z = TRUE;
      layer->z = numbers (units);
      layer->overlay = numbers ((gsize) units * shapes[shape].units[l - 1]);
    }
  picture->overlay_title = g_strdup ("w");
  picture->caption = g_strdup ("Step 1 of 10");
  picture->target = g_strdup ("y = 18");
  picture->loss_title = g_strdup ("L");
  picture->loss_known = TRUE;
  picture->loss = 196;
  return picture;
}

static gboolean
nodes_meet (const ChainPictureNode *a,
            const ChainPictureNode *b)
{
  return hypot (a->x - b->x, a->y - b->y) < a->radius + b->radius + 2;
}

/* At every shape and size all units are inside and apart, and what is left out is counted. */
static void
test_everything_fits (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (guint i = 0; i < G_N_ELEMENTS (shapes) * G_N_ELEMENTS (sizes); i++)
    {
      const guint shape = i / G_N_ELEMENTS (sizes), size = i % G_N_ELEMENTS (sizes);
      g_autoptr (ChainNetworkPicture) picture = picture_of (shape);
      g_autoptr (ChainNetworkGeometry) geometry = NULL;
      guint layers = 0;

      geometry = chain_network_geometry_new (picture, context, sizes[size].width,
                                             sizes[size].height, &chain_network_whole);
      g_assert_cmpfloat (geometry->radius, >=, 10);
      for (guint c = 0; c < geometry->columns->len; c++)
        {
          const ChainPictureColumn *column
            = &g_array_index (geometry->columns, ChainPictureColumn, c);
          ChainPictureNode last = { .y = -G_MAXDOUBLE };
          guint units = 0;

          layers += column->hidden > 0 ? column->hidden : 1;
          for (guint j = 0; j < column->n_places; j++)
            {
              const ChainPictureNode node = chain_picture_column_node (geometry, column, j);

              units += node.hidden > 0 ? node.hidden : 1;
              g_assert_cmpfloat (node.x, >=, node.radius);
              g_assert_cmpfloat (node.x, <=, geometry->width - node.radius);
              if (sizes[size].height >= 330)
                {
                  g_assert_cmpfloat (node.y, >=, node.radius);
                  g_assert_cmpfloat (node.y, <=, geometry->height - node.radius);
                }
              g_assert_false (nodes_meet (&node, &last));
              last = node;
            }
          g_assert_cmpuint (units, ==, shapes[shape].units[column->layer]);
        }
      g_assert_cmpuint (layers, ==, shapes[shape].n);
    }
}

static gboolean
overlap (const ChainRectangle *a,
         const ChainRectangle *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height
         && b->y < a->y + a->height;
}

/* Long names, as classes have them. */
static void
name_outputs (ChainNetworkPicture *picture)
{
  ChainPictureLayer *layer = g_ptr_array_index (picture->layers, picture->layers->len - 1);

  layer->names = g_new0 (char *, layer->units + 1);
  for (guint i = 0; i < layer->units; i++)
    layer->names[i] = g_strdup_printf (i == 0 ? "one that has quite a long name %u"
                                              : "versicolor %u", i + 1);
}

/* No number on a connection covers a unit or its name. */
static void
check_clear_of_units (const ChainNetworkPicture  *picture,
                      const ChainNetworkGeometry *geometry,
                      PangoContext               *context,
                      const ChainRectangle       *label)
{
  for (guint c = 0; c < geometry->columns->len; c++)
    {
      const ChainPictureColumn *column = &g_array_index (geometry->columns, ChainPictureColumn, c);

      for (guint j = 0; column->hidden == 0 && j < column->n_places; j++)
        {
          const ChainPictureNode node = chain_picture_column_node (geometry, column, j);
          const ChainRectangle unit = { node.x - node.radius, node.y - node.radius,
                                        2 * node.radius, 2 * node.radius };
          ChainRectangle name;
          g_autoptr (PangoLayout) text = NULL;

          g_assert_false (overlap (label, &unit));
          if (node.hidden > 0)
            continue;
          text = chain_picture_node_name (geometry, picture, context, column, &node, &name);
          g_assert_false (overlap (label, &name));
        }
    }
}

/* What is written around the outputs is not cut by the edge. */
static void
check_inside (const ChainNetworkPicture  *picture,
              const ChainNetworkGeometry *geometry,
              PangoContext               *context)
{
  const ChainPictureColumn *column
    = &g_array_index (geometry->columns, ChainPictureColumn, geometry->columns->len - 1);

  for (guint j = 0; j < column->n_places; j++)
    {
      const ChainPictureNode node = chain_picture_column_node (geometry, column, j);
      ChainRectangle name;
      g_autoptr (PangoLayout) text = NULL;

      if (node.hidden > 0)
        continue;
      text = chain_picture_node_name (geometry, picture, context, column, &node, &name);
      g_assert_cmpfloat (name.x + name.width, <=, geometry->width);
      g_assert_cmpfloat (node.bias.x + node.bias.width, <=, geometry->width);
    }
}

static void
test_labels_apart (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  guint placed = 0;

  for (guint i = 0; i < G_N_ELEMENTS (shapes) * G_N_ELEMENTS (sizes); i++)
    {
      const guint size = i % G_N_ELEMENTS (sizes);
      g_autoptr (ChainNetworkPicture) picture = picture_of (i / G_N_ELEMENTS (sizes));
      g_autoptr (ChainNetworkGeometry) geometry = NULL;
      const ChainPictureLabel *labels;

      name_outputs (picture);
      geometry = chain_network_geometry_new (picture, context, sizes[size].width,
                                             sizes[size].height, &chain_network_whole);
      check_inside (picture, geometry, context);
      labels = &g_array_index (geometry->labels, ChainPictureLabel, 0);
      placed += geometry->labels->len;
      for (guint a = 0; a < geometry->labels->len; a++)
        {
          for (guint b = 0; b < a; b++)
            g_assert_false (overlap (&labels[a].box, &labels[b].box));
          check_clear_of_units (picture, geometry, context, &labels[a].box);
        }
    }
  g_assert_cmpuint (placed, >, 20);
}

/* The worked example shows the number of each connection at the size of a small window. */
static void
test_small_network_has_numbers (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (guint shape = 0; shape < 2; shape++)
    {
      g_autoptr (ChainNetworkPicture) picture = picture_of (shape);
      g_autoptr (ChainNetworkGeometry) geometry = NULL;

      geometry = chain_network_geometry_new (picture, context, 420, 330,
                                         &chain_network_whole);
      g_assert_cmpuint (geometry->labels->len, ==, chain_network_count_connections (geometry));
    }
}

/* What is not computed has no number and no place for one, and moves nothing else. */
static void
test_unknown (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainNetworkPicture) known = picture_of (1);
  g_autoptr (ChainNetworkPicture) unknown = picture_of (1);
  g_autoptr (ChainNetworkGeometry) before = NULL;
  g_autoptr (ChainNetworkGeometry) after = NULL;

  for (guint l = 0; l < unknown->layers->len; l++)
    {
      ChainPictureLayer *layer = unknown->layers->pdata[l];

      g_clear_pointer (&layer->values, g_free);
      g_clear_pointer (&layer->z, g_free);
      g_clear_pointer (&layer->overlay, g_free);
    }
  unknown->loss_known = FALSE;
  before = chain_network_geometry_new (unknown, context, 712, 540,
                                         &chain_network_whole);
  after = chain_network_geometry_new (known, context, 712, 540,
                                         &chain_network_whole);
  g_assert_cmpuint (before->labels->len, ==, 0);
  g_assert_cmpuint (after->labels->len, >, 0);
  for (guint unit = 0; unit < 3; unit++)
    {
      const ChainPart part = { CHAIN_PART_CONNECTION, 1, 0, unit };
      ChainPictureNode a, b;
      ChainPictureEdge edge;

      g_assert_true (chain_network_geometry_node (before, 1, unit, &a));
      g_assert_true (chain_network_geometry_node (after, 1, unit, &b));
      g_assert_cmpfloat (a.x, ==, b.x);
      g_assert_cmpfloat (a.y, ==, b.y);
      g_assert_true (chain_network_geometry_edge (before, unknown, &part, &edge));
      g_assert_true (isnan (edge.value));
    }
}

static void
test_hit (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainNetworkPicture) picture = picture_of (1);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  ChainPictureNode node;
  ChainPart part = { CHAIN_PART_NONE };

  geometry = chain_network_geometry_new (picture, context, 712, 540,
                                         &chain_network_whole);
  g_assert_true (chain_network_geometry_node (geometry, 1, 2, &node));
  g_assert_true (chain_network_geometry_hit (geometry, picture, node.x + 3, node.y - 5, &part));
  g_assert_true (chain_part_equal (&part, &(ChainPart) { CHAIN_PART_UNIT, 1, 0, 2 }));
  g_assert_true (chain_network_geometry_hit (geometry, picture, node.bias.x + node.bias.width / 2,
                                             node.bias.y + node.bias.height / 2, &part));
  g_assert_true (chain_part_equal (&part, &(ChainPart) { CHAIN_PART_BIAS, 1, 0, 2 }));
  for (guint i = 0; i < geometry->labels->len; i++)
    {
      const ChainPictureLabel *label = &g_array_index (geometry->labels, ChainPictureLabel, i);

      g_assert_true (chain_network_geometry_hit (geometry, picture,
                                                 label->box.x + label->box.width / 2,
                                                 label->box.y + label->box.height / 2, &part));
      g_assert_true (chain_part_equal (&part, &label->part));
    }
  part.kind = CHAIN_PART_NONE;
  g_assert_false (chain_network_geometry_hit (geometry, picture, 5, 300, &part));
  g_assert_cmpint (part.kind, ==, CHAIN_PART_NONE);
}

/* Beside a connection the tolerance decides, between two the nearer one. */
static void
test_hit_curve (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainNetworkPicture) picture = picture_of (0);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  const ChainPart lower = { CHAIN_PART_CONNECTION, 1, 1, 0 };
  ChainPictureEdge edge;
  ChainPart part;
  double x, y;

  geometry = chain_network_geometry_new (picture, context, 420, 330,
                                         &chain_network_whole);
  g_assert_true (chain_network_geometry_edge (geometry, picture, &lower, &edge));
  chain_picture_edge_point (&edge, 0.2, &x, &y);
  g_assert_true (chain_network_geometry_hit (geometry, picture, x, y + 3, &part));
  g_assert_true (chain_part_equal (&part, &lower));
  g_assert_false (chain_network_geometry_hit (geometry, picture, x, y + 15, &part));
}

/* The arrow keys reach every unit that is shown, and never leave the drawing. */
static void
test_neighbours (void)
{
  static const struct
  {
    guint layer, unit;
    int   columns, units;
    guint to_layer, to_unit;
  } rows[] = {
    { 0, 0, 0, 1, 0, 1 }, { 0, 1, 0, 1, 0, 1 }, { 0, 0, 0, -1, 0, 0 }, { 0, 0, -1, 0, 0, 0 },
    { 1, 1, 1, 0, 2, 0 }, { 2, 0, 1, 0, 2, 0 }, { 2, 0, -1, 0, 1, 1 }, { 1, 2, -1, 0, 0, 1 },
  };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainNetworkPicture) picture = picture_of (1);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  ChainPart part = { CHAIN_PART_NONE };

  geometry = chain_network_geometry_new (picture, context, 712, 540,
                                         &chain_network_whole);
  part = chain_network_geometry_neighbour (geometry, &part, 1, 0);
  g_assert_true (chain_part_equal (&part, &(ChainPart) { CHAIN_PART_UNIT, 0, 0, 0 }));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      part = (ChainPart) { CHAIN_PART_UNIT, rows[i].layer, 0, rows[i].unit };
      part = chain_network_geometry_neighbour (geometry, &part, rows[i].columns, rows[i].units);
      g_assert_cmpuint (part.layer, ==, rows[i].to_layer);
      g_assert_cmpuint (part.unit, ==, rows[i].to_unit);
    }
}

static void
test_follows (void)
{
  g_autoptr (ChainNetworkPicture) picture = picture_of (1);

  chain_network_picture_follow (picture,
                                (ChainPart) { CHAIN_PART_CONNECTION, 1, CHAIN_PART_ALL, 2 });
  g_assert_true (chain_network_picture_follows (picture,
                                                &(ChainPart) { CHAIN_PART_CONNECTION, 1, 0, 2 }));
  g_assert_true (chain_network_picture_follows (picture,
                                                &(ChainPart) { CHAIN_PART_CONNECTION, 1, 1, 2 }));
  g_assert_false (chain_network_picture_follows (picture,
                                                 &(ChainPart) { CHAIN_PART_CONNECTION, 1, 1, 1 }));
  g_assert_false (chain_network_picture_follows (picture,
                                                 &(ChainPart) { CHAIN_PART_UNIT, 1, 0, 2 }));
}

static void
test_scale (void)
{
  g_autoptr (ChainNetworkPicture) picture = picture_of (0);
  ChainNetworkLook look = chain_network_whole;
  ChainPictureLayer *layer = picture->layers->pdata[1];
  ChainNetworkScale scale;

  layer->overlay[0] = -8;
  layer->overlay[1] = NAN;
  chain_network_scale_measure (&scale, picture, &look);
  g_assert_cmpfloat (scale.strongest, ==, 8);
  g_assert_cmpfloat (chain_network_scale_strength (&scale, -4), ==, 0.5);
  g_assert_cmpfloat (chain_network_scale_strength (&scale, NAN), ==, 0);
  look.logarithmic = TRUE;
  chain_network_scale_measure (&scale, picture, &look);
  g_assert_cmpfloat (chain_network_scale_strength (&scale, -8), ==, 1);
  g_assert_cmpfloat_with_epsilon (chain_network_scale_strength (&scale, 0.8), 2.0 / 3, 1e-12);
  g_assert_cmpfloat (chain_network_scale_strength (&scale, 0.0008), ==, 0);
  g_clear_pointer (&layer->overlay, g_free);
  chain_network_scale_measure (&scale, picture, &look);
  g_assert_cmpfloat (scale.strongest, ==, 0);
  g_assert_false (scale.known);
}

/* The strongest N per cent are those that are drawn and pointed at, and no others. */
static void
test_threshold (void)
{
  static const double shares[] = { 0.01, 0.1, 0.25, 0.5, 1 };
  g_autoptr (ChainNetworkPicture) picture = picture_of (3); /* 64-32-10 */

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      ChainNetworkLook look = chain_network_whole;
      ChainNetworkScale scale;
      guint drawn = 0, all = 0;

      look.share = shares[i];
      chain_network_scale_measure (&scale, picture, &look);
      for (guint l = 1; l < picture->layers->len; l++)
        {
          const ChainPictureLayer *layer = picture->layers->pdata[l];
          const guint n = layer->units * chain_network_picture_layer (picture, l - 1)->units;

          for (guint k = 0; k < n; k++)
            drawn += fabs (layer->overlay[k]) >= scale.least;
          all += n;
        }
      g_assert_cmpuint (all - drawn, ==, scale.n_hidden);
      g_assert_cmpfloat (drawn, >=, shares[i] * all - 0.005 * all);
      g_assert_cmpfloat (drawn, <=, shares[i] * all + 0.005 * all);
    }
}

static guint32
pixel_at (cairo_surface_t *surface,
          double           x,
          double           y)
{
  const unsigned char *row = cairo_image_surface_get_data (surface)
                             + (int) y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[(int) x];
}

/* Positive connections are blue, negative ones orange, in both palettes. */
static void
test_sign_is_colour (void)
{
  const ChainPalette *const palettes[] = { &chain_palette_light, &chain_palette_dark };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainNetworkPicture) picture = picture_of (0);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  ChainPictureLayer *layer = picture->layers->pdata[1];

  layer->overlay[0] = 5;
  layer->overlay[1] = -8;
  geometry = chain_network_geometry_new (picture, context, 420, 330,
                                         &chain_network_whole);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (palettes); i++)
    {
      const ChainPart part = { CHAIN_PART_CONNECTION, 1, i % 2, 0 };
      ChainPictureEdge edge;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 420, 330);
      cairo_t *cr = cairo_create (surface);
      double x, y;
      guint32 pixel;
      int red, blue;

      chain_color_set (cr, &palettes[i / 2]->canvas, 1);
      cairo_paint (cr);
      chain_network_picture_draw (picture, cr, context, 420, 330, palettes[i / 2]);
      cairo_surface_flush (surface);
      g_assert_true (chain_network_geometry_edge (geometry, picture, &part, &edge));
      chain_picture_edge_point (&edge, 0.2, &x, &y);
      pixel = pixel_at (surface, x, y);
      red = pixel >> 16 & 0xff;
      blue = pixel & 0xff;
      if (edge.value > 0)
        g_assert_cmpint (blue, >, red + 40);
      else
        g_assert_cmpint (red, >, blue + 40);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* Nothing is cut off at the edges, also with names far too long and numbers far too large. */
static void
test_nothing_clipped (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (ChainNetworkPicture) picture = picture_of (i);
      ChainPictureLayer *inputs = picture->layers->pdata[0];
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, height;

      inputs->names = g_new0 (char *, inputs->units + 1);
      for (guint unit = 0; unit < inputs->units; unit++)
        inputs->names[unit] = g_strdup ("mean <annual> temperature & humidity of the region");
      inputs->values[0] = -123456789;
      chain_network_picture_draw (picture, cr, context, 420, 330, &chain_palette_light);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      g_assert_cmpfloat (x, >=, 0);
      g_assert_cmpfloat (y, >=, 0);
      g_assert_cmpfloat (x + width, <=, 420);
      g_assert_cmpfloat (y + height, <=, 330);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/network/everything-fits", test_everything_fits);
  g_test_add_func ("/paint/network/labels-apart", test_labels_apart);
  g_test_add_func ("/paint/network/small-network-has-numbers", test_small_network_has_numbers);
  g_test_add_func ("/paint/network/unknown", test_unknown);
  g_test_add_func ("/paint/network/hit", test_hit);
  g_test_add_func ("/paint/network/hit-curve", test_hit_curve);
  g_test_add_func ("/paint/network/neighbours", test_neighbours);
  g_test_add_func ("/paint/network/follows", test_follows);
  g_test_add_func ("/paint/network/scale", test_scale);
  g_test_add_func ("/paint/network/threshold", test_threshold);
  g_test_add_func ("/paint/network/sign-is-colour", test_sign_is_colour);
  g_test_add_func ("/paint/network/nothing-clipped", test_nothing_clipped);
  return g_test_run ();
}
