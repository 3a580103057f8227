/* pace.h: how fast a run may be, so that it can be watched.
 *
 * One thread makes steps and asks how many are due; any other may change the pace meanwhile.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint   wanted; /* atomic: steps a second; 0: as fast as can be */
  /* Of the thread that makes steps. */
  gint   kept;   /* the pace since `since` */
  gint64 since;  /* monotonic time, microseconds */
  gint64 made;   /* steps since then */
} ChainPace;

void  chain_pace_set  (ChainPace *pace,
                       guint      steps_per_second);
guint chain_pace_due  (ChainPace *pace,
                       guint      most);
void  chain_pace_made (ChainPace *pace,
                       guint      n);

G_END_DECLS
