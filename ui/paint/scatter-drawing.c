/* scatter-drawing.c: draws a scatter plot: axes, points, legend and the point that is read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/card.h"
#include "ui/paint/chart-axis.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/scatter.h"
#include "ui/paint/text.h"

#include <math.h>

#define SCALE 0.85       /* of the text */
#define PAD 12.0
#define LONGEST 130.0    /* pixels of a level's name beside the y axis */
#define LEGEND_ENTRIES 10
#define NUMBER_COLORS 24 /* a scale of numbers is drawn in that many */

typedef struct
{
  const ChainScatter *scatter;
  cairo_t            *cr;
  PangoContext       *context;
  const ChainPalette *palette;
  ChainScatterFrame   frame;
  double              width;
} Drawing;

static double
line_height (PangoContext *context)
{
  return ceil (chain_text_em (context) * SCALE * 1.5);
}

static double
x_pixel (const Drawing *drawing, double value)
{
  const ChainScatterColumn *x = &drawing->scatter->x;

  return drawing->frame.left + (value - x->from) / (x->to - x->from) * drawing->frame.width;
}

static double
y_pixel (const Drawing *drawing, double value)
{
  const ChainScatterColumn *y = &drawing->scatter->y;

  return drawing->frame.top + (y->to - value) / (y->to - y->from) * drawing->frame.height;
}

/* The ticks of numbers, or the levels, as many as there is room for. */
static GArray *
list_ticks (const ChainScatterColumn *column, guint most)
{
  static const ChainAxis axis = { .scale = CHAIN_SCALE_LINEAR };
  GArray *ticks;
  guint   n, step;

  if (column->levels == NULL)
    return chain_axis_ticks (&axis, column->from, column->to, MAX (most, 2));
  ticks = g_array_new (FALSE, TRUE, sizeof (ChainTick));
  n = g_strv_length (column->levels);
  step = MAX (1, (n + most - 1) / MAX (most, 1));
  for (guint i = 0; i < n; i += step)
    {
      ChainTick tick = { .value = i, .major = TRUE };

      g_utf8_strncpy (tick.label, column->levels[i], CHAIN_TICK_SIZE / 4 - 1);
      g_array_append_val (ticks, tick);
    }
  return ticks;
}

static double
y_labels_width (const ChainScatter *scatter, PangoContext *context, double height)
{
  g_autoptr (GArray) ticks
      = list_ticks (&scatter->y, (guint) (height / (line_height (context) * 1.8)));
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    {
      g_autoptr (PangoLayout) text
          = chain_text_new (context, g_array_index (ticks, ChainTick, i).label, SCALE, 0);
      double width;

      chain_text_size (text, &width, NULL);
      widest = fmax (widest, width);
    }
  return fmin (widest, LONGEST);
}

static gboolean
has_legend (const ChainScatter *scatter)
{
  return scatter->is_split || scatter->color.name != NULL;
}

/**
 * chain_scatter_frame:
 * @scatter: a plot
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @frame: (out caller-allocates): where the points are
 */
void
chain_scatter_frame (const ChainScatter *scatter,
                     PangoContext       *context,
                     double              width,
                     double              height,
                     ChainScatterFrame  *frame)
{
  const double line = line_height (context);
  const double top = PAD + line + (has_legend (scatter) ? line + 4 : 0);
  const double bottom = PAD + 2 * line + 6;

  frame->top = top;
  frame->height = fmax (height - top - bottom, 20);
  frame->left = PAD + y_labels_width (scatter, context, frame->height) + 10;
  frame->width = fmax (width - frame->left - PAD - 6, 20);
}

