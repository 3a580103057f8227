/* csv-stream.c: tests of reading CSV files that are long, packed, or come through a pipe.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

#include "base/error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define N_ROWS 60000 /* some MB: many parts of the text */

static const ChainCsvOptions detect = { 0 };

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("csv-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "t.csv", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_unlink (place->path);
  g_rmdir (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static void
save (const Place *place, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (place->path, text, (gssize) length, &error);
  g_assert_no_error (error);
}

static GBytes *
convert (GConverter *converter, const char *text, gsize length)
{
  g_autoptr (GInputStream) plain =
      g_memory_input_stream_new_from_data (text, (gssize) length, NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, converter);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

static GBytes *
pack (const char *text, gsize length)
{
  g_autoptr (GZlibCompressor) compressor =
      g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);

  return convert (G_CONVERTER (compressor), text, length);
}

/* x counts, y is a half of it, kind is a or b; every tenth row has a break inside a quote. */
static GString *
make_text (guint n_rows, const char *line_end)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "x,y,kind,note%s", line_end);
  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (text, "%u,%u.%u,%c,%s%s", i, i / 2, i % 2 * 5, "ab"[i % 2],
                            i % 10 == 0 ? "\"two\nlines, é\"" : "one", line_end);
  return text;
}

static void
check_table (const ChainTable *table, guint n_rows)
{
  g_assert_cmpuint (table->n_rows, ==, n_rows);
  g_assert_cmpuint (table->columns->len, ==, 4);
  g_assert_cmpuint (chain_table_column (table, 2)->levels->len, ==, 2);
  g_assert_cmpuint (chain_table_column (table, 3)->levels->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (chain_table_column (table, 3)->levels, 0), ==,
                   "two\nlines, é");
  for (guint i = 0; i < n_rows; i++)
    {
      g_assert_cmpfloat (chain_table_column (table, 0)->numbers[i], ==, i);
      g_assert_cmpfloat (chain_table_column (table, 1)->numbers[i], ==, i / 2.0);
      g_assert_cmpuint (chain_table_column (table, 2)->codes[i], ==, i % 2);
      g_assert_cmpuint (chain_table_column (table, 3)->codes[i], ==, i % 10 != 0);
      g_assert_cmpuint (chain_table_line (table, i), ==, 2 + i + (i + 9) / 10);
    }
}

