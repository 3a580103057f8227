/* plot-legend.c: the line over a plot that says what its colours, lines and marks mean.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "ui/paint/chart-frame.h"
#include "ui/paint/plot-private.h"

#include <math.h>

#define SAMPLE 15.0    /* pixels of a mark before its meaning */
#define ENTRY_GAP 14.0 /* pixels between two entries */
#define SCALE_STEPS 24 /* a scale of numbers is drawn in that many colours */
#define SCALE_STEP 4.0 /* pixels each */

/* Writes a part of the legend; returns where the next one begins, or a negative number if there
 * is no room for it before `end`. */
static double
write_entry (const ChainPlotDrawing *d, double x, double end, double sample, const char *title)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, title, CHAIN_PLOT_SCALE, 0);
  double                  width;

  chain_text_ellipsize (text, CHAIN_PLOT_LONGEST);
  chain_text_size (text, &width, NULL);
  if (x + sample + width > end)
    return -1;
  chain_color_set (d->cr, &d->palette->text, 1);
  chain_text_draw (d->cr, text, x + sample, CHAIN_PLOT_PAD + d->line / 2, 0, 0.5);
  return x + sample + width + ENTRY_GAP;
}

/* As write_entry() would take, however little room there is. */
static double
entry_width (const ChainPlotDrawing *d, double sample, const char *title)
{
  g_autoptr (PangoLayout) text = chain_text_new (d->context, title, CHAIN_PLOT_SCALE, 0);
  double                  width;

  chain_text_ellipsize (text, CHAIN_PLOT_LONGEST);
  chain_text_size (text, &width, NULL);
  return sample + width + ENTRY_GAP;
}

/* How many classes fit before @end, and with fewer than all the count of the others. */
static guint
count_fitting (const ChainPlotDrawing *d, double x, double end)
{
  const guint n = g_strv_length (d->plot->classes);
  guint       fitting = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *more = g_strdup_printf ("and %u more", n - i - 1);

      x += entry_width (d, SAMPLE, d->plot->classes[i]);
      if (x - ENTRY_GAP > end)
        break;
      if (i + 1 == n || x + entry_width (d, 0, more) - ENTRY_GAP <= end)
        fitting = i + 1;
    }
  return fitting;
}

static double
draw_classes (const ChainPlotDrawing *d, double x, double end)
{
  const guint      n = g_strv_length (d->plot->classes);
  const guint      fitting = count_fitting (d, x, end);
  g_autofree char *more = g_strdup_printf ("and %u more", n - fitting);

  for (guint i = 0; i < fitting; i++)
    {
      const ChainColor color = chain_class_color (i, d->palette);

      chain_plot_draw_marker (d, chain_class_marker (i), &color, x + 5, CHAIN_PLOT_PAD + d->line / 2, 4,
                   FALSE);
      x = write_entry (d, x, INFINITY, SAMPLE, d->plot->classes[i]);
    }
  return fitting < n ? fmax (write_entry (d, x, end, 0, more), x) : x;
}

/* A strip of the colours, between the least and the largest number. */
static double
draw_scale (const ChainPlotDrawing *d, double x, double end)
{
  const ChainPlot *plot = d->plot;
  const double     from = plot->color_from, to = plot->color_to;
  const double     y = CHAIN_PLOT_PAD + d->line / 2;
  char             digits[CHAIN_NUMBER_SIZE];
  g_autofree char *title = g_strdup_printf ("%s %s", plot->color_title,
                                            chain_number_show (from, 3, digits));
  const double     next = write_entry (d, x, end, 0, title);

  if (next < 0)
    return x;
  x = next - 8;
  for (guint i = 0; i < SCALE_STEPS; i++)
    {
      const ChainColor color
          = chain_number_color (from + (i + 0.5) / SCALE_STEPS * (to - from), from, to, d->palette);

      chain_color_set (d->cr, &color, 1);
      cairo_rectangle (d->cr, x + SCALE_STEP * i, y - 5, SCALE_STEP, 10);
      cairo_fill (d->cr);
    }
  x += SCALE_STEP * SCALE_STEPS + 6;
  return fmax (write_entry (d, x, end, 0, chain_number_show (to, 3, digits)), x);
}

static double
draw_line_entries (const ChainPlotDrawing *d, double x, double end)
{
  for (guint i = 0; i < d->plot->lines->len; i++)
    {
      const ChainPlotLine *line = g_ptr_array_index (d->plot->lines, i);
      const double         next
          = line->title != NULL ? write_entry (d, x, end, 22, line->title) : -1;

      if (next < 0)
        continue;
      chain_color_set (d->cr, chain_ink_color (d->palette, line->ink), 1);
      cairo_set_line_width (d->cr, fmax (line->width, 1.5));
      cairo_move_to (d->cr, x, CHAIN_PLOT_PAD + d->line / 2);
      cairo_line_to (d->cr, x + 16, CHAIN_PLOT_PAD + d->line / 2);
      cairo_stroke (d->cr);
      x = next;
    }
  return x;
}

static gboolean
is_split (const ChainPlot *plot)
{
  return plot->is_split;
}

static gboolean
has_wrong (const ChainPlot *plot)
{
  for (guint i = 0; i < plot->points->len; i++)
    if (g_array_index (plot->points, ChainPlotPoint, i).wrong)
      return TRUE;
  return FALSE;
}

/* What the shape of a point means. */
static const struct
{
  const char *title;
  gboolean  (*shown) (const ChainPlot *plot);
  gboolean    hollow;
  gboolean    crossed;
} marks[] = {
  { "training", is_split, FALSE, FALSE },
  { "validation", is_split, TRUE, FALSE },
  { "predicted wrong", has_wrong, FALSE, TRUE },
};

static double
marks_width (const ChainPlotDrawing *d)
{
  double width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].shown (d->plot))
      width += entry_width (d, SAMPLE, marks[i].title);
  return width;
}

static void
draw_marks (const ChainPlotDrawing *d, double x, double end)
{
  const double y = CHAIN_PLOT_PAD + d->line / 2;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const double next
          = marks[i].shown (d->plot) ? write_entry (d, x, end, SAMPLE, marks[i].title) : -1;

      if (next < 0)
        continue;
      if (marks[i].crossed)
        chain_plot_draw_cross (d, x + 5, y, 4);
      else
        chain_plot_draw_marker (d, CHAIN_MARKER_CIRCLE, &d->palette->dim_text, x + 5, y, 4,
                                marks[i].hollow);
      x = next;
    }
}

/* The title of the y axis, then what colours, lines and marks mean, as far as there is room: many
 * classes leave the marks theirs. */
void
chain_plot_draw_legend (const ChainPlotDrawing *d)
{
  const ChainPlot *plot = d->plot;
  const double     end = d->width - CHAIN_PLOT_PAD;
  double           x = CHAIN_PLOT_PAD;

  if (plot->y.title != NULL)
    x = fmax (write_entry (d, x, end, 0, plot->y.title), x) + 6;
  if (plot->classes != NULL)
    x = draw_classes (d, x, end - marks_width (d));
  else if (plot->has_scale)
    x = draw_scale (d, x, end);
  x = draw_line_entries (d, x, end);
  draw_marks (d, x, end);
}
