/* chart-drawing.c: draws a chart: axes, legend and what is under the pointer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart.h"

#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"

#include <math.h>
#include <string.h>

#define CARD_DIGITS 5
#define X_DIGITS 9 /* steps are counted exactly */

static gboolean
has_place (const ChainChartDrawing     *drawing,
           const ChainSeries *series,
           gsize              i)
{
  return chain_axis_accepts (&drawing->chart->x, series->x[i])
         && chain_axis_accepts (&drawing->chart->y, series->y[i]);
}

static void
draw_y_axis (const ChainChartDrawing *drawing)
{
  g_autoptr (GArray) ticks = chain_chart_y_ticks (drawing->chart, drawing->context,
                                                  &drawing->frame);
  const ChainChartFrame *frame = &drawing->frame;
  cairo_t *cr = drawing->cr;

  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double y = chain_chart_y_pixel (drawing, tick->value);

      if (y < frame->top - 1 || y > frame->top + frame->height + 1)
        continue;
      chain_color_set (cr, &drawing->palette->grid, tick->major ? 1 : 0.35);
      cairo_move_to (cr, frame->left, chain_crisp (y));
      cairo_line_to (cr, frame->left + frame->width, chain_crisp (y));
      cairo_stroke (cr);
      if (!tick->major)
        continue;
      chain_color_set (cr, &drawing->palette->dim_text, 1);
      chain_text_show (cr, drawing->context, tick->label, CHAIN_CHART_SCALE, CHAIN_TEXT_PLAIN,
                       frame->left - 8, y, 1, 0.5);
    }
}

static void
draw_x_tick (const ChainChartDrawing   *drawing,
             const ChainTick *tick,
             double          *taken)
{
  const ChainChartFrame *frame = &drawing->frame;
  const double bottom = frame->top + frame->height;
  const double x = chain_chart_x_pixel (drawing, tick->value);
  cairo_t *cr = drawing->cr;
  g_autoptr (PangoLayout) text = NULL;
  double width, left;

  if (tick->major && drawing->chart->x.scale == CHAIN_SCALE_LOG)
    {
      chain_color_set (cr, &drawing->palette->grid, 0.7);
      cairo_move_to (cr, chain_crisp (x), frame->top);
      cairo_line_to (cr, chain_crisp (x), bottom);
      cairo_stroke (cr);
    }
  chain_color_set (cr, &drawing->palette->line, tick->major ? 0.8 : 0.45);
  cairo_move_to (cr, chain_crisp (x), bottom);
  cairo_line_to (cr, chain_crisp (x), bottom + (tick->major ? 5 : 3));
  cairo_stroke (cr);
  if (!tick->major)
    return;
  text = chain_text_new (drawing->context, tick->label, CHAIN_CHART_SCALE, CHAIN_TEXT_PLAIN);
  chain_text_size (text, &width, NULL);
  left = CLAMP (x - width / 2, 2, MAX (2, drawing->width - width - 2));
  if (left < *taken)
    return;
  *taken = left + width + 6;
  chain_color_set (cr, &drawing->palette->dim_text, 1);
  chain_text_draw (cr, text, left, bottom + 6, 0, 0);
}

static void
draw_x_axis (const ChainChartDrawing *drawing,
             gboolean                 ticked)
{
  g_autoptr (GArray) ticks = chain_chart_x_ticks (drawing->chart, drawing->context,
                                                  &drawing->frame);
  const ChainChartFrame *frame = &drawing->frame;
  const double bottom = frame->top + frame->height;
  cairo_t *cr = drawing->cr;
  double taken = 0;

  chain_color_set (cr, &drawing->palette->line, 0.8);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, frame->left, chain_crisp (bottom));
  cairo_line_to (cr, frame->left + frame->width, chain_crisp (bottom));
  cairo_stroke (cr);
  for (guint i = 0; ticked && i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double position = chain_axis_position (&drawing->chart->x, frame->x_from, frame->x_to,
                                                   tick->value);

      if (position > -1e-6 && position < 1 + 1e-6)
        draw_x_tick (drawing, tick, &taken);
    }
  if (!drawing->chart->x.title || drawing->height < CHAIN_CHART_TITLE_FROM)
    return;
  chain_color_set (cr, &drawing->palette->dim_text, 1);
  chain_text_show (cr, drawing->context, drawing->chart->x.title, CHAIN_CHART_SCALE,
                   CHAIN_TEXT_PLAIN, frame->left + frame->width, bottom + 6 + drawing->line, 1, 0);
}

