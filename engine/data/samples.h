/* samples.h: the data sets that come with the program.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/table.h"

G_BEGIN_DECLS

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
} ChainSample;

const ChainSample *chain_samples      (guint             *n_samples);
const ChainSample *chain_sample_find  (const char        *name);
ChainTable        *chain_sample_table (const ChainSample *sample,
                                       GError           **error);

G_END_DECLS
