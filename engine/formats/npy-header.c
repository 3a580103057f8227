/* npy-header.c: reads the dictionary at the head of a .npy file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/npy-header.h"

#include "base/error.h"

#include <string.h>

typedef struct
{
  const char     *where;
  const char     *at;
  const char     *end;
  ChainNpyHeader *header;
  guint           seen; /* bits of keys */
  GError        **error;
} Parser;

static gboolean
fail (const Parser *parser,
      const char   *expected)
{
  g_autofree char *rest = g_strndup (parser->at, MIN ((gsize) (parser->end - parser->at), 20));
  g_autofree char *found = g_utf8_make_valid (rest, -1);

  g_set_error (parser->error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
               "%s: the header of the array: expected %s, found “%s”", parser->where, expected,
               *found != '\0' ? found : "its end");
  return FALSE;
}

static gboolean
refuse_type (const Parser *parser,
             const char   *type,
             gsize         length)
{
  g_autofree char *text = g_strndup (type, MIN (length, 40));
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_set_error (parser->error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "%s: expected an array of float16, float32 or float64, found the type “%s”",
               parser->where, valid);
  return FALSE;
}

static void
skip_space (Parser *parser)
{
  while (parser->at < parser->end && strchr (" \n\t\r", *parser->at) != NULL
         && *parser->at != '\0')
    parser->at++;
}

static gboolean
accept (Parser     *parser,
        const char *word)
{
  const gsize length = strlen (word);

  skip_space (parser);
  if ((gsize) (parser->end - parser->at) < length || memcmp (parser->at, word, length) != 0)
    return FALSE;
  parser->at += length;
  return TRUE;
}

/* Quoted in either way; no escapes, which none of ours needs. */
static gboolean
read_quoted (Parser      *parser,
             const char **text,
             gsize       *length)
{
  const char *close;

  skip_space (parser);
  if (parser->at == parser->end || (*parser->at != '\'' && *parser->at != '"'))
    return FALSE;
  close = memchr (parser->at + 1, *parser->at, (gsize) (parser->end - parser->at - 1));
  if (close == NULL)
    return FALSE;
  *text = parser->at + 1;
  *length = (gsize) (close - *text);
  parser->at = close + 1;
  return TRUE;
}

static gboolean
read_number (Parser  *parser,
             guint64 *number)
{
  const char *start;

  skip_space (parser);
  *number = 0;
  for (start = parser->at; parser->at < parser->end && g_ascii_isdigit (*parser->at); parser->at++)
    if (*number > G_MAXINT64 / 10 - 1)
      return FALSE;
    else
      *number = *number * 10 + (guint64) (*parser->at - '0');
  return parser->at > start;
}

/* "<f8", ">f4", "=f2", "<U12" */
static gboolean
read_type (Parser *parser)
{
  static const struct
  {
    const char    *name;
    ChainFloatKind kind;
  } kinds[] = { { "f8", CHAIN_FLOAT_64 }, { "f4", CHAIN_FLOAT_32 }, { "f2", CHAIN_FLOAT_16 } };
  ChainNpyHeader *header = parser->header;
  const char     *text;
  gsize           length;

  if (!read_quoted (parser, &text, &length))
    return fail (parser, "the name of a type");
  if (length < 2 || strchr ("<>=|", *text) == NULL)
    return refuse_type (parser, text, length);
  header->big_endian = *text == '>' || (*text == '=' && G_BYTE_ORDER == G_BIG_ENDIAN);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (length == 3 && memcmp (text + 1, kinds[i].name, 2) == 0)
      {
        header->kind = kinds[i].kind;
        return TRUE;
      }
  if (text[1] == 'U')
    {
      Parser digits = *parser;

      digits.at = text + 2;
      digits.end = text + length;
      header->is_text = TRUE;
      if (read_number (&digits, &header->n_letters) && digits.at == digits.end)
        return TRUE;
    }
  return refuse_type (parser, text, length);
}

static gboolean
read_order (Parser *parser)
{
  parser->header->fortran_order = accept (parser, "True");
  return parser->header->fortran_order || accept (parser, "False")
         || fail (parser, "True or False");
}

static gboolean
read_shape (Parser *parser)
{
  ChainNpyHeader *header = parser->header;

  if (!accept (parser, "("))
    return fail (parser, "a shape");
  while (!accept (parser, ")"))
    {
      if (header->n_dimensions == CHAIN_NAMED_TENSOR_MOST_DIMENSIONS
          || !read_number (parser, &header->dimensions[header->n_dimensions]))
        return fail (parser, "a shape of few dimensions");
      header->n_dimensions++;
      if (!accept (parser, ","))
        return accept (parser, ")") || fail (parser, "the end of the shape");
    }
  return TRUE;
}

static const struct
{
  const char *name;
  gboolean  (*read) (Parser *parser);
} keys[] = {
  { "descr", read_type },
  { "fortran_order", read_order },
  { "shape", read_shape },
};

static gboolean
read_key (Parser *parser)
{
  const char *text;
  gsize       length;

  if (!read_quoted (parser, &text, &length) || !accept (parser, ":"))
    return fail (parser, "a key");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (length == strlen (keys[i].name) && memcmp (text, keys[i].name, length) == 0
        && (parser->seen & 1u << i) == 0)
      {
        parser->seen |= 1u << i;
        return keys[i].read (parser);
      }
  return fail (parser, "descr, fortran_order and shape, each once");
}

/**
 * chain_npy_header_parse:
 * @where: file and array, as messages name them
 * @text: the dictionary
 * @length: its bytes
 * @header: (out caller-allocates): what it says
 * @error: set if it does not read, or the numbers are of a type that is not known
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_npy_header_parse (const char     *where,
                        const char     *text,
                        gsize           length,
                        ChainNpyHeader *header,
                        GError        **error)
{
  Parser parser = { where, text, text + length, header, 0, error };

  *header = (ChainNpyHeader){ 0 };
  if (!accept (&parser, "{"))
    return fail (&parser, "a dictionary");
  while (!accept (&parser, "}"))
    {
      if (!read_key (&parser))
        return FALSE;
      if (!accept (&parser, ",") && (parser.at == parser.end || *parser.at != '}'))
        return fail (&parser, "a comma");
    }
  skip_space (&parser);
  if (parser.at != parser.end || parser.seen != (1u << G_N_ELEMENTS (keys)) - 1)
    return fail (&parser, "descr, fortran_order and shape, and nothing more");
  return TRUE;
}
