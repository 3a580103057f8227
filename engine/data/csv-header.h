/* csv-header.h: whether the first record of a CSV file names its columns.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-rows.h"

G_BEGIN_DECLS

gboolean chain_csv_header_is_possible (GPtrArray              *header,
                                       const ChainCsvNotation *notation);
gboolean chain_csv_header_is_one      (GPtrArray              *header,
                                       const ChainCsvRows     *rows,
                                       gboolean                at_end);
char    *chain_csv_header_doubt       (GPtrArray              *header,
                                       const ChainCsvNotation *notation,
                                       gboolean                is_odd);

G_END_DECLS
