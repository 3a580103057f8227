/* encoder.h: from the columns of a table to the numbers a network reads.
 *
 * An encoder is fitted once, on the training rows, and then applied to any table that has the
 * same columns: scaling and one-hot levels never come from the rows being encoded.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_SCALING_NONE,
  CHAIN_SCALING_STANDARD, /* mean 0, standard deviation 1, population form */
  CHAIN_SCALING_MINMAX,   /* 0 to 1 */
} ChainScaling;

const char *chain_scaling_name (ChainScaling scaling);
gboolean    chain_scaling_find (const char   *name,
                                ChainScaling *scaling);

typedef enum
{
  CHAIN_ENCODING_NUMBER,  /* (value - offset) / scale, one number */
  CHAIN_ENCODING_ONE_HOT, /* one number for each level */
  CHAIN_ENCODING_BINARY,  /* two levels as 0 and 1, one number */
} ChainEncoding;

/* One column of the table and the numbers it becomes. */
typedef struct
{
  char         *column;
  ChainEncoding encoding;
  GStrv         levels; /* NULL for a number */
  double        offset; /* 0 and 1 unless the number is scaled */
  double        scale;
  guint         first;  /* index of its first number in an encoded row */
  guint         width;  /* how many numbers it becomes */
} ChainFeature;

typedef struct
{
  GPtrArray *features; /* ChainFeature * */
  guint      width;    /* numbers in an encoded row */
  GStrv      names;    /* [width] "petal_length", or "island=Dream" for a level of a category */
} ChainEncoder;

ChainEncoder *chain_encoder_new    (const ChainTable   *table,
                                    const char *const  *columns,
                                    const ChainEncoding *categories,
                                    ChainScaling        scaling,
                                    const guint        *fit_rows,
                                    gsize               n_fit_rows,
                                    GError            **error);
ChainEncoder *chain_encoder_copy   (const ChainEncoder *encoder);
void          chain_encoder_free   (ChainEncoder       *encoder);
gboolean      chain_encoder_apply  (const ChainEncoder *encoder,
                                    const ChainTable   *table,
                                    const guint        *rows,
                                    gsize               n_rows,
                                    double             *numbers,
                                    GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainEncoder, chain_encoder_free)

G_END_DECLS
