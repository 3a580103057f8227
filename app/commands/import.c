/* import.c: chainrule import: weights of a file into the network of a project.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"

static gboolean
import (const char      *path,
        const char      *weights,
        ChainImportMode  mode,
        const char      *output,
        GError         **error)
{
  g_autoptr (GPtrArray)   warnings = g_ptr_array_new_with_free_func (g_free);
  g_auto (ChainDocument)  document = { 0 };
  g_autoptr (ChainImport) layers = NULL;

  if (!chain_document_open (&document, path, error))
    return FALSE;
  layers = chain_import_load (weights, error);
  if (layers == NULL
      || !chain_import_into (layers, mode, document.project, document.dataset, warnings, error))
    return FALSE;
  for (guint i = 0; i < warnings->len; i++)
    chain_console_message ("warning: %s", (char *) g_ptr_array_index (warnings, i));
  return chain_project_save (document.project, output, error);
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char    *weights = NULL;
  g_autofree char    *output = NULL;
  gboolean            layers = FALSE;
  const GOptionEntry  entries[] = {
    { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &weights,
      "Where they are: a file that chainrule export writes, a PyTorch state_dict as .safetensors, "
      "weights of Keras as .npz",
      "FILE" },
    { "layers", 0, 0, G_OPTION_ARG_NONE, &layers,
      "Take the layers of the file too, in the place of those of P", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The project with the weights", "P2" },
    { NULL },
  };
  g_autofree char    *path = NULL;
  g_autoptr (GError)  error = NULL;
  ChainOptionsResult  read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--weights", weights) || !chain_option_require ("--output", output))
    return CHAIN_EXIT_USAGE;
  if (import (path, weights, layers ? CHAIN_IMPORT_NETWORK : CHAIN_IMPORT_WEIGHTS, output, &error))
    return CHAIN_EXIT_DONE;
  chain_console_error (error);
  return CHAIN_EXIT_FAILED;
}

const ChainCommand chain_command_import = {
  .name = "import",
  .arguments = "P",
  .about = "Weights of a file that export or another program wrote, into a project",
  .run = run,
};
