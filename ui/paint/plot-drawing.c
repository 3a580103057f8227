/* plot-drawing.c: draws a plot: axes, lines, points, legend and what is read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/plot.h"

#include <math.h>

#define SCALE 0.82       /* of the text */
#define PAD 8.0
#define LONGEST 120.0    /* pixels of a name */
#define SCALE_STEPS 24   /* a scale of numbers is drawn in that many colours */
#define SCALE_STEP 4.0   /* pixels each */
#define MOST_TRACED 400  /* points */
#define NEAR 3.0         /* pixels between the dots of a way; closer ones are left out */

typedef struct
{
  const ChainPlot    *plot;
  cairo_t            *cr;
  PangoContext       *context;
  const ChainPalette *palette;
  ChainPlotFrame      frame;
  double              width, height;
  double              line; /* height of a line of text */
} Drawing;

static double
line_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * SCALE * 1.5);
}

/* The ticks of numbers, or the levels, as many as there is room for. */
static GArray *
list_ticks (const ChainPlotAxis *axis, guint most)
{
  static const ChainAxis numbers = { .scale = CHAIN_SCALE_LINEAR };
  GArray *ticks;
  guint   n, step;

  if (axis->levels == NULL)
    return chain_axis_ticks (&numbers, axis->from, axis->to, MAX (most, 2));
  ticks = g_array_new (FALSE, TRUE, sizeof (ChainTick));
  n = g_strv_length (axis->levels);
  step = MAX (1, (n + most - 1) / MAX (most, 1));
  for (guint i = 0; i < n; i += step)
    {
      ChainTick tick = { .value = i, .major = TRUE };

      g_utf8_strncpy (tick.label, axis->levels[i], CHAIN_TICK_SIZE / 4 - 1);
      g_array_append_val (ticks, tick);
    }
  return ticks;
}

static guint
most_y_ticks (PangoContext *context, double height)
{
  return (guint) (height / (line_height (context) * 1.6));
}

static double
y_labels_width (const ChainPlot *plot, PangoContext *context, double height)
{
  g_autoptr (GArray) ticks = list_ticks (&plot->y, most_y_ticks (context, height));
  double             widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      g_autoptr (PangoLayout) text
          = chain_text_new (context, g_array_index (ticks, ChainTick, i).label, SCALE, 0);
      double width;

      chain_text_size (text, &width, NULL);
      widest = fmax (widest, width);
    }
  return fmin (widest, LONGEST);
}

/**
 * chain_plot_frame:
 * @plot: a plot
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @frame: (out caller-allocates): where its places are
 */
void
chain_plot_frame (const ChainPlot *plot,
                  PangoContext    *context,
                  double           width,
                  double           height,
                  ChainPlotFrame  *frame)
{
  const double line = line_height (context);

  frame->top = PAD + line + 6;
  frame->height = fmax (height - frame->top - PAD - line - 4, 20);
  frame->left = PAD + 6 + (plot->y.title != NULL ? y_labels_width (plot, context, frame->height) : 0);
  frame->width = fmax (width - frame->left - PAD - 4, 20);
}

static gboolean
is_covered (const Drawing *d)
{
  return d->plot->field != NULL;
}

static void
draw_y_axis (const Drawing *d)
{
  g_autoptr (GArray) ticks
      = list_ticks (&d->plot->y, most_y_ticks (d->context, d->frame.height));

  cairo_set_line_width (d->cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double     y = chain_crisp (chain_plot_y_pixel (d->plot, &d->frame, tick->value));
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, SCALE, 0);

      if (!tick->major || y < d->frame.top - 1 || y > d->frame.top + d->frame.height + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, is_covered (d) ? d->frame.left - 4 : d->frame.left, y);
      cairo_line_to (d->cr, is_covered (d) ? d->frame.left : d->frame.left + d->frame.width, y);
      cairo_stroke (d->cr);
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_ellipsize (text, LONGEST);
      chain_text_draw (d->cr, text, d->frame.left - 6, y, 1, 0.5);
    }
}

