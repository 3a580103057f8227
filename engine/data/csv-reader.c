/* csv-reader.c: a CSV file into a table, with what it does not say detected.
 *
 * Bytes (csv-input) become UTF-8 (csv-decode), of which a part at a time (csv-window) is taken for
 * records (csv-scanner), and their cells for columns (csv-rows); nothing else is kept of the text,
 * so that memory is bounded by the table. An error names the file and the physical line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

#include "base/error.h"
#include "data/csv-detect.h"
#include "data/csv-doubt.h"
#include "data/csv-header.h"
#include "data/csv-names.h"
#include "data/csv-rows.h"
#include "data/csv-window.h"

#include <string.h>
#include <unistd.h>

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 20)
#define MEMORY_SHARE 3 / 4 /* of the machine's, for one table at most */

typedef struct
{
  const char            *file; /* what messages call it */
  const ChainCsvOptions *options;
  ChainCsvReport        *report;
  ChainCsvProgressFunc   progress;
  gpointer               data;
  GCancellable          *cancellable;

  ChainCsvInput         *input;
  ChainCsvWindow        *window;
  ChainCsvScanner        scanner;
  guint                  pass;      /* over the file, from 1 */
  gint64                 told;      /* µs, when progress was told last */

  GPtrArray             *header;    /* char *, the cells of the first record */
  ChainCsvRows           rows;
  gsize                  known;     /* rows an earlier pass found; 0 in the first */
  gboolean               is_guess;  /* the first record was not said to be a header, or not */
} Reader;

static void
reader_clear (Reader *reader)
{
  chain_csv_rows_clear (&reader->rows);
  g_clear_pointer (&reader->header, g_ptr_array_unref);
  chain_csv_scanner_clear (&reader->scanner);
  g_clear_pointer (&reader->window, chain_csv_window_free);
  g_clear_pointer (&reader->input, chain_csv_input_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

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
  else if (!g_ascii_isprint (options->delimiter) && options->delimiter != 0
           && options->delimiter != '\t')
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: delimiter: expected an ASCII character or a tab", file);
  else
    return TRUE;
  return FALSE;
}

static void
tell_progress (Reader *reader)
{
  const ChainCsvProgress progress = {
    .bytes = chain_csv_input_position (reader->input),
    .total = chain_csv_input_total (reader->input),
    .rows = reader->rows.n_rows,
    .pass = reader->pass,
  };

  if (reader->progress != NULL)
    reader->progress (&progress, reader->data);
  reader->told = g_get_monotonic_time ();
}

static guint64
most_table_bytes (void)
{
  const long pages = sysconf (_SC_PHYS_PAGES);
  const long page = sysconf (_SC_PAGE_SIZE);

  if (pages <= 0 || page <= 0)
    return CHAIN_CSV_MOST_TABLE_BYTES;
  return MIN ((guint64) CHAIN_CSV_MOST_TABLE_BYTES,
              (guint64) pages * (guint64) page * MEMORY_SHARE);
}

/* Not every file is what its size promises: a small packed one may hold a table without end. */
static gboolean
check_memory (const Reader *reader, GError **error)
{
  const guint64 most = most_table_bytes ();

  if (chain_csv_rows_bytes (&reader->rows) <= most)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "%s:%u: expected a table of at most %.1f GiB, found a larger one", reader->file,
               reader->scanner.line, (double) most / (1 << 30));
  return FALSE;
}

/* The next part of the text, told and asked about; text of which nothing is left to take. */
static gboolean
fill (Reader *reader, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (reader->cancellable, error)
      || !check_memory (reader, error))
    return FALSE;
  if (g_get_monotonic_time () - reader->told >= PROGRESS_INTERVAL)
    tell_progress (reader);
  return chain_csv_window_fill (reader->window, &reader->scanner, error);
}

static gboolean
begin_again (Reader *reader, GError **error)
{
  if (!chain_csv_window_is_first (reader->window)
      || chain_csv_window_not_utf8 (reader->window) > 0)
    reader->pass++;
  return chain_csv_window_begin_again (reader->window, &reader->scanner, error);
}

