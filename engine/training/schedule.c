/* schedule.c: the learning rate as a function of the update counter t.
 *
 * Each schedule is a row: name, formula and value. Formulas after Géron, "Hands-On Machine
 * Learning", chapter 11; the one-cycle after Smith 2018, in its linear form.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/schedule.h"

#include <math.h>

static double
constant_rate (double learning_rate, const double *p G_GNUC_UNUSED, guint64 t G_GNUC_UNUSED)
{
  return learning_rate;
}

static const ChainSchedule constant = {
  .name = "constant",
  .title = "Constant",
  .formula = "η(t) = η₀",
  .rate = constant_rate,
};

static double
power_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate / pow (1 + (double) t / p[0], p[1]);
}

static const ChainSchedule power = {
  .name = "power",
  .title = "Power",
  .formula = "η(t) = η₀ / (1 + t/s)^c",
  .parameters = { { "s", "s", CHAIN_PARAMETER_NUMBER, 100, 1e-9, G_MAXDOUBLE },
                  { "c", "c", CHAIN_PARAMETER_NUMBER, 1, 0, G_MAXDOUBLE } },
  .rate = power_rate,
};

static double
exponential_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate * pow (0.1, (double) t / p[0]);
}

static const ChainSchedule exponential = {
  .name = "exponential",
  .title = "Exponential",
  .formula = "η(t) = η₀ · 0.1^(t/s)",
  .parameters = { { "s", "s", CHAIN_PARAMETER_NUMBER, 1000, 1e-9, G_MAXDOUBLE } },
  .rate = exponential_rate,
};

static double
step_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate * pow (p[0], floor ((double) t / p[1]));
}

static const ChainSchedule staircase = {
  .name = "step",
  .title = "Step",
  .formula = "η(t) = η₀ · factor^⌊t/every⌋",
  .parameters = { { "factor", "f", CHAIN_PARAMETER_NUMBER, 0.5, 0, 1 },
                  { "every", "k", CHAIN_PARAMETER_WHOLE, 1000, 1, G_MAXDOUBLE } },
  .rate = step_rate,
};

static double
cosine_rate (double learning_rate, const double *p, guint64 t)
{
  const double u = fmin ((double) t, p[0]) / p[0];

  return learning_rate * ((1 - p[1]) * (1 + cos (G_PI * u)) / 2 + p[1]);
}

static const ChainSchedule cosine = {
  .name = "cosine",
  .title = "Cosine",
  .formula = "η(t) = η₀ · ((1 − α) · (1 + cos(π·min(t, T)/T)) / 2 + α)",
  .parameters = { { "total_steps", "T", CHAIN_PARAMETER_WHOLE, 1000, 1, G_MAXDOUBLE },
                  { "alpha", "α", CHAIN_PARAMETER_NUMBER, 0, 0, 1 } },
  .rate = cosine_rate,
};

/* Up from initial to the rate and down again in h steps each, then on to final. */
static double
one_cycle_rate (double learning_rate, const double *p, guint64 t)
{
  const double initial = p[0];
  const double final = p[1];
  const double total = p[2];
  const double h = floor ((total - p[3]) / 2);
  const double step = (double) t;

  if (step >= total)
    return final;
  if (step < h)
    return initial + (learning_rate - initial) * step / h;
  if (step < 2 * h)
    return learning_rate + (initial - learning_rate) * (step - h) / h;
  return initial + (final - initial) * (step - 2 * h) / (total - 2 * h);
}

static const ChainSchedule one_cycle = {
  .name = "one_cycle",
  .title = "1cycle",
  .formula = "η from initial up to η₀, down again, and on to final",
  .parameters = { { "initial", "η₁", CHAIN_PARAMETER_NUMBER, 0.001, 0, G_MAXDOUBLE },
                  { "final", "η₂", CHAIN_PARAMETER_NUMBER, 1e-6, 0, G_MAXDOUBLE },
                  { "total_steps", "T", CHAIN_PARAMETER_WHOLE, 1000, 1, G_MAXDOUBLE },
                  { "last_steps", "l", CHAIN_PARAMETER_WHOLE, 101, 0, G_MAXDOUBLE } },
  .rate = one_cycle_rate,
};

const ChainSchedule *const chain_schedules[] = {
  &constant, &power, &exponential, &staircase, &cosine, &one_cycle, NULL,
};

/**
 * chain_schedule_find:
 * @name: as in files
 *
 * Returns: (transfer none) (nullable): the schedule of that name; %NULL if there is none
 */
const ChainSchedule *
chain_schedule_find (const char *name)
{
  for (guint i = 0; chain_schedules[i] != NULL; i++)
    if (g_str_equal (chain_schedules[i]->name, name))
      return chain_schedules[i];
  return NULL;
}

/**
 * chain_schedule_names:
 *
 * Returns: (transfer full): the names of all schedules in table order, with commas between,
 *   for messages
 */
char *
chain_schedule_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; chain_schedules[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", chain_schedules[i]->name);
  return g_string_free (names, FALSE);
}
