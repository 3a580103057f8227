/* inspect.c: chainrule inspect: how a CSV file is read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/options.h"
#include "app/text-table.h"

#include <math.h>
#include <string.h>

#define DIGITS 6
#define MOST_LEVELS 8      /* listed in text */
#define MOST_CHARACTERS 40 /* of one of them, and of a name */

static const char *const kinds[] = {
  [CHAIN_COLUMN_NUMBER] = "number",
  [CHAIN_COLUMN_CATEGORY] = "category",
  [CHAIN_COLUMN_EMPTY] = "empty",
};

static void
write_levels (ChainJsonWriter   *writer,
              const ChainColumn *column)
{
  chain_json_writer_begin_array (writer, "levels", CHAIN_JSON_ONE_LINE);
  for (guint i = 0; column->levels != NULL && i < column->levels->len; i++)
    chain_json_writer_string (writer, NULL, g_ptr_array_index (column->levels, i));
  chain_json_writer_end (writer);
}

static void
write_values (ChainJsonWriter   *writer,
              const ChainColumn *column,
              gsize              n_rows)
{
  chain_json_writer_begin_array (writer, "values", CHAIN_JSON_ONE_LINE);
  for (gsize row = 0; row < n_rows; row++)
    if (column->kind == CHAIN_COLUMN_NUMBER)
      chain_json_writer_number (writer, NULL, column->numbers[row]);
    else if (column->kind == CHAIN_COLUMN_CATEGORY && column->codes[row] != CHAIN_CODE_MISSING)
      chain_json_writer_string (writer, NULL,
                                g_ptr_array_index (column->levels, column->codes[row]));
    else
      chain_json_writer_null (writer, NULL);
  chain_json_writer_end (writer);
}

