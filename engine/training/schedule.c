/* schedule.c: the learning rate as a function of the update counter t.
 *
 * Each schedule is a row: name, formula and value. Formulas after Géron, "Hands-On Machine
 * Learning", chapter 11; the one-cycle after Smith 2018, in its linear form.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/schedule.h"

#include <math.h>

static ChainFormula *
named (const char *symbol, double value)
{
  return chain_formula_symbol (symbol, NULL, NULL, value);
}

static ChainFormula *
initial_rate (double learning_rate)
{
  return chain_formula_symbol ("η", "0", NULL, learning_rate);
}

static ChainFormula *
update (guint64 t)
{
  return named ("t", (double) t);
}

static double
constant_rate (double learning_rate, const double *p G_GNUC_UNUSED, guint64 t G_GNUC_UNUSED)
{
  return learning_rate;
}

static ChainFormula *
record_constant (double        learning_rate,
                 const double *p G_GNUC_UNUSED,
                 guint64       t G_GNUC_UNUSED)
{
  return initial_rate (learning_rate);
}

static const ChainSchedule constant = {
  .name = "constant",
  .title = "Constant",
  .formula = "η(t) = η₀",
  .rate = constant_rate,
  .record = record_constant,
};

static double
power_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate / pow (1 + (double) t / p[0], p[1]);
}

static ChainFormula *
record_power (double learning_rate, const double *p, guint64 t)
{
  ChainFormula *base
    = chain_formula_plus (chain_formula_number (1),
                          chain_formula_fraction (update (t), named ("s", p[0])));

  return chain_formula_fraction (initial_rate (learning_rate),
                                 chain_formula_power (base, named ("c", p[1])));
}

static const ChainSchedule power = {
  .name = "power",
  .title = "Power",
  .formula = "η(t) = η₀ / (1 + t/s)^c",
  .parameters = { { "s", "s", CHAIN_PARAMETER_NUMBER, 100, 1e-9, G_MAXDOUBLE },
                  { "c", "c", CHAIN_PARAMETER_NUMBER, 1, 0, G_MAXDOUBLE } },
  .rate = power_rate,
  .record = record_power,
};

static double
exponential_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate * pow (0.1, (double) t / p[0]);
}

static ChainFormula *
record_exponential (double learning_rate, const double *p, guint64 t)
{
  return chain_formula_times (
    initial_rate (learning_rate),
    chain_formula_power (chain_formula_number (0.1),
                         chain_formula_fraction (update (t), named ("s", p[0]))));
}

static const ChainSchedule exponential = {
  .name = "exponential",
  .title = "Exponential",
  .formula = "η(t) = η₀ · 0.1^(t/s)",
  .parameters = { { "s", "s", CHAIN_PARAMETER_NUMBER, 1000, 1e-9, G_MAXDOUBLE } },
  .rate = exponential_rate,
  .record = record_exponential,
};

static double
step_rate (double learning_rate, const double *p, guint64 t)
{
  return learning_rate * pow (p[0], floor ((double) t / p[1]));
}

static ChainFormula *
record_step (double learning_rate, const double *p, guint64 t)
{
  ChainFormula *steps
    = chain_formula_call ("floor", chain_formula_fraction (update (t), named ("k", p[1])), NULL);

  return chain_formula_times (initial_rate (learning_rate),
                              chain_formula_power (named ("f", p[0]), steps));
}

static const ChainSchedule staircase = {
  .name = "step",
  .title = "Step",
  .formula = "η(t) = η₀ · factor^⌊t/every⌋",
  .parameters = { { "factor", "f", CHAIN_PARAMETER_NUMBER, 0.5, 0, 1 },
                  { "every", "k", CHAIN_PARAMETER_WHOLE, 1000, 1, G_MAXDOUBLE } },
  .rate = step_rate,
  .record = record_step,
};

static double
cosine_rate (double learning_rate, const double *p, guint64 t)
{
  const double u = fmin ((double) t, p[0]) / p[0];

  return learning_rate * ((1 - p[1]) * (1 + cos (G_PI * u)) / 2 + p[1]);
}

static ChainFormula *
record_cosine (double learning_rate, const double *p, guint64 t)
{
  ChainFormula *angle = chain_formula_times (
    chain_formula_constant ("π", G_PI),
    chain_formula_fraction (chain_formula_call ("min", update (t), named ("T", p[0])),
                            named ("T", p[0])));
  ChainFormula *wave
    = chain_formula_fraction (chain_formula_plus (chain_formula_number (1),
                                                  chain_formula_call ("cos", angle, NULL)),
                              chain_formula_number (2));
  ChainFormula *share = chain_formula_times (
    chain_formula_minus (chain_formula_number (1), named ("α", p[1])), wave);

  return chain_formula_times (initial_rate (learning_rate),
                              chain_formula_plus (share, named ("α", p[1])));
}

static const ChainSchedule cosine = {
  .name = "cosine",
  .title = "Cosine",
  .formula = "η(t) = η₀ · ((1 − α) · (1 + cos(π·min(t, T)/T)) / 2 + α)",
  .parameters = { { "total_steps", "T", CHAIN_PARAMETER_WHOLE, 1000, 1, G_MAXDOUBLE },
                  { "alpha", "α", CHAIN_PARAMETER_NUMBER, 0, 0, 1 } },
  .rate = cosine_rate,
  .record = record_cosine,
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

/* From one rate to another, along a line: from + (to − from) · (t − first) / steps. */
static ChainFormula *
record_line (ChainFormula *from, ChainFormula *to, ChainFormula *since, ChainFormula *steps)
{
  ChainFormula *start = chain_formula_copy (from);

  return chain_formula_plus (start,
                             chain_formula_times (chain_formula_minus (to, from),
                                                  chain_formula_fraction (since, steps)));
}

/* The part of the cycle that holds at t; h is half of its way up and down. */
static ChainFormula *
record_one_cycle (double learning_rate, const double *p, guint64 t)
{
  const double  h = floor ((p[2] - p[3]) / 2);
  const double  step = (double) t;
  ChainFormula *initial = chain_formula_symbol ("η", "1", NULL, p[0]);
  ChainFormula *end = chain_formula_symbol ("η", "2", NULL, p[1]);
  ChainFormula *to = step < h ? initial_rate (learning_rate) : NULL;

  if (step >= p[2])
    {
      chain_formula_free (initial);
      return end;
    }
  if (step >= 2 * h)
    return record_line (initial, end,
                        chain_formula_minus (update (t), chain_formula_times (
                                                           chain_formula_number (2), named ("h", h))),
                        chain_formula_minus (named ("T", p[2]),
                                             chain_formula_times (chain_formula_number (2),
                                                                  named ("h", h))));
  chain_formula_free (end);
  if (to != NULL)
    return record_line (initial, to, update (t), named ("h", h));
  return record_line (initial_rate (learning_rate), initial,
                      chain_formula_minus (update (t), named ("h", h)), named ("h", h));
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
  .record = record_one_cycle,
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
