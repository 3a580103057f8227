/* format-script.c: Python programs that rebuild the network and go on training it, for Keras and
 * for PyTorch, with the weights beside them.
 *
 * What is the project's own is written as settings on top; the code below them is the same for
 * all and kept as Python files in scripts/. Rows that come from no file are written beside, too.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "base/error.h"
#include "formats/activation-code.h"
#include "formats/code-text.h"
#include "formats/table-csv.h"
#include "formats/training-code.h"
#include "model/lock.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define SCRIPTS "/org/chainrule/scripts/"
#define NAMES_A_LINE 6

typedef struct
{
  gboolean    keras;
  const char *about;   /* the first lines */
  const char *imports;
  const char *code;    /* resource */
} Script;

static const Script keras = {
  TRUE,
  "goes on training the network with TensorFlow's Keras. Written by Chainrule.\n"
  "\n"
  "python3 %s.py             trains with a GradientTape\n"
  "python3 %s.py --fit       trains with Keras's own loop\n"
  "python3 %s.py --help\n",
  "import tensorflow as tf\n",
  SCRIPTS "keras.py",
};

static const Script pytorch = {
  FALSE,
  "goes on training the network with PyTorch. Written by Chainrule.\n"
  "\n"
  "python3 %s.py\n"
  "torchrun --nproc_per_node 2 %s.py      on two processes, or on several machines\n"
  "python3 %s.py --help\n",
  "import torch\n"
  "import torch.distributed as dist\n"
  "import torch.nn.functional as F\n"
  "import torch.nn.parallel\n",
  SCRIPTS "pytorch.py",
};

