/* import.c: weights that come from a file, for the network of a project or as a new one.
 *
 * Whatever a reader made of a file is checked here before anyone sees it: layers fit together and
 * hold finite numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/import.h"

#include "base/error.h"
#include "formats/encoding-difference.h"
#include "formats/format.h"

#include <math.h>
#include <string.h>

static void
layer_free (gpointer data)
{
  ChainImportedLayer *layer = data;

  g_free (layer->kernel_name);
  g_free (layer->bias_name);
  chain_tensor_free (layer->kernel);
  chain_tensor_free (layer->bias);
  g_free (layer);
}

static const ChainImportedLayer *
layer_at (const ChainImport *import, guint index)
{
  return g_ptr_array_index (import->layers, index);
}

static ChainImportedLayer *
last_layer (ChainImport *import)
{
  return g_ptr_array_index (import->layers, import->layers->len - 1);
}

static gboolean
wrong_shape (const ChainImport *import,
             const char        *name,
             const ChainTensor *found,
             gsize              rows,
             gsize              columns,
             const char        *why,
             GError           **error)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: %s: expected shape [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]%s, found [%"
               G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
               import->title, name, rows, columns, why, found->rows, found->columns);
  return FALSE;
}

static gboolean
check_finite (const ChainImport *import,
              const char        *name,
              const ChainTensor *tensor,
              GError           **error)
{
  gsize i = 0;

  if (tensor == NULL)
    return TRUE;
  while (i < chain_tensor_size (tensor) && isfinite (tensor->values[i]))
    i++;
  if (i == chain_tensor_size (tensor))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
               "%s: %s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]: expected a finite number, found "
               "%s",
               import->title, name, i / tensor->columns, i % tensor->columns,
               isnan (tensor->values[i]) ? "NaN" : "infinity");
  return FALSE;
}

static gboolean
check_layer (const ChainImport        *import,
             const ChainImportedLayer *layer,
             const ChainTensor        *before,
             GError                  **error)
{
  const ChainTensor *kernel = layer->kernel;

  if (kernel->rows == 0 || kernel->columns == 0 || kernel->columns > CHAIN_MAX_UNITS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                   "%s: %s: expected 1 to %d units and at least one input, found shape [%"
                   G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
                   import->title, layer->kernel_name, CHAIN_MAX_UNITS, kernel->rows,
                   kernel->columns);
      return FALSE;
    }
  if (before != NULL && kernel->rows != before->columns)
    return wrong_shape (import, layer->kernel_name, kernel, before->columns, kernel->columns,
                        " to read the layer before", error);
  if (layer->bias != NULL
      && (layer->bias->rows != 1 || layer->bias->columns != kernel->columns))
    return wrong_shape (import, layer->bias_name, layer->bias, 1, kernel->columns, "", error);
  return check_finite (import, layer->kernel_name, kernel, error)
         && check_finite (import, layer->bias_name, layer->bias, error);
}

static gboolean
check (const ChainImport *import,
       GError           **error)
{
  if (import->layers->len < 1 || import->layers->len > CHAIN_MAX_LAYERS)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE, "%s: expected 1 to %d layers, found %u",
                   import->title, CHAIN_MAX_LAYERS, import->layers->len);
      return FALSE;
    }
  for (guint i = 0; i < import->layers->len; i++)
    if (!check_layer (import, layer_at (import, i),
                      i > 0 ? layer_at (import, i - 1)->kernel : NULL, error))
      return FALSE;
  return TRUE;
}

/* What a file says may stand in a message, and may hold anything. */
static void
keep_one_line (char *message)
{
  for (char *c = message; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
}

/* "[4, 8], [8, 3]" */
static char *
kernel_shapes (const ChainImport  *import,
               const ChainNetwork *network)
{
  const guint n = import != NULL ? import->layers->len : chain_network_n_layers (network);
  GString    *text = g_string_new (NULL);

  for (guint i = 0; i < n && i < 10; i++)
    {
      const ChainTensor *kernel = import != NULL ? layer_at (import, i)->kernel
                                                 : chain_network_layer (network, i)->kernel;

      g_string_append_printf (text, "%s[%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]",
                              i > 0 ? ", " : "", kernel->rows, kernel->columns);
    }
  if (n > 10)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

static gboolean
check_count (const ChainImport  *import,
             const ChainNetwork *network,
             GError            **error)
{
  g_autofree char *found = kernel_shapes (import, NULL);
  g_autofree char *expected = kernel_shapes (NULL, network);

  if (import->layers->len == chain_network_n_layers (network))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: expected %u layer%s of shape %s, found %u of shape %s", import->title,
               chain_network_n_layers (network), chain_network_n_layers (network) == 1 ? "" : "s",
               expected, import->layers->len, found);
  return FALSE;
}

static gboolean
fits_layer (const ChainImport        *import,
            guint                     index,
            const ChainLayer         *layer,
            GError                  **error)
{
  const ChainImportedLayer *imported = layer_at (import, index);

  if (imported->kernel->rows != layer->kernel->rows
      || imported->kernel->columns != layer->kernel->columns)
    return wrong_shape (import, imported->kernel_name, imported->kernel, layer->kernel->rows,
                        layer->kernel->columns, "", error);
  if (layer->use_bias == (imported->bias != NULL))
    return TRUE;
  if (layer->use_bias)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                 "%s: layer %u: expected a bias of shape [1, %u], found none", import->title,
                 index + 1, layer->units);
  else
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                 "%s: %s: expected none for a layer without bias, found shape [1, %" G_GSIZE_FORMAT
                 "]",
                 import->title, imported->bias_name, imported->bias->columns);
  return FALSE;
}

