/* eval.c: chainrule eval: statements of tensors and variables, values forward, gradients backward.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/commands/eval-print.h"

#include "app/console.h"
#include "app/document.h"
#include "app/options.h"

#include <string.h>

#define MOST_ITERATIONS 1000000
#define MOST_ROWS 1000000000

/* What is run, and with what. */
typedef struct
{
  char          *text;
  char          *file;      /* that the text is from; NULL: the command line */
  ChainDocument  document;  /* of a project; else empty */
  ChainTable    *table;
  GHashTable    *variables;
  GHashTable    *constants;
} Source;

/* Texts as given; NULL where an option is not. */
typedef struct
{
  char *data;
  GStrv set;
  char *gradient;
  char *target;
  char *iterations;
  char *learning_rate;
  char *batch_size;
  char *output;
  char *format;
  gboolean network;
} Options;

static void
source_clear (Source *source)
{
  g_free (source->text);
  g_free (source->file);
  chain_document_clear (&source->document);
  g_clear_pointer (&source->table, chain_table_unref);
  g_clear_pointer (&source->variables, g_hash_table_unref);
  g_clear_pointer (&source->constants, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static void
options_clear (Options *options)
{
  g_free (options->data);
  g_strfreev (options->set);
  g_free (options->gradient);
  g_free (options->target);
  g_free (options->iterations);
  g_free (options->learning_rate);
  g_free (options->batch_size);
  g_free (options->output);
  g_free (options->format);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
is_project (const char *path)
{
  return g_str_has_suffix (path, ".chainrule");
}

static gboolean
open_data (Source *source, const char *path, GError **error)
{
  const ChainCsvOptions options = { 0 };

  if (is_project (path))
    return chain_document_open (&source->document, path, error);
  source->table = chain_csv_read (path, &options, NULL, NULL, error);
  return source->table != NULL;
}

/* A project's own statements or its network, those of a file, or the argument itself. */
static gboolean
read_text (Source *source, const char *argument, gboolean network, GError **error)
{
  gsize length;

  if (is_project (argument))
    {
      if (!open_data (source, argument, error))
        return FALSE;
      if (network)
        {
          const ChainProject *project = source->document.project;

          source->text = chain_workspace_text_of_network (project->network, project->training.loss,
                                                          project->training.loss_parameters, error);
          return source->text != NULL;
        }
      if (source->document.project->workspace.text == NULL)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: it has no workspace", argument);
          return FALSE;
        }
      source->text = g_strdup (source->document.project->workspace.text);
    }
  else if (g_file_test (argument, G_FILE_TEST_IS_REGULAR))
    {
      source->file = g_strdup (argument);
      source->text = chain_file_read (argument, &length, error);
      if (source->text != NULL && !g_utf8_validate (source->text, (gssize) length, NULL))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: expected text in UTF-8",
                       argument);
          return FALSE;
        }
    }
  else
    source->text = g_utf8_make_valid (argument, -1);
  return source->text != NULL;
}

/* NAME=VALUE; without a list of names to differentiate by, all of them are variables. */
static gboolean
read_settings (Source *source, GStrv set, const char *const *by, GError **error)
{
  source->variables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) chain_tensor_free);
  source->constants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) chain_tensor_free);
  for (guint i = 0; set != NULL && set[i] != NULL; i++)
    {
      const char      *equals = strchr (set[i], '=');
      g_autofree char *name = NULL;
      ChainTensor     *value;

      if (equals == NULL || equals == set[i])
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                       "--set: expected NAME=VALUE, found “%s”", set[i]);
          return FALSE;
        }
      name = g_strndup (set[i], (gsize) (equals - set[i]));
      value = chain_workspace_parse_value (equals + 1, error);
      if (value == NULL)
        {
          g_prefix_error (error, "--set %s: ", name);
          return FALSE;
        }
      if (by != NULL && !g_strv_contains (by, name))
        g_hash_table_replace (source->constants, g_strdup (name), chain_tensor_copy (value));
      g_hash_table_replace (source->variables, g_steal_pointer (&name), value);
    }
  return TRUE;
}

