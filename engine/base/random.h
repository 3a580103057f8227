/* random.h: seeded random streams, the only source of chance in the engine.
 *
 * A (seed, stream) pair names one endless sequence; different uses take different streams,
 * so that drawing more of one never changes another.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CHAIN_STREAM_WEIGHTS, /* initial weights; add the layer's index shifted left by 8 */
  CHAIN_STREAM_SPLIT,   /* training and validation rows */
  CHAIN_STREAM_BATCHES, /* order of the rows; add the epoch shifted left by 8 */
  CHAIN_STREAM_SAMPLES, /* made-up data sets */
  CHAIN_STREAM_CHECKS,  /* which elements a check looks at */
  CHAIN_STREAM_DROPOUT, /* masks; add the layer's index shifted left by 8 and the iteration
                           shifted left by 24 */
} ChainStream;

typedef struct
{
  guint64  state[4];
  double   spare; /* the second of a pair of normal numbers */
  gboolean has_spare;
} ChainRandom;

void    chain_random_init    (ChainRandom *random,
                              guint64      seed,
                              guint64      stream);
guint64 chain_random_bits    (ChainRandom *random);
guint64 chain_random_below   (ChainRandom *random,
                              guint64      bound);
double  chain_random_uniform (ChainRandom *random,
                              double       low,
                              double       high);
double  chain_random_normal  (ChainRandom *random);
void    chain_random_shuffle (ChainRandom *random,
                              guint       *items,
                              gsize        n_items);

G_END_DECLS
