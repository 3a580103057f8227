/* checkpoints.c: keeping states of a run, finding them, thinning them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"

#include "explain/checkpoints.h"

static double *
state_of (guint64 t, gsize size)
{
  double *state = g_new0 (double, size);

  state[0] = (double) t;
  return state;
}

static void
test_before (void)
{
  static const guint64 kept[] = { 5, 0, 20, 10, 10 };
  static const struct
  {
    guint64 asked;
    guint64 found;
  } cases[] = { { 0, 0 }, { 4, 0 }, { 5, 5 }, { 9, 5 }, { 10, 10 }, { 19, 10 }, { 20, 20 }, { 99, 20 } };
  g_autoptr (ChainCheckpoints) checkpoints = chain_checkpoints_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    chain_checkpoints_keep (checkpoints, kept[i], state_of (kept[i], 1));
  g_assert_cmpuint (chain_checkpoints_first (checkpoints), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64       found;
      const double *state = chain_checkpoints_before (checkpoints, cases[i].asked, &found);

      g_assert_cmpuint (found, ==, cases[i].found);
      g_assert_cmpfloat (state[0], ==, (double) cases[i].found);
    }
}

/* Large states are thinned: few are left, the first and the last among them, in order. */
static void
test_thinning (void)
{
  const gsize                  size = 512 * 1024;
  g_autoptr (ChainCheckpoints) checkpoints = chain_checkpoints_new (size);
  guint64                      found;
  guint64                      last = G_MAXUINT64;
  guint                        different = 0;

  for (guint64 t = 0; t < 100; t++)
    chain_checkpoints_keep (checkpoints, t, state_of (t, size));
  g_assert_cmpuint (chain_checkpoints_first (checkpoints), ==, 0);
  for (guint64 t = 0; t < 100; t++)
    {
      const double *state = chain_checkpoints_before (checkpoints, t, &found);

      g_assert_cmpuint (found, <=, t);
      g_assert_cmpfloat (state[0], ==, (double) found);
      different += found != last;
      last = found;
    }
  g_assert_cmpuint (found, ==, 99);
  g_assert_cmpuint (different, <, 17);
  g_assert_cmpuint (different, >, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/checkpoints/before", test_before);
  g_test_add_func ("/engine/checkpoints/thinning", test_thinning);
  return g_test_run ();
}
