/* csv-levels.c: the distinct texts of a column, numbered in order of first appearance.
 *
 * A hash table of codes alone, for texts that end without a zero byte: GLib's would want a copy of
 * every cell to look it up, and three times the memory.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-levels.h"

#include <string.h>

#define FIRST_PLACES 16
#define MULTIPLIER 0x9e3779b97f4a7c15ULL /* 2^64 divided by the golden ratio, made odd */

static gsize
hash (const char *text, gsize length)
{
  guint64 state = length;
  guint64 eight = 0;

  for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight)
    {
      memcpy (&eight, text, sizeof eight);
      state = (state ^ eight) * MULTIPLIER;
      state ^= state >> 32;
    }
  eight = 0;
  memcpy (&eight, text, length);
  state = (state ^ eight) * MULTIPLIER;
  return (gsize) (state ^ state >> 29);
}

static gboolean
is_text (const char *level, const char *text, gsize length)
{
  return strncmp (level, text, length) == 0 && level[length] == '\0';
}

/* Where @text is, or would be. */
static guint32 *
find_place (const ChainCsvLevels *levels, const char *text, gsize length)
{
  const gsize mask = levels->n_places - 1;
  gsize       place = hash (text, length) & mask;

  while (levels->places[place] != 0
         && !is_text (levels->texts->pdata[levels->places[place] - 1], text, length))
    place = (place + 1) & mask;
  return &levels->places[place];
}

static void
grow (ChainCsvLevels *levels)
{
  levels->n_places = MAX (levels->n_places * 2, FIRST_PLACES);
  g_free (levels->places);
  levels->places = g_new0 (guint32, levels->n_places);
  for (guint code = 0; code < levels->texts->len; code++)
    {
      const char *text = g_ptr_array_index (levels->texts, code);

      *find_place (levels, text, strlen (text)) = code + 1;
    }
}

/**
 * chain_csv_levels_code:
 * @levels: what was seen so far; @text is added if it is new
 * @text: [length] without zero bytes
 * @length: of the text, in bytes
 *
 * Returns: the code of @text, from 0
 */
guint32
chain_csv_levels_code (ChainCsvLevels *levels, const char *text, gsize length)
{
  guint32 *place;

  if (levels->texts == NULL)
    levels->texts = g_ptr_array_new_with_free_func (g_free);
  /* At most three quarters full, one place kept for the text that may be new. */
  if ((levels->texts->len + 1) * 4 > levels->n_places * 3)
    grow (levels);
  place = find_place (levels, text, length);
  if (*place == 0)
    {
      g_ptr_array_add (levels->texts, g_strndup (text, length));
      levels->n_bytes += length + 1;
      *place = levels->texts->len;
    }
  return *place - 1;
}

/**
 * chain_csv_levels_steal:
 * @levels: empty afterwards
 *
 * Returns: (transfer full) (element-type utf8): the texts in order of their codes
 */
GPtrArray *
chain_csv_levels_steal (ChainCsvLevels *levels)
{
  GPtrArray *texts = g_steal_pointer (&levels->texts);

  chain_csv_levels_clear (levels);
  return texts;
}

/**
 * chain_csv_levels_clear:
 * @levels: whose memory is freed; all zero afterwards
 */
void
chain_csv_levels_clear (ChainCsvLevels *levels)
{
  g_clear_pointer (&levels->texts, g_ptr_array_unref);
  g_free (levels->places);
  *levels = (ChainCsvLevels){ 0 };
}