/* Of a record that is none: why. */
static gboolean
set_record_error (const Reader *reader, ChainCsvScan scan, guint n_cells, GError **error)
{
  if (scan == CHAIN_CSV_SCAN_OPEN_QUOTE)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: a quote is opened here and never closed", reader->file,
                 reader->scanner.line);
  else if (scan == CHAIN_CSV_SCAN_AFTER_QUOTE)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: expected a delimiter after the closing quote of field %u, found text",
                 reader->file, reader->scanner.line, n_cells);
  else if (scan == CHAIN_CSV_SCAN_LAST_CELL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s:%u: expected %u field%s, found %u",
                 reader->file, reader->scanner.row_line, reader->header->len,
                 reader->header->len == 1 ? "" : "s", n_cells);
  else
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: the file is empty", reader->file);
  return FALSE;
}

/* The first record's cells, or why there are none. */
static ChainCsvScan
scan_header (Reader *reader)
{
  ChainCsvScan scan = chain_csv_scanner_begin (&reader->scanner);
  ChainCsvCell cell;

  g_ptr_array_set_size (reader->header, 0);
  while (scan == CHAIN_CSV_SCAN_CELL && reader->header->len <= CHAIN_CSV_MOST_COLUMNS)
    {
      scan = chain_csv_scanner_cell (&reader->scanner, &cell);
      g_ptr_array_add (reader->header, scan <= CHAIN_CSV_SCAN_LAST_CELL
                                           ? g_strstrip (g_strndup (cell.text, cell.length))
                                           : NULL);
    }
  return scan;
}

static gboolean
read_header (Reader *reader, GError **error)
{
  ChainCsvScan scan;

  for (;;)
    {
      reader->report->delimiter = reader->options->delimiter;
      if (reader->report->delimiter == 0)
        reader->report->delimiter = chain_csv_detect_delimiter (&reader->scanner, reader->options);
      reader->scanner.delimiter = reader->report->delimiter;
      scan = scan_header (reader);
      if (scan != CHAIN_CSV_SCAN_MORE)
        break;
      if (!fill (reader, error))
        return FALSE;
    }
  if (reader->header->len > CHAIN_CSV_MOST_COLUMNS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s:%u: expected at most %d fields, found more", reader->file,
                   reader->scanner.row_line, CHAIN_CSV_MOST_COLUMNS);
      return FALSE;
    }
  if (scan != CHAIN_CSV_SCAN_LAST_CELL)
    return set_record_error (reader, scan, reader->header->len, error);
  return TRUE;
}

static const char *
last_name (const Reader *reader)
{
  return g_ptr_array_index (reader->header, reader->header->len - 1);
}

/* The first record is data after all: every column is read again, and most are of texts for that
 * record alone. */
static void
take_back_header (Reader *reader)
{
  ChainCsvRows *rows = &reader->rows;

  reader->is_guess = FALSE;
  reader->report->has_header = FALSE;
  reader->known = 0;
  for (guint i = 0; i < rows->n_columns; i++)
    chain_csv_column_restart (&rows->columns[i],
                              *(const char *) g_ptr_array_index (reader->header, i) != '\0');
}

/* Whether what was seen so far makes it necessary to read the rows again; then all is prepared. */
static gboolean
revise (Reader *reader, gboolean at_end)
{
  ChainCsvRows *rows = &reader->rows;
  gboolean      again = FALSE;

  if (reader->is_guess && reader->report->has_header && !chain_csv_header_is_one (reader->header, rows, at_end))
    {
      take_back_header (reader);
      return TRUE;
    }
  reader->is_guess &= !at_end;
  for (guint i = 0; i < rows->n_columns; i++)
    again |= rows->columns[i].state == CHAIN_CSV_COLUMN_AGAIN;
  for (guint i = 0; i < rows->n_columns && again; i++)
    if (at_end && rows->columns[i].state != CHAIN_CSV_COLUMN_AGAIN)
      rows->columns[i].state = CHAIN_CSV_COLUMN_COMPLETE;
    else
      chain_csv_column_restart (&rows->columns[i],
                                rows->columns[i].state != CHAIN_CSV_COLUMN_NUMBERS);
  return again;
}

