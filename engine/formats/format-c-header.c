/* format-c-header.c: the network as a header of plain C99 that needs nothing but math.h.
 *
 * A raw row is an array of numbers, one for each column: a number as it is, the code of a category,
 * the days of a date, NaN for what is missing. Everything that becomes of it is inside, and some
 * rows with their predictions, by which the header tests itself. Every name starts with that of
 * the file; in the code here @ stands for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/format-table.h"

#include "formats/activation-code.h"
#include "formats/code-text.h"
#include "formats/sample-rows.h"

#include <math.h>
#include <string.h>

#define NUMBERS_A_LINE 4

static const char opening[]
    = "/* @.h: the network “%s”, written by Chainrule.\n"
      " *\n"
      " * Plain C99; needs math.h alone. Define @_FLOAT before including it to compute in float.\n"
      " *\n"
      " *   double row[@_COLUMNS];\n"
      " *   @_real out[@_OUTPUTS];\n"
      " *\n"
      " *   if (@_predict (row, out) == 0) …\n"
      " *\n"
      " * A row has one number for each of @_column_names: a number as it is,\n"
      " * @_code (column, \"text\") of a category, @_days (year, month, day) of a date,\n"
      " * or @_MISSING. There is an output for each of @_output_names.\n"
      " *\n"
      " * @_self_test () says how far it is from the program that wrote it.\n"
      " */\n"
      "#ifndef @_H\n"
      "#define @_H\n"
      "\n"
      "#include <math.h>\n"
      "\n"
      "#ifdef @_FLOAT\n"
      "typedef float @_real;\n"
      "#define @_F(name) name##f\n"
      "#else\n"
      "typedef double @_real;\n"
      "#define @_F(name) name\n"
      "#endif\n"
      "\n"
      "#define @_MISSING ((double) NAN)\n";

static const char dates[]
    = "\n"
      "/* Days since 1970-01-01, of the Gregorian calendar. */\n"
      "static inline double\n"
      "@_days (int year, int month, int day)\n"
      "{\n"
      "  const long y = month > 2 ? year : year - 1L;\n"
      "  const long m = (month + 9) % 12;\n"
      "  const long era = (y >= 0 ? y : y - 399) / 400;\n"
      "  const long of_era = y - era * 400;\n"
      "\n"
      "  return (double) (era * 146097 + of_era * 365 + of_era / 4 - of_era / 100\n"
      "                   + (m * 153 + 2) / 5 + day - 1 - 719468);\n"
      "}\n";

static const char codes[]
    = "\n"
      "/* The number of a category in a column; -1 for a text that is none of its levels. */\n"
      "static inline double\n"
      "@_code (int column, const char *text)\n"
      "{\n"
      "  for (int i = 0; i < @_columns[column].n_levels; i++)\n"
      "    {\n"
      "      const char *a = @_columns[column].levels[i];\n"
      "      const char *b = text;\n"
      "\n"
      "      while (*a != 0 && *a == *b)\n"
      "        a++, b++;\n"
      "      if (*a == *b)\n"
      "        return i;\n"
      "    }\n"
      "  return -1;\n"
      "}\n"
      "\n"
      "/* What the network reads of a row; returns 0, or the number, from 1, of a column whose value\n"
      " * is missing with nothing to stand for it, or is no code of a level. */\n"
      "static inline int\n"
      "@_encode (const double *row, @_real *x)\n"
      "{\n"
      "  for (int c = 0; c < @_COLUMNS; c++)\n"
      "    {\n"
      "      const struct @_column *column = &@_columns[c];\n"
      "      const double value = row[c] == row[c] ? row[c] : column->fill;\n"
      "\n"
      "      if (!(value == value))\n"
      "        return c + 1;\n"
      "      if (column->n_levels > 0\n"
      "          && !(value >= 0 && value < column->n_levels && value == floor (value)))\n"
      "        return c + 1;\n"
      "      if (column->width == 0)\n"
      "        x[column->first] = (@_real) ((value - column->offset) / column->scale);\n"
      "      for (int i = 0; i < column->width; i++)\n"
      "        x[column->first + i] = i == (int) value;\n"
      "    }\n"
      "  return 0;\n"
      "}\n"
      "\n"
      "/* z = x · kernel + bias */\n"
      "static inline void\n"
      "@_dense (const @_real *x, int n, const @_real *kernel, const @_real *bias, int m, @_real *z)\n"
      "{\n"
      "  for (int j = 0; j < m; j++)\n"
      "    z[j] = bias ? bias[j] : 0;\n"
      "  for (int i = 0; i < n; i++)\n"
      "    for (int j = 0; j < m; j++)\n"
      "      z[j] += x[i] * kernel[(long) i * m + j];\n"
      "}\n";

