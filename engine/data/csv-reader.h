/* csv-reader.h: a CSV file into a table, with what it does not say detected.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

#include <gio/gio.h>

G_BEGIN_DECLS

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

void        chain_csv_options_clear (ChainCsvOptions       *options);
void        chain_csv_options_copy  (const ChainCsvOptions *options,
                                     ChainCsvOptions       *copy);
void        chain_csv_report_clear  (ChainCsvReport        *report);

ChainTable *chain_csv_read          (const char            *path,
                                     const ChainCsvOptions *options,
                                     ChainCsvReport        *report,
                                     GCancellable          *cancellable,
                                     GError               **error);
ChainTable *chain_csv_parse         (const char            *title,
                                     GBytes                *bytes,
                                     const ChainCsvOptions *options,
                                     ChainCsvReport        *report,
                                     GCancellable          *cancellable,
                                     GError               **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvOptions, chain_csv_options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainCsvReport, chain_csv_report_clear)

G_END_DECLS
