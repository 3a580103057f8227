/* project-workspace.c: the statements of tensors and variables in a project file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project-workspace.h"

#include "formats/unknown-keys.h"

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
