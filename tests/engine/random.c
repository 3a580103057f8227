/* random.c: tests of the seeded random streams.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/random.h"

#include <math.h>

/* The generator alone against the first numbers of its authors' reference program. */
static void
test_reference (void)
{
  static const guint64 expected[] = { 11520, 0, 1509978240, 1215971899390074240 };
  ChainRandom          random = { .state = { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (chain_random_bits (&random), ==, expected[i]);
}

/* Sequences that projects rely on: computed by an independent program, never to change. */
static void
test_known (void)
{
  static const struct
  {
    guint64 seed;
    guint64 stream;
    guint64 bits[4];
  } cases[] = {
    { 0, 0, { 0xfb5405f7bd79c540, 0x780c98e26cea5883, 0x2a146e0980febc66, 0x4851477db8791fca } },
    { 42, 1, { 0x584870a53e6ddcdf, 0x24862b58ab088c44, 0xb77af7ea4c59709e, 0x3999723345bddfc3 } },
    { G_MAXUINT64,
      515,
      { 0xb829e9615ed593d1, 0xe48837e18e21aad8, 0x979ff259117a7cef, 0x76e403655d412640 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChainRandom random;

      chain_random_init (&random, cases[i].seed, cases[i].stream);
      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].bits); j++)
        g_assert_cmphex (chain_random_bits (&random), ==, cases[i].bits[j]);
    }
}

static void
test_streams_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint64 seed = 0; seed < 20; seed++)
    for (guint64 stream = 0; stream < 20; stream++)
      {
        ChainRandom random;
        gint64     *bits = g_new (gint64, 1);

        chain_random_init (&random, seed, stream);
        *bits = (gint64) chain_random_bits (&random);
        g_assert_true (g_hash_table_add (seen, bits));
      }
}

static void
test_below (void)
{
  const guint n = 60000;
  guint       counts[6] = { 0 };
  ChainRandom random;

  chain_random_init (&random, 3, CHAIN_STREAM_CHECKS);
  for (guint i = 0; i < n; i++)
    {
      const guint64 value = chain_random_below (&random, 6);

      g_assert_cmpuint (value, <, 6);
      counts[value]++;
    }
  /* Six standard deviations of a binomial count. */
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_assert_cmpfloat_with_epsilon (counts[i], n / 6.0, 6 * sqrt (n * 5.0 / 36));
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (chain_random_below (&random, 1), ==, 0);

  /* A bound just over half of 2⁶⁴ refuses every other value: a bias would show at once. */
  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (chain_random_below (&random, (G_GUINT64_CONSTANT (1) << 63) + 1), <=,
                      G_GUINT64_CONSTANT (1) << 63);
}

static void
test_uniform (void)
{
  const guint n = 100000;
  double      sum = 0;
  double      squares = 0;
  ChainRandom random;

  chain_random_init (&random, 4, CHAIN_STREAM_WEIGHTS);
  for (guint i = 0; i < n; i++)
    {
      const double value = chain_random_uniform (&random, -2, 6);

      g_assert_cmpfloat (value, >=, -2);
      g_assert_cmpfloat (value, <, 6);
      sum += value;
      squares += (value - 2) * (value - 2);
    }
  g_assert_cmpfloat_with_epsilon (sum / n, 2, 0.04);
  g_assert_cmpfloat_with_epsilon (squares / n, 64.0 / 12, 0.08);
}

static void
test_normal (void)
{
  const guint n = 100000;
  double      moments[5] = { 0 };
  ChainRandom random;

  chain_random_init (&random, 5, CHAIN_STREAM_WEIGHTS);
  for (guint i = 0; i < n; i++)
    {
      const double value = chain_random_normal (&random);

      for (gsize k = 1; k < G_N_ELEMENTS (moments); k++)
        moments[k] += pow (value, (double) k) / n;
    }
  g_assert_cmpfloat_with_epsilon (moments[1], 0, 0.02);
  g_assert_cmpfloat_with_epsilon (moments[2], 1, 0.03);
  g_assert_cmpfloat_with_epsilon (moments[3], 0, 0.08);
  g_assert_cmpfloat_with_epsilon (moments[4], 3, 0.2);
}

static void
test_shuffle (void)
{
  guint       items[100];
  gboolean    seen[100] = { FALSE };
  guint       in_place = 0;
  ChainRandom random;

  for (guint i = 0; i < 100; i++)
    items[i] = i;
  chain_random_init (&random, 6, CHAIN_STREAM_BATCHES);
  chain_random_shuffle (&random, items, 100);
  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpuint (items[i], <, 100);
      g_assert_false (seen[items[i]]);
      seen[items[i]] = TRUE;
      in_place += items[i] == i;
    }
  g_assert_cmpuint (in_place, <, 10);

  chain_random_shuffle (&random, items, 0);
}

/* Each of the six orders of three items comes about equally often. */
static void
test_shuffle_fair (void)
{
  const guint n = 60000;
  guint       counts[27] = { 0 };
  ChainRandom random;

  chain_random_init (&random, 7, CHAIN_STREAM_BATCHES);
  for (guint i = 0; i < n; i++)
    {
      guint items[] = { 0, 1, 2 };

      chain_random_shuffle (&random, items, 3);
      counts[items[0] * 9 + items[1] * 3 + items[2]]++;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (counts[i] > 0)
      g_assert_cmpfloat_with_epsilon (counts[i], n / 6.0, 6 * sqrt (n * 5.0 / 36));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/random/reference", test_reference);
  g_test_add_func ("/engine/random/known", test_known);
  g_test_add_func ("/engine/random/streams-differ", test_streams_differ);
  g_test_add_func ("/engine/random/below", test_below);
  g_test_add_func ("/engine/random/uniform", test_uniform);
  g_test_add_func ("/engine/random/normal", test_normal);
  g_test_add_func ("/engine/random/shuffle", test_shuffle);
  g_test_add_func ("/engine/random/shuffle-fair", test_shuffle_fair);
  return g_test_run ();
}
