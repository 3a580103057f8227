/* chart-lines.c: draws the lines of a chart.
 *
 * Points that lie apart are joined by strokes. Where there are more of them than pixel columns,
 * each column is filled from the lowest to the highest of its points: the same picture for a
 * fraction of what stroking all the ups and downs costs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"

#include <math.h>

#define ROUND_JOINS 200 /* points of a line up to which its corners are rounded */

/* What of the points at one place from the left is drawn. */
typedef struct
{
  double   x;
  double   first, last;
  double   top, bottom;
  gboolean joined; /* to what is before it */
} Column;

/* A line in the making. */
typedef struct
{
  const ChainChartDrawing *drawing;
  GArray                  *columns; /* Column */
  double                   farthest; /* up and down; beyond it Cairo's numbers would overflow */
  gboolean                 dense;
  gboolean                 broken;  /* what comes next is not joined */
} Line;

static void
add_point (Line  *line,
           double x,
           double y)
{
  Column *last = NULL;

  y = CLAMP (y, -line->farthest, line->farthest);
  if (line->columns->len > 0 && !line->broken)
    last = &g_array_index (line->columns, Column, line->columns->len - 1);
  if (last == NULL || last->x != x)
    {
      const Column column = { x, y, y, y, y, last != NULL };

      g_array_append_val (line->columns, column);
      line->broken = FALSE;
      return;
    }
  last->top = MIN (last->top, y);
  last->bottom = MAX (last->bottom, y);
  last->last = y;
}

/* A value without a place on the axes breaks the line. */
static void
add_value (Line  *line,
           double x,
           double y)
{
  const ChainChartDrawing *drawing = line->drawing;
  double                   pixel;

  if (!chain_axis_accepts (&drawing->chart->x, x) || !chain_axis_accepts (&drawing->chart->y, y))
    {
      line->broken = TRUE;
      return;
    }
  pixel = CLAMP (chain_chart_x_pixel (drawing, x), -1e4, 1e5);
  add_point (line, line->dense ? chain_crisp (pixel) : pixel, chain_chart_y_pixel (drawing, y));
}

/* One of the extremes of a column of pixels. */
static void
add_extreme (Line  *line,
             double pixel,
             double y)
{
  if (chain_axis_accepts (&line->drawing->chart->y, y))
    add_point (line, pixel, chain_chart_y_pixel (line->drawing, y));
}

/* Of more points than can be told apart, the extremes of each pixel column. */
static void
take_columns (Line             *line,
              const ChainCurve *curve,
              gsize             from,
              gsize             to)
{
  const ChainChart      *chart = line->drawing->chart;
  const ChainChartFrame *frame = &line->drawing->frame;
  const gboolean         is_log = chart->y.scale == CHAIN_SCALE_LOG;

  for (guint pixel = 0; pixel <= (guint) frame->width && from < to; pixel++)
    {
      const double  edge = chain_axis_value_at (&chart->x, frame->x_from, frame->x_to,
                                                MIN (1, (pixel + 1) / frame->width));
      const gsize   end = MIN (to, chain_curve_find (curve, edge));
      const double  x = chain_crisp (frame->left + pixel);
      ChainExtremes extremes;

      if (end <= from)
        continue;
      extremes = chain_curve_extremes (curve, from, end);
      add_extreme (line, x, g_array_index (curve->y, double, from));
      add_extreme (line, x, is_log ? extremes.least_positive : extremes.least);
      add_extreme (line, x, extremes.most);
      add_extreme (line, x, g_array_index (curve->y, double, end - 1));
      from = end;
    }
}

/* The points of a curve that are seen, and one to each side. */
static void
take_curve (Line             *line,
            const ChainCurve *curve)
{
  const ChainChartFrame *frame = &line->drawing->frame;
  gsize                  from = chain_curve_find (curve, frame->x_from);
  gsize                  to = chain_curve_find (curve, frame->x_to);

  from -= from > 0;
  to = MIN (to + 1, chain_curve_length (curve));
  line->dense = to > from && to - from > frame->width;
  if (to > from && to - from > 4 * frame->width)
    {
      take_columns (line, curve, from, to);
      return;
    }
  for (gsize i = from; i < to; i++)
    add_value (line, g_array_index (curve->x, double, i), g_array_index (curve->y, double, i));
}

