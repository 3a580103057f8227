/* lr-rules.c: tests of the rules that pick a learning rate, on curves made for the purpose.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#define FROM 1e-5
#define TO 10.0

/* What each known rule chooses from small smoothed curves over the rates 1, 2, 4, … */
static const struct
{
  const char *rule;
  double      losses[6];
  guint       n;
  double      rate;
  const char *reason;
} choices[] = {
  { "steepest", { 9, 8, 5, 4, 1, 2 }, 6, 2, /* two falls of 3: the first */
    "The smoothed loss falls fastest at 2" },
  { "steepest", { 1, 2, 4 }, 3, 1, "The smoothed loss falls fastest at 1" },
  { "minimum_tenth", { 9, 8, 5, 1, 1, 2 }, 6, 0.8, "The smoothed loss is smallest at 8" },
  { "valley", { 6, 5, 4, 3, 2, 1 }, 6, 4, /* e 5, n 6: 5 − 6 + 2 + 1 */
    "The longest decrease of the smoothed loss ends at 32: about half way there" },
  { "valley", { 1, 2, 3, 4 }, 4, 1, "The smoothed loss never falls: the first rate" },
  { "valley", { 5, 5, 4, 4, 3, 3 }, 6, 4,
    "The longest decrease of the smoothed loss ends at 16: about half way there" },
};

static void
test_choices (void)
{
  const double rates[] = { 1, 2, 4, 8, 16, 32 };

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      const ChainLrRule *rule = chain_lr_rule_find (choices[i].rule);
      const ChainLrCurve curve = {
        .rates = rates,
        .losses = choices[i].losses,
        .smoothed = choices[i].losses,
        .n = choices[i].n,
        .planned = choices[i].n,
        .end = choices[i].n,
      };
      g_autofree char   *reason = NULL;
      double             rate = NAN;

      g_test_message ("%s %u", choices[i].rule, i);
      g_assert_true (rule->choose (&curve, &rate, &reason));
      g_assert_cmpfloat_with_epsilon (rate, choices[i].rate, 1e-15);
      g_assert_cmpstr (reason, ==, choices[i].reason);
    }
}

/* N = 20 drops 2 points and 5 more: of 8 points one is left, too few for a known rule. */
static void
test_too_short (void)
{
  for (guint i = 0; chain_lr_rules[i] != NULL; i++)
    for (guint n = 0; n <= 9; n++)
      {
        const gboolean           known = !g_str_equal (chain_lr_rules[i]->name, "recommended");
        g_autoptr (ChainLrRange) range = chain_lr_range_new ();
        g_autofree char         *reason = NULL;
        double                   rate = 77;

        for (guint k = 0; k < n; k++)
          chain_lr_range_add (range, k + 1, 9 - k);
        g_assert_cmpint (chain_lr_range_suggest (range, 20, chain_lr_rules[i], &rate), ==,
                         known && n == 9);
        reason = chain_lr_range_explain (range, 20, chain_lr_rules[i]);
        if (known && n == 9)
          g_assert_cmpfloat (rate, <=, 4);
        else
          {
            g_assert_cmpfloat (rate, ==, 77);
            g_assert_nonnull (strstr (reason, "The test stopped after"));
          }
      }
}

/* Loss as a function of the rate. */

/* Half the fall from 1 to 0.1 is made at 0.01; past 1 the loss shoots up. */
static double
classic (double rate)
{
  return 0.1 + 0.9 / (1 + pow (rate / 0.01, 2)) + (rate > 1 ? pow (rate, 4) - 1 : 0);
}

static double
flat (double rate)
{
  return 1;
}

static double
rising (double rate)
{
  return 1 + rate;
}

static double
falling (double rate)
{
  return 1 - 0.05 * rate;
}

static double
low_to_the_end (double rate)
{
  return 0.1 + 0.9 / (1 + pow (rate / 0.3, 2));
}

static double
slight (double rate)
{
  return 1 - 0.03 * fmin (rate, 1) + (rate > 3 ? rate - 3 : 0);
}

static double
blown_up_early (double rate)
{
  return rate < 1e-4 ? 1 : 1e5 * rate;
}

/* Far from the usual rates, and with hardly any room between the fall and the turn. */
static double
narrow (double rate)
{
  return 0.1 + 0.9 / (1 + pow (rate / 1e-4, 8)) + (rate > 2e-4 ? pow (rate / 2e-4, 4) - 1 : 0);
}

