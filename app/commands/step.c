/* step.c: chainrule step: every operation of some iterations, with its numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "app/text-table.h"

#define DIGITS 6
#define MOST_EQUATIONS 12   /* elements of a quantity that are explained one by one */
#define MOST_SIDE 6         /* rows and columns of a larger one that are shown */
#define MOST_ROWS_NAMED 8   /* of a batch */
#define MOST_STEPS 1000000
#define MOST_ITERATIONS 1000000

static void
write_step (ChainJsonWriter *writer,
            ChainStepper    *stepper,
            const ChainStep *step)
{
  const ChainTensor *value = chain_stepper_value (stepper, step);
  gsize              n_rows;
  const guint       *rows = chain_stepper_rows (stepper, &n_rows);

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer, "iteration", chain_stepper_iteration (stepper) + 1);
  chain_json_writer_begin_array (writer, "batch", CHAIN_JSON_ONE_LINE);
  for (gsize i = 0; i < n_rows; i++)
    chain_json_writer_whole (writer, NULL, rows[i]);
  chain_json_writer_end (writer);
  chain_json_writer_string (writer, "phase", chain_phase_name (step->phase));
  /* The input belongs to the first layer; the loss to none. */
  if (step->layer > 0 || step->quantity == CHAIN_QUANTITY_X)
    chain_json_writer_whole (writer, "layer", MAX (step->layer, 1));
  else
    chain_json_writer_null (writer, "layer");
  chain_json_writer_string (writer, "quantity",
                            chain_quantity_name (step->quantity, step->gradient));
  chain_json_writer_begin_array (writer, "shape", CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer, NULL, value->rows);
  chain_json_writer_whole (writer, NULL, value->columns);
  chain_json_writer_end (writer);
  chain_json_writer_matrix (writer, "value", value->values, value->rows, value->columns);
  chain_json_writer_end (writer);
}

static void
print_json (const ChainProject *project,
            ChainStepper       *stepper,
            guint               iterations)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  const guint                 n_steps = chain_stepper_n_steps (stepper);
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", project->name);
  chain_json_writer_begin_array (writer, "steps", CHAIN_JSON_LINES);
  for (guint iteration = 0; iteration < iterations; iteration++)
    for (guint i = 0; i < n_steps; i++)
      {
        const ChainStep *step = chain_stepper_step (stepper, i);

        chain_stepper_forward (stepper);
        /* An optimizer's own quantities have no name in the records. */
        if (chain_quantity_name (step->quantity, step->gradient) != NULL)
          write_step (writer, stepper, step);
      }
  chain_json_writer_end (writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

/* "iteration 1, batch row 0", as a heading. */
static void
print_iteration (ChainStepper *stepper)
{
  g_autoptr (GString) batch = g_string_new (NULL);
  char                number[CHAIN_NUMBER_SIZE];
  gsize               n_rows;
  const guint        *rows = chain_stepper_rows (stepper, &n_rows);

  for (gsize i = 0; i < MIN (n_rows, MOST_ROWS_NAMED); i++)
    g_string_append_printf (batch, "%s%u", i > 0 ? ", " : "", rows[i]);
  if (n_rows > MOST_ROWS_NAMED)
    g_string_append_printf (batch, ", … (%" G_GSIZE_FORMAT " in all)", n_rows);
  chain_console_print ("iteration %" G_GUINT64_FORMAT ", batch row%s %s, learning rate %s\n",
                       chain_stepper_iteration (stepper) + 1, n_rows == 1 ? "" : "s", batch->str,
                       chain_number_show (chain_stepper_learning_rate (stepper), DIGITS, number));
}

static void
print_equations (ChainStepper      *stepper,
                 const ChainStep   *step,
                 const ChainTensor *value)
{
  for (gsize row = 0; row < value->rows; row++)
    for (gsize column = 0; column < value->columns; column++)
      {
        g_autoptr (ChainEquation) equation = chain_stepper_equation (stepper, step, row, column);
        g_autofree char          *text = chain_equation_to_text (equation, DIGITS);

        chain_console_print ("    %s\n", text);
      }
}

/* The rows or columns shown: all, or the first and the last with a gap between them. */
static gsize
shown (gsize n)
{
  return n <= MOST_SIDE ? n : MOST_SIDE;
}

static gboolean
is_gap (gsize i,
        gsize n)
{
  return n > MOST_SIDE && i == MOST_SIDE - 2;
}

static gsize
index_of (gsize i,
          gsize n)
{
  return n > MOST_SIDE && i == MOST_SIDE - 1 ? n - 1 : i;
}

static void
print_matrix (const ChainTensor *value)
{
  const gsize                n_columns = shown (value->columns);
  g_autofree char           *alignment = g_strnfill (n_columns, 'r');
  g_autoptr (ChainTextTable) table = chain_text_table_new (alignment);
  g_autofree char           *text = NULL;

  for (gsize row = 0; row < shown (value->rows); row++)
    for (gsize column = 0; column < n_columns; column++)
      if (is_gap (row, value->rows))
        chain_text_table_cell (table, "⋮");
      else if (is_gap (column, value->columns))
        chain_text_table_cell (table, "⋯");
      else
        chain_text_table_number (table,
                                 chain_tensor_get (value, index_of (row, value->rows),
                                                   index_of (column, value->columns)),
                                 DIGITS);
  text = chain_text_table_text (table, "    ");
  chain_console_print ("%s", text);
}

static void
print_step (ChainStepper    *stepper,
            const ChainStep *step)
{
  const ChainTensor *value = chain_stepper_value (stepper, step);
  g_autofree char   *title = chain_step_title (chain_stepper_recording (stepper), step);
  const char        *name = chain_quantity_name (step->quantity, step->gradient);
  g_autofree char   *layer = NULL;

  if (name == NULL)
    name = step->quantity == CHAIN_QUANTITY_CLIPPED ? "clipped" : "state";
  if (step->layer > 0 || step->quantity == CHAIN_QUANTITY_X)
    layer = g_strdup_printf (", layer %u", MAX (step->layer, 1));
  chain_console_print ("  %s%s, %s: %s [%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT "]\n",
                       chain_phase_name (step->phase), layer != NULL ? layer : "", name, title,
                       value->rows, value->columns);
  if (chain_tensor_size (value) <= MOST_EQUATIONS)
    print_equations (stepper, step, value);
  else
    print_matrix (value);
}

