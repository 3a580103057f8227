/* chart.c: the description of a chart, and where its plotting area lies.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart.h"

#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"
#include "ui/paint/class-colors.h"

#include <math.h>
#include <string.h>

#define MOST_Y_INTERVALS 8

static void
series_free (gpointer data)
{
  ChainSeries *series = data;

  g_free (series->title);
  g_free (series->x);
  g_free (series->y);
  g_clear_pointer (&series->curve, chain_curve_unref);
  g_free (series);
}

static void
mark_free (gpointer data)
{
  ChainMark *mark = data;

  g_free (mark->title);
  g_free (mark);
}

/**
 * chain_chart_new:
 *
 * Returns: (transfer full): a chart with linear axes and nothing to plot
 */
ChainChart *
chain_chart_new (void)
{
  ChainChart *chart = g_new0 (ChainChart, 1);

  chart->series = g_ptr_array_new_with_free_func (series_free);
  chart->marks = g_ptr_array_new_with_free_func (mark_free);
  return chart;
}

/**
 * chain_chart_free:
 * @chart: (transfer full): a chart
 */
void
chain_chart_free (ChainChart *chart)
{
  g_free (chart->x.title);
  g_free (chart->y.title);
  g_free (chart->message);
  g_ptr_array_unref (chart->series);
  g_ptr_array_unref (chart->marks);
  g_free (chart);
}

/**
 * chain_chart_add_series:
 * @chart: a chart
 * @title: (nullable): in the legend and under the pointer
 * @ink: colour
 * @width: of the line, pixels
 * @alpha: opacity of the line, 0 to 1
 * @x: [n] ascending
 * @y: [n]; what has no place on the axis breaks the line
 * @n: number of points
 *
 * Adds a line through the points, drawn over those added before. The numbers are copied.
 */
void
chain_chart_add_series (ChainChart   *chart,
                        const char   *title,
                        ChainInk      ink,
                        double        width,
                        double        alpha,
                        const double *x,
                        const double *y,
                        gsize         n)
{
  ChainSeries *series = g_new0 (ChainSeries, 1);

  series->title = g_strdup (title);
  series->ink = ink;
  series->width = width;
  series->alpha = alpha;
  series->x = g_memdup2 (x, n * sizeof *x);
  series->y = g_memdup2 (y, n * sizeof *y);
  series->n = n;
  g_ptr_array_add (chart->series, series);
}

/**
 * chain_chart_add_mark:
 * @chart: a chart
 * @title: words beside the line
 * @x: where the line stands
 * @ink: colour
 * @strong: whether it is the recommended one
 */
void
chain_chart_add_mark (ChainChart *chart,
                      const char *title,
                      double      x,
                      ChainInk    ink,
                      gboolean    strong)
{
  ChainMark *mark = g_new0 (ChainMark, 1);

  mark->title = g_strdup (title);
  mark->x = x;
  mark->ink = ink;
  mark->strong = strong;
  g_ptr_array_add (chart->marks, mark);
}

/**
 * chain_chart_add_curve:
 * @chart: a chart
 * @title: (nullable): in the legend and under the pointer
 * @ink: colour
 * @width: of the line, pixels
 * @alpha: opacity of the line, 0 to 1
 * @curve: the points; it may grow later
 *
 * As chain_chart_add_series(), but the points are not copied, and of many only so much is looked
 * at as can be seen.
 *
 * Returns: (transfer none): the series
 */
ChainSeries *
chain_chart_add_curve (ChainChart *chart,
                       const char *title,
                       ChainInk    ink,
                       double      width,
                       double      alpha,
                       ChainCurve *curve)
{
  ChainSeries *series = g_new0 (ChainSeries, 1);

  series->title = g_strdup (title);
  series->ink = ink;
  series->width = width;
  series->alpha = alpha;
  series->curve = chain_curve_ref (curve);
  g_ptr_array_add (chart->series, series);
  return series;
}

/* Takes the smallest and largest x or y of a curve into a range. */
static void
include_curve (const ChainChart *chart,
               const ChainCurve *curve,
               gboolean          of_y,
               double           *from,
               double           *to)
{
  const gboolean seen = chart->fits_seen && of_y && chart->x.from < chart->x.to;
  gsize          first = 0;
  gsize          end = chain_curve_length (curve);
  ChainExtremes  extremes;

  if (chart->x.scale == CHAIN_SCALE_LOG)
    first = chain_curve_find (curve, G_MINDOUBLE);
  if (seen)
    {
      first = MAX (first, chain_curve_find (curve, chart->x.from));
      end = MIN (end, chain_curve_find (curve, chart->x.to) + 1);
    }
  extremes = chain_curve_extremes (curve, first, end);
  if (chart->y.scale == CHAIN_SCALE_LOG)
    extremes.least = extremes.least_positive;
  if (first >= end || !isfinite (extremes.least))
    return;
  *from = MIN (*from, of_y ? extremes.least : g_array_index (curve->x, double, first));
  *to = MAX (*to, of_y ? extremes.most : g_array_index (curve->x, double, end - 1));
}

