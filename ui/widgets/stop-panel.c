/* stop-panel.c: when training stops by itself: at a target loss, or without change.
 *
 * A table has the rules; each is a switch with the numbers it asks for below.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/stop-panel.h"

#include "ui/widgets/parameter-list.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/tooltip.h"

enum
{
  TARGET,
  PLATEAU,
  N_RULES,
};

struct _ChainStopPanel
{
  GtkWidget           parent_instance;

  ChainSession       *session; /* owned; NULL before it is set */
  gboolean            updating;
  GtkWidget          *box; /* owned, as the only child */
  GtkCheckButton     *switches[N_RULES];
  ChainParameterList *lists[N_RULES];
};

G_DEFINE_FINAL_TYPE (ChainStopPanel, chain_stop_panel, GTK_TYPE_WIDGET)

static gboolean
get_target (const ChainStopOptions *options,
            double                 *values)
{
  values[0] = options->target_loss;
  return options->at_target;
}

static void
set_target (ChainStopOptions *options,
            gboolean          asked,
            const double     *values)
{
  options->at_target = asked;
  options->target_loss = values[0];
}

static gboolean
get_plateau (const ChainStopOptions *options,
             double                 *values)
{
  values[0] = options->plateau_epochs;
  values[1] = options->plateau_change;
  return options->on_plateau;
}

static void
set_plateau (ChainStopOptions *options,
             gboolean          asked,
             const double     *values)
{
  options->on_plateau = asked;
  options->plateau_epochs = (guint) values[0];
  options->plateau_change = values[1];
}

static const struct
{
  const char    *label;
  const char    *tooltip;
  ChainParameter parameters[CHAIN_MAX_PARAMETERS];
  gboolean     (*get) (const ChainStopOptions *options, double *values);
  void         (*set) (ChainStopOptions *options, gboolean asked, const double *values);
} rules[N_RULES] = {
  [TARGET] = { "Stop at a target loss",
               "Stop with the first epoch whose training loss is at most this",
               { { "target_loss", "target loss", CHAIN_PARAMETER_NUMBER, 0.01, -G_MAXDOUBLE,
                   G_MAXDOUBLE } },
               get_target, set_target },
  [PLATEAU] = { "Stop without change",
                "Stop when the training loss has not changed by this share of itself for so many "
                "epochs",
                { { "epochs", "epochs", CHAIN_PARAMETER_WHOLE, 20, 1, 1e9 },
                  { "change", "change", CHAIN_PARAMETER_NUMBER, 0.001, 0, G_MAXDOUBLE } },
                get_plateau, set_plateau },
};

static void
update (ChainStopPanel *self)
{
  const ChainProject *project = chain_session_get_project (self->session);

  if (project == NULL)
    return;
  self->updating = TRUE;
  for (guint i = 0; i < N_RULES; i++)
    {
      double         values[CHAIN_MAX_PARAMETERS] = { 0 };
      const gboolean asked = rules[i].get (&project->training.stop, values);

      gtk_check_button_set_active (self->switches[i], asked);
      chain_parameter_list_set (self->lists[i], rules[i].parameters, values);
      gtk_widget_set_visible (GTK_WIDGET (self->lists[i]), asked);
    }
  self->updating = FALSE;
}

/* Hands in one changed rule, or shows the old one again. */
static void
commit (ChainStopPanel *self,
        guint           rule,
        gboolean        asked,
        const double   *values)
{
  ChainProject    *changed = chain_project_copy (chain_session_get_project (self->session));
  g_autofree char *label = g_strdup_printf ("Change “%s”", rules[rule].label);

  rules[rule].set (&changed->training.stop, asked, values);
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, label, NULL))
    update (self);
}

static void
on_toggled (GtkCheckButton *button,
            ChainStopPanel *self)
{
  const guint rule = button == self->switches[TARGET] ? TARGET : PLATEAU;
  double      values[CHAIN_MAX_PARAMETERS];

  if (self->updating || self->session == NULL)
    return;
  rules[rule].get (&chain_session_get_project (self->session)->training.stop, values);
  commit (self, rule, gtk_check_button_get_active (button), values);
}

static void
on_changed (ChainParameterList *list,
            guint               index,
            double              value,
            ChainStopPanel     *self)
{
  const guint rule = list == self->lists[TARGET] ? TARGET : PLATEAU;
  double      values[CHAIN_MAX_PARAMETERS];
  gboolean    asked;

  if (self->updating || self->session == NULL)
    return;
  asked = rules[rule].get (&chain_session_get_project (self->session)->training.stop, values);
  values[index] = value;
  commit (self, rule, asked, values);
}

static void
chain_stop_panel_dispose (GObject *object)
{
  ChainStopPanel *self = CHAIN_STOP_PANEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_stop_panel_parent_class)->dispose (object);
}

static void
chain_stop_panel_class_init (ChainStopPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_stop_panel_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_stop_panel_init (ChainStopPanel *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  for (guint i = 0; i < N_RULES; i++)
    {
      self->switches[i] = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (rules[i].label));
      self->lists[i] = g_object_new (CHAIN_TYPE_PARAMETER_LIST, NULL);
      gtk_widget_add_css_class (GTK_WIDGET (self->switches[i]), "small");
      chain_tooltip_set (GTK_WIDGET (self->switches[i]), rules[i].tooltip);
      g_signal_connect (self->switches[i], "toggled", G_CALLBACK (on_toggled), self);
      g_signal_connect (self->lists[i], "changed", G_CALLBACK (on_changed), self);
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->switches[i]));
      gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->lists[i]));
    }
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

/**
 * chain_stop_panel_set_session:
 * @panel: a panel
 * @session: the document; set once
 */
void
chain_stop_panel_set_session (ChainStopPanel *panel,
                              ChainSession   *session)
{
  g_return_if_fail (CHAIN_IS_STOP_PANEL (panel) && panel->session == NULL);

  panel->session = g_object_ref (session);
  g_signal_connect_swapped (session, "project-changed", G_CALLBACK (update), panel);
  update (panel);
}
