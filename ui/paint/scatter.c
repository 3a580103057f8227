/* scatter.c: which rows are points, where they lie, and which one is near.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/scatter.h"

#include "base/random.h"

#include <math.h>

#define JITTER 0.28 /* of a level's room, to either side */
#define CROWD 4     /* points on a whole number, on average, that come apart */
#define MARGIN 0.04 /* of the range, around the outermost points */
#define LOOKED_AT 500 /* rows, to tell whether a column shows much */
#define REACH 10.0  /* pixels from the pointer to the point it means */

static void
column_init (ChainScatterColumn *column, const ChainTable *table, guint index)
{
  const ChainColumn *found = chain_table_column (table, index);

  column->name = g_strdup (found->name);
  column->from = INFINITY;
  column->to = -INFINITY;
  if (found->kind != CHAIN_COLUMN_CATEGORY)
    return;
  column->levels = g_new0 (char *, found->levels->len + 1);
  for (guint i = 0; i < found->levels->len; i++)
    column->levels[i] = g_strdup (g_ptr_array_index (found->levels, i));
}

static double
value_at (const ChainTable *table, guint index, gsize row)
{
  const ChainColumn *column = chain_table_column (table, index);

  if (column->kind == CHAIN_COLUMN_CATEGORY)
    return column->codes[row] != CHAIN_CODE_MISSING ? column->codes[row] : NAN;
  return column->numbers != NULL ? column->numbers[row] : NAN;
}

static void
widen (ChainScatterColumn *column, double value)
{
  if (!isfinite (value))
    return;
  column->from = fmin (column->from, value);
  column->to = fmax (column->to, value);
}

static void
leave_room (ChainScatterColumn *column)
{
  const double range = column->to - column->from;
  const double margin = range > 0 ? range * MARGIN : fmax (fabs (column->from) * 0.1, 0.5);

  if (column->spread && column->levels == NULL)
    {
      column->from -= 0.5;
      column->to += 0.5;
    }
  else if (column->levels != NULL)
    {
      column->from = -0.5;
      column->to = MAX (g_strv_length (column->levels), 1) - 0.5;
    }
  else if (!isfinite (range))
    {
      column->from = 0;
      column->to = 1;
    }
  else
    {
      column->from -= margin;
      column->to += margin;
    }
}

/* [n_rows] 1 for a validation row; NULL where there are none. */
static guint8 *
mark_validation (const ChainTable *table, const ChainDataset *dataset)
{
  guint8 *marks;

  if (dataset == NULL || dataset->n_validation_rows == 0)
    return NULL;
  marks = g_new0 (guint8, table->n_rows);
  for (gsize i = 0; i < dataset->n_validation_rows; i++)
    marks[dataset->validation_rows[i]] = 1;
  return marks;
}

/* Numbers that are read as classes have the levels and the one-hot rows of the data set. */
static gboolean
reads_classes (const ChainTable *table, const ChainDataset *dataset, int color)
{
  return color >= 0 && dataset != NULL && dataset->classes != NULL
         && chain_table_column (table, (guint) color)->kind != CHAIN_COLUMN_CATEGORY;
}

static double
class_at (const ChainDataset *dataset, gsize row)
{
  const double *outputs = dataset->targets + row * dataset->n_outputs;
  guint         most = 0;

  if (!isfinite (outputs[0]))
    return NAN;
  if (dataset->n_outputs == 1)
    return outputs[0] > 0.5;
  for (guint i = 1; i < dataset->n_outputs; i++)
    if (outputs[i] > outputs[most])
      most = i;
  return most;
}

/* Rows that lie on one level come apart, and so do those on few whole numbers. */
static gboolean
is_crowded (const ChainScatter *scatter, const ChainScatterColumn *column)
{
  if (column->levels != NULL)
    return TRUE;
  for (guint i = 0; i < scatter->n_points; i++)
    {
      const ChainScatterPoint *point = &scatter->points[i];
      const double             value = column == &scatter->x ? point->x : point->y;

      if (value != round (value))
        return FALSE;
    }
  return column->from <= column->to
         && scatter->n_points >= CROWD * (column->to - column->from + 1);
}

