/* vector-math-inline.h: exp, tanh and their like as code without a branch, for loops over arrays.
 *
 * A loop that calls one of these, in a function marked CHAIN_CLONES and in a file compiled with
 * `vector_flags` (engine/meson.build), becomes vector instructions, chosen at run time for the
 * processor. Every function is right over all doubles: subnormal numbers, signed zeros,
 * infinities and NaN; tests/engine/vector-math.c measures the errors stated here, in units in
 * the last place (ulp). The coefficients come from tests/engine/vector-math-coefficients.py.
 *
 * A product followed by a sum may be one instruction (FMA) where the processor has it. The
 * formulas are written so that there is one way to do that, so that an element's result depends
 * on neither its place in an array nor the length of the array.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>
#include <math.h>
#include <string.h>

G_BEGIN_DECLS

/* A function compiled once for each generation of processors, and the loop in it whose arrays
 * are either the same or do not overlap. */
#if defined CHAIN_CLONES /* compiled for one processor on purpose */
#elif defined __x86_64__ && defined __GNUC__ && !defined __clang__ && !defined __SANITIZE_THREAD__
/* the choice is made before the thread sanitizer has started, which its code would need */
#define CHAIN_CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CHAIN_CLONES
#endif
#if defined __GNUC__ && !defined __clang__
#define CHAIN_VECTOR_LOOP _Pragma ("GCC ivdep")
#else
#define CHAIN_VECTOR_LOOP
#endif

/* A loop that adds to the variable `sum`, in an order that suits vectors. */
#define CHAIN_VECTOR_SUM _Pragma ("omp simd reduction (+ : sum)")

#define CHAIN_LOG2_E 0x1.71547652b82fep+0
#define CHAIN_LN_2_HIGH 0x1.62e42fefa2000p-1 /* its product with an exponent is exact */
#define CHAIN_LN_2_LOW 0x1.9ef35793c7673p-41

/* Added to a number, this rounds it to a whole number k and leaves k in the lowest bits. */
#define CHAIN_ROUNDER 0x1.8p52

static inline G_ALWAYS_INLINE guint64
chain_bits_of (double x)
{
  guint64 bits;

  memcpy (&bits, &x, sizeof bits);
  return bits;
}

