/* decimal.c: decimal numbers in running text, to the nearest double, quickly.
 *
 * A number is w·10^q with a whole w. Small ones are one operation between two exact doubles
 * (W. D. Clinger, How to read floating point numbers accurately, 1990); most others are one
 * product of w with 128 bits of 5^q (D. Lemire, Number parsing at a gigabyte per second, 2021).
 * What neither settles for certain is left to the C library.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/decimal.h"

#include <math.h>
#include <string.h>

#define MOST_DIGITS 19          /* always fit into 64 bits */
#define MOST_EXPONENT 100000    /* of ten; more is not counted */
#define EXACT_WHOLE (1ULL << 53) /* every whole number up to here is a double */
#define EXACT_POWER 22          /* 10^22 is the last power of ten that is a double */
#define LEAST_POWER -342        /* 10^q times any 64 bits is 0 below, infinite above */
#define MOST_POWER 308
#define SIGNIFICAND_BITS 52
#define EXPONENT_BIAS 1023
#define EXPONENT_INFINITE 2047

__extension__ typedef unsigned __int128 Product;

typedef struct
{
  guint64 high;
  guint64 low;
} Wide;

static const Wide powers_of_five[] = {
#include "base/powers-of-five.h"
};

G_STATIC_ASSERT (G_N_ELEMENTS (powers_of_five) == MOST_POWER - LEAST_POWER + 1);

static const double powers_of_ten[] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

G_STATIC_ASSERT (G_N_ELEMENTS (powers_of_ten) == EXACT_POWER + 1);

/* A number taken apart. */
typedef struct
{
  gboolean    negative;
  const char *digits;     /* the first, or the point before it */
  const char *digits_end;
  gsize       n_digits;   /* with zeros in front, without the point */
  guint64     whole;      /* w, modulo 2^64 */
  gint64      exponent;   /* q */
} Decimal;

static inline gboolean
is_digit (char c)
{
  return (guchar) (c - '0') < 10;
}

static inline guint64
load_eight (const char *text)
{
  guint64 eight;

  memcpy (&eight, text, sizeof eight);
  return GUINT64_FROM_LE (eight);
}

/* Each byte is 0 to 9 after the flip: adding 0x76 carries none of them into its top bit. */
static inline gboolean
are_digits (guint64 eight)
{
  eight ^= 0x3030303030303030;
  return (((eight + 0x7676767676767676) | eight) & 0x8080808080808080) == 0;
}

/* Neighbours are put together three times: digits to pairs, to fours, to all eight. */
static inline guint64
join_digits (guint64 eight)
{
  eight &= 0x0f0f0f0f0f0f0f0f;
  eight = (eight * 10 + (eight >> 8)) & 0x00ff00ff00ff00ff;
  eight = (eight * 100 + (eight >> 16)) & 0x0000ffff0000ffff;
  return (eight * 10000 + (eight >> 32)) & 0xffffffff;
}

static inline const char *
read_digits (const char *at, const char *end, guint64 *whole)
{
  while (end - at >= 8 && are_digits (load_eight (at)))
    {
      *whole = *whole * 100000000 + join_digits (load_eight (at));
      at += 8;
    }
  for (; at < end && is_digit (*at); at++)
    *whole = *whole * 10 + (guint64) (*at - '0');
  return at;
}

/* e sign? digits, or nothing: then @at itself. */
static const char *
read_exponent (const char *at, const char *end, gint64 *exponent)
{
  const char *digits = at + 1;
  gboolean    negative = FALSE;
  gint64      value = 0;

  if (digits < end && (*digits == '+' || *digits == '-'))
    negative = *digits++ == '-';
  if (digits == end || !is_digit (*digits))
    return at;
  for (at = digits; at < end && is_digit (*at); at++)
    value = MIN (value * 10 + (*at - '0'), MOST_EXPONENT);
  *exponent += negative ? -value : value;
  return at;
}

/* Past the number; NULL if there is none. */
static inline const char *
take_apart (const char *at, const char *end, char point, Decimal *decimal)
{
  const char *fraction;

  decimal->negative = at < end && *at == '-';
  decimal->whole = 0;
  decimal->exponent = 0;
  if (at < end && (*at == '-' || *at == '+'))
    at++;
  decimal->digits = at;
  /* Few digits stand before a point: eight at a time is not worth trying there. */
  for (; at < end && is_digit (*at); at++)
    decimal->whole = decimal->whole * 10 + (guint64) (*at - '0');
  decimal->n_digits = (gsize) (at - decimal->digits);
  if (at < end && *at == point)
    {
      fraction = at + 1;
      at = read_digits (fraction, end, &decimal->whole);
      decimal->n_digits += (gsize) (at - fraction);
      decimal->exponent = -(gint64) (at - fraction);
    }
  decimal->digits_end = at;
  if (decimal->n_digits == 0)
    return NULL;
  if (at < end && (*at == 'e' || *at == 'E'))
    at = read_exponent (at, end, &decimal->exponent);
  return at;
}

