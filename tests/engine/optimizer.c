/* optimizer.c: tests of update rules as they stand in the graph.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

static void
test_names (void)
{
  g_autofree char *names = chain_optimizer_names ();
  g_auto (GStrv)   split = g_strsplit (names, ", ", -1);
  guint            n = 0;

  for (; chain_optimizers[n] != NULL; n++)
    {
      g_assert_true (chain_optimizer_find (chain_optimizers[n]->name) == chain_optimizers[n]);
      g_assert_cmpstr (split[n], ==, chain_optimizers[n]->name);
      g_assert_nonnull (chain_optimizers[n]->title);
      g_assert_nonnull (chain_optimizers[n]->formula);
    }
  g_assert_cmpuint (g_strv_length (split), ==, n);
  g_assert_null (chain_optimizer_find ("SGD"));
}

static void
assert_updates (const ChainRecording *recording, guint assigning, guint variable)
{
  const ChainNode *node = chain_graph_node (recording->graph, assigning);
  const ChainNode *of = chain_graph_node (recording->graph, variable);

  g_assert_true (node->op->assigns);
  g_assert_cmpuint (node->inputs[0], ==, variable);
  g_assert_cmpuint (node->shape.rows, ==, of->shape.rows);
  g_assert_cmpuint (node->shape.columns, ==, of->shape.columns);
  g_assert_cmpint (node->origin.phase, ==, CHAIN_PHASE_UPDATE);
  g_assert_cmpuint (node->origin.layer, ==, of->origin.layer);
  g_assert_cmpint (node->origin.quantity, ==, of->origin.quantity);
}

/* Every rule of the table, for a network with and without biases. */
static void
test_recorded (gconstpointer data)
{
  const ChainOptimizer *optimizer = data;
  const ChainOp        *mse = chain_op_find (CHAIN_OP_LOSS, "mse");

  for (guint use_bias = 0; use_bias < 2; use_bias++)
    {
      g_autoptr (ChainNetwork)   network = fixture_network ("3 tanh, 2 linear", 4, NULL);
      g_autoptr (ChainRecording) recording = NULL;
      g_autoptr (GError)         error = NULL;
      guint                      last = 0;

      chain_network_layer (network, 1)->use_bias = use_bias;
      chain_network_fit_weights (network);
      recording = chain_recording_new (network, mse, NULL, &error);
      g_assert_no_error (error);
      chain_optimizer_record (optimizer, NULL, recording);

      g_assert_cmpint (chain_graph_node (recording->graph, recording->learning_rate)->kind, ==,
                       CHAIN_NODE_INPUT);
      for (guint i = 0; i < recording->n_layers; i++)
        {
          const ChainRecordedLayer *layer = &recording->layers[i];

          assert_updates (recording, layer->new_kernel, layer->kernel);
          g_assert_cmpuint (layer->new_kernel, >, last);
          last = layer->new_kernel;
          if (layer->bias == CHAIN_NO_NODE)
            {
              g_assert_cmpuint (layer->new_bias, ==, CHAIN_NO_NODE);
              continue;
            }
          assert_updates (recording, layer->new_bias, layer->bias);
          g_assert_cmpuint (layer->new_bias, >, last);
          last = layer->new_bias;
        }
      g_assert_cmpuint (recording->layers[1].bias == CHAIN_NO_NODE, ==, !use_bias);
      g_assert_cmpuint (last, ==, chain_graph_length (recording->graph) - 1);
    }
}

/* ŷ = 3 · 2 + 1 = 7, y = 5, L = 4, dL/dŷ = 4: w = 3 − 0.1 · 8, b = 1 − 0.1 · 4. */
static void
test_sgd (void)
{
  const double               weights[] = { 3, 1 };
  g_autoptr (ChainNetwork)   network = fixture_network ("1 linear", 1, weights);
  g_autoptr (ChainRecording) recording
    = chain_recording_new (network, chain_op_find (CHAIN_OP_LOSS, "mse"), NULL, NULL);
  g_autoptr (ChainWalk)      walk = NULL;

  chain_optimizer_record (chain_optimizer_find ("sgd"), NULL, recording);
  walk = chain_walk_new (recording->graph, 1);
  chain_recording_load_weights (recording, network, walk);
  chain_walk_value (walk, recording->x)->values[0] = 2;
  chain_walk_value (walk, recording->y)->values[0] = 5;
  chain_walk_value (walk, recording->learning_rate)->values[0] = 0.1;
  chain_walk_forward (walk, 0, recording->loss + 1);
  chain_walk_backward (walk, recording->loss);
  chain_walk_forward (walk, recording->loss + 1, chain_graph_length (recording->graph));
  chain_walk_commit (walk);
  chain_recording_save_weights (recording, walk, network);

  g_assert_cmpfloat_with_epsilon (chain_network_layer (network, 0)->kernel->values[0], 2.2, 1e-15);
  g_assert_cmpfloat_with_epsilon (chain_network_layer (network, 0)->bias->values[0], 0.6, 1e-15);
}

