/* onnx-encoding.c: what becomes of a raw row before and after a network, as nodes of a .onnx graph.
 *
 * Columns that are all numbers are one input, `inputs` [rows, columns]. Otherwise each column is an
 * input [rows, 1] of its own name: numbers and dates, which are days since 1970-01-01, as float64,
 * categories as texts, and those whose levels are all numbers as float64 again. NaN and the empty
 * text are a missing value; where nothing stands for it, or a level is not known, the whole
 * prediction is NaN.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-encoding.h"

#include "base/number.h"

#include <math.h>

static const ChainFeature *
feature_at (const ChainEncoder *encoder, guint index)
{
  return g_ptr_array_index (encoder->features, index);
}

static gboolean
all_numbers (const ChainEncoder *encoder)
{
  for (guint i = 0; i < encoder->features->len; i++)
    if (feature_at (encoder, i)->encoding != CHAIN_ENCODING_NUMBER)
      return FALSE;
  return TRUE;
}

static guint
n_levels (const ChainFeature *feature)
{
  return g_strv_length (feature->levels);
}

/* The numbers that the levels are; NaN for what missing values are called. NULL if one is a text,
 * or two are the same number. */
static double *
levels_as_numbers (const ChainFeature *feature)
{
  const guint         n = n_levels (feature);
  g_autofree double  *numbers = g_new (double, MAX (n, 1));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_double_hash, g_double_equal);
  guint               n_numbers = 0;

  for (guint i = 0; i < n; i++)
    if (chain_number_parse (feature->levels[i], &numbers[i]))
      {
        if (!g_hash_table_add (seen, &numbers[i]))
          return NULL;
        n_numbers++;
      }
    else if (feature->missing == CHAIN_MISSING_CATEGORY && feature->fill == i)
      numbers[i] = NAN;
    else
      return NULL;
  return n_numbers > 0 ? g_steal_pointer (&numbers) : NULL;
}

/* What stands for NaN in the columns; NULL where it does for none. */
static const char *
add_fill (ChainOnnxBuilder *builder, const char *x, const double *fills, guint width)
{
  gboolean any = FALSE;

  for (guint i = 0; i < width; i++)
    any = any || !isnan (fills[i]);
  if (!any)
    return x;
  return chain_onnx_builder_node (builder, "Where", "filled",
                                  chain_onnx_builder_node (builder, "IsNaN", "missing", x, NULL),
                                  chain_onnx_builder_row (builder, "fills", fills, width), x, NULL);
}

/* 1 in the column of the place [rows, 1] or of the number; NaN in all where it is none of them. */
static const char *
add_one_hot (ChainOnnxBuilder *builder, const char *x, const double *levels, guint n)
{
  static const gint64 last_axis[] = { 1 };
  const char         *known = chain_onnx_builder_row (builder, "levels", levels, n);
  const char *equal = chain_onnx_builder_node (builder, "Equal", "is_level", x, known, NULL);
  const char *hot = chain_onnx_builder_node (builder, "Cast", "level", equal, NULL);
  const char *sum;

  chain_onnx_builder_set_whole (builder, "to", 11); /* TensorProto.DOUBLE */
  sum = chain_onnx_builder_node (builder, "ReduceSum", "n_levels", hot,
                                 chain_onnx_builder_wholes (builder, "axes", last_axis, 1), NULL);
  return chain_onnx_builder_node (builder, "Div", "one_hot", hot, sum, NULL);
}

static double *
places (guint n)
{
  double *numbers = g_new (double, n + 1);

  for (guint i = 0; i <= n; i++)
    numbers[i] = i;
  return numbers;
}

/* The place of a text among the levels, [rows, 1]; NaN for one not known. */
static const char *
add_place (ChainOnnxBuilder *builder, const ChainFeature *feature, const char *x)
{
  const guint           n = n_levels (feature);
  g_autofree double    *codes = places (n);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  const char           *place;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (texts, feature->levels[i]);
  if (!isnan (feature->fill))
    {
      codes[n] = feature->fill;
      g_ptr_array_add (texts, (gpointer) "");
    }
  g_ptr_array_add (texts, NULL);
  place = chain_onnx_builder_node (builder, "LabelEncoder", "place", x, NULL);
  chain_onnx_builder_set_places (builder, (const char *const *) texts->pdata, codes);
  place = chain_onnx_builder_node (builder, "Cast", "place", place, NULL);
  chain_onnx_builder_set_whole (builder, "to", 11);
  return place;
}

static const char *
add_text_column (ChainOnnxBuilder *builder, const ChainFeature *feature)
{
  const guint        n = n_levels (feature);
  g_autofree double *codes = places (n);
  const char        *x = chain_onnx_builder_input (builder, feature->column, TRUE, 1);
  const char        *place = add_place (builder, feature, x);

  return feature->encoding == CHAIN_ENCODING_ONE_HOT ? add_one_hot (builder, place, codes, n)
                                                     : place;
}

