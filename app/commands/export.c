/* export.c: chainrule export: takes the trained weights away, or pictures of the network.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/drawing-export.h"
#include "app/options.h"

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char         *output = NULL;
  g_autofree char         *target = NULL;
  g_auto (ChainDrawingOptions) drawing = { NULL };
  const GOptionEntry       entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "What to write, by its ending; or a picture .svg, .pdf or .png", "FILE" },
    { "target", 0, 0, G_OPTION_ARG_STRING, &target,
      "Which format, where the ending does not say: keras, pytorch or tfjs", "NAME" },
    { "overlay", 0, 0, G_OPTION_ARG_STRING, &drawing.overlay,
      "Of a picture: weights, gradients, updates or contributions", "NAME" },
    { "iteration", 0, 0, G_OPTION_ARG_STRING, &drawing.iteration, "Which iteration is drawn", "N" },
    { "step", 0, 0, G_OPTION_ARG_STRING, &drawing.step,
      "How many of its steps are done; left out: none, or all for other overlays than weights", "K" },
    { "width", 0, 0, G_OPTION_ARG_STRING, &drawing.width, "Of a picture, 1000 if left out",
      "PIXELS" },
    { "height", 0, 0, G_OPTION_ARG_STRING, &drawing.height, "Of a picture, 640 if left out",
      "PIXELS" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &drawing.dark, "Draw on a dark ground", NULL },
    { "handout", 0, 0, G_OPTION_ARG_NONE, &drawing.handout,
      "Write a whole iteration as pages: every step with its equations", NULL },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &drawing.paper, "Of a hand-out; a4 if left out",
      "a4|letter" },
    { NULL },
  };
  g_autofree char         *path = NULL;
  g_auto (ChainDocument)   document = { 0 };
  g_autoptr (GError)       error = NULL;
  const ChainFormat *format;
  ChainOptionsResult       read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_require ("--output", output))
    return CHAIN_EXIT_USAGE;
  if (target == NULL && chain_drawing_export_is (output, &drawing))
    return chain_drawing_export (path, output, &drawing);
  format = chain_format_for_path (output, target, &error);
  if (format == NULL)
    {
      chain_console_error (error);
      return CHAIN_EXIT_USAGE;
    }
  if (!chain_document_open (&document, path, &error)
      || !chain_format_save (format, document.project, document.dataset, output, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_export = {
  .name = "export",
  .arguments = "P",
  .about = "The network as other programs read it; pictures as .svg, .pdf or .png",
  .run = run,
};