static void
draw_y_axis (const Drawing *d)
{
  g_autoptr (GArray) ticks
      = list_ticks (&d->scatter->y, (guint) (d->frame.height / (line_height (d->context) * 1.8)));

  cairo_set_line_width (d->cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double     y = floor (y_pixel (d, tick->value)) + 0.5;
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, SCALE, 0);

      if (!tick->major || y < d->frame.top - 1 || y > d->frame.top + d->frame.height + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, d->frame.left, y);
      cairo_line_to (d->cr, d->frame.left + d->frame.width, y);
      cairo_stroke (d->cr);
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_ellipsize (text, LONGEST);
      chain_text_draw (d->cr, text, d->frame.left - 8, y, 1, 0.5);
    }
}

static void
draw_x_axis (const Drawing *d)
{
  const guint        most = (guint) (d->frame.width / (chain_text_em (d->context) * 6));
  g_autoptr (GArray) ticks = list_ticks (&d->scatter->x, most);
  const double       bottom = d->frame.top + d->frame.height;
  double             taken = -INFINITY;

  cairo_set_line_width (d->cr, 1);
  for (guint i = 0; i < ticks->len; i++)
    {
      const ChainTick *tick = &g_array_index (ticks, ChainTick, i);
      const double     x = floor (x_pixel (d, tick->value)) + 0.5;
      g_autoptr (PangoLayout) text = chain_text_new (d->context, tick->label, SCALE, 0);
      double width;

      if (!tick->major || x < d->frame.left - 1 || x > d->frame.left + d->frame.width + 1)
        continue;
      chain_color_set (d->cr, &d->palette->grid, 1);
      cairo_move_to (d->cr, x, d->frame.top);
      cairo_line_to (d->cr, x, bottom);
      cairo_stroke (d->cr);
      chain_text_size (text, &width, NULL);
      if (x - width / 2 < taken)
        continue;
      taken = x + width / 2 + 8;
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_draw (d->cr, text, x, bottom + 6, 0.5, 0);
    }
}

static void
draw_titles (const Drawing *d)
{
  const double line = line_height (d->context);

  chain_color_set (d->cr, &d->palette->text, 1);
  chain_text_show (d->cr, d->context, d->scatter->y.name, SCALE, 0, PAD,
                   d->frame.top - line / 2 - 2, 0, 0.5);
  chain_text_show (d->cr, d->context, d->scatter->x.name, SCALE, 0,
                   d->frame.left + d->frame.width, d->frame.top + d->frame.height + 6 + line, 1, 0);
}

static double
radius_for (guint n_points)
{
  return n_points <= 400 ? 4 : n_points <= 3000 ? 3 : n_points <= 10000 ? 2.25 : 1.75;
}

static double
alpha_for (guint n_points)
{
  return n_points <= 400 ? 0.85 : n_points <= 3000 ? 0.7 : 0.5;
}

static void
trace_marker (cairo_t *cr, ChainMarker marker, double x, double y, double radius, gboolean hollow)
{
  chain_marker_path (cr, marker, x, y, hollow ? radius - 0.4 : radius);
  if (!hollow)
    {
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, fmax (radius * 0.4, 0.9));
  cairo_stroke (cr);
}

/* A shape is rasterised once and then only stamped: ten times as fast as filling it each time. */
static cairo_surface_t *
new_stamp (ChainMarker marker, double radius, gboolean hollow, int *middle)
{
  cairo_surface_t *stamp;
  cairo_t         *cr;

  *middle = (int) ceil (radius * 1.5) + 1;
  stamp = cairo_image_surface_create (CAIRO_FORMAT_A8, 2 * *middle, 2 * *middle);
  cr = cairo_create (stamp);
  trace_marker (cr, marker, *middle, *middle, radius, hollow);
  cairo_destroy (cr);
  return stamp;
}

/* What a point looks like: rows of a class share a marker, numbers a circle in shades. */
static guint
look_of (const ChainScatter *scatter, const ChainScatterPoint *point, guint *n_looks)
{
  const ChainScatterColumn *color = &scatter->color;
  double                    place;

  *n_looks = color->levels != NULL ? g_strv_length (color->levels) : NUMBER_COLORS;
  if (color->name == NULL || !isfinite (point->color))
    return G_MAXUINT;
  if (color->levels != NULL)
    return (guint) point->color;
  place = color->to > color->from ? (point->color - color->from) / (color->to - color->from) : 0.5;
  return MIN ((guint) (place * NUMBER_COLORS), NUMBER_COLORS - 1);
}

