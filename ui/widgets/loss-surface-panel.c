/* loss-surface-panel.c: the loss over two chosen parameters.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/loss-surface-panel.h"

struct _ChainLossSurfacePanel
{
  GtkWidget     parent_instance;

  ChainSession *session; /* owned; NULL before it is set */
  GtkWidget    *empty;   /* owned: says what will be here */
};

G_DEFINE_FINAL_TYPE (ChainLossSurfacePanel, chain_loss_surface_panel, GTK_TYPE_WIDGET)

static void
chain_loss_surface_panel_dispose (GObject *object)
{
  ChainLossSurfacePanel *self = CHAIN_LOSS_SURFACE_PANEL (object);

  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_loss_surface_panel_parent_class)->dispose (object);
}

static void
chain_loss_surface_panel_class_init (ChainLossSurfacePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_loss_surface_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_loss_surface_panel_init (ChainLossSurfacePanel *self)
{
  self->empty = gtk_label_new ("The loss over two parameters appears here as the network trains");
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
}

/**
 * chain_loss_surface_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_loss_surface_panel_set_session (ChainLossSurfacePanel *panel,
                                      ChainSession          *session)
{
  g_return_if_fail (CHAIN_IS_LOSS_SURFACE_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
}
