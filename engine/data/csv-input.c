/* csv-input.c: the bytes of a file, a pipe or a memory block, in turn, as often as needed.
 *
 * A pipe gives its bytes once: they are kept in a temporary file that has no name, for the case
 * that they are wanted again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-input.h"

#include "base/error.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define PACKED_SIZE 65536
#define GZIP_MAGIC "\x1f\x8b"
#define GZIP_WINDOW (15 + 16) /* zlib's largest window, with a gzip header */

struct _ChainCsvInput
{
  char    *name;
  GBytes  *bytes;    /* owned; NULL for a file */
  int      file;     /* -1 for a memory block */
  int      kept;     /* what a pipe gave so far; -1 unless @file is a pipe */
  guint64  position; /* stored bytes read since the beginning */
  guint64  total;    /* stored bytes; 0 for a pipe */
  gboolean at_start;
  gboolean ended;    /* no more stored bytes */

  /* Stored bytes that were read ahead: to look at the first ones, and to unpack. */
  guchar  *packed;
  gsize    n_packed; /* unread ones */
  gsize    first;    /* index of the first of them */
  gboolean is_gzip;
  gboolean in_member; /* a gzip file is one member after the other, mostly one */
  z_stream gzip;
};

static gboolean
set_system_error (const ChainCsvInput *input, GError **error)
{
  const int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", input->name,
               g_strerror (code));
  return FALSE;
}

static gboolean
set_gzip_error (const ChainCsvInput *input, const char *what, GError **error)
{
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: the gzip data %s", input->name, what);
  return FALSE;
}

