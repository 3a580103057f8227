/* csv-decode.c: the bytes of a text file as UTF-8, piece by piece.
 *
 * UTF-8 is read to where it is wanted and looked at there; all else goes through iconv.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-decode.h"

#include "base/error.h"

#include <errno.h>
#include <string.h>

#define UTF8 "UTF-8"
#define CHUNK 65536      /* bytes to convert at a time */
#define MARK_SIZE 4      /* the longest byte-order mark */
#define LONGEST_CHARACTER 4

/* Longer marks first: UTF-32's begins with UTF-16's. */
static const struct
{
  const char *mark;
  gsize       length;
  const char *encoding;
} marks[] = {
  { "\xff\xfe\0\0", 4, "UTF-32LE" },
  { "\0\0\xfe\xff", 4, "UTF-32BE" },
  { "\xef\xbb\xbf", 3, UTF8 },
  { "\xff\xfe", 2, "UTF-16LE" },
  { "\xfe\xff", 2, "UTF-16BE" },
};

/* What people take for a CSV file, by its first bytes; no text begins so. */
static const struct
{
  const char *magic;
  gsize       length;
  const char *found;
} not_texts[] = {
  { "PK\3\4", 4, "a zip archive; a spreadsheet is one too, and can be saved as CSV" },
  { "\xd0\xcf\x11\xe0", 4, "an Office document; a spreadsheet can be saved as CSV" },
  { "\xfd" "7zX", 4, "data packed with xz" },
  { "\x28\xb5\x2f\xfd", 4, "data packed with Zstandard" },
  { "\x89HDF", 4, "HDF5 data" },
};

struct _ChainCsvDecoder
{
  ChainCsvInput *input;
  char          *encoding;  /* NULL: UTF-8, for all that is known */
  GIConv         converter; /* (GIConv) -1 for UTF-8 */
  char          *chunk;     /* [CHUNK] bytes that were read and are not decoded yet */
  gsize          n_chunk;
  gboolean       ended;     /* nothing follows the chunk */
  ChainCsvDecode wrong;     /* what follows the text that was given last */
};

#define NO_CONVERTER ((GIConv) -1)

static gboolean
is_plain (const char *text, gsize length)
{
  const guint64 high = 0x8080808080808080;
  const guint64 low = 0x0101010101010101;
  guint64       found = 0;
  gsize         i = 0;

  /* A byte from 0x80 shows as it is, a zero by borrowing; no other byte shows unless one of them
   * stands below it. */
  for (; i + sizeof found <= length; i += sizeof found)
    {
      guint64 eight;

      memcpy (&eight, text + i, sizeof eight);
      found |= eight | (eight - low);
    }
  if ((found & high) != 0)
    return FALSE;
  for (; i < length; i++)
    if (text[i] <= 0)
      return FALSE;
  return TRUE;
}

static gboolean
fill_chunk (ChainCsvDecoder *decoder, gsize least, GCancellable *cancellable, GError **error)
{
  while (decoder->n_chunk < least && !decoder->ended)
    {
      gsize n;

      if (!chain_csv_input_read (decoder->input, decoder->chunk + decoder->n_chunk,
                                 CHUNK - decoder->n_chunk, &n, cancellable, error))
        return FALSE;
      decoder->n_chunk += n;
      decoder->ended = n == 0;
    }
  return TRUE;
}

static void
drop_from_chunk (ChainCsvDecoder *decoder, gsize n)
{
  decoder->n_chunk -= n;
  memmove (decoder->chunk, decoder->chunk + n, decoder->n_chunk);
}

/* From the chunk what is there, from the file straight into @buffer. */
static gboolean
read_raw (ChainCsvDecoder *decoder,
          char            *buffer,
          gsize            size,
          gsize           *length,
          GCancellable    *cancellable,
          GError         **error)
{
  gsize n;

  *length = MIN (size, decoder->n_chunk);
  memcpy (buffer, decoder->chunk, *length);
  drop_from_chunk (decoder, *length);
  if (*length == size || decoder->ended)
    return TRUE;
  if (!chain_csv_input_read (decoder->input, buffer + *length, size - *length, &n, cancellable,
                             error))
    return FALSE;
  decoder->ended = n == 0;
  *length += n;
  return TRUE;
}