static void
print_json (const ChainTable     *table,
            const ChainCsvReport *report,
            gboolean              values)
{
  const char                  delimiter[] = { report->delimiter, '\0' };
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "delimiter", report->delimiter != '\0' ? delimiter : NULL);
  if (report->has_header)
    {
      chain_json_writer_begin_array (writer, "header", CHAIN_JSON_ONE_LINE);
      for (guint i = 0; i < table->columns->len; i++)
        chain_json_writer_string (writer, NULL, chain_table_column (table, i)->name);
      chain_json_writer_end (writer);
    }
  else
    chain_json_writer_null (writer, "header");
  chain_json_writer_whole (writer, "rows", table->n_rows);
  chain_json_writer_begin_array (writer, "columns", CHAIN_JSON_LINES);
  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
      chain_json_writer_string (writer, "name", column->name);
      chain_json_writer_string (writer, "type", kinds[column->kind]);
      chain_json_writer_whole (writer, "missing", column->n_missing);
      write_levels (writer, column);
      if (values)
        write_values (writer, column, table->n_rows);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
  chain_json_writer_begin_array (writer, "warnings", CHAIN_JSON_LINES);
  for (guint i = 0; i < report->warnings->len; i++)
    chain_json_writer_string (writer, NULL, g_ptr_array_index (report->warnings, i));
  chain_json_writer_end (writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static char *
describe_numbers (const ChainColumn *column,
                  gsize              n_rows)
{
  double least = INFINITY;
  double most = -INFINITY;
  double sum = 0;
  char   buffers[3][CHAIN_NUMBER_SIZE];

  for (gsize row = 0; row < n_rows; row++)
    if (!isnan (column->numbers[row]))
      {
        least = MIN (least, column->numbers[row]);
        most = MAX (most, column->numbers[row]);
        sum += column->numbers[row];
      }
  return g_strdup_printf ("%s to %s, mean %s", chain_number_show (least, DIGITS, buffers[0]),
                          chain_number_show (most, DIGITS, buffers[1]),
                          chain_number_show (sum / (n_rows - column->n_missing), DIGITS,
                                             buffers[2]));
}

/* A cell may be of many lines. */
static char *
show_short (const char *text)
{
  char *beginning = g_utf8_strlen (text, -1) > MOST_CHARACTERS
                        ? g_utf8_substring (text, 0, MOST_CHARACTERS)
                        : g_strdup (text);
  char *shown = g_strconcat (beginning, strlen (beginning) < strlen (text) ? "…" : "", NULL);

  g_free (beginning);
  return g_strdelimit (shown, "\r\n\t", ' ');
}

static char *
describe_levels (const ChainColumn *column)
{
  const guint n = column->levels->len;
  GString    *text = g_string_new (NULL);

  g_string_append_printf (text, "%u level%s: ", n, n == 1 ? "" : "s");
  for (guint i = 0; i < MIN (n, MOST_LEVELS); i++)
    {
      g_autofree char *level = show_short (g_ptr_array_index (column->levels, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", level);
    }
  if (n > MOST_LEVELS)
    g_string_append (text, ", …");
  return g_string_free (text, FALSE);
}

static char *
describe_values (const ChainColumn *column,
                 gsize              n_rows)
{
  switch (column->kind)
    {
    case CHAIN_COLUMN_NUMBER:
      return describe_numbers (column, n_rows);
    case CHAIN_COLUMN_CATEGORY:
      return describe_levels (column);
    case CHAIN_COLUMN_EMPTY:
    default:
      return g_strdup ("no values");
    }
}

static const char *
name_delimiter (char  delimiter,
                char *buffer)
{
  if (delimiter == '\0')
    return "none needed";
  if (delimiter == '\t')
    return "tab";
  buffer[0] = delimiter;
  buffer[1] = '\0';
  return buffer;
}

static void
print_text (const char           *path,
            const ChainTable     *table,
            const ChainCsvReport *report)
{
  g_autoptr (ChainTextTable) columns = chain_text_table_new ("llrl");
  g_autofree char           *text = NULL;
  char                       buffer[2];

  for (guint i = 0; i < report->warnings->len; i++)
    chain_console_message ("%s: warning: %s", path,
                           (char *) g_ptr_array_index (report->warnings, i));
  chain_console_print ("rows       %" G_GSIZE_FORMAT "\n"
                       "columns    %u\n"
                       "delimiter  %s\n"
                       "header     %s\n\n",
                       table->n_rows, table->columns->len,
                       name_delimiter (report->delimiter, buffer),
                       report->has_header ? "yes" : "no");
  chain_text_table_cell (columns, "column");
  chain_text_table_cell (columns, "kind");
  chain_text_table_cell (columns, "missing");
  chain_text_table_cell (columns, "values");
  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);
      g_autofree char   *values = describe_values (column, table->n_rows);
      g_autofree char   *name = show_short (column->name);

      chain_text_table_cell (columns, "%s", name);
      chain_text_table_cell (columns, "%s", kinds[column->kind]);
      chain_text_table_cell (columns, "%" G_GSIZE_FORMAT, column->n_missing);
      chain_text_table_cell (columns, "%s", values);
    }
  text = chain_text_table_text (columns, "");
  chain_console_print ("%s", text);
}

static void
on_progress (const ChainCsvProgress *progress,
             gpointer                data)
{
  const double     done = (double) progress->bytes / (double) MAX (progress->total, 1);
  g_autofree char *what = g_strdup_printf ("%" G_GSIZE_FORMAT " rows%s", progress->rows,
                                           progress->pass > 1 ? ", read again" : "");

  /* How long a pipe is nobody knows. */
  chain_progress_set (data, progress->total > 0 ? done : 0, what);
}

static ChainTable *
read_table (const char            *path,
            const ChainCsvOptions *options,
            ChainCsvReport        *report,
            GError               **error)
{
  ChainProgressBar bar;
  ChainTable      *table;

  chain_progress_start (&bar);
  table = chain_csv_read_with_progress (path, options, report, on_progress, &bar, NULL, error);
  chain_progress_end (&bar);
  return table;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  g_autofree char         *delimiter = NULL;
  g_autofree char         *decimal = NULL;
  g_autofree char         *thousands = NULL;
  g_autofree char         *comment = NULL;
  g_autofree char         *format = NULL;
  gboolean                 header = FALSE;
  gboolean                 no_header = FALSE;
  gboolean                 values = FALSE;
  gboolean                 json;
  g_auto (ChainCsvOptions) options = { 0 };
  const GOptionEntry       entries[] = {
    { "delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter, "Between cells; found if left out", "C" },
    { "header", 0, 0, G_OPTION_ARG_NONE, &header, "The first row names the columns", NULL },
    { "no-header", 0, 0, G_OPTION_ARG_NONE, &no_header, "The first row is data", NULL },
    { "decimal", 0, 0, G_OPTION_ARG_STRING, &decimal, "Decimal mark, a point if left out", "C" },
    { "thousands", 0, 0, G_OPTION_ARG_STRING, &thousands, "Mark between groups of digits", "C" },
    { "comment", 0, 0, G_OPTION_ARG_STRING, &comment, "First character of lines to skip", "C" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &options.encoding, "Found if left out", "NAME" },
    { "values", 0, 0, G_OPTION_ARG_NONE, &values, "With the values, in JSON", NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char         *path = NULL;
  g_autoptr (ChainTable)   table = NULL;
  g_auto (ChainCsvReport)  report = { 0 };
  g_autoptr (GError)       error = NULL;
  ChainOptionsResult       read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json)
      || !chain_option_letter ("--delimiter", delimiter, &options.delimiter)
      || !chain_option_letter ("--decimal", decimal, &options.decimal)
      || !chain_option_letter ("--thousands", thousands, &options.thousands)
      || !chain_option_letter ("--comment", comment, &options.comment))
    return CHAIN_EXIT_USAGE;
  if (header && no_header)
    {
      chain_console_message ("--header and --no-header: expected one of them, got both");
      return CHAIN_EXIT_USAGE;
    }
  if (header || no_header)
    options.header = header ? CHAIN_CSV_HEADER_PRESENT : CHAIN_CSV_HEADER_ABSENT;
  table = read_table (path, &options, &report, &error);
  if (table == NULL)
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  if (json)
    print_json (table, &report, values);
  else
    print_text (path, table, &report);
  return CHAIN_EXIT_DONE;
}

const ChainCommand chain_command_inspect = {
  .name = "inspect",
  .arguments = "FILE.csv",
  .about = "How a CSV file is read",
  .run = run,
};
