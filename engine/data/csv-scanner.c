/* csv-scanner.c: CSV text into records of cells, quotes undone.
 *
 * RFC 4180 with what files are really like: a record ends at LF, CRLF or CR; blank lines are
 * skipped; a quote inside an unquoted cell is an ordinary character.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-scanner.h"

#include "base/decimal.h"

#include <string.h>

#define EACH_BYTE 0x0101010101010101ULL

static inline gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

static inline gboolean
is_blank (const ChainCsvScanner *scanner, char c)
{
  return (c == ' ' || c == '\t') && c != scanner->delimiter;
}

/* The top bit of each byte of @eight that is @wanted, and perhaps of some above such a one. */
static inline guint64
mark_bytes (guint64 eight, char wanted)
{
  const guint64 difference = eight ^ (EACH_BYTE * (guchar) wanted);

  return (difference - EACH_BYTE) & ~difference & (EACH_BYTE << 7);
}

/* The first of three characters, one of them a line feed: there is one at the text's end. */
static inline const char *
find (const char *at, char first, char second)
{
  for (;; at += sizeof (guint64))
    {
      guint64 eight;
      guint64 found;

      memcpy (&eight, at, sizeof eight);
      eight = GUINT64_FROM_LE (eight);
      found = mark_bytes (eight, first) | mark_bytes (eight, second) | mark_bytes (eight, '\n');
      if (found != 0)
        return at + __builtin_ctzll (found) / 8;
    }
}

static ChainCsvScan
ask_for_more (ChainCsvScanner *scanner)
{
  scanner->at = scanner->row;
  scanner->line = scanner->row_line;
  return CHAIN_CSV_SCAN_MORE;
}

/* Past a LF, CRLF or CR; FALSE if it cannot be told which. */
static inline gboolean
skip_line_end (ChainCsvScanner *scanner)
{
  if (*scanner->at == '\r')
    {
      if (scanner->at + 1 == scanner->end)
        {
          if (!scanner->is_last)
            return FALSE;
        }
      else if (scanner->at[1] == '\n')
        scanner->at++;
    }
  scanner->at++;
  scanner->line++;
  return TRUE;
}

/* A cell ends at @stop: at a delimiter, a line end or the end of the text. */
static inline ChainCsvScan
end_cell (ChainCsvScanner *scanner, const char *stop)
{
  scanner->at = stop;
  if (stop == scanner->end)
    return scanner->is_last ? CHAIN_CSV_SCAN_LAST_CELL : ask_for_more (scanner);
  if (!is_line_end (*stop))
    {
      scanner->at++;
      return CHAIN_CSV_SCAN_CELL;
    }
  return skip_line_end (scanner) ? CHAIN_CSV_SCAN_LAST_CELL : ask_for_more (scanner);
}

/* From behind the opening quote to the next quote; FALSE if there is none. */
static gboolean
find_quote (ChainCsvScanner *scanner)
{
  for (;;)
    {
      scanner->at = find (scanner->at, '"', '\r');
      if (scanner->at == scanner->end)
        return FALSE;
      if (*scanner->at == '"')
        return TRUE;
      if (!skip_line_end (scanner))
        scanner->at++;
    }
}

static ChainCsvScan
leave_open (ChainCsvScanner *scanner, guint opening_line)
{
  if (!scanner->is_last)
    return ask_for_more (scanner);
  scanner->line = opening_line;
  return CHAIN_CSV_SCAN_OPEN_QUOTE;
}

/* A part of a cell that has doubled quotes. */
static void
keep_unquoted (ChainCsvScanner *scanner, gboolean is_first, const char *start, gsize length)
{
  if (scanner->unquoted == NULL)
    scanner->unquoted = g_string_new (NULL);
  if (is_first)
    g_string_truncate (scanner->unquoted, 0);
  g_string_append_len (scanner->unquoted, start, (gssize) length);
}

/* From the opening quote to behind the delimiter or line end after the closing one. */
static ChainCsvScan
scan_quoted (ChainCsvScanner *scanner, ChainCsvCell *cell)
{
  const guint opening_line = scanner->line;
  gboolean    is_plain = TRUE;
  const char *start = ++scanner->at;

  for (;;)
    {
      if (!find_quote (scanner))
        return leave_open (scanner, opening_line);
      if (scanner->at + 1 == scanner->end && !scanner->is_last)
        return ask_for_more (scanner);
      if (scanner->at + 1 == scanner->end || scanner->at[1] != '"')
        break;
      keep_unquoted (scanner, is_plain, start, (gsize) (scanner->at + 1 - start));
      is_plain = FALSE;
      scanner->at += 2;
      start = scanner->at;
    }
  *cell = (ChainCsvCell){ start, (gsize) (scanner->at - start) };
  if (!is_plain)
    {
      keep_unquoted (scanner, FALSE, start, cell->length);
      *cell = (ChainCsvCell){ scanner->unquoted->str, scanner->unquoted->len };
    }

  for (scanner->at++; *scanner->at == ' ' && scanner->delimiter != ' ';)
    scanner->at++;
  if (scanner->at < scanner->end && *scanner->at != scanner->delimiter
      && !is_line_end (*scanner->at))
    return CHAIN_CSV_SCAN_AFTER_QUOTE;
  return end_cell (scanner, scanner->at);
}

