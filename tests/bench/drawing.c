/* drawing.c: how smoothly a network of 100,000 connections is drawn, with the program's own widget.
 *
 * Opens a window on a display (Xvfb will do), lets the widget do one thing after the other and
 * prints how long the main thread was busy for each frame, and how long it took until a changed
 * picture was complete. At 60 frames a second a frame has 16.7 ms.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#define FRAMES 300 /* unless another number is given */
#define PICTURES 7
#define WIDTH 1280
#define HEIGHT 760

typedef struct
{
  ChainSession     *session;
  GtkWindow        *window;
  ChainNetworkView *view;
  GArray           *busy;   /* double: ms of each frame */
  GArray           *used;   /* double: likewise, of the processor's time */
  gint64            since;  /* when the main thread began to work, microseconds */
  gint64            worked; /* since the last frame */
  double            counted; /* of the processor's time at the last frame, ms */
  guint             frame;
  guint             frames; /* of each work */
  void            (*act) (gpointer bench); /* (nullable): before each frame */
} Bench;

typedef struct
{
  const char *name;
  void      (*begin) (gpointer bench); /* (nullable) */
  void      (*act) (gpointer bench);   /* (nullable): before each frame */
  void      (*end) (gpointer bench);   /* (nullable) */
} Work;

/* Waiting for events is no work: the time between two waits is. */
static GPollFunc real_poll;
static Bench    *measured;

static int
poll_measured (GPollFD *fds,
               guint    n,
               int      timeout)
{
  int ready;

  measured->worked += g_get_monotonic_time () - measured->since;
  ready = real_poll (fds, n, timeout);
  measured->since = g_get_monotonic_time ();
  return ready;
}

/* What has been used of the processor, ms: other programs do not count. */
static double
processor_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static void
on_after_paint (GdkFrameClock *clock,
                Bench         *bench)
{
  const gint64 now = g_get_monotonic_time ();
  const double ms = (double) (bench->worked + now - bench->since) / 1000;

  const double counted = processor_time (CLOCK_THREAD_CPUTIME_ID);
  const double used = counted - bench->counted;

  bench->worked = 0;
  bench->since = now;
  bench->counted = counted;
  g_array_append_val (bench->busy, ms);
  g_array_append_val (bench->used, used);
  bench->frame++;
}

static gboolean
on_tick (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  Bench *bench = data;

  if (bench->act)
    bench->act (bench);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
act_step (gpointer data)
{
  chain_session_step (((Bench *) data)->session);
}

static void
act_hover (gpointer data)
{
  Bench *bench = data;
  const double x = WIDTH * (0.1 + 0.8 * (bench->frame * 13 % 97) / 97.0);
  const double y = HEIGHT * (0.15 + 0.7 * (bench->frame * 29 % 83) / 83.0);

  chain_network_view_point_at (bench->view, x, y);
}

static void
act_pan (gpointer data)
{
  Bench *bench = data;
  const double step = bench->frame / 40 % 2 ? -4 : 4;

  gtk_widget_activate_action (GTK_WIDGET (bench->view), "network.pan", "(dd)", step, step / 2);
}

static void
act_zoom (gpointer data)
{
  Bench *bench = data;

  if (bench->frame % 8 == 0)
    gtk_widget_activate_action (GTK_WIDGET (bench->view),
                                bench->frame / 64 % 2 ? "network.zoom-out" : "network.zoom-in",
                                NULL);
}

static void
zoom_in (gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (((Bench *) data)->view), "network.zoom-in", NULL);
}

static void
fit (gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (((Bench *) data)->view), "network.fit", NULL);
}

static void
train (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!chain_session_train (((Bench *) data)->session, &error))
    g_error ("%s", error->message);
}

static void
stop_training (gpointer data)
{
  chain_session_pause (((Bench *) data)->session);
}

static const Work works[] = {
  { "nothing moves", NULL, NULL, NULL },
  { "stepping", NULL, act_step, NULL },
  { "hovering", NULL, act_hover, NULL },
  { "panning", zoom_in, act_pan, fit },
  { "zooming", NULL, act_zoom, fit },
  { "training", train, NULL, stop_training },
};

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (GArray *sorted,
          double  q)
{
  return g_array_index (sorted, double, (guint) (q * (sorted->len - 1) + 0.5));
}

static const double quantiles[] = { 0.5, 0.95, 0.99, 1 };

static void
run (Bench      *bench,
     const Work *work)
{
  if (work->begin)
    work->begin (bench);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
  g_array_set_size (bench->busy, 0);
  g_array_set_size (bench->used, 0);
  bench->frame = 0;
  bench->act = work->act;
  while (bench->frame < bench->frames)
    g_main_context_iteration (NULL, TRUE);
  bench->act = NULL;
  if (work->end)
    work->end (bench);
  g_array_sort (bench->busy, compare);
  g_array_sort (bench->used, compare);
  g_print ("%-14s", work->name);
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    g_print (" %7.1f", quantile (bench->busy, quantiles[i]));
  g_print ("  |");
  for (guint i = 0; i < G_N_ELEMENTS (quantiles); i++)
    g_print (" %7.1f", quantile (bench->used, quantiles[i]));
  g_print ("\n");
}

