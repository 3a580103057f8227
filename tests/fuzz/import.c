/* import.c: a fuzzer of the formats that are imported, one of them at a time: --format=NAME, a name
 * of the table of formats.
 *
 * Whatever the bytes are, there is an error of one line or layers that fit together, of finite
 * numbers and, where a format does not pack them, not more of them than the file can hold. Beside
 * the file are others of 4, 8, … bytes, named by their size.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/encoding-difference.h"
#include "formats/format.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BESIDE 160
#define MOST_BYTES  (1 << 20) /* of a file, so that what lies beside it is bounded, too */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
int LLVMFuzzerInitialize (int *n, char ***arguments);

/* What is told once, before the first input. */
static struct
{
  ChainFormat   format;
  char         *folder;
  ChainDataset *dataset; /* whose encoding what the file says of its own is compared with */
} fuzzed;

static char *
file_beside (guint size)
{
  return g_strdup_printf ("%s/%u", fuzzed.folder, size);
}

static void
remove_folder (void)
{
  for (guint size = 0; size <= MOST_BESIDE; size += 4)
    {
      g_autofree char *path = file_beside (size);

      g_unlink (path);
    }
  g_rmdir (fuzzed.folder);
  g_free (fuzzed.folder);
  chain_dataset_unref (fuzzed.dataset);
}

static void
make_folder (void)
{
  char contents[MOST_BESIDE];

  fuzzed.folder = g_dir_make_tmp ("import-XXXXXX", NULL);
  g_assert_nonnull (fuzzed.folder);
  atexit (remove_folder);
  for (guint i = 0; i < MOST_BESIDE; i++)
    contents[i] = "\0\0\x80\x3f"[i % 4];
  for (guint size = 0; size <= MOST_BESIDE; size += 4)
    {
      g_autofree char *path = file_beside (size);

      g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
    }
}

static void
open_dataset (void)
{
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");

  fuzzed.dataset = chain_project_open_data (project, NULL, NULL);
  g_assert_nonnull (fuzzed.dataset);
}

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  for (int i = 1; i < *n; i++)
    if (g_str_has_prefix ((*arguments)[i], "--format="))
      {
        const char        *name = (*arguments)[i] + strlen ("--format=");
        const ChainFormat *format = chain_format_find (name);

        if (format == NULL || format->read == NULL)
          g_error ("%s: no format that is imported", name);
        fuzzed.format = *format;
        fuzzed.format.most_bytes = MOST_BYTES;
      }
  if (fuzzed.format.read == NULL)
    g_error ("expected --format=NAME");
  make_folder ();
  open_dataset ();
  return 0;
}

static gsize
check_tensor (const ChainTensor *tensor)
{
  g_assert_cmpuint (chain_tensor_size (tensor), >, 0);
  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    g_assert_true (isfinite (tensor->values[i]));
  return chain_tensor_size (tensor);
}

/* Words of one line, or none. */
static void
check_encoding (const ChainImport *import)
{
  g_autofree char *words = chain_encoding_difference (import->encoding, fuzzed.dataset);

  if (words != NULL)
    {
      g_assert_true (g_utf8_validate (words, -1, NULL));
      g_assert_null (strchr (words, '\n'));
    }
}

/* Numbers of npz files may be packed: a file of a kilobyte holds a million zeros. */
static void
check_layers (const ChainImport *import,
              gsize              size)
{
  gsize n_numbers = 0;
  gsize n_before = 0;

  g_assert_cmpuint (import->layers->len, >, 0);
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *layer = g_ptr_array_index (import->layers, i);

      g_assert_true (g_utf8_validate (layer->kernel_name, -1, NULL));
      g_assert_true (i == 0 || layer->kernel->rows == n_before);
      n_before = layer->kernel->columns;
      n_numbers += check_tensor (layer->kernel);
      if (layer->bias == NULL)
        continue;
      g_assert_cmpuint (layer->bias->rows, ==, 1);
      g_assert_cmpuint (layer->bias->columns, ==, n_before);
      n_numbers += check_tensor (layer->bias);
    }
  if (!g_str_equal (fuzzed.format.name, "npz"))
    g_assert_cmpuint (n_numbers, <=, size + MOST_BESIDE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GBytes)      bytes = g_bytes_new (data, size);
  const ChainImportSource source = { "t", fuzzed.folder, bytes };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainImport) import = chain_import_read (&fuzzed.format, &source, &error);

  g_assert_true ((import == NULL) == (error != NULL));
  if (import != NULL)
    {
      check_layers (import, size);
      check_encoding (import);
    }
  else
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
    }
  return 0;
}
