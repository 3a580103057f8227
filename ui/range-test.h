/* range-test.h: one range test of a session: its settings, and its curve once it is an earlier one.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/run.h"

G_BEGIN_DECLS

typedef struct
{
  guint               number;   /* from 1, in the order they were begun */
  char               *name;
  gboolean            hidden;   /* from the chart */
  ChainRun           *settings; /* of the project; the learning rate and its schedule have no say */
  ChainLrRangeOptions options;
  ChainLrRange       *range;    /* NULL while it is the latest */
} ChainRangeTest;

ChainRangeTest *chain_range_test_new        (guint                      number,
                                             const ChainProject        *project,
                                             guint64                    t,
                                             const ChainLrRangeOptions *options);
void            chain_range_test_free       (ChainRangeTest            *test);
char           *chain_range_test_difference (const ChainRangeTest      *test,
                                             const ChainRangeTest      *from);

G_END_DECLS
