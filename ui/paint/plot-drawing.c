/* plot-drawing.c: draws a plot: lines, points and what is read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/chart-frame.h"
#include "ui/paint/plot-private.h"

#include <math.h>

#define MOST_TRACED 400  /* points */
#define MOST_CROSSED 0.2 /* of the frame that crosses may take; more of them get slight */
#define NEAR 3.0         /* pixels between the dots of a way; closer ones are left out */

static void
trace_line (const ChainPlotDrawing *d, const ChainPlotLine *line)
{
  gboolean begun = FALSE;

  for (gsize i = 0; i < line->n; i++)
    {
      if (!isfinite (line->x[i]) || !isfinite (line->y[i]))
        begun = FALSE;
      else
        {
          (begun ? cairo_line_to : cairo_move_to) (
              d->cr, CLAMP (chain_plot_x_pixel (d->plot, &d->frame, line->x[i]), -1e5, 1e5),
              CLAMP (chain_plot_y_pixel (d->plot, &d->frame, line->y[i]), -1e5, 1e5));
          begun = TRUE;
        }
    }
}

static void
draw_dots (const ChainPlotDrawing *d, const ChainPlotLine *line, const ChainColor *color)
{
  double last_x = -INFINITY, last_y = -INFINITY;

  for (gsize i = 0; i < line->n; i++)
    {
      const double x = chain_plot_x_pixel (d->plot, &d->frame, line->x[i]);
      const double y = chain_plot_y_pixel (d->plot, &d->frame, line->y[i]);

      if (fabs (x - last_x) < NEAR && fabs (y - last_y) < NEAR)
        continue;
      last_x = x;
      last_y = y;
      cairo_arc (d->cr, x, y, i == 0 ? 3.5 : 2, 0, 2 * G_PI);
      chain_color_set (d->cr, i == 0 ? &d->palette->canvas : color, 1);
      cairo_fill_preserve (d->cr);
      chain_color_set (d->cr, color, 1);
      cairo_set_line_width (d->cr, i == 0 ? 1.5 : 0.5);
      cairo_stroke (d->cr);
    }
}

static void
draw_lines (const ChainPlotDrawing *d)
{
  static const double dashes[] = { 5, 4 };

  for (guint i = 0; i < d->plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (d->plot->lines, i);
      const ChainColor    *color = chain_ink_color (d->palette, line->ink);

      cairo_set_line_join (d->cr, CAIRO_LINE_JOIN_ROUND);
      trace_line (d, line);
      if (chain_plot_is_covered (d))
        {
          chain_color_set (d->cr, &d->palette->canvas, 0.7);
          cairo_set_line_width (d->cr, line->width + 2);
          cairo_stroke_preserve (d->cr);
        }
      chain_color_set (d->cr, color, 1);
      cairo_set_line_width (d->cr, line->width);
      cairo_set_dash (d->cr, dashes, line->dashed ? 2 : 0, 0);
      cairo_stroke (d->cr);
      cairo_set_dash (d->cr, NULL, 0, 0);
      if (line->dots)
        draw_dots (d, line, color);
    }
}

static double
radius_for (guint n_points)
{
  return n_points <= 300 ? 3.5 : n_points <= 2000 ? 2.75 : n_points <= 8000 ? 2.25 : 1.75;
}

static ChainColor
color_of (const ChainPlot *plot, guint class, double number, const ChainPalette *palette)
{
  if (class != CHAIN_PLOT_NO_CLASS)
    return chain_class_color (class, palette);
  if (plot->has_scale && isfinite (number))
    return chain_number_color (number, plot->color_from, plot->color_to, palette);
  return palette->accent;
}

/* Filled for training, hollow for validation; a thin rim keeps points apart from their colour. */
void
chain_plot_draw_marker (const ChainPlotDrawing *d,
                        ChainMarker             marker,
                        const ChainColor       *color,
                        double                  x,
                        double                  y,
                        double                  radius,
                        gboolean                hollow)
{
  chain_marker_path (d->cr, marker, x, y, radius);
  if (hollow)
    {
      chain_color_set (d->cr, &d->palette->canvas, 0.9);
      cairo_fill_preserve (d->cr);
      chain_color_set (d->cr, color, 1);
      cairo_set_line_width (d->cr, fmax (radius * 0.45, 1));
    }
  else
    {
      chain_color_set (d->cr, color, 1);
      cairo_fill_preserve (d->cr);
      chain_color_set (d->cr, &d->palette->canvas, 0.9);
      cairo_set_line_width (d->cr, 0.8);
    }
  cairo_stroke (d->cr);
}

