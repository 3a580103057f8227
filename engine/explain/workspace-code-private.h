/* workspace-code-private.h: expressions of a text as Python, for its own files alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "explain/workspace-private.h"

G_BEGIN_DECLS

/* How strongly Python's operators bind. */
enum
{
  CHAIN_CODE_SUM = 1,
  CHAIN_CODE_PRODUCT,
  CHAIN_CODE_SIGN,
  CHAIN_CODE_POWER,
  CHAIN_CODE_ATOM, /* names, calls, numbers */
};

/* A piece of code on the stack. */
typedef struct
{
  char       *code;
  int         strength;
  gboolean    is_number; /* a number of Python's, no tensor yet */
  gboolean    is_scalar; /* may have no axes, where TensorFlow wants two */
  double      number;
  char       *logits;    /* of an activation: what it is of; else NULL */
  const char *activation;
  const char *argument;
} ChainCodePiece;

typedef struct
{
  ChainWorkspace *workspace;
  GString        *text;
  GArray         *pieces;   /* ChainCodePiece: the stack */
  GHashTable     *scalars;  /* const char *: names that may have no axes */
  GHashTable     *activations; /* const char * → const char *: names of what one activation made */
  guint           iterations;
} ChainCodeWriter;

void  chain_code_piece_clear    (gpointer               data);
char *chain_code_name           (const char            *name);
char *chain_code_number         (double                 value);
void  chain_code_append_tensor  (GString               *text,
                                 const ChainTensor     *tensor);
char *chain_code_tensor         (const ChainCodePiece  *piece);
char *chain_code_data_name      (const ChainCodeWriter *self,
                                 guint                  column);
char *chain_code_operation      (const ChainOp         *op,
                                 const ChainCodePiece  *operands,
                                 const double          *p);
char *chain_code_expression     (const ChainCodeWriter *self,
                                 guint                  first,
                                 guint                  last,
                                 GHashTable            *parameters,
                                 ChainCodePiece        *result);

G_END_DECLS
