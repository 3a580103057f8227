/* chart-reading.c: what a chart's curves are at an x, in words and point by point.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart.h"

#include "base/number.h"

#include <math.h>

static gsize
series_length (const ChainSeries *series)
{
  return series->curve ? chain_curve_length (series->curve) : series->n;
}

static double
series_x (const ChainSeries *series,
          gsize              i)
{
  return series->curve ? g_array_index (series->curve->x, double, i) : series->x[i];
}

static double
series_y (const ChainSeries *series,
          gsize              i)
{
  return series->curve ? g_array_index (series->curve->y, double, i) : series->y[i];
}

/* Of a series with points. */
static gsize
nearest_of (const ChainSeries *series,
            double             x)
{
  gsize nearest = 0;

  if (series->curve)
    return chain_curve_nearest (series->curve, x);
  for (gsize i = 1; i < series->n; i++)
    if (fabs (series->x[i] - x) < fabs (series->x[nearest] - x))
      nearest = i;
  return nearest;
}

/**
 * chain_chart_go:
 * @chart: a chart
 * @x: a value the x axis accepts
 * @further: points to go on from there, or back; 0 for the nearest one
 *
 * Returns: the x of that point of the first titled series that has any; %NAN if none has
 */
double
chain_chart_go (const ChainChart *chart,
                double            x,
                int               further)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];

      if (series->title && series_length (series) > 0)
        return series_x (series, (gsize) CLAMP ((gint64) nearest_of (series, x) + further, 0,
                                                (gint64) series_length (series) - 1));
    }
  return NAN;
}

/**
 * chain_chart_read:
 * @chart: a chart
 * @x: a value the x axis accepts
 *
 * Returns: (transfer full): the values of its titled curves nearest to it, in words: "step 104:
 *   training loss 0.0834, validation loss 0.1121"
 */
char *
chain_chart_read (const ChainChart *chart,
                  double            x)
{
  GString *text = g_string_new (NULL);
  char     number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < chart->series->len; i++)
    {
      const ChainSeries *series = chart->series->pdata[i];
      gsize              nearest;

      if (!series->title || series_length (series) == 0)
        continue;
      nearest = nearest_of (series, x);
      if (text->len == 0)
        {
          x = series_x (series, nearest);
          g_string_append_printf (text, "%s %s:", chart->x.title ? chart->x.title : "x",
                                  chain_number_show (x, 9, number));
        }
      else
        g_string_append_c (text, ',');
      g_string_append_printf (
          text, " %s %s", series->title,
          chain_number_show (series_y (series, nearest), 5, number));
    }
  return g_string_free (text, FALSE);
}
