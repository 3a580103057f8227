/* guess.c: what is made of a table nobody has said anything about.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

static const ChainSample *
sample_at (guint index)
{
  guint              n;
  const ChainSample *samples = chain_samples (&n);

  return index < n ? &samples[index] : NULL;
}

/* Rows 0 to @n_rows of cells that a letter makes: see cell(). */
static void
append_cell (GString *text, char kind, guint row)
{
  static const char *const levels[] = { "red", "green", "blue" };

  switch (kind)
    {
    case 'i': /* counts up */
      g_string_append_printf (text, "%u", row + 1);
      break;
    case 'f': /* a fraction */
      g_string_append_printf (text, "%u.5", row * 37 % 101);
      break;
    case 'b': /* 0 or 1, 1 first */
      g_string_append_printf (text, "%u", (row + 1) % 2);
      break;
    case 'd': /* one of ten */
      g_string_append_printf (text, "%u", row * 7 % 10);
      break;
    case 'c': /* a category */
      g_string_append (text, levels[row % 3]);
      break;
    case 't': /* a text of its own */
      g_string_append_printf (text, "name %u", row);
      break;
    case 'm': /* a number, missing in every third row */
      if (row % 3 != 0)
        g_string_append_printf (text, "%u.25", row * 17 % 23);
      break;
    case 'M': /* a category, missing in every third row */
      if (row % 3 != 0)
        g_string_append (text, levels[row % 2]);
      break;
    case 'D': /* a date of its own */
      g_string_append_printf (text, "2024-%02u-%02u", row % 12 + 1, row % 28 + 1);
      break;
    case 'r': /* a number, rarely missing */
      if (row != 5)
        g_string_append_printf (text, "%u.75", row * 29 % 31);
      break;
    default:
      g_assert_not_reached ();
    }
}

static ChainTable *
make_table (const char *header, const char *kinds, guint n_rows)
{
  const ChainCsvOptions options = { .header = CHAIN_CSV_HEADER_PRESENT };
  GString              *text = g_string_new (header);
  g_autoptr (GBytes)    bytes = NULL;
  g_autoptr (GError)    error = NULL;
  ChainTable           *table;

  g_string_append_c (text, '\n');
  for (guint row = 0; row < n_rows; row++)
    for (const char *kind = kinds; *kind != '\0'; kind++)
      {
        append_cell (text, *kind, row);
        g_string_append_c (text, kind[1] != '\0' ? ',' : '\n');
      }
  bytes = g_string_free_to_bytes (text);
  table = chain_csv_parse ("t.csv", bytes, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

static const struct
{
  const char *header;
  const char *kinds;
  const char *target;
  const char *features;
  ChainKind   kind;    /* of the target */
  ChainSplit  split;
  const char *missing; /* of the features, a policy's first letter each */
} cases[] = {
  { "a,b,c", "ffc", "c", "a b", 0, CHAIN_SPLIT_STRATIFIED, "rr" },
  { "a,b,c", "fcf", "c", "a b", 0, CHAIN_SPLIT_RANDOM, "rr" },
  { "Species,b,c", "cff", "Species", "b c", 0, CHAIN_SPLIT_STRATIFIED, "rr" },
  { "y,class,c", "fcf", "class", "y c", 0, CHAIN_SPLIT_STRATIFIED, "rr" },
  { "a,target", "fb", "target", "a", CHAIN_KIND_CATEGORY, CHAIN_SPLIT_STRATIFIED, "r" },
  { "digit,a", "df", "digit", "a", CHAIN_KIND_CATEGORY, CHAIN_SPLIT_STRATIFIED, "r" },
  { "a,quality", "fd", "quality", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "a,target", "ff", "target", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "id,a,y", "fff", "y", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "Unnamed: 0,a,y", "fff", "y", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "n,a,y", "iff", "y", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "name,a,y", "tff", "y", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "a,b,id", "ffi", "b", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "x,y", "if", "y", "x", 0, CHAIN_SPLIT_RANDOM, "r" },
  { "m,M,y", "mMf", "y", "m M", 0, CHAIN_SPLIT_RANDOM, "mc" },
  { "r,a,y", "rff", "y", "r a", 0, CHAIN_SPLIT_RANDOM, "dr" },
  { "when,a,y", "Dff", "y", "when a", 0, CHAIN_SPLIT_RANDOM, "rr" },
  { "a,r", "fr", "r", "a", 0, CHAIN_SPLIT_RANDOM, "r" },
};

static void
test_columns (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainTable)    table = make_table (cases[i].header, cases[i].kinds, 40);
      g_auto (ChainDataOptions) options = { 0 };
      g_autofree char          *features = NULL;

      chain_guess_data (&options, table);
      features = g_strjoinv (" ", options.features);
      g_assert_cmpstr (options.targets[0], ==, cases[i].target);
      g_assert_null (options.targets[1]);
      g_assert_cmpstr (features, ==, cases[i].features);
      g_assert_cmpint (chain_data_options_column (&options, cases[i].target)->kind, ==,
                       cases[i].kind);
      g_assert_cmpint (chain_data_options_column (&options, "when")->kind, ==,
                       cases[i].kinds[0] == 'D' ? CHAIN_KIND_DATE : CHAIN_KIND_AUTO);
      g_assert_cmpint (options.split, ==, cases[i].split);
      g_assert_cmpfloat (options.validation_fraction, ==, 0.2);
      g_assert_cmpint (options.scaling, ==, CHAIN_SCALING_STANDARD);
      for (guint k = 0; options.features[k] != NULL; k++)
        g_assert_cmpint (
            chain_missing_policies[chain_data_options_column (&options, options.features[k])
                                       ->missing].name[0], ==, cases[i].missing[k]);
    }
}

