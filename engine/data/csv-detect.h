/* csv-detect.h: what a CSV file does not say: its delimiter.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-reader.h"
#include "data/csv-scanner.h"

G_BEGIN_DECLS

char chain_csv_detect_delimiter (const ChainCsvScanner *beginning,
                                 const ChainCsvOptions *options);

G_END_DECLS
