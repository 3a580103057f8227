/* chart-csv.c: the numbers of a chart's series as a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-csv.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

static gboolean
has_same_x (const ChainSeries *series, const ChainSeries *other)
{
  return series->n == other->n && memcmp (series->x, other->x, series->n * sizeof (double)) == 0;
}

/* In quotes where it would not be one cell otherwise. */
static void
append_text (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

static void
append_number (GString *csv, double value)
{
  char number[CHAIN_NUMBER_SIZE];

  if (!isnan (value))
    g_string_append (csv, chain_number_write (value, number));
}

/* A column for each series. */
static void
append_columns (GString *csv, const ChainChart *chart, const char *x_title)
{
  const ChainSeries *first = g_ptr_array_index (chart->series, 0);

  append_text (csv, x_title);
  for (guint s = 0; s < chart->series->len; s++)
    {
      const ChainSeries *series = g_ptr_array_index (chart->series, s);

      g_string_append_c (csv, ',');
      append_text (csv, series->title != NULL ? series->title : "y");
    }
  g_string_append_c (csv, '\n');
  for (gsize i = 0; i < first->n; i++)
    {
      append_number (csv, first->x[i]);
      for (guint s = 0; s < chart->series->len; s++)
        {
          g_string_append_c (csv, ',');
          append_number (csv, ((const ChainSeries *) g_ptr_array_index (chart->series, s))->y[i]);
        }
      g_string_append_c (csv, '\n');
    }
}

/* A line for each point of each series. */
static void
append_points (GString *csv, const ChainChart *chart, const char *x_title, const char *y_title)
{
  g_string_append (csv, "series,");
  append_text (csv, x_title);
  g_string_append_c (csv, ',');
  append_text (csv, y_title);
  g_string_append_c (csv, '\n');
  for (guint s = 0; s < chart->series->len; s++)
    {
      const ChainSeries *series = g_ptr_array_index (chart->series, s);

      for (gsize i = 0; i < series->n; i++)
        {
          append_text (csv, series->title != NULL ? series->title : "");
          g_string_append_c (csv, ',');
          append_number (csv, series->x[i]);
          g_string_append_c (csv, ',');
          append_number (csv, series->y[i]);
          g_string_append_c (csv, '\n');
        }
    }
}

/**
 * chain_chart_csv:
 * @chart: a chart
 *
 * Where all series have the same x: a column for x and one for each of them. Else the columns
 * series, x and y, and a line for each point. Numbers are written in full, NaN as nothing.
 *
 * Returns: (transfer full): the file
 */
char *
chain_chart_csv (const ChainChart *chart)
{
  const char *x_title = chart->x.title != NULL ? chart->x.title : "x";
  const char *y_title = chart->y.title != NULL ? chart->y.title : "y";
  GString    *csv = g_string_new (NULL);
  gboolean    same = chart->series->len > 0;

  for (guint s = 1; s < chart->series->len; s++)
    same = same && has_same_x (g_ptr_array_index (chart->series, 0),
                               g_ptr_array_index (chart->series, s));
  if (same)
    append_columns (csv, chart, x_title);
  else
    append_points (csv, chart, x_title, y_title);
  return g_string_free (csv, FALSE);
}