/* 0 is the first of 0 and 1, whichever comes first; a rarely missing target is dropped. */
static void
test_targets (void)
{
  g_autoptr (ChainTable)    binary = make_table ("a,label", "fb", 20);
  g_autoptr (ChainTable)    rare = make_table ("a,y", "fr", 20);
  g_auto (ChainDataOptions) options = { 0 };
  g_auto (ChainDataOptions) other = { 0 };
  const ChainColumnOptions *label;

  chain_guess_data (&options, binary);
  label = chain_data_options_column (&options, "label");
  g_assert_cmpstr (label->levels[0], ==, "0");
  g_assert_cmpstr (label->levels[1], ==, "1");
  chain_guess_data (&other, rare);
  g_assert_cmpint (chain_data_options_column (&other, "y")->missing, ==, CHAIN_MISSING_DROP);
}

/* What is known stays. */
static void
test_known (void)
{
  g_autoptr (ChainTable)    table = make_table ("id,a,M,species", "ifMc", 40);
  g_auto (ChainDataOptions) options = { 0 };
  g_autofree char          *features = NULL;

  options.targets = g_strsplit ("a", ",", -1);
  chain_data_options_set_column (&options,
                                 &(ChainColumnOptions){ .name = (char *) "M",
                                                        .missing = CHAIN_MISSING_MOST_FREQUENT });
  chain_guess_data (&options, table);
  features = g_strjoinv (" ", options.features);
  g_assert_cmpstr (options.targets[0], ==, "a");
  g_assert_cmpstr (features, ==, "M species");
  g_assert_cmpint (chain_data_options_column (&options, "M")->missing, ==,
                   CHAIN_MISSING_MOST_FREQUENT);
}

/* Numbers are classes only for a network that has an output for each. */
static void
test_layers (void)
{
  static const struct
  {
    const char *layers; /* NULL: guessed */
    ChainKind   kind;
    const char *loss;
  } networks[] = {
    { NULL, CHAIN_KIND_CATEGORY, "categorical_crossentropy" },
    { "4 relu, 10 softmax", CHAIN_KIND_CATEGORY, "categorical_crossentropy" },
    { "4 relu, 1 linear", CHAIN_KIND_AUTO, "mse" },
  };
  g_autoptr (ChainTable)  table = make_table ("a,b,digit", "ffd", 60);
  g_autoptr (ChainSource) source = chain_source_new_inline (table);

  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (ChainProject) project = chain_project_new_from_table (
          "Digits", source, table, NULL, networks[i].layers, NULL, &error);
      g_autoptr (ChainDataset) dataset = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (chain_data_options_column (&project->data, "digit")->kind, ==,
                       networks[i].kind);
      g_assert_cmpstr (project->training.loss->name, ==, networks[i].loss);
      dataset = chain_project_use_table (project, table, &error);
      g_assert_no_error (error);
    }
}

