/* csv-window.c: the part of a CSV file's text that is in memory while it is read.
 *
 * It holds whole records and the beginning of the next, and grows only where a record is longer
 * than it: by doubling, so that the work stays in proportion, and up to a limit.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-window.h"

#include "base/error.h"
#include "data/csv-decode.h"
#include "data/csv-reader.h"

#include <string.h>

#ifndef CHAIN_CSV_WINDOW_SIZE /* smaller where the edges are to be tested */
#define CHAIN_CSV_WINDOW_SIZE (256 * 1024)
#endif
#define LEAST_ROOM 64 /* what a decoder wants */

struct _ChainCsvWindow
{
  char            *file;
  char            *encoding;    /* asked for; NULL: to be found */
  ChainCsvInput   *input;       /* not owned */
  ChainCsvDecoder *decoder;
  GCancellable    *cancellable; /* not owned; nullable */
  char            *text;        /* [size + CHAIN_CSV_SLACK] */
  gsize            size;
  gboolean         is_first;    /* the text begins where the file does */
  guint            not_utf8;    /* the line that showed it; 0: none did */
};

static gboolean
set_decode_error (ChainCsvWindow        *window,
                  const ChainCsvScanner *scanner,
                  ChainCsvDecode         wrong,
                  GError               **error)
{
  const guint line = chain_csv_scanner_last_line (scanner);
  const char *encoding = chain_csv_decoder_get_encoding (window->decoder);

  if (wrong == CHAIN_CSV_DECODE_ZERO)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                 "%s:%u: expected text, found a zero byte", window->file, line);
  else if (wrong == CHAIN_CSV_DECODE_INVALID)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s:%u: expected text in %s, found bytes that are not", window->file, line,
                   encoding != NULL ? encoding : "UTF-8");
      if (encoding == NULL)
        window->not_utf8 = line;
    }
  return FALSE;
}

/* Room for more behind the rest, which is all of a record that was seen. */
static gboolean
grow (ChainCsvWindow *window, const ChainCsvScanner *scanner, gsize rest, GError **error)
{
  if (rest >= CHAIN_CSV_MOST_ROW_BYTES)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s:%u: expected a row of at most %d MiB, found a longer one: is a quote left "
                   "open?",
                   window->file, scanner->line, CHAIN_CSV_MOST_ROW_BYTES >> 20);
      return FALSE;
    }
  window->size *= 2;
  window->text = g_realloc (window->text, window->size + CHAIN_CSV_SLACK);
  return TRUE;
}

/* As much as there is room for, or until something is wrong: that is told when nothing else is. */
static gboolean
append (ChainCsvWindow *window, ChainCsvScanner *scanner, gsize *length, GError **error)
{
  const gsize before = *length;

  while (window->size - *length >= LEAST_ROOM)
    {
      gsize                n;
      const ChainCsvDecode read = chain_csv_decoder_read (window->decoder, window->text + *length,
                                                          window->size - *length, &n,
                                                          window->cancellable, error);

      if (read == CHAIN_CSV_DECODE_ERROR)
        return FALSE;
      if (read != CHAIN_CSV_DECODE_TEXT)
        return *length > before || set_decode_error (window, scanner, read, error);
      if (n == 0)
        {
          scanner->is_last = TRUE;
          break;
        }
      *length += n;
    }
  return TRUE;
}

static gboolean
open_decoder (ChainCsvWindow *window, GError **error)
{
  g_clear_pointer (&window->decoder, chain_csv_decoder_free);
  window->decoder = chain_csv_decoder_new (window->file, window->input, window->encoding,
                                           window->cancellable, error);
  window->is_first = TRUE;
  return window->decoder != NULL;
}

/**
 * chain_csv_window_new:
 * @file: what messages call the file
 * @input: its bytes, from the first; outlives the window
 * @encoding: (nullable): an iconv name; %NULL to go by the byte-order mark, else UTF-8
 * @cancellable: (nullable): looked at while a pipe is waited for; outlives the window
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): an empty window before the file's text; %NULL if @encoding
 *   is unknown or the bytes cannot be had
 */
