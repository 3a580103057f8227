/* evaluate.c: chainrule evaluate: loss and metrics of a project's network.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/metrics-text.h"
#include "app/options.h"

/* One group of rows that is measured on its own. */
typedef struct
{
  const char   *key;   /* in JSON */
  const char   *title; /* in text */
  ChainMetrics *metrics;
} Group;

static gboolean
measure (const ChainDocument *document,
         const ChainDataset  *dataset,
         const guint         *rows,
         gsize                n_rows,
         Group               *group,
         GError             **error)
{
  if (n_rows == 0)
    return TRUE;
  group->metrics = chain_metrics_of_rows (document, dataset, rows, n_rows, error);
  return group->metrics != NULL;
}

static gboolean
measure_file (const ChainDocument *document,
              const char          *path,
              Group               *group,
              GError             **error)
{
  g_autoptr (ChainDataset) dataset = chain_document_encode (document, path, TRUE, error);
  g_autofree guint        *rows = NULL;
  gsize                    n_rows = 0;

  if (dataset == NULL)
    return FALSE;
  rows = g_new (guint, MAX (dataset->n_rows, 1));
  for (gsize i = 0; i < dataset->n_rows; i++)
    if (chain_dataset_uses (dataset, i))
      rows[n_rows++] = (guint) i;
  chain_document_tell_dropped (dataset);
  return measure (document, dataset, rows, n_rows, group, error);
}

static void
print_json (const ChainDocument *document,
            const Group         *groups,
            guint                n_groups)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", document->project->name);
  for (guint i = 0; i < n_groups; i++)
    chain_metrics_write (document, writer, groups[i].key, groups[i].metrics);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static gboolean
evaluate (const ChainDocument *document,
          const char          *data,
          gboolean             json,
          GError             **error)
{
  const ChainDataset *own = document->dataset;
  Group               own_groups[] = {
    { "training", "Training", NULL },
    { "validation", "Validation", NULL },
  };
  Group               data_groups[] = { { "data", data, NULL } };
  Group              *groups = data != NULL ? data_groups : own_groups;
  const guint         n_groups = data != NULL ? 1 : 2;
  gboolean            ok;

  if (data != NULL)
    ok = measure_file (document, data, &groups[0], error);
  else
    ok = measure (document, own, own->training_rows, own->n_training_rows, &groups[0], error)
         && measure (document, own, own->validation_rows, own->n_validation_rows, &groups[1],
                     error);
  if (ok && json)
    print_json (document, groups, n_groups);
  for (guint i = 0; i < n_groups; i++)
    if (groups[i].metrics != NULL)
      {
        if (ok && !json)
          chain_metrics_print (document, groups[i].title, groups[i].metrics);
        chain_metrics_free (groups[i].metrics);
      }
  return ok;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char       *data = NULL;
  g_autofree char       *format = NULL;
  const GOptionEntry     entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "Other rows than the project's", "FILE.csv" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  gboolean               json;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error)
      || !evaluate (&document, data, json, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_evaluate = {
  .name = "evaluate",
  .arguments = "P",
  .about = "Loss and metrics of a project's network",
  .run = run,
};
