/* schedule.c: the learning rate as a function of the update counter t.
 *
 * Each schedule is a row: name, formula and value.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/schedule.h"

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

const ChainSchedule *const chain_schedules[] = {
  &constant,
  NULL,
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
