/* plot.c: a plane with a field of colours, lines and points of rows, and what can be read there.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/plot.h"

#include <math.h>
#include <string.h>

#define REACH 12.0 /* pixels to the nearest point that is read */
#define ROOM 0.05  /* of the range, left on each side of what is shown */

static void
axis_clear (ChainPlotAxis *axis)
{
  g_free (axis->title);
  g_strfreev (axis->levels);
}

static void
line_free (gpointer data)
{
  ChainPlotLine *line = data;

  g_free (line->title);
  g_free (line->x);
  g_free (line->y);
  g_free (line->t);
  g_free (line);
}

/**
 * chain_plot_new:
 *
 * Returns: (transfer full): a plot of nothing
 */
ChainPlot *
chain_plot_new (void)
{
  ChainPlot *plot = g_new0 (ChainPlot, 1);

  plot->lines = g_ptr_array_new_with_free_func (line_free);
  plot->points = g_array_new (FALSE, TRUE, sizeof (ChainPlotPoint));
  return plot;
}

/**
 * chain_plot_field_free:
 * @field: (nullable) (transfer full): to free
 */
void
chain_plot_field_free (ChainPlotField *field)
{
  if (field == NULL)
    return;
  g_free (field->title);
  g_free (field->values);
  g_free (field->classes);
  g_free (field);
}

/**
 * chain_plot_free:
 * @plot: (nullable) (transfer full): to free
 */
void
chain_plot_free (ChainPlot *plot)
{
  if (plot == NULL)
    return;
  axis_clear (&plot->x);
  axis_clear (&plot->y);
  g_strfreev (plot->classes);
  chain_plot_field_free (plot->field);
  g_ptr_array_unref (plot->lines);
  g_array_unref (plot->points);
  g_free (plot->color_title);
  g_free (plot->message);
  g_free (plot);
}

/**
 * chain_plot_take_field:
 * @plot: a plot
 * @field: (transfer full): what lies under its lines and points
 */
void
chain_plot_take_field (ChainPlot *plot, ChainPlotField *field)
{
  chain_plot_field_free (plot->field);
  plot->field = field;
}

/**
 * chain_plot_add_line:
 * @plot: a plot
 * @title: (nullable): in the legend
 * @ink: its colour
 * @width: pixels
 * @n: places
 *
 * Returns: (transfer none): a line whose places are still to be written
 */
ChainPlotLine *
chain_plot_add_line (ChainPlot *plot, const char *title, ChainInk ink, double width, gsize n)
{
  ChainPlotLine *line = g_new0 (ChainPlotLine, 1);

  line->title = g_strdup (title);
  line->ink = ink;
  line->width = width;
  line->n = n;
  line->x = g_new0 (double, MAX (n, 1));
  line->y = g_new0 (double, MAX (n, 1));
  g_ptr_array_add (plot->lines, line);
  return line;
}

typedef struct
{
  double from, to;
} Range;

static void
widen (Range *range, double value)
{
  if (!isfinite (value))
    return;
  range->from = fmin (range->from, value);
  range->to = fmax (range->to, value);
}

static void
fit_axis (ChainPlotAxis *axis, const Range *range)
{
  const double span = range->to - range->from;
  const double room = span > 0 ? ROOM * span : fmax (fabs (range->from) * ROOM, 1);

  axis->from = range->from <= range->to ? range->from - room : -1;
  axis->to = range->from <= range->to ? range->to + room : 1;
}

/**
 * chain_plot_fit:
 * @plot: with its lines and points
 *
 * Lets the axes show all of them, with room around.
 */
void
chain_plot_fit (ChainPlot *plot)
{
  Range x = { INFINITY, -INFINITY }, y = { INFINITY, -INFINITY };

  for (guint i = 0; i < plot->points->len; i++)
    {
      const ChainPlotPoint *point = &g_array_index (plot->points, ChainPlotPoint, i);

      widen (&x, point->x);
      widen (&y, point->y);
    }
  for (guint i = 0; i < plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (plot->lines, i);

      for (gsize j = 0; j < line->n; j++)
        {
          widen (&x, line->x[j]);
          widen (&y, line->y[j]);
        }
    }
  fit_axis (&plot->x, &x);
  fit_axis (&plot->y, &y);
}

/**
 * chain_plot_x_pixel:
 * @plot: a plot
 * @frame: where it is drawn
 * @x: a place
 *
 * Returns: pixels from the left
 */
double
chain_plot_x_pixel (const ChainPlot *plot, const ChainPlotFrame *frame, double x)
{
  return frame->left + (x - plot->x.from) / (plot->x.to - plot->x.from) * frame->width;
}

/**
 * chain_plot_y_pixel:
 * @plot: a plot
 * @frame: where it is drawn
 * @y: a place
 *
 * Returns: pixels from the top
 */
double
chain_plot_y_pixel (const ChainPlot *plot, const ChainPlotFrame *frame, double y)
{
  return frame->top + (plot->y.to - y) / (plot->y.to - plot->y.from) * frame->height;
}

