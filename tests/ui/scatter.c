/* scatter.c: which rows become points, which point is near, what is drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/class-colors.h"
#include "ui/paint/scatter.h"

#include <math.h>

#define MANY 100000

/* Row i is (i, −i) with a class of its remainder by three; row 1 lacks y. */
static ChainTable *
new_table (gsize n)
{
  ChainTable *table = chain_table_new ("test", n);
  double     *x = g_new (double, n);
  double     *y = g_new (double, n);
  guint32    *codes = g_new (guint32, n);
  GPtrArray  *levels = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = (double) i;
      y[i] = i == 1 ? NAN : -(double) i;
      codes[i] = i % 3;
    }
  g_ptr_array_add (levels, g_strdup ("one"));
  g_ptr_array_add (levels, g_strdup ("two"));
  g_ptr_array_add (levels, g_strdup ("three"));
  chain_table_take_column (table, chain_column_new_numbers ("x", n, x));
  chain_table_take_column (table, chain_column_new_numbers ("y", n, y));
  chain_table_take_column (table, chain_column_new_categories ("class", n, codes, levels));
  return table;
}

static void
test_points (void)
{
  g_autoptr (ChainTable) table = new_table (6);
  g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, 0, 1, 2);
  g_autofree char *caption = chain_scatter_caption (scatter);
  const guint      rows[] = { 0, 2, 3, 4, 5 };

  g_assert_cmpuint (scatter->n_points, ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpuint (scatter->points[i].row, ==, rows[i]);
      g_assert_cmpfloat (scatter->points[i].x, ==, rows[i]);
      g_assert_cmpfloat (scatter->points[i].y, ==, -(double) rows[i]);
      g_assert_cmpfloat (scatter->points[i].color, ==, rows[i] % 3);
    }
  g_assert_cmpfloat (scatter->x.from, <, 0);
  g_assert_cmpfloat (scatter->x.to, >, 5);
  g_assert_cmpstr (caption, ==, "6 rows; 1 of them lacks a value");
}

/* Every part of a long table has its points, and they are the same each time. */
static void
test_many (void)
{
  g_autoptr (ChainTable) table = new_table (MANY);
  g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, 0, 1, 2);
  g_autoptr (ChainScatter) again = chain_scatter_new (table, NULL, 0, 1, 2);
  g_autofree char *caption = chain_scatter_caption (scatter);

  g_assert_cmpuint (scatter->n_points, >=, CHAIN_SCATTER_POINTS - 1);
  g_assert_true (g_str_has_prefix (caption, "20000 of 100000 rows are drawn"));
  for (guint i = 0; i < scatter->n_points; i++)
    {
      g_assert_cmpuint (scatter->points[i].row, ==, again->points[i].row);
      if (i > 0)
        g_assert_cmpuint (scatter->points[i].row, >, scatter->points[i - 1].row);
      if (i > 0)
        g_assert_cmpuint (scatter->points[i].row - scatter->points[i - 1].row, <=, 10);
    }
}

/* Levels get room, and the rows of a level stay in it. */
static void
test_jitter (void)
{
  g_autoptr (ChainTable) table = new_table (300);
  g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, 2, 0, -1);
  gboolean apart = FALSE;

  g_assert_cmpfloat (scatter->x.from, ==, -0.5);
  g_assert_cmpfloat (scatter->x.to, ==, 2.5);
  for (guint i = 0; i < scatter->n_points; i++)
    {
      g_assert_cmpfloat (fabs (scatter->points[i].x - scatter->points[i].row % 3), <, 0.4);
      apart = apart || scatter->points[i].x != round (scatter->points[i].x);
    }
  g_assert_true (apart);
}

/* Few whole numbers are spread as levels are, and read as what they are; many are not. */
static void
test_whole (void)
{
  const gsize  n = 100;
  double      *few = g_new (double, n);
  double      *many = g_new (double, n);
  g_autoptr (ChainTable) table = chain_table_new ("test", n);
  g_autoptr (ChainScatter) scatter = NULL;

  for (gsize i = 0; i < n; i++)
    {
      few[i] = (double) (i % 5) - 2;
      many[i] = (double) i;
    }
  chain_table_take_column (table, chain_column_new_numbers ("few", n, few));
  chain_table_take_column (table, chain_column_new_numbers ("many", n, many));
  scatter = chain_scatter_new (table, NULL, 0, 1, -1);
  g_assert_true (scatter->x.spread);
  g_assert_false (scatter->y.spread);
  g_assert_cmpfloat (scatter->x.from, ==, -2.5);
  g_assert_cmpfloat (scatter->x.to, ==, 2.5);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = chain_scatter_describe (scatter, (int) i);
      g_autofree char *expected = g_strdup_printf ("Row %u: few %s%d, many %u", i + 1,
                                                   i % 5 < 2 ? "−" : "", ABS ((int) (i % 5) - 2), i);

      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpfloat (scatter->points[i].y, ==, i);
    }
}

