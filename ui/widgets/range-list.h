/* range-list.h: the earlier range tests of a session: to show, hide, rename and delete.
 *
 * Hidden while there are none.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_RANGE_LIST (chain_range_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainRangeList, chain_range_list, CHAIN, RANGE_LIST, GtkWidget)

void chain_range_list_set_session (ChainRangeList *list,
                                   ChainSession   *session);

G_END_DECLS
