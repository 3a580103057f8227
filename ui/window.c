/* window.c: the main window.
 *
 * It arranges the pages around one session and shows the session's title and errors; commands
 * are in window-actions.c, opening and saving in window-files.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/window-private.h"

#include "ui/pages/autodiff-page.h"
#include "ui/pages/data-page.h"
#include "ui/pages/learning-rate-page.h"
#include "ui/preferences.h"
#include "ui/widgets/late-popover.h"
#include "ui/widgets/tooltip.h"

G_DEFINE_FINAL_TYPE (ChainWindow, chain_window, GTK_TYPE_APPLICATION_WINDOW)

#define DARK_BELOW 0.5 /* luminance of the background */
#define LEAST_SIDE 300 /* pixels, of a window that is remembered */

static GtkWidget *
new_data_page (ChainSession *session)
{
  GtkWidget *page = g_object_new (CHAIN_TYPE_DATA_PAGE, NULL);

  chain_data_page_set_session (CHAIN_DATA_PAGE (page), session);
  return page;
}

static GtkWidget *
new_learning_rate_page (ChainSession *session)
{
  GtkWidget *page = g_object_new (CHAIN_TYPE_LEARNING_RATE_PAGE, NULL);

  chain_learning_rate_page_set_session (CHAIN_LEARNING_RATE_PAGE (page), session);
  return page;
}

static GtkWidget *
new_autodiff_page (ChainSession *session)
{
  GtkWidget *page = g_object_new (CHAIN_TYPE_AUTODIFF_PAGE, NULL);

  chain_autodiff_page_set_session (CHAIN_AUTODIFF_PAGE (page), session);
  return page;
}

/* The pages that are made when they are first shown: the window opens with the network page, and
 * sooner without them. */
static const struct
{
  const char  *name;
  const char  *title;
  GtkWidget *(*make) (ChainSession *session);
} later_pages[] = {
  { "data", "Data", new_data_page },
  { "learning-rate", "Learning rate", new_learning_rate_page },
  { "autodiff", "Autodiff", new_autodiff_page },
};

static void
update_title (ChainWindow *self)
{
  g_autofree char *document = chain_session_dup_title (self->session);
  g_autofree char *title
      = g_strdup_printf ("%s%s – Chainrule",
                         chain_session_get_modified (self->session) ? "• " : "", document);

  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update_history (ChainWindow *self)
{
  const struct
  {
    GtkWidget  *button;
    const char *verb;
    const char *label;
  } buttons[] = {
    { GTK_WIDGET (self->undo_button), "Undo", chain_session_get_undo_label (self->session) },
    { GTK_WIDGET (self->redo_button), "Redo", chain_session_get_redo_label (self->session) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      g_autofree char *tooltip
          = buttons[i].label == NULL
                ? g_strdup (buttons[i].verb)
                : g_strdup_printf ("%s “%s”", buttons[i].verb, buttons[i].label);

      chain_tooltip_set (buttons[i].button, tooltip);
    }
}

static void
on_session_changed (ChainWindow *self)
{
  update_title (self);
  update_history (self);
  chain_window_update_actions (self);
}

/* The style sheet's few colours that a theme does not name depend on light or dark. */
static void
update_dark (ChainWindow *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA          background;

  if (!gtk_style_context_lookup_color (context, "theme_bg_color", &background))
    return;
  if (0.3 * background.red + 0.6 * background.green + 0.1 * background.blue < DARK_BELOW)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dark");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dark");
}

static void
on_banner_dismissed (GtkButton   *button,
                     ChainWindow *self)
{
  gtk_revealer_set_reveal_child (self->banner, FALSE);
}

static void
on_changed_dismissed (GtkButton   *button,
                      ChainWindow *self)
{
  gtk_revealer_set_reveal_child (self->changed, FALSE);
}

/* The files opened lately are looked up when somebody wants to see them. */
static void
on_open_menu (GtkMenuButton *button,
              gpointer       data)
{
  ChainWindow *self = data;

  chain_window_list_recent (self);
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->open_menu);
}

