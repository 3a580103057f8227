/* output-panel.c: what the network answers to the rows of the data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/output-panel.h"

struct _ChainOutputPanel
{
  GtkWidget     parent_instance;

  ChainSession *session; /* owned; NULL before it is set */
  GtkWidget    *empty;   /* owned: says what will be here */
};

G_DEFINE_FINAL_TYPE (ChainOutputPanel, chain_output_panel, GTK_TYPE_WIDGET)

static void
chain_output_panel_dispose (GObject *object)
{
  ChainOutputPanel *self = CHAIN_OUTPUT_PANEL (object);

  g_clear_pointer (&self->empty, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_output_panel_parent_class)->dispose (object);
}

static void
chain_output_panel_class_init (ChainOutputPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_output_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_output_panel_init (ChainOutputPanel *self)
{
  self->empty = gtk_label_new ("The network’s answers appear here as it trains");
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_set_parent (self->empty, GTK_WIDGET (self));
}

/**
 * chain_output_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_output_panel_set_session (ChainOutputPanel *panel,
                                ChainSession     *session)
{
  g_return_if_fail (CHAIN_IS_OUTPUT_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
}
