/* sweep-setting.c: what a sweep can vary, one record each, and how its values are written.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/sweep-setting.h"

#include "base/error.h"
#include "base/number.h"

#include <math.h>

static double
read_learning_rate (const ChainNetwork         *network G_GNUC_UNUSED,
                    const ChainTrainingOptions *training,
                    guint                       layer G_GNUC_UNUSED)
{
  return training->learning_rate;
}

static void
apply_learning_rate (ChainNetwork         *network G_GNUC_UNUSED,
                     ChainTrainingOptions *training,
                     guint                 layer G_GNUC_UNUSED,
                     double                value)
{
  training->learning_rate = value;
}

static const ChainSweepSetting learning_rate = {
  .name = "learning_rate",
  .title = "Learning rate",
  .usual = "1e-4:1:9",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 1e-12,
  .most = 1e6,
  .logarithmic = TRUE,
  .read = read_learning_rate,
  .apply = apply_learning_rate,
};

static double
read_batch_size (const ChainNetwork         *network G_GNUC_UNUSED,
                 const ChainTrainingOptions *training,
                 guint                       layer G_GNUC_UNUSED)
{
  return training->batch_size;
}

static void
apply_batch_size (ChainNetwork         *network G_GNUC_UNUSED,
                  ChainTrainingOptions *training,
                  guint                 layer G_GNUC_UNUSED,
                  double                value)
{
  training->batch_size = (guint) value;
}

static const ChainSweepSetting batch_size = {
  .name = "batch_size",
  .title = "Batch size",
  .usual = "1:128:8",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 1,
  .most = 1000000,
  .logarithmic = TRUE,
  .read = read_batch_size,
  .apply = apply_batch_size,
};

/* The layers a setting of hidden layers concerns: one, or all of them. */
static gboolean
concerns (const ChainNetwork *network, guint layer, guint index)
{
  return layer == 0 ? index + 1 < chain_network_n_layers (network) : index + 1 == layer;
}

static const ChainLayer *
first_concerned (const ChainNetwork *network, guint layer)
{
  return chain_network_layer (network, layer == 0 ? 0 : layer - 1);
}

static double
read_units (const ChainNetwork         *network,
            const ChainTrainingOptions *training G_GNUC_UNUSED,
            guint                       layer)
{
  return first_concerned (network, layer)->units;
}

static void
apply_units (ChainNetwork         *network,
             ChainTrainingOptions *training G_GNUC_UNUSED,
             guint                 layer,
             double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (concerns (network, layer, i))
      chain_network_layer (network, i)->units = (guint) value;
}

static const ChainSweepSetting units = {
  .name = "units",
  .title = "Units",
  .usual = "2,4,8,16,32",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 1,
  .most = CHAIN_MAX_UNITS,
  .logarithmic = TRUE,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .fresh = TRUE,
  .read = read_units,
  .apply = apply_units,
};

static double
read_layers (const ChainNetwork         *network,
             const ChainTrainingOptions *training G_GNUC_UNUSED,
             guint                       layer G_GNUC_UNUSED)
{
  return chain_network_n_layers (network) - 1;
}

/* More of them are copies of the last hidden one. */
static void
apply_layers (ChainNetwork         *network,
              ChainTrainingOptions *training G_GNUC_UNUSED,
              guint                 layer G_GNUC_UNUSED,
              double                value)
{
  const guint n = (guint) value + 1;

  while (chain_network_n_layers (network) > n)
    g_ptr_array_remove_index (network->layers, chain_network_n_layers (network) - 2);
  while (chain_network_n_layers (network) < n)
    {
      const guint last = chain_network_n_layers (network) - 2;

      g_ptr_array_insert (network->layers, (int) last + 1,
                          chain_layer_copy (chain_network_layer (network, last)));
    }
}

static const ChainSweepSetting layers = {
  .name = "layers",
  .title = "Hidden layers",
  .usual = "1,2,3,4",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 0,
  .most = 50,
  .needs_hidden = TRUE,
  .fresh = TRUE,
  .read = read_layers,
  .apply = apply_layers,
};

static guint
index_of (const gconstpointer *table, gconstpointer row)
{
  guint index = 0;

  while (table[index] != NULL && table[index] != row)
    index++;
  return index;
}

static const char *
activation_choice (guint index)
{
  return chain_activations[index] != NULL ? chain_activations[index]->name : NULL;
}

static double
read_activation (const ChainNetwork         *network,
                 const ChainTrainingOptions *training G_GNUC_UNUSED,
                 guint                       layer)
{
  return index_of ((const gconstpointer *) chain_activations,
                   first_concerned (network, layer)->activation);
}

static void
apply_activation (ChainNetwork         *network,
                  ChainTrainingOptions *training G_GNUC_UNUSED,
                  guint                 layer,
                  double                value)
{
  const ChainOp *activation = chain_activations[(guint) value];

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      ChainLayer *one = chain_network_layer (network, i);

      if (concerns (network, layer, i) && one->activation != activation)
        chain_layer_set_activation (one, activation);
    }
}