void
chain_plot_draw_cross (const ChainPlotDrawing *d, double x, double y, double radius)
{
  const double line = CLAMP (0.3 * radius, 0.8, 1.5);

  for (guint i = 0; i < 2; i++)
    {
      cairo_move_to (d->cr, x - radius, y - radius);
      cairo_line_to (d->cr, x + radius, y + radius);
      cairo_move_to (d->cr, x - radius, y + radius);
      cairo_line_to (d->cr, x + radius, y - radius);
      chain_color_set (d->cr, i == 0 ? &d->palette->canvas : &d->palette->text, 1);
      cairo_set_line_width (d->cr, i == 0 ? 2.1 * line : line);
      cairo_stroke (d->cr);
    }
}

/* A cross that leaves the colour of the point under it to be seen. */
static void
draw_slight_cross (const ChainPlotDrawing *d, double x, double y, double radius)
{
  cairo_move_to (d->cr, x - radius, y - radius);
  cairo_line_to (d->cr, x + radius, y + radius);
  cairo_move_to (d->cr, x - radius, y + radius);
  cairo_line_to (d->cr, x + radius, y - radius);
  chain_color_set (d->cr, &d->palette->text, 0.75);
  cairo_set_line_width (d->cr, 0.6);
  cairo_stroke (d->cr);
}

/* Whether crosses of @radius would hide what lies under them. */
static gboolean
is_crowded (const ChainPlotDrawing *d, double radius)
{
  gsize n_wrong = 0;

  for (guint i = 0; i < d->plot->points->len; i++)
    n_wrong += g_array_index (d->plot->points, ChainPlotPoint, i).wrong;
  return n_wrong * 4 * radius * radius > MOST_CROSSED * d->frame.width * d->frame.height;
}

static ChainMarker
marker_of (guint class)
{
  return class != CHAIN_PLOT_NO_CLASS ? chain_class_marker (class) : CHAIN_MARKER_CIRCLE;
}

/* A shape and its rim, rasterised once and then only stamped: many times as fast. */
typedef struct
{
  cairo_surface_t *body;
  cairo_surface_t *rim;
} Stamp;

static cairo_surface_t *
stamp_new (ChainMarker marker, double radius, double rim)
{
  const int        middle = (int) ceil (radius * 1.5) + 2;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 2 * middle, 2 * middle);
  cairo_t         *cr = cairo_create (surface);

  chain_marker_path (cr, marker, middle, middle, radius);
  cairo_set_line_width (cr, rim);
  (rim > 0 ? cairo_stroke : cairo_fill) (cr);
  cairo_destroy (cr);
  return surface;
}

static void
draw_stamp (const ChainPlotDrawing *d,
            Stamp            *stamp,
            ChainMarker       marker,
            const ChainColor *color,
            double            x,
            double            y,
            double            radius,
            gboolean          hollow)
{
  const int middle = (int) ceil (radius * 1.5) + 2;

  if (stamp->body == NULL)
    {
      stamp->body = stamp_new (marker, radius, 0);
      stamp->rim = stamp_new (marker, radius, hollow ? fmax (radius * 0.45, 1) : 0.8);
    }
  chain_color_set (d->cr, hollow ? &d->palette->canvas : color, 1);
  cairo_mask_surface (d->cr, stamp->body, round (x) - middle, round (y) - middle);
  chain_color_set (d->cr, hollow ? color : &d->palette->canvas, 1);
  cairo_mask_surface (d->cr, stamp->rim, round (x) - middle, round (y) - middle);
}

/* Those predicted wrong lie over the others. Pictures of few points and those that can be scaled
 * have shapes of lines. */
static void
draw_points (const ChainPlotDrawing *d)
{
  const double   radius = radius_for (d->plot->points->len);
  const gboolean stamped
      = d->plot->points->len > MOST_TRACED
        && cairo_surface_get_type (cairo_get_target (d->cr)) == CAIRO_SURFACE_TYPE_IMAGE;
  const double   arm = radius * 1.1 + 1;
  const gboolean crowded = is_crowded (d, arm);
  Stamp stamps[CHAIN_N_MARKERS][2] = { { { NULL, NULL } } };

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < d->plot->points->len; i++)
      {
        const ChainPlotPoint *point = &g_array_index (d->plot->points, ChainPlotPoint, i);
        const double          x = chain_plot_x_pixel (d->plot, &d->frame, point->x);
        const double          y = chain_plot_y_pixel (d->plot, &d->frame, point->y);
        const ChainColor      color = color_of (d->plot, point->class, point->number, d->palette);

        if (!isfinite (x) || !isfinite (y) || point->wrong != (pass == 1))
          continue;
        if (stamped)
          draw_stamp (d, &stamps[marker_of (point->class)][point->validation],
                      marker_of (point->class), &color, x, y, radius, point->validation);
        else
          chain_plot_draw_marker (d, marker_of (point->class), &color, x, y, radius,
                                  point->validation);
        if (point->wrong && crowded)
          draw_slight_cross (d, x, y, radius);
        else if (point->wrong)
          chain_plot_draw_cross (d, x, y, arm);
      }
  for (guint i = 0; i < CHAIN_N_MARKERS; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_clear_pointer (&stamps[i][j].body, cairo_surface_destroy);
        g_clear_pointer (&stamps[i][j].rim, cairo_surface_destroy);
      }
}

