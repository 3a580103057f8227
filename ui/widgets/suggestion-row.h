/* suggestion-row.h: what one rule makes of the range test, with a button to use it.
 *
 * Signal "used" (double rate): the user wants this rate.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/lr-range.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SUGGESTION_ROW (chain_suggestion_row_get_type ())
G_DECLARE_FINAL_TYPE (ChainSuggestionRow, chain_suggestion_row, CHAIN, SUGGESTION_ROW, GtkWidget)

GtkWidget         *chain_suggestion_row_new      (const ChainLrRule  *rule);
const ChainLrRule *chain_suggestion_row_get_rule (ChainSuggestionRow *row);
void               chain_suggestion_row_set_reason (ChainSuggestionRow *row,
                                                    const char         *reason);
void               chain_suggestion_row_set_rate (ChainSuggestionRow *row,
                                                  double              rate,
                                                  gboolean            in_use);

G_END_DECLS
