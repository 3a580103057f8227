/* onnx.c: tests of what is written as .onnx and TensorFlow.js for each activation, and of .onnx
 * files that are not what they say.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include "formats/onnx-builder.h"
#include "formats/onnx-functions.h"
#include "formats/onnx-tensor.h"

#include <math.h>
#include <string.h>

static const double weights[] = { 1, 2, 3, 4, 5, 6 };

static ChainImport *
read_bytes (GBytes *bytes, GError **error)
{
  const ChainImportSource source = { "t", NULL, bytes };

  return chain_import_read (chain_format_find ("onnx"), &source, error);
}

static void
assert_refused (GBytes *bytes, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (bytes, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, message) == NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static GBytes *
finish (ChainOnnxBuilder *builder, const char *output)
{
  g_autoptr (GError) error = NULL;
  GBytes            *bytes;

  chain_onnx_builder_output (builder, output, FALSE, 2);
  bytes = chain_onnx_builder_finish (builder, "t", "", &error);
  g_assert_no_error (error);
  return bytes;
}

/* A net of one layer that ends with the activation, with another parameter than the initial. */
static ChainProject *
project_of (const ChainOp *activation, ChainDataset **dataset)
{
  ChainProject      *project = chain_project_new_for_sample ("iris");
  g_autoptr (GError) error = NULL;
  ChainLayer        *layer;

  chain_network_free (project->network);
  project->network = chain_network_new_from_text ("5 tanh, 3 softmax", &error);
  g_assert_no_error (error);
  layer = chain_network_layer (project->network, 0);
  chain_layer_set_activation (layer, activation);
  if (!g_str_equal (activation->name, "elu"))
    layer->activation_parameters[0] /= 7;
  *dataset = chain_project_open_data (project, NULL, &error);
  g_assert_no_error (error);
  return project;
}

/* Every row of the table of activations is told, and found again with its parameter. */
static void
test_activation (gconstpointer data)
{
  static const char *const formats[] = { "onnx", "tfjs" };
  const ChainOp           *activation = data;
  ChainDataset            *dataset;
  ChainProject            *project = project_of (activation, &dataset);
  const double             parameter
      = chain_network_layer (project->network, 0)->activation_parameters[0];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const ChainFormat       *format = chain_format_find (formats[i]);
      g_autofree char         *name = g_strdup_printf ("activation.%s", formats[i]);
      g_autofree char         *path = fixture_scratch (name);
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainImport)  import = NULL;
      const ChainImportedLayer *layer;

      chain_format_save (format, project, dataset, path, &error);
      g_assert_no_error (error);
      import = chain_import_load (path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (import->layers->len, ==, 2);
      layer = g_ptr_array_index (import->layers, 0);
      g_assert_true (layer->activation == activation);
      if (activation->parameters[0].name != NULL)
        g_assert_cmpfloat (layer->activation_parameters[0], ==, parameter);
    }
  chain_dataset_unref (dataset);
  chain_project_free (project);
}

static void
test_chain (void)
{
  g_autoptr (ChainOnnxBuilder) builder = chain_onnx_builder_new ();
  const char *x = chain_onnx_builder_input (builder, "x", FALSE, 2);
  const char *kernel = chain_onnx_builder_matrix (builder, "k", weights, 2, 3);
  const char *bias = chain_onnx_builder_matrix (builder, "b", weights, 1, 3);
  const char *z = chain_onnx_builder_node (builder, "MatMul", "m", x, kernel, NULL);
  g_autoptr (GBytes)        bytes = NULL;
  g_autoptr (GError)        error = NULL;
  g_autoptr (ChainImport)   import = NULL;
  const ChainImportedLayer *layer;

  z = chain_onnx_builder_node (builder, "Add", "s", bias, z, NULL);
  bytes = finish (builder, chain_onnx_builder_node (builder, "Softsign", "a", z, NULL));
  import = read_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (import->layers->len, ==, 1);
  layer = g_ptr_array_index (import->layers, 0);
  g_assert_cmpstr (layer->kernel_name, ==, "k");
  g_assert_cmpstr (layer->bias_name, ==, "b");
  g_assert_cmpfloat (chain_tensor_get (layer->kernel, 1, 0), ==, 4);
  g_assert_cmpfloat (chain_tensor_get (layer->bias, 0, 2), ==, 3);
  g_assert_cmpstr (layer->activation->name, ==, "softsign");
}

/* One node after a layer of three units: what it is, and what is said of it. */
static void
test_refused_nodes (void)
{
  static const struct
  {
    const char *op;
    const char *second; /* input: of the graph, or a constant */
    const char *message;
  } nodes[] = {
    { "LSTM", NULL, "t: node \"bad\" (LSTM): expected Gemm, MatMul, Add or an activation" },
    { "Add", "x", "node \"bad\" (Add): expected a chain of layers, found one that skips a layer" },
    { "Add", "two", "node \"bad\" (Add): two: expected one number, found 2" },
    { "Add", "nowhere", "expected a value made before, found \"nowhere\"" },
    { "Mul", "two", "node \"bad\" (Mul): two: expected one number, found 2" },
    { "MatMul", "k", "node \"bad\" (MatMul): k: expected weights of one layer, found them in two" },
    { "MatMul", "two", "node \"bad\" (MatMul): two: expected 2 dimensions, found 1" },
    { "MatMul", "wholes", "wholes: expected numbers of type float or double, found type 7" },
    { "MatMul", "z", "node \"bad\" (MatMul): expected constant weights as the second input" },
    { "MatMul", "narrow", "narrow: expected shape [3, 1] to read the layer before, found [2, 1]" },
    { "Mul", "z", "is no activation there is; expected one of linear, relu" },
    { "Cos", NULL, "other operators are not imported" },
    { "Mul", NULL, "node \"bad\" (Mul): expected one more input" },
    { "Tanh", "z", "node \"bad\" (Tanh): expected 1 inputs, found more" },
  };
  static const gint64 wholes[] = { 1, 2, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (ChainOnnxBuilder) builder = chain_onnx_builder_new ();
      g_autoptr (GBytes)           bytes = NULL;
      const char *x = chain_onnx_builder_input (builder, "x", FALSE, 2);
      const char *kernel = chain_onnx_builder_matrix (builder, "k", weights, 2, 3);
      const char *z = chain_onnx_builder_node (builder, "MatMul", "z", x, kernel, NULL);

      chain_onnx_builder_row (builder, "two", weights, 2);
      chain_onnx_builder_matrix (builder, "narrow", weights, 2, 1);
      chain_onnx_builder_wholes (builder, "wholes", wholes, 3);
      bytes = finish (builder, chain_onnx_builder_node (builder, nodes[i].op, "bad", z,
                                                        nodes[i].second, NULL));
      assert_refused (bytes, nodes[i].message);
    }
}

