/* options.h: what follows a command's name on the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "app/commands.h"

G_BEGIN_DECLS

/* Reading goes on, or the program ends with a status. */
typedef enum
{
  CHAIN_OPTIONS_READ,
  CHAIN_OPTIONS_HELP,  /* asked for and printed */
  CHAIN_OPTIONS_WRONG, /* said so */
} ChainOptionsResult;

ChainOptionsResult chain_options_parse  (const ChainCommand *command,
                                         GStrv               arguments,
                                         const GOptionEntry *entries,
                                         char              **positional);
ChainExit          chain_options_exit   (ChainOptionsResult  result);

gboolean           chain_option_require (const char         *name,
                                         const char         *text);
gboolean           chain_option_count   (const char         *name,
                                         const char         *text,
                                         guint               least,
                                         guint               most,
                                         guint              *value);
gboolean           chain_option_rate    (const char         *name,
                                         const char         *text,
                                         double             *value);
gboolean           chain_option_word    (const char         *name,
                                         const char         *text,
                                         const char *const  *words,
                                         guint              *word);
gboolean           chain_option_json    (const char         *text,
                                         gboolean           *json);
gboolean           chain_option_letter  (const char         *name,
                                         const char         *text,
                                         char               *letter);

G_END_DECLS
