/* plot-reading.c: a plot in words and numbers: what is pointed at, and all of it as a table.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/plot.h"

#include <math.h>
#include <string.h>

#define DIGITS 6

static char *
number_text (double value)
{
  char digits[CHAIN_NUMBER_SIZE];

  return g_strdup (isnan (value) ? "missing" : chain_number_show (value, DIGITS, digits));
}

static char *
axis_text (const ChainPlotAxis *axis, double value)
{
  if (axis->levels != NULL && value > -0.5 && value < (double) g_strv_length (axis->levels) - 0.5)
    return g_strdup (axis->levels[(guint) round (value)]);
  return number_text (value);
}

static char *
class_text (const ChainPlot *plot, double class)
{
  if (plot->classes != NULL && class >= 0 && class < g_strv_length (plot->classes))
    return g_strdup (plot->classes[(guint) class]);
  return number_text (class);
}

/* Takes the value. */
static void
add (GPtrArray *words, const char *name, char *value)
{
  g_ptr_array_add (words, g_strdup (name));
  g_ptr_array_add (words, value);
}

static void
read_axes (const ChainPlot *plot, double x, double y, GPtrArray *words)
{
  add (words, plot->x.title, axis_text (&plot->x, x));
  if (plot->y.title != NULL)
    add (words, plot->y.title, axis_text (&plot->y, y));
}

static void
read_point (const ChainPlot *plot, const ChainPlotPoint *point, GPtrArray *words)
{
  char *title = point->row == CHAIN_PLOT_NO_ROW ? g_strdup ("")
                                                : g_strdup_printf ("%u", point->row + 1);

  add (words, "Row", title);
  if (plot->is_split)
    add (words, "Used for", g_strdup (point->validation ? "validation" : "training"));
  read_axes (plot, point->x, point->y, words);
  if (!isnan (point->truth))
    add (words, "true", class_text (plot, point->truth));
  if (!isnan (point->predicted))
    add (words, "predicted", class_text (plot, point->predicted));
  if (!isnan (point->loss))
    add (words, "loss", number_text (point->loss));
}

static void
read_field (const ChainPlot *plot, double x, double y, GPtrArray *words)
{
  const ChainPlotField *field = plot->field;
  guint                 column, row;
  double                value;

  if (field == NULL || !chain_plot_field_at (field, x, y, &column, &row))
    {
      read_axes (plot, x, y, words);
      return;
    }
  /* What is written is the number of a place: so are its coordinates. */
  if (field->kind == CHAIN_FIELD_CONTOURS)
    read_axes (plot,
               field->x_from + (field->x_to - field->x_from) * column / (field->columns - 1),
               field->y_to - (field->y_to - field->y_from) * row / (field->rows - 1), words);
  else
    read_axes (plot,
               field->x_from + (field->x_to - field->x_from) * (column + 0.5) / field->columns,
               field->y_to - (field->y_to - field->y_from) * (row + 0.5) / field->rows, words);
  value = field->values[(gsize) row * field->columns + column];
  if (field->classes != NULL)
    add (words, "predicted",
         class_text (plot, field->classes[(gsize) row * field->columns + column]));
  add (words, field->title, number_text (value));
}

static void
read_place (const ChainPlot *plot, const ChainPlotHover *hover, GPtrArray *words)
{
  const ChainPlotLine *line = g_ptr_array_index (plot->lines, hover->line);

  add (words, "iteration", number_text (line->t[hover->place]));
  read_axes (plot, hover->x, hover->y, words);
}

/**
 * chain_plot_read:
 * @plot: a plot
 * @hover: a place in it
 *
 * Returns: (transfer full) (element-type utf8): names and values in turn; a point's first is its
 *   row
 */
GPtrArray *
chain_plot_read (const ChainPlot *plot, const ChainPlotHover *hover)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  if (hover->point >= 0)
    read_point (plot, &g_array_index (plot->points, ChainPlotPoint, hover->point), words);
  else if (hover->line >= 0)
    read_place (plot, hover, words);
  else
    read_field (plot, hover->x, hover->y, words);
  return words;
}

/**
 * chain_plot_describe:
 * @plot: a plot
 * @hover: (nullable): a place in it
 *
 * Returns: (transfer full): what is there, or what there is in all, for those who do not see it
 */
char *
chain_plot_describe (const ChainPlot *plot, const ChainPlotHover *hover)
{
  g_autoptr (GPtrArray) words = NULL;
  GString              *text = g_string_new (NULL);
  guint                 wrong = 0;

  if (hover != NULL)
    {
      words = chain_plot_read (plot, hover);
      for (guint i = 0; i + 1 < words->len; i += 2)
        g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", (char *) words->pdata[i],
                                (char *) words->pdata[i + 1]);
      return g_string_free (text, FALSE);
    }
  if (plot->message != NULL)
    return g_string_free (g_string_append (text, plot->message), FALSE);
  for (guint i = 0; i < plot->points->len; i++)
    wrong += g_array_index (plot->points, ChainPlotPoint, i).wrong;
  g_string_append_printf (text, "%s across", plot->x.title);
  if (plot->y.title != NULL)
    g_string_append_printf (text, ", %s up", plot->y.title);
  if (plot->points->len > 0)
    g_string_append_printf (text, ", %u points", plot->points->len);
  if (plot->classes != NULL)
    g_string_append_printf (text, ", %u of them predicted wrong", wrong);
  return g_string_free (text, FALSE);
}

