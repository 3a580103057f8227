/* prepared.h: a project with its rows and all that is built from them, before it is the open one.
 *
 * Made on any thread: reading a file, encoding its rows and recording the network can outlast a
 * frame. Nothing in it is shared with the open document but what is never changed.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

/* How far reading has come; written by the worker, read at any time. */
typedef struct
{
  gatomicrefcount references;
  gint            kibibytes; /* read; atomic, as are the next two */
  gint            of_kibibytes;
  gint            rows;
  gint            done;      /* of other work than reading; atomic, as is the next one */
  gint            of_done;   /* 0: not known */
} ChainLoading;

ChainLoading *chain_loading_new   (void);
ChainLoading *chain_loading_ref   (ChainLoading *loading);
void          chain_loading_unref (ChainLoading *loading);

typedef struct
{
  ChainProject *project;
  ChainTable   *table;
  ChainDataset *dataset;  /* NULL with a problem, as is the stepper */
  ChainStepper *stepper;
  GError       *problem;  /* why the project cannot be stepped or trained; NULL if it can */
  char         *path;     /* (nullable): the project's file */
  GPtrArray    *warnings; /* char *, what reading had to say; NULL if nothing was read */
} ChainPrepared;

ChainPrepared *chain_prepared_load_file   (const char    *path,
                                           ChainLoading  *loading,
                                           GCancellable  *cancellable,
                                           GError       **error);
ChainPrepared *chain_prepared_load_sample (const char    *name,
                                           GError       **error);
ChainPrepared *chain_prepared_load_rows   (ChainProject  *project,
                                           ChainLoading  *loading,
                                           GCancellable  *cancellable,
                                           GError       **error);
ChainPrepared *chain_prepared_new         (ChainProject  *project,
                                           ChainTable    *table,
                                           ChainDataset  *dataset);
void           chain_prepared_free        (ChainPrepared *prepared);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLoading, chain_loading_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPrepared, chain_prepared_free)

G_END_DECLS
