/* stepper.c: stepping forwards and back, and what the steps say.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <string.h>

static ChainStepper *
worked_example (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
  g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
  ChainStepper *stepper;

  g_assert_no_error (error);
  stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
  g_assert_no_error (error);
  return stepper;
}

/* What a test changes about the network. */
typedef void (*Change) (ChainNetwork *network);

static ChainStepper *
changed_waves (guint batch_size, Change change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainDataset) dataset = fixture_waves (0.25);
  g_autoptr (ChainNetwork) network = NULL;
  ChainTrainingOptions options;
  ChainStepper        *stepper;

  network = chain_network_new_from_text ("4 tanh, 3 relu, 1", &error);
  g_assert_no_error (error);
  chain_network_set_inputs (network, dataset->n_inputs, &error);
  g_assert_no_error (error);
  if (change != NULL)
    change (network);
  chain_training_options_init (&options);
  options.batch_size = batch_size;
  options.shuffle = TRUE;
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return stepper;
}

static ChainStepper *
waves (guint batch_size)
{
  return changed_waves (batch_size, NULL);
}

static void
penalise (ChainNetwork *network)
{
  chain_network_layer (network, 0)->l1 = 0.03;
  chain_network_layer (network, 0)->l2 = 0.02;
  chain_network_layer (network, 2)->l2 = 0.1;
}

static void
drop (ChainNetwork *network)
{
  chain_network_layer (network, 0)->dropout = 0.5;
  chain_network_layer (network, 1)->dropout = 0.2;
}

static void
drop_softmax (ChainNetwork *network)
{
  drop (network);
  chain_layer_set_activation (chain_network_layer (network, 1),
                              chain_op_find (CHAIN_OP_ACTIVATION, "softmax"));
}

/* Every way to change a network; each must step, and go back, as plain ones do. */
static const struct
{
  const char *name;
  Change      change;
} changes[] = {
  { "plain", NULL },
  { "penalties", penalise },
  { "dropout", drop },
  { "dropout-softmax", drop_softmax },
};

static const ChainStep *
find_step (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity)
{
  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);

      if (step->phase == phase && step->layer == layer && step->quantity == quantity)
        return step;
    }
  g_assert_not_reached ();
}

static double
value_of (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity, gsize element)
{
  return chain_stepper_value (stepper, find_step (stepper, phase, layer, quantity))->values[element];
}

static void
assert_equation (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity,
                 const char *expected)
{
  g_autoptr (ChainEquation) equation
      = chain_stepper_equation (stepper, find_step (stepper, phase, layer, quantity), 0, 0);
  g_autofree char *text = chain_equation_to_text (equation, 6);

  g_assert_cmpstr (text, ==, expected);
}

/* The equation without its numbers. */
static void
assert_symbols (ChainStepper *stepper, ChainPhase phase, guint layer, ChainQuantity quantity,
                const char *expected)
{
  g_autoptr (ChainEquation) equation
      = chain_stepper_equation (stepper, find_step (stepper, phase, layer, quantity), 0, 0);
  g_autofree char *left = chain_formula_to_text (equation->left, CHAIN_FORMULA_IN_SYMBOLS, 6);
  g_autofree char *right = chain_formula_to_text (equation->right, CHAIN_FORMULA_IN_SYMBOLS, 6);
  g_autofree char *text = g_strconcat (left, " = ", right, NULL);

  g_assert_cmpstr (text, ==, expected);
}

