/* console.h: what the command line prints: results, messages, and how far a long job is.
 *
 * Text goes out as UTF-8 whatever the locale says; results to standard output, all else to
 * standard error.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 started; /* µs */
  gint64 drawn;   /* µs; 0: never */
} ChainProgressBar;

void     chain_console_print    (const char       *format,
                                 ...) G_GNUC_PRINTF (1, 2);
void     chain_console_message  (const char       *format,
                                 ...) G_GNUC_PRINTF (1, 2);
void     chain_console_error    (const GError     *error);
gboolean chain_console_finish   (void);

void     chain_progress_start   (ChainProgressBar *bar);
void     chain_progress_set     (ChainProgressBar *bar,
                                 double            done,
                                 const char       *what);
void     chain_progress_end     (ChainProgressBar *bar);

G_END_DECLS
