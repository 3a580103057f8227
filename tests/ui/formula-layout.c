/* formula-layout.c: tests of set mathematics: measures, line breaking, what is left out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/paint/formula-layout.h"

#include "ui/paint/formula-box.h"

#define SIZE 20.0

static ChainFormula *
symbol (const char *letter,
        const char *subscript,
        double      value)
{
  return chain_formula_symbol (letter, subscript, NULL, value);
}

static void
measure (ChainFormula     *formula,
         ChainFormulaStyle style,
         double           *width,
         double           *height,
         double           *baseline)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  g_autoptr (ChainFormula) owned = formula;
  g_autoptr (ChainFormulaLayout) layout = NULL;

  layout = chain_formula_layout_new (context, owned, style, 4, SIZE);
  chain_formula_layout_get_size (layout, width, height, baseline);
}

/* Builders of one formula for each kind, so that none is forgotten. */
static ChainFormula *
of_kind (ChainFormulaKind kind)
{
  switch (kind)
    {
    case CHAIN_FORMULA_NUMBER:
      return chain_formula_number (-2.5);
    case CHAIN_FORMULA_CONSTANT:
      return chain_formula_constant ("e", 2.718281828459045);
    case CHAIN_FORMULA_SYMBOL:
      return chain_formula_symbol ("w", "21", "(1)", 0.5);
    case CHAIN_FORMULA_DERIVATIVE:
      return chain_formula_derivative (symbol ("L", NULL, 0), symbol ("w", "21", 0), 56);
    case CHAIN_FORMULA_SUM:
      return chain_formula_plus (symbol ("z", "1", 1), symbol ("b", NULL, -2));
    case CHAIN_FORMULA_PRODUCT:
      return chain_formula_times (symbol ("w", "1", 1), symbol ("x", "1", -2));
    case CHAIN_FORMULA_FRACTION:
      return chain_formula_fraction (chain_formula_number (1), symbol ("n", NULL, 3));
    case CHAIN_FORMULA_POWER:
      return chain_formula_power (symbol ("z", NULL, -3), chain_formula_number (2));
    case CHAIN_FORMULA_NEGATIVE:
      return chain_formula_negative (symbol ("z", NULL, -3));
    case CHAIN_FORMULA_CALL:
      return chain_formula_call ("max", chain_formula_number (0), symbol ("z", NULL, -3));
    case CHAIN_FORMULA_ELISION:
      return chain_formula_elision (118, 3.5);
    default:
      g_assert_not_reached ();
    }
}

static void
test_every_kind (void)
{
  for (ChainFormulaKind kind = CHAIN_FORMULA_NUMBER; kind <= CHAIN_FORMULA_ELISION; kind++)
    {
      for (guint style = CHAIN_FORMULA_IN_SYMBOLS; style <= CHAIN_FORMULA_IN_NUMBERS; style++)
        {
          double width, height, baseline;

          measure (of_kind (kind), style, &width, &height, &baseline);
          g_assert_cmpfloat (width, >, 0.3 * SIZE);
          g_assert_cmpfloat (height, >=, 0.5 * SIZE);
          g_assert_cmpfloat (height, <, 4 * SIZE);
          g_assert_cmpfloat (baseline, >, 0);
          g_assert_cmpfloat (baseline, <=, height);
        }
    }
}

static void
test_fraction (void)
{
  double width, height, baseline, plain_width, plain_height;

  measure (symbol ("L", NULL, 0), CHAIN_FORMULA_IN_SYMBOLS, &plain_width, &plain_height, NULL);
  measure (of_kind (CHAIN_FORMULA_DERIVATIVE), CHAIN_FORMULA_IN_SYMBOLS, &width, &height,
           &baseline);
  g_assert_cmpfloat (height, >, 2 * plain_height);
  g_assert_cmpfloat (width, <, 6 * plain_width);
  /* The rule is above the baseline, so more of the fraction is above it than below. */
  g_assert_cmpfloat (baseline, >, height / 2);
}

static void
test_scripts_are_stacked (void)
{
  double both, low, high, high_baseline, low_baseline;

  measure (chain_formula_symbol ("w", "21", "(1)", 0), CHAIN_FORMULA_IN_SYMBOLS, &both, NULL,
           NULL);
  measure (chain_formula_symbol ("w", "21", NULL, 0), CHAIN_FORMULA_IN_SYMBOLS, &low, NULL,
           &low_baseline);
  measure (chain_formula_symbol ("w", NULL, "(1)", 0), CHAIN_FORMULA_IN_SYMBOLS, &high, NULL,
           &high_baseline);
  g_assert_cmpfloat_with_epsilon (both, MAX (low, high), 0.01);
  g_assert_cmpfloat (high_baseline, >, low_baseline);
}

