/* lr-recommended.c: the program's own rule for picking a learning rate from a range test.
 *
 * It reads the losses themselves: the smoothed curve lags behind them, by more the shorter the
 * test. A window that reaches equally far to both sides, with lone spikes cut off, does not lag;
 * through the logarithm of its means goes the least-squares curve that first only falls and then
 * only rises.
 *
 * Where the loss turns up bounds the rate. Batches that do not scatter show the turn late: what
 * grows has first to grow from next to nothing. How fast the loss then rises tells how far back
 * the turn lies. The suggestion is the turn divided by e, and by more the more the batches
 * scatter. As one curve is a noisy measurement, a small part of the way to a usual rate is added.
 * Where neither a fall nor a turn is surely more than the scatter, there is no choice.
 * The numbers were chosen on the tasks of tests/bench that are named shape-*, and on more of their
 * kinds.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/lr-range.h"

#include "base/number.h"
#include "training/lr-fall.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_POINTS 12 /* fewer say nothing */

/* Reading the curve. */
#define REACHES 33        /* the window reaches this part of the planned iterations ... */
#define MOST_REACH 200    /* ... but no further */
#define SPIKE 5           /* a loss above so many times its neighbours' mean is cut off */
#define HEADS 10          /* the start is this part of the planned iterations */
#define STANDARD_ERRORS 3 /* a rise of the window's mean by so many is no chance */
#define BLOWN_UP 0.4      /* of ln loss above the start: the test is over there at the latest */
#define MOST_OVER 4       /* a jump of the loss says at most that the rate is so many turns */

/* What a fall is, and what a rise. */
#define SURE 3.3          /* in what chain_lr_fall_sureness() measures */
#define JUMP 5            /* so many times any other, the last loss is no spike of the batches */
#define LEAST_FALL 0.02   /* of ln loss */
#define EARLY 0.2         /* of the iterations: a test that stops before it saw little */
#define STILL_FALLING 0.9 /* likewise: a fall that is made only after it goes on */

/* The rate. Rooms are distances over ln rate. */
#define LONG_AFTER 30        /* times the rate at which nine tenths of the fall are made */
#define ROOM 1               /* below the turn, of a curve without scatter ... */
#define SCATTER_ROOM 3       /* ... and how it grows with the scatter ... */
#define MOST_SCATTER 0.4     /* ... up to this one */
#define FALLING_ROOM 1.5     /* below the last rate, where the loss still falls there */
#define UNSEEN_FALL_ROOM 3.4 /* below where the loss blows up, if its fall is not seen */
#define USUAL_RATE 0.03      /* near what networks of usual scales learn best with ... */
#define USUAL_PART 0.1       /* ... and how far a suggestion moves there, over ln rate */

/* What the curve shows. Places are indices into it. */
typedef struct
{
  gsize    end;      /* the loss has blown up from here */
  gsize    half;     /* half the fall of the loss is made */
  gsize    most;     /* nine tenths are */
  gsize    low;      /* last place where the loss is as low as it gets, but for chance */
  gboolean turns_up; /* after it the loss rises for good */
  double   turn;     /* rate at which the loss starts to rise, or the last low one */
  double   fall;     /* of ln loss */
  double   sureness; /* of the fall; see chain_lr_fall_sureness() */
  double   scatter;  /* typical distance of a loss from its window's mean, relative to that */
} Shape;

/* Neighbouring places of a monotone fit that share their mean. */
typedef struct
{
  double mean;
  gsize  n;
  double error; /* Σ squared distances from the mean */
} Pool;

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (const double *values, gsize n)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof (double));

  qsort (sorted, n, sizeof (double), compare_numbers);
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

static gsize
window_reach (gsize planned)
{
  return CLAMP (planned / REACHES, 2, MOST_REACH);
}

/* The losses, where a lone one sticks out lowered to SPIKE times the mean of those around it. */
static double *
without_spikes (const double *losses, gsize n, gsize reach)
{
  double *kept = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      const gsize first = i > reach ? i - reach : 0;
      const gsize last = MIN (i + reach, n - 1);
      double      others = 0;

      for (gsize j = first; j <= last; j++)
        others += j == i ? 0 : losses[j];
      others /= MAX (last - first, 1);
      kept[i] = others > 0 ? MIN (losses[i], SPIKE * others) : losses[i];
    }
  return kept;
}

