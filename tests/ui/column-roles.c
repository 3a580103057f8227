/* column-roles.c: which features and targets a choice of role leaves.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/column-roles.h"

#include <math.h>

/* The table: numbers a, b (one missing), d and the category c, in the order a b c d. */
typedef struct
{
  const char *name;
  const char *features, *targets; /* before */
  guint       column;
  ChainRole   role;
  const char *expected_features, *expected_targets;
} RoleCase;

static const RoleCase cases[] = {
  { "target-replaces", "a,b,c", "d", 0, CHAIN_ROLE_TARGET, "b,c,d", "a" },
  { "category-replaces", "a,b,c", "d", 2, CHAIN_ROLE_TARGET, "a,b,d", "c" },
  { "further-number", "a,b,c", "d", 0, CHAIN_ROLE_FURTHER_TARGET, "b,c", "d,a" },
  { "further-beside-category", "a,b,d", "c", 0, CHAIN_ROLE_FURTHER_TARGET, "b,c,d", "a" },
  { "further-without-target", "a,b", "", 3, CHAIN_ROLE_FURTHER_TARGET, "a,b", "d" },
  { "target-replaces-several", "b", "d,a", 2, CHAIN_ROLE_TARGET, "a,b,d", "c" },
  { "target-again", "b,c", "d,a", 0, CHAIN_ROLE_TARGET, "b,c,d", "a" },
  { "ignore-feature", "a,b,c", "d", 1, CHAIN_ROLE_IGNORE, "a,c", "d" },
  { "ignore-target", "a,b", "d", 3, CHAIN_ROLE_IGNORE, "a,b", "" },
  { "feature-in-place", "a,c", "d", 1, CHAIN_ROLE_FEATURE, "a,b,c", "d" },
  { "keeps-order", "c,a", "d", 1, CHAIN_ROLE_FEATURE, "b,c,a", "d" },
  { "same", "a,b", "d", 0, CHAIN_ROLE_FEATURE, "a,b", "d" },
};

static ChainColumn *
new_numbers (const char *name, double first)
{
  const double numbers[] = { first, 2 };

  return chain_column_new_numbers (name, 2, g_memdup2 (numbers, sizeof numbers));
}

static ChainTable *
new_table (void)
{
  const guint32 codes[] = { 0, 0 };
  ChainTable   *table = chain_table_new ("test", 2);
  GPtrArray    *levels = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (levels, g_strdup ("level"));
  chain_table_take_column (table, new_numbers ("a", 1));
  chain_table_take_column (table, new_numbers ("b", NAN));
  chain_table_take_column (
      table, chain_column_new_categories ("c", 2, g_memdup2 (codes, sizeof codes), levels));
  chain_table_take_column (table, new_numbers ("d", 1));
  return table;
}

static void
assert_names (GStrv names, const char *expected)
{
  g_autofree char *joined = g_strjoinv (",", names);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_choose (gconstpointer data)
{
  const RoleCase *expected = data;
  g_autoptr (ChainTable) table = new_table ();
  g_auto (ChainDataOptions) options = { 0 };

  options.features = g_strsplit (expected->features, ",", -1);
  options.targets = g_strsplit (expected->targets, ",", -1);
  chain_role_choose (&options, table, expected->column, expected->role);
  assert_names (options.features, expected->expected_features);
  assert_names (options.targets, expected->expected_targets);
}

static void
test_role_of (void)
{
  g_auto (ChainDataOptions) options = { 0 };

  options.features = g_strsplit ("a", ",", -1);
  options.targets = g_strsplit ("d,b", ",", -1);
  g_assert_cmpint (chain_role_of (&options, "a"), ==, CHAIN_ROLE_FEATURE);
  g_assert_cmpint (chain_role_of (&options, "d"), ==, CHAIN_ROLE_TARGET);
  g_assert_cmpint (chain_role_of (&options, "b"), ==, CHAIN_ROLE_FURTHER_TARGET);
  g_assert_cmpint (chain_role_of (&options, "c"), ==, CHAIN_ROLE_IGNORE);
}

static void
test_ignore_missing (void)
{
  g_autoptr (ChainTable) table = new_table ();
  g_auto (ChainDataOptions) options = { 0 };

  options.features = g_strsplit ("a,b,c", ",", -1);
  options.targets = g_strsplit ("d", ",", -1);
  g_assert_true (chain_role_ignore_missing (&options, table));
  assert_names (options.features, "a,c");
  g_assert_false (chain_role_ignore_missing (&options, table));
  assert_names (options.features, "a,c");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ui/column-roles/choose/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_choose);
    }
  g_test_add_func ("/ui/column-roles/role-of", test_role_of);
  g_test_add_func ("/ui/column-roles/ignore-missing", test_ignore_missing);
  return g_test_run ();
}