static gboolean
same_activation (const ChainImportedLayer *imported,
                 const ChainLayer         *layer)
{
  const guint n = chain_parameters_count (layer->activation->parameters);

  return imported->activation == NULL
         || (imported->activation == layer->activation
             && memcmp (imported->activation_parameters, layer->activation_parameters,
                        n * sizeof (double)) == 0);
}

static void
warn (GPtrArray  *warnings,
      const char *format,
      ...) G_GNUC_PRINTF (2, 3);

static void
warn (GPtrArray  *warnings,
      const char *format,
      ...)
{
  va_list arguments;

  if (warnings == NULL)
    return;
  va_start (arguments, format);
  g_ptr_array_add (warnings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
replace_weights (ChainLayer               *layer,
                 const ChainImportedLayer *imported)
{
  chain_tensor_free (layer->kernel);
  chain_tensor_free (layer->bias);
  layer->kernel = chain_tensor_copy (imported->kernel);
  layer->bias = imported->bias != NULL ? chain_tensor_copy (imported->bias) : NULL;
}

static ChainNetwork *
network_with_weights (const ChainImport  *import,
                      const ChainNetwork *network,
                      GPtrArray          *warnings,
                      GError            **error)
{
  g_autoptr (ChainNetwork) with = chain_network_copy (network);

  if (!check_count (import, network, error))
    return NULL;
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *imported = layer_at (import, i);
      ChainLayer               *layer = chain_network_layer (with, i);

      if (!fits_layer (import, i, layer, error))
        return NULL;
      if (!same_activation (imported, layer))
        warn (warnings, "%s: layer %u was %s there and stays %s here", import->title, i + 1,
              imported->activation->name, layer->activation->name);
      replace_weights (layer, imported);
    }
  return g_steal_pointer (&with);
}

/* What a file without activations leaves open: that of the layer in this place, and where there is
 * none, ReLU for a hidden layer. */
static void
take_activation (ChainLayer               *layer,
                 const ChainImportedLayer *imported,
                 const ChainLayer         *like)
{
  if (imported->activation != NULL)
    {
      chain_layer_set_activation (layer, imported->activation);
      memcpy (layer->activation_parameters, imported->activation_parameters,
              sizeof layer->activation_parameters);
    }
  else if (like != NULL)
    {
      chain_layer_set_activation (layer, like->activation);
      memcpy (layer->activation_parameters, like->activation_parameters,
              sizeof layer->activation_parameters);
    }
}

/* The layer whose activation a new one takes: the output's for the output. */
static const ChainLayer *
layer_like (const ChainNetwork *network,
            guint               index,
            guint               n_layers)
{
  const guint last = chain_network_n_layers (network) - 1;

  if (index + 1 == n_layers)
    return chain_network_layer (network, last);
  return index < last ? chain_network_layer (network, index) : NULL;
}

static ChainNetwork *
network_of_layers (const ChainImport  *import,
                   const ChainNetwork *network,
                   GPtrArray          *warnings)
{
  const ChainOp *relu = chain_op_find (CHAIN_OP_ACTIVATION, "relu");
  const guint    n_layers = import->layers->len;
  ChainNetwork  *made = chain_network_new ();
  gboolean       told = TRUE;

  made->seed = network->seed;
  made->n_inputs = (guint) layer_at (import, 0)->kernel->rows;
  for (guint i = 0; i < n_layers; i++)
    {
      const ChainImportedLayer *imported = layer_at (import, i);
      ChainLayer *layer = chain_layer_new ((guint) imported->kernel->columns, relu);

      layer->use_bias = imported->bias != NULL;
      take_activation (layer, imported, layer_like (network, i, n_layers));
      replace_weights (layer, imported);
      told = told && imported->activation != NULL;
      g_ptr_array_add (made->layers, layer);
    }
  if (!told)
    warn (warnings, "%s: the file does not tell every activation; look through those of the layers",
          import->title);
  return made;
}

/**
 * chain_import_new:
 * @title: of the file, as messages name it
 *
 * Returns: (transfer full): no layers yet
 */
ChainImport *
chain_import_new (const char *title)
{
  ChainImport *import = g_new0 (ChainImport, 1);

  import->title = g_strdup (title);
  import->layers = g_ptr_array_new_with_free_func (layer_free);
  return import;
}

/**
 * chain_import_add_kernel:
 * @import: what a reader makes
 * @name: of the kernel in the file
 * @kernel: (transfer full): [inputs, units]
 *
 * Adds a layer, which has no bias and whose activation is not known.
 */
void
chain_import_add_kernel (ChainImport *import,
                         const char  *name,
                         ChainTensor *kernel)
{
  ChainImportedLayer *layer = g_new0 (ChainImportedLayer, 1);

  layer->kernel_name = g_strdup (name);
  layer->kernel = kernel;
  g_ptr_array_add (import->layers, layer);
}

/**
 * chain_import_set_bias:
 * @import: what a reader makes; it has a layer
 * @name: of the bias in the file
 * @bias: (transfer full): [1, units]
 *
 * Gives the layer added last a bias.
 */
void
chain_import_set_bias (ChainImport *import,
                       const char  *name,
                       ChainTensor *bias)
{
  ChainImportedLayer *layer = last_layer (import);

  g_free (layer->bias_name);
  chain_tensor_free (layer->bias);
  layer->bias_name = g_strdup (name);
  layer->bias = bias;
}

/**
 * chain_import_set_activation:
 * @import: what a reader makes; it has a layer
 * @activation: what the layer ends with
 * @parameters: (nullable): [CHAIN_MAX_PARAMETERS] its parameters; %NULL for the initial ones
 *
 * Gives the layer added last an activation.
 */
void
chain_import_set_activation (ChainImport   *import,
                             const ChainOp *activation,
                             const double  *parameters)
{
  ChainImportedLayer *layer = last_layer (import);

  layer->activation = activation;
  if (parameters != NULL)
    memcpy (layer->activation_parameters, parameters, sizeof layer->activation_parameters);
  else
    chain_parameters_init (activation->parameters, layer->activation_parameters);
}

/**
 * chain_import_read:
 * @format: what to read it as
 * @source: the bytes
 * @error: set if they are not of that format, or do not hold layers that fit together
 *
 * Returns: (transfer full) (nullable): the layers, each of which reads the one before
 */
ChainImport *
chain_import_read (const ChainFormat       *format,
                   const ChainImportSource *source,
                   GError                 **error)
{
  g_autoptr (ChainImport) import = NULL;
  g_autoptr (GError)      local = NULL;

  g_return_val_if_fail (format->read != NULL, NULL);

  if (g_bytes_get_size (source->bytes) > format->most_bytes)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                   "%s: expected at most %" G_GSIZE_FORMAT " MiB, found more", source->title,
                   MAX (format->most_bytes >> 20, 1));
      return NULL;
    }
  if (g_bytes_get_size (source->bytes) == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: the file is empty", source->title);
      return NULL;
    }
  import = format->read (source, &local);
  if (import != NULL && check (import, &local))
    return g_steal_pointer (&import);
  keep_one_line (local->message);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * chain_import_free:
 * @import: (transfer full) (nullable): to free
 */
