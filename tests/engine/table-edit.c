/* table-edit.c: cells and rows changed by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/table-edit.h"

#include "base/error.h"

/* Numbers, categories and a column without values, in three rows. */
static ChainTable *
new_table (void)
{
  const double  numbers[] = { 1, 2, 3 };
  const guint32 codes[] = { 0, 1, 0 };
  ChainTable   *table = chain_table_new ("test", 3);
  GPtrArray    *levels = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (levels, g_strdup ("red"));
  g_ptr_array_add (levels, g_strdup ("blue"));
  chain_table_take_column (
      table, chain_column_new_numbers ("n", 3, g_memdup2 (numbers, sizeof numbers)));
  chain_table_take_column (
      table, chain_column_new_categories ("c", 3, g_memdup2 (codes, sizeof codes), levels));
  chain_table_take_column (table, chain_column_new_empty ("e", 3));
  return table;
}

/* "1 2 3", with - for a missing value. */
static char *
join_cells (const ChainTable *table, guint column)
{
  GString *text = g_string_new (NULL);

  for (gsize row = 0; row < table->n_rows; row++)
    {
      g_autofree char *cell = chain_table_missing (table, column, row)
                                  ? g_strdup ("-")
                                  : chain_table_cell_text (table, column, row);

      g_string_append_printf (text, "%s%s", row > 0 ? " " : "", cell);
    }
  return g_string_free (text, FALSE);
}

static char *
join_levels (const ChainColumn *column)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; column->levels != NULL && i < column->levels->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (column->levels, i));
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char     *name;
  guint           column;
  gsize           row;
  const char     *text;
  const char     *cells; /* NULL: refused */
  ChainColumnKind kind;
  const char     *levels;
} CellCase;

static const CellCase cell_cases[] = {
  { "number", 0, 1, "7.5", "1 7.5 3", CHAIN_COLUMN_NUMBER, "" },
  { "minus", 0, 1, " −4 ", "1 -4 3", CHAIN_COLUMN_NUMBER, "" },
  { "number-missing", 0, 2, "", "1 2 -", CHAIN_COLUMN_NUMBER, "" },
  { "text-among-numbers", 0, 1, "seven", NULL, CHAIN_COLUMN_NUMBER, "" },
  { "infinite", 0, 1, "inf", NULL, CHAIN_COLUMN_NUMBER, "" },
  { "level", 1, 2, "blue", "red blue blue", CHAIN_COLUMN_CATEGORY, "red blue" },
  { "new-level", 1, 0, "green", "green blue red", CHAIN_COLUMN_CATEGORY, "green blue red" },
  { "last-of-level", 1, 1, "red", "red red red", CHAIN_COLUMN_CATEGORY, "red" },
  { "category-missing", 1, 0, "", "- blue red", CHAIN_COLUMN_CATEGORY, "blue red" },
  { "number-into-empty", 2, 1, "5", "- 5 -", CHAIN_COLUMN_NUMBER, "" },
  { "text-into-empty", 2, 1, "a", "- a -", CHAIN_COLUMN_CATEGORY, "a" },
};

static void
test_cell (gconstpointer data)
{
  const CellCase *expected = data;
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) edited = chain_table_with_cell (table, expected->column, expected->row,
                                                         expected->text, &error);
  g_autofree char *before = join_cells (table, 0);
  g_autofree char *cells = NULL;
  g_autofree char *levels = NULL;

  g_assert_cmpstr (before, ==, "1 2 3");
  if (expected->cells == NULL)
    {
      g_assert_null (edited);
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, "row 2"));
      return;
    }
  g_assert_no_error (error);
  cells = join_cells (edited, expected->column);
  levels = join_levels (chain_table_column (edited, expected->column));
  g_assert_cmpstr (cells, ==, expected->cells);
  g_assert_cmpstr (levels, ==, expected->levels);
  g_assert_cmpint (chain_table_column (edited, expected->column)->kind, ==, expected->kind);
}

static void
test_emptied (void)
{
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (ChainTable) one = chain_table_with_cell (table, 2, 0, "5", NULL);
  g_autoptr (ChainTable) none = chain_table_with_cell (one, 2, 0, "", NULL);

  g_assert_cmpint (chain_table_column (none, 2)->kind, ==, CHAIN_COLUMN_EMPTY);
  g_assert_cmpuint (chain_table_column (none, 2)->n_missing, ==, 3);
}

static void
assert_rows (const ChainTable *table, const char *numbers, const char *categories)
{
  g_autofree char *first = join_cells (table, 0);
  g_autofree char *second = join_cells (table, 1);

  g_assert_cmpstr (first, ==, numbers);
  g_assert_cmpstr (second, ==, categories);
}

static void
test_rows (void)
{
  g_autoptr (ChainTable) table = new_table ();
  g_autoptr (ChainTable) more = chain_table_with_row (table, 1);
  g_autoptr (ChainTable) last = chain_table_with_row (table, 2);
  g_autoptr (ChainTable) fewer = chain_table_without_row (table, 0);
  g_autoptr (ChainTable) short_of_blue = chain_table_without_row (table, 1);

  assert_rows (more, "1 2 2 3", "red blue blue red");
  assert_rows (last, "1 2 3 3", "red blue red red");
  assert_rows (fewer, "2 3", "blue red");
  assert_rows (short_of_blue, "1 3", "red red");
  g_assert_cmpuint (chain_table_column (short_of_blue, 1)->levels->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (chain_table_column (fewer, 1)->levels, 0), ==, "blue");
}

static void
test_columns (void)
{
  g_autoptr (ChainTable) table = new_table ();
  const guint n = table->columns->len;
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) more = chain_table_with_column (table, "  fresh ", &error);
  g_autoptr (ChainTable) fewer = chain_table_without_column (more, 0);
  const char *refused[] = { "", "  ", chain_table_column (table, 1)->name };

  g_assert_no_error (error);
  g_assert_cmpuint (more->columns->len, ==, n + 1);
  assert_rows (more, "1 2 3", "red blue red");
  g_assert_cmpstr (chain_table_column (more, n)->name, ==, "fresh");
  g_assert_cmpint (chain_table_column (more, n)->kind, ==, CHAIN_COLUMN_EMPTY);
  g_assert_cmpuint (fewer->columns->len, ==, n);
  g_assert_cmpstr (chain_table_column (fewer, 0)->name, ==, chain_table_column (table, 1)->name);
  g_assert_cmpstr (chain_table_column (fewer, n - 1)->name, ==, "fresh");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_null (chain_table_with_column (table, refused[i], &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cell_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/table-edit/cell/%s", cell_cases[i].name);

      g_test_add_data_func (path, &cell_cases[i], test_cell);
    }
  g_test_add_func ("/engine/table-edit/emptied", test_emptied);
  g_test_add_func ("/engine/table-edit/rows", test_rows);
  g_test_add_func ("/engine/table-edit/columns", test_columns);
  return g_test_run ();
}
