/* source.h: where a project's rows come from, and how to get them again.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-reader.h"
#include "data/samples.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_SOURCE_INLINE,
  CHAIN_SOURCE_CSV,
  CHAIN_SOURCE_BUILTIN,
} ChainSourceKind;

typedef struct
{
  ChainSourceKind    kind;
  ChainTable        *rows;   /* inline: owned reference, holds the data itself */
  char              *path;   /* csv: absolute */
  ChainCsvOptions    csv;
  const ChainSample *sample; /* builtin */
  ChainSampleOptions sample_options;
} ChainSource;

ChainSource *chain_source_new_inline         (ChainTable            *rows);
ChainSource *chain_source_new_csv            (const char            *path,
                                              const ChainCsvOptions *options);
ChainSource *chain_source_new_builtin        (const ChainSample     *sample);
ChainSource *chain_source_new_sample         (const ChainSample        *sample,
                                              const ChainSampleOptions *options);
ChainSource *chain_source_copy               (const ChainSource     *source);
gboolean     chain_source_equal              (const ChainSource     *one,
                                              const ChainSource     *other);
void         chain_source_free               (ChainSource           *source);
ChainTable  *chain_source_load               (const ChainSource     *source,
                                              ChainCsvReport        *report,
                                              GCancellable          *cancellable,
                                              GError               **error);
ChainTable  *chain_source_load_with_progress (const ChainSource     *source,
                                              ChainCsvReport        *report,
                                              ChainCsvProgressFunc   progress,
                                              gpointer               data,
                                              GCancellable          *cancellable,
                                              GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainSource, chain_source_free)

G_END_DECLS
