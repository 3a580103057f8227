/* preferences.h: what the program remembers of the user, whatever the document.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint chain_preferences_get (const char *key,
                             guint       least,
                             guint       most,
                             guint       otherwise);
void  chain_preferences_set (const char *key,
                             guint       value);

G_END_DECLS
