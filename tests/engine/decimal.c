/* decimal.c: tests of reading decimal numbers, against the C library's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/decimal.h"

#include "base/number.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

static guint64
bits_of (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

/* The whole of @text is a number, and the nearest double is the library's. */
static void
check (const char *text)
{
  const char  *end = text + strlen (text);
  const double expected = g_ascii_strtod (text, NULL);
  double       value = NAN;
  const char  *past = chain_decimal_read (text, end, '.', &value);

  if (isinf (expected))
    g_assert_null (past);
  else if (past != end || bits_of (value) != bits_of (expected))
    {
      g_test_message ("%s: %.17g instead of %.17g", text, value, expected);
      g_test_fail ();
    }
}

/* What is a number, and where it ends. */
static void
test_grammar (void)
{
  static const struct
  {
    const char *text;
    int         length; /* of the number; -1: none */
    double      value;
  } cases[] = {
    { "1", 1, 1 },
    { "+1", 2, 1 },
    { "-1.5,2", 4, -1.5 },
    { ".5", 2, 0.5 },
    { "5.", 2, 5 },
    { "5.e1", 4, 50 },
    { "00012", 5, 12 },
    { "-0", 2, -0.0 },
    { "1e3", 3, 1000 },
    { "1E+3", 4, 1000 },
    { "1e-3\n", 4, 0.001 },
    { "1e", 1, 1 },
    { "1e+", 1, 1 },
    { "1.2.3", 3, 1.2 },
    { "1 ", 1, 1 },
    { "0x10", 1, 0 },
    { "12345678", 8, 12345678 },
    { "0.12345678", 10, 0.12345678 },
    { "0.1234567x", 9, 0.1234567 },
    { "0.1234567:", 9, 0.1234567 },
    { "0.1234567/", 9, 0.1234567 },
    { "0.1234567\xb0", 9, 0.1234567 },
    { "1e99999999999999999999", -1, 0 },
    { "1e-99999999999999999999", 23, 0 },
    { "0e99999999999999999999", 22, 0 },
    { "1.7976931348623159e308", -1, 0 },
    { "", -1, 0 },
    { " 1", -1, 0 },
    { "+", -1, 0 },
    { ".", -1, 0 },
    { "-.", -1, 0 },
    { "e5", -1, 0 },
    { ".e5", -1, 0 },
    { "--1", -1, 0 },
    { "inf", -1, 0 },
    { "nan", -1, 0 },
    { ",5", -1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = cases[i].text;
      double      value = 7;
      const char *past = chain_decimal_read (text, text + strlen (text), '.', &value);

      g_test_message ("%s", text);
      g_assert_true (past == (cases[i].length < 0 ? NULL : text + cases[i].length));
      g_assert_cmphex (bits_of (value), ==, bits_of (past != NULL ? cases[i].value : 7));
    }
}

/* No byte from the end on is looked at. */
static void
test_end (void)
{
  static const char text[] = "-12.34567890123e45";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *copy = g_strndup (text, length);
      double           value = 7;
      double           expected = 7;
      const char      *past = chain_decimal_read (text, text + length, '.', &value);
      const char      *copy_past = chain_decimal_read (copy, copy + strlen (copy), '.', &expected);

      g_assert_cmphex (bits_of (value), ==, bits_of (expected));
      g_assert_true (past == (copy_past == NULL ? NULL : text + (copy_past - copy)));
    }
}

static void
test_point (void)
{
  double value = 0;

  g_assert_nonnull (chain_decimal_read ("1,5", &"1,5"[3], ',', &value));
  g_assert_cmpfloat (value, ==, 1.5);
  g_assert_nonnull (chain_decimal_read ("1,5e-310", &"1,5e-310"[8], ',', &value));
  g_assert_cmpfloat (value, ==, 1.5e-310);
}

