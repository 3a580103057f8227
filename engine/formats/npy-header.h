/* npy-header.h: what the head of a .npy file says of the array after it.
 *
 * Format: numpy.lib.format, versions 1 to 3: a magic text, the length of the header, and the
 * header, a Python dictionary of descr, fortran_order and shape.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/float-bytes.h"
#include "formats/named-tensors.h"

G_BEGIN_DECLS

#define CHAIN_NPY_MAGIC "\x93NUMPY"
#define CHAIN_NPY_MAGIC_SIZE 6
#define CHAIN_NPY_MOST_HEADER (1 << 16) /* bytes of the dictionary */

typedef struct
{
  gboolean       is_text;    /* numpy's <U: letters of four bytes */
  ChainFloatKind kind;       /* of numbers */
  guint64        n_letters;  /* of each text */
  gboolean       big_endian;
  gboolean       fortran_order;
  guint          n_dimensions;
  guint64        dimensions[CHAIN_NAMED_TENSOR_MOST_DIMENSIONS];
} ChainNpyHeader;

gboolean chain_npy_header_parse (const char     *where,
                                 const char     *text,
                                 gsize           length,
                                 ChainNpyHeader *header,
                                 GError        **error);

G_END_DECLS
