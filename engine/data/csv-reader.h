/* csv-reader.h: a CSV file into a table, with what it does not say detected.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define CHAIN_CSV_MOST_COLUMNS 1000000
#define CHAIN_CSV_MOST_ROW_BYTES (64 << 20)      /* of one row's text as UTF-8 */
#define CHAIN_CSV_MOST_TABLE_BYTES (16LL << 30) /* and at most three quarters of the memory */

typedef enum
{
  CHAIN_CSV_HEADER_DETECT,
  CHAIN_CSV_HEADER_PRESENT,
  CHAIN_CSV_HEADER_ABSENT,
} ChainCsvHeader;

/* What is asked for; all zero means: find out. */
typedef struct
{
  char           delimiter; /* 0: detect */
  ChainCsvHeader header;
  char           decimal;   /* '.' or ','; 0: '.' */
  char           thousands; /* 0: none */
  char           comment;   /* first character of lines to skip; 0: none */
  char          *encoding;  /* (nullable): an iconv name; NULL: detect */
  GStrv          missing;   /* (nullable): missing marks beside blank, not NA, N/A, NaN, null, ? */
} ChainCsvOptions;

/* What was found. */
typedef struct
{
  char       delimiter;  /* 0: one column, none needed */
  gboolean   has_header;
  GPtrArray *warnings;   /* char *, one line each */
} ChainCsvReport;

/* How far reading is. A column that turns out late to be no number makes it read the file again. */
typedef struct
{
  guint64 bytes; /* of the file that were read in this pass; of a .gz as it is stored */
  guint64 total; /* of the file; 0 while that is unknown: of a pipe */
  gsize   rows;  /* read in this pass */
  guint   pass;  /* from 1 */
} ChainCsvProgress;

/* Called now and then on the thread that reads. */
typedef void (*ChainCsvProgressFunc) (const ChainCsvProgress *progress,
                                      gpointer                data);

void        chain_csv_options_clear      (ChainCsvOptions       *options);
void        chain_csv_options_copy       (const ChainCsvOptions *options,
                                          ChainCsvOptions       *copy);
void        chain_csv_report_clear       (ChainCsvReport        *report);

ChainTable *chain_csv_read               (const char            *path,
                                          const ChainCsvOptions *options,
                                          ChainCsvReport        *report,
                                          GCancellable          *cancellable,
                                          GError               **error);
ChainTable *chain_csv_read_with_progress (const char            *path,
                                          const ChainCsvOptions *options,
                                          ChainCsvReport        *report,
                                          ChainCsvProgressFunc   progress,
                                          gpointer               data,
                                          GCancellable          *cancellable,
                                          GError               **error);
ChainTable *chain_csv_parse              (const char            *title,
                                          GBytes                *bytes,
                                          const ChainCsvOptions *options,
                                          ChainCsvReport        *report,
                                          GCancellable          *cancellable,
                                          GError               **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvOptions, chain_csv_options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvReport, chain_csv_report_clear)

G_END_DECLS
