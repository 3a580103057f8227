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

#define STRIP 32 /* pixel columns */
#define LANES 8  /* pixels computed at once */
#define NEWTON_STEPS 6

/* The loops over the pixels are compiled for wide registers too; which version runs is decided when
 * the program starts: before the thread sanitizer has, which its code would need. */
#if defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_THREAD__
#define WIDE __attribute__ ((target_clones ("arch=x86-64-v3", "default")))
#else
#define WIDE
#endif

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

/* What is laid over a strip: the amounts of few colours, or else the channels. Two colours take
 * half the work of four channels. */
typedef struct
{
  guint n_planes;                              /* 2 to N_CHANNELS */
  float channels[N_CHANNELS][N_CHANNELS];      /* of a plane's full amount */
  float parts[CHAIN_RASTER_STYLES][N_CHANNELS]; /* a style's, in each plane */
} Mixture;

typedef struct
{
  const ChainCurveRaster *raster;
  const Mixture          *mixture;
  gsize                   stride; /* of a column in a plane: the height and room to overrun */
  float                  *planes; /* [STRIP, N_CHANNELS, stride], the first planes of these */
  float                   top, bottom; /* rows from and to which something is drawn */
} Strip;

typedef struct
{
  ChainCurveRaster *raster;
  const Mixture    *mixture;
  GCancellable     *cancellable; /* (nullable) */
  guchar           *pixels;
  int               next; /* strip to be drawn, taken by whoever is free */
} Job;

/* Pixels side by side, with any place in memory and what is compared. */
typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float))));
typedef float LooseLanes
  __attribute__ ((vector_size (LANES * sizeof (float)), aligned (sizeof (float)), may_alias));
typedef gint32 Mask __attribute__ ((vector_size (LANES * sizeof (float))));

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
  float inverse[STRIP]; /* 1 / max (|m|, 1) for the slope m */
  float edge[STRIP];    /* its coverage of a pixel is edge − distance · inverse, from 0 to 1 */
  float most[STRIP];    /* what that is multiplied with */
  float above[STRIP];   /* distance from where it crosses to the middle of the first row */
  float rows[STRIP];    /* it covers; not whole ones */
  int   first[STRIP];   /* of these */
} Course;

/* A curve of slope m covers a pixel of the column in part where the line through its edge crosses
 * it: over a height of |m|, and at least of one pixel. Its height in the column is its width times
 * √(1 + m²) = max (|m|, 1) · √(1 + q²), q the smaller of |m| and 1 / |m|; the second root is
 * 1 + 0.4917 q² − 0.0775 q⁴ within 0.0002. A wide curve's bends end where its slope does not tell:
 * half its width beyond its ends. */
static inline void
find_course (const ChainRasterCurve *curve,
             const Section          *section,
             float                   width,
             float                   height,
             Course                 *course)
{
  const float dy = curve->y1 - curve->y0;
  const float top = MAX (MIN (curve->y0, curve->y1) - width / 2 - 0.5f, 0.0f);
  const float bottom = MIN (MAX (curve->y0, curve->y1) + width / 2 + 0.5f, height);

  for (guint i = 0; i < STRIP; i++)
    {
      const float steep = MAX (fabsf (dy * section->slope[i]), 1e-6f);
      const float inverse = MIN (1 / steep, 1.0f);
      const float q = MIN (steep, inverse);
      const float half = width / 2 * (1 + q * q * (0.4917f - 0.0775f * q * q));
      const float reach = (half + 0.5f) * MAX (steep, 1.0f);
      const float y = curve->y0 + dy * section->shape[i];
      const float first = MAX (y - reach, top);

      course->inverse[i] = inverse;
      course->edge[i] = half + 0.5f;
      course->most[i] = MIN (2 * half, 1.0f) * section->share[i];
      course->first[i] = (int) first;
      course->above[i] = (float) (int) first + 0.5f - y;
      course->rows[i] = MIN (y + reach, bottom) - (float) (int) first;
    }
}

