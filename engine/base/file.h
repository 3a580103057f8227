/* file.h: whole files, read and written, with messages that name the file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *chain_file_read     (const char *path,
                              gsize      *length,
                              GError    **error);
gboolean chain_file_save     (const char *path,
                              const char *contents,
                              gsize       length,
                              GError    **error);
gboolean chain_file_can_save (const char *path,
                              GError    **error);
char    *chain_file_absolute (const char *path,
                              const char *folder);
char    *chain_file_relative (const char *path,
                              const char *folder);

G_END_DECLS