/* The title stands in the line of the labels, at the right, which keep clear of it. */
static void
draw_x_axis (const Drawing *d)
{
  const guint        most = (guint) (d->frame.width / (chain_text_em (d->context) * 5));
  g_autoptr (GArray) ticks = list_ticks (&d->plot->x, most);
  const double       bottom = d->frame.top + d->frame.height;
  const double       right = d->frame.left + d->frame.width;
  g_autoptr (PangoLayout) title
      = chain_text_new (d->context, d->plot->x.title != NULL ? d->plot->x.title : "", SCALE, 0);
  double taken = -INFINITY, title_width;

  chain_text_ellipsize (title, d->frame.width / 3);
  chain_text_size (title, &title_width, NULL);
  chain_color_set (d->cr, &d->palette->text, 1);
  chain_text_draw (d->cr, title, right, bottom + 5, 1, 0);
  cairo_set_line_width (d->cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double     x = chain_crisp (chain_plot_x_pixel (d->plot, &d->frame, tick->value));
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, SCALE, 0);
      double width;

      if (!tick->major || x < d->frame.left - 1 || x > right + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, x, is_covered (d) ? bottom : d->frame.top);
      cairo_line_to (d->cr, x, is_covered (d) ? bottom + 4 : bottom);
      cairo_stroke (d->cr);
      chain_text_size (text, &width, NULL);
      if (x - width / 2 < taken || x + width / 2 > right - title_width - 8)
        continue;
      taken = x + width / 2 + 8;
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_draw (d->cr, text, x, bottom + 5, 0.5, 0);
    }
}

