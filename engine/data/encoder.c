/* encoder.c: from the columns of a table to the numbers a network reads.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/encoder.h"

#include "base/error.h"
#include "data/feature.h"

#include <string.h>

static const char *const encoding_names[] = {
  [CHAIN_ENCODING_NUMBER] = "number",
  [CHAIN_ENCODING_ONE_HOT] = "one_hot",
  [CHAIN_ENCODING_BINARY] = "binary",
  [CHAIN_ENCODING_ORDINAL] = "ordinal",
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
  const guint                  n_plans = g_strv_length ((GStrv) columns);
  g_autofree ChainFeaturePlan *plans = g_new0 (ChainFeaturePlan, MAX (n_plans, 1));

  for (guint i = 0; i < n_plans; i++)
    plans[i] = (ChainFeaturePlan){
      .column = columns[i],
      .category = categories != NULL ? categories[i] : CHAIN_ENCODING_ONE_HOT,
      .scaling = scaling,
    };
  return chain_encoder_fit (table, plans, n_plans, fit_rows, n_fit_rows, error);
}

/**
 * chain_encoder_fit:
 * @table: the rows to fit to
 * @plans: [n_plans] the columns to encode, in this order, and how
 * @n_plans: number of columns
 * @fit_rows: (nullable): [n_fit_rows] rows that scale and fill are taken from; %NULL means the
 *   first @n_fit_rows
 * @n_fit_rows: number of these rows; with none, nothing is scaled
 * @error: return location for an error
 *
 * As chain_encoder_new(), each column in its own way. Missing values are filled before the scale is
 * taken, so that what comes out has the mean and the deviation asked for.
 *
 * Returns: (transfer full): the encoder, or %NULL if a column cannot be encoded as asked
 */
ChainEncoder *
chain_encoder_fit (const ChainTable       *table,
                   const ChainFeaturePlan *plans,
                   guint                   n_plans,
                   const guint            *fit_rows,
                   gsize                   n_fit_rows,
                   GError                **error)
{
  g_autoptr (ChainEncoder) encoder = encoder_new ();

  for (guint i = 0; i < n_plans; i++)
    {
      ChainFeature *feature;

      if (is_named_twice (encoder, plans[i].column, error))
        return NULL;
      feature = chain_feature_new (table, &plans[i], fit_rows, n_fit_rows, error);
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

/**
 * chain_encoding_name:
 * @encoding: how a column is encoded
 *
 * Returns: its name in exported models
 */
const char *
chain_encoding_name (ChainEncoding encoding)
{
  g_return_val_if_fail ((gsize) encoding < G_N_ELEMENTS (encoding_names), NULL);

  return encoding_names[encoding];
}