/* Negative numbers inside products and after operators take parentheses, so they are wider. */
static void
test_parentheses (void)
{
  static const struct
  {
    double   first, second;
    gboolean wider;
  } rows[] = { { 2, -3, TRUE }, { 2, 3, FALSE } };
  double plain, minus, fence;

  measure (chain_formula_times (chain_formula_number (2), chain_formula_number (3)),
           CHAIN_FORMULA_IN_NUMBERS, &plain, NULL, NULL);
  measure (chain_formula_number (-3), CHAIN_FORMULA_IN_NUMBERS, &minus, NULL, NULL);
  measure (chain_formula_number (3), CHAIN_FORMULA_IN_NUMBERS, &fence, NULL, NULL);
  minus -= fence;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double width;

      measure (chain_formula_times (symbol ("a", NULL, rows[i].first),
                                    symbol ("b", NULL, rows[i].second)),
               CHAIN_FORMULA_IN_NUMBERS, &width, NULL, NULL);
      if (rows[i].wider)
        g_assert_cmpfloat (width, >, plain + minus + 0.4 * SIZE);
      else
        g_assert_cmpfloat_with_epsilon (width, plain, 0.01);
    }
}

/* A product that follows a plus may not begin with a bare minus either. */
static void
test_product_after_plus (void)
{
  double negative, positive;

  measure (chain_formula_plus (chain_formula_number (1),
                               chain_formula_times (symbol ("w", NULL, -2), symbol ("x", NULL, 3))),
           CHAIN_FORMULA_IN_NUMBERS, &negative, NULL, NULL);
  measure (chain_formula_plus (chain_formula_number (1),
                               chain_formula_times (symbol ("w", NULL, 2), symbol ("x", NULL, 3))),
           CHAIN_FORMULA_IN_NUMBERS, &positive, NULL, NULL);
  /* A minus alone is about 0.84 em. */
  g_assert_cmpfloat (negative - positive, >, 1.2 * SIZE);
}

static ChainEquation
long_equation (void)
{
  ChainFormula *sum = chain_formula_sum ();

  for (guint i = 1; i <= 12; i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);

      chain_formula_append (sum, chain_formula_times (symbol ("w", index, 0.25 * i),
                                                      symbol ("x", index, -1.5)));
    }
  return (ChainEquation) { symbol ("z", "1", 0), sum, chain_formula_evaluate (sum) };
}

static void
test_lines (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  ChainEquation equation = long_equation ();
  double last_height = 0;

  for (double width = 1600; width >= 160; width -= 120)
    {
      g_autoptr (ChainFormulaLayout) layout = NULL;
      double used, height;

      layout = chain_formula_layout_new_equation (context, &equation, 4, SIZE, width);
      chain_formula_layout_get_size (layout, &used, &height, NULL);
      g_assert_cmpfloat (used, <=, width);
      g_assert_cmpfloat (height, >=, last_height - 0.01);
      last_height = height;
    }
  g_assert_cmpfloat (last_height, >, 10 * SIZE);
  chain_formula_free (equation.left);
  chain_formula_free (equation.right);
}

/* A mean over many rows: the numerator is broken, and nothing is wider than it may be. */
static void
test_long_fraction (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  ChainEquation equation = long_equation ();

  equation.right = chain_formula_fraction (equation.right, chain_formula_number (12));
  for (double width = 1600; width >= 160; width -= 60)
    {
      g_autoptr (ChainFormulaLayout) layout = NULL;
      g_autoptr (ChainFormulaLayout) whole = NULL;
      double used, height, least;

      layout = chain_formula_layout_new_equation (context, &equation, 4, SIZE, width);
      whole = chain_formula_layout_new_equation (context, &equation, 4, SIZE, 0);
      chain_formula_layout_get_size (layout, &used, &height, NULL);
      chain_formula_layout_get_size (whole, NULL, &least, NULL);
      g_assert_cmpfloat (used, <=, width);
      if (width < 400)
        g_assert_cmpfloat (height, >, 2 * least);
    }
  chain_formula_free (equation.left);
  chain_formula_free (equation.right);
}

