/* path.c: gradients as products of local derivatives along a path from the loss.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static const struct
{
  const char *name;
  const char *layers;
  const char *loss;
  double      dropout; /* of the first layer */
  double      l2;      /* likewise */
} nets[] = {
  { "one-layer", "1 linear", "mse", 0, 0 },
  { "tanh", "3 tanh, 1 linear", "mse", 0, 0 },
  { "deep", "4 tanh, 3 relu, 2 gelu, 1 linear", "huber", 0, 0 },
  { "hidden-softmax", "4 softmax, 3 sigmoid, 1 linear", "mse", 0, 0 },
  { "dropout", "6 tanh, 3 softplus, 1 linear", "mse", 0.5, 0 },
  { "penalty", "3 tanh, 1 linear", "mae", 0, 0.1 },
  { "logits", "4 elu, 1 sigmoid", "binary_crossentropy", 0, 0 },
};

static ChainStepper *
stepped (gsize i)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0.25);
  g_autoptr (ChainNetwork) network = chain_network_new_from_text (nets[i].layers, &error);
  ChainTrainingOptions options;
  ChainStepper        *stepper;

  g_assert_no_error (error);
  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  chain_network_layer (network, 0)->dropout = nets[i].dropout;
  chain_network_layer (network, 0)->l2 = nets[i].l2;
  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, nets[i].loss));
  options.batch_size = 5;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_finish_pass (stepper);
  chain_stepper_finish_pass (stepper);
  return stepper;
}

static void
assert_close (double found, double expected)
{
  g_assert_cmpfloat (fabs (found - expected), <=, 1e-12 * (1 + fabs (expected)));
}

static void
assert_links_multiply (const ChainPath *path)
{
  g_autoptr (ChainFormula) derivatives = chain_path_derivatives (path);
  g_autoptr (ChainFormula) locals = chain_path_locals (path);
  double                   product = 1;

  for (guint i = 0; i < path->links->len; i++)
    {
      const ChainPathLink *link = g_ptr_array_index (path->links, i);

      assert_close (chain_formula_evaluate (link->local), link->value);
      product *= link->value;
    }
  assert_close (path->product, product);
  assert_close (chain_formula_evaluate (derivatives), product);
  assert_close (chain_formula_evaluate (locals), product);
}

/* Σ over the samples of what all paths carry, and the penalty, is the gradient. */
static void
assert_paths_sum_up (ChainStepper *stepper, guint node, double lambda)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainWalk            *walk = chain_stepper_walk (stepper);
  const ChainTensor    *value = chain_walk_value (walk, node);
  const ChainTensor    *gradient = chain_walk_adjoint (walk, node);

  for (gsize e = 0; e < chain_tensor_size (value); e++)
    {
      double sum = 2 * lambda * value->values[e];

      for (gsize sample = 0; sample < chain_walk_batch (walk); sample++)
        {
          g_autoptr (ChainPath) path = chain_path_new (
              recording, walk, node, e / value->columns, e % value->columns, sample);

          assert_links_multiply (path);
          g_assert_cmpfloat (fabs (path->product), >=,
                             fabs (path->total) / path->n_paths - 1e-12);
          sum += path->total;
        }
      assert_close (gradient->values[e], sum);
    }
}

static void
test_sums_up (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  ChainStepper *stepper = stepped (i);
  const ChainRecording *recording = chain_stepper_recording (stepper);

  for (guint l = 0; l < recording->n_layers; l++)
    {
      assert_paths_sum_up (stepper, recording->layers[l].kernel, l == 0 ? nets[i].l2 : 0);
      assert_paths_sum_up (stepper, recording->layers[l].bias, 0);
    }
  chain_stepper_free (stepper);
}

