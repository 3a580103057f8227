/* column-details.h: how a column is made into numbers, and what its values look like.
 *
 * Signal "options-chosen" (ChainColumnOptions *options): the user chose another kind, encoding,
 * policy for missing values or scaling; the options are the whole set, of the column's name.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/widgets/column-item.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_COLUMN_DETAILS (chain_column_details_get_type ())
G_DECLARE_FINAL_TYPE (ChainColumnDetails, chain_column_details, CHAIN, COLUMN_DETAILS, GtkWidget)

GtkWidget *chain_column_details_new      (void);
void       chain_column_details_set_item (ChainColumnDetails *details,
                                          ChainColumnItem    *item);

G_END_DECLS