/* The same row always lies at the same place. */
static void
spread (ChainScatter *scatter)
{
  ChainRandom random;

  scatter->x.spread = is_crowded (scatter, &scatter->x);
  scatter->y.spread = is_crowded (scatter, &scatter->y);
  chain_random_init (&random, 1, CHAIN_STREAM_SPLIT);
  for (guint i = 0; i < scatter->n_points; i++)
    {
      const double right = chain_random_uniform (&random, -JITTER, JITTER);
      const double up = chain_random_uniform (&random, -JITTER, JITTER);

      scatter->points[i].x += scatter->x.spread ? right : 0;
      scatter->points[i].y += scatter->y.spread ? up : 0;
    }
}

/* A number that is one of a few, or the same in most rows as the corner of a digit, shows
 * little. */
static gboolean
varies (const ChainTable *table, const ChainColumn *column)
{
  const gsize n = MIN (table->n_rows, LOOKED_AT);
  gsize       changes = 0;

  if (column->kind != CHAIN_COLUMN_NUMBER)
    return FALSE;
  for (gsize row = 1; row < n; row++)
    changes += column->numbers[row] != column->numbers[row - 1];
  return changes * 3 >= (n - 1) * 2;
}

/**
 * chain_scatter_suggest:
 * @table: the rows
 * @features: (nullable) (array zero-terminated=1): columns that the network reads
 * @target: (nullable): the column it predicts
 * @chosen: (out caller-allocates): two columns worth plotting
 *
 * The first two features whose numbers vary; else others, or one feature and the target.
 */
void
chain_scatter_suggest (const ChainTable  *table,
                       const char *const *features,
                       const char        *target,
                       guint              chosen[2])
{
  const int place = target != NULL ? chain_table_find (table, target) : -1;
  guint     n = 0;

  chosen[0] = 0;
  chosen[1] = table->columns->len > 1 ? 1 : 0;
  for (guint pass = 0; pass < 2 && n < 2; pass++)
    for (guint i = 0; features != NULL && features[i] != NULL && n < 2; i++)
      {
        const int index = chain_table_find (table, features[i]);

        if (index >= 0
            && varies (table, chain_table_column (table, (guint) index)) == (pass == 0))
          chosen[n++] = (guint) index;
      }
  if (n == 1 && place >= 0)
    chosen[1] = (guint) place;
}

/**
 * chain_scatter_new:
 * @table: the rows
 * @dataset: (nullable): how they are split, and which classes the target is read as
 * @x: column to the right
 * @y: column upwards
 * @color: column that colours the points, or -1; with a dataset, its target
 *
 * Rows that lack one of the two values are no points. Of more rows than %CHAIN_SCATTER_POINTS one
 * is drawn from each of as many equal parts of the table, always the same one.
 *
 * Returns: (transfer full): the points
 */
ChainScatter *
chain_scatter_new (const ChainTable   *table,
                   const ChainDataset *dataset,
                   guint               x,
                   guint               y,
                   int                 color)
{
  ChainScatter      *scatter = g_new0 (ChainScatter, 1);
  g_autofree guint8 *validation = mark_validation (table, dataset);
  const gboolean     classes = reads_classes (table, dataset, color);
  ChainRandom        random;

  scatter->n_rows = table->n_rows;
  scatter->n_chosen = MIN (table->n_rows, CHAIN_SCATTER_POINTS);
  scatter->is_split = validation != NULL;
  scatter->points = g_new (ChainScatterPoint, MAX (scatter->n_chosen, 1));
  column_init (&scatter->x, table, x);
  column_init (&scatter->y, table, y);
  if (color >= 0)
    column_init (&scatter->color, table, (guint) color);
  if (classes)
    scatter->color.levels = g_strdupv (dataset->classes);
  chain_random_init (&random, 0, CHAIN_STREAM_SPLIT);
  for (gsize i = 0; i < scatter->n_chosen; i++)
    {
      const double      part = (double) table->n_rows / (double) scatter->n_chosen;
      const double      place = chain_random_uniform (&random, 0, 1);
      const gsize       row = part > 1 ? MIN ((gsize) (((double) i + place) * part),
                                              table->n_rows - 1)
                                       : i;
      ChainScatterPoint point = { value_at (table, x, row), value_at (table, y, row) };

      if (!isfinite (point.x) || !isfinite (point.y))
        continue;
      widen (&scatter->x, point.x);
      widen (&scatter->y, point.y);
      point.color = classes      ? class_at (dataset, row)
                    : color >= 0 ? value_at (table, (guint) color, row)
                                 : NAN;
      widen (&scatter->color, point.color);
      point.row = (guint) row;
      point.validation = validation != NULL && validation[row];
      scatter->points[scatter->n_points++] = point;
    }
  spread (scatter);
  leave_room (&scatter->x);
  leave_room (&scatter->y);
  return scatter;
}

