/* weights.c: a fuzzer of the formats that weights are read from.
 *
 * Built once for each format, CHAIN_FUZZ_FORMAT. Whatever a file holds, there is an error of one
 * line, or layers of finite numbers that fit together; and what is there takes no more room than
 * the limits allow, of which libFuzzer's own watches.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format.h"

#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_tensor (const ChainTensor *tensor)
{
  g_assert_cmpuint (chain_tensor_size (tensor), >, 0);
  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    g_assert_true (isfinite (tensor->values[i]));
}

static void
check_layers (const ChainImport *import)
{
  gsize units = 0;

  g_assert_cmpuint (import->layers->len, >, 0);
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *layer = g_ptr_array_index (import->layers, i);

      check_tensor (layer->kernel);
      g_assert_true (i == 0 || layer->kernel->rows == units);
      units = layer->kernel->columns;
      if (layer->bias == NULL)
        continue;
      check_tensor (layer->bias);
      g_assert_cmpuint (layer->bias->rows, ==, 1);
      g_assert_cmpuint (layer->bias->columns, ==, units);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes)      bytes = g_bytes_new (data, size);
  const ChainImportSource source = { "t", NULL, bytes };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainImport) import
      = chain_import_read (chain_format_find (CHAIN_FUZZ_FORMAT), &source, &error);

  g_assert_true ((import == NULL) == (error != NULL));
  if (import != NULL)
    check_layers (import);
  else
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
    }
  return 0;
}