/* Means weighted by a triangle, equally wide on both sides, hence narrow at the ends. */
static double *
window_means (const double *losses, gsize n, gsize reach)
{
  double *means = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      const gsize side = MIN (MAX (MIN (reach, MIN (i, n - 1 - i)), 1), n - 1);
      double      sum = 0;
      double      weights = 0;

      for (gsize j = i > side ? i - side : 0; j <= MIN (i + side, n - 1); j++)
        {
          const double weight = 1 - (j > i ? j - i : i - j) / (side + 1.0);

          sum += weight * losses[j];
          weights += weight;
        }
      means[i] = sum / weights;
    }
  return means;
}

static double *
logarithms (const double *means, gsize n)
{
  double *ln = g_new (double, n);
  double  most = 0;

  for (gsize i = 0; i < n; i++)
    most = MAX (most, means[i]);
  for (gsize i = 0; i < n; i++)
    ln[i] = log (MAX (MAX (means[i], 1e-12 * most), G_MINDOUBLE));
  return ln;
}

/* 1.4826 makes it the standard deviation where the losses are normally distributed. */
static double
scatter_of (const double *losses, const double *means, gsize n)
{
  g_autofree double *distances = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    distances[i] = means[i] > 0 ? fabs (losses[i] - means[i]) / means[i] : 0;
  return 1.4826 * median (distances, n);
}

/* Of a window's mean: a triangle of this reach averages about 1.5 · reach losses. */
static double
standard_error (double scatter, gsize reach)
{
  return scatter / sqrt (1.5 * reach);
}

/* Whether most of the values are above the limit. */
static gboolean
is_mostly_above (const double *values, gsize n, double limit)
{
  gsize n_above = 0;

  for (gsize i = 0; i < n; i++)
    n_above += values[i] > limit;
  return 2 * n_above > n;
}

/* Where ln loss rises above its start and stays there for a window; n if it does not. A network
 * may come back from that, but what does so early was scatter. */
static gsize
find_end (const double *ln, gsize n, gsize planned, gsize reach, double tolerance)
{
  const gsize  head = MAX (planned / HEADS, 4);
  const double limit = median (ln, MIN (head, n)) + tolerance;
  gsize        above = 0;

  for (gsize i = head / 2; i < n; i++)
    {
      above = ln[i] > limit ? above + 1 : 0;
      if ((above == reach || (above > 0 && i == n - 1))
          && (i >= EARLY * planned || is_mostly_above (ln + i, n - i, limit)))
        return MAX (i + 1 - above, LEAST_POINTS / 2);
    }
  return n;
}

/* Pools adjacent violators (Ayer et al., 1955): adds a value to a fit that only falls. */
static void
pool_value (Pool *pools, gsize *n_pools, double *error, double value)
{
  Pool last = { value, 1, 0 };

  while (*n_pools > 0 && pools[*n_pools - 1].mean <= last.mean)
    {
      const Pool  *before = &pools[--*n_pools];
      const double distance = before->mean - last.mean;
      const gsize  n = before->n + last.n;

      *error -= before->error;
      last.error += before->error + distance * distance * before->n * last.n / n;
      last.mean = (before->mean * before->n + last.mean * last.n) / n;
      last.n = n;
    }
  pools[(*n_pools)++] = last;
  *error += last.error;
}

/* Least-squares fit that only falls, of each of the first 1 to n values: the error of each, and
 * the fit to all n. */
static void
fit_falling (const double *values, gsize n, double *errors, double *fit)
{
  g_autofree Pool *pools = g_new (Pool, MAX (n, 1));
  gsize            n_pools = 0;
  double           error = 0;
  gsize            place = 0;

  for (gsize i = 0; i < n; i++)
    {
      pool_value (pools, &n_pools, &error, values[i]);
      errors[i] = error;
    }
  for (gsize i = 0; i < n_pools; i++)
    for (gsize j = 0; j < pools[i].n; j++)
      fit[place++] = pools[i].mean;
}

static void
reverse (double *values, gsize n)
{
  for (gsize i = 0; i < n / 2; i++)
    {
      const double value = values[i];

      values[i] = values[n - 1 - i];
      values[n - 1 - i] = value;
    }
}

