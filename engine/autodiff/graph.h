/* graph.h: a computation as a list of operations, in the order they were recorded.
 *
 * A graph is only ever appended to. What computes or explains walks its nodes: forward in
 * order, backward in reverse. Rows may be symbolic (CHAIN_BATCH), so one recording serves
 * every batch size.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/op.h"

G_BEGIN_DECLS

#define CHAIN_NO_NODE G_MAXUINT

typedef enum
{
  CHAIN_NODE_INPUT,     /* given anew for each run */
  CHAIN_NODE_VARIABLE,  /* kept between runs, changed by assigning operations */
  CHAIN_NODE_CONSTANT,  /* one number, always the same */
  CHAIN_NODE_GRADIENT,  /* ∂loss/∂inputs[0], once the backward walk is done */
  CHAIN_NODE_OPERATION,
} ChainNodeKind;

typedef enum
{
  CHAIN_PHASE_FORWARD,
  CHAIN_PHASE_LOSS,
  CHAIN_PHASE_BACKWARD,
  CHAIN_PHASE_UPDATE,
} ChainPhase;

typedef enum
{
  CHAIN_QUANTITY_X,
  CHAIN_QUANTITY_Y,
  CHAIN_QUANTITY_KERNEL,
  CHAIN_QUANTITY_BIAS,
  CHAIN_QUANTITY_Z,
  CHAIN_QUANTITY_A,
  CHAIN_QUANTITY_LOSS,
  CHAIN_QUANTITY_LEARNING_RATE,
  CHAIN_QUANTITY_MASK,     /* of a dropout: 0, or what the activation is scaled by */
  CHAIN_QUANTITY_MOMENT,   /* an optimizer's running mean of the gradient */
  CHAIN_QUANTITY_VELOCITY, /* an optimizer's momentum, or running mean of the squared gradient */
  CHAIN_QUANTITY_CLIPPED,  /* a gradient, shortened where it is too long */
  CHAIN_QUANTITY_STEP,     /* n, the number of the update, from 1 */
  CHAIN_QUANTITY_FACTOR,   /* of an update: 0 where the weight is locked, else 1 */
  CHAIN_QUANTITY_OTHER,
} ChainQuantity;

/* Where a node comes from. Consecutive operations of one origin are one quantity computed in
 * parts (z is a product and then a sum): the last of them holds it. */
typedef struct
{
  ChainPhase    phase;
  guint         layer; /* from 1; 0: none */
  ChainQuantity quantity;
} ChainOrigin;

typedef struct
{
  guint          index;
  ChainNodeKind  kind;
  const ChainOp *op; /* NULL unless an operation */
  double         parameters[CHAIN_MAX_PARAMETERS]; /* of op */
  guint          n_inputs;
  guint          inputs[CHAIN_OP_MAX_INPUTS];
  ChainShape     shape;
  ChainOrigin    origin;
  gboolean       needs_gradient; /* a variable is upstream */
  double         value;          /* of a constant; of a variable or a mask before it is set */
  const char    *symbol;         /* of a constant; NULL where its number is enough */
  guint          state_of;       /* of an optimizer's variable or a factor: the variable it serves */
} ChainNode;

typedef struct _ChainGraph ChainGraph;

ChainGraph      *chain_graph_new           (void);
void             chain_graph_free          (ChainGraph       *graph);
guint            chain_graph_add_input     (ChainGraph       *graph,
                                            ChainShape        shape,
                                            ChainOrigin       origin);
guint            chain_graph_add_mask      (ChainGraph       *graph,
                                            ChainShape        shape,
                                            ChainOrigin       origin);
guint            chain_graph_add_variable  (ChainGraph       *graph,
                                            ChainShape        shape,
                                            ChainOrigin       origin);
guint            chain_graph_add_state     (ChainGraph       *graph,
                                            guint             of,
                                            double            value,
                                            ChainOrigin       origin);
guint            chain_graph_add_factor    (ChainGraph       *graph,
                                            guint             of,
                                            ChainOrigin       origin);
guint            chain_graph_add_constant  (ChainGraph       *graph,
                                            const char       *symbol,
                                            double            value,
                                            ChainOrigin       origin);
guint            chain_graph_add_gradient  (ChainGraph       *graph,
                                            guint             of,
                                            ChainOrigin       origin);
guint            chain_graph_add_operation (ChainGraph       *graph,
                                            const ChainOp    *op,
                                            const double     *parameters,
                                            const guint      *inputs,
                                            ChainOrigin       origin,
                                            GError          **error);
guint            chain_graph_length        (const ChainGraph *graph);
const ChainNode *chain_graph_node          (const ChainGraph *graph,
                                            guint             index);

gboolean         chain_node_is_part_of     (const ChainNode  *node,
                                            const ChainNode  *of);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainGraph, chain_graph_free)

G_END_DECLS
