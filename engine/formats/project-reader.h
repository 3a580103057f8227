/* project-reader.h: the parts of a project file, each read by a file of its own.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/json-choice.h"
#include "formats/project.h"

G_BEGIN_DECLS

gboolean      chain_project_read_data    (const ChainJsonPlace *document,
                                          ChainProject         *project,
                                          const char           *folder,
                                          GError              **error);
ChainSource  *chain_project_read_source  (const ChainJsonPlace *source,
                                          const char           *title,
                                          const char           *folder,
                                          GError              **error);
ChainNetwork *chain_project_read_network (const ChainJsonPlace *network,
                                          GError              **error);

G_END_DECLS
