/* commands.c: the table of subcommands.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/commands.h"

#include "app/console.h"
#include "app/text-table.h"

static const ChainCommand *const commands[] = {
  &chain_command_new,      &chain_command_inspect, &chain_command_summary,
  &chain_command_step,     &chain_command_train,   &chain_command_evaluate,
  &chain_command_predict,  &chain_command_lr_range, &chain_command_gradient_check,
  &chain_command_export,   &chain_command_import,  &chain_command_sweep,
  &chain_command_eval,
};

/**
 * chain_command_find:
 * @name: first argument of the program
 *
 * Returns: (nullable) (transfer none): the command of that name
 */
const ChainCommand *
chain_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

/**
 * chain_command_run:
 * @command: a command
 * @argv: (array zero-terminated=1): the command's name and what follows it
 *
 * Returns: the exit status of the program
 */
ChainExit
chain_command_run (const ChainCommand *command,
                   char              **argv)
{
  g_autofree char *program = g_strconcat ("chainrule ", command->name, NULL);
  GStrv            arguments = g_strdupv (argv);
  ChainExit        status;

  g_set_prgname (program);
  status = command->run (command, arguments);
  return chain_console_finish () ? status : CHAIN_EXIT_FAILED;
}

/**
 * chain_command_print_help:
 *
 * Prints what the program can be asked for.
 */
void
chain_command_print_help (void)
{
  g_autoptr (ChainTextTable) table = chain_text_table_new ("ll");
  g_autofree char           *text = NULL;

  chain_console_print ("Usage:\n"
                       "  chainrule [FILE]               open the window on a project or a CSV file\n"
                       "  chainrule COMMAND [OPTION…]    work without a window\n"
                       "\n"
                       "Commands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      chain_text_table_cell (table, "%s %s", commands[i]->name, commands[i]->arguments);
      chain_text_table_cell (table, "%s", commands[i]->about);
    }
  text = chain_text_table_text (table, "  ");
  chain_console_print ("%s", text);
  chain_console_print ("\n"
                       "  P is a project file, *.chainrule.\n"
                       "  chainrule COMMAND --help tells a command's options.\n");
}
