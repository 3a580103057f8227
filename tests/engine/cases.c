/* cases.c: whole training runs against numbers that were computed elsewhere.
 *
 * The files are float64 results of automatic differentiation by another program, confirmed at
 * higher precision; |got − want| ≤ atol + rtol |want| is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static const char *const names[] = {
  "01_linear_mse_sgd",      "02_relu_hidden",
  "14_bce_sigmoid",         "16_categorical_softmax",
  "17_sparse_categorical",  "18_softmax_output_mse",
  "24_short_last_batch",    "25_worked_example_per_sample",
  "26_tensor_example_forward",
};

typedef struct
{
  JsonNode       *root;
  JsonObject     *expected;
  ChainNetwork   *network;
  ChainDataset   *dataset;
  ChainIteration *iteration;
  guint           epochs;
  double          rtol;
  double          atol;
} Case;

static const ChainOp *
case_loss (JsonObject *spec)
{
  const char *type
    = json_object_get_string_member (json_object_get_object_member (spec, "loss"), "type");

  /* The same loss, of class numbers; the fixture has made rows of them. */
  if (g_str_equal (type, "sparse_categorical_crossentropy"))
    type = "categorical_crossentropy";
  return chain_op_find (CHAIN_OP_LOSS, type);
}

static void
case_open (Case *c, gconstpointer name)
{
  g_autofree char     *path = g_strdup_printf ("cases/nets/%s.json", (const char *) name);
  g_autoptr (GError)   error = NULL;
  JsonObject          *object;
  JsonObject          *spec;
  JsonObject          *tolerance;
  ChainTrainingOptions options;

  c->root = fixture_json (path);
  object = json_node_get_object (c->root);
  spec = json_object_get_object_member (object, "spec");
  tolerance = json_object_get_object_member (object, "tolerance");
  c->expected = json_object_get_object_member (object, "expected");
  c->rtol = json_object_get_double_member (tolerance, "trajectory_rtol");
  c->atol = json_object_get_double_member (tolerance, "trajectory_atol");
  c->epochs = json_object_get_int_member (spec, "epochs");
  fixture_case (c->root, &c->network, &c->dataset);

  chain_training_options_init (&options);
  options.loss = case_loss (spec);
  options.learning_rate
    = json_object_get_double_member (json_object_get_object_member (spec, "schedule"), "lr0");
  options.batch_size = json_object_get_int_member (spec, "batch_size");
  options.shuffle = FALSE;
  c->iteration = chain_iteration_new (c->network, &options, c->dataset, &error);
  g_assert_no_error (error);
}

static void
case_close (Case *c, G_GNUC_UNUSED gconstpointer name)
{
  chain_iteration_free (c->iteration);
  chain_dataset_unref (c->dataset);
  chain_network_free (c->network);
  json_node_unref (c->root);
}

static void
assert_numbers (const double *got, JsonObject *object, const char *member, double rtol, double atol)
{
  g_autoptr (GArray) want = fixture_numbers (json_object_get_member (object, member));

  for (guint i = 0; i < want->len; i++)
    {
      const double number = g_array_index (want, double, i);

      g_assert_cmpfloat_with_epsilon (got[i], number, atol + rtol * fabs (number));
    }
}

/* Before any update: z, a, and the gradients of z and of the weights. */
static void
test_first_batch (Case *c, G_GNUC_UNUSED gconstpointer name)
{
  JsonObject           *tolerance
    = json_object_get_object_member (json_node_get_object (c->root), "tolerance");
  const double          rtol = json_object_get_double_member (tolerance, "first_batch_rtol");
  const double          atol = json_object_get_double_member (tolerance, "first_batch_atol");
  JsonObject           *batch = json_object_get_object_member (c->expected, "first_batch");
  JsonArray            *layers = json_object_get_array_member (batch, "layers");
  const ChainRecording *recording = c->iteration->recording;
  ChainWalk            *walk = chain_iteration_walk (c->iteration);

  chain_iteration_load (c->iteration);
  chain_walk_forward (walk, 0, recording->loss + 1);
  chain_walk_backward (walk, recording->loss);

  assert_numbers (chain_walk_value (walk, recording->loss)->values, batch, "loss", rtol, atol);
  g_assert_cmpuint (json_array_get_length (layers), ==, recording->n_layers);
  for (guint i = 0; i < recording->n_layers; i++)
    {
      const ChainRecordedLayer *layer = &recording->layers[i];
      JsonObject               *want = json_array_get_object_element (layers, i);

      assert_numbers (chain_walk_value (walk, layer->z)->values, want, "z", rtol, atol);
      assert_numbers (chain_walk_value (walk, layer->a)->values, want, "a", rtol, atol);
      assert_numbers (chain_walk_adjoint (walk, layer->z)->values, want, "dz", rtol, atol);
      assert_numbers (chain_walk_adjoint (walk, layer->kernel)->values, want, "dW", rtol, atol);
      assert_numbers (chain_walk_adjoint (walk, layer->bias)->values, want, "db", rtol, atol);
    }
}

