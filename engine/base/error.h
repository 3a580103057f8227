/* error.h: the one error domain of the engine.
 *
 * Every message says what, where, what was expected and what was found, in one line
 * without a final stop; a file's message begins with FILE:LINE: where a line is known.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CHAIN_ERROR (chain_error_quark ())

typedef enum
{
  CHAIN_ERROR_SYNTAX,      /* a text or file that does not read as what it should be */
  CHAIN_ERROR_VALUE,       /* an unknown name, a wrong type or a value out of range */
  CHAIN_ERROR_SHAPE,       /* tensors, columns or weights that do not fit together */
  CHAIN_ERROR_UNSUPPORTED, /* valid, but not something this program does */
  CHAIN_ERROR_DIVERGED,    /* a value left the finite numbers */
} ChainError;

GQuark chain_error_quark (void);

G_END_DECLS