/* The next thing to press has the focus when the window appears. */
static void
chain_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_window_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (CHAIN_WINDOW (widget)->network_page));
}

static void
close_now (ChainWindow *self,
           const char  *unused)
{
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* What is kept of the window for the next start. */
static void
remember (ChainWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width >= LEAST_SIDE && height >= LEAST_SIDE)
    {
      chain_preferences_set ("width", (guint) width);
      chain_preferences_set ("height", (guint) height);
    }
  chain_preferences_set ("maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  chain_network_page_remember (self->network_page);
}

static void
recall (ChainWindow *self)
{
  const guint width = chain_preferences_get ("width", LEAST_SIDE, G_MAXINT16, 0);
  const guint height = chain_preferences_get ("height", LEAST_SIDE, G_MAXINT16, 0);

  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), (int) width, (int) height);
  if (chain_preferences_get ("maximized", 0, 1, 0) == 1)
    gtk_window_maximize (GTK_WINDOW (self));
}

static gboolean
chain_window_close_request (GtkWindow *window)
{
  ChainWindow *self = CHAIN_WINDOW (window);

  if (!self->closing && chain_session_get_modified (self->session))
    {
      chain_window_ask_to_save (self, close_now, NULL);
      return TRUE;
    }
  remember (self);
  return GTK_WINDOW_CLASS (chain_window_parent_class)->close_request (window);
}

static void
chain_window_dispose (GObject *object)
{
  ChainWindow *self = CHAIN_WINDOW (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      while (chain_session_cancel_work (self->session))
        ;
      chain_session_pause (self->session);
      chain_session_stop_range_test (self->session);
      chain_session_set_playing (self->session, FALSE);
    }
  chain_window_stop_watching (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CHAIN_TYPE_WINDOW);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_window_parent_class)->dispose (object);
}

static void
chain_window_class_init (ChainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_window_dispose;
  widget_class->map = chain_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = chain_window_close_request;

  g_type_ensure (CHAIN_TYPE_NETWORK_PAGE);
  g_type_ensure (CHAIN_TYPE_WORK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, open_menu_button);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, main_menu_button);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, open_menu);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, recent);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, samples);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, network_page);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, changed);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, changed_label);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, work_bar);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, ChainWindow, redo_button);
  gtk_widget_class_bind_template_callback (widget_class, on_banner_dismissed);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_dismissed);
}

static void
list_samples (ChainWindow *self)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);

  for (guint i = 0; i < n_samples; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (samples[i].title, NULL);

      g_menu_item_set_action_and_target (item, "win.open-sample", "s", samples[i].name);
      g_menu_append_item (self->samples, item);
    }
}

/* A run that failed says why where it cannot be overlooked. */
static void
on_training_notify (ChainWindow *self)
{
  const char *message = chain_session_get_training_message (self->session);

  if (!chain_session_get_training (self->session)
      && chain_session_get_training_failed (self->session))
    chain_window_show_error (self, message);
}

static void
watch_session (ChainWindow *self)
{
  static const char *const signals[] = {
    "project-changed", "position-changed", "view-changed", "training-changed", "range-changed",
    "notify",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (self->session, signals[i], G_CALLBACK (on_session_changed), self);
  g_signal_connect_swapped (self->session, "project-changed", G_CALLBACK (chain_window_watch_file),
                            self);
  g_signal_connect_swapped (self->session, "notify::training", G_CALLBACK (on_training_notify),
                            self);
}

static void
watch_theme (ChainWindow *self)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  g_signal_connect_object (settings, "notify::gtk-application-prefer-dark-theme",
                           G_CALLBACK (update_dark), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-theme-name", G_CALLBACK (update_dark), self,
                           G_CONNECT_SWAPPED);
  update_dark (self);
}

/* A button that cannot be pressed any more, such as Step while a run goes on, loses the focus, and
 * nothing has it; the page's keys work all the same. */
