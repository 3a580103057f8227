/* onnx-read.c: layers from a .onnx file.
 *
 * The nodes are followed in their order. A Gemm or a MatMul begins a layer, the Add after it may
 * bring its bias, and what is done to every element until the next layer is the activation. In a
 * file of this program, the nodes around the layers are passed over: they are the encoding of the
 * data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-read.h"

#include "base/error.h"
#include "formats/onnx-values.h"

#include <string.h>

#define MOST_NODES 100000
#define MOST_PARAMETERS 64 /* numbers of a layer that may be the parameter of its activation */
#define OLDEST_OPSET 7     /* whose operators broadcast as today */

typedef struct
{
  const char *op;
  gboolean  (*read) (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error);
} NodeKind;

static void
sums_init (ChainOnnxUnits *units, guint layer)
{
  units->layer = layer;
  units->is_sum = TRUE;
  units->is_softmax = FALSE;
  memcpy (units->values, chain_onnx_probes, sizeof units->values);
}

/* Of the layer that was begun last, which this must be. */
static gboolean
check_layer (const ChainOnnxReader *reader,
             const Onnx__NodeProto *node,
             const ChainOnnxValue  *value,
             GError               **error)
{
  if (value->units == NULL)
    return chain_onnx_refuse (reader, node, error,
                              "expected something made of the input, found a constant");
  if (value->units->layer != reader->import->layers->len)
    return chain_onnx_refuse (reader, node, error,
                              "expected a chain of layers, found one that skips a layer");
  return TRUE;
}

static void
add_number (ChainOnnxReader *reader, double number)
{
  if (reader->numbers->len < MOST_PARAMETERS)
    g_array_append_val (reader->numbers, number);
}

/* The activation is all that was done since the sums. */
static gboolean
finish_layer (ChainOnnxReader       *reader,
              const Onnx__NodeProto *node,
              const ChainOnnxUnits  *units,
              GError               **error)
{
  double         p[CHAIN_MAX_PARAMETERS] = { 0 };
  const ChainOp *activation
      = units->is_softmax ? chain_op_find (CHAIN_OP_ACTIVATION, "softmax")
                          : chain_onnx_recognize (units->values, (double *) reader->numbers->data,
                                                  reader->numbers->len, p);
  g_autofree char *names = chain_op_names (CHAIN_OP_ACTIVATION);

  if (activation == NULL)
    return chain_onnx_refuse (
        reader, node, error,
        "what the nodes before it make is no activation there is; expected one of %s", names);
  if (units->layer == 0 && !g_str_equal (activation->name, "linear"))
    return chain_onnx_refuse (reader, node, error, "expected the input itself, found %s of it",
                              activation->name);
  if (units->layer > 0)
    chain_import_set_activation (reader->import, activation, p);
  g_array_set_size (reader->numbers, 0);
  return TRUE;
}

static gsize
n_units (const ChainOnnxReader *reader)
{
  const GPtrArray *layers = reader->import->layers;

  return ((ChainImportedLayer *) g_ptr_array_index (layers, layers->len - 1))->kernel->columns;
}

static gboolean
begin_layer (ChainOnnxReader       *reader,
             const Onnx__NodeProto *node,
             const ChainOnnxValue  *value,
             ChainOnnxConstant     *kernel,
             gboolean               transposed,
             GError               **error)
{
  if (reader->import->layers->len == CHAIN_MAX_LAYERS)
    return chain_onnx_refuse (reader, node, error, "expected at most %d layers", CHAIN_MAX_LAYERS);
  if (kernel == NULL)
    return chain_onnx_refuse (reader, node, error, "expected constant weights as the second input");
  if (kernel->n_dimensions != 2)
    return chain_onnx_refuse (reader, node, error, "%s: expected 2 dimensions, found %u",
                              kernel->name, kernel->n_dimensions);
  if (kernel->is_taken)
    return chain_onnx_refuse (reader, node, error,
                              "%s: expected weights of one layer, found them in two", kernel->name);
  if (!finish_layer (reader, node, value->units, error))
    return FALSE;
  kernel->is_taken = TRUE;
  chain_import_add_kernel (reader->import, kernel->name,
                           chain_onnx_constant_matrix (kernel, transposed));
  return TRUE;
}

