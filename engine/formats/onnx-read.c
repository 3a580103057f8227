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
#include "formats/onnx-functions.h"
#include "formats/onnx-tensor.h"

#include <string.h>

#define MOST_NODES 100000
#define MOST_PARAMETERS 64 /* numbers of a layer that may be the parameter of its activation */
#define OLDEST_OPSET 7     /* whose operators broadcast as today */

/* A value [rows, units]: a function of the sums z of one layer, element by element. */
typedef struct
{
  guint    layer;      /* from 1; 0: the input */
  gboolean is_sum;     /* z itself, with or without its bias */
  gboolean is_softmax; /* of z; `values` mean nothing then */
  double   values[CHAIN_ONNX_N_PROBES];
} Units;

typedef struct
{
  ChainOnnxConstant *constant; /* or */
  Units             *units;
} Value;

typedef struct
{
  const char             *title;
  const Onnx__GraphProto *graph;
  GHashTable             *initializers; /* by name: Onnx__TensorProto */
  GHashTable             *uses;         /* by name: how many nodes and outputs read it */
  GHashTable             *values;       /* by name: Value, owned */
  gint64                  opset;
  const char             *input;  /* of the layers */
  const char             *output; /* of the layers */
  gboolean                is_own;
  ChainImport            *import;
  GArray                 *numbers; /* double, MOST_PARAMETERS at most, of the last layer */
} Reader;

typedef struct _NodeKind
{
  const char *op;
  gboolean  (*read) (Reader *reader, const Onnx__NodeProto *node, GError **error);
} NodeKind;

static void
value_free (gpointer data)
{
  Value *value = data;

  chain_onnx_constant_free (value->constant);
  g_free (value->units);
  g_free (value);
}

