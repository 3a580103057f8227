/* csv-reader.c: a CSV file into a table, with what it does not say detected.
 *
 * Bytes become UTF-8 (csv-decode), text becomes records (csv-scanner), cells become columns
 * (csv-column); nothing else is kept of the text, so that memory is bounded by the table. An error
 * names the file and the physical line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

#include "base/error.h"
#include "base/file.h"
#include "data/csv-column.h"
#include "data/csv-decode.h"
#include "data/csv-detect.h"
#include "data/csv-names.h"
#include "data/csv-scanner.h"

#include <string.h>

#define ROWS_BETWEEN_CHECKS 1024 /* for having been cancelled */

typedef struct
{
  const char            *file; /* what messages call it */
  const char            *text;
  gsize                  length;
  const ChainCsvOptions *options;
  ChainCsvReport        *report;
  GCancellable          *cancellable;

  GPtrArray *header;  /* char *, the fields of the first record */
  GPtrArray *columns; /* ChainCsvColumn * */
  GArray    *lines;   /* guint, the line of each row */
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->header, g_ptr_array_unref);
  g_clear_pointer (&reader->columns, g_ptr_array_unref);
  g_clear_pointer (&reader->lines, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static ChainCsvColumn *
reader_column (const Reader *reader, guint index)
{
  return g_ptr_array_index (reader->columns, index);
}

static gboolean
check_options (const char *file, const ChainCsvOptions *options, GError **error)
{
  const char decimal = options->decimal != 0 ? options->decimal : '.';

  if (decimal != '.' && decimal != ',')
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: decimal: expected \".\" or \",\", got \"%c\"", file, decimal);
  else if (options->thousands == decimal)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: thousands: expected another mark than the decimal \"%c\"", file, decimal);
  else if (options->delimiter != 0 && strchr ("\"\r\n", options->delimiter) != NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: delimiter: expected neither a quote nor a line end", file);
  else
    return TRUE;
  return FALSE;
}

/* The next record, refused if it is not of as many fields as the first. FALSE at the end too,
 * then without an error. */
static gboolean
next_record (Reader *reader, ChainCsvScanner *scanner, ChainCsvRecord *record, GError **error)
{
  const ChainCsvScan scan = chain_csv_scanner_next (scanner, record);
  const guint        found = chain_csv_record_length (record);

  if (scan == CHAIN_CSV_SCAN_OPEN_QUOTE)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: a quote is opened here and never closed", reader->file, record->line);
  else if (scan == CHAIN_CSV_SCAN_AFTER_QUOTE)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: expected a delimiter after the closing quote of field %u, found text",
                 reader->file, record->line, found);
  else if (scan == CHAIN_CSV_SCAN_RECORD && reader->header != NULL && found != reader->header->len)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s:%u: expected %u field%s, found %u",
                 reader->file, record->line, reader->header->len,
                 reader->header->len == 1 ? "" : "s", found);
  else
    return scan == CHAIN_CSV_SCAN_RECORD;
  return FALSE;
}

static void
start (const Reader *reader, ChainCsvScanner *scanner)
{
  chain_csv_scanner_init (scanner, reader->text, reader->length, reader->report->delimiter,
                          reader->options->comment);
}

static gboolean
read_header (Reader *reader, GError **error)
{
  g_auto (ChainCsvRecord) record = { 0 };
  ChainCsvScanner         scanner;
  g_autoptr (GPtrArray)   header = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError)      problem = NULL;

  chain_csv_record_init (&record);
  start (reader, &scanner);
  if (!next_record (reader, &scanner, &record, &problem))
    {
      if (problem != NULL)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: the file is empty",
                     reader->file);
      return FALSE;
    }
  for (guint i = 0; i < chain_csv_record_length (&record); i++)
    g_ptr_array_add (header, g_strstrip (g_strdup (chain_csv_record_field (&record, i))));
  reader->header = g_steal_pointer (&header);
  return TRUE;
}

/* Names are texts, not numbers and not missing. The last may be left out where every record ends
 * with a delimiter. */
static gboolean
may_be_header (const Reader *reader)
{
  double value;

  for (guint i = 0; i < reader->header->len; i++)
    {
      const char    *name = g_ptr_array_index (reader->header, i);
      const gboolean last = i > 0 && i == reader->header->len - 1;

      if ((chain_csv_is_missing (name, reader->options) && !(last && *name == '\0'))
          || chain_csv_parse_number (name, reader->options, &value))
        return FALSE;
    }
  return TRUE;
}

/* What the rows below say of a first record that may be a header: some column is of numbers, and
 * one without a name is empty. */
