/* sweep-axis.c: a setting with the values it is to take, and how they are written.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/sweep-setting.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>

/**
 * chain_sweep_axis_new:
 * @setting: what is varied
 * @layer: from 1; 0 for all it concerns
 * @values: [n_values]; those that came before are left out
 * @n_values: at least 1
 *
 * Returns: (transfer full): an axis
 */
ChainSweepAxis *
chain_sweep_axis_new (const ChainSweepSetting *setting,
                      guint                    layer,
                      const double            *values,
                      gsize                    n_values)
{
  ChainSweepAxis *axis = g_new0 (ChainSweepAxis, 1);

  axis->setting = setting;
  axis->layer = layer;
  axis->values = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize i = 0; i < n_values; i++)
    {
      gboolean known = FALSE;

      for (guint k = 0; k < axis->values->len; k++)
        known = known || chain_sweep_axis_value (axis, k) == values[i];
      if (!known)
        g_array_append_val (axis->values, values[i]);
    }
  return axis;
}

static char *
choice_names (const ChainSweepSetting *setting)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; setting->choice (i) != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", setting->choice (i));
  return g_string_free (names, FALSE);
}

static gboolean
parse_choice (const ChainSweepSetting *setting, const char *text, double *value, GError **error)
{
  g_autofree char *names = NULL;

  for (guint i = 0; setting->choice (i) != NULL; i++)
    if (g_str_equal (setting->choice (i), text))
      {
        *value = i;
        return TRUE;
      }
  names = choice_names (setting);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: expected one of %s, got %s",
               setting->name, names, text);
  return FALSE;
}

static gboolean
parse_value (const ChainSweepSetting *setting, const char *text, double *value, GError **error)
{
  char least[CHAIN_NUMBER_SIZE];
  char most[CHAIN_NUMBER_SIZE];

  if (setting->kind == CHAIN_SWEEP_CHOICE)
    return parse_choice (setting, text, value, error);
  if (chain_number_parse (text, value) && *value >= setting->least && *value <= setting->most
      && (setting->kind != CHAIN_SWEEP_WHOLE || *value == floor (*value)))
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: expected %s from %s to %s, got %s",
               setting->name,
               setting->kind == CHAIN_SWEEP_WHOLE ? "a whole number" : "a number",
               chain_number_write (setting->least, least), chain_number_write (setting->most, most),
               *text != '\0' ? text : "nothing");
  return FALSE;
}

/* FROM:TO:COUNT: both ends exactly, and what lies between. */
static GArray *
parse_range (const ChainSweepSetting *setting, char **parts, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  guint64 count;
  double  from, to;

  if (setting->kind == CHAIN_SWEEP_CHOICE || g_strv_length (parts) != 3
      || !g_ascii_string_to_unsigned (g_strstrip (parts[2]), 10, 2, CHAIN_SWEEP_MOST_VALUES,
                                      &count, NULL))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "%s: expected %s, with a count from 2 to %u", setting->name,
                   setting->kind == CHAIN_SWEEP_CHOICE ? "names with commas between"
                                                       : "FROM:TO:COUNT or values with commas between",
                   CHAIN_SWEEP_MOST_VALUES);
      return NULL;
    }
  if (!parse_value (setting, g_strstrip (parts[0]), &from, error)
      || !parse_value (setting, g_strstrip (parts[1]), &to, error))
    return NULL;
  for (guint64 i = 0; i < count; i++)
    {
      const double part = i / (double) (count - 1);
      double       value = setting->logarithmic && from > 0 && to > 0
                             ? from * pow (to / from, part)
                             : from + (to - from) * part;

      if (i == count - 1)
        value = to;
      if (setting->kind == CHAIN_SWEEP_WHOLE)
        value = round (value);
      g_array_append_val (values, value);
    }
  return g_steal_pointer (&values);
}

static GArray *
parse_list (const ChainSweepSetting *setting, const char *text, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  if (g_strv_length (parts) > CHAIN_SWEEP_MOST_VALUES)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "%s: expected at most %u values, got %u",
                   setting->name, CHAIN_SWEEP_MOST_VALUES, g_strv_length (parts));
      return NULL;
    }
  for (char **part = parts; *part != NULL; part++)
    {
      double value;

      if (!parse_value (setting, g_strstrip (*part), &value, error))
        return NULL;
      g_array_append_val (values, value);
    }
  if (values->len == 0)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX, "%s: expected at least one value",
                   setting->name);
      return NULL;
    }
  return g_steal_pointer (&values);
}

/**
 * chain_sweep_axis_parse_values:
 * @setting: what is varied
 * @layer: from 1; 0 for all it concerns
 * @values: "1e-4:1:9" (from, to, how many; evenly spaced, on a logarithmic scale where that is
 *   usual) or "2,4,8"
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_SYNTAX or %CHAIN_ERROR_VALUE.
 *
 * Returns: (transfer full): the axis; %NULL on error
 */
ChainSweepAxis *
chain_sweep_axis_parse_values (const ChainSweepSetting *setting,
                               guint                    layer,
                               const char              *values,
                               GError                 **error)
{
  g_auto (GStrv) parts = g_strsplit (values, ":", -1);
  g_autoptr (GArray) numbers = g_strv_length (parts) > 1 ? parse_range (setting, parts, error)
                                                         : parse_list (setting, values, error);

  if (numbers == NULL)
    return NULL;
  return chain_sweep_axis_new (setting, layer, (const double *) (gpointer) numbers->data,
                               numbers->len);
}