/* The least-squares curve through the values that only falls and then only rises. */
static double *
fit_valley (const double *values, gsize n)
{
  double            *fit = g_new (double, n);
  g_autofree double *backwards = g_memdup2 (values, n * sizeof (double));
  g_autofree double *falling = g_new (double, n);
  g_autofree double *rising = g_new0 (double, n + 1);
  gsize              turn = 0;

  fit_falling (values, n, falling, fit);
  reverse (backwards, n);
  fit_falling (backwards, n, rising, fit);
  reverse (rising, n);
  for (gsize i = 1; i < n; i++)
    if (falling[i] + rising[i + 1] < falling[turn] + rising[turn + 1])
      turn = i;

  fit_falling (backwards, n - turn - 1, rising, fit + turn + 1);
  reverse (fit + turn + 1, n - turn - 1);
  fit_falling (values, turn + 1, falling, fit);
  return fit;
}

/* First place where the loss itself has made this part of its fall. */
static gsize
fallen_by (const double *fit, gsize n, double lowest, double part)
{
  const double goal = exp (fit[0]) - part * (exp (fit[0]) - exp (lowest));

  for (gsize i = 0; i < n; i++)
    if (exp (fit[i]) <= goal * (1 + 1e-12))
      return i;
  return n - 1;
}

/* Where a rate r is too large, an error is multiplied by 1 − r λ < −1 at each iteration and the
 * loss by the square of that; it would have started to grow at 2 / λ = 2 r / (1 + √growth). */
static double
find_turn (const ChainLrCurve *curve, gsize low)
{
  double turn = curve->rates[low];

  for (gsize i = low; i + 1 < curve->n; i++)
    if (curve->losses[i] > 0)
      {
        const double growth = curve->losses[i + 1] / curve->losses[i];

        turn = MIN (turn, curve->rates[i] / MIN ((1 + sqrt (growth)) / 2, MOST_OVER));
      }
  return turn;
}

static void
read_valley (const ChainLrCurve *curve, const double *fit, gsize reach, Shape *shape)
{
  const double error = standard_error (shape->scatter, reach);
  double       lowest = fit[0];

  for (gsize i = 0; i < shape->end; i++)
    lowest = MIN (lowest, fit[i]);
  for (gsize i = 0; i < shape->end; i++)
    if (fit[i] <= lowest + STANDARD_ERRORS * error + 1e-12)
      shape->low = i;
  shape->fall = fit[0] - lowest;
  shape->half = fallen_by (fit, shape->end, lowest, 0.5);
  shape->most = fallen_by (fit, shape->end, lowest, 0.9);
  shape->turns_up = shape->low + 1 + reach / 2 < curve->planned;
  shape->turn = find_turn (curve, shape->low);
}

static void
read_curve (const ChainLrCurve *curve, Shape *shape)
{
  const gsize        n = curve->n;
  const gsize        reach = window_reach (curve->planned);
  g_autofree double *losses = without_spikes (curve->losses, n, reach);
  g_autofree double *means = window_means (losses, n, reach);
  g_autofree double *ln = logarithms (means, n);
  g_autofree double *fit = NULL;
  double             error;

  *shape = (Shape){ .scatter = scatter_of (curve->losses, means, n) };
  error = standard_error (shape->scatter, reach);
  shape->end = find_end (ln, n, curve->planned, reach, MAX (STANDARD_ERRORS * error, BLOWN_UP));
  shape->scatter = scatter_of (curve->losses, means, shape->end);
  fit = fit_valley (ln, shape->end);
  read_valley (curve, fit, reach, shape);
  shape->sureness = chain_lr_fall_sureness (curve->losses, shape->end);
}

/* A curve is one noisy measurement, so a little of what is known without it goes in, within the
 * bound that the curve sets. */
static double
towards_usual (double rate, double most)
{
  return MIN (exp ((1 - USUAL_PART) * log (rate) + USUAL_PART * log (USUAL_RATE)), most);
}

static gboolean
refuse (char **reason, char *words)
{
  *reason = words;
  return FALSE;
}

static gboolean
refuse_stopped (const ChainLrCurve *curve, char **reason)
{
  return refuse (reason, g_strdup_printf (
    "The test stopped after %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " iterations, too soon to "
    "see a fall: larger batches scatter less; start lower if the loss did blow up",
    curve->n, curve->planned));
}

static gboolean
rises_surely (const ChainLrCurve *curve)
{
  g_autofree double *backwards = g_memdup2 (curve->losses, curve->n * sizeof (double));

  reverse (backwards, curve->n);
  return chain_lr_fall_sureness (backwards, curve->n) >= SURE;
}