/* After every update the loss over all rows, at the end the weights and predictions. */
static void
test_steps (Case *c, G_GNUC_UNUSED gconstpointer name)
{
  const guint        n_steps = c->epochs * chain_batches_per_epoch (c->iteration->batches);
  g_autofree double *losses = g_new (double, n_steps);
  g_autofree double *full = g_new (double, n_steps);
  g_autofree double *output = g_new (double, c->dataset->n_rows * c->dataset->n_outputs);
  JsonArray         *final = json_object_get_array_member (c->expected, "final");

  for (guint t = 0; t < n_steps; t++)
    {
      losses[t] = chain_iteration_run (c->iteration);
      full[t] = chain_iteration_loss_of_rows (c->iteration, c->dataset->training_rows,
                                              c->dataset->n_rows, output);
    }
  assert_numbers (losses, c->expected, "batch_loss", c->rtol, c->atol);
  assert_numbers (full, c->expected, "full_loss_after", c->rtol, c->atol);
  assert_numbers (output, c->expected, "final_output", c->rtol, c->atol);

  chain_iteration_save_weights (c->iteration, c->network);
  for (guint i = 0; i < chain_network_n_layers (c->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (c->network, i);
      JsonObject       *want = json_array_get_object_element (final, i);

      assert_numbers (layer->kernel->values, want, "W", c->rtol, c->atol);
      assert_numbers (layer->bias->values, want, "b", c->rtol, c->atol);
    }
}

/* The trainer's own record of the same run. */
static void
test_history (Case *c, G_GNUC_UNUSED gconstpointer name)
{
  g_autoptr (ChainTrainer) trainer
    = chain_trainer_new (c->network, &c->iteration->options, c->dataset, NULL);
  const ChainHistory      *history = chain_trainer_history (trainer);
  g_autoptr (GArray)       rates = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray)       losses = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray)       epochs = g_array_new (FALSE, FALSE, sizeof (double));

  g_assert_true (chain_trainer_run (trainer, c->epochs, NULL, NULL, NULL, NULL));
  for (guint i = 0; i < history->steps->len; i++)
    {
      const ChainHistoryStep step = g_array_index (history->steps, ChainHistoryStep, i);

      g_array_append_val (rates, step.learning_rate);
      g_array_append_val (losses, step.loss);
    }
  for (guint i = 0; i < history->epochs->len; i++)
    g_array_append_val (epochs, g_array_index (history->epochs, ChainHistoryEpoch, i).loss);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (c->expected, "lr")), ==,
                    rates->len);
  assert_numbers ((double *) (gpointer) rates->data, c->expected, "lr", c->rtol, 0);
  assert_numbers ((double *) (gpointer) losses->data, c->expected, "batch_loss", c->rtol, c->atol);
  assert_numbers ((double *) (gpointer) epochs->data, c->expected, "epoch_loss", c->rtol, c->atol);
}

static const struct
{
  const char *name;
  void      (*run) (Case *c, gconstpointer name);
} parts[] = {
  { "first-batch", test_first_batch },
  { "steps", test_steps },
  { "history", test_history },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
      {
        g_autofree char *path
          = g_strdup_printf ("/engine/cases/%s/%s", names[i], parts[part].name);

        g_test_add (path, Case, names[i], case_open, parts[part].run, case_close);
      }
  return g_test_run ();
}
