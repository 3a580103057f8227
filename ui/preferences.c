/* preferences.c: what the program remembers of the user, whatever the document.
 *
 * A key file in the user's configuration folder. What cannot be read or written is not worth a
 * message: the usual values do.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/preferences.h"

#define GROUP "window"

static char *
folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "chainrule", NULL);
}

static GKeyFile *
load (char **path)
{
  g_autofree char *at = folder ();
  GKeyFile        *file = g_key_file_new ();

  *path = g_build_filename (at, "preferences.ini", NULL);
  g_key_file_load_from_file (file, *path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  return file;
}

/**
 * chain_preferences_get:
 * @key: what is asked for
 * @least: that makes sense
 * @most: likewise
 * @otherwise: where nothing that makes sense is remembered
 *
 * Returns: what was remembered
 */
guint
chain_preferences_get (const char *key,
                       guint       least,
                       guint       most,
                       guint       otherwise)
{
  g_autofree char     *path = NULL;
  g_autoptr (GKeyFile) file = load (&path);
  g_autoptr (GError)   error = NULL;
  const guint64        value = g_key_file_get_uint64 (file, GROUP, key, &error);

  return error == NULL && value >= least && value <= most ? (guint) value : otherwise;
}

/**
 * chain_preferences_set:
 * @key: what is to be remembered
 * @value: as what
 */
void
chain_preferences_set (const char *key,
                       guint       value)
{
  g_autofree char     *at = folder ();
  g_autofree char     *path = NULL;
  g_autoptr (GKeyFile) file = load (&path);
  g_autoptr (GError)   error = NULL;

  if (g_key_file_get_uint64 (file, GROUP, key, &error) == value && error == NULL)
    return;
  g_key_file_set_uint64 (file, GROUP, key, value);
  if (g_mkdir_with_parents (at, 0700) == 0)
    g_key_file_save_to_file (file, path, NULL);
}
