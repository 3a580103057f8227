/* sorted-numbers.h: the finite numbers of a column in order.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

double *chain_numbers_sorted (const double *numbers,
                              gsize         n_numbers,
                              GCancellable *cancellable,
                              gsize        *n_sorted);

G_END_DECLS
