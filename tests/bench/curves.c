/* curves.c: how smoothly a chart of ten million points is drawn.
 *
 * Stores the losses of so many steps, raw and smoothed, and draws them with the program's own code
 * as the window does: zooming in and out again, moving along and reading off values, on linear and
 * logarithmic axes. Prints the milliseconds of the processor's time for each frame; at 60 frames
 * a second there are 16.7. Needs no display:  curves [POINTS] [FRAMES]
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/random.h"
#include "ui/paint/chart.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define POINTS 10000000
#define FRAMES 200
#define MEMORY 32.0 /* steps that smoothing reaches back */
#define WIDTH 1240
#define HEIGHT 220

/* What is done to a chart before a frame, with its share of all frames from 0 to 1. */
typedef struct
{
  const char *name;
  void      (*act) (ChainChart *chart, double points, double share, double *hover);
} Work;

static double
milliseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static void
see (ChainChart *chart,
     double      from,
     double      to)
{
  chart->fits_seen = TRUE;
  chart->x.from = MAX (from, chart->x.scale == CHAIN_SCALE_LOG ? 1 : 0);
  chart->x.to = to;
}

static void
show_whole (ChainChart *chart,
            double      points,
            double      share,
            double     *hover)
{
  chart->x.from = chart->x.to = 0;
  chart->fits_seen = FALSE;
}

/* From everything to a hundred points. */
static void
zoom (ChainChart *chart,
      double      points,
      double      share,
      double     *hover)
{
  const double width = points * pow (100 / points, share);

  see (chart, (points - width) * 0.3, (points - width) * 0.3 + width);
}

static void
pan (ChainChart *chart,
     double      points,
     double      share,
     double     *hover)
{
  see (chart, points * 0.7 * share, points * (0.7 * share + 0.3));
}

static void
read_values (ChainChart *chart,
             double      points,
             double      share,
             double     *hover)
{
  show_whole (chart, points, share, hover);
  *hover = 80 + share * (WIDTH - 120);
}

static const Work works[] = {
  { "all of it", show_whole },
  { "zooming", zoom },
  { "moving", pan },
  { "reading", read_values },
};

static void
fill (ChainCurve *raw,
      ChainCurve *smoothed,
      guint       points)
{
  ChainRandom   random;
  const double  kept = exp (-1 / MEMORY);
  double        average = 0, weight = 0;

  chain_random_init (&random, 7, 0);
  for (guint i = 0; i < points; i++)
    {
      const double loss = (0.02 + exp (-5.0 * i / points))
                          * exp (0.4 * chain_random_uniform (&random, -1, 1));

      average = kept * average + (1 - kept) * loss;
      weight = kept * weight + (1 - kept);
      chain_curve_append (raw, i, loss);
      chain_curve_append (smoothed, i, average / weight);
    }
}

static int
compare (gconstpointer one,
         gconstpointer other)
{
  const double a = *(const double *) one;
  const double b = *(const double *) other;

  return (a > b) - (a < b);
}

static void
measure (const Work   *work,
         ChainChart   *chart,
         PangoContext *context,
         guint         points,
         guint         frames)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  cairo_surface_t   *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  for (guint i = 0; i < frames; i++)
    {
      double   hover = -1;
      double   began = milliseconds ();
      cairo_t *cr = cairo_create (surface);

      work->act (chart, points, frames > 1 ? (double) i / (frames - 1) : 0, &hover);
      chain_chart_draw (chart, cr, context, WIDTH, HEIGHT, &chain_palette_light, hover);
      cairo_destroy (cr);
      began = milliseconds () - began;
      g_array_append_val (times, began);
    }
  cairo_surface_destroy (surface);
  g_array_sort (times, compare);
  g_print ("  %-10s median %6.2f ms, 99 %% %6.2f ms, longest %6.2f ms\n", work->name,
           g_array_index (times, double, times->len / 2),
           g_array_index (times, double, (times->len - 1) * 99 / 100),
           g_array_index (times, double, times->len - 1));
}

/* Bytes that the points and their extremes take. */
static double
bytes_of (const ChainCurve *curve)
{
  gsize bytes = curve->x->len * 2 * sizeof (double);

  for (guint i = 0; i < CHAIN_CURVE_LEVELS; i++)
    bytes += curve->levels[i]->len * sizeof (ChainExtremes);
  return (double) bytes;
}

int
main (int   argc,
      char *argv[])
{
  const guint            points = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : POINTS;
  const guint            frames = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : FRAMES;
  g_autoptr (ChainCurve) raw = chain_curve_new ();
  g_autoptr (ChainCurve) smoothed = chain_curve_new ();
  PangoContext          *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  const double           began = milliseconds ();

  fill (raw, smoothed, points);
  g_print ("%u points twice: stored in %.0f ns each, %.1f bytes each\n", points,
           (milliseconds () - began) * 1e6 / (2.0 * points), bytes_of (raw) / points);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (ChainChart) chart = chain_chart_new ();

      chart->x.title = g_strdup ("step");
      chart->y.title = g_strdup ("loss");
      chart->x.scale = i / 2 == 1 ? CHAIN_SCALE_LOG : CHAIN_SCALE_LINEAR;
      chart->y.scale = i % 2 == 1 ? CHAIN_SCALE_LOG : CHAIN_SCALE_LINEAR;
      chain_chart_add_curve (chart, "batch", CHAIN_INK_ACCENT, 1, 0.3, raw);
      chain_chart_add_curve (chart, "over 32 steps", CHAIN_INK_ACCENT, 1.2, 0.75, smoothed);
      g_print ("%s steps, %s loss\n", i / 2 == 1 ? "logarithmic" : "linear",
               i % 2 == 1 ? "logarithmic" : "linear");
      for (guint k = 0; k < G_N_ELEMENTS (works); k++)
        measure (&works[k], chart, context, points, frames);
    }
  g_object_unref (context);
  return EXIT_SUCCESS;
}
