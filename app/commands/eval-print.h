/* eval-print.h: an evaluation as text and as JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "app/commands/evaluation.h"

G_BEGIN_DECLS

void chain_eval_print_text (ChainEval *eval);
void chain_eval_print_json (ChainEval *eval);

G_END_DECLS
