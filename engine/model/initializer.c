/* initializer.c: the table of initializers. Adding one is adding a row here.
 *
 * Formulas as in Keras (keras.io/api/layers/initializers); a kernel's fan-in is its rows, its
 * fan-out its columns. Normal ones are drawn from the normal distribution as it is; Keras cuts
 * its tails at two standard deviations.
 *
 * SPDX-License-Identifier: MIT
 */
#include "model/initializer.h"

#include <math.h>

static void
fill_zeros (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random G_GNUC_UNUSED)
{
  chain_tensor_fill (weights, 0);
}

static void
fill_ones (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random G_GNUC_UNUSED)
{
  chain_tensor_fill (weights, 1);
}

static void
fill_uniform (ChainTensor *weights, ChainRandom *random, double limit)
{
  for (gsize i = 0; i < chain_tensor_size (weights); i++)
    weights->values[i] = chain_random_uniform (random, -limit, limit);
}

static void
fill_glorot_uniform (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_uniform (weights, random, sqrt (6.0 / (double) (weights->rows + weights->columns)));
}

static void
fill_he_uniform (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_uniform (weights, random, sqrt (6.0 / (double) weights->rows));
}

static void
fill_lecun_uniform (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_uniform (weights, random, sqrt (3.0 / (double) weights->rows));
}

static const ChainInitializer zeros = {
  .name = "zeros",
  .title = "zeros",
  .about = "0",
  .fill = fill_zeros,
};

static const ChainInitializer ones = {
  .name = "ones",
  .title = "ones",
  .about = "1",
  .fill = fill_ones,
};

static const ChainInitializer glorot_uniform = {
  .name = "glorot_uniform",
  .title = "Glorot uniform",
  .about = "uniform between ±√(6 / (inputs + units))",
  .fill = fill_glorot_uniform,
};

static const ChainInitializer he_uniform = {
  .name = "he_uniform",
  .title = "He uniform",
  .about = "uniform between ±√(6 / inputs)",
  .fill = fill_he_uniform,
};

static const ChainInitializer lecun_uniform = {
  .name = "lecun_uniform",
  .title = "LeCun uniform",
  .about = "uniform between ±√(3 / inputs)",
  .fill = fill_lecun_uniform,
};

const ChainInitializer *const chain_initializers[] = {
  &zeros, &ones, &glorot_uniform, &he_uniform, &lecun_uniform, NULL,
};

/**
 * chain_initializer_find:
 * @name: Keras's name
 *
 * Returns: (nullable): its record, or %NULL if there is none of that name
 */
const ChainInitializer *
chain_initializer_find (const char *name)
{
  for (const ChainInitializer *const *row = chain_initializers; *row != NULL; row++)
    if (g_strcmp0 ((*row)->name, name) == 0)
      return *row;
  return NULL;
}

/**
 * chain_initializer_names:
 *
 * Returns: (transfer full): all names, "zeros, ones, …", as messages list them
 */
char *
chain_initializer_names (void)
{
  GString *names = g_string_new (NULL);

  for (const ChainInitializer *const *row = chain_initializers; *row != NULL; row++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (*row)->name);
  return g_string_free (names, FALSE);
}
