/* tfjs-read.c: layers from a model.json of Keras or TensorFlow.js.
 *
 * Read are Sequential models and functional ones that are a chain, of Dense layers with their
 * activations, which may be layers of their own, and Dropout.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/tfjs-read.h"

#include "formats/encoding-difference.h"
#include "formats/tfjs-layers.h"
#include "formats/tfjs-weights.h"

#include <string.h>

#define MOST_LAYERS (4 * CHAIN_MAX_LAYERS) /* with those that hold no weights */

/* A layer of the topology. */
typedef struct
{
  ChainJsonPlace place;
  ChainJsonPlace config;
  char          *class_name;
  char          *name;
  const char    *before; /* in a functional model: name of the only layer that it reads, or NULL */
} Layer;

typedef struct
{
  ChainImport *import;
  GPtrArray   *weights;
  gboolean     is_own;
  gboolean     may_activate; /* the layer added last has no activation yet */
} Reader;

typedef struct
{
  const char *class_name;
  gboolean  (*read) (Reader *reader, const Layer *layer, GError **error);
} LayerKind;

static void
layer_free (gpointer data)
{
  Layer *layer = data;

  chain_json_place_clear (&layer->place);
  chain_json_place_clear (&layer->config);
  g_free (layer->class_name);
  g_free (layer->name);
  g_free (layer);
}

static gboolean
refuse (const Layer *layer, GError **error, const char *what)
{
  return chain_json_place_refuse (&layer->place, CHAIN_ERROR_UNSUPPORTED, error,
                                  "layer \"%s\" (%s): %s", layer->name, layer->class_name, what);
}

static gboolean
read_nothing (Reader *reader, const Layer *layer, GError **error)
{
  return TRUE;
}

/* The scaling of a model that this program wrote is the project's own affair. */
static gboolean
read_normalization (Reader *reader, const Layer *layer, GError **error)
{
  if (reader->is_own
      && (g_str_equal (layer->name, CHAIN_TFJS_SCALING)
          || g_str_equal (layer->name, CHAIN_TFJS_UNSCALING)))
    return TRUE;
  return refuse (layer, error, "such layers are not imported");
}

static const ChainTfjsWeight *
take_weight (const Reader *reader,
             const Layer  *layer,
             const char   *name,
             guint         n_dimensions,
             GError      **error)
{
  const ChainTfjsWeight *weight = chain_tfjs_weights_take (reader->weights, layer->name, name);

  if (weight == NULL)
    chain_json_place_refuse (&layer->place, CHAIN_ERROR_SHAPE, error,
                             "layer \"%s\": expected an array \"%s/%s\" among the weights, found "
                             "none",
                             layer->name, layer->name, name);
  else if (weight->n_dimensions != n_dimensions)
    chain_json_place_refuse (&layer->place, CHAIN_ERROR_SHAPE, error,
                             "%s: expected a float32 array of %u dimension%s", weight->name,
                             n_dimensions, n_dimensions == 1 ? "" : "s");
  else
    return weight;
  return NULL;
}

static gboolean
set_activation (Reader                    *reader,
                const Layer               *layer,
                const ChainTfjsActivation *row,
                double                     parameter,
                GError                   **error)
{
  const ChainOp *activation = chain_op_find (CHAIN_OP_ACTIVATION, row->name);
  double         p[CHAIN_MAX_PARAMETERS] = { parameter };

  if (!reader->may_activate && !g_str_equal (row->name, "linear"))
    return refuse (layer, error, "expected one activation for each Dense layer");
  if (row->parameter != NULL && !chain_parameter_allows (activation->parameters, parameter))
    return refuse (layer, error, "the parameter of its activation is out of range");
  if (reader->may_activate)
    chain_import_set_activation (reader->import, activation, p);
  reader->may_activate = reader->may_activate && g_str_equal (row->name, "linear");
  return TRUE;
}

