/* weights-table.c: layers from a table of weights, one a line, as a spreadsheet saved it.
 *
 * Lines may stand in any order. Room for a kernel is made once the table has as many lines for it
 * as it has numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/weights-table.h"

#include "base/error.h"
#include "data/csv-reader.h"
#include "formats/activation-text.h"

#include <math.h>

typedef enum
{
  COLUMN_LAYER,
  COLUMN_PARAMETER,
  COLUMN_INPUT,
  COLUMN_UNIT,
  COLUMN_VALUE,
  COLUMN_NAME,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  [COLUMN_LAYER] = "layer", [COLUMN_PARAMETER] = "parameter", [COLUMN_INPUT] = "input",
  [COLUMN_UNIT] = "unit", [COLUMN_VALUE] = "value", [COLUMN_NAME] = "name",
};

typedef enum
{
  LINE_KERNEL,
  LINE_BIAS,
  LINE_ACTIVATION,
  N_LINES,
  LINE_OTHER, /* of what becomes of a row */
} LineKind;

static const char *const line_names[N_LINES] = {
  [LINE_KERNEL] = "kernel", [LINE_BIAS] = "bias", [LINE_ACTIVATION] = "activation",
};

typedef struct
{
  gsize        n_inputs, n_units; /* the greatest of any line */
  gsize        n_kernel, n_bias;  /* lines */
  ChainTensor *kernel;            /* NaN where no line was read yet */
  ChainTensor *bias;
} Size;

typedef struct
{
  const ChainTable  *table;
  const ChainColumn *columns[N_COLUMNS]; /* name may be NULL */
  Size               sizes[CHAIN_MAX_LAYERS];
  guint              n_layers;
} Reader;

/* A line, read. */
typedef struct
{
  LineKind kind;
  guint    layer; /* from 0 */
  gsize    input; /* from 0; of a kernel */
  gsize    unit;  /* from 0; of a weight */
} Line;

static gboolean
fail (const Reader *reader,
      gsize         row,
      GError      **error,
      const char   *format,
      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (const Reader *reader,
      gsize         row,
      GError      **error,
      const char   *format,
      ...)
{
  g_autofree char *where = chain_table_where (reader->table, row);
  g_autofree char *message = NULL;
  va_list          arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: %s", where, message);
  return FALSE;
}

static const char *
text_of (const Reader *reader,
         Column        which,
         gsize         row)
{
  const ChainColumn *column = reader->columns[which];

  if (column == NULL || column->kind != CHAIN_COLUMN_CATEGORY
      || column->codes[row] == CHAIN_CODE_MISSING)
    return NULL;
  return g_ptr_array_index (column->levels, column->codes[row]);
}

static double
number_of (const Reader *reader,
           Column        which,
           gsize         row)
{
  const ChainColumn *column = reader->columns[which];

  return column->kind == CHAIN_COLUMN_NUMBER ? column->numbers[row] : NAN;
}

static gboolean
read_count (const Reader *reader,
            Column        which,
            gsize         row,
            guint         most,
            gsize        *index,
            GError      **error)
{
  const double number = number_of (reader, which, row);

  if (!(number >= 1 && number <= most && floor (number) == number))
    return fail (reader, row, error, "column %s: expected an integer from 1 to %u",
                 column_names[which], most);
  *index = (gsize) number - 1;
  return TRUE;
}

static LineKind
find_kind (const char *name)
{
  for (guint i = 0; name != NULL && i < N_LINES; i++)
    if (g_str_equal (name, line_names[i]))
      return i;
  return LINE_OTHER;
}

static gboolean
read_line (const Reader *reader,
           gsize         row,
           Line         *line,
           GError      **error)
{
  gsize layer = 0;

  *line = (Line){ .kind = LINE_OTHER };
  if (number_of (reader, COLUMN_LAYER, row) == 0)
    return TRUE;
  if (!read_count (reader, COLUMN_LAYER, row, CHAIN_MAX_LAYERS, &layer, error))
    return FALSE;
  line->layer = (guint) layer;
  line->kind = find_kind (text_of (reader, COLUMN_PARAMETER, row));
  if (line->kind == LINE_OTHER)
    return fail (reader, row, error, "column parameter: expected kernel, bias or activation");
  if (line->kind == LINE_ACTIVATION)
    return TRUE;
  if (!isfinite (number_of (reader, COLUMN_VALUE, row)))
    return fail (reader, row, error, "column value: expected a number");
  return read_count (reader, COLUMN_UNIT, row, CHAIN_MAX_UNITS, &line->unit, error)
         && (line->kind == LINE_BIAS
             || read_count (reader, COLUMN_INPUT, row, G_MAXINT32, &line->input, error));
}

static gboolean
measure (Reader  *reader,
         GError **error)
{
  for (gsize row = 0; row < reader->table->n_rows; row++)
    {
      Line  line;
      Size *size;

      if (!read_line (reader, row, &line, error))
        return FALSE;
      if (line.kind == LINE_OTHER)
        continue;
      size = &reader->sizes[line.layer];
      reader->n_layers = MAX (reader->n_layers, line.layer + 1);
      if (line.kind == LINE_ACTIVATION)
        continue;
      size->n_units = MAX (size->n_units, line.unit + 1);
      size->n_inputs = MAX (size->n_inputs, line.input + 1);
      size->n_kernel += line.kind == LINE_KERNEL;
      size->n_bias += line.kind == LINE_BIAS;
    }
  return TRUE;
}

static gboolean
make_room (Reader  *reader,
           GError **error)
{
  for (guint i = 0; i < reader->n_layers; i++)
    {
      Size *size = &reader->sizes[i];

      if (size->n_kernel == 0 || size->n_kernel / size->n_units != size->n_inputs
          || size->n_kernel % size->n_units != 0
          || (size->n_bias > 0 && size->n_bias != size->n_units))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                       "%s: layer %u: expected a weight for each of %" G_GSIZE_FORMAT
                       " inputs and %" G_GSIZE_FORMAT " units, found %" G_GSIZE_FORMAT
                       " and %" G_GSIZE_FORMAT " biases",
                       reader->table->title, i + 1, size->n_inputs, size->n_units, size->n_kernel,
                       size->n_bias);
          return FALSE;
        }
      size->kernel = chain_tensor_new (size->n_inputs, size->n_units);
      chain_tensor_fill (size->kernel, NAN);
      size->bias = size->n_bias > 0 ? chain_tensor_new (1, size->n_units) : NULL;
      if (size->bias != NULL)
        chain_tensor_fill (size->bias, NAN);
    }
  return TRUE;
}

