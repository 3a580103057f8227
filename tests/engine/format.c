/* format.c: tests of the table of formats and of what each writes.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>

typedef struct
{
  ChainProject *project;
  ChainDataset *dataset;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->project = chain_project_new_for_sample (data);
  fixture->dataset = chain_project_open_data (fixture->project, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  chain_dataset_unref (fixture->dataset);
  chain_project_free (fixture->project);
}

static GPtrArray *
write_files (const Fixture     *fixture,
             const ChainFormat *format)
{
  const ChainExport  model = { fixture->project, fixture->dataset, "x" };
  g_autoptr (GError) error = NULL;
  GPtrArray         *files = chain_format_write (format, &model, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (files->len, >, 0);
  return files;
}

static GBytes *
written (const Fixture *fixture,
         const char    *name)
{
  g_autoptr (GPtrArray) files = write_files (fixture, chain_format_find (name));

  return g_bytes_ref (((ChainFormatFile *) g_ptr_array_index (files, 0))->bytes);
}

/* How many formats have the ending. */
static guint
n_of_ending (const char *extension)
{
  guint n = 0;

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    n += (*format)->write != NULL && g_strcmp0 ((*format)->extension, extension) == 0;
  return n;
}

static void
test_table (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    {
      const char      *extension = (*format)->extension;
      g_autofree char *lower = g_strconcat ("a.b/model.", extension, NULL);
      g_autofree char *upper = g_ascii_strup (lower, -1);
      const gboolean   only = extension != NULL && n_of_ending (extension) == 1;

      g_assert_true (g_hash_table_add (seen, (gpointer) (*format)->name));
      g_assert_true (chain_format_find ((*format)->name) == *format);
      g_assert_true (extension != NULL || (*format)->folder_file != NULL);
      g_assert_true ((*format)->read == NULL || (*format)->most_bytes > 0);
      g_assert_cmpuint (strlen ((*format)->title), >, 0);
      g_assert_cmpuint (strlen ((*format)->about), >, 0);
      if ((*format)->write == NULL)
        continue;
      g_assert_true (chain_format_for_path (lower, (*format)->name, NULL) == *format);
      if (only)
        g_assert_true (chain_format_for_path (lower, NULL, NULL) == *format
                       && chain_format_for_path (upper, NULL, NULL) == *format);
      else
        g_assert_null (chain_format_for_path (extension != NULL ? lower : "folder", NULL, NULL));
    }
}