static gboolean
read_activation (Reader *reader, const Layer *layer, GError **error)
{
  g_autofree char           *name = NULL;
  g_autofree char           *names = chain_op_names (CHAIN_OP_ACTIVATION);
  g_auto (ChainJsonPlace)    member = { 0 };
  const ChainTfjsActivation *row;

  chain_json_place_member (&layer->config, "activation", &member);
  if (member.value == NULL || member.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (!chain_json_read_string (&layer->config, "activation", &name, error))
    return FALSE;
  row = chain_tfjs_find_activation (name);
  if (row == NULL)
    return chain_json_place_fail (&member, CHAIN_ERROR_UNSUPPORTED, error, "one of %s", names);
  return set_activation (reader, layer, row, row->initial, error);
}

static gboolean
read_dense (Reader *reader, const Layer *layer, GError **error)
{
  const ChainTfjsWeight *kernel = take_weight (reader, layer, "kernel", 2, error);
  const ChainTfjsWeight *bias = NULL;
  gboolean               use_bias = TRUE;

  if (kernel == NULL || !chain_json_read_boolean (&layer->config, "use_bias", &use_bias, error))
    return FALSE;
  if (use_bias)
    {
      bias = take_weight (reader, layer, "bias", 1, error);
      if (bias == NULL)
        return FALSE;
    }
  chain_import_add_kernel (reader->import, kernel->name, chain_tfjs_weight_tensor (kernel));
  if (bias != NULL)
    chain_import_set_bias (reader->import, bias->name, chain_tfjs_weight_tensor (bias));
  chain_import_set_activation (reader->import, chain_op_find (CHAIN_OP_ACTIVATION, "linear"), NULL);
  reader->may_activate = TRUE;
  return read_activation (reader, layer, error);
}

static gboolean
is_absent_or (const Layer *layer, const char *key, double value)
{
  g_auto (ChainJsonPlace) member = { 0 };

  chain_json_place_member (&layer->config, key, &member);
  return member.value == NULL || member.value->kind == CHAIN_JSON_NULL
         || (member.value->kind == CHAIN_JSON_NUMBER && member.value->number == value);
}

/* A layer that is an activation. Keras has more settings of these than there are here. */
static gboolean
read_activation_layer (Reader                    *reader,
                       const Layer               *layer,
                       const ChainTfjsActivation *row,
                       GError                   **error)
{
  double parameter = row->initial;

  if (!is_absent_or (layer, "max_value", G_MAXDOUBLE) || !is_absent_or (layer, "threshold", 0)
      || (row->parameter == NULL && !is_absent_or (layer, "negative_slope", 0)))
    return refuse (layer, error, "expected no bounds, and a slope of 0 below 0");
  if (!is_absent_or (layer, "axis", -1) && !is_absent_or (layer, "axis", 1))
    return refuse (layer, error, "expected axis 1 or −1");
  if (row->old_parameter != NULL
      && !chain_json_read_number (&layer->config, row->old_parameter, &parameter, error))
    return FALSE;
  if (row->parameter != NULL
      && !chain_json_read_number (&layer->config, row->parameter, &parameter, error))
    return FALSE;
  return set_activation (reader, layer, row, parameter, error);
}

static const LayerKind kinds[] = {
  { "Activation", read_activation },
  { "BatchNormalization", read_normalization },
  { "Dense", read_dense },
  { "Dropout", read_nothing },
  { "InputLayer", read_nothing },
};

static gboolean
read_layer (Reader *reader, const Layer *layer, GError **error)
{
  const ChainTfjsActivation *activation = chain_tfjs_find_layer (layer->class_name);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].class_name, layer->class_name))
      return kinds[i].read (reader, layer, error);
  if (activation != NULL)
    return read_activation_layer (reader, layer, activation, error);
  return refuse (layer, error,
                 "expected Dense, Dropout or an activation: other layers are not imported");
}

/* A text wherever it is: NULL if there is none. */
static const char *
text_of (const ChainJson *value)
{
  return value != NULL && value->kind == CHAIN_JSON_STRING ? value->string : NULL;
}

static const ChainJson *
only_item (const ChainJson *value)
{
  return value != NULL && value->kind == CHAIN_JSON_ARRAY && value->items->len == 1
             ? g_ptr_array_index (value->items, 0)
             : NULL;
}

