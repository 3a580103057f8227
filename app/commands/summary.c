/* summary.c: chainrule summary: layers, shapes and the parameter count.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"

static void
print_json (const ChainProject *project)
{
  const ChainNetwork         *network = project->network;
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *formula = chain_summary_count_formula (network);
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", project->name);
  chain_json_writer_whole (writer, "inputs", network->n_inputs);
  chain_json_writer_begin_array (writer, "layers", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      const guint64     inputs = chain_network_layer_inputs (network, i);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_whole (writer, "inputs", inputs);
      chain_json_writer_whole (writer, "units", layer->units);
      chain_json_writer_string (writer, "activation", layer->activation->name);
      chain_json_writer_whole (writer, "parameters",
                               inputs * layer->units + (layer->use_bias ? layer->units : 0));
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
  chain_json_writer_whole (writer, "parameters", chain_network_n_parameters (network));
  chain_json_writer_whole (writer, "locked", chain_network_n_locked (network));
  chain_json_writer_string (writer, "formula", formula);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char       *format = NULL;
  const GOptionEntry     entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);
  gboolean               json;

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  if (json)
    print_json (document.project);
  else
    {
      g_autofree char *text = chain_summary_text (document.project->network);

      chain_console_print ("%s", text);
    }
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_summary = {
  .name = "summary",
  .arguments = "P",
  .about = "Layers, shapes and parameters of a project's network",
  .run = run,
};