/* A name that is only set is a constant, but a variable of the text takes the value as well. */
static void
keep_constants_apart (Source *source)
{
  g_autoptr (ChainSyntax) syntax = chain_syntax_parse (source->text, NULL, NULL);
  GHashTableIter          iter;
  gpointer                name;

  g_hash_table_iter_init (&iter, source->constants);
  while (syntax != NULL && g_hash_table_iter_next (&iter, &name, NULL))
    {
      gboolean defined = FALSE;

      for (guint i = 0; i < syntax->statements->len; i++)
        defined |= g_strcmp0 (g_array_index (syntax->statements, ChainStatement, i).name, name) == 0;
      if (!defined)
        g_hash_table_remove (source->variables, name);
    }
}

static ChainWorkspace *
run_text (Source *source, guint batch_size, GError **error)
{
  ChainWorkspaceContext context = {
    .file = source->file,
    .table = source->table,
    .dataset = source->document.dataset,
    .batch_size = batch_size,
    .variables = source->variables,
    .constants = source->constants,
  };

  keep_constants_apart (source);
  return chain_workspace_new (source->text, &context, NULL, error);
}

static gboolean
choose_target (ChainEval *eval, const char *name, GError **error)
{
  guint node;

  if (name == NULL)
    return TRUE;
  node = chain_workspace_find (eval->workspace, name);
  if (node == CHAIN_NO_NODE)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "--target: expected the name of a value, found “%s”", name);
      return FALSE;
    }
  chain_workspace_set_target (eval->workspace, node);
  return TRUE;
}

/* Without names, by every variable. */
static gboolean
differentiate (ChainEval *eval, GStrv by, GError **error)
{
  const guint n = chain_workspace_n_variables (eval->workspace);

  if (chain_workspace_target (eval->workspace) == CHAIN_NO_NODE)
    return TRUE;
  if (by != NULL)
    eval->by = g_strdupv (by);
  else
    {
      eval->by = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        eval->by[i] = g_strdup (chain_workspace_variable (eval->workspace, i)->name);
    }
  return chain_workspace_gradient (eval->workspace, chain_workspace_target (eval->workspace),
                                   (const char *const *) eval->by, TRUE, &eval->gradients, error);
}

static gboolean
descend (ChainEval *eval, GError **error)
{
  for (guint i = 0; i < eval->iterations; i++)
    if (!chain_workspace_update (eval->workspace, eval->learning_rate, error))
      return FALSE;
  return TRUE;
}

/* Rows of an iteration: as the project has it where there are iterations, else all. */
static gboolean
choose_numbers (const Options *options, const Source *source, ChainEval *eval, guint *batch_size)
{
  const ChainProject *project = source->document.project;
  const gboolean      own = project != NULL && project->workspace.text != NULL;

  *batch_size = own ? project->workspace.batch_size
                : project != NULL && options->iterations != NULL ? project->training.batch_size
                                                                 : 0;
  if (own)
    eval->learning_rate = project->workspace.learning_rate;
  else if (project != NULL)
    eval->learning_rate = project->training.learning_rate;
  return chain_option_rate ("--learning-rate", options->learning_rate, &eval->learning_rate)
         && chain_option_count ("--iterations", options->iterations, 0, MOST_ITERATIONS,
                                &eval->iterations)
         && chain_option_count ("--batch-size", options->batch_size, 0, MOST_ROWS, batch_size);
}

static gboolean
evaluate (const Options *options, const char *argument, Source *source, ChainEval *eval,
          gboolean *usage, GError **error)
{
  g_auto (GStrv) by = options->gradient != NULL ? g_strsplit (options->gradient, ",", -1) : NULL;
  guint          batch_size;

  for (guint i = 0; by != NULL && by[i] != NULL; i++)
    g_strstrip (by[i]);
  if (options->network && !is_project (argument))
    {
      chain_console_message ("--network: expected a project, found “%s”", argument);
      *usage = TRUE;
      return FALSE;
    }
  if (!read_text (source, argument, options->network, error)
      || (options->data != NULL && !open_data (source, options->data, error))
      || !read_settings (source, options->set, (const char *const *) by, error))
    return FALSE;
  if (!choose_numbers (options, source, eval, &batch_size))
    {
      *usage = TRUE;
      return FALSE;
    }
  eval->workspace = run_text (source, batch_size, error);
  return eval->workspace != NULL && choose_target (eval, options->target, error)
         && differentiate (eval, by, error);
}