static void
draw_here (const ChainPlotDrawing *d)
{
  const double x = chain_plot_x_pixel (d->plot, &d->frame, d->plot->here_x);
  const double y = chain_plot_y_pixel (d->plot, &d->frame, d->plot->here_y);

  cairo_arc (d->cr, x, y, 5.5, 0, 2 * G_PI);
  chain_color_set (d->cr, &d->palette->follow, 1);
  cairo_fill_preserve (d->cr);
  chain_color_set (d->cr, &d->palette->text, 1);
  cairo_set_line_width (d->cr, 1.5);
  cairo_stroke (d->cr);
}

static void
draw_message (const ChainPlotDrawing *d)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, d->plot->message, 1, 0);

  pango_layout_set_width (text, (int) (fmax (d->width - 4 * CHAIN_PLOT_PAD, 40) * PANGO_SCALE));
  pango_layout_set_alignment (text, PANGO_ALIGN_CENTER);
  pango_layout_set_wrap (text, PANGO_WRAP_WORD_CHAR);
  chain_color_set (d->cr, &d->palette->dim_text, 1);
  chain_text_draw (d->cr, text, d->width / 2, d->height / 2, 0.5, 0.5);
}

/**
 * chain_plot_draw:
 * @plot: a plot
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * Training rows are filled, validation rows hollow; those predicted wrong are crossed.
 */
void
chain_plot_draw (const ChainPlot    *plot,
                 cairo_t            *cr,
                 PangoContext       *context,
                 double              width,
                 double              height,
                 const ChainPalette *palette)
{
  ChainPlotDrawing d = { plot, cr, context, palette, { 0 }, width, height,
                         chain_plot_line_height (context) };

  if (plot->message != NULL)
    {
      draw_message (&d);
      return;
    }
  chain_plot_frame (plot, context, width, height, &d.frame);
  cairo_save (cr);
  chain_plot_draw_axes (&d);
  chain_plot_draw_legend (&d);
  cairo_rectangle (cr, d.frame.left, d.frame.top, d.frame.width, d.frame.height);
  cairo_clip (cr);
  if (plot->field != NULL)
    chain_plot_draw_field (plot, &d.frame, cr, context, palette);
  draw_lines (&d);
  draw_points (&d);
  if (plot->has_here)
    draw_here (&d);
  cairo_restore (cr);
}

/**
 * chain_plot_draw_hover:
 * @plot: a plot, drawn already
 * @hover: what is read
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * Puts a ring around what is read, and a card with its numbers beside it.
 */
void
chain_plot_draw_hover (const ChainPlot      *plot,
                       const ChainPlotHover *hover,
                       cairo_t              *cr,
                       PangoContext         *context,
                       double                width,
                       double                height,
                       const ChainPalette   *palette)
{
  g_autoptr (GPtrArray) words = chain_plot_read (plot, hover);
  g_autoptr (ChainCard) card = NULL;
  g_autofree char      *title = NULL;
  ChainPlotFrame        frame;
  double                x, y;
  guint                 first = 0;

  chain_plot_frame (plot, context, width, height, &frame);
  x = chain_plot_x_pixel (plot, &frame, hover->x);
  y = chain_plot_y_pixel (plot, &frame, hover->y);
  if (hover->point >= 0 || hover->line >= 0)
    {
      title = g_strdup_printf ("%s %s", (char *) words->pdata[0], (char *) words->pdata[1]);
      title[0] = g_ascii_toupper (title[0]);
      first = 2;
      chain_color_set (cr, &palette->follow, 1);
      cairo_set_line_width (cr, 3);
      cairo_arc (cr, x, y, radius_for (plot->points->len) + 4, 0, 2 * G_PI);
      cairo_stroke (cr);
    }
  card = chain_card_new (title != NULL ? title : "Here");
  for (guint i = first; i + 1 < words->len; i += 2)
    {
      g_autofree char *name = g_markup_escape_text (words->pdata[i], -1);

      chain_card_add (card, name, words->pdata[i + 1], &palette->text);
    }
  chain_card_draw (card, cr, context, palette, x, y, width, height);
}
