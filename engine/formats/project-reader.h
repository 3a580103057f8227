/* project-reader.h: the parts of a project file, each read by a file of its own.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/json-choice.h"
#include "formats/project.h"

G_BEGIN_DECLS

ChainSource  *chain_project_read_source  (const ChainJsonPlace *source,
                                          const char           *title,
                                          const char           *folder,
                                          GError              **error);
ChainNetwork *chain_project_read_network (const ChainJsonPlace *network,
                                          GError              **error);

G_END_DECLS
