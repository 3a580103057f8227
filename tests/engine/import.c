/* import.c: tests of what comes back from a file: round trips, what does not fit, what is corrupt.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"
#include "formats/encoding-difference.h"

#include <math.h>
#include <string.h>

typedef struct
{
  ChainProject *project;
  ChainDataset *dataset;
} Fixture;

/* A project of iris with other layers, weights from its seed. */
static void
open_layers (Fixture    *fixture,
             const char *layers,
             guint64     seed)
{
  g_autoptr (GError) error = NULL;
  ChainNetwork      *network = chain_network_new_from_text (layers, &error);

  g_assert_no_error (error);
  fixture->project = chain_project_new_for_sample ("iris");
  chain_network_free (fixture->project->network);
  fixture->project->network = network;
  network->seed = seed;
  fixture->dataset = chain_project_open_data (fixture->project, NULL, &error);
  g_assert_no_error (error);
}

static void
close_fixture (Fixture *fixture)
{
  chain_dataset_unref (fixture->dataset);
  chain_project_free (fixture->project);
}

static GPtrArray *
write_files (const ChainFormat *format,
             const Fixture     *fixture)
{
  const ChainExport  model = { fixture->project, fixture->dataset, "x" };
  g_autoptr (GError) error = NULL;
  GPtrArray         *files = chain_format_write (format, &model, &error);

  g_assert_no_error (error);
  return files;
}

static GBytes *
main_bytes (const ChainFormat *format,
            const Fixture     *fixture)
{
  g_autoptr (GPtrArray) files = write_files (format, fixture);

  return g_bytes_ref (((ChainFormatFile *) g_ptr_array_index (files, 0))->bytes);
}

static char *
save (const ChainFormat *format,
      const Fixture     *fixture)
{
  g_autofree char   *name = g_strdup_printf ("import.%s", format->extension != NULL
                                                              ? format->extension : "folder");
  char              *path = fixture_scratch (name);
  g_autoptr (GError) error = NULL;

  chain_format_save (format, fixture->project, fixture->dataset, path, &error);
  g_assert_no_error (error);
  return path;
}

static gboolean
is_both_ways (const ChainFormat *format)
{
  return format->write != NULL && format->read != NULL;
}

static void
assert_same_layers (const ChainNetwork *a,
                    const ChainNetwork *b)
{
  g_assert_cmpuint (chain_network_n_layers (a), ==, chain_network_n_layers (b));
  for (guint i = 0; i < chain_network_n_layers (a); i++)
    {
      const ChainLayer *one = chain_network_layer (a, i);
      const ChainLayer *other = chain_network_layer (b, i);

      g_assert_true (one->activation == other->activation);
      for (guint k = 0; k < chain_parameters_count (one->activation->parameters); k++)
        g_assert_cmpfloat (one->activation_parameters[k], ==, other->activation_parameters[k]);
      g_assert_cmpuint (one->kernel->rows, ==, other->kernel->rows);
      g_assert_cmpuint (one->units, ==, other->units);
      g_assert_cmpint (one->use_bias, ==, other->use_bias);
    }
}

/* Exported, imported into a net of other weights, exported: the same bytes. The lossy formats are
 * as good after one turn. */