/* The gradients of z and a, one row of the batch each. */
static void
test_units (gconstpointer data)
{
  ChainStepper         *stepper = stepped (GPOINTER_TO_SIZE (data));
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainWalk            *walk = chain_stepper_walk (stepper);

  for (guint l = 0; l < recording->n_layers; l++)
    {
      const ChainTensor *adjoint = chain_walk_adjoint (walk, recording->layers[l].z);

      for (gsize e = 0; e < chain_tensor_size (adjoint); e++)
        {
          g_autoptr (ChainPath) path
              = chain_path_new (recording, walk, recording->layers[l].z, 0,
                                e % adjoint->columns, e / adjoint->columns);

          assert_close (path->total, adjoint->values[e]);
        }
    }
  chain_stepper_free (stepper);
}

static void
test_number_of_paths (void)
{
  ChainStepper         *stepper = stepped (2); /* 4, 3, 2, 1 */
  const ChainRecording *recording = chain_stepper_recording (stepper);
  const double          expected[] = { 3 * 2, 2, 1, 1 };

  for (guint l = 0; l < recording->n_layers; l++)
    {
      g_autoptr (ChainPath) path = chain_path_new (
          recording, chain_stepper_walk (stepper), recording->layers[l].kernel, 0, 0, 0);

      g_assert_cmpfloat (path->n_paths, ==, expected[l]);
    }
  chain_stepper_free (stepper);
}

/* Of two hidden units the one with the larger product of weights carries the gradient of x. */
static void
test_strongest (void)
{
  const double          weights[] = { 1, 2, 0, 0, 3, -4, 0 };
  const double          input = 0.5;
  const double          target = 1;
  g_autoptr (GError)    error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_dataset (1, 1, &input, 1, &target, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("2 linear, 1 linear", 1, weights);
  g_autoptr (ChainPath) path = NULL;
  g_autoptr (ChainFormula) derivatives = NULL;
  g_autoptr (ChainFormula) locals = NULL;
  g_autofree char      *symbols = NULL;
  g_autofree char      *numbers = NULL;
  ChainTrainingOptions  options;
  ChainStepper         *stepper;

  chain_training_options_init (&options);
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_finish_pass (stepper);
  path = chain_path_new (chain_stepper_recording (stepper), chain_stepper_walk (stepper),
                         chain_stepper_recording (stepper)->x, 0, 0, 0);
  /* ŷ = 3·0.5 − 4·1 = −2.5, ∂L/∂ŷ = 2·(−2.5 − 1) = −7. */
  g_assert_cmpfloat (path->product, ==, -7.0 * -4 * 2);
  g_assert_cmpfloat (path->total, ==, -7.0 * (3 * 1 - 4 * 2));
  g_assert_cmpfloat (path->n_paths, ==, 2);
  derivatives = chain_path_derivatives (path);
  symbols = chain_formula_to_text (derivatives, CHAIN_FORMULA_IN_SYMBOLS, 4);
  g_assert_cmpstr (symbols, ==,
                   "∂L/∂ŷ·∂ŷ/∂z⁽²⁾·∂z⁽²⁾/∂a₂⁽¹⁾·∂a₂⁽¹⁾/∂z₂⁽¹⁾·∂z₂⁽¹⁾/∂x");
  locals = chain_path_locals (path);
  numbers = chain_formula_to_text (locals, CHAIN_FORMULA_IN_NUMBERS, 4);
  g_assert_cmpstr (numbers, ==, "2·(−2.5 − 1)·1·(−4)·1·2");
  chain_stepper_free (stepper);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autofree char *weights = g_strdup_printf ("/engine/path/sums-up/%s", nets[i].name);
      g_autofree char *units = g_strdup_printf ("/engine/path/units/%s", nets[i].name);

      g_test_add_data_func (weights, GSIZE_TO_POINTER (i), test_sums_up);
      g_test_add_data_func (units, GSIZE_TO_POINTER (i), test_units);
    }
  g_test_add_func ("/engine/path/number-of-paths", test_number_of_paths);
  g_test_add_func ("/engine/path/strongest", test_strongest);
  return g_test_run ();
}
