/* table.c: tests of rows as typed columns.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/table.h"

#include <math.h>

/* x: 1, missing, −0.1; kind: b, a, missing; none: never a value. */
static ChainTable *
make_table (void)
{
  static const double  numbers[] = { 1, NAN, -0.1 };
  static const guint32 codes[] = { 0, 1, CHAIN_CODE_MISSING };
  ChainTable          *table = chain_table_new ("Made up", 3);
  GPtrArray           *levels = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (levels, g_strdup ("b"));
  g_ptr_array_add (levels, g_strdup ("a"));
  chain_table_take_column (
      table, chain_column_new_numbers ("x", 3, g_memdup2 (numbers, sizeof numbers)));
  chain_table_take_column (
      table, chain_column_new_categories ("kind", 3, g_memdup2 (codes, sizeof codes), levels));
  chain_table_take_column (table, chain_column_new_empty ("none", 3));
  return table;
}

static void
test_cells (void)
{
  static const char *const expected[3][3] = {
    { "1", NULL, "-0.1" },
    { "b", "a", NULL },
    { NULL, NULL, NULL },
  };
  static const gsize     n_missing[] = { 1, 1, 3 };
  g_autoptr (ChainTable) table = make_table ();

  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (chain_table_column (table, i)->n_missing, ==, n_missing[i]);
      for (gsize row = 0; row < 3; row++)
        {
          g_autofree char *text = chain_table_cell_text (table, i, row);

          g_assert_cmpstr (text, ==, expected[i][row]);
          g_assert_true (chain_table_missing (table, i, row) == (expected[i][row] == NULL));
        }
    }
}

static void
test_find (void)
{
  g_autoptr (ChainTable) table = make_table ();

  g_assert_cmpint (chain_table_find (table, "x"), ==, 0);
  g_assert_cmpint (chain_table_find (table, "none"), ==, 2);
  g_assert_cmpint (chain_table_find (table, "X"), ==, -1);
  g_assert_cmpint (chain_table_find (table, ""), ==, -1);
}

static void
test_where (void)
{
  static const guint     lines[] = { 2, 4, 9 };
  g_autoptr (ChainTable) table = make_table ();
  ChainLineIndex        *index = chain_line_index_new ();
  g_autofree char       *row = chain_table_where (table, 2);
  g_autofree char       *line = NULL;

  g_assert_cmpstr (row, ==, "Made up, row 3");
  g_assert_cmpuint (chain_table_line (table, 2), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    chain_line_index_add (index, lines[i]);
  chain_table_take_lines (table, index);
  line = chain_table_where (table, 2);
  g_assert_cmpstr (line, ==, "Made up:9");
}

static void
test_references (void)
{
  ChainTable *table = make_table ();

  g_assert_true (chain_table_ref (table) == table);
  chain_table_unref (table);
  g_assert_cmpstr (table->title, ==, "Made up");
  chain_table_unref (table);
  chain_table_unref (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/table/cells", test_cells);
  g_test_add_func ("/engine/table/find", test_find);
  g_test_add_func ("/engine/table/where", test_where);
  g_test_add_func ("/engine/table/references", test_references);
  return g_test_run ();
}
