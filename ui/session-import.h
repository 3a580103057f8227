/* session-import.h: weights of a file for the open document, read and prepared on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/prepared.h"
#include "ui/session.h"

G_BEGIN_DECLS

/* The document as it would be with them. */
typedef struct
{
  ChainImportMode mode;     /* the layers of the file only where its weights do not fit the present */
  char           *why;      /* they do not; NULL if they do */
  GPtrArray      *warnings; /* char *, what should be looked at */
  ChainPrepared  *prepared;
  guint           edits;    /* of the session when it was asked */
} ChainIncoming;

void           chain_session_import_async  (ChainSession        *session,
                                            const char          *path,
                                            GAsyncReadyCallback  done,
                                            gpointer             data);
ChainIncoming *chain_session_import_finish (ChainSession        *session,
                                            GAsyncResult        *result,
                                            GError             **error);
gboolean       chain_session_take_incoming (ChainSession        *session,
                                            ChainIncoming       *incoming,
                                            GError             **error);
void           chain_incoming_free         (ChainIncoming       *incoming);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainIncoming, chain_incoming_free)

G_END_DECLS
