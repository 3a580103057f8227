/* graph-view-picture.c: the drawing of a graph as it is shown, for files and the clipboard.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/graph-view-private.h"

/**
 * chain_graph_view_draw_file:
 * @cr: a drawing
 * @context: fonts to write with
 * @width: pixels
 * @height: likewise
 * @view: a #ChainGraphView
 *
 * Draws what the view shows, in colours for paper. What is fitted there is fitted here too.
 */
void
chain_graph_view_draw_file (cairo_t      *cr,
                            PangoContext *context,
                            double        width,
                            double        height,
                            gpointer      view)
{
  ChainGraphView *self = CHAIN_GRAPH_VIEW (view);
  ChainGraphLook  look = self->look;

  pango_context_set_font_description (
      context,
      pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  chain_color_set (cr, &chain_palette_light.canvas, 1);
  cairo_paint (cr);
  if (!chain_graph_view_has_nodes (self))
    return;
  look.focused = CHAIN_GRAPH_NO_NODE;
  if (self->fitted)
    chain_graph_look_fit (&look, self->picture, width, height);
  chain_graph_picture_draw (self->picture, &look, cr, context, &chain_palette_light, width, height);
}