static void
draw_legend_entry (const ChainChartDrawing     *drawing,
                   const ChainSeries *series,
                   double             x,
                   double             y)
{
  const ChainColor *color = chain_ink_color (drawing->palette, series->ink);
  cairo_t *cr = drawing->cr;

  chain_color_set (cr, color, MAX (series->alpha, 0.5));
  cairo_set_line_width (cr, MAX (series->width, 1.5));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, x + 1, y);
  cairo_line_to (cr, x + CHAIN_CHART_SWATCH - 1, y);
  cairo_stroke (cr);
  chain_color_set (cr, &drawing->palette->text, 1);
  chain_text_show (cr, drawing->context, series->title, CHAIN_CHART_SCALE, CHAIN_TEXT_PLAIN,
                   x + CHAIN_CHART_SWATCH + 6, y, 0, 0.5);
}

/* One row of the legend, flush right: the series from @first; returns the one after its last. */
static guint
draw_legend_row (const ChainChartDrawing *drawing,
                 guint          first,
                 double         y,
                 double        *left)
{
  const GPtrArray *all = drawing->chart->series;
  const double room = drawing->width - 2 * CHAIN_CHART_PAD;
  double used = 0;
  guint end = first;

  for (; end < all->len; end++)
    {
      const ChainSeries *series = all->pdata[end];
      const double entry
        = series->title ? chain_chart_legend_entry_width (series, drawing->context) : 0;

      if (used > 0 && used + entry > room)
        break;
      used += entry;
    }
  *left = drawing->width - CHAIN_CHART_PAD - used + 10;
  for (double x = *left; first < end; first++)
    {
      const ChainSeries *series = all->pdata[first];

      if (!series->title)
        continue;
      draw_legend_entry (drawing, series, x, y);
      x += chain_chart_legend_entry_width (series, drawing->context);
    }
  return end;
}

static void
draw_head (const ChainChartDrawing *drawing)
{
  const ChainChart *chart = drawing->chart;
  double first_left = drawing->width;
  double y = CHAIN_CHART_PAD + drawing->line / 2;

  for (guint next = 0; next < chart->series->len && !chart->without_legend; y += drawing->line)
    {
      double left;
      const gboolean is_first = next == 0;

      next = draw_legend_row (drawing, next, y, &left);
      if (is_first)
        first_left = left;
    }
  if (chart->y.title)
    {
      g_autoptr (PangoLayout) title = NULL;
      double width;

      title = chain_text_new (drawing->context, chart->y.title, CHAIN_CHART_SCALE,
                              CHAIN_TEXT_PLAIN);
      chain_text_size (title, &width, NULL);
      if (CHAIN_CHART_PAD + width + 12 > first_left)
        return;
      chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
      chain_text_draw (drawing->cr, title, CHAIN_CHART_PAD, CHAIN_CHART_PAD + drawing->line / 2, 0,
                       0.5);
    }
}

/* The point of a series at @i; of one with a curve, too. */
static double
x_of (const ChainSeries *series,
      gsize              i)
{
  return series->curve ? g_array_index (series->curve->x, double, i) : series->x[i];
}

static double
y_of (const ChainSeries *series,
      gsize              i)
{
  return series->curve ? g_array_index (series->curve->y, double, i) : series->y[i];
}

static gboolean
nearest_of_curve (const ChainChartDrawing *drawing,
                  const ChainCurve        *curve,
                  double                   pixel,
                  gsize                   *nearest)
{
  const ChainChartFrame *frame = &drawing->frame;
  const double           x = chain_axis_value_at (&drawing->chart->x, frame->x_from, frame->x_to,
                                                  (pixel - frame->left) / frame->width);

  if (chain_curve_length (curve) == 0)
    return FALSE;
  *nearest = chain_curve_nearest (curve, x);
  return chain_axis_accepts (&drawing->chart->x, g_array_index (curve->x, double, *nearest))
         && chain_axis_accepts (&drawing->chart->y, g_array_index (curve->y, double, *nearest));
}

static gboolean
nearest_point (const ChainChartDrawing     *drawing,
               const ChainSeries *series,
               double             pixel,
               gsize             *nearest)
{
  double best = G_MAXDOUBLE;

  if (series->curve)
    return nearest_of_curve (drawing, series->curve, pixel, nearest);
  for (gsize i = 0; i < series->n; i++)
    {
      double distance;

      if (!has_place (drawing, series, i))
        continue;
      distance = fabs (chain_chart_x_pixel (drawing, series->x[i]) - pixel);
      if (distance >= best)
        continue;
      best = distance;
      *nearest = i;
    }
  return best < G_MAXDOUBLE;
}

