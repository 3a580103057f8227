/* onnx-messages.h: new messages of a .onnx file, from malloc() as protobuf-c frees them.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/onnx.pb-c.h"

#include <glib.h>

G_BEGIN_DECLS

Onnx__AttributeProto           *chain_onnx_attribute_proto_new (void);
Onnx__GraphProto               *chain_onnx_graph_proto_new (void);
Onnx__ModelProto               *chain_onnx_model_proto_new (void);
Onnx__NodeProto                *chain_onnx_node_proto_new (void);
Onnx__OperatorSetIdProto       *chain_onnx_operator_set_id_proto_new (void);
Onnx__StringStringEntryProto   *chain_onnx_string_string_entry_proto_new (void);

Onnx__ValueInfoProto *chain_onnx_value_new  (const char *name,
                                             gboolean    is_text,
                                             gsize       columns);
Onnx__TensorProto    *chain_onnx_tensor_new (const char *name,
                                             gint32      type,
                                             guint       n_dims,
                                             gsize       rows,
                                             gsize       columns);

G_END_DECLS
