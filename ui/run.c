/* run.c: one training run of a session: its settings and what its history is.
 *
 * Settings are compared as people read them: a table has what each is called and how it is
 * written.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/run.h"

#define DIGITS 6

/* Returns: (transfer full): the setting in words */
typedef char *(*Text) (const ChainRun *run);

/* A row of a table, with those of its parameters that are not as at first. */
static char *
with_parameters (const char           *title,
                 const ChainParameter *parameters,
                 const double         *values)
{
  GString *text = g_string_new (title);
  guint    shown = 0;
  char     number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (values[i] != parameters[i].initial)
      g_string_append_printf (text, "%s%s %s", shown++ == 0 ? " (" : ", ", parameters[i].symbol,
                              chain_number_show (values[i], DIGITS, number));
  if (shown > 0)
    g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

static char *
number_text (double value)
{
  char number[CHAIN_NUMBER_SIZE];

  return g_strdup (chain_number_show (value, DIGITS, number));
}

static char *
layers_text (const ChainRun *run)
{
  const ChainNetwork *network = run->settings->network;
  GString            *text = g_string_new (NULL);

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      g_autofree char  *activation
          = with_parameters (layer->activation->title, layer->activation->parameters,
                             layer->activation_parameters);

      g_string_append_printf (text, "%s%u %s%s", i > 0 ? " – " : "", layer->units, activation,
                              layer->use_bias ? "" : " without bias");
    }
  return g_string_free (text, FALSE);
}

static char *
initializers_text (const ChainRun *run)
{
  const ChainNetwork *network = run->settings->network;
  GString            *text = g_string_new (NULL);

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);
      g_autofree char  *kernel
          = with_parameters (layer->kernel_initializer->name,
                             layer->kernel_initializer->parameters, layer->kernel_parameters);

      g_string_append_printf (text, "%s%s", i > 0 ? " – " : "", kernel);
    }
  return g_string_free (text, FALSE);
}

/* A number of each layer; one for all where they agree. */
static char *
per_layer_text (const ChainRun *run,
                gsize           offset)
{
  const ChainNetwork *network = run->settings->network;
  GString            *text = g_string_new (NULL);
  gboolean            same = TRUE;
  double              first = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const double value
          = G_STRUCT_MEMBER (double, chain_network_layer (network, i), offset);
      char         number[CHAIN_NUMBER_SIZE];

      first = i == 0 ? value : first;
      same = same && value == first;
      g_string_append_printf (text, "%s%s", i > 0 ? " – " : "",
                              chain_number_show (value, DIGITS, number));
    }
  if (!same)
    return g_string_free (text, FALSE);
  g_string_free (text, TRUE);
  return number_text (first);
}

static char *
l1_text (const ChainRun *run)
{
  return per_layer_text (run, G_STRUCT_OFFSET (ChainLayer, l1));
}

static char *
l2_text (const ChainRun *run)
{
  return per_layer_text (run, G_STRUCT_OFFSET (ChainLayer, l2));
}

static char *
dropout_text (const ChainRun *run)
{
  return per_layer_text (run, G_STRUCT_OFFSET (ChainLayer, dropout));
}

static char *
weight_seed_text (const ChainRun *run)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, run->settings->network->seed);
}

static char *
first_text (const ChainRun *run)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, run->first);
}

static char *
loss_text (const ChainRun *run)
{
  const ChainTrainingOptions *training = &run->settings->training;

  return with_parameters (training->loss->title, training->loss->parameters,
                          training->loss_parameters);
}

static char *
optimizer_text (const ChainRun *run)
{
  const ChainTrainingOptions *training = &run->settings->training;

  return with_parameters (training->optimizer->title, training->optimizer->parameters,
                          training->optimizer_parameters);
}

static char *
rate_text (const ChainRun *run)
{
  return number_text (run->settings->training.learning_rate);
}

static char *
schedule_text (const ChainRun *run)
{
  const ChainTrainingOptions *training = &run->settings->training;

  return with_parameters (training->schedule->title, training->schedule->parameters,
                          training->schedule_parameters);
}

