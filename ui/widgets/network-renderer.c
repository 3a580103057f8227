/* network-renderer.c: asks for pixels, waits without blocking, and shows what there is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-renderer.h"

#include "base/background.h"
#include "ui/widgets/frame-memory.h"

#include <string.h>

#define AT_ONCE 1200   /* connections that are drawn within a frame */
#define QUICK_FROM 12000 /* connections of which the strongest are shown first */
#define MOST_THREADS 4

static const cairo_user_data_key_t pixels_key;

/* What is drawn. */
typedef struct
{
  ChainNetworkPicture  *picture;
  ChainNetworkGeometry *geometry;
  const ChainPalette   *palette;
  int                   scale;
} Scene;

/* A scene to be drawn on a worker thread. */
typedef struct
{
  Scene            scene;
  ChainConnections which;
} Job;

struct _ChainNetworkRenderer
{
  GtkWidget    *widget;
  Scene        *shown;    /* (nullable): what the pixels show */
  GskRenderNode *pixels;  /* (nullable): always the same while nothing changes */
  Scene        *asked;    /* (nullable): what is being drawn */
  Scene        *pending;  /* (nullable): what is to be drawn after it */
  GCancellable *drawing;  /* (nullable): what is being drawn */
};

static Scene *
scene_new (ChainNetworkPicture  *picture,
           ChainNetworkGeometry *geometry,
           const ChainPalette   *palette,
           int                   scale)
{
  Scene *scene = g_new (Scene, 1);

  *scene = (Scene) { chain_network_picture_ref (picture), chain_network_geometry_ref (geometry),
                     palette, scale };
  return scene;
}

static void
scene_clear (Scene *scene)
{
  chain_network_picture_unref (scene->picture);
  chain_network_geometry_unref (scene->geometry);
}

static void
scene_free (Scene *scene)
{
  scene_clear (scene);
  g_free (scene);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  scene_clear (&job->scene);
  g_free (job);
}

