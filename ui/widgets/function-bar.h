/* function-bar.h: the formula that the rows of the sample “Function” are made from, and its range.
 *
 * Shown only while the open document's rows are that sample.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_FUNCTION_BAR (chain_function_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainFunctionBar, chain_function_bar, CHAIN, FUNCTION_BAR, GtkWidget)

void chain_function_bar_set_session (ChainFunctionBar *bar,
                                     ChainSession     *session);

G_END_DECLS
