/* chart-marks.c: the vertical lines of a chart and their words, which never meet.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-axis.h"
#include "ui/paint/chart-frame.h"

#include <math.h>

static gboolean
mark_visible (const ChainChartDrawing   *drawing,
              const ChainMark *mark)
{
  double x;

  if (!chain_axis_accepts (&drawing->chart->x, mark->x))
    return FALSE;
  x = chain_chart_x_pixel (drawing, mark->x);
  return x >= drawing->frame.left - 0.5 && x <= drawing->frame.left + drawing->frame.width + 0.5;
}

static void
draw_mark_line (const ChainChartDrawing   *drawing,
                const ChainMark *mark)
{
  const double dashes[] = { 3, 3 };
  const double x = chain_crisp (chain_chart_x_pixel (drawing, mark->x));
  cairo_t *cr = drawing->cr;

  cairo_save (cr);
  chain_color_set (cr, chain_ink_color (drawing->palette, mark->ink), mark->strong ? 1 : 0.8);
  cairo_set_line_width (cr, mark->strong ? 2 : 1);
  if (!mark->strong)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_move_to (cr, x, drawing->frame.top);
  cairo_line_to (cr, x, drawing->frame.top + drawing->frame.height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static gboolean
meets (const GArray                *taken,
       const cairo_rectangle_int_t *label)
{
  for (guint i = 0; i < taken->len; i++)
    {
      const cairo_rectangle_int_t *other = &g_array_index (taken, cairo_rectangle_int_t, i);

      if (label->x < other->x + other->width && other->x < label->x + label->width
          && label->y < other->y + other->height && other->y < label->y + label->height)
        return TRUE;
    }
  return FALSE;
}

/* Finds a free place for a mark's words: right or left of its line, as high as possible. */
static gboolean
place_label (const ChainChartDrawing *drawing,
             const GArray            *taken,
             double                   x,
             cairo_rectangle_int_t   *label)
{
  const ChainChartFrame *frame = &drawing->frame;

  for (int row = 0; (row + 1) * label->height <= frame->height; row++)
    {
      const int sides[] = { (int) x + 4, (int) x - 4 - label->width };

      label->y = (int) frame->top + row * label->height + 1;
      for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
        {
          label->x = sides[i];
          if (label->x >= frame->left && label->x + label->width <= frame->left + frame->width + 4
              && !meets (taken, label))
            return TRUE;
        }
    }
  return FALSE;
}

static void
draw_mark_label (const ChainChartDrawing   *drawing,
                 const ChainMark *mark,
                 GArray          *lines,
                 GArray          *labels)
{
  const double x = chain_chart_x_pixel (drawing, mark->x);
  g_autoptr (PangoLayout) text = NULL;
  cairo_rectangle_int_t label;
  double width, height;

  text = chain_text_new (drawing->context, mark->title, CHAIN_CHART_SCALE,
                         mark->strong ? CHAIN_TEXT_BOLD : CHAIN_TEXT_PLAIN);
  chain_text_size (text, &width, &height);
  label.width = (int) ceil (width) + 4;
  label.height = (int) ceil (height) + 2;
  if (!place_label (drawing, lines, x, &label) && !place_label (drawing, labels, x, &label))
    return;
  g_array_append_val (lines, label);
  g_array_append_val (labels, label);
  chain_color_set (drawing->cr, &drawing->palette->canvas, 0.6);
  cairo_rectangle (drawing->cr, label.x, label.y, label.width, label.height);
  cairo_fill (drawing->cr);
  chain_color_set (drawing->cr, &drawing->palette->text, 1);
  chain_text_draw (drawing->cr, text, label.x + 2, label.y + 1, 0, 0);
}

/**
 * chain_chart_draw_marks:
 * @drawing: a chart being drawn
 *
 * Strong marks are drawn last, over the others, and named first. Words keep clear of other words,
 * and of the other lines where there is room; what finds no place is left out.
 */
void
chain_chart_draw_marks (const ChainChartDrawing *drawing)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_int_t));
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_int_t));
  const GPtrArray *marks = drawing->chart->marks;

  for (guint i = 0; i < 2 * marks->len; i++)
    {
      const ChainMark *mark = marks->pdata[i % marks->len];
      cairo_rectangle_int_t line = { 0, (int) drawing->frame.top, 3, (int) drawing->frame.height };

      if (!mark_visible (drawing, mark) || mark->strong != (i >= marks->len))
        continue;
      draw_mark_line (drawing, mark);
      line.x = (int) chain_chart_x_pixel (drawing, mark->x) - 1;
      g_array_append_val (lines, line);
    }
  for (guint i = 0; i < 2 * marks->len; i++)
    {
      const ChainMark *mark = marks->pdata[i % marks->len];

      if (mark->title && mark_visible (drawing, mark) && mark->strong == (i < marks->len))
        draw_mark_label (drawing, mark, lines, labels);
    }
}