static void
column_clear (ChainScatterColumn *column)
{
  g_free (column->name);
  g_strfreev (column->levels);
}

/**
 * chain_scatter_free:
 * @scatter: (transfer full) (nullable): to free
 */
void
chain_scatter_free (ChainScatter *scatter)
{
  if (scatter == NULL)
    return;
  column_clear (&scatter->x);
  column_clear (&scatter->y);
  column_clear (&scatter->color);
  g_free (scatter->points);
  g_free (scatter);
}

/**
 * chain_scatter_caption:
 * @scatter: a plot
 *
 * Returns: (transfer full): how many rows are points, for people
 */
char *
chain_scatter_caption (const ChainScatter *scatter)
{
  const gsize left_out = scatter->n_chosen - scatter->n_points;
  GString    *text = g_string_new (NULL);

  if (scatter->n_chosen < scatter->n_rows)
    g_string_append_printf (text,
                            "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                            " rows are drawn, chosen evenly",
                            scatter->n_chosen, scatter->n_rows);
  else
    g_string_append_printf (text, "%" G_GSIZE_FORMAT " %s", scatter->n_rows,
                            scatter->n_rows == 1 ? "row" : "rows");
  if (left_out > 0)
    g_string_append_printf (text, "; %" G_GSIZE_FORMAT " of them %s a value", left_out,
                            left_out == 1 ? "lacks" : "lack");
  return g_string_free (text, FALSE);
}

/**
 * chain_scatter_find:
 * @scatter: a plot
 * @frame: where it is drawn
 * @x: pixels
 * @y: pixels
 *
 * Returns: the index of the nearest point around, or -1
 */
int
chain_scatter_find (const ChainScatter      *scatter,
                    const ChainScatterFrame *frame,
                    double                   x,
                    double                   y)
{
  const double x_scale = frame->width / (scatter->x.to - scatter->x.from);
  const double y_scale = frame->height / (scatter->y.to - scatter->y.from);
  double       least = REACH * REACH;
  int          found = -1;

  for (guint i = 0; i < scatter->n_points; i++)
    {
      const ChainScatterPoint *point = &scatter->points[i];
      const double dx = frame->left + (point->x - scatter->x.from) * x_scale - x;
      const double dy = frame->top + (scatter->y.to - point->y) * y_scale - y;

      if (dx * dx + dy * dy >= least)
        continue;
      least = dx * dx + dy * dy;
      found = (int) i;
    }
  return found;
}

static double
place_of (const ChainScatter *scatter, guint point, gboolean up)
{
  return up ? scatter->points[point].y : scatter->points[point].x;
}

/**
 * chain_scatter_next:
 * @scatter: a plot
 * @point: index of a point, or -1
 * @up: whether to go up and down, else to the right and left
 * @by: 1 to the right or up, -1 to the left or down
 *
 * Returns: the index of the next point that way, by which every point is reached; @point at the
 *   end; the outermost one of the other side for -1; -1 where there is no point
 */
int
chain_scatter_next (const ChainScatter *scatter, int point, gboolean up, int by)
{
  int found = -1;

  for (guint i = 0; i < scatter->n_points; i++)
    {
      const double place = by * place_of (scatter, i, up);

      /* Of points at one place those come first that are first in the table. */
      if (point >= 0
          && (place < by * place_of (scatter, (guint) point, up)
              || (place == by * place_of (scatter, (guint) point, up) && (int) i * by <= point * by)))
        continue;
      if (found < 0 || place < by * place_of (scatter, (guint) found, up)
          || (place == by * place_of (scatter, (guint) found, up) && (int) i * by < found * by))
        found = (int) i;
    }
  return found >= 0 ? found : point;
}
