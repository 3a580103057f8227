/* file.c: whole files, read and written, with messages that name the file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* GLib's messages end in the system's reason; the file is named in front, as everywhere here. */
static void
take_system_error (GError    **error,
                   const char *path,
                   GError     *system)
{
  const char *reason = strrchr (system->message, ':');

  g_set_error (error, system->domain, system->code, "%s: %s", path,
               reason != NULL && reason[1] == ' ' ? reason + 2 : system->message);
  g_error_free (system);
}

/* The file a chain of symbolic links ends at: saving replaces that one and keeps the links. */
static char *
follow_links (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

/**
 * chain_file_read:
 * @path: a file
 * @length: (out): its bytes
 * @error: set to "PATH: REASON"
 *
 * Returns: (transfer full) (nullable): the contents, with a NUL byte after them
 */
char *
chain_file_read (const char *path,
                 gsize      *length,
                 GError    **error)
{
  GError *system = NULL;
  char   *contents = NULL;

  if (!g_file_get_contents (path, &contents, length, &system))
    take_system_error (error, path, system);
  return contents;
}

/**
 * chain_file_save:
 * @path: a file, new or to be replaced
 * @contents: (array length=length): what shall be in it
 * @length: bytes of @contents
 * @error: set to "PATH: REASON"
 *
 * Writes a temporary file beside the target, syncs it and renames it: an interrupted save leaves
 * the old file whole. A file that is replaced keeps its permissions.
 *
 * Returns: %FALSE on an error, and then the old file is as it was
 */
gboolean
chain_file_save (const char *path,
                 const char *contents,
                 gsize       length,
                 GError    **error)
{
  g_autofree char *target = follow_links (path);
  GError          *system = NULL;
  GStatBuf         status;
  int              mode = 0666;

  if (g_stat (target, &status) == 0)
    mode = status.st_mode & 0777;
  if (g_file_set_contents_full (target, contents, length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                &system))
    return TRUE;
  take_system_error (error, path, system);
  return FALSE;
}

/**
 * chain_file_can_save:
 * @path: a file, new or to be replaced
 * @error: set to "PATH: REASON"
 *
 * Looks before long work whether its result will have a place; saving may fail all the same.
 *
 * Returns: %FALSE if the file's folder is not there, or not to be written to
 */
gboolean
chain_file_can_save (const char *path,
                     GError    **error)
{
  g_autofree char *target = follow_links (path);
  g_autofree char *folder = g_path_get_dirname (target);

  if (g_access (folder, W_OK | X_OK) == 0)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/**
 * chain_file_absolute:
 * @path: absolute, or relative to @folder
 * @folder: (nullable): a folder; %NULL for the current one
 *
 * Returns: (transfer full): the absolute path, without "." and ".."
 */
char *
chain_file_absolute (const char *path,
                     const char *folder)
{
  g_autofree char *base = g_canonicalize_filename (folder != NULL ? folder : ".", NULL);

  return g_canonicalize_filename (path, base);
}

/**
 * chain_file_relative:
 * @path: an absolute path
 * @folder: an absolute folder
 *
 * Returns: (transfer full): @path as seen from @folder; absolute where the two have only the
 *   root in common
 */
char *
chain_file_relative (const char *path,
                     const char *folder)
{
  g_auto (GStrv)       target = g_strsplit (path, G_DIR_SEPARATOR_S, -1);
  g_auto (GStrv)       start = g_strsplit (folder, G_DIR_SEPARATOR_S, -1);
  g_autoptr (GString)  relative = g_string_new (NULL);
  g_autofree char     *rest = NULL;
  guint                common = 0;

  while (target[common] != NULL && g_strcmp0 (target[common], start[common]) == 0)
    common++;
  if (common < 2)
    return g_strdup (path);
  for (guint i = common; start[i] != NULL; i++)
    if (*start[i] != '\0')
      g_string_append (relative, ".." G_DIR_SEPARATOR_S);
  rest = g_strjoinv (G_DIR_SEPARATOR_S, target + common);
  g_string_append (relative, rest);
  return g_string_free (g_steal_pointer (&relative), FALSE);
}
