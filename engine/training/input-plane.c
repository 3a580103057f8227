/* input-plane.c: points of a plane that two features span, as a network reads them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/output.h"

#include <math.h>
#include <string.h>

#define BEYOND 0.08 /* of the range of the data that an axis shows on each side of it */

static const ChainFeature *
feature_at (const ChainDataset *dataset, guint feature)
{
  return g_ptr_array_index (dataset->input_encoder->features, feature);
}

/**
 * chain_input_read:
 * @feature: a feature
 * @inputs: a row as the network reads it
 *
 * Returns: the number the table has, or the place of the level
 */
double
chain_input_read (const ChainFeature *feature, const double *inputs)
{
  const double *numbers = inputs + feature->first;
  guint         largest = 0;

  if (feature->encoding != CHAIN_ENCODING_ONE_HOT)
    return numbers[0] * feature->scale + feature->offset;
  for (guint i = 1; i < feature->width; i++)
    if (numbers[i] > numbers[largest])
      largest = i;
  return isnan (numbers[0]) ? NAN : largest;
}

/**
 * chain_input_write:
 * @feature: a feature
 * @value: a number as the table has it, or the place of a level; rounded to a place there is
 * @inputs: a row as the network reads it, of which the feature's numbers are overwritten
 */
void
chain_input_write (const ChainFeature *feature, double value, double *inputs)
{
  double *numbers = inputs + feature->first;

  if (feature->levels != NULL)
    value = CLAMP (round (value), 0, (double) g_strv_length (feature->levels) - 1);
  if (feature->encoding != CHAIN_ENCODING_ONE_HOT)
    {
      numbers[0] = (value - feature->offset) / feature->scale;
      return;
    }
  for (guint i = 0; i < feature->width; i++)
    numbers[i] = i == (guint) value;
}

/**
 * chain_input_axis:
 * @dataset: with the feature
 * @feature: its index
 * @axis: (out caller-allocates): over all rows, with room on both sides
 */
void
chain_input_axis (const ChainDataset *dataset, guint feature, ChainInputAxis *axis)
{
  const ChainFeature *of = feature_at (dataset, feature);
  double              from = INFINITY;
  double              to = -INFINITY;
  double              beyond;

  axis->feature = feature;
  for (gsize i = 0; i < dataset->n_rows && of->levels == NULL; i++)
    {
      const double value = chain_input_read (of, dataset->inputs + i * dataset->n_inputs);

      if (!isfinite (value))
        continue;
      from = fmin (from, value);
      to = fmax (to, value);
    }
  if (of->levels != NULL)
    {
      from = 0;
      to = (double) g_strv_length (of->levels) - 1;
    }
  beyond = of->levels != NULL ? 0.5 : to > from ? BEYOND * (to - from) : 1;
  axis->from = from <= to ? from - beyond : -1;
  axis->to = from <= to ? to + beyond : 1;
}

/* The level most training rows have; the earliest of equals. */
static double
most_frequent (const ChainDataset *dataset, const ChainFeature *feature)
{
  const guint       n = MAX (g_strv_length (feature->levels), 1);
  g_autofree gsize *counts = g_new0 (gsize, n);
  guint             most = 0;

  for (gsize i = 0; i < dataset->n_training_rows; i++)
    {
      const gsize  row = dataset->training_rows[i];
      const double level = chain_input_read (feature, dataset->inputs + row * dataset->n_inputs);

      if (level >= 0 && level < n)
        counts[(guint) round (level)]++;
    }
  for (guint i = 1; i < n; i++)
    if (counts[i] > counts[most])
      most = i;
  return most;
}

static double
mean (const ChainDataset *dataset, const ChainFeature *feature)
{
  double sum = 0;

  for (gsize i = 0; i < dataset->n_training_rows; i++)
    sum += chain_input_read (feature, dataset->inputs
                                          + (gsize) dataset->training_rows[i] * dataset->n_inputs);
  return dataset->n_training_rows > 0 ? sum / (double) dataset->n_training_rows : 0;
}

/**
 * chain_input_typical:
 * @dataset: with training rows
 *
 * Returns: (transfer full): [inputs] the mean of each number over the training rows, and of each
 *   category the level most of them have
 */
double *
chain_input_typical (const ChainDataset *dataset)
{
  double *inputs = g_new0 (double, MAX (dataset->n_inputs, 1));

  for (guint i = 0; i < dataset->input_encoder->features->len; i++)
    {
      const ChainFeature *feature = feature_at (dataset, i);

      chain_input_write (feature,
                         feature->levels != NULL ? most_frequent (dataset, feature)
                                                 : mean (dataset, feature),
                         inputs);
    }
  return inputs;
}

/**
 * chain_input_plane:
 * @dataset: with the features
 * @held: [inputs] what the other features are
 * @x: from the left to the right
 * @y: (nullable): from the bottom to the top; %NULL for a line
 * @columns: points along @x
 * @rows: points along @y; 1 for a line
 *
 * The points are the middles of the cells that the axes are cut into.
 *
 * Returns: (transfer full): [rows · columns, inputs], the upper row first
 */
double *
chain_input_plane (const ChainDataset   *dataset,
                   const double         *held,
                   const ChainInputAxis *x,
                   const ChainInputAxis *y,
                   guint                 columns,
                   guint                 rows)
{
  const gsize width = dataset->n_inputs;
  double     *inputs = g_new (double, MAX ((gsize) rows * columns * width, 1));

  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      {
        double      *point = inputs + ((gsize) row * columns + column) * width;
        const double across = (column + 0.5) / columns;
        const double down = (row + 0.5) / rows;

        memcpy (point, held, width * sizeof (double));
        chain_input_write (feature_at (dataset, x->feature), x->from + (x->to - x->from) * across,
                           point);
        if (y != NULL)
          chain_input_write (feature_at (dataset, y->feature), y->to - (y->to - y->from) * down,
                             point);
      }
  return inputs;
}
