/* summary.h: a network's layers, shapes and parameter count in words and numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "model/network.h"

G_BEGIN_DECLS

char *chain_summary_count_formula (const ChainNetwork *network);
char *chain_summary_text          (const ChainNetwork *network);

G_END_DECLS
