/* csv.c: a fuzzer of the CSV reader.
 *
 * The first bytes choose how to read, the rest is the file. Whatever it holds, there is an error or
 * a table in which everything fits together; packed with gzip it gives the same table, and what is
 * written of it is read as the same table again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

#include "base/number.h"

#include <math.h>
#include <string.h>
#include <zlib.h>

#define N_CHOICES 4 /* bytes in front of the file */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const no_numbers[] = { "none", "-", NULL };
static const char *const with_numbers[] = { "-999", "NA", NULL };

static void
choose (const guint8 *data, ChainCsvOptions *options)
{
  static const char        delimiters[] = { 0, 0, 0, ',', ';', '\t', '|', ' ', 'e', '-', '.', '1' };
  static const char        decimals[] = { 0, '.', ',' };
  static const char        thousands[] = { 0, 0, ',', '.', ' ', '\'' };
  static const char        comments[] = { 0, 0, '#', '"', ' ', '\n' };
  static const char *const encodings[] = { NULL, NULL, NULL, "UTF-8", "ISO-8859-1", "UTF-16LE",
                                           "SHIFT_JIS", "UTF-7" };

  options->delimiter = delimiters[data[0] % sizeof delimiters];
  options->header = data[1] % 3;
  options->decimal = decimals[data[1] / 3 % sizeof decimals];
  options->thousands = thousands[data[2] % sizeof thousands];
  options->comment = comments[data[2] / 8 % sizeof comments];
  options->encoding = (char *) encodings[data[3] % G_N_ELEMENTS (encodings)];
  if (data[3] / 8 % 4 == 1)
    options->missing = (char **) no_numbers;
  else if (data[3] / 8 % 4 == 2)
    options->missing = (char **) with_numbers;
}

static void
check_column (const ChainTable *table, guint index)
{
  const ChainColumn     *column = chain_table_column (table, index);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize                  n_missing = 0;
  guint                  next = 0;

  g_assert_cmpint (chain_table_find (table, column->name), ==, (int) index);
  g_assert_true (g_utf8_validate (column->name, -1, NULL));
  g_assert_cmpstr (column->name, !=, "");
  for (guint i = 0; column->levels != NULL && i < column->levels->len; i++)
    {
      g_assert_true (g_utf8_validate (g_ptr_array_index (column->levels, i), -1, NULL));
      g_assert_true (g_hash_table_add (seen, g_ptr_array_index (column->levels, i)));
    }
  for (gsize row = 0; row < table->n_rows; row++)
    {
      n_missing += chain_table_missing (table, index, row) != 0;
      if (column->kind == CHAIN_COLUMN_NUMBER)
        g_assert_false (isinf (column->numbers[row]));
      if (column->kind == CHAIN_COLUMN_CATEGORY && column->codes[row] != CHAIN_CODE_MISSING)
        {
          g_assert_cmpuint (column->codes[row], <=, next);
          next = MAX (next, column->codes[row] + 1);
        }
    }
  g_assert_cmpuint (n_missing, ==, column->n_missing);
  g_assert_true ((n_missing == table->n_rows) == (column->kind == CHAIN_COLUMN_EMPTY));
  g_assert_cmpuint (next, ==, column->levels != NULL ? column->levels->len : 0);
}

static void
check_table (const ChainTable *table)
{
  g_assert_cmpuint (table->n_rows, >, 0);
  g_assert_cmpuint (table->columns->len, >, 0);
  for (guint i = 0; i < table->columns->len; i++)
    check_column (table, i);
  for (gsize row = 0; row < table->n_rows; row++)
    g_assert_cmpuint (chain_table_line (table, row), >,
                      row > 0 ? chain_table_line (table, row - 1) : 0);
}

static void
assert_same (const ChainTable *a, const ChainTable *b)
{
  g_assert_cmpuint (a->n_rows, ==, b->n_rows);
  g_assert_cmpuint (a->columns->len, ==, b->columns->len);
  for (guint i = 0; i < a->columns->len; i++)
    {
      g_assert_cmpstr (chain_table_column (a, i)->name, ==, chain_table_column (b, i)->name);
      g_assert_cmpint (chain_table_column (a, i)->kind, ==, chain_table_column (b, i)->kind);
      for (gsize row = 0; row < a->n_rows; row++)
        {
          g_autofree char *cell = chain_table_cell_text (a, i, row);
          g_autofree char *other = chain_table_cell_text (b, i, row);

          g_assert_cmpstr (cell, ==, other);
        }
    }
}