/* Each sample that is a file opens with what its table says of it, and learns: at least this
 * accuracy, or this R², on the rows held out. */
static const struct
{
  const char *sample;
  const char *layers;
  double      least;
} learned[] = {
  { "iris", "8 relu, 3 softmax", 0.9 },
  { "wine", "8 relu, 3 softmax", 0.94 },
  { "breast_cancer", "16 relu, 2 softmax", 0.95 },
  { "penguins", "8 relu, 3 softmax", 0.97 },
  { "digits", "32 relu, 10 softmax", 0.94 },
  { "diabetes", "8 relu, 1 linear", 0.2 },
};

static const char *
find_layers (const ChainNetwork *network, GString *text)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      g_string_append_printf (text, "%s%u %s", i > 0 ? ", " : "", layer->units,
                              layer->activation->name);
    }
  return text->str;
}

static double
train (ChainProject *project, ChainTable *table)
{
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainDataset) dataset = chain_project_use_table (project, table, &error);
  g_autoptr (ChainTrainer) trainer = NULL;
  g_autoptr (ChainMetrics) metrics = NULL;

  g_assert_no_error (error);
  trainer = chain_trainer_new (project->network, &project->training, dataset, &error);
  g_assert_no_error (error);
  g_assert_true (chain_trainer_run (trainer, project->training.epochs, NULL, NULL, NULL, &error));
  chain_trainer_save_weights (trainer, project->network);
  metrics = chain_evaluate (project->network, project->training.loss, NULL, dataset,
                            dataset->validation_rows, dataset->n_validation_rows, NULL, NULL);
  return metrics->n_classes > 0 ? metrics->accuracy : metrics->r2;
}

static void
test_files (gconstpointer data)
{
  const guint              i = GPOINTER_TO_UINT (data);
  const ChainSample       *sample = chain_sample_find (learned[i].sample);
  g_autoptr (ChainTable)   table = chain_sample_table (sample, NULL);
  g_autoptr (ChainSource)  source = chain_source_new_inline (table);
  g_autoptr (GString)      layers = g_string_new (NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (ChainProject) project
      = chain_project_new_from_table ("Guessed", source, table, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_strv_equal ((const char *const *) project->data.features, sample->features));
  g_assert_true (g_strv_equal ((const char *const *) project->data.targets, sample->targets));
  g_assert_cmpstr (find_layers (project->network, layers), ==, learned[i].layers);
  g_assert_cmpfloat (train (project, table), >=, learned[i].least);
}

/* The shapes are begun with networks that learn them. */
static void
test_shapes (void)
{
  for (guint i = 0; sample_at (i) != NULL; i++)
    {
      const ChainSample       *sample = sample_at (i);
      g_autoptr (ChainProject) project = chain_project_new_for_sample (sample->name);
      g_autoptr (ChainTable)   table = NULL;

      g_assert_nonnull (project);
      if (!chain_sample_is_made_up (sample))
        continue;
      table = chain_source_load (project->source, NULL, NULL, NULL);
      g_assert_cmpfloat (train (project, table), >=, 0.93);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/guess/columns", test_columns);
  g_test_add_func ("/engine/guess/targets", test_targets);
  g_test_add_func ("/engine/guess/known", test_known);
  g_test_add_func ("/engine/guess/layers", test_layers);
  g_test_add_func ("/engine/guess/shapes", test_shapes);
  for (guint i = 0; i < G_N_ELEMENTS (learned); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/guess/files/", learned[i].sample, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_files);
    }
  return g_test_run ();
}
