/* format-npz.c: a model for numpy: a zip archive of .npy arrays, numbers as float64 in C order.
 *
 * The arrays are named layer1_kernel [inputs, units], layer1_bias [units], …; layer_activation
 * holds a text for each layer. Those of the inputs say for each number a network reads what becomes
 * of a raw row:
 *
 * - input_column, the name of its column, and input_encoding, how it is made: "number", "date"
 *   (days since 1970-01-01, of a date of the form input_level), "one_hot" (1 where the value is
 *   input_level, else 0) or "ordinal" (the place of the value among the input_order of that
 *   input_order_column);
 * - input_fill, the number that stands for a missing value; NaN where none may be missing;
 * - input_offset and input_scale: the network reads (x − offset) / scale.
 *
 * Those of the outputs, output_column and so on, say the same for the way back; "binary" is 1 for
 * the second of the column's output_order. Equal projects give equal bytes.
 * Format: numpy.lib.format, version 1.0.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "base/error.h"
#include "formats/activation-text.h"
#include "formats/float-bytes.h"
#include "formats/npz-read.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>

#define MAGIC "\x93NUMPY\x01"
#define MAGIC_SIZE 8  /* with the minor version, 0, and before the length of the header */
#define ALIGNMENT 64  /* of the numbers in the file */

/* The bytes of one .npy file up to its values. */
static GByteArray *
npy_new (const char *type,
         const char *shape)
{
  GByteArray         *bytes = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new (NULL);
  guint16             length;

  g_string_printf (header, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  while ((MAGIC_SIZE + sizeof length + header->len + 1) % ALIGNMENT != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length = GUINT16_TO_LE ((guint16) header->len);

  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_SIZE);
  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header->str, header->len);
  return bytes;
}

/* The entry has no time: libarchive then writes the format's earliest, always the same. */
static gboolean
add_entry (struct archive   *archive,
           const char       *name,
           const GByteArray *bytes)
{
  g_autofree char      *path = g_strconcat (name, ".npy", NULL);
  struct archive_entry *entry = archive_entry_new ();
  gboolean              ok;

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
add_array (struct archive *archive,
           const char     *name,
           const double   *values,
           gsize           rows,
           gsize           columns)
{
  g_autofree char       *shape
      = rows == 0 ? g_strdup_printf ("(%" G_GSIZE_FORMAT ",)", columns)
                  : g_strdup_printf ("(%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ")", rows, columns);
  g_autoptr (GByteArray) bytes = npy_new ("<f8", shape);

  for (gsize i = 0; i < MAX (rows, 1) * columns; i++)
    chain_float_append (bytes, values[i]);
  return add_entry (archive, name, bytes);
}

/* numpy's texts are all as long as the longest, in UCS-4, with zeros after their ends. */
static gboolean
add_texts (struct archive *archive,
           const char     *prefix,
           const char     *name,
           GPtrArray      *texts)
{
  g_autofree char       *full = g_strdup_printf ("%s_%s", prefix, name);
  g_autofree char       *shape = g_strdup_printf ("(%u,)", texts->len);
  g_autofree char       *type = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  glong                  longest = 1;

  for (guint i = 0; i < texts->len; i++)
    longest = MAX (longest, g_utf8_strlen (g_ptr_array_index (texts, i), -1));
  type = g_strdup_printf ("<U%ld", longest);
  bytes = npy_new (type, shape);
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index (texts, i);

      for (glong k = 0; k < longest; k++)
        {
          const guint32 letter = GUINT32_TO_LE (*text != '\0' ? g_utf8_get_char (text) : 0);

          g_byte_array_append (bytes, (const guint8 *) &letter, sizeof letter);
          text = *text != '\0' ? g_utf8_next_char (text) : text;
        }
    }
  return add_entry (archive, full, bytes);
}

static gboolean
add_activations (struct archive     *archive,
                 const ChainNetwork *network)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    g_ptr_array_add (texts, chain_activation_text (chain_network_layer (network, i)));
  return add_texts (archive, "layer", "activation", texts);
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
  return add_activations (archive, network);
}

static gboolean
add_numbers (struct archive *archive,
             const char     *prefix,
             const char     *name,
             const double   *values,
             gsize           n_values)
{
  g_autofree char *full = g_strdup_printf ("%s_%s", prefix, name);

  return add_array (archive, full, values, 0, n_values);
}

