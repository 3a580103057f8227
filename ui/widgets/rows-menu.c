/* rows-menu.c: which rows of the batch are stepped.
 *
 * Those chosen make a smaller batch until the iteration ends: values, gradients and their mean are
 * theirs, while the update is made with the whole batch. The list is made when it is looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/rows-menu.h"

#define MOST_LISTED 200
#define HEIGHT 260 /* pixels, at most */

struct _ChainRowsMenu
{
  GtkPopover    parent_instance;

  ChainSession *session; /* owned */
  gboolean      updating;
  GtkWidget    *list;    /* GtkBox of check buttons */
  GtkWidget    *all;
};

G_DEFINE_FINAL_TYPE (ChainRowsMenu, chain_rows_menu, GTK_TYPE_POPOVER)

static void
on_toggled (GtkCheckButton *button,
            ChainRowsMenu  *self)
{
  g_autoptr (GArray) chosen = g_array_new (FALSE, FALSE, sizeof (guint));

  if (self->updating)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const guint row = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (child), "row"));

      if (GTK_IS_CHECK_BUTTON (child) && gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
        g_array_append_val (chosen, row);
    }
  /* One row at least is stepped. */
  if (chosen->len == 0)
    gtk_check_button_set_active (button, TRUE);
  else
    chain_session_choose_rows (self->session, (const guint *) (gconstpointer) chosen->data,
                               chosen->len);
}

static gboolean
is_stepped (ChainStepper *stepper,
            guint         row)
{
  gsize        n;
  const guint *rows = chain_stepper_rows (stepper, &n);

  for (gsize i = 0; i < n; i++)
    if (rows[i] == row)
      return TRUE;
  return FALSE;
}

static void
add_row (ChainRowsMenu *self,
         guint          row,
         gboolean       active)
{
  g_autofree char *text = g_strdup_printf ("Row %u", row + 1);
  GtkWidget       *button = gtk_check_button_new_with_label (text);

  g_object_set_data (G_OBJECT (button), "row", GUINT_TO_POINTER (row));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), active);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->list), button);
}

static void
fill (ChainRowsMenu *self)
{
  ChainStepper *stepper = chain_session_get_stepper (self->session);
  GtkWidget    *child;
  const guint  *rows;
  gsize         n = 0;

  self->updating = TRUE;
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  rows = stepper != NULL ? chain_stepper_batch_rows (stepper, &n) : NULL;
  for (gsize i = 0; i < MIN (n, MOST_LISTED); i++)
    add_row (self, rows[i], is_stepped (stepper, rows[i]));
  if (n > MOST_LISTED)
    {
      g_autofree char *text = g_strdup_printf ("and %" G_GSIZE_FORMAT " more, not to be chosen",
                                               n - MOST_LISTED);

      gtk_box_append (GTK_BOX (self->list), gtk_label_new (text));
    }
  self->updating = FALSE;
}

static void
on_show (ChainRowsMenu *self,
         gpointer       data)
{
  fill (self);
}

static void
on_all (GtkButton     *button,
        ChainRowsMenu *self)
{
  chain_session_choose_rows (self->session, NULL, 0);
  fill (self);
}

static void
chain_rows_menu_dispose (GObject *object)
{
  g_clear_object (&CHAIN_ROWS_MENU (object)->session);

  G_OBJECT_CLASS (chain_rows_menu_parent_class)->dispose (object);
}

static void
chain_rows_menu_class_init (ChainRowsMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_rows_menu_dispose;
}

static void
chain_rows_menu_init (ChainRowsMenu *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *title = gtk_label_new ("Rows of the batch that are stepped until the iteration ends; "
                                    "the update is made with all of them");
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 28);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->all = gtk_button_new_with_label ("Step all rows");
  g_signal_connect (self->all, "clicked", G_CALLBACK (on_all), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), HEIGHT);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), self->all);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect (self, "show", G_CALLBACK (on_show), NULL);
}

/**
 * chain_rows_menu_new:
 * @session: the document
 *
 * Returns: a popover to choose rows in
 */
GtkWidget *
chain_rows_menu_new (ChainSession *session)
{
  ChainRowsMenu *self = g_object_new (CHAIN_TYPE_ROWS_MENU, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}
