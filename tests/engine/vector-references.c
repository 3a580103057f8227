/* vector-references.c: what the functions on arrays are measured by.
 *
 * The C library's functions in long double, whose error is a small part of a double's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "vector-references.h"

#include <float.h>
#include <math.h>

static long double
sigmoid (long double x)
{
  return x >= 0 ? 1 / (1 + expl (-x)) : expl (x) / (1 + expl (x));
}

static long double
softplus (long double x)
{
  return isnan (x) ? x : fmaxl (x, 0) + log1pl (expl (-fabsl (x)));
}

/* x²/2 in two parts, as the power of e multiplies any error of it by it. */
static long double
normal_density (long double x)
{
  const long double head = fabsl (x) < 100 ? (float) x : 0;

  return expl (-0.5L * head * head) * expl (-0.5L * (x - head) * (x + head))
         * 0.398942280401432677939946059934381868L;
}

/* erfc(y) at y = −x/√2, corrected to first order for the rounding of y. */
static long double
normal_cumulative (long double x)
{
  const long double half_root = 0.707106781186547524400844362104849039L;
  const long double y = -x * half_root;
  const long double error = fabsl (x) < 100 ? -fmal (x, half_root, y) : 0;

  return 0.5L * erfcl (y) - error * 1.128379167095512573896158903121545172L / 2 * expl (-y * y);
}

static const VectorReference references[] = {
  { "exp", expl, -750, 715 },
  { "expm1", expm1l, -45, 715 },
  { "log", logl, 0, 4 },
  { "tanh", tanhl, -22, 22 },
  { "sigmoid", sigmoid, -750, 45 },
  { "softplus", softplus, -750, 45 },
  { "normal_cumulative", normal_cumulative, -39, 9 },
  { "normal_density", normal_density, -39, 39 },
};

/* The reference of the function of that name, which must be there. */
const VectorReference *
vector_reference_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    if (g_str_equal (references[i].name, name))
      return &references[i];
  g_error ("no reference for %s", name);
}

/* How many units in the last place of @expected the two are apart; infinite where they differ in
 * kind, which includes the sign of an exact 0. */
double
vector_distance (double found, long double expected)
{
  const double nearest = (double) expected;
  const double least = fabs (nearest) < DBL_MIN ? DBL_MIN : MIN (fabs (nearest), DBL_MAX);

  if (isnan (nearest) || isnan (found))
    return isnan (nearest) && isnan (found) ? 0 : INFINITY;
  if (nearest == found && isinf (nearest))
    return 0;
  if (isinf (nearest) || isinf (found)) /* neighbours, where the last finite number is one of them */
    return MIN (fabs (nearest), fabs (found)) == DBL_MAX ? 1 : INFINITY;
  if (nearest == 0 && found == 0)
    return signbit (nearest) == signbit (found) || expected != 0 ? 0 : INFINITY;
  return (double) (fabsl (found - expected) / ldexpl (1, ilogb (least) - 52));
}