static const char softmax[]
    = "\n"
      "static inline void\n"
      "@_softmax (@_real *z, int n)\n"
      "{\n"
      "  @_real most = z[0];\n"
      "  @_real sum = 0;\n"
      "\n"
      "  for (int i = 1; i < n; i++)\n"
      "    most = z[i] > most ? z[i] : most;\n"
      "  for (int i = 0; i < n; i++)\n"
      "    sum += z[i] = @_F (exp) (z[i] - most);\n"
      "  for (int i = 0; i < n; i++)\n"
      "    z[i] /= sum;\n"
      "}\n";

static const char closing[]
    = "\n"
      "/* How far the predictions of @_test_rows are from those of the program that wrote this: the\n"
      " * greatest error, relative where a number is above 1. Expect about 1e-13, in float 1e-6. */\n"
      "static inline double\n"
      "@_self_test (void)\n"
      "{\n"
      "  double worst = 0;\n"
      "\n"
      "  for (int i = 0; i < @_TEST_ROWS; i++)\n"
      "    {\n"
      "      @_real out[@_OUTPUTS];\n"
      "\n"
      "      if (@_predict (@_test_rows[i], out) != 0)\n"
      "        return HUGE_VAL;\n"
      "      for (int k = 0; k < @_OUTPUTS; k++)\n"
      "        {\n"
      "          const double expected = @_test_outputs[i][k];\n"
      "          const double error = fabs ((double) out[k] - expected)\n"
      "                               / fmax (1, fabs (expected));\n"
      "\n"
      "          worst = error >= 0 && error <= worst ? worst : error;\n"
      "        }\n"
      "    }\n"
      "  return worst;\n"
      "}\n"
      "\n"
      "#endif\n";

static void
append_number (GString *code,
               double   value)
{
  if (isnan (value))
    g_string_append (code, "@_MISSING");
  else
    chain_code_append_float (code, value);
}

static void
append_numbers (GString      *code,
                const double *values,
                gsize         n_values)
{
  for (gsize i = 0; i < n_values; i++)
    {
      g_string_append (code, i % NUMBERS_A_LINE == 0 ? "\n  " : " ");
      append_number (code, values[i]);
      g_string_append_c (code, ',');
    }
}

static void
append_texts (GString           *code,
              const char        *declaration,
              const char *const *texts)
{
  g_string_append_printf (code, "\nstatic const char *const %s[] = {", declaration);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_string_append (code, i % NUMBERS_A_LINE == 0 ? "\n  " : " ");
      chain_code_append_c_text (code, texts[i]);
      g_string_append_c (code, ',');
    }
  g_string_append (code, "\n};\n");
}

static void
append_sizes (GString           *code,
              const ChainExport *model)
{
  const ChainNetwork *network = model->project->network;
  guint               widest = network->n_inputs;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    widest = MAX (widest, chain_network_layer (network, i)->units);
  g_string_append_printf (code, "#define @_COLUMNS %u /* of a raw row */\n",
                          model->dataset->input_encoder->features->len);
  g_string_append_printf (code, "#define @_OUTPUTS %u\n", model->dataset->n_outputs);
  g_string_append_printf (code, "#define @_WIDEST %u /* numbers of a layer */\n", widest);
}

static void
append_names (GString           *code,
              const ChainExport *model)
{
  const ChainDataset   *dataset = model->dataset;
  const ChainEncoder   *encoder = dataset->input_encoder;
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();

  for (guint i = 0; i < encoder->features->len; i++)
    g_ptr_array_add (columns, ((ChainFeature *) g_ptr_array_index (encoder->features, i))->column);
  g_ptr_array_add (columns, NULL);
  append_texts (code, "@_column_names", (const char *const *) columns->pdata);
  append_texts (code, "@_output_names", (const char *const *) dataset->target_encoder->names);
  if (dataset->classes == NULL)
    return;
  if (dataset->n_outputs == 1)
    g_string_append (code, "\n/* The output is the probability of the second. */");
  append_texts (code, "@_classes", (const char *const *) dataset->classes);
}

static void
append_column (GString            *code,
               const ChainFeature *feature,
               guint               index)
{
  const gboolean one_hot = feature->encoding == CHAIN_ENCODING_ONE_HOT;

  g_string_append_printf (code, "  { %u, %u, ", feature->first, one_hot ? feature->width : 0);
  append_number (code, feature->offset);
  g_string_append (code, ", ");
  append_number (code, feature->scale);
  g_string_append (code, ", ");
  append_number (code, feature->fill);
  if (feature->levels != NULL)
    g_string_append_printf (code, ", %u, @_levels%u },\n", g_strv_length (feature->levels), index);
  else
    g_string_append (code, ", 0, 0 },\n");
}

