/* float-bytes.c: floating-point numbers of files (IEEE 754 binary16, 32 and 64, and bfloat16).
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/float-bytes.h"

#include <math.h>
#include <string.h>

static const guint sizes[CHAIN_N_FLOATS] = {
  [CHAIN_FLOAT_64] = 8,
  [CHAIN_FLOAT_32] = 4,
  [CHAIN_FLOAT_16] = 2,
  [CHAIN_FLOAT_BRAIN_16] = 2,
};

static double
single (guint32 bits)
{
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* 1 bit sign, 5 bits exponent with bias 15, 10 bits fraction. */
static double
half (guint32 bits)
{
  const int    exponent = (int) (bits >> 10 & 0x1f);
  const int    fraction = (int) (bits & 0x3ff);
  const double sign = bits & 0x8000 ? -1 : 1;

  if (exponent == 0x1f)
    return fraction != 0 ? NAN : sign * INFINITY;
  if (exponent == 0)
    return sign * ldexp (fraction, -24);
  return sign * ldexp (fraction + 0x400, exponent - 25);
}

/**
 * chain_float_size:
 * @kind: of numbers
 *
 * Returns: how many bytes one takes
 */
guint
chain_float_size (ChainFloatKind kind)
{
  return sizes[kind];
}

/**
 * chain_float_read:
 * @kind: of the number
 * @big_endian: whether its highest byte is the first
 * @bytes: as many as it takes
 *
 * Returns: the number, exactly
 */
double
chain_float_read (ChainFloatKind kind,
                  gboolean       big_endian,
                  const guint8  *bytes)
{
  const guint size = sizes[kind];
  guint64     bits = 0;
  double      value;

  for (guint i = 0; i < size; i++)
    bits = bits << 8 | bytes[big_endian ? i : size - 1 - i];
  if (kind == CHAIN_FLOAT_32)
    return single ((guint32) bits);
  if (kind == CHAIN_FLOAT_BRAIN_16)
    return single ((guint32) bits << 16);
  if (kind == CHAIN_FLOAT_16)
    return half ((guint32) bits);
  memcpy (&value, &bits, sizeof value);
  return value;
}

/**
 * chain_float_append:
 * @bytes: gets eight bytes more
 * @value: a number, written as a little-endian float64
 */
void
chain_float_append (GByteArray *bytes,
                    double      value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
}
