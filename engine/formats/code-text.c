/* code-text.c: names, texts and numbers in source code of other languages.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/code-text.h"

#include "base/number.h"

#include <string.h>

/**
 * chain_code_identifier:
 * @name: any text
 *
 * Returns: (transfer full): letters, digits and underscores, in lower case, that begin with a
 *   letter
 */
char *
chain_code_identifier (const char *name)
{
  GString *text = g_string_new (g_ascii_isalpha (*name) ? NULL : "net_");

  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (text, g_ascii_tolower (*c));
    else if (text->len > 0 && text->str[text->len - 1] != '_')
      g_string_append_c (text, '_');
  return g_string_free (text, FALSE);
}

/**
 * chain_code_append_c_text:
 * @code: C code
 * @text: UTF-8, appended as a string of it
 *
 * What is not ASCII is written as bytes, a question mark so that no trigraph comes about, and an @
 * because templates have it for something else.
 */
void
chain_code_append_c_text (GString    *code,
                          const char *text)
{
  g_string_append_c (code, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isprint (*c) && strchr ("\"\\?@", *c) == NULL)
      g_string_append_c (code, *c);
    else
      g_string_append_printf (code, "\\%03o", (guchar) *c);
  g_string_append_c (code, '"');
}

/**
 * chain_code_append_python_text:
 * @code: Python code
 * @text: UTF-8, appended as a string of it
 */
void
chain_code_append_python_text (GString    *code,
                               const char *text)
{
  g_string_append_c (code, '"');
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (code, "\\%c", *c);
    else if (g_ascii_iscntrl (*c))
      g_string_append_printf (code, "\\x%02x", (guchar) *c);
    else
      g_string_append_c (code, *c);
  g_string_append_c (code, '"');
}

/**
 * chain_code_append_float:
 * @code: C or Python code
 * @value: a finite number, appended so that it is no integer there and reads back to the same bits
 */
void
chain_code_append_float (GString *code,
                         double   value)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append (code, chain_number_write (value, number));
  if (strpbrk (number, ".eE") == NULL)
    g_string_append (code, ".0");
}

/**
 * chain_code_comment:
 * @text: any text
 *
 * Returns: (transfer full): on one line, and without what ends a comment of C
 */
char *
chain_code_comment (const char *text)
{
  g_autoptr (GString) comment = g_string_new (text);

  for (gsize i = 0; i < comment->len; i++)
    if (g_ascii_iscntrl (comment->str[i]) || strchr ("*\\@", comment->str[i]) != NULL)
      comment->str[i] = ' ';
  g_string_replace (comment, "?", ".", 0);
  return g_string_free (g_steal_pointer (&comment), FALSE);
}

/**
 * chain_code_with_parameters:
 * @code: with names in braces, {alpha}
 * @names: (array zero-terminated=1): of parameters
 * @values: theirs
 *
 * Returns: (transfer full): with their values in the place of the names
 */
char *
chain_code_with_parameters (const char        *code,
                            const char *const *names,
                            const double      *values)
{
  GString *text = g_string_new (code);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char    *brace = g_strdup_printf ("{%s}", names[i]);
      g_autoptr (GString) number = g_string_new (NULL);

      chain_code_append_float (number, values[i]);
      g_string_replace (text, brace, number->str, 0);
    }
  return g_string_free (text, FALSE);
}
