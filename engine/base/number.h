/* number.h: numbers as text, the same in every locale.
 *
 * `write` is for files and reads back to the same bits; `show` is for people.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_NUMBER_SIZE 48 /* room for any number either function makes, in bytes */

char    *chain_number_write (double value,
                             char  *buffer);
char    *chain_number_show  (double value,
                             guint  digits,
                             char  *buffer);
gboolean chain_number_parse (const char *text,
                             double     *value);
gboolean chain_number_parse_shown (const char *text,
                                   double     *value);

G_END_DECLS
