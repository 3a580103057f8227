/* fixtures.c: data sets, networks and files of numbers that several tests need.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

/* A file under tests/, parsed. */
JsonNode *
fixture_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError)     error = NULL;
  const char            *file = g_test_get_filename (G_TEST_DIST, path, NULL);

  json_parser_load_from_file (parser, file, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
append_numbers (GArray *numbers, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        append_numbers (numbers, json_array_get_element (array, i));
    }
  else
    {
      const double number = json_node_get_double (node);

      g_array_append_val (numbers, number);
    }
}

/* All numbers of nested arrays, in order. */
GArray *
fixture_numbers (JsonNode *node)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  append_numbers (numbers, node);
  return numbers;
}

static void
take_columns (
  ChainTable *table, GPtrArray *names, const char *letter, guint n_columns, const double *rows)
{
  for (guint column = 0; column < n_columns; column++)
    {
      char   *name = g_strdup_printf ("%s%u", letter, column + 1);
      double *numbers = g_new (double, table->n_rows);

      for (gsize row = 0; row < table->n_rows; row++)
        numbers[row] = rows[row * n_columns + column];
      chain_table_take_column (table, chain_column_new_numbers (name, table->n_rows, numbers));
      g_ptr_array_add (names, name);
    }
  g_ptr_array_add (names, NULL);
}

/* Numbers as they are: inputs [n_rows, n_inputs], targets [n_rows, n_outputs]. */
ChainDataset *
fixture_dataset (gsize         n_rows,
                 guint         n_inputs,
                 const double *inputs,
                 guint         n_outputs,
                 const double *targets,
                 double        validation_fraction)
{
  ChainTable               *table = chain_table_new ("fixture", n_rows);
  GPtrArray                *features = g_ptr_array_new ();
  GPtrArray                *labels = g_ptr_array_new ();
  g_autoptr (GError)        error = NULL;
  g_auto (ChainDataOptions) options = { .validation_fraction = validation_fraction };
  ChainDataset             *dataset;

  take_columns (table, features, "x", n_inputs, inputs);
  take_columns (table, labels, "y", n_outputs, targets);
  options.features = (GStrv) g_ptr_array_free (features, FALSE);
  options.targets = (GStrv) g_ptr_array_free (labels, FALSE);
  dataset = chain_dataset_new (table, &options, n_outputs, &error);
  g_assert_no_error (error);
  chain_table_unref (table);
  return dataset;
}

/* 50 rows of two inputs and one smooth target, to learn from. */
ChainDataset *
fixture_waves (double validation_fraction)
{
  double inputs[50][2];
  double targets[50];

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      inputs[i][0] = cos (1.7 * i);
      inputs[i][1] = sin (0.9 * i);
      targets[i] = 0.5 * inputs[i][0] - 1.5 * inputs[i][1] * inputs[i][1];
    }
  return fixture_dataset (G_N_ELEMENTS (targets), 2, &inputs[0][0], 1, targets,
                          validation_fraction);
}

/* weights: kernel and bias of each layer, row-major; NULL for those of the initializers. */
ChainNetwork *
fixture_network (const char *layers, guint n_inputs, const double *weights)
{
  g_autoptr (GError) error = NULL;
  ChainNetwork      *network = chain_network_new_from_text (layers, &error);

  g_assert_no_error (error);
  chain_network_set_inputs (network, n_inputs, &error);
  g_assert_no_error (error);
  chain_network_reset_weights (network);
  for (guint i = 0; weights != NULL && i < chain_network_n_layers (network); i++)
    {
      ChainLayer *layer = chain_network_layer (network, i);
      const gsize n_kernel = chain_tensor_size (layer->kernel);
      const gsize n_bias = chain_tensor_size (layer->bias);

      memcpy (layer->kernel->values, weights, n_kernel * sizeof (double));
      memcpy (layer->bias->values, weights + n_kernel, n_bias * sizeof (double));
      weights += n_kernel + n_bias;
    }
  return network;
}

