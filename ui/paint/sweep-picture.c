/* sweep-picture.c: a sweep over two settings as a grid of coloured cells.
 *
 * The columns are the values of the first setting, the rows those of the second from the bottom
 * upwards. Colours follow the logarithm of the loss; where a run diverged the cell is crossed out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/sweep-picture.h"

#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/text.h"

#include <math.h>

#define SCALE 0.82 /* of the text, to the font of the window */
#define PAD 10.0
#define DIGITS 3
#define CARD_DIGITS 6
#define LEGEND_WIDTH 12.0
#define LEGEND_STEPS 64
#define LIGHT 0.45 /* luminance above which text on a cell is dark */

static GStrv
labels_of (const ChainSweepAxis *axis)
{
  const guint n = axis != NULL ? axis->values->len : 1;
  GStrv       labels = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    labels[i] = axis != NULL ? chain_sweep_axis_value_text (axis, i, DIGITS) : g_strdup ("");
  return labels;
}

/* Which value of the axis the project has; -1 if another. */
static int
value_in_use (const ChainSweepAxis       *axis,
              const ChainNetwork         *network,
              const ChainTrainingOptions *training)
{
  if (axis == NULL)
    return 0;
  if (!chain_sweep_setting_applies (axis->setting, axis->layer, network, NULL))
    return -1;
  for (guint i = 0; i < axis->values->len; i++)
    if (axis->setting->read (network, training, axis->layer) == chain_sweep_axis_value (axis, i))
      return (int) i;
  return -1;
}

/**
 * chain_sweep_picture_new:
 * @sweep: a sweep, running or not
 * @network: of the project as it is
 * @training: likewise
 *
 * Returns: (transfer full): what there is to draw of it
 */
ChainSweepPicture *
chain_sweep_picture_new (ChainSweep                 *sweep,
                         const ChainNetwork         *network,
                         const ChainTrainingOptions *training)
{
  const ChainSweepAxis *x = chain_sweep_axis (sweep, 0);
  const ChainSweepAxis *y = chain_sweep_axis (sweep, 1);
  ChainSweepPicture    *picture = g_new0 (ChainSweepPicture, 1);
  const int             column = value_in_use (x, network, training);
  const int             row = value_in_use (y, network, training);
  const guint           n = chain_sweep_n_cells (sweep);
  guint                 best;

  picture->x_title = chain_sweep_axis_title (x);
  picture->y_title = y != NULL ? chain_sweep_axis_title (y) : g_strdup ("");
  picture->validates = chain_sweep_validates (sweep);
  picture->classes = chain_sweep_classes (sweep);
  picture->loss_title = g_strdup (picture->validates ? "validation loss" : "training loss");
  picture->x_labels = labels_of (x);
  picture->y_labels = labels_of (y);
  picture->columns = x->values->len;
  picture->rows = y != NULL ? y->values->len : 1;
  picture->seeds = chain_sweep_options (sweep)->seeds;
  picture->cells = g_new (ChainSweepCell, n);
  picture->losses = g_new (double, n);
  for (guint i = 0; i < n; i++)
    {
      chain_sweep_get_cell (sweep, i, &picture->cells[i]);
      picture->losses[i] = chain_sweep_cell_loss (sweep, &picture->cells[i]);
    }
  picture->best = chain_sweep_best (sweep, &best) ? (int) best : -1;
  picture->in_use
    = column >= 0 && row >= 0 ? (int) chain_sweep_cell_at (sweep, column, row) : -1;
  return picture;
}

/**
 * chain_sweep_picture_free:
 * @picture: (transfer full) (nullable): to free
 */
void
chain_sweep_picture_free (ChainSweepPicture *picture)
{
  if (picture == NULL)
    return;
  g_free (picture->x_title);
  g_free (picture->y_title);
  g_free (picture->loss_title);
  g_strfreev (picture->x_labels);
  g_strfreev (picture->y_labels);
  g_free (picture->cells);
  g_free (picture->losses);
  g_free (picture);
}

static double
line_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * SCALE * 1.35);
}

static double
text_width (PangoContext *context, const char *text)
{
  g_autoptr (PangoLayout) layout = chain_text_new (context, text, SCALE, CHAIN_TEXT_PLAIN);
  double                  width;

  chain_text_size (layout, &width, NULL);
  return width;
}

static double
widest (PangoContext *context, GStrv labels)
{
  double width = 0;

  for (guint i = 0; labels[i] != NULL; i++)
    width = MAX (width, text_width (context, labels[i]));
  return width;
}

/**
 * chain_sweep_picture_frame:
 * @picture: what to draw
 * @context: fonts to write with
 * @width: of the whole drawing, pixels
 * @height: likewise
 * @frame: (out caller-allocates): where its cells lie
 */
