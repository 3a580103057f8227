/* linear-note.h: that a stack of linear layers is one linear layer, and which.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_LINEAR_NOTE (chain_linear_note_get_type ())
G_DECLARE_FINAL_TYPE (ChainLinearNote, chain_linear_note, CHAIN, LINEAR_NOTE, GtkWidget)

void chain_linear_note_set_session (ChainLinearNote *note,
                                    ChainSession    *session);

G_END_DECLS
