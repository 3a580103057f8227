/* workspace.h: statements of tensors and variables, run on a tape that can be looked at.
 *
 * A text of statements (base/syntax.h) is recorded as one graph, in the order in which it is
 * written, and run at once: every value forward, every gradient backward from the target. What
 * shows it step by step only chooses how much of that it uncovers, so stepping back is free.
 *
 *   a = [[1, 2], [3, 4]]      a constant
 *   w1 = variable(5)          a variable; also zeros(2, 3), ones(2, 3), glorot_uniform(2, 3), …
 *   x1 = column("x1")         rows of a column of the data: [rows, 1]
 *   x = features()            rows of what the network reads, encoded and scaled; y = targets()
 *   f(x, y) = relu(x @ y)     a function, traced once for each of its inputs' shapes
 *   L = mse(f(x, w1), y)      any operation of the tables; sum, mean, max and min take axis=0 or 1
 *   w1.assign_add(1)          a change of a variable, made once, when the text is run
 *
 * All tensors are matrices, a number is [1, 1], [1, 2, 3] is [[1, 2, 3]]; sides of 1 are repeated.
 * Cross-entropies read probabilities; from_logits=1 has them read logits. The target is the last
 * value defined until another is chosen; gradients of one that is no number are those of its sum.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/fusion.h"
#include "autodiff/walk.h"
#include "base/syntax.h"
#include "data/dataset.h"
#include "explain/equation.h"
#include "model/network.h"

G_BEGIN_DECLS

typedef struct _ChainWorkspace ChainWorkspace;

/* What a project keeps of it. */
typedef struct
{
  char  *text; /* NULL: none */
  double learning_rate;
  guint  batch_size; /* rows of an iteration; 0: all */
} ChainWorkspaceOptions;

/* What a text is run with; all of it may be left out. */
typedef struct
{
  const char   *file;       /* that the text is from: errors begin "FILE:LINE: " */
  ChainTable   *table;      /* whose columns it may name */
  ChainDataset *dataset;    /* for features() and targets(); its training rows are used */
  guint         batch_size; /* rows of an iteration; 0: all */
  GHashTable   *variables;  /* char * → ChainTensor *: first values, whatever the text says; of
                               names the text does not define too */
  GHashTable   *constants;  /* char * → ChainTensor *: names the text does not define */
} ChainWorkspaceContext;

typedef enum
{
  CHAIN_WORKSPACE_CONSTANT,
  CHAIN_WORKSPACE_VARIABLE,
  CHAIN_WORKSPACE_DATA, /* rows of columns */
  CHAIN_WORKSPACE_OPERATION,
  CHAIN_WORKSPACE_ASSIGNMENT, /* a change of a variable */
} ChainWorkspaceRole;

/* A node of the graph as the text has it; [index] is that of the graph's node. */
typedef struct
{
  guint              index;
  ChainWorkspaceRole role;
  const char        *name;     /* in the text, "w1"; of a part of an expression "v3" */
  gboolean           is_named; /* in the text */
  const char        *title;    /* for people: "matrix product", "variable", "column x1" */
  const char        *symbol;   /* short, to be drawn: "x·y", "w1" */
  ChainTextPlace     place;    /* of its operator, function or name */
  guint              statement; /* that it belongs to, from 0 */
  guint              layer;    /* of a drawing, from 0: the longest way from what is given */
  const char        *function; /* whose trace it is a part of; NULL: none */
  guint              variable; /* which one it is a value of; CHAIN_NO_NODE unless a variable */
} ChainWorkspaceNode;

/* A variable. One that the text assigns to has a node for each of its values there. */
typedef struct
{
  const char  *name;
  GArray      *nodes;    /* guint: in the order of the text; at least one */
  ChainTensor *first;    /* as the text has it */
  ChainTensor *value;    /* now */
  ChainTensor *gradient; /* of the target by all its nodes */
} ChainWorkspaceVariable;

/* What a statement came to. */
typedef struct
{
  ChainStatementKind kind;
  const char        *name; /* NULL where a value is only shown */
  guint              node; /* whose value it is; CHAIN_NO_NODE of a function */
  ChainTextPlace     place;
} ChainWorkspaceStatement;

/* One step of the pass over the graph: a value, or the gradient of the target by it. */
typedef struct
{
  guint    node;
  gboolean gradient;
} ChainWorkspaceStep;

/* One update: the numbers before it. */
typedef struct
{
  guint64    iteration; /* from 1 */
  gsize      first_row; /* of the rows in use, from 0 */
  gsize      n_rows;    /* 0 where no data is read */
  double     loss;      /* the target; the sum of its elements */
  GPtrArray *variables; /* ChainTensor *, one for each */
  GPtrArray *gradients; /* ChainTensor *, one for each */
} ChainWorkspaceIteration;

/* A function, traced for inputs of certain shapes. */
typedef struct
{
  const char  *function;
  char        *signature; /* "f([1, 2], [2, 2])" */
  ChainGraph  *graph;     /* its inputs are the first nodes */
  guint        n_inputs;
  guint        output;    /* node of graph */
  guint64      n_calls;   /* the one it was traced for, and those that used it again */
  GPtrArray   *captured;  /* const char *: values around the function that it reads */
  GPtrArray   *nodes;     /* ChainWorkspaceNode *: of graph */
  ChainFusion *fusion;    /* the same, fused */
} ChainTrace;

/* A word that a text can be made of, for completing one that is being typed. */
typedef struct
{
  const char *word;
  const char *call;  /* "mse(prediction, target)" */
  const char *title; /* "mean squared error" */
} ChainWorkspaceWord;

