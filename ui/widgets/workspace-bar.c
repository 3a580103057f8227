/* workspace-bar.c: moves through the steps of a workspace, and updates its variables.
 *
 * The buttons for steps name the window's actions, as those of the network do.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/workspace-bar.h"

#include "ui/widgets/number-entry.h"
#include "ui/widgets/template.h"

#define ITERATIONS 7 /* to run, until another number is typed */

struct _ChainWorkspaceBar
{
  GtkWidget         parent_instance;

  ChainWorkbench   *bench; /* owned */
  gboolean          updating;
  GtkWidget        *step;
  GtkImage         *play_image;
  GtkRange         *position;
  GtkLabel         *counter;
  ChainNumberEntry *learning_rate;
  ChainNumberEntry *batch_size;
  GtkWidget        *rows;
  GtkWidget        *update;
  ChainNumberEntry *iterations;
  GtkWidget        *run;
  GtkWidget        *reset;
};

G_DEFINE_FINAL_TYPE (ChainWorkspaceBar, chain_workspace_bar, GTK_TYPE_WIDGET)

static void
on_position (ChainWorkspaceBar *self)
{
  if (!self->updating && self->bench != NULL)
    chain_workbench_go_to (self->bench, (guint) (gtk_range_get_value (self->position) + 0.5));
}

static void
on_learning_rate (ChainWorkspaceBar *self)
{
  if (!self->updating && self->bench != NULL
      && chain_number_entry_get_valid (self->learning_rate))
    chain_workbench_set_learning_rate (self->bench,
                                       chain_number_entry_get_value (self->learning_rate));
}

static void
on_batch_size (ChainWorkspaceBar *self)
{
  if (!self->updating && self->bench != NULL && chain_number_entry_get_valid (self->batch_size))
    chain_workbench_set_batch_size (self->bench,
                                    (guint) chain_number_entry_get_value (self->batch_size));
}

static void
on_update (ChainWorkspaceBar *self)
{
  chain_workbench_update (self->bench, 1);
}

static void
on_run (ChainWorkspaceBar *self)
{
  chain_workbench_update (self->bench, (guint) chain_number_entry_get_value (self->iterations));
}

static void
on_reset (ChainWorkspaceBar *self)
{
  chain_workbench_reset (self->bench);
}

/* What to press next stands out: a step, or the update when all steps are done. */
static void
point_to (GtkWidget *button, gboolean next)
{
  if (next)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_position (ChainWorkspaceBar *self)
{
  guint            n_forward;
  const guint      n_steps = chain_workbench_get_n_steps (self->bench, &n_forward);
  const guint      position = chain_workbench_get_position (self->bench);
  const gboolean   busy = chain_workbench_get_busy (self->bench);
  g_autofree char *text = NULL;

  if (busy)
    text = g_strdup ("updating …");
  else if (position <= n_forward)
    text = g_strdup_printf ("step %u of %u · forward", position, n_steps);
  else
    text = g_strdup_printf ("step %u of %u · backward", position, n_steps);
  self->updating = TRUE;
  gtk_range_set_range (self->position, 0, MAX (n_steps, 1));
  gtk_range_set_value (self->position, position);
  gtk_widget_set_sensitive (GTK_WIDGET (self->position), n_steps > 0);
  gtk_label_set_text (self->counter, text);
  gtk_image_set_from_icon_name (self->play_image, chain_workbench_get_playing (self->bench)
                                                      ? "media-playback-pause-symbolic"
                                                      : "media-seek-forward-symbolic");
  point_to (self->step, position < n_steps);
  point_to (self->update, n_steps > n_forward && position == n_steps);
  self->updating = FALSE;
}

static void
show (ChainWorkspaceBar *self)
{
  ChainWorkspace *workspace = chain_workbench_get_workspace (self->bench);
  const gboolean  ready = workspace != NULL
                         && chain_workbench_get_error (self->bench, NULL) == NULL
                         && chain_workspace_n_variables (workspace) > 0;

  self->updating = TRUE;
  chain_number_entry_set_value (self->learning_rate,
                                chain_workbench_get_learning_rate (self->bench));
  chain_number_entry_set_value (self->batch_size, chain_workbench_get_batch_size (self->bench));
  gtk_widget_set_sensitive (self->update, ready);
  gtk_widget_set_sensitive (self->run, ready);
  gtk_widget_set_sensitive (self->reset, workspace != NULL);
  if (workspace != NULL)
    gtk_widget_set_visible (self->rows, chain_workspace_reads_data (workspace));
  self->updating = FALSE;
  show_position (self);
}

static gboolean
chain_workspace_bar_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (CHAIN_WORKSPACE_BAR (widget)->step);
}

static void
chain_workspace_bar_dispose (GObject *object)
{
  ChainWorkspaceBar *self = CHAIN_WORKSPACE_BAR (object);

  self->updating = TRUE;
  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_WORKSPACE_BAR);
  g_clear_object (&self->bench);

  G_OBJECT_CLASS (chain_workspace_bar_parent_class)->dispose (object);
}

static void
chain_workspace_bar_class_init (ChainWorkspaceBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_workspace_bar_dispose;
  widget_class->grab_focus = chain_workspace_bar_grab_focus;
  g_type_ensure (CHAIN_TYPE_NUMBER_ENTRY);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/workspace-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, step);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, play_image);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, position);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, counter);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, batch_size);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, rows);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, update);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, iterations);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, run);
  gtk_widget_class_bind_template_child (widget_class, ChainWorkspaceBar, reset);
  gtk_widget_class_bind_template_callback (widget_class, on_position);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate);
  gtk_widget_class_bind_template_callback (widget_class, on_batch_size);
  gtk_widget_class_bind_template_callback (widget_class, on_update);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
chain_workspace_bar_init (ChainWorkspaceBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  chain_number_entry_set_value (self->iterations, ITERATIONS);
  g_object_bind_property (self->iterations, "valid", self->run, "sensitive", G_BINDING_DEFAULT);
}

/**
 * chain_workspace_bar_set_workbench:
 * @bar: a bar
 * @bench: what it moves; set once
 */
void
chain_workspace_bar_set_workbench (ChainWorkspaceBar *bar, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_WORKSPACE_BAR (bar) && bar->bench == NULL);

  bar->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), bar);
  g_signal_connect_swapped (bench, "position-changed", G_CALLBACK (show_position), bar);
  show (bar);
}