static gboolean refuse (const Reader *reader, const Onnx__NodeProto *node, GError **error,
                        const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
refuse (const Reader          *reader,
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

static const Onnx__AttributeProto *
find_attribute (const Onnx__NodeProto *node, const char *name)
{
  for (gsize i = 0; i < node->n_attribute; i++)
    if (g_strcmp0 (node->attribute[i]->name, name) == 0)
      return node->attribute[i];
  return NULL;
}

static gint64
whole_attribute (const Onnx__NodeProto *node, const char *name, gint64 initial)
{
  const Onnx__AttributeProto *attribute = find_attribute (node, name);

  return attribute != NULL && attribute->has_i ? attribute->i : initial;
}

static double
number_attribute (const Onnx__NodeProto *node, const char *name, double initial)
{
  const Onnx__AttributeProto *attribute = find_attribute (node, name);

  return attribute != NULL && attribute->has_f ? chain_onnx_shortest (attribute->f) : initial;
}

static const char *
input_name (const Onnx__NodeProto *node, gsize index)
{
  return index < node->n_input && *node->input[index] != '\0' ? node->input[index] : NULL;
}

static gboolean
is_known (const Reader *reader, const char *name)
{
  return g_hash_table_contains (reader->values, name)
         || g_hash_table_contains (reader->initializers, name);
}

/* What a node reads; an initializer is looked at when it is read. */
static Value *
find_value (Reader *reader, const Onnx__NodeProto *node, gsize index, GError **error)
{
  const char              *name = input_name (node, index);
  Value                   *value = name != NULL ? g_hash_table_lookup (reader->values, name) : NULL;
  const Onnx__TensorProto *tensor;
  ChainOnnxConstant       *constant;
  g_autofree char         *quoted = chain_onnx_quote (name);

  if (value != NULL)
    return value;
  tensor = name != NULL ? g_hash_table_lookup (reader->initializers, name) : NULL;
  if (tensor == NULL)
    {
      refuse (reader, node, error, name != NULL ? "expected a value made before, found \"%s\""
                                                : "expected one more input%s",
              quoted);
      return NULL;
    }
  constant = chain_onnx_constant_new (reader->title, name, tensor, error);
  if (constant == NULL)
    return NULL;
  value = g_new0 (Value, 1);
  value->constant = constant;
  g_hash_table_insert (reader->values, (gpointer) name, value);
  return value;
}

static gboolean
bind (Reader *reader, const Onnx__NodeProto *node, Value value, GError **error)
{
  if (is_known (reader, node->output[0]))
    {
      value_free (g_memdup2 (&value, sizeof value));
      return refuse (reader, node, error, "gives a value that there is already");
    }
  g_hash_table_insert (reader->values, node->output[0], g_memdup2 (&value, sizeof value));
  return TRUE;
}

static gboolean
bind_units (Reader *reader, const Onnx__NodeProto *node, const Units *units, GError **error)
{
  return bind (reader, node, (Value){ NULL, g_memdup2 (units, sizeof *units) }, error);
}

static void
sums_init (Units *units, guint layer)
{
  units->layer = layer;
  units->is_sum = TRUE;
  units->is_softmax = FALSE;
  memcpy (units->values, chain_onnx_probes, sizeof units->values);
}

/* Of the layer that was begun last, which this must be. */
static gboolean
check_layer (const Reader          *reader,
             const Onnx__NodeProto *node,
             const Value           *value,
             GError               **error)
{
  if (value->units == NULL)
    return refuse (reader, node, error, "expected something made of the input, found a constant");
  if (value->units->layer != reader->import->layers->len)
    return refuse (reader, node, error, "expected a chain of layers, found one that skips a layer");
  return TRUE;
}

static void
add_number (Reader *reader, double number)
{
  if (reader->numbers->len < MOST_PARAMETERS)
    g_array_append_val (reader->numbers, number);
}

/* The activation is all that was done since the sums. */
static gboolean
finish_layer (Reader *reader, const Onnx__NodeProto *node, const Units *units, GError **error)
{
  double         p[CHAIN_MAX_PARAMETERS] = { 0 };
  const ChainOp *activation
      = units->is_softmax ? chain_op_find (CHAIN_OP_ACTIVATION, "softmax")
                          : chain_onnx_recognize (units->values, (double *) reader->numbers->data,
                                                  reader->numbers->len, p);
  g_autofree char *names = chain_op_names (CHAIN_OP_ACTIVATION);

  if (activation == NULL)
    return refuse (reader, node, error,
                   "what the nodes before it make is no activation there is; expected one of %s",
                   names);
  if (units->layer == 0 && !g_str_equal (activation->name, "linear"))
    return refuse (reader, node, error, "expected the input itself, found %s of it",
                   activation->name);
  if (units->layer > 0)
    chain_import_set_activation (reader->import, activation, p);
  g_array_set_size (reader->numbers, 0);
  return TRUE;
}

static gsize
n_units (const Reader *reader)
{
  const GPtrArray *layers = reader->import->layers;

  return ((ChainImportedLayer *) g_ptr_array_index (layers, layers->len - 1))->kernel->columns;
}

static gboolean
begin_layer (Reader                *reader,
             const Onnx__NodeProto *node,
             const Value           *value,
             ChainOnnxConstant     *kernel,
             gboolean               transposed,
             GError               **error)
{
  if (reader->import->layers->len == CHAIN_MAX_LAYERS)
    return refuse (reader, node, error, "expected at most %d layers", CHAIN_MAX_LAYERS);
  if (kernel == NULL)
    return refuse (reader, node, error, "expected constant weights as the second input");
  if (kernel->n_dimensions != 2)
    return refuse (reader, node, error, "%s: expected 2 dimensions, found %u", kernel->name,
                   kernel->n_dimensions);
  if (kernel->is_taken)
    return refuse (reader, node, error, "%s: expected weights of one layer, found them in two",
                   kernel->name);
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
set_bias (Reader                  *reader,
          const Onnx__NodeProto   *node,
          const ChainOnnxConstant *bias,
          GError                 **error)
{
  if (bias == NULL)
    return refuse (reader, node, error, "expected a constant bias");
  if (!is_row (bias, n_units (reader)) && bias->n_numbers != 1)
    return refuse (reader, node, error,
                   "%s: expected shape [%" G_GSIZE_FORMAT "], found %" G_GSIZE_FORMAT
                   " numbers in %u dimensions",
                   bias->name, n_units (reader), bias->n_numbers, bias->n_dimensions);
  chain_import_set_bias (reader->import, bias->name,
                         chain_onnx_constant_row (bias, n_units (reader)));
  return TRUE;
}

static gboolean
bind_sums (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  Units units;

  sums_init (&units, reader->import->layers->len);
  return bind_units (reader, node, &units, error);
}

static gboolean
read_gemm (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Value *x = find_value (reader, node, 0, error);
  const Value *kernel = x != NULL ? find_value (reader, node, 1, error) : NULL;
  const Value *bias = NULL;

  if (kernel == NULL || !check_layer (reader, node, x, error))
    return FALSE;
  if (whole_attribute (node, "transA", 0) != 0 || number_attribute (node, "alpha", 1) != 1
      || number_attribute (node, "beta", 1) != 1)
    return refuse (reader, node, error, "expected transA 0, alpha 1 and beta 1");
  if (input_name (node, 2) != NULL)
    {
      bias = find_value (reader, node, 2, error);
      if (bias == NULL)
        return FALSE;
    }
  return begin_layer (reader, node, x, kernel->constant, whole_attribute (node, "transB", 0) != 0,
                      error)
         && (bias == NULL || set_bias (reader, node, bias->constant, error))
         && bind_sums (reader, node, error);
}

static gboolean
read_matmul (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Value *x = find_value (reader, node, 0, error);
  const Value *kernel = x != NULL ? find_value (reader, node, 1, error) : NULL;

  return kernel != NULL && check_layer (reader, node, x, error)
         && begin_layer (reader, node, x, kernel->constant, FALSE, error)
         && bind_sums (reader, node, error);
}

static gboolean
read_softmax (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Value *x = find_value (reader, node, 0, error);
  const gint64 axis = whole_attribute (node, "axis", reader->opset < 13 ? 1 : -1);
  Units        units;

  if (x == NULL || !check_layer (reader, node, x, error))
    return FALSE;
  if ((axis != 1 && axis != -1) || !x->units->is_sum || x->units->layer == 0)
    return refuse (reader, node, error, "expected it over the units of a layer, on its sums");
  sums_init (&units, x->units->layer);
  units.is_sum = FALSE;
  units.is_softmax = TRUE;
  return bind_units (reader, node, &units, error);
}

/* A node that changes nothing here. */
static gboolean
read_same (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Value *x = find_value (reader, node, 0, error);

  return x != NULL && check_layer (reader, node, x, error)
         && bind_units (reader, node, x->units, error);
}

static gboolean
read_flatten (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  if (whole_attribute (node, "axis", 1) != 1)
    return refuse (reader, node, error, "expected axis 1");
  return read_same (reader, node, error);
}

static gboolean
read_cast (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const gint64 to = whole_attribute (node, "to", 0);

  if (to != ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT && to != ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE)
    return refuse (reader, node, error, "expected type float or double, found type %"
                   G_GINT64_FORMAT, to);
  return read_same (reader, node, error);
}

/* As an initializer it is looked at when a layer reads it. */
static gboolean
read_constant (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const Onnx__AttributeProto *attribute = find_attribute (node, "value");

  if (attribute == NULL || attribute->t == NULL)
    return refuse (reader, node, error, "expected a tensor as its value");
  if (is_known (reader, node->output[0]))
    return refuse (reader, node, error, "gives a value that there is already");
  g_hash_table_insert (reader->initializers, node->output[0], attribute->t);
  return TRUE;
}

/* The value of one input at the probes. */
static gboolean
read_input (Reader                *reader,
            const Onnx__NodeProto *node,
            const Value           *value,
            double                *values,
            GError               **error)
{
  if (value->constant != NULL && value->constant->n_numbers != 1)
    return refuse (reader, node, error, "%s: expected one number, found %" G_GSIZE_FORMAT,
                   value->constant->name, value->constant->n_numbers);
  if (value->constant == NULL)
    {
      if (!check_layer (reader, node, value, error))
        return FALSE;
      if (value->units->is_softmax)
        return refuse (reader, node, error, "expected a layer after the softmax");
      memcpy (values, value->units->values, sizeof value->units->values);
      return TRUE;
    }
  for (guint i = 0; i < CHAIN_ONNX_N_PROBES; i++)
    values[i] = chain_onnx_constant_get (value->constant, 0);
  add_number (reader, values[0]);
  return TRUE;
}

static gboolean
apply (Reader                  *reader,
       const Onnx__NodeProto   *node,
       const ChainOnnxFunction *function,
       const Value *const      *inputs,
       GError                 **error)
{
  double x[CHAIN_ONNX_MOST_INPUTS][CHAIN_ONNX_N_PROBES];
  double attributes[CHAIN_ONNX_MOST_ATTRIBUTES] = { 0 };
  Units  units = { .layer = reader->import->layers->len };

  for (guint k = 0; k < function->n_inputs; k++)
    if (!read_input (reader, node, inputs[k], x[k], error))
      return FALSE;
  for (guint k = 0; k < CHAIN_ONNX_MOST_ATTRIBUTES && function->attributes[k].name != NULL; k++)
    {
      attributes[k] = number_attribute (node, function->attributes[k].name,
                                        function->attributes[k].initial);
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
  return bind_units (reader, node, &units, error);
}

/* An Add may bring the bias of the layer: a constant added to its sums, which nothing else reads. */
static const ChainOnnxConstant *
find_bias (const Reader *reader, const Onnx__NodeProto *node, const Value *const *inputs)
{
  const guint  sums = inputs[0]->units != NULL ? 0 : 1;
  const Units *units = inputs[sums]->units;
  const ChainOnnxConstant *constant = inputs[1 - sums]->constant;
  const GPtrArray         *layers = reader->import->layers;

  if (strcmp (node->op_type, "Add") != 0 || units == NULL || constant == NULL || !units->is_sum
      || units->layer == 0 || units->layer != layers->len || constant->n_dimensions == 0
      || !is_row (constant, n_units (reader))
      || ((ChainImportedLayer *) g_ptr_array_index (layers, layers->len - 1))->bias != NULL
      || GPOINTER_TO_UINT (g_hash_table_lookup (reader->uses, node->input[sums])) != 1)
    return NULL;
  return constant;
}

static gboolean
read_function (Reader                  *reader,
               const Onnx__NodeProto   *node,
               const ChainOnnxFunction *function,
               GError                 **error)
{
  const Value                *inputs[CHAIN_ONNX_MOST_INPUTS] = { NULL };
  const ChainOnnxConstant    *bias;
  const Onnx__AttributeProto *approximate = find_attribute (node, "approximate");

  if (approximate != NULL
      && (approximate->s.len != strlen ("none") || memcmp (approximate->s.data, "none", 4) != 0))
    return refuse (reader, node, error, "expected the exact function, found an approximation");
  for (guint k = 0; k < function->n_inputs; k++)
    {
      inputs[k] = find_value (reader, node, k, error);
      if (inputs[k] == NULL)
        return FALSE;
    }
  if (input_name (node, function->n_inputs) != NULL)
    return refuse (reader, node, error, "expected %u inputs, found more", function->n_inputs);
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
read_node (Reader *reader, const Onnx__NodeProto *node, GError **error)
{
  const gboolean is_standard = node->domain == NULL || *node->domain == '\0'
                               || g_str_equal (node->domain, "ai.onnx");
  const ChainOnnxFunction *function = chain_onnx_function_find (node->op_type);

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && is_standard; i++)
    if (g_str_equal (kinds[i].op, node->op_type))
      return kinds[i].read (reader, node, error);
  if (function != NULL && is_standard)
    return read_function (reader, node, function, error);
  return refuse (reader, node, error,
                 "expected Gemm, MatMul, Add or an activation: other operators are not imported");
}

/* Of an own file: whether a node makes what the layers read. */
static gboolean
is_before (const Reader *reader, const Onnx__NodeProto *node)
{
  gboolean known = TRUE;

  for (gsize i = 0; i < node->n_input; i++)
    known = known && (input_name (node, i) == NULL || is_known (reader, node->input[i]));
  return reader->is_own && (!known || g_str_equal (node->output[0], reader->input));
}

static gboolean
fail (const Reader *reader, GError **error, const char *what)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED, "%s: %s", reader->title, what);
  return FALSE;
}

static gboolean
read_nodes (Reader *reader, GError **error)
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
read_output (Reader *reader, GError **error)
{
  const Value    *value = g_hash_table_lookup (reader->values, reader->output);
  Onnx__NodeProto last = ONNX__NODE_PROTO__INIT;
  char           *name = (char *) reader->output;

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
find_input (const Reader *reader)
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
find_ends (Reader *reader, const ChainOnnxFile *file, GError **error)
{
  const char *format = chain_onnx_file_metadata (file, "format");

  reader->input = chain_onnx_file_metadata (file, CHAIN_ONNX_NETWORK_INPUT);
  reader->output = chain_onnx_file_metadata (file, CHAIN_ONNX_NETWORK_OUTPUT);
  reader->is_own = g_strcmp0 (format, CHAIN_ONNX_OWN) == 0 && reader->input != NULL
                   && reader->output != NULL;
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

static void
count_use (Reader *reader, const char *name)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (reader->uses, name));

  g_hash_table_insert (reader->uses, (gpointer) name, GUINT_TO_POINTER (n + 1));
}

static void
index_names (Reader *reader)
{
  for (gsize i = 0; i < reader->graph->n_initializer; i++)
    if (reader->graph->initializer[i]->name != NULL)
      g_hash_table_insert (reader->initializers, reader->graph->initializer[i]->name,
                           reader->graph->initializer[i]);
  for (gsize i = 0; i < reader->graph->n_node; i++)
    for (gsize k = 0; k < reader->graph->node[i]->n_input; k++)
      count_use (reader, reader->graph->node[i]->input[k]);
  for (gsize i = 0; i < reader->graph->n_output; i++)
    if (reader->graph->output[i]->name != NULL)
      count_use (reader, reader->graph->output[i]->name);
}

static gboolean
check_model (Reader *reader, const ChainOnnxFile *file, GError **error)
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
read_graph (Reader *reader, const ChainOnnxFile *file, GError **error)
{
  Value *input = g_new0 (Value, 1);

  input->units = g_new (Units, 1);
  sums_init (input->units, 0);
  index_names (reader);
  if (!check_model (reader, file, error) || !find_ends (reader, file, error))
    {
      value_free (input);
      return FALSE;
    }
  g_hash_table_insert (reader->values, (gpointer) reader->input, input);
  return read_nodes (reader, error) && read_output (reader, error);
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
  g_auto (ChainOnnxFile)  file = { NULL };
  g_autoptr (ChainImport) import = NULL;
  Reader                  reader = { .title = source->title };
  gboolean                ok;

  if (!chain_onnx_file_open (source, &file, error))
    return NULL;
  import = chain_import_new (source->title);
  reader.graph = file.model->graph;
  reader.import = import;
  reader.initializers = g_hash_table_new (g_str_hash, g_str_equal);
  reader.uses = g_hash_table_new (g_str_hash, g_str_equal);
  reader.values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, value_free);
  reader.numbers = g_array_new (FALSE, FALSE, sizeof (double));
  ok = read_graph (&reader, &file, error);
  g_array_unref (reader.numbers);
  g_hash_table_unref (reader.values);
  g_hash_table_unref (reader.uses);
  g_hash_table_unref (reader.initializers);
  return ok ? g_steal_pointer (&import) : NULL;
}
