/* matrix-drawing.c: a matrix as coloured cells, with its numbers where they fit.
 *
 * Blue is positive and orange negative, the fuller the larger. Where cells are too small for
 * numbers the matrix becomes a picture with a dot for each, however many there are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/matrix-drawing.h"

#include "base/number.h"
#include "ui/paint/text.h"

#include <math.h>

#define CELL_WIDTH 2.5  /* em that a number of two digits needs, small ... */
#define WIDE_CELL 3.6   /* ... and one of three */
#define CELL_HEIGHT 1.6 /* em */
#define MOST_ROWS 24    /* that are given the height for numbers */
#define MOST_HEIGHT 220 /* pixels of a picture of dots */
#define SMALL_SCALE 0.7
#define CELL_PADDING 4  /* pixels beside a number, both sides together */
#define NUMBER_SCALE 0.82
#define FULLEST 0.75    /* opacity of the largest number's colour: text must stay legible */
#define MOST_DOTS 2048  /* along a side of the picture; further elements share a dot */

static gboolean
has_numbers (const ChainTensor *values, PangoContext *context, double width)
{
  const double em = chain_text_em (context);

  return (double) values->columns * CELL_WIDTH * em <= width && values->rows <= MOST_ROWS;
}

/**
 * chain_matrix_height:
 * @values: a matrix
 * @context: the fonts
 * @width: pixels there are
 *
 * Returns: pixels of height that suit it
 */
double
chain_matrix_height (const ChainTensor *values, PangoContext *context, double width)
{
  const double row = CELL_HEIGHT * chain_text_em (context);
  double       dot;

  if (has_numbers (values, context, width))
    return (double) values->rows * row;
  dot = fmin (width / (double) values->columns, row);
  return fmin (fmax ((double) values->rows * dot, row), MOST_HEIGHT);
}

static void
set_color (cairo_t *cr, const ChainPalette *palette, double value, double scale)
{
  const double strength = fmin (fabs (value) / scale, 1);

  chain_color_set (cr, value < 0 ? &palette->negative : &palette->positive,
                   isnan (value) ? 1 : FULLEST * strength);
}

/* With fewer digits where the usual ones would run into the next cell, and then smaller. */
static PangoLayout *
number_within (PangoContext *context, double value, guint digits, double scale, double room)
{
  char         number[CHAIN_NUMBER_SIZE];
  PangoLayout *text
      = chain_text_new (context, chain_number_show (value, digits, number), scale, CHAIN_TEXT_PLAIN);
  double       width;

  chain_text_size (text, &width, NULL);
  if (width <= room)
    return text;
  g_object_unref (text);
  if (digits > 1)
    return number_within (context, value, digits - 1, scale, room);
  return chain_text_new (context, number, scale * room / width, CHAIN_TEXT_PLAIN);
}

static void
draw_cell (const ChainMatrixPicture *picture,
           cairo_t                  *cr,
           PangoContext             *context,
           const ChainPalette       *palette,
           gsize                     row,
           gsize                     column,
           const cairo_rectangle_t  *cell)
{
  const gboolean known = row * picture->values->columns + column < picture->n_known;
  const double   value = chain_tensor_get (picture->values, row, column);
  const gboolean wide = cell->width >= WIDE_CELL * chain_text_em (context);
  const double   scale = wide ? NUMBER_SCALE : SMALL_SCALE;
  g_autoptr (PangoLayout) text = NULL;

  if (known)
    {
      set_color (cr, palette, value, picture->scale);
      cairo_rectangle (cr, cell->x, cell->y, cell->width, cell->height);
      cairo_fill (cr);
    }
  chain_color_set (cr, &palette->text, known ? 1 : 0.5);
  text = known ? number_within (context, value, wide ? 3 : 2, scale, cell->width - CELL_PADDING)
               : chain_text_new (context, "…", scale, CHAIN_TEXT_PLAIN);
  chain_text_draw (cr, text, cell->x + cell->width / 2, cell->y + cell->height / 2, 0.5, 0.5);
}

static void
draw_cells (const ChainMatrixPicture *picture,
            cairo_t                  *cr,
            PangoContext             *context,
            const ChainPalette       *palette,
            double                    width,
            double                    height)
{
  const double cell_width = width / (double) picture->values->columns;
  const double cell_height = height / (double) picture->values->rows;

  for (gsize r = 0; r < picture->values->rows; r++)
    for (gsize c = 0; c < picture->values->columns; c++)
      draw_cell (picture, cr, context, palette, r, c,
                 &(cairo_rectangle_t){ (double) c * cell_width, (double) r * cell_height,
                                       cell_width, cell_height });
  chain_color_set (cr, &palette->grid, 1);
  cairo_set_line_width (cr, 1);
  for (gsize r = 1; r < picture->values->rows; r++)
    {
      cairo_move_to (cr, 0, round ((double) r * cell_height) + 0.5);
      cairo_rel_line_to (cr, width, 0);
    }
  for (gsize c = 1; c < picture->values->columns; c++)
    {
      cairo_move_to (cr, round ((double) c * cell_width) + 0.5, 0);
      cairo_rel_line_to (cr, 0, height);
    }
  cairo_stroke (cr);
}

