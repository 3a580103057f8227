/* opening.c: how long the window keeps people waiting while it opens a large CSV file and while
 * its rows are scrolled.
 *
 * Opens a generated file in the real window and looks how late the main loop is: a source is due
 * every two milliseconds, and what it comes later is what a click or a key would have waited. The
 * processor time of the main thread tells the same of a machine that has other work to do.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <time.h>

#define DUE 2 /* milliseconds */
#define STEPS 300
#define JUMPS 60

static const double bounds[] = { 2, 4, 8, 16, 33, 66, 133, 266, INFINITY };

static int      megabytes = 1000;
static int      n_columns = 12;
static char    *given;

static const GOptionEntry entries[] = {
  { "megabytes", 'm', 0, G_OPTION_ARG_INT, &megabytes, "Size of the file", "N" },
  { "columns", 'c', 0, G_OPTION_ARG_INT, &n_columns, "Columns of the file", "N" },
  { "file", 'f', 0, G_OPTION_ARG_FILENAME, &given, "Open this file instead", "FILE" },
  { NULL },
};

/* The main loop, watched. */
typedef struct
{
  GArray *late;  /* double, milliseconds */
  GArray *busy;  /* double, milliseconds of processor time at a stretch */
  gint64  due;
  guint   source;
} Watch;

/* Milliseconds of processor time of this thread. */
static double
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static gboolean
on_due (gpointer data)
{
  Watch       *watch = data;
  const gint64 now = g_get_monotonic_time ();
  const double late = MAX (0, (double) (now - watch->due) / 1000);

  g_array_append_val (watch->late, late);
  watch->due = now + DUE * 1000;
  return G_SOURCE_CONTINUE;
}

static void
watch_begin (Watch *watch)
{
  watch->late = g_array_new (FALSE, FALSE, sizeof (double));
  watch->busy = g_array_new (FALSE, FALSE, sizeof (double));
  watch->due = g_get_monotonic_time () + DUE * 1000;
  watch->source = g_timeout_add_full (G_PRIORITY_HIGH, DUE, on_due, watch, NULL);
}

static void
watch_turn (Watch *watch)
{
  const double before = processor_time ();
  double       busy;

  g_main_context_iteration (NULL, TRUE);
  busy = processor_time () - before;
  g_array_append_val (watch->busy, busy);
}

static int
compare (gconstpointer one, gconstpointer other)
{
  const double a = *(const double *) one, b = *(const double *) other;

  return (a > b) - (a < b);
}

static double
quantile (const GArray *sorted, double share)
{
  if (sorted->len == 0)
    return 0;
  return g_array_index (sorted, double, (guint) (share * (sorted->len - 1)));
}

static void
report (const char *title, GArray *times)
{
  guint i = 0;

  g_array_sort (times, compare);
  g_print ("%-28s median %6.1f   99 %% %6.1f   most %7.1f ms   (%u)\n", title,
           quantile (times, 0.5), quantile (times, 0.99), quantile (times, 1), times->len);
  for (gsize b = 0; b < G_N_ELEMENTS (bounds); b++)
    {
      guint n = 0;

      while (i < times->len && g_array_index (times, double, i) < bounds[b])
        i++, n++;
      if (n > 0)
        g_print ("    below %5.0f ms  %6u\n", bounds[b], n);
    }
  g_array_unref (times);
}

static void
watch_end (Watch *watch, const char *title)
{
  g_source_remove (watch->source);
  report (title, watch->late);
  report ("  its processor time", watch->busy);
}

/* Numbers of several kinds and a category; the last column is the target. */
static void
write_file (const char *path)
{
  static const char *const levels[] = { "red", "green", "blue", "white" };
  FILE  *file = g_fopen (path, "w");
  gint64 size = 0;

  g_assert_nonnull (file);
  for (int c = 0; c < n_columns; c++)
    fprintf (file, "column_%d%c", c + 1, c + 1 < n_columns ? ',' : '\n');
  for (guint64 row = 0; size < (gint64) megabytes * 1000000; row++)
    {
      guint64 bits = row * 0x9e3779b97f4a7c15u;

      for (int c = 0; c < n_columns; c++, bits = bits * 6364136223846793005u + 1442695040888963407u)
        {
          if (c % 6 == 5)
            size += fprintf (file, "%s", levels[bits >> 62]);
          else
            size += fprintf (file, "%.*f", c % 4 + 1, (double) (bits >> 40) / 1000);
          fputc (c + 1 < n_columns ? ',' : '\n', file);
          size++;
        }
    }
  fclose (file);
}

