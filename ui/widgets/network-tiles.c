/* network-tiles.c: compares a drawing with the one before it, and keeps what is the same.
 *
 * Both drawings stay allocated: memory that is new each time costs more than the drawing itself.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-tiles.h"

#include "ui/widgets/network-renderer.h"

#include <string.h>

#define SIDE 64 /* of a tile, in units of the drawing */
#define BYTES 4 /* of a pixel */

struct _ChainNetworkTiles
{
  GtkWidget     *widget;
  int            width, height, scale;
  guchar        *drawn;  /* (nullable): [height · scale, width · scale] pixels, being drawn */
  guchar        *before; /* (nullable): what the tiles show */
  GPtrArray     *nodes;  /* GskRenderNode *: of each tile, from the left, then from the top */
  GskRenderNode *all;    /* (nullable): of these */
};

typedef struct
{
  int   x, y, width, height; /* in units of the drawing */
  gsize first;               /* byte of its first pixel */
  gsize length;              /* bytes of its rows */
  gsize stride;              /* bytes from one row to the next */
} Tile;

static int
count_tiles (int length)
{
  return (length + SIDE - 1) / SIDE;
}

static Tile
tile_at (const ChainNetworkTiles *tiles,
         guint                    i)
{
  const int across = count_tiles (tiles->width);
  Tile tile = { .x = (int) i % across * SIDE, .y = (int) i / across * SIDE };

  tile.width = MIN (SIDE, tiles->width - tile.x);
  tile.height = MIN (SIDE, tiles->height - tile.y);
  tile.stride = (gsize) tiles->width * (gsize) tiles->scale * BYTES;
  tile.length = (gsize) tile.width * (gsize) tiles->scale * BYTES;
  tile.first = (gsize) tile.y * (gsize) tiles->scale * tile.stride
               + (gsize) tile.x * (gsize) tiles->scale * BYTES;
  return tile;
}

static gboolean
is_same (const ChainNetworkTiles *tiles,
         const Tile              *tile)
{
  for (int row = 0; row < tile->height * tiles->scale; row++)
    {
      const gsize at = tile->first + (gsize) row * tile->stride;

      if (memcmp (tiles->drawn + at, tiles->before + at, tile->length) != 0)
        return FALSE;
    }
  return TRUE;
}

static GskRenderNode *
node_new (const ChainNetworkTiles *tiles,
          const Tile              *tile)
{
  const gsize rows = (gsize) tile->height * (gsize) tiles->scale;
  guchar *pixels = g_malloc (rows * tile->length);
  const guint32 *pixel = (const guint32 *) (gconstpointer) pixels;
  gboolean any = FALSE;

  for (gsize row = 0; row < rows; row++)
    memcpy (pixels + row * tile->length, tiles->drawn + tile->first + row * tile->stride,
            tile->length);
  for (gsize i = 0; i < rows * tile->length / BYTES && !any; i++)
    any = pixel[i] != 0;
  if (any)
    return chain_network_pixels_node (tiles->widget, pixels, tile->x, tile->y, tile->width,
                                      tile->height, tiles->scale);
  g_free (pixels);
  /* Keeps the place of a tile among the others, which are compared one by one. */
  return gsk_container_node_new (NULL, 0);
}

static void
resize (ChainNetworkTiles *tiles,
        int                width,
        int                height,
        int                scale)
{
  const gsize size = (gsize) width * (gsize) height * (gsize) scale * (gsize) scale * BYTES;

  tiles->width = width;
  tiles->height = height;
  tiles->scale = scale;
  g_free (tiles->drawn);
  g_free (tiles->before);
  tiles->drawn = g_malloc (size);
  tiles->before = g_malloc (size);
  g_ptr_array_set_size (tiles->nodes, 0);
}

/**
 * chain_network_tiles_new:
 * @widget: where they are shown
 *
 * Returns: (transfer full): tiles of nothing
 */
ChainNetworkTiles *
chain_network_tiles_new (GtkWidget *widget)
{
  ChainNetworkTiles *tiles = g_new0 (ChainNetworkTiles, 1);

  tiles->widget = widget;
  tiles->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);
  return tiles;
}

/**
 * chain_network_tiles_free:
 * @tiles: (transfer full): tiles
 */
void
chain_network_tiles_free (ChainNetworkTiles *tiles)
{
  g_ptr_array_unref (tiles->nodes);
  g_clear_pointer (&tiles->all, gsk_render_node_unref);
  g_free (tiles->drawn);
  g_free (tiles->before);
  g_free (tiles);
}

/**
 * chain_network_tiles_begin:
 * @tiles: tiles
 * @width: of the drawing
 * @height: likewise
 * @scale: pixels for each unit of these
 *
 * Returns: (transfer full): an empty drawing, for chain_network_tiles_end()
 */
cairo_t *
chain_network_tiles_begin (ChainNetworkTiles *tiles,
                           int                width,
                           int                height,
                           int                scale)
{
  cairo_surface_t *surface;
  cairo_t *cr;

  if (!tiles->drawn || tiles->width != width || tiles->height != height || tiles->scale != scale)
    resize (tiles, width, height, scale);
  memset (tiles->drawn, 0,
          (gsize) width * (gsize) height * (gsize) scale * (gsize) scale * BYTES);
  surface = cairo_image_surface_create_for_data (tiles->drawn, CAIRO_FORMAT_ARGB32, width * scale,
                                                 height * scale, width * scale * BYTES);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cr;
}

/**
 * chain_network_tiles_end:
 * @tiles: tiles
 * @cr: (transfer full): what was drawn
 *
 * Makes the tiles that are not as they were anew.
 */
void
chain_network_tiles_end (ChainNetworkTiles *tiles,
                         cairo_t           *cr)
{
  const guint n = (guint) (count_tiles (tiles->width) * count_tiles (tiles->height));
  const gboolean first = tiles->nodes->len == 0;
  gboolean changed = first;
  guchar *drawn = tiles->drawn;

  cairo_surface_flush (cairo_get_target (cr));
  cairo_destroy (cr);
  for (guint i = 0; i < n; i++)
    {
      const Tile tile = tile_at (tiles, i);

      if (first)
        {
          g_ptr_array_add (tiles->nodes, node_new (tiles, &tile));
        }
      else if (!is_same (tiles, &tile))
        {
          gsk_render_node_unref (tiles->nodes->pdata[i]);
          tiles->nodes->pdata[i] = node_new (tiles, &tile);
          changed = TRUE;
        }
    }
  tiles->drawn = tiles->before;
  tiles->before = drawn;
  if (!changed)
    return;
  g_clear_pointer (&tiles->all, gsk_render_node_unref);
  tiles->all = gsk_container_node_new ((GskRenderNode **) tiles->nodes->pdata, n);
}

/**
 * chain_network_tiles_snapshot:
 * @tiles: tiles of a drawing
 * @snapshot: where they go
 */
void
chain_network_tiles_snapshot (ChainNetworkTiles *tiles,
                              GtkSnapshot       *snapshot)
{
  if (tiles->all)
    gtk_snapshot_append_node (snapshot, tiles->all);
}