/* One number for each unit, or the same one for all. */
static gboolean
is_row (const ChainOnnxConstant *constant, gsize n)
{
  return constant->n_numbers == n
         && (n == 1 || constant->dimensions[constant->n_dimensions - 1] == n);
}

static gboolean
set_bias (ChainOnnxReader         *reader,
          const Onnx__NodeProto   *node,
          const ChainOnnxConstant *bias,
          GError                 **error)
{
  if (bias == NULL)
    return chain_onnx_refuse (reader, node, error, "expected a constant bias");
  if (!is_row (bias, n_units (reader)) && bias->n_numbers != 1)
    return chain_onnx_refuse (reader, node, error,
                              "%s: expected shape [%" G_GSIZE_FORMAT "], found %" G_GSIZE_FORMAT
                              " numbers in %u dimensions",
                              bias->name, n_units (reader), bias->n_numbers, bias->n_dimensions);
  chain_import_set_bias (reader->import, bias->name,
                         chain_onnx_constant_row (bias, n_units (reader)));
  return TRUE;
}

static gboolean
bind_sums (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  ChainOnnxUnits units;

  sums_init (&units, reader->import->layers->len);
  return chain_onnx_bind (reader, node, &units, error);
}

static gboolean
read_gemm (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const ChainOnnxValue *x = chain_onnx_find (reader, node, 0, error);
  const ChainOnnxValue *kernel = x != NULL ? chain_onnx_find (reader, node, 1, error) : NULL;
  const ChainOnnxValue *bias = NULL;

  if (kernel == NULL || !check_layer (reader, node, x, error))
    return FALSE;
  if (chain_onnx_whole (node, "transA", 0) != 0 || chain_onnx_number (node, "alpha", 1) != 1
      || chain_onnx_number (node, "beta", 1) != 1)
    return chain_onnx_refuse (reader, node, error, "expected transA 0, alpha 1 and beta 1");
  if (chain_onnx_input (node, 2) != NULL)
    {
      bias = chain_onnx_find (reader, node, 2, error);
      if (bias == NULL)
        return FALSE;
    }
  return begin_layer (reader, node, x, kernel->constant, chain_onnx_whole (node, "transB", 0) != 0,
                      error)
         && (bias == NULL || set_bias (reader, node, bias->constant, error))
         && bind_sums (reader, node, error);
}

static gboolean
read_matmul (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const ChainOnnxValue *x = chain_onnx_find (reader, node, 0, error);
  const ChainOnnxValue *kernel = x != NULL ? chain_onnx_find (reader, node, 1, error) : NULL;

  return kernel != NULL && check_layer (reader, node, x, error)
         && begin_layer (reader, node, x, kernel->constant, FALSE, error)
         && bind_sums (reader, node, error);
}

static gboolean
read_softmax (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const ChainOnnxValue *x = chain_onnx_find (reader, node, 0, error);
  const gint64          axis = chain_onnx_whole (node, "axis", reader->opset < 13 ? 1 : -1);
  ChainOnnxUnits        units;

  if (x == NULL || !check_layer (reader, node, x, error))
    return FALSE;
  if ((axis != 1 && axis != -1) || !x->units->is_sum || x->units->layer == 0)
    return chain_onnx_refuse (reader, node, error,
                              "expected it over the units of a layer, on its sums");
  sums_init (&units, x->units->layer);
  units.is_sum = FALSE;
  units.is_softmax = TRUE;
  return chain_onnx_bind (reader, node, &units, error);
}

static gboolean
is_read_once (const ChainOnnxReader *reader, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (reader->uses, name)) == 1;
}

/* A node that changes nothing here. What it gives is the sums only if nothing else reads these: a
 * bias would change them for all. */
static gboolean
read_same (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const ChainOnnxValue *x = chain_onnx_find (reader, node, 0, error);
  ChainOnnxUnits        units;

  if (x == NULL || !check_layer (reader, node, x, error))
    return FALSE;
  units = *x->units;
  units.is_sum = units.is_sum && is_read_once (reader, node->input[0]);
  return chain_onnx_bind (reader, node, &units, error);
}

