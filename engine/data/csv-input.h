/* csv-input.h: the bytes of a file, a pipe or a memory block, in turn, as often as needed.
 *
 * What is compressed with gzip is unpacked on the way, whatever the file is called.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ChainCsvInput ChainCsvInput;

ChainCsvInput *chain_csv_input_open     (const char     *path,
                                         GError        **error);
ChainCsvInput *chain_csv_input_new      (const char     *title,
                                         GBytes         *bytes);
void           chain_csv_input_free     (ChainCsvInput  *input);

gboolean       chain_csv_input_read     (ChainCsvInput  *input,
                                         char           *buffer,
                                         gsize           size,
                                         gsize          *n_read,
                                         GCancellable   *cancellable,
                                         GError        **error);
gboolean       chain_csv_input_rewind   (ChainCsvInput  *input,
                                         GCancellable   *cancellable,
                                         GError        **error);
guint64        chain_csv_input_position (const ChainCsvInput *input);
guint64        chain_csv_input_total    (const ChainCsvInput *input);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCsvInput, chain_csv_input_free)

G_END_DECLS