static void
test_unknown (void)
{
  static const char *const paths[] = { "model.h5", "model", "json", "model.json.txt" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char   *message = g_strconcat (
          paths[i], ": the ending names no format that can be exported; expected one of .",
          NULL);

      g_assert_null (chain_format_for_path (paths[i], NULL, &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED);
      g_assert_true (g_str_has_prefix (error->message, message));
    }
}

static void
test_target (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (chain_format_for_path ("model.json", "caffe", &error));
  g_assert_true (g_str_has_prefix (error->message, "--target: expected one of "));
  g_assert_true (g_str_has_suffix (error->message, ", got caffe"));
  g_clear_error (&error);
  g_assert_null (chain_format_for_path ("model.json", "npz", &error));
  g_assert_cmpstr (error->message, ==,
                   "model.json: expected a name that ends in .npz for the target npz");
}

static void
test_csv (Fixture      *fixture,
          gconstpointer data)
{
  static const char expected[] = "layer,parameter,input,unit,value,name\n"
                                 "1,kernel,1,1,5,\n"
                                 "1,kernel,2,1,8,\n"
                                 "1,bias,,1,-2,\n"
                                 "1,activation,,,,linear\n"
                                 "0,input_offset,1,,0,x1\n"
                                 "0,input_scale,1,,1,x1\n"
                                 "0,input_offset,2,,0,x2\n"
                                 "0,input_scale,2,,1,x2\n"
                                 "0,output_offset,,1,0,y\n"
                                 "0,output_scale,,1,1,y\n";
  g_autoptr (GBytes) bytes = written (fixture, "csv");
  gsize              length;
  const char        *text = g_bytes_get_data (bytes, &length);

  g_assert_cmpmem (text, length, expected, strlen (expected));
}

static void
test_json (Fixture      *fixture,
           gconstpointer data)
{
  static const char expected[]
      = "{\n"
        "  \"format\": \"chainrule-model\",\n"
        "  \"version\": 1,\n"
        "  \"name\": \"Worked example\",\n"
        "  \"inputs\": [\n"
        "    {\"column\": \"x1\", \"encoding\": \"number\", \"offset\": 0, \"scale\": 1, "
        "\"first\": 0, \"width\": 1},\n"
        "    {\"column\": \"x2\", \"encoding\": \"number\", \"offset\": 0, \"scale\": 1, "
        "\"first\": 1, \"width\": 1}\n"
        "  ],\n"
        "  \"input_names\": [\"x1\", \"x2\"],\n"
        "  \"layers\": [\n"
        "    {\n"
        "      \"inputs\": 2,\n"
        "      \"units\": 1,\n"
        "      \"activation\": \"linear\",\n"
        "      \"kernel\": [\n"
        "        [5],\n"
        "        [8]\n"
        "      ],\n"
        "      \"bias\": [-2]\n"
        "    }\n"
        "  ],\n"
        "  \"outputs\": [\n"
        "    {\"column\": \"y\", \"encoding\": \"number\", \"offset\": 0, \"scale\": 1, "
        "\"first\": 0, \"width\": 1}\n"
        "  ],\n"
        "  \"classes\": null\n"
        "}\n";
  g_autoptr (GBytes) bytes = written (fixture, "json");
  gsize              length;
  const char        *text = g_bytes_get_data (bytes, &length);
  g_autofree char   *copy = g_strndup (text, length);

  g_assert_cmpstr (copy, ==, expected);
}

/* One array of the archive, its header and its bytes as numpy's format says. */
static void
check_array (const guint8 *bytes,
             gsize         size,
             const char   *type,
             const char   *shape,
             const double *values,
             gsize         n_values)
{
  g_autofree char *header = NULL;
  g_autofree char *expected = g_strdup_printf (
      "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  const gsize      length = bytes[8] + 256 * bytes[9];

  g_assert_cmpmem (bytes, 8, "\x93NUMPY\x01\x00", 8);
  g_assert_cmpuint ((10 + length) % 64, ==, 0);
  if (g_str_equal (type, "<f8"))
    g_assert_cmpuint (size, ==, 10 + length + 8 * n_values);
  g_assert_cmpint (bytes[10 + length - 1], ==, '\n');
  header = g_strndup ((const char *) bytes + 10, length);
  g_assert_cmpstr (g_strchomp (header), ==, expected);
  for (gsize i = 0; i < n_values; i++)
    {
      guint64 bits;
      double  value;

      memcpy (&bits, bytes + 10 + length + 8 * i, sizeof bits);
      bits = GUINT64_FROM_LE (bits);
      memcpy (&value, &bits, sizeof value);
      g_assert_true (value == values[i] || (isnan (value) && isnan (values[i])));
    }
}

static void
test_npz (Fixture      *fixture,
          gconstpointer data)
{
  const ChainLayer *hidden = chain_network_layer (fixture->project->network, 0);
  const ChainLayer *output = chain_network_layer (fixture->project->network, 1);
  double            offsets[4];
  double            scales[4];
  const double      zeros[] = { 0, 0, 0 };
  const double      ones[] = { 1, 1, 1 };
  const double      nans[] = { NAN, NAN, NAN, NAN };
  const struct
  {
    const char   *name;
    const char   *shape;
    const double *values;
    gsize         n_values;
    const char   *type; /* of texts, whose contents numpy reads elsewhere */
  } arrays[] = {
    { "layer1_kernel.npy", "(4, 8)", hidden->kernel->values, 32 },
    { "layer1_bias.npy", "(8,)", hidden->bias->values, 8 },
    { "layer2_kernel.npy", "(8, 3)", output->kernel->values, 24 },
    { "layer2_bias.npy", "(3,)", output->bias->values, 3 },
    { "layer_activation.npy", "(2,)", NULL, 0, "<U7" },
    { "input_offset.npy", "(4,)", offsets, 4 },
    { "input_scale.npy", "(4,)", scales, 4 },
    { "input_fill.npy", "(4,)", nans, 4 },
    { "input_column.npy", "(4,)", NULL, 0, "<U12" },
    { "input_encoding.npy", "(4,)", NULL, 0, "<U6" },
    { "input_level.npy", "(4,)", NULL, 0, "<U1" },
    { "input_order.npy", "(0,)", NULL, 0, "<U1" },
    { "input_order_column.npy", "(0,)", NULL, 0, "<U1" },
    { "output_offset.npy", "(3,)", zeros, 3 },
    { "output_scale.npy", "(3,)", ones, 3 },
    { "output_fill.npy", "(3,)", nans, 3 },
    { "output_column.npy", "(3,)", NULL, 0, "<U7" },
    { "output_encoding.npy", "(3,)", NULL, 0, "<U7" },
    { "output_level.npy", "(3,)", NULL, 0, "<U10" },
    { "output_order.npy", "(0,)", NULL, 0, "<U1" },
    { "output_order_column.npy", "(0,)", NULL, 0, "<U1" },
  };
  g_autoptr (GBytes)    bytes = written (fixture, "npz");
  g_autoptr (GBytes)    again = written (fixture, "npz");
  struct archive       *archive = archive_read_new ();
  struct archive_entry *entry;
  guint8                buffer[1024];

  for (guint i = 0; i < 4; i++)
    {
      const ChainFeature *feature
          = g_ptr_array_index (fixture->dataset->input_encoder->features, i);

      offsets[i] = feature->offset;
      scales[i] = feature->scale;
    }
  g_assert_true (g_bytes_equal (bytes, again));
  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, g_bytes_get_data (bytes, NULL),
                                             g_bytes_get_size (bytes)), ==, ARCHIVE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      la_ssize_t size;

      g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
      g_assert_cmpstr (archive_entry_pathname (entry), ==, arrays[i].name);
      size = archive_read_data (archive, buffer, sizeof buffer);
      g_assert_cmpint (size, >, 0);
      check_array (buffer, size, arrays[i].type != NULL ? arrays[i].type : "<f8", arrays[i].shape,
                   arrays[i].values, arrays[i].n_values);
    }
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_EOF);
  archive_read_free (archive);
}

