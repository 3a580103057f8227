/* text-cache.c: keeps the texts a drawing writes again and again, laid out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/text-cache.h"

#define MOST_TEXTS 3000

typedef struct
{
  GHashTable   *texts;   /* char * to PangoLayout * */
  PangoContext *context; /* of the layouts: the other one owns the cache, and they their context */
  guint         serial;  /* of the other context's fonts */
} Cache;

static void
cache_free (gpointer data)
{
  Cache *cache = data;

  g_hash_table_unref (cache->texts);
  g_clear_object (&cache->context);
  g_free (cache);
}

static PangoContext *
copy_of (PangoContext *context)
{
  PangoContext *copy = pango_font_map_create_context (pango_context_get_font_map (context));

  pango_context_set_font_description (copy, pango_context_get_font_description (context));
  pango_context_set_language (copy, pango_context_get_language (context));
  pango_context_set_base_dir (copy, pango_context_get_base_dir (context));
  pango_context_set_round_glyph_positions (copy,
                                           pango_context_get_round_glyph_positions (context));
  pango_cairo_context_set_resolution (copy, pango_cairo_context_get_resolution (context));
  pango_cairo_context_set_font_options (copy, pango_cairo_context_get_font_options (context));
  return copy;
}

static Cache *
cache_of (PangoContext *context)
{
  const GQuark quark = g_quark_from_static_string ("chain-text-cache");
  const guint serial = pango_context_get_serial (context);
  Cache *cache = g_object_get_qdata (G_OBJECT (context), quark);

  if (!cache)
    {
      cache = g_new0 (Cache, 1);
      cache->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
      g_object_set_qdata_full (G_OBJECT (context), quark, cache, cache_free);
    }
  if (cache->serial != serial || g_hash_table_size (cache->texts) > MOST_TEXTS)
    g_hash_table_remove_all (cache->texts);
  if (cache->serial != serial || cache->context == NULL)
    {
      g_clear_object (&cache->context);
      cache->context = copy_of (context);
    }
  cache->serial = serial;
  return cache;
}

/**
 * chain_text_cached:
 * @context: fonts to write with
 * @text: one line
 * @scale: size relative to the context's font
 * @flags: weight and kind of @text
 *
 * Like chain_text_new(), for a text that is likely to be written again.
 *
 * Returns: (transfer none): the text; not to be changed, and to be used before the next is asked
 *   for
 */
PangoLayout *
chain_text_cached (PangoContext   *context,
                   const char     *text,
                   double          scale,
                   ChainTextFlags  flags)
{
  Cache *cache = cache_of (context);
  char *key = g_strdup_printf ("%d %d %s", (int) (scale * 1000), flags, text);
  PangoLayout *layout = g_hash_table_lookup (cache->texts, key);

  if (layout)
    {
      g_free (key);
      return layout;
    }
  layout = chain_text_new (cache->context, text, scale, flags);
  g_hash_table_insert (cache->texts, key, layout);
  return layout;
}