/* All 35 updates of the worked example against the published numbers. */
static void
test_worked_example (void)
{
  g_autoptr (ChainStepper) stepper = worked_example ();
  JsonNode  *root = fixture_json ("cases/nets/worked_example.json");
  JsonArray *updates
      = json_object_get_array_member (json_node_get_object (root), "per_sample_steps");

  g_assert_cmpuint (json_array_get_length (updates), ==, 35);
  for (guint i = 0; i < 35; i++)
    {
      JsonObject *expected = json_array_get_object_element (updates, i);
      const struct
      {
        const char   *name;
        ChainPhase    phase;
        guint         layer;
        ChainQuantity quantity;
        gsize         element;
      } numbers[] = {
        { "x1", CHAIN_PHASE_FORWARD, 0, CHAIN_QUANTITY_X, 0 },
        { "x2", CHAIN_PHASE_FORWARD, 0, CHAIN_QUANTITY_X, 1 },
        { "yhat", CHAIN_PHASE_FORWARD, 1, CHAIN_QUANTITY_A, 0 },
        { "L", CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, 0 },
        { "dL_dyhat", CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_A, 0 },
        { "dL_dw1", CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 0 },
        { "dL_dw2", CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL, 1 },
        { "dL_db", CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_BIAS, 0 },
        { "new_w1", CHAIN_PHASE_UPDATE, 1, CHAIN_QUANTITY_KERNEL, 0 },
        { "new_w2", CHAIN_PHASE_UPDATE, 1, CHAIN_QUANTITY_KERNEL, 1 },
        { "new_b", CHAIN_PHASE_UPDATE, 1, CHAIN_QUANTITY_BIAS, 0 },
      };

      for (guint k = 0; k < chain_stepper_n_steps (stepper); k++)
        chain_stepper_forward (stepper);
      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
        g_assert_cmpfloat_with_epsilon (
            value_of (stepper, numbers[k].phase, numbers[k].layer, numbers[k].quantity,
                      numbers[k].element),
            json_object_get_double_member (expected, numbers[k].name), 1e-10);
    }
  json_node_unref (root);
}

/* What a person reads at each step of the first iteration. */
static void
test_equations (void)
{
  static const struct
  {
    const char *title;
    const char *equation;
  } expected[] = {
    { "Input", "x₁ = 2" },
    { "Weighted sum z of Output", "z = w₁·x₁ + w₂·x₂ + b = 5·2 + 8·3 + (−2) = 32" },
    { "Prediction ŷ", "ŷ = z = 32" },
    { "Loss L", "L = (ŷ − y)² = (32 − 18)² = 196" },
    { "Gradient ∂L/∂ŷ of Output", "∂L/∂ŷ = 2·(ŷ − y) = 2·(32 − 18) = 28" },
    { "Gradient ∂L/∂z of Output", "∂L/∂z = ∂L/∂ŷ·1 = 28·1 = 28" },
    { "Gradient ∂L/∂w of Output", "∂L/∂w₁ = ∂L/∂z·x₁ = 28·2 = 56" },
    { "Gradient ∂L/∂b of Output", "∂L/∂b = ∂L/∂z = 28" },
    { "Update of w of Output", "w₁ ← w₁ − η·∂L/∂w₁ = 5 − 0.02·56 = 3.88" },
    { "Update of b of Output", "b ← b − η·∂L/∂b = −2 − 0.02·28 = −2.56" },
  };
  g_autoptr (ChainStepper) stepper = worked_example ();

  g_assert_cmpuint (chain_stepper_n_steps (stepper), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const ChainStep *step = chain_stepper_step (stepper, i);
      g_autofree char *title = chain_step_title (chain_stepper_recording (stepper), step);
      g_autoptr (ChainEquation) equation = NULL;
      g_autofree char *text = NULL;

      chain_stepper_forward (stepper);
      equation = chain_stepper_equation (stepper, step, 0, 0);
      text = chain_equation_to_text (equation, 6);
      g_assert_cmpstr (title, ==, expected[i].title);
      g_assert_cmpstr (text, ==, expected[i].equation);
    }
}

