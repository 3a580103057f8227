/* encoder.h: from the columns of a table to the numbers a network reads.
 *
 * An encoder is fitted once, on the training rows, and then applied to any table that has the
 * same columns: scaling and one-hot levels never come from the rows being encoded.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/data-options.h"
#include "data/table.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_ENCODING_NUMBER,  /* (value - offset) / scale, one number */
  CHAIN_ENCODING_ONE_HOT, /* one number for each level */
  CHAIN_ENCODING_BINARY,  /* two levels as 0 and 1, one number */
  CHAIN_ENCODING_ORDINAL, /* (place of the level - offset) / scale, one number */
} ChainEncoding;

/* One column of the table and the numbers it becomes: all that is needed to encode a raw row
 * elsewhere. `fill` stands for a missing value: a number, or the place of a level; it is NaN where
 * a missing value is refused, or its row left out. */
typedef struct
{
  char         *column;
  ChainKind     kind;    /* what a raw value is read as */
  const ChainDateForm *date_form; /* of a date; else NULL */
  ChainEncoding encoding;
  GStrv         levels;  /* NULL for a number */
  double        offset;  /* 0 and 1 unless the number is scaled */
  double        scale;
  ChainMissing  missing;
  double        fill;    /* before it is scaled */
  guint         first;   /* index of its first number in an encoded row */
  guint         width;   /* how many numbers it becomes */
} ChainFeature;

/* What is asked of one column. */
typedef struct
{
  const char               *column;
  const ChainColumnOptions *options;  /* NULL: the default; its scaling is not looked at */
  ChainEncoding             category; /* should it hold categories; NUMBER refuses them */
  ChainScaling              scaling;  /* should it become one number */
} ChainFeaturePlan;

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
ChainEncoder *chain_encoder_fit    (const ChainTable       *table,
                                    const ChainFeaturePlan *plans,
                                    guint                   n_plans,
                                    const guint            *fit_rows,
                                    gsize                   n_fit_rows,
                                    GError                **error);
ChainEncoder *chain_encoder_copy   (const ChainEncoder *encoder);
void          chain_encoder_free   (ChainEncoder       *encoder);
gboolean      chain_encoder_apply  (const ChainEncoder *encoder,
                                    const ChainTable   *table,
                                    const guint        *rows,
                                    gsize               n_rows,
                                    double             *numbers,
                                    GError            **error);

const char   *chain_encoding_name  (ChainEncoding       encoding);
guint         chain_feature_width  (const ChainTable         *table,
                                    const ChainColumnOptions *options,
                                    const char               *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainEncoder, chain_encoder_free)

G_END_DECLS