static void
append_resource (GString    *code,
                 const char *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_string_append_len (code, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

static void
append_text (GString    *code,
             const char *name,
             const char *value)
{
  g_string_append_printf (code, "%s = ", name);
  if (value != NULL)
    chain_code_append_python_text (code, value);
  else
    g_string_append (code, "None");
  g_string_append_c (code, '\n');
}

static void
append_letter (GString    *code,
               const char *name,
               char        letter)
{
  const char text[] = { letter, '\0' };

  append_text (code, name, letter != '\0' ? text : NULL);
}

static void
append_list (GString           *code,
             const char *const *texts)
{
  g_string_append_c (code, '[');
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (code, i == 0 ? "" : i % NAMES_A_LINE == 0 ? ",\n    " : ", ");
      chain_code_append_python_text (code, texts[i]);
    }
  g_string_append_c (code, ']');
}

static void
append_beside (GString    *code,
               const char *name,
               const char *stem,
               const char *rest)
{
  g_autofree char *file = g_strconcat (stem, rest, NULL);

  g_string_append_printf (code, "%s = os.path.join(os.path.dirname(os.path.abspath(__file__)), ",
                          name);
  chain_code_append_python_text (code, file);
  g_string_append (code, ")\n");
}

/* How the file is read, and which marks say that a value is missing. */
static void
append_source (GString           *code,
               const ChainExport *model)
{
  const ChainSource    *source = model->project->source;
  const gboolean        is_csv = source->kind == CHAIN_SOURCE_CSV;
  const ChainTable     *table = model->dataset->table;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *const     own[] = { NULL };

  if (is_csv)
    append_text (code, "DATA", source->path);
  else
    append_beside (code, "DATA", model->stem, "-data.csv");
  append_beside (code, "WEIGHTS", model->stem, "-weights.npz");
  append_beside (code, "TRAINED", model->stem, "-trained.npz");
  append_text (code, "ENCODING", is_csv ? source->csv.encoding : NULL);
  append_letter (code, "DELIMITER", is_csv ? source->csv.delimiter : ',');
  append_letter (code, "DECIMAL", is_csv && source->csv.decimal != 0 ? source->csv.decimal : '.');
  append_letter (code, "THOUSANDS", is_csv ? source->csv.thousands : 0);
  append_letter (code, "COMMENT", is_csv ? source->csv.comment : 0);
  g_string_append (code, "MISSING = {\"\", \"na\", \"n/a\", \"nan\", \"null\", \"?\"}"
                         " | {mark.lower() for mark in ");
  append_list (code, is_csv && source->csv.missing != NULL
                         ? (const char *const *) source->csv.missing : own);
  g_string_append (code, "}\nCOLUMNS = ");
  for (guint i = 0; i < table->columns->len; i++)
    g_ptr_array_add (names, chain_table_column (table, i)->name);
  g_ptr_array_add (names, NULL);
  append_list (code, (const char *const *) names->pdata);
  g_string_append_c (code, '\n');
}

static void
append_number (GString    *code,
               const char *key,
               double      value)
{
  g_string_append_printf (code, ", \"%s\": ", key);
  if (isnan (value))
    g_string_append (code, "None");
  else
    chain_code_append_float (code, value);
}

static void
append_column (GString            *code,
               const ChainFeature *feature)
{
  g_string_append (code, "    {\"column\": ");
  chain_code_append_python_text (code, feature->column);
  g_string_append_printf (code, ", \"first\": %u, \"width\": %u, \"one_hot\": %s, \"drop\": %s",
                          feature->first, feature->width,
                          feature->encoding == CHAIN_ENCODING_ONE_HOT ? "True" : "False",
                          feature->missing == CHAIN_MISSING_DROP ? "True" : "False");
  g_string_append (code, ",\n     \"date_form\": ");
  if (feature->date_form != NULL)
    chain_code_append_python_text (code, chain_date_form_name (feature->date_form));
  else
    g_string_append (code, "None");
  append_number (code, "offset", feature->offset);
  append_number (code, "scale", feature->scale);
  append_number (code, "fill", feature->fill);
  g_string_append (code, ",\n     \"levels\": ");
  if (feature->levels != NULL)
    append_list (code, (const char *const *) feature->levels);
  else
    g_string_append (code, "None");
  g_string_append (code, "},\n");
}

static void
append_encoder (GString            *code,
                const char         *name,
                const ChainEncoder *encoder)
{
  g_string_append_printf (code, "%s = [\n", name);
  for (guint i = 0; i < encoder->features->len; i++)
    append_column (code, g_ptr_array_index (encoder->features, i));
  g_string_append (code, "]\n");
}

/* Bits, the highest of a byte first, as hexadecimal digits. */
static void
append_bits (GString      *code,
             const guint8 *bits,
             gsize         n_bits)
{
  g_string_append_c (code, '"');
  for (gsize i = 0; i < n_bits; i += 8)
    {
      guint byte = 0;

      for (gsize k = 0; k < 8; k++)
        byte = byte << 1 | (i + k < n_bits && bits[i + k] != 0);
      g_string_append_printf (code, "%02x", byte);
    }
  g_string_append_c (code, '"');
}

static void
append_split (GString           *code,
              const ChainExport *model)
{
  const ChainDataset *dataset = model->dataset;
  g_autofree guint8  *held_out = g_new0 (guint8, MAX (dataset->n_rows, 1));

  for (gsize i = 0; i < dataset->n_validation_rows; i++)
    held_out[dataset->validation_rows[i]] = 1;
  g_string_append_printf (code, "N_ROWS = %" G_GSIZE_FORMAT "\nVALIDATION_FRACTION = ",
                          dataset->n_rows);
  chain_code_append_float (code, model->project->data.validation_fraction);
  g_string_append (code, "\nHELD_OUT = ");
  append_bits (code, held_out, dataset->n_rows);
  g_string_append (code, "  # a bit for each row\n");
}

static void
append_layers (GString            *code,
               const ChainNetwork *network,
               const Script       *script)
{
  g_string_append (code, "\nLayer = collections.namedtuple(\n"
                         "    \"Layer\", \"units activation bias l1 l2 dropout trainable\")\n"
                         "LAYERS = [\n");
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer          *layer = chain_network_layer (network, i);
      const ChainActivationCode *activation = chain_activation_code (layer->activation);
      g_autofree char           *with = chain_activation_put_parameters (
          layer, script->keras ? activation->keras : activation->torch);

      g_string_append_printf (code, "    Layer(%u, %s%s, %s, ", layer->units,
                              script->keras ? "" : "lambda z: ", with,
                              layer->bias != NULL ? "True" : "False");
      chain_code_append_float (code, layer->l1);
      g_string_append (code, ", ");
      chain_code_append_float (code, layer->l2);
      g_string_append (code, ", ");
      chain_code_append_float (code, layer->dropout);
      g_string_append_printf (code, ", %s),\n", layer->trainable ? "True" : "False");
    }
  g_string_append (code, "]\n");
}

