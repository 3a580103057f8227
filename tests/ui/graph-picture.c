/* graph-picture.c: graphs of operations laid out and drawn on image surfaces.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/paint/graph-picture.h"

#include <math.h>

#define EM 15.0

/* L = (w1·x1 + w2·x2 + b − y)²: w1 x1 w2 x2 b y | p1 p2 s z e L */
static const ChainGraphEdge neuron[] = {
  { 0, 6 }, { 1, 6 }, { 2, 7 }, { 3, 7 }, { 6, 8 }, { 7, 8 }, { 8, 9 }, { 4, 9 }, { 9, 10 },
  { 5, 10 }, { 10, 11 },
};

static const char *const neuron_names[] = {
  "w1", "x1", "w2", "x2", "b", "y", "v1", "v2", "v3", "z", "e", "L",
};

static ChainGraphPicture *
new_neuron (void)
{
  ChainGraphPicture *picture = chain_graph_picture_new ();
  const double value = -2.5;

  for (guint i = 0; i < G_N_ELEMENTS (neuron_names); i++)
    {
      chain_graph_picture_add (picture, i < 6 ? CHAIN_GRAPH_VARIABLE : CHAIN_GRAPH_OPERATION,
                               neuron_names[i], i < 6 ? "variable" : "product", "[1, 1]", "∂L/∂v");
      chain_graph_numbers_set (&g_array_index (picture->nodes, ChainGraphNode, i).value, 1, 1,
                               &value);
      chain_graph_numbers_set (&g_array_index (picture->nodes, ChainGraphNode, i).adjoint, 1, 1,
                               &value);
    }
  chain_graph_picture_lay_out (picture, G_N_ELEMENTS (neuron), neuron, EM);
  return picture;
}

static void
check_layout (const ChainGraphLayout *layout,
              guint                   n_edges,
              const ChainGraphEdge   *edges)
{
  g_assert_cmpuint (layout->routes->len, ==, n_edges);
  for (guint i = 0; i < n_edges; i++)
    {
      const ChainGraphRoute *route = &g_array_index (layout->routes, ChainGraphRoute, i);

      g_assert_cmpuint (route->from, ==, edges[i].from);
      g_assert_cmpuint (route->to, ==, edges[i].to);
      g_assert_cmpuint (layout->boxes[route->from].layer, <, layout->boxes[route->to].layer);
      g_assert_cmpuint (route->n_points, >=, 2);
    }
  for (guint i = 0; i < layout->layers->len; i++)
    {
      const ChainGraphLayer *layer = &g_array_index (layout->layers, ChainGraphLayer, i);

      for (guint j = layer->first; j < layer->first + layer->n_nodes; j++)
        {
          const ChainGraphBox *box = &layout->boxes[layout->order[j]];

          g_assert_cmpuint (box->layer, ==, i);
          g_assert_cmpfloat (box->y - box->height / 2, >=, -1e-6);
          g_assert_cmpfloat (box->y + box->height / 2, <=, layout->height + 1e-6);
          if (j > layer->first)
            {
              const ChainGraphBox *above = &layout->boxes[layout->order[j - 1]];

              g_assert_cmpfloat (above->y + above->height / 2, <, box->y - box->height / 2);
            }
        }
    }
}

static void
test_neuron (void)
{
  g_autoptr (ChainGraphPicture) picture = new_neuron ();
  guint node = 0;

  check_layout (picture->layout, G_N_ELEMENTS (neuron), neuron);
  g_assert_cmpuint (picture->layout->n_crossings, ==, 0);
  g_assert_cmpuint (picture->layout->layers->len, ==, 6);
  /* A source stands just before what reads it. */
  g_assert_cmpuint (picture->layout->boxes[5].layer, ==, picture->layout->boxes[10].layer - 1);
  for (guint i = 0; i < picture->nodes->len; i++)
    {
      const ChainGraphBox *box = &picture->layout->boxes[i];

      g_assert_true (chain_graph_layout_hit (picture->layout, box->x, box->y, &node));
      g_assert_cmpuint (node, ==, i);
    }
  g_assert_false (chain_graph_layout_hit (picture->layout, -5, -5, &node));
}

/* A ladder that is recorded upside down is turned until nothing crosses. */
static void
test_crossings (void)
{
  static const ChainGraphEdge edges[] = {
    { 0, 5 }, { 1, 4 }, { 2, 3 }, { 3, 8 }, { 4, 7 }, { 5, 6 }, { 6, 9 }, { 7, 9 }, { 8, 9 },
  };
  double sizes[10];
  g_autoptr (ChainGraphLayout) layout = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    sizes[i] = 20;
  layout = chain_graph_layout_new (G_N_ELEMENTS (sizes), sizes, sizes, G_N_ELEMENTS (edges), edges,
                                   10);
  check_layout (layout, G_N_ELEMENTS (edges), edges);
  g_assert_cmpuint (layout->n_crossings, ==, 0);
}

