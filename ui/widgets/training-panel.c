/* training-panel.c: how the network trains: loss, optimizer, rate, batches, epochs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/training-panel.h"

#include "ui/widgets/choice.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"

#include <math.h>

struct _ChainTrainingPanel
{
  GtkWidget       parent_instance;

  ChainSession   *session; /* owned; NULL before it is set */
  gboolean        updating;

  GtkDropDown    *loss;
  GtkDropDown    *optimizer;
  GtkEntry       *learning_rate;
  GtkSpinButton  *batch_size;
  GtkSpinButton  *epochs;
  GtkCheckButton *shuffle;
  GtkSpinButton  *seed;
};

G_DEFINE_FINAL_TYPE (ChainTrainingPanel, chain_training_panel, GTK_TYPE_WIDGET)

static void
show_learning_rate (ChainTrainingPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);
  char                buffer[CHAIN_NUMBER_SIZE];

  gtk_editable_set_text (GTK_EDITABLE (self->learning_rate),
                         chain_number_write (project->training.learning_rate, buffer));
  gtk_widget_remove_css_class (GTK_WIDGET (self->learning_rate), "error");
}

static void
update_from_project (ChainTrainingPanel *self)
{
  const ChainProject         *project = chain_session_get_project (self->session);
  const ChainTrainingOptions *options;

  if (project == NULL)
    return;
  options = &project->training;
  self->updating = TRUE;
  chain_choice_select (self->loss, (const gconstpointer *) chain_losses,
                       options->loss);
  chain_choice_select (self->optimizer, (const gconstpointer *) chain_optimizers,
                       options->optimizer);
  gtk_spin_button_set_value (self->batch_size, options->batch_size);
  gtk_spin_button_set_value (self->epochs, options->epochs);
  gtk_check_button_set_active (self->shuffle, options->shuffle);
  gtk_spin_button_set_value (self->seed, (double) options->seed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->seed), options->shuffle);
  show_learning_rate (self);
  self->updating = FALSE;
}

/* Hands in changed training options, or shows the old ones again. */
static void
commit (ChainTrainingPanel         *self,
        const ChainTrainingOptions *options,
        const char                 *label,
        const char                 *merge)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  changed->training = *options;
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, merge))
    update_from_project (self);
}

static gboolean
begin_edit (ChainTrainingPanel   *self,
            ChainTrainingOptions *options)
{
  if (self->updating || self->session == NULL
      || chain_session_get_project (self->session) == NULL)
    return FALSE;
  *options = chain_session_get_project (self->session)->training;
  return TRUE;
}

static void
on_loss_changed (GtkDropDown        *choice,
                 GParamSpec         *property,
                 ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  chain_training_options_set_loss (&options, chain_losses[gtk_drop_down_get_selected (choice)]);
  commit (self, &options, "Change loss", NULL);
}

static void
on_optimizer_changed (GtkDropDown        *choice,
                      GParamSpec         *property,
                      ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  chain_training_options_set_optimizer (
      &options, chain_optimizers[gtk_drop_down_get_selected (choice)]);
  commit (self, &options, "Change optimizer", NULL);
}

static void
on_batch_size_changed (GtkSpinButton      *button,
                       ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.batch_size = (guint) gtk_spin_button_get_value_as_int (button);
  commit (self, &options, "Change batch size", "batch-size");
}

static void
on_epochs_changed (GtkSpinButton      *button,
                   ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.epochs = (guint) gtk_spin_button_get_value_as_int (button);
  commit (self, &options, "Change epochs", "epochs");
}

static void
on_shuffle_toggled (GtkCheckButton     *button,
                    ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.shuffle = gtk_check_button_get_active (button);
  commit (self, &options, "Change shuffling", NULL);
}

static void
on_seed_changed (GtkSpinButton      *button,
                 ChainTrainingPanel *self)
{
  ChainTrainingOptions options;

  if (!begin_edit (self, &options))
    return;
  options.seed = (guint64) gtk_spin_button_get_value (button);
  commit (self, &options, "Change seed", "order-seed");
}

static void
take_learning_rate (ChainTrainingPanel *self)
{
  const char          *text = gtk_editable_get_text (GTK_EDITABLE (self->learning_rate));
  ChainTrainingOptions options;
  double               rate;

  if (!begin_edit (self, &options))
    return;
  if (!chain_number_parse (text, &rate) || !isfinite (rate) || rate <= 0)
    {
      g_autofree char *message
          = g_strdup_printf ("learning rate: expected a number above 0, found “%s”", text);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", message);
      show_learning_rate (self);
      return;
    }
  if (rate == options.learning_rate)
    return;
  options.learning_rate = rate;
  commit (self, &options, "Change learning rate", NULL);
}

static void
on_learning_rate_activate (GtkEntry           *entry,
                           ChainTrainingPanel *self)
{
  take_learning_rate (self);
}

static void
on_learning_rate_leave (GtkEventControllerFocus *controller,
                        ChainTrainingPanel      *self)
{
  take_learning_rate (self);
}

/* Marks an unfinished or wrong number while it is being typed. */
static void
on_learning_rate_changed (GtkEditable        *editable,
                          ChainTrainingPanel *self)
{
  double rate;

  if (chain_number_parse (gtk_editable_get_text (editable), &rate) && isfinite (rate) && rate > 0)
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
}

static void
chain_training_panel_dispose (GObject *object)
{
  ChainTrainingPanel *self = CHAIN_TRAINING_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  self->updating = TRUE;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_TRAINING_PANEL);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_training_panel_parent_class)->dispose (object);
}

static void
chain_training_panel_class_init (ChainTrainingPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_training_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/training-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, loss);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, optimizer);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, learning_rate);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, batch_size);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, shuffle);
  gtk_widget_class_bind_template_child (widget_class, ChainTrainingPanel, seed);
  gtk_widget_class_bind_template_callback (widget_class, on_loss_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_optimizer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_learning_rate_leave);
  gtk_widget_class_bind_template_callback (widget_class, on_batch_size_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_epochs_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_shuffle_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
chain_training_panel_init (ChainTrainingPanel *self)
{
  g_autoptr (GPtrArray) losses = g_ptr_array_new ();
  g_autoptr (GPtrArray) optimizers = g_ptr_array_new ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; chain_losses[i] != NULL; i++)
    g_ptr_array_add (losses, (gpointer) chain_losses[i]->title);
  for (guint i = 0; chain_optimizers[i] != NULL; i++)
    g_ptr_array_add (optimizers, (gpointer) chain_optimizers[i]->title);
  g_ptr_array_add (losses, NULL);
  g_ptr_array_add (optimizers, NULL);
  chain_choice_fill (self->loss, (const char *const *) losses->pdata);
  chain_choice_fill (self->optimizer, (const char *const *) optimizers->pdata);
  self->updating = FALSE;
}

/**
 * chain_training_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_training_panel_set_session (ChainTrainingPanel *panel,
                                  ChainSession       *session)
{
  g_return_if_fail (CHAIN_IS_TRAINING_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update_from_project), panel);
  update_from_project (panel);
}