static inline G_ALWAYS_INLINE double
chain_double_of (guint64 bits)
{
  double x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2; even and odd powers apart, which halves the wait. */
static inline G_ALWAYS_INLINE double
chain_exp_polynomial (double r)
{
  const double r2 = r * r;
  const double even
      = 0x1.0000000000000p-1
        + r2 * (0x1.5555555555556p-5
                + r2 * (0x1.6c16c16c162d4p-10
                        + r2 * (0x1.a01a01a6d889cp-16
                                + r2 * (0x1.27e4db646b17ep-22 + r2 * 0x1.1f730349868cep-29))));
  const double odd = 0x1.5555555555557p-3
                     + r2 * (0x1.11111111100dcp-7
                             + r2 * (0x1.a01a01abe7fe1p-13
                                     + r2 * (0x1.71de0231960ebp-19 + r2 * 0x1.af4de97ca4194p-26)));

  return even + r * odd;
}

/* e^(x − excess) as 2^k (1 + g), the result being g = e^r − 1 with x = k ln 2 + r (Cody and Waite
 * 1980, "Software Manual for the Elementary Functions"). @rounded holds k in a form such that
 * chain_power_of_two() of it is 2^(k + bias − 1023). */
static inline G_ALWAYS_INLINE double
chain_exp_reduce (double x, double excess, double bias, double *rounded)
{
  const double t = x * CHAIN_LOG2_E + (CHAIN_ROUNDER + bias);
  const double k = t - (CHAIN_ROUNDER + bias);
  const double r = ((x - k * CHAIN_LN_2_HIGH) - excess) - k * CHAIN_LN_2_LOW;

  *rounded = t;
  return r + (r * r) * chain_exp_polynomial (r);
}

static inline G_ALWAYS_INLINE double
chain_power_of_two (double rounded)
{
  return chain_double_of (chain_bits_of (rounded) << 52);
}

/* y · 2^k for a @rounded of bias 2046, in two steps, as 2^k alone may be no double. */
static inline G_ALWAYS_INLINE double
chain_exp_scale (double y, double rounded)
{
  const guint64 bits = chain_bits_of (rounded);
  const guint64 half = bits >> 1;

  return (y * chain_double_of (half << 52)) * chain_double_of ((bits - half) << 52);
}

/* e^x for x ≤ 710, or NaN. */
static inline G_ALWAYS_INLINE double
chain_exp_bounded (double x)
{
  double       rounded;
  const double grown = chain_exp_reduce (x < -746 ? -746 : x, 0, 2046, &rounded);

  return chain_exp_scale (1 + grown, rounded);
}

/* e^x; error at most 1 ulp. */
static inline G_ALWAYS_INLINE double
chain_exp (double x)
{
  return chain_exp_bounded (x > 710 ? 710 : x);
}

/* e^x − 1 for x ≤ 0, or NaN, by fewer steps than chain_expm1() takes. −0 gives 0. */
static inline G_ALWAYS_INLINE double
chain_expm1_negative (double x)
{
  double       rounded;
  const double grown = chain_exp_reduce (x < -40 ? -40 : x, 0, 1023, &rounded);
  const double scale = chain_power_of_two (rounded);

  return (scale - 1) + scale * grown;
}

/* e^x − 1; error at most 1.5 ulp. The sum 2^k − 1 + 2^k r is kept in two parts. Half of it is
 * computed, as 2^k may be no double. */
static inline G_ALWAYS_INLINE double
chain_expm1 (double x)
{
  const double below = x > 710 ? 710 : x;
  const double y = below < -40 ? -40 : below;
  const double t = y * CHAIN_LOG2_E + (CHAIN_ROUNDER + 1022);
  const double k = t - (CHAIN_ROUNDER + 1022);
  const double head = y - k * CHAIN_LN_2_HIGH;
  const double r = head - k * CHAIN_LN_2_LOW;
  const double rest = (head - r) - k * CHAIN_LN_2_LOW;
  const double half = chain_power_of_two (t);
  const double high = (half - 0.5) + half * r;
  const double low = ((half - 0.5) - high) + half * r;
  const double result = 2 * (high + (low + half * (rest + (r * r) * chain_exp_polynomial (r))));

  return fabs (x) < 0x1p-54 ? x : result;
}

#define CHAIN_TANH_P1 0x1.c719eb5e4dd35p-2
#define CHAIN_TANH_P2 0x1.0400185db8398p-6
#define CHAIN_TANH_Q1 0x1.c7125823e1faep-4
#define CHAIN_TANH_Q2 0x1.153b999c68808p-10

/* tanh x with x = k ln 2 / 2 + y: tanh y = R / P, R = y Q(y²), and with s = 2^k the addition theorem
 * is ((s + 1) R + (s − 1) P) / ((s + 1) P + (s − 1) R), so that one division does; error at most
 * 3.6 ulp with FMA, 4.4 without (that of the GNU C library's is 2.2). Beyond 20 it is 1: nobody
 * waits for that to be known. */
static inline G_ALWAYS_INLINE double
chain_tanh (double x)
{
  const double t = x * (2 * CHAIN_LOG2_E) + (CHAIN_ROUNDER + 1023);
  const double k = t - (CHAIN_ROUNDER + 1023);
  const double y = (x - k * (CHAIN_LN_2_HIGH / 2)) - k * (CHAIN_LN_2_LOW / 2);
  const double y2 = y * y;
  const double p = 1 + y2 * (CHAIN_TANH_P1 + y2 * CHAIN_TANH_P2);
  const double q = 1 + y2 * (CHAIN_TANH_Q1 + y2 * CHAIN_TANH_Q2);
  const double r = y * q;
  const double scale = chain_power_of_two (t);
  const double more = scale + 1;
  const double less = scale - 1;
  const double ratio = (more * r + less * p) / (more * p + less * r);

  return copysign (fabs (x) > 20 ? 1 : ratio, x);
}

/* σ(x) = 1 / (1 + e^−x); error at most 2.5 ulp. Nothing is raised to a positive power, so nothing
 * overflows, and what is nearly 0 keeps all its digits. */
static inline G_ALWAYS_INLINE double
chain_sigmoid (double x)
{
  const double power = chain_exp_bounded (-fabs (x));

  return (x >= 0 ? 1 : power) / (1 + power);
}

/* ln(1 + f) + k ln 2 + low for 1 + f between about 1/√2 and 3/2: with s = f / (2 + f) it is
 * 2 s + s³ P(s²), arranged as in Tang 1990, "Table-driven implementation of the logarithm". */
static inline G_ALWAYS_INLINE double
chain_log_reduced (double f, double k)
{
  const double s = f / (2 + f);
  const double s2 = s * s;
  const double s4 = s2 * s2;
  const double even = 0x1.5555555555555p-1
                      + s4 * (0x1.24924923dba6ap-2
                              + s4 * (0x1.745cab272765ep-3 + s4 * 0x1.0e88ea47252d4p-3));
  const double odd = 0x1.9999999999f30p-2
                     + s4 * (0x1.c71c72e2f78d5p-3
                             + s4 * (0x1.3b29fcbbce70dp-3 + s4 * 0x1.16b68338c1cd6p-3));
  const double half_square = (0.5 * f) * f;
  const double rest = s2 * (even + s2 * odd);

  return k * CHAIN_LN_2_HIGH
         - ((half_square - (s * (half_square + rest) + k * CHAIN_LN_2_LOW)) - f);
}

/* ln x; error at most 1 ulp. ln 0 = −∞, and NaN below 0. */
static inline G_ALWAYS_INLINE double
chain_log (double x)
{
  const guint64  root_half = G_GUINT64_CONSTANT (0x3fe6a09e667f3bcd); /* 1/√2 */
  const guint64  one = G_GUINT64_CONSTANT (0x3ff0000000000000);
  const guint64  fraction = G_GUINT64_CONSTANT (0x000fffffffffffff);
  const gboolean subnormal = x < 0x1p-1022;
  const guint64  bits = chain_bits_of (subnormal ? x * 0x1p54 : x) + (one - root_half);
  const double   mantissa = chain_double_of ((bits & fraction) + root_half);
  /* the exponent's bits, in the place of the units of 2^52, are a whole number */
  const double exponent
      = chain_double_of ((bits >> 52) | G_GUINT64_CONSTANT (0x4330000000000000)) - 0x1p52;
  const double k = exponent - (subnormal ? 1023 + 54 : 1023);
  const double result = chain_log_reduced (mantissa - 1, k);
  const double defined = x == 0 ? -INFINITY : x < 0 ? NAN : result;

  return x < INFINITY ? defined : x;
}

/* ln(1 + e^−|x|), the part of softplus that is not max(x, 0). */
static inline G_ALWAYS_INLINE double
chain_softplus_rest (double x)
{
  const double   power = chain_exp_bounded (-fabs (x));
  const gboolean small = power < 0.5;

  /* 1 + power, or half of it, less 1, both exact */
  return chain_log_reduced (small ? power : 0.5 * (power - 1), small ? 0 : 1);
}

/* ln(1 + e^x); error at most 2 ulp. */
static inline G_ALWAYS_INLINE double
chain_softplus (double x)
{
  return (x <= 0 ? 0 : x) + chain_softplus_rest (x);
}

/* −x²/2 = high − excess without an error, for 0 ≤ x ≤ 39. */
static inline G_ALWAYS_INLINE double
chain_normal_exponent (double x, double *excess)
{
  const double head = chain_double_of (chain_bits_of (x) & G_GUINT64_CONSTANT (0xfffffffff8000000));

  *excess = (0.5 * (x - head)) * (x + head);
  return (-0.5 * head) * head;
}

/* factor · e^(−x²/2). */
static inline G_ALWAYS_INLINE double
chain_normal_power (double x, double factor)
{
  double       excess;
  const double high = chain_normal_exponent (x, &excess);
  double       rounded;
  const double grown = chain_exp_reduce (high, excess, 2046, &rounded);

  return chain_exp_scale (factor + factor * grown, rounded);
}

/* The normal distribution's φ(x) = e^(−x²/2) / √(2π); error at most 2 ulp. */
static inline G_ALWAYS_INLINE double
chain_normal_density (double x)
{
  const double magnitude = fabs (x);

  return chain_normal_power (magnitude > 39 ? 39 : magnitude, 0x1.9884533d43651p-2);
}

/* (x + 1) e^(x²/2) Φ(−x) at x = 5 (1 + q) / (1 − q). */
static inline G_ALWAYS_INLINE double
chain_normal_polynomial (double q)
{
  const double q2 = q * q;
  double       even = 0x1.1ea95ad704182p-36;
  double       odd = -0x1.3094bd31dc530p-32;

  even = even * q2 + 0x1.6e285754293d7p-29;
  odd = odd * q2 + 0x1.27e6b14b8a694p-28;
  even = even * q2 - 0x1.ace4216aea953p-26;
  odd = odd * q2 - 0x1.0d0b365177dc7p-25;
  even = even * q2 + 0x1.1078e62c322b9p-23;
  odd = odd * q2 + 0x1.a76820332c336p-23;
  even = even * q2 - 0x1.2c3638e42e5aap-24;
  odd = odd * q2 - 0x1.5f33ba28439c1p-20;
  even = even * q2 - 0x1.4c0fd9cf42480p-17;
  odd = odd * q2 + 0x1.3003953b2830dp-17;
  even = even * q2 + 0x1.7e61e85ba9c1ap-13;
  odd = odd * q2 - 0x1.c1b1c6b5be1dep-15;
  even = even * q2 - 0x1.b75f4fa1ef08fp-10;
  odd = odd * q2 + 0x1.0571a2341cd75p-17;
  even = even * q2 - 0x1.f11aab02b2bbap-7;
  odd = odd * q2 + 0x1.ab6d038d45473p-8;
  even = even * q2 - 0x1.b08e0007b6a3bp-6;
  odd = odd * q2 + 0x1.92037bab4757ap-6;
  even = even * q2 + 0x1.fc66cc64a145bp-6;
  odd = odd * q2 + 0x1.47c1d0305488fp-7;
  even = even * q2 + 0x1.d8979b0f2b39dp-2;
  odd = odd * q2 - 0x1.76ff86859eb14p-4;
  return even + q * odd;
}

/* The normal distribution's Φ(x) = erfc(−x/√2) / 2; error at most 4.5 ulp. For x ≥ 0,
 * Φ(−x) = e^(−x²/2) P(q) / (x + 1) with q = (x − 5) / (x + 5), which is in [−1, 1) (Shepherd and
 * Laframboise 1981, "Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞"). */
static inline G_ALWAYS_INLINE double
chain_normal_cumulative (double x)
{
  const double magnitude = fabs (x);
  const double y = magnitude > 39 ? 39 : magnitude;
  const double q = (y - 5) / (y + 5);
  const double tail = chain_normal_power (y, chain_normal_polynomial (q) / (y + 1));

  return x > 0 ? 1 - tail : tail;
}

/* The largest of n > 0 numbers; NaN only if the first is one. */
static inline G_ALWAYS_INLINE double
chain_largest (gsize n, const double *values)
{
  double largest = values[0];

  for (gsize i = 1; i < n; i++)
    largest = values[i] > largest ? values[i] : largest;
  return largest;
}

static inline G_ALWAYS_INLINE double
chain_sum (gsize n, const double *values)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += values[i];
  return sum;
}

G_END_DECLS
