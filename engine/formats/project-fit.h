/* project-fit.h: a network that goes on fitting when features or targets are chosen anew.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

void     chain_project_fit_inputs (ChainProject      *project,
                                   const ChainTable  *table,
                                   const char *const *features_before);
void     chain_project_fit_data   (ChainProject           *project,
                                   const ChainTable       *table,
                                   const ChainDataOptions *before);
gboolean chain_project_fit_output (ChainProject      *project,
                                   const ChainTable  *table);

G_END_DECLS
