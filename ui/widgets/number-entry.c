/* number-entry.c: an entry for a number that may be as small as 1e-5.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/number-entry.h"

#include "base/number.h"
#include "ui/widgets/tooltip.h"

#include <string.h>

struct _ChainNumberEntry
{
  GtkEntry parent_instance;

  double   value;
  double   lower;
  double   upper;
  guint    digits;  /* significant, shown while the keyboard is elsewhere; 0: all */
  gboolean valid;
  gboolean writing; /* the text changes, the number does not */
};

G_DEFINE_FINAL_TYPE (ChainNumberEntry, chain_number_entry, GTK_TYPE_ENTRY)

enum
{
  PROP_VALUE = 1,
  PROP_LOWER,
  PROP_UPPER,
  PROP_VALID,
  PROP_DIGITS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_valid (ChainNumberEntry *self, gboolean valid)
{
  if (self->valid == valid)
    return;
  self->valid = valid;
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALID]);
}

static void
take (ChainNumberEntry *self, double value)
{
  if (!(value >= self->lower && value <= self->upper))
    {
      set_valid (self, FALSE);
      return;
    }
  set_valid (self, TRUE);
  if (value == self->value)
    return;
  self->value = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

static void
on_changed (ChainNumberEntry *self)
{
  double value;

  if (self->writing)
    return;
  chain_tooltip_set (GTK_WIDGET (self), NULL);
  if (chain_number_parse_shown (gtk_editable_get_text (GTK_EDITABLE (self)), &value))
    take (self, value);
  else
    set_valid (self, FALSE);
}

/* 1e-05 becomes 1e-5, as people write it. */
static void
drop_exponent_zeros (char *text)
{
  char *digits = strpbrk (text, "eE");

  if (digits == NULL)
    return;
  digits += digits[1] == '-' || digits[1] == '+' ? 2 : 1;
  while (digits[0] == '0' && digits[1] != '\0')
    memmove (digits, digits + 1, strlen (digits));
}

/* The focus itself is on the text within. */
static gboolean
has_keyboard (ChainNumberEntry *self)
{
  return (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* Rounded where that is asked for; the tooltip then has the whole number, and so has the entry as
 * soon as the keyboard is in it. */
static void
write_number (ChainNumberEntry *self, double value, gboolean whole)
{
  char           all[CHAIN_NUMBER_SIZE];
  char           some[CHAIN_NUMBER_SIZE];
  double         read;
  const gboolean shortened = !whole && self->digits > 0
                             && chain_number_parse_shown (
                               chain_number_show (value, self->digits, some), &read);

  drop_exponent_zeros (chain_number_write (value, all));
  self->writing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), shortened ? some : all);
  self->writing = FALSE;
  chain_tooltip_set (GTK_WIDGET (self), shortened && read != value ? all : NULL);
}

static void
on_contains_focus (GtkEventControllerFocus *focus, GParamSpec *property, ChainNumberEntry *self)
{
  if (self->valid && self->digits > 0)
    write_number (self, self->value, gtk_event_controller_focus_contains_focus (focus));
}

static void
chain_number_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ChainNumberEntry *self = CHAIN_NUMBER_ENTRY (object);

  switch (id)
    {
      case PROP_VALUE:
        g_value_set_double (value, self->value);
        break;
      case PROP_LOWER:
        g_value_set_double (value, self->lower);
        break;
      case PROP_UPPER:
        g_value_set_double (value, self->upper);
        break;
      case PROP_VALID:
        g_value_set_boolean (value, self->valid);
        break;
      case PROP_DIGITS:
        g_value_set_uint (value, self->digits);
        break;
      default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
chain_number_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ChainNumberEntry *self = CHAIN_NUMBER_ENTRY (object);

  switch (id)
    {
      case PROP_VALUE:
        chain_number_entry_set_value (self, g_value_get_double (value));
        break;
      case PROP_LOWER:
        self->lower = g_value_get_double (value);
        on_changed (self);
        break;
      case PROP_UPPER:
        self->upper = g_value_get_double (value);
        on_changed (self);
        break;
      case PROP_DIGITS:
        self->digits = g_value_get_uint (value);
        write_number (self, self->value, has_keyboard (self));
        break;
      default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
chain_number_entry_class_init (ChainNumberEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = chain_number_entry_get_property;
  object_class->set_property = chain_number_entry_set_property;
  properties[PROP_VALUE] =
      g_param_spec_double ("value", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOWER] =
      g_param_spec_double ("lower", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UPPER] =
      g_param_spec_double ("upper", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALID] =
      g_param_spec_boolean ("valid", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DIGITS] =
      g_param_spec_uint ("digits", NULL, NULL, 0, 17, 0,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
chain_number_entry_init (ChainNumberEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->lower = -G_MAXDOUBLE;
  self->upper = G_MAXDOUBLE;
  self->valid = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), "0");
  gtk_entry_set_activates_default (GTK_ENTRY (self), TRUE);
  g_signal_connect (self, "changed", G_CALLBACK (on_changed), NULL);
  g_signal_connect (focus, "notify::contains-focus", G_CALLBACK (on_contains_focus), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * chain_number_entry_new:
 *
 * Returns: an entry that says 0 and takes any number
 */
GtkWidget *
chain_number_entry_new (void)
{
  return g_object_new (CHAIN_TYPE_NUMBER_ENTRY, NULL);
}

/**
 * chain_number_entry_get_value:
 * @entry: an entry
 *
 * Returns: the last number in range that was entered or set
 */
double
chain_number_entry_get_value (ChainNumberEntry *entry)
{
  return entry->value;
}

/**
 * chain_number_entry_set_value:
 * @entry: an entry
 * @value: the number to show
 *
 * A text that already reads as this number stays as it was typed, and so does one that is being
 * typed while the number is the same as before.
 */
void
chain_number_entry_set_value (ChainNumberEntry *entry, double value)
{
  g_return_if_fail (CHAIN_IS_NUMBER_ENTRY (entry));

  if (entry->value == value && (entry->valid || has_keyboard (entry)))
    return;
  write_number (entry, value, has_keyboard (entry));
  take (entry, value);
}

/**
 * chain_number_entry_get_valid:
 * @entry: an entry
 *
 * Returns: whether the text is a number in range
 */
gboolean
chain_number_entry_get_valid (ChainNumberEntry *entry)
{
  return entry->valid;
}