static guint
count (const char *text,
       const char *word)
{
  guint n = 0;

  for (const char *at = text; (at = strstr (at, word)) != NULL; at += strlen (word))
    n++;
  return n;
}

/* Iris: 4 inputs, 8 hidden units, 3 outputs, and a wide layer that is folded. */
static void
test_tikz (Fixture      *fixture,
           gconstpointer data)
{
  for (guint units = 8; units <= 40; units += 32)
    {
      const guint        drawn = MIN (units, 12);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char   *text = NULL;

      chain_network_layer (fixture->project->network, 0)->units = units;
      chain_network_fit_weights (fixture->project->network);
      bytes = written (fixture, "tikz");
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_cmpuint (count (text, "\\draw["), ==, (4 + 1) * drawn + (drawn + 1) * 3);
      g_assert_cmpuint (count (text, "\\node[unit]"), ==, 4 + drawn + 3);
      g_assert_cmpuint (count (text, "\\node[bias]"), ==, 2);
      g_assert_cmpuint (count (text, "\\vdots"), ==, units > 12);
      g_assert_cmpuint (count (text, "{petal\\_length}"), ==, 1);
      g_assert_cmpuint (count (text, "{"), ==, count (text, "}"));
      g_assert_cmpuint (count (text, "\\begin{"), ==, count (text, "\\end{"));
      g_assert_cmpuint (count (text, "line width=2.000pt"), >=, units == drawn);
    }
}

/* The name of a format's file, or folder, among those of tests. */
static char *
scratch_path (const ChainFormat *format)
{
  g_autofree char *name
      = format->extension != NULL ? g_strdup_printf ("%s-x.%s", format->name, format->extension)
                                  : g_strdup_printf ("%s-x", format->name);

  return fixture_scratch (name);
}

static void
check_saved (const ChainFormatFile *file,
             const char            *path,
             const char            *folder)
{
  g_autofree char *full = file->name != NULL ? g_build_filename (folder, file->name, NULL)
                                             : g_strdup (path);
  g_autofree char *contents = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (full, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, g_bytes_get_data (file->bytes, NULL),
                   g_bytes_get_size (file->bytes));
}

static void
test_save (Fixture      *fixture,
           gconstpointer data)
{
  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    {
      g_autofree char      *path = scratch_path (*format);
      g_autofree char      *folder = (*format)->extension == NULL ? g_strdup (path)
                                                                  : g_path_get_dirname (path);
      g_autofree char      *stem = chain_format_stem (path);
      const ChainExport     model = { fixture->project, fixture->dataset, stem };
      g_autoptr (GPtrArray) files = NULL;
      g_autoptr (GError)    error = NULL;

      if ((*format)->write == NULL)
        continue;
      files = chain_format_write (*format, &model, &error);
      g_assert_no_error (error);
      chain_format_save (*format, fixture->project, fixture->dataset, path, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < files->len; i++)
        check_saved (g_ptr_array_index (files, i), path, folder);

      g_assert_false (chain_format_save (*format, fixture->project, fixture->dataset,
                                         "/proc/no/such/folder/x", &error));
      g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/format/table", test_table);
  g_test_add_func ("/engine/format/unknown", test_unknown);
  g_test_add_func ("/engine/format/target", test_target);
  g_test_add ("/engine/format/csv", Fixture, "worked_example", set_up, test_csv, tear_down);
  g_test_add ("/engine/format/json", Fixture, "worked_example", set_up, test_json, tear_down);
  g_test_add ("/engine/format/npz", Fixture, "iris", set_up, test_npz, tear_down);
  g_test_add ("/engine/format/tikz", Fixture, "iris", set_up, test_tikz, tear_down);
  g_test_add ("/engine/format/save", Fixture, "iris", set_up, test_save, tear_down);

  return g_test_run ();
}
