/* background.h: threads that let others go first.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void chain_background_enter (void);

G_END_DECLS
