/* workspace-picture.h: the graph of a workspace as it is drawn.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"
#include "ui/paint/graph-picture.h"

G_BEGIN_DECLS

ChainGraphPicture *chain_workspace_picture_new   (ChainWorkspace          *workspace,
                                                  const ChainGraphPicture *before,
                                                  double                   em);
GByteArray        *chain_workspace_picture_known (ChainWorkspace          *workspace,
                                                  guint                    position);
gboolean           chain_workspace_reads_data    (const ChainWorkspace    *workspace);
char              *chain_shape_to_text           (gsize                    rows,
                                                  gsize                    columns);

G_END_DECLS
