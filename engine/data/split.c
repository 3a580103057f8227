/* split.c: which rows are held out for validation.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/split.h"

#include "base/random.h"

#include <math.h>

typedef struct
{
  guint  class;
  double remainder;
} Remainder;

/* Larger remainders first; of equal ones the class that appears first. */
static int
compare_remainders (gconstpointer one, gconstpointer other)
{
  const Remainder *a = one;
  const Remainder *b = other;

  if (a->remainder != b->remainder)
    return a->remainder > b->remainder ? -1 : 1;
  return a->class < b->class ? -1 : a->class > b->class;
}

/* n rows in proportion to the classes by the largest remainder: each class gets its share rounded
 * down, what is left goes to those that lost most. */
static gsize *
share_out (const ChainSplitRows *rows, gsize n)
{
  gsize                *quotas = g_new0 (gsize, MAX (rows->n_classes, 1));
  g_autofree Remainder *remainders = g_new (Remainder, MAX (rows->n_classes, 1));
  gsize                 left = n;

  for (gsize i = 0; i < rows->n_rows; i++)
    quotas[rows->classes[rows->rows[i]]]++;
  for (guint c = 0; c < rows->n_classes; c++)
    {
      const double share = (double) quotas[c] * (double) n / (double) rows->n_rows;

      quotas[c] = (gsize) floor (share);
      remainders[c] = (Remainder){ c, share - floor (share) };
      left -= quotas[c];
    }
  qsort (remainders, rows->n_classes, sizeof *remainders, compare_remainders);
  for (gsize i = 0; i < left; i++)
    quotas[remainders[i].class]++;
  return quotas;
}

static guint *
shuffled_deck (const ChainSplitRows *rows, guint64 seed)
{
  guint      *deck = g_memdup2 (rows->rows, rows->n_rows * sizeof (guint));
  ChainRandom random;

  chain_random_init (&random, seed, CHAIN_STREAM_SPLIT);
  chain_random_shuffle (&random, deck, rows->n_rows);
  return deck;
}

static void
hold_out_random (const ChainSplitRows *rows, gsize n, guint64 seed, gboolean *held_out)
{
  g_autofree guint *deck = shuffled_deck (rows, seed);

  for (gsize i = 0; i < n; i++)
    held_out[deck[i]] = TRUE;
}

static void
hold_out_stratified (const ChainSplitRows *rows, gsize n, guint64 seed, gboolean *held_out)
{
  g_autofree guint *deck = shuffled_deck (rows, seed);
  g_autofree gsize *quotas = share_out (rows, n);

  for (gsize i = 0; i < rows->n_rows; i++)
    {
      gsize *quota = &quotas[rows->classes[deck[i]]];

      if (*quota == 0)
        continue;
      held_out[deck[i]] = TRUE;
      (*quota)--;
    }
}

static void
hold_out_ordered (const ChainSplitRows *rows, gsize n, guint64 seed, gboolean *held_out)
{
  for (gsize i = rows->n_rows - n; i < rows->n_rows; i++)
    held_out[rows->rows[i]] = TRUE;
}

static void (*const hold_out[]) (const ChainSplitRows *rows, gsize n, guint64 seed,
                                 gboolean *held_out)
    = {
  [CHAIN_SPLIT_RANDOM] = hold_out_random,
  [CHAIN_SPLIT_STRATIFIED] = hold_out_stratified,
  [CHAIN_SPLIT_ORDERED] = hold_out_ordered,
};

/**
 * chain_split_hold_out:
 * @rows: the rows to split
 * @split: how they are chosen
 * @fraction: of the rows, from 0 to below 1
 * @seed: of the choice
 * @held_out: (inout): [rows of the table] all %FALSE; %TRUE afterwards for those held out
 *
 * Holds out round (n · fraction) rows, at least one less than there are: the first of a shuffled
 * deck; or for each class as many as its share, from the same deck; or the last ones.
 *
 * Returns: how many are held out
 */
gsize
chain_split_hold_out (const ChainSplitRows *rows,
                      ChainSplit            split,
                      double                fraction,
                      guint64               seed,
                      gboolean             *held_out)
{
  const gsize n = MIN ((gsize) round ((double) rows->n_rows * fraction), rows->n_rows - 1);

  g_return_val_if_fail (split < CHAIN_N_SPLITS, 0);

  hold_out[split](rows, n, seed, held_out);
  return n;
}
