/* contours.c: lines and bands of equal height over a grid of numbers, by marching squares.
 *
 * A cell is the square between four neighbouring numbers. Along its edges heights run straight,
 * so a line enters and leaves at known places; where all four edges are crossed, the mean of the
 * corners tells which of them belong together.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/contours.h"

#include <math.h>

#define HIGHEST 1e300 /* stands for what is not finite */
#define STEEP 20.0    /* the largest number to the least, from where on levels go by powers */
#define NOWHERE G_MAXUINT

typedef struct
{
  const double *values;
  guint         columns;
  guint         rows;
  double        level;
} Grid;

static double
height_at (const Grid *grid, guint column, guint row)
{
  const double value = grid->values[(gsize) row * grid->columns + column];

  return isfinite (value) ? CLAMP (value, -HIGHEST, HIGHEST) : HIGHEST;
}

/* Powers of ten times 1, 2 and 5, or 1 and 3, or 1: as fine as @most allows. */
static GArray *
levels_by_powers (double least, double largest, guint most)
{
  static const double steps[][4] = { { 1, 2, 5, 0 }, { 1, 3, 0, 0 }, { 1, 0, 0, 0 } };
  const int           first = (int) floor (log10 (least));
  const int           last = (int) floor (log10 (largest));
  GArray             *levels = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint kind = 0; kind < G_N_ELEMENTS (steps); kind++)
    {
      g_array_set_size (levels, 0);
      for (int exponent = first; exponent <= last; exponent++)
        for (guint i = 0; steps[kind][i] > 0; i++)
          {
            const double level = steps[kind][i] * pow (10, exponent);

            if (level > least && level < largest)
              g_array_append_val (levels, level);
          }
      if (levels->len <= most)
        break;
    }
  /* The lowest are those that matter. */
  if (levels->len > most)
    g_array_set_size (levels, most);
  return levels;
}

static GArray *
levels_by_steps (double least, double largest, guint most)
{
  const double raw = (largest - least) / most;
  const double power = pow (10, floor (log10 (raw)));
  const double step = (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 5 ? 5 : 10)
                      * power;
  GArray      *levels = g_array_new (FALSE, FALSE, sizeof (double));

  for (double i = floor (least / step) + 1; i * step < largest && levels->len < most; i++)
    {
      const double level = i * step;

      g_array_append_val (levels, level);
    }
  return levels;
}

static int
compare (gconstpointer one, gconstpointer other)
{
  const double a = *(const double *) one, b = *(const double *) other;

  return a < b ? -1 : a > b;
}

/**
 * chain_contour_levels:
 * @values: [n] heights
 * @n: how many
 * @most: levels at most, at least 2
 *
 * Round numbers between the heights: in even steps, or in powers where the heights are above zero
 * and far apart. A few enormous heights do not take the levels of the others: the uppermost
 * twentieth is not looked at.
 *
 * Returns: (transfer full) (element-type double): ascending; none where all heights are equal
 */
GArray *
chain_contour_levels (const double *values, gsize n, guint most)
{
  g_autofree double *sorted = g_new (double, MAX (n, 1));
  gsize              known = 0;
  double             least, largest, low;

  for (gsize i = 0; i < n; i++)
    if (isfinite (values[i]))
      sorted[known++] = values[i];
  if (known == 0)
    return g_array_new (FALSE, FALSE, sizeof (double));
  qsort (sorted, known, sizeof (double), compare);
  least = sorted[0];
  low = sorted[known / 200];
  largest = sorted[known - 1 - known / 20];
  if (!(largest > least))
    return g_array_new (FALSE, FALSE, sizeof (double));
  /* The very least may be next to nothing: levels begin where there is some room between them. */
  if (low > 0 && least >= 0 && largest / low > STEEP)
    return levels_by_powers (fmax (low, largest * 1e-6), largest, most);
  return levels_by_steps (least, largest, most);
}

/* Edges are numbered: those along the rows first, then those along the columns. */
static guint
edge_along_row (const Grid *grid, guint column, guint row)
{
  return row * grid->columns + column;
}

static guint
edge_along_column (const Grid *grid, guint column, guint row)
{
  return (grid->rows + row) * grid->columns + column;
}

static ChainContourPoint
point_on (const Grid *grid, guint edge)
{
  const gboolean along_row = edge < grid->rows * grid->columns;
  const guint    row = along_row ? edge / grid->columns : edge / grid->columns - grid->rows;
  const guint    column = edge % grid->columns;
  const double   a = height_at (grid, column, row);
  const double   b = height_at (grid, column + along_row, row + !along_row);
  const double   t = CLAMP ((grid->level - a) / (b - a), 0, 1);

  return (ChainContourPoint){ column + (along_row ? t : 0), row + (along_row ? 0 : t) };
}

static void
join (guint (*links)[2], guint one, guint other)
{
  links[one][links[one][0] != NOWHERE] = other;
  links[other][links[other][0] != NOWHERE] = one;
}

