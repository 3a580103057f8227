/* live-task.h: what is computed from the present weights for somebody who looks, while they change.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _ChainLiveTask ChainLiveTask;

/* What is asked, who answers and who shows it. The owner is the widget that shows it. */
typedef struct
{
  /* Copies all that the answer needs; NULL with a reason where there is nothing to ask. */
  gpointer     (*request)      (GtkWidget    *owner,
                                GError      **error);
  /* On a worker thread. */
  gpointer     (*answer)       (gpointer      request,
                                GCancellable *cancellable,
                                GError      **error);
  void         (*show)         (GtkWidget    *owner,
                                gpointer      request,
                                gpointer      answer);
  void         (*show_message) (GtkWidget    *owner,
                                const char   *message);
  GDestroyNotify free_request;
  GDestroyNotify free_answer;
} ChainLiveTaskKind;

ChainLiveTask *chain_live_task_new      (const ChainLiveTaskKind *kind,
                                         GtkWidget               *owner,
                                         ChainSession            *session);
void           chain_live_task_free     (ChainLiveTask           *task);
void           chain_live_task_ask      (ChainLiveTask           *task);
void           chain_live_task_ask_soon (ChainLiveTask           *task);
void           chain_live_task_ask_anew (ChainLiveTask           *task);
void           chain_live_task_seen     (ChainLiveTask           *task);

G_END_DECLS
