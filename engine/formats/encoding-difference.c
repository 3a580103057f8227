/* encoding-difference.c: how what a file says becomes of a raw row differs from what a project does.
 *
 * Weights mean what they meant only if the rows are encoded as they were in training. Both sides
 * are compared as the JSON documents of encoder-json.c; what a file says is not trusted, and what
 * is not of that form says nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/encoding-difference.h"

#include "base/number.h"
#include "formats/encoder-json.h"

#include <math.h>
#include <string.h>

#define MOST_SHOWN 3   /* differences */
#define MOST_LETTERS 40 /* of a value */
#define TOLERANCE 1e-9  /* relative, of numbers that were fitted elsewhere on the same rows */

static const char *const ends[] = { "inputs", "outputs" };

static const struct
{
  const char *key;
  const char *words;
} members[] = {
  { "column", "column" },
  { "encoding", "encoding" },
  { "date_form", "form of dates" },
  { "levels", "levels" },
  { "offset", "offset" },
  { "scale", "scale" },
  { "fill", "value for missing ones" },
};

static gboolean
is_kind (const ChainJson *json,
         ChainJsonKind    kind)
{
  return json != NULL && json->kind == kind;
}

static gboolean
is_same (const ChainJson *a,
         const ChainJson *b)
{
  if (a == NULL || b == NULL || a->kind != b->kind)
    return a == b;
  if (a->kind == CHAIN_JSON_STRING)
    return g_str_equal (a->string, b->string);
  if (a->kind == CHAIN_JSON_NUMBER)
    return fabs (a->number - b->number) <= TOLERANCE * MAX (fabs (a->number), fabs (b->number));
  if (a->kind != CHAIN_JSON_ARRAY)
    return TRUE;
  if (a->items->len != b->items->len)
    return FALSE;
  for (guint i = 0; i < a->items->len; i++)
    {
      const ChainJson *x = g_ptr_array_index (a->items, i);
      const ChainJson *y = g_ptr_array_index (b->items, i);

      if (x->kind == CHAIN_JSON_ARRAY || !is_same (x, y))
        return FALSE;
    }
  return TRUE;
}

static void
append_value (GString         *text,
              const ChainJson *value)
{
  char number[CHAIN_NUMBER_SIZE];

  if (is_kind (value, CHAIN_JSON_STRING))
    g_string_append (text, value->string);
  else if (is_kind (value, CHAIN_JSON_NUMBER))
    g_string_append (text, chain_number_show (value->number, 6, number));
  else if (is_kind (value, CHAIN_JSON_ARRAY))
    for (guint i = 0; i < value->items->len && text->len <= MOST_LETTERS * 6; i++)
      {
        g_string_append (text, i > 0 ? ", " : "");
        append_value (text, g_ptr_array_index (value->items, i));
      }
  else
    g_string_append (text, "none");
}

/* On one line, not endless. */
static char *
show_value (const ChainJson *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_value (text, value);
  for (char *c = text->str; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  if (g_utf8_strlen (text->str, -1) > MOST_LETTERS)
    {
      g_autofree char *start = g_utf8_substring (text->str, 0, MOST_LETTERS);

      return g_strconcat (start, "…", NULL);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
compare_feature (GPtrArray       *found,
                 const ChainJson *there,
                 const ChainJson *here)
{
  g_autofree char *column = show_value (chain_json_member (here, "column"));

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const ChainJson *a = chain_json_member (there, members[i].key);
      const ChainJson *b = chain_json_member (here, members[i].key);
      g_autofree char *then = show_value (a);
      g_autofree char *now = show_value (b);

      if (!is_same (a, b))
        g_ptr_array_add (found, g_strdup_printf ("\"%s\": %s %s there, %s here", column,
                                                 members[i].words, then, now));
    }
}

static void
compare_end (GPtrArray       *found,
             const char      *end,
             const ChainJson *there,
             const ChainJson *here)
{
  if (!is_kind (there, CHAIN_JSON_ARRAY))
    return;
  if (there->items->len != here->items->len)
    g_ptr_array_add (found, g_strdup_printf ("%u columns of %s there, %u here", there->items->len,
                                             end, here->items->len));
  for (guint i = 0; i < MIN (there->items->len, here->items->len); i++)
    if (is_kind (g_ptr_array_index (there->items, i), CHAIN_JSON_OBJECT))
      compare_feature (found, g_ptr_array_index (there->items, i),
                       g_ptr_array_index (here->items, i));
}

static void
compare_classes (GPtrArray       *found,
                 const ChainJson *there,
                 const ChainJson *here)
{
  g_autofree char *then = show_value (there);
  g_autofree char *now = show_value (here);

  if (is_kind (there, CHAIN_JSON_ARRAY) && !is_same (there, here))
    g_ptr_array_add (found, g_strdup_printf ("classes %s there, %s here", then, now));
}

static ChainJson *
describe (const ChainDataset *dataset)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
  chain_encoder_write_json (dataset->input_encoder, "inputs", writer);
  chain_encoder_write_json (dataset->target_encoder, "outputs", writer);
  if (dataset->classes != NULL)
    chain_json_writer_strings (writer, "classes", (const char *const *) dataset->classes);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  return chain_json_parse ("", text, strlen (text), NULL);
}

/* "a; b; c; and 4 more" */
static char *
join (GPtrArray *found)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len && i < MOST_SHOWN; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                            (const char *) g_ptr_array_index (found, i));
  if (found->len > MOST_SHOWN)
    g_string_append_printf (text, "; and %u more", found->len - MOST_SHOWN);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * chain_encoding_keep:
 * @model: (nullable): an object with the members "inputs", "outputs" and "classes", from anywhere
 *
 * Returns: (transfer full) (nullable): a text of these alone, for chain_encoding_difference()
 */
char *
chain_encoding_keep (const ChainJson *model)
{
  static const char *const    keys[] = { "inputs", "outputs", "classes" };
  g_autoptr (ChainJsonWriter) writer = NULL;

  if (!is_kind (model, CHAIN_JSON_OBJECT))
    return NULL;
  writer = chain_json_writer_new ();
  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (chain_json_member (model, keys[i]) != NULL)
      chain_json_writer_value (writer, keys[i], chain_json_member (model, keys[i]));
  chain_json_writer_end (writer);
  return chain_json_writer_finish (writer);
}

/**
 * chain_encoding_difference:
 * @kept: (nullable): what a file says, a JSON object; not trusted
 * @dataset: rows, with how they are encoded
 *
 * Numbers are the same that agree to 10⁻⁹ of the larger one.
 *
 * Returns: (transfer full) (nullable): in words, on one line, what differs; %NULL if nothing does,
 *   or the file says nothing
 */
char *
chain_encoding_difference (const char         *kept,
                           const ChainDataset *dataset)
{
  g_autoptr (ChainJson) there
      = kept != NULL ? chain_json_parse ("", kept, strlen (kept), NULL) : NULL;
  g_autoptr (ChainJson) here = describe (dataset);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  if (!is_kind (there, CHAIN_JSON_OBJECT))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    compare_end (found, ends[i], chain_json_member (there, ends[i]),
                 chain_json_member (here, ends[i]));
  compare_classes (found, chain_json_member (there, "classes"),
                   chain_json_member (here, "classes"));
  return found->len > 0 ? join (found) : NULL;
}