static void
test_round_trip (gconstpointer data)
{
  const ChainFormat *format = data;
  Fixture            trained;
  Fixture            fresh;
  g_autofree char   *path = NULL;

  open_layers (&trained, "5 tanh, 2 leaky_relu, 3 softmax", 3);
  chain_network_layer (trained.project->network, 1)->activation_parameters[0] = 0.01;
  open_layers (&fresh, "5 tanh, 2 leaky_relu, 3 softmax", 4);
  chain_network_layer (fresh.project->network, 1)->activation_parameters[0] = 0.01;
  path = save (format, &trained);
  for (guint turn = 0; turn < 2; turn++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (GPtrArray)   warnings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (ChainImport) import = chain_import_load (path, &error);
      g_autoptr (GPtrArray)   before = write_files (format, &trained);
      g_autoptr (GPtrArray)   after = NULL;

      g_assert_no_error (error);
      g_assert_true (chain_import_into (import, turn == 0 ? CHAIN_IMPORT_WEIGHTS
                                                          : CHAIN_IMPORT_NETWORK,
                                        fresh.project, fresh.dataset, warnings, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (warnings->len, ==, 0);
      after = write_files (format, &fresh);
      g_assert_cmpuint (before->len, ==, after->len);
      for (guint i = 0; i < before->len; i++)
        g_assert_true (g_bytes_equal (((ChainFormatFile *) g_ptr_array_index (before, i))->bytes,
                                      ((ChainFormatFile *) g_ptr_array_index (after, i))->bytes));
      assert_same_layers (trained.project->network, fresh.project->network);
    }
  close_fixture (&trained);
  close_fixture (&fresh);
}

/* Without a bias, of one input, of one unit. */
static void
test_odd_shapes (gconstpointer data)
{
  const ChainFormat  *format = data;
  Fixture             made;
  Fixture             other;
  g_autofree char    *path = NULL;
  g_autoptr (GError)  error = NULL;
  g_autoptr (ChainImport) import = NULL;

  open_layers (&made, "1 relu, 7 linear, 1 gelu, 3 softmax", 5);
  for (guint i = 1; i < 3; i++)
    {
      ChainLayer *layer = chain_network_layer (made.project->network, i);

      layer->use_bias = FALSE;
      g_clear_pointer (&layer->bias, chain_tensor_free);
    }
  open_layers (&other, "2 relu, 3 softmax", 6);
  path = save (format, &made);
  import = chain_import_load (path, &error);
  g_assert_no_error (error);
  chain_import_into (import, CHAIN_IMPORT_NETWORK, other.project, other.dataset, NULL, &error);
  g_assert_no_error (error);
  assert_same_layers (made.project->network, other.project->network);
  close_fixture (&made);
  close_fixture (&other);
}

static void
test_mismatch (gconstpointer data)
{
  static const struct
  {
    const char *layers;
    const char *message; /* with shapes */
  } nets[] = {
    { "6 tanh, 3 softmax", "expected shape [4, 6], found [4, 5]" },
    { "5 tanh, 2 relu, 3 softmax",
      "expected 3 layers of shape [4, 5], [5, 2], [2, 3], found 2 of shape [4, 5], [5, 3]" },
  };
  const ChainFormat *format = data;
  Fixture            trained;
  g_autofree char   *path = NULL;

  open_layers (&trained, "5 tanh, 3 softmax", 3);
  path = save (format, &trained);
  for (guint i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (ChainImport) import = chain_import_load (path, &error);
      Fixture                 other;
      g_autoptr (GBytes)      before = NULL;
      g_autoptr (GBytes)      after = NULL;

      g_assert_no_error (error);
      open_layers (&other, nets[i].layers, 4);
      before = main_bytes (format, &other);
      g_assert_false (chain_import_into (import, CHAIN_IMPORT_WEIGHTS, other.project,
                                         other.dataset, NULL, &error));
      g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE);
      g_assert_nonnull (strstr (error->message, nets[i].message));
      g_assert_true (g_str_has_prefix (error->message, path));
      after = main_bytes (format, &other);
      g_assert_true (g_bytes_equal (before, after));
      close_fixture (&other);
    }
  close_fixture (&trained);
}

/* Layers that the data does not fit. */
static void
test_wrong_data (gconstpointer data)
{
  const ChainFormat      *format = data;
  g_autoptr (ChainProject) example = chain_project_new_for_sample ("worked_example");
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = chain_project_open_data (example, NULL, &error);
  g_autoptr (ChainImport)  import = NULL;
  g_autofree char         *path = NULL;
  Fixture                  trained;

  open_layers (&trained, "5 tanh, 3 softmax", 3);
  path = save (format, &trained);
  import = chain_import_load (path, &error);
  g_assert_no_error (error);
  g_assert_false (chain_import_into (import, CHAIN_IMPORT_NETWORK, example, dataset, NULL,
                                     &error));
  g_assert_nonnull (strstr (error->message, "expected shape [2, 5] to read the features, found [4, "
                                            "5]"));
  g_assert_cmpuint (chain_network_n_layers (example->network), ==, 1);
  close_fixture (&trained);
}

static void
read_damaged (const ChainFormat *format,
              const guint8      *bytes,
              gsize              length,
              const char        *folder)
{
  g_autoptr (GBytes)      copy = g_bytes_new (bytes, length);
  const ChainImportSource source = { "damaged", folder, copy };
  g_autoptr (GError)      error = NULL;
  g_autoptr (ChainImport) import = chain_import_read (format, &source, &error);

  g_assert_true ((import == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
    }
}

/* Every beginning of the file, and every byte another. */
static void
test_damaged (gconstpointer data)
{
  const ChainFormat  *format = data;
  Fixture             trained;
  g_autoptr (GBytes)  bytes = NULL;
  g_autofree guint8  *copy = NULL;
  g_autofree char    *path = NULL;
  gsize               length;

  open_layers (&trained, "2 tanh, 3 softmax", 3);
  path = save (format, &trained);
  bytes = main_bytes (format, &trained);
  copy = g_memdup2 (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));
  for (gsize i = 0; i < length; i += 1 + length / 2000)
    read_damaged (format, copy, i, format->extension == NULL ? path : NULL);
  for (gsize i = 0; i < length; i += 1 + length / 2000)
    {
      const guint8 was = copy[i];

      copy[i] ^= (guint8) (1 + i % 255);
      read_damaged (format, copy, length, format->extension == NULL ? path : NULL);
      copy[i] = was;
    }
  close_fixture (&trained);
}

static GBytes *
safetensors (const char   *header,
             const double *values,
             gsize         n_values)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint64          length = GUINT64_TO_LE ((guint64) strlen (header));

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (bytes, (const guint8 *) values, (guint) (n_values * sizeof (double)));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* A header that says what is not so. */
static void
test_lies (void)
{
  static const struct
  {
    const char *header;
    const char *message;
  } lies[] = {
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[0,24]}}",
      "expected 32 bytes for its shape, got 24" },
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],"
      "\"data_offsets\":[0,32]}}",
      "expected at most 67108864 numbers in all arrays, found more" },
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[1,4],\"data_offsets\":[0,33]}}",
      "expected data_offsets within the 32 bytes of the file, got 0 to 33" },
    { "{\"layer1_kernel\":{\"dtype\":\"I64\",\"shape\":[1,4],\"data_offsets\":[0,32]}}",
      "expected one of F64, F32, F16, BF16, got \"I64\"" },
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[0,16]}}",
      "expected the file to end with the last tensor" },
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[1,4],\"data_offsets\":[0,32]},"
      "\"layer1_bias\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
      "found a gap or an overlap" },
    { "{\"layer1_kernel\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,32]}}",
      "layer1_kernel: expected a matrix" },
    { "{\"fc\":{\"dtype\":\"F64\",\"shape\":[1,4],\"data_offsets\":[0,32]}}",
      "fc: expected arrays that are named layer1_kernel" },
    { "{\"layer1_bias\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,32]}}",
      "layer1_bias: expected a kernel beside this bias, found none" },
    { "{\"a.weight\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[0,16]},"
      "\"b.weight\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[16,32]}}",
      "b.weight: expected shape [1, 1] to read the layer before, found [2, 1]" },
    { "{}", "expected the file to end with the last tensor" },
  };
  const double values[4] = { 1, 2, 3, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GBytes)      bytes = safetensors (lies[i].header, values, 4);
      const ChainImportSource source = { "lies", NULL, bytes };
      g_autoptr (GError)      error = NULL;

      g_assert_null (chain_import_read (chain_format_find ("safetensors"), &source, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, lies[i].message) == NULL)
        g_assert_cmpstr (error->message, ==, lies[i].message);
    }
}

