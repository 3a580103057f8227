/* resident.h: how much memory this process has and had, from the kernel's account of it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gint64 resident_now    (void);
gint64 resident_peak   (void);
void   resident_forget (void);

G_END_DECLS
