/* plot-field.c: draws the field of a plot: cells in colours, or bands between contour lines.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/class-colors.h"
#include "ui/paint/contours.h"
#include "ui/paint/plot.h"
#include "ui/paint/text.h"

#include <math.h>

#define FAINT 0.10       /* of a class's colour where it is as likely as any other */
#define STRONG 0.55      /* where it is sure */
#define NUMBER_SHADE 0.8 /* of a number's colour */
#define MOST_LEVELS 14
#define DEEP 0.42        /* of the text's colour in the highest band */
#define LABEL_SCALE 0.72
#define LEAST_DIGITS 3   /* of a level */
#define MOST_DIGITS 9
#define LABEL_ROOM 3.0   /* widths of a label that a line must be long to have one */

static ChainColor
mix (const ChainColor *one, const ChainColor *other, double share)
{
  return (ChainColor){ one->red + (other->red - one->red) * share,
                       one->green + (other->green - one->green) * share,
                       one->blue + (other->blue - one->blue) * share, 1 };
}

static guint32
pixel_of (const ChainColor *color)
{
  return 0xff000000u | (guint32) (color->red * 255 + 0.5) << 16
         | (guint32) (color->green * 255 + 0.5) << 8 | (guint32) (color->blue * 255 + 0.5);
}

static ChainColor
cell_color (const ChainPlot *plot, gsize i, const ChainPalette *palette)
{
  const ChainPlotField *field = plot->field;
  const double          value = field->values[i];
  ChainColor            color;
  double                even, sure;

  if (field->kind == CHAIN_FIELD_NUMBERS)
    {
      if (!isfinite (value))
        return palette->grid;
      color = chain_number_color (value, plot->color_from, plot->color_to, palette);
      return mix (&palette->canvas, &color, NUMBER_SHADE);
    }
  even = 1.0 / MAX (g_strv_length (plot->classes), 2);
  sure = isfinite (value) ? CLAMP ((value - even) / (1 - even), 0, 1) : 0;
  color = chain_class_color (field->classes[i], palette);
  return mix (&palette->canvas, &color, FAINT + (STRONG - FAINT) * sure);
}

/* Where the field lies in the drawing. */
static void
place_field (const ChainPlot *plot, const ChainPlotFrame *frame, cairo_t *cr, double columns,
             double rows)
{
  const ChainPlotField *field = plot->field;
  const double          left = chain_plot_x_pixel (plot, frame, field->x_from);
  const double          right = chain_plot_x_pixel (plot, frame, field->x_to);
  const double          top = chain_plot_y_pixel (plot, frame, field->y_to);
  const double          bottom = chain_plot_y_pixel (plot, frame, field->y_from);

  cairo_translate (cr, left, top);
  cairo_scale (cr, (right - left) / columns, (bottom - top) / rows);
}

static void
draw_cells (const ChainPlot      *plot,
            const ChainPlotFrame *frame,
            cairo_t              *cr,
            const ChainPalette   *palette)
{
  const ChainPlotField *field = plot->field;
  cairo_surface_t      *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) field->columns, (int) field->rows);
  guchar               *pixels = cairo_image_surface_get_data (surface);
  const int             stride = cairo_image_surface_get_stride (surface);

  for (guint row = 0; row < field->rows; row++)
    {
      guint32 *line = (guint32 *) (gpointer) (pixels + (gsize) row * (gsize) stride);

      for (guint column = 0; column < field->columns; column++)
        {
          const ChainColor color
              = cell_color (plot, (gsize) row * field->columns + column, palette);

          line[column] = pixel_of (&color);
        }
    }
  cairo_surface_mark_dirty (surface);
  cairo_save (cr);
  place_field (plot, frame, cr, field->columns, field->rows);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), field->rows > 1 && plot->x.levels == NULL
                                                          && plot->y.levels == NULL
                                                      ? CAIRO_FILTER_BILINEAR
                                                      : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, field->columns, field->rows);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* Each band is laid over the lower ones. */
static void
draw_bands (const ChainPlot      *plot,
            const ChainPlotFrame *frame,
            cairo_t              *cr,
            const ChainPalette   *palette,
            const GArray         *levels)
{
  const ChainPlotField *field = plot->field;

  cairo_save (cr);
  place_field (plot, frame, cr, field->columns - 1, field->rows - 1);
  for (guint i = 0; i < levels->len; i++)
    {
      const ChainColor color
          = mix (&palette->canvas, &palette->text, DEEP * (i + 1) / levels->len);

      chain_contour_above (cr, field->values, field->columns, field->rows,
                           g_array_index (levels, double, i));
      chain_color_set (cr, &color, 1);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

/* As few digits as tell each level from the next. */
static guint
digits_of (const GArray *levels)
{
  for (guint digits = LEAST_DIGITS; digits < MOST_DIGITS; digits++)
    {
      gboolean differ = TRUE;

      for (guint i = 1; i < levels->len && differ; i++)
        {
          char one[CHAIN_NUMBER_SIZE], other[CHAIN_NUMBER_SIZE];

          chain_number_show (g_array_index (levels, double, i - 1), digits, one);
          chain_number_show (g_array_index (levels, double, i), digits, other);
          differ = !g_str_equal (one, other);
        }
      if (differ)
        return digits;
    }
  return MOST_DIGITS;
}

static ChainContourPoint
to_pixels (const ChainPlot *plot, const ChainPlotFrame *frame, const ChainContourPoint *at)
{
  const ChainPlotField *field = plot->field;
  const double          across = at->x / (field->columns - 1), down = at->y / (field->rows - 1);

  return (ChainContourPoint){
    chain_plot_x_pixel (plot, frame, field->x_from + across * (field->x_to - field->x_from)),
    chain_plot_y_pixel (plot, frame, field->y_to - down * (field->y_to - field->y_from)),
  };
}

static gboolean
is_clear (const GArray *labels, double x, double y, double width, double height)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const ChainContourPoint *other = &g_array_index (labels, ChainContourPoint, i);

      if (fabs (other->x - x) < width * 1.4 && fabs (other->y - y) < height * 1.4)
        return FALSE;
    }
  return TRUE;
}

