/* column-measuring.h: the statistics of all columns of a table, measured on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/statistics.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void    chain_column_measuring_start  (ChainTable          *table,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  done,
                                       gpointer             data);
GArray *chain_column_measuring_finish (GAsyncResult        *result);

G_END_DECLS
