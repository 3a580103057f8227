/* float-bytes.h: floating-point numbers of files, of 2, 4 or 8 bytes in either order.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_FLOAT_64,
  CHAIN_FLOAT_32,
  CHAIN_FLOAT_16,
  CHAIN_FLOAT_BRAIN_16, /* the upper half of a float32 */
  CHAIN_N_FLOATS,
} ChainFloatKind;

guint  chain_float_size   (ChainFloatKind kind);
double chain_float_read   (ChainFloatKind kind,
                           gboolean       big_endian,
                           const guint8  *bytes);
void   chain_float_append (GByteArray    *bytes,
                           double         value);

G_END_DECLS