static ChainColor
color_of (const ChainScatter *scatter, guint look, const ChainPalette *palette)
{
  const ChainScatterColumn *color = &scatter->color;

  if (look == G_MAXUINT)
    return color->name == NULL ? palette->accent : palette->dim_text;
  if (color->levels != NULL)
    return chain_class_color (look, palette);
  return chain_number_color (color->from
                                 + (look + 0.5) / NUMBER_COLORS * (color->to - color->from),
                             color->from, color->to, palette);
}

static ChainMarker
marker_of (const ChainScatter *scatter, guint look)
{
  return scatter->color.levels != NULL && look != G_MAXUINT ? chain_class_marker (look)
                                                            : CHAIN_MARKER_CIRCLE;
}

static void
draw_points (const Drawing *d, double radius)
{
  const ChainScatter *scatter = d->scatter;
  const double        alpha = alpha_for (scatter->n_points);
  cairo_surface_t    *stamps[CHAIN_N_MARKERS][2] = { { NULL } };
  int                 middle = 0;

  for (guint i = 0; i < scatter->n_points; i++)
    {
      const ChainScatterPoint *point = &scatter->points[i];
      const gboolean           hollow = point->validation;
      guint                    n_looks;
      const guint              look = look_of (scatter, point, &n_looks);
      const ChainMarker        marker = marker_of (scatter, look);
      const ChainColor         color = color_of (scatter, look, d->palette);

      if (stamps[marker][hollow] == NULL)
        stamps[marker][hollow] = new_stamp (marker, radius, hollow, &middle);
      chain_color_set (d->cr, &color, hollow ? 1 : alpha);
      cairo_mask_surface (d->cr, stamps[marker][hollow],
                          round (x_pixel (d, point->x)) - middle,
                          round (y_pixel (d, point->y)) - middle);
    }
  for (guint i = 0; i < CHAIN_N_MARKERS; i++)
    for (guint j = 0; j < 2; j++)
      g_clear_pointer (&stamps[i][j], cairo_surface_destroy);
}

/* One entry of the legend; returns where the next one begins, or a negative number if this one
 * does not fit before `end`. */
static double
draw_entry (const Drawing    *d,
            double            x,
            double            end,
            const char       *title,
            ChainMarker       marker,
            const ChainColor *color,
            gboolean          hollow)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, title, SCALE, 0);
  const double y = PAD + line_height (d->context) / 2;
  double       width;

  chain_text_ellipsize (text, LONGEST);
  chain_text_size (text, &width, NULL);
  if (x + 16 + width > end)
    return -1;
  chain_color_set (d->cr, color, 1);
  trace_marker (d->cr, marker, x + 6, y, 4, hollow);
  chain_color_set (d->cr, &d->palette->text, 1);
  chain_text_draw (d->cr, text, x + 16, y, 0, 0.5);
  return x + 16 + width + 16;
}

/* A strip of the colours, between the least and the largest number. */
static double
draw_scale (const Drawing *d, double x)
{
  const ChainScatterColumn *color = &d->scatter->color;
  const double y = PAD + line_height (d->context) / 2;
  char         from[CHAIN_NUMBER_SIZE], to[CHAIN_NUMBER_SIZE];
  g_autoptr (PangoLayout) least
      = chain_text_new (d->context, chain_number_show (color->from, 3, from), SCALE, 0);
  g_autoptr (PangoLayout) most
      = chain_text_new (d->context, chain_number_show (color->to, 3, to), SCALE, 0);
  double width;

  if (!isfinite (color->from))
    return x;
  chain_color_set (d->cr, &d->palette->dim_text, 1);
  chain_text_draw (d->cr, least, x, y, 0, 0.5);
  chain_text_size (least, &width, NULL);
  x += width + 6;
  for (guint i = 0; i < NUMBER_COLORS; i++)
    {
      const ChainColor shade = color_of (d->scatter, i, d->palette);

      chain_color_set (d->cr, &shade, 1);
      cairo_rectangle (d->cr, x + 4 * i, y - 5, 4, 10);
      cairo_fill (d->cr);
    }
  x += 4 * NUMBER_COLORS + 6;
  chain_color_set (d->cr, &d->palette->dim_text, 1);
  chain_text_draw (d->cr, most, x, y, 0, 0.5);
  chain_text_size (most, &width, NULL);
  return x + width + 16;
}

