/* line-index.h: the physical line of a file each row starts at, in hardly any memory.
 *
 * Most rows stand one below the other: only where the distance changes something is kept.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ChainLineIndex ChainLineIndex;

ChainLineIndex *chain_line_index_new  (void);
void            chain_line_index_free (ChainLineIndex       *index);
void            chain_line_index_add  (ChainLineIndex       *index,
                                       guint                 line);
guint           chain_line_index_get  (const ChainLineIndex *index,
                                       gsize                 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLineIndex, chain_line_index_free)

G_END_DECLS
