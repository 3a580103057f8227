/* workspace-recorder.h: how items of a text become nodes of a graph, for its own files alone.
 *
 * A recorder runs through an expression's items with a stack of values. There is one for the text
 * and one for each function being traced; they share a session.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/workspace-private.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_VALUE_NUMBER, /* not a node until it is used as one */
  CHAIN_VALUE_TENSOR, /* likewise */
  CHAIN_VALUE_STRING,
  CHAIN_VALUE_NODE,
} ChainValueKind;

typedef struct
{
  ChainValueKind kind;
  double         number;
  ChainTensor   *tensor;
  const char    *string;
  guint          node;
  const char    *argument; /* given by this name; else NULL */
  const char    *initial;  /* of a tensor that was filled: the code for it */
  ChainTextPlace place;
  ChainTextPlace argument_place;
} ChainValue;

typedef struct _ChainRecorder ChainRecorder;

/* Of one recording of a text. */
typedef struct
{
  ChainWorkspace      *workspace;
  ChainWorkspaceBuild *build;
  ChainRecorder       *main;     /* of the text itself */
  GHashTable          *bindings; /* const char * → ChainBinding * */
  gboolean            *tracing;  /* of each statement: the function is being traced */
  guint                depth;    /* functions within each other */
  gsize                n_rows;   /* of the batch */
  ChainTextPlace      *place;    /* of an error; may be NULL */
} ChainRecorderSession;

/* What a name stands for. */
typedef struct
{
  guint node;
  guint variable; /* CHAIN_NO_NODE unless one: its last node then is meant */
  guint function; /* statement; CHAIN_NO_NODE unless one */
} ChainBinding;

struct _ChainRecorder
{
  ChainRecorderSession *session;
  ChainWorkspaceRecord *record;
  ChainWorkspaceTrace  *trace;      /* NULL: the text itself */
  GHashTable           *parameters; /* of the function; const char * → node + 1 */
  guint                 statement;
  guint                 last_item;  /* of the statement */
  guint                 n_parts;
  guint                 lists;      /* that are open: what stands in them is numbers */
  GArray               *values;     /* ChainValue: the stack */
};

void     chain_recorder_init        (ChainRecorder         *recorder,
                                     ChainRecorderSession  *session,
                                     ChainWorkspaceRecord  *record);
void     chain_recorder_clear       (ChainRecorder         *recorder);
gboolean chain_recorder_evaluate    (ChainRecorder         *recorder,
                                     guint                  first,
                                     guint                  last,
                                     ChainValue            *value,
                                     GError               **error);
void     chain_value_clear          (ChainValue            *value);
gboolean chain_recorder_fail        (ChainRecorder         *recorder,
                                     ChainTextPlace         where,
                                     int                    code,
                                     GError               **error,
                                     const char            *format,
                                     ...) G_GNUC_PRINTF (5, 6);

ChainWorkspaceInfo *chain_recorder_add_info (ChainRecorder      *recorder,
                                             guint               node,
                                             ChainWorkspaceRole  role,
                                             ChainTextPlace      place,
                                             const char         *title,
                                             const char         *symbol);
gboolean chain_recorder_has_room    (ChainRecorder         *recorder,
                                     ChainShape             shape,
                                     ChainTextPlace         where,
                                     GError               **error);
gboolean chain_recorder_node        (ChainRecorder         *recorder,
                                     const ChainValue      *value,
                                     guint                 *node,
                                     GError               **error);
gboolean chain_recorder_operation   (ChainRecorder         *recorder,
                                     const ChainOp         *op,
                                     const double          *parameters,
                                     const guint           *inputs,
                                     ChainTextPlace         where,
                                     guint                 *node,
                                     GError               **error);
void     chain_recorder_name        (ChainRecorder         *recorder,
                                     guint                  node,
                                     const char            *name);
guint    chain_recorder_variable    (ChainRecorder         *recorder,
                                     const char            *name,
                                     const ChainTensor     *value,
                                     const char            *initial,
                                     ChainTextPlace         where);
guint    chain_recorder_data        (ChainRecorder         *recorder,
                                     ChainDataPart          part,
                                     guint                  column,
                                     ChainTextPlace         where);
gboolean chain_recorder_find        (ChainRecorder         *recorder,
                                     const char            *name,
                                     ChainTextPlace         where,
                                     guint                 *node,
                                     GError               **error);
gboolean chain_recorder_find_around (ChainRecorder         *recorder,
                                     const char            *name,
                                     ChainTextPlace         where,
                                     guint                 *node,
                                     GError               **error);
guint    chain_recorder_variable_node
                                    (ChainRecorder         *recorder,
                                     guint                  variable,
                                     ChainShape             shape,
                                     ChainTextPlace         where);
ChainBinding *chain_recorder_bind   (ChainRecorderSession  *session,
                                     const char            *name,
                                     guint                  node,
                                     guint                  variable);
gboolean chain_recorder_call        (ChainRecorder         *recorder,
                                     guint                  item,
                                     GError               **error);
gboolean chain_recorder_call_function
                                    (ChainRecorder         *recorder,
                                     guint                  statement,
                                     const guint           *inputs,
                                     guint                  n_inputs,
                                     ChainTextPlace         where,
                                     guint                 *node,
                                     GError               **error);

G_END_DECLS
