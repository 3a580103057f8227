/* workers.h: a few threads that do pieces of work together, again and again.
 *
 * The caller is one of them. Between two pieces of work the others wait awake for a moment, as
 * the next is mostly due at once, and only then sleep.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChainWorkers ChainWorkers;

/* Does items first to before last of a piece of work. */
typedef void (*ChainWork) (gpointer data, gsize first, gsize last);

guint         chain_workers_processors
                                    (void);
ChainWorkers *chain_workers_new     (guint         n_threads);
void          chain_workers_free    (ChainWorkers *workers);
guint         chain_workers_n       (ChainWorkers *workers);
void          chain_workers_run     (ChainWorkers *workers,
                                     gsize         n_items,
                                     ChainWork     work,
                                     gpointer      data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainWorkers, chain_workers_free)

G_END_DECLS