static gboolean painted;

static void
on_painted (void)
{
  painted = TRUE;
}

/* Runs until the next frame is painted; returns the milliseconds of processor time it took. */
static double
draw_frame (Fixture *fixture)
{
  const double begun = processor_time ();

  painted = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  return processor_time () - begun;
}

static GtkAdjustment *
rows_adjustment (Fixture *fixture)
{
  GtkWidget *rows = fixture_find (fixture, GTK_TYPE_COLUMN_VIEW, "Rows");

  g_assert_nonnull (rows);
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (rows));
}

static void
scroll (Fixture *fixture, const char *title, gboolean jump, guint n)
{
  GtkAdjustment *down = rows_adjustment (fixture);
  GArray        *times = g_array_new (FALSE, FALSE, sizeof (double));

  gtk_adjustment_set_value (down, 0);
  draw_frame (fixture);
  for (guint i = 0; i < n; i++)
    {
      const double upper = gtk_adjustment_get_upper (down);
      const double place
          = jump ? fmod (i * 0.618, 1) * upper : gtk_adjustment_get_value (down) + 90;
      double       took;

      gtk_adjustment_set_value (down, place);
      took = draw_frame (fixture);
      g_array_append_val (times, took);
    }
  report (title, times);
}

static gboolean
is_idle (Fixture *fixture)
{
  return chain_session_get_work (fixture->session, NULL) == NULL;
}

static void
run_for (Watch *watch, double seconds)
{
  const gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    watch_turn (watch);
}

static void
measure (Fixture *fixture, const char *path)
{
  const gint64 begun = g_get_monotonic_time ();
  gint64       edited;
  Watch        watch;
  ChainProject *changed;

  watch_begin (&watch);
  chain_window_open (fixture->window, path);
  while (!is_idle (fixture))
    watch_turn (&watch);
  g_print ("opened in %.1f s: %" G_GSIZE_FORMAT " rows\n",
           (double) (g_get_monotonic_time () - begun) / G_USEC_PER_SEC,
           chain_session_get_table (fixture->session)->n_rows);
  run_for (&watch, 2);
  watch_end (&watch, "main loop while opening");

  scroll (fixture, "processor, scroll by 90 px", FALSE, STEPS);
  scroll (fixture, "processor, jump anywhere", TRUE, JUMPS);

  watch_begin (&watch);
  changed = chain_project_copy (chain_session_get_project (fixture->session));
  changed->data.scaling = CHAIN_SCALING_MINMAX;
  edited = g_get_monotonic_time ();
  g_assert_true (chain_session_edit (fixture->session, changed, "Scale", NULL, NULL));
  while (!is_idle (fixture))
    watch_turn (&watch);
  g_print ("scaled otherwise in %.1f s\n",
           (double) (g_get_monotonic_time () - edited) / G_USEC_PER_SEC);
  run_for (&watch, 0.5);
  watch_end (&watch, "main loop while scaling");
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  Fixture          fixture;

  g_option_context_add_main_entries (options, entries, NULL);
  g_option_context_set_ignore_unknown_options (options, TRUE);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    g_error ("%s", error->message);
  if (!fixture_init (&argc, &argv))
    return 77;
  folder = g_dir_make_tmp (NULL, NULL);
  path = given != NULL ? g_strdup (given) : g_build_filename (folder, "large.csv", NULL);
  if (given == NULL)
    write_file (path);
  fixture_set_up (&fixture, NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.page", "s", "data");
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (fixture.window)), "after-paint",
                    G_CALLBACK (on_painted), NULL);
  fixture_settle ();
  measure (&fixture, path);
  fixture_tear_down (&fixture, NULL);
  if (given == NULL)
    g_unlink (path);
  g_rmdir (folder);
  return 0;
}
