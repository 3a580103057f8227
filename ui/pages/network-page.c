/* network-page.c: the network page of the window.
 *
 * Layers and training settings on the left, the drawing in the middle, the inspector on the
 * right, the transport below, and under it what came of training.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/pages/network-page.h"

#include "ui/preferences.h"
#include "ui/widgets/curves-panel.h"
#include "ui/widgets/health-bar.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/layers-panel.h"
#include "ui/widgets/loss-surface-panel.h"
#include "ui/widgets/network-view.h"
#include "ui/widgets/output-panel.h"
#include "ui/widgets/progress-panel.h"
#include "ui/widgets/template.h"
#include "ui/widgets/training-panel.h"
#include "ui/widgets/transport-bar.h"

/* What is remembered of the results from one start to the next. */
#define RESULTS_SHOWN "results-shown" /* of result_names */
#define RESULTS_ENLARGED "results-enlarged"

static const char *const result_names[] = { "curves", "output", "loss-surface" };
static const char *const room_keys[] = { "curves-height", "surfaces-height" };

struct _ChainNetworkPage
{
  GtkWidget              parent_instance;

  ChainLayersPanel      *layers;
  ChainTrainingPanel    *training;
  GtkOverlay            *canvas;
  ChainNetworkView      *network;
  ChainInspector        *inspector;
  ChainTransportBar     *transport;
  ChainHealthBar        *health;
  GtkStack              *results;
  GtkBox                *results_bar;
  ChainCurvesPanel      *curves;
  ChainProgressPanel    *progress;
  GtkPaned              *heights;

  ChainSession          *session; /* owned; NULL before it is set */

  GtkWidget             *above;   /* all that is over the transport */
  GtkWidget             *switcher;
  GtkToggleButton       *enlarge;

  gboolean placed;   /* the divider stands where it was left */
  gboolean tall;     /* what is seen of training wants height: a surface, not a curve */
  guint    rooms[2]; /* height below the divider while it did not and did; 0: not yet chosen */
};

G_DEFINE_FINAL_TYPE (ChainNetworkPage, chain_network_page, GTK_TYPE_WIDGET)

/* Keys that would get in the way of entries and sliders work where the drawing has the focus. */
static const struct
{
  const char *trigger;
  const char *action;
} canvas_keys[] = {
  { "space", "action(win.play)" },
  { "F2", "action(win.edit-value)" },
};

/* These work anywhere on the page where nothing else takes them, as entries and sliders do. */
static const struct
{
  const char *trigger;
  const char *action;
} page_keys[] = {
  { "Right", "action(win.step)" },
  { "Left", "action(win.step-back)" },
  { "F9", "action(results.enlarge)" },
  { "Home", "action(win.iteration-start)" },
  { "End", "action(win.iteration-end)" },
};

/* The focus goes round the parts of the page: they hold too many controls to go through each. */
static gboolean
move_focus (ChainNetworkPage *self, int by)
{
  GtkWidget *const parts[] = { GTK_WIDGET (self->transport), GTK_WIDGET (self->layers),
                               GTK_WIDGET (self->training), GTK_WIDGET (self->network),
                               GTK_WIDGET (self->inspector), GTK_WIDGET (self->results_bar) };
  const int n = G_N_ELEMENTS (parts);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  int here = 0;

  for (int i = 0; i < n; i++)
    if (focus != NULL && (focus == parts[i] || gtk_widget_is_ancestor (focus, parts[i])))
      here = i;
  for (int i = 1; i <= n; i++)
    {
      GtkWidget *part = parts[(here + (i * by) + (n * n)) % n];

      if (gtk_widget_grab_focus (part) || gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD))
        return TRUE;
    }
  return FALSE;
}

static gboolean
focus_next_part (GtkWidget *page,
                 GVariant  *arguments G_GNUC_UNUSED,
                 gpointer   data G_GNUC_UNUSED)
{
  return move_focus (CHAIN_NETWORK_PAGE (page), 1);
}

static gboolean
focus_part_before (GtkWidget *page,
                   GVariant  *arguments G_GNUC_UNUSED,
                   gpointer   data G_GNUC_UNUSED)
{
  return move_focus (CHAIN_NETWORK_PAGE (page), -1);
}

static const struct
{
  const char     *trigger;
  GtkShortcutFunc function;
} part_keys[] = {
  { "F6", focus_next_part },
  { "<Shift>F6", focus_part_before },
};

