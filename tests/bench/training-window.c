/* training-window.c: how long the window keeps people waiting while it trains at full speed, and
 * what showing it costs.
 *
 * Trains work W5 of the speed benchmark (784-128-64-10, batches of 64 rows) by turns as the
 * command line does, with nobody looking, and below the network page in a window. Prints the
 * steps a second of both, their ratio, and a histogram of how long the main loop was busy between
 * two waits; and what looking at the layers' gradients and updates adds to the processor's time of
 * a run. Needs a display:
 *   GSK_RENDERER=cairo xvfb-run -a -s '-screen 0 1280x800x24' training-window [TURNS] [SECONDS]
 *
 * SPDX-License-Identifier: MIT
 */
#include "speed/works.h"
#include "ui/pages/network-page.h"

#include <stdlib.h>
#include <time.h>

#define TURNS 9
#define SECONDS 3
#define PROBED_STEPS 10000 /* of a run */
#define PROBED_TURNS 5
#define FEW_STEPS 1000 /* of a shorter one */
#define FEW_TURNS 21
#define WIDTH 1280
#define HEIGHT 760
#define MOST_MS 1000

/* Waiting for events is no work: the time between two waits is. */
static GPollFunc real_poll;
static GArray   *busy;  /* double: ms of each turn of the main loop */
static GArray   *used;  /* double: likewise, of the processor's time: other programs do not count */
static gint64    since; /* when the main thread began to work, microseconds; 0: not measured */
static double    counted; /* of the processor's time then, ms */

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static int
poll_measured (GPollFD *fds,
               guint    n,
               int      timeout)
{
  int ready;

  if (since != 0)
    {
      const double ms = (double) (g_get_monotonic_time () - since) / 1000;

      const double cpu = processor_time () - counted;

      g_array_append_val (busy, ms);
      g_array_append_val (used, cpu);
    }
  ready = real_poll (fds, n, timeout);
  if (since != 0)
    since = g_get_monotonic_time ();
  counted = processor_time ();
  return ready;
}

static ChainProject *
project_new (const Work         *work,
             const ChainDataset *dataset)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv)           features = NULL;
  const char *const        targets[] = { "y", NULL };
  ChainProject            *project;

  for (guint i = 0; i < work->n_inputs; i++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", i + 1);

      g_strv_builder_add (names, name);
    }
  features = g_strv_builder_end (names);
  project = chain_project_new (work->name, chain_source_new_inline (dataset->table),
                               (const char *const *) features, targets);
  chain_network_free (project->network);
  project->network = work_network (work);
  work_options (work, &project->training);
  project->training.epochs = 1000000;
  return project;
}

/* Steps a second with nobody looking. */
static double
alone (const Work   *work,
       ChainDataset *dataset,
       double        seconds)
{
  g_autoptr (ChainNetwork)         network = work_network (work);
  g_autoptr (ChainTrainerSnapshot) snapshot = NULL;
  g_autoptr (ChainTrainer)         trainer = NULL;
  ChainTrainingOptions             options;

  work_options (work, &options);
  trainer = chain_trainer_new (network, &options, dataset, NULL);
  chain_trainer_start (trainer, 1000000);
  g_usleep ((gulong) (seconds * G_USEC_PER_SEC));
  chain_trainer_cancel (trainer);
  chain_trainer_join (trainer);
  snapshot = chain_trainer_snapshot (trainer, G_MAXUINT, G_MAXUINT);
  return snapshot->t / seconds;
}

/* The same in the window; a pause, and training goes on from there the next time. */
static double
shown (ChainSession *session,
       double        seconds)
{
  const ChainRun *run;
  const gint64    end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  guint64         before;

  chain_session_train (session, NULL);
  run = chain_session_get_run (session);
  before = run->end;
  counted = processor_time ();
  since = g_get_monotonic_time ();
  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  since = 0;
  chain_session_pause (session);
  return (run->end - before) / seconds;
}

/* Milliseconds of the processor's time, of all threads, that so many steps take. */
static double
time_of_steps (const Work   *work,
               ChainDataset *dataset,
               guint         steps,
               gboolean      probed)
{
  g_autoptr (ChainNetwork) network = work_network (work);
  g_autoptr (ChainTrainer) trainer = NULL;
  ChainTrainingOptions     options;
  struct timespec          before, after;

  work_options (work, &options);
  trainer = chain_trainer_new (network, &options, dataset, NULL);
  if (probed)
    chain_trainer_probe_layers (trainer);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &before);
  chain_trainer_run (trainer, MAX (steps / chain_trainer_batches_per_epoch (trainer), 1), NULL,
                     NULL, NULL, NULL);
  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &after);
  return (double) (after.tv_sec - before.tv_sec) * 1000
         + (double) (after.tv_nsec - before.tv_nsec) / 1e6;
}

