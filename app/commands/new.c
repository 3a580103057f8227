/* new.c: chainrule new: starts a project from a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/data-settings.h"
#include "app/document.h"
#include "app/options.h"

#include <string.h>

/* "a, b" as names; a name may hold blanks inside. NULL stays NULL: to be guessed. */
static GStrv
split_names (const char *text)
{
  GStrv names = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_strstrip (names[i]);
  return names;
}

/* "iris" for "/somewhere/iris.csv" */
static char *
title_of (const char *path)
{
  char *title = g_filename_display_basename (path);
  char *dot = strrchr (title, '.');

  if (dot != NULL && dot != title)
    *dot = '\0';
  return title;
}

/* What the command line says. */
typedef struct
{
  char             *data;
  char             *target;
  char             *features;
  char             *layers;
  char             *loss;
  char             *output;
  ChainDataSettings settings;
} Request;

static void
request_clear (Request *request)
{
  g_free (request->data);
  g_free (request->target);
  g_free (request->features);
  g_free (request->layers);
  g_free (request->loss);
  g_free (request->output);
  chain_data_settings_clear (&request->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

/* Opened to see whether all fits, but saved without weights: the file is there to be edited, and
 * weights would tie it to these layers. */
static gboolean
fits (const ChainProject *project, ChainTable *table, GError **error)
{
  g_autoptr (ChainProject) trial = chain_project_copy (project);
  g_autoptr (ChainDataset) dataset = chain_project_use_table (trial, table, error);

  return dataset != NULL;
}

/* Returns NULL with @error set, or without it for wrong usage. */
static ChainProject *
make_project (const Request *request, ChainDataOptions *known, GError **error)
{
  g_autofree char         *absolute = chain_file_absolute (request->data, NULL);
  g_autofree char         *title = title_of (request->data);
  g_auto (ChainCsvOptions) options = { 0 };
  g_autoptr (ChainSource)  source = chain_source_new_csv (absolute, &options);
  g_autoptr (ChainTable)   table = NULL;
  g_autoptr (ChainProject) project = NULL;

  table = chain_csv_read (request->data, &options, NULL, NULL, error);
  if (table == NULL)
    return NULL;
  project = chain_project_new_from_table (title, source, table, known, request->layers,
                                          request->loss, error);
  if (project == NULL
      || !chain_data_settings_rest (&request->settings, table, &project->data)
      || !fits (project, table, error))
    return NULL;
  return g_steal_pointer (&project);
}

static void
print_result (const ChainProject *project,
              const char         *output)
{
  g_autofree char   *features = g_strjoinv (", ", project->data.features);
  g_autofree char   *targets = g_strjoinv (", ", project->data.targets);
  g_autoptr (GString) layers = g_string_new (NULL);

  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (project->network, i);

      g_string_append_printf (layers, "%s%u %s", i > 0 ? ", " : "", layer->units,
                              layer->activation->name);
    }
  chain_console_print ("%s: %s from %s; %s; %s\n", output, targets, features, layers->str,
                       project->training.loss->name);
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_auto (Request)          request = { 0 };
  ChainDataSettings        *settings = &request.settings;
  const GOptionEntry        entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &request.data, "The rows to learn from", "FILE.csv" },
    { "target", 0, 0, G_OPTION_ARG_STRING, &request.target,
      "Columns to predict; guessed by name or the last one", "NAME,…" },
    { "features", 0, 0, G_OPTION_ARG_STRING, &request.features,
      "Columns to predict from; all that do not name rows", "NAME,…" },
    { "kind", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings->kinds,
      "What a column holds: number, category, date", "COLUMN=KIND" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings->encodings,
      "How a category becomes numbers: one_hot, ordinal", "COLUMN=HOW" },
    { "missing", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings->missing,
      "What to do where a value is missing: refuse, drop, mean, most_frequent, category",
      "[COLUMN=]POLICY" },
    { "scaling", 0, 0, G_OPTION_ARG_STRING, &settings->scaling,
      "Of numbers: none, standard, minmax", "NAME" },
    { "validation", 0, 0, G_OPTION_ARG_STRING, &settings->validation,
      "Share of the rows held out; 0.2 if left out", "FRACTION" },
    { "split", 0, 0, G_OPTION_ARG_STRING, &settings->split,
      "Which rows those are: random, stratified, ordered", "NAME" },
    { "layers", 0, 0, G_OPTION_ARG_STRING, &request.layers,
      "Units and activation of each layer", "\"8 relu, 3 softmax\"" },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &request.loss, "What training makes small", "NAME" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &request.output, "The project to write",
      "P.chainrule" },
    { NULL },
  };
  g_auto (ChainDataOptions) known = { 0 };
  g_autoptr (ChainProject)  project = NULL;
  g_autoptr (GError)        error = NULL;
  ChainOptionsResult        read = chain_options_parse (command, arguments, entries, NULL);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--data", request.data)
      || !chain_option_require ("--output", request.output)
      || !chain_data_settings_columns (settings, &known))
    return CHAIN_EXIT_USAGE;
  known.features = split_names (request.features);
  known.targets = split_names (request.target);
  project = make_project (&request, &known, &error);
  if (project == NULL && error == NULL)
    return CHAIN_EXIT_USAGE;
  if (project == NULL || !chain_project_save (project, request.output, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  print_result (project, request.output);
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_new = {
  .name = "new",
  .arguments = "--data F.csv …",
  .about = "Start a project from a CSV file",
  .run = run,
};
