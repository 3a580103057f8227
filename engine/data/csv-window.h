/* csv-window.h: the part of a CSV file's text that is in memory while it is read.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "data/csv-input.h"
#include "data/csv-scanner.h"

G_BEGIN_DECLS

typedef struct _ChainCsvWindow ChainCsvWindow;

ChainCsvWindow *chain_csv_window_new         (const char      *file,
                                              ChainCsvInput   *input,
                                              const char      *encoding,
                                              GCancellable    *cancellable,
                                              GError         **error);
void            chain_csv_window_free        (ChainCsvWindow  *window);
gboolean        chain_csv_window_fill        (ChainCsvWindow  *window,
                                              ChainCsvScanner *scanner,
                                              GError         **error);
gboolean        chain_csv_window_begin_again (ChainCsvWindow  *window,
                                              ChainCsvScanner *scanner,
                                              GError         **error);
gboolean        chain_csv_window_is_first    (const ChainCsvWindow *window);
guint           chain_csv_window_not_utf8    (const ChainCsvWindow *window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCsvWindow, chain_csv_window_free)

G_END_DECLS
