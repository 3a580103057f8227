/* project-fit.h: an output layer and a loss that suit the project's targets.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

gboolean chain_project_fit_output (ChainProject     *project,
                                   const ChainTable *table);

G_END_DECLS