static double
zero (double rate)
{
  return 0;
}

static const struct
{
  const char *path;
  double    (*loss) (double rate);
  guint       iterations;
  double      scatter;  /* of each loss, relative */
  guint       spike;    /* 0, or the place of a loss that is 10 times too large */
  double      least;    /* the rate is between; 0: the curve allows no choice */
  double      most;
  const char *reason; /* begins so */
} curves[] = {
  { "classic", classic, 200, 0, 0, 0.05, 0.5,
    "The loss makes half its fall by 0.01 and turns up after 0.62" },
  { "fine", classic, 2000, 0, 0, 0.05, 0.8, "The loss makes half its fall by 0.01" },
  { "early-spike", classic, 200, 0, 5, 0.05, 0.5, "The loss makes half its fall by 0.0" },
  { "late-spike", classic, 200, 0, 60, 0.05, 0.5, "The loss makes half its fall by 0.0" },
  { "short", classic, 40, 0, 0, 0.02, 0.5, "The loss makes half its fall by 0.0" },
  { "noisy", classic, 200, 0.3, 0, 0.02, 0.3, "The loss makes half its fall by 0.0" },
  { "very-noisy", classic, 200, 0.6, 0, 0.01, 0.3, "The loss makes half its fall by 0.0" },
  { "narrow", narrow, 200, 0, 0, 3e-5, 1.1e-4, "The loss makes half its fall by 9.9" },
  { "flat", flat, 200, 0, 0, 0, 0, "The loss never falls: raise the last rate" },
  { "flat-noisy", flat, 200, 0.3, 0, 0, 0, "The loss falls by less than its batches scatter" },
  { "rising", rising, 200, 0, 0, 0, 0, "The loss never falls" },
  { "zero", zero, 200, 0, 0, 0, 0, "The loss never falls" },
  { "still-falling", falling, 200, 0, 0, 1, 10, "The loss is still falling at the last rate" },
  { "never-rising", low_to_the_end, 200, 0, 0, 0.2, 3,
    "The loss makes half its fall by 0.31 and stays low up to the last rate, 10: between the two" },
  { "slight-noisy", slight, 200, 0.3, 0, 0.05, 1,
    "The fall is lost in the scatter of the batches, but the loss blows up at" },
  { "blown-up-early", blown_up_early, 200, 0, 0, 0, 0,
    "The test stopped after " },
};

static ChainLrRange *
range_over (double (*loss) (double rate), guint n, double scatter, guint spike)
{
  ChainLrRange *range = chain_lr_range_new ();
  ChainRandom   random;
  gboolean      go_on = TRUE;

  chain_random_init (&random, 5, CHAIN_STREAM_SAMPLES);
  for (guint i = 0; i < n && go_on; i++)
    {
      const double rate = FROM * pow (TO / FROM, i / (n - 1.0));
      const double factor = exp (scatter * chain_random_normal (&random));

      go_on = chain_lr_range_add (range, rate,
                                  loss (rate) * factor * (spike != 0 && i == spike ? 10 : 1));
    }
  return range;
}

static void
test_curve (gconstpointer data)
{
  const guint              i = GPOINTER_TO_UINT (data);
  const ChainLrRule       *rule = chain_lr_rule_find ("recommended");
  const guint              n = curves[i].iterations;
  g_autoptr (ChainLrRange) range
    = range_over (curves[i].loss, n, curves[i].scatter, curves[i].spike);
  g_autofree char         *reason = chain_lr_range_explain (range, n, rule);
  double                   rate = 77;
  const gboolean           chosen = chain_lr_range_suggest (range, n, rule, &rate);

  g_test_message ("%s: %g: %s", curves[i].path, rate, reason);
  g_assert_cmpint (chosen, ==, curves[i].least > 0);
  g_assert_true (g_str_has_prefix (reason, curves[i].reason));
  if (chosen)
    {
      g_assert_cmpfloat (rate, >=, curves[i].least);
      g_assert_cmpfloat (rate, <=, curves[i].most);
    }
  else
    g_assert_cmpfloat (rate, ==, 77);
}