/* Room for all records of the text at hand, and by guess for those of the whole file. */
static gboolean
reserve (Reader *reader, GError **error)
{
  ChainCsvRows *rows = &reader->rows;
  const guint64 total = chain_csv_input_total (reader->input);
  const guint64 position = chain_csv_input_position (reader->input);
  const gsize   length = (gsize) (reader->scanner.end - reader->scanner.at);
  /* A record has a delimiter or line end behind each cell, but for the last of the file. */
  const gsize   least = rows->n_rows + length / rows->n_columns + 1;
  gsize         n_rows = rows->n_rows + rows->n_rows / 4;

  if (least <= rows->capacity)
    return TRUE;
  if (rows->n_rows > 0 && position > 0 && total > position)
    n_rows = (gsize) (1.02 * (double) rows->n_rows * (double) total / (double) position);
  n_rows = MAX (n_rows, reader->known);
  if (chain_csv_rows_reserve (rows, MAX (least, n_rows)) || chain_csv_rows_reserve (rows, least))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "%s:%u: not enough memory for %" G_GSIZE_FORMAT " rows of %u fields", reader->file,
               reader->scanner.line, least, rows->n_columns);
  return FALSE;
}

static gboolean
skip_header (Reader *reader, GError **error)
{
  ChainCsvScan scan;

  for (;;)
    {
      guint n_cells = 0;

      scan = chain_csv_scanner_begin (&reader->scanner);
      if (scan == CHAIN_CSV_SCAN_CELL)
        scan = chain_csv_scanner_skip (&reader->scanner, &n_cells);
      if (scan == CHAIN_CSV_SCAN_LAST_CELL)
        return TRUE;
      if (scan != CHAIN_CSV_SCAN_MORE)
        return set_record_error (reader, scan, n_cells, error);
      if (!fill (reader, error))
        return FALSE;
    }
}

/* From the first row to the last, or as far as it is known that they are to be read again: then
 * @again is set. */
static gboolean
read_pass (Reader *reader, gboolean *again, GError **error)
{
  ChainCsvScan scan;
  guint        n_cells;

  chain_csv_rows_restart (&reader->rows);
  if (!begin_again (reader, error)
      || (reader->report->has_header && !skip_header (reader, error)))
    return FALSE;
  for (;;)
    {
      if (!reserve (reader, error))
        return FALSE;
      scan = chain_csv_rows_read (&reader->rows, &reader->scanner, &n_cells);
      if (scan != CHAIN_CSV_SCAN_MORE)
        break;
      /* In the first part of the text a second look is cheap. */
      if (chain_csv_window_is_first (reader->window) && revise (reader, FALSE))
        {
          *again = TRUE;
          return TRUE;
        }
      if (!fill (reader, error))
        return FALSE;
    }
  if (scan != CHAIN_CSV_SCAN_END)
    return set_record_error (reader, scan, n_cells, error);
  if (reader->rows.n_rows == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s: expected rows below the header, found none", reader->file);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_rows (Reader *reader, GError **error)
{
  const ChainCsvHeader asked = reader->options->header;
  gboolean             again;

  chain_csv_rows_clear (&reader->rows);
  chain_csv_rows_init (&reader->rows, reader->header->len, reader->report->delimiter,
                       reader->options);
  reader->known = 0;
  reader->is_guess = asked == CHAIN_CSV_HEADER_DETECT;
  reader->report->has_header
      = asked == CHAIN_CSV_HEADER_PRESENT || (reader->is_guess && chain_csv_header_is_possible (reader->header, &reader->rows.notation));
  do
    {
      again = FALSE;
      if (!read_pass (reader, &again, error))
        return FALSE;
      if (again)
        continue;
      if (reader->known != 0 && reader->rows.n_rows != reader->known)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                       "%s: the file changed while it was read", reader->file);
          return FALSE;
        }
      reader->known = reader->rows.n_rows;
      again = revise (reader, TRUE);
    }
  while (again);
  return TRUE;
}

/* A delimiter at the end of every record makes a column that nobody meant. */
static gboolean
has_trailing_column (const Reader *reader)
{
  const ChainCsvRows *rows = &reader->rows;
  const guint         last = rows->n_columns - 1;

  return last > 0 && !chain_csv_column_has_values (&rows->columns[last], rows->n_rows)
         && (!reader->report->has_header || *last_name (reader) == '\0');
}