/* A category whose levels are numbers. */
static const char *
add_level_column (ChainOnnxBuilder *builder, const ChainFeature *feature, const double *levels)
{
  const guint        n = n_levels (feature);
  const char        *x = chain_onnx_builder_input (builder, feature->column, FALSE, 1);
  const char        *hot = add_one_hot (builder, x, levels, n);
  g_autofree double *codes = places (n);
  g_autofree double *filled = g_new0 (double, n);

  if (!isnan (feature->fill))
    {
      filled[(guint) feature->fill] = 1;
      hot = chain_onnx_builder_node (builder, "Where", "filled",
                                     chain_onnx_builder_node (builder, "IsNaN", "missing", x, NULL),
                                     chain_onnx_builder_row (builder, "fills", filled, n), hot,
                                     NULL);
    }
  if (feature->encoding == CHAIN_ENCODING_ONE_HOT)
    return hot;
  return chain_onnx_builder_node (builder, "MatMul", "place", hot,
                                  chain_onnx_builder_matrix (builder, "places", codes, n, 1), NULL);
}

static const char *
add_column (ChainOnnxBuilder *builder, const ChainFeature *feature)
{
  g_autofree double *levels = NULL;

  if (feature->levels == NULL)
    return add_fill (builder, chain_onnx_builder_input (builder, feature->column, FALSE, 1),
                     &feature->fill, 1);
  levels = levels_as_numbers (feature);
  return levels != NULL ? add_level_column (builder, feature, levels)
                        : add_text_column (builder, feature);
}

static const char *
add_matrix (ChainOnnxBuilder *builder, const ChainEncoder *encoder)
{
  g_autofree double *fills = g_new (double, encoder->width);

  for (guint i = 0; i < encoder->width; i++)
    fills[i] = feature_at (encoder, i)->fill;
  return add_fill (builder, chain_onnx_builder_input (builder, "inputs", FALSE, encoder->width),
                   fills, encoder->width);
}

static const char *
add_columns (ChainOnnxBuilder *builder, const ChainEncoder *encoder)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < encoder->features->len; i++)
    g_ptr_array_add (columns, (gpointer) add_column (builder, feature_at (encoder, i)));
  return chain_onnx_builder_join (builder, "columns", columns);
}

/* Of every number of an encoded row; %FALSE if nothing is scaled. */
static gboolean
gather_scaling (const ChainEncoder *encoder, double *offsets, double *scales)
{
  gboolean any = FALSE;

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = feature_at (encoder, i);

      any = any || feature->offset != 0 || feature->scale != 1;
      for (guint k = 0; k < feature->width; k++)
        {
          offsets[feature->first + k] = feature->offset;
          scales[feature->first + k] = feature->scale;
        }
    }
  return any;
}

/* A missing value shows in the prediction, whatever the operators in between make of NaN. */
static const char *
add_missing_shown (ChainOnnxBuilder *builder, const char *encoded, const char *predicted)
{
  static const gint64 last_axis[] = { 1 };
  const char *sum = chain_onnx_builder_node (
      builder, "ReduceSum", "sum", encoded,
      chain_onnx_builder_wholes (builder, "axes", last_axis, 1), NULL);
  const char *nothing = chain_onnx_builder_node (builder, "Sub", "nothing", sum, sum, NULL);

  return chain_onnx_builder_node (builder, "Add", "shown", predicted, nothing, NULL);
}

/* No class where a row has no prediction. */
static void
add_label_output (ChainOnnxBuilder *builder, const char *label, const char *numbers)
{
  static const char *const none[] = { "", NULL };
  static const gint64      last_axis[] = { 1 };
  const char *sum = chain_onnx_builder_node (
      builder, "ReduceSum", "sum", numbers,
      chain_onnx_builder_wholes (builder, "axes", last_axis, 1), NULL);

  chain_onnx_builder_set_whole (builder, "keepdims", 0);
  label = chain_onnx_builder_node (builder, "Where", "label",
                                   chain_onnx_builder_node (builder, "IsNaN", "missing", sum, NULL),
                                   chain_onnx_builder_texts (builder, "no_class", none), label,
                                   NULL);
  chain_onnx_builder_output (builder, label, TRUE, 0);
}