/* A state_dict of PyTorch: kernels are [units, inputs], and "10." comes after "2.". */
static void
test_state_dict (void)
{
  static const char header[]
      = "{\"10.weight\":{\"dtype\":\"F64\",\"shape\":[1,2],\"data_offsets\":[0,16]},"
        "\"2.weight\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[16,32]},"
        "\"2.bias\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[32,48]}}";
  const double             values[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GBytes)       bytes = safetensors (header, values, 6);
  const ChainImportSource  source = { "state", NULL, bytes };
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainImport)  import = chain_import_read (chain_format_find ("safetensors"), &source,
                                                       &error);
  const ChainImportedLayer *first;
  const ChainImportedLayer *second;

  g_assert_no_error (error);
  g_assert_cmpuint (import->layers->len, ==, 2);
  first = g_ptr_array_index (import->layers, 0);
  second = g_ptr_array_index (import->layers, 1);
  g_assert_cmpstr (first->kernel_name, ==, "2.weight");
  g_assert_cmpuint (first->kernel->rows, ==, 1);
  g_assert_cmpfloat (chain_tensor_get (first->kernel, 0, 1), ==, 4);
  g_assert_cmpfloat (chain_tensor_get (first->bias, 0, 1), ==, 6);
  g_assert_cmpuint (second->kernel->rows, ==, 2);
  g_assert_cmpfloat (chain_tensor_get (second->kernel, 1, 0), ==, 2);
  g_assert_null (second->bias);
  g_assert_null (second->activation);
}

