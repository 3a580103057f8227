/* subscripts.h: commas between small digits below the line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

gboolean chain_lower_commas (PangoAttrList *attributes,
                             const char    *text,
                             int            size);

G_END_DECLS
