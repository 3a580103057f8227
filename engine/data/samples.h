/* samples.h: the data sets that come with the program.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/sample-shapes.h"
#include "data/table.h"

G_BEGIN_DECLS

#define CHAIN_SAMPLE_MOST_ROWS 10000000
#define CHAIN_SAMPLE_MOST_NOISE 0.5

/* Of a sample that is made up. */
typedef struct
{
  guint   samples; /* rows, from 2 to CHAIN_SAMPLE_MOST_ROWS */
  double  noise;   /* 0 to CHAIN_SAMPLE_MOST_NOISE */
  guint64 seed;
  /* Of a function alone: */
  const char *expression; /* y, of x; never freed, such as g_intern_string() gives */
  double      from;       /* least x */
  double      to;         /* largest x, above from */
} ChainSampleOptions;

typedef struct
{
  const char        *name;     /* in project files: "worked_example", "iris" */
  const char        *title;    /* for people */
  const char        *about;    /* one line: what it is and where it is from */
  const char *const *features; /* NULL-terminated */
  const char *const *targets;  /* NULL-terminated */
  const char        *resource; /* the CSV file in the library; NULL: rows */
  const double      *rows;     /* [n_rows, features then targets], row-major */
  gsize              n_rows;
  ChainSampleShape         shape;    /* NULL: not made up, and then without options */
  const char *const *classes;  /* of a shape: for y above and below 0; NULL: y is a number */
  gboolean           is_function; /* made up from an expression */
  ChainSampleOptions initial;  /* of a shape or a function */
} ChainSample;

const ChainSample *chain_samples      (guint             *n_samples);
const ChainSample *chain_sample_find  (const char        *name);
ChainTable        *chain_sample_table (const ChainSample *sample,
                                       GError           **error);
gboolean           chain_sample_is_made_up  (const ChainSample *sample);
gboolean           chain_sample_check       (const char        *expression,
                                             GError           **error);
ChainTable        *chain_sample_make  (const ChainSample        *sample,
                                       const ChainSampleOptions *options,
                                       GError                  **error);

G_END_DECLS
