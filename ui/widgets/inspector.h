/* inspector.h: where the numbers of the current step, or of what is selected, come from.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_INSPECTOR (chain_inspector_get_type ())
G_DECLARE_FINAL_TYPE (ChainInspector, chain_inspector, CHAIN, INSPECTOR, GtkWidget)

void chain_inspector_set_session (ChainInspector *inspector,
                                  ChainSession   *session);
void chain_inspector_grab_value  (ChainInspector *inspector);

G_END_DECLS
