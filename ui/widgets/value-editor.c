/* value-editor.c: the number of what is selected, in full, to be changed by hand.
 *
 * A weight is changed in the network, an input or a target only for the steps of this iteration;
 * what is tried that way is listed until it is reset.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/value-editor.h"

#include "base/number.h"
#include "ui/widgets/symbol-label.h"
#include "ui/widgets/template.h"

#include <math.h>

#define DIGITS 5
#define MOST_LISTED 4

struct _ChainValueEditor
{
  GtkWidget     parent_instance;

  ChainSession *session; /* owned; NULL before it is set */
  gboolean      updating;
  GtkWidget    *line;
  GtkLabel     *name;
  GtkEntry     *entry;
  GtkToggleButton *lock;
  GtkLabel     *refusal;
  GtkWidget    *what_if;
  GtkLabel     *tried;
};

G_DEFINE_FINAL_TYPE (ChainValueEditor, chain_value_editor, GTK_TYPE_WIDGET)

static void
refuse (ChainValueEditor *self,
        const char       *reason)
{
  gtk_label_set_text (self->refusal, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->refusal), reason != NULL);
  if (reason != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static const char *
title_of (ChainValueEditor     *self,
          const ChainSelection *place)
{
  if (place->kind == CHAIN_SELECTION_CONNECTION)
    return "Weight";
  if (place->kind == CHAIN_SELECTION_BIAS)
    return "Bias";
  return place->layer == 0 ? "Input" : "Target";
}

static gboolean
layer_is_locked (ChainValueEditor     *self,
                 const ChainSelection *place)
{
  const ChainNetwork *network = chain_session_get_project (self->session)->network;

  return !chain_network_layer (network, place->layer - 1)->trainable;
}

static void
show_lock (ChainValueEditor *self)
{
  const ChainSelection *place = chain_session_get_selection (self->session);
  gboolean              locked = FALSE;
  const gboolean        lockable = chain_session_get_locked (self->session, place, &locked);
  const gboolean        by_layer = lockable && layer_is_locked (self, place);

  self->updating = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->lock), lockable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->lock), !by_layer);
  gtk_toggle_button_set_active (self->lock, locked);
  gtk_button_set_icon_name (GTK_BUTTON (self->lock),
                            locked ? "changes-prevent-symbolic" : "changes-allow-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->lock),
                               by_layer ? "The whole layer is locked: see its card"
                               : locked ? "Locked: training leaves it as it is"
                                        : "Lock against training");
  self->updating = FALSE;
}

static void
show_number (ChainValueEditor *self)
{
  const ChainSelection *place = chain_session_get_selection (self->session);
  char                  number[CHAIN_NUMBER_SIZE];
  double                value;
  const gboolean        editable = chain_session_get_editable (self->session, place, &value);

  gtk_widget_set_visible (self->line, editable);
  refuse (self, NULL);
  if (!editable)
    return;
  gtk_label_set_text (self->name, title_of (self, place));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), chain_number_write (value, number));
}

/* "x₂ of sample 3 is 4 instead of 3" */
static char *
describe (const ChainRecording *recording,
          const ChainWhatIf    *what_if,
          gsize                 n_rows)
{
  g_autoptr (ChainFormula) symbol = chain_element_symbol (
      recording, chain_graph_node (recording->graph, what_if->target ? recording->y : recording->x),
      what_if->row, what_if->column, n_rows, what_if->value);
  g_autofree char *name = chain_formula_to_text (symbol, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  char             now[CHAIN_NUMBER_SIZE];
  char             given[CHAIN_NUMBER_SIZE];

  return g_strdup_printf ("%s is %s instead of %s", name,
                          chain_number_show (what_if->value, DIGITS, now),
                          chain_number_show (what_if->given, DIGITS, given));
}

static void
show_what_ifs (ChainValueEditor *self)
{
  const GArray       *what_ifs = chain_session_get_what_ifs (self->session);
  g_autoptr (GString) text = g_string_new ("What if ");

  gtk_widget_set_visible (self->what_if, what_ifs != NULL && what_ifs->len > 0);
  if (what_ifs == NULL || what_ifs->len == 0)
    return;
  for (guint i = 0; i < MIN (what_ifs->len, MOST_LISTED); i++)
    {
      ChainStepper    *stepper = chain_session_get_stepper (self->session);
      g_autofree char *one = describe (chain_stepper_recording (stepper),
                                       &g_array_index (what_ifs, ChainWhatIf, i),
                                       chain_walk_batch (chain_stepper_walk (stepper)));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", one);
    }
  if (what_ifs->len > MOST_LISTED)
    g_string_append_printf (text, ", and %u more", what_ifs->len - MOST_LISTED);
  g_string_append (text, "? Only for this iteration’s steps: data and training stay.");
  chain_symbol_label_set_text (self->tried, text->str);
}

static void
update (ChainValueEditor *self)
{
  show_number (self);
  show_lock (self);
  show_what_ifs (self);
}

static void
on_activate (GtkEntry         *entry,
             ChainValueEditor *self)
{
  const char           *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  const ChainSelection  place = *chain_session_get_selection (self->session);
  g_autofree char      *reason = NULL;
  g_autoptr (GError)    error = NULL;
  double                value;

  if (!chain_number_parse_shown (text, &value))
    {
      reason = g_strdup_printf ("expected a number such as 0.5 or 1e-3, found “%s”", text);
      refuse (self, reason);
    }
  else if (!chain_session_set_value (self->session, &place, value, &error))
    refuse (self, error->message);
  else
    refuse (self, NULL);
}

static void
on_lock_toggled (GtkToggleButton  *button,
                 ChainValueEditor *self)
{
  const ChainSelection place = *chain_session_get_selection (self->session);

  if (!self->updating)
    chain_session_set_locked (self->session, &place, gtk_toggle_button_get_active (button));
}

static gboolean
on_key (GtkEventControllerKey *keys,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        ChainValueEditor      *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  show_number (self);
  return GDK_EVENT_STOP;
}

static void
on_reset_clicked (GtkButton        *button,
                  ChainValueEditor *self)
{
  chain_session_reset_what_ifs (self->session);
}

static gboolean
chain_value_editor_grab_focus (GtkWidget *widget)
{
  ChainValueEditor *self = CHAIN_VALUE_EDITOR (widget);

  return gtk_widget_get_visible (self->line) && gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
chain_value_editor_dispose (GObject *object)
{
  ChainValueEditor *self = CHAIN_VALUE_EDITOR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_VALUE_EDITOR);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_value_editor_parent_class)->dispose (object);
}

static void
chain_value_editor_class_init (ChainValueEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_value_editor_dispose;
  widget_class->grab_focus = chain_value_editor_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/value-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, line);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, name);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, lock);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, refusal);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, what_if);
  gtk_widget_class_bind_template_child (widget_class, ChainValueEditor, tried);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_lock_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_clicked);
}

static void
chain_value_editor_init (ChainValueEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * chain_value_editor_set_session:
 * @editor: an editor
 * @session: the document; set once
 */
void
chain_value_editor_set_session (ChainValueEditor *editor,
                                ChainSession     *session)
{
  static const char *const signals[] = {
    "project-changed", "position-changed", "selection-changed", "training-changed",
  };

  g_return_if_fail (CHAIN_IS_VALUE_EDITOR (editor) && editor->session == NULL);

  editor->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update), editor);
  update (editor);
}
