/* project-mark.c: whether the paused run of a project still belongs to it.
 *
 * It belongs to the weights, the data and the settings of the run it was taken from. A mark of
 * these is kept with it; once one of them has been edited the mark is another, and the paused run
 * counts no more.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include <string.h>

static void
add_bytes (GChecksum *mark, gconstpointer bytes, gsize size)
{
  g_checksum_update (mark, (const guchar *) &size, sizeof size);
  g_checksum_update (mark, bytes, (gssize) size);
}

static void
add_text (GChecksum *mark, const char *text)
{
  add_bytes (mark, text, strlen (text));
}

static void
add_tensor (GChecksum *mark, const ChainTensor *tensor)
{
  if (tensor != NULL)
    add_bytes (mark, tensor->values, chain_tensor_size (tensor) * sizeof (double));
}

/* Rows and samples are never changed in place, so that each is known by where it is. */
static void
add_source (GChecksum *mark, const ChainSource *source)
{
  add_bytes (mark, &source->kind, sizeof source->kind);
  add_bytes (mark, &source->rows, sizeof source->rows);
  add_bytes (mark, &source->sample, sizeof source->sample);
  add_bytes (mark, &source->sample_options.samples, sizeof source->sample_options.samples);
  add_bytes (mark, &source->sample_options.noise, sizeof source->sample_options.noise);
  add_bytes (mark, &source->sample_options.seed, sizeof source->sample_options.seed);
  add_bytes (mark, &source->sample_options.from, sizeof source->sample_options.from);
  add_bytes (mark, &source->sample_options.to, sizeof source->sample_options.to);
  if (source->sample_options.expression != NULL)
    add_text (mark, source->sample_options.expression);
  add_text (mark, source->path != NULL ? source->path : "");
}

static void
add_column (GChecksum *mark, const ChainColumnOptions *column)
{
  add_text (mark, column->name);
  add_bytes (mark, &column->kind, sizeof column->kind);
  add_bytes (mark, &column->date_form, sizeof column->date_form);
  add_bytes (mark, &column->encoding, sizeof column->encoding);
  add_bytes (mark, &column->missing, sizeof column->missing);
  add_bytes (mark, &column->has_scaling, sizeof column->has_scaling);
  add_bytes (mark, &column->scaling, sizeof column->scaling);
  for (guint i = 0; column->levels != NULL && column->levels[i] != NULL; i++)
    add_text (mark, column->levels[i]);
}

static void
add_data (GChecksum *mark, const ChainDataOptions *data)
{
  g_autofree char *features = g_strjoinv ("\n", data->features);
  g_autofree char *targets = g_strjoinv ("\n", data->targets);

  add_text (mark, features);
  add_text (mark, targets);
  add_text (mark, chain_scaling_name (data->scaling));
  add_bytes (mark, &data->scale_targets, sizeof data->scale_targets);
  add_bytes (mark, &data->validation_fraction, sizeof data->validation_fraction);
  add_bytes (mark, &data->split_seed, sizeof data->split_seed);
  add_bytes (mark, &data->split, sizeof data->split);
  for (guint i = 0; data->columns != NULL && i < data->columns->len; i++)
    add_column (mark, g_ptr_array_index (data->columns, i));
}

static void
add_network (GChecksum *mark, const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      add_text (mark, layer->activation->name);
      add_bytes (mark, layer->activation_parameters, sizeof layer->activation_parameters);
      add_bytes (mark, &layer->units, sizeof layer->units);
      add_bytes (mark, &layer->l1, sizeof layer->l1);
      add_bytes (mark, &layer->l2, sizeof layer->l2);
      add_bytes (mark, &layer->dropout, sizeof layer->dropout);
      add_tensor (mark, layer->kernel);
      add_tensor (mark, layer->bias);
    }
}

/* A patience that is not asked for changes nothing. */
static void
add_early_stopping (GChecksum *mark, const ChainEarlyStoppingOptions *options)
{
  add_bytes (mark, &options->enabled, sizeof options->enabled);
  if (!options->enabled)
    return;
  add_bytes (mark, &options->patience, sizeof options->patience);
  add_bytes (mark, &options->min_delta, sizeof options->min_delta);
  add_bytes (mark, &options->restore_best_weights, sizeof options->restore_best_weights);
}

/* Of all that decides where the run goes. The learning rate, its schedule and the number of epochs
 * may be changed: a run may well go on at another rate. */
static char *
mark_of (const ChainProject *project)
{
  const ChainTrainingOptions *training = &project->training;
  g_autoptr (GChecksum)       mark = g_checksum_new (G_CHECKSUM_SHA1);

  add_source (mark, project->source);
  add_data (mark, &project->data);
  add_network (mark, project->network);
  add_text (mark, training->loss->name);
  add_bytes (mark, training->loss_parameters, sizeof training->loss_parameters);
  add_text (mark, training->optimizer->name);
  add_bytes (mark, training->optimizer_parameters, sizeof training->optimizer_parameters);
  add_bytes (mark, &training->batch_size, sizeof training->batch_size);
  add_bytes (mark, &training->shuffle, sizeof training->shuffle);
  add_bytes (mark, &training->seed, sizeof training->seed);
  add_early_stopping (mark, &training->early_stopping);
  return g_strdup (g_checksum_get_string (mark));
}

/**
 * chain_project_set_paused:
 * @project: a project with the weights that a run has reached
 * @state: (transfer full) (nullable): of that run; %NULL for none
 *
 * Lets a later run go on from here.
 */
void
chain_project_set_paused (ChainProject       *project,
                          ChainTrainingState *state)
{
  chain_training_state_free (project->paused);
  project->paused = state;
  g_clear_pointer (&project->paused_mark, g_free);
  if (state != NULL)
    project->paused_mark = mark_of (project);
}

/**
 * chain_project_paused:
 * @project: a project
 *
 * Returns: (transfer none) (nullable): the state of a run that was stopped here, unless something
 *   it depends on has been edited since
 */
const ChainTrainingState *
chain_project_paused (const ChainProject *project)
{
  g_autofree char *mark = NULL;

  if (project->paused == NULL)
    return NULL;
  mark = mark_of (project);
  return g_str_equal (mark, project->paused_mark) ? project->paused : NULL;
}