static double
draw_classes (const Drawing *d, double x, double end)
{
  const ChainScatter *scatter = d->scatter;
  const guint         n = g_strv_length (scatter->color.levels);
  const double        more_room = chain_text_em (d->context) * 7; /* "and 10 more" */
  guint               i;

  for (i = 0; i < MIN (n, LEGEND_ENTRIES); i++)
    {
      const ChainColor color = chain_class_color (i, d->palette);
      const double     next = draw_entry (d, x, end - more_room, scatter->color.levels[i],
                                          chain_class_marker (i), &color, FALSE);

      if (next < 0)
        break;
      x = next;
    }
  if (i < n)
    {
      g_autofree char *more = g_strdup_printf ("and %u more", n - i);

      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_show (d->cr, d->context, more, SCALE, 0, x,
                       PAD + line_height (d->context) / 2, 0, 0.5);
    }
  return x;
}

/* What colours mean from the left, what filled and hollow mean at the right. */
static void
draw_legend (const Drawing *d)
{
  const ChainColor *ink = &d->palette->dim_text;
  const double      split = d->scatter->is_split ? chain_text_em (d->context) * 12.5 : 0;
  const double      end = d->width - PAD - split;
  double            x = PAD;

  if (d->scatter->color.name != NULL)
    {
      g_autofree char *title = g_strconcat (d->scatter->color.name, ":", NULL);
      g_autoptr (PangoLayout) text = chain_text_new (d->context, title, SCALE, 0);
      double width;

      chain_text_ellipsize (text, LONGEST);
      chain_text_size (text, &width, NULL);
      chain_color_set (d->cr, &d->palette->dim_text, 1);
      chain_text_draw (d->cr, text, x, PAD + line_height (d->context) / 2, 0, 0.5);
      x += width + 10;
      if (d->scatter->color.levels != NULL)
        draw_classes (d, x, end);
      else
        draw_scale (d, x);
    }
  if (!d->scatter->is_split)
    return;
  x = draw_entry (d, end, d->width, "training", CHAIN_MARKER_CIRCLE, ink, FALSE);
  draw_entry (d, x, d->width + PAD, "validation", CHAIN_MARKER_CIRCLE, ink, TRUE);
}

/**
 * chain_scatter_draw:
 * @scatter: a plot
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * Training rows are filled, validation rows hollow.
 */
void
chain_scatter_draw (const ChainScatter *scatter,
                    cairo_t            *cr,
                    PangoContext       *context,
                    double              width,
                    double              height,
                    const ChainPalette *palette)
{
  Drawing drawing = { scatter, cr, context, palette, .width = width };

  chain_scatter_frame (scatter, context, width, height, &drawing.frame);
  draw_x_axis (&drawing);
  draw_y_axis (&drawing);
  draw_titles (&drawing);
  draw_legend (&drawing);
  cairo_save (cr);
  cairo_rectangle (cr, drawing.frame.left - 8, drawing.frame.top - 8, drawing.frame.width + 16,
                   drawing.frame.height + 16);
  cairo_clip (cr);
  draw_points (&drawing, radius_for (scatter->n_points));
  cairo_restore (cr);
}

/**
 * chain_scatter_draw_small:
 * @scatter: a plot
 * @cr: where to
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * Draws the points alone, as a picture to tell the data by.
 */
