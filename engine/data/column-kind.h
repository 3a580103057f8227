/* column-kind.h: a column read as another kind than the table holds it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/data-options.h"
#include "data/table.h"

G_BEGIN_DECLS

gboolean     chain_column_is_category (const ChainColumn        *column,
                                       const ChainColumnOptions *options);
ChainColumn *chain_column_as_category (const ChainColumn        *column,
                                       gsize                     n_rows);
GHashTable  *chain_number_set_new     (void);

G_END_DECLS
