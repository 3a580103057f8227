/* options.c: what follows a command's name on the command line.
 *
 * Values are taken as text and read here, so that the locale has no say and a wrong one is
 * told like every other error. An option that is not given leaves its variable as it was.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/options.h"

#include "app/console.h"

#include <string.h>

static gboolean
wrong (const ChainCommand *command,
       const char         *message)
{
  chain_console_message ("%s; see chainrule %s --help", message, command->name);
  return FALSE;
}

static gboolean
take_positional (const ChainCommand *command,
                 GStrv               left,
                 char              **positional)
{
  g_autofree char *message = NULL;

  if (left[0] == NULL || left[1] == NULL)
    message = g_strdup_printf ("%s: expected %s", command->name, command->arguments);
  else if (left[2] != NULL)
    message = g_strdup_printf ("%s: unexpected “%s”", command->name, left[2]);
  else
    {
      *positional = g_strdup (left[1]);
      return TRUE;
    }
  return wrong (command, message);
}

/**
 * chain_options_parse:
 * @command: the command
 * @arguments: (transfer full): its name and what follows
 * @entries: its options
 * @positional: (out) (nullable): the one argument that is no option; %NULL for a command
 *   without
 *
 * Reads options; --help and --version are every command's.
 *
 * Returns: whether the command can go on
 */
ChainOptionsResult
chain_options_parse (const ChainCommand *command,
                     GStrv               arguments,
                     const GOptionEntry *entries,
                     char              **positional)
{
  g_auto (GStrv)             left = arguments;
  gboolean                   help = FALSE;
  gboolean                   version = FALSE;
  const GOptionEntry         common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show what the command does", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, "Show the program's version", NULL },
    { NULL },
  };
  g_autofree char           *summary = g_strdup_printf ("%s.", command->about);
  g_autoptr (GOptionContext) context = g_option_context_new (positional != NULL
                                                             ? command->arguments : NULL);
  g_autoptr (GError)         error = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  if (!g_option_context_parse_strv (context, &left, &error))
    {
      wrong (command, error->message);
      return CHAIN_OPTIONS_WRONG;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      chain_console_print ("%s", text);
      return CHAIN_OPTIONS_HELP;
    }
  if (version)
    {
      chain_console_print ("chainrule " CHAIN_VERSION "\n");
      return CHAIN_OPTIONS_HELP;
    }
  if (positional == NULL && left[0] != NULL && left[1] != NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s: unexpected “%s”", command->name, left[1]);

      wrong (command, message);
      return CHAIN_OPTIONS_WRONG;
    }
  return positional == NULL || take_positional (command, left, positional) ? CHAIN_OPTIONS_READ
                                                                           : CHAIN_OPTIONS_WRONG;
}

/**
 * chain_options_exit:
 * @result: a result other than %CHAIN_OPTIONS_READ
 *
 * Returns: the exit status that goes with it
 */
ChainExit
chain_options_exit (ChainOptionsResult result)
{
  return result == CHAIN_OPTIONS_HELP ? CHAIN_EXIT_DONE : CHAIN_EXIT_USAGE;
}

/**
 * chain_option_require:
 * @name: "--output"
 * @text: (nullable): its value
 *
 * Returns: %FALSE, and says so, if the option was not given
 */
gboolean
chain_option_require (const char *name,
                      const char *text)
{
  if (text != NULL)
    return TRUE;
  chain_console_message ("%s: expected this option, it was not given", name);
  return FALSE;
}

/**
 * chain_option_count:
 * @name: "--epochs"
 * @text: (nullable): its value
 * @least: smallest
 * @most: largest
 * @value: (inout): the count
 *
 * Returns: %FALSE, and says so, if it is not a count
 */
gboolean
chain_option_count (const char *name,
                    const char *text,
                    guint       least,
                    guint       most,
                    guint      *value)
{
  guint64 count;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, least, most, &count, NULL))
    {
      chain_console_message ("%s: expected an integer from %u to %u, got %s", name, least, most,
                             text);
      return FALSE;
    }
  *value = (guint) count;
  return TRUE;
}

/**
 * chain_option_rate:
 * @name: "--from"
 * @text: (nullable): its value
 * @value: (inout): a number above 0
 *
 * Returns: %FALSE, and says so, if it is not
 */
gboolean
chain_option_rate (const char *name,
                   const char *text,
                   double     *value)
{
  double number;

  if (text == NULL)
    return TRUE;
  if (!chain_number_parse (text, &number) || number <= 0)
    {
      chain_console_message ("%s: expected a number above 0, got %s", name, text);
      return FALSE;
    }
  *value = number;
  return TRUE;
}

/**
 * chain_option_word:
 * @name: "--history-every"
 * @text: (nullable): its value
 * @words: (array zero-terminated=1): what it may be
 * @word: (inout): index of the word
 *
 * Returns: %FALSE, and says so, if it is none of them
 */
gboolean
chain_option_word (const char        *name,
                   const char        *text,
                   const char *const *words,
                   guint             *word)
{
  g_autofree char *all = NULL;

  for (guint i = 0; text != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      {
        *word = i;
        return TRUE;
      }
  if (text == NULL)
    return TRUE;
  all = g_strjoinv (", ", (GStrv) words);
  chain_console_message ("%s: expected one of %s, got %s", name, all, text);
  return FALSE;
}

/**
 * chain_option_json:
 * @text: (nullable): value of --format
 * @json: (out): whether JSON is wanted
 *
 * Returns: %FALSE, and says so, if it is neither text nor json
 */
gboolean
chain_option_json (const char *text,
                   gboolean   *json)
{
  static const char *const formats[] = { "text", "json", NULL };
  guint                    format = 0;
  gboolean                 ok = chain_option_word ("--format", text, formats, &format);

  *json = format == 1;
  return ok;
}

/**
 * chain_option_letter:
 * @name: "--delimiter"
 * @text: (nullable): its value: one ASCII character, or "tab" or "\t"
 * @letter: (inout): the character
 *
 * Returns: %FALSE, and says so, if it is none
 */
gboolean
chain_option_letter (const char *name,
                     const char *text,
                     char       *letter)
{
  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "tab") || g_str_equal (text, "\\t"))
    text = "\t";
  if (strlen (text) != 1 || (guchar) *text >= 0x80)
    {
      chain_console_message ("%s: expected one ASCII character, got “%s”", name, text);
      return FALSE;
    }
  *letter = *text;
  return TRUE;
}
