/* column-roles.c: what each column of the table is to the network.
 *
 * One target is the rule: choosing another makes the earlier one a feature. Several numbers can
 * be targets together, a category only alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/column-roles.h"

static const char *const titles[CHAIN_N_ROLES] = {
  [CHAIN_ROLE_FEATURE] = "Feature",
  [CHAIN_ROLE_TARGET] = "Target",
  [CHAIN_ROLE_IGNORE] = "Ignore",
  [CHAIN_ROLE_FURTHER_TARGET] = "Further target",
};

static gboolean
contains (GStrv names, const char *name)
{
  return names != NULL && g_strv_contains ((const char *const *) names, name);
}

static void
remove_name (GStrv *names, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; *names != NULL && (*names)[i] != NULL; i++)
    if (!g_str_equal ((*names)[i], name))
      g_strv_builder_add (builder, (*names)[i]);
  g_strfreev (*names);
  *names = g_strv_builder_end (builder);
}

/* Adds a name where the table has it, and leaves the others in the order they are in. */
static void
insert_name (GStrv *names, const ChainTable *table, const char *name)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const int place = chain_table_find (table, name);
  gboolean  added = FALSE;

  remove_name (names, name);
  for (guint i = 0; (*names)[i] != NULL; i++)
    {
      if (!added && chain_table_find (table, (*names)[i]) > place)
        {
          g_strv_builder_add (builder, name);
          added = TRUE;
        }
      g_strv_builder_add (builder, (*names)[i]);
    }
  if (!added)
    g_strv_builder_add (builder, name);
  g_strfreev (*names);
  *names = g_strv_builder_end (builder);
}

static gboolean
is_number (const ChainTable *table, const char *name)
{
  const int column = chain_table_find (table, name);

  return column >= 0 && chain_table_column (table, (guint) column)->kind == CHAIN_COLUMN_NUMBER;
}

/* Targets that cannot be targets beside the new one become features. */
static void
displace_targets (ChainDataOptions *options,
                  const ChainTable *table,
                  const char       *name,
                  ChainRole         role)
{
  g_auto (GStrv) targets = g_strdupv (options->targets);

  for (guint i = 0; targets != NULL && targets[i] != NULL; i++)
    {
      const gboolean together = role == CHAIN_ROLE_FURTHER_TARGET && is_number (table, name) &&
                                is_number (table, targets[i]);

      if (together || g_str_equal (targets[i], name))
        continue;
      remove_name (&options->targets, targets[i]);
      if (chain_table_find (table, targets[i]) >= 0)
        insert_name (&options->features, table, targets[i]);
    }
}

/**
 * chain_role_title:
 * @role: a role
 *
 * Returns: its name for people
 */
const char *
chain_role_title (ChainRole role)
{
  g_return_val_if_fail (role < CHAIN_N_ROLES, NULL);

  return titles[role];
}

/**
 * chain_role_of:
 * @options: a project's data options
 * @column: name of a column
 *
 * Returns: what the column is used for
 */
ChainRole
chain_role_of (const ChainDataOptions *options, const char *column)
{
  g_return_val_if_fail (options != NULL && column != NULL, CHAIN_ROLE_IGNORE);

  if (contains (options->targets, column))
    return g_str_equal (options->targets[0], column) ? CHAIN_ROLE_TARGET
                                                     : CHAIN_ROLE_FURTHER_TARGET;
  return contains (options->features, column) ? CHAIN_ROLE_FEATURE : CHAIN_ROLE_IGNORE;
}

/**
 * chain_role_choose:
 * @options: a project's data options, changed
 * @table: the table of the project
 * @column: the column that gets a new role
 * @role: the role
 *
 * Names features and targets anew. Without an earlier target a further target is the target.
 */
void
chain_role_choose (ChainDataOptions *options, const ChainTable *table, guint column, ChainRole role)
{
  g_return_if_fail (options != NULL && table != NULL && role < CHAIN_N_ROLES);

  const char *name = chain_table_column (table, column)->name;

  remove_name (&options->features, name);
  remove_name (&options->targets, name);
  if (role == CHAIN_ROLE_FEATURE)
    insert_name (&options->features, table, name);
  if (role != CHAIN_ROLE_TARGET && role != CHAIN_ROLE_FURTHER_TARGET)
    return;
  displace_targets (options, table, name, role);

  GPtrArray *targets = g_ptr_array_new ();

  for (guint i = 0; options->targets[i] != NULL; i++)
    g_ptr_array_add (targets, options->targets[i]);
  g_ptr_array_add (targets, g_strdup (name));
  g_ptr_array_add (targets, NULL);
  g_free (options->targets);
  options->targets = (GStrv) g_ptr_array_free (targets, FALSE);
}

/**
 * chain_role_ignore_missing:
 * @options: a project's data options, changed
 * @table: the table of the project
 *
 * Ignores the features that lack a value in any row.
 *
 * Returns: whether there were any, and others are left
 */
gboolean
chain_role_ignore_missing (ChainDataOptions *options, const ChainTable *table)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;

  g_return_val_if_fail (options != NULL && table != NULL, FALSE);

  for (guint i = 0; options->features != NULL && options->features[i] != NULL; i++)
    {
      const int column = chain_table_find (table, options->features[i]);

      if (column >= 0 && chain_table_column (table, (guint) column)->n_missing == 0)
        g_strv_builder_add (builder, options->features[i]);
    }
  kept = g_strv_builder_end (builder);
  if (kept[0] == NULL || g_strv_length (kept) == g_strv_length (options->features))
    return FALSE;
  g_strfreev (options->features);
  options->features = g_steal_pointer (&kept);
  return TRUE;
}
