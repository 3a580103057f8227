/* variable-list.h: the variables of a workspace, with their values to be changed by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_VARIABLE_LIST (chain_variable_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainVariableList, chain_variable_list, CHAIN, VARIABLE_LIST, GtkWidget)

void chain_variable_list_set_workbench (ChainVariableList *list,
                                        ChainWorkbench    *bench);

G_END_DECLS
