/* network-look.c: tests of a drawing that is zoomed, moved and unfolded, of any size.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/paint/network-bundles.h"
#include "ui/paint/network-drawing.h"

#include <math.h>
#include <string.h>

#define WIDTH 700.0
#define HEIGHT 540.0

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
picture_of (const guint *units,
            guint        n)
{
  ChainNetworkPicture *picture = chain_network_picture_new ();

  for (guint l = 0; l < n; l++)
    {
      ChainPictureLayer *layer = chain_network_picture_add_layer (picture, units[l], "a");

      layer->values = numbers (units[l]);
      if (l == 0)
        continue;
      layer->bias = numbers (units[l]);
      layer->overlay = numbers ((gsize) units[l] * units[l - 1]);
    }
  picture->overlay_title = g_strdup ("w");
  return picture;
}

/* A look with all layers unfolded or none. */
static ChainNetworkLook
look_of (GByteArray *unfolded,
         gboolean    all)
{
  ChainNetworkLook look = chain_network_whole;

  g_byte_array_set_size (unfolded, 8);
  memset (unfolded->data, all, unfolded->len);
  look.unfolded = unfolded;
  return look;
}

/* Every unit has a place and every place its unit, folded, with one picked, and unfolded. */
static void
test_places (void)
{
  static const guint units[] = { 3, 200, 5 };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (GByteArray) unfolded = g_byte_array_new ();
  g_autoptr (ChainNetworkPicture) picture = picture_of (units, 3);

  for (guint i = 0; i < 6; i++)
    {
      const ChainNetworkLook look = look_of (unfolded, i % 2);
      g_autoptr (ChainNetworkGeometry) geometry = NULL;
      const ChainPictureColumn *column;
      guint seen = 0;

      picture->selected = (ChainPart) { i < 2 ? CHAIN_PART_NONE : CHAIN_PART_UNIT, 1, 0,
                                        i < 4 ? 57 : 199 };
      geometry = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, &look);
      column = chain_network_geometry_column (geometry, 1);
      for (guint unit = 0; unit < 200; unit++)
        {
          const guint place = chain_picture_column_place (column, unit);

          if (place == column->fold_place)
            continue;
          g_assert_cmpuint (chain_picture_column_unit (column, place), ==, unit);
          seen++;
        }
      g_assert_cmpuint (seen, ==, i % 2 ? 200 : column->n_places - 1);
      if (i >= 2)
        {
          ChainPictureNode node;

          g_assert_true (chain_network_geometry_node (geometry, 1, picture->selected.unit, &node));
        }
    }
}

/* What lies under a point is one of the connections that pass there, found without looking at all:
 * compared with looking at all of them. */
static void
test_hit_many (void)
{
  static const guint units[] = { 60, 70, 9 };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (GByteArray) unfolded = g_byte_array_new ();
  const ChainNetworkLook look = look_of (unfolded, TRUE);
  g_autoptr (ChainNetworkPicture) picture = picture_of (units, 3);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  guint found = 0;

  geometry = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, &look);
  for (guint i = 0; i < 400; i++)
    {
      const ChainPart aimed = { CHAIN_PART_CONNECTION, 1 + i % 2, i * 7 % 60, i * 13 % 9 };
      ChainPart part = { CHAIN_PART_NONE };
      ChainPictureEdge edge;
      double x, y, nearest = G_MAXDOUBLE;

      g_assert_true (chain_network_geometry_edge (geometry, picture, &aimed, &edge));
      chain_picture_edge_point (&edge, 0.1 + 0.8 * (i % 10) / 9.0, &x, &y);
      if (!chain_network_geometry_hit (geometry, picture, x, y, &part)
          || part.kind != CHAIN_PART_CONNECTION)
        continue;
      found++;
      g_assert_cmpuint (part.layer, ==, aimed.layer);
      g_assert_true (chain_network_geometry_edge (geometry, picture, &part, &edge));
      for (double t = 0; t <= 1; t += 0.0005)
        {
          double ex, ey;

          chain_picture_edge_point (&edge, t, &ex, &ey);
          nearest = MIN (nearest, hypot (ex - x, ey - y));
        }
      g_assert_cmpfloat (nearest, <, 4);
      /* Among those that lie over each other the aimed one only loses to a stronger one. */
      g_assert_cmpfloat (fabs (chain_network_geometry_number (picture, &part)) + 1e-12, >=,
                         nearest < 0.2 ? fabs (chain_network_geometry_number (picture, &aimed))
                                       : 0);
    }
  g_assert_cmpuint (found, >, 300);
}