/* A network as statements, and statements as a network. */
typedef struct
{
  ChainNetwork  *network;
  const ChainOp *loss; /* NULL: the target is the network's output */
  double         loss_parameters[CHAIN_MAX_PARAMETERS];
  GStrv          features; /* the columns it reads, one after another; NULL: features() */
  char          *target;   /* the column it shall give; NULL: targets() */
} ChainWorkspaceNetwork;

char                  *chain_workspace_text_of_network (const ChainNetwork     *network,
                                                        const ChainOp          *loss,
                                                        const double           *loss_parameters,
                                                        GError                **error);
ChainWorkspaceNetwork *chain_workspace_to_network      (ChainWorkspace         *workspace,
                                                        GError                **error);
void                   chain_workspace_network_free    (ChainWorkspaceNetwork  *network);

ChainWorkspace *chain_workspace_new  (const char                  *text,
                                      const ChainWorkspaceContext *context,
                                      ChainTextPlace              *place,
                                      GError                     **error);
void            chain_workspace_free (ChainWorkspace              *workspace);
ChainTensor    *chain_workspace_parse_value (const char           *text,
                                             GError              **error);
GArray         *chain_workspace_words (void);

/* The graph. */
const ChainGraph              *chain_workspace_graph        (const ChainWorkspace *workspace);
guint                          chain_workspace_n_nodes      (const ChainWorkspace *workspace);
const ChainWorkspaceNode      *chain_workspace_node         (const ChainWorkspace *workspace,
                                                             guint                 node);
guint                          chain_workspace_n_statements (const ChainWorkspace *workspace);
const ChainWorkspaceStatement *chain_workspace_statement    (const ChainWorkspace *workspace,
                                                             guint                 statement);
guint                          chain_workspace_find         (const ChainWorkspace *workspace,
                                                             const char           *name);
guint                          chain_workspace_n_variables  (const ChainWorkspace *workspace);
const ChainWorkspaceVariable  *chain_workspace_variable     (const ChainWorkspace *workspace,
                                                             guint                 variable);

/* Values and gradients. */
guint              chain_workspace_target     (const ChainWorkspace *workspace);
void               chain_workspace_set_target (ChainWorkspace       *workspace,
                                               guint                 node);
const ChainTensor *chain_workspace_value      (ChainWorkspace       *workspace,
                                               guint                 node);
const ChainTensor *chain_workspace_adjoint    (ChainWorkspace       *workspace,
                                               guint                 node);
gboolean           chain_workspace_is_used    (const ChainWorkspace *workspace,
                                               guint                 node);
const GArray      *chain_workspace_steps      (const ChainWorkspace *workspace,
                                               guint                *n_forward);
gboolean           chain_workspace_gradient   (ChainWorkspace       *workspace,
                                               guint                 of,
                                               const char *const    *by,
                                               gboolean              persistent,
                                               GPtrArray           **gradients,
                                               GError              **error);

/* Explanations. */
ChainEquation *chain_workspace_equation     (ChainWorkspace *workspace,
                                             guint           node,
                                             gsize           row,
                                             gsize           column);
ChainEquation *chain_workspace_gradient_equation
                                            (ChainWorkspace *workspace,
                                             guint           node,
                                             gsize           row,
                                             gsize           column);
guint          chain_workspace_n_uses       (ChainWorkspace *workspace,
                                             guint           node);
guint          chain_workspace_use          (ChainWorkspace *workspace,
                                             guint           node,
                                             guint           use,
                                             guint          *input);
ChainEquation *chain_workspace_contribution (ChainWorkspace *workspace,
                                             guint           node,
                                             guint           use,
                                             gsize           row,
                                             gsize           column);
double         chain_workspace_difference   (ChainWorkspace *workspace,
                                             guint           node,
                                             gsize           row,
                                             gsize           column,
                                             gboolean       *kink);
char          *chain_workspace_code         (ChainWorkspace *workspace,
                                             double          learning_rate,
                                             guint           iterations);

/* Descent. */
gboolean                       chain_workspace_set_value    (ChainWorkspace       *workspace,
                                                             guint                 variable,
                                                             gsize                 row,
                                                             gsize                 column,
                                                             double                value);
gboolean                       chain_workspace_update       (ChainWorkspace       *workspace,
                                                             double                learning_rate,
                                                             GError              **error);
guint                          chain_workspace_n_iterations (const ChainWorkspace *workspace);
const ChainWorkspaceIteration *chain_workspace_iteration    (const ChainWorkspace *workspace,
                                                             guint                 iteration);
void                           chain_workspace_reset        (ChainWorkspace       *workspace);
gsize                          chain_workspace_rows         (const ChainWorkspace *workspace,
                                                             gsize                *first);

/* Functions. */
guint             chain_workspace_n_traces (const ChainWorkspace *workspace);
const ChainTrace *chain_workspace_trace    (const ChainWorkspace *workspace,
                                            guint                 trace);
void              chain_trace_measure      (const ChainTrace     *trace,
                                            double               *walked,
                                            double               *fused);
ChainFusion      *chain_workspace_fuse     (const ChainWorkspace *workspace);
void              chain_workspace_measure  (ChainWorkspace       *workspace,
                                            double               *walked,
                                            double               *fused);

void chain_workspace_options_init  (ChainWorkspaceOptions       *options);
void chain_workspace_options_copy  (const ChainWorkspaceOptions *options,
                                    ChainWorkspaceOptions       *copy);
void chain_workspace_options_clear (ChainWorkspaceOptions       *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainWorkspace, chain_workspace_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainWorkspaceNetwork, chain_workspace_network_free)

G_END_DECLS
