/* frame-memory.c: asks libc and Cairo not to give back what the next frame needs again.
 *
 * A picture of the window has megabytes, and pages that are new cost more than what is drawn on
 * them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/frame-memory.h"

#ifdef GDK_WINDOWING_X11
#include <cairo-xlib.h>
#include <gdk/x11/gdkx.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define KEPT (64 << 20)    /* bytes: a dozen pictures of a usual window */
#define LARGEST (32 << 20) /* bytes of a block that is kept, the most there may be */
#define FRAME "frame-memory"

static gpointer
keep_blocks (gpointer unused)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, KEPT);
  mallopt (M_MMAP_THRESHOLD, LARGEST);
#endif
  return NULL;
}

#ifdef GDK_WINDOWING_X11
/* Cairo shares memory with the X server for as long as any picture lies in it; this one stays
 * empty. Without shared memory it is an image whose pages are never touched. */
static cairo_surface_t *
shared_picture_new (GdkSurface *surface,
                    int         width,
                    int         height)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_surface_get_display (surface));
  cairo_surface_t *window
    = cairo_xlib_surface_create (display, gdk_x11_surface_get_xid (surface),
                                 DefaultVisual (display, DefaultScreen (display)), width, height);
  cairo_surface_t *picture
    = cairo_surface_create_similar_image (window, CAIRO_FORMAT_RGB24, width, height);

  cairo_surface_destroy (window);
  return picture;
}

static void
keep_shared (GdkSurface *surface)
{
  const int scale = gdk_surface_get_scale_factor (surface);
  const int width = gdk_surface_get_width (surface) * scale;
  const int height = gdk_surface_get_height (surface) * scale;
  cairo_surface_t *kept = g_object_get_data (G_OBJECT (surface), FRAME);

  if (width <= 0 || height <= 0
      || (kept && cairo_image_surface_get_width (kept) >= width
          && cairo_image_surface_get_height (kept) >= height))
    return;
  g_object_set_data_full (G_OBJECT (surface), FRAME, shared_picture_new (surface, width, height),
                          (GDestroyNotify) cairo_surface_destroy);
}
#endif

/**
 * chain_frame_memory_keep:
 * @widget: what is about to be drawn often, and large
 *
 * Lets the program hold on to the memory of frames, and, where the window is drawn by Cairo for an
 * X server, to what it shares with that. Asking again costs nothing while the window does not grow.
 */
void
chain_frame_memory_keep (GtkWidget *widget)
{
  static GOnce once = G_ONCE_INIT;
  GtkNative *native = gtk_widget_get_native (widget);

  g_once (&once, keep_blocks, NULL);
  if (!native || !GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    return;
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (gtk_native_get_surface (native)))
    keep_shared (gtk_native_get_surface (native));
#endif
}