/* The legend keeps clear of the buttons, which are as wide as the font makes them. */
static void
on_overlays_mapped (GtkWidget        *overlays,
                    ChainNetworkPage *self)
{
  int width;

  gtk_widget_measure (overlays, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  chain_network_view_set_corner_width (self->network,
                                       width + gtk_widget_get_margin_end (overlays));
}

static GtkWidget *
new_output_panel (ChainSession *session)
{
  GtkWidget *panel = g_object_new (CHAIN_TYPE_OUTPUT_PANEL, NULL);

  chain_output_panel_set_session (CHAIN_OUTPUT_PANEL (panel), session);
  return panel;
}

static GtkWidget *
new_loss_surface_panel (ChainSession *session)
{
  GtkWidget *panel = g_object_new (CHAIN_TYPE_LOSS_SURFACE_PANEL, NULL);

  chain_loss_surface_panel_set_session (CHAIN_LOSS_SURFACE_PANEL (panel), session);
  return panel;
}

/* What came of training is made when it is first looked at: the window opens with the curves, and
 * sooner without the rest. */
static const struct
{
  const char  *name;
  GtkWidget *(*make) (ChainSession *session);
} later_results[] = {
  { "output", new_output_panel },
  { "loss-surface", new_loss_surface_panel },
};

static void
make_result (ChainNetworkPage *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->results);
  GtkWidget  *scroller = gtk_stack_get_visible_child (self->results);

  for (gsize i = 0; i < G_N_ELEMENTS (later_results); i++)
    if (g_strcmp0 (later_results[i].name, name) == 0
        && gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)) == NULL)
      gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller),
                                     later_results[i].make (self->session));
}

/* The divider is counted from above, the room of the results from below: it stays as the window
 * grows. */
static void
place_divider (ChainNetworkPage *self)
{
  const int   height = gtk_widget_get_height (GTK_WIDGET (self->heights));
  const guint room = self->rooms[self->tall];

  if (room > 0 || self->tall)
    gtk_paned_set_position (self->heights, room > 0 ? MAX (height - (int) room, 0) : height / 2);
}

static void
note_divider (ChainNetworkPage *self)
{
  const int height = gtk_widget_get_height (GTK_WIDGET (self->heights));
  const int room = height - gtk_paned_get_position (self->heights);

  if (self->placed && room > 0)
    self->rooms[self->tall] = (guint) room;
}

static void
on_height_known (ChainNetworkPage *self)
{
  if (self->placed || gtk_widget_get_height (GTK_WIDGET (self->heights)) <= 0)
    return;
  self->placed = TRUE;
  place_divider (self);
}

/* The controls of the curves stand beside the switcher, as long as they are seen.
 * Surfaces want more height than curves; either finds the height again that it was given. */
static void
on_results_switched (ChainNetworkPage *self)
{
  const gboolean tall
      = g_strcmp0 (gtk_stack_get_visible_child_name (self->results), "curves") != 0;

  gtk_widget_set_visible (chain_curves_panel_get_tools (self->curves), !tall);
  make_result (self);
  if (tall == self->tall)
    return;
  note_divider (self);
  self->tall = tall;
  if (self->placed)
    place_divider (self);
}

/* The results take the room of the drawing: in a small window both at once are too small. */
static void
on_enlarge_toggled (ChainNetworkPage *self)
{
  const gboolean large = gtk_toggle_button_get_active (self->enlarge);

  if (large && gtk_widget_get_focus_child (self->above) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->enlarge));
  gtk_widget_set_visible (self->above, !large);
  gtk_button_set_icon_name (GTK_BUTTON (self->enlarge),
                            large ? "view-restore-symbolic" : "view-fullscreen-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->enlarge),
                               large ? "Show the drawing again (F9)"
                                     : "Give the results the room of the drawing (F9)");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enlarge), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Enlarge results", -1);
}

static void
enlarge (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  GtkToggleButton *button = CHAIN_NETWORK_PAGE (widget)->enlarge;

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

/* Restores what chain_network_page_remember() kept. */
static void
recall (ChainNetworkPage *self)
{
  const guint n = G_N_ELEMENTS (result_names);

  for (guint i = 0; i < 2; i++)
    self->rooms[i] = chain_preferences_get (room_keys[i], 1, G_MAXINT16, 0);
  gtk_stack_set_visible_child_name (
      self->results, result_names[chain_preferences_get (RESULTS_SHOWN, 0, n - 1, 0)]);
  gtk_toggle_button_set_active (self->enlarge,
                                chain_preferences_get (RESULTS_ENLARGED, 0, 1, 0) == 1);
}

static gboolean
chain_network_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CHAIN_NETWORK_PAGE (widget)->transport));
}

static void
chain_network_page_dispose (GObject *object)
{
  chain_template_dispose (GTK_WIDGET (object), CHAIN_TYPE_NETWORK_PAGE);
  g_clear_object (&CHAIN_NETWORK_PAGE (object)->session);

  G_OBJECT_CLASS (chain_network_page_parent_class)->dispose (object);
}

