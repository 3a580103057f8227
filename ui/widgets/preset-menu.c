/* preset-menu.c: the networks to start from, each with what it shows, below a menu button.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/preset-menu.h"

#include "ui/widgets/late-popover.h"
#include "ui/widgets/project-edit.h"

#define WIDTH 300
#define HEIGHT 420

typedef struct
{
  GtkMenuButton *button;
  ChainSession  *session; /* owned */
} Menu;

static void
menu_free (gpointer data)
{
  Menu *menu = data;

  g_object_unref (menu->session);
  g_free (menu);
}

static void
on_row_activated (GtkListBox    *list,
                  GtkListBoxRow *row,
                  gpointer       data)
{
  Menu              *menu = data;
  const ChainPreset *preset = chain_presets[gtk_list_box_row_get_index (row)];
  ChainProject      *changed
      = chain_project_copy (chain_session_get_project (menu->session));
  g_autofree char   *label = g_strdup_printf ("Use preset %s", preset->title);

  gtk_menu_button_popdown (menu->button);
  chain_preset_use (preset, changed->network);
  chain_project_edit (GTK_WIDGET (menu->button), menu->session, changed, label, NULL);
}

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
row_new (const ChainPreset *preset)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *about = label_new (preset->about, "caption");

  gtk_widget_add_css_class (about, "dim-label");
  gtk_box_append (GTK_BOX (text), label_new (preset->title, "strong"));
  gtk_box_append (GTK_BOX (text), about);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  preset->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  preset->about, -1);
  return row;
}

/* A preset that the data's inputs and outputs do not allow cannot be chosen. */
static void
on_show (GtkWidget *popover,
         gpointer   data)
{
  Menu               *menu = data;
  GtkWidget          *scroller = gtk_popover_get_child (GTK_POPOVER (popover));
  GtkWidget          *list = g_object_get_data (G_OBJECT (scroller), "list");
  const ChainProject *project = chain_session_get_project (menu->session);

  for (guint i = 0; chain_presets[i] != NULL; i++)
    gtk_widget_set_sensitive (
        GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) i)),
        chain_preset_fits (chain_presets[i], project->network));
}

static GtkWidget *
popover_new (gpointer data)
{
  Menu      *menu = data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  gtk_widget_add_css_class (list, "formats");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, "Presets",
                                  -1);
  for (guint i = 0; chain_presets[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), row_new (chain_presets[i]));
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated), menu);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT);
  gtk_widget_set_size_request (scroller, WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  g_object_set_data (G_OBJECT (scroller), "list", list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_signal_connect (popover, "show", G_CALLBACK (on_show), menu);
  return popover;
}

/**
 * chain_preset_menu_attach:
 * @button: gets the menu
 * @session: the document whose network the menu replaces
 */
void
chain_preset_menu_attach (GtkMenuButton *button,
                          ChainSession  *session)
{
  Menu *menu = g_new (Menu, 1);

  *menu = (Menu){ button, g_object_ref (session) };
  g_object_set_data_full (G_OBJECT (button), "presets", menu, menu_free);
  chain_late_popover_set (button, popover_new, menu);
}