/* As many lines as numbers, and none twice: none is missing. */
static gboolean
fill (Reader  *reader,
      GError **error)
{
  for (gsize row = 0; row < reader->table->n_rows; row++)
    {
      Line    line;
      double *value;

      if (!read_line (reader, row, &line, error))
        return FALSE;
      if (line.kind != LINE_KERNEL && line.kind != LINE_BIAS)
        continue;
      value = line.kind == LINE_BIAS
                  ? &reader->sizes[line.layer].bias->values[line.unit]
                  : &reader->sizes[line.layer].kernel->values[
                      line.input * reader->sizes[line.layer].n_units + line.unit];
      if (!isnan (*value))
        return fail (reader, row, error, "expected one line for each number, found another");
      *value = number_of (reader, COLUMN_VALUE, row);
    }
  return TRUE;
}

static void
add_layers (Reader      *reader,
            ChainImport *import)
{
  for (guint i = 0; i < reader->n_layers; i++)
    {
      g_autofree char *kernel = g_strdup_printf ("layer %u kernel", i + 1);
      g_autofree char *bias = g_strdup_printf ("layer %u bias", i + 1);
      Size            *size = &reader->sizes[i];

      chain_import_add_kernel (import, kernel, g_steal_pointer (&size->kernel));
      if (size->bias != NULL)
        chain_import_set_bias (import, bias, g_steal_pointer (&size->bias));
    }
}

static gboolean
read_activations (const Reader *reader,
                  ChainImport  *import,
                  GError      **error)
{
  for (gsize row = 0; row < reader->table->n_rows; row++)
    {
      g_autofree char *where = NULL;
      const char      *text = text_of (reader, COLUMN_NAME, row);
      Line             line;

      if (!read_line (reader, row, &line, error))
        return FALSE;
      if (line.kind != LINE_ACTIVATION)
        continue;
      if (text == NULL)
        return fail (reader, row, error, "column name: expected an activation");
      where = chain_table_where (reader->table, row);
      if (!chain_activation_read_text (where, text,
                                       g_ptr_array_index (import->layers, line.layer), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_columns (Reader  *reader,
              GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      const int index = chain_table_find (reader->table, column_names[i]);

      if (index >= 0)
        reader->columns[i] = chain_table_column (reader->table, (guint) index);
      else if (i != COLUMN_NAME)
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                       "%s: expected the columns layer, parameter, input, unit and value, found "
                       "no column %s",
                       reader->table->title, column_names[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* A spreadsheet of a language with decimal commas saves numbers with them. */
static ChainTable *
parse (const ChainImportSource *source,
       GError                 **error)
{
  ChainCsvOptions        options = { .header = CHAIN_CSV_HEADER_PRESENT };
  g_autoptr (ChainTable) table = chain_csv_parse (source->title, source->bytes, &options, NULL,
                                                  NULL, error);
  const int              value = table != NULL ? chain_table_find (table, "value") : -1;

  if (value < 0 || chain_table_column (table, (guint) value)->kind != CHAIN_COLUMN_CATEGORY)
    return g_steal_pointer (&table);
  options.decimal = ',';
  return chain_csv_parse (source->title, source->bytes, &options, NULL, NULL, error);
}

/**
 * chain_weights_table_read:
 * @source: a table
 * @error: set if it does not read, or a number is missing or there twice
 *
 * Returns: (transfer full) (nullable): its layers
 */
ChainImport *
chain_weights_table_read (const ChainImportSource *source,
                          GError                 **error)
{
  g_autoptr (ChainTable)  table = parse (source, error);
  g_autoptr (ChainImport) import = chain_import_new (source->title);
  g_autofree Reader      *reader = g_new0 (Reader, 1);
  gboolean                ok;

  if (table == NULL)
    return NULL;
  reader->table = table;
  ok = find_columns (reader, error) && measure (reader, error) && make_room (reader, error)
       && fill (reader, error);
  if (ok)
    add_layers (reader, import);
  for (guint i = 0; i < reader->n_layers; i++)
    {
      chain_tensor_free (reader->sizes[i].kernel);
      chain_tensor_free (reader->sizes[i].bias);
    }
  return ok && read_activations (reader, import, error) ? g_steal_pointer (&import) : NULL;
}
