/* commands.h: the subcommands of the command line, one record each.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

/* What a command tells the shell. */
typedef enum
{
  CHAIN_EXIT_DONE = 0,
  CHAIN_EXIT_FAILED = 1, /* it could not be done */
  CHAIN_EXIT_USAGE = 2,  /* it was not asked for in the right way */
} ChainExit;

typedef struct _ChainCommand ChainCommand;
struct _ChainCommand
{
  const char *name;
  const char *arguments; /* what must follow: "P", "FILE.csv" */
  const char *about;     /* one line */
  /* @arguments: the program's and the command's own after the name; NULL-terminated */
  ChainExit (*run) (const ChainCommand *command, GStrv arguments);
};

extern const ChainCommand chain_command_eval;
extern const ChainCommand chain_command_evaluate;
extern const ChainCommand chain_command_export;
extern const ChainCommand chain_command_gradient_check;
extern const ChainCommand chain_command_import;
extern const ChainCommand chain_command_inspect;
extern const ChainCommand chain_command_lr_range;
extern const ChainCommand chain_command_new;
extern const ChainCommand chain_command_predict;
extern const ChainCommand chain_command_step;
extern const ChainCommand chain_command_summary;
extern const ChainCommand chain_command_sweep;
extern const ChainCommand chain_command_train;

const ChainCommand *chain_command_find         (const char         *name);
ChainExit           chain_command_run          (const ChainCommand *command,
                                                char              **argv);
void                chain_command_print_help   (void);
ChainExit           chain_command_step_project (ChainProject       *project,
                                                guint               iterations);

G_END_DECLS
