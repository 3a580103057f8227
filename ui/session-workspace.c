/* session-workspace.c: the statements that the document keeps for the Autodiff page.
 *
 * They touch neither the rows nor the network, so an edit of them leaves the stepper, a run and all
 * their results alone.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

/**
 * chain_session_edit_workspace:
 * @session: a session with a document
 * @options: what the document shall keep
 * @label: the edit in words, as a menu names it
 * @merge: (nullable): edits in a row with the same key are undone as one
 *
 * Nobody is told but those who watch whether the document is modified or can be undone.
 */
void
chain_session_edit_workspace (ChainSession                *session,
                              const ChainWorkspaceOptions *options,
                              const char                  *label,
                              const char                  *merge)
{
  g_return_if_fail (CHAIN_IS_SESSION (session) && session->project != NULL);

  chain_session_remember (session, label, merge);
  chain_workspace_options_clear (&session->project->workspace);
  chain_workspace_options_copy (options, &session->project->workspace);
  chain_session_notify_document (session);
}