static void
append_locked (GString          *code,
               const ChainLayer *layer,
               guint             number,
               gboolean          bias)
{
  g_autoptr (ChainTensor) factors = chain_layer_factors (layer, bias);
  g_autofree guint8      *locked = NULL;

  if (factors == NULL)
    return;
  locked = g_new (guint8, MAX (chain_tensor_size (factors), 1));
  for (gsize i = 0; i < chain_tensor_size (factors); i++)
    locked[i] = factors->values[i] == 0;
  g_string_append_printf (code, "    \"layer%u_%s\": ", number, bias ? "bias" : "kernel");
  append_bits (code, locked, chain_tensor_size (factors));
  g_string_append (code, ",\n");
}

static void
append_locks (GString            *code,
              const ChainNetwork *network)
{
  g_string_append (code, "LOCKED = {  # a bit for each weight that training leaves alone\n");
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      append_locked (code, layer, i + 1, FALSE);
      if (layer->bias != NULL)
        append_locked (code, layer, i + 1, TRUE);
    }
  g_string_append (code, "}\n");
}

static void
append_run (GString                    *code,
            const ChainTrainingOptions *training)
{
  const guint last = chain_parameters_count (training->optimizer->parameters) - 1;

  g_string_append_printf (code,
                          "\nBATCH_SIZE = %u\nEPOCHS = %u\nSHUFFLE = %s\n"
                          "SEED = %" G_GUINT64_FORMAT "\nCLIPNORM = ",
                          training->batch_size, training->epochs,
                          training->shuffle ? "True" : "False", training->seed);
  chain_code_append_float (code, training->optimizer_parameters[last]);
  if (!training->early_stopping.enabled)
    {
      g_string_append (code, "\nEARLY_STOPPING = None\n");
      return;
    }
  g_string_append_printf (code, "\nEARLY_STOPPING = {\"patience\": %u, \"min_delta\": ",
                          training->early_stopping.patience);
  chain_code_append_float (code, training->early_stopping.min_delta);
  g_string_append_printf (code, ", \"restore_best_weights\": %s}\n",
                          training->early_stopping.restore_best_weights ? "True" : "False");
}

static gboolean
append_rules (GString                    *code,
              const ChainTrainingOptions *training,
              const Script               *script,
              GError                    **error)
{
  g_autofree char *loss = chain_training_code_loss (training, script->keras, error);
  g_autofree char *rule = NULL;
  g_autofree char *schedule = NULL;

  if (loss == NULL)
    return FALSE;
  rule = chain_training_code_optimizer (training, script->keras, error);
  if (rule == NULL)
    return FALSE;
  schedule = chain_training_code_schedule (training, error);
  if (schedule == NULL)
    return FALSE;
  g_string_append_printf (code,
                          "\n\ndef learning_rate(t):\n"
                          "    \"\"\"Of update t, from 0.\"\"\"\n%s",
                          schedule);
  if (script->keras)
    g_string_append_printf (code,
                            "\n\ndef new_loss():\n    return %s\n"
                            "\n\ndef new_optimizer(schedule):\n    return %s\n",
                            loss, rule);
  else
    g_string_append_printf (code,
                            "\n\ndef loss_of_rows(z, a, y):\n    return %s\n"
                            "\n\ndef change_of(w, g, state, rate, n):\n"
                            "    \"\"\"What update n, from 1, takes from weights w of gradient "
                            "g.\"\"\"\n%s",
                            loss, rule);
  return TRUE;
}

