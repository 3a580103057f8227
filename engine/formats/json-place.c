/* json-place.c: a value in a JSON file together with its path, read with an exact complaint.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/json-place.h"

#include "base/number.h"

#include <math.h>

#define LONGEST_QUOTE 40 /* characters of a found text that a message repeats */

static const char *const kinds[] = {
  [CHAIN_JSON_NULL] = "null",
  [CHAIN_JSON_BOOLEAN] = "true or false",
  [CHAIN_JSON_NUMBER] = "a number",
  [CHAIN_JSON_STRING] = "a string",
  [CHAIN_JSON_ARRAY] = "an array",
  [CHAIN_JSON_OBJECT] = "an object",
};

/* What was found, short enough for a message. */
static char *
found_text (const ChainJson *value)
{
  char buffer[CHAIN_NUMBER_SIZE];

  if (value == NULL)
    return g_strdup ("nothing");
  switch (value->kind)
    {
    case CHAIN_JSON_BOOLEAN:
      return g_strdup (value->boolean ? "true" : "false");
    case CHAIN_JSON_NUMBER:
      return g_strdup (chain_number_write (value->number, buffer));
    case CHAIN_JSON_STRING:
      if (g_utf8_strlen (value->string, -1) > LONGEST_QUOTE)
        {
          g_autofree char *start = g_utf8_substring (value->string, 0, LONGEST_QUOTE);

          return g_strdup_printf ("\"%s…\"", start);
        }
      return g_strdup_printf ("\"%s\"", value->string);
    default:
      return g_strdup (kinds[value->kind]);
    }
}

/**
 * chain_json_place_clear:
 * @place: a place; what it points at stays
 */
void
chain_json_place_clear (ChainJsonPlace *place)
{
  g_clear_pointer (&place->path, g_free);
}

/**
 * chain_json_place_member:
 * @object: an object
 * @key: a key
 * @member: (out caller-allocates): the member; without a value where @object has none
 */
void
chain_json_place_member (const ChainJsonPlace *object, const char *key, ChainJsonPlace *member)
{
  member->file = object->file;
  member->path = *object->path == '\0' ? g_strdup (key)
                                       : g_strconcat (object->path, ".", key, NULL);
  member->value = chain_json_member (object->value, key);
  member->line = member->value != NULL ? member->value->line : object->line;
}

/**
 * chain_json_place_item:
 * @array: an array
 * @index: below its length
 * @item: (out caller-allocates): the item
 */
void
chain_json_place_item (const ChainJsonPlace *array, guint index, ChainJsonPlace *item)
{
  item->file = array->file;
  item->path = g_strdup_printf ("%s[%u]", array->path, index);
  item->value = g_ptr_array_index (array->value->items, index);
  item->line = item->value->line;
}

/**
 * chain_json_place_refuse:
 * @place: where
 * @code: what kind of error
 * @error: set to "FILE:LINE: PATH: " and the message
 * @format: printf format of what is wrong
 * @...: its arguments
 *
 * Returns: %FALSE
 */
gboolean
chain_json_place_refuse (const ChainJsonPlace *place,
                         ChainError            code,
                         GError              **error,
                         const char           *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CHAIN_ERROR, code, "%s:%u: %s%s%s", place->file, place->line, place->path,
               *place->path != '\0' ? ": " : "", message);
  return FALSE;
}

/**
 * chain_json_place_fail:
 * @place: where
 * @code: what kind of error
 * @error: set to "FILE:LINE: PATH: expected EXPECTED, got FOUND"
 * @expected: printf format for what was expected
 * @...: its arguments
 *
 * Returns: %FALSE
 */
gboolean
chain_json_place_fail (const ChainJsonPlace *place,
                       ChainError            code,
                       GError              **error,
                       const char           *expected,
                       ...)
{
  g_autofree char *found = found_text (place->value);
  g_autofree char *wanted = NULL;
  va_list          arguments;

  va_start (arguments, expected);
  wanted = g_strdup_vprintf (expected, arguments);
  va_end (arguments);
  return chain_json_place_refuse (place, code, error, "expected %s, got %s", wanted, found);
}

/**
 * chain_json_place_is:
 * @place: where
 * @kind: what it should be
 * @error: set if it is something else, or nothing
 *
 * Returns: %TRUE if it is
 */