/* Every use a rule makes of a gradient is of the clipped one. */
static gboolean
is_clipped (ChainWalk *walk, guint gradient, double most)
{
  const ChainGraph  *graph = chain_walk_graph (walk);
  const ChainTensor *g = chain_walk_value (walk, gradient);
  const ChainTensor *clipped = chain_walk_value (walk, gradient + 1);
  double             norm = 0;

  g_assert_cmpstr (chain_graph_node (graph, gradient + 1)->op->name, ==, "clip_by_norm");
  g_assert_cmpuint (chain_graph_node (graph, gradient + 1)->inputs[0], ==, gradient);
  for (gsize i = 0; i < chain_tensor_size (g); i++)
    norm = hypot (norm, g->values[i]);
  for (gsize i = 0; i < chain_tensor_size (g); i++)
    g_assert_cmpfloat_with_epsilon (clipped->values[i], g->values[i] * MIN (1, most / norm), 1e-15);
  for (guint i = gradient + 2; i < chain_graph_length (graph); i++)
    for (guint k = 0; k < chain_graph_node (graph, i)->n_inputs; k++)
      g_assert_cmpuint (chain_graph_node (graph, i)->inputs[k], !=, gradient);
  return norm > most;
}

/* Keras's clipnorm: each variable's gradient for itself, x·c/max(‖x‖, c). A c between the norms
 * of the gradients shortens some and leaves others. */
static void
test_clipnorm (gconstpointer data)
{
  const ChainOptimizer      *optimizer = data;
  const guint                last = chain_parameters_count (optimizer->parameters) - 1;
  g_autoptr (ChainDataset)   dataset = fixture_waves (0);
  g_autoptr (ChainNetwork)   network = fixture_network ("3 tanh, 1 linear", 2, NULL);
  g_autoptr (ChainIteration) iteration = NULL;
  const ChainGraph          *graph;
  ChainTrainingOptions       options;
  guint                      n_gradients = 0;
  guint                      n_clipped = 0;

  g_assert_cmpstr (optimizer->parameters[last].name, ==, "clipnorm");
  g_assert_cmpfloat (optimizer->parameters[last].initial, ==, 0);
  chain_training_options_init (&options);
  chain_training_options_set_optimizer (&options, optimizer);
  options.optimizer_parameters[last] = 1.25;
  iteration = chain_iteration_new (network, &options, dataset, NULL);
  chain_iteration_walk_run (iteration);
  graph = iteration->recording->graph;
  for (guint i = 0; i < chain_graph_length (graph); i++)
    if (chain_graph_node (graph, i)->kind == CHAIN_NODE_GRADIENT)
      {
        n_clipped += is_clipped (iteration->walk, i, 1.25);
        n_gradients++;
      }
  g_assert_cmpuint (n_gradients, ==, 4);
  g_assert_cmpuint (n_clipped, >, 0);
  g_assert_cmpuint (n_clipped, <, n_gradients);
}

/* The fused form gives what walking the recorded operations gives, to the last bit, for every
 * row of the table with its parameters off and on. */
static void
test_fused (gconstpointer data)
{
  const ChainOptimizer *optimizer = data;

  for (guint settings = 0; settings < 1u << CHAIN_MAX_PARAMETERS; settings++)
    {
      g_autoptr (GError)         error = NULL;
      g_autoptr (ChainDataset)   dataset = fixture_waves (0);
      g_autoptr (ChainNetwork)   network = fixture_network ("5 tanh, 1", dataset->n_inputs, NULL);
      g_autoptr (ChainIteration) iteration = NULL;
      ChainTrainingOptions       options;

      chain_training_options_init (&options);
      chain_training_options_set_optimizer (&options, optimizer);
      for (guint i = 0; i < chain_parameters_count (optimizer->parameters); i++)
        if (settings & 1u << i)
          options.optimizer_parameters[i]
            = optimizer->parameters[i].kind == CHAIN_PARAMETER_SWITCH ? 1 : 0.5;
      iteration = chain_iteration_new (network, &options, dataset, &error);
      g_assert_no_error (error);
      for (guint t = 0; t < 5; t++)
        {
          const ChainRecording *recording = iteration->recording;
          const guint64         before_t = iteration->t;
          g_autofree double    *before = chain_iteration_save_state (iteration);
          g_autofree double    *fused = NULL;
          g_autofree double    *walked = NULL;

          chain_iteration_walk_run (iteration);
          fused = chain_iteration_save_state (iteration);
          chain_iteration_load_state (iteration, before_t, before);
          chain_iteration_load (iteration);
          chain_walk_forward (iteration->walk, 0, recording->loss + 1);
          chain_walk_backward (iteration->walk, recording->loss);
          chain_walk_forward (iteration->walk, recording->loss + 1,
                              chain_graph_length (recording->graph));
          chain_walk_commit (iteration->walk);
          walked = chain_iteration_save_state (iteration);
          g_assert_cmpmem (fused, chain_iteration_state_size (iteration) * sizeof (double), walked,
                           chain_iteration_state_size (iteration) * sizeof (double));
          iteration->t = before_t + 1;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/optimizer/names", test_names);
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/engine/optimizer/%s/recorded", chain_optimizers[i]->name);
      g_autofree char *clipnorm
        = g_strdup_printf ("/engine/optimizer/%s/clipnorm", chain_optimizers[i]->name);

      g_test_add_data_func (path, chain_optimizers[i], test_recorded);
      g_test_add_data_func (clipnorm, chain_optimizers[i], test_clipnorm);
    }
  g_test_add_func ("/engine/optimizer/sgd/update", test_sgd);
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    {
      g_autofree char *path
        = g_strdup_printf ("/engine/optimizer/%s/fused", chain_optimizers[i]->name);

      g_test_add_data_func (path, chain_optimizers[i], test_fused);
    }
  return g_test_run ();
}