static void
trace_line (const Drawing *d, const ChainPlotLine *line)
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
draw_dots (const Drawing *d, const ChainPlotLine *line, const ChainColor *color)
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
draw_lines (const Drawing *d)
{
  static const double dashes[] = { 5, 4 };

  for (guint i = 0; i < d->plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (d->plot->lines, i);
      const ChainColor    *color = chain_ink_color (d->palette, line->ink);

      cairo_set_line_join (d->cr, CAIRO_LINE_JOIN_ROUND);
      trace_line (d, line);
      if (is_covered (d))
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
static void
draw_marker (const Drawing    *d,
             ChainMarker       marker,
             const ChainColor *color,
             double            x,
             double            y,
             double            radius,
             gboolean          hollow)
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

static void
draw_cross (const Drawing *d, double x, double y, double radius)
{
  for (guint i = 0; i < 2; i++)
    {
      cairo_move_to (d->cr, x - radius, y - radius);
      cairo_line_to (d->cr, x + radius, y + radius);
      cairo_move_to (d->cr, x - radius, y + radius);
      cairo_line_to (d->cr, x + radius, y - radius);
      chain_color_set (d->cr, i == 0 ? &d->palette->canvas : &d->palette->text, 1);
      cairo_set_line_width (d->cr, i == 0 ? 3.2 : 1.5);
      cairo_stroke (d->cr);
    }
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
draw_stamp (const Drawing    *d,
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
draw_points (const Drawing *d)
{
  const double   radius = radius_for (d->plot->points->len);
  const gboolean stamped
      = d->plot->points->len > MOST_TRACED
        && cairo_surface_get_type (cairo_get_target (d->cr)) == CAIRO_SURFACE_TYPE_IMAGE;
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
          draw_marker (d, marker_of (point->class), &color, x, y, radius, point->validation);
        if (point->wrong)
          draw_cross (d, x, y, radius * 1.1 + 1);
      }
  for (guint i = 0; i < CHAIN_N_MARKERS; i++)
    for (guint j = 0; j < 2; j++)
      {
        g_clear_pointer (&stamps[i][j].body, cairo_surface_destroy);
        g_clear_pointer (&stamps[i][j].rim, cairo_surface_destroy);
      }
}

static void
draw_here (const Drawing *d)
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

/* Writes a part of the legend; returns where the next one begins, or a negative number if there
 * is no room for it before `end`. */
static double
write_entry (const Drawing *d, double x, double end, double sample, const char *title)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, title, SCALE, 0);
  double                  width;

  chain_text_ellipsize (text, LONGEST);
  chain_text_size (text, &width, NULL);
  if (x + sample + width > end)
    return -1;
  chain_color_set (d->cr, &d->palette->text, 1);
  chain_text_draw (d->cr, text, x + sample, PAD + d->line / 2, 0, 0.5);
  return x + sample + width + 14;
}

static double
draw_classes (const Drawing *d, double x, double end)
{
  const guint n = g_strv_length (d->plot->classes);

  for (guint i = 0; i < n; i++)
    {
      const ChainColor color = chain_class_color (i, d->palette);
      const double     next = write_entry (d, x, end, 15, d->plot->classes[i]);

      if (next < 0)
        break;
      draw_marker (d, chain_class_marker (i), &color, x + 5, PAD + d->line / 2, 4, FALSE);
      x = next;
    }
  return x;
}

/* A strip of the colours, between the least and the largest number. */
static double
draw_scale (const Drawing *d, double x, double end)
{
  const ChainPlot *plot = d->plot;
  const double     from = plot->color_from, to = plot->color_to;
  const double     y = PAD + d->line / 2;
  char             digits[CHAIN_NUMBER_SIZE];
  g_autofree char *title = g_strdup_printf ("%s %s", plot->color_title,
                                            chain_number_show (from, 3, digits));
  const double     next = write_entry (d, x, end, 0, title);

  if (next < 0)
    return x;
  x = next - 8;
  for (guint i = 0; i < SCALE_STEPS; i++)
    {
      const ChainColor color
          = chain_number_color (from + (i + 0.5) / SCALE_STEPS * (to - from), from, to, d->palette);

      chain_color_set (d->cr, &color, 1);
      cairo_rectangle (d->cr, x + SCALE_STEP * i, y - 5, SCALE_STEP, 10);
      cairo_fill (d->cr);
    }
  x += SCALE_STEP * SCALE_STEPS + 6;
  return fmax (write_entry (d, x, end, 0, chain_number_show (to, 3, digits)), x);
}

static double
draw_line_entries (const Drawing *d, double x, double end)
{
  for (guint i = 0; i < d->plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (d->plot->lines, i);
      const double         next = line->title != NULL ? write_entry (d, x, end, 22, line->title) : -1;

      if (next < 0)
        continue;
      chain_color_set (d->cr, chain_ink_color (d->palette, line->ink), 1);
      cairo_set_line_width (d->cr, fmax (line->width, 1.5));
      cairo_move_to (d->cr, x, PAD + d->line / 2);
      cairo_line_to (d->cr, x + 16, PAD + d->line / 2);
      cairo_stroke (d->cr);
      x = next;
    }
  return x;
}

static gboolean
has_wrong (const ChainPlot *plot)
{
  for (guint i = 0; i < plot->points->len; i++)
    if (g_array_index (plot->points, ChainPlotPoint, i).wrong)
      return TRUE;
  return FALSE;
}

/* The title of the y axis, then what colours, lines and marks mean, as far as there is room. */
static void
draw_legend (const Drawing *d)
{
  const ChainPlot  *plot = d->plot;
  const ChainColor *ink = &d->palette->dim_text;
  const double      end = d->width - PAD;
  const double      y = PAD + d->line / 2;
  double            x = PAD, next;

  if (plot->y.title != NULL)
    x = fmax (write_entry (d, x, end, 0, plot->y.title), x) + 6;
  if (plot->classes != NULL)
    x = draw_classes (d, x, end);
  else if (plot->has_scale)
    x = draw_scale (d, x, end);
  x = draw_line_entries (d, x, end);
  if (plot->is_split && (next = write_entry (d, x, end, 14, "training")) > 0)
    {
      draw_marker (d, CHAIN_MARKER_CIRCLE, ink, x + 5, y, 4, FALSE);
      x = next;
      if ((next = write_entry (d, x, end, 14, "validation")) > 0)
        {
          draw_marker (d, CHAIN_MARKER_CIRCLE, ink, x + 5, y, 4, TRUE);
          x = next;
        }
    }
  if (has_wrong (plot) && write_entry (d, x, end, 15, "predicted wrong") > 0)
    draw_cross (d, x + 5, y, 4);
}

static void
draw_message (const Drawing *d)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, d->plot->message, 1, 0);

  pango_layout_set_width (text, (int) (fmax (d->width - 4 * PAD, 40) * PANGO_SCALE));
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
  Drawing d = { plot, cr, context, palette, { 0 }, width, height, line_height (context) };

  if (plot->message != NULL)
    {
      draw_message (&d);
      return;
    }
  chain_plot_frame (plot, context, width, height, &d.frame);
  cairo_save (cr);
  if (plot->y.title != NULL)
    draw_y_axis (&d);
  draw_x_axis (&d);
  draw_legend (&d);
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