static gboolean
read_flatten (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  if (chain_onnx_whole (node, "axis", 1) != 1)
    return chain_onnx_refuse (reader, node, error, "expected axis 1");
  return read_same (reader, node, error);
}

static gboolean
read_cast (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const gint64 to = chain_onnx_whole (node, "to", 0);

  if (to != ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT && to != ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE)
    return chain_onnx_refuse (reader, node, error,
                              "expected type float or double, found type %" G_GINT64_FORMAT, to);
  return read_same (reader, node, error);
}

/* As an initializer it is looked at when a layer reads it. */
static gboolean
read_constant (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Onnx__AttributeProto *attribute = chain_onnx_attribute (node, "value");

  if (attribute == NULL || attribute->t == NULL)
    return chain_onnx_refuse (reader, node, error, "expected a tensor as its value");
  if (chain_onnx_is_known (reader, node->output[0]))
    return chain_onnx_refuse (reader, node, error, "gives a value that there is already");
  g_hash_table_insert (reader->initializers, node->output[0], attribute->t);
  return TRUE;
}

/* The value of one input at the probes. */
static gboolean
read_input (ChainOnnxReader       *reader,
            const Onnx__NodeProto *node,
            const ChainOnnxValue  *value,
            double                *values,
            GError               **error)
{
  if (value->constant != NULL && value->constant->n_numbers != 1)
    return chain_onnx_refuse (reader, node, error,
                              "%s: expected one number, found %" G_GSIZE_FORMAT,
                              value->constant->name, value->constant->n_numbers);
  if (value->constant == NULL)
    {
      if (!check_layer (reader, node, value, error))
        return FALSE;
      if (value->units->is_softmax)
        return chain_onnx_refuse (reader, node, error, "expected a layer after the softmax");
      memcpy (values, value->units->values, sizeof value->units->values);
      return TRUE;
    }
  for (guint i = 0; i < CHAIN_ONNX_N_PROBES; i++)
    values[i] = chain_onnx_constant_get (value->constant, 0);
  add_number (reader, values[0]);
  return TRUE;
}

static gboolean
apply (ChainOnnxReader             *reader,
       const Onnx__NodeProto       *node,
       const ChainOnnxFunction     *function,
       const ChainOnnxValue *const *inputs,
       GError                     **error)
{
  double         x[CHAIN_ONNX_MOST_INPUTS][CHAIN_ONNX_N_PROBES];
  double         attributes[CHAIN_ONNX_MOST_ATTRIBUTES] = { 0 };
  ChainOnnxUnits units = { .layer = reader->import->layers->len };

  for (guint k = 0; k < function->n_inputs; k++)
    if (!read_input (reader, node, inputs[k], x[k], error))
      return FALSE;
  for (guint k = 0; k < CHAIN_ONNX_MOST_ATTRIBUTES && function->attributes[k].name != NULL; k++)
    {
      attributes[k]
          = chain_onnx_number (node, function->attributes[k].name, function->attributes[k].initial);
      add_number (reader, attributes[k]);
    }
  for (guint i = 0; i < CHAIN_ONNX_N_PROBES; i++)
    {
      const double at[CHAIN_ONNX_MOST_INPUTS] = {
        x[0][i],
        function->n_inputs > 1 ? x[1][i] : 0,
        function->n_inputs > 2 ? x[2][i] : 0,
      };

      units.values[i] = function->apply (at, attributes);
    }
  return chain_onnx_bind (reader, node, &units, error);
}

/* An Add may bring the bias of the layer: a constant added to its sums, which nothing else reads. */
static const ChainOnnxConstant *
find_bias (const ChainOnnxReader       *reader,
           const Onnx__NodeProto       *node,
           const ChainOnnxValue *const *inputs)
{
  const guint              sums = inputs[0]->units != NULL ? 0 : 1;
  const ChainOnnxUnits    *units = inputs[sums]->units;
  const ChainOnnxConstant *constant = inputs[1 - sums]->constant;
  const GPtrArray         *layers = reader->import->layers;

  if (strcmp (node->op_type, "Add") != 0 || units == NULL || constant == NULL || !units->is_sum
      || units->layer == 0 || units->layer != layers->len || constant->n_dimensions == 0
      || !is_row (constant, n_units (reader))
      || ((ChainImportedLayer *) g_ptr_array_index (layers, layers->len - 1))->bias != NULL
      || !is_read_once (reader, node->input[sums]))
    return NULL;
  return constant;
}