/* A number lies on its line, where that is far from the rim and from other numbers: of all places
 * that are, the one in the middle of them. */
static void
label_contour (const ChainPlot      *plot,
               const ChainPlotFrame *frame,
               cairo_t              *cr,
               PangoContext         *context,
               const ChainPalette   *palette,
               const ChainContour   *contour,
               guint                 digits,
               GArray               *labels)
{
  char                    number[CHAIN_NUMBER_SIZE];
  g_autoptr (PangoLayout) text = chain_text_new (
      context, chain_number_show (contour->level, digits, number), LABEL_SCALE, 0);
  g_autoptr (GArray)      fit = g_array_new (FALSE, FALSE, sizeof (ChainContourPoint));
  ChainContourPoint       before = { 0 };
  double                  length = 0, width, height;

  chain_text_size (text, &width, &height);
  for (guint i = 0; i < contour->points->len; i++)
    {
      const ChainContourPoint at
          = to_pixels (plot, frame, &g_array_index (contour->points, ChainContourPoint, i));

      length += i > 0 ? hypot (at.x - before.x, at.y - before.y) : 0;
      before = at;
      if (at.x > frame->left + width && at.x < frame->left + frame->width - width
          && at.y > frame->top + height && at.y < frame->top + frame->height - height
          && is_clear (labels, at.x, at.y, width, height))
        g_array_append_val (fit, at);
    }
  if (length < LABEL_ROOM * width || fit->len == 0)
    return;
  before = g_array_index (fit, ChainContourPoint, fit->len / 2);
  g_array_append_val (labels, before);
  cairo_rectangle (cr, before.x - width / 2 - 2, before.y - height / 2 + 1, width + 4, height - 2);
  chain_color_set (cr, &palette->canvas, 0.75);
  cairo_fill (cr);
  chain_color_set (cr, &palette->text, 0.9);
  chain_text_draw (cr, text, before.x, before.y, 0.5, 0.5);
}

static void
stroke_contour (const ChainPlot      *plot,
                const ChainPlotFrame *frame,
                cairo_t              *cr,
                const ChainContour   *contour)
{
  for (guint i = 0; i < contour->points->len; i++)
    {
      const ChainContourPoint at
          = to_pixels (plot, frame, &g_array_index (contour->points, ChainContourPoint, i));

      (i == 0 ? cairo_move_to : cairo_line_to) (cr, at.x, at.y);
    }
  if (contour->closed)
    cairo_close_path (cr);
  cairo_stroke (cr);
}

static void
draw_contours (const ChainPlot      *plot,
               const ChainPlotFrame *frame,
               cairo_t              *cr,
               PangoContext         *context,
               const ChainPalette   *palette)
{
  const ChainPlotField *field = plot->field;
  g_autoptr (GArray)    levels = chain_contour_levels (
      field->values, (gsize) field->columns * field->rows, MOST_LEVELS);
  g_autoptr (GArray)    labels = g_array_new (FALSE, FALSE, sizeof (ChainContourPoint));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  const guint           digits = digits_of (levels);

  draw_bands (plot, frame, cr, palette, levels);
  cairo_set_line_width (cr, 0.9);
  chain_color_set (cr, &palette->line, 0.7);
  for (guint i = 0; i < levels->len; i++)
    {
      GPtrArray *contours = chain_contours_new (field->values, field->columns, field->rows,
                                                g_array_index (levels, double, i));

      g_ptr_array_add (all, contours);
      for (guint j = 0; j < contours->len; j++)
        stroke_contour (plot, frame, cr, contours->pdata[j]);
    }
  for (guint i = 0; i < all->len; i++)
    for (guint j = 0; j < ((GPtrArray *) all->pdata[i])->len; j++)
      label_contour (plot, frame, cr, context, palette,
                     g_ptr_array_index ((GPtrArray *) all->pdata[i], j), digits, labels);
}

/**
 * chain_plot_draw_field:
 * @plot: a plot with a field
 * @frame: where it is drawn
 * @cr: a drawing, clipped to the frame
 * @context: fonts to write with
 * @palette: light or dark
 *
 * Draws what lies under lines and points.
 */
void
chain_plot_draw_field (const ChainPlot      *plot,
                       const ChainPlotFrame *frame,
                       cairo_t              *cr,
                       PangoContext         *context,
                       const ChainPalette   *palette)
{
  if (plot->field->kind == CHAIN_FIELD_CONTOURS)
    draw_contours (plot, frame, cr, context, palette);
  else
    draw_cells (plot, frame, cr, palette);
}