static void
test_csv (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* NULL: it reads */
  } tables[] = {
    { "layer,parameter,input,unit,value\n1,kernel,1,1,5\n1,kernel,2,1,8\n1,bias,,1,-2\n", NULL },
    { "layer;parameter;input;unit;value;name\n1;bias;;1;-2,5;\n1;kernel;2;1;8;\n1;kernel;1;1;5;\n"
      "1;activation;;;;tanh\n", NULL },
    { "layer,parameter,input,unit,value\n1,kernel,1,1,5\n1,kernel,1,1,8\n",
      "expected a weight for each of 1 inputs and 1 units, found 2 and 0 biases" },
    { "layer,parameter,input,unit,value\n1,kernel,1,1,5\n1,kernel,1,1,8\n1,kernel,2,2,1\n"
      "1,kernel,2,1,1\n", "t:3: expected one line for each number, found another" },
    { "layer,parameter,input,unit,value\n1,kernel,1,100000,5\n1,kernel,2000000000,1,8\n",
      "layer 1: expected a weight for each of 2000000000 inputs and 100000 units, found 2" },
    { "layer,parameter,input,unit,value\n2,kernel,1,1,5\n", "layer 1: expected a weight" },
    { "layer,parameter,input,unit,value\n1,kern,1,1,5\n",
      "t:2: column parameter: expected kernel, bias or activation" },
    { "layer,parameter,input,unit,value\n1,kernel,1,1.5,5\n",
      "t:2: column unit: expected an integer from 1 to 100000" },
    { "layer,parameter,unit,value\n1,kernel,1,5\n", "found no column input" },
    { "layer,parameter,input,unit,value,name\n1,kernel,1,1,5,\n1,activation,,,,cube\n",
      "\"cube\" is not available" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (GBytes)      bytes = g_bytes_new_static (tables[i].text, strlen (tables[i].text));
      const ChainImportSource source = { "t", NULL, bytes };
      g_autoptr (GError)      error = NULL;
      g_autoptr (ChainImport) import = chain_import_read (chain_format_find ("csv"), &source,
                                                          &error);

      if (tables[i].message == NULL)
        {
          const ChainImportedLayer *layer;

          g_assert_no_error (error);
          layer = g_ptr_array_index (import->layers, 0);
          g_assert_cmpfloat (chain_tensor_get (layer->kernel, 1, 0), ==, 8);
          g_assert_cmpfloat (layer->bias->values[0], <=, -2);
          continue;
        }
      g_assert_nonnull (error);
      if (strstr (error->message, tables[i].message) == NULL)
        g_assert_cmpstr (error->message, ==, tables[i].message);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (chain_import_load ("model.h5", &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (chain_import_load ("/no/such/file.npz", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (chain_import_load (g_get_tmp_dir (), &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED);
}

/* A project whose rows are encoded otherwise hears of it, and takes the weights, or the layers. */
static void
test_encoding (void)
{
  static const char *const names[] = { "json", "onnx", "safetensors", "tfjs" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const ChainFormat      *format = chain_format_find (names[i]);
      Fixture                 made;
      Fixture                 other;
      g_autofree char        *path = NULL;
      g_autoptr (GPtrArray)   warnings = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GError)      error = NULL;
      g_autoptr (ChainImport) import = NULL;

      open_layers (&made, "2 tanh, 3 softmax", 3);
      open_layers (&other, "2 tanh, 3 softmax", 4);
      chain_dataset_unref (other.dataset);
      other.project->data.scaling
          = other.project->data.scaling == CHAIN_SCALING_MINMAX ? CHAIN_SCALING_NONE
                                                                         : CHAIN_SCALING_MINMAX;
      other.dataset = chain_project_open_data (other.project, NULL, &error);
      g_assert_no_error (error);
      path = save (format, &made);
      import = chain_import_load (path, &error);
      g_assert_no_error (error);
      for (ChainImportMode mode = CHAIN_IMPORT_WEIGHTS; mode <= CHAIN_IMPORT_NETWORK; mode++)
        {
          g_ptr_array_set_size (warnings, 0);
          g_assert_true (chain_import_into (import, mode, other.project, other.dataset, warnings,
                                            &error));
          g_assert_no_error (error);
          g_assert_cmpuint (warnings->len, ==, 1);
          g_assert_nonnull (strstr (warnings->pdata[0],
                                    "encoded otherwise: \"sepal_length\": offset "));
          g_assert_nonnull (strstr (warnings->pdata[0], "; and 5 more"));
          g_assert_null (strchr (warnings->pdata[0], '\n'));
        }
      close_fixture (&made);
      close_fixture (&other);
    }
}

/* What a file says of its encoding is not trusted, and what does not read says nothing. */
static void
test_encoding_differences (void)
{
  static const struct
  {
    const char *kept;
    const char *words;
  } cases[] = {
    { NULL, NULL },
    { "", NULL },
    { "[1, 2]", NULL },
    { "{\"inputs\": 3, \"outputs\": [7, null, []], \"classes\": {}}",
      "3 columns of outputs there, 1 here" },
    { "{\"inputs\": [], \"classes\": [\"a\\nb\", \"c\"]}",
      "0 columns of inputs there, 4 here; classes a b, c there, setosa, versicolor, virginica "
      "here" },
    { "{\"classes\": [[[\"a\"]], 1, null]}",
      "classes a, 1, none there, setosa, versicolor, virginica here" },
    { "{\"inputs\": \"\", \"outputs\": 1e999}", NULL },
  };
  Fixture fixture;

  open_layers (&fixture, "3 softmax", 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = chain_encoding_difference (cases[i].kept, fixture.dataset);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
  close_fixture (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char   *name;
    GTestDataFunc test;
  } of_formats[] = {
    { "round-trip", test_round_trip },
    { "odd-shapes", test_odd_shapes },
    { "mismatch", test_mismatch },
    { "wrong-data", test_wrong_data },
    { "damaged", test_damaged },
  };

  g_test_init (&argc, &argv, NULL);

  for (const ChainFormat *const *format = chain_formats; *format != NULL; format++)
    for (guint i = 0; is_both_ways (*format) && i < G_N_ELEMENTS (of_formats); i++)
      {
        g_autofree char *path
            = g_strdup_printf ("/engine/import/%s/%s", of_formats[i].name, (*format)->name);

        g_test_add_data_func (path, *format, of_formats[i].test);
      }
  g_test_add_func ("/engine/import/encoding", test_encoding);
  g_test_add_func ("/engine/import/encoding/differences", test_encoding_differences);
  g_test_add_func ("/engine/import/lies", test_lies);
  g_test_add_func ("/engine/import/state-dict", test_state_dict);
  g_test_add_func ("/engine/import/table", test_csv);
  g_test_add_func ("/engine/import/unknown", test_unknown);

  return g_test_run ();
}
