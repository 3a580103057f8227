/* csv-doubt.h: columns of a CSV file that were read as categories, but meant otherwise.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-reader.h"

G_BEGIN_DECLS

char *chain_csv_doubt (const ChainTable      *table,
                       guint                  column,
                       const ChainCsvOptions *options);

G_END_DECLS
