/* step-part.c: the summands of a step's elements add up to what the step computed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static const struct
{
  const char *name;
  const char *layers;
  guint       batch_size;
  double      dropout; /* of the first layer */
  double      l2;      /* likewise */
} nets[] = {
  { "one-layer", "1 linear", 1, 0, 0 },
  { "batch", "4 tanh, 3 relu, 1 linear", 5, 0, 0 },
  { "dropout", "4 tanh, 3 softmax, 1 linear", 3, 0.5, 0 },
  { "penalty", "3 tanh, 1 linear", 4, 0, 0.1 },
};

static ChainStepper *
at_start (gsize i)
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
  options.batch_size = nets[i].batch_size;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return stepper;
}

static ChainStepper *
stepped (gsize i)
{
  ChainStepper *stepper = at_start (i);

  chain_stepper_go_to (stepper, 0, chain_stepper_n_steps (stepper));
  return stepper;
}

static void
assert_parts_of (ChainStepper *stepper, const ChainStep *step)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainWalk            *walk = chain_stepper_walk (stepper);
  const ChainTensor    *value = chain_stepper_value (stepper, step);
  const gsize           n_parts = chain_step_n_parts (recording, walk, step);
  double                sum = 0;

  g_assert_cmpuint (n_parts, ==,
                    chain_tensor_size (value) * chain_step_n_terms (recording, walk, step));
  for (gsize i = 0; i < n_parts; i++)
    {
      g_autoptr (ChainStepPart) part = chain_step_part_new (recording, walk, step, i);
      const double              whole = chain_tensor_get (value, part->row, part->column);

      sum = part->term == 0 ? part->value : sum + part->value;
      g_assert_cmpfloat (chain_formula_evaluate (part->formula), ==, part->value);
      if (part->term < part->n_terms - 1)
        g_assert_cmpfloat (part->sum, ==, sum);
      else
        g_assert_cmpfloat (part->sum, ==, whole);
      if (part->term == part->n_terms - 1)
        g_assert_cmpfloat (fabs (sum - whole), <=, 1e-12 * (1 + fabs (whole)));
    }
}

static void
test_adds_up (gconstpointer data)
{
  ChainStepper *stepper = stepped (GPOINTER_TO_SIZE (data));

  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    assert_parts_of (stepper, chain_stepper_step (stepper, i));
  chain_stepper_free (stepper);
}

/* z = w₁x₁ + w₂x₂ + … + b has a summand for each input and one for the bias, ∂L/∂w one for each row
 * and one for its penalty. */
static void
test_n_terms (void)
{
  static const struct
  {
    ChainQuantity quantity;
    guint         layer;
    gboolean      gradient;
    gsize         expected;
  } steps[] = {
    { CHAIN_QUANTITY_Z, 1, FALSE, 2 + 1 }, { CHAIN_QUANTITY_A, 1, FALSE, 1 },
    { CHAIN_QUANTITY_Z, 2, FALSE, 3 + 1 }, { CHAIN_QUANTITY_KERNEL, 1, TRUE, 4 + 1 },
    { CHAIN_QUANTITY_KERNEL, 2, TRUE, 4 }, { CHAIN_QUANTITY_BIAS, 1, TRUE, 4 },
    { CHAIN_QUANTITY_A, 1, TRUE, 1 },      { CHAIN_QUANTITY_Z, 1, TRUE, 1 },
  };
  ChainStepper *stepper = stepped (3);

  for (gsize k = 0; k < G_N_ELEMENTS (steps); k++)
    for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
      {
        const ChainStep *step = chain_stepper_step (stepper, i);

        if (step->quantity == steps[k].quantity && step->layer == steps[k].layer
            && step->gradient == steps[k].gradient && step->phase != CHAIN_PHASE_UPDATE)
          g_assert_cmpuint (chain_step_n_terms (chain_stepper_recording (stepper),
                                                chain_stepper_walk (stepper), step),
                            ==, steps[k].expected);
      }
  chain_stepper_free (stepper);
}

