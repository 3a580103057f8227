/* workspace-private.h: what a workspace is made of, for its own files alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/workspace.h"

G_BEGIN_DECLS

#ifndef CHAIN_WORKSPACE_MOST_ELEMENTS
#define CHAIN_WORKSPACE_MOST_ELEMENTS 20000000 /* of all tensors together; 160 MB */
#endif
#define CHAIN_WORKSPACE_MOST_NODES 200000

typedef enum
{
  CHAIN_PART_NONE,
  CHAIN_PART_COLUMN,
  CHAIN_PART_FEATURES,
  CHAIN_PART_TARGETS,
} ChainDataPart;

/* What is known of a node beside its operation. */
typedef struct
{
  ChainWorkspaceNode node;    /* first: a pointer to it is one to this */
  ChainTensor       *given;   /* of a constant that is more than a number; else NULL */
  ChainDataPart      part;    /* of the data */
  guint              column;  /* of the table */
  const char        *capture; /* in a trace: the name around it that it stands for */
  const char        *initial; /* in a program: how a constant or variable began; NULL: by value */
} ChainWorkspaceInfo;

typedef struct
{
  ChainGraph *graph;
  GPtrArray  *infos; /* ChainWorkspaceInfo *, one for each node */
} ChainWorkspaceRecord;

/* A text recorded for a batch of some rows. */
typedef struct
{
  ChainWorkspaceRecord record;
  GArray              *statements; /* ChainWorkspaceStatement */
  GPtrArray           *variables;  /* ChainWorkspaceVariable * */
  GArray              *calls;      /* guint: trace of each call */
  gsize                n_elements; /* of all values */
  guint                n_parts;    /* how many are called v1, v2, … */
} ChainWorkspaceBuild;

typedef struct
{
  ChainTrace trace;     /* first */
  guint      statement; /* of the function */
  GArray    *shapes;    /* ChainShape: of its inputs */
  GArray    *captured_shapes;
} ChainWorkspaceTrace;

struct _ChainWorkspace
{
  ChainSyntax          *syntax;
  GStringChunk         *strings;
  char                 *file;
  ChainTable           *table;
  ChainDataset         *dataset;
  GHashTable           *first_variables;
  GHashTable           *first_constants;
  const char           *part_letter; /* of values without a name: one the text does not use */
  GArray               *rows;        /* guint: of the table */
  guint                 batch_size;
  gsize                 first_row;   /* of the batch, among the rows */
  gsize                 n_rows;      /* of the batch */

  ChainWorkspaceBuild  *build;
  GPtrArray            *traces;      /* ChainWorkspaceTrace * */
  ChainWalk            *walk;
  gboolean              has_run;     /* the text's assignments are made */
  gboolean              tape_used;
  guint                 target;
  guint                 target_statement; /* or the node's own, where it has none of its own */
  gboolean             *used;        /* the target depends on the node */
  GArray               *steps;
  guint                 n_forward;
  GPtrArray            *iterations;  /* ChainWorkspaceIteration * */
};

static inline ChainWorkspaceInfo *
chain_workspace_info (const ChainWorkspaceRecord *record, guint node)
{
  return g_ptr_array_index (record->infos, node);
}

void                 chain_workspace_record_init  (ChainWorkspaceRecord       *record);
void                 chain_workspace_record_clear (ChainWorkspaceRecord       *record);
ChainWorkspaceBuild *chain_workspace_build_new    (ChainWorkspace             *workspace,
                                                   gsize                       n_rows,
                                                   ChainTextPlace             *place,
                                                   GError                    **error);
void                 chain_workspace_build_free   (ChainWorkspaceBuild        *build);
void                 chain_workspace_trace_free   (ChainWorkspaceTrace        *trace);
void                 chain_workspace_variable_free (ChainWorkspaceVariable    *variable);
void                 chain_workspace_run          (ChainWorkspace             *workspace);
gboolean             chain_workspace_use_rows     (ChainWorkspace             *workspace,
                                                   gsize                       first,
                                                   ChainTextPlace             *place,
                                                   GError                    **error);
void                 chain_workspace_find_used    (ChainWorkspace             *workspace);
void                 chain_workspace_walk_backward (ChainWorkspace            *workspace);
gboolean             chain_workspace_differentiable (const ChainWorkspace     *workspace,
                                                     guint                     node);
void                 chain_workspace_prefix       (const ChainWorkspace       *workspace,
                                                   const ChainTextPlace       *place,
                                                   GError                    **error);
ChainFormula        *chain_workspace_symbol       (ChainWorkspace             *workspace,
                                                   guint                       node,
                                                   gsize                       row,
                                                   gsize                       column);

/* workspace-call.c: what a call in a text means. */
const ChainOp       *chain_workspace_find_op      (const char                 *word,
                                                   guint                       n_values,
                                                   int                         axis);
gboolean             chain_op_ends_chain          (const ChainOp              *op);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainWorkspaceBuild, chain_workspace_build_free)

G_END_DECLS
