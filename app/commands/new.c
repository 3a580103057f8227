/* new.c: chainrule new: starts a project from a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
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

static ChainProject *
make_project (const char *path,
              const char *target,
              const char *features,
              const char *layers,
              const char *loss,
              GError    **error)
{
  g_autofree char         *absolute = chain_file_absolute (path, NULL);
  g_autofree char         *title = title_of (path);
  g_auto (ChainCsvOptions) options = { 0 };
  g_autoptr (ChainSource)  source = chain_source_new_csv (absolute, &options);
  g_autoptr (ChainTable)   table = NULL;
  g_autoptr (ChainProject) project = NULL;
  g_autoptr (ChainProject) trial = NULL;
  g_autoptr (ChainDataset) dataset = NULL;
  g_auto (GStrv)           target_names = split_names (target);
  g_auto (GStrv)           feature_names = split_names (features);

  table = chain_csv_read (path, &options, NULL, NULL, error);
  if (table == NULL)
    return NULL;
  project = chain_project_new_for_table (title, source, table,
                                         (const char *const *) feature_names,
                                         (const char *const *) target_names, layers, loss, error);
  if (project == NULL)
    return NULL;
  /* Opened to see whether all fits, but saved without weights: the file is there to be edited,
   * and weights would tie it to these layers. */
  trial = chain_project_copy (project);
  dataset = chain_project_use_table (trial, table, error);
  return dataset != NULL ? g_steal_pointer (&project) : NULL;
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
  g_autofree char         *data = NULL;
  g_autofree char         *target = NULL;
  g_autofree char         *features = NULL;
  g_autofree char         *layers = NULL;
  g_autofree char         *loss = NULL;
  g_autofree char         *output = NULL;
  const GOptionEntry       entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The rows to learn from", "FILE.csv" },
    { "target", 0, 0, G_OPTION_ARG_STRING, &target,
      "Columns to predict; the last one if left out", "NAME,…" },
    { "features", 0, 0, G_OPTION_ARG_STRING, &features,
      "Columns to predict from; all others if left out", "NAME,…" },
    { "layers", 0, 0, G_OPTION_ARG_STRING, &layers,
      "Units and activation of each layer", "\"8 relu, 3 softmax\"" },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &loss, "What training makes small", "NAME" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The project to write", "P.chainrule" },
    { NULL },
  };
  g_autoptr (ChainProject) project = NULL;
  g_autoptr (GError)       error = NULL;
  ChainOptionsResult       read = chain_options_parse (command, arguments, entries, NULL);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--data", data) || !chain_option_require ("--output", output))
    return CHAIN_EXIT_USAGE;
  project = make_project (data, target, features, layers, loss, &error);
  if (project == NULL || !chain_project_save (project, output, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  print_result (project, output);
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_new = {
  .name = "new",
  .arguments = "--data F.csv …",
  .about = "Start a project from a CSV file",
  .run = run,
};
