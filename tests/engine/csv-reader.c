/* csv-reader.c: tests of reading CSV files.
 *
 * The files of tests/cases/csv with what their manifest expects of them, and texts written here
 * for what the manifest leaves open: exact messages, warnings, encodings, marks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

#include "base/error.h"
#include "base/random.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static ChainTable *
parse (const char            *text,
       gssize                 length,
       const ChainCsvOptions *options,
       ChainCsvReport        *report,
       GError               **error)
{
  const ChainCsvOptions none = { 0 };
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return chain_csv_parse ("t.csv", bytes, options != NULL ? options : &none, report, NULL, error);
}

/* One line for a table: names, kinds and cells, "a:number 1 - 3 | b:category x y -". */
static char *
print_table (const ChainTable *table)
{
  static const char *const kinds[] = { "number", "category", "empty" };
  GString                 *text = g_string_new (NULL);

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " | " : "", column->name,
                              kinds[column->kind]);
      for (gsize row = 0; row < table->n_rows; row++)
        {
          g_autofree char *cell = chain_table_cell_text (table, i, row);

          g_string_append_printf (text, " %s", cell != NULL ? cell : "-");
        }
    }
  return g_string_free (text, FALSE);
}

/* The manifest asks for a refusal or a name of the reader's own; the documented one is pandas's. */
static const char *const documented_header[] = { "x", "y", "x.1", NULL };

static char
option_char (JsonObject *options, const char *name)
{
  const char *value = json_object_get_null_member (options, name)
                          ? NULL
                          : json_object_get_string_member (options, name);

  return value != NULL && strcmp (value, "auto") != 0 ? *value : 0;
}

static void
read_options (JsonObject *object, ChainCsvOptions *options)
{
  JsonNode   *header = json_object_get_member (object, "header");
  const char *encoding = json_object_get_string_member (object, "encoding");

  options->delimiter = option_char (object, "delimiter");
  options->decimal = option_char (object, "decimal");
  options->thousands = option_char (object, "thousands");
  options->comment = option_char (object, "comment");
  if (json_node_get_value_type (header) == G_TYPE_BOOLEAN)
    options->header =
        json_node_get_boolean (header) ? CHAIN_CSV_HEADER_PRESENT : CHAIN_CSV_HEADER_ABSENT;
  if (strcmp (encoding, "auto") != 0)
    options->encoding = g_strdup (encoding);
}

static gboolean
same_header (const ChainTable *table, const ChainCsvReport *report, JsonObject *want)
{
  JsonArray *header;

  if (json_object_get_null_member (want, "header"))
    return !report->has_header;
  header = json_object_get_array_member (want, "header");
  if (!report->has_header || json_array_get_length (header) != table->columns->len)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++)
    if (strcmp (chain_table_column (table, i)->name, json_array_get_string_element (header, i)) !=
        0)
      return FALSE;
  return TRUE;
}

/* Text as it is; a number by its value, whatever way it is written. */
static gboolean
same_cell (const ChainTable *table, guint column, gsize row, JsonNode *want)
{
  g_autofree char *text = chain_table_cell_text (table, column, row);
  g_autofree char *point = NULL;

  if (text == NULL || json_node_is_null (want))
    return text == NULL && json_node_is_null (want);
  if (chain_table_column (table, column)->kind == CHAIN_COLUMN_CATEGORY)
    return strcmp (text, json_node_get_string (want)) == 0;
  point = g_strdelimit (json_node_dup_string (want), ",", '.');
  return g_ascii_strtod (text, NULL) == g_ascii_strtod (point, NULL);
}

static gboolean
same_rows (const ChainTable *table, JsonArray *rows)
{
  for (gsize row = 0; row < table->n_rows; row++)
    for (guint i = 0; i < table->columns->len; i++)
      {
        JsonArray *cells = json_array_get_array_element (rows, row);

        if (!same_cell (table, i, row, json_array_get_element (cells, i)))
          return FALSE;
      }
  return TRUE;
}

