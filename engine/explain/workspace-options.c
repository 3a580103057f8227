/* workspace-options.c: what a project keeps of a workspace.
 *
 * SPDX-License-Identifier: MIT
 */
#include "explain/workspace.h"

/**
 * chain_workspace_options_init:
 * @options: (out caller-allocates): gets no text, a learning rate of 0.01 and batches of 1
 */
void
chain_workspace_options_init (ChainWorkspaceOptions *options)
{
  *options = (ChainWorkspaceOptions){ .learning_rate = 0.01, .batch_size = 1 };
}

/**
 * chain_workspace_options_copy:
 * @options: to copy
 * @copy: (out caller-allocates): cleared before if it held something
 */
void
chain_workspace_options_copy (const ChainWorkspaceOptions *options, ChainWorkspaceOptions *copy)
{
  *copy = *options;
  copy->text = g_strdup (options->text);
}

/**
 * chain_workspace_options_clear:
 * @options: loses its text
 */
void
chain_workspace_options_clear (ChainWorkspaceOptions *options)
{
  g_clear_pointer (&options->text, g_free);
}
