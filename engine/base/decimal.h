/* decimal.h: decimal numbers in running text, to the nearest double, quickly.
 *
 * For files with millions of them; the text need not end where the number does.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *chain_decimal_read (const char *text,
                                const char *end,
                                char        point,
                                double     *value);

G_END_DECLS
