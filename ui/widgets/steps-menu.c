/* steps-menu.c: all steps of the iteration, to go to one; other iterations; how fast to play.
 *
 * The list is made when it is looked at and follows the stepper while it is open.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/steps-menu.h"

#include "ui/preferences.h"
#include "ui/widgets/template.h"

#include <math.h>

/* One can go so many iterations on at once. */
#define MOST_AHEAD 1000000

struct _ChainStepsMenu
{
  GtkPopover           parent_instance;

  ChainSession        *session;  /* owned; NULL before it is set */
  gboolean             updating;
  const ChainRecording *listed;  /* not owned, only compared: whose steps the list has */
  GtkStringList       *titles;   /* owned */
  GtkSingleSelection  *selection;
  GtkSpinButton       *iteration;
  GtkSpinButton       *row;
  GtkLabel            *batch;
  GtkRange            *speed;
  GtkListView         *steps;
};

G_DEFINE_FINAL_TYPE (ChainStepsMenu, chain_steps_menu, GTK_TYPE_POPOVER)

#define PLAY_INTERVAL "play-interval" /* remembered, in milliseconds */
#define LONGEST 60000                 /* that makes sense */
#define MOST_ROWS 12 /* of the batch that are named */

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          gpointer                  data)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *number = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (number), 3);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_widget_add_css_class (number, "dim-label");
  gtk_widget_add_css_class (number, "numeric");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (line), number);
  gtk_box_append (GTK_BOX (line), title);
  gtk_list_item_set_child (item, line);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  data)
{
  GtkWidget       *number = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *text = g_strdup_printf ("%u", gtk_list_item_get_position (item) + 1);

  gtk_label_set_text (GTK_LABEL (number), text);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (number)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
list_steps (ChainStepsMenu *self,
            ChainStepper   *stepper)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  if (recording == self->listed)
    return;
  self->listed = recording;
  for (guint i = 0; i < chain_stepper_n_steps (stepper); i++)
    g_ptr_array_add (titles, chain_step_title (recording, chain_stepper_step (stepper, i)));
  g_ptr_array_add (titles, NULL);
  gtk_string_list_splice (self->titles, 0, g_list_model_get_n_items (G_LIST_MODEL (self->titles)),
                          (const char *const *) titles->pdata);
}

