/* token.c: cuts a text into names, numbers and signs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/syntax.h"

#include <string.h>

/* Longer ones before those they begin with. */
static const char *const signs[] = {
  "**", "+", "-", "−", "*", "·", "×", "/", "^", "@", "=", ",", ".", "(", ")", "[", "]", NULL,
};

typedef struct
{
  const char *place;
  guint       line;
  guint       column;
  guint       offset;
} Reader;

static gboolean
begins_name (gunichar c)
{
  return c == '_' || g_unichar_isalpha (c);
}

static const char *
end_of_name (const char *c)
{
  while (begins_name (g_utf8_get_char (c)) || g_ascii_isdigit (*c))
    c = g_utf8_next_char (c);
  return c;
}

/* Digits, a point, and an exponent if one follows: in 2*e the e is a name. */
static const char *
end_of_number (const char *c)
{
  while (g_ascii_isdigit (*c) || *c == '.')
    c++;
  if ((*c == 'e' || *c == 'E')
      && (g_ascii_isdigit (c[1])
          || ((c[1] == '+' || c[1] == '-') && g_ascii_isdigit (c[2]))))
    for (c += 2; g_ascii_isdigit (*c);)
      c++;
  return c;
}

/* With its quotes; one that is not closed ends with its line, and is no string. */
static const char *
end_of_string (const char *c, ChainTokenKind *kind)
{
  const char quote = *c;

  for (c++; *c != '\0' && *c != '\n'; c++)
    if (*c == quote)
      return c + 1;
  *kind = CHAIN_TOKEN_OTHER;
  return c;
}

static const char *
end_of_sign (const char *c)
{
  for (guint i = 0; signs[i] != NULL; i++)
    if (g_str_has_prefix (c, signs[i]))
      return c + strlen (signs[i]);
  return NULL;
}

static const char *
end_of_token (const char *c, ChainTokenKind *kind)
{
  const char *end;

  if (*c == '\0')
    {
      *kind = CHAIN_TOKEN_END;
      return c;
    }
  if (*c == '\n' || *c == ';')
    {
      *kind = CHAIN_TOKEN_LINE;
      return c + 1;
    }
  if (*c == '#')
    {
      *kind = CHAIN_TOKEN_COMMENT;
      return c + strcspn (c, "\n");
    }
  if (*c == '"' || *c == '\'')
    {
      *kind = CHAIN_TOKEN_STRING;
      return end_of_string (c, kind);
    }
  if (g_ascii_isdigit (*c) || (*c == '.' && g_ascii_isdigit (c[1])))
    {
      *kind = CHAIN_TOKEN_NUMBER;
      return end_of_number (c);
    }
  if (begins_name (g_utf8_get_char (c)))
    {
      *kind = CHAIN_TOKEN_NAME;
      return end_of_name (c);
    }
  end = end_of_sign (c);
  *kind = end != NULL ? CHAIN_TOKEN_SIGN : CHAIN_TOKEN_OTHER;
  return end != NULL ? end : g_utf8_next_char (c);
}

static void
skip_blanks (Reader *reader)
{
  for (; *reader->place != '\n' && g_unichar_isspace (g_utf8_get_char (reader->place));
       reader->place = g_utf8_next_char (reader->place))
    {
      reader->column++;
      reader->offset++;
    }
}

/**
 * chain_tokens_new:
 * @text: any text, in UTF-8
 *
 * Returns: (transfer full): its #ChainToken, without the blanks between them; the last one is the
 *   end. They point into @text
 */
GArray *
chain_tokens_new (const char *text)
{
  Reader     reader = { text, 1, 1, 0 };
  GArray    *tokens = g_array_new (FALSE, FALSE, sizeof (ChainToken));
  ChainToken token;

  do
    {
      const char *end;

      skip_blanks (&reader);
      end = end_of_token (reader.place, &token.kind);
      token.text = reader.place;
      token.bytes = (gsize) (end - reader.place);
      token.place = (ChainTextPlace){ reader.line, reader.column, reader.offset,
                                      (guint) g_utf8_strlen (reader.place, end - reader.place) };
      reader.place = end;
      reader.column += token.place.length;
      reader.offset += token.place.length;
      if (token.kind == CHAIN_TOKEN_LINE)
        {
          const gboolean new_line = *token.text == '\n';

          reader.line += new_line;
          reader.column = new_line ? 1 : reader.column;
          token.place.length = new_line ? 0 : 1;
        }
      g_array_append_val (tokens, token);
    }
  while (token.kind != CHAIN_TOKEN_END);
  return tokens;
}
