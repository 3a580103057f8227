/* export.c: chainrule export: takes the trained weights away.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char         *output = NULL;
  const GOptionEntry       entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "What to write: .json, .csv or .npz",
      "FILE" },
    { NULL },
  };
  g_autofree char         *path = NULL;
  g_auto (ChainDocument)   document = { 0 };
  g_autoptr (GError)       error = NULL;
  const ChainExportFormat *format;
  ChainOptionsResult       read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--output", output))
    return CHAIN_EXIT_USAGE;
  format = chain_export_format_for_path (output, &error);
  if (format == NULL)
    {
      chain_console_error (error);
      return CHAIN_EXIT_USAGE;
    }
  if (!chain_document_open (&document, path, &error)
      || !chain_export_save (format, document.project, document.dataset, output, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_export = {
  .name = "export",
  .arguments = "P",
  .about = "Weights and model as .json, .csv or .npz",
  .run = run,
};
