/* json.c: tests of reading and writing JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include "chainrule.h"

#include <string.h>

static ChainJson *
parse (const char *text,
       GError    **error)
{
  return chain_json_parse ("file", text, strlen (text), error);
}

static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "null\n", "true\n", "false\n", "0\n", "-0.0\n", "0.02\n", "0.1\n", "4.94065645841247e-324\n",
    "1.7976931348623157e+308\n", "18446744073709551615\n", "9007199254740993\n",
    "0.30000000000000004\n", "\"\"\n", "\"a\\\"b\\\\c\\n\\t\\u0001é😀\"\n", "[]\n", "{}\n",
    "{\n  \"a\": [\n    1,\n    [\n      2\n    ]\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError)          error = NULL;
      g_autoptr (ChainJson)       json = parse (texts[i], &error);
      g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
      g_autofree char            *text = NULL;

      g_assert_no_error (error);
      chain_json_writer_value (writer, NULL, json);
      text = chain_json_writer_finish (writer);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
test_escapes (void)
{
  g_autoptr (ChainJson) json = parse ("\"\\u00e9 \\ud83d\\ude00 \\/ \\b\"", NULL);

  g_assert_nonnull (json);
  g_assert_cmpstr (json->string, ==, "é 😀 / \b");
}

static void
test_lines (void)
{
  g_autoptr (ChainJson) json = parse ("\xef\xbb\xbf{\n\"a\":\n1,\r\n \"b\": [\n]}\n", NULL);

  g_assert_nonnull (json);
  g_assert_cmpuint (chain_json_member (json, "a")->line, ==, 3);
  g_assert_cmpuint (chain_json_member (json, "b")->line, ==, 4);
  g_assert_null (chain_json_member (json, "c"));
}

static void
test_errors (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "file:1: expected a value, found the end of the file" },
    { "{\"a\":\n\n tru}", "file:3: expected a value, found “t”" },
    { "{\"a\": 1,}", "file:1: expected a string in double quotes, found “}”" },
    { "{'a': 1}", "file:1: expected a string in double quotes, found “'”" },
    { "[1 2]", "file:1: expected “,” or “]”, found “2”" },
    { "[1,2] x", "file:1: expected the end of the file, found “x”" },
    { "{\"a\" 1}", "file:1: expected “:” after a key, found “1”" },
    { "[01]", "file:1: expected a number without leading zeros, found “0”" },
    { "[.5]", "file:1: expected a value, found “.”" },
    { "[1.]", "file:1: expected a digit, found “]”" },
    { "[-]", "file:1: expected a digit, found “]”" },
    { "[1e]", "file:1: expected a digit, found “]”" },
    { "[NaN]", "file:1: expected a value, found “N”" },
    { "[1e400]", "file:1: expected a number that a float64 can hold, found 1e400" },
    { "[\"a\n\"]", "file:1: expected the closing quote of a string, found “\n”" },
    { "[\"\\x\"]", "file:1: expected one of \" \\ / b f n r t u after \\, found “x”" },
    { "[\"\\ud800\"]", "file:1: expected the second half of a surrogate pair, found “\"”" },
    { "{\"a\": 1,\n\"a\": 2}", "file:2: key “a” stands twice in one object" },
    { "[\n\xff]", "file:2: expected UTF-8, found the byte 0xff" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (ChainJson) json = parse (cases[i].text, &error);

      g_assert_null (json);
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_true (error->domain == CHAIN_ERROR);
    }
}

/* Nesting is bounded: neither the reader nor freeing what it read may exhaust the stack. */
static void
test_depth (void)
{
  g_autoptr (GString)   text = g_string_new (NULL);
  g_autoptr (GError)    error = NULL;
  g_autoptr (ChainJson) json = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (text, '[');
  json = parse (text->str, &error);
  g_assert_null (json);
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX);
}

static void
test_layout (void)
{
  static const double         numbers[] = { 1, 0.5, -2, 1e300 };
  static const char *const    names[] = { "a", "b", NULL };
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_strings (writer, "names", names);
  chain_json_writer_matrix (writer, "matrix", numbers, 2, 2);
  chain_json_writer_matrix (writer, "row", numbers, 1, 2);
  chain_json_writer_begin_object (writer, "flat", CHAIN_JSON_ONE_LINE);
  chain_json_writer_begin_array (writer, "inner", CHAIN_JSON_LINES);
  chain_json_writer_number (writer, NULL, 0.0 / 0.0);
  chain_json_writer_string (writer, NULL, NULL);
  chain_json_writer_end (writer);
  chain_json_writer_boolean (writer, "yes", TRUE);
  chain_json_writer_end (writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);

  g_assert_cmpstr (text, ==,
                   "{\n  \"names\": [\"a\", \"b\"],\n  \"matrix\": [\n    [1, 0.5],\n"
                   "    [-2, 1e+300]\n  ],\n  \"row\": [[1, 0.5]],\n"
                   "  \"flat\": {\"inner\": [null, null], \"yes\": true}\n}\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/json/round-trip", test_round_trip);
  g_test_add_func ("/engine/json/escapes", test_escapes);
  g_test_add_func ("/engine/json/lines", test_lines);
  g_test_add_func ("/engine/json/errors", test_errors);
  g_test_add_func ("/engine/json/depth", test_depth);
  g_test_add_func ("/engine/json/layout", test_layout);

  return g_test_run ();
}
