/* csv-notation.h: how the cells of a CSV file say a number, or that there is none.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-reader.h"

G_BEGIN_DECLS

typedef struct
{
  char               decimal;
  char               thousands; /* 0: none */
  const char *const *marks;     /* of missing values, beside blank; NULL-terminated */
  gsize              longest;   /* of the marks, in bytes */
  gboolean           is_plain;  /* a number is as chain_decimal_read() has it, and no mark is one */
} ChainCsvNotation;

void     chain_csv_notation_init  (ChainCsvNotation       *notation,
                                   const ChainCsvOptions  *options);
gboolean chain_csv_cell_missing   (const ChainCsvNotation *notation,
                                   const char             *text,
                                   gsize                   length);
gboolean chain_csv_cell_number    (const ChainCsvNotation *notation,
                                   const char             *text,
                                   gsize                   length,
                                   double                 *value);

G_END_DECLS
