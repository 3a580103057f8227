/* confusion.c: what a confusion matrix counts, tells, writes and where its cells are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"
#include "ui/paint/confusion.h"
#include "ui/paint/picture-file.h"

#include <math.h>

#define WIDTH 500
#define HEIGHT 200

/* Six rows: two of a, right; three of b, of which one is taken for a; one of c, taken for b. */
static ChainConfusion *
new_matrix (void)
{
  static const char *const  names[] = { "a", "b, or \"two\"", "c", NULL };
  static const double       targets[] = { 1, 0, 0, /**/ 1, 0, 0, /**/ 0, 1, 0,
                                          0, 1, 0, /**/ 0, 1, 0, /**/ 0, 0, 1 };
  static const double       answers[] = { 1, 0, 0, /**/ 1, 0, 0, /**/ 0, 1, 0,
                                          0, 1, 0, /**/ 1, 0, 0, /**/ 0, 1, 0 };
  g_autoptr (ChainMetrics)  metrics = chain_metrics_new (answers, targets, 6, 3, TRUE, 0.5);

  return chain_confusion_new (metrics, names);
}

static void
test_measures (void)
{
  g_autoptr (ChainConfusion) matrix = new_matrix ();

  g_assert_cmpuint (matrix->counts[0], ==, 2);
  g_assert_cmpuint (matrix->counts[3], ==, 1);
  g_assert_cmpuint (matrix->counts[7], ==, 1);
  g_assert_cmpfloat_with_epsilon (matrix->f1[0], 2 * (2 / 3.0) * 1 / (2 / 3.0 + 1), 1e-12);
  g_assert_cmpfloat_with_epsilon (matrix->f1[1], 2 / 3.0, 1e-12);
  g_assert_cmpfloat (matrix->f1[2], ==, 0);
  g_assert_true (isnan (matrix->precision[2]));
}

static void
test_find (void)
{
  g_autoptr (ChainConfusion) matrix = new_matrix ();
  g_autoptr (GObject)        fonts = paint_fixture_fonts ();
  guint                      found[9] = { 0 };
  ChainConfusionCell         cell;

  for (guint y = 0; y < HEIGHT; y += 4)
    for (guint x = 0; x < WIDTH; x += 4)
      if (chain_confusion_find (matrix, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, x, y, &cell))
        found[cell.truth * 3 + cell.guess]++;
  for (guint i = 0; i < 9; i++)
    g_assert_cmpuint (found[i], >, 25);
  g_assert_false (
      chain_confusion_find (matrix, PANGO_CONTEXT (fonts), WIDTH, HEIGHT, 2, 100, &cell));
}

static void
test_words (void)
{
  g_autoptr (ChainConfusion) matrix = new_matrix ();
  const ChainConfusionCell   cell = { 1, 0 };
  g_autofree char           *of_cell = chain_confusion_describe (matrix, &cell);
  g_autofree char           *of_all = chain_confusion_describe (matrix, NULL);

  g_assert_cmpstr (of_cell, ==,
                   "true b, or \"two\", predicted a: 1 rows, 33.3 % of those that are b, or \"two\"");
  g_assert_cmpstr (of_all, ==, "3 classes, 6 rows, accuracy 0.6667");
}

static void
test_csv (void)
{
  g_autoptr (ChainConfusion) matrix = new_matrix ();
  g_autofree char           *text = chain_confusion_to_csv (matrix);
  g_auto (GStrv)             lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[0], ==,
                   "true,predicted a,\"predicted b, or \"\"two\"\"\",predicted c,precision,recall,f1");
  g_assert_cmpstr (lines[3], ==, "c,0,1,0,,0,0");
}

static void
draw (cairo_t *cr, PangoContext *context, double width, double height, gpointer data)
{
  const ChainConfusionCell cell = { 2, 1 };

  chain_confusion_draw (data, &cell, &cell, cr, context, width, height, &chain_palette_dark);
}

static void
test_formats (void)
{
  g_autoptr (ChainConfusion) matrix = new_matrix ();
  const double               sizes[] = { 20, 150, 900 };

  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        g_autoptr (GBytes) bytes = chain_picture_format_draw (
            &chain_picture_formats[i], sizes[j], sizes[j] / 2, draw, matrix, NULL);

        g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/confusion/measures", test_measures);
  g_test_add_func ("/paint/confusion/find", test_find);
  g_test_add_func ("/paint/confusion/words", test_words);
  g_test_add_func ("/paint/confusion/csv", test_csv);
  g_test_add_func ("/paint/confusion/formats", test_formats);
  return g_test_run ();
}