static void
print_text (ChainStepper *stepper,
            guint         iterations)
{
  const guint n_steps = chain_stepper_n_steps (stepper);

  for (guint iteration = 0; iteration < iterations; iteration++)
    for (guint i = 0; i < n_steps; i++)
      {
        chain_stepper_forward (stepper);
        if (i == 0)
          {
            chain_console_print ("%s", iteration > 0 ? "\n" : "");
            print_iteration (stepper);
          }
        print_step (stepper, chain_stepper_step (stepper, i));
      }
}

/* Where the project stands: at its first iteration, or where its run was paused. */
static ChainStepper *
stepper_of (const ChainProject *project,
            ChainDataset       *dataset)
{
  const ChainTrainingState *paused = chain_project_paused (project);
  g_autoptr (GError)        error = NULL;
  ChainStepper             *stepper;

  stepper = chain_stepper_new (project->network, &project->training, dataset, &error);
  if (stepper == NULL)
    chain_console_error (error);
  else if (paused != NULL)
    chain_stepper_resume (stepper, paused);
  return stepper;
}

static ChainExit
step_project (ChainProject *project,
              ChainDataset *dataset,
              guint         iterations,
              gboolean      json)
{
  g_autoptr (ChainStepper) stepper = stepper_of (project, dataset);

  if (stepper == NULL)
    return CHAIN_EXIT_FAILED;
  if (json)
    print_json (project, stepper, iterations);
  else
    print_text (stepper, iterations);
  return CHAIN_EXIT_DONE;
}

/**
 * chain_command_step_project:
 * @project: a project; its data is opened
 * @iterations: how many to print
 *
 * Prints what `chainrule step` prints as text.
 *
 * Returns: the exit status
 */
ChainExit
chain_command_step_project (ChainProject *project,
                            guint         iterations)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = chain_project_open_data (project, NULL, &error);

  if (dataset == NULL)
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return step_project (project, dataset, iterations, FALSE);
}

/* The first element of the step, as a program to run. */
static ChainExit
print_code (const ChainProject *project,
            ChainDataset       *dataset,
            guint               n)
{
  g_autoptr (ChainStepper) stepper = stepper_of (project, dataset);
  g_autoptr (ChainCode)    code = NULL;

  if (stepper == NULL)
    return CHAIN_EXIT_FAILED;
  for (guint i = 0; i < n; i++)
    chain_stepper_forward (stepper);
  code = chain_code_new (stepper, chain_stepper_step (stepper, chain_stepper_position (stepper) - 1),
                         0, 0, CHAIN_CODE_WHOLE);
  g_print ("%s", code->text);
  return CHAIN_EXIT_DONE;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char       *iterations = NULL;
  g_autofree char       *format = NULL;
  g_autofree char       *code = NULL;
  const GOptionEntry     entries[] = {
    { "iterations", 'n', 0, G_OPTION_ARG_STRING, &iterations, "How many; 1 if left out", "N" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { "code", 0, 0, G_OPTION_ARG_STRING, &code,
      "Print step N of the iterations as a TensorFlow program", "N" },
    { NULL },
  };
  g_autofree char       *path = NULL;
  g_auto (ChainDocument) document = { 0 };
  g_autoptr (GError)     error = NULL;
  guint                  n = 1;
  guint                  step = 0;
  gboolean               json;
  ChainOptionsResult     read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json)
      || !chain_option_count ("--iterations", iterations, 1, MOST_ITERATIONS, &n)
      || (code != NULL && !chain_option_count ("--code", code, 1, MOST_STEPS, &step)))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  if (code != NULL)
    return print_code (document.project, document.dataset, step);
  return step_project (document.project, document.dataset, n, json);
}

const ChainCommand chain_command_step = {
  .name = "step",
  .arguments = "P",
  .about = "Every operation of some iterations, with its numbers",
  .run = run,
};
