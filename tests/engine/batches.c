/* batches.c: tests of which rows an iteration trains on.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/batches.h"

#include <string.h>

/* Every third row is held out: the training rows are 0, 1, 3, 4, 6 … */
static ChainDataset *
make_dataset (guint *rows, gsize n_rows, ChainDataset *dataset)
{
  for (guint i = 0; i < n_rows; i++)
    rows[i] = i + i / 2;
  *dataset = (ChainDataset){ .training_rows = rows, .n_training_rows = n_rows };
  return dataset;
}

static void
test_sizes (void)
{
  static const struct
  {
    guint n_rows;
    guint batch_size;
    guint per_epoch;
    gsize last;
  } cases[] = {
    { 10, 1, 10, 1 }, { 10, 3, 4, 1 }, { 10, 5, 2, 5 },  { 10, 10, 1, 10 },
    { 10, 32, 1, 10 }, { 1, 1, 1, 1 }, { 10, G_MAXUINT, 1, 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint                    rows[10];
      ChainDataset             dataset;
      g_autoptr (ChainBatches) batches = chain_batches_new (
          make_dataset (rows, cases[i].n_rows, &dataset), cases[i].batch_size, FALSE, 0);
      gsize total = 0;
      gsize n = 0;

      g_assert_cmpuint (chain_batches_per_epoch (batches), ==, cases[i].per_epoch);
      for (guint t = 0; t < cases[i].per_epoch; t++)
        {
          chain_batches_rows (batches, t, &n);
          total += n;
        }
      g_assert_cmpuint (n, ==, cases[i].last);
      g_assert_cmpuint (total, ==, cases[i].n_rows);
    }
}

/* Unshuffled, every epoch is the file's order. */
static void
test_in_order (void)
{
  guint                    rows[5];
  ChainDataset             dataset;
  g_autoptr (ChainBatches) batches
      = chain_batches_new (make_dataset (rows, 5, &dataset), 2, FALSE, 9);

  for (guint64 t = 0; t < 9; t++)
    {
      gsize        n;
      const guint *found = chain_batches_rows (batches, t, &n);

      g_assert_cmpuint (n, ==, t % 3 == 2 ? 1 : 2);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpuint (found[i], ==, rows[t % 3 * 2 + i]);
    }
}

static void
read_epoch (ChainBatches *batches, guint64 epoch, guint *order)
{
  const guint per_epoch = chain_batches_per_epoch (batches);

  for (guint i = 0; i < per_epoch; i++)
    {
      gsize        n;
      const guint *rows = chain_batches_rows (batches, epoch * per_epoch + i, &n);

      memcpy (order, rows, n * sizeof (guint));
      order += n;
    }
}

/* A shuffled epoch has each training row once, in an order unlike the next epoch's and another
 * seed's. */
static void
test_shuffled (void)
{
  guint                    rows[50];
  guint                    orders[4][50];
  ChainDataset             dataset;
  g_autoptr (ChainBatches) batches
      = chain_batches_new (make_dataset (rows, 50, &dataset), 8, TRUE, 3);
  g_autoptr (ChainBatches) others = chain_batches_new (&dataset, 8, TRUE, 4);

  for (guint epoch = 0; epoch < 3; epoch++)
    read_epoch (batches, epoch, orders[epoch]);
  read_epoch (others, 0, orders[3]);
  for (guint i = 0; i < 4; i++)
    {
      guint seen[75] = { 0 };

      for (guint j = 0; j < 50; j++)
        seen[orders[i][j]]++;
      for (guint j = 0; j < 50; j++)
        g_assert_cmpuint (seen[rows[j]], ==, 1);
      for (guint j = 0; j < i; j++)
        g_assert_cmpint (memcmp (orders[i], orders[j], sizeof orders[i]), !=, 0);
    }
}

/* Any iteration can be gone back to, in whatever order the iterations are asked for. */
static void
test_pure (void)
{
  guint                    rows[17];
  ChainDataset             dataset;
  g_autoptr (ChainBatches) forward
      = chain_batches_new (make_dataset (rows, 17, &dataset), 4, TRUE, 11);
  g_autoptr (ChainBatches) anyhow = chain_batches_new (&dataset, 4, TRUE, 11);
  guint                    first[40][4];
  gsize                    sizes[40];

  for (guint t = 0; t < 40; t++)
    {
      const guint *found = chain_batches_rows (forward, t, &sizes[t]);

      memcpy (first[t], found, sizes[t] * sizeof (guint));
    }
  for (guint i = 0; i < 200; i++)
    {
      const guint  t = i * 17 % 40;
      gsize        n;
      const guint *found = chain_batches_rows (anyhow, t, &n);

      g_assert_cmpmem (found, n * sizeof (guint), first[t], sizes[t] * sizeof (guint));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/batches/sizes", test_sizes);
  g_test_add_func ("/engine/batches/in-order", test_in_order);
  g_test_add_func ("/engine/batches/shuffled", test_shuffled);
  g_test_add_func ("/engine/batches/pure", test_pure);
  return g_test_run ();
}
