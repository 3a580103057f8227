/* chart-axis.c: linear and logarithmic axes with ticks at 1, 2 and 5 times powers of ten.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/chart-axis.h"

#include "base/number.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define USUAL_TICKS 5 /* intervals a fitted linear axis is rounded out to */
#define MOST_PLAIN_DECADES 5 /* between two labels; of more, only the labelled ones have a tick */
#define LOG_MARGIN 0.05 /* beyond the data on a fitted logarithmic axis, of its length */

/* The step of 1, 2 or 5 times a power of ten that is no smaller than @least. */
static double
nice_step (double least)
{
  const double power = pow (10, floor (log10 (least)));
  const double factors[] = { 1, 2, 5, 10 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      if (factors[i] * power >= least * (1 - 1e-9))
        return factors[i] * power;
    }
  return 10 * power;
}

/**
 * chain_axis_accepts:
 * @axis: an axis
 * @value: any number
 *
 * Returns: whether the number has a place on the axis: it is finite, and positive on a
 *   logarithmic one
 */
gboolean
chain_axis_accepts (const ChainAxis *axis,
                    double           value)
{
  return isfinite (value) && (axis->scale == CHAIN_SCALE_LINEAR || value > 0);
}

/**
 * chain_axis_position:
 * @axis: an axis
 * @from: value at position 0
 * @to: value at position 1
 * @value: a value the axis accepts
 *
 * Returns: where the value stands, 0 to 1 between @from and @to
 */
double
chain_axis_position (const ChainAxis *axis,
                     double           from,
                     double           to,
                     double           value)
{
  if (axis->scale == CHAIN_SCALE_LOG)
    return (log (value) - log (from)) / (log (to) - log (from));
  return (value - from) / (to - from);
}

/**
 * chain_axis_value_at:
 * @axis: an axis
 * @from: value at position 0
 * @to: value at position 1
 * @position: from 0 to 1
 *
 * Returns: the value that stands there
 */
double
chain_axis_value_at (const ChainAxis *axis,
                     double           from,
                     double           to,
                     double           position)
{
  if (axis->scale == CHAIN_SCALE_LOG)
    return exp (log (from) + position * (log (to) - log (from)));
  return from + position * (to - from);
}

static void
widen_linear (double  *from,
              double  *to,
              gboolean to_ticks)
{
  double step;

  if (*to - *from <= 1e-12 * MAX (fabs (*from), fabs (*to)))
    {
      const double margin = *from == 0 ? 1 : 0.1 * fabs (*from);

      *from -= margin;
      *to += margin;
    }
  if (!to_ticks)
    return;
  step = nice_step ((*to - *from) / USUAL_TICKS);
  *from = floor (*from / step + 1e-9) * step;
  *to = ceil (*to / step - 1e-9) * step;
}

static void
widen_log (double  *from,
           double  *to,
           gboolean to_ticks)
{
  double margin;

  if (log (*to) - log (*from) < 1e-9)
    {
      *from /= 2;
      *to *= 2;
    }
  if (!to_ticks)
    return;
  /* Logarithms, and a stop: what diverges comes near the largest number there is. */
  margin = LOG_MARGIN * (log (*to) - log (*from));
  *from = exp (fmax (log (*from) - margin, log (DBL_MIN)));
  *to = exp (fmin (log (*to) + margin, log (DBL_MAX)));
}

/**
 * chain_axis_widen:
 * @axis: an axis
 * @from: (inout): smallest value to show
 * @to: (inout): largest value to show
 * @to_ticks: whether to round out to ticks, or by a margin on a logarithmic axis
 *
 * Makes room where there is none: a single value gets some on either side.
 */
void
chain_axis_widen (const ChainAxis *axis,
                  double          *from,
                  double          *to,
                  gboolean         to_ticks)
{
  if (axis->scale == CHAIN_SCALE_LOG)
    widen_log (from, to, to_ticks);
  else
    widen_linear (from, to, to_ticks);
}

static void
add_tick (GArray     *ticks,
          double      value,
          const char *label)
{
  ChainTick tick = { .value = value, .major = label != NULL };

  if (label)
    g_strlcpy (tick.label, label, sizeof tick.label);
  g_array_append_val (ticks, tick);
}

