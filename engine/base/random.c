/* random.c: seeded random streams, the only source of chance in the engine.
 *
 * The generator is xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number
 * generators", 2021); its state is filled by splitmix64 from the seed and the stream. All of it
 * is integer arithmetic, so a sequence is the same on every machine.
 *
 * SPDX-License-Identifier: MIT
 */
#include "base/random.h"

#include <math.h>

static guint64
rotate_left (guint64 bits, guint count)
{
  return (bits << count) | (bits >> (64 - count));
}

static guint64
splitmix64 (guint64 *state)
{
  guint64 bits = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  bits = (bits ^ (bits >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return bits ^ (bits >> 31);
}

/**
 * chain_random_init:
 * @random: (out caller-allocates): the generator, set to the start of its sequence
 * @seed: the user's seed
 * @stream: what the numbers are for, a #ChainStream plus an index shifted left by 8
 *
 * The stream is mixed before it meets the seed, so that (seed, stream) pairs whose numbers add up
 * to the same do not share a sequence.
 */
void
chain_random_init (ChainRandom *random, guint64 seed, guint64 stream)
{
  guint64 state = stream;

  state = splitmix64 (&state) ^ seed;
  *random = (ChainRandom){ 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (random->state); i++)
    random->state[i] = splitmix64 (&state);
}

/**
 * chain_random_bits:
 * @random: the generator
 *
 * Returns: the next 64 random bits
 */
guint64
chain_random_bits (ChainRandom *random)
{
  guint64      *s = random->state;
  const guint64 result = rotate_left (s[1] * 5, 7) * 9;
  const guint64 t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate_left (s[3], 45);
  return result;
}

/**
 * chain_random_below:
 * @random: the generator
 * @bound: one more than the largest result, at least 1
 *
 * Returns: an integer from 0 to @bound - 1, each exactly as likely as the others
 */
guint64
chain_random_below (ChainRandom *random, guint64 bound)
{
  guint64 bits;

  g_return_val_if_fail (bound > 0, 0);

  /* The smallest 2⁶⁴ mod bound values, fewer than bound, are drawn again, so that what is left
   * divides evenly. */
  do
    bits = chain_random_bits (random);
  while (bits < bound && bits < -bound % bound);
  return bits % bound;
}

/**
 * chain_random_uniform:
 * @random: the generator
 * @low: the smallest result
 * @high: where the results end
 *
 * Returns: a number from @low to below @high, in steps of (@high - @low) · 2⁻⁵³
 */
double
chain_random_uniform (ChainRandom *random, double low, double high)
{
  return low + (high - low) * ((double) (chain_random_bits (random) >> 11) * 0x1p-53);
}

/**
 * chain_random_normal:
 * @random: the generator
 *
 * Marsaglia's polar method: of a point (u, v) in the unit circle with s = u² + v², both
 * u·√(−2 ln s / s) and v·√(−2 ln s / s) are standard normal; the second is kept for the next call.
 *
 * Returns: a number of mean 0 and standard deviation 1
 */
double
chain_random_normal (ChainRandom *random)
{
  double u, v, s, factor;

  if (random->has_spare)
    {
      random->has_spare = FALSE;
      return random->spare;
    }

  do
    {
      u = chain_random_uniform (random, -1, 1);
      v = chain_random_uniform (random, -1, 1);
      s = u * u + v * v;
    }
  while (s >= 1 || s == 0);

  factor = sqrt (-2 * log (s) / s);
  random->spare = v * factor;
  random->has_spare = TRUE;
  return u * factor;
}

/**
 * chain_random_shuffle:
 * @random: the generator
 * @items: [n_items] put in random order, every order equally likely (Fisher and Yates)
 * @n_items: number of items
 */
void
chain_random_shuffle (ChainRandom *random, guint *items, gsize n_items)
{
  for (gsize i = n_items; i > 1; i--)
    {
      const gsize j = chain_random_below (random, i);
      const guint item = items[i - 1];

      items[i - 1] = items[j];
      items[j] = item;
    }
}