static gboolean
same_columns (const ChainTable *table, JsonObject *want)
{
  static const char *const types[] = { "number", "text", "empty" };
  JsonArray               *want_types = json_object_get_array_member (want, "types");

  for (guint i = 0; i < table->columns->len; i++)
    {
      const ChainColumn *column = chain_table_column (table, i);

      if (strcmp (types[column->kind], json_array_get_string_element (want_types, i)) != 0)
        return FALSE;
      if (json_object_has_member (want, "missing") &&
          (gint64) column->n_missing !=
              json_array_get_int_element (json_object_get_array_member (want, "missing"), i))
        return FALSE;
      if (json_object_has_member (want, "levels") && column->kind == CHAIN_COLUMN_CATEGORY &&
          column->levels->len !=
              json_array_get_int_element (json_object_get_array_member (want, "levels"), i))
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_table (const ChainTable *table, const ChainCsvReport *report, JsonObject *want)
{
  const char *delimiter = json_object_get_null_member (want, "delimiter")
                              ? ""
                              : json_object_get_string_member (want, "delimiter");

  return report->delimiter == *delimiter && same_header (table, report, want) &&
         (gint64) table->n_rows == json_object_get_int_member (want, "n_rows") &&
         table->columns->len == json_object_get_int_member (want, "n_cols") &&
         same_columns (table, want) &&
         same_rows (table, json_object_get_array_member (want, "rows"));
}

static gboolean
same_error (const char *path, const GError *error, JsonObject *want)
{
  g_autofree char *prefix = NULL;

  if (json_object_get_null_member (want, "line"))
    prefix = g_strdup_printf ("%s: ", path);
  else
    prefix = g_strdup_printf ("%s:%" G_GINT64_FORMAT ": ", path,
                              json_object_get_int_member (want, "line"));
  return g_str_has_prefix (error->message, prefix);
}

/* Any of which is right. */
static JsonArray *
list_outcomes (JsonObject *entry)
{
  JsonArray *outcomes;

  if (json_object_has_member (entry, "any_of"))
    return json_array_ref (json_object_get_array_member (entry, "any_of"));
  outcomes = json_array_new ();
  json_array_add_object_element (outcomes,
                                 json_object_ref (json_object_get_object_member (entry, "expect")));
  return outcomes;
}

static void
test_case (gconstpointer data)
{
  JsonObject      *entry = (JsonObject *) data;
  const char      *file = json_object_get_string_member (entry, "file");
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "cases", "csv", file, NULL);
  g_auto (ChainCsvOptions) options = { 0 };
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (ChainTable) table = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) outcomes = list_outcomes (entry);
  gboolean matched = FALSE;

  read_options (json_object_get_object_member (entry, "options"), &options);
  table = chain_csv_read (path, &options, &report, NULL, &error);
  g_assert_true ((table == NULL) == (error != NULL));

  if (strcmp (file, "duplicate_header.csv") == 0)
    {
      g_assert_no_error (error);
      for (guint i = 0; documented_header[i] != NULL; i++)
        g_assert_cmpstr (chain_table_column (table, i)->name, ==, documented_header[i]);
      g_assert_cmpuint (table->n_rows, ==, 2);
      return;
    }

  for (guint i = 0; i < json_array_get_length (outcomes); i++)
    {
      JsonObject *want = json_array_get_object_element (outcomes, i);

      if (json_object_get_boolean_member (want, "ok"))
        matched |= table != NULL && same_table (table, &report, want);
      else
        matched |= table == NULL && same_error (path, error, want);
    }
  if (!matched)
    {
      g_autofree char *found = table != NULL ? print_table (table) : g_strdup (error->message);

      g_test_message ("%s: %s", json_object_get_string_member (entry, "why"), found);
    }
  g_assert_true (matched);
}

typedef struct
{
  const char     *name;
  const char     *text;
  gssize          length; /* 0: to the zero byte */
  ChainCsvOptions options;
  const char     *table;   /* as print_table() has it, or NULL */
  const char     *problem; /* the warnings in lines, or the error if there is no table */
} Case;