void
chain_sweep_picture_frame (const ChainSweepPicture *picture,
                           PangoContext            *context,
                           double                   width,
                           double                   height,
                           ChainSweepFrame         *frame)
{
  const double line = line_height (context);
  const double legend = LEGEND_WIDTH + 3 * PAD + 4 * chain_text_em (context);

  frame->left = PAD + ceil (widest (context, picture->y_labels)) + 8;
  frame->top = PAD + 1.5 * line;
  frame->width = MAX (1, width - frame->left - legend);
  frame->height = MAX (1, height - frame->top - 2.4 * line - PAD);
}

/**
 * chain_sweep_picture_cell_at:
 * @picture: a picture
 * @frame: where its cells lie
 * @x: pixels from the left
 * @y: pixels from the top
 *
 * Returns: the cell there; -1 outside
 */
int
chain_sweep_picture_cell_at (const ChainSweepPicture *picture,
                             const ChainSweepFrame   *frame,
                             double                   x,
                             double                   y)
{
  const double column = (x - frame->left) / frame->width * picture->columns;
  const double row = (frame->top + frame->height - y) / frame->height * picture->rows;

  if (column < 0 || column >= picture->columns || row < 0 || row >= picture->rows)
    return -1;
  return (int) ((guint) row * picture->columns + (guint) column);
}

/* How a cell without a loss is called; NULL for one that has a loss. */
static const char *
state_of (const ChainSweepPicture *picture, int cell)
{
  const ChainSweepCell *one = &picture->cells[cell];

  if (!isnan (picture->losses[cell]))
    return NULL;
  if (one->done < picture->seeds)
    return one->done > 0 ? "running" : "waiting";
  return one->failed > 0 ? "cannot be trained" : "diverged";
}

/**
 * chain_sweep_picture_describe:
 * @picture: a picture
 * @cell: one of its cells
 *
 * Returns: (transfer full): the cell in words: "Learning rate 0.01, Units 8: validation loss 0.2"
 */
char *
chain_sweep_picture_describe (const ChainSweepPicture *picture, int cell)
{
  const char      *state = state_of (picture, cell);
  char             loss[CHAIN_NUMBER_SIZE];
  g_autofree char *result
    = state != NULL ? g_strdup (state)
                    : g_strdup_printf ("%s %s%s", picture->loss_title,
                                       chain_number_show (picture->losses[cell], 4, loss),
                                       cell == picture->best ? ", the least" : "");

  return g_strdup_printf ("%s %s, %s %s: %s", picture->x_title,
                          picture->x_labels[(guint) cell % picture->columns], picture->y_title,
                          picture->y_labels[(guint) cell / picture->columns], result);
}

/* The least and the largest loss; FALSE while there is none. */
static gboolean
loss_range (const ChainSweepPicture *picture, double *from, double *to)
{
  *from = INFINITY;
  *to = -INFINITY;
  for (guint i = 0; i < picture->columns * picture->rows; i++)
    if (!isnan (picture->losses[i]))
      {
        *from = fmin (*from, picture->losses[i]);
        *to = fmax (*to, picture->losses[i]);
      }
  return *from <= *to;
}

/* Where a loss stands between the least, 0, and the largest, 1. */
static double
share_of (double loss, double from, double to)
{
  if (!(to > from))
    return 0;
  return from > 0 ? log (loss / from) / log (to / from) : (loss - from) / (to - from);
}

/* The less loss, the more it stands out from the background. */
static ChainColor
color_of (double share, const ChainPalette *palette)
{
  return chain_number_color (share, 0, 1, palette);
}

static void
cell_place (const ChainSweepPicture *picture,
            const ChainSweepFrame   *frame,
            int                      cell,
            double                  *x,
            double                  *y,
            double                  *width,
            double                  *height)
{
  const guint column = (guint) cell % picture->columns;
  const guint row = (guint) cell / picture->columns;

  *width = frame->width / picture->columns;
  *height = frame->height / picture->rows;
  *x = frame->left + column * *width;
  *y = frame->top + frame->height - (row + 1) * *height;
}

static void
draw_cross (cairo_t *cr, double x, double y, double width, double height)
{
  const double arm = MIN (MIN (width, height) / 5, 7);

  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x + width / 2 - arm, y + height / 2 - arm);
  cairo_rel_line_to (cr, 2 * arm, 2 * arm);
  cairo_move_to (cr, x + width / 2 + arm, y + height / 2 - arm);
  cairo_rel_line_to (cr, -2 * arm, 2 * arm);
  cairo_stroke (cr);
}

