/* number.c: tests of numbers as text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/number.h"
#include "base/random.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
test_write (void)
{
  static const struct
  {
    double      value;
    const char *text;
  } cases[] = {
    { 0, "0" },
    { -0.0, "-0" },
    { 1, "1" },
    { -2.5, "-2.5" },
    { 0.1, "0.1" },
    { 1.0 / 3, "0.3333333333333333" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 1e300, "1e+300" },
    { 5e-324, "4.94065645841247e-324" },
    { NAN, "nan" },
    { INFINITY, "inf" },
    { -INFINITY, "-inf" },
  };
  char buffer[CHAIN_NUMBER_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (chain_number_write (cases[i].value, buffer), ==, cases[i].text);
}

/* Every finite double reads back to its own bits. */
static void
test_round_trip (void)
{
  ChainRandom random;
  char        buffer[CHAIN_NUMBER_SIZE];

  chain_random_init (&random, 1, CHAIN_STREAM_CHECKS);
  for (guint i = 0; i < 20000; i++)
    {
      const guint64 bits = chain_random_bits (&random);
      double        value;
      double        read = 0;
      guint64       read_bits;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      g_assert_true (chain_number_parse (chain_number_write (value, buffer), &read));
      memcpy (&read_bits, &read, sizeof read);
      g_assert_cmphex (read_bits, ==, bits);
    }
}

static void
test_show (void)
{
  static const struct
  {
    double      value;
    guint       digits;
    const char *text;
  } cases[] = {
    { 0, 4, "0" },
    { -0.0, 4, "0" },
    { 1, 4, "1" },
    { -1, 4, "−1" },
    { 3.14159265, 4, "3.142" },
    { -2.56, 4, "−2.56" },
    { 2.0 / 3, 3, "0.667" },
    { 10, 1, "10" },
    { 100, 4, "100" },
    { 9.99996, 4, "10" },
    { 0.00099996, 4, "0.001" },
    { 0.0001234, 4, "0.0001234" },
    { 0.00001234, 4, "1.234·10⁻⁵" },
    { 1.2e-7, 4, "1.2·10⁻⁷" },
    { -1.2e-7, 4, "−1.2·10⁻⁷" },
    { 123456, 4, "123456" },
    { 12345.6, 4, "12346" },
    { 999999.9, 4, "1·10⁶" },
    { 1234567, 4, "1.235·10⁶" },
    { 1e100, 4, "1·10¹⁰⁰" },
    { -1.7976931348623157e308, 17, "−1.7976931348623157·10³⁰⁸" },
    { -2.2250738585072014e-308, 17, "−2.2250738585072014·10⁻³⁰⁸" },
    { -0.00012345678901234567, 17, "−0.00012345678901234567" },
    { 5e-324, 3, "4.94·10⁻³²⁴" },
    { 2.5, 0, "2" },
    { NAN, 4, "NaN" },
    { INFINITY, 4, "∞" },
    { -INFINITY, 4, "−∞" },
  };
  char buffer[CHAIN_NUMBER_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (chain_number_show (cases[i].value, cases[i].digits, buffer), ==,
                     cases[i].text);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double      value;
  } cases[] = {
    { "0", 0 },
    { "1", 1 },
    { "-5", -5 },
    { "+3", 3 },
    { ".5", 0.5 },
    { "5.", 5 },
    { "-.25", -0.25 },
    { "6e2", 600 },
    { "-2.5E-3", -0.0025 },
    { "1e+2", 100 },
    { " 7 ", 7 },
    { "\t8", 8 },
    { "1e-400", 0 },
    { "9007199254740993", 9007199254740992.0 },
    { "1.7976931348623157e308", 1.7976931348623157e308 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value = NAN;

      g_assert_true (chain_number_parse (cases[i].text, &value));
      g_assert_cmpfloat (value, ==, cases[i].value);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",      " ",      ".",          "+",        "-",    "e5",   ".e5",   "1e",
    "1e+",   "0x10",   "inf",        "nan",      "-inf", "NaN",  "1_000", "1,5",
    "1 2",   "1.2.3",  "--1",        "+-1",      "1e5.", "1.5f", "$5",    "5%",
    "1e400", "-1e400", "2021-03-01", "infinity", "0b1",  "1\n",  "١",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double value = 42;

      g_test_message ("\"%s\"", cases[i]);
      g_assert_false (chain_number_parse (cases[i], &value));
      g_assert_cmpfloat (value, ==, 42);
    }
}

/* A locale with a decimal comma changes nothing. */
static void
test_locale (void)
{
  char   buffer[CHAIN_NUMBER_SIZE];
  double value = 0;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  g_assert_cmpstr (chain_number_write (-2.5, buffer), ==, "-2.5");
  g_assert_cmpstr (chain_number_show (-2.5, 3, buffer), ==, "−2.5");
  g_assert_true (chain_number_parse ("-2.5", &value));
  g_assert_cmpfloat (value, ==, -2.5);
  g_assert_false (chain_number_parse ("2,5", &value));
  setlocale (LC_NUMERIC, "C");
}

/* What is shown can be typed back. */
static void
test_parse_shown (void)
{
  char   buffer[CHAIN_NUMBER_SIZE];
  double value;

  g_assert_true (chain_number_parse_shown (chain_number_show (-1.5, 6, buffer), &value));
  g_assert_cmpfloat (value, ==, -1.5);
  g_assert_true (chain_number_parse_shown ("1e−3", &value));
  g_assert_cmpfloat (value, ==, 1e-3);
  g_assert_false (chain_number_parse_shown ("−−1", &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/number/write", test_write);
  g_test_add_func ("/engine/number/round-trip", test_round_trip);
  g_test_add_func ("/engine/number/show", test_show);
  g_test_add_func ("/engine/number/parse", test_parse);
  g_test_add_func ("/engine/number/refused", test_refused);
  g_test_add_func ("/engine/number/locale", test_locale);
  g_test_add_func ("/engine/number/parse-shown", test_parse_shown);
  return g_test_run ();
}