/* Offset, scale and what stands for a missing value of every number of an encoded row. */
static gboolean
add_scaling (struct archive     *archive,
             const char         *prefix,
             const ChainEncoder *encoder)
{
  g_autofree double *offsets = g_new (double, encoder->width);
  g_autofree double *scales = g_new (double, encoder->width);
  g_autofree double *fills = g_new (double, encoder->width);

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      const gboolean      one_hot = feature->encoding == CHAIN_ENCODING_ONE_HOT;

      for (guint k = 0; k < feature->width; k++)
        {
          offsets[feature->first + k] = feature->offset;
          scales[feature->first + k] = feature->scale;
          fills[feature->first + k]
              = one_hot && !isnan (feature->fill) ? feature->fill == k : feature->fill;
        }
    }
  return add_numbers (archive, prefix, "offset", offsets, encoder->width)
         && add_numbers (archive, prefix, "scale", scales, encoder->width)
         && add_numbers (archive, prefix, "fill", fills, encoder->width);
}

/* A date has a form in the place of a level. */
static const char *
level_of (const ChainFeature *feature, guint k)
{
  if (feature->date_form != NULL)
    return chain_date_form_name (feature->date_form);
  return feature->encoding == CHAIN_ENCODING_ONE_HOT ? feature->levels[k] : "";
}

static const char *
encoding_name (const ChainFeature *feature)
{
  return feature->kind == CHAIN_KIND_DATE ? chain_kinds[CHAIN_KIND_DATE].name
                                          : chain_encoding_name (feature->encoding);
}

/* Where every number of an encoded row comes from, and the levels that count by their place. */
static gboolean
add_columns (struct archive     *archive,
             const char         *prefix,
             const ChainEncoder *encoder)
{
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  g_autoptr (GPtrArray) encodings = g_ptr_array_new ();
  g_autoptr (GPtrArray) levels = g_ptr_array_new ();
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autoptr (GPtrArray) order_columns = g_ptr_array_new ();

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      const gboolean      one_hot = feature->encoding == CHAIN_ENCODING_ONE_HOT;

      for (guint k = 0; k < feature->width; k++)
        {
          g_ptr_array_add (columns, feature->column);
          g_ptr_array_add (encodings, (gpointer) encoding_name (feature));
          g_ptr_array_add (levels, (gpointer) level_of (feature, k));
        }
      for (guint k = 0; !one_hot && feature->levels != NULL && feature->levels[k] != NULL; k++)
        {
          g_ptr_array_add (order, feature->levels[k]);
          g_ptr_array_add (order_columns, feature->column);
        }
    }
  return add_texts (archive, prefix, "column", columns)
         && add_texts (archive, prefix, "encoding", encodings)
         && add_texts (archive, prefix, "level", levels)
         && add_texts (archive, prefix, "order", order)
         && add_texts (archive, prefix, "order_column", order_columns);
}

static gboolean
add_encoder (struct archive     *archive,
             const char         *prefix,
             const ChainEncoder *encoder)
{
  return add_scaling (archive, prefix, encoder) && add_columns (archive, prefix, encoder);
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

static GPtrArray *
write_npz (const ChainExport *model,
           GError           **error)
{
  struct archive        *archive = archive_write_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean               ok;

  archive_write_set_bytes_in_last_block (archive, 1);
  ok = archive_write_set_format_zip (archive) == ARCHIVE_OK
       && archive_write_zip_set_compression_store (archive) == ARCHIVE_OK
       && archive_write_open (archive, bytes, NULL, collect, NULL) == ARCHIVE_OK
       && add_layers (archive, model->project->network)
       && add_encoder (archive, "input", model->dataset->input_encoder)
       && add_encoder (archive, "output", model->dataset->target_encoder)
       && archive_write_close (archive) == ARCHIVE_OK;
  if (!ok)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "the archive cannot be written: %s",
                 archive_error_string (archive) != NULL ? archive_error_string (archive)
                                                        : "no reason given");
  archive_write_free (archive);
  return ok ? chain_format_files_one (g_byte_array_free_to_bytes (g_steal_pointer (&bytes))) : NULL;
}

const ChainFormat chain_format_npz = {
  .name = "npz",
  .extension = "npz",
  .title = "Arrays for numpy",
  .about = "Kernels, biases and what becomes of a raw row, as arrays",
  .most_bytes = CHAIN_BINARY_MOST_BYTES,
  .write = write_npz,
  .read = chain_npz_read,
};