/* What may have been meant otherwise: the columns, and with them the first row. */
static void
add_doubts (Reader *reader, const ChainTable *table)
{
  GPtrArray *warnings = reader->report->warnings;
  gboolean   is_odd = FALSE;
  char      *doubt;

  for (guint i = 0; i < table->columns->len && !g_cancellable_is_cancelled (reader->cancellable);
       i++)
    {
      doubt = chain_csv_doubt (table, i, reader->options);
      if (doubt != NULL)
        g_ptr_array_add (warnings, doubt);
      is_odd |= doubt != NULL;
    }
  if (reader->options->header != CHAIN_CSV_HEADER_DETECT || reader->report->has_header)
    return;
  doubt = chain_csv_header_doubt (reader->header, &reader->rows.notation, is_odd);
  if (doubt != NULL)
    g_ptr_array_insert (warnings, 0, doubt);
}

static ChainTable *
build_table (Reader *reader, const char *title, GError **error)
{
  ChainCsvRows          *rows = &reader->rows;
  g_autoptr (ChainTable) table = chain_table_new (title, rows->n_rows);
  g_autoptr (GPtrArray)  names = NULL;

  if (has_trailing_column (reader))
    g_ptr_array_set_size (reader->header, (int) reader->header->len - 1);
  names = chain_csv_name_columns (reader->header, reader->report->has_header,
                                  reader->report->warnings);
  chain_table_take_lines (table, g_steal_pointer (&rows->lines));
  for (guint i = 0; i < names->len; i++)
    chain_table_take_column (table, chain_csv_column_finish (&rows->columns[i],
                                                             g_ptr_array_index (names, i),
                                                             rows->n_rows));
  add_doubts (reader, table);
  if (g_cancellable_set_error_if_cancelled (reader->cancellable, error))
    return NULL;
  return g_steal_pointer (&table);
}

/* In the encoding the window is in; that may turn out to be the wrong one. */
static gboolean
read_text (Reader *reader, GError **error)
{
  return read_header (reader, error) && read_rows (reader, error);
}

static gboolean
read_any_text (Reader *reader, GError **error)
{
  GError *problem = NULL;
  guint   line;

  if (fill (reader, &problem) && read_text (reader, &problem))
    return TRUE;
  line = chain_csv_window_not_utf8 (reader->window);
  if (line == 0)
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  g_clear_error (&problem);
  g_ptr_array_add (reader->report->warnings,
                   g_strdup_printf ("line %u is not UTF-8; the file is read as Windows-1252",
                                    line));
  chain_csv_rows_clear (&reader->rows);
  return begin_again (reader, error) && read_text (reader, error);
}

static ChainTable *
read_table (Reader *reader, const char *title, GError **error)
{
  reader->header = g_ptr_array_new_with_free_func (g_free);
  reader->scanner.comment = reader->options->comment;
  reader->scanner.line = 1;
  reader->pass = 1;
  reader->window = chain_csv_window_new (reader->file, reader->input, reader->options->encoding,
                                         reader->cancellable, error);
  if (reader->window == NULL || !read_any_text (reader, error))
    return NULL;
  tell_progress (reader);
  return build_table (reader, title, error);
}

/* Fills @report in only if there is a table. */
static ChainTable *
read_and_report (Reader *reader, const char *title, ChainCsvReport *report, GError **error)
{
  g_auto (ChainCsvReport) found = { 0 };
  ChainTable             *table;

  found.warnings = g_ptr_array_new_with_free_func (g_free);
  reader->report = &found;
  table = read_table (reader, title, error);
  if (table != NULL && report != NULL)
    {
      *report = found;
      found = (ChainCsvReport){ 0 };
    }
  return table;
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
  g_autofree char *title = g_path_get_basename (path);
  g_auto (Reader)  reader = {
    .file = path,
    .options = options,
    .progress = progress,
    .data = data,
    .cancellable = cancellable,
  };

  if (!check_options (path, options, error))
    return NULL;
  reader.input = chain_csv_input_open (path, error);
  if (reader.input == NULL)
    return NULL;
  return read_and_report (&reader, title, report, error);
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
  g_auto (Reader) reader = { .file = title, .options = options, .cancellable = cancellable };

  if (!check_options (title, options, error))
    return NULL;
  reader.input = chain_csv_input_new (title, bytes);
  return read_and_report (&reader, title, report, error);
}
