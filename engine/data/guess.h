/* guess.h: what the columns of a table most likely are, for a project begun from it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/data-options.h"
#include "data/table.h"

G_BEGIN_DECLS

void     chain_guess_data       (ChainDataOptions  *options,
                                 const ChainTable  *table);
gboolean chain_guess_is_target  (const char        *name);
gboolean chain_guess_is_ignored (const ChainTable  *table,
                                 const ChainColumn *column);

G_END_DECLS
