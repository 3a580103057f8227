/* recording.c: a network's graph: penalties as parts of the loss, dropout, and their gradients.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

#define ROWS 5

/* A recorded network with a batch in its walk. */
typedef struct
{
  ChainNetwork   *network;
  ChainRecording *recording;
  ChainWalk      *walk;
} Recorded;

static void
recorded_clear (Recorded *recorded)
{
  chain_walk_free (recorded->walk);
  chain_recording_free (recorded->recording);
  chain_network_free (recorded->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Recorded, recorded_clear)

/* Takes the network. Inputs are waves; targets give each class its share. */
static void
record (Recorded *recorded, ChainNetwork *network, const char *loss)
{
  g_autoptr (GError) error = NULL;
  ChainTensor       *x;
  ChainTensor       *y;

  recorded->network = network;
  recorded->recording
      = chain_recording_new (network, chain_op_find (CHAIN_OP_LOSS, loss), NULL, &error);
  g_assert_no_error (error);
  recorded->walk = chain_walk_new (recorded->recording->graph, ROWS);
  chain_recording_load_weights (recorded->recording, network, recorded->walk);
  x = chain_walk_value (recorded->walk, recorded->recording->x);
  y = chain_walk_value (recorded->walk, recorded->recording->y);
  for (gsize i = 0; i < chain_tensor_size (x); i++)
    x->values[i] = sin (1.3 * i + 0.2);
  for (gsize i = 0; i < chain_tensor_size (y); i++)
    y->values[i] = 1.0 / y->columns;
}

static double
loss_of (Recorded *recorded)
{
  chain_walk_forward (recorded->walk, 0, recorded->recording->loss + 1);
  return chain_walk_value (recorded->walk, recorded->recording->loss)->values[0];
}

static void
assert_gradient (Recorded *recorded, guint variable)
{
  const double h = 1e-6;
  ChainTensor *value = chain_walk_value (recorded->walk, variable);
  ChainTensor *adjoint = chain_walk_adjoint (recorded->walk, variable);

  for (gsize i = 0; i < chain_tensor_size (value); i++)
    {
      const double kept = value->values[i];
      double       above;
      double       below;

      value->values[i] = kept + h;
      above = loss_of (recorded);
      value->values[i] = kept - h;
      below = loss_of (recorded);
      value->values[i] = kept;
      g_assert_cmpfloat_with_epsilon (adjoint->values[i], (above - below) / (2 * h), 1e-8);
    }
}

/* Each gradient is that of the whole loss, penalties and all. */
static void
assert_gradients (Recorded *recorded)
{
  loss_of (recorded);
  chain_walk_backward (recorded->walk, recorded->recording->loss);
  for (guint i = 0; i < recorded->recording->n_layers; i++)
    {
      assert_gradient (recorded, recorded->recording->layers[i].kernel);
      assert_gradient (recorded, recorded->recording->layers[i].bias);
    }
}

/* Which layers are penalised, and how. */
static const struct
{
  double      l1[2];
  double      l2[2];
  const char *layers;
  const char *loss;
} penalties[] = {
  { { 0, 0 }, { 0, 0 }, "3 tanh, 2 linear", "mse" },
  { { 0.3, 0 }, { 0, 0 }, "3 tanh, 2 linear", "mse" },
  { { 0, 0 }, { 0, 0.07 }, "3 sigmoid, 2 linear", "mae" },
  { { 0.1, 0.2 }, { 0.3, 0.4 }, "3 tanh, 2 linear", "mse" },
  { { 0.1, 0.2 }, { 0.3, 0.4 }, "3 tanh, 2 softmax", "categorical_crossentropy" },
};

static ChainNetwork *
penalised (guint row)
{
  ChainNetwork *network = fixture_network (penalties[row].layers, 2, NULL);

  for (guint i = 0; i < 2; i++)
    {
      chain_network_layer (network, i)->l1 = penalties[row].l1[i];
      chain_network_layer (network, i)->l2 = penalties[row].l2[i];
      chain_tensor_fill (chain_network_layer (network, i)->bias, 0.25 * (i + 1));
    }
  return network;
}

/* Keras's: L1 is l1 · Σ |w| and L2 l2 · Σ w² over the kernel alone, whatever the batch. */
static double
penalty_of (const ChainNetwork *network)
{
  double sum = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      for (gsize k = 0; k < chain_tensor_size (layer->kernel); k++)
        sum += layer->l1 * fabs (layer->kernel->values[k])
               + layer->l2 * pow (layer->kernel->values[k], 2);
    }
  return sum;
}