static const Case cases[] = {
  { "order-of-levels", "a,b\n1,z\n2,a\n3,z\n", .table = "a:number 1 2 3 | b:category z a z" },
  { "no-last-line-end", "a,b\n1,2", .table = "a:number 1 | b:number 2" },
  { "empty-column", "a,b,c\n1,,2\n3,NA,4\n", .table = "a:number 1 3 | b:empty - - | c:number 2 4" },
  { "quote-inside", "a,b\n5\" pipe,1\n", .table = "a:category 5\" pipe | b:number 1" },
  { "blank-after-quote", "a,b\n\"x\" ,1\n", .table = "a:category x | b:number 1" },
  { "quoted-name", "\"a, b\",c\n1,2\n", .table = "a, b:number 1 | c:number 2" },
  { "names-trimmed", "a, b\n1, 2\n", .table = "a:number 1 | b:number 2" },
  { "blanks-alone", "a,b\n1, \n2,x\n", .table = "a:number 1 2 | b:category - x" },
  { "blank-line-of-blanks", "a,b\n1,2\n  \n3,4\n", .table = "a:number 1 3 | b:number 2 4" },
  { "tabs-are-cells", "a\tb\n1\t2\n\t\n3\t4\n", .table = "a:number 1 - 3 | b:number 2 - 4" },
  { "one-column-of-text", "v\n1\n2,5\n3\n", .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .table = "v:category 1 2,5 3",
    .problem = "column v is read as categories; values such as \"2,5\" would be "
               "numbers with a decimal comma" },
  { "text-late", "a,b\n1,x\n,y\n01,x\nlow,y\n1,x\n",
    .table = "a:category 1 - 01 low 1 | b:category x y x y x",
    .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .problem = "column a is read as categories: \"low\" in line 5 is not a number" },
  { "text-early", "a,b\n,1\nx,2\n7,3\n", .table = "a:category - x 7 | b:number 1 2 3" },
  { "too-large", "a,b\n1,1\n1e999,2\n3,3\n", .table = "a:category 1 1e999 3 | b:number 1 2 3",
    .problem = "column a is read as categories: \"1e999\" in line 3 is not a number" },
  { "not-finite", "a,b\n1,inf\n2,-inf\n", .table = "a:number 1 2 | b:category inf -inf" },
  { "texts-alone", "a,b\nx,y\nx,z\n",
    .table = "column_1:category a x x | column_2:category b y z",
    .problem = "the first row is read as data, since no column below it holds numbers; asked for, "
               "it is the header" },
  { "index-without-name", ",a\n0,1\n1,3\n",
    .table = "column_1:number - 0 1 | column_2:category a 1 3",
    .problem = "the first row is read as data, since one of its cells is blank; asked for, it is "
               "the header\ncolumn column_2 is read as categories: \"a\" in line 1 is not a number" },
  { "texts-with-header", "a,b\nx,y\n", .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .table = "a:category x | b:category y" },
  { "numbers-as-header", "1,2\n3,4\n", .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .table = "1:number 3 | 2:number 4" },
  { "missing-in-first-row", "NA,x\n1,y\n2,x\n",
    .table = "column_1:number - 1 2 | column_2:category x y x" },
  { "one-row-of-numbers", "1,2\n", .table = "column_1:number 1 | column_2:number 2" },
  { "trailing-without-header", "1,2,\n3,4,\n",
    .table = "column_1:number 1 3 | column_2:number 2 4" },
  { "trailing-with-values", "a,b,\n1,2,\n3,4,5\n",
    .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .table = "a:number 1 3 | b:number 2 4 | column_3:number - 5",
    .problem = "column 3 has no name; it is called \"column_3\"" },
  { "doubled-names", "a,a,a.1,a\n1,2,3,4\n", .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .table = "a:number 1 | a.2:number 2 | a.1:number 3 | a.3:number 4",
    .problem = "more than one column is called \"a\"; number 2 is called \"a.2\"\n"
               "more than one column is called \"a\"; number 4 is called \"a.3\"" },
  { "decimal-comma", "x;y\n1,5;2\n-,25;3,75e2\n", .options = { .decimal = ',' },
    .table = "x:number 1.5 -0.25 | y:number 2 375" },
  { "decimal-comma-alone", "x\n1,5\n2,5\n", .options = { .decimal = ',' },
    .table = "x:number 1.5 2.5" },
  { "decimal-comma-no-point", "x;y\n1.5;2\n", .options = { .decimal = ',' },
    .table = "x:category 1.5 | y:number 2" },
  { "decimal-comma-unasked", "x;y\n1,5;2\n2;2,5\n1;3\n",
    .table = "x:category 1,5 2 1 | y:category 2 2,5 3",
    .options = { .header = CHAIN_CSV_HEADER_PRESENT },
    .problem = "column x is read as categories; values such as \"1,5\" would be "
               "numbers with a decimal comma\n"
               "column y is read as categories; values such as \"2,5\" would be "
               "numbers with a decimal comma" },
  { "thousands", "x;y\n1.234.567,5;1\n-12.345;999\n",
    .options = { .decimal = ',', .thousands = '.' },
    .table = "x:number 1234567.5 -12345 | y:number 1 999" },
  { "thousands-not-in-threes", "x;y\n1.23;1\n1234.567;1\n1.234.56,7;1\n.123;1\n",
    .options = { .decimal = ',', .thousands = '.' },
    .table = "x:category 1.23 1234.567 1.234.56,7 .123 | y:number 1 1 1 1" },
  { "thousands-comma", "x;y\n\"1,234.5\";1\n", .options = { .thousands = ',' },
    .table = "x:number 1234.5 | y:number 1" },
  { "comments", "# one\na;b\n#1;2\n3;4\n", .options = { .comment = '#' },
    .table = "a:number 3 | b:number 4" },
  { "own-marks", "a,b\n-999,NA\n1,x\n",
    .options = { .missing = (char *[]){ (char *) "-999", NULL } },
    .table = "a:number - 1 | b:category NA x" },
  { "dates", "day,y\n2024-03-01,1\n,2\n2024-03-02T12:30,3\n",
    .table = "day:category 2024-03-01 - 2024-03-02T12:30 | y:number 1 2 3",
    .problem = "column day holds dates (YYYY-MM-DD): of the kind date they are days since "
               "1970-01-01, else categories" },
  { "number-forms-by-column", "a,b,c,d\n+5,1.,.5,007\n-0,1e-3,1E+2,3\n",
    .table = "a:number 5 -0 | b:number 1 0.001 | c:number 0.5 100 | d:number 7 3" },
  { "no-numbers", "n,a,b,c,d\n1,0x1F,1_000,$5,50%\n2,0x2F,2_000,$6,60%\n",
    .table = "n:number 1 2 | a:category 0x1F 0x2F | b:category 1_000 2_000 | c:category $5 $6 | "
             "d:category 50% 60%" },
  { "missing-forms", "a,b\nnan,1\nNULL,2\n n/a ,3\n?,4\n\"\",5\n\"NA\",6\n7,8\n",
    .table = "a:number - - - - - - 7 | b:number 1 2 3 4 5 6 8" },
  { "mixed-line-ends", "a,b\r\n1,2\n3,4\r5,6", .table = "a:number 1 3 5 | b:number 2 4 6" },
  { "doubled-carriage-returns", "a,b\r\r\n1,2\r\r\n", .table = "a:number 1 | b:number 2" },
  { "mark-and-quoted-name", "\xef\xbb\xbf\"a\",b\n1,2\n", .table = "a:number 1 | b:number 2" },
  { "many-names", "a,a,a,a\n1,2,3,4\n",
    .table = "a:number 1 | a.1:number 2 | a.2:number 3 | a.3:number 4",
    .problem = "more than one column is called \"a\"; number 2 is called \"a.1\"\n"
               "more than one column is called \"a\"; number 3 is called \"a.2\"\n"
               "more than one column is called \"a\"; number 4 is called \"a.3\"" },
  { "names-not-latin", "größe,名前,имя\n1,2,3\n",
    .table = "größe:number 1 | 名前:number 2 | имя:number 3" },
  { "delimiter-in-numbers", "a-b\n1-2\n3-4\n", .options = { .delimiter = '-' },
    .table = "a:number 1 3 | b:number 2 4" },
  { "blank-as-delimiter", "a b\n1 2\n3 x\n", .options = { .delimiter = ' ' },
    .table = "a:number 1 3 | b:category 2 x",
  },
  { "utf-16-little",
    "\xff\xfe"
    "a\0,\0b\0\n\0"
    "1\0,\0\xe9\0\n\0",
    18, .table = "a:number 1 | b:category é" },
  { "utf-16-big",
    "\xfe\xff\0a\0,\0b\0\n\0"
    "1\0,\0\xe9\0\n",
    18, .table = "a:number 1 | b:category é" },
  { "windows-1252", "a,b\r\n1,\x80\r\n2,\xe9\r\n", .table = "a:number 1 2 | b:category € é",
    .problem = "line 2 is not UTF-8; the file is read as Windows-1252" },
  { "encoding-asked", "a,b\n1,\xe9\n", .options = { .encoding = (char *) "ISO-8859-2" },
    .table = "a:number 1 | b:category é" },

  { "nothing-but-a-mark", "\xef\xbb\xbf", .problem = "t.csv: the file is empty" },
  { "nothing-but-lines", "\n\r\n \n", .problem = "t.csv: the file is empty" },
  { "header-alone", "a,b\n", .problem = "t.csv: expected rows below the header, found none" },
  { "too-few", "a,b,c\n1,2,3\n\n4,5\n", .problem = "t.csv:4: expected 3 fields, found 2" },
  { "title-line", "My data\na,b\n1,2\n", .problem = "t.csv:2: expected 1 field, found 2" },
  { "too-many-after-break", "a,b\n1,\"x\ny\"\n3,4,5\n",
    .problem = "t.csv:4: expected 2 fields, found 3" },
  { "ragged-with-break", "a,b\n1,2\n\"x\r\ny\"\n",
    .problem = "t.csv:3: expected 2 fields, found 1" },
  { "open-quote", "a,b\n1,2\n3,\"x\ny\n",
    .problem = "t.csv:3: a quote is opened here and never closed" },
  { "open-quote-after-break", "a,b\n\"x\ny\",\"z\n",
    .problem = "t.csv:3: a quote is opened here and never closed" },
  { "after-quote", "a,b\n1,\"x\"y\n",
    .problem = "t.csv:2: expected a delimiter after the closing quote of field 2, found text" },
  { "zero-byte", "a,b\n1,2\n3,\0\n", 11, .problem = "t.csv:3: expected text, found a zero byte" },
  { "not-windows-1252", "a,b\n1,\x81\n",
    .problem = "t.csv:2: expected text in WINDOWS-1252, found bytes that are not" },
  { "not-the-encoding-asked", "a,b\n1,\xe9\n", .options = { .encoding = (char *) "UTF-8" },
    .problem = "t.csv:2: expected text in UTF-8, found bytes that are not" },
  { "unknown-encoding", "a,b\n1,2\n", .options = { .encoding = (char *) "klingon" },
    .problem = "t.csv: unknown encoding \"klingon\"" },
  { "same-marks", "a\n1\n", .options = { .decimal = ',', .thousands = ',' },
    .problem = "t.csv: thousands: expected another mark than the decimal \",\"" },
  { "spreadsheet", "PK\3\4",
    .problem = "t.csv: expected text, found a zip archive; a spreadsheet is one too, and can be "
               "saved as CSV" },
  { "delimiter-not-ascii", "a\n1\n", .options = { .delimiter = '\xe9' },
    .problem = "t.csv: delimiter: expected an ASCII character or a tab" },
  { "unknown-decimal", "a\n1\n", .options = { .decimal = ':' },
    .problem = "t.csv: decimal: expected \".\" or \",\", got \":\"" },
};

