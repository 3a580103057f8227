/* export-look.h: a look at what an export will write, taken on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

G_BEGIN_DECLS

/* What is written: a copy, which the thread reads while the session goes on. */
typedef struct _ChainExportModel ChainExportModel;

typedef struct
{
  char *name;
  char *shape;      /* "4 × 8" */
  char *activation; /* its title; "" where there is none */
} ChainExportTensor;

/* Of a text the first lines, else the tensors that are read back from it. */
typedef struct
{
  char      *files;   /* "net.py, 12 kB" a line */
  char      *text;    /* or NULL */
  GPtrArray *tensors; /* ChainExportTensor *, at most some hundreds; or NULL */
  guint      n_more;  /* tensors */
} ChainExportLook;

ChainExportModel *chain_export_model_new   (ChainSession        *session);
void              chain_export_model_unref (ChainExportModel    *model);

void              chain_export_look_async  (ChainExportModel    *model,
                                            const ChainFormat   *format,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  done,
                                            gpointer             data);
ChainExportLook  *chain_export_look_finish (GAsyncResult        *result,
                                            GError             **error);
void              chain_export_look_free   (ChainExportLook     *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainExportLook, chain_export_look_free)

G_END_DECLS
