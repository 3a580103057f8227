/* document.h: a project with its data, as every command needs it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

typedef struct
{
  ChainProject *project;
  ChainDataset *dataset; /* NULL until opened */
} ChainDocument;

gboolean      chain_document_open         (ChainDocument      *document,
                                           const char         *path,
                                           GError            **error);
void          chain_document_clear        (ChainDocument      *document);
ChainDataset *chain_document_encode       (const ChainDocument *document,
                                           const char          *path,
                                           gboolean             targets,
                                           GError             **error);
void          chain_document_tell_dropped (const ChainDataset *dataset);
gboolean      chain_document_predict      (const ChainDocument *document,
                                           const ChainDataset  *dataset,
                                           double              *predictions,
                                           GError             **error);
void          chain_document_decode       (const ChainDocument *document,
                                           double              *outputs,
                                           gsize                n_rows);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainDocument, chain_document_clear)

G_END_DECLS