static gboolean
is_header (const Reader *reader)
{
  const guint    last = reader->columns->len - 1;
  const char    *last_name = g_ptr_array_index (reader->header, last);
  const gboolean trailing = *last_name == '\0';

  if (trailing && reader_column (reader, last)->n_missing < reader->lines->len)
    return FALSE;
  for (guint i = 0; i < reader->columns->len; i++)
    {
      const ChainCsvColumn *column = reader_column (reader, i);

      if (column->state == CHAIN_CSV_COLUMN_NUMBERS && column->n_numbers > 0)
        return TRUE;
    }
  return FALSE;
}

/* Adds every row to the columns that are not complete. */
static gboolean
read_rows (Reader *reader, gboolean has_header, GError **error)
{
  g_auto (ChainCsvRecord) record = { 0 };
  g_autoptr (GError)      problem = NULL;
  ChainCsvScanner         scanner;

  g_array_set_size (reader->lines, 0);
  chain_csv_record_init (&record);
  start (reader, &scanner);
  if (has_header)
    next_record (reader, &scanner, &record, NULL);
  while (next_record (reader, &scanner, &record, &problem))
    {
      if (reader->lines->len % ROWS_BETWEEN_CHECKS == 0
          && g_cancellable_set_error_if_cancelled (reader->cancellable, error))
        return FALSE;
      for (guint i = 0; i < reader->columns->len; i++)
        chain_csv_column_add (reader_column (reader, i), chain_csv_record_field (&record, i),
                              record.line, reader->options);
      g_array_append_val (reader->lines, record.line);
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (reader->lines->len == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s: expected rows below the header, found none", reader->file);
      return FALSE;
    }
  return TRUE;
}

static void
reset_columns (Reader *reader)
{
  g_ptr_array_set_size (reader->columns, 0);
  for (guint i = 0; i < reader->header->len; i++)
    g_ptr_array_add (reader->columns, chain_csv_column_new ());
}

static gboolean
read_columns (Reader *reader, GError **error)
{
  const ChainCsvHeader asked = reader->options->header;
  gboolean             complete = TRUE;

  reader->report->has_header
      = asked == CHAIN_CSV_HEADER_PRESENT
        || (asked == CHAIN_CSV_HEADER_DETECT && may_be_header (reader));
  reset_columns (reader);
  if (!read_rows (reader, reader->report->has_header, error))
    return FALSE;
  if (reader->report->has_header && asked == CHAIN_CSV_HEADER_DETECT && !is_header (reader))
    {
      reader->report->has_header = FALSE;
      reset_columns (reader);
      if (!read_rows (reader, FALSE, error))
        return FALSE;
    }

  for (guint i = 0; i < reader->columns->len; i++)
    complete = chain_csv_column_complete (reader_column (reader, i)) && complete;
  return complete || read_rows (reader, reader->report->has_header, error);
}

/* A delimiter at the end of every record makes a column that nobody meant. */
static void
drop_trailing_column (Reader *reader)
{
  const guint last = reader->columns->len - 1;
  const char *name = g_ptr_array_index (reader->header, last);

  if (last > 0 && reader_column (reader, last)->n_missing == reader->lines->len
      && (!reader->report->has_header || *name == '\0'))
    {
      g_ptr_array_set_size (reader->columns, (int) last);
      g_ptr_array_set_size (reader->header, (int) last);
    }
}

static ChainTable *
build_table (Reader *reader, const char *title)
{
  g_autoptr (GPtrArray) names = NULL;
  ChainTable           *table = chain_table_new (title, reader->lines->len);

  drop_trailing_column (reader);
  names = chain_csv_name_columns (reader->header, reader->report->has_header,
                                  reader->report->warnings);
  for (guint i = 0; i < names->len; i++)
    {
      const char     *name = g_ptr_array_index (names, i);
      ChainCsvColumn *column = reader_column (reader, i);
      char           *doubt = chain_csv_column_doubt (column, name, reader->options);

      if (doubt != NULL)
        g_ptr_array_add (reader->report->warnings, doubt);
      chain_table_take_column (table, chain_csv_column_finish (column, name));
    }
  chain_table_take_lines (
      table, (guint *) g_array_free (g_steal_pointer (&reader->lines), FALSE));
  return table;
}

static ChainTable *
parse (const char            *file,
       const char            *title,
       GBytes                *bytes,
       const ChainCsvOptions *options,
       ChainCsvReport        *report,
       GCancellable          *cancellable,
       GError               **error)
{
  g_auto (Reader)    reader = {
    .file = file, .options = options, .report = report, .cancellable = cancellable
  };
  g_autoptr (GBytes) text = NULL;

  if (!check_options (file, options, error))
    return NULL;
  text = chain_csv_decode (file, bytes, options->encoding, report->warnings, error);
  if (text == NULL)
    return NULL;
  reader.text = g_bytes_get_data (text, &reader.length);
  reader.columns = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_csv_column_free);
  reader.lines = g_array_new (FALSE, FALSE, sizeof (guint));
  report->delimiter = options->delimiter;
  if (report->delimiter == 0)
    report->delimiter = chain_csv_detect_delimiter (reader.text, reader.length, options);
  if (!read_header (&reader, error) || !read_columns (&reader, error))
    return NULL;
  return build_table (&reader, title);
}

