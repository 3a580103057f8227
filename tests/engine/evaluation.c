/* evaluation.c: tests of what a network is measured to say about given rows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static ChainMetrics *
evaluate (const char   *layers,
          const double *weights,
          const char   *loss,
          ChainDataset *dataset,
          const guint  *rows,
          gsize         n_rows,
          double       *predictions)
{
  g_autoptr (ChainNetwork) network = fixture_network (layers, dataset->n_inputs, weights);
  g_autoptr (GError)       error = NULL;
  ChainMetrics            *metrics;

  metrics = chain_evaluate (network, chain_op_find (CHAIN_OP_LOSS, loss), NULL, dataset, rows, n_rows,
                            predictions, &error);
  g_assert_no_error (error);
  return metrics;
}

/* The identity before the softmax: the rows' logits are their inputs. */
static void
test_softmax (void)
{
  const double             weights[] = { 1, 0, 0, 1, 0, 0 };
  const double             inputs[] = { 2, 1, /**/ 0, 1, /**/ 5, -5 };
  const double             targets[] = { 1, 0, /**/ 1, 0, /**/ 1, 0 };
  const guint              rows[] = { 2, 0, 1 };
  const gsize              confusion[] = { 2, 1, 0, 0 };
  double                   predictions[6];
  g_autoptr (ChainDataset) dataset = fixture_dataset (3, 2, inputs, 2, targets, 0);
  g_autoptr (ChainMetrics) metrics
    = evaluate ("2 softmax", weights, "categorical_crossentropy", dataset, rows, 3, predictions);

  g_assert_cmpuint (metrics->n_classes, ==, 2);
  g_assert_cmpmem (metrics->confusion, 4 * sizeof (gsize), confusion, sizeof (confusion));
  g_assert_cmpfloat_with_epsilon (
    metrics->loss, (log1p (exp (-1)) + log1p (exp (1)) + log1p (exp (-10))) / 3, 1e-14);
  g_assert_cmpfloat_with_epsilon (predictions[0], 1 / (1 + exp (-10)), 1e-15);
  g_assert_cmpfloat_with_epsilon (predictions[5], 1 / (1 + exp (-1)), 1e-15);
}

static void
test_sigmoid (void)
{
  const double             weights[] = { 1, 0 };
  const double             inputs[] = { -1, 0, 1, 2 };
  const double             targets[] = { 0, 0, 1, 1 };
  const guint              rows[] = { 0, 1, 2, 3 };
  const gsize              confusion[] = { 1, 1, 0, 2 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (4, 1, inputs, 1, targets, 0);
  g_autoptr (ChainMetrics) classes
    = evaluate ("1 sigmoid", weights, "binary_crossentropy", dataset, rows, 4, NULL);
  g_autoptr (ChainMetrics) numbers = evaluate ("1 sigmoid", weights, "mse", dataset, rows, 4, NULL);

  g_assert_cmpuint (classes->n_classes, ==, 2);
  g_assert_cmpmem (classes->confusion, 4 * sizeof (gsize), confusion, sizeof (confusion));
  g_assert_cmpfloat (classes->accuracy, ==, 0.75);
  g_assert_cmpuint (numbers->n_classes, ==, 0);
}

/* Several sigmoid outputs do not exclude each other: there is no largest one to choose. */
static void
test_several_sigmoids (void)
{
  const double             weights[] = { 1, -1, 0, 0 };
  const double             inputs[] = { -1, 2 };
  const double             targets[] = { 1, 1, /**/ 0, 0 };
  const guint              rows[] = { 0, 1 };
  g_autoptr (ChainDataset) dataset = fixture_dataset (2, 1, inputs, 2, targets, 0);
  g_autoptr (ChainMetrics) metrics
    = evaluate ("2 sigmoid", weights, "binary_crossentropy", dataset, rows, 2, NULL);

  g_assert_cmpuint (metrics->n_classes, ==, 0);
  g_assert_false (isnan (metrics->rmse));
}

/* ŷ = 3 x + 1 against 2 x: errors x + 1. */
static void
test_numbers (void)
{
  const double             weights[] = { 3, 1 };
  const double             inputs[] = { 0, 1, 2 };
  const double             targets[] = { 0, 2, 4 };
  const guint              rows[] = { 2, 2, 0, 1 };
  double                   predictions[4];
  g_autoptr (ChainDataset) dataset = fixture_dataset (3, 1, inputs, 1, targets, 0);
  g_autoptr (ChainMetrics) metrics
    = evaluate ("1 linear", weights, "mse", dataset, rows, 4, predictions);

  g_assert_cmpuint (metrics->n_rows, ==, 4);
  g_assert_cmpfloat_with_epsilon (metrics->loss, (9 + 9 + 1 + 4) / 4.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (metrics->rmse, sqrt (23 / 4.0), 1e-14);
  g_assert_cmpfloat_with_epsilon (metrics->mae, 9 / 4.0, 1e-14);
  g_assert_cmpfloat_with_epsilon (metrics->r2, 1 - 23 / 11.0, 1e-14);
  g_assert_cmpfloat (predictions[0], ==, 7);
  g_assert_cmpfloat (predictions[3], ==, 4);
}

static void
test_no_rows (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainMetrics) metrics = evaluate ("1 linear", NULL, "mse", dataset, NULL, 0, NULL);

  g_assert_cmpuint (metrics->n_rows, ==, 0);
  g_assert_true (isnan (metrics->loss));
}

static const struct
{
  const char *layers;
  guint       n_inputs;
  const char *loss;
  ChainError  code;
  const char *message;
} refusals[] = {
  { "1 linear", 3, "mse", CHAIN_ERROR_SHAPE,
    "the network reads 3 inputs, but a row of the data has 2" },
  { "2 linear", 2, "mse", CHAIN_ERROR_SHAPE,
    "the last layer has 2 units, but the targets of a row are 1 numbers" },
  { "1 linear", 2, "categorical_crossentropy", CHAIN_ERROR_VALUE, NULL },
};

static void
test_refusals (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (ChainNetwork) network
        = fixture_network (refusals[i].layers, refusals[i].n_inputs, NULL);
      const ChainOp           *loss = chain_op_find (CHAIN_OP_LOSS, refusals[i].loss);
      g_autoptr (GError)       error = NULL;

      g_assert_null (chain_evaluate (network, loss, NULL, dataset, NULL, 0, NULL, &error));
      g_assert_error (error, CHAIN_ERROR, (gint) refusals[i].code);
      if (refusals[i].message != NULL)
        g_assert_cmpstr (error->message, ==, refusals[i].message);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/evaluation/softmax", test_softmax);
  g_test_add_func ("/engine/evaluation/sigmoid", test_sigmoid);
  g_test_add_func ("/engine/evaluation/several-sigmoids", test_several_sigmoids);
  g_test_add_func ("/engine/evaluation/numbers", test_numbers);
  g_test_add_func ("/engine/evaluation/no-rows", test_no_rows);
  g_test_add_func ("/engine/evaluation/refusals", test_refusals);
  return g_test_run ();
}
