/* project-read-source.c: reads where the rows of a project come from.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-reader.h"

#include "base/file.h"
#include "base/number.h"

#include <math.h>
#include <string.h>

/* Checks the shape of the rows before any column is made of them. */
static gboolean
check_rows (const ChainJsonPlace *rows, guint n_columns, GError **error)
{
  if (!chain_json_place_is (rows, CHAIN_JSON_ARRAY, error))
    return FALSE;
  for (guint i = 0; i < rows->value->items->len; i++)
    {
      const ChainJson        *row = g_ptr_array_index (rows->value->items, i);
      g_auto (ChainJsonPlace) place = { 0 };

      if (row->kind == CHAIN_JSON_ARRAY && row->items->len == n_columns)
        continue;
      chain_json_place_item (rows, i, &place);
      if (row->kind != CHAIN_JSON_ARRAY)
        return chain_json_place_is (&place, CHAIN_JSON_ARRAY, error);
      return chain_json_place_refuse (&place, CHAIN_ERROR_SHAPE, error,
                                      "expected %u cells, got %u", n_columns, row->items->len);
    }
  return TRUE;
}

static const ChainJson *
cell_at (const ChainJsonPlace *rows, guint row, guint column)
{
  const ChainJson *cells = g_ptr_array_index (rows->value->items, row);

  return g_ptr_array_index (cells->items, column);
}

/* A column with a string is a category; one without any value is empty. */
static gboolean
find_kind (const ChainJsonPlace *rows, guint column, ChainColumnKind *kind, GError **error)
{
  *kind = CHAIN_COLUMN_EMPTY;
  for (guint i = 0; i < rows->value->items->len; i++)
    {
      const ChainJson *cell = cell_at (rows, i, column);

      if (cell->kind == CHAIN_JSON_STRING)
        *kind = CHAIN_COLUMN_CATEGORY;
      else if (cell->kind == CHAIN_JSON_NUMBER && *kind == CHAIN_COLUMN_EMPTY)
        *kind = CHAIN_COLUMN_NUMBER;
      else if (cell->kind != CHAIN_JSON_NUMBER && cell->kind != CHAIN_JSON_NULL)
        {
          g_auto (ChainJsonPlace) row = { 0 };
          g_auto (ChainJsonPlace) place = { 0 };

          chain_json_place_item (rows, i, &row);
          chain_json_place_item (&row, column, &place);
          return chain_json_place_fail (&place, CHAIN_ERROR_VALUE, error,
                                        "a number, a string or null");
        }
    }
  return TRUE;
}

static ChainColumn *
number_column (const ChainJsonPlace *rows, guint column, const char *name)
{
  const guint n_rows = rows->value->items->len;
  double     *numbers = g_new (double, n_rows);

  for (guint i = 0; i < n_rows; i++)
    {
      const ChainJson *cell = cell_at (rows, i, column);

      numbers[i] = cell->kind == CHAIN_JSON_NUMBER ? cell->number : NAN;
    }
  return chain_column_new_numbers (name, n_rows, numbers);
}

static ChainColumn *
category_column (const ChainJsonPlace *rows, guint column, const char *name)
{
  const guint            n_rows = rows->value->items->len;
  guint32               *codes = g_new (guint32, n_rows);
  GPtrArray             *levels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < n_rows; i++)
    {
      const ChainJson *cell = cell_at (rows, i, column);
      char             buffer[CHAIN_NUMBER_SIZE];
      const char      *text = cell->string;
      gpointer         code;

      codes[i] = CHAIN_CODE_MISSING;
      if (cell->kind == CHAIN_JSON_NULL)
        continue;
      if (cell->kind == CHAIN_JSON_NUMBER)
        text = chain_number_write (cell->number, buffer);
      if (!g_hash_table_lookup_extended (known, text, NULL, &code))
        {
          char *level = g_strdup (text);

          code = GUINT_TO_POINTER (levels->len);
          g_ptr_array_add (levels, level);
          g_hash_table_insert (known, level, code);
        }
      codes[i] = GPOINTER_TO_UINT (code);
    }
  return chain_column_new_categories (name, n_rows, codes, levels);
}

