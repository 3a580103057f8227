/* csv-levels.c: the distinct texts of a column, numbered in order of first appearance.
 *
 * A hash table of hashes and codes, for texts that end without a zero byte: GLib's would want a
 * copy of every cell to look it up, and go to the texts of all that stand on the way.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-levels.h"

#include <string.h>

#define FIRST_PLACES 16
#define MULTIPLIER 0x9e3779b97f4a7c15ULL /* 2^64 divided by the golden ratio, made odd */

/* A product's high bits depend on all of a word, its low ones only on the low ones: they are brought
 * down each time. */
static inline guint64
mix (guint64 state, guint64 word)
{
  state = (state ^ word) * MULTIPLIER;
  return state ^ state >> 32;
}

static guint32
hash (const char *text, gsize length)
{
  guint64 state = length;
  guint64 word;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      state = mix (state, word);
    }
  word = 0;
  memcpy (&word, text, length);
  return (guint32) mix (mix (state, word), 0);
}

static gboolean
is_text (const char *level, const char *text, gsize length)
{
  return strncmp (level, text, length) == 0 && level[length] == '\0';
}

/* Where @text is, or would be. */
static ChainCsvPlace *
find_place (const ChainCsvLevels *levels, guint32 text_hash, const char *text, gsize length)
{
  const gsize    mask = levels->n_places - 1;
  gsize          index = text_hash & mask;
  ChainCsvPlace *place = &levels->places[index];

  while (place->next != 0
         && (place->hash != text_hash
             || !is_text (levels->texts->pdata[place->next - 1], text, length)))
    {
      index = (index + 1) & mask;
      place = &levels->places[index];
    }
  return place;
}

static void
grow (ChainCsvLevels *levels)
{
  const gsize               n_old = levels->n_places;
  g_autofree ChainCsvPlace *old = levels->places;

  levels->n_places = MAX (n_old * 2, FIRST_PLACES);
  levels->places = g_new0 (ChainCsvPlace, levels->n_places);
  for (gsize i = 0; i < n_old; i++)
    {
      gsize index = old[i].hash & (levels->n_places - 1);

      if (old[i].next == 0)
        continue;
      while (levels->places[index].next != 0)
        index = (index + 1) & (levels->n_places - 1);
      levels->places[index] = old[i];
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
  const guint32  text_hash = hash (text, length);
  ChainCsvPlace *place;

  if (levels->texts == NULL)
    levels->texts = g_ptr_array_new_with_free_func (g_free);
  /* At most three quarters full, one place kept for the text that may be new. */
  if ((levels->texts->len + 1) * 4 > levels->n_places * 3)
    grow (levels);
  place = find_place (levels, text_hash, text, length);
  if (place->next == 0)
    {
      g_ptr_array_add (levels->texts, g_strndup (text, length));
      levels->n_bytes += length + 1;
      *place = (ChainCsvPlace){ text_hash, levels->texts->len };
    }
  return place->next - 1;
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
