/* curve-raster.c: anti-aliased curves, column by column, on several threads.
 *
 * A strip of a few pixel columns is small enough for the processor's cache; every curve is laid
 * over it in order, then the strip goes to the picture. Strips are independent, so threads take
 * one after the other.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/curve-raster.h"

#include <math.h>
#include <string.h>

#define STRIP 16 /* pixel columns */
#define LANES 8  /* pixels computed at once */
#define NEWTON_STEPS 6

/* The loops over the pixels are compiled for wide registers too; which version runs is decided when
 * the program starts: before the thread sanitizer has, which its code would need. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_THREAD__
#define WIDE __attribute__ ((target_clones ("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

typedef struct
{
  ChainCurveRaster *raster;
  GCancellable     *cancellable; /* (nullable) */
  guchar           *pixels;
  int               next; /* strip to be drawn, taken by whoever is free */
} Job;

/* Red, green, blue and opacity, premultiplied, 0 to 1: as 8-bit numbers the faintest of many
 * curves would vanish. */
enum
{
  RED,
  GREEN,
  BLUE,
  OPACITY,
  N_CHANNELS
};

typedef struct
{
  const ChainCurveRaster *raster;
  gsize                   stride;   /* of a column in a channel: the height and room to overrun */
  float                  *channels; /* [STRIP, N_CHANNELS, stride] */
  float                   colors[CHAIN_RASTER_STYLES][N_CHANNELS];
} Strip;

/* Where the curves of a fan are within a strip. */
typedef struct
{
  guint first, end;      /* columns of the strip */
  float shape[STRIP];    /* s half-way between both sides of the column */
  float slope[STRIP];    /* how s grows across it: at its ends a curve must not overshoot */
  float share[STRIP];    /* of the column's width that the fan covers */
  float steepest;        /* largest slope */
} Section;

/**
 * chain_fan_shape:
 * @u: place between the ends of a fan, 0 to 1
 * @s: (out): how far a curve has come from its height at the beginning to that at the end, 0 to 1
 * @slope: (out): ds/du
 *
 * The Bézier's x(t) = 3/2·t − 3/2·t² + t³ is solved for t, then s = 3t² − 2t³.
 */
void
chain_fan_shape (double  u,
                 double *s,
                 double *slope)
{
  double t = u;

  for (guint i = 0; i < NEWTON_STEPS; i++)
    {
      const double x = t * (1.5 + t * (t - 1.5));
      const double dx = 1.5 + t * (3 * t - 3);

      t = CLAMP (t - (x - u) / dx, 0, 1);
    }
  *s = t * t * (3 - 2 * t);
  *slope = 6 * t * (1 - t) / (1.5 + t * (3 * t - 3));
}

static gboolean
find_section (const ChainRasterFan *fan,
              guint                 left,
              Section              *section)
{
  const double length = fan->x1 - fan->x0;
  const double from = MAX (fan->x0, left);
  const double to = MIN (fan->x1, left + STRIP);

  if (length <= 0 || to <= from)
    return FALSE;
  *section = (Section) { 0 };
  section->first = (guint) floor (from) - left;
  section->end = MIN ((guint) ceil (to) - left, STRIP);
  for (guint i = section->first; i < section->end; i++)
    {
      const double x = left + i;
      double before, after, slope;

      chain_fan_shape (CLAMP ((x - fan->x0) / length, 0, 1), &before, &slope);
      chain_fan_shape (CLAMP ((x + 1 - fan->x0) / length, 0, 1), &after, &slope);
      section->shape[i] = (float) ((before + after) / 2);
      section->slope[i] = (float) (after - before);
      section->share[i] = (float) (MIN (fan->x1, x + 1) - MAX (fan->x0, x));
      section->steepest = MAX (section->steepest, section->slope[i]);
    }
  return section->first < section->end;
}

/* One curve over the columns of a section. */
typedef struct
{
  float y[STRIP];       /* where it crosses the middle of the column */
  float inverse[STRIP]; /* 1 / max (|m|, 1) for the slope m */
  float edge[STRIP];    /* its coverage of a pixel is edge − distance · inverse, from 0 to 1 */
  float most[STRIP];    /* what that is multiplied with */
  float top, bottom;    /* where a wide curve's bends end, which a slope does not know */
} Course;

/* A curve of slope m covers a pixel of the column in part where the line through its edge crosses
 * it: over a height of |m|, and at least of one pixel. Its height in the column is its width times
 * √(1 + m²) = max (|m|, 1) · √(1 + q²), q the smaller of |m| and 1 / |m|; the second root is
 * 1 + 0.4917 q² − 0.0775 q⁴ within 0.0002. */