static void
draw_dot (const ChainChartDrawing     *drawing,
          const ChainSeries *series,
          gsize              i)
{
  const double x = chain_chart_x_pixel (drawing, x_of (series, i));
  const double y = chain_chart_y_pixel (drawing, y_of (series, i));
  cairo_t *cr = drawing->cr;

  if (y < drawing->frame.top - 2 || y > drawing->frame.top + drawing->frame.height + 2)
    return;
  cairo_arc (cr, x, y, 4, 0, 2 * G_PI);
  chain_color_set (cr, &drawing->palette->canvas, 1);
  cairo_fill_preserve (cr);
  chain_color_set (cr, chain_ink_color (drawing->palette, series->ink), 1);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

static void
draw_crosshair (const ChainChartDrawing *drawing,
                double         x)
{
  const double dashes[] = { 2, 3 };
  cairo_t *cr = drawing->cr;

  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  chain_color_set (cr, &drawing->palette->line, 1);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, chain_crisp (x), drawing->frame.top);
  cairo_line_to (cr, chain_crisp (x), drawing->frame.top + drawing->frame.height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* The crosshair snaps to the nearest point of the first titled series. */
static void
draw_hover (const ChainChartDrawing *drawing,
            double         pixel)
{
  const ChainChart *chart = drawing->chart;
  g_autoptr (ChainCard) card = NULL;
  double at = pixel;
  double top = G_MAXDOUBLE;

  for (guint s = 0; s < chart->series->len; s++)
    {
      const ChainSeries *series = chart->series->pdata[s];
      char number[CHAIN_NUMBER_SIZE];
      gsize i = 0;

      if (!series->title || !nearest_point (drawing, series, at, &i))
        continue;
      if (!card)
        {
          g_autofree char *title = NULL;

          at = chain_chart_x_pixel (drawing, x_of (series, i));
          title = g_markup_printf_escaped ("%s %s", chart->x.title ? chart->x.title : "x",
                                           chain_number_show (x_of (series, i), X_DIGITS, number));
          card = chain_card_new (title);
          draw_crosshair (drawing, at);
        }
      g_autofree char *name = g_markup_escape_text (series->title, -1);

      chain_card_add (card, name, chain_number_show (y_of (series, i), CARD_DIGITS, number),
                      chain_ink_color (drawing->palette, series->ink));
      draw_dot (drawing, series, i);
      top = MIN (top, chain_chart_y_pixel (drawing, y_of (series, i)));
    }
  if (card)
    chain_card_draw (card, drawing->cr, drawing->context, drawing->palette, at,
                     CLAMP (top, drawing->frame.top, drawing->height), drawing->width,
                     drawing->height);
}

static void
draw_message (const ChainChartDrawing *drawing)
{
  const ChainChartFrame *frame = &drawing->frame;
  g_autoptr (PangoLayout) text = NULL;

  text = chain_text_new (drawing->context, drawing->chart->message, 0.92, CHAIN_TEXT_PLAIN);
  chain_text_ellipsize (text, frame->width - 8);
  chain_color_set (drawing->cr, &drawing->palette->dim_text, 1);
  chain_text_draw (drawing->cr, text, frame->left + frame->width / 2,
                   frame->top + frame->height / 2, 0.5, 0.5);
}

/**
 * chain_chart_draw:
 * @chart: a chart
 * @cr: a drawing, empty
 * @context: fonts to write with
 * @width: of the whole drawing, pixels
 * @height: likewise
 * @palette: colours
 * @hover_pixel: from the left, where values are read off; negative: nowhere
 */
void
chain_chart_draw (const ChainChart   *chart,
                  cairo_t            *cr,
                  PangoContext       *context,
                  double              width,
                  double              height,
                  const ChainPalette *palette,
                  double              hover_pixel)
{
  ChainChartDrawing drawing = {
    .chart = chart,
    .cr = cr,
    .context = context,
    .palette = palette,
    .width = width,
    .height = height,
    .line = chain_chart_line_height (context),
  };
  const gboolean empty = chain_chart_is_empty (chart);

  chain_chart_frame (chart, context, width, height, &drawing.frame);
  cairo_save (cr);
  if (!empty || !chart->message)
    draw_y_axis (&drawing);
  draw_x_axis (&drawing, !empty || !chart->message);
  chain_chart_draw_lines (&drawing);
  chain_chart_draw_marks (&drawing);
  draw_head (&drawing);
  if (empty && chart->message)
    draw_message (&drawing);
  if (!empty && hover_pixel >= 0)
    draw_hover (&drawing, hover_pixel);
  cairo_restore (cr);
}
