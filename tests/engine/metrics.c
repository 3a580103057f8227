/* metrics.c: tests of metrics against numbers worked out by hand.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"

#include <math.h>

/* errors 1, −1, 0, 2: Σe² = 6, Σ|e| = 4; ȳ = 3.25, Σ(y − ȳ)² = 5.0625 + 1.5625 + 0.5625 + 7.5625 */
static void
test_numbers (void)
{
  const double             targets[] = { 1, 2, 4, 6 };
  const double             predictions[] = { 2, 1, 4, 8 };
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, targets, 4, 1, FALSE, 1.5);

  g_assert_cmpuint (metrics->n_rows, ==, 4);
  g_assert_cmpfloat (metrics->loss, ==, 1.5);
  g_assert_cmpuint (metrics->n_classes, ==, 0);
  g_assert_null (metrics->confusion);
  g_assert_cmpfloat_with_epsilon (metrics->rmse, 1.224744871391589, 1e-15);
  g_assert_cmpfloat (metrics->mae, ==, 1);
  g_assert_cmpfloat_with_epsilon (metrics->r2, 1 - 6 / 14.75, 1e-15);
  g_assert_true (isnan (metrics->accuracy));
}

/* Two outputs of very different means: columns (0, 2) and (1000, 1004). */
static void
test_several_outputs (void)
{
  const double             targets[] = { 0, 1000, 2, 1004 };
  const double             predictions[] = { 0, 1001, 1, 1004 };
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, targets, 2, 2, FALSE, 0);

  g_assert_cmpfloat_with_epsilon (metrics->rmse, sqrt (0.5), 1e-15);
  g_assert_cmpfloat (metrics->mae, ==, 0.5);
  g_assert_cmpfloat_with_epsilon (metrics->r2, 0.8, 1e-15);
}

static void
test_constant_targets (void)
{
  const double             targets[] = { 0.1, 0.1, 0.1 };
  const double             predictions[] = { 0.1, 0.2, 0.1 };
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, targets, 3, 1, FALSE, 0);

  g_assert_true (isnan (metrics->r2));
  g_assert_cmpfloat_with_epsilon (metrics->mae, 0.1 / 3, 1e-15);
}

static void
assert_shares (const double *got, const double *expected, guint n)
{
  for (guint i = 0; i < n; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (got[i]));
    else
      g_assert_cmpfloat_with_epsilon (got[i], expected[i], 1e-15);
}

/* A class nobody has, one that is never guessed, and one that is neither. Class 0: 2 of the 3
 * guesses are right and 2 of its 3 rows are found. */
static void
test_precision_and_recall (void)
{
  enum { ROWS = 6, CLASSES = 5 };
  static const guint       truths[ROWS] = { 0, 0, 0, 1, 1, 2 };
  static const guint       guesses[ROWS] = { 0, 0, 1, 0, 1, 3 };
  const double             precision[] = { 2.0 / 3, 0.5, NAN, 0, NAN };
  const double             recall[] = { 2.0 / 3, 0.5, 0, NAN, NAN };
  double                   targets[ROWS * CLASSES] = { 0 };
  double                   predictions[ROWS * CLASSES] = { 0 };
  g_autoptr (ChainMetrics) metrics = NULL;

  for (guint i = 0; i < ROWS; i++)
    {
      targets[i * CLASSES + truths[i]] = 1;
      predictions[i * CLASSES + guesses[i]] = 1;
    }
  metrics = chain_metrics_new (predictions, targets, ROWS, CLASSES, TRUE, 0);
  assert_shares (metrics->precision, precision, CLASSES);
  assert_shares (metrics->recall, recall, CLASSES);
}

static void
test_classes (void)
{
  const double             targets[] = {
    1, 0, 0, /**/ 0, 1, 0, /**/ 0, 0, 1, /**/ 0, 0, 1,
  };
  const double             predictions[] = {
    0.8, 0.1, 0.1, /**/ 0.4, 0.3, 0.3, /**/ 0.1, 0.2, 0.7, /**/ 0.3, 0.4, 0.3,
  };
  const gsize              confusion[] = { 1, 0, 0, /**/ 1, 0, 0, /**/ 0, 1, 1 };
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, targets, 4, 3, TRUE, 0);

  g_assert_cmpuint (metrics->n_classes, ==, 3);
  g_assert_cmpmem (metrics->confusion, 9 * sizeof (gsize), confusion, sizeof (confusion));
  g_assert_cmpfloat (metrics->accuracy, ==, 0.5);
  g_assert_true (isnan (metrics->r2));
}

static void
test_one_sigmoid (void)
{
  const double             targets[] = { 0, 0, 1, 1, 1 };
  const double             predictions[] = { 0.4999, 0.5, 0.5, 1, 0 };
  const gsize              confusion[] = { 1, 1, /**/ 1, 2 };
  g_autoptr (ChainMetrics) metrics = chain_metrics_new (predictions, targets, 5, 1, TRUE, 0);

  g_assert_cmpuint (metrics->n_classes, ==, 2);
  g_assert_cmpmem (metrics->confusion, 4 * sizeof (gsize), confusion, sizeof (confusion));
  g_assert_cmpfloat_with_epsilon (metrics->accuracy, 0.6, 1e-15);
  assert_shares (metrics->precision, (const double[]){ 0.5, 2.0 / 3 }, 2);
  assert_shares (metrics->recall, (const double[]){ 0.5, 2.0 / 3 }, 2);
}

static void
test_class (void)
{
  const double output[] = { -1, 3, 2, 3 };

  g_assert_cmpuint (chain_metrics_class (output, 4), ==, 1);
  g_assert_cmpuint (chain_metrics_class (output, 2), ==, 1);
  g_assert_cmpuint (chain_metrics_class (output, 1), ==, 0);
  g_assert_cmpuint (chain_metrics_class (output + 1, 1), ==, 1);
}

static void
test_no_rows (void)
{
  g_autoptr (ChainMetrics) numbers = chain_metrics_new (NULL, NULL, 0, 2, FALSE, NAN);
  g_autoptr (ChainMetrics) classes = chain_metrics_new (NULL, NULL, 0, 2, TRUE, NAN);

  g_assert_true (isnan (numbers->rmse));
  g_assert_true (isnan (numbers->mae));
  g_assert_true (isnan (numbers->r2));
  g_assert_true (isnan (classes->accuracy));
  assert_shares (classes->precision, (const double[]){ NAN, NAN }, 2);
  assert_shares (classes->recall, (const double[]){ NAN, NAN }, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/metrics/numbers", test_numbers);
  g_test_add_func ("/engine/metrics/several-outputs", test_several_outputs);
  g_test_add_func ("/engine/metrics/constant-targets", test_constant_targets);
  g_test_add_func ("/engine/metrics/classes", test_classes);
  g_test_add_func ("/engine/metrics/precision-and-recall", test_precision_and_recall);
  g_test_add_func ("/engine/metrics/one-sigmoid", test_one_sigmoid);
  g_test_add_func ("/engine/metrics/class", test_class);
  g_test_add_func ("/engine/metrics/no-rows", test_no_rows);
  return g_test_run ();
}
