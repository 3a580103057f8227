/* application.c: the program as the desktop sees it.
 *
 * One window for each document. Without a file the worked example opens; a file that cannot
 * be read leaves the window with the worked example and says why.
 *
 * SPDX-License-Identifier: MIT
 */
#include "app/application.h"

#include "ui/window.h"

struct _ChainApplication
{
  GtkApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (ChainApplication, chain_application, GTK_TYPE_APPLICATION)

#define RESOURCES "/org/chainrule/Chainrule/ui/"
#define FIRST_SAMPLE "worked_example"

/* The keys of every action; the shortcuts window lists the same. */
static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "app.quit", { "<Control>q" } },
  { "app.shortcuts", { "<Control>question", "F1" } },
  { "win.close", { "<Control>w" } },
  { "win.new", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.reload", { "F5" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.export", { "<Control>e" } },
  { "win.import", { "<Control>i" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z" } },
  { "win.page::data", { "<Alt>1" } },
  { "win.page::network", { "<Alt>2" } },
  { "win.page::learning-rate", { "<Alt>3" } },
  { "win.page::autodiff", { "<Alt>4" } },
  { "win.step", { "<Control>Right" } },
  { "win.step-back", { "<Control>Left" } },
  { "win.finish-pass", { "<Control>Down" } },
  { "win.rewind", { "<Control>Up" } },
  { "win.play", { "<Control>space" } },
  { "win.train", { "<Control>t" } },
  { "win.pause", { "<Control>p" } },
  { "win.train-epoch", { "<Control><Shift>t" } },
  { "win.range-test", { "<Control>r" } },
};

static void
open_document (ChainWindow *window,
               GFile       *file)
{
  ChainSession      *session = chain_window_get_session (window);
  g_autofree char   *path = NULL;
  g_autoptr (GError) error = NULL;

  /* The worked example stands in the window even when the file below is refused. */
  if (!chain_session_open_sample (session, FIRST_SAMPLE, &error))
    chain_window_show_error (window, error->message);
  if (file == NULL)
    return;

  path = g_file_get_path (file);
  if (path == NULL)
    {
      g_autofree char *uri = g_file_get_uri (file);
      g_autofree char *message
          = g_strdup_printf ("%s: expected a file on this computer", uri);

      chain_window_show_error (window, message);
      return;
    }
  chain_window_open (window, path);
}

/* Drawing the icon in all its sizes takes longer than drawing the window. */
static void
on_first_frame (GdkFrameClock *clock,
                gpointer       self)
{
  g_signal_handlers_disconnect_by_data (clock, self);
  gtk_window_set_default_icon_name (CHAIN_APPLICATION_ID);
}

static void
present_document (ChainApplication *self,
                  GFile            *file)
{
  GtkWidget *window = chain_window_new (GTK_APPLICATION (self));

  open_document (CHAIN_WINDOW (window), file);
  gtk_window_present (GTK_WINDOW (window));
  if (gtk_window_get_default_icon_name () == NULL)
    g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                      G_CALLBACK (on_first_frame), self);
}

static void
on_quit (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  /* Closing asks about unsaved changes; the last window to go ends the program. */
  for (GList *item = windows; item != NULL; item = item->next)
    gtk_window_close (item->data);
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       data)
{
  gtk_show_about_dialog (gtk_application_get_active_window (data), "program-name", "Chainrule",
                         "logo-icon-name", CHAIN_APPLICATION_ID, "version", CHAIN_VERSION,
                         "license-type", GTK_LICENSE_MIT_X11, "comments",
                         "Feed-forward neural networks, computed and explained step by step",
                         NULL);
}

static void
on_shortcuts (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       data)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCES "shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, gtk_application_get_active_window (data));
  gtk_window_present (shortcuts);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = on_quit },
  { .name = "about", .activate = on_about },
  { .name = "shortcuts", .activate = on_shortcuts },
};

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, RESOURCES "style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The icon theme's index is read by whoever first asks for an icon; lookups may come from any
 * thread. */
static gpointer
load_icon_theme (gpointer theme)
{
  gtk_icon_theme_has_icon (theme, CHAIN_APPLICATION_ID);
  g_object_unref (theme);
  return NULL;
}

/* Meanwhile the main thread reads the style and makes the window. */
static void
begin_icon_theme (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_thread_unref (g_thread_new ("icon theme", load_icon_theme, g_object_ref (theme)));
}

static void
chain_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (chain_application_parent_class)->startup (application);
  begin_icon_theme ();
  load_style ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
chain_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    present_document (CHAIN_APPLICATION (application), NULL);
}

static void
chain_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    present_document (CHAIN_APPLICATION (application), files[i]);
}

static void
chain_application_class_init (ChainApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = chain_application_startup;
  application_class->activate = chain_application_activate;
  application_class->open = chain_application_open;
}

static void
chain_application_init (ChainApplication *self)
{
}

/* Whoever asks for the renderer that does not use OpenGL shall not wait for GDK to open it: that
 * takes longer than all of our own start. */
static void
leave_opengl_closed (void)
{
  const char      *debug = g_getenv ("GDK_DEBUG");
  g_autofree char *flags = debug == NULL ? g_strdup ("gl-disable")
                                         : g_strconcat (debug, ",gl-disable", NULL);

  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", flags, TRUE);
}

/**
 * chain_application_new:
 *
 * Returns: (transfer full): the application, not yet registered
 */
ChainApplication *
chain_application_new (void)
{
  return g_object_new (CHAIN_TYPE_APPLICATION, "application-id", CHAIN_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}

/**
 * chain_application_run:
 * @argc: length of @argv
 * @argv: the program's name, then the projects and CSV files to open
 *
 * Opens a window for each file, or for the worked example, and runs until all are closed.
 *
 * Returns: the exit status
 */
int
chain_application_run (int    argc,
                       char **argv)
{
  g_autoptr (ChainApplication) application = chain_application_new ();

  leave_opengl_closed ();
  g_set_prgname (CHAIN_APPLICATION_ID);
  g_set_application_name ("Chainrule");
  return g_application_run (G_APPLICATION (application), argc, argv);
}
