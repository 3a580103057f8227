/* workbench-private.h: what a workbench is made of, for its own files alone.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/workbench.h"

G_BEGIN_DECLS

struct _ChainWorkbench
{
  GObject parent_instance;

  ChainSession         *session; /* owned */
  double                em;      /* of the drawing's font, pixels */
  ChainWorkspaceOptions options; /* the text never NULL */
  guint                 rest_source;
  gint64                typed;   /* when the last key was, monotonic */
  guint                 burst;
  gboolean              storing; /* it is us who change the document */
  ChainTable           *table;   /* (nullable): what the text was run with last */
  ChainDataset         *dataset; /* (nullable): likewise */

  ChainWorkspace    *workspace;  /* NULL: none yet, or a job has it */
  ChainGraphPicture *picture;    /* NULL: none yet */
  GError            *error;      /* of the text */
  ChainTextPlace     place;
  char              *notice;     /* why the last update was not made */
  gint64             cost;       /* of running it once and drawing it, microseconds */
  gboolean           busy;       /* a job has the workspace */
  gboolean           closed;
  guint              serial;     /* of the text run last */
  guint              shown;      /* of the text that is shown, or whose error is */

  guint    position;
  guint    play_source;
  guint    selected;
};

typedef enum
{
  CHAIN_WORKBENCH_TEXT_CHANGED,
  CHAIN_WORKBENCH_CHANGED,
  CHAIN_WORKBENCH_POSITION_CHANGED,
  CHAIN_WORKBENCH_SELECTION_CHANGED,
  CHAIN_N_WORKBENCH_SIGNALS,
} ChainWorkbenchSignal;

void chain_workbench_emit (ChainWorkbench       *self,
                           ChainWorkbenchSignal  signal);

G_END_DECLS