/* The smallest and largest x or y of all points that have a place on both axes. */
static gboolean
data_range (const ChainChart *chart,
            gboolean          of_y,
            double           *from,
            double           *to)
{
  *from = G_MAXDOUBLE;
  *to = -G_MAXDOUBLE;
  for (guint s = 0; s < chart->series->len; s++)
    {
      const ChainSeries *series = chart->series->pdata[s];

      if (series->curve)
        include_curve (chart, series->curve, of_y, from, to);
      for (gsize i = 0; i < series->n; i++)
        {
          const double value = of_y ? series->y[i] : series->x[i];

          if (!chain_axis_accepts (&chart->x, series->x[i])
              || !chain_axis_accepts (&chart->y, series->y[i]))
            continue;
          *from = MIN (*from, value);
          *to = MAX (*to, value);
        }
    }
  return *from <= *to;
}

static void
axis_range (const ChainChart *chart,
            const ChainAxis  *axis,
            double           *from,
            double           *to)
{
  if (axis->from < axis->to)
    {
      *from = axis->from;
      *to = axis->to;
      return;
    }
  if (!data_range (chart, axis == &chart->y, from, to))
    {
      *from = axis->scale == CHAIN_SCALE_LOG ? 0.1 : 0;
      *to = 1;
    }
  chain_axis_widen (axis, from, to, axis == &chart->y);
}

/**
 * chain_chart_is_empty:
 * @chart: a chart
 *
 * Returns: whether no point of it can be plotted
 */
gboolean
chain_chart_is_empty (const ChainChart *chart)
{
  double from, to;

  return !data_range (chart, TRUE, &from, &to);
}

/**
 * chain_chart_legend_rows:
 * @chart: a chart
 * @context: fonts to write with
 * @width: of the chart, pixels
 *
 * The first row is shared with the title of the y axis, which gives way where both do not fit.
 *
 * Returns: how many rows of text stand above the plotting area
 */
guint
chain_chart_legend_rows (const ChainChart *chart,
                         PangoContext     *context,
                         double            width)
{
  double used = 0;
  guint rows = chart->y.title ? 1 : 0;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];
      double entry;

      if (!series->title || chart->without_legend)
        continue;
      entry = chain_chart_legend_entry_width (series, context);
      if (rows == 0 || (used > 0 && used + entry > width - 2 * CHAIN_CHART_PAD))
        {
          rows++;
          used = 0;
        }
      used += entry;
    }
  return rows;
}

/**
 * chain_chart_legend_entry_width:
 * @series: a titled series
 * @context: fonts to write with
 *
 * Returns: pixels of the swatch, the title and the space behind
 */
double
chain_chart_legend_entry_width (const ChainSeries *series,
                                PangoContext      *context)
{
  g_autoptr (PangoLayout) text = NULL;
  double width;

  text = chain_text_new (context, series->title, CHAIN_CHART_SCALE, CHAIN_TEXT_PLAIN);
  chain_text_size (text, &width, NULL);
  return CHAIN_CHART_SWATCH + 6 + width + 16;
}

static double
widest_label (const GArray *ticks,
              PangoContext *context)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      g_autoptr (PangoLayout) text = NULL;
      double width;

      text = chain_text_new (context, tick->label, CHAIN_CHART_SCALE, CHAIN_TEXT_PLAIN);
      chain_text_size (text, &width, NULL);
      widest = MAX (widest, width);
    }
  return widest;
}

/**
 * chain_chart_line_height:
 * @context: fonts to write with
 *
 * Returns: pixels of one line of the chart's small text
 */
double
chain_chart_line_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * CHAIN_CHART_SCALE * 1.35);
}

/**
 * chain_chart_y_ticks:
 * @chart: a chart
 * @context: fonts to write with
 * @frame: its plotting area; height and y range are read
 *
 * Returns: (transfer full) (element-type ChainTick): ticks that fit the height
 */
GArray *
chain_chart_y_ticks (const ChainChart      *chart,
                     PangoContext          *context,
                     const ChainChartFrame *frame)
{
  const double pitch = 1.25 * chain_chart_line_height (context);

  return chain_axis_ticks (&chart->y, frame->y_from, frame->y_to,
                           (guint) CLAMP (frame->height / pitch, 1, MOST_Y_INTERVALS));
}

/**
 * chain_chart_x_ticks:
 * @chart: a chart
 * @context: fonts to write with
 * @frame: its plotting area; width and x range are read
 *
 * Returns: (transfer full) (element-type ChainTick): ticks whose labels do not meet
 */
