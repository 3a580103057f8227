/* onnx-values.h: the values of a .onnx graph while its nodes are followed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/onnx-functions.h"
#include "formats/onnx-tensor.h"

G_BEGIN_DECLS

/* A value [rows, units]: a function of the sums z of one layer, element by element. */
typedef struct
{
  guint    layer;      /* from 1; 0: the input */
  gboolean is_sum;     /* z itself, with or without its bias */
  gboolean is_softmax; /* of z; `values` mean nothing then */
  double   values[CHAIN_ONNX_N_PROBES];
} ChainOnnxUnits;

typedef struct
{
  ChainOnnxConstant *constant; /* or */
  ChainOnnxUnits    *units;
} ChainOnnxValue;

typedef struct
{
  const char             *title;
  const Onnx__GraphProto *graph;
  GHashTable             *initializers; /* by name: Onnx__TensorProto */
  GHashTable             *uses;         /* by name: how many nodes and outputs read it */
  GHashTable             *values;       /* by name: ChainOnnxValue, owned */
  gint64                  opset;
  const char             *input;  /* of the layers */
  const char             *output; /* of the layers */
  gboolean                is_own; /* the file is this program's */
  ChainImport            *import;
  GArray                 *numbers; /* double: constants since the last layer, some of them */
} ChainOnnxReader;

void            chain_onnx_reader_init  (ChainOnnxReader         *reader,
                                         const ChainOnnxFile     *file,
                                         ChainImport             *import);
void            chain_onnx_reader_clear (ChainOnnxReader         *reader);
gboolean        chain_onnx_refuse       (const ChainOnnxReader   *reader,
                                         const Onnx__NodeProto   *node,
                                         GError                 **error,
                                         const char              *format,
                                         ...) G_GNUC_PRINTF (4, 5);

const Onnx__AttributeProto *chain_onnx_attribute (const Onnx__NodeProto *node,
                                                  const char            *name);
gint64          chain_onnx_whole        (const Onnx__NodeProto   *node,
                                         const char              *name,
                                         gint64                   initial);
double          chain_onnx_number       (const Onnx__NodeProto   *node,
                                         const char              *name,
                                         double                   initial);
const char     *chain_onnx_input        (const Onnx__NodeProto   *node,
                                         gsize                    index);

gboolean        chain_onnx_is_known     (const ChainOnnxReader   *reader,
                                         const char              *name);
ChainOnnxValue *chain_onnx_find         (ChainOnnxReader         *reader,
                                         const Onnx__NodeProto   *node,
                                         gsize                    index,
                                         GError                 **error);
gboolean        chain_onnx_bind         (ChainOnnxReader         *reader,
                                         const Onnx__NodeProto   *node,
                                         const ChainOnnxUnits    *units,
                                         GError                 **error);
void            chain_onnx_bind_input   (ChainOnnxReader         *reader,
                                         const ChainOnnxUnits    *units);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainOnnxReader, chain_onnx_reader_clear)

G_END_DECLS