static void
chain_network_page_class_init (ChainNetworkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_network_page_dispose;
  widget_class->grab_focus = chain_network_page_grab_focus;
  g_type_ensure (CHAIN_TYPE_LAYERS_PANEL);
  g_type_ensure (CHAIN_TYPE_TRAINING_PANEL);
  g_type_ensure (CHAIN_TYPE_NETWORK_VIEW);
  g_type_ensure (CHAIN_TYPE_INSPECTOR);
  g_type_ensure (CHAIN_TYPE_TRANSPORT_BAR);
  g_type_ensure (CHAIN_TYPE_HEALTH_BAR);
  g_type_ensure (CHAIN_TYPE_CURVES_PANEL);
  g_type_ensure (CHAIN_TYPE_PROGRESS_PANEL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/network-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, layers);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, training);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, canvas);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, network);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, inspector);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, transport);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, health);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, results);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, results_bar);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, curves);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, progress);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, heights);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, above);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, ChainNetworkPage, enlarge);
  gtk_widget_class_install_action (widget_class, "results.enlarge", NULL, enlarge);
  gtk_widget_class_bind_template_callback (widget_class, on_enlarge_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_height_known);
  gtk_widget_class_bind_template_callback (widget_class, on_overlays_mapped);
  gtk_widget_class_bind_template_callback (widget_class, on_results_switched);
}

static void
chain_network_page_init (ChainNetworkPage *self)
{
  GtkEventController *keys;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_box_insert_child_after (self->results_bar, chain_curves_panel_get_tools (self->curves),
                              self->switcher);

  keys = gtk_shortcut_controller_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (canvas_keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (canvas_keys[i].trigger),
                          gtk_shortcut_action_parse_string (canvas_keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), keys);

  keys = gtk_shortcut_controller_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (page_keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (page_keys[i].trigger),
                          gtk_shortcut_action_parse_string (page_keys[i].action)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  /* Before the dividers take the same keys, who only know of two parts each. */
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (part_keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (keys),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (part_keys[i].trigger),
                          gtk_callback_action_new (part_keys[i].function, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * chain_network_page_remember:
 * @page: the page
 *
 * Keeps which results are shown, and in how much room, for the next start.
 */
void
chain_network_page_remember (ChainNetworkPage *page)
{
  const char *shown = gtk_stack_get_visible_child_name (page->results);

  note_divider (page);
  for (guint i = 0; i < 2; i++)
    if (page->rooms[i] > 0)
      chain_preferences_set (room_keys[i], page->rooms[i]);
  for (guint i = 0; i < G_N_ELEMENTS (result_names); i++)
    if (g_strcmp0 (result_names[i], shown) == 0)
      chain_preferences_set (RESULTS_SHOWN, i);
  chain_preferences_set (RESULTS_ENLARGED, gtk_toggle_button_get_active (page->enlarge));
}

/**
 * chain_network_page_edit_value:
 * @page: the page
 *
 * Gives the keyboard to the number of what is selected.
 */
void
chain_network_page_edit_value (ChainNetworkPage *page)
{
  chain_inspector_grab_value (page->inspector);
}

/**
 * chain_network_page_save_picture:
 * @page: the page of a session with a stepper
 * @path: (type filename): a file that ends in .svg, .pdf or .png
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_network_page_save_picture (ChainNetworkPage *page,
                                 const char       *path,
                                 GError          **error)
{
  return chain_network_view_save_picture (page->network, path, error);
}

/**
 * chain_network_page_copy_picture:
 * @page: the page of a session with a stepper
 * @error: set if the drawing cannot be made
 *
 * Returns: %FALSE on an error
 */
gboolean
chain_network_page_copy_picture (ChainNetworkPage *page,
                                 GError          **error)
{
  return chain_network_view_copy_picture (page->network, error);
}

/**
 * chain_network_page_set_session:
 * @page: the page
 * @session: the document; set once
 */
void
chain_network_page_set_session (ChainNetworkPage *page,
                                ChainSession     *session)
{
  g_return_if_fail (CHAIN_IS_NETWORK_PAGE (page));

  page->session = g_object_ref (session);
  chain_layers_panel_set_session (page->layers, session);
  chain_training_panel_set_session (page->training, session);
  chain_network_view_set_session (page->network, session);
  chain_inspector_set_session (page->inspector, session);
  chain_transport_bar_set_session (page->transport, session);
  chain_health_bar_set_session (page->health, session);
  chain_curves_panel_set_session (page->curves, session);
  chain_progress_panel_set_session (page->progress, session);
  recall (page);
}
