/* split-panel.c: how all columns are scaled, which rows validate, and what the network reads then.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/split-panel.h"

#include "ui/widgets/cell-text.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"

/* In the sentence on what the network reads, as many of the numbers' names as these allow. */
#define LONGEST_NAME 24 /* characters */
#define NAMES_LENGTH 60 /* bytes */

struct _ChainSplitPanel
{
  GtkWidget parent_instance;

  GtkDropDown    *scaling;
  GtkCheckButton *scale_targets;
  GtkSpinButton  *validation;
  GtkDropDown    *split;
  GtkLabel       *seed_label;
  GtkSpinButton  *seed;
  GtkLabel       *reads;

  ChainSession *session; /* owned; NULL before it is set */
  gboolean      updating;
};

G_DEFINE_FINAL_TYPE (ChainSplitPanel, chain_split_panel, GTK_TYPE_WIDGET)

static void
append_names (GString *text, GStrv names)
{
  const guint n = g_strv_length (names);
  const gsize end = text->len + NAMES_LENGTH;
  guint       i;

  for (i = 0; i < n && (i == 0 || text->len < end); i++)
    {
      g_autofree char *name = chain_cell_shorten (names[i], LONGEST_NAME);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  if (i < n)
    g_string_append_printf (text, " and %u more", n - i);
}

static void
append_rows (GString *text, const ChainDataset *dataset)
{
  g_autofree char *training = chain_cell_count (dataset->n_training_rows);
  g_autofree char *validation = chain_cell_count (dataset->n_validation_rows);
  g_autofree char *dropped = chain_cell_count (dataset->n_dropped);

  g_string_append_printf (text, "It trains on %s %s", training,
                          dataset->n_training_rows == 1 ? "row" : "rows");
  if (dataset->n_validation_rows > 0)
    g_string_append_printf (text, " and is validated on %s", validation);
  if (dataset->n_dropped > 0)
    g_string_append_printf (text, "; %s with missing values %s left out", dropped,
                            dataset->n_dropped == 1 ? "is" : "are");
  g_string_append_c (text, '.');
}

static void
show_reads (ChainSplitPanel *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  g_autoptr (GString) text = g_string_new (NULL);

  if (dataset != NULL)
    {
      g_string_append_printf (text, "The network reads %u %s: ", dataset->n_inputs,
                              dataset->n_inputs == 1 ? "number" : "numbers");
      append_names (text, dataset->input_encoder->names);
      g_string_append (text, ".\n");
      append_rows (text, dataset);
    }
  else if (chain_session_get_preparing (self->session))
    g_string_append (text, "The rows are being prepared.");
  gtk_label_set_text (self->reads, text->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reads), text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->reads), text->len > 0);
}

/* Whether there are numbers to predict, which may be scaled too. */
static gboolean
predicts_numbers (ChainSplitPanel *self)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);

  return dataset != NULL && dataset->classes == NULL;
}

static void
update (ChainSplitPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  gboolean            seeded;

  if (project == NULL)
    return;
  seeded = project->data.split != CHAIN_SPLIT_ORDERED;
  self->updating = TRUE;
  gtk_drop_down_set_selected (self->scaling, project->data.scaling);
  gtk_check_button_set_active (self->scale_targets, project->data.scale_targets);
  gtk_widget_set_visible (GTK_WIDGET (self->scale_targets), predicts_numbers (self));
  gtk_spin_button_set_value (self->validation, project->data.validation_fraction);
  gtk_drop_down_set_selected (self->split, project->data.split);
  gtk_spin_button_set_value (self->seed, (double) project->data.split_seed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->seed), seeded);
  gtk_widget_set_sensitive (GTK_WIDGET (self->seed_label), seeded);
  self->updating = FALSE;
  show_reads (self);
}

/* Hands an edit in, taking it; what was refused is not left standing. */
static void
edit (ChainSplitPanel *self, ChainProject *changed, const char *label, const char *merge)
{
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, merge))
    update (self);
}

static ChainProject *
copy_project (ChainSplitPanel *self)
{
  if (self->updating || self->session == NULL)
    return NULL;
  return chain_project_copy (chain_session_get_project (self->session));
}

static void
on_scaling_selected (ChainSplitPanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->scaling);
  g_autoptr (ChainProject) changed = copy_project (self);

  if (changed == NULL || selected >= CHAIN_N_SCALINGS || selected == changed->data.scaling)
    return;
  changed->data.scaling = selected;
  edit (self, g_steal_pointer (&changed), "Change scaling", NULL);
}

static void
on_scale_targets_toggled (ChainSplitPanel *self)
{
  g_autoptr (ChainProject) changed = copy_project (self);

  if (changed == NULL)
    return;
  changed->data.scale_targets = gtk_check_button_get_active (self->scale_targets);
  edit (self, g_steal_pointer (&changed), "Scale targets", NULL);
}

static void
on_split_selected (ChainSplitPanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->split);
  g_autoptr (ChainProject) changed = copy_project (self);

  if (changed == NULL || selected >= CHAIN_N_SPLITS || selected == changed->data.split)
    return;
  changed->data.split = selected;
  edit (self, g_steal_pointer (&changed), "Change split", NULL);
}

static void
on_validation_changed (ChainSplitPanel *self)
{
  g_autoptr (ChainProject) changed = copy_project (self);

  if (changed == NULL)
    return;
  changed->data.validation_fraction = gtk_spin_button_get_value (self->validation);
  edit (self, g_steal_pointer (&changed), "Change validation fraction", "validation-fraction");
}

static void
on_seed_changed (ChainSplitPanel *self)
{
  g_autoptr (ChainProject) changed = copy_project (self);

  if (changed == NULL)
    return;
  changed->data.split_seed = (guint64) gtk_spin_button_get_value (self->seed);
  edit (self, g_steal_pointer (&changed), "Change split seed", "split-seed");
}

static void
chain_split_panel_dispose (GObject *object)
{
  ChainSplitPanel *self = CHAIN_SPLIT_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_SPLIT_PANEL);
  G_OBJECT_CLASS (chain_split_panel_parent_class)->dispose (object);
}

static void
chain_split_panel_class_init (ChainSplitPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_split_panel_dispose;
  gtk_widget_class_set_css_name (widget_class, "split-panel");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/split-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, scaling);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, scale_targets);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, validation);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, split);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, seed_label);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, seed);
  gtk_widget_class_bind_template_child (widget_class, ChainSplitPanel, reads);
  gtk_widget_class_bind_template_callback (widget_class, on_scaling_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_scale_targets_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_validation_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_split_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
fill (GtkDropDown *drop_down, const ChainDataChoice *table)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  for (guint i = 0; table[i].name != NULL; i++)
    g_strv_builder_add (builder, table[i].title);
  titles = g_strv_builder_end (builder);
  chain_choice_fill (drop_down, (const char *const *) titles);
}

static void
chain_split_panel_init (ChainSplitPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = TRUE;
  fill (self->scaling, chain_scalings);
  fill (self->split, chain_splits);
  self->updating = FALSE;
}

/**
 * chain_split_panel_set_session:
 * @panel: the panel
 * @session: the session it shows and edits
 */
void
chain_split_panel_set_session (ChainSplitPanel *panel, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_SPLIT_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), panel,
                           G_CONNECT_SWAPPED);
  update (panel);
}
