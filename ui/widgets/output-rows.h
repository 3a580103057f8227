/* output-rows.h: the rows with the largest loss, as a table; one that is picked is a signal.
 *
 * Signal: "row-activated" (guint row of the table).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/output-result.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_OUTPUT_ROWS (chain_output_rows_get_type ())
G_DECLARE_FINAL_TYPE (ChainOutputRows, chain_output_rows, CHAIN, OUTPUT_ROWS, GtkWidget)

void chain_output_rows_show (ChainOutputRows         *rows,
                             const ChainOutputResult *result);

G_END_DECLS
