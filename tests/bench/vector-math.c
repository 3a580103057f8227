/* vector-math.c: times the functions on arrays, the C library's and SLEEF's, and measures their
 * errors.
 *
 * Each has 4096 numbers between -3 and 3 (log: 0 and 3), one after the other in turn, 101 times;
 * the median is printed. The error is the largest in 2 million numbers, half of them random bits,
 * half from where the function is neither constant nor linear. SLEEF's number in parentheses is
 * the error it promises.
 *
 * usage: vector-math
 *
 * SPDX-License-Identifier: MIT
 */
#include "autodiff/vector-math.h"
#include "vector-references.h"

#include <math.h>
#include <string.h>

#define N 4096
#define N_ERROR_ROUNDS 500
#define N_TIMINGS 101

typedef void (*Map) (gsize n, const double *x, double *y);

/* One maker's form of a function. */
typedef struct
{
  const char *function;
  const char *maker;
  Map         map;
} Contender;

#define EACH(name, expression)                                                                    \
  static void name (gsize n, const double *values, double *y)                                     \
  {                                                                                               \
    for (gsize i = 0; i < n; i++)                                                                 \
      {                                                                                           \
        const double x = values[i];                                                               \
                                                                                                  \
        y[i] = (expression);                                                                      \
      }                                                                                           \
  }

EACH (libm_exp, exp (x))
EACH (libm_expm1, expm1 (x))
EACH (libm_log, log (x))
EACH (libm_tanh, tanh (x))
EACH (libm_sigmoid, x >= 0 ? 1 / (1 + exp (-x)) : exp (x) / (1 + exp (x)))
EACH (libm_softplus, fmax (x, 0) + log1p (exp (-fabs (x))))
EACH (libm_normal_cumulative, 0.5 * erfc (-x * G_SQRT2 / 2))
EACH (libm_normal_density, exp (-0.5 * x * x) / sqrt (2 * G_PI))

#if defined HAVE_SLEEF && defined __x86_64__
#include <immintrin.h>
#pragma GCC push_options
#pragma GCC target("avx512f,avx2") /* or the header declares less */
#include <sleef.h>
#pragma GCC pop_options

/* SLEEF's function on 8 numbers or 4, as the processor has it; n is a multiple of 8. */
#define SLEEF(name, wide, narrow)                                                                 \
  __attribute__ ((target ("avx512f"))) static void wide_##name (gsize n, const double *x,         \
                                                                double *y)                        \
  {                                                                                               \
    for (gsize i = 0; i < n; i += 8)                                                              \
      _mm512_storeu_pd (y + i, wide (_mm512_loadu_pd (x + i)));                                   \
  }                                                                                               \
  __attribute__ ((target ("avx2"))) static void narrow_##name (gsize n, const double *x,          \
                                                               double *y)                         \
  {                                                                                               \
    for (gsize i = 0; i < n; i += 4)                                                              \
      _mm256_storeu_pd (y + i, narrow (_mm256_loadu_pd (x + i)));                                 \
  }                                                                                               \
  static void name (gsize n, const double *x, double *y)                                          \
  {                                                                                               \
    if (__builtin_cpu_supports ("avx512f"))                                                       \
      wide_##name (n, x, y);                                                                      \
    else                                                                                          \
      narrow_##name (n, x, y);                                                                    \
  }

SLEEF (sleef_exp, Sleef_expd8_u10avx512f, Sleef_expd4_u10)
SLEEF (sleef_expm1, Sleef_expm1d8_u10avx512f, Sleef_expm1d4_u10)
SLEEF (sleef_log, Sleef_logd8_u10avx512f, Sleef_logd4_u10)
SLEEF (sleef_log_u35, Sleef_logd8_u35avx512f, Sleef_logd4_u35)
SLEEF (sleef_tanh, Sleef_tanhd8_u10avx512f, Sleef_tanhd4_u10)
SLEEF (sleef_tanh_u35, Sleef_tanhd8_u35avx512f, Sleef_tanhd4_u35)
#endif

