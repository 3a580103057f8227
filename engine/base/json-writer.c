/* json-writer.c: JSON text for people to read, with numbers that keep every bit.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/json-writer.h"

#include "base/number.h"

#include <math.h>

typedef struct
{
  char            close;
  ChainJsonLayout layout;
  gboolean        has_members;
} Container;

struct _ChainJsonWriter
{
  GString *text;
  GArray  *open; /* Container, the innermost last */
};

static Container *
innermost (ChainJsonWriter *writer)
{
  return writer->open->len == 0
         ? NULL : &g_array_index (writer->open, Container, writer->open->len - 1);
}

static void
append_line_break (ChainJsonWriter *writer)
{
  g_string_append_c (writer->text, '\n');
  for (guint i = 0; i < writer->open->len; i++)
    g_string_append (writer->text, "  ");
}

static void
append_quoted (GString    *text,
               const char *value)
{
  static const char names[] = "btnvfr"; /* of the characters from \b to \r; \v has no name */

  g_string_append_c (text, '"');
  for (const char *at = value; *at != '\0'; at++)
    if (*at == '"' || *at == '\\')
      g_string_append_printf (text, "\\%c", *at);
    else if (*at >= '\b' && *at <= '\r' && *at != '\v')
      g_string_append_printf (text, "\\%c", names[*at - '\b']);
    else if ((guchar) *at < ' ' || *at == 0x7f)
      g_string_append_printf (text, "\\u%04x", (guchar) *at);
    else
      g_string_append_c (text, *at);
  g_string_append_c (text, '"');
}

/* What stands before a value: comma, line break, key. */
static void
begin_value (ChainJsonWriter *writer,
             const char      *key)
{
  Container *container = innermost (writer);

  if (container != NULL)
    {
      if (container->has_members)
        g_string_append_c (writer->text, ',');
      if (container->layout == CHAIN_JSON_LINES)
        append_line_break (writer);
      else if (container->has_members)
        g_string_append_c (writer->text, ' ');
      container->has_members = TRUE;
    }
  if (key != NULL)
    {
      append_quoted (writer->text, key);
      g_string_append (writer->text, ": ");
    }
}

static void
begin_container (ChainJsonWriter *writer,
                 const char      *key,
                 ChainJsonLayout  layout,
                 const char      *brackets)
{
  const Container *outer = innermost (writer);
  Container        inner = { brackets[1], layout, FALSE };

  if (outer != NULL && outer->layout == CHAIN_JSON_ONE_LINE)
    inner.layout = CHAIN_JSON_ONE_LINE;
  begin_value (writer, key);
  g_string_append_c (writer->text, brackets[0]);
  g_array_append_val (writer->open, inner);
}

/**
 * chain_json_writer_new:
 *
 * Returns: (transfer full): a writer of an empty text
 */
ChainJsonWriter *
chain_json_writer_new (void)
{
  ChainJsonWriter *writer = g_new0 (ChainJsonWriter, 1);

  writer->text = g_string_new (NULL);
  writer->open = g_array_new (FALSE, FALSE, sizeof (Container));
  return writer;
}

/**
 * chain_json_writer_free:
 * @writer: (nullable) (transfer full): a writer
 */
void
chain_json_writer_free (ChainJsonWriter *writer)
{
  if (writer == NULL)
    return;
  if (writer->text != NULL)
    g_string_free (writer->text, TRUE);
  g_array_unref (writer->open);
  g_free (writer);
}

/**
 * chain_json_writer_finish:
 * @writer: a writer with every container ended; of no use afterwards but to be freed
 *
 * Returns: (transfer full): the document with a line break at its end
 */
char *
chain_json_writer_finish (ChainJsonWriter *writer)
{
  g_return_val_if_fail (writer->open->len == 0, NULL);

  g_string_append_c (writer->text, '\n');
  return g_string_free (g_steal_pointer (&writer->text), FALSE);
}

/**
 * chain_json_writer_begin_object:
 * @writer: a writer
 * @key: (nullable): key in the object around it; NULL in an array and for the document
 * @layout: how its members stand
 */
void
chain_json_writer_begin_object (ChainJsonWriter *writer,
                                const char      *key,
                                ChainJsonLayout  layout)
{
  begin_container (writer, key, layout, "{}");
}

/**
 * chain_json_writer_begin_array:
 * @writer: a writer
 * @key: (nullable): key in the object around it; NULL in an array and for the document
 * @layout: how its items stand
 */
void
chain_json_writer_begin_array (ChainJsonWriter *writer,
                               const char      *key,
                               ChainJsonLayout  layout)
{
  begin_container (writer, key, layout, "[]");
}

/**
 * chain_json_writer_end:
 * @writer: a writer
 *
 * Ends the innermost object or array.
 */
void
chain_json_writer_end (ChainJsonWriter *writer)
{
  Container container;

  g_return_if_fail (writer->open->len > 0);

  container = *innermost (writer);
  g_array_set_size (writer->open, writer->open->len - 1);
  if (container.has_members && container.layout == CHAIN_JSON_LINES)
    append_line_break (writer);
  g_string_append_c (writer->text, container.close);
}