static ChainSource *
read_inline (const ChainJsonPlace *source, const char *title, const char *folder, GError **error)
{
  g_auto (ChainJsonPlace) columns = { 0 };
  g_auto (ChainJsonPlace) rows = { 0 };
  g_auto (GStrv)          names = NULL;
  g_autoptr (ChainTable)  table = NULL;

  chain_json_place_member (source, "columns", &columns);
  chain_json_place_member (source, "rows", &rows);
  if (!chain_json_place_is (&columns, CHAIN_JSON_ARRAY, error)
      || !chain_json_read_strings (source, "columns", &names, error)
      || !check_rows (&rows, g_strv_length (names), error))
    return NULL;
  table = chain_table_new (title, rows.value->items->len);
  for (guint i = 0; names[i] != NULL; i++)
    {
      ChainColumnKind kind;

      if (!find_kind (&rows, i, &kind, error))
        return NULL;
      chain_table_take_column (table,
                               kind == CHAIN_COLUMN_NUMBER ? number_column (&rows, i, names[i])
                               : kind == CHAIN_COLUMN_CATEGORY
                                   ? category_column (&rows, i, names[i])
                                   : chain_column_new_empty (names[i], table->n_rows));
    }
  return chain_source_new_inline (table);
}

/* A character of the CSV options: absent is 0, find out. */
static gboolean
read_character (const ChainJsonPlace *source,
                const char           *key,
                const char           *allowed,
                char                 *character,
                GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };
  const char             *text;

  chain_json_place_member (source, key, &member);
  if (member.value == NULL)
    return TRUE;
  text = member.value->kind == CHAIN_JSON_STRING ? member.value->string : "";
  if (strlen (text) != 1 || (guchar) *text >= 0x80
      || (allowed != NULL && strchr (allowed, *text) == NULL))
    return chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error, "%s",
                                  allowed != NULL ? "\".\" or \",\"" : "one ASCII character");
  *character = *text;
  return TRUE;
}

static gboolean
read_csv_options (const ChainJsonPlace *source, ChainCsvOptions *options, GError **error)
{
  g_auto (ChainJsonPlace) header = { 0 };
  gboolean                has_header = FALSE;

  if (!read_character (source, "delimiter", NULL, &options->delimiter, error)
      || !read_character (source, "decimal", ".,", &options->decimal, error)
      || !read_character (source, "thousands", NULL, &options->thousands, error)
      || !read_character (source, "comment", NULL, &options->comment, error)
      || !chain_json_read_string (source, "encoding", &options->encoding, error)
      || !chain_json_read_strings (source, "missing", &options->missing, error)
      || !chain_json_read_boolean (source, "header", &has_header, error))
    return FALSE;
  chain_json_place_member (source, "header", &header);
  if (header.value != NULL)
    options->header = has_header ? CHAIN_CSV_HEADER_PRESENT : CHAIN_CSV_HEADER_ABSENT;
  return TRUE;
}

static ChainSource *
read_csv (const ChainJsonPlace *source, const char *title, const char *folder, GError **error)
{
  g_auto (ChainCsvOptions) options = { 0 };
  g_auto (ChainJsonPlace)  path = { 0 };
  g_autofree char         *absolute = NULL;

  chain_json_place_member (source, "path", &path);
  if (!chain_json_place_is (&path, CHAIN_JSON_STRING, error)
      || !read_csv_options (source, &options, error))
    return NULL;
  absolute = chain_file_absolute (path.value->string, folder);
  return chain_source_new_csv (absolute, &options);
}

/* What a sample does not take would be lost in silence. */
static gboolean
refuse_sample_options (const ChainJsonPlace *source, const ChainSample *sample, GError **error)
{
  const struct
  {
    const char *key;
    gboolean    taken;
  } options[] = {
    { "samples", chain_sample_is_made_up (sample) },
    { "noise", chain_sample_is_made_up (sample) },
    { "seed", chain_sample_is_made_up (sample) },
    { "expression", sample->is_function },
    { "from", sample->is_function },
    { "to", sample->is_function },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_auto (ChainJsonPlace) member = { 0 };

      chain_json_place_member (source, options[i].key, &member);
      if (member.value != NULL && !options[i].taken)
        return chain_json_place_refuse (&member, CHAIN_ERROR_VALUE, error,
                                        "expected nothing, as the sample %s takes no %s",
                                        sample->name, options[i].key);
    }
  return TRUE;
}

