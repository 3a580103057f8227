/* main.c: the program: a subcommand, or the window.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/application.h"
#include "app/commands.h"
#include "app/console.h"

#include <string.h>

static gboolean
has_display (void)
{
  return g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL;
}

/* Without a display the worked example's steps can still be read. */
static ChainExit
step_worked_example (void)
{
  g_autoptr (ChainProject) project = chain_project_new_for_sample ("worked_example");
  ChainExit                status;

  chain_console_message ("there is no display to open a window on; the worked example as text:");
  status = chain_command_step_project (project, 1);
  return chain_console_finish () ? status : CHAIN_EXIT_FAILED;
}

static ChainExit
open_window (int    argc,
             char **argv)
{
  if (has_display ())
    return chain_application_run (argc, argv);
  if (argc < 2)
    return step_worked_example ();
  chain_console_message ("there is no display to open %s on; see chainrule --help", argv[1]);
  return CHAIN_EXIT_FAILED;
}

/* A word that names neither: more likely a mistyped command than a file that is missing. */
static gboolean
is_mistyped (const char *argument)
{
  return strpbrk (argument, "./:") == NULL && !g_file_test (argument, G_FILE_TEST_EXISTS);
}

int
main (int   argc,
      char *argv[])
{
  const char         *first = argc > 1 ? argv[1] : "";
  const ChainCommand *command = chain_command_find (first);

  if (command != NULL)
    return chain_command_run (command, argv + 1);
  if (g_str_equal (first, "--help") || g_str_equal (first, "-h"))
    {
      chain_command_print_help ();
      return CHAIN_EXIT_DONE;
    }
  if (g_str_equal (first, "--version"))
    {
      chain_console_print ("chainrule " CHAIN_VERSION "\n");
      return CHAIN_EXIT_DONE;
    }
  if (*first == '-' || (argc > 1 && is_mistyped (first)))
    {
      chain_console_message ("%s is neither a command nor a file; see chainrule --help", first);
      return CHAIN_EXIT_USAGE;
    }
  return open_window (argc, argv);
}
