/* weights-table.h: layers from a table of weights, one a line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/import.h"

G_BEGIN_DECLS

ChainImport *chain_weights_table_read (const ChainImportSource *source,
                                       GError                 **error);

G_END_DECLS