static inline void
find_course (const ChainRasterCurve *curve,
             const Section          *section,
             float                   width,
             Course                 *course)
{
  const float dy = curve->y1 - curve->y0;

  course->top = MIN (curve->y0, curve->y1) - width / 2 - 0.5f;
  course->bottom = MAX (curve->y0, curve->y1) + width / 2 + 0.5f;
  for (guint i = 0; i < STRIP; i++)
    {
      const float steep = fabsf (dy * section->slope[i]);
      const float inverse = 1 / MAX (steep, 1.0f);
      const float q = steep * inverse * inverse;
      const float half = width / 2 * (1 + q * q * (0.4917f - 0.0775f * q * q));

      course->y[i] = curve->y0 + dy * section->shape[i];
      course->inverse[i] = inverse;
      course->edge[i] = half + 0.5f;
      course->most[i] = MIN (2 * half, 1.0f) * section->share[i];
    }
}

static inline void
draw_column (const Strip  *strip,
             const Course *course,
             guint         i,
             const float  *color)
{
  const float y = course->y[i], inverse = course->inverse[i], edge = course->edge[i];
  const float most = course->most[i];
  const float r = color[RED], g = color[GREEN], b = color[BLUE], o = color[OPACITY];
  const float reach = edge / inverse;
  const float first = MAX (MAX (y - reach, course->top), 0.0f);
  const float last = MIN (MIN (y + reach, course->bottom), (float) strip->raster->height);
  float *restrict red = strip->channels + (i * N_CHANNELS + RED) * strip->stride;
  float *restrict green = strip->channels + (i * N_CHANNELS + GREEN) * strip->stride;
  float *restrict blue = strip->channels + (i * N_CHANNELS + BLUE) * strip->stride;
  float *restrict opacity = strip->channels + (i * N_CHANNELS + OPACITY) * strip->stride;

  for (int row = (int) first; (float) row < last; row += LANES)
    {
      for (int k = row; k < row + LANES; k++)
        {
          const float cover = (float) k < last ? edge - fabsf ((float) k + 0.5f - y) * inverse : 0;
          const float amount = MAX (MIN (cover, 1.0f), 0.0f) * most;
          const float kept = 1 - amount * o;

          red[k] = red[k] * kept + amount * r;
          green[k] = green[k] * kept + amount * g;
          blue[k] = blue[k] * kept + amount * b;
          opacity[k] = opacity[k] * kept + amount * o;
        }
    }
}

WIDE static void
draw_section (const Strip          *strip,
              const ChainRasterFan *fan,
              const Section        *section)
{
  const float height = (float) strip->raster->height;
  const float low = section->shape[section->first];
  const float high = section->shape[section->end - 1];
  const ChainRasterCurve *curves = (const ChainRasterCurve *) (gconstpointer) fan->curves->data;

  for (guint k = 0; k < fan->curves->len; k++)
    {
      const ChainRasterCurve *curve = &curves[k];
      const float width = strip->raster->styles[curve->style].width;
      const float dy = curve->y1 - curve->y0;
      const float a = curve->y0 + dy * low, b = curve->y0 + dy * high;
      const float margin = (width + 1) * (1 + fabsf (dy) * section->steepest);
      Course course;

      if (MAX (a, b) < -margin || MIN (a, b) > height + margin)
        continue;
      find_course (curve, section, width, &course);
      for (guint i = section->first; i < section->end; i++)
        draw_column (strip, &course, i, strip->colors[curve->style]);
    }
}

static void
store_strip (const Strip *strip,
             guint        left,
             guchar      *pixels)
{
  const guint end = MIN (STRIP, strip->raster->width - left);

  for (guint y = 0; y < strip->raster->height; y++)
    {
      guint32 *row = (guint32 *) (gpointer) pixels + (gsize) y * strip->raster->width + left;

      for (guint i = 0; i < end; i++)
        {
          const float *p = strip->channels + i * N_CHANNELS * strip->stride + y;
          guint32 channel[N_CHANNELS];

          for (guint c = 0; c < N_CHANNELS; c++)
            channel[c] = (guint32) (p[c * strip->stride] * 255 + 0.5f);
          row[i] = channel[OPACITY] << 24 | channel[RED] << 16 | channel[GREEN] << 8
                   | channel[BLUE];
        }
    }
}

