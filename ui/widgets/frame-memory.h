/* frame-memory.h: keeps the memory that large frames are made in from one frame to the next.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void chain_frame_memory_keep (GtkWidget *widget);

G_END_DECLS
