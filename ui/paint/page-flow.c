/* page-flow.c: pages of PDF that are filled from top to bottom.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/page-flow.h"

#include "base/error.h"

#include <cairo-pdf.h>

#define FONT_SIZE 9.5
#define SIDE 51.0     /* margins */
#define HEADER 36.0   /* y of the header's middle */
#define TOP 62.0
#define BOTTOM 56.0   /* below the text */
#define FOOTER 32.0   /* of the page number's middle from the lower edge */
#define SMALL 0.85    /* header and footer, to the running text */

const ChainPaper chain_papers[CHAIN_N_PAPERS] = {
  { "a4", "A4", 595.276, 841.89 },
  { "letter", "US Letter", 612, 792 },
};

static cairo_status_t
collect (void                *closure,
         const unsigned char *data,
         unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Letters have their own shapes and widths, not those of a screen's pixels. */
static PangoContext *
context_new (cairo_t *cr)
{
  PangoContext *context = pango_cairo_create_context (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (CHAIN_TEXT_FAMILY);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_font_description_set_absolute_size (font, FONT_SIZE * PANGO_SCALE);
  pango_context_set_font_description (context, font);
  return context;
}

static void
draw_small (ChainPageFlow *flow,
            const char    *words,
            double         x,
            double         y,
            double         anchor,
            double         room)
{
  g_autoptr (PangoLayout) text = chain_text_new (flow->context, words, SMALL, CHAIN_TEXT_PLAIN);

  chain_text_ellipsize (text, room);
  chain_color_set (flow->cr, &chain_palette_light.dim_text, 1);
  chain_text_draw (flow->cr, text, x, y, anchor, 0.5);
}

static void
begin_page (ChainPageFlow *flow)
{
  const double right = flow->left + flow->width;
  g_autofree char *number = NULL;

  flow->page++;
  flow->y = flow->top;
  draw_small (flow, flow->title, flow->left, HEADER, 0, 0.6 * flow->width);
  draw_small (flow, flow->subtitle, right, HEADER, 1, 0.36 * flow->width);
  cairo_move_to (flow->cr, flow->left, HEADER + 10);
  cairo_line_to (flow->cr, right, HEADER + 10);
  chain_color_set (flow->cr, &chain_palette_light.line, 1);
  cairo_set_line_width (flow->cr, 0.5);
  cairo_stroke (flow->cr);
  number = flow->n_pages > 0 ? g_strdup_printf ("%u / %u", flow->page, flow->n_pages)
                             : g_strdup_printf ("%u", flow->page);
  draw_small (flow, number, flow->left + flow->width / 2, flow->paper->height - FOOTER, 0.5,
              flow->width);
}

/**
 * chain_paper_find:
 * @name: of a paper, in small letters
 *
 * Returns: (transfer none) (nullable): the paper
 */
const ChainPaper *
chain_paper_find (const char *name)
{
  for (guint i = 0; i < CHAIN_N_PAPERS; i++)
    {
      if (g_str_equal (chain_papers[i].name, name))
        return &chain_papers[i];
    }
  return NULL;
}

/**
 * chain_page_flow_new:
 * @paper: what to fill
 * @title: of the document, on the left of every page's header
 * @subtitle: on the right of it
 * @n_pages: how many there will be, to be told on every page; 0 if that is not known
 *
 * Returns: (transfer full): the first page, empty
 */
ChainPageFlow *
chain_page_flow_new (const ChainPaper *paper,
                     const char       *title,
                     const char       *subtitle,
                     guint             n_pages)
{
  ChainPageFlow *flow = g_new0 (ChainPageFlow, 1);

  flow->paper = paper;
  flow->left = SIDE;
  flow->width = paper->width - 2 * SIDE;
  flow->top = TOP;
  flow->bottom = paper->height - BOTTOM;
  flow->title = g_strdup (title);
  flow->subtitle = g_strdup (subtitle);
  flow->n_pages = n_pages;
  flow->bytes = g_byte_array_new ();
  flow->surface
    = cairo_pdf_surface_create_for_stream (collect, flow->bytes, paper->width, paper->height);
  cairo_pdf_surface_set_metadata (flow->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (flow->surface, CAIRO_PDF_METADATA_SUBJECT, subtitle);
  cairo_pdf_surface_set_metadata (flow->surface, CAIRO_PDF_METADATA_CREATOR, "Chainrule");
  flow->cr = cairo_create (flow->surface);
  flow->context = context_new (flow->cr);
  begin_page (flow);
  return flow;
}

/**
 * chain_page_flow_need:
 * @flow: pages
 * @height: of what stays together
 *
 * Begins a new page if that is not left on this one. What is higher than a page begins one too.
 *
 * Returns: whether it did
 */
gboolean
chain_page_flow_need (ChainPageFlow *flow,
                      double         height)
{
  const double first = flow->top + (flow->heading ? 1.8 * FONT_SIZE : 0);

  if (flow->y + height <= flow->bottom || flow->y <= first)
    return FALSE;
  cairo_show_page (flow->cr);
  begin_page (flow);
  if (flow->heading)
    {
      draw_small (flow, flow->heading, flow->left, flow->y + 0.6 * FONT_SIZE, 0, flow->width);
      flow->y = first;
    }
  return TRUE;
}

/**
 * chain_page_flow_set_heading:
 * @flow: pages
 * @heading: (nullable): what stands on top of a page that begins in the middle of something
 */
void
chain_page_flow_set_heading (ChainPageFlow *flow,
                             const char    *heading)
{
  g_free (flow->heading);
  flow->heading = g_strdup (heading);
}

/**
 * chain_page_flow_write:
 * @flow: pages
 * @text: a paragraph; Pango markup where @flags say so
 * @scale: size relative to the running text
 * @flags: weight and kind of @text
 * @indent: of its left edge from that of the text
 * @most_lines: what is longer ends in an ellipsis
 * @color: of the letters
 *
 * Writes a paragraph, its lines together, and moves on below it.
 */
void
chain_page_flow_write (ChainPageFlow    *flow,
                       const char       *text,
                       double            scale,
                       ChainTextFlags    flags,
                       double            indent,
                       int               most_lines,
                       const ChainColor *color)
{
  g_autoptr (PangoLayout) layout = chain_text_new (flow->context, text, scale, flags);
  double height;

  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) ((flow->width - indent) * PANGO_SCALE));
  pango_layout_set_height (layout, -most_lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  chain_text_size (layout, NULL, &height);
  chain_page_flow_need (flow, height);
  chain_color_set (flow->cr, color, 1);
  chain_text_draw (flow->cr, layout, flow->left + indent, flow->y, 0, 0);
  flow->y += height;
}

/**
 * chain_page_flow_finish:
 * @flow: pages, of which nothing more is done
 * @error: set if there was not the memory for them
 *
 * Returns: (transfer full) (nullable): what the file holds
 */
GBytes *
chain_page_flow_finish (ChainPageFlow *flow,
                        GError       **error)
{
  cairo_status_t status;

  cairo_show_page (flow->cr);
  cairo_surface_finish (flow->surface);
  status = cairo_status (flow->cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (flow->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%u pages cannot be drawn: %s",
                   flow->page, cairo_status_to_string (status));
      return NULL;
    }
  return g_bytes_new (flow->bytes->data, flow->bytes->len);
}

/**
 * chain_page_flow_free:
 * @flow: (transfer full): to free
 */
void
chain_page_flow_free (ChainPageFlow *flow)
{
  g_object_unref (flow->context);
  cairo_destroy (flow->cr);
  cairo_surface_destroy (flow->surface);
  g_byte_array_unref (flow->bytes);
  g_free (flow->heading);
  g_free (flow->title);
  g_free (flow->subtitle);
  g_free (flow);
}