static gboolean
read_sample_options (const ChainJsonPlace *source, ChainSampleOptions *options, GError **error)
{
  g_auto (ChainJsonPlace) noise = { 0 };

  chain_json_place_member (source, "noise", &noise);
  if (!chain_json_read_guint (source, "samples", 2, CHAIN_SAMPLE_MOST_ROWS, &options->samples,
                              error)
      || !chain_json_read_number (source, "noise", &options->noise, error)
      || !chain_json_read_whole (source, "seed", 0, G_MAXUINT64, &options->seed, error))
    return FALSE;
  if (!(options->noise >= 0 && options->noise <= CHAIN_SAMPLE_MOST_NOISE))
    return chain_json_place_fail (&noise, CHAIN_ERROR_VALUE, error, "a number from 0 to %g",
                                  CHAIN_SAMPLE_MOST_NOISE);
  return TRUE;
}

static gboolean
read_function (const ChainJsonPlace *source, ChainSampleOptions *options, GError **error)
{
  g_autofree char        *expression = g_strdup (options->expression);
  g_auto (ChainJsonPlace) place = { 0 };
  g_auto (ChainJsonPlace) to = { 0 };
  g_autoptr (GError)      problem = NULL;

  chain_json_place_member (source, "expression", &place);
  chain_json_place_member (source, "to", &to);
  if (!chain_json_read_string (source, "expression", &expression, error)
      || !chain_json_read_number (source, "from", &options->from, error)
      || !chain_json_read_number (source, "to", &options->to, error))
    return FALSE;
  if (!chain_sample_check (expression, &problem))
    return chain_json_place_refuse (&place, CHAIN_ERROR_SYNTAX, error, "%s", problem->message);
  if (options->from >= options->to)
    return chain_json_place_fail (&to, CHAIN_ERROR_VALUE, error, "a number above from");
  options->expression = g_intern_string (expression);
  return TRUE;
}

static ChainSource *
read_builtin (const ChainJsonPlace *source, const char *title, const char *folder, GError **error)
{
  g_auto (ChainJsonPlace) name = { 0 };
  gconstpointer           found = NULL;
  const ChainSample      *sample;
  ChainSampleOptions      options;

  chain_json_place_member (source, "name", &name);
  if (!chain_json_place_is (&name, CHAIN_JSON_STRING, error)
      || !chain_json_read_choice (source, "name", &chain_json_sample, &found, NULL, error))
    return NULL;
  sample = found;
  options = sample->initial;
  if (!refuse_sample_options (source, sample, error)
      || (chain_sample_is_made_up (sample) && !read_sample_options (source, &options, error)))
    return NULL;
  if (sample->is_function && !read_function (source, &options, error))
    return NULL;
  return chain_source_new_sample (sample, &options);
}

static const struct
{
  const char   *kind;
  ChainSource *(*read) (const ChainJsonPlace *source, const char *title, const char *folder,
                        GError **error);
} kinds[] = {
  { "inline", read_inline },
  { "csv", read_csv },
  { "builtin", read_builtin },
};

/**
 * chain_project_read_source:
 * @source: the member `data.source`
 * @title: what messages call rows that stand in the project itself
 * @folder: absolute: what a relative path is relative to
 * @error: set, with the path, if it does not read
 *
 * Returns: (transfer full) (nullable): the source, not loaded yet
 */
ChainSource *
chain_project_read_source (const ChainJsonPlace *source,
                           const char           *title,
                           const char           *folder,
                           GError              **error)
{
  g_auto (ChainJsonPlace) kind = { 0 };

  if (!chain_json_place_is (source, CHAIN_JSON_OBJECT, error))
    return NULL;
  chain_json_place_member (source, "kind", &kind);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kind.value != NULL && kind.value->kind == CHAIN_JSON_STRING
        && g_str_equal (kind.value->string, kinds[i].kind))
      return kinds[i].read (source, title, folder, error);
  chain_json_place_fail (&kind, CHAIN_ERROR_VALUE, error, "one of inline, csv, builtin");
  return NULL;
}