static char *
setting_names (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; chain_sweep_settings[i] != NULL; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", chain_sweep_settings[i]->name);
  return g_string_free (names, FALSE);
}

/* "units" or "units[2]": the setting, and its layer. */
static const ChainSweepSetting *
parse_name (const char *name, guint *layer, GError **error)
{
  g_autofree char         *word = g_strndup (name, strcspn (name, "["));
  const ChainSweepSetting *setting = chain_sweep_setting_find (word);
  const char              *bracket = name + strlen (word);
  g_autofree char         *names = NULL;
  g_autofree char         *number = NULL;
  guint64                  value;

  *layer = 0;
  if (setting == NULL)
    {
      names = setting_names ();
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE, "expected one of %s, got %s", names,
                   *word != '\0' ? word : "nothing");
      return NULL;
    }
  if (*bracket == '\0')
    return setting;
  number = g_strndup (bracket + 1, strcspn (bracket + 1, "]"));
  if (!setting->per_layer || !g_str_has_suffix (bracket, "]")
      || !g_ascii_string_to_unsigned (number, 10, 1, CHAIN_MAX_LAYERS, &value, NULL))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   setting->per_layer ? "%s: expected the number of a layer in brackets, got %s"
                                      : "%s: it is not a matter of single layers, got %s",
                   setting->name, bracket);
      return NULL;
    }
  *layer = (guint) value;
  return setting;
}

/**
 * chain_sweep_axis_parse:
 * @text: "learning_rate=1e-4:1:9", "units=2,4,8", "units[2]=2,4,8", "optimizer=sgd,adam"
 * @error: return location for a #GError
 *
 * Fails with %CHAIN_ERROR_SYNTAX or %CHAIN_ERROR_VALUE.
 *
 * Returns: (transfer full): the axis; %NULL on error
 */
ChainSweepAxis *
chain_sweep_axis_parse (const char *text, GError **error)
{
  const char              *equals = strchr (text, '=');
  g_autofree char         *name = equals != NULL ? g_strndup (text, equals - text) : NULL;
  const ChainSweepSetting *setting;
  guint                    layer;

  if (equals == NULL)
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SYNTAX,
                   "expected SETTING=VALUES, such as learning_rate=1e-4:1:9, got %s", text);
      return NULL;
    }
  setting = parse_name (name, &layer, error);
  if (setting == NULL)
    return NULL;
  return chain_sweep_axis_parse_values (setting, layer, equals + 1, error);
}

/**
 * chain_sweep_axis_copy:
 * @axis: an axis
 *
 * Returns: (transfer full): the same
 */
ChainSweepAxis *
chain_sweep_axis_copy (const ChainSweepAxis *axis)
{
  return chain_sweep_axis_new (axis->setting, axis->layer,
                               (const double *) (gpointer) axis->values->data, axis->values->len);
}

/**
 * chain_sweep_axis_free:
 * @axis: (transfer full) (nullable): to free
 */
void
chain_sweep_axis_free (ChainSweepAxis *axis)
{
  if (axis == NULL)
    return;
  g_array_unref (axis->values);
  g_free (axis);
}

/**
 * chain_sweep_axis_value:
 * @axis: an axis
 * @index: from 0
 *
 * Returns: the value
 */
double
chain_sweep_axis_value (const ChainSweepAxis *axis, guint index)
{
  g_return_val_if_fail (index < axis->values->len, NAN);

  return g_array_index (axis->values, double, index);
}

/**
 * chain_sweep_axis_name:
 * @axis: an axis
 *
 * Returns: (transfer full): as on the command line: "learning_rate", "units[2]"
 */
char *
chain_sweep_axis_name (const ChainSweepAxis *axis)
{
  if (axis->layer == 0)
    return g_strdup (axis->setting->name);
  return g_strdup_printf ("%s[%u]", axis->setting->name, axis->layer);
}

/**
 * chain_sweep_axis_title:
 * @axis: an axis
 *
 * Returns: (transfer full): for people: "Learning rate", "Units of layer 2"
 */
char *
chain_sweep_axis_title (const ChainSweepAxis *axis)
{
  if (axis->layer == 0)
    return g_strdup (axis->setting->title);
  return g_strdup_printf ("%s of layer %u", axis->setting->title, axis->layer);
}

/**
 * chain_sweep_axis_value_text:
 * @axis: an axis
 * @index: from 0
 * @digits: significant digits for people; 0: in full, as in files
 *
 * Returns: (transfer full): the value as text
 */
char *
chain_sweep_axis_value_text (const ChainSweepAxis *axis, guint index, guint digits)
{
  const double value = chain_sweep_axis_value (axis, index);
  char         text[CHAIN_NUMBER_SIZE];

  if (axis->setting->kind == CHAIN_SWEEP_CHOICE)
    return g_strdup (axis->setting->choice ((guint) value));
  if (digits == 0)
    return g_strdup (chain_number_write (value, text));
  return g_strdup (chain_number_show (
      value, axis->setting->kind == CHAIN_SWEEP_WHOLE ? MAX (digits, 10) : digits, text));
}
