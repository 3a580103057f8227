/* activation-text.c: an activation with its parameters as one text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/activation-text.h"

#include "base/error.h"
#include "formats/json-choice.h"

#include <string.h>

static gboolean
is_initial (const ChainLayer *layer)
{
  const ChainParameter *parameters = layer->activation->parameters;

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (layer->activation_parameters[i] != parameters[i].initial)
      return FALSE;
  return TRUE;
}

/**
 * chain_activation_write:
 * @writer: where to
 * @key: (nullable): of the member; %NULL inside an array, or for a document
 * @layer: whose activation
 */
void
chain_activation_write (ChainJsonWriter  *writer,
                        const char       *key,
                        const ChainLayer *layer)
{
  const ChainParameter *parameters = layer->activation->parameters;

  if (is_initial (layer))
    {
      chain_json_writer_string (writer, key, layer->activation->name);
      return;
    }
  chain_json_writer_begin_object (writer, key, CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer, "name", layer->activation->name);
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    chain_json_writer_number (writer, parameters[i].name, layer->activation_parameters[i]);
  chain_json_writer_end (writer);
}

/**
 * chain_activation_text:
 * @layer: whose activation
 *
 * Returns: (transfer full): `relu`, or `{"name": "leaky_relu", "alpha": 0.01}`
 */
char *
chain_activation_text (const ChainLayer *layer)
{
  g_autoptr (ChainJsonWriter) writer = NULL;

  if (is_initial (layer))
    return g_strdup (layer->activation->name);
  writer = chain_json_writer_new ();
  chain_activation_write (writer, NULL, layer);
  return g_strchomp (chain_json_writer_finish (writer));
}

/**
 * chain_activation_read:
 * @object: an object
 * @key: of its member that names an activation; it may be absent
 * @layer: gets it
 * @error: set if there is no such activation, or a parameter is out of range
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_activation_read (const ChainJsonPlace *object,
                       const char           *key,
                       ChainImportedLayer   *layer,
                       GError              **error)
{
  gconstpointer activation = layer->activation;

  if (!chain_json_read_choice (object, key, &chain_json_activation, &activation,
                               layer->activation_parameters, error))
    return FALSE;
  layer->activation = activation;
  return TRUE;
}

/**
 * chain_activation_read_text:
 * @file: as messages name it
 * @text: see chain_activation_text()
 * @layer: gets the activation
 * @error: set if the text names none
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_activation_read_text (const char         *file,
                            const char         *text,
                            ChainImportedLayer *layer,
                            GError            **error)
{
  g_autoptr (GString)   document = g_string_new ("{\"activation\": ");
  g_autoptr (ChainJson) json = NULL;
  ChainJsonPlace        place;

  if (*text == '{')
    g_string_append (document, text);
  else
    {
      g_autofree char *plain = g_strdelimit (g_strdup (text), "\"\\\n\r\t", '?');

      g_string_append_printf (document, "\"%s\"", plain);
    }
  g_string_append_c (document, '}');
  json = chain_json_parse (file, document->str, document->len, error);
  if (json == NULL)
    return FALSE;
  place = (ChainJsonPlace){ file, 1, (char *) "", json };
  return chain_activation_read (&place, "activation", layer, error);
}