void
chain_import_free (ChainImport *import)
{
  if (import == NULL)
    return;
  g_free (import->title);
  g_ptr_array_unref (import->layers);
  g_free (import->encoding);
  g_free (import);
}

/**
 * chain_import_network:
 * @import: layers of a file
 * @mode: whether only the weights are taken, or the layers too
 * @network: whose inputs are known: what the weights go into, or what a file without activations
 *   takes them from
 * @warnings: (nullable) (element-type utf8): gets what should be looked at
 * @error: set, with the tensor and both shapes, if the weights do not fit the layers of @network
 *
 * Rows it knows nothing of: how they are encoded chain_import_into() compares, in either mode.
 *
 * Returns: (transfer full) (nullable): a network with the weights of the file
 */
ChainNetwork *
chain_import_network (const ChainImport  *import,
                      ChainImportMode     mode,
                      const ChainNetwork *network,
                      GPtrArray          *warnings,
                      GError            **error)
{
  return mode == CHAIN_IMPORT_NETWORK ? network_of_layers (import, network, warnings)
                                      : network_with_weights (import, network, warnings, error);
}

/* Said of the file, and before the project says it of itself. */
static gboolean
check_ends (const ChainImport  *import,
            const ChainDataset *dataset,
            GError            **error)
{
  const ChainImportedLayer *first = layer_at (import, 0);
  const ChainImportedLayer *last = layer_at (import, import->layers->len - 1);

  if (first->kernel->rows != dataset->n_inputs)
    return wrong_shape (import, first->kernel_name, first->kernel, dataset->n_inputs,
                        first->kernel->columns, " to read the features", error);
  if (last->kernel->columns != dataset->n_outputs)
    return wrong_shape (import, last->kernel_name, last->kernel, last->kernel->rows,
                        dataset->n_outputs, " for the targets", error);
  return TRUE;
}

