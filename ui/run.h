/* run.h: one training run of a session: its settings and what its history is.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

typedef struct
{
  guint         number;          /* from 1, in the order they were begun */
  char         *name;
  gboolean      hidden;          /* from the curves */
  ChainProject *settings;        /* it was begun with; without weights */
  guint64       first;           /* t it was begun at */
  guint64       end;             /* t it reached */
  guint         steps_per_epoch;
  gboolean      validates;
  ChainHistory *history;
} ChainRun;

ChainRun *chain_run_new        (guint               number,
                                const ChainProject *project,
                                guint64             first,
                                guint               steps_per_epoch,
                                gboolean            validates);
void      chain_run_free       (ChainRun           *run);
char     *chain_run_difference (const ChainRun     *run,
                                const ChainRun     *from);
char     *chain_run_settings   (const ChainRun     *run);

G_END_DECLS