gboolean
chain_json_place_is (const ChainJsonPlace *place, ChainJsonKind kind, GError **error)
{
  return (place->value != NULL && place->value->kind == kind)
         || chain_json_place_fail (place, CHAIN_ERROR_VALUE, error, "%s", kinds[kind]);
}

/**
 * chain_json_read_boolean:
 * @object: an object
 * @key: one of its keys, or not
 * @value: (inout): what it says; unchanged where absent
 * @error: set if it is something else
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_boolean (const ChainJsonPlace *object,
                         const char           *key,
                         gboolean             *value,
                         GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&member, CHAIN_JSON_BOOLEAN, error))
    return FALSE;
  *value = member.value->boolean;
  return TRUE;
}

/**
 * chain_json_read_whole:
 * @object: an object
 * @key: one of its keys, or not
 * @least: smallest value
 * @most: largest value
 * @value: (inout): what it says; unchanged where absent
 * @error: set if it is something else
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_whole (const ChainJsonPlace *object,
                       const char           *key,
                       guint64               least,
                       guint64               most,
                       guint64              *value,
                       GError              **error)
{
  const double            exact = 9007199254740992.0; /* 2⁵³: every integer up to it is a double */
  g_auto (ChainJsonPlace) member = { 0 };
  guint64                 whole = 0;
  gboolean                ok;

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  ok = member.value->kind == CHAIN_JSON_NUMBER;
  if (ok && member.value->is_whole)
    whole = member.value->whole;
  else if (ok)
    {
      ok = member.value->number >= 0 && member.value->number <= exact
           && floor (member.value->number) == member.value->number;
      whole = ok ? (guint64) member.value->number : 0;
    }
  if (!ok || whole < least || whole > most)
    return chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error,
                                  "an integer from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                                  least, most);
  *value = whole;
  return TRUE;
}

/**
 * chain_json_read_guint:
 * @object: an object
 * @key: one of its keys, or not
 * @least: smallest value
 * @most: largest value
 * @value: (inout): what it says; unchanged where absent
 * @error: set if it is something else
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_guint (const ChainJsonPlace *object,
                       const char           *key,
                       guint                 least,
                       guint                 most,
                       guint                *value,
                       GError              **error)
{
  guint64 whole = *value;

  if (!chain_json_read_whole (object, key, least, most, &whole, error))
    return FALSE;
  *value = (guint) whole;
  return TRUE;
}

/**
 * chain_json_read_number:
 * @object: an object
 * @key: one of its keys, or not
 * @value: (inout): what it says; unchanged where absent
 * @error: set if it is something else
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_number (const ChainJsonPlace *object,
                        const char           *key,
                        double               *value,
                        GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&member, CHAIN_JSON_NUMBER, error))
    return FALSE;
  *value = member.value->number;
  return TRUE;
}

/**
 * chain_json_read_string:
 * @object: an object
 * @key: one of its keys, or not
 * @value: (inout): an allocated string or %NULL, replaced by what it says; unchanged where absent
 * @error: set if it is something else
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_string (const ChainJsonPlace *object,
                        const char           *key,
                        char                **value,
                        GError              **error)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&member, CHAIN_JSON_STRING, error))
    return FALSE;
  g_free (*value);
  *value = g_strdup (member.value->string);
  return TRUE;
}

/**
 * chain_json_read_strings:
 * @object: an object
 * @key: one of its keys, or not
 * @value: (inout): allocated strings or %NULL, replaced by what it says; unchanged where absent
 * @error: set if it is something else, or a string stands in it twice
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_json_read_strings (const ChainJsonPlace *object,
                         const char           *key,
                         GStrv                *value,
                         GError              **error)
{
  g_auto (ChainJsonPlace)  member = { 0 };
  g_autoptr (GHashTable)   seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();

  chain_json_place_member (object, key, &member);
  if (member.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&member, CHAIN_JSON_ARRAY, error))
    return FALSE;
  for (guint i = 0; i < member.value->items->len; i++)
    {
      g_auto (ChainJsonPlace) item = { 0 };

      chain_json_place_item (&member, i, &item);
      if (!chain_json_place_is (&item, CHAIN_JSON_STRING, error))
        return FALSE;
      if (!g_hash_table_add (seen, item.value->string))
        return chain_json_place_fail (&item, CHAIN_ERROR_VALUE, error,
                                      "a name that is not in the list yet");
      g_strv_builder_add (strings, item.value->string);
    }
  g_strfreev (*value);
  *value = g_strv_builder_end (strings);
  return TRUE;
}