static void
draw_strip (Strip  *strip,
            guint   left,
            guchar *pixels)
{
  const ChainCurveRaster *raster = strip->raster;

  memset (strip->channels, 0, sizeof (float) * STRIP * N_CHANNELS * strip->stride);
  for (guint i = 0; i < raster->fans->len; i++)
    {
      const ChainRasterFan *fan = &g_array_index (raster->fans, ChainRasterFan, i);
      Section section;

      if (fan->curves->len > 0 && find_section (fan, left, &section))
        draw_section (strip, fan, &section);
    }
  store_strip (strip, left, pixels);
}

static void
set_colors (Strip *strip)
{
  for (guint i = 0; i < CHAIN_RASTER_STYLES; i++)
    {
      const ChainColor *color = &strip->raster->styles[i].color;
      const float alpha = (float) color->alpha;

      strip->colors[i][RED] = (float) color->red * alpha;
      strip->colors[i][GREEN] = (float) color->green * alpha;
      strip->colors[i][BLUE] = (float) color->blue * alpha;
      strip->colors[i][OPACITY] = alpha;
    }
}

static gpointer
draw_strips (gpointer data)
{
  Job *job = data;
  const ChainCurveRaster *raster = job->raster;
  g_autofree Strip *strip = g_new (Strip, 1);

  strip->raster = raster;
  strip->stride = (raster->height + 2 * LANES) / LANES * LANES;
  strip->channels = g_aligned_alloc (STRIP * N_CHANNELS * strip->stride, sizeof (float),
                                     LANES * sizeof (float));
  set_colors (strip);
  while (!g_cancellable_is_cancelled (job->cancellable))
    {
      const guint left = (guint) g_atomic_int_add (&job->next, 1) * STRIP;

      if (left >= raster->width)
        break;
      draw_strip (strip, left, job->pixels);
    }
  g_aligned_free (strip->channels);
  return NULL;
}

static void
fan_clear (gpointer data)
{
  g_array_unref (((ChainRasterFan *) data)->curves);
}

/**
 * chain_curve_raster_new:
 * @width: of the picture, pixels
 * @height: likewise
 *
 * Returns: (transfer full): a picture of no curve; its styles are to be set
 */
ChainCurveRaster *
chain_curve_raster_new (guint width,
                        guint height)
{
  ChainCurveRaster *raster = g_new0 (ChainCurveRaster, 1);

  raster->width = width;
  raster->height = height;
  raster->fans = g_array_new (FALSE, TRUE, sizeof (ChainRasterFan));
  g_array_set_clear_func (raster->fans, fan_clear);
  return raster;
}

/**
 * chain_curve_raster_free:
 * @raster: (transfer full): a picture
 */
void
chain_curve_raster_free (ChainCurveRaster *raster)
{
  g_array_unref (raster->fans);
  g_free (raster);
}

/**
 * chain_curve_raster_add_fan:
 * @raster: a picture
 * @x0: where the curves begin, pixels
 * @x1: where they end
 *
 * Returns: (transfer none): a fan of no curve; valid until the next is added
 */
ChainRasterFan *
chain_curve_raster_add_fan (ChainCurveRaster *raster,
                            double            x0,
                            double            x1)
{
  const ChainRasterFan fan = { x0, x1, g_array_new (FALSE, FALSE, sizeof (ChainRasterCurve)) };

  g_array_append_val (raster->fans, fan);
  return &g_array_index (raster->fans, ChainRasterFan, raster->fans->len - 1);
}

/**
 * chain_curve_raster_draw:
 * @raster: a picture
 * @n_threads: to share the work among, this one included
 * @cancellable: (nullable): to give up early
 *
 * Returns: (transfer full) (nullable): [height, width] pixels, premultiplied ARGB in native byte
 *   order as Cairo has them; %NULL if cancelled
 */
guchar *
chain_curve_raster_draw (ChainCurveRaster *raster,
                         guint             n_threads,
                         GCancellable     *cancellable)
{
  g_autofree guchar *pixels = g_malloc ((gsize) raster->width * raster->height * 4);
  g_autoptr (GPtrArray) helpers = g_ptr_array_new ();
  Job job = { raster, cancellable, pixels, 0 };

  for (guint i = 1; i < n_threads; i++)
    g_ptr_array_add (helpers, g_thread_new ("curves", draw_strips, &job));
  draw_strips (&job);
  for (guint i = 0; i < helpers->len; i++)
    g_thread_join (helpers->pdata[i]);
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&pixels);
}