/* Text up to the last whole character, of which the beginning goes back into the chunk. */
static ChainCsvDecode
read_utf8 (ChainCsvDecoder *decoder,
           char            *buffer,
           gsize            size,
           gsize           *n_written,
           GCancellable    *cancellable,
           GError         **error)
{
  gsize       length;
  gsize       rest;
  const char *end;

  do
    {
      if (!read_raw (decoder, buffer, size, &length, cancellable, error))
        return CHAIN_CSV_DECODE_ERROR;
      *n_written = length;
      if (length == 0 || is_plain (buffer, length) || g_utf8_validate_len (buffer, length, &end))
        return CHAIN_CSV_DECODE_TEXT;
      *n_written = (gsize) (end - buffer);
      rest = length - *n_written;
      if (*end == '\0')
        decoder->wrong = CHAIN_CSV_DECODE_ZERO;
      else if (rest >= LONGEST_CHARACTER || decoder->ended)
        decoder->wrong = CHAIN_CSV_DECODE_INVALID;
      else
        {
          memmove (decoder->chunk + rest, decoder->chunk, decoder->n_chunk);
          memcpy (decoder->chunk, end, rest);
          decoder->n_chunk += rest;
        }
    }
  while (*n_written == 0 && decoder->wrong == CHAIN_CSV_DECODE_TEXT);
  return *n_written > 0 ? CHAIN_CSV_DECODE_TEXT : decoder->wrong;
}

static void
stop_at_zero (ChainCsvDecoder *decoder, const char *buffer, gsize *n_written)
{
  const char *zero = memchr (buffer, '\0', *n_written);

  if (zero == NULL)
    return;
  *n_written = (gsize) (zero - buffer);
  decoder->wrong = CHAIN_CSV_DECODE_ZERO;
}

static ChainCsvDecode
read_converted (ChainCsvDecoder *decoder,
                char            *buffer,
                gsize            size,
                gsize           *n_written,
                GCancellable    *cancellable,
                GError         **error)
{
  gsize room = size;

  do
    {
      char *in = decoder->chunk;
      char *out = buffer;
      gsize n_in;
      gsize status;
      int   reason;

      if (!fill_chunk (decoder, MIN (decoder->n_chunk + 1, CHUNK), cancellable, error))
        return CHAIN_CSV_DECODE_ERROR;
      n_in = decoder->n_chunk;
      status = n_in > 0 ? g_iconv (decoder->converter, &in, &n_in, &out, &room)
                        : g_iconv (decoder->converter, NULL, NULL, &out, &room);
      reason = errno;
      drop_from_chunk (decoder, (gsize) (in - decoder->chunk));
      *n_written = (gsize) (out - buffer);
      stop_at_zero (decoder, buffer, n_written);
      if (status == (gsize) -1 && (reason == EILSEQ || (reason == EINVAL && decoder->ended))
          && decoder->wrong == CHAIN_CSV_DECODE_TEXT)
        decoder->wrong = CHAIN_CSV_DECODE_INVALID;
    }
  while (*n_written == 0 && decoder->wrong == CHAIN_CSV_DECODE_TEXT
         && (decoder->n_chunk > 0 || !decoder->ended));
  return *n_written > 0 ? CHAIN_CSV_DECODE_TEXT : decoder->wrong;
}

static gboolean
check_is_text (const ChainCsvDecoder *decoder, const char *file, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_texts); i++)
    if (decoder->n_chunk >= not_texts[i].length
        && memcmp (decoder->chunk, not_texts[i].magic, not_texts[i].length) == 0)
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED, "%s: expected text, found %s",
                     file, not_texts[i].found);
        return FALSE;
      }
  return TRUE;
}

