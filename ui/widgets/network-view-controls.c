/* network-view-controls.c: the buttons in the corner of the drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-view-private.h"

#include "ui/widgets/late-popover.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

/* The slider's steps, in per cent: fine where few connections are left. */
static const double shares[] = { 1, 2, 5, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100 };

static GtkWidget *
button_new (const char *icon,
            const char *label,
            const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  chain_tooltip_set (button, label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return button;
}

static void
on_scale (GtkCheckButton   *logarithmic,
          GParamSpec       *property,
          ChainNetworkView *view)
{
  view->look.logarithmic = gtk_check_button_get_active (logarithmic);
  chain_network_view_look_changed (view);
}

static char *
on_format_share (GtkScale *scale,
                 double    value,
                 gpointer  data)
{
  return g_strdup_printf ("%.0f %%", shares[(guint) round (value)]);
}

static void
on_share (GtkRange         *range,
          ChainNetworkView *view)
{
  view->look.share = shares[(guint) round (gtk_range_get_value (range))] / 100;
  chain_network_view_look_changed (view);
}

static GtkWidget *
heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
scale_choice_new (ChainNetworkView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *linear = gtk_check_button_new_with_label ("Linear");
  GtkWidget *logarithmic = gtk_check_button_new_with_label ("Logarithmic");

  gtk_check_button_set_group (GTK_CHECK_BUTTON (logarithmic), GTK_CHECK_BUTTON (linear));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (linear), TRUE);
  chain_tooltip_set (logarithmic, "Three powers of ten, from the strongest connection down");
  g_signal_connect (logarithmic, "notify::active", G_CALLBACK (on_scale), view);
  gtk_box_append (GTK_BOX (box), linear);
  gtk_box_append (GTK_BOX (box), logarithmic);
  return box;
}

static GtkWidget *
share_slider_new (ChainNetworkView *view)
{
  GtkWidget *slider = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0,
                                                G_N_ELEMENTS (shares) - 1, 1);

  gtk_range_set_value (GTK_RANGE (slider), G_N_ELEMENTS (shares) - 1);
  gtk_scale_set_draw_value (GTK_SCALE (slider), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (slider), GTK_POS_RIGHT);
  gtk_scale_set_digits (GTK_SCALE (slider), 0);
  gtk_scale_set_format_value_func (GTK_SCALE (slider), on_format_share, NULL, NULL);
  gtk_widget_set_size_request (slider, 200, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Strongest connections drawn", -1);
  g_signal_connect (slider, "value-changed", G_CALLBACK (on_share), view);
  return slider;
}

static GtkWidget *
options_new (gpointer view)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *unfold = gtk_button_new ();

  gtk_box_append (GTK_BOX (box), heading_new ("Width and colour of connections"));
  gtk_box_append (GTK_BOX (box), scale_choice_new (view));
  gtk_box_append (GTK_BOX (box), heading_new ("Strongest connections drawn"));
  gtk_box_append (GTK_BOX (box), share_slider_new (view));
  gtk_button_set_label (GTK_BUTTON (unfold), "Show all units, or few");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (unfold), "network.unfold");
  gtk_box_append (GTK_BOX (box), unfold);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_popover_set_position (GTK_POPOVER (popover), GTK_POS_TOP);
  return popover;
}

static GtkWidget *
options_button_new (ChainNetworkView *view)
{
  GtkWidget *button = gtk_menu_button_new ();

  chain_late_popover_set (GTK_MENU_BUTTON (button), options_new, view);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (button), FALSE);
  chain_tooltip_set (button, "What connections are drawn, and how");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Connections", -1);
  return button;
}

/**
 * chain_network_controls_new:
 * @view: the drawing they belong to
 *
 * Returns: (transfer full): buttons to zoom, to fit, and for what connections are drawn
 */
GtkWidget *
chain_network_controls_new (ChainNetworkView *view)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "canvas-controls");
  gtk_box_append (GTK_BOX (box), button_new ("zoom-out-symbolic", "Zoom out", "network.zoom-out"));
  gtk_box_append (GTK_BOX (box), button_new ("zoom-in-symbolic", "Zoom in", "network.zoom-in"));
  gtk_box_append (GTK_BOX (box), button_new ("zoom-fit-best-symbolic", "Show all", "network.fit"));
  gtk_box_append (GTK_BOX (box), options_button_new (view));
  return box;
}
