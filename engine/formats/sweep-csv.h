/* sweep-csv.h: the cells of a sweep as a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/sweep.h"

G_BEGIN_DECLS

char *chain_sweep_csv (ChainSweep *sweep);

G_END_DECLS
