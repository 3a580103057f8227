/* value-editor.h: the number of what is selected, in full, to be changed by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_VALUE_EDITOR (chain_value_editor_get_type ())
G_DECLARE_FINAL_TYPE (ChainValueEditor, chain_value_editor, CHAIN, VALUE_EDITOR, GtkWidget)

void chain_value_editor_set_session (ChainValueEditor *editor,
                                     ChainSession     *session);

G_END_DECLS
