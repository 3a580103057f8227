/* traces-panel.c: the functions of a workspace, traced: signatures, calls, and what fusing does.
 *
 * Times are taken when somebody asks, on a few repetitions, and only where that is quick.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/traces-panel.h"

#define MOST_TRACES 20
#define MOST_STEPS 60 /* of a graph that are listed */

struct _ChainTracesPanel
{
  GtkWidget       parent_instance;

  ChainWorkbench *bench; /* owned */
  GtkWidget      *box;
};

G_DEFINE_FINAL_TYPE (ChainTracesPanel, chain_traces_panel, GTK_TYPE_WIDGET)

static GtkWidget *
new_label (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  return label;
}

static char *
operation_list (const ChainGraph *graph)
{
  GString *text = g_string_new (NULL);
  guint    n = 0;

  for (guint i = 0; i < chain_graph_length (graph); i++)
    {
      const ChainNode *node = chain_graph_node (graph, i);

      if (node->kind != CHAIN_NODE_OPERATION)
        continue;
      if (n++ < MOST_STEPS)
        g_string_append_printf (text, "%s%u  %s", n > 1 ? "\n" : "", n, node->op->name);
    }
  if (n > MOST_STEPS)
    g_string_append_printf (text, "\nand %u more", n - MOST_STEPS);
  return g_string_free (text, FALSE);
}

static char *
step_list (const ChainFusion *fusion)
{
  GString    *text = g_string_new (NULL);
  const guint n = chain_fusion_n_steps (fusion);

  for (guint i = 0; i < MIN (n, MOST_STEPS); i++)
    g_string_append_printf (text, "%s%u  %s", i > 0 ? "\n" : "", i + 1,
                            chain_fusion_step (fusion, i)->title);
  if (n > MOST_STEPS)
    g_string_append_printf (text, "\nand %u more", n - MOST_STEPS);
  return g_string_free (text, FALSE);
}

static void
add_column (GtkWidget *row, const char *title, const char *list)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = new_label (list, "code");

  gtk_widget_add_css_class (label, "monospace");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_box_append (GTK_BOX (column), new_label (title, "heading"));
  gtk_box_append (GTK_BOX (column), label);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (row), column);
}

static char *
seconds_to_text (double seconds)
{
  char number[CHAIN_NUMBER_SIZE];

  return g_strdup_printf ("%s µs", chain_number_show (seconds * 1e6, 3, number));
}

/* The graph as it is walked and as it is fused, side by side, and the time of each. */
static void
add_graphs (GtkWidget *card, const ChainGraph *graph, const ChainFusion *fusion, double walked,
            double fused)
{
  GtkWidget       *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *before = operation_list (graph);
  g_autofree char *after = step_list (fusion);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  add_column (row, "Before fusing", before);
  add_column (row, "After", after);
  gtk_box_append (GTK_BOX (card), row);
  if (walked > 0 && fused > 0)
    {
      g_autofree char *one = seconds_to_text (walked);
      g_autofree char *other = seconds_to_text (fused);
      g_autofree char *text = g_strdup_printf ("Node by node %s, fused %s", one, other);

      gtk_box_append (GTK_BOX (card), new_label (text, "caption"));
    }
}

static GtkWidget *
new_card (const char *title, const char *about)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (card, "tile");
  gtk_box_append (GTK_BOX (card), new_label (title, "strong"));
  gtk_box_append (GTK_BOX (card), new_label (about, "dim-label"));
  return card;
}

static void
add_trace (ChainTracesPanel *self, const ChainTrace *trace, gboolean measure)
{
  g_autofree char *about
      = g_strdup_printf ("called %" G_GUINT64_FORMAT " time%s: traced once%s", trace->n_calls,
                         trace->n_calls == 1 ? "" : "s",
                         trace->n_calls > 1 ? ", then used again" : "");
  GtkWidget *card = new_card (trace->signature, about);
  double     walked = 0, fused = 0;

  if (measure)
    chain_trace_measure (trace, &walked, &fused);
  add_graphs (card, trace->graph, trace->fusion, walked, fused);
  gtk_box_append (GTK_BOX (self->box), card);
}

static void
add_whole (ChainTracesPanel *self, ChainWorkspace *workspace, gboolean measure)
{
  g_autoptr (ChainFusion) fusion = chain_workspace_fuse (workspace);
  GtkWidget              *card;
  double                  walked = 0, fused = 0;

  if (fusion == NULL)
    return;
  card = new_card ("All statements", "as far as the target needs them");
  if (measure)
    chain_workspace_measure (workspace, &walked, &fused);
  add_graphs (card, chain_workspace_graph (workspace), fusion, walked, fused);
  gtk_box_append (GTK_BOX (self->box), card);
}

static void
clear (ChainTracesPanel *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
}

static void
fill (ChainTracesPanel *self, gboolean measure)
{
  ChainWorkspace  *workspace = chain_workbench_get_workspace (self->bench);
  g_autofree char *count = NULL;
  GtkWidget       *label;
  guint            n;

  if (workspace == NULL)
    return;
  clear (self);
  n = chain_workspace_n_traces (workspace);
  count = n == 0 ? g_strdup ("No function is called. Write f(x, y) = relu(matmul(x, y)), and call it.")
                 : g_strdup_printf ("%u trace%s: one for each function and shapes of its inputs", n,
                                    n == 1 ? "" : "s");
  label = new_label (count, "dim-label");
  gtk_widget_set_name (label, "trace-count");
  gtk_box_append (GTK_BOX (self->box), label);
  for (guint i = 0; i < MIN (n, MOST_TRACES); i++)
    add_trace (self, chain_workspace_trace (workspace, i), measure);
  add_whole (self, workspace, measure);
}

static void
on_measure (ChainTracesPanel *self)
{
  fill (self, TRUE);
}

static void
show (ChainTracesPanel *self)
{
  GtkWidget *button;

  if (chain_workbench_get_busy (self->bench) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  fill (self, FALSE);
  if (chain_workbench_get_workspace (self->bench) == NULL
      || !chain_workbench_is_quick (self->bench))
    return;
  button = gtk_button_new_with_label ("Measure");
  gtk_widget_set_tooltip_text (button, "Take the time of each graph before and after fusing");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "small");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_measure), self);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
chain_traces_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_traces_panel_parent_class)->map (widget);
  if (CHAIN_TRACES_PANEL (widget)->bench != NULL)
    show (CHAIN_TRACES_PANEL (widget));
}

static void
chain_traces_panel_dispose (GObject *object)
{
  ChainTracesPanel *self = CHAIN_TRACES_PANEL (object);

  if (self->bench != NULL)
    g_signal_handlers_disconnect_by_data (self->bench, self);
  g_clear_object (&self->bench);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (chain_traces_panel_parent_class)->dispose (object);
}

static void
chain_traces_panel_class_init (ChainTracesPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_traces_panel_dispose;
  GTK_WIDGET_CLASS (klass)->map = chain_traces_panel_map;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_traces_panel_init (ChainTracesPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chain_traces_panel_set_workbench:
 * @panel: a panel
 * @bench: whose functions it shows; set once
 */
void
chain_traces_panel_set_workbench (ChainTracesPanel *panel, ChainWorkbench *bench)
{
  g_return_if_fail (CHAIN_IS_TRACES_PANEL (panel) && panel->bench == NULL);

  panel->bench = g_object_ref (bench);
  g_signal_connect_swapped (bench, "changed", G_CALLBACK (show), panel);
  show (panel);
}