static const ChainJson *
first_item (const ChainJson *value)
{
  return value != NULL && value->kind == CHAIN_JSON_ARRAY && value->items->len > 0
             ? g_ptr_array_index (value->items, 0)
             : NULL;
}

static const ChainJson *
member_of (const ChainJson *value, const char *key)
{
  return value != NULL && value->kind == CHAIN_JSON_OBJECT ? chain_json_member (value, key) : NULL;
}

/* Name of the only layer that a layer of a functional model reads: [[["dense", 0, 0, {}]]] of
 * Keras 2, [{"args": [{"config": {"keras_history": ["dense", 0, 0]}}]}] of Keras 3. */
static const char *
layer_before (const Layer *layer)
{
  const ChainJson *call = only_item (member_of (layer->place.value, "inbound_nodes"));
  const ChainJson *tensor = only_item (member_of (call, "args"));

  if (tensor != NULL)
    return text_of (first_item (member_of (member_of (tensor, "config"), "keras_history")));
  return text_of (first_item (only_item (call)));
}

static Layer *
layer_new (const ChainJsonPlace *layers, guint index, GError **error)
{
  Layer *layer = g_new0 (Layer, 1);

  chain_json_place_item (layers, index, &layer->place);
  if (chain_json_place_is (&layer->place, CHAIN_JSON_OBJECT, error)
      && chain_json_read_string (&layer->place, "class_name", &layer->class_name, error))
    {
      chain_json_place_member (&layer->place, "config", &layer->config);
      if (chain_json_place_is (&layer->config, CHAIN_JSON_OBJECT, error)
          && chain_json_read_string (&layer->config, "name", &layer->name, error))
        {
          layer->before = layer_before (layer);
          if (layer->class_name != NULL && layer->name != NULL)
            return layer;
          chain_json_place_refuse (&layer->place, CHAIN_ERROR_SYNTAX, error,
                                   "expected a layer with class_name and config.name");
        }
    }
  layer_free (layer);
  return NULL;
}

static GPtrArray *
list_layers (const ChainJsonPlace *place, GError **error)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func (layer_free);

  if (!chain_json_place_is (place, CHAIN_JSON_ARRAY, error))
    return NULL;
  if (place->value->items->len > MOST_LAYERS)
    {
      chain_json_place_refuse (place, CHAIN_ERROR_UNSUPPORTED, error, "expected at most %d layers",
                               MOST_LAYERS);
      return NULL;
    }
  for (guint i = 0; i < place->value->items->len; i++)
    {
      Layer *layer = layer_new (place, i, error);

      if (layer == NULL)
        return NULL;
      g_ptr_array_add (layers, layer);
    }
  return g_steal_pointer (&layers);
}

/* The only layer that reads @before, NULL: that reads none; NULL if none does. */
static const Layer *
layer_after (GPtrArray *layers, const char *before, GError **error)
{
  const Layer *found = NULL;

  for (guint i = 0; i < layers->len; i++)
    {
      const Layer *layer = g_ptr_array_index (layers, i);

      if (g_strcmp0 (layer->before, before) != 0)
        continue;
      if (found != NULL)
        {
          refuse (layer, error, "expected a chain of layers");
          return NULL;
        }
      found = layer;
    }
  return found;
}

