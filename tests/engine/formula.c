/* formula.c: printing and evaluating formulas.
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

static ChainFormula *
x (double value)
{
  return chain_formula_symbol ("x", "1", NULL, value);
}

static ChainFormula *
w (double value)
{
  return chain_formula_symbol ("w", "21", "(1)", value);
}

static ChainFormula *
gradient (double value)
{
  return chain_formula_derivative (chain_formula_symbol ("L", NULL, NULL, 0), w (0), value);
}

/* Built anew for each run: a formula takes what it is made of. */
typedef struct
{
  const char   *name;
  ChainFormula *formula;
  const char   *symbols;
  const char   *numbers;
  double        value;
} Case;

static ChainFormula *
one (void)
{
  return chain_formula_number (1);
}

static void
test_text_and_value (void)
{
  Case cases[] = {
    { "symbol", w (5), "w₂₁⁽¹⁾", "5", 5 },
    { "wide subscript", chain_formula_symbol ("w", "12,3", NULL, 1), "w₁₂,₃", "1", 1 },
    { "derivative", gradient (-2), "∂L/∂w₂₁⁽¹⁾", "−2", -2 },
    { "sum", chain_formula_plus (w (5), x (-2)), "w₂₁⁽¹⁾ + x₁", "5 + (−2)", 3 },
    { "difference", chain_formula_minus (w (5), x (-2)), "w₂₁⁽¹⁾ − x₁", "5 − (−2)", 7 },
    { "product", chain_formula_times (w (-5), x (-2)), "w₂₁⁽¹⁾·x₁", "−5·(−2)", 10 },
    { "product goes on a sum",
      chain_formula_plus (chain_formula_times (w (-1), x (2)), chain_formula_times (w (-3), x (4))),
      "w₂₁⁽¹⁾·x₁ + w₂₁⁽¹⁾·x₁", "−1·2 + (−3)·4", -14 },
    { "product goes off a sum",
      chain_formula_minus (x (1), chain_formula_times (w (-3), x (4))),
      "x₁ − w₂₁⁽¹⁾·x₁", "1 − (−3)·4", 13 },
    { "product of sums",
      chain_formula_times (chain_formula_plus (w (1), x (2)), chain_formula_minus (one (), x (3))),
      "(w₂₁⁽¹⁾ + x₁)·(1 − x₁)", "(1 + 2)·(1 − 3)", -6 },
    { "fraction",
      chain_formula_fraction (chain_formula_plus (w (1), x (2)), chain_formula_number (2)),
      "(w₂₁⁽¹⁾ + x₁)/2", "(1 + 2)/2", 1.5 },
    { "square of a difference",
      chain_formula_power (chain_formula_minus (w (5), x (2)), chain_formula_number (2)),
      "(w₂₁⁽¹⁾ − x₁)²", "(5 − 2)²", 9 },
    { "square of a negative number", chain_formula_power (x (-3), chain_formula_number (2)), "x₁²",
      "(−3)²", 9 },
    { "power of e", chain_formula_power (chain_formula_constant ("e", G_E), x (0)), "e^x₁",
      "e^0", 1 },
    { "negative of a sum", chain_formula_negative (chain_formula_plus (w (1), x (2))),
      "−(w₂₁⁽¹⁾ + x₁)", "−(1 + 2)", -3 },
    { "negative of a negative number", chain_formula_negative (x (-4)), "−x₁", "−(−4)", 4 },
    { "call", chain_formula_call ("max", chain_formula_number (0), x (-1)), "max(0, x₁)",
      "max(0, −1)", 0 },
    { "sum goes on", chain_formula_plus (chain_formula_plus (x (1), x (2)), x (3)),
      "x₁ + x₁ + x₁", "1 + 2 + 3", 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainFormula) formula = cases[i].formula;
      g_autoptr (ChainFormula) copy = chain_formula_copy (formula);
      g_autofree char *symbols = chain_formula_to_text (copy, CHAIN_FORMULA_IN_SYMBOLS, 6);
      g_autofree char *numbers = chain_formula_to_text (formula, CHAIN_FORMULA_IN_NUMBERS, 6);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (symbols, ==, cases[i].symbols);
      g_assert_cmpstr (numbers, ==, cases[i].numbers);
      g_assert_cmpfloat_with_epsilon (chain_formula_evaluate (formula), cases[i].value, 1e-15);
    }
}

static ChainFormula *
counted (gsize i, gpointer data G_GNUC_UNUSED)
{
  return chain_formula_number ((double) i + 1);
}

/* A long sum says how much it leaves out, and still adds up. */
static void
test_elision (void)
{
  g_autoptr (ChainFormula) eight = chain_formula_sum_of (8, counted, NULL);
  g_autoptr (ChainFormula) hundred = chain_formula_sum_of (100, counted, NULL);
  g_autoptr (ChainFormula) single = chain_formula_sum_of (1, counted, NULL);
  g_autofree char *all = chain_formula_to_text (eight, CHAIN_FORMULA_IN_SYMBOLS, 6);
  g_autofree char *some = chain_formula_to_text (hundred, CHAIN_FORMULA_IN_NUMBERS, 6);

  g_assert_cmpstr (all, ==, "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8");
  g_assert_cmpstr (some, ==, "1 + 2 + 3 + 4 + ⋯ 95 more, together 4940 + 100");
  g_assert_cmpfloat (chain_formula_evaluate (hundred), ==, 5050);
  g_assert_cmpint (single->kind, ==, CHAIN_FORMULA_NUMBER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/formula/text-and-value", test_text_and_value);
  g_test_add_func ("/engine/formula/elision", test_elision);
  return g_test_run ();
}
