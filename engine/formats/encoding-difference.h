/* encoding-difference.h: how what a file says becomes of a raw row differs from what a project does.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json.h"
#include "data/dataset.h"

G_BEGIN_DECLS

char *chain_encoding_keep       (const ChainJson    *model);
char *chain_encoding_difference (const char         *kept,
                                 const ChainDataset *dataset);

G_END_DECLS
