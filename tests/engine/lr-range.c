/* lr-range.c: tests of the learning-rate range test and of the rules that read its curve.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

#define CASE "cases/lrfind/p1_tanh_mse_sgd.json"

/* The rules' names in the file of the case. */
static const struct
{
  const char *rule;
  const char *member;
} members[] = {
  { "steepest", "steep" },
  { "minimum_tenth", "minimum" },
  { "valley", "valley" },
};

static void
assert_close (double value, double expected)
{
  g_assert_cmpfloat_with_epsilon (value, expected, 1e-9 * fabs (expected));
}

static double
item (GArray *numbers, guint index)
{
  g_assert_cmpuint (index, <, numbers->len);
  return g_array_index (numbers, double, index);
}

static GArray *
expected_numbers (JsonNode *root, const char *member)
{
  JsonObject *expected = json_object_get_object_member (json_node_get_object (root), "expected");

  return fixture_numbers (json_object_get_member (expected, member));
}

static void
assert_curve (const ChainLrRange *range, JsonNode *root)
{
  g_autoptr (GArray) rates = expected_numbers (root, "lr");
  g_autoptr (GArray) losses = expected_numbers (root, "raw_loss");
  g_autoptr (GArray) smoothed = expected_numbers (root, "smoothed_loss");

  g_assert_cmpuint (range->loss->len, ==, losses->len);
  g_assert_cmpuint (range->learning_rate->len, ==, losses->len);
  g_assert_cmpuint (range->smoothed->len, ==, losses->len);
  for (guint i = 0; i < losses->len; i++)
    {
      assert_close (item (range->learning_rate, i), item (rates, i));
      assert_close (item (range->loss, i), item (losses, i));
      assert_close (item (range->smoothed, i), item (smoothed, i));
    }
}

static void
assert_suggestions (const ChainLrRange *range, JsonNode *root)
{
  JsonObject *expected = json_object_get_object_member (json_node_get_object (root), "expected");
  JsonObject *suggestions = json_object_get_object_member (expected, "suggestions_trimmed");

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      JsonObject *suggestion = json_object_get_object_member (suggestions, members[i].member);
      double      rate = NAN;

      g_assert_true (
        chain_lr_range_suggest (range, 200, chain_lr_rule_find (members[i].rule), &rate));
      assert_close (rate, json_object_get_double_member (suggestion, "lr"));
    }
}

/* From the file's raw losses: smoothing, the stop and the rules. */
static void
test_case_curve (void)
{
  g_autoptr (JsonNode)     root = fixture_json (CASE);
  g_autoptr (GArray)       rates = expected_numbers (root, "lr");
  g_autoptr (GArray)       losses = expected_numbers (root, "raw_loss");
  g_autoptr (ChainLrRange) range = chain_lr_range_new ();

  for (guint i = 0; i < losses->len; i++)
    {
      const gboolean go_on
        = chain_lr_range_add (range, item (rates, i), item (losses, i));

      g_assert_cmpint (go_on, ==, i < losses->len - 1);
      g_assert_cmpint (range->diverged, ==, !go_on);
    }
  assert_curve (range, root);
  assert_suggestions (range, root);
}

static void
count_calls (const ChainLrRange *so_far, gpointer data)
{
  guint *n_calls = data;

  (*n_calls)++;
  g_assert_cmpuint (so_far->loss->len, ==, *n_calls);
}

static void
test_case_run (void)
{
  g_autoptr (JsonNode)     root = fixture_json (CASE);
  g_autoptr (ChainNetwork) network = NULL;
  g_autoptr (ChainDataset) dataset = NULL;
  g_autoptr (ChainLrRange) range = NULL;
  g_autoptr (ChainLrRange) copy = NULL;
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     training;
  ChainLrRangeOptions      options;
  guint                    n_calls = 0;
  double                   first_weight;

  fixture_case (root, &network, &dataset);
  first_weight = chain_network_layer (network, 0)->kernel->values[0];
  chain_training_options_init (&training);
  training.batch_size = 20;
  training.shuffle = FALSE;
  chain_lr_range_options_init (&options);
  range = chain_lr_range_run (network, &training, dataset, &options, NULL, count_calls, &n_calls,
                              &error);
  g_assert_no_error (error);

  g_assert_true (range->diverged);
  g_assert_cmpuint (n_calls, ==, range->loss->len);
  g_assert_cmpfloat (chain_network_layer (network, 0)->kernel->values[0], ==, first_weight);
  assert_curve (range, root);
  assert_suggestions (range, root);
  copy = chain_lr_range_copy (range);
  g_assert_true (copy->diverged);
  assert_curve (copy, root);
}