static void
append_columns (GString            *code,
                const ChainEncoder *encoder)
{
  gboolean has_dates = FALSE;

  for (guint i = 0; i < encoder->features->len; i++)
    {
      const ChainFeature *feature = g_ptr_array_index (encoder->features, i);
      g_autofree char    *name = g_strdup_printf ("@_levels%u", i);

      has_dates = has_dates || feature->date_form != NULL;
      if (feature->levels != NULL)
        append_texts (code, name, (const char *const *) feature->levels);
    }
  g_string_append (code, "\n"
                         "/* What becomes of a value: (value - offset) / scale as x[first]; or of\n"
                         " * the code of a category width numbers, one of them 1. */\n"
                         "static const struct @_column\n"
                         "{\n"
                         "  int                first, width;\n"
                         "  double             offset, scale;\n"
                         "  double             fill; /* for a missing value, not scaled yet */\n"
                         "  int                n_levels;\n"
                         "  const char *const *levels;\n"
                         "} @_columns[@_COLUMNS] = {\n");
  for (guint i = 0; i < encoder->features->len; i++)
    append_column (code, g_ptr_array_index (encoder->features, i), i);
  g_string_append (code, "};\n");
  if (has_dates)
    g_string_append (code, dates);
}

static void
append_weights (GString            *code,
                const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      g_string_append_printf (code,
                              "\nstatic const @_real @_kernel%u[] = { /* [%" G_GSIZE_FORMAT
                              ", %u], row-major */",
                              i + 1, layer->kernel->rows, layer->units);
      append_numbers (code, layer->kernel->values, chain_tensor_size (layer->kernel));
      g_string_append (code, "\n};\n");
      if (layer->bias == NULL)
        continue;
      g_string_append_printf (code, "static const @_real @_bias%u[] = {", i + 1);
      append_numbers (code, layer->bias->values, layer->units);
      g_string_append (code, "\n};\n");
    }
}

static gboolean
has_softmax (const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (chain_activation_code (chain_network_layer (network, i)->activation)->c == NULL)
      return TRUE;
  return FALSE;
}

static void
append_activations (GString            *code,
                    const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer   *layer = chain_network_layer (network, i);
      const char         *expression = chain_activation_code (layer->activation)->c;
      g_autofree char    *with = NULL;
      g_autoptr (GString) text = NULL;

      if (expression == NULL)
        continue;
      with = chain_activation_put_parameters (layer, expression);
      text = g_string_new (with);
      g_string_replace (text, "@real", "@_real", 0);
      g_string_replace (text, "@(", "@_F (", 0);
      g_string_append_printf (code,
                              "\n/* %s */\n"
                              "static inline @_real\n"
                              "@_activation%u (@_real z)\n"
                              "{\n"
                              "  return %s;\n"
                              "}\n",
                              layer->activation->name, i + 1, text->str);
    }
  if (has_softmax (network))
    g_string_append (code, softmax);
}

static void
append_layer (GString            *code,
              const ChainNetwork *network,
              guint               i)
{
  const ChainLayer *layer = chain_network_layer (network, i);
  const char       *from = i % 2 == 0 ? "x" : "y";
  const char       *to = i % 2 == 0 ? "y" : "x";
  g_autofree char  *bias = layer->bias != NULL ? g_strdup_printf ("@_bias%u", i + 1)
                                               : g_strdup ("0");

  g_string_append_printf (code, "  @_dense (%s, %" G_GSIZE_FORMAT ", @_kernel%u, %s, %u, %s);\n",
                          from, layer->kernel->rows, i + 1, bias, layer->units, to);
  if (chain_activation_code (layer->activation)->c == NULL)
    g_string_append_printf (code, "  @_softmax (%s, %u);\n", to, layer->units);
  else
    g_string_append_printf (code,
                            "  for (int i = 0; i < %u; i++)\n"
                            "    %s[i] = @_activation%u (%s[i]);\n",
                            layer->units, to, i + 1, to);
}