static int
compare (gconstpointer one,
         gconstpointer other)
{
  const double a = *(const double *) one;
  const double b = *(const double *) other;

  return (a > b) - (a < b);
}

static double
quantile (const GArray *sorted,
          double        share)
{
  return g_array_index (sorted, double, (guint) ((sorted->len - 1) * share));
}

static void
print_probes (const Work   *work,
              ChainDataset *dataset,
              guint         steps,
              guint         turns)
{
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < turns; i++)
    {
      /* By turns the one and the other come first. */
      const double first = time_of_steps (work, dataset, steps, i % 2 == 1);
      const double second = time_of_steps (work, dataset, steps, i % 2 == 0);
      const double ratio = i % 2 == 0 ? second / first : first / second;

      g_array_append_val (ratios, ratio);
    }
  g_array_sort (ratios, compare);
  g_print ("looking at the layers in %u steps: %.1f %% more (median of %u pairs)\n", steps,
           (quantile (ratios, 0.5) - 1) * 100, turns);
}

static void
print_histogram (void)
{
  double from = 0;

  g_array_sort (busy, compare);
  for (double to = 0.25; from < MOST_MS; from = to, to *= 2)
    {
      guint n = 0;

      for (guint i = 0; i < busy->len; i++)
        n += g_array_index (busy, double, i) >= from && g_array_index (busy, double, i) < to;
      if (n > 0)
        g_print ("  %7.2f to %7.2f ms  %6u  %5.2f %%\n", from, to, n, 100.0 * n / busy->len);
    }
  g_print ("main loop: median %.2f ms, 99th percentile %.2f ms, longest %.2f ms of %u turns\n",
           quantile (busy, 0.5), quantile (busy, 0.99), quantile (busy, 1), busy->len);
  g_array_sort (used, compare);
  g_print ("of the processor: median %.2f ms, 99th percentile %.2f ms, longest %.2f ms\n",
           quantile (used, 0.5), quantile (used, 0.99), quantile (used, 1));
}

int
main (int   argc,
      char *argv[])
{
  const guint             turns = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : TURNS;
  const double            seconds = argc > 2 ? g_ascii_strtod (argv[2], NULL) : SECONDS;
  const Work             *work = work_find ("W5");
  g_autoptr (ChainDataset) dataset = work_dataset (work, 0);
  g_autoptr (ChainProject) project = project_new (work, dataset);
  g_autoptr (GError)      error = NULL;
  g_autoptr (GArray)      ratios = g_array_new (FALSE, FALSE, sizeof (double));
  ChainSession           *session;
  GtkWidget              *window, *page;

  gtk_init ();
  session = chain_session_new_of (project, dataset, &error);
  if (session == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  busy = g_array_new (FALSE, FALSE, sizeof (double));
  used = g_array_new (FALSE, FALSE, sizeof (double));
  window = gtk_window_new ();
  page = g_object_new (CHAIN_TYPE_NETWORK_PAGE, NULL);
  chain_network_page_set_session (CHAIN_NETWORK_PAGE (page), session);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_measured);
  shown (session, 1);
  g_array_set_size (busy, 0);
  g_array_set_size (used, 0);
  for (guint i = 0; i < turns; i++)
    {
      /* By turns the one and the other come first. */
      const double first = i % 2 == 0 ? alone (work, dataset, seconds) : shown (session, seconds);
      const double second = i % 2 == 0 ? shown (session, seconds) : alone (work, dataset, seconds);
      const double without = i % 2 == 0 ? first : second;
      const double with = i % 2 == 0 ? second : first;
      const double ratio = with / without;

      g_print ("command line %8.0f steps/s, window %8.0f steps/s, ratio %.3f\n", without, with,
               ratio);
      g_array_append_val (ratios, ratio);
    }
  g_array_sort (ratios, compare);
  g_print ("median of the ratios: %.3f\n", quantile (ratios, 0.5));
  print_histogram ();
  print_probes (work, dataset, PROBED_STEPS, PROBED_TURNS);
  print_probes (work, dataset, FEW_STEPS, FEW_TURNS);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (session);
  g_array_unref (busy);
  g_array_unref (used);
  return EXIT_SUCCESS;
}