static gboolean
read_function (ChainOnnxReader         *reader,
               const Onnx__NodeProto   *node,
               const ChainOnnxFunction *function,
               GError                 **error)
{
  const ChainOnnxValue       *inputs[CHAIN_ONNX_MOST_INPUTS] = { NULL };
  const ChainOnnxConstant    *bias;
  const Onnx__AttributeProto *approximate = chain_onnx_attribute (node, "approximate");

  if (approximate != NULL
      && (approximate->s.len != strlen ("none") || memcmp (approximate->s.data, "none", 4) != 0))
    return chain_onnx_refuse (reader, node, error,
                              "expected the exact function, found an approximation");
  for (guint k = 0; k < function->n_inputs; k++)
    {
      inputs[k] = chain_onnx_find (reader, node, k, error);
      if (inputs[k] == NULL)
        return FALSE;
    }
  if (chain_onnx_input (node, function->n_inputs) != NULL)
    return chain_onnx_refuse (reader, node, error, "expected %u inputs, found more",
                              function->n_inputs);
  bias = function->n_inputs == 2 ? find_bias (reader, node, inputs) : NULL;
  if (bias != NULL)
    return set_bias (reader, node, bias, error) && bind_sums (reader, node, error);
  return apply (reader, node, function, inputs, error);
}

static const NodeKind kinds[] = {
  { "Cast", read_cast },       { "Constant", read_constant }, { "Dropout", read_same },
  { "Flatten", read_flatten }, { "Gemm", read_gemm },         { "Identity", read_same },
  { "MatMul", read_matmul },   { "Softmax", read_softmax },
};

static gboolean
read_node (ChainOnnxReader *reader, const Onnx__NodeProto *node, GError **error)
{
  const gboolean is_standard
      = node->domain == NULL || *node->domain == '\0' || g_str_equal (node->domain, "ai.onnx");
  const ChainOnnxFunction *function = chain_onnx_function_find (node->op_type);

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && is_standard; i++)
    if (g_str_equal (kinds[i].op, node->op_type))
      return kinds[i].read (reader, node, error);
  if (function != NULL && is_standard)
    return read_function (reader, node, function, error);
  return chain_onnx_refuse (
      reader, node, error,
      "expected Gemm, MatMul, Add or an activation: other operators are not imported");
}

/* Of an own file: whether a node makes what the layers read. */
static gboolean
is_before (const ChainOnnxReader *reader, const Onnx__NodeProto *node)
{
  gboolean known = TRUE;

  for (gsize i = 0; i < node->n_input; i++)
    known = known
            && (chain_onnx_input (node, i) == NULL || chain_onnx_is_known (reader, node->input[i]));
  return reader->is_own && (!known || g_str_equal (node->output[0], reader->input));
}

static gboolean
fail (const ChainOnnxReader *reader, GError **error, const char *what)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED, "%s: %s", reader->title, what);
  return FALSE;
}

static gboolean
read_nodes (ChainOnnxReader *reader, GError **error)
{
  for (gsize i = 0; i < reader->graph->n_node; i++)
    {
      const Onnx__NodeProto *node = reader->graph->node[i];

      if (node->op_type == NULL || node->n_output == 0)
        return fail (reader, error, "expected every node to have an operator and an output");
      if (is_before (reader, node))
        continue;
      if (!read_node (reader, node, error))
        return FALSE;
      if (reader->is_own && g_str_equal (node->output[0], reader->output))
        break;
    }
  return TRUE;
}

static gboolean
read_output (ChainOnnxReader *reader, GError **error)
{
  const ChainOnnxValue *value = g_hash_table_lookup (reader->values, reader->output);
  Onnx__NodeProto       last = ONNX__NODE_PROTO__INIT;
  char                 *name = (char *) reader->output;

  if (value == NULL || reader->import->layers->len == 0)
    return fail (reader, error, "expected layers from the input to the output, found none");
  last.op_type = (char *) "output";
  last.output = &name;
  last.n_output = 1;
  return check_layer (reader, &last, value, error)
         && finish_layer (reader, &last, value->units, error);
}