/* A lone spike, wherever it is, hardly changes the choice. */
static void
test_spikes (void)
{
  const ChainLrRule       *rule = chain_lr_rule_find ("recommended");
  g_autoptr (ChainLrRange) quiet = range_over (classic, 200, 0, 0);
  double                   expected = NAN;

  g_assert_true (chain_lr_range_suggest (quiet, 200, rule, &expected));
  for (guint spike = 5; spike < 120; spike += 7)
    {
      g_autoptr (ChainLrRange) range = range_over (classic, 200, 0, spike);
      double                   rate = NAN;

      g_assert_true (chain_lr_range_suggest (range, 200, rule, &rate));
      g_assert_cmpfloat (fabs (log (rate / expected)), <, log (1.5));
    }
}

/* More scatter, more room. */
static void
test_room (void)
{
  const ChainLrRule *rule = chain_lr_rule_find ("recommended");
  double             before = INFINITY;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ChainLrRange) range = range_over (classic, 200, 0.15 * i, 0);
      double                   rate = NAN;

      g_assert_true (chain_lr_range_suggest (range, 200, rule, &rate));
      g_assert_cmpfloat (rate, <, before);
      before = rate;
    }
}

/* Gradient descent on ½ Σ λ w² is stable below 2 / λ of the largest λ. Its loss tells so late, as
 * that part of w has shrunk to next to nothing by then. */
static void
test_late_turn (void)
{
  const ChainLrRule *rule = chain_lr_rule_find ("recommended");

  for (guint n = 200; n <= 800; n *= 2)
    for (double curvature = 10; curvature <= 10000; curvature *= 10)
      {
        g_autoptr (ChainLrRange) range = chain_lr_range_new ();
        double                   sharp = 1;
        double                   gentle = 1;
        double                   rate = FROM;
        gboolean                 go_on = TRUE;

        for (guint i = 0; i < n && go_on; i++)
          {
            rate = FROM * pow (TO / FROM, i / (n - 1.0));
            go_on = chain_lr_range_add (
              range, rate, 0.1 + 0.5 * curvature * (sharp * sharp + 0.1 * gentle * gentle));
            sharp *= 1 - rate * curvature;
            gentle *= 1 - 0.1 * rate * curvature;
          }
        g_assert_cmpfloat (rate, >, 2 / curvature);
        g_assert_true (chain_lr_range_suggest (range, n, rule, &rate));
        g_test_message ("%u iterations: %g of 2 / λ", n, rate * curvature / 2);
        g_assert_cmpfloat (rate, <, 1.6 / curvature);
        g_assert_cmpfloat (rate, >, 0.2 / curvature);
      }
}

/* Noise with mean 1, or with a spread of its own. */

static double
normal (ChainRandom *random, double scatter)
{
  return fmax (1 + scatter * chain_random_normal (random), 0.1);
}

static double
lognormal (ChainRandom *random, double scatter)
{
  return exp (scatter * chain_random_normal (random));
}

static double
uniform (ChainRandom *random, double scatter)
{
  return chain_random_uniform (random, 1 - sqrt (3) * scatter, 1 + sqrt (3) * scatter);
}

static double
exponential (ChainRandom *random, double scatter)
{
  return 1 - scatter - scatter * log (1 - chain_random_uniform (random, 0, 1));
}

/* Student's t with 3 degrees of freedom. */
static double
heavy (ChainRandom *random, double scatter)
{
  double squares = 0;

  for (guint i = 0; i < 3; i++)
    squares += pow (chain_random_normal (random), 2);
  return fmax (1 + scatter * chain_random_normal (random) / sqrt (squares), 0.1);
}

static double
with_outliers (ChainRandom *random, double scatter)
{
  return lognormal (random, scatter) * (chain_random_below (random, 20) == 0 ? 3 : 1);
}

static double
two_valued (ChainRandom *random, double scatter)
{
  return chain_random_below (random, 5) == 0 ? 1 + 2 * scatter : 1 - scatter / 2;
}

/* The squared error of one row. */
static double
row_error (ChainRandom *random, double scatter)
{
  return pow (chain_random_normal (random), 2);
}

/* The cross-entropy of one row. */
static double
row_entropy (ChainRandom *random, double scatter)
{
  const double p = 1 / (1 + exp (-4 * scatter * chain_random_normal (random)));

  return -log (chain_random_uniform (random, 0, 1) < p ? p : 1 - p);
}

/* The error of one row that has outliers of any size. */
static double
row_outlier (ChainRandom *random, double scatter)
{
  return exp (2 * chain_random_normal (random));
}

typedef double (*Noise) (ChainRandom *random, double scatter);

