/* console.c: what the command line prints.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define SILENT (1 * G_USEC_PER_SEC)    /* work shorter than this shows no bar */
#define INTERVAL (G_USEC_PER_SEC / 10) /* between two drawings of the bar */
#define BAR_WIDTH 30

/**
 * chain_console_print:
 * @format: printf format of a result
 * @...: its arguments
 *
 * Writes to standard output.
 */
void
chain_console_print (const char *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fputs (text, stdout);
}

/**
 * chain_console_message:
 * @format: printf format of a message without a line break at its end
 * @...: its arguments
 *
 * Writes "chainrule: " and the message to standard error, as one line.
 */
void
chain_console_message (const char *format,
                       ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_strdelimit (text, "\r\n", ' ');
  fflush (stdout);
  fprintf (stderr, "chainrule: %s\n", text);
}

/**
 * chain_console_error:
 * @error: why something could not be done
 */
void
chain_console_error (const GError *error)
{
  chain_console_message ("%s", error->message);
}

/**
 * chain_console_finish:
 *
 * Makes sure that all results have arrived: a full disk behind a pipe is an error too.
 *
 * Returns: %FALSE if some were lost
 */
gboolean
chain_console_finish (void)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  chain_console_message ("standard output: %s", g_strerror (errno));
  return FALSE;
}

/**
 * chain_progress_start:
 * @bar: (out caller-allocates): a bar, not shown yet
 */
void
chain_progress_start (ChainProgressBar *bar)
{
  bar->started = g_get_monotonic_time ();
  bar->drawn = 0;
}

/**
 * chain_progress_set:
 * @bar: a bar
 * @done: 0 to 1
 * @what: what is being done, after the bar
 *
 * Draws the bar over itself, where standard error is a terminal and the work is a long one.
 */
void
chain_progress_set (ChainProgressBar *bar,
                    double            done,
                    const char       *what)
{
  const gint64 now = g_get_monotonic_time ();
  const int    full = (int) (CLAMP (done, 0, 1) * BAR_WIDTH);

  if (now - bar->started < SILENT || now - bar->drawn < INTERVAL || !isatty (STDERR_FILENO))
    return;
  bar->drawn = now;
  fputs ("\r\033[K", stderr);
  for (int i = 0; i < BAR_WIDTH; i++)
    fputs (i < full ? "━" : "─", stderr);
  fprintf (stderr, " %3.0f %%  %s", 100 * CLAMP (done, 0, 1), what);
  fflush (stderr);
}

/**
 * chain_progress_end:
 * @bar: a bar
 *
 * Takes the bar away.
 */
void
chain_progress_end (ChainProgressBar *bar)
{
  if (bar->drawn != 0)
    fputs ("\r\033[K", stderr);
  bar->drawn = 0;
}