/* Whether the loss does blow up at the end that was found: a test may also stop for a spike. */
static gboolean
blows_up (const ChainLrCurve *curve, const Shape *shape)
{
  const double last = curve->losses[curve->n - 1];
  double       most = 0;

  if (shape->end == curve->planned)
    return FALSE;
  if (rises_surely (curve))
    return TRUE;
  for (gsize i = 0; i + 1 < curve->n; i++)
    most = MAX (most, curve->losses[i]);
  return curve->n < curve->planned && last > JUMP * most;
}

/* The fall is not seen: a bound may still be. */
static gboolean
choose_unseen (const ChainLrCurve *curve, const Shape *shape, double *rate, char **reason)
{
  const gboolean early = shape->end <= EARLY * curve->planned;
  const double   blown_up = curve->rates[MIN (shape->end, curve->n - 1)];
  const double   error = standard_error (shape->scatter, window_reach (curve->planned));
  char           text[CHAIN_NUMBER_SIZE];

  if (early && curve->n < curve->planned)
    return refuse_stopped (curve, reason);
  if (shape->fall < LEAST_FALL && 2 * error < LEAST_FALL)
    return refuse (reason, g_strdup ("The loss never falls: raise the last rate or the number of "
                                     "iterations"));
  if (early || !blows_up (curve, shape))
    return refuse (reason, g_strdup ("The loss falls by less than its batches scatter: larger "
                                     "batches or more iterations tell more"));
  *rate = towards_usual (blown_up * exp (-UNSEEN_FALL_ROOM),
                         blown_up * exp (-UNSEEN_FALL_ROOM / 2));
  *reason = g_strdup_printf ("The fall is lost in the scatter of the batches, but the loss blows "
                             "up at %s: far below that",
                             chain_number_show (blown_up, 2, text));
  return TRUE;
}

/* Why a rate below the turn, or what stands for it. */
static char *
explain (const Shape *shape, double half, double turn, double rate, const char *turn_words)
{
  char             texts[2][CHAIN_NUMBER_SIZE];
  g_autofree char *room = g_strdup_printf ("room for batches that scatter by %.0f %%",
                                           100 * shape->scatter);

  return g_strdup_printf ("The loss makes half its fall by %s and %s %s: %s, with %s",
                          chain_number_show (half, 2, texts[0]), turn_words,
                          chain_number_show (turn, 2, texts[1]),
                          rate < half ? "below both" : "between the two",
                          shape->scatter < 0.01 ? "some room" : room);
}

static const char *
turn_words (const ChainLrCurve *curve, const Shape *shape, gboolean is_long_after)
{
  if (is_long_after)
    return "has long been low at";
  if (!shape->turns_up)
    return "stays low up to the last rate,";
  return shape->turn < curve->rates[shape->low] ? "then rises as if it had turned up at"
                                                : "turns up after";
}

static void
choose_below_turn (const ChainLrCurve *curve, const Shape *shape, double *rate, char **reason)
{
  const double   half = curve->rates[shape->half];
  const double   most = LONG_AFTER * curve->rates[shape->most];
  const gboolean is_long_after = shape->turn > most;
  const double   turn = is_long_after ? most : shape->turn;
  const double   room = ROOM + SCATTER_ROOM * MIN (shape->scatter, MOST_SCATTER);

  *rate = towards_usual (turn * exp (-room), turn * exp (-ROOM));
  *reason = explain (shape, half, turn, *rate, turn_words (curve, shape, is_long_after));
}

static gboolean
choose_recommended (const ChainLrCurve *curve, double *rate, char **reason)
{
  Shape shape;

  if (curve->n < LEAST_POINTS)
    return refuse_stopped (curve, reason);
  read_curve (curve, &shape);
  if (shape.sureness < SURE || shape.fall <= 0)
    return choose_unseen (curve, &shape, rate, reason);
  if (shape.turns_up || shape.most < STILL_FALLING * curve->planned)
    {
      choose_below_turn (curve, &shape, rate, reason);
      return TRUE;
    }
  *rate = towards_usual (curve->rates[shape.low] * exp (-FALLING_ROOM), curve->rates[shape.low]);
  *reason = g_strdup ("The loss is still falling at the last rate: raise it to see where the loss "
                      "turns up");
  return TRUE;
}

const ChainLrRule chain_lr_rule_recommended = {
  .name = "recommended",
  .title = "Recommended",
  .about = "About a third of the rate where the loss turns up, read from the losses without lag, "
           "and less the more the batches scatter",
  .choose = choose_recommended,
};
