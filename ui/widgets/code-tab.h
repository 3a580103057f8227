/* code-tab.h: what the inspector is about as a TensorFlow program, to read and to copy.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_CODE_TAB (chain_code_tab_get_type ())
G_DECLARE_FINAL_TYPE (ChainCodeTab, chain_code_tab, CHAIN, CODE_TAB, GtkWidget)

GtkWidget *chain_code_tab_new (ChainSession *session);

G_END_DECLS
