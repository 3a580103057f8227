/* range-test.c: one range test of a session, kept to be compared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/range-test.h"

#define DIGITS 4

/**
 * chain_range_test_new:
 * @number: from 1
 * @project: the settings; copied
 * @t: updates made before
 * @options: what the test goes through
 *
 * Returns: (transfer full): a test without a curve
 */
ChainRangeTest *
chain_range_test_new (guint                      number,
                      const ChainProject        *project,
                      guint64                    t,
                      const ChainLrRangeOptions *options)
{
  ChainRangeTest       *test = g_new0 (ChainRangeTest, 1);
  ChainTrainingOptions *training;

  test->number = number;
  test->name = g_strdup_printf ("Test %u", number);
  test->settings = chain_run_new (number, project, t, 1, FALSE);
  test->options = *options;
  training = &test->settings->settings->training;
  training->learning_rate = 1;
  chain_training_options_set_schedule (training, chain_schedules[0]);
  return test;
}

/**
 * chain_range_test_free:
 * @test: (transfer full): to free
 */
void
chain_range_test_free (ChainRangeTest *test)
{
  chain_lr_range_free (test->range);
  chain_run_free (test->settings);
  g_free (test->name);
  g_free (test);
}

static char *
range_text (const ChainLrRangeOptions *options)
{
  char from[CHAIN_NUMBER_SIZE];
  char to[CHAIN_NUMBER_SIZE];

  return g_strdup_printf ("%s to %s in %u iterations",
                          chain_number_show (options->from, DIGITS, from),
                          chain_number_show (options->to, DIGITS, to), options->iterations);
}

/**
 * chain_range_test_difference:
 * @test: a test
 * @from: an earlier one
 *
 * Returns: (transfer full): what changed since then, in words; or that nothing did
 */
char *
chain_range_test_difference (const ChainRangeTest *test, const ChainRangeTest *from)
{
  g_autofree char *settings = chain_run_difference (test->settings, from->settings);
  g_autofree char *is = range_text (&test->options);
  g_autofree char *was = range_text (&from->options);

  if (g_str_equal (is, was))
    return g_steal_pointer (&settings);
  return g_strdup_printf ("%s; %s, was %s", settings, is, was);
}