/* Zooming moves a unit as the look says; words come with room and go without it. */
static void
test_zoom (void)
{
  static const guint units[] = { 2, 40, 1 };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (GByteArray) unfolded = g_byte_array_new ();
  g_autoptr (ChainNetworkPicture) picture = picture_of (units, 3);
  ChainNetworkLook look = look_of (unfolded, TRUE);
  g_autoptr (ChainNetworkGeometry) whole = NULL;
  g_autoptr (ChainNetworkGeometry) zoomed = NULL;
  ChainPictureNode before, after;

  whole = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, &look);
  g_assert_true (chain_network_geometry_column (whole, 1)->dots);
  look.zoom = whole->most_zoom;
  look.x = -100;
  look.y = -300;
  zoomed = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, &look);
  g_assert_false (chain_network_geometry_column (zoomed, 1)->dots);
  g_assert_true (chain_network_geometry_node (whole, 1, 20, &before));
  g_assert_true (chain_network_geometry_node (zoomed, 1, 20, &after));
  g_assert_cmpfloat_with_epsilon (after.x, before.x * zoomed->zoom_x - 100, 1e-6);
  g_assert_cmpfloat_with_epsilon (after.y, before.y * look.zoom - 300, 1e-6);
  g_assert_cmpfloat (after.radius, >, before.radius);
}

/* What stands for many connections says what they are. */
static void
test_bundles (void)
{
  static const guint units[] = { 100, 80, 1 };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (ChainNetworkPicture) picture = picture_of (units, 3);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;
  g_autoptr (ChainBundles) bundles = NULL;
  const ChainPictureColumn *from, *to;
  const double *values = chain_network_picture_layer (picture, 1)->overlay;
  const ChainBundle *bundle;
  double sum = 0, magnitude = 0;
  guint64 n = 0, total = 0;

  geometry = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT,
                                         &chain_network_whole);
  from = chain_network_geometry_column (geometry, 0);
  to = chain_network_geometry_column (geometry, 1);
  bundles = chain_bundles_new (picture, from, to);
  for (guint i = 0; i < 100; i++)
    {
      if (chain_picture_column_place (from, i) != from->fold_place)
        continue;
      sum += values[i * 80 + 2];
      magnitude += fabs (values[i * 80 + 2]);
      n++;
    }
  bundle = chain_bundles_get (bundles, from, to, from->fold_place, 2);
  g_assert_cmpuint (bundle->n, ==, n);
  g_assert_cmpfloat_with_epsilon (bundle->sum, sum, 1e-9);
  g_assert_cmpfloat_with_epsilon (bundle->magnitude, magnitude, 1e-9);
  g_assert_cmpfloat (bundle->strongest, ==, values[bundle->from * 80 + bundle->unit]);
  /* All of them together, with those drawn on their own, are all there are. */
  for (guint i = 0; i < from->n_places; i++)
    {
      for (guint j = 0; j < to->n_places; j++)
        {
          bundle = chain_bundles_get (bundles, from, to, i, j);
          total += bundle ? bundle->n : 1;
        }
    }
  g_assert_cmpuint (total, ==, 100 * 80);
}

/* A hundred thousand units are placed, pointed at and drawn without looking at each. */
static void
test_huge (void)
{
  static const guint units[] = { 2, 100000, 1 };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (GByteArray) unfolded = g_byte_array_new ();
  g_autoptr (ChainNetworkPicture) picture = picture_of (units, 3);

  for (guint zoomed = 0; zoomed < 2; zoomed++)
    {
      ChainNetworkLook look = look_of (unfolded, TRUE);
      g_autoptr (ChainNetworkGeometry) geometry = NULL;
      g_autofree guchar *pixels = NULL;
      ChainPart part;
      ChainPictureNode node;

      look.zoom = zoomed ? 5000 : 1;
      look.y = zoomed ? -2500 * HEIGHT : 0;
      geometry = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, &look);
      g_assert_true (chain_network_geometry_node (geometry, 1, zoomed ? 50000 : 777, &node));
      g_assert_true (chain_network_geometry_hit (geometry, picture, node.x, node.y, &part));
      g_assert_cmpint (part.kind, ==, CHAIN_PART_UNIT);
      g_assert_cmpuint (geometry->boxes->len, <, 2000);
      pixels = chain_network_raster_connections (picture, geometry, &chain_palette_light,
                                                 CHAIN_CONNECTIONS_STRONGEST, 1, 1, NULL);
      g_assert_nonnull (pixels);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/network-look/places", test_places);
  g_test_add_func ("/paint/network-look/hit-many", test_hit_many);
  g_test_add_func ("/paint/network-look/zoom", test_zoom);
  g_test_add_func ("/paint/network-look/bundles", test_bundles);
  g_test_add_func ("/paint/network-look/huge", test_huge);
  return g_test_run ();
}
