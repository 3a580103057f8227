/* vector-math.c: every function on arrays against the C library's in long double.
 *
 * The errors are measured over random bits, ranges where something happens, special values and
 * both sides of every place where a formula changes; the largest of each is printed. Built once
 * for the processor at hand and once for each level of processors that has a version of its own.
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/vector-math.h"
#include "vector-references.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define N 4096
#define N_ROUNDS 160

/* Where some function's formula changes, or its result begins or ceases to be a normal number. */
static const double places[] = {
  0,        0x1p-1074,  0x1p-1022, 0x1p-54,  0x1p-28,  0.125,    M_LN2 / 4, M_LN2 / 2, 0.5,
  M_SQRT1_2, M_LN2,     1,         1.0397207708399179, M_SQRT2,  2,  8.25,  20,        36.7,
  37.5,     38.5,       39,        40,       500,      708.3964185322641,   709.782712893384,
  710,      745.1332191019411,     746,      1e9,      0x1p53,   1e300,     DBL_MAX,   INFINITY,
};

typedef struct
{
  const ChainVectorFunction *function;
  const VectorReference     *reference;
} Case;

static void
check_values (const Case *c, const double *x, double *worst, double *worst_x)
{
  double y[N];

  c->function->map (N, x, y);
  for (gsize i = 0; i < N; i++)
    {
      const double distance = vector_distance (y[i], c->reference->value (x[i]));

      if (distance > *worst)
        {
          *worst = distance;
          *worst_x = x[i];
        }
    }
}

static double
random_bits (GRand *random)
{
  const guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
  double        x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static void
fill (GRand *random, const VectorReference *reference, guint round, double *x)
{
  for (gsize i = 0; i < N; i++)
    switch (round % 4)
      {
      case 0:
        x[i] = random_bits (random);
        break;
      case 1:
        x[i] = g_rand_double_range (random, reference->low, reference->high);
        break;
      case 2:
        x[i] = g_rand_double_range (random, -3, 3);
        break;
      default: /* every size alike */
        x[i] = ldexp (g_rand_double_range (random, -1, 1), g_rand_int_range (random, -60, 8));
      }
}

static void
fill_with_places (double *x)
{
  gsize n = 0;

  x[n++] = NAN;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    for (int sign = -1; sign <= 1; sign += 2)
      for (int direction = -1; direction <= 1; direction += 2)
        for (double k = 0, value = places[i]; k < 8; k++)
          {
            x[n++] = sign * value;
            value = nextafter (value, direction * INFINITY);
          }
  g_assert_cmpuint (n, <=, N);
  for (; n < N; n++)
    x[n] = 0;
}

static void
test_error (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (20);
  double x[N];
  double worst = 0;
  double worst_x = 0;

  if (LDBL_MANT_DIG < 64)
    {
      g_test_skip ("long double is no better than double");
      return;
    }

  fill_with_places (x);
  check_values (c, x, &worst, &worst_x);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      fill (random, c->reference, round, x);
      check_values (c, x, &worst, &worst_x);
    }
  g_test_message ("%s: %.3f ulp at %a", c->function->name, worst, worst_x);
  g_assert_cmpfloat (worst, <=, c->function->largest_error);
}

/* A result depends on its element alone: not on the length, the place or the alignment, nor on
 * whether it takes the element's place. */
static void
test_place (gconstpointer data)
{
  static const gsize lengths[] = { 0, 1, 3, 7, 8, 17, 63, 65 };
  const Case        *c = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (21);
  double x[80];
  double all[80];
  double part[80];

  for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = i % 5 == 4 ? random_bits (random) : g_rand_double_range (random, -20, 20);
  c->function->map (G_N_ELEMENTS (x), x, all);
  for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++)
    for (gsize first = 0; first < 9; first++)
      {
        const gsize size = lengths[k] * sizeof (double);

        memset (part, 0x7f, sizeof part);
        c->function->map (lengths[k], x + first, part);
        g_assert_cmpmem (part, size, all + first, size);
        g_assert_cmphex (((guint8 *) part)[size], ==, 0x7f);

        memcpy (part, x + first, size);
        c->function->map (lengths[k], part, part);
        g_assert_cmpmem (part, size, all + first, size);
      }
}

static gboolean
is_supported (void)
{
#ifdef LEVEL
  return __builtin_cpu_supports (LEVEL);
#else
  return TRUE;
#endif
}

static void
add_tests (const ChainVectorFunction *function)
{
  Case             *c = g_new (Case, 1);
  g_autofree char *error_path = g_strdup_printf ("/engine/vector-math/%s/error", function->name);
  g_autofree char *place_path = g_strdup_printf ("/engine/vector-math/%s/place", function->name);

  *c = (Case){ function, vector_reference_find (function->name) };
  g_test_add_data_func_full (error_path, c, test_error, g_free);
  g_test_add_data_func_full (place_path, g_memdup2 (c, sizeof *c), test_place, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (is_supported ())
    for (const ChainVectorFunction *f = chain_vector_functions; f->name != NULL; f++)
      add_tests (f);
  return g_test_run ();
}
