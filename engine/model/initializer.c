/* initializer.c: the table of initializers. Adding one is adding a row here.
 *
 * Formulas as in Keras (keras.io/api/layers/initializers); a kernel's fan-in is its rows, its
 * fan-out its columns. Those named after people that are normal are cut off at two standard
 * deviations, and their width corrected for it, as Keras does.
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

static void
fill_constant (ChainTensor *weights, const double *p, ChainRandom *random G_GNUC_UNUSED)
{
  chain_tensor_fill (weights, p[0]);
}

static void
fill_random_uniform (ChainTensor *weights, const double *p, ChainRandom *random)
{
  for (gsize i = 0; i < chain_tensor_size (weights); i++)
    weights->values[i] = chain_random_uniform (random, p[0], p[1]);
}

static void
fill_random_normal (ChainTensor *weights, const double *p, ChainRandom *random)
{
  for (gsize i = 0; i < chain_tensor_size (weights); i++)
    weights->values[i] = p[0] + p[1] * chain_random_normal (random);
}

/* What is left of a standard deviation of 1 after cutting at ±2. */
#define TRUNCATED_DEVIATION 0.87962566103423978

static void
fill_truncated (ChainTensor *weights, ChainRandom *random, double deviation)
{
  for (gsize i = 0; i < chain_tensor_size (weights); i++)
    {
      double z;

      do
        z = chain_random_normal (random);
      while (fabs (z) > 2);
      weights->values[i] = deviation / TRUNCATED_DEVIATION * z;
    }
}

static void
fill_glorot_normal (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_truncated (weights, random, sqrt (2.0 / (double) (weights->rows + weights->columns)));
}

static void
fill_he_normal (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_truncated (weights, random, sqrt (2.0 / (double) weights->rows));
}

static void
fill_lecun_normal (ChainTensor *weights, const double *p G_GNUC_UNUSED, ChainRandom *random)
{
  fill_truncated (weights, random, sqrt (1.0 / (double) weights->rows));
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

static const ChainInitializer constant = {
  .name = "constant",
  .title = "constant",
  .about = "value",
  .parameters = { { "value", "c", CHAIN_PARAMETER_NUMBER, 0, -G_MAXDOUBLE, G_MAXDOUBLE } },
  .fill = fill_constant,
};

static const ChainInitializer random_uniform = {
  .name = "random_uniform",
  .title = "uniform",
  .about = "uniform between minval and maxval",
  .parameters = { { "minval", "a", CHAIN_PARAMETER_NUMBER, -0.05, -G_MAXDOUBLE, G_MAXDOUBLE },
                  { "maxval", "b", CHAIN_PARAMETER_NUMBER, 0.05, -G_MAXDOUBLE, G_MAXDOUBLE } },
  .fill = fill_random_uniform,
};

static const ChainInitializer random_normal = {
  .name = "random_normal",
  .title = "normal",
  .about = "normal around mean with standard deviation stddev",
  .parameters = { { "mean", "μ", CHAIN_PARAMETER_NUMBER, 0, -G_MAXDOUBLE, G_MAXDOUBLE },
                  { "stddev", "σ", CHAIN_PARAMETER_NUMBER, 0.05, 0, G_MAXDOUBLE } },
  .fill = fill_random_normal,
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

static const ChainInitializer glorot_normal = {
  .name = "glorot_normal",
  .title = "Glorot normal",
  .about = "normal with standard deviation √(2 / (inputs + units)), cut at two of them",
  .fill = fill_glorot_normal,
};

static const ChainInitializer he_normal = {
  .name = "he_normal",
  .title = "He normal",
  .about = "normal with standard deviation √(2 / inputs), cut at two of them",
  .fill = fill_he_normal,
};

static const ChainInitializer lecun_normal = {
  .name = "lecun_normal",
  .title = "LeCun normal",
  .about = "normal with standard deviation √(1 / inputs), cut at two of them",
  .fill = fill_lecun_normal,
};

const ChainInitializer *const chain_initializers[] = {
  &zeros,      &ones,      &constant,      &random_uniform, &random_normal, &glorot_uniform,
  &glorot_normal, &he_uniform, &he_normal, &lecun_uniform,  &lecun_normal,  NULL,
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
