/* csv-decode.h: the bytes of a text file as UTF-8.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *chain_csv_decode (const char *file,
                          GBytes     *bytes,
                          const char *encoding,
                          GPtrArray  *warnings,
                          GError    **error);

G_END_DECLS
