/* workspace-examples.h: workspaces to begin with.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const char *title;
  const char *about;
  const char *text;
  double      learning_rate; /* 0: any */
  guint       batch_size;
} ChainWorkspaceExample;

const ChainWorkspaceExample *chain_workspace_examples     (guint      *n_examples);
const ChainWorkspaceExample *chain_workspace_example_find (const char *name);
char                        *chain_workspace_example_text (const ChainWorkspaceExample *example,
                                                           const ChainDataset          *dataset);

G_END_DECLS