static const struct
{
  double      from;
  double      to;
  guint       iterations;
  const char *message;
} refusals[] = {
  { 0, 1, 100, "range test: expected a first learning rate above 0, got 0" },
  { -0.5, 1, 100, "range test: expected a first learning rate above 0, got -0.5" },
  { NAN, 1, 100, "range test: expected a first learning rate above 0, got nan" },
  { 0.5, 0.5, 100, "range test: expected a last learning rate above the first, 0.5, got 0.5" },
  { 0.5, INFINITY, 100, "range test: expected a last learning rate above the first, 0.5, got inf" },
  { 0.5, 1, 1, "range test: expected at least 2 iterations, got 1" },
};

static void
test_refusals (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  ChainTrainingOptions     training;

  chain_training_options_init (&training);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const ChainLrRangeOptions options
        = { refusals[i].from, refusals[i].to, refusals[i].iterations };
      g_autoptr (GError)        error = NULL;

      g_assert_null (
        chain_lr_range_run (network, &training, dataset, &options, NULL, NULL, NULL, &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
      g_assert_cmpstr (error->message, ==, refusals[i].message);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     training;
  ChainLrRangeOptions      options;

  chain_training_options_init (&training);
  chain_lr_range_options_init (&options);
  g_cancellable_cancel (cancellable);
  g_assert_null (
    chain_lr_range_run (network, &training, dataset, &options, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A loss that is not finite ends the test and is not recorded. */
static void
test_not_finite (void)
{
  g_autoptr (ChainDataset)  dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)  network = fixture_network ("2 linear, 1 linear", 2, NULL);
  const ChainLrRangeOptions options = { 1e-3, 1e250, 5 };
  g_autoptr (ChainLrRange)  range = NULL;
  ChainTrainingOptions      training;

  chain_training_options_init (&training);
  range = chain_lr_range_run (network, &training, dataset, &options, NULL, NULL, NULL, NULL);
  g_assert_nonnull (range);
  g_assert_true (range->diverged);
  g_assert_cmpuint (range->loss->len, >=, 1);
  g_assert_cmpuint (range->loss->len, <, 5);
  for (guint i = 0; i < range->loss->len; i++)
    g_assert_true (isfinite (item (range->loss, i)));
}

/* Training at the recommended rate is stable and learns more than at a tenth of it. */
static void
test_recommended (void)
{
  g_autoptr (JsonNode)     root = fixture_json (CASE);
  g_autoptr (ChainNetwork) network = NULL;
  g_autoptr (ChainDataset) dataset = NULL;
  g_autoptr (ChainLrRange) range = NULL;
  ChainTrainingOptions     training;
  ChainLrRangeOptions      options;
  double                   rate;
  double                   losses[2];

  fixture_case (root, &network, &dataset);
  chain_training_options_init (&training);
  training.batch_size = 20;
  chain_lr_range_options_init (&options);
  range = chain_lr_range_run (network, &training, dataset, &options, NULL, NULL, NULL, NULL);
  g_assert_true (chain_lr_range_suggest (range, 200, chain_lr_rule_find ("recommended"), &rate));
  g_test_message ("recommended %g", rate);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChainTrainer) trainer = NULL;
      const ChainHistory      *history;

      training.learning_rate = i == 0 ? rate : rate / 10;
      trainer = chain_trainer_new (network, &training, dataset, NULL);
      g_assert_true (chain_trainer_run (trainer, 20, NULL, NULL, NULL, NULL));
      history = chain_trainer_history (trainer);
      losses[i] = g_array_index (history->epochs, ChainHistoryEpoch, 19).loss;
    }
  g_assert_cmpfloat (losses[0], <, losses[1]);
  g_assert_cmpfloat (losses[0], <, 0.1 * item (range->loss, 0));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/lr-range/case/curve", test_case_curve);
  g_test_add_func ("/engine/lr-range/case/run", test_case_run);
  g_test_add_func ("/engine/lr-range/refusals", test_refusals);
  g_test_add_func ("/engine/lr-range/cancelled", test_cancelled);
  g_test_add_func ("/engine/lr-range/not-finite", test_not_finite);
  g_test_add_func ("/engine/lr-range/recommended", test_recommended);
  return g_test_run ();
}
