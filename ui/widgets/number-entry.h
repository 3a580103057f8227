/* number-entry.h: an entry for a number that may be as small as 1e-5.
 *
 * Reads 0.01, 1e-2 and 1E-2. While the text is no number in range the entry is marked as wrong
 * and `value` stays the last good one.
 *
 * Properties: value (double), lower, upper (double, both allowed), valid (boolean, read-only),
 * digits (significant ones shown while the keyboard is elsewhere; 0: all).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_NUMBER_ENTRY (chain_number_entry_get_type ())
G_DECLARE_FINAL_TYPE (ChainNumberEntry, chain_number_entry, CHAIN, NUMBER_ENTRY, GtkEntry)

GtkWidget *chain_number_entry_new       (void);
double     chain_number_entry_get_value (ChainNumberEntry *entry);
void       chain_number_entry_set_value (ChainNumberEntry *entry,
                                         double            value);
gboolean   chain_number_entry_get_valid (ChainNumberEntry *entry);

G_END_DECLS