static inline __attribute__ ((always_inline)) void
draw_column (float        *column,
             gsize         stride,
             const Course *course,
             guint         i,
             const float  *parts,
             float         opacity,
             guint         n_planes)
{
  const Lanes counted = { 0, 1, 2, 3, 4, 5, 6, 7 };
  const Lanes full = { 1, 1, 1, 1, 1, 1, 1, 1 };
  const Lanes above = counted + course->above[i];
  const float rows = course->rows[i];
  float *pixels = column + course->first[i];

  for (float row = 0; row < rows; row += LANES, pixels += LANES)
    {
      const Lanes distance = (Lanes) ((Mask) (above + row) & G_MAXINT32);
      const Lanes cover = course->edge[i] - distance * course->inverse[i];
      const Mask some = (cover > 0) & (counted + row < rows);
      const Mask partly = cover < 1;
      const Lanes part = (Lanes) (some & (((Mask) cover & partly) | ((Mask) full & ~partly)));
      const Lanes amount = part * course->most[i];
      const Lanes kept = 1 - amount * opacity;

      for (guint plane = 0; plane < n_planes; plane++)
        {
          LooseLanes *at = (LooseLanes *) (gpointer) (pixels + plane * stride);

          *at = *at * kept + amount * parts[plane];
        }
    }
}

static inline __attribute__ ((always_inline)) void
draw_planes (Strip                *strip,
             const ChainRasterFan *fan,
             const Section        *section,
             guint                 n_planes)
{
  const float height = (float) strip->raster->height;
  const float low = section->shape[section->first];
  const float high = section->shape[section->end - 1];
  const gsize stride = strip->stride;
  const guint end = section->end;
  float *const planes = strip->planes;
  float top = strip->top, bottom = strip->bottom;
  const ChainRasterCurve *curves = (const ChainRasterCurve *) (gconstpointer) fan->curves->data;

  for (guint k = 0; k < fan->curves->len; k++)
    {
      const ChainRasterCurve *curve = &curves[k];
      const ChainRasterStyle *style = &strip->raster->styles[curve->style];
      const float dy = curve->y1 - curve->y0;
      const float a = curve->y0 + dy * low, b = curve->y0 + dy * high;
      const float margin = (style->width + 1) * (1 + fabsf (dy) * section->steepest);
      const float opacity = (float) style->color.alpha;
      float *column = planes + section->first * N_CHANNELS * stride;
      float parts[N_CHANNELS];
      Course course;

      if (MAX (a, b) < -margin || MIN (a, b) > height + margin)
        continue;
      top = MIN (top, MIN (a, b) - margin);
      bottom = MAX (bottom, MAX (a, b) + margin);
      find_course (curve, section, style->width, height, &course);
      memcpy (parts, strip->mixture->parts[curve->style], sizeof parts);
      for (guint i = section->first; i < end; i++, column += N_CHANNELS * stride)
        draw_column (column, stride, &course, i, parts, opacity, n_planes);
    }
  strip->top = top;
  strip->bottom = bottom;
}

WIDE static void
draw_section (Strip                *strip,
              const ChainRasterFan *fan,
              const Section        *section)
{
  switch (strip->mixture->n_planes)
    {
    case 2:
      draw_planes (strip, fan, section, 2);
      break;
    case 3:
      draw_planes (strip, fan, section, 3);
      break;
    default:
      draw_planes (strip, fan, section, N_CHANNELS);
      break;
    }
}

static guint32
pixel_of (const Strip *strip,
          const float *planes)
{
  float channels[N_CHANNELS] = { 0 };
  guint32 pixel[N_CHANNELS];

  for (guint plane = 0; plane < strip->mixture->n_planes; plane++)
    {
      for (guint c = 0; c < N_CHANNELS; c++)
        channels[c] += planes[plane * strip->stride] * strip->mixture->channels[plane][c];
    }
  for (guint c = 0; c < N_CHANNELS; c++)
    pixel[c] = (guint32) (channels[c] * 255 + 0.5f);
  return pixel[OPACITY] << 24 | pixel[RED] << 16 | pixel[GREEN] << 8 | pixel[BLUE];
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

      if ((float) (y + 1) < strip->top || (float) y > strip->bottom)
        {
          memset (row, 0, end * sizeof *row);
          continue;
        }

      for (guint i = 0; i < end; i++)
        row[i] = pixel_of (strip, strip->planes + i * N_CHANNELS * strip->stride + y);
    }
}

