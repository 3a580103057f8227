/* choice.c: a drop-down list of titles that gives way where space is short.
 *
 * The button shortens the chosen title with an ellipsis, so that a panel may be narrower than
 * its longest title; the list that opens shows all in full. Its labels are made when it is first
 * opened.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/choice.h"

#include "ui/widgets/symbol-label.h"

#define LABELLED "labelled" /* set once the list has its labels */

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  shortened)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (GPOINTER_TO_INT (shortened))
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  shortened)
{
  GtkStringObject *title = gtk_list_item_get_item (item);

  chain_symbol_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                               gtk_string_object_get_string (title));
}

static GtkListItemFactory *
factory_new (gboolean shortened)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (shortened));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GINT_TO_POINTER (shortened));
  return factory;
}

static void
on_state_changed (GtkWidget     *button,
                  GtkStateFlags  before G_GNUC_UNUSED,
                  GtkDropDown   *choice)
{
  g_autoptr (GtkListItemFactory) list = NULL;

  if (!(gtk_widget_get_state_flags (button) & GTK_STATE_FLAG_CHECKED)
      || g_object_get_data (G_OBJECT (choice), LABELLED) != NULL)
    return;
  list = factory_new (FALSE);
  g_object_set_data (G_OBJECT (choice), LABELLED, choice);
  gtk_drop_down_set_list_factory (choice, list);
}

/* The button is pressed before the list opens. */
static void
label_when_opened (GtkDropDown *choice)
{
  g_autoptr (GtkListItemFactory) blank = NULL;

  if (gtk_drop_down_get_list_factory (choice) != NULL)
    return;
  blank = gtk_signal_list_item_factory_new ();
  gtk_drop_down_set_list_factory (choice, blank);
  g_signal_connect (gtk_widget_get_first_child (GTK_WIDGET (choice)), "state-flags-changed",
                    G_CALLBACK (on_state_changed), choice);
}

/**
 * chain_choice_fill:
 * @choice: a drop-down list
 * @titles: (array zero-terminated=1): what there is to choose from, in order
 */
void
chain_choice_fill (GtkDropDown       *choice,
                   const char *const *titles)
{
  g_autoptr (GtkStringList)      model = gtk_string_list_new (titles);
  g_autoptr (GtkListItemFactory) button = factory_new (TRUE);

  gtk_drop_down_set_factory (choice, button);
  label_when_opened (choice);
  gtk_drop_down_set_model (choice, G_LIST_MODEL (model));
}

/**
 * chain_choice_select:
 * @choice: a drop-down list filled from @table
 * @table: (array zero-terminated=1): the rows there are to choose from, in the order of @choice
 * @row: the one to show as chosen
 */
void
chain_choice_select (GtkDropDown         *choice,
                     const gconstpointer *table,
                     gconstpointer        row)
{
  guint i = 0;

  while (table[i] != NULL && table[i] != row)
    i++;
  gtk_drop_down_set_selected (choice, table[i] != NULL ? i : GTK_INVALID_LIST_POSITION);
}
