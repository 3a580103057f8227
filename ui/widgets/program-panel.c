/* program-panel.c: a workspace as the TensorFlow program that does the same, to read and to copy.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/program-panel.h"

#include "ui/paint/palette.h"

#include <gtksourceview/gtksource.h>

#define ITERATIONS 7 /* of a workspace that has not been updated yet */

struct _ChainProgramPanel
{
  GtkWidget        parent_instance;

  ChainWorkbench  *bench; /* owned */
  GtkWidget       *box;
  GtkWidget       *copy;
  GtkSourceBuffer *buffer;
};

G_DEFINE_FINAL_TYPE (ChainProgramPanel, chain_program_panel, GTK_TYPE_WIDGET)

static char *
dup_code (ChainProgramPanel *self)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);
  guint           iterations;

  if (workspace == NULL)
    return NULL;
  iterations = chain_workspace_n_iterations (workspace);
  return chain_workspace_code (workspace, chain_workbench_get_learning_rate (self->bench),
                               iterations > 0 ? iterations : ITERATIONS);
}

static void
show (ChainProgramPanel *self)
{
  g_autofree char *code = NULL;

  if (chain_workbench_get_busy (self->bench) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  code = dup_code (self);
  gtk_widget_set_sensitive (self->copy, code != NULL);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), code != NULL ? code : "", -1);
}

static void
on_copy (ChainProgramPanel *self)
{
  g_autofree char *code = dup_code (self);

  if (code != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), code);
}

static void
chain_program_panel_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  ChainProgramPanel *self = CHAIN_PROGRAM_PANEL (widget);
  GdkRGBA            color;

  GTK_WIDGET_CLASS (chain_program_panel_parent_class)->css_changed (widget, change);
  if (self->buffer == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_source_buffer_set_style_scheme (
      self->buffer,
      gtk_source_style_scheme_manager_get_scheme (
          gtk_source_style_scheme_manager_get_default (),
          chain_palette_for_text (color.red, color.green, color.blue) == &chain_palette_dark
              ? "Adwaita-dark"
              : "Adwaita"));
}

static void
chain_program_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_program_panel_parent_class)->map (widget);
  if (CHAIN_PROGRAM_PANEL (widget)->bench != NULL)
    show (CHAIN_PROGRAM_PANEL (widget));
}

static void
chain_program_panel_dispose (GObject *object)
{
  ChainProgramPanel *self = CHAIN_PROGRAM_PANEL (object);

  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chain_program_panel_parent_class)->dispose (object);
}

static void
chain_program_panel_class_init (ChainProgramPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_program_panel_dispose;
  widget_class->map = chain_program_panel_map;
  widget_class->css_changed = chain_program_panel_css_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
chain_program_panel_init (ChainProgramPanel *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *about = gtk_label_new ("The same in TensorFlow");
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;

  gtk_source_init ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_label_set_xalign (GTK_LABEL (about), 0);
  gtk_widget_set_hexpand (about, TRUE);
  gtk_widget_add_css_class (about, "dim-label");
  self->copy = gtk_button_new_with_label ("Copy");
  gtk_widget_add_css_class (self->copy, "small");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Copy program", -1);
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
  gtk_box_append (GTK_BOX (head), about);
  gtk_box_append (GTK_BOX (head), self->copy);
  gtk_box_append (GTK_BOX (self->box), head);
  self->buffer = gtk_source_buffer_new_with_language (gtk_source_language_manager_get_language (
      gtk_source_language_manager_get_default (), "python3"));
  view = gtk_source_view_new_with_buffer (self->buffer);
  g_object_set (view, "editable", FALSE, "monospace", TRUE, "cursor-visible", FALSE, "left-margin",
                8, "right-margin", 8, "top-margin", 4, "bottom-margin", 4, NULL);
  gtk_widget_add_css_class (view, "code");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "TensorFlow program", -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_add_css_class (scrolled, "tile");
  gtk_widget_add_css_class (scrolled, "flush");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_box_append (GTK_BOX (self->box), scrolled);
}

/**
 * chain_program_panel_set_workbench:
 * @panel: a panel
 * @bench: whose program it shows; set once
 */
void
chain_program_panel_set_workbench (ChainProgramPanel *panel, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_PROGRAM_PANEL (panel) && panel->bench == NULL);

  panel->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), panel);
  show (panel);
}
