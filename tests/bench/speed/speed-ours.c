/* speed-ours.c: the engine as a participant of the speed benchmark.
 *
 * What is timed is chain_trainer_run(), the whole of it: the history of every step and epoch, the
 * checks for numbers that are not finite, the validation after each epoch. Beside the questions of
 * every participant:
 *
 *   new-project WORK SECONDS   as "run", trained as a new project is: rows shuffled in every
 *                              epoch, a fifth of all rows held out and judged after each
 *   size WIDTH DEPTH BATCH SECONDS
 *                              the rate of a network of DEPTH hidden layers of WIDTH, the useful
 *                              operations of a sample, and the memory training takes
 *   memory WIDTH DEPTH BATCH OPTIMIZER
 *                              the memory alone
 *
 * With arguments "files FOLDER" it writes what the participants that are not written in C train.
 *
 * SPDX-License-Identifier: MIT
 */
#include "participant.h"
#include "resident.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  ChainDataset *dataset;
  ChainTrainer *trainer;
} Run;

/* Made once for each work; never freed. */
static ChainDataset *
dataset_of (const Work *work, GHashTable *made, double held_out)
{
  ChainDataset *dataset = g_hash_table_lookup (made, work->name);

  if (dataset == NULL)
    {
      dataset = work_dataset (work, held_out);
      g_hash_table_insert (made, (gpointer) work->name, dataset);
    }
  return dataset;
}

static gpointer
start_from (const Work *work, const ChainNetwork *network, const ChainTrainingOptions *options,
            ChainDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  Run               *run = g_new0 (Run, 1);

  run->dataset = chain_dataset_ref (dataset);
  run->trainer = chain_trainer_new (network, options, dataset, &error);
  if (run->trainer == NULL)
    g_error ("%s: %s", work->name, error->message);
  return run;
}

static gpointer
start_with (const Work *work, const ChainTrainingOptions *options, ChainDataset *dataset)
{
  g_autoptr (ChainNetwork) network = work_network (work);

  return start_from (work, network, options, dataset);
}

static gpointer
start (const Work *work, double rate)
{
  static GHashTable   *made;
  ChainTrainingOptions options;

  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  work_options (work, &options);
  options.learning_rate = rate;
  return start_with (work, &options, dataset_of (work, made, 0));
}

static gpointer
start_new_project (const Work *work, double rate)
{
  static GHashTable   *made;
  ChainTrainingOptions options;

  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  work_options (work, &options);
  options.learning_rate = rate;
  options.shuffle = TRUE;
  return start_with (work, &options, dataset_of (work, made, 0.25));
}

static void
train (gpointer data, guint64 n_epochs, Trained *trained)
{
  Run                *run = data;
  const double        before = work_seconds ();
  g_autoptr (GError)  error = NULL;
  const GArray       *epochs;

  if (!chain_trainer_run (run->trainer, (guint) MIN (n_epochs, G_MAXUINT), NULL, NULL, NULL,
                          &error))
    g_error ("%s", error->message);
  trained->seconds = work_seconds () - before;
  trained->samples = n_epochs * run->dataset->n_training_rows;
  epochs = chain_trainer_history (run->trainer)->epochs;
  trained->loss = g_array_index (epochs, ChainHistoryEpoch, epochs->len - 1).loss;
}

static void
stop (gpointer data, ChainNetwork *reached)
{
  Run *run = data;

  if (reached != NULL)
    chain_trainer_save_weights (run->trainer, reached);
  chain_trainer_free (run->trainer);
  chain_dataset_unref (run->dataset);
  g_free (run);
}

/* "784 relu, ..., 10 softmax": every hidden layer as wide as the input. */
static char *
layers_text (guint width, guint depth)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_printf (text, "%u relu, ", width);
  g_string_append (text, "10 softmax");
  return g_string_free (text, FALSE);
}

/* Of one sample: forward, the gradients of the weights, and those of all but the first inputs; a
 * product and a sum are two operations. */
static guint64
useful_operations (guint width, guint depth)
{
  const guint64 products = (guint64) width * width * depth + 10 * width;

  return 2 * (3 * products - (guint64) width * width);
}

/* In bytes, what training makes the process grow by at its highest, beside the rows and the network
 * that is trained. */
static gint64
growth_of (const Work *work, const ChainNetwork *network, const ChainTrainingOptions *options,
           ChainDataset *dataset)
{
  Trained  trained;
  gint64   before;
  gpointer run;

  resident_forget ();
  before = resident_now ();
  run = start_from (work, network, options, dataset);
  train (run, 1, &trained);
  before = resident_peak () - before;
  stop (run, NULL);
  return before;
}

typedef struct
{
  gint64 once;  /* more of the first run of all, which loads what any needs of the program */
  gint64 grown; /* of this one */
} Memory;

static Memory
memory_of (const Work *work, ChainDataset *dataset)
{
  /* So large that it takes more than one thread. */
  const Work least = { "least", "128 relu, 10 softmax", 128, 10, "sgd", 1e-4, 64, 128 };

  g_autoptr (ChainDataset) least_dataset = work_dataset (&least, 0);
  g_autoptr (ChainNetwork) least_network = work_network (&least);
  g_autoptr (ChainNetwork) network = work_network (work);
  ChainTrainingOptions     options;
  Memory                   memory;

  work_options (&least, &options);
  memory.once = growth_of (&least, least_network, &options, least_dataset);
  memory.once -= growth_of (&least, least_network, &options, least_dataset);
  work_options (work, &options);
  memory.grown = growth_of (work, network, &options, dataset);
  return memory;
}