/* All labels of one axis have the same number of decimals. */
static void
linear_label (double value,
              double step,
              double largest,
              char  *label)
{
  const int decimals = MAX (0, (int) ceil (-log10 (step) - 1e-9));
  char number[CHAIN_NUMBER_SIZE];
  char format[16];

  if (fabs (value) < step * 1e-6)
    {
      g_strlcpy (label, "0", CHAIN_TICK_SIZE);
      return;
    }
  if (decimals > 4 || largest >= 1e6)
    {
      const int digits = 1 + (int) floor (log10 (fabs (value) / step) + 1e-9);

      chain_number_show (value, CLAMP (digits, 1, 6), number);
      g_strlcpy (label, number, CHAIN_TICK_SIZE);
      return;
    }
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (number, sizeof number, format, fabs (value));
  g_snprintf (label, CHAIN_TICK_SIZE, "%s%s", value < 0 ? "−" : "", number);
}

static void
add_linear_ticks (GArray          *ticks,
                  const ChainAxis *axis,
                  double           from,
                  double           to,
                  guint            most)
{
  const double close = nice_step ((to - from) / MAX (most, 1));
  const double step = axis->counts ? MAX (close, 1) : close;
  const double largest = MAX (fabs (from), fabs (to));
  const double first = ceil (from / step - 1e-6);

  for (double i = first; i * step <= to + 1e-6 * step; i++)
    {
      char label[CHAIN_TICK_SIZE];

      linear_label (i * step, step, largest, label);
      add_tick (ticks, i * step, label);
    }
}

static void
log_label (int      exponent,
           gboolean powers,
           char    *label)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *figures = g_strdup_printf ("%d", ABS (exponent));

  if (!powers || exponent == 0 || exponent == 1)
    {
      chain_number_show (pow (10, exponent), 1, label);
      return;
    }
  g_snprintf (label, CHAIN_TICK_SIZE, "10%s", exponent < 0 ? "⁻" : "");
  for (const char *c = figures; *c; c++)
    g_strlcat (label, digits[*c - '0'], CHAIN_TICK_SIZE);
}

static void
add_log_ticks (GArray *ticks,
               double  from,
               double  to,
               guint   most)
{
  const int first = (int) floor (log10 (from) + 1e-9);
  const int last = (int) floor (log10 (to) + 1e-9);
  const int decades = last - (int) ceil (log10 (from) - 1e-9);
  const int stride = MAX (1, (decades + (int) most - 1) / (int) MAX (most, 1));
  const gboolean powers = first < -4 || last > 4;

  for (int exponent = first; exponent <= last; exponent++)
    {
      const double decade = pow (10, exponent);

      if (stride > MOST_PLAIN_DECADES && (exponent - last) % stride != 0)
        continue;
      for (int i = 1; i < (stride > 1 ? 2 : 10); i++)
        {
          char label[CHAIN_TICK_SIZE];

          if (i * decade < from * (1 - 1e-9) || i * decade > to * (1 + 1e-9))
            continue;
          log_label (exponent, powers, label);
          add_tick (ticks, i * decade, i == 1 && (exponent - last) % stride == 0 ? label : NULL);
        }
    }
}

/**
 * chain_axis_ticks:
 * @axis: an axis
 * @from: value at its start
 * @to: value at its end
 * @most: labelled intervals there is room for
 *
 * On a linear axis every tick is labelled; on a logarithmic one the decades are, with minor
 * ticks between, unless it shows less than a decade and a half: then it has linear ticks.
 *
 * Returns: (transfer full) (element-type ChainTick): ascending
 */
GArray *
chain_axis_ticks (const ChainAxis *axis,
                  double           from,
                  double           to,
                  guint            most)
{
  GArray *ticks = g_array_new (FALSE, TRUE, sizeof (ChainTick));

  if (axis->scale == CHAIN_SCALE_LOG && floor (log10 (to) + 1e-9) > ceil (log10 (from) - 1e-9))
    add_log_ticks (ticks, from, to, most);
  else
    add_linear_ticks (ticks, axis, from, to, most);
  return ticks;
}
