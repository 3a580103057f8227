/* window-fixture.c: a real window for the window tests, and hands to press its buttons.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include <glib/gstdio.h>

#define PATIENCE (20 * G_USEC_PER_SEC)

/* Returns FALSE without a display: the tests are skipped then. */
gboolean
fixture_init (int    *argc,
              char ***argv)
{
  g_autofree char *preferences = NULL;

  g_setenv ("XDG_CONFIG_HOME", "/dev/null/config", FALSE); /* nobody's own preferences */
  g_test_init (argc, argv, NULL);
  preferences = g_build_filename (g_get_user_config_dir (), "chainrule", "preferences.ini", NULL);
  g_remove (preferences); /* nor those of an earlier test */
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    return FALSE;
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return TRUE;
}

/* Handles all events there are. */
void
fixture_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Runs the program until the test is content, or far too long. */
gboolean
fixture_wait (Fixture  *fixture,
              gboolean (*done) (Fixture *))
{
  const gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!done (fixture))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  return TRUE;
}

static gboolean
is_idle (Fixture *fixture)
{
  return chain_session_get_work (fixture->session, NULL) == NULL;
}

/* Opens a file as the window does, and waits until it is open or refused. */
void
fixture_open (Fixture    *fixture,
              const char *path)
{
  chain_window_open (fixture->window, path);
  g_assert_true (fixture_wait (fixture, is_idle));
  fixture_settle ();
}

static gboolean
is_on_screen (Fixture *fixture)
{
  return gtk_widget_get_mapped (GTK_WIDGET (fixture->window))
         && gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 0;
}

void
fixture_set_up (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->application = chain_application_new ();
  g_application_set_flags (G_APPLICATION (fixture->application),
                           G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (fixture->application), NULL, &error);
  g_assert_no_error (error);
  g_application_activate (G_APPLICATION (fixture->application));
  fixture->window
      = CHAIN_WINDOW (gtk_application_get_windows (GTK_APPLICATION (fixture->application))->data);
  fixture->session = chain_window_get_session (fixture->window);
  g_assert_true (fixture_wait (fixture, is_on_screen));
  fixture_settle ();
}

void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fixture_settle ();
  g_object_unref (fixture->application);
}

void
fixture_add (const char *path,
             void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

static gboolean
is_called (GtkWidget  *widget,
           const char *name)
{
  g_autofree char *mismatch = NULL;

  if (g_str_equal (gtk_widget_get_name (widget), name))
    return TRUE;
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), name) == 0)
    return TRUE;
  mismatch = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                 GTK_ACCESSIBLE_PROPERTY_LABEL, name, NULL);
  return mismatch == NULL;
}

/* The first widget of the type that can be seen, by widget name, label or accessible name. */
GtkWidget *
fixture_find_below (GtkWidget  *widget,
                    GType       type,
                    const char *name)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && is_called (widget, name))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find_below (child, type, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Likewise, anywhere in the window. */
GtkWidget *
fixture_find (Fixture    *fixture,
              GType       type,
              const char *name)
{
  return fixture_find_below (GTK_WIDGET (fixture->window), type, name);
}

const char *
fixture_read (Fixture    *fixture,
              const char *label)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_LABEL, label);

  g_assert_nonnull (found);
  return gtk_label_get_text (GTK_LABEL (found));
}

/* Presses a button that must be there and must be sensitive. */
void
fixture_press (Fixture    *fixture,
               const char *button)
{
  GtkWidget *found = fixture_find (fixture, GTK_TYPE_BUTTON, button);

  if (found == NULL)
    g_error ("no button “%s”", button);
  g_assert_true (gtk_widget_is_sensitive (found));
  g_signal_emit_by_name (found, "clicked");
  fixture_settle ();
}
