/* project-read-data.c: reads what a project says about its data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-reader.h"

static gboolean
read_columns (const ChainJsonPlace *data,
              const char           *key,
              GStrv                *columns,
              GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (data, key, &member);
  if (!chain_json_place_is (&member, CHAIN_JSON_ARRAY, error)
      || !chain_json_read_strings (data, key, columns, error))
    return FALSE;
  if (g_strv_length (*columns) == 0)
    return chain_json_place_refuse (&member, CHAIN_ERROR_VALUE, error,
                                    "expected at least one column, got none");
  return TRUE;
}

/* A setting is one of a list of names; absent it stays as it was. */
static gboolean
read_setting (const ChainJsonPlace  *object,
              const char            *key,
              const ChainDataChoice *choices,
              int                   *setting,
              GError               **error)
{
  g_auto (ChainJsonPlace) member = { 0 };
  g_autofree char        *names = chain_data_choice_names (choices);
  int                     found;

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  found = member.value->kind == CHAIN_JSON_STRING
              ? chain_data_choice_find (choices, member.value->string)
              : -1;
  if (found < 0)
    return chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error, "one of %s", names);
  *setting = found;
  return TRUE;
}

static gboolean
read_levels (const ChainJsonPlace *column, GStrv *levels, GError **error)
{
  g_autoptr (GHashTable)  known = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (column, "levels", &member);
  if (!chain_json_read_strings (column, "levels", levels, error))
    return FALSE;
  if (member.value != NULL && (*levels == NULL || (*levels)[0] == NULL))
    return chain_json_place_refuse (&member, CHAIN_ERROR_VALUE, error,
                                    "expected at least one level, got none");
  for (guint i = 0; *levels != NULL && (*levels)[i] != NULL; i++)
    if (!g_hash_table_add (known, (*levels)[i]))
      return chain_json_place_refuse (&member, CHAIN_ERROR_VALUE, error,
                                      "expected each level once, got \"%s\" twice", (*levels)[i]);
  return TRUE;
}

static gboolean
read_date_form (const ChainJsonPlace *column, const ChainDateForm **form, GError **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (column, "date_form", &member);
  if (member.value == NULL)
    return TRUE;
  *form = member.value->kind == CHAIN_JSON_STRING ? chain_date_form_find (member.value->string)
                                                  : NULL;
  return *form != NULL
         || chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error,
                                   "a form of dates, such as YYYY-MM-DD or DD/MM/YYYY");
}

static gboolean
read_column (const ChainJsonPlace *place, ChainColumnOptions *column, GError **error)
{
  g_auto (ChainJsonPlace) scaling_place = { 0 };
  int                     kind = column->kind;
  int                     encoding = column->encoding;
  int                     missing = column->missing;
  int                     scaling = column->scaling;

  if (!chain_json_place_is (place, CHAIN_JSON_OBJECT, error)
      || !read_setting (place, "kind", chain_kinds, &kind, error)
      || !read_date_form (place, &column->date_form, error)
      || !read_setting (place, "encoding", chain_category_encodings, &encoding, error)
      || !read_levels (place, &column->levels, error)
      || !read_setting (place, "missing", chain_missing_policies, &missing, error)
      || !read_setting (place, "scaling", chain_scalings, &scaling, error))
    return FALSE;
  chain_json_place_member (place, "scaling", &scaling_place);
  column->kind = (ChainKind) kind;
  column->encoding = (ChainCategoryEncoding) encoding;
  column->missing = (ChainMissing) missing;
  column->has_scaling = scaling_place.value != NULL;
  column->scaling = (ChainScaling) scaling;
  return TRUE;
}

static gboolean
read_column_options (const ChainJsonPlace *data, ChainDataOptions *options, GError **error)
{
  g_auto (ChainJsonPlace) columns = { 0 };

  chain_json_place_member (data, "columns", &columns);
  if (columns.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&columns, CHAIN_JSON_OBJECT, error))
    return FALSE;
  for (guint i = 0; i < columns.value->keys->len; i++)
    {
      g_autoptr (ChainColumnOptions) column = g_new0 (ChainColumnOptions, 1);
      g_auto (ChainJsonPlace)        place = { 0 };

      column->name = g_strdup (g_ptr_array_index (columns.value->keys, i));
      chain_json_place_member (&columns, column->name, &place);
      if (!read_column (&place, column, error))
        return FALSE;
      chain_data_options_set_column (options, column);
    }
  return TRUE;
}

/**
 * chain_project_read_data:
 * @document: a project file
 * @project: gets the source and the data options
 * @folder: absolute: what a relative path is relative to
 * @error: set, with the path, if it does not read
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_project_read_data (const ChainJsonPlace *document,
                         ChainProject         *project,
                         const char           *folder,
                         GError              **error)
{
  ChainDataOptions       *options = &project->data;
  g_auto (ChainJsonPlace) data = { 0 };
  g_auto (ChainJsonPlace) source = { 0 };
  g_auto (ChainJsonPlace) fraction = { 0 };
  int                     scaling = CHAIN_SCALING_NONE;
  int                     split = CHAIN_SPLIT_RANDOM;

  chain_json_place_member (document, "data", &data);
  if (!chain_json_place_is (&data, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (&data, "source", &source);
  project->source = chain_project_read_source (&source, project->name, folder, error);
  if (project->source == NULL || !read_columns (&data, "features", &options->features, error)
      || !read_columns (&data, "targets", &options->targets, error)
      || !read_setting (&data, "scaling", chain_scalings, &scaling, error)
      || !chain_json_read_boolean (&data, "scale_targets", &options->scale_targets, error)
      || !chain_json_read_number (&data, "validation_fraction", &options->validation_fraction,
                                  error)
      || !chain_json_read_whole (&data, "split_seed", 0, G_MAXUINT64, &options->split_seed, error)
      || !read_setting (&data, "split", chain_splits, &split, error)
      || !read_column_options (&data, options, error))
    return FALSE;
  options->scaling = (ChainScaling) scaling;
  options->split = (ChainSplit) split;
  chain_json_place_member (&data, "validation_fraction", &fraction);
  if (!(options->validation_fraction >= 0 && options->validation_fraction < 1))
    return chain_json_place_fail (&fraction, CHAIN_ERROR_VALUE, error,
                                  "a number from 0 to below 1");
  return TRUE;
}