static void
draw_strip (Strip  *strip,
            guint   left,
            guchar *pixels)
{
  const ChainCurveRaster *raster = strip->raster;

  strip->top = (float) raster->height;
  strip->bottom = 0;
  memset (strip->planes, 0, sizeof (float) * STRIP * N_CHANNELS * strip->stride);
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
mark_used (const ChainCurveRaster *raster,
           gboolean               *used)
{
  for (guint i = 0; i < raster->fans->len; i++)
    {
      const GArray *curves = g_array_index (raster->fans, ChainRasterFan, i).curves;

      for (guint k = 0; k < curves->len; k++)
        used[g_array_index (curves, ChainRasterCurve, k).style] = TRUE;
    }
}

/* The place of a style's colour among those that are mixed; adds it, or tells that they are too
 * many with N_CHANNELS. */
static guint
find_plane (Mixture          *mixture,
            const ChainColor *color)
{
  const float channels[N_CHANNELS] = { (float) color->red, (float) color->green,
                                       (float) color->blue, 1 };
  guint plane = 0;

  while (plane < mixture->n_planes
         && memcmp (mixture->channels[plane], channels, sizeof channels) != 0)
    plane++;
  if (plane < N_CHANNELS && plane == mixture->n_planes)
    memcpy (mixture->channels[mixture->n_planes++], channels, sizeof channels);
  return plane;
}

static void
mix_channels (Mixture                *mixture,
              const ChainCurveRaster *raster)
{
  mixture->n_planes = N_CHANNELS;
  memset (mixture->channels, 0, sizeof mixture->channels);
  for (guint c = 0; c < N_CHANNELS; c++)
    mixture->channels[c][c] = 1;
  for (guint i = 0; i < CHAIN_RASTER_STYLES; i++)
    {
      const ChainColor *color = &raster->styles[i].color;
      const double alpha = color->alpha;

      mixture->parts[i][RED] = (float) (color->red * alpha);
      mixture->parts[i][GREEN] = (float) (color->green * alpha);
      mixture->parts[i][BLUE] = (float) (color->blue * alpha);
      mixture->parts[i][OPACITY] = (float) alpha;
    }
}

static Mixture *
mixture_new (const ChainCurveRaster *raster)
{
  gboolean used[CHAIN_RASTER_STYLES] = { FALSE };
  Mixture *mixture = g_new0 (Mixture, 1);

  mark_used (raster, used);
  for (guint i = 0; i < CHAIN_RASTER_STYLES; i++)
    {
      const ChainColor *color = &raster->styles[i].color;
      const guint plane = used[i] ? find_plane (mixture, color) : 0;

      if (plane == N_CHANNELS)
        {
          mix_channels (mixture, raster);
          return mixture;
        }
      mixture->parts[i][plane] = used[i] ? (float) color->alpha : 0;
    }
  mixture->n_planes = MAX (mixture->n_planes, 2);
  return mixture;
}

static gpointer
draw_strips (gpointer data)
{
  Job *job = data;
  const ChainCurveRaster *raster = job->raster;
  g_autofree Strip *strip = g_new (Strip, 1);

  *strip = (Strip) { raster, job->mixture, (raster->height + 2 * LANES) / LANES * LANES, NULL, 0, 0 };
  strip->planes = g_aligned_alloc (STRIP * N_CHANNELS * strip->stride, sizeof (float),
                                   LANES * sizeof (float));
  while (!g_cancellable_is_cancelled (job->cancellable))
    {
      const guint left = (guint) g_atomic_int_add (&job->next, 1) * STRIP;

      if (left >= raster->width)
        break;
      draw_strip (strip, left, job->pixels);
    }
  g_aligned_free (strip->planes);
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
  g_autofree Mixture *mixture = mixture_new (raster);
  Job job = { raster, mixture, cancellable, pixels, 0 };

  for (guint i = 1; i < n_threads; i++)
    g_ptr_array_add (helpers, g_thread_new ("curves", draw_strips, &job));
  draw_strips (&job);
  for (guint i = 0; i < helpers->len; i++)
    g_thread_join (helpers->pdata[i]);
  return g_cancellable_is_cancelled (cancellable) ? NULL : g_steal_pointer (&pixels);
}
