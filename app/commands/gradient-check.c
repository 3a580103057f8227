/* gradient-check.c: chainrule gradient-check: backpropagation against central differences.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "app/text-table.h"

#define DIGITS 10
#define ERROR_DIGITS 2

typedef struct
{
  ChainIteration    *iteration;
  ChainGradientCheck check;
  char              *parameter; /* with the largest error; NULL if none was compared */
} Result;

static gboolean
passed (const Result *result)
{
  return result->parameter == NULL
         || result->check.largest.error <= CHAIN_GRADIENT_CHECK_TOLERANCE;
}

static void
write_largest (ChainJsonWriter *writer,
               const Result    *result)
{
  const ChainGradientElement *largest = &result->check.largest;
  const ChainNode            *node = chain_graph_node (result->iteration->recording->graph,
                                                       largest->node);

  chain_json_writer_begin_object (writer, "largest", CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer, "parameter", result->parameter);
  chain_json_writer_whole (writer, "layer", node->origin.layer);
  chain_json_writer_string (writer, "quantity",
                            chain_quantity_name (node->origin.quantity, FALSE));
  chain_json_writer_whole (writer, "row", largest->row);
  chain_json_writer_whole (writer, "column", largest->column);
  chain_json_writer_number (writer, "analytic", largest->analytic);
  chain_json_writer_number (writer, "numeric", largest->numeric);
  chain_json_writer_number (writer, "relative_error", largest->error);
  chain_json_writer_end (writer);
}

static void
print_json (const ChainProject *project,
            const Result       *result)
{
  const ChainGradientCheck   *check = &result->check;
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", project->name);
  chain_json_writer_whole (writer, "rows", check->n_rows);
  chain_json_writer_whole (writer, "parameters", check->n_parameters);
  chain_json_writer_whole (writer, "checked", check->n_checked);
  chain_json_writer_whole (writer, "kinks", check->n_kinks);
  if (result->parameter != NULL)
    write_largest (writer, result);
  else
    chain_json_writer_null (writer, "largest");
  chain_json_writer_number (writer, "tolerance", CHAIN_GRADIENT_CHECK_TOLERANCE);
  chain_json_writer_boolean (writer, "passed", passed (result));
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static void
print_counts (const ChainGradientCheck *check)
{
  if (check->n_checked < check->n_parameters)
    chain_console_print ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " parameters, drawn at "
                         "random", check->n_checked, check->n_parameters);
  else
    chain_console_print ("%" G_GUINT64_FORMAT " parameter%s", check->n_checked,
                         check->n_checked == 1 ? "" : "s");
  chain_console_print (", loss of a batch of %" G_GSIZE_FORMAT " row%s\n", check->n_rows,
                       check->n_rows == 1 ? "" : "s");
  if (check->n_kinks > 0)
    chain_console_print ("%" G_GUINT64_FORMAT " at a kink of the loss, where it has no "
                         "derivative: not compared\n", check->n_kinks);
}

static void
print_text (const Result *result)
{
  const ChainGradientElement *largest = &result->check.largest;
  g_autoptr (ChainTextTable)  table = chain_text_table_new ("ll");
  g_autofree char            *text = NULL;

  print_counts (&result->check);
  if (result->parameter == NULL)
    {
      chain_console_print ("Nothing could be compared.\n");
      return;
    }
  chain_text_table_cell (table, "largest relative error");
  chain_text_table_number (table, largest->error, ERROR_DIGITS);
  chain_text_table_cell (table, "of");
  chain_text_table_cell (table, "%s", result->parameter);
  chain_text_table_cell (table, "backpropagation");
  chain_text_table_number (table, largest->analytic, DIGITS);
  chain_text_table_cell (table, "central difference");
  chain_text_table_number (table, largest->numeric, DIGITS);
  text = chain_text_table_text (table, "  ");
  chain_console_print ("%s%s\n", text,
                       passed (result) ? "The gradients agree." : "The gradients do not agree.");
}

static void
on_progress (guint64  n_done,
             guint64  n_planned,
             gpointer data)
{
  chain_progress_set (data, n_done / (double) n_planned, "parameters compared");
}

static gboolean
compare (const ChainDocument *document,
         Result              *result,
         GError             **error)
{
  ChainTrainingOptions        options = document->project->training;
  const ChainGradientElement *largest = &result->check.largest;
  ChainProgressBar            bar;
  gboolean                    compared;

  options.batch_size = MIN (options.batch_size, CHAIN_GRADIENT_CHECK_MOST_ROWS);
  result->iteration = chain_iteration_new (document->project->network, &options,
                                           document->dataset, error);
  if (result->iteration == NULL)
    return FALSE;
  chain_progress_start (&bar);
  compared = chain_gradient_check_run (result->iteration, on_progress, &bar, &result->check,
                                       error);
  chain_progress_end (&bar);
  if (compared && largest->node != CHAIN_NO_NODE)
    result->parameter = chain_parameter_name (result->iteration->recording,
                                              document->project->network, largest->node,
                                              largest->row, largest->column);
  return compared;
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
  Result                 result = { 0 };
  gboolean               json;
  ChainExit              status = CHAIN_EXIT_FAILED;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error) || !compare (&document, &result, &error))
    chain_console_error (error);
  else
    {
      if (json)
        print_json (document.project, &result);
      else
        print_text (&result);
      status = passed (&result) ? CHAIN_EXIT_DONE : CHAIN_EXIT_FAILED;
    }
  chain_iteration_free (result.iteration);
  g_free (result.parameter);
  return status;
}

const ChainCommand chain_command_gradient_check = {
  .name = "gradient-check",
  .arguments = "P",
  .about = "Gradients of backpropagation against central differences",
  .run = run,
};