static const struct
{
  const char *name;
  Noise       draw;
  gboolean    is_wild; /* often stops a test at once */
} noises[] = {
  { "normal", normal },
  { "lognormal", lognormal },
  { "uniform", uniform },
  { "exponential", exponential },
  { "heavy", heavy },
  { "outliers", with_outliers },
  { "two-valued", two_valued },
  { "row-error", row_error, TRUE },
  { "row-entropy", row_entropy, TRUE },
  { "row-outlier", row_outlier, TRUE },
};

static const guint  lengths[] = { 50, 100, 200, 500 };
static const double scatters[] = { 0.05, 0.12, 0.2, 0.3, 0.5 };

static gboolean
chooses (ChainRandom *random, Noise noise, double scatter, double (*loss) (double rate), guint n)
{
  g_autoptr (ChainLrRange) range = chain_lr_range_new ();
  double                   rate = FROM;
  gboolean                 go_on = TRUE;

  for (guint i = 0; i < n && go_on; i++)
    {
      rate = FROM * pow (TO / FROM, i / (n - 1.0));
      go_on = chain_lr_range_add (range, rate, loss (rate) * noise (random, scatter));
    }
  return chain_lr_range_suggest (range, n, chain_lr_rule_find ("recommended"), &rate);
}

/* In how many of the draws of any length and scatter there is a choice, in percent. */
static double
choice_rate (Noise noise, double (*loss) (double rate), guint n_draws)
{
  ChainRandom random;
  guint       n_chosen = 0;

  chain_random_init (&random, 3, CHAIN_STREAM_SAMPLES);
  for (guint j = 0; j < G_N_ELEMENTS (lengths); j++)
    for (guint s = 0; s < G_N_ELEMENTS (scatters); s++)
      for (guint d = 0; d < n_draws; d++)
        n_chosen += chooses (&random, noise, scatters[s], loss, lengths[j]);
  return 100.0 * n_chosen / (G_N_ELEMENTS (lengths) * G_N_ELEMENTS (scatters) * n_draws);
}

/* Noise alone is no fall. Of 1000 draws of which 5 % choose, 7 % are 3 standard deviations up. */
static void
test_noise_alone (void)
{
  double sum = 0;

  for (guint k = 0; k < G_N_ELEMENTS (noises); k++)
    {
      const double chosen = choice_rate (noises[k].draw, flat, 50);

      g_test_message ("%s: %g %%", noises[k].name, chosen);
      g_assert_cmpfloat (chosen, <=, 7);
      sum += chosen;
    }
  g_assert_cmpfloat (sum / G_N_ELEMENTS (noises), <=, 5);
}

static double
halved (double rate)
{
  return 0.5 + 0.5 / (1 + rate / 0.01) + (rate > 1 ? pow (rate, 4) - 1 : 0);
}

/* Which the test hardly gets to see. */
static double
halved_late (double rate)
{
  return 0.5 + 0.5 / (1 + rate * rate);
}

static const struct
{
  const char *name;
  double    (*loss) (double rate);
  double      least; /* percent */
} falls[] = {
  { "classic", classic, 98 },
  { "halved", halved, 95 },
  { "never-rising", low_to_the_end, 80 },
  { "halved-late", halved_late, 70 },
};

/* Falls are seen through the noise that is refused when it is alone. */
static void
test_falls_in_noise (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (noises); k++)
    for (guint i = 0; i < G_N_ELEMENTS (falls) && !noises[k].is_wild; i++)
      {
        const double chosen = choice_rate (noises[k].draw, falls[i].loss, 10);

        g_test_message ("%s, %s: %g %%", noises[k].name, falls[i].name, chosen);
        g_assert_cmpfloat (chosen, >=, falls[i].least);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/lr-rules/choices", test_choices);
  g_test_add_func ("/engine/lr-rules/too-short", test_too_short);
  for (guint i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/lr-rules/recommended/", curves[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_curve);
    }
  g_test_add_func ("/engine/lr-rules/recommended/spikes", test_spikes);
  g_test_add_func ("/engine/lr-rules/recommended/room", test_room);
  g_test_add_func ("/engine/lr-rules/recommended/late-turn", test_late_turn);
  g_test_add_func ("/engine/lr-rules/recommended/noise-alone", test_noise_alone);
  g_test_add_func ("/engine/lr-rules/recommended/falls-in-noise", test_falls_in_noise);
  return g_test_run ();
}