static void
test_text (gconstpointer data)
{
  const Case *c = data;
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table =
      parse (c->text, c->length > 0 ? c->length : -1, &c->options, &report, &error);
  g_autofree char *found = NULL;
  g_autofree char *warnings = NULL;

  if (c->table == NULL)
    {
      g_assert_null (table);
      g_assert_nonnull (error);
      g_assert_true (error->domain == CHAIN_ERROR);
      g_assert_cmpstr (error->message, ==, c->problem);
      g_assert_null (report.warnings);
      return;
    }
  g_assert_no_error (error);
  found = print_table (table);
  g_assert_cmpstr (found, ==, c->table);
  g_ptr_array_add (report.warnings, NULL);
  warnings = g_strjoinv ("\n", (char **) report.warnings->pdata);
  g_assert_cmpstr (warnings, ==, c->problem != NULL ? c->problem : "");
}

/* Each row knows the physical line it starts at. */
static void
test_lines (void)
{
  static const guint expected[] = { 3, 5, 7 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table =
      parse ("\na,b\n1,x\r\n\r\n2,\"y\rz\"\n3,w\n", -1, NULL, NULL, &error);
  g_autofree char *where = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (table->n_rows, ==, G_N_ELEMENTS (expected));
  for (gsize row = 0; row < table->n_rows; row++)
    g_assert_cmpuint (chain_table_line (table, row), ==, expected[row]);
  where = chain_table_where (table, 2);
  g_assert_cmpstr (where, ==, "t.csv:7");
}

/* Forms of the same data read to the same table. */
static void
test_delimiters (void)
{
  static const char        delimiters[] = { ',', ';', '\t', '|' };
  static const char *const line_ends[] = { "\n", "\r\n", "\r" };

  for (gsize i = 0; i < G_N_ELEMENTS (delimiters); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (line_ends); j++)
      {
        const char  d = delimiters[i];
        const char *e = line_ends[j];
        g_auto (ChainCsvReport) report = { 0 };
        g_autoptr (GError) error = NULL;
        g_autofree char *text = g_strdup_printf ("a%cb%s1%c\"x,;\t|\"%s2%cy%s", d, e, d, e, d, e);
        g_autoptr (ChainTable) table = parse (text, -1, NULL, &report, &error);
        g_autofree char *found = NULL;

        g_assert_no_error (error);
        found = print_table (table);
        g_assert_cmpint (report.delimiter, ==, d);
        g_assert_cmpstr (found, ==, "a:number 1 2 | b:category x,;\t| y");
      }
}

static void
test_sample_file (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "data", "samples", "iris.csv", NULL);
  const ChainCsvOptions options = { 0 };
  g_auto (ChainCsvReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainTable) table = chain_csv_read (path, &options, &report, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (table->title, ==, "iris.csv");
  g_assert_cmpuint (table->n_rows, ==, 150);
  g_assert_cmpuint (table->columns->len, ==, 5);
  g_assert_cmpuint (chain_table_column (table, 4)->levels->len, ==, 3);
  g_assert_cmpuint (report.warnings->len, ==, 0);
  g_assert_cmpuint (chain_table_line (table, 149), ==, 151);
}

static void
test_no_file (void)
{
  const ChainCsvOptions options = { 0 };
  g_autoptr (GError)    error = NULL;
  g_autofree char      *folder = g_test_build_filename (G_TEST_DIST, "cases", NULL);

  g_assert_null (chain_csv_read ("/no/such.csv", &options, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true (g_str_has_prefix (error->message, "/no/such.csv: "));
  g_clear_error (&error);
  g_assert_null (chain_csv_read (folder, &options, NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

static void
test_cancelled (void)
{
  const ChainCsvOptions options = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "1,2\n");
  bytes = g_bytes_new (text->str, text->len);
  g_cancellable_cancel (cancellable);
  g_assert_null (chain_csv_parse ("t.csv", bytes, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whatever the bytes: a table of equal columns, or an error. */
static void
test_any_bytes (void)
{
  static const char alphabet[] = "\"\"\",,;\t|\n\n\r12.e-+ab#  \xe9\xc3\xff\0";
  ChainRandom       random;

  chain_random_init (&random, 1, CHAIN_STREAM_CHECKS);
  for (guint i = 0; i < 5000; i++)
    {
      char                  text[64];
      const gsize           length = chain_random_below (&random, sizeof text);
      const ChainCsvOptions options = { .decimal = i % 2 ? ',' : '.',
                                        .thousands = i % 3 ? 0 : ' ',
                                        .header = i % 3 };
      g_auto (ChainCsvReport) report = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (ChainTable) table = NULL;
      g_autofree char *printed = NULL;

      for (gsize j = 0; j < length; j++)
        text[j] = alphabet[chain_random_below (&random, sizeof alphabet)];
      table = parse (text, (gssize) length, &options, &report, &error);
      g_assert_true ((table == NULL) == (error != NULL));
      if (table == NULL)
        continue;
      g_assert_cmpuint (table->n_rows, >, 0);
      printed = print_table (table);
      g_assert_true (g_utf8_validate (printed, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonArray *manifest;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "cases", "csv", "manifest.json", NULL);
  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  manifest = json_node_get_array (json_parser_get_root (parser));
  g_assert_cmpuint (json_array_get_length (manifest), >=, 25);
  for (guint i = 0; i < json_array_get_length (manifest); i++)
    {
      JsonObject      *entry = json_array_get_object_element (manifest, i);
      g_autofree char *name =
          g_strconcat ("/engine/csv/files/", json_object_get_string_member (entry, "file"), NULL);

      g_test_add_data_func (name, entry, test_case);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/engine/csv/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_text);
    }
  g_test_add_func ("/engine/csv/lines", test_lines);
  g_test_add_func ("/engine/csv/delimiters", test_delimiters);
  g_test_add_func ("/engine/csv/sample-file", test_sample_file);
  g_test_add_func ("/engine/csv/no-file", test_no_file);
  g_test_add_func ("/engine/csv/cancelled", test_cancelled);
  g_test_add_func ("/engine/csv/any-bytes", test_any_bytes);
  return g_test_run ();
}
