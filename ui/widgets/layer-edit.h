/* layer-edit.h: layers and units added and removed, from wherever that is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_layer_edit_units  (GtkWidget    *widget,
                              ChainSession *session,
                              guint         layer,
                              int           more);
void chain_layer_edit_insert (GtkWidget    *widget,
                              ChainSession *session,
                              guint         layer);
void chain_layer_edit_remove (GtkWidget    *widget,
                              ChainSession *session,
                              guint         layer);

G_END_DECLS
