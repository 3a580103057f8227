/* schedule.c: tests of learning-rate schedules.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"

static void
test_names (void)
{
  g_autofree char *names = chain_schedule_names ();
  g_auto (GStrv)   split = g_strsplit (names, ", ", -1);
  guint            n = 0;

  for (; chain_schedules[n] != NULL; n++)
    {
      g_assert_true (chain_schedule_find (chain_schedules[n]->name) == chain_schedules[n]);
      g_assert_cmpstr (split[n], ==, chain_schedules[n]->name);
      g_assert_nonnull (chain_schedules[n]->title);
      g_assert_nonnull (chain_schedules[n]->formula);
    }
  g_assert_cmpuint (g_strv_length (split), ==, n);
  g_assert_null (chain_schedule_find ("Constant"));
}

static void
test_rates (void)
{
  static const struct
  {
    const char *name;
    guint64 t;
    double  rate;
  } cases[] = {
    { "constant", 0, 0.3 },
    { "constant", 1, 0.3 },
    { "constant", G_GUINT64_CONSTANT (10000000000), 0.3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (chain_schedule_find (cases[i].name)->rate (0.3, NULL, cases[i].t), ==,
                       cases[i].rate);
}

/* What is shown is what is computed: every formula at many updates, on either side of all bends. */
static void
test_formulas (void)
{
  static const guint64 updates[] = { 0, 1, 7, 449, 450, 898, 899, 900, 999, 1000, 1001, 123456 };

  for (guint i = 0; chain_schedules[i] != NULL; i++)
    {
      const ChainSchedule *schedule = chain_schedules[i];
      double               parameters[CHAIN_MAX_PARAMETERS];

      chain_parameters_init (schedule->parameters, parameters);
      for (guint k = 0; k < G_N_ELEMENTS (updates); k++)
        {
          const double rate = schedule->rate (0.3, parameters, updates[k]);
          g_autoptr (ChainFormula) formula = schedule->record (0.3, parameters, updates[k]);

          g_assert_cmpfloat_with_epsilon (chain_formula_evaluate (formula), rate,
                                          1e-13 * rate + 1e-300);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/schedule/names", test_names);
  g_test_add_func ("/engine/schedule/rates", test_rates);
  g_test_add_func ("/engine/schedule/formulas", test_formulas);
  return g_test_run ();
}