/* Of a number of many digits, w and q again from its first 19; TRUE if w·10^q is less than it. */
static gboolean
cut_off (Decimal *decimal)
{
  const gint64 n = (gint64) decimal->n_digits;
  gint64       seen = 0;
  gint64       taken = 0;
  gboolean     less = FALSE;

  decimal->whole = 0;
  for (const char *at = decimal->digits; at < decimal->digits_end; at++)
    if (is_digit (*at))
      {
        seen++;
        if (taken == MOST_DIGITS)
          less |= *at != '0';
        else if (taken > 0 || *at != '0')
          {
            decimal->whole = decimal->whole * 10 + (guint64) (*at - '0');
            if (++taken == MOST_DIGITS)
              decimal->exponent += n - seen;
          }
      }
  return less;
}

/* w·5^q of 64 and 128 bits: the highest 128 of the product, in which only the last may be short;
 * the lower half of 5^q matters only where the bits below a double's are all ones. */
static inline Wide
multiply (guint64 w, const Wide *power)
{
  const Product first = (Product) w * power->high;
  Wide                    product = { (guint64) (first >> 64), (guint64) first };

  if ((product.high & 0x1ff) == 0x1ff)
    {
      const guint64 carried = (guint64) (((Product) w * power->low) >> 64);

      product.low += carried;
      product.high += product.low < carried;
    }
  return product;
}

/* The nearest double of w·10^q by one product; FALSE where that leaves a doubt, or the double is
 * not a normal one. */
static gboolean
by_product (guint64 w, gint64 q, double *value)
{
  gint64  power;
  guint64 significand;
  guint64 bits;
  Wide    product;
  int     shift;
  int     zeros;

  if (q < LEAST_POWER || q > MOST_POWER)
    return FALSE;
  zeros = __builtin_clzll (w);
  product = multiply (w << zeros, &powers_of_five[q - LEAST_POWER]);
  if (product.low == G_MAXUINT64 && (q < -27 || q > 55))
    return FALSE;

  /* One bit more than a double's, to round by. */
  shift = (int) (product.high >> 63) + 64 - SIGNIFICAND_BITS - 3;
  significand = product.high >> shift;
  /* floor (q·log2 (10)) is (q·217706) >> 16 for every q here. */
  power = ((q * 217706) >> 16) + 63 + (gint64) (product.high >> 63) - zeros + EXPONENT_BIAS;
  /* Half-way between two doubles, to the last bit: to the even one, which is below. */
  if (product.low <= 1 && q >= -4 && q <= 23 && (significand & 3) == 1
      && significand << shift == product.high)
    significand--;
  significand = (significand + 1) >> 1;
  if (significand == 1ULL << (SIGNIFICAND_BITS + 1))
    {
      significand >>= 1;
      power++;
    }
  if (power <= 0 || power >= EXPONENT_INFINITE)
    return FALSE;
  bits = (significand & ((1ULL << SIGNIFICAND_BITS) - 1)) | (guint64) power << SIGNIFICAND_BITS;
  memcpy (value, &bits, sizeof bits);
  return TRUE;
}

static inline gboolean
by_exact_doubles (guint64 w, gint64 q, double *value)
{
  if (w > EXACT_WHOLE || q < -EXACT_POWER || q > EXACT_POWER)
    return FALSE;
  *value = q < 0 ? (double) w / powers_of_ten[-q] : (double) w * powers_of_ten[q];
  return TRUE;
}

static double
by_library (const char *text, const char *end, char point)
{
  g_autofree char *copy = g_strndup (text, (gsize) (end - text));

  if (point != '.')
    g_strdelimit (copy, (char[]){ point, '\0' }, '.');
  return g_ascii_strtod (copy, NULL);
}

/* Without its sign. FALSE if only the library can tell. */
static gboolean
convert (Decimal *decimal, double *value)
{
  gboolean less = FALSE;
  double   above;

  if (decimal->n_digits > MOST_DIGITS)
    less = cut_off (decimal);
  if (decimal->whole == 0)
    {
      *value = 0;
      return TRUE;
    }
  if (!less && by_exact_doubles (decimal->whole, decimal->exponent, value))
    return TRUE;
  if (!by_product (decimal->whole, decimal->exponent, value))
    return FALSE;
  return !less
         || (by_product (decimal->whole + 1, decimal->exponent, &above)
             && memcmp (value, &above, sizeof above) == 0);
}

/**
 * chain_decimal_read:
 * @text: [end − text] bytes that begin with a number
 * @end: past the last byte that may belong to it
 * @point: the decimal mark, '.' or another character that no number has
 * @value: (out): the nearest double, ties to even; left alone if there is no number
 *
 * A number is an optional sign, decimal digits with an optional point before, inside or after
 * them, and an optional exponent. The longest such beginning of @text is read.
 *
 * Returns: (nullable): past the number; %NULL if @text begins with none, or with one too large for
 *   a double
 */
const char *
chain_decimal_read (const char *text, const char *end, char point, double *value)
{
  Decimal     decimal;
  const char *past = take_apart (text, end, point, &decimal);
  double      number;

  if (past == NULL)
    return NULL;
  if (convert (&decimal, &number))
    *value = decimal.negative ? -number : number;
  else
    {
      number = by_library (text, past, point);
      if (isinf (number))
        return NULL;
      *value = number;
    }
  return past;
}