static void
append_head (GString           *code,
             const ChainExport *model,
             const Script      *script)
{
  g_autofree char *name = chain_code_comment (model->project->name);
  g_autofree char *stem = chain_code_comment (model->stem);

  g_string_replace (g_string_append (code, name), "\"", "'", 0);
  g_string_prepend (code, "\"\"\"");
  g_string_append (code, ": ");
  g_string_append (code, script->about);
  g_string_replace (code, "%s", stem, 0);
  g_string_append (code, "\"\"\"\n"
                         "import argparse\n"
                         "import collections\n"
                         "import csv\n"
                         "import datetime\n"
                         "import gzip\n"
                         "import io\n"
                         "import math\n"
                         "import os\n"
                         "import re\n"
                         "import sys\n\n"
                         "import numpy as np\n");
  g_string_append (code, script->imports);
}

static void
append_settings (GString           *code,
                 const ChainExport *model,
                 const Script      *script)
{
  const ChainDataset *dataset = model->dataset;

  g_string_append (code, "\n# What the project says: the data, what becomes of each column,\n"
                         "# the layers, and how they are trained.\n\n");
  append_source (code, model);
  g_string_append_c (code, '\n');
  append_encoder (code, "INPUTS", dataset->input_encoder);
  append_encoder (code, "OUTPUTS", dataset->target_encoder);
  g_string_append (code, "OUTPUT_NAMES = ");
  append_list (code, (const char *const *) dataset->target_encoder->names);
  g_string_append (code, "\n\n");
  append_split (code, model);
  if (!script->keras)
    g_string_append (code, "\nDTYPE = torch.float64\n");
  append_layers (code, model->project->network, script);
  if (!script->keras)
    append_locks (code, model->project->network);
  append_run (code, &model->project->training);
}

/* The weights, and rows that come from no file. */
static gboolean
take_files_beside (GPtrArray         *files,
                   const ChainExport *model,
                   GError           **error)
{
  g_autofree char      *weights = g_strconcat (model->stem, "-weights.npz", NULL);
  g_autofree char      *data = g_strconcat (model->stem, "-data.csv", NULL);
  g_autoptr (GPtrArray) arrays = chain_format_write (&chain_format_npz, model, error);

  if (arrays == NULL)
    return FALSE;
  chain_format_files_take (
      files, weights, g_bytes_ref (((ChainFormatFile *) g_ptr_array_index (arrays, 0))->bytes));
  if (model->project->source->kind != CHAIN_SOURCE_CSV)
    chain_format_files_take (files, data, chain_table_to_csv (model->dataset->table));
  return TRUE;
}

/* Keras trains or leaves a whole layer. */
static gboolean
check_locks (const ChainNetwork *network,
             GError            **error)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      if (layer->trainable && (layer->kernel_factors != NULL || layer->bias_factors != NULL))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                       "layer %u: Keras has no locked weights, only locked layers; unlock them, or "
                       "lock the layer", i + 1);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
write_script (const ChainExport *model,
              const Script      *script,
              GError           **error)
{
  g_autoptr (GPtrArray) files = chain_format_files_new ();
  g_autoptr (GString)   code = g_string_new (NULL);

  if (script->keras && !check_locks (model->project->network, error))
    return NULL;
  append_head (code, model, script);
  append_settings (code, model, script);
  if (!append_rules (code, &model->project->training, script, error))
    return NULL;
  append_resource (code, SCRIPTS "rows.py");
  append_resource (code, script->code);
  chain_format_files_take (files, NULL,
                           g_string_free_to_bytes (g_steal_pointer (&code)));
  if (!take_files_beside (files, model, error))
    return NULL;
  return g_steal_pointer (&files);
}

static GPtrArray *
write_keras (const ChainExport *model,
             GError           **error)
{
  return write_script (model, &keras, error);
}

static GPtrArray *
write_pytorch (const ChainExport *model,
               GError           **error)
{
  return write_script (model, &pytorch, error);
}

const ChainFormat chain_format_keras = {
  .name = "keras",
  .extension = "py",
  .title = "Keras script",
  .about = "Goes on training in TensorFlow, by a GradientTape or by fit; weights beside it",
  .is_text = TRUE,
  .language = "python3",
  .write = write_keras,
};

const ChainFormat chain_format_pytorch = {
  .name = "pytorch",
  .extension = "py",
  .title = "PyTorch script",
  .about = "Goes on training in PyTorch, on several processes or machines too; weights beside it",
  .is_text = TRUE,
  .language = "python3",
  .write = write_pytorch,
};