/* L1 and L2 are written out in the loss and show in the gradient and in the update. */
static void
test_penalties (void)
{
  static const struct
  {
    double      l1;
    double      l2;
    const char *loss;
    const char *gradient;
  } expected[] = {
    { 0, 0.1, "L = (ŷ − y)² + λ·(w₁² + w₂²) = (32 − 18)² + 0.1·(5² + 8²) = 204.9",
      "∂L/∂w₁ = ∂L/∂z·x₁ + 2·λ·w₁ = 28·2 + 2·0.1·5 = 57" },
    { 0.1, 0, "L = (ŷ − y)² + λ₁·(abs(w₁) + abs(w₂)) = (32 − 18)² + 0.1·(abs(5) + abs(8)) = 197.3",
      "∂L/∂w₁ = ∂L/∂z·x₁ + λ₁·sign(w₁) = 28·2 + 0.1·sign(5) = 56.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
      g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
      g_autoptr (ChainStepper) stepper = NULL;

      chain_network_layer (project->network, 0)->l1 = expected[i].l1;
      chain_network_layer (project->network, 0)->l2 = expected[i].l2;
      stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (chain_stepper_n_steps (stepper), ==, 10);
      chain_stepper_go_to (stepper, 0, 10);
      assert_equation (stepper, CHAIN_PHASE_LOSS, 0, CHAIN_QUANTITY_LOSS, expected[i].loss);
      assert_equation (stepper, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_KERNEL,
                       expected[i].gradient);
      assert_equation (stepper, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_BIAS,
                       "∂L/∂b = ∂L/∂z = 28");
    }
}

/* A mask is a factor of the activation and of its gradient; the activation, which has no symbol
 * of its own then, is written out. */
static void
test_dropout (void)
{
  const double             weights[] = { 0.5, 0.25, /**/ 0, 0, /**/ 2, -1, /**/ 0 };
  const double             x = 1;
  const double             y = 1;
  g_autoptr (ChainDataset) dataset = fixture_dataset (1, 1, &x, 1, &y, 0);
  g_autoptr (ChainNetwork) network = fixture_network ("2 sigmoid, 1 linear", 1, weights);
  g_autoptr (ChainStepper) stepper = NULL;
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  const ChainTensor       *mask;

  chain_network_layer (network, 0)->dropout = 0.5;
  chain_training_options_init (&options);
  stepper = chain_stepper_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  mask = chain_walk_value (chain_stepper_walk (stepper),
                           chain_stepper_recording (stepper)->layers[0].mask);
  while (mask->values[0] == 0)
    chain_stepper_go_to (stepper, chain_stepper_iteration (stepper) + 1, 0);
  g_assert_cmpfloat (mask->values[0], ==, 2);
  chain_stepper_go_to (stepper, chain_stepper_iteration (stepper), 8);
  assert_symbols (stepper, CHAIN_PHASE_FORWARD, 1, CHAIN_QUANTITY_A,
                  "a₁⁽¹⁾ = 1/(1 + e^(−z₁⁽¹⁾))·r₁⁽¹⁾");
  assert_symbols (stepper, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_Z,
                  "∂L/∂z₁⁽¹⁾ = ∂L/∂a₁⁽¹⁾·r₁⁽¹⁾·1/(1 + e^(−z₁⁽¹⁾))·(1 − 1/(1 + e^(−z₁⁽¹⁾)))");
  assert_symbols (stepper, CHAIN_PHASE_BACKWARD, 1, CHAIN_QUANTITY_A,
                  "∂L/∂a₁⁽¹⁾ = ∂L/∂z⁽²⁾·w₁⁽²⁾");
}

/* Every element's equation evaluates to the number that was computed, at every step of a net
 * with hidden layers and a batch. */
static void
test_equations_evaluate (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (ChainStepper) stepper = changed_waves (4, *change);

  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    {
      const ChainStep   *step = chain_stepper_step (stepper, i);
      const ChainTensor *value;

      chain_stepper_forward (stepper);
      value = chain_stepper_value (stepper, step);
      for (gsize r = 0; r < value->rows; r++)
        for (gsize c = 0; c < value->columns; c++)
          {
            g_autoptr (ChainEquation) equation = chain_stepper_equation (stepper, step, r, c);

            g_assert_cmpfloat (equation->value, ==, chain_tensor_get (value, r, c));
            g_assert_cmpfloat_with_epsilon (chain_formula_evaluate (equation->right),
                                            equation->value, 1e-12);
          }
    }
}

/* Each optimizer's update is listed quantity by quantity, and each explains itself. */
static void
test_optimizers (void)
{
  static const struct
  {
    const char *name;
    double      first;
    double      second;
    double      third;
    const char *equations[4];
  } cases[] = {
    { "sgd", 0, 0, 9,
      { "g_w1 = ∂L/∂w₁·c/√((∂L/∂w₁)² + (∂L/∂w₂)²) = 56·9/√(56² + 84²) = 4.9923",
        "w₁ ← w₁ − η·g_w1 = 5 − 0.02·4.9923 = 4.90015" } },
    { "sgd", 0, 0, 1000, { "g_w1 = ∂L/∂w₁ = 56", "w₁ ← w₁ − η·g_w1 = 5 − 0.02·56 = 3.88" } },
    { "sgd", 0.9, 0, 0,
      { "v_w1 ← μ·v_w1 − η·∂L/∂w₁ = 0.9·0 − 0.02·56 = −1.12", "w₁ ← w₁ + v_w1 = 5 + (−1.12) = 3.88" } },
    { "adagrad", 0.1, 1e-7, 0,
      { "v_w1 ← v_w1 + (∂L/∂w₁)² = 0.1 + 56² = 3136.1",
        "w₁ ← w₁ − η·∂L/∂w₁/√(v_w1 + ε) = 5 − 0.02·56/√(3136.1 + 1·10⁻⁷) = 4.98" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
      g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);
      g_autoptr (ChainStepper) stepper = NULL;
      guint seen = 0;

      chain_training_options_set_optimizer (&project->training,
                                            chain_optimizer_find (cases[i].name));
      project->training.optimizer_parameters[0] = cases[i].first;
      project->training.optimizer_parameters[1] = cases[i].second;
      project->training.optimizer_parameters[2] = cases[i].third;
      stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < chain_stepper_n_steps (stepper); k++)
        {
          const ChainStep *step = chain_stepper_step (stepper, k);
          g_autoptr (ChainEquation) equation = NULL;
          g_autofree char *text = NULL;

          chain_stepper_forward (stepper);
          if (step->phase != CHAIN_PHASE_UPDATE || cases[i].equations[seen] == NULL)
            continue;
          equation = chain_stepper_equation (stepper, step, 0, 0);
          text = chain_equation_to_text (equation, 6);
          g_assert_cmpstr (text, ==, cases[i].equations[seen]);
          seen++;
        }
      g_assert_cmpuint (seen, ==, 2);
    }
}

/* Everything that can be seen at a place, as one array of numbers. */
static GArray *
picture_of (ChainStepper *stepper)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < chain_stepper_position (stepper); i++)
    {
      const ChainTensor *value
          = chain_stepper_value (stepper, chain_stepper_step (stepper, i));

      g_array_append_vals (numbers, value->values, (guint) chain_tensor_size (value));
    }
  for (guint layer = 1; layer <= chain_stepper_recording (stepper)->n_layers; layer++)
    for (guint bias = 0; bias < 2; bias++)
      {
        const ChainTensor *weights = chain_stepper_weights (stepper, layer, bias);

        g_array_append_vals (numbers, weights->values, (guint) chain_tensor_size (weights));
      }
  return numbers;
}