/**
 * chain_csv_scanner_set_text:
 * @scanner: otherwise set up, and kept as it is
 * @text: UTF-8 without zero bytes, behind it %CHAIN_CSV_SLACK bytes of which the first is a line
 *   feed; it is to outlive its use
 * @end: past the text
 * @is_last: whether it ends where its file does
 */
void
chain_csv_scanner_set_text (ChainCsvScanner *scanner,
                            const char      *text,
                            const char      *end,
                            gboolean         is_last)
{
  scanner->at = text;
  scanner->row = text;
  scanner->end = end;
  scanner->is_last = is_last;
}

/**
 * chain_csv_scanner_clear:
 * @scanner: whose own memory is freed; all zero afterwards
 */
void
chain_csv_scanner_clear (ChainCsvScanner *scanner)
{
  if (scanner->unquoted != NULL)
    g_string_free (scanner->unquoted, TRUE);
  *scanner = (ChainCsvScanner){ 0 };
}

/**
 * chain_csv_scanner_begin:
 * @scanner: between two records; moved to the next one's first cell, past blank lines and comments
 *
 * Returns: %CHAIN_CSV_SCAN_CELL, %CHAIN_CSV_SCAN_END or %CHAIN_CSV_SCAN_MORE
 */
ChainCsvScan
chain_csv_scanner_begin (ChainCsvScanner *scanner)
{
  for (;;)
    {
      const char *at = scanner->at;

      scanner->row = at;
      scanner->row_line = scanner->line;
      if (at < scanner->end && scanner->comment != 0 && *at == scanner->comment)
        at = find (at, '\n', '\r');
      else
        while (is_blank (scanner, *at))
          at++;
      if (at == scanner->end)
        {
          if (!scanner->is_last)
            return CHAIN_CSV_SCAN_MORE;
          scanner->at = at;
          return CHAIN_CSV_SCAN_END;
        }
      if (!is_line_end (*at))
        return CHAIN_CSV_SCAN_CELL;
      scanner->at = at;
      if (!skip_line_end (scanner))
        return ask_for_more (scanner);
    }
}

/**
 * chain_csv_scanner_cell:
 * @scanner: at a cell of a record; moved on
 * @cell: (out): the cell, with %CHAIN_CSV_SCAN_CELL and %CHAIN_CSV_SCAN_LAST_CELL
 *
 * Returns: what was found, but not %CHAIN_CSV_SCAN_END; with an error scanner->line is the line to
 *   blame
 */
ChainCsvScan
chain_csv_scanner_cell (ChainCsvScanner *scanner, ChainCsvCell *cell)
{
  const char *start = scanner->at;
  const char *stop;

  if (*start == '"' && start < scanner->end)
    return scan_quoted (scanner, cell);
  stop = find (start, scanner->delimiter, '\r');
  *cell = (ChainCsvCell){ start, (gsize) (stop - start) };
  return end_cell (scanner, stop);
}

/**
 * chain_csv_scanner_number:
 * @scanner: at a cell of a record; moved on if it is a plain number
 * @point: the decimal mark
 * @value: (out): the nearest double; undefined if there is no number
 *
 * The short way for the commonest of cells: nothing but a number, as chain_decimal_read() has it,
 * with blanks in front at most. No character of a number may be the delimiter.
 *
 * Returns: what was found, as chain_csv_scanner_cell(); %CHAIN_CSV_SCAN_NO_NUMBER if that is to be
 *   asked
 */
ChainCsvScan
chain_csv_scanner_number (ChainCsvScanner *scanner, char point, double *value)
{
  const char *at = scanner->at;

  while (is_blank (scanner, *at))
    at++;
  at = chain_decimal_read (at, scanner->end, point, value);
  if (at != NULL
      && (at == scanner->end || *at == scanner->delimiter || is_line_end (*at)))
    return end_cell (scanner, at);
  return CHAIN_CSV_SCAN_NO_NUMBER;
}

/**
 * chain_csv_scanner_skip:
 * @scanner: at a cell of a record; moved behind the record
 * @n_cells: (inout): one is added for each cell
 *
 * Returns: what was found, but neither %CHAIN_CSV_SCAN_CELL nor %CHAIN_CSV_SCAN_END
 */
ChainCsvScan
chain_csv_scanner_skip (ChainCsvScanner *scanner, guint *n_cells)
{
  ChainCsvCell cell;
  ChainCsvScan scan;

  do
    {
      scan = chain_csv_scanner_cell (scanner, &cell);
      (*n_cells)++;
    }
  while (scan == CHAIN_CSV_SCAN_CELL);
  return scan;
}

/**
 * chain_csv_scanner_last_line:
 * @scanner: a scanner
 *
 * Returns: the physical line the text ends in
 */
guint
chain_csv_scanner_last_line (const ChainCsvScanner *scanner)
{
  guint line = scanner->line;

  for (const char *at = scanner->at; at < scanner->end; at++)
    line += *at == '\r' || (*at == '\n' && (at == scanner->at || at[-1] != '\r'));
  return line;
}
