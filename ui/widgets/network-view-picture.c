/* network-view-picture.c: the drawing as it is shown, as a file or on the clipboard.
 *
 * The same zoom, folding, scale and colours, but in strokes instead of pixels, and without the
 * buttons that lie over it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view-private.h"

#include "ui/paint/network-file.h"
#include "ui/widgets/network-contents.h"

typedef struct
{
  ChainNetworkPicture *picture;
  ChainNetworkLook     look;
  ChainNetworkFile     file;
  double               width, height;
} Shown;

static void
shown_clear (Shown *shown)
{
  g_clear_pointer (&shown->picture, chain_network_picture_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

/* What is shown, or would be if the page were. */
static void
shown_init (ChainNetworkView *view,
            Shown            *shown)
{
  GtkWidget *widget = GTK_WIDGET (view);
  PangoContext *context = gtk_widget_get_pango_context (widget);

  shown->picture = chain_network_contents_new (view->session,
                                               chain_network_activity_result (view->activity));
  shown->look = view->look;
  shown->look.unfolded = view->unfolded;
  shown->look.head_room = 0;
  shown->width = gtk_widget_get_width (widget);
  shown->height = gtk_widget_get_height (widget);
  if (shown->width < CHAIN_PICTURE_LEAST_SIZE || shown->height < CHAIN_PICTURE_LEAST_SIZE)
    {
      shown->width = CHAIN_NETWORK_FILE_WIDTH;
      shown->height = CHAIN_NETWORK_FILE_HEIGHT;
    }
  shown->file = (ChainNetworkFile) { shown->picture, &shown->look,
                                     view->palette ? view->palette : &chain_palette_light,
                                     pango_context_get_font_description (context) };
}

/**
 * chain_network_view_save_picture:
 * @view: a view of a session with a stepper
 * @path: (type filename): a file that ends in .svg, .pdf or .png
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_network_view_save_picture (ChainNetworkView *view,
                                 const char       *path,
                                 GError          **error)
{
  g_auto (Shown) shown = { NULL };

  shown_init (view, &shown);
  return chain_picture_file_save (path, shown.width, shown.height, chain_network_file_draw,
                                  &shown.file, error);
}

/**
 * chain_network_view_copy_picture:
 * @view: a view of a session with a stepper
 * @error: set if there is not the memory for it
 *
 * Puts the drawing on the clipboard, in each format; who pastes takes the one it reads.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_network_view_copy_picture (ChainNetworkView *view,
                                 GError          **error)
{
  GdkContentProvider *providers[CHAIN_N_PICTURE_FORMATS];
  g_autoptr (GdkContentProvider) all = NULL;
  g_auto (Shown) shown = { NULL };
  g_autoptr (GPtrArray) drawn = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  shown_init (view, &shown);
  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    {
      GBytes *bytes = chain_picture_format_draw (&chain_picture_formats[i], shown.width,
                                                 shown.height, chain_network_file_draw,
                                                 &shown.file, error);

      if (!bytes)
        return FALSE;
      g_ptr_array_add (drawn, bytes);
    }
  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    providers[i] = gdk_content_provider_new_for_bytes (chain_picture_formats[i].mime_type,
                                                       drawn->pdata[i]);
  all = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (view)), all);
  return TRUE;
}
