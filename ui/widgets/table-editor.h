/* table-editor.h: typing into a cell of the rows.
 *
 * Enter takes the text and goes to the row below, Tab to the next column, Shift+Tab to the one
 * before; Escape gives up.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `text` is what was typed, or NULL if that was given up; `rows` and `columns` tell where to go
 * on: 0 and 0 for nowhere. The cell shows its own child again. */
typedef void (*ChainTableEdited) (guint       row,
                                  guint       column,
                                  const char *text,
                                  int         rows,
                                  int         columns,
                                  gpointer    data);

void chain_table_editor_begin (GtkListItem     *cell,
                               guint            row,
                               guint            column,
                               const char      *text,
                               gboolean         number,
                               ChainTableEdited edited,
                               gpointer         data);

G_END_DECLS
