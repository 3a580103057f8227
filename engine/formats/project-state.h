/* project-state.h: the paused run of a project in its file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"
#include "formats/json-place.h"
#include "formats/project.h"

G_BEGIN_DECLS

void     chain_project_write_state (const ChainProject   *project,
                                    ChainJsonWriter      *writer);
gboolean chain_project_read_state  (const ChainJsonPlace *training,
                                    ChainProject         *project,
                                    GPtrArray            *warnings,
                                    GError              **error);

G_END_DECLS