static void
append_output (GString            *code,
               const ChainFeature *feature,
               const char         *from)
{
  if (feature->encoding == CHAIN_ENCODING_NUMBER && (feature->scale != 1 || feature->offset != 0))
    {
      g_string_append_printf (code, "  out[%u] = (@_real) ((double) %s[%u] * ", feature->first,
                              from, feature->first);
      append_number (code, feature->scale);
      g_string_append (code, " + ");
      append_number (code, feature->offset);
      g_string_append (code, ");\n");
      return;
    }
  for (guint k = 0; k < feature->width; k++)
    g_string_append_printf (code, "  out[%u] = %s[%u];\n", feature->first + k, from,
                            feature->first + k);
}

static void
append_predict (GString           *code,
                const ChainExport *model)
{
  const ChainNetwork *network = model->project->network;
  const ChainEncoder *targets = model->dataset->target_encoder;
  const char         *last = chain_network_n_layers (network) % 2 == 0 ? "x" : "y";

  g_string_append (code, "\n"
                         "/* Returns 0, or what @_encode does, and then sets nothing. */\n"
                         "static inline int\n"
                         "@_predict (const double *row, @_real *out)\n"
                         "{\n"
                         "  @_real x[@_WIDEST];\n"
                         "  @_real y[@_WIDEST];\n"
                         "  const int wrong = @_encode (row, x);\n"
                         "\n"
                         "  if (wrong != 0)\n"
                         "    return wrong;\n");
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    append_layer (code, network, i);
  for (guint i = 0; i < targets->features->len; i++)
    append_output (code, g_ptr_array_index (targets->features, i), last);
  g_string_append (code, "  return 0;\n}\n");
}

static void
append_test (GString               *code,
             const ChainSampleRows *sample)
{
  g_string_append_printf (code, "\n#define @_TEST_ROWS %" G_GSIZE_FORMAT "\n"
                                "\nstatic const double @_test_rows[@_TEST_ROWS][@_COLUMNS] = {",
                          sample->n_rows);
  for (gsize i = 0; i < sample->n_rows; i++)
    {
      g_string_append (code, "\n  {");
      append_numbers (code, sample->values + i * sample->n_columns, sample->n_columns);
      g_string_append (code, "\n  },");
    }
  g_string_append (code, "\n};\nstatic const double @_test_outputs[@_TEST_ROWS][@_OUTPUTS] = {");
  for (gsize i = 0; i < sample->n_rows; i++)
    {
      g_string_append (code, "\n  {");
      append_numbers (code, sample->outputs + i * sample->n_outputs, sample->n_outputs);
      g_string_append (code, "\n  },");
    }
  g_string_append (code, "\n};\n");
}

/* The marks of @ outside of what the data says: names of columns may hold one. */
static char *
put_prefix (const char *code,
            const char *prefix)
{
  g_autoptr (GString) text = g_string_new (code);
  g_autofree char    *upper = g_ascii_strup (prefix, -1);
  static const char *const macros[] = { "FLOAT", "COLUMNS", "OUTPUTS", "WIDEST", "MISSING",
                                        "TEST_ROWS", "H\n", "F(", "F (" };

  for (guint i = 0; i < G_N_ELEMENTS (macros); i++)
    {
      g_autofree char *from = g_strconcat ("@_", macros[i], NULL);
      g_autofree char *to = g_strconcat (upper, "_", macros[i], NULL);

      g_string_replace (text, from, to, 0);
    }
  g_string_replace (text, "@", prefix, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GPtrArray *
write_header (const ChainExport *model,
              GError           **error)
{
  const ChainNetwork         *network = model->project->network;
  g_autofree char            *prefix = chain_code_identifier (model->stem);
  g_autofree char            *name = chain_code_comment (model->project->name);
  g_autoptr (ChainSampleRows) sample = chain_sample_rows_new (model, error);
  GString                    *code = g_string_new (NULL);
  g_autofree char            *marked = NULL;
  char                       *text;

  if (sample == NULL)
    {
      g_string_free (code, TRUE);
      return NULL;
    }
  g_string_append_printf (code, opening, name);
  append_sizes (code, model);
  append_names (code, model);
  append_columns (code, model->dataset->input_encoder);
  append_weights (code, network);
  g_string_append (code, codes);
  append_activations (code, network);
  append_predict (code, model);
  append_test (code, sample);
  g_string_append (code, closing);
  marked = g_string_free (code, FALSE);
  text = put_prefix (marked, prefix);
  return chain_format_files_one (g_bytes_new_take (text, strlen (text)));
}

const ChainFormat chain_format_c_header = {
  .name = "c",
  .extension = "h",
  .title = "C header",
  .about = "For any C99 compiler, microcontrollers too: nothing but math.h, raw rows, a self test",
  .is_text = TRUE,
  .language = "chdr",
  .write = write_header,
};