static void
append_varint (GByteArray *bytes, guint64 value)
{
  for (; value >= 0x80; value >>= 7)
    g_byte_array_append (bytes, (const guint8[]){ (guint8) (value | 0x80) }, 1);
  g_byte_array_append (bytes, (const guint8[]){ (guint8) value }, 1);
}

/* The bytes as field @field of a message. */
static GByteArray *
wrap (GByteArray *inside, guint field)
{
  GByteArray *bytes = g_byte_array_new ();

  append_varint (bytes, field << 3 | 2);
  append_varint (bytes, inside->len);
  g_byte_array_append (bytes, inside->data, inside->len);
  g_byte_array_unref (inside);
  return bytes;
}

static void
assert_no_model (GByteArray *message)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (message);

  assert_refused (bytes, "t: expected an ONNX model, found something else or a part of one");
}

/* Graphs in attributes of nodes of graphs in …: deeper than a stack. */
static void
test_nesting (void)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < 4000; i++)
    bytes = wrap (wrap (wrap (bytes, 6), 5), 1);
  assert_no_model (wrap (bytes, 7));
}

/* Empty nodes, of which two bytes take a hundred of memory. */
static void
test_memory (void)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < 1000000; i++)
    g_byte_array_append (bytes, (const guint8[]){ 1 << 3 | 2, 0 }, 2);
  assert_no_model (wrap (bytes, 7));
}

/* A tensor of one float32 in every way that there are too few or too many numbers. */
static void
test_constants (void)
{
  static const struct
  {
    gint64      dims[2];
    guint       n_raw;
    gboolean    is_external;
    const char *message; /* NULL: it reads */
  } tensors[] = {
    { { 1, 1 }, 4, FALSE, NULL },
    { { 1, 1 }, 3, FALSE, "k: expected 1 numbers, as its shape says, found another number" },
    { { 1, 2 }, 4, FALSE, "k: expected 2 numbers, as its shape says, found another number" },
    { { 0, 1 }, 0, FALSE, "k: expected dimensions of at least 1" },
    { { -1, 1 }, 4, FALSE, "k: expected dimensions of at least 1" },
    { { G_MAXINT64, G_MAXINT64 }, 4, FALSE, "and 67108864 numbers in all, found 9223372036854775" },
    { { 1, 1 }, 4, TRUE, "k: expected numbers in the file, found them in another one" },
  };
  guint8 raw[4] = { 0, 0, 0x80, 0x3f };

  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      Onnx__TensorProto             message = ONNX__TENSOR_PROTO__INIT;
      g_autoptr (GError)            error = NULL;
      g_autoptr (ChainOnnxConstant) constant = NULL;

      message.has_data_type = TRUE;
      message.data_type = ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
      message.n_dims = 2;
      message.dims = (gint64 *) tensors[i].dims;
      message.has_raw_data = TRUE;
      message.raw_data = (ProtobufCBinaryData){ tensors[i].n_raw, raw };
      message.has_data_location = tensors[i].is_external;
      message.data_location = tensors[i].is_external ? ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL
                                                     : ONNX__TENSOR_PROTO__DATA_LOCATION__DEFAULT;
      constant = chain_onnx_constant_new ("t", "k", &message, &error);
      g_assert_true ((constant == NULL) == (tensors[i].message != NULL));
      if (constant == NULL)
        g_assert_nonnull (strstr (error->message, tensors[i].message));
      else
        g_assert_cmpfloat (chain_onnx_constant_get (constant, 0), ==, 1);
    }
}

static void
test_shortest (void)
{
  static const double numbers[] = { 0.01, 0.3, 1, 1e-30, 1.6732632, 16777216, 0, -0.1 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_assert_cmpfloat (chain_onnx_shortest ((float) numbers[i]), ==, numbers[i]);
  g_assert_true (isnan (chain_onnx_shortest (NAN)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (const ChainOp *const *row = chain_activations; *row != NULL; row++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/onnx/activation/%s", (*row)->name);

      g_test_add_data_func (path, *row, test_activation);
    }
  g_test_add_func ("/engine/onnx/chain", test_chain);
  g_test_add_func ("/engine/onnx/constants", test_constants);
  g_test_add_func ("/engine/onnx/memory", test_memory);
  g_test_add_func ("/engine/onnx/nesting", test_nesting);
  g_test_add_func ("/engine/onnx/refused-nodes", test_refused_nodes);
  g_test_add_func ("/engine/onnx/shortest", test_shortest);
  return g_test_run ();
}