/* "Rows 3, 17 and 22 of the data", from 1 as the data page counts them. */
static void
show_batch (ChainStepsMenu *self,
            ChainStepper   *stepper)
{
  gsize               n_rows;
  const guint        *rows = chain_stepper_rows (stepper, &n_rows);
  g_autoptr (GString) text = g_string_new (n_rows == 1 ? "Row " : "Rows ");

  for (gsize i = 0; i < MIN (n_rows, MOST_ROWS); i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", rows[i] + 1);
  if (n_rows > MOST_ROWS)
    g_string_append_printf (text, " and %" G_GSIZE_FORMAT " more", n_rows - MOST_ROWS);
  g_string_append (text, " of the data");
  if (chain_session_get_outside (self->session, NULL) != NULL)
    g_string_append (text, ": does not train");
  gtk_label_set_text (self->batch, text->str);
}

static void
update (ChainStepsMenu *self)
{
  ChainStepper *stepper = chain_session_get_stepper (self->session);
  const guint64 t = stepper != NULL ? chain_stepper_iteration (stepper) : 0;
  gsize         n_rows;

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_widget_set_sensitive (gtk_popover_get_child (GTK_POPOVER (self)),
                            stepper != NULL && !chain_session_get_training (self->session));
  if (stepper == NULL)
    return;
  self->updating = TRUE;
  list_steps (self, stepper);
  gtk_single_selection_set_selected (self->selection,
                                     chain_stepper_position (stepper) > 0
                                         ? chain_stepper_position (stepper) - 1
                                         : GTK_INVALID_LIST_POSITION);
  gtk_spin_button_set_range (self->iteration, (double) chain_stepper_first_iteration (stepper) + 1,
                             (double) t + 1 + MOST_AHEAD);
  gtk_spin_button_set_value (self->iteration, (double) t + 1);
  gtk_spin_button_set_range (self->row, 1,
                             (double) chain_session_get_dataset (self->session)->n_rows);
  gtk_spin_button_set_value (
      self->row, chain_stepper_rows (stepper, &n_rows)[chain_session_get_sample (self->session)]
                     + 1);
  show_batch (self, stepper);
  gtk_range_set_value (self->speed, -log2 (chain_session_get_play_interval (self->session)));
  self->updating = FALSE;
}

static void
on_selected (ChainStepsMenu *self)
{
  const guint selected = gtk_single_selection_get_selected (self->selection);

  if (!self->updating && selected != GTK_INVALID_LIST_POSITION)
    chain_session_go_to_position (self->session, selected + 1);
}

static void
on_iteration_changed (GtkSpinButton  *button,
                      ChainStepsMenu *self)
{
  if (!self->updating)
    chain_session_go_to_iteration (self->session,
                                   (guint64) gtk_spin_button_get_value (button) - 1);
}

static void
on_row_changed (GtkSpinButton  *button,
                ChainStepsMenu *self)
{
  if (!self->updating)
    chain_session_go_to_row (self->session, (guint) gtk_spin_button_get_value_as_int (button) - 1);
}

/* The scale counts how often the interval was halved: each notch is twice as fast. */
static void
on_speed_changed (GtkRange       *range,
                  ChainStepsMenu *self)
{
  if (self->updating)
    return;
  chain_session_set_play_interval (self->session,
                                   (guint) round (exp2 (-gtk_range_get_value (range))));
  chain_preferences_set (PLAY_INTERVAL, chain_session_get_play_interval (self->session));
}

/* The list has its place only once a frame was laid out. */
static gboolean
scroll_to_current (GtkWidget     *list,
                   GdkFrameClock *clock,
                   gpointer       data)
{
  ChainStepsMenu *self = data;
  const guint     selected = gtk_single_selection_get_selected (self->selection);

  if (gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;
  if (selected != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", selected);
  return G_SOURCE_REMOVE;
}

static void
on_show (ChainStepsMenu *self,
         gpointer        data)
{
  self->listed = NULL;
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->steps));
  gtk_widget_add_tick_callback (GTK_WIDGET (self->steps), scroll_to_current, self, NULL);
}

static void
chain_steps_menu_dispose (GObject *object)
{
  ChainStepsMenu *self = CHAIN_STEPS_MENU (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), CHAIN_TYPE_STEPS_MENU);
  g_clear_object (&self->titles);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_steps_menu_parent_class)->dispose (object);
}

static void
chain_steps_menu_class_init (ChainStepsMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_steps_menu_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/steps-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainStepsMenu, iteration);
  gtk_widget_class_bind_template_child (widget_class, ChainStepsMenu, row);
  gtk_widget_class_bind_template_child (widget_class, ChainStepsMenu, batch);
  gtk_widget_class_bind_template_child (widget_class, ChainStepsMenu, speed);
  gtk_widget_class_bind_template_child (widget_class, ChainStepsMenu, steps);
  gtk_widget_class_bind_template_callback (widget_class, on_iteration_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_speed_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_show);
}

static void
chain_steps_menu_init (ChainStepsMenu *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->titles = gtk_string_list_new (NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->titles)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  gtk_list_view_set_factory (self->steps, factory);
  gtk_list_view_set_model (self->steps, GTK_SELECTION_MODEL (self->selection));
  g_object_unref (self->selection);
  self->updating = FALSE;
}

/**
 * chain_steps_menu_new:
 * @session: (type ChainSession): the document
 *
 * Returns: (transfer floating): a popover that follows the document
 */
GtkWidget *
chain_steps_menu_new (gpointer session)
{
  static const char *const signals[] = {
    "project-changed", "position-changed", "training-changed", "view-changed",
  };
  ChainStepsMenu *menu = g_object_new (CHAIN_TYPE_STEPS_MENU, NULL);

  menu->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update), menu);
  return GTK_WIDGET (menu);
}

/**
 * chain_steps_menu_recall_interval:
 * @session: a document
 *
 * Lets its steps be played as fast as they were last.
 */
void
chain_steps_menu_recall_interval (ChainSession *session)
{
  chain_session_set_play_interval (
      session, chain_preferences_get (PLAY_INTERVAL, 1, LONGEST,
                                      chain_session_get_play_interval (session)));
}