static gboolean
on_key_without_focus (GtkEventControllerKey *controller, G_GNUC_UNUSED guint key,
                      G_GNUC_UNUSED guint code, G_GNUC_UNUSED GdkModifierType state,
                      ChainWindow *self)
{
  return gtk_window_get_focus (GTK_WINDOW (self)) == NULL
         && gtk_event_controller_key_forward (controller,
                                              gtk_stack_get_visible_child (self->pages));
}

static void
hear_keys (ChainWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key_without_focus), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
chain_window_init (ChainWindow *self)
{
  self->session = chain_session_new ();
  chain_window_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  recall (self);

  list_samples (self);
  chain_network_page_set_session (self->network_page, self->session);
  chain_work_bar_set_session (self->work_bar, self->session);
  chain_window_accept_drops (self);
  hear_keys (self);
  gtk_menu_button_set_create_popup_func (self->open_menu_button, on_open_menu, self, NULL);
  chain_late_popover_set_menu (self->main_menu_button, self->main_menu);
  watch_session (self);
  watch_theme (self);
  on_session_changed (self);
}

/**
 * chain_window_new:
 * @application: the application the window belongs to
 *
 * Returns: a window without a document
 */
GtkWidget *
chain_window_new (GtkApplication *application)
{
  return g_object_new (CHAIN_TYPE_WINDOW, "application", application, NULL);
}

/**
 * chain_window_get_session:
 * @window: a window
 *
 * Returns: (transfer none): the document of the window
 */
ChainSession *
chain_window_get_session (ChainWindow *window)
{
  g_return_val_if_fail (CHAIN_IS_WINDOW (window), NULL);

  return window->session;
}

/* The commands for steps follow the workbench while its page is shown. */
static void
watch_workbench (ChainWindow *self,
                 GtkWidget   *page)
{
  static const char *const signals[] = { "changed", "position-changed" };
  ChainWorkbench          *bench;

  if (!CHAIN_IS_AUTODIFF_PAGE (page))
    return;
  bench = chain_autodiff_page_get_workbench (CHAIN_AUTODIFF_PAGE (page));
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (bench, signals[i], G_CALLBACK (chain_window_update_actions), self,
                             G_CONNECT_SWAPPED);
}

/**
 * chain_window_show_page:
 * @window: a window
 * @name: "data", "network", "learning-rate" or "autodiff"
 *
 * Returns: whether there is such a page, which is shown then
 */
gboolean
chain_window_show_page (ChainWindow *window,
                        const char  *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (window->pages, name);

  for (gsize i = 0; page == NULL && i < G_N_ELEMENTS (later_pages); i++)
    if (g_str_equal (later_pages[i].name, name))
      {
        page = later_pages[i].make (window->session);
        gtk_stack_add_titled (window->pages, page, name, later_pages[i].title);
        watch_workbench (window, page);
      }
  if (page == NULL)
    return FALSE;
  gtk_stack_set_visible_child (window->pages, page);
  chain_window_update_actions (window);
  return TRUE;
}

/**
 * chain_window_open:
 * @window: a window
 * @path: a project or a CSV file
 *
 * Opens @path in the background, without asking about unsaved changes. A file that is refused
 * leaves the document as it was, and the window says why.
 */
void
chain_window_open (ChainWindow *window,
                   const char  *path)
{
  g_return_if_fail (CHAIN_IS_WINDOW (window));

  chain_window_open_path (window, path);
}

/**
 * chain_window_show_error:
 * @window: a window
 * @message: what is wrong, in one line
 *
 * Shows @message below the header bar until it is dismissed.
 */
void
chain_window_show_error (ChainWindow *window,
                         const char  *message)
{
  g_return_if_fail (CHAIN_IS_WINDOW (window));

  gtk_label_set_text (window->banner_label, message);
  gtk_revealer_set_reveal_child (window->banner, TRUE);
}
