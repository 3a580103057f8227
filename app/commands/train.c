/* train.c: chainrule train: trains a project's network.
 *
 * The trainer runs on a thread of its own, so that the main loop can hear an interrupt: the run
 * then ends between two iterations, and what it reached is kept.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/console.h"
#include "app/document.h"
#include "app/options.h"
#include "app/text-table.h"

#include <glib-unix.h>
#include <math.h>

#define DIGITS 6
#define MOST_EPOCHS 1000000000

typedef struct
{
  ChainTrainer     *trainer;
  guint             epochs;
  GCancellable     *cancellable;
  GMainLoop        *loop;
  ChainProgressBar  bar;
  gboolean          finished; /* written by the worker, read after it was joined */
  GError           *error;
} Job;

static gboolean
on_progress (guint    epochs_done,
             guint    epochs_planned,
             gpointer data)
{
  Job             *job = data;
  g_autofree char *what = g_strdup_printf ("epoch %u of %u", epochs_done, epochs_planned);

  chain_progress_set (&job->bar, epochs_done / (double) MAX (epochs_planned, 1), what);
  return TRUE;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
work (gpointer data)
{
  Job *job = data;

  job->finished = chain_trainer_run (job->trainer, job->epochs, job->cancellable, on_progress, job,
                                     &job->error);
  g_idle_add (quit, job->loop);
  return NULL;
}

static gboolean
on_interrupt (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_CONTINUE;
}

static void
run_job (Job *job)
{
  const guint interrupt = g_unix_signal_add (SIGINT, on_interrupt, job->cancellable);
  const guint terminate = g_unix_signal_add (SIGTERM, on_interrupt, job->cancellable);
  GThread    *worker;

  chain_progress_start (&job->bar);
  worker = g_thread_new ("training", work, job);
  g_main_loop_run (job->loop);
  g_thread_join (worker);
  chain_progress_end (&job->bar);
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static void
add_line (ChainTextTable *table,
          const char     *title,
          double          value,
          const char     *note)
{
  if (isnan (value))
    return;
  chain_text_table_cell (table, "%s", title);
  chain_text_table_number (table, value, DIGITS);
  chain_text_table_cell (table, "%s", note);
}

static void
print_text (const ChainHistory *history,
            const ChainDataset *dataset)
{
  const guint                n = history->epochs->len;
  const ChainHistoryEpoch   *first = &g_array_index (history->epochs, ChainHistoryEpoch, 0);
  const ChainHistoryEpoch   *last = &g_array_index (history->epochs, ChainHistoryEpoch, n - 1);
  const gboolean             validated = dataset->n_validation_rows > 0;
  g_autoptr (ChainTextTable) table = chain_text_table_new ("lll");
  g_autofree char           *text = NULL;
  g_autofree char           *note = NULL;
  char                       number[CHAIN_NUMBER_SIZE];

  note = g_strdup_printf ("after %s in the first epoch",
                          chain_number_show (first->loss, DIGITS, number));
  add_line (table, "loss", last->loss, n > 1 ? note : "");
  add_line (table, "validation loss", last->validation_loss, "");
  add_line (table, dataset->classes != NULL ? "accuracy" : "R²", last->metric,
            validated ? "on the validation rows" : "on the training rows, during the epoch");
  text = chain_text_table_text (table, "");
  chain_console_print ("%u epoch%s, %" G_GUINT64_FORMAT " step%s\n%s", n,
                       n == 1 ? "" : "s", history->n_steps, history->n_steps == 1 ? "" : "s",
                       text);
}

static void
print_json (const ChainHistory *history,
            const ChainProject *project,
            const char         *message)
{
  const guint                 n = history->epochs->len;
  const ChainHistoryEpoch    *last = n > 0
                                     ? &g_array_index (history->epochs, ChainHistoryEpoch, n - 1)
                                     : NULL;
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "project", project->name);
  chain_json_writer_whole (writer, "epochs", n);
  chain_json_writer_whole (writer, "steps", history->n_steps);
  chain_json_writer_number (writer, "loss", last != NULL ? last->loss : NAN);
  chain_json_writer_number (writer, "val_loss", last != NULL ? last->validation_loss : NAN);
  chain_json_writer_number (writer, "metric", last != NULL ? last->metric : NAN);
  if (message != NULL)
    chain_json_writer_string (writer, "message", message);
  else
    chain_json_writer_null (writer, "message");
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  chain_console_print ("%s", text);
}

static gboolean
was_stopped (const Job *job)
{
  return g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Why the run ended before its time, and what became of the weights. */
static void
report_end (const Job  *job,
            const char *output)
{
  const ChainHistory *history = chain_trainer_history (job->trainer);

  if (!was_stopped (job))
    {
      chain_console_error (job->error);
      return;
    }
  chain_console_message ("stopped after %u of %u epochs, %" G_GUINT64_FORMAT " steps; %s%s",
                         history->epochs->len, job->epochs, history->n_steps,
                         output != NULL ? "the weights reached are in " : "nothing was saved",
                         output != NULL ? output : "");
}

/* What keeps layers from learning, as far as the run came. */
static void
report_health (const Job           *job,
               const ChainDocument *document)
{
  const ChainProject   *project = document->project;
  ChainTrainerSnapshot *reached = chain_trainer_snapshot (job->trainer, G_MAXUINT, G_MAXUINT);
  g_autoptr (ChainHealth) health = chain_health_new (project->network, &project->training,
                                                     document->dataset, reached->t,
                                                     reached->state, NULL);

  for (guint i = 0; health != NULL && i < health->warnings->len; i++)
    chain_console_message ("warning: %s", (char *) g_ptr_array_index (health->warnings, i));
  chain_trainer_snapshot_free (reached);
}

/* What a run with fewer epochs than the project has, or one that was interrupted, leaves to the
 * next one; early stopping ends a run for good. */
static void
keep_paused (const Job     *job,
             ChainDocument *document)
{
  ChainProject         *project = document->project;
  ChainTrainerSnapshot *reached = chain_trainer_snapshot (job->trainer, G_MAXUINT, G_MAXUINT);
  const guint64         planned = (guint64) project->training.epochs
                                  * chain_trainer_batches_per_epoch (job->trainer);
  const gboolean        is_over = reached->message != NULL || reached->t >= planned;

  chain_project_set_paused (project,
                            was_stopped (job) || !is_over ? chain_trainer_save_state (job->trainer)
                                                          : NULL);
  chain_trainer_snapshot_free (reached);
}

static gboolean
save (const Job          *job,
      ChainDocument      *document,
      const char         *output,
      const char         *history,
      gboolean            every_step,
      GError            **error)
{
  if (history != NULL
      && !chain_history_save (chain_trainer_history (job->trainer), every_step,
                              document->dataset->n_validation_rows > 0, history, error))
    return FALSE;
  if (output == NULL || !(job->finished || was_stopped (job)))
    return TRUE;
  chain_trainer_save_weights (job->trainer, document->project->network);
  keep_paused (job, document);
  return chain_project_save (document->project, output, error);
}

/* Goes on with a paused run, if there is one: the epochs it has left, or else the project's. */
static guint
resume (ChainTrainer       *trainer,
        const ChainProject *project)
{
  const ChainTrainingState *paused = chain_project_paused (project);
  const guint               epochs = project->training.epochs;
  guint64                   done;

  if (paused == NULL)
    return epochs;
  if (!chain_trainer_resume (trainer, paused))
    {
      chain_console_message ("warning: the paused run had another optimizer; training begins anew");
      return epochs;
    }
  done = paused->step / chain_trainer_batches_per_epoch (trainer);
  return done < epochs ? epochs - (guint) done : epochs;
}

static ChainExit
train (ChainDocument *document,
       guint          epochs,
       const char    *output,
       const char    *history,
       gboolean       every_step,
       gboolean       json)
{
  const ChainProject    *project = document->project;
  g_autoptr (GError)     error = NULL;
  g_autoptr (ChainTrainer) trainer = chain_trainer_new (project->network, &project->training,
                                                        document->dataset, &error);
  Job                    job = { trainer, epochs, NULL, NULL, { 0 }, FALSE, NULL };
  gboolean               saved;
  guint                  left;

  if (trainer == NULL)
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  if (history != NULL && every_step)
    chain_trainer_keep_every_step (trainer);
  left = resume (trainer, project);
  if (job.epochs == 0)
    job.epochs = left;
  job.cancellable = g_cancellable_new ();
  job.loop = g_main_loop_new (NULL, FALSE);
  run_job (&job);
  saved = save (&job, document, output, history, every_step, &error);
  if (!saved)
    chain_console_error (error);
  else if (!job.finished)
    report_end (&job, output);
  else if (json)
    print_json (chain_trainer_history (trainer), project, chain_trainer_message (trainer));
  else
    {
      print_text (chain_trainer_history (trainer), document->dataset);
      if (chain_trainer_message (trainer) != NULL)
        chain_console_print ("%s\n", chain_trainer_message (trainer));
      if (output == NULL)
        chain_console_print ("The weights were not saved: --output was not given.\n");
    }
  if (saved && (job.finished || was_stopped (&job)))
    report_health (&job, document);
  g_clear_error (&job.error);
  g_object_unref (job.cancellable);
  g_main_loop_unref (job.loop);
  return saved && job.finished ? CHAIN_EXIT_DONE : CHAIN_EXIT_FAILED;
}

static ChainExit
run (const ChainCommand *command,
     GStrv               arguments)
{
  static const char *const units[] = { "epoch", "step", NULL };
  g_autofree char         *epochs = NULL;
  g_autofree char         *output = NULL;
  g_autofree char         *history = NULL;
  g_autofree char         *every = NULL;
  g_autofree char         *format = NULL;
  const GOptionEntry       entries[] = {
    { "epochs", 0, 0, G_OPTION_ARG_STRING, &epochs, "How many; the project's if left out", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "The project with the new weights",
      "P2.chainrule" },
    { "history", 0, 0, G_OPTION_ARG_FILENAME, &history, "The loss as it went", "H.csv" },
    { "history-every", 0, 0, G_OPTION_ARG_STRING, &every, "A row for each", "step|epoch" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "Print text or json", "text|json" },
    { NULL },
  };
  g_autofree char         *path = NULL;
  g_auto (ChainDocument)   document = { 0 };
  g_autoptr (GError)       error = NULL;
  guint                    n = 0;
  guint                    unit = 0;
  gboolean                 json;
  ChainOptionsResult       read = chain_options_parse (command, arguments, entries, &path);

  if (read != CHAIN_OPTIONS_READ)
    return chain_options_exit (read);
  if (!chain_option_json (format, &json)
      || !chain_option_count ("--epochs", epochs, 1, MOST_EPOCHS, &n)
      || !chain_option_word ("--history-every", every, units, &unit))
    return CHAIN_EXIT_USAGE;
  if (!chain_document_open (&document, path, &error)
      || (output != NULL && !chain_file_can_save (output, &error))
      || (history != NULL && !chain_file_can_save (history, &error)))
    {
      chain_console_error (error);
      return CHAIN_EXIT_FAILED;
    }
  return train (&document, n, output, history, unit == 1, json);
}

const ChainCommand chain_command_train = {
  .name = "train",
  .arguments = "P",
  .about = "Train a project's network",
  .run = run,
};
