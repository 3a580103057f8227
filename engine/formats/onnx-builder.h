/* onnx-builder.h: puts the graph of a .onnx file together, node by node.
 *
 * A value is known by its name. What is made gets the name asked for, or that with a number behind
 * it where it is taken already; names stay valid as long as the builder.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_ONNX_OPSET 13   /* of ai.onnx */
#define CHAIN_ONNX_ML_OPSET 2 /* of ai.onnx.ml */
#define CHAIN_ONNX_IR_VERSION 7

typedef struct _ChainOnnxBuilder ChainOnnxBuilder;

ChainOnnxBuilder *chain_onnx_builder_new       (void);
void              chain_onnx_builder_free      (ChainOnnxBuilder   *builder);
GBytes           *chain_onnx_builder_finish    (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                const char         *about,
                                                GError            **error);

const char       *chain_onnx_builder_input     (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                gboolean            is_text,
                                                gsize               columns);
void              chain_onnx_builder_output    (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                gboolean            is_text,
                                                gsize               columns);
void              chain_onnx_builder_metadata  (ChainOnnxBuilder   *builder,
                                                const char         *key,
                                                const char         *value);

const char       *chain_onnx_builder_number    (ChainOnnxBuilder   *builder,
                                                double              value);
const char       *chain_onnx_builder_matrix    (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                const double       *values,
                                                gsize               rows,
                                                gsize               columns);
const char       *chain_onnx_builder_row       (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                const double       *values,
                                                gsize               columns);
const char       *chain_onnx_builder_wholes    (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                const gint64       *values,
                                                gsize               n_values);
const char       *chain_onnx_builder_texts     (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                const char *const  *texts);

const char       *chain_onnx_builder_node      (ChainOnnxBuilder   *builder,
                                                const char         *op,
                                                const char         *name,
                                                const char         *first,
                                                ...) G_GNUC_NULL_TERMINATED;
const char       *chain_onnx_builder_join      (ChainOnnxBuilder   *builder,
                                                const char         *name,
                                                GPtrArray          *inputs);
void              chain_onnx_builder_set_whole (ChainOnnxBuilder   *builder,
                                                const char         *attribute,
                                                gint64              value);
void              chain_onnx_builder_set_places (ChainOnnxBuilder  *builder,
                                                 const char *const *texts,
                                                 const double      *places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainOnnxBuilder, chain_onnx_builder_free)

G_END_DECLS
