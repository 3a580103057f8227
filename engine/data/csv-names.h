/* csv-names.h: what the columns of a CSV file are called.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GPtrArray *chain_csv_name_columns (GPtrArray *header,
                                   gboolean   has_header,
                                   GPtrArray *warnings);

G_END_DECLS