static const Contender contenders[] = {
  { "exp", "libm", libm_exp },
  { "expm1", "libm", libm_expm1 },
  { "log", "libm", libm_log },
  { "tanh", "libm", libm_tanh },
  { "sigmoid", "libm", libm_sigmoid },
  { "softplus", "libm", libm_softplus },
  { "normal_cumulative", "libm", libm_normal_cumulative },
  { "normal_density", "libm", libm_normal_density },
#if defined HAVE_SLEEF && defined __x86_64__
  { "exp", "SLEEF (1.0)", sleef_exp },
  { "expm1", "SLEEF (1.0)", sleef_expm1 },
  { "log", "SLEEF (1.0)", sleef_log },
  { "log", "SLEEF (3.5)", sleef_log_u35 },
  { "tanh", "SLEEF (1.0)", sleef_tanh },
  { "tanh", "SLEEF (3.5)", sleef_tanh_u35 },
#endif
};

static double
random_bits (GRand *random)
{
  const guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
  double        x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

static double
largest_error (const Contender *contender)
{
  const VectorReference *reference = vector_reference_find (contender->function);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  double worst = 0;
  double x[N];
  double y[N];

  for (guint round = 0; round < N_ERROR_ROUNDS; round++)
    {
      const double low = round % 4 == 1 ? -3 : reference->low;
      const double high = round % 4 == 1 ? 3 : reference->high;

      for (gsize i = 0; i < N; i++)
        x[i] = round % 2 == 0 ? random_bits (random) : g_rand_double_range (random, low, high);
      contender->map (N, x, y);
      for (gsize i = 0; i < N; i++)
        worst = MAX (worst, vector_distance (y[i], reference->value (x[i])));
    }
  return worst;
}

static double
nanoseconds (Map map, const double *x)
{
  const guint times = 8;
  g_autoptr (GTimer) timer = g_timer_new ();
  double y[N];

  for (guint i = 0; i < times; i++)
    map (N, x, y);
  return g_timer_elapsed (timer, NULL) * 1e9 / (times * N);
}

static int
compare (const void *left, const void *right)
{
  const double a = *(const double *) left;
  const double b = *(const double *) right;

  return (a > b) - (a < b);
}

/* All that compute the same function, taking turns. */
static void
report (const Contender *forms, gsize n_forms)
{
  g_autofree double *times = g_new (double, n_forms * N_TIMINGS);
  g_autoptr (GRand) random = g_rand_new_with_seed (2);
  const double low = g_str_equal (forms->function, "log") ? 0 : -3;
  double       x[N];

  for (gsize i = 0; i < N; i++)
    x[i] = g_rand_double_range (random, low, 3);
  for (gsize t = 0; t < N_TIMINGS; t++)
    for (gsize k = 0; k < n_forms; k++)
      times[k * N_TIMINGS + t] = nanoseconds (forms[k].map, x);
  for (gsize k = 0; k < n_forms; k++)
    {
      qsort (times + k * N_TIMINGS, N_TIMINGS, sizeof (double), compare);
      g_print ("%-18s %-12s %8.2f %10.2f\n", forms[k].function, forms[k].maker,
               times[k * N_TIMINGS + N_TIMINGS / 2], largest_error (&forms[k]));
    }
}

int
main (void)
{
  g_print ("%-18s %-12s %8s %10s\n", "function", "", "ns", "error, ulp");
  for (const ChainVectorFunction *f = chain_vector_functions; f->name != NULL; f++)
    {
      Contender forms[1 + G_N_ELEMENTS (contenders)] = { { f->name, "ours", f->map } };
      gsize     n_forms = 1;

      for (gsize i = 0; i < G_N_ELEMENTS (contenders); i++)
        if (g_str_equal (contenders[i].function, f->name))
          forms[n_forms++] = contenders[i];
      report (forms, n_forms);
    }
  return 0;
}