static void
assert_same_picture (GArray *one, GArray *other)
{
  g_assert_cmpmem (one->data, one->len * sizeof (double), other->data,
                   other->len * sizeof (double));
}

/* Back over several iterations, step by step, shows each earlier picture to the last bit. */
static void
test_back (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (ChainStepper) stepper = changed_waves (5, *change);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  const guint n = 3 * chain_stepper_n_steps (stepper) + 4;

  g_ptr_array_add (pictures, picture_of (stepper));
  for (guint i = 0; i < n; i++)
    {
      chain_stepper_forward (stepper);
      g_ptr_array_add (pictures, picture_of (stepper));
    }
  for (guint i = n; i-- > 0;)
    {
      g_autoptr (GArray) now = NULL;

      g_assert_true (chain_stepper_back (stepper));
      now = picture_of (stepper);
      assert_same_picture (now, g_ptr_array_index (pictures, i));
    }
  g_assert_false (chain_stepper_back (stepper));
}

/* Any place reached directly shows what stepping there shows. */
static void
test_go_to (void)
{
  g_autoptr (ChainStepper) stepper = waves (5);
  g_autoptr (ChainStepper) other = waves (5);
  const guint n = chain_stepper_n_steps (stepper);

  for (guint i = 0; i < 6 * n + 3; i++)
    chain_stepper_forward (stepper);
  chain_stepper_go_to (other, 6, 3);
  {
    g_autoptr (GArray) stepped = picture_of (stepper);
    g_autoptr (GArray) gone = picture_of (other);

    assert_same_picture (stepped, gone);
  }
  chain_stepper_rewind (stepper);
  g_assert_cmpuint (chain_stepper_iteration (stepper), ==, 0);
  g_assert_cmpuint (chain_stepper_position (stepper), ==, 0);
}

/* Stepping and training are the same run. */
static void
test_equals_training (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (ChainStepper) stepper = changed_waves (5, *change);
  g_autoptr (ChainStepper) trained = changed_waves (5, *change);
  guint64 t;

  for (guint i = 0; i < 9 * chain_stepper_n_steps (stepper); i++)
    chain_stepper_forward (stepper);
  chain_stepper_go_to (trained, 9, 0); /* runs whole iterations, as the trainer does */
  g_free (chain_stepper_save_state (stepper, &t));
  g_assert_cmpuint (t, ==, 9);
  {
    g_autoptr (GArray) stepped = picture_of (stepper);
    g_autoptr (GArray) run = picture_of (trained);

    assert_same_picture (stepped, run);
  }
}

