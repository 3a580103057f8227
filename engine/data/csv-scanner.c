/* csv-scanner.c: CSV text into records of fields, quotes undone.
 *
 * RFC 4180 with what files are really like: a record ends at LF, CRLF or CR; blank lines are
 * skipped; a quote inside an unquoted field is an ordinary character.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-scanner.h"

#include <string.h>

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Past one LF, CRLF or CR. */
static void
skip_line_end (ChainCsvScanner *scanner)
{
  if (scanner->at == scanner->end)
    return;
  if (scanner->at[0] == '\r' && scanner->at + 1 < scanner->end && scanner->at[1] == '\n')
    scanner->at++;
  scanner->at++;
  scanner->line++;
}

static const char *
find_line_end (const ChainCsvScanner *scanner)
{
  const char *at = scanner->at;

  while (at < scanner->end && !is_line_end (*at))
    at++;
  return at;
}

static gboolean
is_blank (const ChainCsvScanner *scanner, const char *line_end)
{
  for (const char *c = scanner->at; c < line_end; c++)
    if ((*c != ' ' && *c != '\t') || *c == scanner->delimiter)
      return FALSE;
  return TRUE;
}

static void
skip_lines (ChainCsvScanner *scanner)
{
  while (scanner->at < scanner->end)
    {
      const char *line_end = find_line_end (scanner);

      if (!(scanner->comment != 0 && *scanner->at == scanner->comment)
          && !is_blank (scanner, line_end))
        return;
      scanner->at = line_end;
      skip_line_end (scanner);
    }
}

static gboolean
ends_field (const ChainCsvScanner *scanner, char c)
{
  return is_line_end (c) || (c == scanner->delimiter && c != 0);
}

static void
scan_plain (ChainCsvScanner *scanner, ChainCsvRecord *record)
{
  const char *start = scanner->at;

  while (scanner->at < scanner->end && !ends_field (scanner, *scanner->at))
    scanner->at++;
  g_string_append_len (record->text, start, scanner->at - start);
}

/* From the opening quote to the delimiter or line end after the closing one. */
static ChainCsvScan
scan_quoted (ChainCsvScanner *scanner, ChainCsvRecord *record)
{
  const guint opening_line = scanner->line;

  scanner->at++;
  for (;;)
    {
      const char *start = scanner->at;

      while (scanner->at < scanner->end && *scanner->at != '"')
        if (is_line_end (*scanner->at))
          skip_line_end (scanner);
        else
          scanner->at++;
      g_string_append_len (record->text, start, scanner->at - start);
      if (scanner->at == scanner->end)
        {
          record->line = opening_line;
          return CHAIN_CSV_SCAN_OPEN_QUOTE;
        }
      scanner->at++;
      if (scanner->at == scanner->end || *scanner->at != '"')
        break;
      g_string_append_c (record->text, '"');
      scanner->at++;
    }

  while (scanner->at < scanner->end && *scanner->at == ' ' && !ends_field (scanner, ' '))
    scanner->at++;
  if (scanner->at < scanner->end && !ends_field (scanner, *scanner->at))
    {
      record->line = scanner->line;
      return CHAIN_CSV_SCAN_AFTER_QUOTE;
    }
  return CHAIN_CSV_SCAN_RECORD;
}

/**
 * chain_csv_scanner_init:
 * @scanner: (out caller-allocates): set to the beginning of @text
 * @text: [length] UTF-8 without zero bytes
 * @length: of the text, in bytes
 * @delimiter: what stands between fields; 0 if every record is one field
 * @comment: first character of lines to skip; 0 for none
 */
void
chain_csv_scanner_init (ChainCsvScanner *scanner,
                        const char      *text,
                        gsize            length,
                        char             delimiter,
                        char             comment)
{
  *scanner = (ChainCsvScanner){ text, text + length, delimiter, comment, 1 };
}

/**
 * chain_csv_scanner_next:
 * @scanner: where to read from; moved on
 * @record: overwritten with the next record
 *
 * Returns: whether @record is one, or else why not; record.line is the line to blame
 */
ChainCsvScan
chain_csv_scanner_next (ChainCsvScanner *scanner, ChainCsvRecord *record)
{
  g_string_truncate (record->text, 0);
  g_array_set_size (record->offsets, 0);
  skip_lines (scanner);
  record->line = scanner->line;
  if (scanner->at == scanner->end)
    return CHAIN_CSV_SCAN_END;

  for (;;)
    {
      const gsize  offset = record->text->len;
      ChainCsvScan scan = CHAIN_CSV_SCAN_RECORD;

      g_array_append_val (record->offsets, offset);
      if (scanner->at < scanner->end && *scanner->at == '"')
        scan = scan_quoted (scanner, record);
      else
        scan_plain (scanner, record);
      if (scan != CHAIN_CSV_SCAN_RECORD)
        return scan;
      g_string_append_c (record->text, '\0');

      if (scanner->at == scanner->end || is_line_end (*scanner->at))
        break;
      scanner->at++;
    }
  skip_line_end (scanner);
  return CHAIN_CSV_SCAN_RECORD;
}

/**
 * chain_csv_record_init:
 * @record: (out caller-allocates): a record without fields
 */
void
chain_csv_record_init (ChainCsvRecord *record)
{
  record->text = g_string_new (NULL);
  record->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  record->line = 0;
}

/**
 * chain_csv_record_clear:
 * @record: whose memory is freed
 */
void
chain_csv_record_clear (ChainCsvRecord *record)
{
  if (record->text != NULL)
    g_string_free (record->text, TRUE);
  g_clear_pointer (&record->offsets, g_array_unref);
  record->text = NULL;
}

/**
 * chain_csv_record_length:
 * @record: a record
 *
 * Returns: number of its fields
 */
guint
chain_csv_record_length (const ChainCsvRecord *record)
{
  return record->offsets->len;
}

/**
 * chain_csv_record_field:
 * @record: a record
 * @field: index of a field
 *
 * Returns: (transfer none): its text, until the next record is read
 */
const char *
chain_csv_record_field (const ChainCsvRecord *record, guint field)
{
  return record->text->str + g_array_index (record->offsets, gsize, field);
}
