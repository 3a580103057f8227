/* onnx-values.c: the values of a .onnx graph while its nodes are followed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-values.h"

#include "base/error.h"

static void
value_free (gpointer data)
{
  ChainOnnxValue *value = data;

  chain_onnx_constant_free (value->constant);
  g_free (value->units);
  g_free (value);
}

static void
insert (ChainOnnxReader      *reader,
        const char           *name,
        ChainOnnxConstant    *constant,
        const ChainOnnxUnits *units)
{
  ChainOnnxValue *value = g_new0 (ChainOnnxValue, 1);

  value->constant = constant;
  value->units = g_memdup2 (units, units != NULL ? sizeof *units : 0);
  g_hash_table_insert (reader->values, (gpointer) name, value);
}

static void
count_use (ChainOnnxReader *reader, const char *name)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (reader->uses, name));

  g_hash_table_insert (reader->uses, (gpointer) name, GUINT_TO_POINTER (n + 1));
}

/**
 * chain_onnx_reader_init:
 * @reader: (out caller-allocates): to be cleared with chain_onnx_reader_clear()
 * @file: a file with a graph, which stays the owner of all messages
 * @import: where the layers go
 */
void
chain_onnx_reader_init (ChainOnnxReader *reader, const ChainOnnxFile *file, ChainImport *import)
{
  const Onnx__GraphProto *graph = file->model->graph;

  *reader = (ChainOnnxReader){ .title = import->title, .graph = graph, .import = import };
  reader->initializers = g_hash_table_new (g_str_hash, g_str_equal);
  reader->uses = g_hash_table_new (g_str_hash, g_str_equal);
  reader->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, value_free);
  reader->numbers = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize i = 0; i < graph->n_initializer; i++)
    if (graph->initializer[i]->name != NULL)
      g_hash_table_insert (reader->initializers, graph->initializer[i]->name,
                           graph->initializer[i]);
  for (gsize i = 0; i < graph->n_node; i++)
    for (gsize k = 0; k < graph->node[i]->n_input; k++)
      count_use (reader, graph->node[i]->input[k]);
  for (gsize i = 0; i < graph->n_output; i++)
    if (graph->output[i]->name != NULL)
      count_use (reader, graph->output[i]->name);
}

/**
 * chain_onnx_reader_clear:
 * @reader: a reader, initialised or all zero
 */
void
chain_onnx_reader_clear (ChainOnnxReader *reader)
{
  g_clear_pointer (&reader->numbers, g_array_unref);
  g_clear_pointer (&reader->values, g_hash_table_unref);
  g_clear_pointer (&reader->uses, g_hash_table_unref);
  g_clear_pointer (&reader->initializers, g_hash_table_unref);
}

/**
 * chain_onnx_refuse:
 * @reader: what reads
 * @node: at fault; it has an operator and an output
 * @error: set to the node's name and operator, and the message
 * @format: printf format of what is wrong
 * @...: its arguments
 *
 * Returns: %FALSE
 */
gboolean
chain_onnx_refuse (const ChainOnnxReader *reader,
                   const Onnx__NodeProto *node,
                   GError               **error,
                   const char            *format,
                   ...)
{
  const gboolean   has_name = node->name != NULL && *node->name != '\0';
  g_autofree char *name = chain_onnx_quote (has_name ? node->name : node->output[0]);
  g_autofree char *op = chain_onnx_quote (node->op_type);
  g_autofree char *what = NULL;
  va_list          arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED, "%s: node \"%s\" (%s): %s",
               reader->title, name, op, what);
  return FALSE;
}

/**
 * chain_onnx_attribute:
 * @node: a node
 * @name: of an attribute
 *
 * Returns: (transfer none) (nullable): the attribute
 */
const Onnx__AttributeProto *
chain_onnx_attribute (const Onnx__NodeProto *node, const char *name)
{
  for (gsize i = 0; i < node->n_attribute; i++)
    if (g_strcmp0 (node->attribute[i]->name, name) == 0)
      return node->attribute[i];
  return NULL;
}

