/* project-edit.c: an edit made by a widget; the window tells when it is refused.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/project-edit.h"

#include "formats/project-fit.h"

/**
 * chain_project_edit:
 * @widget: the widget the edit was made with
 * @session: the document
 * @changed: (transfer full): a changed copy of the session's project
 * @label: names the edit for people
 * @merge: (nullable): edits in a row with the same key are undone as one
 *
 * Hands @changed to the session. If it is refused the document stays as it was and the window
 * shows the reason.
 *
 * Returns: whether the edit was made
 */
gboolean
chain_project_edit (GtkWidget    *widget,
                    ChainSession *session,
                    ChainProject *changed,
                    const char   *label,
                    const char   *merge)
{
  g_autoptr (GError) error = NULL;

  if (chain_session_edit (session, changed, label, merge, &error))
    return TRUE;
  gtk_widget_activate_action (widget, "win.show-error", "s", error->message);
  return FALSE;
}

/**
 * chain_project_edit_columns:
 * @widget: the widget the edit was made with
 * @session: the document
 * @changed: (transfer full): a copy of the session's project whose columns are used in another way
 * @label: names the edit for people
 *
 * As chain_project_edit(), with the network made to fit the columns.
 *
 * Returns: whether the edit was made
 */
gboolean
chain_project_edit_columns (GtkWidget    *widget,
                            ChainSession *session,
                            ChainProject *changed,
                            const char   *label)
{
  const ChainTable   *table = chain_session_get_table (session);
  const ChainProject *before = chain_session_get_project (session);

  chain_project_fit_inputs (changed, table, (const char *const *) before->data.features);
  chain_project_fit_output (changed, table);
  return chain_project_edit (widget, session, changed, label, NULL);
}
