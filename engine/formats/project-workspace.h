/* project-workspace.h: the statements of tensors and variables in a project file.
 *
 *   "workspace": {"text": "w = variable(5)\nL = w^2", "learning_rate": 0.01, "batch_size": 1}
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"
#include "formats/json-place.h"
#include "formats/project.h"

G_BEGIN_DECLS

gboolean chain_project_read_workspace  (const ChainJsonPlace *document,
                                        ChainProject         *project,
                                        GError              **error);
void     chain_project_write_workspace (ChainJsonWriter      *writer,
                                        const ChainProject   *project);

G_END_DECLS