static const ChainSweepSetting activation = {
  .name = "activation",
  .title = "Activation",
  .usual = "relu,tanh,sigmoid",
  .kind = CHAIN_SWEEP_CHOICE,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .choice = activation_choice,
  .read = read_activation,
  .apply = apply_activation,
};

static const char *
optimizer_choice (guint index)
{
  return chain_optimizers[index] != NULL ? chain_optimizers[index]->name : NULL;
}

static double
read_optimizer (const ChainNetwork         *network G_GNUC_UNUSED,
                const ChainTrainingOptions *training,
                guint                       layer G_GNUC_UNUSED)
{
  return index_of ((const gconstpointer *) chain_optimizers, training->optimizer);
}

static void
apply_optimizer (ChainNetwork         *network G_GNUC_UNUSED,
                 ChainTrainingOptions *training,
                 guint                 layer G_GNUC_UNUSED,
                 double                value)
{
  const ChainOptimizer *chosen = chain_optimizers[(guint) value];

  if (training->optimizer != chosen)
    chain_training_options_set_optimizer (training, chosen);
}

static const ChainSweepSetting optimizer = {
  .name = "optimizer",
  .title = "Optimizer",
  .usual = "sgd,rmsprop,adam",
  .kind = CHAIN_SWEEP_CHOICE,
  .choice = optimizer_choice,
  .read = read_optimizer,
  .apply = apply_optimizer,
};

static double
read_l2 (const ChainNetwork         *network,
         const ChainTrainingOptions *training G_GNUC_UNUSED,
         guint                       layer)
{
  return first_concerned (network, layer)->l2;
}

static void
apply_l2 (ChainNetwork         *network,
          ChainTrainingOptions *training G_GNUC_UNUSED,
          guint                 layer,
          double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (layer == 0 || i + 1 == layer)
      chain_network_layer (network, i)->l2 = value;
}

static const ChainSweepSetting l2 = {
  .name = "l2",
  .title = "L2",
  .usual = "0,1e-4,1e-3,1e-2",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 0,
  .most = 1e6,
  .logarithmic = TRUE,
  .per_layer = TRUE,
  .read = read_l2,
  .apply = apply_l2,
};

static double
read_dropout (const ChainNetwork         *network,
              const ChainTrainingOptions *training G_GNUC_UNUSED,
              guint                       layer)
{
  return first_concerned (network, layer)->dropout;
}

static void
apply_dropout (ChainNetwork         *network,
               ChainTrainingOptions *training G_GNUC_UNUSED,
               guint                 layer,
               double                value)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (concerns (network, layer, i))
      chain_network_layer (network, i)->dropout = value;
}

static const ChainSweepSetting dropout = {
  .name = "dropout",
  .title = "Dropout",
  .usual = "0,0.1,0.2,0.5",
  .kind = CHAIN_SWEEP_NUMBER,
  .least = 0,
  .most = 0.99,
  .needs_hidden = TRUE,
  .per_layer = TRUE,
  .read = read_dropout,
  .apply = apply_dropout,
};

static double
read_seed (const ChainNetwork         *network,
           const ChainTrainingOptions *training G_GNUC_UNUSED,
           guint                       layer G_GNUC_UNUSED)
{
  return (double) network->seed;
}

static void
apply_seed (ChainNetwork         *network,
            ChainTrainingOptions *training,
            guint                 layer G_GNUC_UNUSED,
            double                value)
{
  network->seed = (guint64) value;
  training->seed = (guint64) value;
}

static const ChainSweepSetting seed = {
  .name = "seed",
  .title = "Seed",
  .usual = "0,1,2,3,4",
  .kind = CHAIN_SWEEP_WHOLE,
  .least = 0,
  .most = 4294967295.0,
  .fresh = TRUE,
  .read = read_seed,
  .apply = apply_seed,
};

const ChainSweepSetting *const chain_sweep_settings[] = {
  &learning_rate, &units, &layers, &batch_size, &activation, &optimizer, &l2, &dropout, &seed, NULL,
};

/**
 * chain_sweep_setting_find:
 * @name: as on the command line
 *
 * Returns: (transfer none) (nullable): the setting of that name; %NULL if there is none
 */
const ChainSweepSetting *
chain_sweep_setting_find (const char *name)
{
  for (guint i = 0; chain_sweep_settings[i] != NULL; i++)
    if (g_str_equal (chain_sweep_settings[i]->name, name))
      return chain_sweep_settings[i];
  return NULL;
}

/**
 * chain_sweep_setting_applies:
 * @setting: a setting
 * @layer: from 1; 0 for all it concerns
 * @network: whose settings it is to vary
 * @error: set to %CHAIN_ERROR_VALUE if it cannot
 *
 * Returns: whether @network has such a setting
 */
gboolean
chain_sweep_setting_applies (const ChainSweepSetting *setting,
                             guint                    layer,
                             const ChainNetwork      *network,
                             GError                 **error)
{
  const guint n = chain_network_n_layers (network);
  const guint most = setting->needs_hidden ? n - 1 : n;

  if (setting->needs_hidden && n < 2)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: expected a network with a hidden layer, this one has none", setting->name);
  else if (layer > most)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                 "%s: expected a layer from 1 to %u, got %u", setting->name, most, layer);
  else
    return TRUE;
  return FALSE;
}

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