/**
 * chain_json_writer_null:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 */
void
chain_json_writer_null (ChainJsonWriter *writer,
                        const char      *key)
{
  begin_value (writer, key);
  g_string_append (writer->text, "null");
}

/**
 * chain_json_writer_boolean:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @value: true or false
 */
void
chain_json_writer_boolean (ChainJsonWriter *writer,
                           const char      *key,
                           gboolean         value)
{
  begin_value (writer, key);
  g_string_append (writer->text, value ? "true" : "false");
}

/**
 * chain_json_writer_whole:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @value: a whole number, written with all its digits
 */
void
chain_json_writer_whole (ChainJsonWriter *writer,
                         const char      *key,
                         guint64          value)
{
  begin_value (writer, key);
  g_string_append_printf (writer->text, "%" G_GUINT64_FORMAT, value);
}

/**
 * chain_json_writer_number:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @value: a number; NaN and the infinities, which JSON has no word for, are written as null.
 *   A negative zero gets a point, or readers that know integers would lose its sign
 */
void
chain_json_writer_number (ChainJsonWriter *writer,
                          const char      *key,
                          double           value)
{
  char buffer[CHAIN_NUMBER_SIZE];

  begin_value (writer, key);
  if (!isfinite (value))
    g_string_append (writer->text, "null");
  else if (value == 0 && signbit (value))
    g_string_append (writer->text, "-0.0");
  else
    g_string_append (writer->text, chain_number_write (value, buffer));
}

/**
 * chain_json_writer_string:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @value: (nullable): UTF-8; NULL is written as null
 */
void
chain_json_writer_string (ChainJsonWriter *writer,
                          const char      *key,
                          const char      *value)
{
  if (value == NULL)
    {
      chain_json_writer_null (writer, key);
      return;
    }
  begin_value (writer, key);
  append_quoted (writer->text, value);
}

/**
 * chain_json_writer_strings:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @values: (array zero-terminated=1): strings, written as an array on one line
 */
void
chain_json_writer_strings (ChainJsonWriter   *writer,
                           const char        *key,
                           const char *const *values)
{
  chain_json_writer_begin_array (writer, key, CHAIN_JSON_ONE_LINE);
  for (guint i = 0; values[i] != NULL; i++)
    chain_json_writer_string (writer, NULL, values[i]);
  chain_json_writer_end (writer);
}

/**
 * chain_json_writer_numbers:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @values: [n_values] numbers, written as an array on one line
 * @n_values: how many
 */
void
chain_json_writer_numbers (ChainJsonWriter *writer,
                           const char      *key,
                           const double    *values,
                           gsize            n_values)
{
  chain_json_writer_begin_array (writer, key, CHAIN_JSON_ONE_LINE);
  for (gsize i = 0; i < n_values; i++)
    chain_json_writer_number (writer, NULL, values[i]);
  chain_json_writer_end (writer);
}

/**
 * chain_json_writer_matrix:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @values: [rows, columns] numbers, row-major, written as an array of rows, each on its line
 * @rows: number of rows
 * @columns: number of columns
 */
void
chain_json_writer_matrix (ChainJsonWriter *writer,
                          const char      *key,
                          const double    *values,
                          gsize            rows,
                          gsize            columns)
{
  chain_json_writer_begin_array (writer, key, rows > 1 ? CHAIN_JSON_LINES : CHAIN_JSON_ONE_LINE);
  for (gsize row = 0; row < rows; row++)
    chain_json_writer_numbers (writer, NULL, values + row * columns, columns);
  chain_json_writer_end (writer);
}

/**
 * chain_json_writer_value:
 * @writer: a writer
 * @key: (nullable): key in the object around it
 * @value: any value that was read
 */
void
chain_json_writer_value (ChainJsonWriter *writer,
                         const char      *key,
                         const ChainJson *value)
{
  switch (value->kind)
    {
    case CHAIN_JSON_NULL:
      chain_json_writer_null (writer, key);
      break;
    case CHAIN_JSON_BOOLEAN:
      chain_json_writer_boolean (writer, key, value->boolean);
      break;
    case CHAIN_JSON_NUMBER:
      if (value->is_whole)
        chain_json_writer_whole (writer, key, value->whole);
      else
        chain_json_writer_number (writer, key, value->number);
      break;
    case CHAIN_JSON_STRING:
      chain_json_writer_string (writer, key, value->string);
      break;
    case CHAIN_JSON_ARRAY:
    case CHAIN_JSON_OBJECT:
      begin_container (writer, key, CHAIN_JSON_LINES,
                       value->kind == CHAIN_JSON_ARRAY ? "[]" : "{}");
      for (guint i = 0; i < value->items->len; i++)
        chain_json_writer_value (writer,
                                 value->keys != NULL ? g_ptr_array_index (value->keys, i) : NULL,
                                 g_ptr_array_index (value->items, i));
      chain_json_writer_end (writer);
      break;
    default:
      g_return_if_reached ();
    }
}
