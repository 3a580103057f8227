/* csv-scanner.h: CSV text into records of fields, quotes undone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where reading stands in a text that outlives it. */
typedef struct
{
  const char *at;
  const char *end;
  char        delimiter; /* 0: every record is one field */
  char        comment;   /* first character of lines to skip; 0: none */
  guint       line;      /* physical line @at is in, from 1 */
} ChainCsvScanner;

/* One record; the same is used for one after the other. */
typedef struct
{
  GString *text;    /* the fields, each with a zero byte after it */
  GArray  *offsets; /* gsize, where in the text each field begins */
  guint    line;    /* physical line the record begins in */
} ChainCsvRecord;

typedef enum
{
  CHAIN_CSV_SCAN_RECORD,
  CHAIN_CSV_SCAN_END,
  CHAIN_CSV_SCAN_OPEN_QUOTE,  /* the text ends inside a quote; record.line is where it opens */
  CHAIN_CSV_SCAN_AFTER_QUOTE, /* text between a closing quote and the next delimiter */
} ChainCsvScan;

void         chain_csv_scanner_init  (ChainCsvScanner *scanner,
                                      const char      *text,
                                      gsize            length,
                                      char             delimiter,
                                      char             comment);
ChainCsvScan chain_csv_scanner_next  (ChainCsvScanner *scanner,
                                      ChainCsvRecord  *record);

void         chain_csv_record_init   (ChainCsvRecord  *record);
void         chain_csv_record_clear  (ChainCsvRecord  *record);
guint        chain_csv_record_length (const ChainCsvRecord *record);
const char  *chain_csv_record_field  (const ChainCsvRecord *record,
                                      guint                 field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvRecord, chain_csv_record_clear)

G_END_DECLS