static void
test_penalties (void)
{
  for (guint row = 0; row < G_N_ELEMENTS (penalties); row++)
    {
      g_autoptr (ChainNetwork) plain = fixture_network (penalties[row].layers, 2, NULL);
      g_auto (Recorded)        without = { 0 };
      g_auto (Recorded)        with = { 0 };

      record (&with, penalised (row), penalties[row].loss);
      for (guint i = 0; i < 2; i++)
        chain_tensor_fill (chain_network_layer (plain, i)->bias, 0.25 * (i + 1));
      record (&without, g_steal_pointer (&plain), penalties[row].loss);
      g_assert_cmpfloat_with_epsilon (loss_of (&with),
                                      loss_of (&without) + penalty_of (with.network), 1e-14);
      g_assert_cmpfloat (chain_walk_value (with.walk, with.recording->data_loss)->values[0], ==,
                         loss_of (&without));
      g_assert_cmpint (with.recording->loss == with.recording->data_loss, ==,
                       penalty_of (with.network) == 0);
      assert_gradients (&with);
    }
}

/* Gradients go through the masks; the walk's own masks drop nothing. */
static void
test_dropout (void)
{
  static const char *const layers[] = {
    "4 tanh, 3 relu, 2 linear", "4 sigmoid, 3 softmax, 2 linear", "4 linear, 3 gelu, 2 softmax",
  };

  for (guint row = 0; row < G_N_ELEMENTS (layers); row++)
    {
      const char      *loss = row == 2 ? "categorical_crossentropy" : "mse";
      ChainNetwork    *dropped = fixture_network (layers[row], 2, NULL);
      g_auto (Recorded) without = { 0 };
      g_auto (Recorded) with = { 0 };

      chain_network_layer (dropped, 0)->dropout = 0.5;
      chain_network_layer (dropped, 1)->dropout = 0.25;
      record (&without, fixture_network (layers[row], 2, NULL), loss);
      record (&with, dropped, loss);
      g_assert_cmpfloat (loss_of (&with), ==, loss_of (&without));
      chain_recording_draw_masks (with.recording, 7, 3, with.walk);
      g_assert_cmpfloat (loss_of (&with), !=, loss_of (&without));
      assert_gradients (&with);
      chain_recording_open_masks (with.recording, with.walk);
      g_assert_cmpfloat (loss_of (&with), ==, loss_of (&without));
    }
}

/* Every element is 0 or 1/(1 − p), as often as p says: of 100 rows of 1000 units a share of p
 * within 5 standard deviations √(p·(1 − p)/100000). A mask is its seed's, its step's and its
 * layer's own, and always the same. */
static void
test_masks (void)
{
  static const double     rates[] = { 0.1, 0.5, 0.9 };
  static const guint64    streams[][2] = { { 1, 0 }, { 2, 0 }, { 1, 1 }, { 1, 1000000 } };
  const ChainOp          *mse = chain_op_find (CHAIN_OP_LOSS, "mse");
  g_autoptr (ChainNetwork) network
      = fixture_network ("1000 relu, 1000 relu, 1 linear", 1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      const double               p = rates[i];
      g_autoptr (ChainRecording) recording = NULL;
      g_autoptr (ChainWalk)      walk = NULL;
      g_autoptr (ChainTensor)    first = NULL;
      const ChainTensor         *mask;
      const ChainTensor         *other;
      gsize                      n_dropped = 0;

      chain_network_layer (network, 0)->dropout = p;
      chain_network_layer (network, 1)->dropout = p;
      recording = chain_recording_new (network, mse, NULL, NULL);
      walk = chain_walk_new (recording->graph, 100);
      mask = chain_walk_value (walk, recording->layers[0].mask);
      other = chain_walk_value (walk, recording->layers[1].mask);
      chain_recording_draw_masks (recording, 1, 0, walk);
      first = chain_tensor_copy (mask);
      for (gsize k = 0; k < chain_tensor_size (mask); k++)
        {
          g_assert_true (mask->values[k] == 0 || mask->values[k] == 1 / (1 - p));
          n_dropped += mask->values[k] == 0;
        }
      g_assert_cmpfloat_with_epsilon (n_dropped / 1e5, p, 5 * sqrt (p * (1 - p) / 1e5));
      g_assert_cmpint (memcmp (mask->values, other->values, 1e5 * sizeof (double)), !=, 0);

      for (guint k = 0; k < G_N_ELEMENTS (streams); k++)
        {
          chain_recording_draw_masks (recording, streams[k][0], streams[k][1], walk);
          g_assert_cmpint (memcmp (mask->values, first->values, 1e5 * sizeof (double)) == 0, ==,
                           k == 0);
        }
    }
}

static void
test_output (void)
{
  g_autoptr (ChainNetwork) network = fixture_network ("3 tanh, 1 linear", 1, NULL);
  g_autoptr (GError)       error = NULL;

  chain_network_layer (network, 1)->dropout = 0.5;
  g_assert_null (chain_recording_new (network, chain_op_find (CHAIN_OP_LOSS, "mse"), NULL, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "network.layers[1].dropout: expected 0 for the output layer, got 0.5");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/recording/penalties", test_penalties);
  g_test_add_func ("/engine/recording/dropout", test_dropout);
  g_test_add_func ("/engine/recording/masks", test_masks);
  g_test_add_func ("/engine/recording/dropout-of-output", test_output);
  return g_test_run ();
}