/* The edges of the cell are crossed where one end is above and the other is not. */
static void
cross_cell (const Grid *grid, guint (*links)[2], guint column, guint row)
{
  /* Clockwise from the upper left corner; edge i runs from corner i to the next. */
  const double   heights[4] = { height_at (grid, column, row), height_at (grid, column + 1, row),
                                height_at (grid, column + 1, row + 1),
                                height_at (grid, column, row + 1) };
  const guint    edges[4] = { edge_along_row (grid, column, row),
                              edge_along_column (grid, column + 1, row),
                              edge_along_row (grid, column, row + 1),
                              edge_along_column (grid, column, row) };
  const double   mean = heights[0] / 4 + heights[1] / 4 + heights[2] / 4 + heights[3] / 4;
  guint          crossed[4];
  guint          n = 0;
  gboolean       first_apart;

  for (guint i = 0; i < 4; i++)
    if ((heights[i] >= grid->level) != (heights[(i + 1) % 4] >= grid->level))
      crossed[n++] = edges[i];
  if (n == 2)
    join (links, crossed[0], crossed[1]);
  if (n < 4)
    return;
  /* A saddle: the upper left corner is cut off where the middle is not as it is. */
  first_apart = (heights[0] >= grid->level) != (mean >= grid->level);
  join (links, crossed[0], crossed[first_apart ? 3 : 1]);
  join (links, crossed[2], crossed[first_apart ? 1 : 3]);
}

/* Follows the line from an edge until it ends or is back. */
static ChainContour *
follow (const Grid *grid, guint (*links)[2], guint start)
{
  ChainContour *contour = g_new0 (ChainContour, 1);
  guint         edge = start;

  contour->level = grid->level;
  contour->points = g_array_new (FALSE, FALSE, sizeof (ChainContourPoint));
  while (edge != NOWHERE)
    {
      const ChainContourPoint point = point_on (grid, edge);
      const guint             way = links[edge][0] == NOWHERE;
      const guint             next = links[edge][way];

      g_array_append_val (contour->points, point);
      links[edge][way] = NOWHERE;
      if (next == NOWHERE)
        break;
      links[next][links[next][0] != edge] = NOWHERE;
      if (next == start)
        {
          contour->closed = TRUE;
          break;
        }
      edge = next;
    }
  return contour;
}

/**
 * chain_contour_free:
 * @contour: (nullable) (transfer full): to free
 */
void
chain_contour_free (ChainContour *contour)
{
  if (contour == NULL)
    return;
  g_array_unref (contour->points);
  g_free (contour);
}

/**
 * chain_contours_new:
 * @values: [rows, columns] heights
 * @columns: numbers in a row
 * @rows: how many rows
 * @level: a height
 *
 * Returns: (transfer full) (element-type ChainContour): the lines at that height
 */
GPtrArray *
chain_contours_new (const double *values, guint columns, guint rows, double level)
{
  const Grid       grid = { values, columns, rows, level };
  const gsize      n_edges = 2 * (gsize) rows * columns;
  GPtrArray       *contours = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_contour_free);
  g_autofree guint (*links)[2] = g_malloc_n (n_edges, sizeof (guint[2]));

  for (gsize i = 0; i < n_edges; i++)
    links[i][0] = links[i][1] = NOWHERE;
  for (guint row = 0; row + 1 < rows; row++)
    for (guint column = 0; column + 1 < columns; column++)
      cross_cell (&grid, links, column, row);
  /* First the lines that end at the rim, then those that are closed. */
  for (guint pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < n_edges; i++)
      {
        const guint n = (links[i][0] != NOWHERE) + (links[i][1] != NOWHERE);

        if (n == 1 || (pass == 1 && n == 2))
          g_ptr_array_add (contours, follow (&grid, links, (guint) i));
      }
  return contours;
}

/* The part of a cell that is above: its corners there and the places where edges are crossed. */
static void
trace_part (const Grid *grid, cairo_t *cr, guint column, guint row)
{
  static const guint corners[4][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  gboolean           begun = FALSE;

  for (guint i = 0; i < 4; i++)
    {
      const guint *from = corners[i], *to = corners[(i + 1) % 4];
      const double a = height_at (grid, column + from[0], row + from[1]);
      const double b = height_at (grid, column + to[0], row + to[1]);

      if (a >= grid->level)
        {
          (begun ? cairo_line_to : cairo_move_to) (cr, column + from[0], row + from[1]);
          begun = TRUE;
        }
      if ((a >= grid->level) != (b >= grid->level))
        {
          const double t = (grid->level - a) / (b - a);

          (begun ? cairo_line_to : cairo_move_to) (
              cr, column + from[0] + t * ((double) to[0] - from[0]),
              row + from[1] + t * ((double) to[1] - from[1]));
          begun = TRUE;
        }
    }
  if (begun)
    cairo_close_path (cr);
}

static guint
corners_above (const Grid *grid, guint column, guint row)
{
  return (height_at (grid, column, row) >= grid->level)
         + (height_at (grid, column + 1, row) >= grid->level)
         + (height_at (grid, column, row + 1) >= grid->level)
         + (height_at (grid, column + 1, row + 1) >= grid->level);
}

/**
 * chain_contour_above:
 * @cr: a drawing, scaled to units of the grid
 * @values: [rows, columns] heights
 * @columns: numbers in a row
 * @rows: how many rows
 * @level: a height
 *
 * Adds to the path what is at least as high. Cells of a row that are all above are one rectangle.
 */
void
chain_contour_above (cairo_t      *cr,
                     const double *values,
                     guint         columns,
                     guint         rows,
                     double        level)
{
  const Grid grid = { values, columns, rows, level };

  for (guint row = 0; row + 1 < rows; row++)
    for (guint column = 0; column + 1 < columns; column++)
      {
        const guint first = column;

        while (column + 1 < columns && corners_above (&grid, column, row) == 4)
          column++;
        if (column > first)
          cairo_rectangle (cr, first, row, column - first, 1);
        if (column + 1 < columns)
          trace_part (&grid, cr, column, row);
      }
}