/* A pipe may have nothing to say for long: being cancelled is waited for beside it. */
static gboolean
wait_for_bytes (const ChainCsvInput *input, GCancellable *cancellable, GError **error)
{
  GPollFD    polled[2] = { { .fd = input->file, .events = G_IO_IN } };
  const guint n_polled = g_cancellable_make_pollfd (cancellable, &polled[1]) ? 2 : 1;
  int         n_ready;

  do
    n_ready = g_poll (polled, n_polled, -1);
  while (n_ready < 0 && errno == EINTR);
  if (n_polled > 1)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
keep (const ChainCsvInput *input, const char *bytes, gsize n_bytes, GError **error)
{
  while (n_bytes > 0)
    {
      const gssize n = write (input->kept, bytes, n_bytes);

      if (n < 0 && errno != EINTR)
        return set_system_error (input, error);
      bytes += MAX (n, 0);
      n_bytes -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

static gboolean
read_file (ChainCsvInput *input,
           char          *buffer,
           gsize          size,
           gsize         *n_read,
           GCancellable  *cancellable,
           GError       **error)
{
  gssize n;

  do
    {
      if (input->kept >= 0 && !wait_for_bytes (input, cancellable, error))
        return FALSE;
      n = read (input->file, buffer, size);
    }
  while (n < 0 && (errno == EINTR || errno == EAGAIN));
  if (n < 0)
    return set_system_error (input, error);
  *n_read = (gsize) n;
  return input->kept < 0 || keep (input, buffer, *n_read, error);
}

static void
read_bytes (ChainCsvInput *input, char *buffer, gsize size, gsize *n_read)
{
  gsize       length;
  const char *bytes = g_bytes_get_data (input->bytes, &length);

  *n_read = MIN (size, length - input->position);
  if (*n_read > 0)
    memcpy (buffer, bytes + input->position, *n_read);
}

static gboolean
read_stored (ChainCsvInput *input,
             char          *buffer,
             gsize          size,
             gsize         *n_read,
             GCancellable  *cancellable,
             GError       **error)
{
  if (input->bytes != NULL)
    read_bytes (input, buffer, size, n_read);
  else if (!read_file (input, buffer, size, n_read, cancellable, error))
    return FALSE;
  input->position += *n_read;
  input->ended = *n_read == 0;
  return TRUE;
}

/* Makes sure that at least @least bytes are read ahead, or all there are. */
static gboolean
read_ahead (ChainCsvInput *input, gsize least, GCancellable *cancellable, GError **error)
{
  if (input->n_packed >= least || input->ended)
    return TRUE;
  memmove (input->packed, input->packed + input->first, input->n_packed);
  input->first = 0;
  while (input->n_packed < least && !input->ended)
    {
      gsize n;

      if (!read_stored (input, (char *) input->packed + input->n_packed,
                        PACKED_SIZE - input->n_packed, &n, cancellable, error))
        return FALSE;
      input->n_packed += n;
    }
  return TRUE;
}

static gboolean
has_magic (const ChainCsvInput *input)
{
  return input->n_packed >= 2 && memcmp (input->packed + input->first, GZIP_MAGIC, 2) == 0;
}

/* What stands behind a member: another, or zeros that fill a block, or what does not belong. */
static gboolean
begin_member (ChainCsvInput *input, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      if (!read_ahead (input, 2, cancellable, error))
        return FALSE;
      if (has_magic (input))
        {
          input->in_member = inflateReset (&input->gzip) == Z_OK;
          return TRUE;
        }
      if (input->n_packed == 0)
        return TRUE;
      if (input->packed[input->first] != 0)
        return set_gzip_error (input, "is followed by something else", error);
      input->first++;
      input->n_packed--;
    }
}

static gboolean
unpack (ChainCsvInput *input,
        char          *buffer,
        gsize          size,
        gsize         *n_read,
        GCancellable  *cancellable,
        GError       **error)
{
  *n_read = 0;
  while (*n_read == 0)
    {
      int status;

      if (!input->in_member && !begin_member (input, cancellable, error))
        return FALSE;
      if (!input->in_member)
        return TRUE;
      if (!read_ahead (input, 1, cancellable, error))
        return FALSE;
      if (input->n_packed == 0)
        return set_gzip_error (input, "ends early", error);
      input->gzip.next_in = input->packed + input->first;
      input->gzip.avail_in = (guint) input->n_packed;
      input->gzip.next_out = (guchar *) buffer;
      input->gzip.avail_out = (guint) MIN (size, G_MAXINT);
      status = inflate (&input->gzip, Z_NO_FLUSH);
      input->first += input->n_packed - input->gzip.avail_in;
      input->n_packed = input->gzip.avail_in;
      *n_read = (gsize) ((char *) input->gzip.next_out - buffer);
      if (status == Z_STREAM_END)
        input->in_member = FALSE;
      else if (status != Z_OK && status != Z_BUF_ERROR)
        return set_gzip_error (input, "is damaged", error);
    }
  return TRUE;
}

/* From the bytes read ahead to find out what they are. */
static void
take_ahead (ChainCsvInput *input, char *buffer, gsize size, gsize *n_read)
{
  *n_read = MIN (size, input->n_packed);
  memcpy (buffer, input->packed + input->first, *n_read);
  input->first += *n_read;
  input->n_packed -= *n_read;
}

static void
forget (ChainCsvInput *input)
{
  input->position = 0;
  input->at_start = TRUE;
  input->ended = FALSE;
  input->first = 0;
  input->n_packed = 0;
  input->in_member = FALSE;
}

static ChainCsvInput *
input_new (const char *name)
{
  ChainCsvInput *input = g_new0 (ChainCsvInput, 1);

  input->name = g_strdup (name);
  input->file = -1;
  input->kept = -1;
  input->packed = g_malloc (PACKED_SIZE);
  forget (input);
  return input;
}

static int
open_unnamed (GError **error)
{
  g_autofree char *path = NULL;
  const int        file = g_file_open_tmp (NULL, &path, error);

  if (file >= 0)
    g_unlink (path);
  return file;
}

/* The rest of a pipe is kept too: what comes after the kept bytes is then the end. */
static gboolean
drain (ChainCsvInput *input, GCancellable *cancellable, GError **error)
{
  gsize n;

  do
    if (!read_stored (input, (char *) input->packed, PACKED_SIZE, &n, cancellable, error))
      return FALSE;
  while (n > 0);
  close (input->file);
  input->file = input->kept;
  input->kept = -1;
  input->total = input->position;
  return TRUE;
}

/**
 * chain_csv_input_open:
 * @path: a file, or a pipe with a name
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): its bytes, from the first
 */
ChainCsvInput *
chain_csv_input_open (const char *path, GError **error)
{
  g_autoptr (ChainCsvInput) input = input_new (path);
  struct stat               status;

  /* Without O_NONBLOCK a pipe that nobody writes to could not be given up. */
  input->file = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (input->file < 0 || fstat (input->file, &status) < 0)
    {
      set_system_error (input, error);
      return NULL;
    }
  if (S_ISDIR (status.st_mode))
    {
      errno = EISDIR;
      set_system_error (input, error);
      return NULL;
    }
  if (S_ISREG (status.st_mode))
    input->total = (guint64) status.st_size;
  else if ((input->kept = open_unnamed (error)) < 0)
    return NULL;
  return g_steal_pointer (&input);
}

/**
 * chain_csv_input_new:
 * @title: what messages call the bytes
 * @bytes: a memory block; a reference is taken
 *
 * Returns: (transfer full): its bytes, from the first
 */
ChainCsvInput *
chain_csv_input_new (const char *title, GBytes *bytes)
{
  ChainCsvInput *input = input_new (title);

  input->bytes = g_bytes_ref (bytes);
  input->total = g_bytes_get_size (bytes);
  return input;
}

/**
 * chain_csv_input_free:
 * @input: (transfer full) (nullable): to free
 */
void
chain_csv_input_free (ChainCsvInput *input)
{
  if (input == NULL)
    return;
  if (input->file >= 0)
    close (input->file);
  if (input->kept >= 0)
    close (input->kept);
  if (input->is_gzip)
    inflateEnd (&input->gzip);
  g_clear_pointer (&input->bytes, g_bytes_unref);
  g_free (input->packed);
  g_free (input->name);
  g_free (input);
}

/**
 * chain_csv_input_read:
 * @input: where reading stands; moved on
 * @buffer: [size] written to
 * @size: most bytes to read, at least 1
 * @n_read: (out): how many were read; 0 only at the end
 * @cancellable: (nullable): looked at while a pipe is waited for
 * @error: return location for an error
 *
 * Returns: %FALSE if the bytes cannot be had, or were not what gzip packs
 */
gboolean
chain_csv_input_read (ChainCsvInput *input,
                      char          *buffer,
                      gsize          size,
                      gsize         *n_read,
                      GCancellable  *cancellable,
                      GError       **error)
{
  if (input->at_start)
    {
      if (!read_ahead (input, 2, cancellable, error))
        return FALSE;
      input->at_start = FALSE;
      if (!input->is_gzip && has_magic (input))
        input->is_gzip = inflateInit2 (&input->gzip, GZIP_WINDOW) == Z_OK;
    }
  if (input->is_gzip)
    return unpack (input, buffer, size, n_read, cancellable, error);
  if (input->n_packed == 0)
    return read_stored (input, buffer, size, n_read, cancellable, error);
  take_ahead (input, buffer, size, n_read);
  return TRUE;
}

/**
 * chain_csv_input_rewind:
 * @input: to be read from its first byte again
 * @cancellable: (nullable): looked at while a pipe is waited for
 * @error: return location for an error
 *
 * Returns: %FALSE if that cannot be done
 */
gboolean
chain_csv_input_rewind (ChainCsvInput *input, GCancellable *cancellable, GError **error)
{
  if (input->kept >= 0 && !drain (input, cancellable, error))
    return FALSE;
  if (input->file >= 0 && lseek (input->file, 0, SEEK_SET) < 0)
    return set_system_error (input, error);
  forget (input);
  return TRUE;
}

/**
 * chain_csv_input_position:
 * @input: where reading stands
 *
 * Returns: bytes read since the beginning, of what is packed as it is stored
 */
guint64
chain_csv_input_position (const ChainCsvInput *input)
{
  return input->position;
}

/**
 * chain_csv_input_total:
 * @input: a file, pipe or memory block
 *
 * Returns: bytes to read in all, of what is packed as it is stored; 0 where that is unknown
 */
guint64
chain_csv_input_total (const ChainCsvInput *input)
{
  return input->total;
}