/* The one input that is no initializer. */
static const char *
find_input (const ChainOnnxReader *reader)
{
  const char *found = NULL;

  for (gsize i = 0; i < reader->graph->n_input; i++)
    {
      const char *name = reader->graph->input[i]->name;

      if (name == NULL || g_hash_table_contains (reader->initializers, name))
        continue;
      if (found != NULL)
        return NULL;
      found = name;
    }
  return found;
}

static gboolean
find_ends (ChainOnnxReader *reader, const ChainOnnxFile *file, GError **error)
{
  const char *format = chain_onnx_file_metadata (file, "format");

  reader->input = chain_onnx_file_metadata (file, CHAIN_ONNX_NETWORK_INPUT);
  reader->output = chain_onnx_file_metadata (file, CHAIN_ONNX_NETWORK_OUTPUT);
  reader->is_own
      = g_strcmp0 (format, CHAIN_ONNX_OWN) == 0 && reader->input != NULL && reader->output != NULL;
  if (reader->is_own)
    return TRUE;
  reader->input = find_input (reader);
  if (reader->input == NULL)
    return fail (reader, error, "expected a model of one input");
  if (reader->graph->n_output != 1 || reader->graph->output[0]->name == NULL)
    return fail (reader, error, "expected a model of one output");
  reader->output = reader->graph->output[0]->name;
  return TRUE;
}

static gboolean
check_model (ChainOnnxReader *reader, const ChainOnnxFile *file, GError **error)
{
  for (gsize i = 0; i < file->model->n_opset_import; i++)
    {
      const Onnx__OperatorSetIdProto *opset = file->model->opset_import[i];

      if (opset->domain == NULL || *opset->domain == '\0' || g_str_equal (opset->domain, "ai.onnx"))
        reader->opset = opset->version;
    }
  if (reader->opset < OLDEST_OPSET)
    return fail (reader, error, "expected operator set 7 of ONNX or a later one");
  if (reader->graph->n_node > MOST_NODES)
    return fail (reader, error, "expected at most 100000 nodes, found more");
  return TRUE;
}

static gboolean
read_graph (ChainOnnxReader *reader, const ChainOnnxFile *file, GError **error)
{
  ChainOnnxUnits input;

  sums_init (&input, 0);
  if (!check_model (reader, file, error) || !find_ends (reader, file, error))
    return FALSE;
  chain_onnx_bind_input (reader, &input);
  return read_nodes (reader, error) && read_output (reader, error);
}

/* The metadata of an own file holds them as texts, one by one. */
static char *
own_encoding (const ChainOnnxFile *file)
{
  const char *inputs = chain_onnx_file_metadata (file, "inputs");
  const char *outputs = chain_onnx_file_metadata (file, "outputs");
  const char *classes = chain_onnx_file_metadata (file, "class_names");

  if (inputs == NULL || outputs == NULL)
    return NULL;
  return g_strdup_printf ("{\"inputs\": %s, \"outputs\": %s, \"classes\": %s}", inputs, outputs,
                          classes != NULL ? classes : "null");
}

/**
 * chain_onnx_read:
 * @source: a .onnx file
 * @error: set, with the node that is at fault, if it is no chain of layers with activations that
 *   there are here
 *
 * Returns: (transfer full) (nullable): the layers
 */
ChainImport *
chain_onnx_read (const ChainImportSource *source, GError **error)
{
  g_auto (ChainOnnxFile)   file = { NULL };
  g_auto (ChainOnnxReader) reader = { NULL };
  g_autoptr (ChainImport)  import = chain_import_new (source->title);

  if (!chain_onnx_file_open (source, &file, error))
    return NULL;
  chain_onnx_reader_init (&reader, &file, import);
  if (!read_graph (&reader, &file, error))
    return NULL;
  if (reader.is_own)
    import->encoding = own_encoding (&file);
  return g_steal_pointer (&import);
}
