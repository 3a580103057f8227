/* encoder.c: from the columns of a table to the numbers a network reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/encoder.h"

#include "base/error.h"
#include "data/feature.h"

#include <string.h>

static const char *const scaling_names[] = {
  [CHAIN_SCALING_NONE] = "none",
  [CHAIN_SCALING_STANDARD] = "standard",
  [CHAIN_SCALING_MINMAX] = "minmax",
};

static ChainEncoder *
encoder_new (void)
{
  ChainEncoder *encoder = g_new0 (ChainEncoder, 1);

  encoder->features = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_feature_free);
  return encoder;
}

static const ChainFeature *
encoder_feature (const ChainEncoder *encoder, guint index)
{
  return g_ptr_array_index (encoder->features, index);
}

static void
name_numbers (ChainEncoder *encoder)
{
  encoder->names = g_new0 (char *, encoder->width + 1);
  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = encoder_feature (encoder, i);

      for (guint j = 0; j < feature->width; j++)
        encoder->names[feature->first + j]
            = feature->encoding == CHAIN_ENCODING_ONE_HOT
                  ? g_strdup_printf ("%s=%s", feature->column, feature->levels[j])
                  : g_strdup (feature->column);
    }
}

static gboolean
is_named_twice (const ChainEncoder *encoder, const char *name, GError **error)
{
  for (guint i = 0; i < encoder->features->len; i++)
    if (strcmp (encoder_feature (encoder, i)->column, name) == 0)
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "column \"%s\" is named twice", name);
        return TRUE;
      }
  return FALSE;
}

static void
take_feature (ChainEncoder *encoder, ChainFeature *feature)
{
  feature->first = encoder->width;
  encoder->width += feature->width;
  g_ptr_array_add (encoder->features, feature);
}

/**
 * chain_scaling_name:
 * @scaling: a way of scaling
 *
 * Returns: its name in project files
 */
const char *
chain_scaling_name (ChainScaling scaling)
{
  g_return_val_if_fail ((gsize) scaling < G_N_ELEMENTS (scaling_names), NULL);

  return scaling_names[scaling];
}

/**
 * chain_scaling_find:
 * @name: a name in a project file
 * @scaling: (out): the way of scaling of that name; left alone if there is none
 *
 * Returns: whether there is one
 */
gboolean
chain_scaling_find (const char *name, ChainScaling *scaling)
{
  for (gsize i = 0; i < G_N_ELEMENTS (scaling_names); i++)
    if (g_strcmp0 (scaling_names[i], name) == 0)
      {
        *scaling = (ChainScaling) i;
        return TRUE;
      }
  return FALSE;
}

/**
 * chain_encoder_new:
 * @table: the rows to fit to
 * @columns: (array zero-terminated=1): names of the columns to encode, in this order
 * @categories: (nullable): [columns] how each is encoded should it hold categories; %NULL means
 *   %CHAIN_ENCODING_ONE_HOT
 * @scaling: of the columns of numbers
 * @fit_rows: (nullable): [n_fit_rows] rows the scale is taken from, missing values aside; %NULL
 *   means the first @n_fit_rows
 * @n_fit_rows: number of these rows; with none, nothing is scaled
 * @error: return location for an error
 *
 * The levels of a category are those of the whole table, in order of first appearance. A column
 * that holds one and the same number is only shifted to 0.
 *
 * Returns: (transfer full): the encoder, or %NULL if a column is not in @table, named twice,
 *   empty, or of categories that cannot be encoded as asked
 */
ChainEncoder *
chain_encoder_new (const ChainTable    *table,
                   const char *const   *columns,
                   const ChainEncoding *categories,
                   ChainScaling         scaling,
                   const guint         *fit_rows,
                   gsize                n_fit_rows,
                   GError             **error)
{
  g_autoptr (ChainEncoder) encoder = encoder_new ();

  for (guint i = 0; columns[i] != NULL; i++)
    {
      const ChainEncoding category = categories != NULL ? categories[i] : CHAIN_ENCODING_ONE_HOT;
      ChainFeature       *feature;

      if (is_named_twice (encoder, columns[i], error))
        return NULL;
      feature = chain_feature_new (table, columns[i], category, scaling, fit_rows, n_fit_rows,
                                   error);
      if (feature == NULL)
        return NULL;
      take_feature (encoder, feature);
    }
  name_numbers (encoder);
  return g_steal_pointer (&encoder);
}

/**
 * chain_encoder_copy:
 * @encoder: an encoder
 *
 * Returns: (transfer full): another of the same columns, levels and scales
 */
ChainEncoder *
chain_encoder_copy (const ChainEncoder *encoder)
{
  ChainEncoder *copy = encoder_new ();

  for (guint i = 0; i < encoder->features->len; i++)
    take_feature (copy, chain_feature_copy (encoder_feature (encoder, i)));
  copy->names = g_strdupv (encoder->names);
  return copy;
}

/**
 * chain_encoder_free:
 * @encoder: (transfer full) (nullable): to free
 */
void
chain_encoder_free (ChainEncoder *encoder)
{
  if (encoder == NULL)
    return;
  g_ptr_array_unref (encoder->features);
  g_strfreev (encoder->names);
  g_free (encoder);
}

/**
 * chain_encoder_apply:
 * @encoder: a fitted encoder
 * @table: rows to encode, in columns of the names it was fitted to
 * @rows: (nullable): [n_rows] which of them; %NULL means the first @n_rows
 * @n_rows: number of rows
 * @numbers: (out caller-allocates): [n_rows, width] row-major; half written on failure
 * @error: return location for an error
 *
 * Returns: %FALSE if a column is not there, a value is missing, or it is not a number or not a
 *   level the encoder knows; the message names the line
 */
gboolean
chain_encoder_apply (const ChainEncoder *encoder,
                     const ChainTable   *table,
                     const guint        *rows,
                     gsize               n_rows,
                     double             *numbers,
                     GError            **error)
{
  for (guint i = 0; i < encoder->features->len; i++)
    if (!chain_feature_apply (encoder_feature (encoder, i), table, rows, n_rows, encoder->width,
                              numbers, error))
      return FALSE;
  return TRUE;
}
