/* data-settings.c: how data is made ready, as the command line says it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/data-settings.h"

#include "app/console.h"

#include <string.h>

static gboolean
wrong_choice (const char *name, const char *text, const ChainDataChoice *choices)
{
  g_autofree char *names = chain_data_choice_names (choices);

  chain_console_message ("%s: expected one of %s, got %s", name, names, text);
  return FALSE;
}

static gboolean
find_choice (const char *name, const char *text, const ChainDataChoice *choices, int *found)
{
  *found = chain_data_choice_find (choices, text);
  return *found >= 0 || wrong_choice (name, text, choices);
}

static void
set_kind (ChainColumnOptions *column, int value)
{
  column->kind = (ChainKind) value;
}

static void
set_encoding (ChainColumnOptions *column, int value)
{
  column->encoding = (ChainCategoryEncoding) value;
}

static void
set_missing (ChainColumnOptions *column, int value)
{
  column->missing = (ChainMissing) value;
}

typedef void (*SetColumn) (ChainColumnOptions *column, int value);

static void
change_column (ChainDataOptions *options, const char *name, SetColumn set, int value)
{
  g_autoptr (ChainColumnOptions) column
      = chain_column_options_copy (chain_data_options_column (options, name));

  g_free (column->name);
  column->name = g_strdup (name);
  set (column, value);
  chain_data_options_set_column (options, column);
}

/* "COLUMN=VALUE"; the name of a column may hold an equals sign itself. */
static gboolean
read_column (ChainDataOptions      *options,
             const char            *name,
             const char            *text,
             const ChainDataChoice *choices,
             SetColumn              set)
{
  const char      *equals = strrchr (text, '=');
  g_autofree char *column = equals != NULL ? g_strndup (text, equals - text) : NULL;
  int              value;

  if (column == NULL || *column == '\0')
    {
      chain_console_message ("%s: expected COLUMN=VALUE, got %s", name, text);
      return FALSE;
    }
  if (!find_choice (name, equals + 1, choices, &value))
    return FALSE;
  change_column (options, column, set, value);
  return TRUE;
}

static gboolean
read_columns (ChainDataOptions      *options,
              const char            *name,
              GStrv                  texts,
              const ChainDataChoice *choices,
              SetColumn              set)
{
  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    if (!read_column (options, name, texts[i], choices, set))
      return FALSE;
  return TRUE;
}

/* A policy for all goes to the columns that lack a value. */
static void
set_all_missing (ChainDataOptions *options, const ChainTable *table, GStrv names, int value)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const int index = chain_table_find (table, names[i]);

      if (index >= 0 && chain_table_column (table, (guint) index)->n_missing > 0)
        change_column (options, names[i], set_missing, value);
    }
}

static gboolean
read_missing (const ChainDataSettings *settings, const ChainTable *table, ChainDataOptions *options)
{
  for (guint i = 0; settings->missing != NULL && settings->missing[i] != NULL; i++)
    {
      const char *text = settings->missing[i];
      int         value;

      if (strchr (text, '=') != NULL)
        continue;
      if (!find_choice ("--missing", text, chain_missing_policies, &value))
        return FALSE;
      set_all_missing (options, table, options->features, value);
      if (value == CHAIN_MISSING_REFUSE || value == CHAIN_MISSING_DROP)
        set_all_missing (options, table, options->targets, value);
    }
  for (guint i = 0; settings->missing != NULL && settings->missing[i] != NULL; i++)
    if (strchr (settings->missing[i], '=') != NULL
        && !read_column (options, "--missing", settings->missing[i], chain_missing_policies,
                         set_missing))
      return FALSE;
  return TRUE;
}

/**
 * chain_data_settings_clear:
 * @settings: what they own is freed
 */
void
chain_data_settings_clear (ChainDataSettings *settings)
{
  g_free (settings->split);
  g_free (settings->validation);
  g_free (settings->scaling);
  g_strfreev (settings->kinds);
  g_strfreev (settings->encodings);
  g_strfreev (settings->missing);
  *settings = (ChainDataSettings){ 0 };
}

/**
 * chain_data_settings_columns:
 * @settings: as given
 * @options: gets what they say of the kind and the encoding of columns, before the rest is guessed
 *
 * Returns: %FALSE for a wrong one, told on standard error
 */
gboolean
chain_data_settings_columns (const ChainDataSettings *settings, ChainDataOptions *options)
{
  return read_columns (options, "--kind", settings->kinds, chain_kinds, set_kind)
         && read_columns (options, "--encoding", settings->encodings, chain_category_encodings,
                          set_encoding);
}

/**
 * chain_data_settings_rest:
 * @settings: as given
 * @table: the rows
 * @options: features and targets are chosen; gets what the settings say of missing values, scaling
 *   and validation rows
 *
 * Returns: %FALSE for a wrong one, told on standard error
 */
gboolean
chain_data_settings_rest (const ChainDataSettings *settings,
                          const ChainTable        *table,
                          ChainDataOptions        *options)
{
  int split = options->split;
  int scaling = options->scaling;

  if (!read_missing (settings, table, options))
    return FALSE;
  if (settings->split != NULL && !find_choice ("--split", settings->split, chain_splits, &split))
    return FALSE;
  if (settings->scaling != NULL
      && !find_choice ("--scaling", settings->scaling, chain_scalings, &scaling))
    return FALSE;
  options->split = (ChainSplit) split;
  options->scaling = (ChainScaling) scaling;
  options->scale_targets = options->scale_targets && scaling != CHAIN_SCALING_NONE;
  if (settings->validation == NULL)
    return TRUE;
  if (chain_number_parse (settings->validation, &options->validation_fraction)
      && options->validation_fraction >= 0 && options->validation_fraction < 1)
    return TRUE;
  chain_console_message ("--validation: expected a number from 0 to below 1, got %s",
                         settings->validation);
  return FALSE;
}