static void
write_cell (GString *text, const char *cell, char decimal, gboolean is_number)
{
  g_string_append_c (text, '"');
  for (const char *c = cell; c != NULL && *c != '\0'; c++)
    if (is_number && *c == '.')
      g_string_append_c (text, decimal);
    else
      g_string_append_printf (text, *c == '"' ? "\"\"" : "%c", *c);
  g_string_append_c (text, '"');
}

static GBytes *
write_table (const ChainTable *table, char decimal)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    {
      g_string_append (text, i > 0 ? "\t" : "");
      write_cell (text, chain_table_column (table, i)->name, decimal, FALSE);
    }
  for (gsize row = 0; row < table->n_rows; row++)
    for (guint i = 0; i < table->columns->len; i++)
      {
        g_autofree char *cell = chain_table_cell_text (table, i, row);

        g_string_append (text, i > 0 ? "\t" : "\n");
        write_cell (text, cell, decimal,
                    chain_table_column (table, i)->kind == CHAIN_COLUMN_NUMBER);
      }
  return g_string_free_to_bytes (text);
}

static void
check_written (const ChainTable *table, const ChainCsvOptions *options)
{
  const char             decimal = options->decimal != 0 ? options->decimal : '.';
  g_autoptr (GBytes)     bytes = write_table (table, decimal);
  g_autoptr (GError)     error = NULL;
  g_autoptr (ChainTable) again = NULL;
  const ChainCsvOptions  own = {
    .delimiter = '\t',
    .header = CHAIN_CSV_HEADER_PRESENT,
    .decimal = options->decimal,
    .thousands = options->thousands,
    .missing = options->missing,
  };

  again = chain_csv_parse ("written", bytes, &own, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_same (table, again);
}

static GBytes *
pack (const guint8 *data, gsize size)
{
  z_stream stream = { 0 };
  gsize    room;
  guint8  *packed;

  g_assert_cmpint (deflateInit2 (&stream, 1, Z_DEFLATED, 9 + 16, 1, Z_DEFAULT_STRATEGY), ==, Z_OK);
  room = deflateBound (&stream, size);
  packed = g_malloc (room);
  stream.next_in = (guint8 *) data;
  stream.avail_in = (guint) size;
  stream.next_out = packed;
  stream.avail_out = (guint) room;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  room -= stream.avail_out;
  deflateEnd (&stream);
  return g_bytes_new_take (packed, room);
}

static void
check_packed (const guint8          *data,
              gsize                  size,
              const ChainCsvOptions *options,
              const ChainTable      *table,
              const GError          *expected)
{
  g_autoptr (GBytes)     bytes = pack (data, size);
  g_autoptr (GError)     error = NULL;
  g_autoptr (ChainTable) unpacked = chain_csv_parse ("t", bytes, options, NULL, NULL, &error);

  g_assert_true ((table == NULL) == (unpacked == NULL));
  if (table != NULL)
    assert_same (table, unpacked);
  else
    g_assert_cmpstr (error->message, ==, expected->message);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  ChainCsvOptions         options = { 0 };
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainTable)  table = NULL;
  g_autoptr (GBytes)      bytes = NULL;

  if (size < N_CHOICES)
    return -1;
  choose (data, &options);
  bytes = g_bytes_new (data + N_CHOICES, size - N_CHOICES);
  table = chain_csv_parse ("t", bytes, &options, &report, NULL, &error);
  g_assert_true ((table == NULL) == (error != NULL));
  if (table != NULL)
    {
      check_table (table);
      /* A number that is a missing mark as it is written here may have been written otherwise. */
      if (options.missing != (char **) with_numbers)
        check_written (table, &options);
    }
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  if (data[2] >= 0x80
      && !(size >= N_CHOICES + 2 && memcmp (data + N_CHOICES, "\x1f\x8b", 2) == 0))
    check_packed (data + N_CHOICES, size - N_CHOICES, &options, table, error);
  return 0;
}
