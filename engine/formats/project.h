/* project.h: the document: data, network and training, as one file holds them.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/dataset.h"
#include "data/source.h"
#include "explain/workspace.h"
#include "model/network.h"
#include "training/options.h"
#include "training/training-state.h"

G_BEGIN_DECLS

typedef struct
{
  char                *name;
  ChainSource         *source;
  ChainDataOptions     data;
  ChainNetwork        *network;
  ChainTrainingOptions training;
  ChainWorkspaceOptions workspace; /* of the Autodiff page */
  ChainTrainingState  *paused;  /* of a run that was stopped; see chain_project_paused() */
  char                *paused_mark;
  gpointer             unknown; /* keys of the file this program does not know, kept for saving */
} ChainProject;

ChainProject *chain_project_new            (const char         *name,
                                            ChainSource        *source,
                                            const char *const  *features,
                                            const char *const  *targets);
ChainProject *chain_project_new_for_sample (const char         *sample);
ChainProject *chain_project_new_for_table  (const char         *name,
                                            ChainSource        *source,
                                            const ChainTable   *table,
                                            const char *const  *features,
                                            const char *const  *targets,
                                            const char         *layers,
                                            const char         *loss,
                                            GError            **error);
ChainProject *chain_project_new_from_table (const char             *name,
                                            ChainSource            *source,
                                            const ChainTable       *table,
                                            const ChainDataOptions *known,
                                            const char             *layers,
                                            const char             *loss,
                                            GError                **error);
ChainProject *chain_project_copy           (const ChainProject *project);
void          chain_project_free           (ChainProject       *project);

ChainProject *chain_project_load           (const char         *path,
                                            GPtrArray          *warnings,
                                            GError            **error);
gboolean      chain_project_save           (const ChainProject *project,
                                            const char         *path,
                                            GError            **error);

void                      chain_project_set_paused (ChainProject       *project,
                                                    ChainTrainingState *state);
const ChainTrainingState *chain_project_paused     (const ChainProject *project);

ChainDataset *chain_project_open_data      (ChainProject       *project,
                                            GCancellable       *cancellable,
                                            GError            **error);
ChainDataset *chain_project_use_table      (ChainProject       *project,
                                            ChainTable         *table,
                                            GError            **error);
gboolean      chain_project_use_workspace  (ChainProject       *project,
                                            ChainWorkspace     *workspace,
                                            GError            **error);
gboolean      chain_project_use_dataset    (ChainProject       *project,
                                            const ChainDataset *dataset,
                                            GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainProject, chain_project_free)

G_END_DECLS
