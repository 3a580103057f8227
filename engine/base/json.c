/* json.c: reads JSON by recursive descent, strictly as RFC 8259 says.
 *
 * Stricter than most: a key may stand only once in an object, a number must fit a float64, and
 * nesting is bounded, so that no file can exhaust the stack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/json.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define MAX_DEPTH 200

typedef struct
{
  const char *file;
  const char *at;
  const char *end;
  guint       line;
  guint       depth;
  GError    **error;
} Parser;

static gboolean
fail (Parser     *parser,
      const char *expected)
{
  g_autofree char *found = NULL;

  if (parser->at >= parser->end)
    found = g_strdup ("the end of the file");
  else if (*parser->at == '\0')
    found = g_strdup ("a NUL character");
  else
    found = g_strdup_printf ("“%.*s”", g_utf8_next_char (parser->at) > parser->end
                             ? 1 : (int) (g_utf8_next_char (parser->at) - parser->at), parser->at);
  g_set_error (parser->error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s:%u: expected %s, found %s",
               parser->file, parser->line, expected, found);
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end && *parser->at != '\0' && strchr (" \t\r\n", *parser->at) != NULL)
    {
      if (*parser->at == '\n')
        parser->line++;
      parser->at++;
    }
}

static gboolean
accept (Parser *parser,
        char    character)
{
  skip_space (parser);
  if (parser->at >= parser->end || *parser->at != character)
    return FALSE;
  parser->at++;
  return TRUE;
}

static gboolean
read_digits (Parser *parser)
{
  const char *first = parser->at;

  while (parser->at < parser->end && g_ascii_isdigit (*parser->at))
    parser->at++;
  return parser->at > first || fail (parser, "a digit");
}

static gboolean
at_any (const Parser *parser,
        const char   *characters)
{
  return parser->at < parser->end && *parser->at != '\0'
         && strchr (characters, *parser->at) != NULL;
}

static gboolean
read_number (Parser    *parser,
             ChainJson *json)
{
  const char      *first = parser->at;
  gboolean         whole;
  g_autofree char *text = NULL;

  if (*parser->at == '-')
    parser->at++;
  if (parser->at + 1 < parser->end && parser->at[0] == '0' && g_ascii_isdigit (parser->at[1]))
    return fail (parser, "a number without leading zeros");
  if (!read_digits (parser))
    return FALSE;
  whole = *first != '-';
  if (at_any (parser, "."))
    {
      whole = FALSE;
      parser->at++;
      if (!read_digits (parser))
        return FALSE;
    }
  if (at_any (parser, "eE"))
    {
      whole = FALSE;
      parser->at++;
      if (at_any (parser, "+-"))
        parser->at++;
      if (!read_digits (parser))
        return FALSE;
    }

  text = g_strndup (first, parser->at - first);
  json->kind = CHAIN_JSON_NUMBER;
  json->number = g_ascii_strtod (text, NULL);
  json->is_whole = whole
                   && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &json->whole, NULL);
  if (!isfinite (json->number))
    {
      g_set_error (parser->error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "%s:%u: expected a number that a float64 can hold, found %s",
                   parser->file, parser->line, text);
      return FALSE;
    }
  return TRUE;
}

/* The four hexadecimal digits after \u. */
static gboolean
read_code_unit (Parser   *parser,
                gunichar *unit)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      if (parser->at >= parser->end || !g_ascii_isxdigit (*parser->at))
        return fail (parser, "four hexadecimal digits after \\u");
      *unit = *unit * 16 + g_ascii_xdigit_value (*parser->at++);
    }
  return TRUE;
}