ChainCsvWindow *
chain_csv_window_new (const char    *file,
                      ChainCsvInput *input,
                      const char    *encoding,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autoptr (ChainCsvWindow) window = g_new0 (ChainCsvWindow, 1);

  window->file = g_strdup (file);
  window->encoding = g_strdup (encoding);
  window->input = input;
  window->cancellable = cancellable;
  window->size = CHAIN_CSV_WINDOW_SIZE;
  window->text = g_malloc (window->size + CHAIN_CSV_SLACK);
  return open_decoder (window, error) ? g_steal_pointer (&window) : NULL;
}

/**
 * chain_csv_window_free:
 * @window: (transfer full) (nullable): to free
 */
void
chain_csv_window_free (ChainCsvWindow *window)
{
  if (window == NULL)
    return;
  g_clear_pointer (&window->decoder, chain_csv_decoder_free);
  g_free (window->text);
  g_free (window->encoding);
  g_free (window->file);
  g_free (window);
}

/**
 * chain_csv_window_fill:
 * @window: a window
 * @scanner: of its text, or without text at first: between two records, behind what may be
 *   forgotten; afterwards at the same place of more text
 * @error: return location for an error, which names the line
 *
 * Returns: %FALSE if the next bytes cannot be had, or are not text, or the next record is longer
 *   than %CHAIN_CSV_MOST_ROW_BYTES
 */
gboolean
chain_csv_window_fill (ChainCsvWindow *window, ChainCsvScanner *scanner, GError **error)
{
  gsize    length = (gsize) (scanner->end - scanner->at);
  gboolean filled;

  if (scanner->at != NULL && scanner->at != window->text)
    {
      memmove (window->text, scanner->at, length);
      window->is_first = FALSE;
    }
  chain_csv_scanner_set_text (scanner, window->text, window->text + length, FALSE);
  if (length > window->size / 2)
    {
      if (!grow (window, scanner, length, error))
        return FALSE;
      chain_csv_scanner_set_text (scanner, window->text, window->text + length, FALSE);
    }
  filled = append (window, scanner, &length, error);
  scanner->end = window->text + length;
  memset (window->text + length, '\n', CHAIN_CSV_SLACK);
  return filled;
}

/**
 * chain_csv_window_begin_again:
 * @window: a window
 * @scanner: of its text; afterwards at the beginning of the file's text, if there is no error
 * @error: return location for an error
 *
 * Where text was not UTF-8 and no encoding was asked for, the file is from now on read as
 * Windows-1252.
 *
 * Returns: %FALSE if the bytes cannot be had
 */
gboolean
chain_csv_window_begin_again (ChainCsvWindow *window, ChainCsvScanner *scanner, GError **error)
{
  const gboolean other_encoding = window->not_utf8 > 0 && window->encoding == NULL;

  scanner->line = 1;
  if (window->is_first && !other_encoding)
    {
      chain_csv_scanner_set_text (scanner, window->text, scanner->end, scanner->is_last);
      return TRUE;
    }
  if (other_encoding)
    window->encoding = g_strdup ("WINDOWS-1252");
  if (!chain_csv_input_rewind (window->input, window->cancellable, error)
      || !open_decoder (window, error))
    return FALSE;
  chain_csv_scanner_set_text (scanner, window->text, window->text, FALSE);
  return chain_csv_window_fill (window, scanner, error);
}

/**
 * chain_csv_window_is_first:
 * @window: a window
 *
 * Returns: whether the text begins where the file does, so that beginning again costs nothing
 */
gboolean
chain_csv_window_is_first (const ChainCsvWindow *window)
{
  return window->is_first;
}

/**
 * chain_csv_window_not_utf8:
 * @window: a window, after it could not be filled
 *
 * Returns: the first line that is not UTF-8, if the file may be read in another encoding;
 *   otherwise 0
 */
guint
chain_csv_window_not_utf8 (const ChainCsvWindow *window)
{
  return window->encoding == NULL ? window->not_utf8 : 0;
}