static guint32
dot_of (const ChainPalette *palette, double value, double scale)
{
  const ChainColor *color = value < 0 ? &palette->negative : &palette->positive;
  const double      alpha = fmin (fabs (value) / scale, 1);

  return (guint32) (alpha * 255) << 24 | (guint32) (alpha * color->red * 255) << 16
         | (guint32) (alpha * color->green * 255) << 8 | (guint32) (alpha * color->blue * 255);
}

/* A dot for each element, or for the first of those that share one. */
static cairo_surface_t *
new_dots (const ChainMatrixPicture *picture, const ChainPalette *palette)
{
  const ChainTensor *values = picture->values;
  const gsize        rows = MIN (values->rows, MOST_DOTS);
  const gsize        columns = MIN (values->columns, MOST_DOTS);
  cairo_surface_t   *dots
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  unsigned char     *data = cairo_image_surface_get_data (dots);
  const int          stride = cairo_image_surface_get_stride (dots);

  for (gsize r = 0; r < rows; r++)
    for (gsize c = 0; c < columns; c++)
      {
        const gsize row = r * values->rows / rows;
        const gsize column = c * values->columns / columns;

        ((guint32 *) (gpointer) (data + (gsize) stride * r))[c]
            = row * values->columns + column < picture->n_known
                  ? dot_of (palette, chain_tensor_get (values, row, column), picture->scale)
                  : 0;
      }
  cairo_surface_mark_dirty (dots);
  return dots;
}

static void
draw_dots (const ChainMatrixPicture *picture,
           cairo_t                  *cr,
           const ChainPalette       *palette,
           double                    width,
           double                    height)
{
  cairo_surface_t *dots = new_dots (picture, palette);

  cairo_save (cr);
  cairo_scale (cr, width / cairo_image_surface_get_width (dots),
               height / cairo_image_surface_get_height (dots));
  cairo_set_source_surface (cr, dots, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (dots);
}

static void
draw_mark (const ChainMatrixPicture *picture,
           cairo_t                  *cr,
           const ChainPalette       *palette,
           double                    width,
           double                    height)
{
  const gboolean row_only = picture->marked_column == CHAIN_NO_CELL;
  const double   cell_height = height / (double) picture->values->rows;
  const double   cell_width = row_only ? width : width / (double) picture->values->columns;

  if (picture->marked_row == CHAIN_NO_CELL)
    return;
  chain_color_set (cr, &palette->follow, 1);
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, row_only ? 1 : (double) picture->marked_column * cell_width + 1,
                   (double) picture->marked_row * cell_height + 1, cell_width - 2,
                   cell_height - 2);
  cairo_stroke (cr);
}

/**
 * chain_matrix_draw:
 * @picture: what to draw
 * @cr: where to; its origin is the upper left corner
 * @context: the fonts
 * @palette: the colours
 * @width: pixels
 * @height: pixels
 */
void
chain_matrix_draw (const ChainMatrixPicture *picture,
                   cairo_t                  *cr,
                   PangoContext             *context,
                   const ChainPalette       *palette,
                   double                    width,
                   double                    height)
{
  if (has_numbers (picture->values, context, width))
    draw_cells (picture, cr, context, palette, width, height);
  else
    draw_dots (picture, cr, palette, width, height);
  draw_mark (picture, cr, palette, width, height);
  chain_color_set (cr, &palette->grid, 1);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, 0.5, 0.5, width - 1, height - 1);
  cairo_stroke (cr);
}

/**
 * chain_matrix_cell_at:
 * @values: what is drawn
 * @width: pixels of the drawing
 * @height: pixels of the drawing
 * @x: a place in it
 * @y: likewise
 * @row: (out): of the element there
 * @column: (out): of the element there
 *
 * Returns: %FALSE outside the drawing
 */
gboolean
chain_matrix_cell_at (const ChainTensor *values,
                      double             width,
                      double             height,
                      double             x,
                      double             y,
                      gsize             *row,
                      gsize             *column)
{
  if (x < 0 || y < 0 || x >= width || y >= height)
    return FALSE;
  *row = (gsize) (y / height * (double) values->rows);
  *column = (gsize) (x / width * (double) values->columns);
  return TRUE;
}
