/* table-csv.h: a table as a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

GBytes *chain_table_to_csv (const ChainTable *table);

G_END_DECLS
