/* code.c: steps as TensorFlow programs. That they compute the same is tests/interop/step-code.py's
 * to show.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

static ChainStepper *
worked_example (guint position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
  ChainStepper *stepper;

  g_assert_no_error (error);
  stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_go_to (stepper, 0, position);
  return stepper;
}

#define GIVEN                                                                                     \
  "import tensorflow as tf\n"                                                                     \
  "\n"                                                                                            \
  "x = tf.constant([[2.0, 3.0]], dtype=tf.float64)\n"                                             \
  "b1 = tf.Variable([[-2.0]], dtype=tf.float64)\n"                                                \
  "W1 = tf.Variable([[5.0],\n"                                                                    \
  "    [8.0]], dtype=tf.float64)\n"

#define TAPE                                                                                      \
  GIVEN                                                                                           \
  "y = tf.constant([[18.0]], dtype=tf.float64)\n"                                                 \
  "\n"                                                                                            \
  "with tf.GradientTape(persistent=True) as tape:\n"                                              \
  "    z1 = tf.matmul(x, W1) + b1\n"                                                              \
  "    a1 = tf.identity(z1)\n"                                                                    \
  "    loss = tf.reduce_mean(tf.square(a1 - y))\n"                                                \
  "\n"

static const struct
{
  guint       position; /* of the step, from 1 */
  guint       line;
  const char *text;
} expected[] = {
  { 2, 8, GIVEN "\nz1 = tf.matmul(x, W1) + b1\nprint(z1[0, 0].numpy())  # 32\n" },
  { 7, 14, TAPE "dW1 = tape.gradient(loss, W1)\nprint(dW1[0, 0].numpy())  # 56\n" },
};

static void
test_text (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (ChainStepper) stepper = worked_example (expected[i].position);
      g_autoptr (ChainCode) code = chain_code_new (
          stepper, chain_stepper_step (stepper, expected[i].position - 1), 0, 0, CHAIN_CODE_WHOLE);

      g_assert_cmpstr (code->text, ==, expected[i].text);
      g_assert_cmpuint (code->line, ==, expected[i].line);
    }
}

/* What is cut to be read says so, and how large it is. */
static void
test_short (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0);
  g_autoptr (ChainNetwork) network = chain_network_new_from_text ("9 tanh, 1 linear", &error);
  g_autoptr (ChainStepper) stepper = NULL;
  g_autoptr (ChainCode)    brief = NULL;
  g_autoptr (ChainCode)    whole = NULL;
  ChainTrainingOptions     options;

  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  chain_training_options_init (&options);
  options.batch_size = 7;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  chain_stepper_go_to (stepper, 0, 2);
  brief = chain_code_new (stepper, chain_stepper_step (stepper, 1), 6, 8, CHAIN_CODE_SHORT);
  whole = chain_code_new (stepper, chain_stepper_step (stepper, 1), 6, 8, CHAIN_CODE_WHOLE);
  g_assert_nonnull (strstr (brief->text, "…], dtype=tf.float64)  # 7 × 2\n"));
  g_assert_nonnull (strstr (brief->text, ", …]], dtype=tf.float64)  # 1 × 9\n"));
  g_assert_null (strstr (whole->text, "…"));
  g_assert_nonnull (strstr (whole->text, "print(z1[6, 8].numpy())"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/code/text", test_text);
  g_test_add_func ("/engine/code/short", test_short);
  return g_test_run ();
}