/* To the right and to the left every point is reached once, those at one place too. */
static void
test_next (void)
{
  g_autoptr (ChainTable) table = new_table (300);
  g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, 0, 0, 2);
  int  point = chain_scatter_next (scatter, -1, FALSE, 1);

  g_assert_cmpint (point, ==, 0);
  for (guint i = 1; i < scatter->n_points; i++)
    point = chain_scatter_next (scatter, point, FALSE, 1);
  g_assert_cmpuint (point, ==, scatter->n_points - 1);
  g_assert_cmpint (chain_scatter_next (scatter, point, FALSE, 1), ==, point);
  scatter->points[0].y = scatter->points[1].y = scatter->points[2].y = 1;
  point = chain_scatter_next (scatter, -1, TRUE, 1);
  g_assert_cmpint (point, ==, 0);
  g_assert_cmpint (chain_scatter_next (scatter, 0, TRUE, 1), ==, 1);
  g_assert_cmpint (chain_scatter_next (scatter, 1, TRUE, 1), ==, 2);
  g_assert_cmpint (chain_scatter_next (scatter, 3, TRUE, -1), ==, 2);
  g_assert_cmpint (chain_scatter_next (scatter, 1, TRUE, -1), ==, 0);
}

static void
test_find (void)
{
  g_autoptr (ChainTable) table = new_table (6);
  g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, 0, 1, 2);
  const ChainScatterFrame frame = { 100, 50, 400, 300 };

  for (guint i = 0; i < scatter->n_points; i++)
    {
      const ChainScatterPoint *point = &scatter->points[i];
      const double x = frame.left + (point->x - scatter->x.from)
                                        / (scatter->x.to - scatter->x.from) * frame.width;
      const double y = frame.top + (scatter->y.to - point->y)
                                       / (scatter->y.to - scatter->y.from) * frame.height;

      g_assert_cmpint (chain_scatter_find (scatter, &frame, x + 3, y - 3), ==, (int) i);
    }
  g_assert_cmpint (chain_scatter_find (scatter, &frame, 480, 70), ==, -1);
}

static void
test_suggest (void)
{
  g_autoptr (ChainTable) table = new_table (20);
  const char *const all[] = { "class", "x", "y", NULL };
  const char *const one[] = { "y", NULL };
  guint             chosen[2];

  chain_scatter_suggest (table, all, NULL, chosen);
  g_assert_cmpuint (chosen[0], ==, 0);
  g_assert_cmpuint (chosen[1], ==, 1);
  chain_scatter_suggest (table, one, "class", chosen);
  g_assert_cmpuint (chosen[0], ==, 1);
  g_assert_cmpuint (chosen[1], ==, 2);
}

static double
lightness (const ChainColor *color)
{
  return 0.2126 * color->red + 0.7152 * color->green + 0.0722 * color->blue;
}

/* Neighbouring classes differ in shape and colour; all stand out from the canvas. */
static void
test_class_colors (gconstpointer data)
{
  const ChainPalette *palette = data;

  for (guint i = 0; i < 8; i++)
    {
      const ChainColor color = chain_class_color (i, palette);
      const ChainColor next = chain_class_color (i + 1, palette);
      const double distance = fabs (color.red - next.red) + fabs (color.green - next.green)
                              + fabs (color.blue - next.blue);

      g_assert_cmpfloat (fabs (lightness (&color) - lightness (&palette->canvas)), >, 0.2);
      g_assert_cmpfloat (distance, >, 0.2);
      g_assert_cmpint (chain_class_marker (i), !=, chain_class_marker (i + 1));
    }
  g_assert_cmpfloat (chain_number_color (2, -2, 2, palette).blue, >,
                     chain_number_color (2, -2, 2, palette).red);
  g_assert_cmpfloat (chain_number_color (-2, -2, 2, palette).red, >,
                     chain_number_color (-2, -2, 2, palette).blue);
}

static guint
count_ink (cairo_surface_t *surface)
{
  const unsigned char *data;
  guint                ink = 0;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      ink += data[y * cairo_image_surface_get_stride (surface) + 4 * x + 3] != 0;
  return ink;
}

/* Every kind of axis and colour is drawn in any size, and a read point adds its card. */
static void
test_draw (void)
{
  g_autoptr (ChainTable) table = new_table (60);
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());

  for (guint x = 0; x < 3; x++)
    for (int color = -1; color < 3; color++)
      for (double size = 60; size < 700; size += 300)
        {
          g_autoptr (ChainScatter) scatter = chain_scatter_new (table, NULL, x, 1, color);
          cairo_surface_t *surface
              = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) size, (int) size);
          cairo_t *cr = cairo_create (surface);
          guint    before;

          chain_scatter_draw (scatter, cr, context, size, size, &chain_palette_light);
          before = count_ink (surface);
          g_assert_cmpuint (before, >, 60);
          chain_scatter_draw_point (scatter, 30, cr, context, size, size, &chain_palette_light);
          g_assert_cmpuint (count_ink (surface), >, before);
          g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
          cairo_destroy (cr);
          cairo_surface_destroy (surface);
        }
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/scatter/points", test_points);
  g_test_add_func ("/paint/scatter/many", test_many);
  g_test_add_func ("/paint/scatter/jitter", test_jitter);
  g_test_add_func ("/paint/scatter/whole", test_whole);
  g_test_add_func ("/paint/scatter/next", test_next);
  g_test_add_func ("/paint/scatter/find", test_find);
  g_test_add_func ("/paint/scatter/suggest", test_suggest);
  g_test_add_func ("/paint/scatter/draw", test_draw);
  g_test_add_data_func ("/paint/scatter/class-colors/light", &chain_palette_light,
                        test_class_colors);
  g_test_add_data_func ("/paint/scatter/class-colors/dark", &chain_palette_dark,
                        test_class_colors);
  return g_test_run ();
}