static void
test_known (void)
{
  g_autoptr (ChainStepper) stepper = worked_example ();
  const ChainRecording *recording = chain_stepper_recording (stepper);

  g_assert_false (chain_stepper_known (stepper, recording->x, FALSE));
  g_assert_true (chain_stepper_known (stepper, recording->layers[0].kernel, FALSE));
  g_assert_true (chain_stepper_known (stepper, recording->y, FALSE));
  chain_stepper_finish_pass (stepper);
  g_assert_true (chain_stepper_known (stepper, recording->loss, FALSE));
  g_assert_false (chain_stepper_known (stepper, recording->layers[0].kernel, TRUE));
  chain_stepper_finish_pass (stepper);
  g_assert_true (chain_stepper_known (stepper, recording->layers[0].kernel, TRUE));
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[0], ==, 5);
  chain_stepper_finish_pass (stepper);
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper, 1, FALSE)->values[0], 3.88, 1e-15);
  g_assert_cmpuint (chain_stepper_position (stepper), ==, chain_stepper_n_steps (stepper));
}

static void
add_test (const char *test, guint row, GTestDataFunc run)
{
  g_autofree char *path = g_strdup_printf ("/engine/stepper/%s/%s", test, changes[row].name);

  g_test_add_data_func (path, &changes[row].change, run);
}

/* The same place in another stepper: same numbers, and the same ones from there on. */
static void
test_place (void)
{
  g_autoptr (ChainStepper) first = changed_waves (5, drop);
  g_autoptr (ChainStepper) second = changed_waves (5, drop);
  g_autoptr (ChainStepper) other = worked_example ();

  chain_stepper_go_to (first, 3, 9);
  {
    g_autoptr (ChainStepperPlace) place = chain_stepper_save_place (first);

    g_assert_false (chain_stepper_restore_place (other, place));
    g_assert_cmpuint (chain_stepper_iteration (other), ==, 0);
    chain_stepper_go_to (second, 1, 4);
    g_assert_true (chain_stepper_restore_place (second, place));
  }
  g_assert_cmpuint (chain_stepper_iteration (second), ==, 3);
  g_assert_cmpuint (chain_stepper_first_iteration (second), ==, 3);
  g_assert_cmpuint (chain_stepper_position (second), ==, 9);
  chain_stepper_go_to (first, 5, 0);
  chain_stepper_go_to (second, 5, 0);
  for (guint layer = 1; layer <= 3; layer++)
    g_assert_cmpmem (chain_stepper_weights (first, layer, FALSE)->values,
                     chain_tensor_size (chain_stepper_weights (first, layer, FALSE))
                         * sizeof (double),
                     chain_stepper_weights (second, layer, FALSE)->values,
                     chain_tensor_size (chain_stepper_weights (second, layer, FALSE))
                         * sizeof (double));
}

/* Where the step has gone, all steps of the phases before it are done. */
static void
test_place_without_step (void)
{
  g_autoptr (ChainStepper)      first = changed_waves (5, NULL);
  g_autoptr (ChainStepper)      second = changed_waves (5, NULL);
  g_autoptr (ChainStepperPlace) place = NULL;
  guint                         before;

  chain_stepper_go_to (first, 0, chain_stepper_n_steps (first));
  place = chain_stepper_save_place (first);
  place->last.quantity = CHAIN_QUANTITY_VELOCITY;
  g_assert_true (chain_stepper_restore_place (second, place));
  before = chain_stepper_position (second);
  g_assert_cmpint (chain_stepper_step (second, before - 1)->phase, ==, CHAIN_PHASE_BACKWARD);
  g_assert_cmpint (chain_stepper_step (second, before)->phase, ==, CHAIN_PHASE_UPDATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/stepper/worked-example", test_worked_example);
  g_test_add_func ("/engine/stepper/equations", test_equations);
  g_test_add_func ("/engine/stepper/penalties", test_penalties);
  g_test_add_func ("/engine/stepper/dropout", test_dropout);
  g_test_add_func ("/engine/stepper/optimizers", test_optimizers);
  g_test_add_func ("/engine/stepper/go-to", test_go_to);
  g_test_add_func ("/engine/stepper/known", test_known);
  g_test_add_func ("/engine/stepper/place", test_place);
  g_test_add_func ("/engine/stepper/place-without-step", test_place_without_step);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      add_test ("equations-evaluate", i, test_equations_evaluate);
      add_test ("back", i, test_back);
      add_test ("equals-training", i, test_equals_training);
    }
  return g_test_run ();
}
