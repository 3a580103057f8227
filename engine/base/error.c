/* error.c: the one error domain of the engine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/error.h"

G_DEFINE_QUARK (chain-error-quark, chain_error)
