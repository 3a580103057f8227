/* predict.c: chainrule predict: a prediction for each row of a CSV file.
 *
 * The columns are the targets; for classes the most likely one and then every probability.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"

#include <string.h>

static void
append_cell (GString    *csv,
             const char *text)
{
  g_auto (GStrv) parts = NULL;

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  g_string_append_c (csv, '"');
  for (guint i = 0; parts[i] != NULL; i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "\"\"" : "", parts[i]);
  g_string_append_c (csv, '"');
}

/* The names of the numbers: those of the encoder, but a sigmoid's one is that of level 1. */
static void
append_header (GString             *csv,
               const ChainDataset  *dataset,
               char               **targets)
{
  if (dataset->classes != NULL)
    {
      append_cell (csv, targets[0]);
      for (guint k = 0; dataset->classes[k] != NULL; k++)
        {
          g_autofree char *name = g_strdup_printf ("%s=%s", targets[0], dataset->classes[k]);

          g_string_append_c (csv, ',');
          append_cell (csv, name);
        }
    }
  for (guint k = 0; dataset->classes == NULL && k < dataset->n_outputs; k++)
    {
      if (k > 0)
        g_string_append_c (csv, ',');
      append_cell (csv, dataset->target_encoder->names[k]);
    }
  g_string_append_c (csv, '\n');
}

static void
append_number (GString *csv,
               double   value)
{
  char number[CHAIN_NUMBER_SIZE];

  g_string_append (csv, chain_number_write (value, number));
}

/* A row that lacks a value has no prediction, but keeps its line. */
static void
append_no_prediction (GString *csv, const ChainDataset *dataset)
{
  const guint n = dataset->classes != NULL ? 1 + MAX (dataset->n_outputs, 2) : dataset->n_outputs;

  for (guint k = 0; k < n; k++)
    g_string_append (csv, k > 0 ? ",NA" : "NA");
  g_string_append_c (csv, '\n');
}

static void
append_row (GString            *csv,
            const ChainDataset *dataset,
            const double       *output)
{
  const guint n = dataset->n_outputs;

  if (dataset->classes == NULL)
    for (guint k = 0; k < n; k++)
      {
        if (k > 0)
          g_string_append_c (csv, ',');
        append_number (csv, output[k]);
      }
  else
    {
      append_cell (csv, dataset->classes[chain_metrics_class (output, n)]);
      for (guint k = 0; k < MAX (n, 2); k++)
        {
          g_string_append_c (csv, ',');
          append_number (csv, n > 1 ? output[k] : k == 0 ? 1 - output[0] : output[0]);
        }
    }
  g_string_append_c (csv, '\n');
}

static char *
predict (const ChainDocument *document,
         const char          *path,
         GError             **error)
{
  g_autoptr (ChainDataset) dataset = chain_document_encode (document, path, FALSE, error);
  g_autofree double       *outputs = NULL;
  g_autoptr (GString)      csv = g_string_new (NULL);

  if (dataset == NULL)
    return NULL;
  outputs = g_new (double, MAX (dataset->n_rows * dataset->n_outputs, 1));
  if (!chain_document_predict (document, dataset, outputs, error))
    return NULL;
  chain_document_decode (document, outputs, dataset->n_rows);
  append_header (csv, dataset, document->project->data.targets);
  for (gsize row = 0; row < dataset->n_rows; row++)
    if (chain_dataset_uses (dataset, row))
      append_row (csv, dataset, outputs + row * dataset->n_outputs);
    else
      append_no_prediction (csv, dataset);
  chain_document_tell_dropped (dataset);
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char       *data = NULL;
  g_autofree char       *output = NULL;
  const GOptionEntry     entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The rows to predict", "FILE.csv" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "Where to write; standard output if left out", "OUT.csv" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_autofree char       *csv = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--data", data))
    return CHAIN_EXIT_USAGE;
  if (chain_document_open (&document, path, &error))
    csv = predict (&document, data, &error);
  if (csv == NULL
      || (output != NULL && !chain_file_save (output, csv, strlen (csv), &error)))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  if (output == NULL)
    chain_console_print ("%s", csv);
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_predict = {
  .name = "predict",
  .arguments = "P",
  .about = "A prediction for each row of a CSV file",
  .run = run,
};
