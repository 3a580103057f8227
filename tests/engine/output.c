/* output.c: tests of what a network says of single rows and over a plane of its inputs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>

/* Two inputs of which one row each is far off; three rows of each class or number. */
static ChainDataset *
new_dataset (guint n_outputs)
{
  static const double inputs[] = { 2, 1, /**/ 0, 1, /**/ 5, -5, /**/ 1, 1 };
  static const double targets[3][12] = {
    { 0 },
    { 1, 0, 1, 0 },
    { 1, 0, /**/ 0, 1, /**/ 0, 1, /**/ 1, 0 },
  };

  return fixture_dataset (4, 2, inputs, n_outputs, targets[n_outputs], 0);
}

static const struct
{
  const char *layers;
  const char *loss;
  guint       n_outputs;
} cases[] = {
  { "3 tanh, 2 softmax", "categorical_crossentropy", 2 },
  { "3 tanh, 1 sigmoid", "binary_crossentropy", 1 },
  { "3 relu, 1 linear", "mse", 1 },
  { "3 tanh, 2 linear", "mae", 2 },
  { "1 linear", "huber", 1 },
};

/* Each row's loss is what the evaluation of that row alone says; so is the mean of all. */
static void
test_losses (gconstpointer data)
{
  const guint               at = GPOINTER_TO_UINT (data);
  const guint               rows[] = { 3, 0, 2, 1 };
  g_autoptr (ChainNetwork)  network = fixture_network (cases[at].layers, 2, NULL);
  g_autoptr (ChainDataset)  dataset = new_dataset (cases[at].n_outputs);
  g_autoptr (ChainOutput)   output = NULL;
  g_autoptr (ChainMetrics)  all = NULL;
  g_autoptr (GError)        error = NULL;
  ChainTrainingOptions      options;
  double                    predictions[8];

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, cases[at].loss));
  output = chain_output_new (network, &options, dataset, rows, 4, NULL, &error);
  g_assert_no_error (error);
  all = chain_evaluate (network, options.loss, options.loss_parameters, dataset, rows, 4,
                        predictions, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (output->metrics->loss, all->loss, 1e-12);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (ChainMetrics) alone
          = chain_evaluate (network, options.loss, options.loss_parameters, dataset, rows + i, 1,
                            NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (output->rows[i], ==, rows[i]);
      g_assert_cmpfloat_with_epsilon (output->losses[i], alone->loss, 1e-12);
    }
  for (guint i = 0; i < 4 * cases[at].n_outputs; i++)
    g_assert_cmpfloat_with_epsilon (output->predictions[i], predictions[i], 1e-12);
  if (all->n_classes > 0)
    g_assert_cmpmem (output->metrics->confusion,
                     all->n_classes * all->n_classes * sizeof (gsize), all->confusion,
                     all->n_classes * all->n_classes * sizeof (gsize));
}

/* Penalties are of the weights, not of a row. */
static void
test_no_penalties (void)
{
  const double             weights[] = { 1, 0, 0 };
  const guint              rows[] = { 0, 1, 2, 3 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainDataset) dataset = new_dataset (1);
  g_autoptr (ChainOutput)  output = NULL;
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  chain_network_layer (network, 0)->l2 = 10;
  output = chain_output_new (network, &options, dataset, rows, 4, NULL, NULL);
  g_assert_cmpfloat (output->losses[0], ==, 1);  /* (2 − 1)² */
  g_assert_cmpfloat (output->losses[2], ==, 16); /* (5 − 1)² */
  g_assert_cmpfloat (output->metrics->loss, ==, (1 + 0 + 16 + 1) / 4.0);
}