static gboolean
read_chain (Reader *reader, GPtrArray *layers, GError **error)
{
  const Layer *layer = NULL;
  GError      *broken = NULL;

  for (guint i = 0; i < layers->len; i++)
    {
      layer = layer_after (layers, layer != NULL ? layer->name : NULL, &broken);
      if (broken != NULL)
        {
          g_propagate_error (error, broken);
          return FALSE;
        }
      if (layer == NULL)
        return refuse (g_ptr_array_index (layers, i), error, "expected a chain of layers");
      if (!read_layer (reader, layer, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_sequence (Reader *reader, GPtrArray *layers, GError **error)
{
  for (guint i = 0; i < layers->len; i++)
    if (!read_layer (reader, g_ptr_array_index (layers, i), error))
      return FALSE;
  return TRUE;
}

static const struct
{
  const char *class_name;
  gboolean  (*read) (Reader *reader, GPtrArray *layers, GError **error);
} models[] = {
  { "Functional", read_chain },
  { "Model", read_chain },
  { "Sequential", read_sequence },
};

static gboolean
read_model (Reader *reader, const ChainJsonPlace *model, GError **error)
{
  g_autofree char        *class_name = NULL;
  g_auto (ChainJsonPlace) config = { 0 };
  g_auto (ChainJsonPlace) members = { 0 };
  g_auto (ChainJsonPlace) place = { 0 };
  g_autoptr (GPtrArray)   layers = NULL;

  if (!chain_json_place_is (model, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_string (model, "class_name", &class_name, error))
    return FALSE;
  chain_json_place_member (model, "class_name", &place);
  chain_json_place_member (model, "config", &config);
  /* The layers of old Sequential models are the config itself. */
  if (config.value != NULL && config.value->kind == CHAIN_JSON_OBJECT)
    chain_json_place_member (&config, "layers", &members);
  layers = list_layers (members.value != NULL ? &members : &config, error);
  if (layers == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    if (g_strcmp0 (models[i].class_name, class_name) == 0)
      return models[i].read (reader, layers, error);
  return chain_json_place_fail (&place, CHAIN_ERROR_UNSUPPORTED, error,
                                "a Sequential or a Functional model");
}

static gboolean
read_document (Reader *reader, const ChainJsonPlace *document, GError **error)
{
  g_auto (ChainJsonPlace) topology = { 0 };
  g_auto (ChainJsonPlace) config = { 0 };

  reader->is_own = g_strcmp0 (text_of (member_of (member_of (document->value,
                                                             "userDefinedMetadata"),
                                                  "format")),
                              "chainrule-model") == 0;
  if (reader->is_own)
    reader->import->encoding
        = chain_encoding_keep (member_of (document->value, "userDefinedMetadata"));
  chain_json_place_member (document, "modelTopology", &topology);
  if (!chain_json_place_is (&topology, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (&topology, "model_config", &config);
  return read_model (reader, config.value != NULL ? &config : &topology, error);
}

/**
 * chain_tfjs_recognizes:
 * @source: a JSON file
 *
 * Returns: whether it says that it is a model of TensorFlow.js
 */
gboolean
chain_tfjs_recognizes (const ChainImportSource *source)
{
  static const char     key[] = "\"modelTopology\"";
  gsize                 length;
  const char           *text = g_bytes_get_data (source->bytes, &length);
  g_autoptr (ChainJson) json = NULL;

  if (text == NULL || g_strstr_len (text, (gssize) length, key) == NULL)
    return FALSE;
  json = chain_json_parse (source->title, text, length, NULL);
  return member_of (json, "modelTopology") != NULL;
}

/**
 * chain_tfjs_read:
 * @source: a model.json
 * @error: set, with the layer that is at fault, if it is no chain of Dense layers
 *
 * Returns: (transfer full) (nullable): the layers
 */
ChainImport *
chain_tfjs_read (const ChainImportSource *source, GError **error)
{
  g_autoptr (ChainImport) import = chain_import_new (source->title);
  g_autoptr (ChainJson)   json = NULL;
  g_autoptr (GPtrArray)   weights = NULL;
  Reader                  reader = { .import = import };
  ChainJsonPlace          document;
  gsize                   length;
  const char             *text = g_bytes_get_data (source->bytes, &length);

  json = chain_json_parse (source->title, text, length, error);
  if (json == NULL)
    return NULL;
  document = (ChainJsonPlace){ source->title, 1, (char *) "", json };
  if (!chain_json_place_is (&document, CHAIN_JSON_OBJECT, error))
    return NULL;
  weights = chain_tfjs_weights_read (source, &document, error);
  if (weights == NULL)
    return NULL;
  reader.weights = weights;
  return read_document (&reader, &document, error) ? g_steal_pointer (&import) : NULL;
}