/* The loss as text where there is room for it. */
static void
draw_number (const ChainSweepPicture *picture,
             int                      cell,
             const ChainColor        *color,
             cairo_t                 *cr,
             PangoContext            *context,
             const double             place[4])
{
  const double luminance = 0.2126 * color->red + 0.7152 * color->green + 0.0722 * color->blue;
  const double ink = luminance > LIGHT ? 0 : 1;
  char         number[CHAIN_NUMBER_SIZE];

  chain_number_show (picture->losses[cell], DIGITS, number);
  if (place[3] < line_height (context) + 2 || text_width (context, number) > place[2] - 6)
    return;
  cairo_set_source_rgb (cr, ink, ink, ink);
  chain_text_show (cr, context, number, SCALE,
                   cell == picture->best ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN,
                   place[0] + place[2] / 2, place[1] + place[3] / 2, 0.5, 0.5);
}

static void
draw_cell (const ChainSweepPicture *picture,
           const ChainSweepFrame   *frame,
           int                      cell,
           double                   from,
           double                   to,
           cairo_t                 *cr,
           PangoContext            *context,
           const ChainPalette      *palette)
{
  const char *state = state_of (picture, cell);
  double      place[4];
  ChainColor  color;

  cell_place (picture, frame, cell, &place[0], &place[1], &place[2], &place[3]);
  cairo_rectangle (cr, place[0] + 0.5, place[1] + 0.5, place[2] - 1, place[3] - 1);
  if (state == NULL)
    {
      color = color_of (share_of (picture->losses[cell], from, to), palette);
      chain_color_set (cr, &color, 1);
      cairo_fill (cr);
      draw_number (picture, cell, &color, cr, context, place);
      return;
    }
  chain_color_set (cr, &palette->grid, picture->cells[cell].done == picture->seeds ? 0.6 : 0.3);
  cairo_fill (cr);
  chain_color_set (cr, &palette->dim_text, 1);
  if (picture->cells[cell].done == picture->seeds)
    draw_cross (cr, place[0], place[1], place[2], place[3]);
}

static void
draw_outline (const ChainSweepPicture *picture,
              const ChainSweepFrame   *frame,
              int                      cell,
              cairo_t                 *cr,
              const ChainColor        *color,
              double                   line)
{
  double x, y, width, height;

  if (cell < 0)
    return;
  cell_place (picture, frame, cell, &x, &y, &width, &height);
  chain_color_set (cr, color, 1);
  cairo_set_line_width (cr, line);
  cairo_rectangle (cr, x + line / 2, y + line / 2, width - line, height - line);
  cairo_stroke (cr);
}