/* Half-way cases and their neighbours, the edges of the doubles, long tails. */
static void
test_hard (void)
{
  static const char *const texts[] = {
    "9007199254740993", "9007199254740992", "9007199254740994", "9007199254740995",
    "9007199254740993.00000000000000000000000000000000000000001",
    "9007199254740992.99999999999999999999999999999999999999999",
    "900719925474099300000000000000000000", "9007199254740993e20", "9007199254740993e-20",
    "1.00000000000000011102230246251565404236316680908203125",
    "1.00000000000000011102230246251565404236316680908203124",
    "1.00000000000000011102230246251565404236316680908203126",
    "1.00000000000000033306690738754696212708950042724609375",
    "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308",
    "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324",
    "1.7976931348623157e308", "1.7976931348623158e308", "1.797693134862315807e308",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977"
    "587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845"
    "817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559"
    "699508093042880177904174497791",
    "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977"
    "587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845"
    "817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559"
    "699508093042880177904174497792",
    "18446744073709551615", "18446744073709551616", "9999999999999999999", "10000000000000000000",
    "0.000000000000000000000000000000000000000000000000000000000000000000000001234567890123456789",
    "123456789012345678901234567890123456789012345678901234567890", "5e-20", "3e23", "1e23",
    "8.5e22", "7.3879e20", "1.9e-22", "6.02214076e23", "1e-342", "1e308", "1e-400",
    "0.1e-6176", "100000000000000000000000000000000000000000000000000000000000000000000000e-71",
    "0.500000000000000166533453693773481063544750213623046875",
    "3.518437208883201171875e13", "62.5364939768271845828", "8.10109172351e-10",
    "1.50000000000000011102230246251565", "9007199254740991.4999999999999999999999999999999995",
    "1.1920928955078125e-07",
    "7.0420557077594588669468784357561207962098443483187940792729600000e+59",
    "6.9294956446009195e15", "4.18558e24", "2.0919495182368195e19", "1.8446744073709555e19",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *negative = g_strconcat ("-", texts[i], NULL);

      check (texts[i]);
      check (negative);
    }
}

/* Every power of ten beside digits that bring w·5^q close to a half. */
static void
test_powers (void)
{
  static const guint64 digits[] = { 1, 3, 5, 7, 9, 11, 4503599627370497, 9007199254740991,
                                    9007199254740993, 9999999999999999999u, G_MAXUINT64 };

  for (int q = -400; q <= 320; q++)
    for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
      {
        char text[64];

        g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "e%d", digits[i], q);
        check (text);
      }
}

/* Between a double and the next: the exact half, as long as its decimals are. */
static void
test_halves (void)
{
  ChainRandom random;

  chain_random_init (&random, 2, CHAIN_STREAM_CHECKS);
  for (guint i = 0; i < 20000; i++)
    {
      const double low = ldexp (1 + (double) (chain_random_bits (&random) >> 12) * 0x1p-52,
                                (int) chain_random_below (&random, 120) - 60);
      char         text[512];
      char        *last;

      /* long double has the eleven bits more that the middle needs. */
      g_snprintf (text, sizeof text, "%.120Lf",
                  ((long double) low + (long double) nextafter (low, INFINITY)) / 2);
      check (text);
      last = text + strlen (text) - 1;
      *last = '1';
      check (text);
    }
}

static void
test_random (void)
{
  static const char *const formats[] = { "%.17g", "%.16g", "%.15g", "%.6g", "%.19e", "%.25e",
                                         "%.1e" };
  ChainRandom              random;
  char                     text[64];

  chain_random_init (&random, 3, CHAIN_STREAM_CHECKS);
  for (guint i = 0; i < 400000; i++)
    {
      const guint64 bits = chain_random_bits (&random);
      double        value;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      g_ascii_formatd (text, sizeof text, formats[i % G_N_ELEMENTS (formats)], value);
      check (text);
      g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT,
                  bits >> chain_random_below (&random, 64),
                  chain_random_bits (&random) >> chain_random_below (&random, 64));
      check (text);
      g_snprintf (text, sizeof text, "-%" G_GUINT64_FORMAT "e%d",
                  bits >> chain_random_below (&random, 64),
                  (int) chain_random_below (&random, 80) - 50);
      check (text);
    }
}

/* Where no machine number helps: too many digits to hold. */
static void
test_long (void)
{
  g_autofree char *nines = g_strnfill (100000, '9');
  g_autofree char *tail = g_strconcat ("0.", nines, NULL);
  g_autofree char *small = g_strconcat ("1", nines, "e-100000", NULL);
  double           value;

  g_assert_null (chain_decimal_read (nines, nines + strlen (nines), '.', &value));
  check (tail);
  check (small);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/decimal/grammar", test_grammar);
  g_test_add_func ("/engine/decimal/end", test_end);
  g_test_add_func ("/engine/decimal/point", test_point);
  g_test_add_func ("/engine/decimal/hard", test_hard);
  g_test_add_func ("/engine/decimal/powers", test_powers);
  g_test_add_func ("/engine/decimal/halves", test_halves);
  g_test_add_func ("/engine/decimal/random", test_random);
  g_test_add_func ("/engine/decimal/long", test_long);
  return g_test_run ();
}
