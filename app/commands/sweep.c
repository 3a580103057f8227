/* sweep.c: chainrule sweep: trains with each of several settings and compares what comes of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "app/text-table.h"

#include <math.h>

#define DIGITS 4
#define MOST_EPOCHS 1000000
#define MOST_THREADS 1024

typedef enum
{
  FORMAT_TEXT,
  FORMAT_JSON,
  FORMAT_CSV,
} Format;

static void
on_progress (guint    done,
             guint    runs,
             gpointer bar)
{
  chain_progress_set (bar, done / (double) runs, "sweep");
}

static void
begin_axes (ChainJsonWriter  *writer,
            const ChainSweep *sweep)
{
  chain_json_writer_begin_array (writer, "over", CHAIN_JSON_LINES);
  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES && chain_sweep_axis (sweep, i) != NULL; i++)
    {
      const ChainSweepAxis *axis = chain_sweep_axis (sweep, i);
      g_autofree char      *name = chain_sweep_axis_name (axis);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_string (writer, "setting", name);
      chain_json_writer_begin_array (writer, "values", CHAIN_JSON_ONE_LINE);
      for (guint k = 0; k < axis->values->len; k++)
        {
          g_autofree char *text = chain_sweep_axis_value_text (axis, k, 0);

          if (axis->setting->kind == CHAIN_SWEEP_CHOICE)
            chain_json_writer_string (writer, NULL, text);
          else
            chain_json_writer_number (writer, NULL, chain_sweep_axis_value (axis, k));
        }
      chain_json_writer_end (writer);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static void
write_settings (ChainJsonWriter  *writer,
                const ChainSweep *sweep,
                guint             cell)
{
  const guint n = chain_sweep_axis (sweep, 0)->values->len;
  const guint at[] = { cell % n, cell / n };

  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES && chain_sweep_axis (sweep, i) != NULL; i++)
    {
      const ChainSweepAxis *axis = chain_sweep_axis (sweep, i);
      g_autofree char      *name = chain_sweep_axis_name (axis);
      g_autofree char      *text = chain_sweep_axis_value_text (axis, at[i], 0);

      if (axis->setting->kind == CHAIN_SWEEP_CHOICE)
        chain_json_writer_string (writer, name, text);
      else
        chain_json_writer_number (writer, name, chain_sweep_axis_value (axis, at[i]));
    }
}

static void
write_cell (ChainJsonWriter *writer,
            const char      *key,
            ChainSweep      *sweep,
            guint            index)
{
  ChainSweepCell cell;

  chain_sweep_get_cell (sweep, index, &cell);
  chain_json_writer_begin_object (writer, key, CHAIN_JSON_ONE_LINE);
  write_settings (writer, sweep, index);
  chain_json_writer_number (writer, "loss", cell.training_loss);
  chain_json_writer_number (writer, "val_loss", cell.validation_loss);
  chain_json_writer_number (writer, "metric", cell.metric);
  chain_json_writer_whole (writer, "diverged", cell.diverged);
  chain_json_writer_end (writer);
}

static void
print_json (ChainSweep *sweep,
            const char *project)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;
  guint                       best;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", project);
  chain_json_writer_whole (writer, "epochs", chain_sweep_options (sweep)->epochs);
  chain_json_writer_whole (writer, "seeds", chain_sweep_options (sweep)->seeds);
  chain_json_writer_boolean (writer, "new_weights", chain_sweep_draws_weights (sweep));
  begin_axes (writer, sweep);
  chain_json_writer_begin_array (writer, "cells", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_sweep_n_cells (sweep); i++)
    write_cell (writer, NULL, sweep, i);
  chain_json_writer_end (writer);
  if (chain_sweep_best (sweep, &best))
    write_cell (writer, "best", sweep, best);
  else
    chain_json_writer_null (writer, "best");
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

/* A cell in words: its loss, or why there is none; the best one starred. */
static void
add_cell (ChainTextTable *table,
          ChainSweep     *sweep,
          guint           index,
          gboolean        best)
{
  ChainSweepCell cell;
  double         loss;
  char           number[CHAIN_NUMBER_SIZE];

  chain_sweep_get_cell (sweep, index, &cell);
  loss = chain_sweep_cell_loss (sweep, &cell);
  if (isnan (loss))
    chain_text_table_cell (table, "%s ", cell.failed > 0 ? "failed" : "diverged");
  else
    chain_text_table_cell (table, "%s%s", chain_number_show (loss, DIGITS, number),
                           best ? "*" : " ");
}

/* What varies along a row stands above the columns. */
static char *
table_text (ChainSweep *sweep)
{
  const ChainSweepAxis *x = chain_sweep_axis (sweep, 0);
  const ChainSweepAxis *y = chain_sweep_axis (sweep, 1);
  const guint           n = y != NULL ? y->values->len : 1;
  g_autofree char      *alignment = g_strnfill (n + 1, 'r');
  g_autofree char      *x_name = chain_sweep_axis_name (x);
  g_autofree char      *y_name = y != NULL ? chain_sweep_axis_name (y) : NULL;
  g_autoptr (ChainTextTable) table = chain_text_table_new (alignment);
  guint                 best = G_MAXUINT;

  chain_sweep_best (sweep, &best);
  chain_text_table_cell (table, "%s", x_name);
  for (guint j = 0; j < n; j++)
    {
      g_autofree char *value = y != NULL ? chain_sweep_axis_value_text (y, j, DIGITS) : NULL;

      if (y != NULL)
        chain_text_table_cell (table, "%s %s ", y_name, value);
      else
        chain_text_table_cell (table, "%s ", chain_sweep_validates (sweep) ? "val_loss" : "loss");
    }
  for (guint i = 0; i < x->values->len; i++)
    {
      g_autofree char *value = chain_sweep_axis_value_text (x, i, DIGITS);

      chain_text_table_cell (table, "%s", value);
      for (guint j = 0; j < n; j++)
        add_cell (table, sweep, chain_sweep_cell_at (sweep, i, j),
                  chain_sweep_cell_at (sweep, i, j) == best);
    }
  return chain_text_table_text (table, "");
}

