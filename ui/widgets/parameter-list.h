/* parameter-list.h: the parameters of a row of a table, to look at and to change.
 *
 * One line for each: symbol, name and an entry, or a check for a switch. Without parameters the
 * list is hidden.
 *
 * Properties: subject (string): whose parameters they are, where names alone would not tell; it
 *   comes before the name in accessible names and messages.
 * Signals: changed (guint index, double value): a number its parameter allows was entered; the
 *   list shows the old value again unless it is told the new one.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/parameter.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_PARAMETER_LIST (chain_parameter_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainParameterList, chain_parameter_list, CHAIN, PARAMETER_LIST, GtkWidget)

char *chain_parameter_title    (const ChainParameter *parameter);
void  chain_parameter_list_set (ChainParameterList   *list,
                                const ChainParameter *parameters,
                                const double         *values);

G_END_DECLS