static gboolean
same_columns (const ChainNetworkGeometry *a,
              const ChainNetworkGeometry *b)
{
  if (a->columns->len != b->columns->len)
    return FALSE;
  for (guint i = 0; i < a->columns->len; i++)
    {
      const ChainPictureColumn *x = &g_array_index (a->columns, ChainPictureColumn, i);
      const ChainPictureColumn *y = &g_array_index (b->columns, ChainPictureColumn, i);

      if (x->layer != y->layer || x->hidden != y->hidden || x->n_units != y->n_units
          || x->n_places != y->n_places || x->fold_place != y->fold_place || x->pick != y->pick
          || x->x != y->x || x->half_width != y->half_width || x->first_y != y->first_y
          || x->pitch != y->pitch)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_geometry (const ChainNetworkGeometry *a,
               const ChainNetworkGeometry *b)
{
  return a == b
         || (a->width == b->width && a->height == b->height
             && a->look.logarithmic == b->look.logarithmic && a->scale.least == b->scale.least
             && same_columns (a, b));
}

static gboolean
same_numbers (const ChainNetworkPicture *a,
              const ChainNetworkPicture *b)
{
  if (a == b)
    return TRUE;
  if (a->layers->len != b->layers->len)
    return FALSE;
  for (guint l = 1; l < a->layers->len; l++)
    {
      const ChainPictureLayer *x = chain_network_picture_layer (a, l);
      const ChainPictureLayer *y = chain_network_picture_layer (b, l);
      const gsize n = (gsize) x->units * chain_network_picture_layer (a, l - 1)->units;

      if (x->units != y->units || !x->overlay != !y->overlay
          || chain_network_picture_layer (a, l - 1)->units
               != chain_network_picture_layer (b, l - 1)->units)
        return FALSE;
      if (x->overlay && memcmp (x->overlay, y->overlay, n * sizeof (double)) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_scene (const Scene *a,
            const Scene *b)
{
  return a && b && a->palette == b->palette && a->scale == b->scale
         && same_geometry (a->geometry, b->geometry) && same_numbers (a->picture, b->picture);
}

/**
 * chain_network_pixels_node:
 * @widget: where they are shown
 * @pixels: (transfer full): [height · scale, width · scale] premultiplied ARGB as Cairo has them
 * @x: where the node begins
 * @y: likewise
 * @width: of the node
 * @height: likewise
 * @scale: pixels for each unit of these
 *
 * A renderer with a graphics card keeps a texture there. The one that draws with Cairo would copy
 * a texture for each frame, but paints from an image as it is.
 *
 * Returns: (transfer full): a node that paints the pixels
 */
GskRenderNode *
chain_network_pixels_node (GtkWidget *widget,
                           guchar    *pixels,
                           int        x,
                           int        y,
                           int        width,
                           int        height,
                           int        scale)
{
  const graphene_rect_t bounds
    = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height);
  const int columns = width * scale, rows = height * scale;
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderNode *node;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (!native || !GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, (gsize) columns * (gsize) rows * 4);
      g_autoptr (GdkTexture) texture = NULL;

      texture = gdk_memory_texture_new (columns, rows, GDK_MEMORY_DEFAULT, bytes,
                                        (gsize) columns * 4);
      return gsk_texture_node_new (texture, &bounds);
    }
  surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, columns, rows,
                                                 columns * 4);
  cairo_surface_set_user_data (surface, &pixels_key, pixels, g_free);
  cairo_surface_set_device_scale (surface, scale, scale);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
}

static void
show (ChainNetworkRenderer *renderer,
      const Scene          *scene,
      guchar               *pixels)
{
  g_clear_pointer (&renderer->shown, scene_free);
  g_clear_pointer (&renderer->pixels, gsk_render_node_unref);
  renderer->shown = scene_new (scene->picture, scene->geometry, scene->palette, scene->scale);
  renderer->pixels
    = chain_network_pixels_node (renderer->widget, pixels, 0, 0, (int) scene->geometry->width,
                                 (int) scene->geometry->height, scene->scale);
}

static guchar *
draw (const Scene      *scene,
      ChainConnections  which,
      guint             n_threads,
      GCancellable     *cancellable)
{
  return chain_network_raster_connections (scene->picture, scene->geometry, scene->palette, which,
                                           scene->scale, n_threads, cancellable);
}

static void
run_job (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  const Job *job = data;
  /* One is left to the main thread. */
  const guint threads = CLAMP (g_get_num_processors () - 1, 1, MOST_THREADS);

  chain_background_enter ();
  g_task_return_pointer (task, draw (&job->scene, job->which, threads, cancellable), g_free);
}

static void start (ChainNetworkRenderer *renderer,
                   ChainConnections      which);

static void
on_drawn (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  guchar *pixels = g_task_propagate_pointer (G_TASK (result), NULL);
  ChainNetworkRenderer *renderer;

  /* What was given up may belong to a renderer that is gone. */
  if (!pixels)
    return;
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      g_free (pixels);
      return;
    }
  renderer = data;
  show (renderer, &job->scene, pixels);
  g_clear_object (&renderer->drawing);
  gtk_widget_queue_draw (renderer->widget);
  if (renderer->pending)
    {
      scene_free (renderer->asked);
      renderer->asked = g_steal_pointer (&renderer->pending);
      start (renderer, CHAIN_CONNECTIONS_ALL);
    }
  else if (job->which == CHAIN_CONNECTIONS_STRONGEST)
    {
      start (renderer, CHAIN_CONNECTIONS_ALL);
    }
  else
    {
      g_clear_pointer (&renderer->asked, scene_free);
    }
}

static void
start (ChainNetworkRenderer *renderer,
       ChainConnections      which)
{
  Job *job = g_new (Job, 1);
  g_autoptr (GTask) task = NULL;

  job->which = which;
  job->scene = *renderer->asked;
  chain_network_picture_ref (job->scene.picture);
  chain_network_geometry_ref (job->scene.geometry);
  renderer->drawing = g_cancellable_new ();
  task = g_task_new (NULL, renderer->drawing, on_drawn, renderer);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

/* Gives up what is being drawn. */
static void
stop (ChainNetworkRenderer *renderer)
{
  if (renderer->drawing)
    g_cancellable_cancel (renderer->drawing);
  g_clear_object (&renderer->drawing);
  g_clear_pointer (&renderer->asked, scene_free);
  g_clear_pointer (&renderer->pending, scene_free);
}

/**
 * chain_network_renderer_new:
 * @widget: (not nullable): what is drawn anew when pixels are there; outlives the renderer
 *
 * Returns: (transfer full): a renderer that shows nothing
 */
ChainNetworkRenderer *
chain_network_renderer_new (GtkWidget *widget)
{
  ChainNetworkRenderer *renderer = g_new0 (ChainNetworkRenderer, 1);

  renderer->widget = widget;
  return renderer;
}

/**
 * chain_network_renderer_free:
 * @renderer: (transfer full): a renderer
 */
void
chain_network_renderer_free (ChainNetworkRenderer *renderer)
{
  chain_network_renderer_clear (renderer);
  g_free (renderer);
}

/**
 * chain_network_renderer_clear:
 * @renderer: a renderer
 *
 * Forgets what is shown and what was asked for: another network has nothing in common with it.
 */
void
chain_network_renderer_clear (ChainNetworkRenderer *renderer)
{
  stop (renderer);
  g_clear_pointer (&renderer->shown, scene_free);
  g_clear_pointer (&renderer->pixels, gsk_render_node_unref);
}

/**
 * chain_network_renderer_is_busy:
 * @renderer: a renderer
 *
 * Returns: whether something is being drawn that is not shown yet
 */
gboolean
chain_network_renderer_is_busy (ChainNetworkRenderer *renderer)
{
  return renderer->drawing != NULL;
}

/* Numbers that change again and again let each drawing be finished, so that there always is a
 * recent one; where the drawing has moved, the old one is of no use. */
static void
ask (ChainNetworkRenderer *renderer,
     Scene                *scene)
{
  const gboolean moved
    = !renderer->shown || !same_geometry (renderer->shown->geometry, scene->geometry);
  const gboolean many = chain_network_count_connections (scene->geometry) > QUICK_FROM;

  if (renderer->drawing && same_geometry (renderer->asked->geometry, scene->geometry)
      && renderer->asked->scale == scene->scale)
    {
      g_clear_pointer (&renderer->pending, scene_free);
      renderer->pending = scene;
      return;
    }
  stop (renderer);
  chain_frame_memory_keep (renderer->widget);
  renderer->asked = scene;
  start (renderer, moved && many ? CHAIN_CONNECTIONS_STRONGEST : CHAIN_CONNECTIONS_ALL);
}

/**
 * chain_network_renderer_request:
 * @renderer: a renderer
 * @picture: a picture
 * @geometry: its geometry
 * @palette: colours
 * @scale: pixels for each of the geometry's
 *
 * Lets the pixels show this, now or soon. Asking again for what is there costs little.
 */
void
chain_network_renderer_request (ChainNetworkRenderer *renderer,
                                ChainNetworkPicture  *picture,
                                ChainNetworkGeometry *geometry,
                                const ChainPalette   *palette,
                                int                   scale)
{
  Scene *scene = scene_new (picture, geometry, palette, scale);
  const Scene *newest = renderer->pending ? renderer->pending : renderer->asked;

  if (same_scene (newest ? newest : renderer->shown, scene))
    {
      scene_free (scene);
    }
  else if (chain_network_count_connections (geometry) <= AT_ONCE)
    {
      stop (renderer);
      show (renderer, scene, draw (scene, CHAIN_CONNECTIONS_ALL, 1, NULL));
      scene_free (scene);
    }
  else
    {
      ask (renderer, scene);
    }
}

/**
 * chain_network_renderer_snapshot:
 * @renderer: a renderer
 * @snapshot: where the pixels go
 * @geometry: as the drawing is looked at now
 *
 * Adds the pixels, moved and enlarged to where their connections would be now.
 */
void
chain_network_renderer_snapshot (ChainNetworkRenderer *renderer,
                                 GtkSnapshot          *snapshot,
                                 ChainNetworkGeometry *geometry)
{
  const ChainNetworkGeometry *old;
  double zoom_x, zoom_y;

  if (!renderer->pixels)
    return;
  old = renderer->shown->geometry;
  zoom_x = geometry->zoom_x / old->zoom_x;
  zoom_y = geometry->look.zoom / old->look.zoom;
  if (zoom_x == 1 && zoom_y == 1 && geometry->look.x == old->look.x
      && geometry->look.y == old->look.y)
    {
      gtk_snapshot_append_node (snapshot, renderer->pixels);
      return;
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (geometry->look.x - old->look.x * zoom_x),
                                                (float) (geometry->look.y
                                                         - old->look.y * zoom_y)));
  gtk_snapshot_scale (snapshot, (float) zoom_x, (float) zoom_y);
  gtk_snapshot_append_node (snapshot, renderer->pixels);
  gtk_snapshot_restore (snapshot);
}