static gboolean
read_unicode_escape (Parser  *parser,
                     GString *text)
{
  gunichar unit, low;

  if (!read_code_unit (parser, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (parser->end - parser->at < 2 || parser->at[0] != '\\' || parser->at[1] != 'u')
        return fail (parser, "the second half of a surrogate pair");
      parser->at += 2;
      if (!read_code_unit (parser, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (parser, "the second half of a surrogate pair before this");
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (unit == 0 || !g_unichar_validate (unit))
    return fail (parser, "\\u to name a character before this");
  g_string_append_unichar (text, unit);
  return TRUE;
}

static gboolean
read_escape (Parser  *parser,
             GString *text)
{
  static const char  names[] = "\"\\/bfnrt";
  static const char  meanings[] = "\"\\/\b\f\n\r\t";
  const char        *name;

  if (at_any (parser, "u"))
    {
      parser->at++;
      return read_unicode_escape (parser, text);
    }
  if (!at_any (parser, names))
    return fail (parser, "one of \" \\ / b f n r t u after \\");
  name = strchr (names, *parser->at++);
  g_string_append_c (text, meanings[name - names]);
  return TRUE;
}

/* Returns: (transfer full) (nullable): the text of the string that starts here */
static char *
read_string (Parser *parser)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!accept (parser, '"'))
    {
      fail (parser, "a string in double quotes");
      return NULL;
    }
  for (;;)
    {
      if (parser->at >= parser->end || (guchar) *parser->at < ' ')
        {
          fail (parser, "the closing quote of a string");
          return NULL;
        }
      if (*parser->at == '"')
        break;
      if (*parser->at == '\\')
        {
          parser->at++;
          if (!read_escape (parser, text))
            return NULL;
        }
      else
        g_string_append_c (text, *parser->at++);
    }
  parser->at++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_word (Parser    *parser,
           ChainJson *json)
{
  static const struct
  {
    const char   *word;
    ChainJsonKind kind;
    gboolean      boolean;
  } words[] = {
    { "null", CHAIN_JSON_NULL, FALSE },
    { "true", CHAIN_JSON_BOOLEAN, TRUE },
    { "false", CHAIN_JSON_BOOLEAN, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((gsize) (parser->end - parser->at) >= strlen (words[i].word)
        && strncmp (parser->at, words[i].word, strlen (words[i].word)) == 0)
      {
        parser->at += strlen (words[i].word);
        json->kind = words[i].kind;
        json->boolean = words[i].boolean;
        return TRUE;
      }
  return fail (parser, "a value");
}

static ChainJson *read_value (Parser *parser);

static gboolean
read_items (Parser    *parser,
            ChainJson *json,
            char       close)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  json->items = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_json_free);
  if (json->kind == CHAIN_JSON_OBJECT)
    json->keys = g_ptr_array_new_with_free_func (g_free);
  if (accept (parser, close))
    return TRUE;
  do
    {
      ChainJson *item;

      if (json->kind == CHAIN_JSON_OBJECT)
        {
          char *key = read_string (parser);

          if (key == NULL)
            return FALSE;
          g_ptr_array_add (json->keys, key);
          if (!g_hash_table_add (seen, key))
            {
              g_set_error (parser->error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                           "%s:%u: key “%s” stands twice in one object",
                           parser->file, parser->line, key);
              return FALSE;
            }
          if (!accept (parser, ':'))
            return fail (parser, "“:” after a key");
        }
      item = read_value (parser);
      if (item == NULL)
        return FALSE;
      g_ptr_array_add (json->items, item);
    }
  while (accept (parser, ','));
  return accept (parser, close)
         || fail (parser, json->kind == CHAIN_JSON_OBJECT ? "“,” or “}”" : "“,” or “]”");
}

static gboolean
fill_value (Parser    *parser,
            ChainJson *json)
{
  char first = parser->at < parser->end ? *parser->at : '\0';

  if (first == '{' || first == '[')
    {
      gboolean ok;

      if (++parser->depth > MAX_DEPTH)
        return fail (parser, "at most " G_STRINGIFY (MAX_DEPTH) " levels of nesting");
      parser->at++;
      json->kind = first == '{' ? CHAIN_JSON_OBJECT : CHAIN_JSON_ARRAY;
      ok = read_items (parser, json, first == '{' ? '}' : ']');
      parser->depth--;
      return ok;
    }
  if (first == '"')
    {
      json->kind = CHAIN_JSON_STRING;
      json->string = read_string (parser);
      return json->string != NULL;
    }
  if (first == '-' || g_ascii_isdigit (first))
    return read_number (parser, json);
  return read_word (parser, json);
}

static ChainJson *
read_value (Parser *parser)
{
  g_autoptr (ChainJson) json = g_slice_new0 (ChainJson);

  skip_space (parser);
  json->line = parser->line;
  return fill_value (parser, json) ? g_steal_pointer (&json) : NULL;
}

/**
 * chain_json_parse:
 * @file: how messages name the document
 * @text: (array length=length): UTF-8; need not end in NUL
 * @length: bytes of @text
 *
 * Reads one document. An error of domain CHAIN_ERROR begins with FILE:LINE:.
 *
 * Returns: (transfer full) (nullable): the document's value
 */
ChainJson *
chain_json_parse (const char  *file,
                  const char  *text,
                  gsize        length,
                  GError     **error)
{
  Parser                parser = { file, text, text + length, 1, 0, error };
  g_autoptr (ChainJson) json = NULL;
  const char           *bad;

  g_return_val_if_fail (file != NULL && text != NULL, NULL);

  if (!g_utf8_validate_len (text, length, &bad))
    {
      for (const char *at = text; at < bad; at++)
        parser.line += *at == '\n';
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s:%u: expected UTF-8, found the byte 0x%02x",
                   file, parser.line, (guchar) *bad);
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    parser.at += 3;
  json = read_value (&parser);
  if (json == NULL)
    return NULL;
  skip_space (&parser);
  if (parser.at < parser.end)
    {
      fail (&parser, "the end of the file");
      return NULL;
    }
  return g_steal_pointer (&json);
}

/**
 * chain_json_free:
 * @json: (nullable) (transfer full): a value with all it holds
 */
void
chain_json_free (ChainJson *json)
{
  if (json == NULL)
    return;
  g_free (json->string);
  g_clear_pointer (&json->items, g_ptr_array_unref);
  g_clear_pointer (&json->keys, g_ptr_array_unref);
  g_slice_free (ChainJson, json);
}

/**
 * chain_json_member:
 * @object: a value of kind CHAIN_JSON_OBJECT
 * @key: a key
 *
 * Returns: (nullable) (transfer none): the value of @key, NULL where @object has none
 */
const ChainJson *
chain_json_member (const ChainJson *object,
                   const char      *key)
{
  g_return_val_if_fail (object->kind == CHAIN_JSON_OBJECT, NULL);

  for (guint i = 0; i < object->keys->len; i++)
    if (g_str_equal (g_ptr_array_index (object->keys, i), key))
      return g_ptr_array_index (object->items, i);
  return NULL;
}
