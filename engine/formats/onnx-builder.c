/* onnx-builder.c: puts the graph of a .onnx file together, node by node.
 *
 * All numbers are float64. Everything in a message is from malloc(), as protobuf-c frees it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-builder.h"

#include "base/error.h"
#include "formats/onnx-messages.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define MOST_BYTES G_MAXINT32 /* of a protocol buffer that every reader takes */

struct _ChainOnnxBuilder
{
  GHashTable *names; /* all that are taken, owned */
  GPtrArray  *nodes;
  GPtrArray  *initializers;
  GPtrArray  *inputs;
  GPtrArray  *outputs;
  GPtrArray  *metadata;
  gsize       n_bytes; /* about, of the initializers */
};

static const char *
take_name (ChainOnnxBuilder *builder, const char *wanted)
{
  char *name = g_strdup (wanted);

  for (guint n = 2; g_hash_table_contains (builder->names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", wanted, n);
    }
  g_hash_table_add (builder->names, name);
  return name;
}

static void
free_node (gpointer message)
{
  onnx__node_proto__free_unpacked (message, NULL);
}

static void
free_tensor (gpointer message)
{
  onnx__tensor_proto__free_unpacked (message, NULL);
}

static void
free_value (gpointer message)
{
  onnx__value_info_proto__free_unpacked (message, NULL);
}

static void
free_entry (gpointer message)
{
  onnx__string_string_entry_proto__free_unpacked (message, NULL);
}

/* Eight bytes for each value, least significant first; @values are of 64 bits each. */
static void
set_raw (ChainOnnxBuilder *builder, Onnx__TensorProto *tensor, gconstpointer values, gsize n)
{
  tensor->has_raw_data = TRUE;
  tensor->raw_data.len = n * sizeof (guint64);
  builder->n_bytes += tensor->raw_data.len;
  if (builder->n_bytes > MOST_BYTES || n == 0)
    {
      tensor->raw_data.len = 0;
      return;
    }
  tensor->raw_data.data = g_memdup2 (values, tensor->raw_data.len);
  for (gsize i = 0; G_BYTE_ORDER == G_BIG_ENDIAN && i < n; i++)
    {
      guint64 bits;

      memcpy (&bits, tensor->raw_data.data + i * sizeof bits, sizeof bits);
      bits = GUINT64_TO_LE (bits);
      memcpy (tensor->raw_data.data + i * sizeof bits, &bits, sizeof bits);
    }
}

static const char *
add_numbers (ChainOnnxBuilder *builder,
             const char       *wanted,
             const double     *values,
             guint             n_dims,
             gsize             rows,
             gsize             columns)
{
  const char        *name = take_name (builder, wanted);
  Onnx__TensorProto *tensor
      = chain_onnx_tensor_new (name, ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE, n_dims, rows, columns);

  set_raw (builder, tensor, values, rows * columns);
  g_ptr_array_add (builder->initializers, tensor);
  return name;
}

static ProtobufCBinaryData
bytes_of (const char *text)
{
  return (ProtobufCBinaryData){ strlen (text), (guint8 *) g_strdup (text) };
}

static Onnx__AttributeProto *
add_attribute (ChainOnnxBuilder                   *builder,
               const char                         *name,
               Onnx__AttributeProto__AttributeType type)
{
  Onnx__NodeProto      *node = g_ptr_array_index (builder->nodes, builder->nodes->len - 1);
  Onnx__AttributeProto *attribute = chain_onnx_attribute_proto_new ();

  attribute->name = g_strdup (name);
  attribute->has_type = TRUE;
  attribute->type = type;
  node->attribute = g_renew (Onnx__AttributeProto *, node->attribute, node->n_attribute + 1);
  node->attribute[node->n_attribute++] = attribute;
  return attribute;
}

/* Adds a node named as its output; the domain is that of ai.onnx. */
static Onnx__NodeProto *
add_node (ChainOnnxBuilder *builder, const char *op, const char *wanted)
{
  Onnx__NodeProto *node = chain_onnx_node_proto_new ();
  const char      *name = take_name (builder, wanted);

  node->op_type = g_strdup (op);
  node->name = g_strdup (name);
  node->output = g_new (char *, 1);
  node->output[node->n_output++] = g_strdup (name);
  g_ptr_array_add (builder->nodes, node);
  return node;
}

static void
add_input (Onnx__NodeProto *node, const char *name)
{
  node->input = g_renew (char *, node->input, node->n_input + 1);
  node->input[node->n_input++] = g_strdup (name);
}

static Onnx__OperatorSetIdProto *
opset_new (const char *domain, gint64 version)
{
  Onnx__OperatorSetIdProto *opset = chain_onnx_operator_set_id_proto_new ();

  opset->domain = g_strdup (domain);
  opset->has_version = TRUE;
  opset->version = version;
  return opset;
}

static gboolean
uses_ml (const ChainOnnxBuilder *builder)
{
  for (guint i = 0; i < builder->nodes->len; i++)
    if (((Onnx__NodeProto *) g_ptr_array_index (builder->nodes, i))->domain != NULL)
      return TRUE;
  return FALSE;
}

/* Hands the messages over. */
static gpointer
steal (GPtrArray *messages, size_t *n)
{
  gsize    length;
  gpointer stolen = g_ptr_array_steal (messages, &length);

  *n = length;
  return stolen;
}

static Onnx__ModelProto *
assemble (ChainOnnxBuilder *builder, const char *name, const char *about)
{
  Onnx__ModelProto *model = chain_onnx_model_proto_new ();
  Onnx__GraphProto *graph = chain_onnx_graph_proto_new ();

  model->has_ir_version = TRUE;
  model->ir_version = CHAIN_ONNX_IR_VERSION;
  model->producer_name = g_strdup ("chainrule");
  model->doc_string = g_strdup (about);
  model->opset_import = g_new (Onnx__OperatorSetIdProto *, 2);
  model->opset_import[model->n_opset_import++] = opset_new ("", CHAIN_ONNX_OPSET);
  if (uses_ml (builder))
    model->opset_import[model->n_opset_import++] = opset_new ("ai.onnx.ml", CHAIN_ONNX_ML_OPSET);
  model->metadata_props = steal (builder->metadata, &model->n_metadata_props);
  model->graph = graph;
  graph->name = g_strdup (name);
  graph->node = steal (builder->nodes, &graph->n_node);
  graph->initializer = steal (builder->initializers, &graph->n_initializer);
  graph->input = steal (builder->inputs, &graph->n_input);
  graph->output = steal (builder->outputs, &graph->n_output);
  return model;
}

/**
 * chain_onnx_builder_new:
 *
 * Returns: (transfer full): an empty graph
 */
ChainOnnxBuilder *
chain_onnx_builder_new (void)
{
  ChainOnnxBuilder *builder = g_new0 (ChainOnnxBuilder, 1);

  builder->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  builder->nodes = g_ptr_array_new_with_free_func (free_node);
  builder->initializers = g_ptr_array_new_with_free_func (free_tensor);
  builder->inputs = g_ptr_array_new_with_free_func (free_value);
  builder->outputs = g_ptr_array_new_with_free_func (free_value);
  builder->metadata = g_ptr_array_new_with_free_func (free_entry);
  return builder;
}

/**
 * chain_onnx_builder_free:
 * @builder: (transfer full) (nullable): to free
 */
void
chain_onnx_builder_free (ChainOnnxBuilder *builder)
{
  if (builder == NULL)
    return;
  g_ptr_array_unref (builder->nodes);
  g_ptr_array_unref (builder->initializers);
  g_ptr_array_unref (builder->inputs);
  g_ptr_array_unref (builder->outputs);
  g_ptr_array_unref (builder->metadata);
  g_hash_table_unref (builder->names);
  g_free (builder);
}

/**
 * chain_onnx_builder_finish:
 * @builder: a graph with inputs and outputs, which is empty afterwards
 * @name: of the graph, not empty
 * @about: what a reader should know of the model
 * @error: set if it is larger than a file of this kind can be
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
chain_onnx_builder_finish (ChainOnnxBuilder *builder,
                           const char       *name,
                           const char       *about,
                           GError          **error)
{
  Onnx__ModelProto *model = assemble (builder, name, about);
  gsize             size = onnx__model_proto__get_packed_size (model);
  guint8           *bytes = NULL;

  if (builder->n_bytes > MOST_BYTES || size > MOST_BYTES)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "the network is too large for .onnx: expected at most 2 GiB, found %.1f GiB",
                 MAX (builder->n_bytes, size) / (double) (1 << 30));
  else
    {
      bytes = g_malloc (size);
      onnx__model_proto__pack (model, bytes);
    }
  onnx__model_proto__free_unpacked (model, NULL);
  return bytes != NULL ? g_bytes_new_take (bytes, size) : NULL;
}

/**
 * chain_onnx_builder_input:
 * @builder: a graph
 * @name: wanted
 * @is_text: texts are put in, else numbers
 * @columns: in each row
 *
 * Returns: (transfer none): an input [rows, columns]
 */
const char *
chain_onnx_builder_input (ChainOnnxBuilder *builder,
                          const char       *name,
                          gboolean          is_text,
                          gsize             columns)
{
  const char *taken = take_name (builder, name);

  g_ptr_array_add (builder->inputs, chain_onnx_value_new (taken, is_text, columns));
  return taken;
}

/**
 * chain_onnx_builder_output:
 * @builder: a graph
 * @name: of a value of the graph
 * @is_text: it is texts, else numbers
 * @columns: in each row; 0 for a value [rows]
 *
 * Makes the value an output.
 */
void
chain_onnx_builder_output (ChainOnnxBuilder *builder,
                           const char       *name,
                           gboolean          is_text,
                           gsize             columns)
{
  g_ptr_array_add (builder->outputs, chain_onnx_value_new (name, is_text, columns));
}

/**
 * chain_onnx_builder_metadata:
 * @builder: a graph
 * @key: not given before
 * @value: its value
 */
void
chain_onnx_builder_metadata (ChainOnnxBuilder *builder, const char *key, const char *value)
{
  Onnx__StringStringEntryProto *entry = chain_onnx_string_string_entry_proto_new ();

  entry->key = g_strdup (key);
  entry->value = g_strdup (value);
  g_ptr_array_add (builder->metadata, entry);
}

/**
 * chain_onnx_builder_number:
 * @builder: a graph
 * @value: a number
 *
 * Returns: (transfer none): a constant of no dimensions
 */
const char *
chain_onnx_builder_number (ChainOnnxBuilder *builder, double value)
{
  return add_numbers (builder, "number", &value, 0, 1, 1);
}

/**
 * chain_onnx_builder_matrix:
 * @builder: a graph
 * @name: wanted
 * @values: [rows, columns] row-major
 * @rows: of it
 * @columns: of it
 *
 * Returns: (transfer none): a constant [rows, columns]
 */
const char *
chain_onnx_builder_matrix (
    ChainOnnxBuilder *builder, const char *name, const double *values, gsize rows, gsize columns)
{
  return add_numbers (builder, name, values, 2, rows, columns);
}

/**
 * chain_onnx_builder_row:
 * @builder: a graph
 * @name: wanted
 * @values: [columns]
 * @columns: how many
 *
 * Returns: (transfer none): a constant [columns]
 */
const char *
chain_onnx_builder_row (ChainOnnxBuilder *builder,
                        const char       *name,
                        const double     *values,
                        gsize             columns)
{
  return add_numbers (builder, name, values, 1, 1, columns);
}

/**
 * chain_onnx_builder_wholes:
 * @builder: a graph
 * @name: wanted
 * @values: [n_values]
 * @n_values: how many
 *
 * Returns: (transfer none): a constant [n_values]
 */
const char *
chain_onnx_builder_wholes (ChainOnnxBuilder *builder,
                           const char       *name,
                           const gint64     *values,
                           gsize             n_values)
{
  const char        *taken = take_name (builder, name);
  Onnx__TensorProto *tensor
      = chain_onnx_tensor_new (taken, ONNX__TENSOR_PROTO__DATA_TYPE__INT64, 1, 1, n_values);

  set_raw (builder, tensor, values, n_values);
  g_ptr_array_add (builder->initializers, tensor);
  return taken;
}

/**
 * chain_onnx_builder_texts:
 * @builder: a graph
 * @name: wanted
 * @texts: (array zero-terminated=1): the texts
 *
 * Returns: (transfer none): a constant [texts]
 */
const char *
chain_onnx_builder_texts (ChainOnnxBuilder *builder, const char *name, const char *const *texts)
{
  const guint        n = g_strv_length ((GStrv) texts);
  const char        *taken = take_name (builder, name);
  Onnx__TensorProto *tensor
      = chain_onnx_tensor_new (taken, ONNX__TENSOR_PROTO__DATA_TYPE__STRING, 1, 1, n);

  tensor->n_string_data = n;
  tensor->string_data = g_new (ProtobufCBinaryData, n);
  for (guint i = 0; i < n; i++)
    tensor->string_data[i] = bytes_of (texts[i]);
  g_ptr_array_add (builder->initializers, tensor);
  return taken;
}

/**
 * chain_onnx_builder_node:
 * @builder: a graph
 * @op: an operator of ai.onnx
 * @name: wanted for the node and its output
 * @first: a value it reads
 * @...: (transfer none): further ones, then %NULL
 *
 * Returns: (transfer none): the output
 */
const char *
chain_onnx_builder_node (
    ChainOnnxBuilder *builder, const char *op, const char *name, const char *first, ...)
{
  Onnx__NodeProto *node = add_node (builder, op, name);
  va_list          inputs;

  va_start (inputs, first);
  for (const char *input = first; input != NULL; input = va_arg (inputs, const char *))
    add_input (node, input);
  va_end (inputs);
  return node->output[0];
}

/**
 * chain_onnx_builder_join:
 * @builder: a graph
 * @name: wanted
 * @inputs: (element-type utf8): values [rows, …], at least one
 *
 * Returns: (transfer none): their columns side by side
 */
const char *
chain_onnx_builder_join (ChainOnnxBuilder *builder, const char *name, GPtrArray *inputs)
{
  Onnx__NodeProto *node;

  if (inputs->len == 1)
    return g_ptr_array_index (inputs, 0);
  node = add_node (builder, "Concat", name);
  for (guint i = 0; i < inputs->len; i++)
    add_input (node, g_ptr_array_index (inputs, i));
  chain_onnx_builder_set_whole (builder, "axis", 1);
  return node->output[0];
}

/**
 * chain_onnx_builder_set_whole:
 * @builder: a graph with a node
 * @attribute: of the node added last
 * @value: its value
 */
void
chain_onnx_builder_set_whole (ChainOnnxBuilder *builder, const char *attribute, gint64 value)
{
  Onnx__AttributeProto *added
      = add_attribute (builder, attribute, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT);

  added->has_i = TRUE;
  added->i = value;
}

/**
 * chain_onnx_builder_set_places:
 * @builder: a graph whose last node is a LabelEncoder
 * @texts: (array zero-terminated=1): what it reads
 * @places: what each becomes; any other text becomes NaN
 *
 * Completes the node.
 */
void
chain_onnx_builder_set_places (ChainOnnxBuilder  *builder,
                               const char *const *texts,
                               const double      *places)
{
  const guint           n = g_strv_length ((GStrv) texts);
  Onnx__NodeProto      *node = g_ptr_array_index (builder->nodes, builder->nodes->len - 1);
  Onnx__AttributeProto *keys
      = add_attribute (builder, "keys_strings", ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRINGS);
  Onnx__AttributeProto *values
      = add_attribute (builder, "values_floats", ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOATS);
  Onnx__AttributeProto *other
      = add_attribute (builder, "default_float", ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT);

  node->domain = g_strdup ("ai.onnx.ml");
  keys->n_strings = values->n_floats = n;
  keys->strings = g_new (ProtobufCBinaryData, n);
  values->floats = g_new (float, n);
  for (guint i = 0; i < n; i++)
    {
      keys->strings[i] = bytes_of (texts[i]);
      values->floats[i] = (float) places[i];
    }
  other->has_f = TRUE;
  other->f = NAN;
}
