/* recording.c: a network's graph: penalties as parts of the loss, and their gradients.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/recording/penalties", test_penalties);
  return g_test_run ();
}
