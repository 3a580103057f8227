/* project-locks.h: single weights that are locked, as a project file lists them.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "base/json-writer.h"
#include "formats/json-place.h"
#include "formats/project.h"

G_BEGIN_DECLS

gboolean chain_project_read_locks  (const ChainJsonPlace *network,
                                    ChainNetwork         *into,
                                    GError              **error);
void     chain_project_write_locks (const ChainProject   *project,
                                    ChainJsonWriter      *writer);

G_END_DECLS