/* One variable read by every link of a long chain, and a wide fan: both stay small. */
static void
test_large (void)
{
  const guint n = 10000;
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (ChainGraphEdge));
  g_autofree double *sizes = g_new (double, n);
  g_autoptr (ChainGraphLayout) layout = NULL;

  for (guint i = 0; i < n; i++)
    {
      sizes[i] = 20;
      if (i > 1)
        {
          const ChainGraphEdge link = { i - 1, i };
          const ChainGraphEdge weight = { i % 3 == 0 ? i / 2 : 0, i };

          g_array_append_val (edges, link);
          g_array_append_val (edges, weight);
        }
    }
  layout = chain_graph_layout_new (n, sizes, sizes, edges->len, (ChainGraphEdge *) edges->data, 8);
  check_layout (layout, edges->len, (ChainGraphEdge *) edges->data);
  g_assert_cmpuint (layout->points->len, <, 20 * n);
}

static void
test_empty (void)
{
  g_autoptr (ChainGraphLayout) layout = chain_graph_layout_new (0, NULL, NULL, 0, NULL, 8);
  guint node;

  g_assert_cmpuint (layout->layers->len, ==, 0);
  g_assert_false (chain_graph_layout_hit (layout, 0, 0, &node));
}

static void
test_numbers (void)
{
  static const double small[] = { 1, -2.5, 0, 4 };
  static const double large[] = { 3, -1, 7, 2 };
  static const double wrong[] = { 3, -1, NAN, INFINITY };
  ChainGraphNumbers numbers = { 0 };

  chain_graph_numbers_set (&numbers, 2, 2, small);
  g_assert_cmpuint (numbers.rows, ==, 2);
  g_assert_cmpstr (numbers.cells[1], ==, "−2.5");
  chain_graph_numbers_set (&numbers, 4, 1, large);
  g_assert_cmpuint (numbers.rows, ==, 1);
  g_assert_cmpstr (numbers.cells[0], ==, "−1 … 7");
  chain_graph_numbers_set (&numbers, 1, 4, wrong);
  g_assert_cmpstr (numbers.cells[0], ==, "2 not finite");
  chain_graph_numbers_set (&numbers, 1, 1, small);
  g_assert_cmpfloat (numbers.sign, ==, 1);
  chain_graph_numbers_set (&numbers, 0, 0, NULL);
  g_assert_null (numbers.cells);
}

static gboolean
is_color (cairo_surface_t  *surface,
          double            x,
          double            y,
          const ChainColor *color)
{
  const guint8 *row = cairo_image_surface_get_data (surface)
                      + (int) y * cairo_image_surface_get_stride (surface);
  const guint32 pixel = ((const guint32 *) row)[(int) x];

  return abs ((int) (pixel >> 16 & 0xff) - (int) (color->red * 255)) < 4
         && abs ((int) (pixel >> 8 & 0xff) - (int) (color->green * 255)) < 4
         && abs ((int) (pixel & 0xff) - (int) (color->blue * 255)) < 4;
}

/* The node of the step has a yellow frame, and a gradient its sign's colour, once known. */
static void
test_drawing (void)
{
  const ChainPalette *const palettes[] = { &chain_palette_light, &chain_palette_dark };
  g_autoptr (ChainGraphPicture) picture = new_neuron ();
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  guint8 known[G_N_ELEMENTS (neuron_names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (palettes); i++)
    {
      ChainGraphLook look = { .known = known, .current = 9, .selected = G_MAXUINT,
                              .focused = G_MAXUINT };
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1200, 700);
      cairo_t *cr = cairo_create (surface);
      const ChainGraphBox *box = &picture->layout->boxes[9];

      chain_graph_look_fit (&look, picture, 1200, 700);
      g_assert_cmpfloat (look.scale, >=, 0.5);
      chain_color_set (cr, &palettes[i]->canvas, 1);
      cairo_paint (cr);
      known[9] = CHAIN_GRAPH_VALUE_KNOWN;
      chain_graph_picture_draw (picture, &look, cr, PANGO_CONTEXT (fonts), palettes[i], 1200, 700);
      cairo_surface_flush (surface);
      g_assert_true (is_color (surface, look.x + look.scale * box->x,
                               look.y + look.scale * (box->y - box->height / 2 - 2),
                               &palettes[i]->follow));
      if (g_getenv ("PICTURES") != NULL)
        {
          g_autofree char *path = g_strdup_printf ("%s/graph-%u.png", g_getenv ("PICTURES"), i);

          cairo_surface_write_to_png (surface, path);
        }
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/graph-picture/neuron", test_neuron);
  g_test_add_func ("/paint/graph-picture/crossings", test_crossings);
  g_test_add_func ("/paint/graph-picture/large", test_large);
  g_test_add_func ("/paint/graph-picture/empty", test_empty);
  g_test_add_func ("/paint/graph-picture/numbers", test_numbers);
  g_test_add_func ("/paint/graph-picture/drawing", test_drawing);
  return g_test_run ();
}
