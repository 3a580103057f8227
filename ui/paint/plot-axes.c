/* plot-axes.c: where a plot lies in its drawing, and the axes around it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"
#include "ui/paint/plot-private.h"

#include <math.h>

/* Of a line of text. */
double
chain_plot_line_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * CHAIN_PLOT_SCALE * 1.5);
}

/* As much of a name as a tick's label holds. */
static void
write_level (const char *level, char *label)
{
  const glong most = CHAIN_TICK_SIZE / 4 - 1; /* of the longest characters */

  if (g_utf8_strlen (level, -1) <= most)
    {
      g_utf8_strncpy (label, level, (gsize) most);
      return;
    }
  g_utf8_strncpy (label, level, (gsize) most - 1);
  g_strlcat (label, "…", CHAIN_TICK_SIZE);
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

      write_level (axis->levels[i], tick.label);
      g_array_append_val (ticks, tick);
    }
  return ticks;
}

static guint
most_y_ticks (PangoContext *context, double height)
{
  return (guint) (height / (chain_plot_line_height (context) * 1.6));
}

static double
y_labels_width (const ChainPlot *plot, PangoContext *context, double height)
{
  g_autoptr (GArray) ticks = list_ticks (&plot->y, most_y_ticks (context, height));
  double             widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      g_autoptr (PangoLayout) text
          = chain_text_new (context, g_array_index (ticks, ChainTick, i).label,
                            CHAIN_PLOT_SCALE, 0);
      double width;

      chain_text_size (text, &width, NULL);
      widest = fmax (widest, width);
    }
  return fmin (widest, CHAIN_PLOT_LONGEST);
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
  const double line = chain_plot_line_height (context);

  frame->top = CHAIN_PLOT_PAD + line + 6;
  frame->height = fmax (height - frame->top - CHAIN_PLOT_PAD - line - 4, 20);
  frame->left = CHAIN_PLOT_PAD + 6
                + (plot->y.title != NULL ? y_labels_width (plot, context, frame->height) : 0);
  frame->width = fmax (width - frame->left - CHAIN_PLOT_PAD - 4, 20);
}

/* Whether a field lies under all: then there is no grid. */
gboolean
chain_plot_is_covered (const ChainPlotDrawing *d)
{
  return d->plot->field != NULL;
}

static void
draw_y_axis (const ChainPlotDrawing *d)
{
  g_autoptr (GArray) ticks
      = list_ticks (&d->plot->y, most_y_ticks (d->context, d->frame.height));

  cairo_set_line_width (d->cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double     y = chain_crisp (chain_plot_y_pixel (d->plot, &d->frame, tick->value));
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, CHAIN_PLOT_SCALE, 0);

      if (!tick->major || y < d->frame.top - 1 || y > d->frame.top + d->frame.height + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, chain_plot_is_covered (d) ? d->frame.left - 4 : d->frame.left, y);
      cairo_line_to (d->cr, d->frame.left + (chain_plot_is_covered (d) ? 0 : d->frame.width), y);
      cairo_stroke (d->cr);
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_ellipsize (text, CHAIN_PLOT_LONGEST);
      chain_text_draw (d->cr, text, d->frame.left - 6, y, 1, 0.5);
    }
}

/* The title stands in the line of the labels, at the right, which keep clear of it. */
static void
draw_x_axis (const ChainPlotDrawing *d)
{
  const guint        most = (guint) (d->frame.width / (chain_text_em (d->context) * 5));
  g_autoptr (GArray) ticks = list_ticks (&d->plot->x, most);
  const double       bottom = d->frame.top + d->frame.height;
  const double       right = d->frame.left + d->frame.width;
  g_autoptr (PangoLayout) title
      = chain_text_new (d->context, d->plot->x.title != NULL ? d->plot->x.title : "",
                        CHAIN_PLOT_SCALE, 0);
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
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, CHAIN_PLOT_SCALE, 0);
      double width;

      if (!tick->major || x < d->frame.left - 1 || x > right + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, x, chain_plot_is_covered (d) ? bottom : d->frame.top);
      cairo_line_to (d->cr, x, chain_plot_is_covered (d) ? bottom + 4 : bottom);
      cairo_stroke (d->cr);
      chain_text_size (text, &width, NULL);
      if (x - width / 2 < taken || x + width / 2 > right - title_width - 8)
        continue;
      taken = x + width / 2 + 8;
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_draw (d->cr, text, x, bottom + 5, 0.5, 0);
    }
}

/* Ticks, their labels and the title of the x axis; that of the y axis is in the legend. */
void
chain_plot_draw_axes (const ChainPlotDrawing *d)
{
  if (d->plot->y.title != NULL)
    draw_y_axis (d);
  draw_x_axis (d);
}