static void
append_cell (GString *text, const char *value)
{
  if (value == NULL || strpbrk (value, ",\"\n\r") == NULL)
    {
      g_string_append_printf (text, "%s,", value != NULL ? value : "");
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    g_string_append_printf (text, *c == '"' ? "\"\"" : "%c", *c);
  g_string_append (text, "\",");
}

static void
append_number (GString *text, double value)
{
  char digits[CHAIN_NUMBER_SIZE];

  append_cell (text, isnan (value) ? "" : chain_number_write (value, digits));
}

static void
append_axis (GString *text, const ChainPlotAxis *axis, double value)
{
  if (axis->levels == NULL)
    append_number (text, value);
  else
    append_cell (text, axis->levels[CLAMP ((int) round (value), 0,
                                           (int) g_strv_length (axis->levels) - 1)]);
}

static void
append_class (GString *text, const ChainPlot *plot, double class)
{
  if (plot->classes == NULL || isnan (class))
    append_number (text, class);
  else
    append_cell (text, plot->classes[(guint) class]);
}

static void
end_line (GString *text)
{
  g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static void
append_points (GString *text, const ChainPlot *plot)
{
  for (guint i = 0; i < plot->points->len; i++)
    {
      const ChainPlotPoint *point = &g_array_index (plot->points, ChainPlotPoint, i);
      g_autofree char      *row = g_strdup_printf ("%u", point->row + 1);

      append_cell (text, point->validation ? "validation" : "training");
      append_cell (text, point->row != CHAIN_PLOT_NO_ROW ? row : "");
      append_axis (text, &plot->x, point->x);
      append_axis (text, &plot->y, point->y);
      append_class (text, plot, point->truth);
      append_class (text, plot, point->predicted);
      append_number (text, point->loss);
      end_line (text);
    }
}

static void
append_lines (GString *text, const ChainPlot *plot)
{
  for (guint i = 0; i < plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (plot->lines, i);

      for (gsize j = 0; j < line->n && line->title != NULL; j++)
        {
          append_cell (text, line->title);
          append_number (text, line->t != NULL ? line->t[j] : NAN);
          append_axis (text, &plot->x, line->x[j]);
          append_axis (text, &plot->y, line->y[j]);
          g_string_append (text, ",,,");
          end_line (text);
        }
    }
}

static void
append_field (GString *text, const ChainPlot *plot)
{
  const ChainPlotField *field = plot->field;
  const gboolean        corners = field->kind == CHAIN_FIELD_CONTOURS;

  for (guint row = 0; row < field->rows; row++)
    for (guint column = 0; column < field->columns; column++)
      {
        const gsize  i = (gsize) row * field->columns + column;
        const double across = corners ? (double) column / (field->columns - 1)
                                      : (column + 0.5) / field->columns;
        const double down = corners ? (double) row / (field->rows - 1) : (row + 0.5) / field->rows;

        append_cell (text, "surface");
        append_cell (text, "");
        append_axis (text, &plot->x, field->x_from + across * (field->x_to - field->x_from));
        append_axis (text, &plot->y, field->y_to - down * (field->y_to - field->y_from));
        append_cell (text, "");
        if (field->classes != NULL)
          append_class (text, plot, field->classes[i]);
        else if (corners)
          append_cell (text, "");
        else
          append_number (text, field->values[i]);
        append_number (text, field->classes != NULL || corners ? field->values[i] : NAN);
        end_line (text);
      }
}

/**
 * chain_plot_to_csv:
 * @plot: a plot
 *
 * All of it as one table: points with their rows, lines with their iterations, and the field, of
 * which the last column has how likely the class is, or the height.
 *
 * Returns: (transfer full): CSV with a header
 */
char *
chain_plot_to_csv (const ChainPlot *plot)
{
  GString    *text = g_string_new (NULL);
  const char *last = plot->field != NULL && plot->field->kind == CHAIN_FIELD_CLASSES
                         ? "loss or probability"
                         : "loss";

  append_cell (text, "part");
  append_cell (text, plot->points->len > 0 ? "row" : "iteration");
  append_cell (text, plot->x.title);
  append_cell (text, plot->y.title);
  append_cell (text, "true");
  append_cell (text, "predicted");
  append_cell (text, last);
  end_line (text);
  append_points (text, plot);
  append_lines (text, plot);
  if (plot->field != NULL)
    append_field (text, plot);
  return g_string_free (text, FALSE);
}