static void
print_text (ChainSweep *sweep)
{
  const ChainSweepOptions *options = chain_sweep_options (sweep);
  g_autofree char         *seeds = options->seeds > 1
                                     ? g_strdup_printf (", median of %u seeds", options->seeds)
                                     : g_strdup ("");
  g_autofree char         *text = table_text (sweep);

  chain_console_print ("%s after %u epoch%s from %s%s\n\n%s\n* the least\n",
                       chain_sweep_validates (sweep) ? "Validation loss" : "Training loss",
                       options->epochs, options->epochs == 1 ? "" : "s",
                       chain_sweep_draws_weights (sweep) ? "new weights" : "the project's weights",
                       seeds, text);
}

static gboolean
sweep_over (const ChainDocument     *document,
            ChainSweepAxis         **axes,
            const ChainSweepOptions *options,
            Format                   format,
            const char              *output,
            GError                 **error)
{
  const ChainProject    *project = document->project;
  ChainProgressBar       bar = { 0 };
  g_autoptr (ChainSweep) sweep
    = chain_sweep_new (project->network, &project->training, document->dataset, axes[0], axes[1],
                       options, error);
  g_autofree char       *csv = NULL;
  gboolean               done;

  if (sweep == NULL || (output != NULL && !chain_file_can_save (output, error)))
    return FALSE;
  chain_progress_start (&bar);
  done = chain_sweep_run (sweep, on_progress, &bar, error);
  chain_progress_end (&bar);
  if (!done)
    return FALSE;
  csv = chain_sweep_csv (sweep);
  if (output != NULL && !chain_file_save (output, csv, strlen (csv), error))
    return FALSE;
  if (format == FORMAT_JSON)
    print_json (sweep, project->name);
  else if (format == FORMAT_CSV)
    chain_console_print ("%s", csv);
  else
    print_text (sweep);
  return TRUE;
}

static gboolean
read_axes (GStrv            over,
           ChainSweepAxis **axes)
{
  const guint n = over != NULL ? g_strv_length (over) : 0;

  if (n < 1 || n > CHAIN_SWEEP_MOST_AXES)
    {
      chain_console_message ("--over: expected this option once or twice, it was given %u times", n);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;

      axes[i] = chain_sweep_axis_parse (over[i], &error);
      if (axes[i] != NULL)
        continue;
      chain_console_message ("--over: %s", error->message);
      return FALSE;
    }
  return TRUE;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  static const char *const formats[] = { "text", "json", "csv", NULL };
  g_auto (GStrv)      over = NULL;
  g_autofree char    *epochs = NULL;
  g_autofree char    *seeds = NULL;
  g_autofree char    *threads = NULL;
  g_autofree char    *format = NULL;
  g_autofree char    *output = NULL;
  ChainSweepOptions   options;
  const GOptionEntry  entries[] = {
    { "over", 0, 0, G_OPTION_ARG_STRING_ARRAY, &over,
      "What to vary, once or twice: learning_rate=1e-4:1:9 (from, to, how many), units=2,4,8 "
      "(of the hidden layers), units[2]=4,8 (of layer 2), layers, batch_size, activation, "
      "optimizer, l2, dropout, seed", "SETTING=VALUES" },
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &epochs, "Of each run; the project's if left out", "N" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &seeds, "Runs of each combination, for the median", "N" },
    { "fresh", 0, 0, G_OPTION_ARG_NONE, &options.fresh,
      "Start from new weights, where the settings allow the project's", NULL },
    { "threads", 0, 0, G_OPTION_ARG_STRING, &threads, "At most; the results are the same", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The cells as a file", "GRID.csv" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text, json or csv", "text|json|csv" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  ChainSweepAxis        *axes[CHAIN_SWEEP_MOST_AXES] = { NULL, NULL };
  guint                  shape = FORMAT_TEXT;
  gboolean               done = FALSE;
  ChainExit              status = CHAIN_EXIT_USAGE;
  ChainOptionsResult     read;

  chain_sweep_options_init (&options);
  options.epochs = 0;
  read = chain_options_parse (command, arguments, entries, &path);
  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (chain_option_word ("--format", format, formats, &shape)
      && chain_option_count ("--epochs", epochs, 1, MOST_EPOCHS, &options.epochs)
      && chain_option_count ("--seeds", seeds, 1, CHAIN_SWEEP_MOST_SEEDS, &options.seeds)
      && chain_option_count ("--threads", threads, 1, MOST_THREADS, &options.n_threads)
      && read_axes (over, axes))
    {
      if (chain_document_open (&document, path, &error))
        {
          if (options.epochs == 0)
            options.epochs = document.project->training.epochs;
          done = sweep_over (&document, axes, &options, (Format) shape, output, &error);
        }
      if (!done)
        chain_console_error (error);
      status = done ? CHAIN_EXIT_DONE : CHAIN_EXIT_FAILED;
    }
  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES; i++)
    chain_sweep_axis_free (axes[i]);
  return status;
}

const ChainCommand chain_command_sweep = {
  .name = "sweep",
  .arguments = "P",
  .about = "Train with each of several settings and compare",
  .run = run,
};
