/* project-edit.h: an edit made by a widget; the window tells when it is refused.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean chain_project_edit (GtkWidget    *widget,
                             ChainSession *session,
                             ChainProject *changed,
                             const char   *label,
                             const char   *merge);
gboolean chain_project_edit_columns (GtkWidget    *widget,
                                     ChainSession *session,
                                     ChainProject *changed,
                                     const char   *label);

G_END_DECLS