static char *
batch_size_text (const ChainRun *run)
{
  return g_strdup_printf ("%u", run->settings->training.batch_size);
}

static char *
shuffle_text (const ChainRun *run)
{
  return g_strdup (run->settings->training.shuffle ? "yes" : "no");
}

static char *
order_seed_text (const ChainRun *run)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, run->settings->training.seed);
}

static char *
features_text (const ChainRun *run)
{
  return g_strjoinv (", ", run->settings->data.features);
}

static char *
targets_text (const ChainRun *run)
{
  return g_strjoinv (", ", run->settings->data.targets);
}

static char *
validation_text (const ChainRun *run)
{
  return number_text (run->settings->data.validation_fraction);
}

static char *
split_seed_text (const ChainRun *run)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, run->settings->data.split_seed);
}

static const struct
{
  const char *title;
  Text        text;
} settings[] = {
  { "learning rate", rate_text },
  { "schedule", schedule_text },
  { "optimizer", optimizer_text },
  { "batch size", batch_size_text },
  { "layers", layers_text },
  { "L1", l1_text },
  { "L2", l2_text },
  { "dropout", dropout_text },
  { "loss", loss_text },
  { "initializers", initializers_text },
  { "seed of the weights", weight_seed_text },
  { "first step", first_text },
  { "shuffled", shuffle_text },
  { "seed of the order", order_seed_text },
  { "features", features_text },
  { "targets", targets_text },
  { "share of validation rows", validation_text },
  { "seed of the split", split_seed_text },
};

/**
 * chain_run_new:
 * @number: from 1
 * @project: the settings; copied, without the weights
 * @first: updates made before
 * @steps_per_epoch: updates of an epoch
 * @validates: whether there are validation rows
 *
 * Returns: (transfer full): a run without history
 */
ChainRun *
chain_run_new (guint               number,
               const ChainProject *project,
               guint64             first,
               guint               steps_per_epoch,
               gboolean            validates)
{
  ChainRun *run = g_new0 (ChainRun, 1);

  run->number = number;
  run->name = g_strdup_printf ("Run %u", number);
  run->settings = chain_project_copy (project);
  run->first = first;
  run->end = first;
  run->steps_per_epoch = steps_per_epoch;
  run->validates = validates;
  run->history = chain_history_new ();
  chain_project_set_paused (run->settings, NULL);
  for (guint i = 0; i < chain_network_n_layers (run->settings->network); i++)
    {
      ChainLayer *layer = chain_network_layer (run->settings->network, i);

      g_clear_pointer (&layer->kernel, chain_tensor_free);
      g_clear_pointer (&layer->bias, chain_tensor_free);
    }
  return run;
}

/**
 * chain_run_free:
 * @run: (transfer full): to free
 */
void
chain_run_free (ChainRun *run)
{
  g_free (run->name);
  chain_project_free (run->settings);
  chain_history_free (run->history);
  g_free (run);
}

/**
 * chain_run_difference:
 * @run: a run
 * @from: (nullable): an earlier one
 *
 * Returns: (transfer full): what changed since then, in words: "learning rate 0.1, was 0.01"; or
 *   that nothing did
 */
char *
chain_run_difference (const ChainRun *run,
                      const ChainRun *from)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings) && from != NULL; i++)
    {
      g_autofree char *is = settings[i].text (run);
      g_autofree char *was = settings[i].text (from);

      if (!g_str_equal (is, was))
        g_string_append_printf (text, "%s%s %s, was %s", text->len > 0 ? "; " : "",
                                settings[i].title, is, was);
    }
  if (text->len == 0)
    g_string_append (text, from != NULL ? "the same settings" : "the first run");
  return g_string_free (text, FALSE);
}

/**
 * chain_run_settings:
 * @run: a run
 *
 * Returns: (transfer full): all its settings, a line for each
 */
char *
chain_run_settings (const ChainRun *run)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *is = settings[i].text (run);

      g_string_append_printf (text, "%s%s: %s", i > 0 ? "\n" : "", settings[i].title, is);
    }
  return g_string_free (text, FALSE);
}