GArray *
chain_chart_x_ticks (const ChainChart      *chart,
                     PangoContext          *context,
                     const ChainChartFrame *frame)
{
  guint most = (guint) MAX (1, frame->width / (3.5 * chain_text_em (context)));

  while (TRUE)
    {
      g_autoptr (GArray) ticks = chain_axis_ticks (&chart->x, frame->x_from, frame->x_to, most);
      const double room = widest_label (ticks, context) + chain_text_em (context);
      guint labelled = 0;
      double first = 0, last = 0;

      for (guint i = 0; i < ticks->len; i++)
        {
          const ChainTick *tick = &g_array_index (ticks, ChainTick, i);

          if (!tick->major)
            continue;
          last = chain_axis_position (&chart->x, frame->x_from, frame->x_to, tick->value);
          first = labelled++ == 0 ? last : first;
        }
      if (most == 1 || labelled < 2
          || (last - first) * frame->width / (labelled - 1) >= room)
        return g_steal_pointer (&ticks);
      most--;
    }
}

/**
 * chain_chart_frame:
 * @chart: a chart
 * @context: fonts to write with
 * @width: of the whole drawing, pixels
 * @height: likewise
 * @frame: (out caller-allocates): where the plotting area lies, and what its edges stand for
 */
void
chain_chart_frame (const ChainChart *chart,
                   PangoContext     *context,
                   double            width,
                   double            height,
                   ChainChartFrame  *frame)
{
  const double line = chain_chart_line_height (context);
  g_autoptr (GArray) ticks = NULL;
  double bottom = CHAIN_CHART_PAD + line + 4;

  axis_range (chart, &chart->x, &frame->x_from, &frame->x_to);
  axis_range (chart, &chart->y, &frame->y_from, &frame->y_to);
  frame->top = CHAIN_CHART_PAD + line / 2;
  frame->top += chain_chart_legend_rows (chart, context, width) * line;
  if (chart->x.title && height >= CHAIN_CHART_TITLE_FROM)
    bottom += line;
  frame->height = MAX (1, height - frame->top - bottom);
  ticks = chain_chart_y_ticks (chart, context, frame);
  frame->left = CHAIN_CHART_PAD + ceil (widest_label (ticks, context)) + 8;
  frame->width = MAX (1, width - frame->left - CHAIN_CHART_PAD - 1.2 * chain_text_em (context));
}

/**
 * chain_chart_frame_x_at:
 * @chart: a chart
 * @frame: its plotting area
 * @pixel: from the left of the drawing
 *
 * Returns: the x there, within what the axis shows
 */
double
chain_chart_frame_x_at (const ChainChart      *chart,
                        const ChainChartFrame *frame,
                        double                 pixel)
{
  const double position = CLAMP ((pixel - frame->left) / frame->width, 0, 1);

  return chain_axis_value_at (&chart->x, frame->x_from, frame->x_to, position);
}

/**
 * chain_ink_color:
 * @palette: colours
 * @ink: what a series or mark is drawn with
 *
 * Returns: (transfer none): its colour
 */
const ChainColor *
chain_ink_color (const ChainPalette *palette,
                 ChainInk            ink)
{
  const ChainColor *const colors[] = {
    [CHAIN_INK_ACCENT] = &palette->positive,
    [CHAIN_INK_CONTRAST] = &palette->negative,
    [CHAIN_INK_TEXT] = &palette->text,
    [CHAIN_INK_FOLLOW] = &palette->follow,
  };

  return ink >= CHAIN_INK_RUN ? chain_class_color_of (ink - CHAIN_INK_RUN, palette) : colors[ink];
}

/**
 * chain_crisp:
 * @pixel: a position
 *
 * Returns: where a line one pixel wide covers one row of pixels whole
 */
double
chain_crisp (double pixel)
{
  return floor (pixel) + 0.5;
}

/**
 * chain_chart_x_pixel:
 * @drawing: a chart being drawn
 * @x: a value the x axis accepts
 *
 * Returns: pixels from the left
 */
double
chain_chart_x_pixel (const ChainChartDrawing *drawing,
                     double                   x)
{
  const ChainChartFrame *frame = &drawing->frame;
  const ChainAxis *axis = &drawing->chart->x;

  return frame->left + frame->width * chain_axis_position (axis, frame->x_from, frame->x_to, x);
}

/**
 * chain_chart_y_pixel:
 * @drawing: a chart being drawn
 * @y: a value the y axis accepts
 *
 * Returns: pixels from the top
 */
double
chain_chart_y_pixel (const ChainChartDrawing *drawing,
                     double                   y)
{
  const ChainChartFrame *frame = &drawing->frame;
  const ChainAxis *axis = &drawing->chart->y;

  return frame->top
         + frame->height * (1 - chain_axis_position (axis, frame->y_from, frame->y_to, y));
}
