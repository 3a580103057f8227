/* symbols.h: what the parts of a network are called on paper: x₂, w₂₁⁽¹⁾, ŷ, ∂L/∂z₁.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/formula.h"
#include "model/recording.h"

G_BEGIN_DECLS

const char   *chain_quantity_name      (ChainQuantity         quantity,
                                        gboolean              gradient);
const char   *chain_quantity_words     (ChainQuantity         quantity);
const char   *chain_quantity_letter    (const ChainRecording *recording,
                                        const ChainOrigin    *origin);
const ChainNode *chain_node_served     (const ChainRecording *recording,
                                        const ChainNode      *node);
const char   *chain_phase_name         (ChainPhase            phase);
ChainFormula *chain_element_symbol     (const ChainRecording *recording,
                                        const ChainNode      *node,
                                        gsize                 row,
                                        gsize                 column,
                                        gsize                 n_rows,
                                        double                value);
char         *chain_parameter_name     (const ChainRecording *recording,
                                        const ChainNetwork   *network,
                                        guint                 node,
                                        gsize                 row,
                                        gsize                 column);
ChainFormula *chain_element_derivative (const ChainRecording *recording,
                                        const ChainNode      *node,
                                        gsize                 row,
                                        gsize                 column,
                                        gsize                 n_rows,
                                        double                value);

G_END_DECLS
