/* parameter-list.c: the parameters of a row of a table, to look at and to change.
 *
 * A number is taken when Enter is pressed or the entry is left, not while it is being typed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/parameter-list.h"

#include "base/number.h"
#include "ui/widgets/number-entry.h"
#include "ui/widgets/tooltip.h"

#include <string.h>

typedef struct
{
  ChainParameterList *list;
  guint               index;
  GtkWidget          *line;    /* NULL past the last parameter */
  GtkWidget          *control; /* in the line: a number entry, or a check */
} ParameterRow;

struct _ChainParameterList
{
  GtkWidget             parent_instance;

  char                 *subject;    /* (nullable) */
  const ChainParameter *parameters; /* (nullable): [CHAIN_MAX_PARAMETERS] */
  double                values[CHAIN_MAX_PARAMETERS];
  ParameterRow          rows[CHAIN_MAX_PARAMETERS];
  gboolean              updating;
};

G_DEFINE_FINAL_TYPE (ChainParameterList, chain_parameter_list, GTK_TYPE_WIDGET)

enum
{
  PROP_SUBJECT = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint       changed_signal;

#define LINE_SPACING 8
#define ENTRY_CHARS 6

static void
show_value (ChainParameterList *self,
            guint               index)
{
  GtkWidget *control = self->rows[index].control;

  if (GTK_IS_CHECK_BUTTON (control))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (control), self->values[index] != 0);
  else
    chain_number_entry_set_value (CHAIN_NUMBER_ENTRY (control), self->values[index]);
}

/* "kernel stddev": what the row is called outside the list. */
static char *
full_title (ChainParameterList *self,
            guint               index)
{
  g_autofree char *title = chain_parameter_title (&self->parameters[index]);

  return self->subject != NULL ? g_strdup_printf ("%s %s", self->subject, title)
                               : g_steal_pointer (&title);
}

static void
refuse (ChainParameterList *self,
        guint               index)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[index].control));
  g_autofree char *title = full_title (self, index);
  g_autofree char *range = chain_parameter_range (&self->parameters[index]);
  g_autofree char *message = g_strdup_printf ("%s: expected %s, found “%s”", title, range, text);

  show_value (self, index);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", message);
}

/* Hands a new value to whoever listens; they answer with the values there are then. */
static void
offer (ChainParameterList *self,
       guint               index,
       double              value)
{
  if (value == self->values[index])
    return;
  g_object_ref (self);
  g_signal_emit (self, changed_signal, 0, index, value);
  if (self->rows[index].control != NULL)
    {
      self->updating = TRUE;
      show_value (self, index);
      self->updating = FALSE;
    }
  g_object_unref (self);
}

