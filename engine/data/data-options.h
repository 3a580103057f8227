/* data-options.h: what a project says about its data.
 *
 * Which columns are read and predicted, how each is made into numbers, and which rows are held out.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dates.h"

G_BEGIN_DECLS

/* What a setting can be: its name in files and its title for people. Lists end with a NULL name and
 * are indexed by the setting's enumeration. */
typedef struct
{
  const char *name;
  const char *title;
  const char *about; /* one line more; NULL if the title says it all */
} ChainDataChoice;

typedef enum
{
  CHAIN_SCALING_NONE,
  CHAIN_SCALING_STANDARD, /* mean 0, standard deviation 1, population form */
  CHAIN_SCALING_MINMAX,   /* 0 to 1 */
  CHAIN_N_SCALINGS,
} ChainScaling;

typedef enum
{
  CHAIN_KIND_AUTO,     /* as the table holds it */
  CHAIN_KIND_NUMBER,
  CHAIN_KIND_CATEGORY, /* a number is the level of its text */
  CHAIN_KIND_DATE,     /* days since 1970-01-01 */
  CHAIN_N_KINDS,
} ChainKind;

typedef enum
{
  CHAIN_CATEGORY_ONE_HOT, /* one number for each level */
  CHAIN_CATEGORY_ORDINAL, /* the level's place, from 0, scaled as a number is */
  CHAIN_N_CATEGORY_ENCODINGS,
} ChainCategoryEncoding;

typedef enum
{
  CHAIN_MISSING_REFUSE,
  CHAIN_MISSING_DROP,          /* the row */
  CHAIN_MISSING_MEAN,          /* of the training rows; of a number */
  CHAIN_MISSING_MOST_FREQUENT, /* of the training rows; the earliest of equals */
  CHAIN_MISSING_CATEGORY,      /* one more level, "missing" */
  CHAIN_N_MISSING,
} ChainMissing;

typedef enum
{
  CHAIN_SPLIT_RANDOM,
  CHAIN_SPLIT_STRATIFIED, /* each class keeps its share; for a target of categories */
  CHAIN_SPLIT_ORDERED,    /* the last rows are held out */
  CHAIN_N_SPLITS,
} ChainSplit;

extern const ChainDataChoice chain_scalings[];
extern const ChainDataChoice chain_kinds[];
extern const ChainDataChoice chain_category_encodings[];
extern const ChainDataChoice chain_missing_policies[];
extern const ChainDataChoice chain_splits[];

int         chain_data_choice_find  (const ChainDataChoice *choices,
                                     const char            *name);
char       *chain_data_choice_names (const ChainDataChoice *choices);

const char *chain_scaling_name      (ChainScaling  scaling);
gboolean    chain_scaling_find      (const char   *name,
                                     ChainScaling *scaling);

/* How one column is made into numbers; all zero but its name is the default. */
typedef struct
{
  char                 *name;
  ChainKind             kind;
  ChainCategoryEncoding encoding;
  const ChainDateForm  *date_form;   /* of a date; NULL: the one that fits every value */
  GStrv                 levels;      /* their order; NULL: that of first appearance */
  ChainMissing          missing;
  gboolean              has_scaling; /* else that of all columns */
  ChainScaling          scaling;
} ChainColumnOptions;

ChainColumnOptions *chain_column_options_copy       (const ChainColumnOptions *options);
void                chain_column_options_free       (ChainColumnOptions       *options);
gboolean            chain_column_options_equal      (const ChainColumnOptions *one,
                                                     const ChainColumnOptions *other);
gboolean            chain_column_options_is_default (const ChainColumnOptions *options);

typedef struct
{
  GStrv        features;
  GStrv        targets;
  ChainScaling scaling;
  gboolean     scale_targets;       /* numeric targets too */
  double       validation_fraction; /* 0 to below 1, of the rows */
  guint64      split_seed;
  ChainSplit   split;
  GPtrArray   *columns;             /* ChainColumnOptions *, those that differ; NULL: none does */
} ChainDataOptions;

void     chain_data_options_clear (ChainDataOptions       *options);
void     chain_data_options_copy  (const ChainDataOptions *options,
                                   ChainDataOptions       *copy);
gboolean chain_data_options_equal (const ChainDataOptions *one,
                                   const ChainDataOptions *other);

const ChainColumnOptions *chain_data_options_column     (const ChainDataOptions   *options,
                                                         const char               *name);
void                      chain_data_options_set_column (ChainDataOptions         *options,
                                                         const ChainColumnOptions *column);
ChainScaling              chain_data_options_scaling    (const ChainDataOptions   *options,
                                                         const char               *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainDataOptions, chain_data_options_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainColumnOptions, chain_column_options_free)

G_END_DECLS
