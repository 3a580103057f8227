/* onnx-messages.c: new messages of a .onnx file, from malloc() as protobuf-c frees them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-messages.h"

/* Defines @function, which returns an empty message. */
#define MESSAGE(function, type, init)                                                              \
  type *function (void)                                                                            \
  {                                                                                                \
    type *message = g_new (type, 1);                                                               \
                                                                                                   \
    init (message);                                                                                \
    return message;                                                                                \
  }

/* clang-format off */
MESSAGE (chain_onnx_attribute_proto_new, Onnx__AttributeProto, onnx__attribute_proto__init)
MESSAGE (chain_onnx_graph_proto_new, Onnx__GraphProto, onnx__graph_proto__init)
MESSAGE (chain_onnx_model_proto_new, Onnx__ModelProto, onnx__model_proto__init)
MESSAGE (chain_onnx_node_proto_new, Onnx__NodeProto, onnx__node_proto__init)
MESSAGE (chain_onnx_operator_set_id_proto_new, Onnx__OperatorSetIdProto,
         onnx__operator_set_id_proto__init)
MESSAGE (chain_onnx_string_string_entry_proto_new, Onnx__StringStringEntryProto,
         onnx__string_string_entry_proto__init)
static MESSAGE (new_tensor_shape, Onnx__TensorShapeProto, onnx__tensor_shape_proto__init)
static MESSAGE (new_dimension, Onnx__TensorShapeProto__Dimension,
                onnx__tensor_shape_proto__dimension__init)
static MESSAGE (new_type, Onnx__TypeProto, onnx__type_proto__init)
static MESSAGE (new_tensor_type, Onnx__TypeProto__Tensor, onnx__type_proto__tensor__init)
static MESSAGE (new_value_info, Onnx__ValueInfoProto, onnx__value_info_proto__init)
static MESSAGE (new_tensor, Onnx__TensorProto, onnx__tensor_proto__init)
/* clang-format on */

/* [rows, columns], or [rows] where there are no columns. */
static Onnx__TensorShapeProto *
shape_new (gsize columns)
{
  Onnx__TensorShapeProto *shape = new_tensor_shape ();

  shape->dim = g_new (Onnx__TensorShapeProto__Dimension *, 2);
  shape->dim[0] = new_dimension ();
  shape->dim[0]->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
  shape->dim[0]->dim_param = g_strdup ("rows");
  shape->n_dim = 1;
  if (columns == 0)
    return shape;
  shape->dim[1] = new_dimension ();
  shape->dim[1]->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
  shape->dim[1]->dim_value = (gint64) columns;
  shape->n_dim = 2;
  return shape;
}

/**
 * chain_onnx_value_new:
 * @name: of the value
 * @is_text: it is texts, else numbers
 * @columns: in each row; 0 for a value [rows]
 *
 * Returns: (transfer full): what an input or an output is
 */
Onnx__ValueInfoProto *
chain_onnx_value_new (const char *name, gboolean is_text, gsize columns)
{
  Onnx__ValueInfoProto *value = new_value_info ();

  value->name = g_strdup (name);
  value->type = new_type ();
  value->type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  value->type->tensor_type = new_tensor_type ();
  value->type->tensor_type->has_elem_type = TRUE;
  value->type->tensor_type->elem_type
      = is_text ? ONNX__TENSOR_PROTO__DATA_TYPE__STRING : ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE;
  value->type->tensor_type->shape = shape_new (columns);
  return value;
}

/**
 * chain_onnx_tensor_new:
 * @name: of the constant
 * @type: of its elements
 * @n_dims: how many dimensions: 0, 1 for [columns] or 2
 * @rows: of it
 * @columns: of it
 *
 * Returns: (transfer full): a tensor, yet without elements
 */
Onnx__TensorProto *
chain_onnx_tensor_new (const char *name, gint32 type, guint n_dims, gsize rows, gsize columns)
{
  Onnx__TensorProto *tensor = new_tensor ();

  tensor->name = g_strdup (name);
  tensor->has_data_type = TRUE;
  tensor->data_type = type;
  tensor->n_dims = n_dims;
  if (n_dims > 0)
    {
      tensor->dims = g_new (gint64, n_dims);
      tensor->dims[0] = (gint64) (n_dims > 1 ? rows : columns);
      tensor->dims[n_dims - 1] = (gint64) columns;
    }
  return tensor;
}