void
chain_scatter_draw_small (const ChainScatter *scatter,
                          cairo_t            *cr,
                          double              width,
                          double              height,
                          const ChainPalette *palette)
{
  const Drawing drawing = {
    .scatter = scatter, .cr = cr, .palette = palette, .width = width,
    .frame = { 4, 4, width - 8, height - 8 },
  };

  draw_points (&drawing, scatter->n_points < 20 ? 3 : 1.5);
}

static char *
value_text (const ChainScatterColumn *column, double value)
{
  char digits[CHAIN_NUMBER_SIZE];

  if (!isfinite (value))
    return g_strdup ("missing");
  if (column->levels != NULL)
    return g_strdup (column->levels[(guint) round (value)]);
  return g_strdup (chain_number_show (column->spread ? round (value) : value, 6, digits));
}

static void
add_value (ChainCard *card, const ChainScatterColumn *column, double value, const ChainColor *ink)
{
  g_autofree char *name = g_markup_escape_text (column->name, -1);
  g_autofree char *text = value_text (column, value);

  chain_card_add (card, name, text, ink);
}

/**
 * chain_scatter_draw_point:
 * @scatter: a plot, drawn already
 * @point: index of the point that is read
 * @cr: where to
 * @context: fonts to write with
 * @width: of the drawing, pixels
 * @height: of the drawing, pixels
 * @palette: light or dark
 *
 * Puts a ring around the point, and a card with its row beside it.
 */
void
chain_scatter_draw_point (const ChainScatter *scatter,
                          int                 point,
                          cairo_t            *cr,
                          PangoContext       *context,
                          double              width,
                          double              height,
                          const ChainPalette *palette)
{
  g_return_if_fail (point >= 0 && (guint) point < scatter->n_points);

  const ChainScatterPoint *read = &scatter->points[point];
  const ChainColor        *ink = &palette->text;
  Drawing          d = { scatter, cr, context, palette, .width = width };
  const char      *use = read->validation ? ", validation" : ", training";
  g_autofree char *title = g_strdup_printf ("Row %u%s", read->row + 1,
                                            scatter->is_split ? use : "");
  g_autoptr (ChainCard) card = chain_card_new (title);
  double x, y;

  chain_scatter_frame (scatter, context, width, height, &d.frame);
  x = x_pixel (&d, read->x);
  y = y_pixel (&d, read->y);
  chain_color_set (cr, &palette->follow, 1);
  cairo_set_line_width (cr, 3);
  cairo_arc (cr, x, y, radius_for (scatter->n_points) + 4, 0, 2 * G_PI);
  cairo_stroke (cr);
  add_value (card, &scatter->x, read->x, ink);
  add_value (card, &scatter->y, read->y, ink);
  if (scatter->color.name != NULL)
    add_value (card, &scatter->color, read->color, ink);
  chain_card_draw (card, cr, context, palette, x, y, width, height);
}

/**
 * chain_scatter_describe:
 * @scatter: a plot
 * @point: index of a point
 *
 * Returns: (transfer full): its row and its values, for those who do not see it
 */
char *
chain_scatter_describe (const ChainScatter *scatter, int point)
{
  g_return_val_if_fail (point >= 0 && (guint) point < scatter->n_points, NULL);

  const ChainScatterPoint *read = &scatter->points[point];
  const ChainScatterColumn *columns[] = { &scatter->x, &scatter->y, &scatter->color };
  const double              values[] = { read->x, read->y, read->color };
  GString                  *text = g_string_new (NULL);

  g_string_append_printf (text, "Row %u", read->row + 1);
  if (scatter->is_split)
    g_string_append (text, read->validation ? ", validation" : ", training");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i]->name != NULL)
      {
        g_autofree char *value = value_text (columns[i], values[i]);

        g_string_append_printf (text, "%s %s %s", i == 0 ? ":" : ",", columns[i]->name, value);
      }
  return g_string_free (text, FALSE);
}