/* Every value and every gradient of the graph. */
static GArray *
all_numbers (ChainStepper *stepper)
{
  const ChainGraph *graph = chain_stepper_recording (stepper)->graph;
  ChainWalk        *walk = chain_stepper_walk (stepper);
  GArray           *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < chain_graph_length (graph); i++)
    for (int gradient = 0; gradient < 2; gradient++)
      {
        const ChainTensor *tensor
            = gradient ? chain_walk_adjoint (walk, i) : chain_walk_value (walk, i);

        if (tensor != NULL && chain_stepper_known (stepper, i, gradient))
          g_array_append_vals (numbers, tensor->values, (guint) chain_tensor_size (tensor));
      }
  return numbers;
}

static void
assert_same_place (ChainStepper *one, ChainStepper *other)
{
  g_autoptr (GArray) numbers = all_numbers (one);
  g_autoptr (GArray) expected = all_numbers (other);

  g_assert_cmpuint (chain_stepper_iteration (one), ==, chain_stepper_iteration (other));
  g_assert_cmpuint (chain_stepper_position (one), ==, chain_stepper_position (other));
  g_assert_cmpmem (numbers->data, numbers->len * sizeof (double), expected->data,
                   expected->len * sizeof (double));
}

/* Summand by summand is the same as step by step, forwards and back. */
static void
test_stepping (gconstpointer data)
{
  ChainStepper *parts = at_start (GPOINTER_TO_SIZE (data));
  ChainStepper *steps = at_start (GPOINTER_TO_SIZE (data));
  const guint   n = chain_stepper_n_steps (steps) + 2;
  guint         n_forward = 0;

  for (guint i = 0; i < n; i++)
    {
      chain_stepper_forward (steps);
      do
        {
          chain_stepper_forward_part (parts);
          n_forward++;
        }
      while (chain_stepper_part (parts) > 0);
      assert_same_place (parts, steps);
    }
  for (guint i = 0; i < n_forward; i++)
    g_assert_true (chain_stepper_back_part (parts));
  g_assert_false (chain_stepper_back_part (parts));
  chain_stepper_rewind (steps);
  assert_same_place (parts, steps);
  chain_stepper_free (parts);
  chain_stepper_free (steps);
}

/* A step under way can be finished whole, or undone whole. */
static void
test_under_way (gconstpointer data)
{
  ChainStepper *stepper = at_start (GPOINTER_TO_SIZE (data));
  ChainStepper *steps = at_start (GPOINTER_TO_SIZE (data));
  guint         done;

  for (guint i = 0; i < chain_stepper_n_steps (steps); i++)
    {
      done = chain_stepper_position (stepper);
      chain_stepper_forward_part (stepper);
      if (chain_stepper_part (stepper) > 0)
        {
          g_autoptr (ChainStepPart) part = chain_stepper_current_part (stepper);
          const ChainStep          *step = chain_stepper_step_under_way (stepper);

          g_assert_cmpuint (part->term, ==, 0);
          g_assert_false (chain_stepper_known (stepper, step->node, step->gradient));
          g_assert_true (chain_stepper_element_known (stepper, step->node, step->gradient, 0, 0)
                         == (part->n_terms == 1));
          chain_stepper_back (stepper);
          g_assert_cmpuint (chain_stepper_position (stepper), ==, done);
          assert_same_place (stepper, steps);
          chain_stepper_forward_part (stepper);
          chain_stepper_forward (stepper);
        }
      chain_stepper_forward (steps);
      assert_same_place (stepper, steps);
    }
  chain_stepper_free (stepper);
  chain_stepper_free (steps);
}

static void
add_test (const char *test, gsize net, GTestDataFunc run)
{
  g_autofree char *path = g_strdup_printf ("/engine/step-part/%s/%s", test, nets[net].name);

  g_test_add_data_func (path, GSIZE_TO_POINTER (net), run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      add_test ("adds-up", i, test_adds_up);
      add_test ("stepping", i, test_stepping);
      add_test ("under-way", i, test_under_way);
    }
  g_test_add_func ("/engine/step-part/n-terms", test_n_terms);
  return g_test_run ();
}