/* The place of a way that is nearer than `least`, squared. */
static void
find_on_ways (const ChainPlot      *plot,
              const ChainPlotFrame *frame,
              double                x,
              double                y,
              double                least,
              ChainPlotHover       *hover)
{
  for (guint i = 0; i < plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (plot->lines, i);

      for (gsize j = 0; j < line->n && line->t != NULL; j++)
        {
          const double dx = chain_plot_x_pixel (plot, frame, line->x[j]) - x;
          const double dy = chain_plot_y_pixel (plot, frame, line->y[j]) - y;

          if (!(dx * dx + dy * dy < least))
            continue;
          least = dx * dx + dy * dy;
          hover->point = -1;
          hover->line = (int) i;
          hover->place = j;
          hover->x = line->x[j];
          hover->y = line->y[j];
        }
    }
}

/**
 * chain_plot_find:
 * @plot: a plot
 * @frame: where it is drawn
 * @x: pixels
 * @y: pixels
 * @hover: (out caller-allocates): the nearest point or place of a way around, else the place
 *
 * Returns: whether the place is in the plot
 */
gboolean
chain_plot_find (const ChainPlot      *plot,
                 const ChainPlotFrame *frame,
                 double                x,
                 double                y,
                 ChainPlotHover       *hover)
{
  double least = REACH * REACH;

  if (x < frame->left || x > frame->left + frame->width || y < frame->top
      || y > frame->top + frame->height)
    return FALSE;
  *hover = (ChainPlotHover){ -1, -1, 0 };
  hover->x = plot->x.from + (x - frame->left) / frame->width * (plot->x.to - plot->x.from);
  hover->y = plot->y.to - (y - frame->top) / frame->height * (plot->y.to - plot->y.from);
  for (guint i = 0; i < plot->points->len; i++)
    {
      const ChainPlotPoint *point = &g_array_index (plot->points, ChainPlotPoint, i);
      const double dx = chain_plot_x_pixel (plot, frame, point->x) - x;
      const double dy = chain_plot_y_pixel (plot, frame, point->y) - y;

      if (!(dx * dx + dy * dy < least))
        continue;
      least = dx * dx + dy * dy;
      chain_plot_hover_point (plot, (int) i, hover);
    }
  find_on_ways (plot, frame, x, y, least, hover);
  return TRUE;
}

/**
 * chain_plot_hover_point:
 * @plot: a plot
 * @point: index of a point
 * @hover: (out caller-allocates): that point
 */
void
chain_plot_hover_point (const ChainPlot *plot, int point, ChainPlotHover *hover)
{
  const ChainPlotPoint *at = &g_array_index (plot->points, ChainPlotPoint, point);

  *hover = (ChainPlotHover){ point, -1, 0, at->x, at->y };
}

static double
place_of (const ChainPlot *plot, guint point, gboolean up)
{
  const ChainPlotPoint *at = &g_array_index (plot->points, ChainPlotPoint, point);

  return up ? at->y : at->x;
}

/* Whether point @i comes after @j that way; of points at one place the earlier comes first. */
static gboolean
is_beyond (const ChainPlot *plot, guint i, guint j, gboolean up, int by)
{
  const double a = by * place_of (plot, i, up), b = by * place_of (plot, j, up);

  return a > b || (a == b && (by > 0 ? i > j : i < j));
}

/**
 * chain_plot_next:
 * @plot: a plot
 * @point: index of a point, or -1
 * @up: whether to go up and down, else to the right and left
 * @by: 1 to the right or up, -1 to the left or down
 *
 * Returns: the index of the next point that way, by which every point is reached; @point at the
 *   end; the outermost one of the other side for -1; -1 where there is no point
 */
int
chain_plot_next (const ChainPlot *plot, int point, gboolean up, int by)
{
  int found = -1;

  for (guint i = 0; i < plot->points->len; i++)
    if ((point < 0 || is_beyond (plot, i, (guint) point, up, by))
        && (found < 0 || is_beyond (plot, (guint) found, i, up, by)))
      found = (int) i;
  return found >= 0 ? found : point;
}

/**
 * chain_plot_field_at:
 * @field: a field
 * @x: a place
 * @y: likewise
 * @column: (out): of the nearest value
 * @row: (out): likewise
 *
 * Returns: whether the place is in the field
 */
gboolean
chain_plot_field_at (const ChainPlotField *field, double x, double y, guint *column, guint *row)
{
  const double across = (x - field->x_from) / (field->x_to - field->x_from);
  const double down = (field->y_to - y) / (field->y_to - field->y_from);

  if (!(across >= 0 && across <= 1 && down >= 0 && down <= 1))
    return FALSE;
  if (field->kind == CHAIN_FIELD_CONTOURS)
    {
      *column = (guint) round (across * (field->columns - 1));
      *row = (guint) round (down * (field->rows - 1));
      return TRUE;
    }
  *column = MIN ((guint) (across * field->columns), field->columns - 1);
  *row = MIN ((guint) (down * field->rows), field->rows - 1);
  return TRUE;
}