/**
 * chain_import_into:
 * @import: layers of a file
 * @mode: whether only the weights are taken, or the layers too
 * @project: whose data was opened
 * @dataset: its rows
 * @warnings: (nullable) (element-type utf8): gets what should be looked at
 * @error: set, with the tensor and both shapes, if they do not fit
 *
 * Returns: %FALSE on an error, and then the project is as it was
 */
gboolean
chain_import_into (const ChainImport  *import,
                   ChainImportMode     mode,
                   ChainProject       *project,
                   const ChainDataset *dataset,
                   GPtrArray          *warnings,
                   GError            **error)
{
  g_autofree char         *difference = chain_encoding_difference (import->encoding, dataset);
  g_autoptr (ChainNetwork) network = NULL;
  ChainNetwork            *before = project->network;

  if (mode == CHAIN_IMPORT_NETWORK && !check_ends (import, dataset, error))
    return FALSE;
  network = chain_import_network (import, mode, project->network, warnings, error);
  if (network == NULL)
    return FALSE;
  project->network = network;
  if (!chain_project_use_dataset (project, dataset, error))
    {
      project->network = before;
      return FALSE;
    }
  if (difference != NULL)
    warn (warnings, "%s: the weights were trained on rows encoded otherwise: %s", import->title,
          difference);
  g_steal_pointer (&network);
  chain_network_free (before);
  return TRUE;
}
