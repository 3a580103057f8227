/* lr-range.c: chainrule lr-range: the learning-rate range test.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "app/range-picture.h"
#include "app/text-table.h"

#define DIGITS 4
#define MOST_ITERATIONS 1000000

typedef struct
{
  guint            iterations;
  ChainProgressBar bar;
} Watch;

static void
on_progress (const ChainLrRange *so_far,
             gpointer            data)
{
  Watch      *watch = data;
  const guint done = so_far->loss->len;

  chain_progress_set (&watch->bar, done / (double) watch->iterations, "range test");
}

static double *
numbers_of (const GArray *array)
{
  return (double *) (gpointer) array->data;
}

static void
print_json (const ChainLrRange *range,
            guint               iterations)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_numbers (writer, "learning_rate", numbers_of (range->learning_rate),
                             range->learning_rate->len);
  chain_json_writer_numbers (writer, "loss", numbers_of (range->loss), range->loss->len);
  chain_json_writer_numbers (writer, "smoothed", numbers_of (range->smoothed),
                             range->smoothed->len);
  chain_json_writer_string (writer, "stopped", range->diverged ? "diverged" : NULL);
  chain_json_writer_begin_object (writer, "suggestions", CHAIN_JSON_LINES);
  for (const ChainLrRule *const *rule = chain_lr_rules; *rule != NULL; rule++)
    {
      double rate;

      if (chain_lr_range_suggest (range, iterations, *rule, &rate))
        chain_json_writer_number (writer, (*rule)->name, rate);
      else
        chain_json_writer_null (writer, (*rule)->name);
    }
  chain_json_writer_end (writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static void
print_text (const ChainLrRange *range,
            guint               iterations)
{
  g_autoptr (ChainTextTable) table = chain_text_table_new ("lrl");
  g_autofree char           *text = NULL;

  chain_console_print ("%u of %u iterations%s\n\n", range->loss->len, iterations,
                       range->diverged ? ", stopped where the loss diverged" : "");
  for (const ChainLrRule *const *rule = chain_lr_rules; *rule != NULL; rule++)
    {
      g_autofree char *reason = chain_lr_range_explain (range, iterations, *rule);
      double           rate;

      chain_text_table_cell (table, "%s", (*rule)->title);
      if (chain_lr_range_suggest (range, iterations, *rule, &rate))
        chain_text_table_number (table, rate, DIGITS);
      else
        chain_text_table_cell (table, "none");
      chain_text_table_cell (table, "%s", reason);
    }
  text = chain_text_table_text (table, "");
  chain_console_print ("%s", text);
}

static gboolean
save_curve (const ChainLrRange *range,
            const char         *path,
            GError            **error)
{
  g_autoptr (GString) csv = g_string_new ("learning_rate,loss,smoothed\n");
  char                numbers[3][CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < range->loss->len; i++)
    g_string_append_printf (
        csv, "%s,%s,%s\n",
        chain_number_write (g_array_index (range->learning_rate, double, i), numbers[0]),
        chain_number_write (g_array_index (range->loss, double, i), numbers[1]),
        chain_number_write (g_array_index (range->smoothed, double, i), numbers[2]));
  return chain_file_save (path, csv->str, csv->len, error);
}

static gboolean
test (const ChainDocument       *document,
      const ChainLrRangeOptions *options,
      const char                *output,
      gboolean                   json,
      GError                   **error)
{
  const ChainProject      *project = document->project;
  Watch                    watch = { options->iterations, { 0 } };
  g_autoptr (ChainLrRange) range = NULL;

  chain_progress_start (&watch.bar);
  range = chain_lr_range_run (project->network, &project->training, document->dataset, options,
                              NULL, on_progress, &watch, error);
  chain_progress_end (&watch.bar);
  if (range == NULL)
    return FALSE;
  if (output != NULL
      && !(chain_range_picture_is (output)
               ? chain_range_picture_save (range, options, project->training.learning_rate, output,
                                           error)
               : save_curve (range, output, error)))
    return FALSE;
  if (json)
    print_json (range, options->iterations);
  else
    print_text (range, options->iterations);
  return TRUE;
}

static gboolean
check_output (const char *output)
{
  g_autofree char *lower = output != NULL ? g_ascii_strdown (output, -1) : NULL;

  if (lower == NULL || g_str_has_suffix (lower, ".csv") || chain_range_picture_is (lower))
    return TRUE;
  chain_console_message ("--output: expected a file that ends in .csv, .svg, .png or .pdf, got %s",
                         output);
  return FALSE;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char       *from = NULL;
  g_autofree char       *to = NULL;
  g_autofree char       *iterations = NULL;
  g_autofree char       *output = NULL;
  g_autofree char       *format = NULL;
  const GOptionEntry     entries[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from, "First rate", "RATE" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to, "Last rate", "RATE" },
    { "iterations", 'n', 0, G_OPTION_ARG_STRING, &iterations, "How many rates", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output,
      "The curve: .csv, or a picture .svg, .png, .pdf", "CURVE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  ChainLrRangeOptions    options;
  gboolean               json;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  chain_lr_range_options_init (&options);
  if (!chain_option_json (format, &json) || !chain_option_rate ("--from", from, &options.from)
      || !chain_option_rate ("--to", to, &options.to)
      || !chain_option_count ("--iterations", iterations, 2, MOST_ITERATIONS, &options.iterations)
      || !check_output (output))
    return CHAIN_EXIT_USAGE;
  if (options.to <= options.from)
    {
      chain_console_message ("--to: expected a rate above --from, got %s", to != NULL ? to : from);
      return CHAIN_EXIT_USAGE;
    }
  if (!chain_document_open (&document, path, &error)
      || !test (&document, &options, output, json, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_lr_range = {
  .name = "lr-range",
  .arguments = "P",
  .about = "The learning-rate range test",
  .run = run,
};