/* Past a byte-order mark, which is believed more than what was asked for. */
static void
take_mark (ChainCsvDecoder *decoder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (decoder->n_chunk >= marks[i].length
        && memcmp (decoder->chunk, marks[i].mark, marks[i].length) == 0)
      {
        g_free (decoder->encoding);
        decoder->encoding = g_strdup (marks[i].encoding);
        drop_from_chunk (decoder, marks[i].length);
        return;
      }
}

static gboolean
open_converter (ChainCsvDecoder *decoder, const char *file, GError **error)
{
  if (decoder->encoding == NULL || g_ascii_strcasecmp (decoder->encoding, UTF8) == 0)
    return TRUE;
  decoder->converter = g_iconv_open (UTF8, decoder->encoding);
  if (decoder->converter != NO_CONVERTER)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: unknown encoding \"%s\"", file,
               decoder->encoding);
  return FALSE;
}

/**
 * chain_csv_decoder_new:
 * @file: what messages call the file
 * @input: its bytes, read on from here; outlives the decoder
 * @encoding: (nullable): an iconv name; %NULL to go by the byte-order mark, else UTF-8
 * @cancellable: (nullable): looked at while a pipe is waited for
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the text of @input without byte-order mark, from its
 *   beginning; %NULL if @encoding is unknown or the bytes cannot be had
 */
ChainCsvDecoder *
chain_csv_decoder_new (const char    *file,
                       ChainCsvInput *input,
                       const char    *encoding,
                       GCancellable  *cancellable,
                       GError       **error)
{
  g_autoptr (ChainCsvDecoder) decoder = g_new0 (ChainCsvDecoder, 1);

  decoder->input = input;
  decoder->encoding = g_strdup (encoding);
  decoder->converter = NO_CONVERTER;
  decoder->chunk = g_malloc (CHUNK);
  if (!fill_chunk (decoder, MARK_SIZE, cancellable, error)
      || !check_is_text (decoder, file, error))
    return NULL;
  take_mark (decoder);
  if (!open_converter (decoder, file, error))
    return NULL;
  return g_steal_pointer (&decoder);
}

/**
 * chain_csv_decoder_free:
 * @decoder: (transfer full) (nullable): to free
 */
void
chain_csv_decoder_free (ChainCsvDecoder *decoder)
{
  if (decoder == NULL)
    return;
  if (decoder->converter != NO_CONVERTER)
    g_iconv_close (decoder->converter);
  g_free (decoder->encoding);
  g_free (decoder->chunk);
  g_free (decoder);
}

/**
 * chain_csv_decoder_read:
 * @decoder: where reading stands; moved on
 * @buffer: [size] written to
 * @size: most bytes to write, at least 64
 * @n_written: (out): bytes of whole characters in @buffer, which hold no zero byte
 * @cancellable: (nullable): looked at while a pipe is waited for
 * @error: set with %CHAIN_CSV_DECODE_ERROR
 *
 * Returns: text, none of it only at the end; or what is wrong, when all text before it was given
 */
ChainCsvDecode
chain_csv_decoder_read (ChainCsvDecoder *decoder,
                        char            *buffer,
                        gsize            size,
                        gsize           *n_written,
                        GCancellable    *cancellable,
                        GError         **error)
{
  *n_written = 0;
  if (decoder->wrong != CHAIN_CSV_DECODE_TEXT)
    return decoder->wrong;
  if (decoder->converter == NO_CONVERTER)
    return read_utf8 (decoder, buffer, size, n_written, cancellable, error);
  return read_converted (decoder, buffer, size, n_written, cancellable, error);
}

/**
 * chain_csv_decoder_get_encoding:
 * @decoder: a decoder
 *
 * Returns: (transfer none) (nullable): the encoding asked for or marked; %NULL if the text is only
 *   supposed to be UTF-8
 */
const char *
chain_csv_decoder_get_encoding (const ChainCsvDecoder *decoder)
{
  return decoder->encoding;
}
