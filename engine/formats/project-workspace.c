/* project-workspace.c: the statements of tensors and variables in a project file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-workspace.h"

#include "formats/unknown-keys.h"

#include <string.h>

#define LARGEST_BATCH 1000000000

/**
 * chain_project_read_workspace:
 * @document: the project file
 * @project: gets its workspace; what the file leaves out is as chain_workspace_options_init() says
 * @error: set to "FILE:LINE: what is wrong"
 *
 * A text that is no statements is kept all the same: whoever opens the project can mend it.
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_project_read_workspace (const ChainJsonPlace *document,
                              ChainProject         *project,
                              GError              **error)
{
  ChainWorkspaceOptions  *options = &project->workspace;
  g_auto (ChainJsonPlace) workspace = { 0 };
  g_auto (ChainJsonPlace) rate = { 0 };

  chain_json_place_member (document, "workspace", &workspace);
  if (workspace.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&workspace, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_string (&workspace, "text", &options->text, error)
      || !chain_json_read_number (&workspace, "learning_rate", &options->learning_rate, error)
      || !chain_json_read_guint (&workspace, "batch_size", 0, LARGEST_BATCH, &options->batch_size,
                                 error))
    return FALSE;
  chain_json_place_member (&workspace, "learning_rate", &rate);
  if (options->learning_rate <= 0)
    return chain_json_place_fail (&rate, CHAIN_ERROR_VALUE, error, "a number above 0");
  return TRUE;
}

/**
 * chain_project_write_workspace:
 * @writer: in the project's object
 * @project: a project
 *
 * Writes the workspace, if there is one.
 */
void
chain_project_write_workspace (ChainJsonWriter    *writer,
                               const ChainProject *project)
{
  const ChainWorkspaceOptions *options = &project->workspace;

  if (options->text == NULL)
    return;
  chain_json_writer_begin_object (writer, "workspace", CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "text", options->text);
  chain_json_writer_number (writer, "learning_rate", options->learning_rate);
  chain_json_writer_whole (writer, "batch_size", options->batch_size);
  chain_unknown_keys_write (project->unknown, "workspace", writer);
  chain_json_writer_end (writer);
}

/**
 * chain_project_use_workspace:
 * @project: gets the network
 * @workspace: whose target is one chain of dense layers
 * @error: set to what is no part of such a chain, and where it stands
 *
 * Gives the project the network that a workspace is, with its loss, if it has one, and the columns
 * it reads, if it names them. The network must still fit the data, as one that is edited must.
 *
 * Returns: %FALSE on an error, and then @project is as it was
 */
gboolean
chain_project_use_workspace (ChainProject   *project,
                             ChainWorkspace *workspace,
                             GError        **error)
{
  g_autoptr (ChainWorkspaceNetwork) read = chain_workspace_to_network (workspace, error);

  if (read == NULL)
    return FALSE;
  read->network->seed = project->network->seed;
  chain_network_free (project->network);
  project->network = g_steal_pointer (&read->network);
  chain_project_set_paused (project, NULL);
  if (read->loss != NULL)
    {
      project->training.loss = read->loss;
      memcpy (project->training.loss_parameters, read->loss_parameters,
              sizeof read->loss_parameters);
    }
  if (read->features != NULL)
    {
      g_strfreev (project->data.features);
      project->data.features = g_steal_pointer (&read->features);
    }
  if (read->target != NULL)
    {
      g_strfreev (project->data.targets);
      project->data.targets = g_new0 (char *, 2);
      project->data.targets[0] = g_steal_pointer (&read->target);
    }
  return TRUE;
}
