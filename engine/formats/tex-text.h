/* tex-text.h: any text as LaTeX code that prints it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void chain_tex_append (GString    *code,
                       const char *text);

G_END_DECLS