static void
take_number (ParameterRow *row)
{
  ChainParameterList *self = row->list;
  double              value;

  if (self->updating || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (!chain_number_parse_shown (gtk_editable_get_text (GTK_EDITABLE (row->control)), &value)
      || !chain_parameter_allows (&self->parameters[row->index], value))
    refuse (self, row->index);
  else
    offer (self, row->index, value);
}

static void
on_activate (GtkEntry     *entry,
             ParameterRow *row)
{
  take_number (row);
}

static void
on_leave (GtkEventControllerFocus *controller,
          ParameterRow            *row)
{
  take_number (row);
}

static void
on_toggled (GtkCheckButton *button,
            ParameterRow   *row)
{
  if (!row->list->updating)
    offer (row->list, row->index, gtk_check_button_get_active (button));
}

static GtkWidget *
number_control_new (ParameterRow         *row,
                    const ChainParameter *parameter)
{
  GtkWidget          *entry = chain_number_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_object_set (entry, "lower", parameter->least, "upper", parameter->most, "width-chars",
                ENTRY_CHARS, "max-width-chars", ENTRY_CHARS, "xalign", 1.0f, "input-purpose",
                GTK_INPUT_PURPOSE_NUMBER, NULL);
  gtk_widget_add_css_class (entry, "numeric");
  g_signal_connect (entry, "activate", G_CALLBACK (on_activate), row);
  g_signal_connect (focus, "leave", G_CALLBACK (on_leave), row);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
control_new (ParameterRow         *row,
             const ChainParameter *parameter)
{
  GtkWidget *control;

  if (parameter->kind == CHAIN_PARAMETER_SWITCH)
    {
      control = gtk_check_button_new ();
      g_signal_connect (control, "toggled", G_CALLBACK (on_toggled), row);
    }
  else
    {
      control = number_control_new (row, parameter);
    }
  gtk_widget_add_css_class (control, "small");
  gtk_widget_set_halign (control, GTK_ALIGN_END);
  return control;
}

static gboolean
same_word (const char *a,
           const char *b)
{
  return g_ascii_strcasecmp (a, b) == 0;
}

/* The symbol and, where it is not the same word, the name. */
static GtkWidget *
label_new (const ChainParameter *parameter)
{
  g_autofree char *title = chain_parameter_title (parameter);
  g_autofree char *markup
      = same_word (parameter->symbol, title)
            ? g_markup_escape_text (parameter->symbol, -1)
            : g_markup_printf_escaped ("%s  <span alpha=\"62%%\">%s</span>", parameter->symbol,
                                       title);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
add_row (ChainParameterList *self,
         guint               index)
{
  ParameterRow         *row = &self->rows[index];
  const ChainParameter *parameter = &self->parameters[index];
  g_autofree char      *title = full_title (self, index);
  g_autofree char      *range = chain_parameter_range (parameter);

  row->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, LINE_SPACING);
  row->control = control_new (row, parameter);
  gtk_box_append (GTK_BOX (row->line), label_new (parameter));
  gtk_box_append (GTK_BOX (row->line), row->control);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  if (parameter->kind != CHAIN_PARAMETER_SWITCH)
    chain_tooltip_set (row->line, range);
  gtk_widget_set_parent (row->line, GTK_WIDGET (self));
}

static void
clear_rows (ChainParameterList *self)
{
  for (guint i = 0; i < CHAIN_MAX_PARAMETERS; i++)
    {
      g_clear_pointer (&self->rows[i].line, gtk_widget_unparent);
      self->rows[i].control = NULL;
    }
}

static void
chain_parameter_list_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  if (id == PROP_SUBJECT)
    g_value_set_string (value, CHAIN_PARAMETER_LIST (object)->subject);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
chain_parameter_list_set_property (GObject      *object,
                                   guint         id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  ChainParameterList *self = CHAIN_PARAMETER_LIST (object);

  if (id != PROP_SUBJECT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_free (self->subject);
  self->subject = g_value_dup_string (value);
}

static void
chain_parameter_list_dispose (GObject *object)
{
  ChainParameterList *self = CHAIN_PARAMETER_LIST (object);

  self->updating = TRUE;
  clear_rows (self);
  g_clear_pointer (&self->subject, g_free);

  G_OBJECT_CLASS (chain_parameter_list_parent_class)->dispose (object);
}

static void
chain_parameter_list_class_init (ChainParameterListClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = chain_parameter_list_dispose;
  object_class->get_property = chain_parameter_list_get_property;
  object_class->set_property = chain_parameter_list_set_property;
  properties[PROP_SUBJECT] = g_param_spec_string (
      "subject", NULL, NULL, NULL,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_DOUBLE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "parameterlist");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
chain_parameter_list_init (ChainParameterList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  for (guint i = 0; i < CHAIN_MAX_PARAMETERS; i++)
    self->rows[i] = (ParameterRow){ .list = self, .index = i };
}

/**
 * chain_parameter_title:
 * @parameter: a parameter
 *
 * Returns: (transfer full): its name as people write it: "weight decay"
 */
char *
chain_parameter_title (const ChainParameter *parameter)
{
  return g_strdelimit (g_strdup (parameter->name), "_", ' ');
}

/**
 * chain_parameter_list_set:
 * @list: a list
 * @parameters: [CHAIN_MAX_PARAMETERS], which the list goes on to read; those without a name are
 *   not there
 * @values: [CHAIN_MAX_PARAMETERS], copied
 *
 * Shows parameters with their values.
 */
void
chain_parameter_list_set (ChainParameterList   *list,
                          const ChainParameter *parameters,
                          const double         *values)
{
  const guint n = chain_parameters_count (parameters);

  g_return_if_fail (CHAIN_IS_PARAMETER_LIST (list));

  list->updating = TRUE;
  memcpy (list->values, values, n * sizeof (double));
  if (parameters != list->parameters)
    {
      clear_rows (list);
      list->parameters = parameters;
      for (guint i = 0; i < n; i++)
        add_row (list, i);
    }
  for (guint i = 0; i < n; i++)
    show_value (list, i);
  gtk_widget_set_visible (GTK_WIDGET (list), n > 0);
  list->updating = FALSE;
}