static void
test_worst (void)
{
  const double            weights[] = { 1, 0, 0 };
  const guint             rows[] = { 0, 1, 2, 3 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  g_autoptr (ChainDataset) dataset = new_dataset (1);
  g_autoptr (ChainOutput)  output = NULL;
  g_autofree guint        *worst = NULL;
  ChainTrainingOptions     options;
  guint                    n = 3;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  output = chain_output_new (network, &options, dataset, rows, 4, NULL, NULL);
  worst = chain_output_worst (output, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (worst[0], ==, 2);
  g_assert_cmpuint (worst[1], ==, 0);
  g_assert_cmpuint (worst[2], ==, 3);
  output->losses[1] = NAN;
  g_free (worst);
  n = 99;
  worst = chain_output_worst (output, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (worst[0], ==, 1);
}

static void
test_cancel (void)
{
  const guint              rows[] = { 0, 1, 2, 3 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, NULL);
  g_autoptr (ChainDataset) dataset = new_dataset (1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  g_cancellable_cancel (cancellable);
  g_assert_null (chain_output_new (network, &options, dataset, rows, 4, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static ChainDataset *
new_mixed (void)
{
  static const double  sizes[] = { 10, 20, 30, 60 };
  static const guint32 codes[] = { 0, 2, 2, 1 };
  static const double  labels[] = { 0, 1, 2, 3 };
  const char *const    names[] = { "red", "green", "blue" };
  ChainTable          *table = chain_table_new ("mixed", 4);
  GPtrArray           *levels = g_ptr_array_new_with_free_func (g_free);
  g_auto (ChainDataOptions) options = { .scaling = CHAIN_SCALING_STANDARD };
  g_autoptr (GError)   error = NULL;
  ChainDataset        *dataset;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (levels, g_strdup (names[i]));
  chain_table_take_column (table, chain_column_new_numbers ("size", 4, g_memdup2 (sizes, sizeof sizes)));
  chain_table_take_column (
      table, chain_column_new_categories ("colour", 4, g_memdup2 (codes, sizeof codes), levels));
  chain_table_take_column (table,
                           chain_column_new_numbers ("y", 4, g_memdup2 (labels, sizeof labels)));
  options.features = g_strsplit ("size,colour", ",", 0);
  options.targets = g_strsplit ("y", ",", 0);
  dataset = chain_dataset_new (table, &options, 1, &error);
  g_assert_no_error (error);
  chain_table_unref (table);
  return dataset;
}

/* What is written is read; a category is one-hot, a number scaled. */
static void
test_features (void)
{
  g_autoptr (ChainDataset) dataset = new_mixed ();
  const GPtrArray         *features = dataset->input_encoder->features;
  g_autofree double       *typical = chain_input_typical (dataset);
  double                   row[4] = { 0 };

  g_assert_cmpuint (dataset->n_inputs, ==, 4);
  g_assert_cmpfloat_with_epsilon (chain_input_read (features->pdata[0], dataset->inputs + 4), 20,
                                  1e-12);
  g_assert_cmpfloat (chain_input_read (features->pdata[1], dataset->inputs + 4), ==, 2);
  chain_input_write (features->pdata[0], 60, row);
  chain_input_write (features->pdata[1], 1.3, row);
  g_assert_cmpmem (row, sizeof row, dataset->inputs + 12, sizeof row);
  g_assert_cmpfloat_with_epsilon (chain_input_read (features->pdata[0], typical), 30, 1e-12);
  g_assert_cmpfloat (chain_input_read (features->pdata[1], typical), ==, 2);
}

static void
test_plane (void)
{
  g_autoptr (ChainDataset) dataset = new_mixed ();
  const GPtrArray         *features = dataset->input_encoder->features;
  g_autofree double       *typical = chain_input_typical (dataset);
  g_autofree double       *plane = NULL;
  ChainInputAxis           x, y;

  chain_input_axis (dataset, 0, &x);
  chain_input_axis (dataset, 1, &y);
  g_assert_cmpfloat_with_epsilon (x.from, 6, 1e-9); /* 8 % of 50 below 10 */
  g_assert_cmpfloat_with_epsilon (x.to, 64, 1e-9);
  g_assert_cmpfloat (y.from, ==, -0.5);
  g_assert_cmpfloat (y.to, ==, 2.5);
  plane = chain_input_plane (dataset, typical, &x, &y, 2, 3);
  for (guint i = 0; i < 6; i++)
    {
      const double *point = plane + 4 * i;

      g_assert_cmpfloat_with_epsilon (chain_input_read (features->pdata[0], point),
                                      i % 2 == 0 ? 20.5 : 49.5, 1e-9);
      g_assert_cmpfloat (chain_input_read (features->pdata[1], point), ==, 2 - i / 2);
    }
}

/* The plane of a linear unit is that plane. */
static void
test_predict (void)
{
  const double             weights[] = { 3, -2, 1 };
  const double             inputs[] = { 1, 1, /**/ 0, 4, /**/ -1, 0 };
  const double             expected[] = { 2, -7, -2 };
  g_autoptr (ChainNetwork) network = fixture_network ("1 linear", 2, weights);
  g_autofree double       *predictions = NULL;
  ChainTrainingOptions     options;

  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, "mse"));
  predictions = chain_output_predict (network, &options, inputs, 3, NULL, NULL);
  g_assert_cmpmem (predictions, sizeof expected, expected, sizeof expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/output/losses/%s", cases[i].loss);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_losses);
    }
  g_test_add_func ("/engine/output/no-penalties", test_no_penalties);
  g_test_add_func ("/engine/output/worst", test_worst);
  g_test_add_func ("/engine/output/cancel", test_cancel);
  g_test_add_func ("/engine/output/features", test_features);
  g_test_add_func ("/engine/output/plane", test_plane);
  g_test_add_func ("/engine/output/predict", test_predict);
  return g_test_run ();
}