static void
stroke (const Line        *line,
        const ChainSeries *series)
{
  const double dashes[] = { 1, 4 };
  cairo_t     *cr = line->drawing->cr;

  for (guint i = 0; i < line->columns->len; i++)
    {
      const Column *column = &g_array_index (line->columns, Column, i);

      if (column->joined)
        cairo_line_to (cr, column->x, column->first);
      else
        cairo_move_to (cr, column->x, column->first);
      if (column->top != column->bottom)
        {
          cairo_line_to (cr, column->x, column->bottom);
          cairo_line_to (cr, column->x, column->top);
        }
      cairo_line_to (cr, column->x, column->last);
    }
  cairo_set_line_width (cr, series->width);
  /* A point between two gaps is a line of no length: round caps make it a dot. */
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, line->columns->len <= ROUND_JOINS ? CAIRO_LINE_JOIN_ROUND
                                                              : CAIRO_LINE_JOIN_BEVEL);
  cairo_set_dash (cr, dashes, series->dashed ? G_N_ELEMENTS (dashes) : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static gboolean
is_beside (const Column *column,
           const Column *before)
{
  return column->joined && column->x - before->x < 1.5;
}

/* Half-way to the next column, where the two meet. */
static void
reach (Column *column,
       double  end,
       double  other)
{
  const double middle = (end + other) / 2;

  column->top = MIN (column->top, middle);
  column->bottom = MAX (column->bottom, middle);
}

static void
join_columns (GArray *columns)
{
  for (guint i = 1; i < columns->len; i++)
    {
      Column *before = &g_array_index (columns, Column, i - 1);
      Column *column = &g_array_index (columns, Column, i);

      if (!is_beside (column, before))
        continue;
      reach (before, before->last, column->first);
      reach (column, column->first, before->last);
    }
}

/* Columns side by side, along their tops and back along their bottoms. */
static void
add_band (cairo_t      *cr,
          const GArray *columns,
          guint         from,
          guint         to,
          double        half)
{
  cairo_new_sub_path (cr);
  for (guint i = from; i < to; i++)
    {
      const Column *column = &g_array_index (columns, Column, i);

      cairo_line_to (cr, column->x - 0.5, column->top - half);
      cairo_line_to (cr, column->x + 0.5, column->top - half);
    }
  for (guint i = to; i > from; i--)
    {
      const Column *column = &g_array_index (columns, Column, i - 1);

      cairo_line_to (cr, column->x + 0.5, column->bottom + half);
      cairo_line_to (cr, column->x - 0.5, column->bottom + half);
    }
  cairo_close_path (cr);
}

/* The line over columns without a point. */
static void
add_bridge (cairo_t      *cr,
            const Column *from,
            const Column *to,
            double        half)
{
  const double dx = to->x - from->x;
  const double dy = to->first - from->last;
  const double length = hypot (dx, dy);
  const double x = dy / length * half;
  const double y = -dx / length * half;

  cairo_move_to (cr, from->x + x, from->last + y);
  cairo_line_to (cr, to->x + x, to->first + y);
  cairo_line_to (cr, to->x - x, to->first - y);
  cairo_line_to (cr, from->x - x, from->last - y);
  cairo_close_path (cr);
}

/* All parts run the same way round, so that where they overlap nothing is left out. */
static void
fill (const Line        *line,
      const ChainSeries *series)
{
  cairo_t      *cr = line->drawing->cr;
  const GArray *columns = line->columns;
  const double  half = series->width / 2;
  guint         end;

  join_columns (line->columns);
  for (guint from = 0; from < columns->len; from = end)
    {
      for (end = from + 1; end < columns->len; end++)
        if (!is_beside (&g_array_index (columns, Column, end),
                        &g_array_index (columns, Column, end - 1)))
          break;
      add_band (cr, columns, from, end, half);
      if (end < columns->len && g_array_index (columns, Column, end).joined)
        add_bridge (cr, &g_array_index (columns, Column, end - 1),
                    &g_array_index (columns, Column, end), half);
    }
  cairo_fill (cr);
}

static void
draw_series (const ChainChartDrawing *drawing,
             const ChainSeries       *series)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Column));
  Line               line = {
                  .drawing = drawing,
                  .columns = columns,
                  .farthest = drawing->frame.top + 2 * drawing->frame.height + 1000,
                  .dense = series->n > 2 * drawing->frame.width,
  };

  if (series->curve != NULL)
    take_curve (&line, series->curve);
  for (gsize i = 0; i < series->n; i++)
    add_value (&line, series->x[i], series->y[i]);
  cairo_new_path (drawing->cr);
  chain_color_set (drawing->cr, chain_ink_color (drawing->palette, series->ink), series->alpha);
  if (line.dense && !series->dashed)
    fill (&line, series);
  else
    stroke (&line, series);
}

/**
 * chain_chart_draw_lines:
 * @drawing: a chart being drawn
 *
 * Draws all series, within the plotting area.
 */
void
chain_chart_draw_lines (const ChainChartDrawing *drawing)
{
  const ChainChartFrame *frame = &drawing->frame;

  cairo_save (drawing->cr);
  cairo_rectangle (drawing->cr, frame->left - 2, frame->top - 2, frame->width + 4,
                   frame->height + 4);
  cairo_clip (drawing->cr);
  for (guint i = 0; i < drawing->chart->series->len; i++)
    draw_series (drawing, drawing->chart->series->pdata[i]);
  cairo_restore (drawing->cr);
}
