/* statement-editor.h: where statements of tensors and variables are typed.
 *
 * Names and operations are completed, and a mistake is underlined where it is, with the reason in
 * a line below and in the accessible description.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_STATEMENT_EDITOR (chain_statement_editor_get_type ())
G_DECLARE_FINAL_TYPE (ChainStatementEditor, chain_statement_editor, CHAIN, STATEMENT_EDITOR,
                      GtkWidget)

void chain_statement_editor_set_workbench (ChainStatementEditor *editor,
                                           ChainWorkbench       *bench);

G_END_DECLS