/* A single output is the probability of the second class, which it is from a half on. */
static void
add_two_classes (ChainOnnxBuilder *builder, GStrv classes, const char *predicted)
{
  static const gint64   flat[] = { -1 };
  g_autoptr (GPtrArray) sides = g_ptr_array_new ();
  const char *const     first[] = { classes[0], NULL };
  const char *const     second[] = { classes[1], NULL };
  const char *less = chain_onnx_builder_node (builder, "Less", "is_first", predicted,
                                              chain_onnx_builder_number (builder, 0.5), NULL);
  const char *label = chain_onnx_builder_node (
      builder, "Where", "class", less, chain_onnx_builder_texts (builder, "class_1", first),
      chain_onnx_builder_texts (builder, "class_2", second), NULL);
  const char *both;

  label = chain_onnx_builder_node (builder, "Reshape", "class", label,
                                   chain_onnx_builder_wholes (builder, "flat", flat, 1), NULL);
  add_label_output (builder, label, predicted);
  g_ptr_array_add (sides, (gpointer) chain_onnx_builder_node (
                              builder, "Sub", "rest", chain_onnx_builder_number (builder, 1),
                              predicted, NULL));
  g_ptr_array_add (sides, (gpointer) predicted);
  both = chain_onnx_builder_join (builder, "probabilities", sides);
  chain_onnx_builder_output (builder, both, FALSE, 2);
}

static void
add_classes (ChainOnnxBuilder *builder, GStrv classes, guint n, const char *predicted)
{
  const char *place = chain_onnx_builder_node (builder, "ArgMax", "largest", predicted, NULL);
  const char *label;

  chain_onnx_builder_set_whole (builder, "axis", 1);
  chain_onnx_builder_set_whole (builder, "keepdims", 0);
  label = chain_onnx_builder_node (
      builder, "Gather", "class",
      chain_onnx_builder_texts (builder, "classes", (const char *const *) classes), place, NULL);
  add_label_output (builder, label, predicted);
  chain_onnx_builder_output (
      builder, chain_onnx_builder_node (builder, "Identity", "probabilities", predicted, NULL),
      FALSE, n);
}

static void
add_numbers (ChainOnnxBuilder *builder, const ChainEncoder *encoder, const char *predicted)
{
  g_autofree double *offsets = g_new (double, encoder->width);
  g_autofree double *scales = g_new (double, encoder->width);

  if (gather_scaling (encoder, offsets, scales))
    {
      predicted = chain_onnx_builder_node (
          builder, "Mul", "unscaled", predicted,
          chain_onnx_builder_row (builder, "scales", scales, encoder->width), NULL);
      predicted = chain_onnx_builder_node (
          builder, "Add", "unscaled", predicted,
          chain_onnx_builder_row (builder, "offsets", offsets, encoder->width), NULL);
    }
  chain_onnx_builder_output (
      builder, chain_onnx_builder_node (builder, "Identity", "predictions", predicted, NULL),
      FALSE, encoder->width);
}

/**
 * chain_onnx_add_encoding:
 * @builder: an empty graph
 * @encoder: of the inputs
 *
 * Adds the raw columns as inputs of the graph, and what is made of them.
 *
 * Returns: (transfer none): the value [rows, width] that a network reads
 */
const char *
chain_onnx_add_encoding (ChainOnnxBuilder *builder, const ChainEncoder *encoder)
{
  const char *x = all_numbers (encoder) ? add_matrix (builder, encoder)
                                        : add_columns (builder, encoder);
  g_autofree double *offsets = g_new (double, encoder->width);
  g_autofree double *scales = g_new (double, encoder->width);

  if (!gather_scaling (encoder, offsets, scales))
    return x;
  x = chain_onnx_builder_node (builder, "Sub", "centred", x,
                               chain_onnx_builder_row (builder, "offsets", offsets, encoder->width),
                               NULL);
  return chain_onnx_builder_node (
      builder, "Div", "scaled", x,
      chain_onnx_builder_row (builder, "scales", scales, encoder->width), NULL);
}

/**
 * chain_onnx_add_decoding:
 * @builder: a graph
 * @dataset: how the outputs are encoded
 * @encoded: what the network reads
 * @predicted: what it gives, [rows, outputs]
 *
 * Adds the outputs of the graph: for classes `label` [rows], a text, and `probabilities`
 * [rows, classes], else `predictions` [rows, outputs] in the units of the data.
 */
void
chain_onnx_add_decoding (ChainOnnxBuilder   *builder,
                         const ChainDataset *dataset,
                         const char         *encoded,
                         const char         *predicted)
{
  predicted = add_missing_shown (builder, encoded, predicted);
  if (dataset->classes == NULL || dataset->target_encoder->features->len > 1)
    add_numbers (builder, dataset->target_encoder, predicted);
  else if (dataset->n_outputs == 1)
    add_two_classes (builder, dataset->classes, predicted);
  else
    add_classes (builder, dataset->classes, dataset->n_outputs, predicted);
}