/* From a change until all of the picture shows it, with the frames in between. */
static double
time_change (Bench *bench,
             void (*change) (gpointer bench))
{
  const gint64 start = g_get_monotonic_time ();
  const guint frame = bench->frame;

  change (bench);
  while (bench->frame < frame + 2 || !chain_network_view_is_complete (bench->view))
    g_main_context_iteration (NULL, TRUE);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
change_numbers (gpointer data)
{
  Bench *bench = data;

  chain_session_set_overlay (bench->session, chain_session_get_overlay (bench->session)
                                                 == CHAIN_OVERLAY_WEIGHTS
                                               ? CHAIN_OVERLAY_GRADIENTS
                                               : CHAIN_OVERLAY_WEIGHTS);
}

static void
print_completion (Bench      *bench,
                  const char *name,
                  void      (*change) (gpointer bench),
                  void      (*back) (gpointer bench))
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < PICTURES; i++)
    {
      const double before = processor_time (CLOCK_PROCESS_CPUTIME_ID);
      const double ms = time_change (bench, change);
      const double processor = processor_time (CLOCK_PROCESS_CPUTIME_ID) - before;

      g_array_append_val (times, ms);
      g_array_append_val (used, processor);
      if (back)
        time_change (bench, back);
    }
  g_array_sort (times, compare);
  g_array_sort (used, compare);
  g_print ("%-14s %7.0f %7.0f  | %7.0f %7.0f\n", name, quantile (times, 0.5), quantile (times, 1),
           quantile (used, 0.5), quantile (used, 1));
}

/* Rows of 300 numbers and one of 33 classes. */
static char *
write_table (const char *folder)
{
  GString *text = g_string_new (NULL);
  char *path = g_build_filename (folder, "table.csv", NULL);
  g_autoptr (GError) error = NULL;
  ChainRandom random;

  chain_random_init (&random, 1, 0);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (text, "f%u,", i);
  g_string_append (text, "class\n");
  for (guint row = 0; row < 330; row++)
    {
      for (guint i = 0; i < 300; i++)
        {
          char number[CHAIN_NUMBER_SIZE];

          g_string_append_printf (text, "%s,",
                                  chain_number_write (chain_random_normal (&random), number));
        }
      g_string_append_printf (text, "k%u\n", row % 33);
    }
  if (!g_file_set_contents (path, text->str, -1, &error))
    g_error ("%s", error->message);
  g_string_free (text, TRUE);
  return path;
}

static ChainSession *
session_new (void)
{
  g_autofree char *folder = g_dir_make_tmp ("drawing-XXXXXX", NULL);
  g_autofree char *path = write_table (folder);
  ChainSession *session = chain_session_new ();
  g_autoptr (GError) error = NULL;
  ChainProject *project;

  if (!chain_session_open (session, path, &error))
    g_error ("%s", error->message);
  project = chain_project_copy (chain_session_get_project (session));
  chain_network_free (project->network);
  project->network = chain_network_new_from_text ("300 relu, 33 softmax", &error);
  project->training.epochs = 100000;
  if (!project->network || !chain_session_edit (session, project, "Network", NULL, &error))
    g_error ("%s", error->message);
  g_remove (path);
  g_rmdir (folder);
  return session;
}

static void
open_window (Bench *bench)
{
  GtkWidget *view = g_object_new (CHAIN_TYPE_NETWORK_VIEW, NULL);

  bench->view = CHAIN_NETWORK_VIEW (view);
  bench->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (bench->window, WIDTH, HEIGHT);
  gtk_window_set_child (bench->window, view);
  chain_network_view_set_session (bench->view, bench->session);
  gtk_window_present (bench->window);
  while (!gtk_widget_get_mapped (view) || gtk_widget_get_width (view) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_connect (gtk_widget_get_frame_clock (view), "after-paint", G_CALLBACK (on_after_paint),
                    bench);
  gtk_widget_add_tick_callback (view, on_tick, bench, NULL);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { .busy = g_array_new (FALSE, FALSE, sizeof (double)),
                  .used = g_array_new (FALSE, FALSE, sizeof (double)) };

  bench.frames = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : FRAMES;
  gtk_init ();
  bench.since = g_get_monotonic_time ();
  measured = &bench;
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_measured);
  bench.session = session_new ();
  open_window (&bench);
  gtk_widget_activate_action (GTK_WIDGET (bench.view), "network.unfold", NULL);
  time_change (&bench, act_step);
  g_print ("300-300-33, %u x %u: ms a frame keeps the main thread busy | of the processor\n", WIDTH,
           HEIGHT);
  g_print ("%-14s %7s %7s %7s %7s  | %7s %7s %7s %7s\n", "", "median", "95 %", "99 %", "worst",
           "median", "95 %", "99 %", "worst");
  for (guint i = 0; i < G_N_ELEMENTS (works); i++)
    run (&bench, &works[i]);
  g_print ("\nuntil a changed picture is complete, ms | of the processor, all threads\n");
  g_print ("%-14s %7s %7s  | %7s %7s\n", "", "median", "worst", "median", "worst");
  print_completion (&bench, "other numbers", change_numbers, NULL);
  print_completion (&bench, "zoomed", zoom_in, fit);
  gtk_window_destroy (bench.window);
  g_object_unref (bench.session);
  g_array_unref (bench.busy);
  g_array_unref (bench.used);
  return EXIT_SUCCESS;
}