/* A dot in the corner of the cell whose settings the project has. */
static void
draw_in_use (const ChainSweepPicture *picture,
             const ChainSweepFrame   *frame,
             cairo_t                 *cr,
             const ChainPalette      *palette)
{
  double x, y, width, height;

  if (picture->in_use < 0)
    return;
  cell_place (picture, frame, picture->in_use, &x, &y, &width, &height);
  cairo_arc (cr, x + width - 9, y + 9, 4, 0, 2 * G_PI);
  chain_color_set (cr, &palette->canvas, 1);
  cairo_fill_preserve (cr);
  chain_color_set (cr, &palette->text, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
draw_labels (const ChainSweepPicture *picture,
             const ChainSweepFrame   *frame,
             cairo_t                 *cr,
             PangoContext            *context)
{
  const double line = line_height (context);
  const double bottom = frame->top + frame->height;
  double       taken = 0;

  for (guint i = 0; i < picture->rows; i++)
    if (frame->height / picture->rows >= 0.8 * line)
      chain_text_show (cr, context, picture->y_labels[i], SCALE, CHAIN_TEXT_PLAIN, frame->left - 8,
                       bottom - (i + 0.5) * frame->height / picture->rows, 1, 0.5);
  for (guint i = 0; i < picture->columns; i++)
    {
      const double width = text_width (context, picture->x_labels[i]);
      const double left = frame->left + (i + 0.5) * frame->width / picture->columns - width / 2;

      if (left < taken)
        continue;
      chain_text_show (cr, context, picture->x_labels[i], SCALE, CHAIN_TEXT_PLAIN, left, bottom + 4, 0,
                       0);
      taken = left + width + 6;
    }
  chain_text_show (cr, context, picture->x_title, SCALE, CHAIN_TEXT_PLAIN,
                   frame->left + frame->width, bottom + 4 + line, 1, 0);
  chain_text_show (cr, context, picture->y_title, SCALE, CHAIN_TEXT_PLAIN, PAD, PAD, 0, 0);
}

static void
draw_legend (const ChainSweepPicture *picture,
             const ChainSweepFrame   *frame,
             double                   from,
             double                   to,
             cairo_t                 *cr,
             PangoContext            *context,
             const ChainPalette      *palette)
{
  const double left = frame->left + frame->width + 2 * PAD;
  const double step = frame->height / LEGEND_STEPS;
  char         number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < LEGEND_STEPS; i++)
    {
      const ChainColor color = color_of ((i + 0.5) / LEGEND_STEPS, palette);

      chain_color_set (cr, &color, 1);
      cairo_rectangle (cr, left, frame->top + frame->height - (i + 1) * step, LEGEND_WIDTH,
                       step + 0.5);
      cairo_fill (cr);
    }
  chain_color_set (cr, &palette->dim_text, 1);
  chain_text_show (cr, context, chain_number_show (to, DIGITS, number), SCALE, CHAIN_TEXT_PLAIN,
                   left + LEGEND_WIDTH + 6, frame->top, 0, 0);
  chain_text_show (cr, context, chain_number_show (from, DIGITS, number), SCALE, CHAIN_TEXT_PLAIN,
                   left + LEGEND_WIDTH + 6, frame->top + frame->height, 0, 1);
  chain_text_show (cr, context, picture->loss_title, SCALE, CHAIN_TEXT_PLAIN,
                   left + LEGEND_WIDTH, PAD, 0.5, 0);
}

static void
add_number (ChainCard *card, const char *name, double value, const ChainPalette *palette)
{
  char number[CHAIN_NUMBER_SIZE];

  if (!isnan (value))
    chain_card_add (card, name, chain_number_show (value, CARD_DIGITS, number), &palette->text);
}

static void
draw_card (const ChainSweepPicture *picture,
           const ChainSweepFrame   *frame,
           int                      cell,
           cairo_t                 *cr,
           PangoContext            *context,
           double                   width,
           double                   height,
           const ChainPalette      *palette)
{
  const ChainSweepCell *one = &picture->cells[cell];
  const char           *state = state_of (picture, cell);
  g_autofree char      *title
    = g_markup_printf_escaped ("%s %s, %s %s", picture->x_title,
                               picture->x_labels[(guint) cell % picture->columns],
                               picture->y_title,
                               picture->y_labels[(guint) cell / picture->columns]);
  g_autoptr (ChainCard) card = chain_card_new (title);
  g_autofree char      *diverged = g_strdup_printf ("%u of %u", one->diverged, picture->seeds);
  double                x, y, wide, high;

  if (state != NULL)
    chain_card_add (card, state, "", &palette->text);
  add_number (card, "validation loss", picture->validates ? one->validation_loss : NAN, palette);
  add_number (card, "training loss", one->training_loss, palette);
  add_number (card, picture->classes ? "accuracy" : "R²", one->metric, palette);
  if (one->diverged > 0 && picture->seeds > 1)
    chain_card_add (card, "runs diverged", diverged, &palette->text);
  cell_place (picture, frame, cell, &x, &y, &wide, &high);
  chain_card_draw (card, cr, context, palette, x + wide / 2, y + high / 2, width, height);
}

/**
 * chain_sweep_picture_draw:
 * @picture: what to draw
 * @cr: a drawing, empty
 * @context: fonts to write with
 * @width: of the whole drawing, pixels
 * @height: likewise
 * @palette: colours
 * @pointed: a cell whose exact numbers are shown; -1: none
 */
void
chain_sweep_picture_draw (const ChainSweepPicture *picture,
                          cairo_t                 *cr,
                          PangoContext            *context,
                          double                   width,
                          double                   height,
                          const ChainPalette      *palette,
                          int                      pointed)
{
  ChainSweepFrame frame;
  double          from = 0, to = 1;
  const gboolean  has_losses = loss_range (picture, &from, &to);

  chain_sweep_picture_frame (picture, context, width, height, &frame);
  cairo_save (cr);
  for (guint i = 0; i < picture->columns * picture->rows; i++)
    draw_cell (picture, &frame, (int) i, from, to, cr, context, palette);
  chain_color_set (cr, &palette->dim_text, 1);
  draw_labels (picture, &frame, cr, context);
  if (has_losses)
    draw_legend (picture, &frame, from, to, cr, context, palette);
  draw_outline (picture, &frame, picture->best, cr, &palette->follow, 3);
  draw_in_use (picture, &frame, cr, palette);
  if (pointed >= 0)
    {
      draw_outline (picture, &frame, pointed, cr, &palette->text, 2);
      draw_card (picture, &frame, pointed, cr, context, width, height, palette);
    }
  cairo_restore (cr);
}
