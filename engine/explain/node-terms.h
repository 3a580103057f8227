/* node-terms.h: what the operands of a node's equation are called.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/recording.h"

G_BEGIN_DECLS

/* The terms of one node's equation, for the callbacks of ChainOpTerms. */
typedef struct
{
  ChainOpTerms          terms; /* first: callbacks cast back */
  const ChainRecording *recording;
  ChainWalk            *walk;
  const ChainNode      *node;
} ChainNodeTerms;

ChainNodeTerms   chain_node_terms   (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainNode      *node);
ChainFormula    *chain_node_symbol  (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainNode      *node,
                                     gsize                 row,
                                     gsize                 column);
ChainFormula    *chain_node_formula (const ChainRecording *recording,
                                     ChainWalk            *walk,
                                     const ChainNode      *node,
                                     gsize                 row,
                                     gsize                 column);
const ChainNode *chain_node_whole   (const ChainGraph     *graph,
                                     const ChainNode      *node,
                                     guint                *input);

G_END_DECLS