/**
 * chain_onnx_whole:
 * @node: a node
 * @name: of an attribute
 * @initial: what it is where the node does not have it
 *
 * Returns: the attribute, a whole number
 */
gint64
chain_onnx_whole (const Onnx__NodeProto *node, const char *name, gint64 initial)
{
  const Onnx__AttributeProto *attribute = chain_onnx_attribute (node, name);

  return attribute != NULL && attribute->has_i ? attribute->i : initial;
}

/**
 * chain_onnx_number:
 * @node: a node
 * @name: of an attribute
 * @initial: what it is where the node does not have it
 *
 * Returns: the attribute, a number
 */
double
chain_onnx_number (const Onnx__NodeProto *node, const char *name, double initial)
{
  const Onnx__AttributeProto *attribute = chain_onnx_attribute (node, name);

  return attribute != NULL && attribute->has_f ? chain_onnx_shortest (attribute->f) : initial;
}

/**
 * chain_onnx_input:
 * @node: a node
 * @index: which input
 *
 * Returns: (transfer none) (nullable): the name of the value it reads; %NULL where it reads none
 */
const char *
chain_onnx_input (const Onnx__NodeProto *node, gsize index)
{
  return index < node->n_input && *node->input[index] != '\0' ? node->input[index] : NULL;
}

/**
 * chain_onnx_is_known:
 * @reader: what reads
 * @name: of a value
 *
 * Returns: whether there is such a value by now
 */
gboolean
chain_onnx_is_known (const ChainOnnxReader *reader, const char *name)
{
  return g_hash_table_contains (reader->values, name)
         || g_hash_table_contains (reader->initializers, name);
}

/**
 * chain_onnx_find:
 * @reader: what reads
 * @node: a node
 * @index: which of its inputs
 * @error: set if there is no such input or value, or an initializer is not what it says
 *
 * An initializer is looked at when it is first read.
 *
 * Returns: (transfer none) (nullable): the value
 */
ChainOnnxValue *
chain_onnx_find (ChainOnnxReader *reader, const Onnx__NodeProto *node, gsize index, GError **error)
{
  const char              *name = chain_onnx_input (node, index);
  g_autofree char         *quoted = chain_onnx_quote (name);
  ChainOnnxValue          *value;
  const Onnx__TensorProto *tensor;
  ChainOnnxConstant       *constant;

  if (name == NULL)
    {
      chain_onnx_refuse (reader, node, error, "expected one more input");
      return NULL;
    }
  value = g_hash_table_lookup (reader->values, name);
  if (value != NULL)
    return value;
  tensor = g_hash_table_lookup (reader->initializers, name);
  if (tensor == NULL)
    {
      chain_onnx_refuse (reader, node, error, "expected a value made before, found \"%s\"", quoted);
      return NULL;
    }
  constant = chain_onnx_constant_new (reader->title, name, tensor, error);
  if (constant == NULL)
    return NULL;
  insert (reader, name, constant, NULL);
  return g_hash_table_lookup (reader->values, name);
}

/**
 * chain_onnx_bind:
 * @reader: what reads
 * @node: a node
 * @units: what it makes
 * @error: set if there is a value of the name of its output
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_onnx_bind (ChainOnnxReader       *reader,
                 const Onnx__NodeProto *node,
                 const ChainOnnxUnits  *units,
                 GError               **error)
{
  if (chain_onnx_is_known (reader, node->output[0]))
    return chain_onnx_refuse (reader, node, error, "gives a value that there is already");
  insert (reader, node->output[0], NULL, units);
  return TRUE;
}

/**
 * chain_onnx_bind_input:
 * @reader: what reads, which knows the name of the input
 * @units: what it is
 */
void
chain_onnx_bind_input (ChainOnnxReader *reader, const ChainOnnxUnits *units)
{
  insert (reader, reader->input, NULL, units);
}