/* "5 relu, 1 linear" of the layers of a case. */
static char *
layers_text (JsonArray *layers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonObject *layer = json_array_get_object_element (layers, i);

      g_string_append_printf (text, "%s%" G_GINT64_FORMAT " %s", i > 0 ? ", " : "",
                              json_object_get_int_member (layer, "units"),
                              json_object_get_string_member (layer, "activation"));
    }
  return g_string_free (text, FALSE);
}

/* Class numbers become rows with a 1 at the class; rows stay as they are. */
static GArray *
case_targets (JsonNode *node, guint n_outputs)
{
  JsonArray *rows = json_node_get_array (node);
  GArray    *numbers = fixture_numbers (node);
  GArray    *one_hot;

  if (JSON_NODE_HOLDS_ARRAY (json_array_get_element (rows, 0)))
    return numbers;
  one_hot = g_array_new (FALSE, TRUE, sizeof (double));
  g_array_set_size (one_hot, numbers->len * n_outputs);
  for (guint i = 0; i < numbers->len; i++)
    g_array_index (one_hot, double, i * n_outputs + (guint) g_array_index (numbers, double, i)) = 1;
  g_array_unref (numbers);
  return one_hot;
}

/* The network, with its initial weights, and the rows of a training or range-test case. */
void
fixture_case (JsonNode *root, ChainNetwork **network, ChainDataset **dataset)
{
  JsonObject        *object = json_node_get_object (root);
  JsonObject        *spec = json_object_get_object_member (object, "spec");
  JsonObject        *data = json_object_get_object_member (object, "data");
  JsonArray         *initial = json_object_get_array_member (object, "initial");
  const guint        n_inputs = json_object_get_int_member (spec, "input_dim");
  g_autofree char   *layers = layers_text (json_object_get_array_member (spec, "layers"));
  g_autoptr (GArray) inputs = fixture_numbers (json_object_get_member (data, "X"));
  g_autoptr (GArray) targets = NULL;
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < json_array_get_length (initial); i++)
    {
      JsonObject        *layer = json_array_get_object_element (initial, i);
      g_autoptr (GArray) kernel = fixture_numbers (json_object_get_member (layer, "W"));
      g_autoptr (GArray) bias = fixture_numbers (json_object_get_member (layer, "b"));

      g_array_append_vals (weights, kernel->data, kernel->len);
      g_array_append_vals (weights, bias->data, bias->len);
    }
  *network = fixture_network (layers, n_inputs, (double *) (gpointer) weights->data);
  targets = case_targets (json_object_get_member (data, "Y"), chain_network_n_outputs (*network));
  *dataset = fixture_dataset (inputs->len / n_inputs, n_inputs, (double *) (gpointer) inputs->data,
                              chain_network_n_outputs (*network),
                              (double *) (gpointer) targets->data, 0);
}

/* The path of a file to write, in the build folder. */
char *
fixture_scratch (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, name, NULL);
}

/* Statements without an error, run. */
ChainWorkspace *
fixture_workspace (const char *text)
{
  g_autoptr (GError) error = NULL;
  ChainWorkspace    *workspace = chain_workspace_new (text, NULL, NULL, &error);

  g_assert_no_error (error);
  return workspace;
}

/* The number that has a name. */
double
fixture_workspace_number (ChainWorkspace *workspace, const char *name)
{
  const guint node = chain_workspace_find (workspace, name);

  g_assert_cmpuint (node, !=, CHAIN_NO_NODE);
  return chain_workspace_value (workspace, node)->values[0];
}

/* The five rows of the worked example. */
ChainTable *
fixture_worked_rows (void)
{
  static const char *const names[] = { "x1", "x2", "y" };
  static const double      numbers[][5]
      = { { 2, 1, 3, -1, -3 }, { 3, 1, -1, 1, -2 }, { 18, 10, 8, 6, -7 } };
  ChainTable              *table = chain_table_new ("rows", 5);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    chain_table_take_column (table, chain_column_new_numbers (names[i], 5,
                                                              g_memdup2 (numbers[i], sizeof numbers[i])));
  return table;
}
