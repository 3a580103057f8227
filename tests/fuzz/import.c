/* import.c: a fuzzer of the readers of models.
 *
 * Compiled with READ, the reader. Whatever the bytes are, there is an error in words or layers that
 * fit together, of finite numbers and not more of them than the file can hold. Beside the file are
 * others of 4, 8, … bytes, named by their size.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format.h"
#include "formats/onnx-read.h"
#include "formats/tfjs-read.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>

#define MOST_BESIDE 160

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
int LLVMFuzzerInitialize (int *n, char ***arguments);

static const char *
folder (void)
{
  static char *path;

  if (path == NULL)
    path = g_dir_make_tmp ("import-XXXXXX", NULL);
  return path;
}

static char *
file_beside (guint size)
{
  return g_strdup_printf ("%s/%u", folder (), size);
}

static void
remove_folder (void)
{
  for (guint size = 0; size <= MOST_BESIDE; size += 4)
    {
      g_autofree char *path = file_beside (size);

      g_unlink (path);
    }
  g_rmdir (folder ());
}

int
LLVMFuzzerInitialize (int *n, char ***arguments)
{
  g_autofree char *contents = g_malloc (MOST_BESIDE);

  atexit (remove_folder);
  for (guint i = 0; i < MOST_BESIDE; i++)
    contents[i] = "\0\0\x80\x3f"[i % 4];
  for (guint size = 0; size <= MOST_BESIDE; size += 4)
    {
      g_autofree char *path = file_beside (size);

      g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
    }
  return 0;
}

static void
check_tensor (const ChainTensor *tensor, gsize *n_numbers)
{
  *n_numbers += chain_tensor_size (tensor);
  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    g_assert_true (isfinite (tensor->values[i]));
}

static void
check_layers (const ChainImport *import, gsize size)
{
  gsize n_numbers = 0;
  gsize n_before = 0;

  g_assert_cmpuint (import->layers->len, >, 0);
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *layer = g_ptr_array_index (import->layers, i);
      gsize                     n_bias = 0;

      g_assert_true (g_utf8_validate (layer->kernel_name, -1, NULL));
      g_assert_true (layer->activation != NULL);
      g_assert_true (i == 0 || layer->kernel->rows == n_before);
      n_before = layer->kernel->columns;
      check_tensor (layer->kernel, &n_numbers);
      if (layer->bias != NULL)
        {
          g_assert_cmpuint (layer->bias->columns, ==, n_before);
          check_tensor (layer->bias, &n_bias);
        }
    }
  g_assert_cmpuint (n_numbers, <=, size + MOST_BESIDE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const ChainFormat       format = { .name = "t", .most_bytes = 1 << 20, .read = READ };
  g_autoptr (GBytes)      bytes = g_bytes_new (data, size);
  const ChainImportSource source = { "t", folder (), bytes };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainImport) import = chain_import_read (&format, &source, &error);

  g_assert_true ((import == NULL) == (error != NULL));
  if (import != NULL)
    check_layers (import, size);
  else
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