/* What is narrower never asks for less height, however small its letters become; but for where a
 * line ends, whose scripts reach some pixels further up or down. */
static void
test_room (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);
  ChainEquation equations[3];

  equations[0] = (ChainEquation) {
    symbol ("a", "1", 0), chain_formula_call ("max", chain_formula_number (0), symbol ("z", "1", 2)), 2
  };
  equations[1] = long_equation ();
  equations[2] = long_equation ();
  equations[2].right = chain_formula_fraction (equations[2].right, symbol ("v", "w11", 12));
  for (guint i = 0; i < G_N_ELEMENTS (equations); i++)
    {
      double last = 0;

      for (double width = 900; width >= 120; width -= 3)
        {
          g_autoptr (ChainFormulaLayout) layout = NULL;
          double height;

          layout = chain_formula_layout_new_equation (context, &equations[i], 4, SIZE, width);
          chain_formula_layout_get_size (layout, NULL, &height, NULL);
          g_assert_cmpfloat (chain_formula_layout_get_room (layout), >=, height);
          g_assert_cmpfloat (chain_formula_layout_get_room (layout), >=, last - 0.15 * SIZE);
          last = chain_formula_layout_get_room (layout);
        }
      chain_formula_free (equations[i].left);
      chain_formula_free (equations[i].right);
    }
}

/* A leaf's number is its value: it is not said twice. */
static void
test_nothing_twice (void)
{
  static const struct
  {
    ChainFormulaKind kind;
    double           lines;
  } rows[] = {
    { CHAIN_FORMULA_NUMBER, 1 }, { CHAIN_FORMULA_SYMBOL, 2 }, { CHAIN_FORMULA_PRODUCT, 3 },
  };
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ChainEquation equation = { symbol ("z", NULL, 0), of_kind (rows[i].kind), 3 };
      g_autoptr (ChainFormulaLayout) layout = NULL;
      double height;

      layout = chain_formula_layout_new_equation (context, &equation, 4, SIZE, 0);
      chain_formula_layout_get_size (layout, NULL, &height, NULL);
      g_assert_cmpfloat (height, >, (rows[i].lines - 1) * 1.0 * SIZE);
      g_assert_cmpfloat (height, <, rows[i].lines * 1.75 * SIZE);
      chain_formula_free (equation.left);
      chain_formula_free (equation.right);
    }
}

/* Ink is drawn, and none of it outside the measured box. */
static void
test_ink_stays_inside (void)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  PangoContext *context = PANGO_CONTEXT (fonts);

  for (ChainFormulaKind kind = CHAIN_FORMULA_NUMBER; kind <= CHAIN_FORMULA_ELISION; kind++)
    {
      g_autoptr (ChainFormula) formula = of_kind (kind);
      g_autoptr (ChainFormulaLayout) layout = NULL;
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, ink_width, ink_height, width, height, baseline;

      layout = chain_formula_layout_new (context, formula, CHAIN_FORMULA_IN_SYMBOLS, 4, SIZE);
      chain_formula_layout_get_size (layout, &width, &height, &baseline);
      chain_formula_layout_draw (layout, cr, 0, baseline, &chain_palette_light);
      cairo_recording_surface_ink_extents (surface, &x, &y, &ink_width, &ink_height);
      g_assert_cmpfloat (ink_width, >, 0);
      g_assert_cmpfloat (x, >=, -2);
      g_assert_cmpfloat (y, >=, -2);
      g_assert_cmpfloat (x + ink_width, <=, width + 3);
      g_assert_cmpfloat (y + ink_height, <=, height + 2);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/formula/every-kind", test_every_kind);
  g_test_add_func ("/paint/formula/fraction", test_fraction);
  g_test_add_func ("/paint/formula/scripts-are-stacked", test_scripts_are_stacked);
  g_test_add_func ("/paint/formula/parentheses", test_parentheses);
  g_test_add_func ("/paint/formula/product-after-plus", test_product_after_plus);
  g_test_add_func ("/paint/formula/lines", test_lines);
  g_test_add_func ("/paint/formula/long-fraction", test_long_fraction);
  g_test_add_func ("/paint/formula/room", test_room);
  g_test_add_func ("/paint/formula/nothing-twice", test_nothing_twice);
  g_test_add_func ("/paint/formula/ink-stays-inside", test_ink_stays_inside);
  return g_test_run ();
}