/* As parse(), with a report that is filled in only if there is a table. */
static ChainTable *
parse_and_report (const char            *file,
                  const char            *title,
                  GBytes                *bytes,
                  const ChainCsvOptions *options,
                  ChainCsvReport        *report,
                  GCancellable          *cancellable,
                  GError               **error)
{
  g_auto (ChainCsvReport) found = { 0 };
  ChainTable             *table;

  found.warnings = g_ptr_array_new_with_free_func (g_free);
  table = parse (file, title, bytes, options, &found, cancellable, error);
  if (table != NULL && report != NULL)
    {
      *report = found;
      found = (ChainCsvReport){ 0 };
    }
  return table;
}

/**
 * chain_csv_options_clear:
 * @options: what they own is freed; all zero afterwards
 */
void
chain_csv_options_clear (ChainCsvOptions *options)
{
  g_free (options->encoding);
  g_strfreev (options->missing);
  *options = (ChainCsvOptions){ 0 };
}

/**
 * chain_csv_options_copy:
 * @options: what to copy
 * @copy: (out caller-allocates): to be cleared with chain_csv_options_clear()
 */
void
chain_csv_options_copy (const ChainCsvOptions *options, ChainCsvOptions *copy)
{
  *copy = *options;
  copy->encoding = g_strdup (options->encoding);
  copy->missing = g_strdupv (options->missing);
}

/**
 * chain_csv_report_clear:
 * @report: what it owns is freed; all zero afterwards
 */
void
chain_csv_report_clear (ChainCsvReport *report)
{
  g_clear_pointer (&report->warnings, g_ptr_array_unref);
  *report = (ChainCsvReport){ 0 };
}

/**
 * chain_csv_read:
 * @path: a file
 * @options: how to read it; what they leave at zero is detected
 * @report: (out caller-allocates) (optional): what was found; left alone on failure, to be cleared
 *   with chain_csv_report_clear()
 * @cancellable: (nullable): looked at now and then
 * @error: return location for an error
 *
 * Returns: (transfer full): the rows, titled with the file's base name, or %NULL if it cannot be
 *   read, is not in the encoding, has no rows, or a row is not of as many fields as the first
 */
ChainTable *
chain_csv_read (const char            *path,
                const ChainCsvOptions *options,
                ChainCsvReport        *report,
                GCancellable          *cancellable,
                GError               **error)
{
  return chain_csv_read_with_progress (path, options, report, NULL, NULL, cancellable, error);
}

/**
 * chain_csv_read_with_progress:
 * @path: a file
 * @options: how to read it; what they leave at zero is detected
 * @report: (out caller-allocates) (optional): as for chain_csv_read()
 * @progress: (nullable) (scope call): told how far reading is, on the calling thread
 * @data: for @progress
 * @cancellable: (nullable): looked at every few milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full): as chain_csv_read()
 */
ChainTable *
chain_csv_read_with_progress (const char            *path,
                              const ChainCsvOptions *options,
                              ChainCsvReport        *report,
                              ChainCsvProgressFunc   progress,
                              gpointer               data,
                              GCancellable          *cancellable,
                              GError               **error)
{
  g_autofree char   *title = g_path_get_basename (path);
  gsize              length = 0;
  char              *contents = chain_file_read (path, &length, error);
  g_autoptr (GBytes) bytes = NULL;
  ChainTable        *table;

  if (contents == NULL)
    return NULL;
  bytes = g_bytes_new_take (contents, length);
  table = parse_and_report (path, title, bytes, options, report, cancellable, error);
  if (table != NULL && progress != NULL)
    {
      const ChainCsvProgress all = { length, length, table->n_rows, 1 };

      progress (&all, data);
    }
  return table;
}

/**
 * chain_csv_parse:
 * @title: what messages call the text, and the table's title
 * @bytes: the text
 * @options: how to read it; what they leave at zero is detected
 * @report: (out caller-allocates) (optional): as for chain_csv_read()
 * @cancellable: (nullable): looked at now and then
 * @error: return location for an error
 *
 * Returns: (transfer full): the rows, or %NULL as for chain_csv_read()
 */
ChainTable *
chain_csv_parse (const char            *title,
                 GBytes                *bytes,
                 const ChainCsvOptions *options,
                 ChainCsvReport        *report,
                 GCancellable          *cancellable,
                 GError               **error)
{
  return parse_and_report (title, title, bytes, options, report, cancellable, error);
}
