/* network-picture.c: the contents of a drawing of a network.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/network-picture.h"

#include "ui/paint/network-drawing.h"

#define USUAL_DIGITS 4

const ChainNetworkLook chain_network_whole = { .zoom = 1, .share = 1 };

static void
layer_free (gpointer data)
{
  ChainPictureLayer *layer = data;

  g_free (layer->symbol);
  g_strfreev (layer->names);
  g_free (layer->values);
  g_free (layer->z);
  g_free (layer->bias);
  g_free (layer->overlay);
  g_free (layer->pixels);
  g_free (layer->locks);
  g_free (layer->bias_locks);
  g_free (layer->marked);
  g_free (layer->note);
  g_clear_pointer (&layer->maps, chain_picture_maps_unref);
  g_free (layer);
}

/**
 * chain_network_picture_new:
 *
 * Returns: (transfer full): a picture of no layer
 */
ChainNetworkPicture *
chain_network_picture_new (void)
{
  ChainNetworkPicture *picture = g_new0 (ChainNetworkPicture, 1);

  g_atomic_ref_count_init (&picture->references);
  picture->layers = g_ptr_array_new_with_free_func (layer_free);
  picture->followed = g_array_new (FALSE, FALSE, sizeof (ChainPart));
  picture->digits = USUAL_DIGITS;
  return picture;
}

/**
 * chain_network_picture_ref:
 * @picture: a picture
 *
 * Returns: (transfer full): the same
 */
ChainNetworkPicture *
chain_network_picture_ref (ChainNetworkPicture *picture)
{
  g_atomic_ref_count_inc (&picture->references);
  return picture;
}

/**
 * chain_network_picture_unref:
 * @picture: (transfer full): a picture
 */
void
chain_network_picture_unref (ChainNetworkPicture *picture)
{
  if (!g_atomic_ref_count_dec (&picture->references))
    return;
  g_ptr_array_unref (picture->layers);
  g_array_unref (picture->followed);
  g_free (picture->overlay_title);
  g_free (picture->target);
  g_free (picture->loss_title);
  g_free (picture->caption);
  g_free (picture);
}

/**
 * chain_network_picture_add_layer:
 * @picture: a picture
 * @units: how many
 * @symbol: the letter of their values
 *
 * Returns: (transfer none): the new last layer, without numbers
 */
ChainPictureLayer *
chain_network_picture_add_layer (ChainNetworkPicture *picture,
                                 guint                units,
                                 const char          *symbol)
{
  ChainPictureLayer *layer = g_new0 (ChainPictureLayer, 1);

  layer->units = units;
  layer->symbol = g_strdup (symbol);
  g_ptr_array_add (picture->layers, layer);
  return layer;
}

/**
 * chain_network_picture_follow:
 * @picture: a picture
 * @part: to be highlighted; CHAIN_PART_ALL stands for every unit
 */
void
chain_network_picture_follow (ChainNetworkPicture *picture,
                              ChainPart            part)
{
  g_array_append_val (picture->followed, part);
}

static gboolean
covers (guint pattern,
        guint index)
{
  return pattern == CHAIN_PART_ALL || pattern == index;
}

/**
 * chain_network_picture_follows:
 * @picture: a picture
 * @part: one part
 *
 * Returns: whether the part is highlighted
 */
gboolean
chain_network_picture_follows (const ChainNetworkPicture *picture,
                               const ChainPart           *part)
{
  for (guint i = 0; i < picture->followed->len; i++)
    {
      const ChainPart *followed = &g_array_index (picture->followed, ChainPart, i);

      if (followed->kind == part->kind && followed->layer == part->layer
          && covers (followed->unit, part->unit)
          && (part->kind != CHAIN_PART_CONNECTION || covers (followed->from, part->from)))
        return TRUE;
    }
  return FALSE;
}

/**
 * chain_network_picture_layer:
 * @picture: a picture
 * @layer: 0 for the input
 *
 * Returns: (transfer none): the layer
 */
const ChainPictureLayer *
chain_network_picture_layer (const ChainNetworkPicture *picture,
                             guint                      layer)
{
  return picture->layers->pdata[layer];
}

/**
 * chain_network_picture_indexed:
 * @letter: a symbol
 * @index: its subscript
 *
 * Returns: (transfer full): the symbol with the subscript in Unicode figures
 */
char *
chain_network_picture_indexed (const char *letter,
                               guint       index)
{
  static const char *const figures[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉" };
  g_autofree char *digits = g_strdup_printf ("%u", index);
  GString *text = g_string_new (letter);

  for (const char *digit = digits; *digit; digit++)
    g_string_append (text, figures[*digit - '0']);
  return g_string_free (text, FALSE);
}

/**
 * chain_network_picture_unit_name:
 * @picture: a picture
 * @layer: 0 for the input
 * @unit: from 0
 *
 * Returns: (transfer full): what stands over the unit
 */
char *
chain_network_picture_unit_name (const ChainNetworkPicture *picture,
                                 guint                      layer,
                                 guint                      unit)
{
  const ChainPictureLayer *of = chain_network_picture_layer (picture, layer);

  if (of->names)
    return g_strdup (of->names[unit]);
  if (of->units == 1)
    return g_strdup (of->symbol);
  return chain_network_picture_indexed (of->symbol, unit + 1);
}

/**
 * chain_part_equal:
 * @a: a part
 * @b: another
 *
 * Returns: whether both are the same
 */
gboolean
chain_part_equal (const ChainPart *a,
                  const ChainPart *b)
{
  return a->kind == b->kind && a->layer == b->layer && a->unit == b->unit
         && (a->kind != CHAIN_PART_CONNECTION || a->from == b->from);
}

/**
 * chain_network_picture_draw:
 * @picture: a picture
 * @cr: a drawing
 * @context: fonts to write with
 * @width: pixels
 * @height: pixels
 * @palette: colours
 *
 * Draws all of it, as for a file.
 */
void
chain_network_picture_draw (const ChainNetworkPicture *picture,
                            cairo_t                   *cr,
                            PangoContext              *context,
                            double                     width,
                            double                     height,
                            const ChainPalette        *palette)
{
  g_autoptr (ChainNetworkGeometry) geometry = NULL;

  geometry = chain_network_geometry_new (picture, context, width, height, &chain_network_whole);
  chain_network_draw_connections (picture, geometry, cr, palette);
  chain_network_draw_top (picture, geometry, cr, context, palette);
}

/**
 * chain_picture_maps_new:
 * @units: of a layer
 * @size: points along each side
 *
 * Returns: (transfer full): maps, to be filled in
 */
ChainPictureMaps *
chain_picture_maps_new (guint units,
                        guint size)
{
  ChainPictureMaps *maps = g_new0 (ChainPictureMaps, 1);

  g_atomic_ref_count_init (&maps->references);
  maps->size = size;
  maps->units = units;
  maps->values = g_new0 (float, (gsize) units * size * size);
  return maps;
}

/**
 * chain_picture_maps_ref:
 * @maps: maps
 *
 * Returns: (transfer full): the same
 */
ChainPictureMaps *
chain_picture_maps_ref (ChainPictureMaps *maps)
{
  g_atomic_ref_count_inc (&maps->references);
  return maps;
}

/**
 * chain_picture_maps_unref:
 * @maps: (transfer full): maps
 */
void
chain_picture_maps_unref (ChainPictureMaps *maps)
{
  if (!g_atomic_ref_count_dec (&maps->references))
    return;
  g_free (maps->values);
  g_free (maps);
}