/* The text as the network of a project; its columns are the network's. */
static gboolean
save_network (ChainEval *eval, const Source *source, const char *path, GError **error)
{
  g_autoptr (ChainProject) project = NULL;

  if (source->document.project == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "--output: expected a project whose data the network is for, as in --data P");
      return FALSE;
    }
  project = chain_project_copy (source->document.project);
  if (!chain_project_use_workspace (project, eval->workspace, error))
    return FALSE;
  g_free (project->workspace.text);
  project->workspace.text = g_strdup (source->text);
  return chain_project_save (project, path, error);
}

static ChainExit
print (ChainEval *eval, gboolean json, gboolean code)
{
  g_autoptr (GError) error = NULL;

  if (code)
    {
      g_autofree char *text
          = chain_workspace_code (eval->workspace, eval->learning_rate, eval->iterations);

      chain_console_print ("%s", text);
      return CHAIN_EXIT_DONE;
    }
  if (!descend (eval, &error))
    chain_console_error (error);
  if (json)
    chain_eval_print_json (eval);
  else
    chain_eval_print_text (eval);
  return error == NULL && eval->agrees ? CHAIN_EXIT_DONE : CHAIN_EXIT_FAILED;
}

static ChainExit
run (const ChainCommand *command, GStrv arguments)
{
  g_auto (Options)   options = { 0 };
  g_auto (ChainEval) eval = { .learning_rate = 0.01, .agrees = TRUE };
  g_auto (Source)    source = { 0 };
  gboolean           code = FALSE;
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data,
      "Rows whose columns the text can name: a CSV file or a project", "FILE" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.set,
      "A value to begin with: a number, or [[1, 2], [3, 4]]", "NAME=VALUE" },
    { "target", 0, 0, G_OPTION_ARG_STRING, &options.target,
      "What is differentiated; the last value if left out", "NAME" },
    { "gradient", 0, 0, G_OPTION_ARG_STRING, &options.gradient,
      "By what; by every variable if left out", "NAME[,NAME]" },
    { "steps", 0, 0, G_OPTION_ARG_NONE, &eval.steps,
      "Show every node, forward and then backward", NULL },
    { "check", 0, 0, G_OPTION_ARG_NONE, &eval.check,
      "Compare the gradients with central differences", NULL },
    { "functions", 0, 0, G_OPTION_ARG_NONE, &eval.functions,
      "Show what functions were traced to, and fused", NULL },
    { "iterations", 'n', 0, G_OPTION_ARG_STRING, &options.iterations,
      "Descend so many times, each time with the next rows", "N" },
    { "learning-rate", 0, 0, G_OPTION_ARG_STRING, &options.learning_rate,
      "Of an iteration; the project's or 0.01 if left out", "RATE" },
    { "batch-size", 0, 0, G_OPTION_ARG_STRING, &options.batch_size,
      "Rows of an iteration; 0 for all; the project's or 0 if left out", "N" },
    { "network", 0, 0, G_OPTION_ARG_NONE, &options.network,
      "Take a project's network for the text", NULL },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &options.output,
      "Save the project with the text's dense layers as its network", "P2" },
    { "code", 0, 0, G_OPTION_ARG_NONE, &code, "Print the same as a TensorFlow program", NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char   *argument = NULL;
  g_autoptr (GError) error = NULL;
  gboolean           json;
  gboolean           usage = FALSE;
  ChainExit          status;
  ChainOptionsResult read = chain_options_parse (command, arguments, entries, &argument);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (options.format, &json))
    return CHAIN_EXIT_USAGE;
  if (!evaluate (&options, argument, &source, &eval, &usage, &error))
    {
      if (!usage)
        chain_console_error (error);
      return usage ? CHAIN_EXIT_USAGE : CHAIN_EXIT_FAILED;
    }
  status = print (&eval, json, code);
  if (status == CHAIN_EXIT_DONE && options.output != NULL
      && !save_network (&eval, &source, options.output, &error))
    {
      chain_console_error (error);
      status = CHAIN_EXIT_FAILED;
    }
  return status;
}

const ChainCommand chain_command_eval = {
  .name = "eval",
  .arguments = "TEXT|FILE",
  .about = "Values forward and gradients backward of any expressions",
  .run = run,
};
