/* export-npz.c: weights for numpy: a zip archive of .npy arrays, float64 in C order.
 *
 * The arrays are named layer1_kernel [inputs, units], layer1_bias [units], …, then input_offset
 * and input_scale [inputs] (a network reads (x − offset) / scale), and output_offset and
 * output_scale [outputs] for the way back. Equal projects give equal bytes.
 * Format: numpy.lib.format, version 1.0.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/export-formats.h"

#include "base/error.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define MAGIC "\x93NUMPY\x01"
#define MAGIC_SIZE 8  /* with the minor version, 0, and before the length of the header */
#define ALIGNMENT 64  /* of the numbers in the file */

/* The bytes of one .npy file. */
static GByteArray *
npy_new (const double *values,
         const char   *shape,
         gsize         n_values)
{
  GByteArray          *bytes = g_byte_array_new ();
  g_autoptr (GString)  header = g_string_new (NULL);
  guint16              length;

  g_string_printf (header, "{'descr': '<f8', 'fortran_order': False, 'shape': %s, }", shape);
  while ((MAGIC_SIZE + sizeof length + header->len + 1) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length = GUINT16_TO_LE ((guint16) header->len);

  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_SIZE);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header->str, header->len);
  for (gsize i = 0; i < n_values; i++)
    {
      guint64 bits;

      memcpy (&bits, &values[i], sizeof bits);
      bits = GUINT64_TO_LE (bits);
      g_byte_array_append (bytes, (const guint8 *) &bits, sizeof bits);
    }
  return bytes;
}

/* The entry has no time: libarchive then writes the format's earliest, always the same. */
static gboolean
add_array (struct archive *archive,
           const char     *name,
           const double   *values,
           gsize           rows,
           gsize           columns)
{
  g_autofree char       *path = g_strconcat (name, ".npy", NULL);
  g_autofree char       *shape
      = rows == 0 ? g_strdup_printf ("(%" G_GSIZE_FORMAT ",)", columns)
                  : g_strdup_printf ("(%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ")", rows, columns);
  g_autoptr (GByteArray) bytes = npy_new (values, shape, MAX (rows, 1) * columns);
  struct archive_entry  *entry = archive_entry_new ();
  gboolean               ok;

  archive_entry_set_pathname (entry, path);
  archive_entry_set_size (entry, bytes->len);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  ok = archive_write_header (archive, entry) == ARCHIVE_OK
       && archive_write_data (archive, bytes->data, bytes->len) == (la_ssize_t) bytes->len;
  archive_entry_free (entry);
  return ok;
}

static gboolean
add_layers (struct archive     *archive,
            const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      g_autofree char  *kernel = g_strdup_printf ("layer%u_kernel", i + 1);
      g_autofree char  *bias = g_strdup_printf ("layer%u_bias", i + 1);

      if (!add_array (archive, kernel, layer->kernel->values, layer->kernel->rows,
                      layer->kernel->columns))
        return FALSE;
      if (layer->bias != NULL && !add_array (archive, bias, layer->bias->values, 0, layer->units))
        return FALSE;
    }
  return TRUE;
}

/* Offset and scale of every number of an encoded row; 0 and 1 where it is not scaled. */
static gboolean
add_encoder (struct archive     *archive,
             const char         *prefix,
             const ChainEncoder *encoder)
{
  g_autofree double *offsets = g_new (double, encoder->width);
  g_autofree double *scales = g_new (double, encoder->width);
  g_autofree char   *offset = g_strconcat (prefix, "_offset", NULL);
  g_autofree char   *scale = g_strconcat (prefix, "_scale", NULL);

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      const gboolean      is_number = feature->encoding == CHAIN_ENCODING_NUMBER;

      for (guint k = 0; k < feature->width; k++)
        {
          offsets[feature->first + k] = is_number ? feature->offset : 0;
          scales[feature->first + k] = is_number ? feature->scale : 1;
        }
    }
  return add_array (archive, offset, offsets, 0, encoder->width)
         && add_array (archive, scale, scales, 0, encoder->width);
}

static la_ssize_t
collect (struct archive *archive,
         void           *data,
         const void     *bytes,
         size_t          length)
{
  g_byte_array_append (data, bytes, length);
  return (la_ssize_t) length;
}

static GBytes *
write_npz (const ChainProject *project,
           const ChainDataset *dataset,
           GError            **error)
{
  struct archive        *archive = archive_write_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean               ok;

  archive_write_set_bytes_in_last_block (archive, 1);
  ok = archive_write_set_format_zip (archive) == ARCHIVE_OK
       && archive_write_zip_set_compression_store (archive) == ARCHIVE_OK
       && archive_write_open (archive, bytes, NULL, collect, NULL) == ARCHIVE_OK
       && add_layers (archive, project->network)
       && add_encoder (archive, "input", dataset->input_encoder)
       && add_encoder (archive, "output", dataset->target_encoder)
       && archive_write_close (archive) == ARCHIVE_OK;
  if (!ok)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "the archive cannot be written: %s",
                 archive_error_string (archive) != NULL ? archive_error_string (archive)
                                                        : "no reason given");
  archive_write_free (archive);
  return ok ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

const ChainExportFormat chain_export_npz = {
  .name = "npz",
  .extension = "npz",
  .title = "Arrays for numpy",
  .about = "Kernels, biases and scaling as float64 arrays",
  .write = write_npz,
};
