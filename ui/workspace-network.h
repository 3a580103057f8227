/* workspace-network.h: a network as statements, and statements as a network.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

char    *chain_workspace_text_of_network (const ChainNetwork *network,
                                          const ChainOp      *loss);
gboolean chain_workspace_to_network      (ChainWorkspace     *workspace,
                                          ChainProject       *project,
                                          GError            **error);

G_END_DECLS