static double
rate_of (const Work *work, const ChainTrainingOptions *options, ChainDataset *dataset, double seconds)
{
  Trained  trained;
  gpointer run = start_with (work, options, dataset);

  train (run, 1, &trained);
  train (run, (guint64) (1 + seconds / trained.seconds), &trained);
  stop (run, NULL);
  return (double) trained.samples / trained.seconds;
}

static guint64
n_parameters (guint width, guint depth)
{
  return (guint64) (width + 1) * width * depth + (width + 1) * 10;
}

/* Without the rate where there are no seconds for it. */
static void
answer_size (guint width, guint depth, guint batch, const char *optimizer, double seconds)
{
  g_autofree char         *layers = layers_text (width, depth);
  const Work               work = { "size", layers, width, 10, optimizer, 1e-4, batch, 4 * batch };
  g_autoptr (ChainDataset) dataset = work_dataset (&work, 0);
  const Memory             memory = memory_of (&work, dataset);
  ChainTrainingOptions     options;
  double                   rate = 0;

  work_options (&work, &options);
  if (seconds > 0)
    rate = rate_of (&work, &options, dataset, seconds);
  printf ("{\"rate\": %.17g, \"operations\": %" G_GUINT64_FORMAT
          ", \"parameters\": %" G_GUINT64_FORMAT ", \"activations\": %u"
          ", \"once\": %" G_GINT64_FORMAT ", \"grown\": %" G_GINT64_FORMAT "}\n",
          rate, useful_operations (width, depth), n_parameters (width, depth), batch * (width + width * depth + 10), memory.once,
          memory.grown);
}

static const Participant new_project = {
  .name = "ours, as a new project",
  .start = start_new_project,
  .train = train,
  .stop = stop,
};

static gboolean
answer (const char *const *words, guint n_words)
{
  const Work *work = n_words == 3 ? work_find (words[1]) : NULL;

  if (n_words == 5 && g_str_equal (words[0], "size"))
    answer_size (atoi (words[1]), atoi (words[2]), atoi (words[3]), "sgd",
                 g_ascii_strtod (words[4], NULL));
  else if (n_words == 5 && g_str_equal (words[0], "memory"))
    answer_size (atoi (words[1]), atoi (words[2]), atoi (words[3]), words[4], 0);
  else if (work != NULL && g_str_equal (words[0], "new-project"))
    participant_run (&new_project, work, g_ascii_strtod (words[2], NULL));
  else
    return FALSE;
  return TRUE;
}

static const Participant ours = {
  .name = "ours",
  .start = start,
  .train = train,
  .stop = stop,
  .answer = answer,
};

static void
write_numbers (const char *folder, const Work *work, const char *what, const double *rows,
               const ChainDataset *dataset, guint width)
{
  g_autofree char *name = g_strconcat (work->name, ".", what, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  FILE            *file = fopen (path, "w");
  gboolean         written = file != NULL;

  for (gsize i = 0; written && i < dataset->n_training_rows; i++)
    written = fwrite (rows + (gsize) dataset->training_rows[i] * width, sizeof (double), width, file)
              == width;
  if (file == NULL || fclose (file) != 0 || !written)
    g_error ("%s could not be written", path);
}

static void
write_layers (ChainJsonWriter *writer, const ChainNetwork *network)
{
  chain_json_writer_begin_array (writer, "layers", CHAIN_JSON_LINES);
  for (guint l = 0; l < chain_network_n_layers (network); l++)
    {
      const ChainLayer *layer = chain_network_layer (network, l);

      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
      chain_json_writer_whole (writer, "inputs", chain_network_layer_inputs (network, l));
      chain_json_writer_whole (writer, "units", layer->units);
      chain_json_writer_string (writer, "activation", layer->activation->name);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
}

static void
write_work (ChainJsonWriter *writer, const char *folder, const Work *work)
{
  g_autoptr (ChainDataset) dataset = work_dataset (work, 0);
  g_autoptr (ChainNetwork) network = work_network (work);
  g_autofree char         *name = g_strconcat (work->name, ".weights", NULL);
  g_autofree char         *path = g_build_filename (folder, name, NULL);

  chain_json_writer_begin_object (writer, work->name, CHAIN_JSON_LINES);
  write_layers (writer, network);
  chain_json_writer_string (writer, "title", work->layers);
  chain_json_writer_string (writer, "optimizer", work->optimizer);
  chain_json_writer_number (writer, "rate", work->rate);
  chain_json_writer_whole (writer, "batch", work->batch);
  chain_json_writer_whole (writer, "rows", work->n_rows);
  chain_json_writer_end (writer);
  write_numbers (folder, work, "inputs", dataset->inputs, dataset, dataset->n_inputs);
  write_numbers (folder, work, "targets", dataset->targets, dataset, dataset->n_outputs);
  if (!work_save (path, network))
    g_error ("%s could not be written", path);
}

/* works.json, and for each work its training rows and start weights as doubles of this machine. */
static void
write_files (const char *folder)
{
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *path = g_build_filename (folder, "works.json", NULL);
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  for (const Work *work = works; work->name != NULL; work++)
    write_work (writer, folder, work);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  if (!g_file_set_contents (path, text, -1, NULL))
    g_error ("%s could not be written", path);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "files"))
    {
      write_files (argv[2]);
      return 0;
    }
  return participant_main (&ours);
}
