/* number.c: numbers as text, the same in every locale.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"

#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92" /* U+2212 */
#define MOST_DIGITS 17       /* what a double can need */
#define PLAIN_FROM -4        /* powers of ten written out, without a factor of 10ⁿ */
#define PLAIN_TO 5

static const char *const superscripts[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };

static gboolean
same_bits (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static void
trim_zeros (char *text)
{
  char *end = text + strlen (text);

  if (strchr (text, '.') == NULL)
    return;
  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;
  *end = '\0';
}

static void
append_superscript (char *buffer, int exponent)
{
  char digits[16];

  if (exponent < 0)
    g_strlcat (buffer, "⁻", CHAIN_NUMBER_SIZE);
  g_snprintf (digits, sizeof digits, "%d", ABS (exponent));
  for (const char *c = digits; *c != '\0'; c++)
    g_strlcat (buffer, superscripts[*c - '0'], CHAIN_NUMBER_SIZE);
}

static const char *
skip_blanks (const char *text)
{
  while (*text == ' ' || *text == '\t')
    text++;
  return text;
}

static const char *
skip_digits (const char *text, gsize *n_digits)
{
  while (g_ascii_isdigit (*text))
    {
      text++;
      (*n_digits)++;
    }
  return text;
}

/* sign? digits with a point before, inside or after them, e sign? digits */
static gboolean
is_number (const char *text)
{
  gsize n_digits = 0;
  gsize n_exponent = 0;

  text = skip_blanks (text);
  if (*text == '+' || *text == '-')
    text++;
  text = skip_digits (text, &n_digits);
  if (*text == '.')
    text = skip_digits (text + 1, &n_digits);
  if (n_digits == 0)
    return FALSE;
  if (*text == 'e' || *text == 'E')
    {
      text++;
      if (*text == '+' || *text == '-')
        text++;
      text = skip_digits (text, &n_exponent);
      if (n_exponent == 0)
        return FALSE;
    }
  return *skip_blanks (text) == '\0';
}

/**
 * chain_number_write:
 * @value: any number
 * @buffer: [CHAIN_NUMBER_SIZE] bytes to write to
 *
 * The shortest of 15, 16 and 17 significant digits that reads back to the same bits; "nan", "inf"
 * and "-inf" for what is not finite.
 *
 * Returns: (transfer none): @buffer
 */
char *
chain_number_write (double value, char *buffer)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (!isfinite (value))
    {
      g_strlcpy (buffer, isnan (value) ? "nan" : value > 0 ? "inf" : "-inf", CHAIN_NUMBER_SIZE);
      return buffer;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, CHAIN_NUMBER_SIZE, formats[i], value);
      if (same_bits (g_ascii_strtod (buffer, NULL), value))
        break;
    }
  return buffer;
}

/**
 * chain_number_show:
 * @value: any number
 * @digits: significant digits at most, 1 to 17
 * @buffer: [CHAIN_NUMBER_SIZE] bytes to write to
 *
 * Zeros at the end are left out and the minus is a true minus. From 0.0001 to below a million a
 * number is written out, with all digits before its point even where they are more than @digits;
 * outside as 1.2·10⁻⁷. A zero has no sign; what is not finite is "NaN", "∞" or "−∞".
 *
 * Returns: (transfer none): @buffer, UTF-8
 */
char *
chain_number_show (double value, guint digits, char *buffer)
{
  const char *sign = value < 0 ? MINUS : "";
  char        scientific[CHAIN_NUMBER_SIZE];
  char        plain[CHAIN_NUMBER_SIZE];
  char        format[8];
  char       *e;
  int         exponent;

  if (!isfinite (value))
    {
      g_snprintf (buffer, CHAIN_NUMBER_SIZE, "%s", isnan (value) ? "NaN" : "∞");
      if (value < 0)
        g_snprintf (buffer, CHAIN_NUMBER_SIZE, "%s∞", sign);
      return buffer;
    }

  digits = CLAMP (digits, 1, MOST_DIGITS);
  g_snprintf (format, sizeof format, "%%.%ue", digits - 1);
  g_ascii_formatd (scientific, sizeof scientific, format, fabs (value));
  e = strchr (scientific, 'e');
  exponent = (int) g_ascii_strtoll (e + 1, NULL, 10);

  if (exponent >= PLAIN_FROM && exponent <= PLAIN_TO)
    {
      g_snprintf (format, sizeof format, "%%.%df", MAX ((int) digits - 1 - exponent, 0));
      g_ascii_formatd (plain, sizeof plain, format, fabs (value));
      trim_zeros (plain);
      g_snprintf (buffer, CHAIN_NUMBER_SIZE, "%s%s", sign, plain);
      return buffer;
    }

  *e = '\0';
  trim_zeros (scientific);
  g_snprintf (buffer, CHAIN_NUMBER_SIZE, "%s%s·10", sign, scientific);
  append_superscript (buffer, exponent);
  return buffer;
}

/**
 * chain_number_parse:
 * @text: the whole of it must be a number
 * @value: (out): the nearest double; left alone if @text is not a number
 *
 * A number is an optional sign, decimal digits with an optional point before, inside or after
 * them, and an optional exponent; blanks may stand around it. Hexadecimal, "inf", "nan" and
 * separators between digits are not numbers, and neither is what is too large for a double.
 *
 * Returns: whether @text is a number
 */
gboolean
chain_number_parse (const char *text, double *value)
{
  double number;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!is_number (text))
    return FALSE;
  number = g_ascii_strtod (skip_blanks (text), NULL);
  if (!isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

/**
 * chain_number_parse_shown:
 * @text: what a person typed, or copied from where chain_number_show() wrote it
 * @value: (out): the number
 *
 * As chain_number_parse(), with a true minus sign (U+2212) as good as a hyphen.
 *
 * Returns: whether the whole text is a number
 */
gboolean
chain_number_parse_shown (const char *text,
                          double     *value)
{
  g_auto (GStrv)   parts = g_strsplit (text, "−", -1);
  g_autofree char *plain = g_strjoinv ("-", parts);

  return chain_number_parse (plain, value);
}