static void
test_long (Place *place, gconstpointer data)
{
  static const char *const line_ends[] = { "\n", "\r\n", "\r" };

  for (gsize i = 0; i < G_N_ELEMENTS (line_ends); i++)
    {
      g_autoptr (GString) text = make_text (N_ROWS, line_ends[i]);
      g_autoptr (GBytes) packed = pack (text->str, text->len);
      g_autoptr (GError) error = NULL;
      g_autoptr (ChainTable) plain = NULL;
      g_autoptr (ChainTable) unpacked = NULL;

      save (place, text->str, text->len);
      plain = chain_csv_read (place->path, &detect, NULL, NULL, &error);
      g_assert_no_error (error);
      check_table (plain, N_ROWS);
      save (place, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
      unpacked = chain_csv_read (place->path, &detect, NULL, NULL, &error);
      g_assert_no_error (error);
      check_table (unpacked, N_ROWS);
    }
}

/* In an encoding of two bytes a part of the text ends inside a character. */
static void
test_utf16 (Place *place, gconstpointer data)
{
  g_autoptr (GString) text = make_text (N_ROWS, "\r\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table = NULL;
  g_autofree char *utf16 = NULL;
  gsize            length;

  g_string_prepend_unichar (text, 0xfeff);
  utf16 = g_convert (text->str, (gssize) text->len, "UTF-16BE", "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  save (place, utf16, length);
  table = chain_csv_read (place->path, &detect, NULL, NULL, &error);
  g_assert_no_error (error);
  check_table (table, N_ROWS);
}

/* What shows itself only in the last of many rows: the file is read again, and the levels keep the
 * order and the text they have in it. */
static void
test_late (Place *place, gconstpointer data)
{
  static const struct
  {
    const char *header;
    const char *row;
    const char *last;
    const char *first_levels[3]; /* of the first column, if it is a category */
    const char *names[2];
    const char *warnings;
    gboolean    has_header;
  } cases[] = {
    { "a,b\n", "01,2\n", "x,3\n", { "01", "x" }, { "a", "b" },
      "column a is read as categories: \"x\" in line 100002 is not a number", TRUE },
    { "a,b\n", ",2\n", "x,3\n", { "x" }, { "a", "b" }, "", TRUE },
    { "a,b\n", ",x\n", "7,y\n", { NULL }, { "a", "b" }, "", TRUE },
    { "a,b\n", ",\n", "x,y\n", { "a", "x" }, { "column_1", "column_2" },
      "the first row is read as data, since no column below it holds numbers; asked for, it is the "
      "header", FALSE },
    { "a,\n", "1,\n", "2,y\n", { "a", "1", "2" }, { "column_1", "column_2" },
      "the first row is read as data, since one of its cells is blank; asked for, it is the "
      "header\ncolumn column_1 is read as categories: \"a\" in line 1 is not a number", FALSE },
    { "a,b\n", "\xc3\xa9,1\n", "\xe9,2\n", { "Ã©", "é" }, { "a", "b" },
      "line 100002 is not UTF-8; the file is read as Windows-1252", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (cases[i].header);
      g_autoptr (GError) error = NULL;
      g_auto (ChainCsvReport) report = { 0 };
      g_autoptr (ChainTable) table = NULL;
      g_autofree char   *warnings = NULL;
      const ChainColumn *first;

      for (guint row = 0; row < 100000; row++)
        g_string_append (text, cases[i].row);
      g_string_append (text, cases[i].last);
      save (place, text->str, text->len);
      table = chain_csv_read (place->path, &detect, &report, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (report.has_header == cases[i].has_header);
      g_assert_cmpuint (table->n_rows, ==, cases[i].has_header ? 100001 : 100002);
      for (guint c = 0; c < 2; c++)
        g_assert_cmpstr (chain_table_column (table, c)->name, ==, cases[i].names[c]);
      first = chain_table_column (table, 0);
      g_assert_cmpint (first->kind, ==, cases[i].first_levels[0] != NULL ? CHAIN_COLUMN_CATEGORY
                                                                         : CHAIN_COLUMN_NUMBER);
      for (guint level = 0; first->levels != NULL && level < first->levels->len; level++)
        g_assert_cmpstr (g_ptr_array_index (first->levels, level), ==,
                         cases[i].first_levels[level]);
      g_ptr_array_add (report.warnings, NULL);
      warnings = g_strjoinv ("\n", (char **) report.warnings->pdata);
      g_assert_cmpstr (warnings, ==, cases[i].warnings);
    }
}

/* A mistake far down the file is blamed on its physical line, packed or not. */
static void
test_wrong (Place *place, gconstpointer data)
{
  static const struct
  {
    const char *last;
    gsize       length;
    const char *problem;
  } cases[] = {
    { "1,2\n", 0, "66002: expected 4 fields, found 2" },
    { "1,2,a,b,c\n", 0, "66002: expected 4 fields, found 5" },
    { "1,2,\"x\ny\",\"z\n", 0, "66003: a quote is opened here and never closed" },
    { "1,2,\"x\ny\",\"z\"w\n", 0,
      "66003: expected a delimiter after the closing quote of field 4, found text" },
    { "1,2,a,\0\n", 8, "66002: expected text, found a zero byte" },
  };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const gsize c = i / 2;
      g_autoptr (GString) text = make_text (N_ROWS, "\n");
      g_autoptr (GBytes) packed = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_strdup_printf ("%s:%s", place->path, cases[c].problem);

      g_string_append_len (text, cases[c].last,
                           cases[c].length > 0 ? (gssize) cases[c].length : -1);
      packed = i % 2 ? pack (text->str, text->len) : g_bytes_new (text->str, text->len);
      save (place, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
      g_assert_null (chain_csv_read (place->path, &detect, NULL, NULL, &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX);
      g_assert_cmpstr (error->message, ==, expected);
    }
}

static void
test_gzip (Place *place, gconstpointer data)
{
  static const char one[] = "a,b\n1,2\n";
  static const char two[] = "3,4\n";
  g_autoptr (GBytes) first = pack (one, strlen (one));
  g_autoptr (GBytes) second = pack (two, strlen (two));
  const gsize        length = g_bytes_get_size (first);
  const struct
  {
    gsize       cut;    /* bytes left of the first member; 0: all */
    gssize      damage; /* index of a byte to change; -1: none */
    const char *behind; /* NULL: the second member */
    gsize       n_behind;
    guint       rows;
    const char *problem;
  } cases[] = {
    { 0, -1, NULL, 0, 2, NULL },
    { 0, -1, "", 0, 1, NULL },
    { 0, -1, "\0\0\0", 3, 1, NULL },
    { 0, -1, "\0\0x", 3, 0, "the gzip data is followed by something else" },
    { 0, (gssize) length - 6, "", 0, 0, "the gzip data is damaged" },
    { 0, 3, "", 0, 0, "the gzip data is damaged" },
    { length - 1, -1, "", 0, 0, "the gzip data ends early" },
    { length - 9, -1, "", 0, 0, "the gzip data ends early" },
    { 12, -1, "", 0, 0, "the gzip data ends early" },
    { 2, -1, "", 0, 0, "the gzip data ends early" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (ChainTable) table = NULL;

      g_byte_array_append (bytes, g_bytes_get_data (first, NULL),
                           (guint) (cases[i].cut > 0 ? cases[i].cut : length));
      if (cases[i].damage >= 0)
        bytes->data[cases[i].damage] ^= 0xff;
      if (cases[i].behind != NULL)
        g_byte_array_append (bytes, (const guint8 *) cases[i].behind, (guint) cases[i].n_behind);
      else
        g_byte_array_append (bytes, g_bytes_get_data (second, NULL),
                             (guint) g_bytes_get_size (second));
      save (place, (const char *) bytes->data, bytes->len);
      table = chain_csv_read (place->path, &detect, NULL, NULL, &error);
      if (cases[i].problem != NULL)
        {
          g_autofree char *expected = g_strdup_printf ("%s: %s", place->path, cases[i].problem);

          g_assert_null (table);
          g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX);
          g_assert_cmpstr (error->message, ==, expected);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpuint (table->n_rows, ==, cases[i].rows);
    }
}

/* What no file of a person is: refused, and soon. */
static void
test_limits (Place *place, gconstpointer data)
{
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autoptr (GString) open = g_string_new ("a,b\n1,2\n3,\"");
  g_autoptr (GString) later = g_string_new ("a,b\n1,2\n");
  g_autofree char *expected = g_strdup_printf (
      "%s:3: expected a row of at most 64 MiB, found a longer one: is a quote left open?",
      place->path);
  g_autofree char *too_wide = g_strdup_printf ("%s:1: expected at most 1000000 fields, found more",
                                               place->path);
  g_autofree char *too_many = g_strdup_printf ("%s:3: expected 2 fields, found 10000001",
                                               place->path);
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GError) error = NULL;

  g_string_set_size (wide, 10000000);
  memset (wide->str, ',', wide->len);
  save (place, wide->str, wide->len);
  g_assert_null (chain_csv_read (place->path, &detect, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, too_wide);
  g_clear_error (&error);

  g_string_append_len (later, wide->str, (gssize) wide->len);
  save (place, later->str, later->len);
  g_assert_null (chain_csv_read (place->path, &detect, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, too_many);
  g_clear_error (&error);

  g_string_set_size (open, 80 << 20);
  memset (open->str + 11, 'x', open->len - 11);
  packed = pack (open->str, open->len);
  save (place, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  g_assert_null (chain_csv_read (place->path, &detect, NULL, NULL, &error));
  g_assert_cmpstr (error->message, ==, expected);
}

/* Of as many columns as are taken, with names to make up: in proportion to their number. */
static void
test_wide (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, i > 0 ? ",a" : "a");
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, i > 0 ? ",1" : "\n1");
  bytes = g_bytes_new (text->str, text->len);
  table = chain_csv_parse ("t.csv", bytes, &detect, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table->columns->len, ==, 200000);
  g_assert_cmpstr (chain_table_column (table, 199999)->name, ==, "a.199999");
  g_assert_cmpuint (report.warnings->len, <=, 20);
}

/* A pipe's writer; it ends when the reader does not read on. */
static gpointer
write_pipe (gpointer data)
{
  const char *path = data;
  FILE       *pipe = fopen (path, "w");
  g_autoptr (GString) text = make_text (N_ROWS, "\n");

  g_string_append (text, "x,1,a,b\n");
  fwrite (text->str, 1, text->len, pipe);
  fclose (pipe);
  return NULL;
}

/* The text in the last row makes it necessary to read everything again. */
static void
test_pipe (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table = NULL;
  GThread *writer;

  g_assert_cmpint (mkfifo (place->path, 0600), ==, 0);
  writer = g_thread_new ("writer", write_pipe, place->path);
  table = chain_csv_read (place->path, &detect, NULL, NULL, &error);
  g_thread_join (writer);
  g_assert_no_error (error);
  g_assert_cmpuint (table->n_rows, ==, N_ROWS + 1);
  g_assert_cmpuint (chain_table_column (table, 0)->levels->len, ==, N_ROWS + 1);
  g_assert_cmpuint (chain_table_line (table, N_ROWS), ==, 2 + N_ROWS + N_ROWS / 10);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

/* A pipe to which nobody writes is given up when asked to. */
static void
test_silent_pipe (Place *place, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *canceller;

  g_assert_cmpint (mkfifo (place->path, 0600), ==, 0);
  canceller = g_thread_new ("canceller", cancel_soon, cancellable);
  g_assert_null (chain_csv_read (place->path, &detect, NULL, cancellable, &error));
  g_thread_join (canceller);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct
{
  ChainCsvProgress last;
  guint            n_calls;
  GCancellable    *cancellable; /* cancelled by the first call; NULL: none is */
} Watch;

static void
on_progress (const ChainCsvProgress *progress, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpuint (progress->pass, >=, watch->last.pass);
  if (progress->pass == watch->last.pass)
    {
      g_assert_cmpuint (progress->bytes, >=, watch->last.bytes);
      g_assert_cmpuint (progress->rows, >=, watch->last.rows);
    }
  g_assert_cmpuint (progress->bytes, <=, progress->total);
  watch->last = *progress;
  watch->n_calls++;
  if (watch->cancellable != NULL)
    g_cancellable_cancel (watch->cancellable);
}

static void
test_progress (Place *place, gconstpointer data)
{
  g_autoptr (GString) text = make_text (N_ROWS, "\n");
  g_autoptr (GBytes) packed = pack (text->str, text->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table = NULL;
  Watch watch = { 0 };

  save (place, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  table = chain_csv_read_with_progress (place->path, &detect, NULL, on_progress, &watch, NULL,
                                        &error);
  g_assert_no_error (error);
  g_assert_cmpuint (watch.n_calls, >, 0);
  g_assert_cmpuint (watch.last.rows, ==, N_ROWS);
  g_assert_cmpuint (watch.last.pass, ==, 1);
  g_assert_cmpuint (watch.last.bytes, ==, g_bytes_get_size (packed));
  g_assert_cmpuint (watch.last.total, ==, g_bytes_get_size (packed));
}

/* While the file is read: nothing of it is left, the report as it was. */
static void
test_cancelled (Place *place, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) text = make_text (N_ROWS, "\n");
  g_autoptr (GError) error = NULL;
  ChainCsvReport report = { .delimiter = '!' };
  Watch watch = { .cancellable = cancellable };

  save (place, text->str, text->len);
  g_assert_null (chain_csv_read_with_progress (place->path, &detect, &report, on_progress, &watch,
                                               cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (watch.n_calls, ==, 1);
  g_assert_cmpint (report.delimiter, ==, '!');
  g_assert_null (report.warnings);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void      (*test) (Place *place, gconstpointer data);
  } tests[] = {
    { "/engine/csv-stream/long", test_long },
    { "/engine/csv-stream/utf-16", test_utf16 },
    { "/engine/csv-stream/late", test_late },
    { "/engine/csv-stream/wrong", test_wrong },
    { "/engine/csv-stream/gzip", test_gzip },
    { "/engine/csv-stream/limits", test_limits },
    { "/engine/csv-stream/pipe", test_pipe },
    { "/engine/csv-stream/silent-pipe", test_silent_pipe },
    { "/engine/csv-stream/progress", test_progress },
    { "/engine/csv-stream/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Place, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/engine/csv-stream/wide", test_wide);
  return g_test_run ();
}
