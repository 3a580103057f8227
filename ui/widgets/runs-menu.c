/* runs-menu.c: a menu of the runs of a document.
 *
 * The list is made when it is opened, newest first, and made anew when a run comes or goes, but not
 * while a name is edited.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/runs-menu.h"

#include "ui/widgets/name-label.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

struct _ChainRunsMenu
{
  GtkWidget      parent_instance;

  ChainSession  *session; /* owned; NULL before it is set */
  GtkWidget     *button;
  GtkWidget     *list;
  gboolean       updating;
  gboolean       editing;  /* a name */
  gboolean       outdated; /* the list, since then */
};

G_DEFINE_FINAL_TYPE (ChainRunsMenu, chain_runs_menu, GTK_TYPE_WIDGET)

#define WIDTH 340
#define MOST_HEIGHT 360
#define DIGITS 4

static guint
number_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "run"));
}

/* What a screen reader says. */
static void
say (GtkWidget  *widget,
     const char *name)
{
  const char      *verb = g_object_get_data (G_OBJECT (widget), "verb");
  g_autofree char *label = g_strdup_printf ("%s %s", verb, name);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static GtkWidget *
of_run (GtkWidget      *widget,
        const ChainRun *run,
        const char     *verb)
{
  g_object_set_data (G_OBJECT (widget), "run", GUINT_TO_POINTER (run->number));
  g_object_set_data (G_OBJECT (widget), "verb", (gpointer) verb);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  say (widget, run->name);
  return widget;
}

static void
on_shown (GtkCheckButton *button,
          ChainRunsMenu  *self)
{
  self->updating = TRUE;
  chain_session_hide_run (self->session, number_of (GTK_WIDGET (button)),
                          !gtk_check_button_get_active (button));
  self->updating = FALSE;
}

static void fill (ChainRunsMenu *self);

static gboolean
fill_again (gpointer data)
{
  fill (data);
  return G_SOURCE_REMOVE;
}

static void
on_editing (GtkEditableLabel *label,
            GParamSpec       *pspec,
            ChainRunsMenu    *self)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (label));
  GtkWidget  *words = gtk_widget_get_parent (GTK_WIDGET (label));

  self->editing = gtk_editable_label_get_editing (label);
  if (self->editing || words == NULL)
    return;
  self->updating = TRUE;
  chain_session_rename_run (self->session, number_of (GTK_WIDGET (label)), name);
  self->updating = FALSE;
  say (GTK_WIDGET (label), name);
  say (gtk_widget_get_prev_sibling (words), name);
  say (gtk_widget_get_next_sibling (words), name);
  if (self->outdated)
    g_idle_add_full (G_PRIORITY_DEFAULT, fill_again, g_object_ref (self), g_object_unref);
}

static void
on_deleted (GtkButton     *button,
            ChainRunsMenu *self)
{
  chain_session_delete_run (self->session, number_of (GTK_WIDGET (button)));
}

/* What it came to: "100 epochs, loss 0.0277, validation loss 0.0929". */
static char *
result_of (const ChainRun *run)
{
  const GArray *epochs = run->history->epochs;
  const ChainHistoryEpoch *last;
  GString      *text = g_string_new (NULL);
  char          number[CHAIN_NUMBER_SIZE];

  if (epochs->len == 0)
    {
      g_string_printf (text, "%" G_GUINT64_FORMAT " steps", run->end - run->first);
      return g_string_free (text, FALSE);
    }
  last = &g_array_index (epochs, ChainHistoryEpoch, epochs->len - 1);
  g_string_printf (text, "%u epoch%s, loss %s", epochs->len, epochs->len == 1 ? "" : "s",
                   chain_number_show (last->loss, DIGITS, number));
  if (!isnan (last->validation_loss))
    g_string_append_printf (text, ", validation loss %s",
                            chain_number_show (last->validation_loss, DIGITS, number));
  return g_string_free (text, FALSE);
}

static GtkWidget *
caption_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
row_new (ChainRunsMenu  *self,
         const ChainRun *run,
         const ChainRun *before)
{
  GtkWidget       *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget       *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget       *shown = of_run (gtk_check_button_new (), run, "Show");
  GtkWidget       *name = of_run (chain_name_label_new (run->name), run, "Name of");
  GtkWidget       *remove
      = of_run (gtk_button_new_from_icon_name ("user-trash-symbolic"), run, "Delete");
  g_autofree char *difference = chain_run_difference (run, before);
  g_autofree char *result = result_of (run);
  g_autofree char *all = chain_run_settings (run);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (shown), !run->hidden);
  chain_tooltip_set (words, all);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (name, "strong");
  gtk_widget_set_sensitive (remove, run != chain_session_get_run (self->session)
                                        || !chain_session_get_training (self->session));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), name);
  gtk_box_append (GTK_BOX (words), caption_new (difference));
  gtk_box_append (GTK_BOX (words), caption_new (result));
  gtk_box_append (GTK_BOX (row), shown);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), remove);
  g_signal_connect (shown, "toggled", G_CALLBACK (on_shown), self);
  g_signal_connect_object (name, "notify::editing", G_CALLBACK (on_editing), self, 0);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_deleted), self);
  return row;
}

static void
fill (ChainRunsMenu *self)
{
  const GPtrArray *runs;
  GtkWidget       *child;

  if (self->session == NULL)
    return;
  runs = chain_session_get_runs (self->session);
  self->editing = FALSE;
  self->outdated = FALSE;
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  if (runs->len == 0)
    gtk_box_append (GTK_BOX (self->list), caption_new ("Each run is kept here for comparison."));
  for (guint i = runs->len; i > 0; i--)
    gtk_box_append (GTK_BOX (self->list), row_new (self, runs->pdata[i - 1],
                                                   i > 1 ? runs->pdata[i - 2] : NULL));
}

static void
on_runs_changed (ChainRunsMenu *self)
{
  g_autofree char *label = NULL;
  const guint      n = chain_session_get_runs (self->session)->len;

  label = n > 0 ? g_strdup_printf ("Runs: %u", n) : g_strdup ("Runs");
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), label);
  if (self->editing)
    self->outdated = TRUE;
  else if (!self->updating && gtk_widget_get_mapped (self->list))
    fill (self);
}

static void
chain_runs_menu_dispose (GObject *object)
{
  ChainRunsMenu *self = CHAIN_RUNS_MENU (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_runs_menu_parent_class)->dispose (object);
}

static void
chain_runs_menu_class_init (ChainRunsMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_runs_menu_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_runs_menu_init (ChainRunsMenu *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_widget_set_size_request (scroller, WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (fill), self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->button), "Runs");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  chain_tooltip_set (self->button, "Compare with earlier runs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Runs", -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * chain_runs_menu_set_session:
 * @menu: a menu
 * @session: the document; set once
 */
void
chain_runs_menu_set_session (ChainRunsMenu *menu,
                             ChainSession  *session)
{
  g_return_if_fail (CHAIN_IS_RUNS_MENU (menu) && menu->session == NULL);

  menu->session = g_object_ref (session);
  g_signal_connect_swapped (session, "runs-changed", G_CALLBACK (on_runs_changed), menu);
  on_runs_changed (menu);
}
