/* csv-decode.c: the bytes of a text file as UTF-8.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-decode.h"

#include "base/error.h"

#include <string.h>

/* Longer marks first: UTF-32's begins with UTF-16's. */
static const struct
{
  const char *mark;
  gsize       length;
  const char *encoding;
} marks[] = {
  { "\xff\xfe\0\0", 4, "UTF-32LE" },
  { "\0\0\xfe\xff", 4, "UTF-32BE" },
  { "\xef\xbb\xbf", 3, "UTF-8" },
  { "\xff\xfe", 2, "UTF-16LE" },
  { "\xfe\xff", 2, "UTF-16BE" },
};

static guint
line_of (const char *text, gsize offset)
{
  guint line = 1;

  for (gsize i = 0; i < offset; i++)
    if (text[i] == '\r' || (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')))
      line++;
  return line;
}

/* A zero byte ends a C string, and with it would end a field without a word. */
static gboolean
is_utf8 (const char *text, gsize length, gsize *bad)
{
  const char *end;

  if (g_utf8_validate_len (text, length, &end))
    return TRUE;
  *bad = (gsize) (end - text);
  return FALSE;
}

static GBytes *
convert (const char *file, const char *text, gsize length, const char *encoding, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char   *converted = NULL;
  gsize              n_read = 0;
  gsize              n_written = 0;

  converted = g_convert (text, (gssize) length, "UTF-8", encoding, &n_read, &n_written, &reason);
  if (converted != NULL)
    return g_bytes_new_take (g_steal_pointer (&converted), n_written);

  if (g_error_matches (reason, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: unknown encoding \"%s\"",
                 file, encoding);
  else
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: expected text in %s, found bytes that are not",
                 file, line_of (text, MIN (n_read, length)), encoding);
  return NULL;
}

static GBytes *
decode_unmarked (const char *file,
                 GBytes     *bytes,
                 const char *encoding,
                 GPtrArray  *warnings,
                 GError    **error)
{
  gsize       length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize       bad;

  if (encoding != NULL)
    return convert (file, text, length, encoding, error);
  /* Every byte but five is a character of Windows-1252, zero bytes too: those are left for the
   * caller to refuse. */
  if (is_utf8 (text, length, &bad) || text[bad] == '\0')
    return g_bytes_ref (bytes);
  g_ptr_array_add (warnings,
                   g_strdup_printf ("line %u is not UTF-8; the file is read as Windows-1252",
                                    line_of (text, bad)));
  return convert (file, text, length, "WINDOWS-1252", error);
}

/**
 * chain_csv_decode:
 * @file: what messages call the file
 * @bytes: what it holds
 * @encoding: (nullable): an iconv name; %NULL to go by the byte-order mark, else UTF-8, else
 *   Windows-1252
 * @warnings: (element-type utf8): a line is added if it is read as Windows-1252
 * @error: return location for an error
 *
 * Returns: (transfer full): the text as UTF-8 without byte-order mark, or %NULL if @encoding is
 *   unknown, the bytes are not in it, or they hold a zero byte
 */
GBytes *
chain_csv_decode (const char *file,
                  GBytes     *bytes,
                  const char *encoding,
                  GPtrArray  *warnings,
                  GError    **error)
{
  gsize              length;
  const char        *text = g_bytes_get_data (bytes, &length);
  g_autoptr (GBytes) unmarked = NULL;
  g_autoptr (GBytes) decoded = NULL;
  gsize              bad;

  if (length == 0)
    return g_bytes_ref (bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (marks) && unmarked == NULL; i++)
    if (length >= marks[i].length && memcmp (text, marks[i].mark, marks[i].length) == 0)
      {
        unmarked = g_bytes_new_from_bytes (bytes, marks[i].length, length - marks[i].length);
        encoding = marks[i].encoding;
      }
  if (unmarked == NULL)
    unmarked = g_bytes_ref (bytes);
  if (g_bytes_get_size (unmarked) == 0)
    return g_steal_pointer (&unmarked);

  decoded = decode_unmarked (file, unmarked, encoding, warnings, error);
  if (decoded == NULL)
    return NULL;
  text = g_bytes_get_data (decoded, &length);
  if (length > 0 && !is_utf8 (text, length, &bad))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s:%u: expected text, found a zero byte", file, line_of (text, bad));
      return NULL;
    }
  return g_steal_pointer (&decoded);
}
