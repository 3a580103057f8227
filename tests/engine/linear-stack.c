/* linear-stack.c: a stack of linear layers is one linear layer.
 *
 * SPDX-License-Identifier: MIT
 */
#include <chainrule.h>

static ChainNetwork *
network_of (const char *layers, guint inputs)
{
  g_autoptr (GError) error = NULL;
  ChainNetwork *network = chain_network_new_from_text (layers, &error);

  g_assert_no_error (error);
  chain_network_set_inputs (network, inputs, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_is (void)
{
  static const struct
  {
    const char *layers;
    gboolean    is;
  } cases[] = {
    { "1", FALSE },
    { "3, 1", TRUE },
    { "3, 4, 2 softmax", TRUE },
    { "3 relu, 1", FALSE },
    { "3, 2 tanh, 1", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainNetwork) network = network_of (cases[i].layers, 2);

      g_assert_cmpint (chain_linear_stack_is (network), ==, cases[i].is);
    }
}

/* By hand: [1 2; 3 4]·[5; 6] = [17; 39], and (0.5, −1)·[5; 6] + 7 = 3.5. */
static void
test_by_hand (void)
{
  static const double         first[] = { 1, 2, 3, 4 }, bias[] = { 0.5, -1 }, second[] = { 5, 6 };
  g_autoptr (ChainNetwork)     network = network_of ("2, 1", 2);
  g_autoptr (ChainLinearStack) stack = NULL;

  for (guint i = 0; i < 4; i++)
    chain_network_layer (network, 0)->kernel->values[i] = first[i];
  for (guint i = 0; i < 2; i++)
    {
      chain_network_layer (network, 0)->bias->values[i] = bias[i];
      chain_network_layer (network, 1)->kernel->values[i] = second[i];
    }
  chain_network_layer (network, 1)->bias->values[0] = 7;
  stack = chain_linear_stack_new (network);
  g_assert_cmpfloat (stack->kernel->values[0], ==, 17);
  g_assert_cmpfloat (stack->kernel->values[1], ==, 39);
  g_assert_cmpfloat (stack->bias->values[0], ==, 3.5);
}

/* It predicts what the network does. */
static void
test_predicts_alike (void)
{
  static const double          x[] = { 0.3, -1.7, 2.2 };
  g_autoptr (GError)           error = NULL;
  g_autoptr (ChainNetwork)     network = network_of ("5, 4, 3, 2", 3);
  g_autoptr (ChainRecording)   recording = NULL;
  g_autoptr (ChainWalk)        walk = NULL;
  g_autoptr (ChainLinearStack) stack = NULL;

  chain_network_layer (network, 1)->use_bias = FALSE;
  g_clear_pointer (&chain_network_layer (network, 1)->bias, chain_tensor_free);
  for (guint i = 0; i < 3; i++)
    chain_network_layer (network, 2)->bias->values[i] = 0.1 * i - 0.3;
  stack = chain_linear_stack_new (network);
  recording = chain_recording_new (network, chain_op_find (CHAIN_OP_LOSS, "mse"), NULL, &error);
  g_assert_no_error (error);
  walk = chain_walk_new (recording->graph, 1);
  chain_recording_load_weights (recording, network, walk);
  chain_walk_set_batch (walk, 1);
  for (guint i = 0; i < 3; i++)
    chain_walk_value (walk, recording->x)->values[i] = x[i];
  chain_walk_forward (walk, 0, recording->loss + 1);
  for (guint unit = 0; unit < 2; unit++)
    {
      double sum = stack->bias->values[unit];

      for (guint i = 0; i < 3; i++)
        sum += x[i] * chain_tensor_get (stack->kernel, i, unit);
      g_assert_cmpfloat_with_epsilon (
          sum, chain_walk_value (walk, recording->prediction)->values[unit], 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/linear-stack/is", test_is);
  g_test_add_func ("/engine/linear-stack/by-hand", test_by_hand);
  g_test_add_func ("/engine/linear-stack/predicts-alike", test_predicts_alike);
  return g_test_run ();
}
