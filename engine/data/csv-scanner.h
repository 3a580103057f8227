/* csv-scanner.h: CSV text into records of cells, quotes undone.
 *
 * The text may be a part of a file: where it breaks off inside a record, the scanner asks for more
 * and is set back to that record's beginning.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_CSV_SLACK 8 /* readable bytes behind a scanner's text, the first a line feed */

typedef struct
{
  const char *at;
  const char *end;
  gboolean    is_last;   /* nothing of the file comes behind @end */
  char        delimiter; /* 0: every record is one cell */
  char        comment;   /* first character of lines to skip; 0: none */
  guint       line;      /* physical line @at is in, from 1 */
  guint       row_line;  /* physical line the record begins in */
  const char *row;       /* where it begins */
  GString    *unquoted;  /* a cell with doubled quotes, undone; NULL before there was one */
} ChainCsvScanner;

/* Until the next is read. */
typedef struct
{
  const char *text; /* [length] without a zero byte behind it */
  gsize       length;
} ChainCsvCell;

typedef enum
{
  CHAIN_CSV_SCAN_CELL,
  CHAIN_CSV_SCAN_LAST_CELL,   /* of its record */
  CHAIN_CSV_SCAN_END,         /* no more records */
  CHAIN_CSV_SCAN_MORE,        /* the text breaks off inside a record; back at its beginning */
  CHAIN_CSV_SCAN_OPEN_QUOTE,  /* the file ends inside a quote; scanner->line is where it opens */
  CHAIN_CSV_SCAN_AFTER_QUOTE, /* text between a closing quote and the next delimiter */
  CHAIN_CSV_SCAN_NO_NUMBER,   /* the cell is something else, or not plain; still to be read */
} ChainCsvScan;

void         chain_csv_scanner_set_text (ChainCsvScanner *scanner,
                                         const char      *text,
                                         const char      *end,
                                         gboolean         is_last);
void         chain_csv_scanner_clear    (ChainCsvScanner *scanner);
ChainCsvScan chain_csv_scanner_begin    (ChainCsvScanner *scanner);
ChainCsvScan chain_csv_scanner_cell     (ChainCsvScanner *scanner,
                                         ChainCsvCell    *cell);
ChainCsvScan chain_csv_scanner_number   (ChainCsvScanner *scanner,
                                         char             point,
                                         double          *value);
ChainCsvScan chain_csv_scanner_skip     (ChainCsvScanner *scanner,
                                         guint           *n_cells);
guint        chain_csv_scanner_last_line (const ChainCsvScanner *scanner);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvScanner, chain_csv_scanner_clear)

G_END_DECLS
