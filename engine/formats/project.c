/* project.c: the document: data, network and training.
 *
 * A new project, and a file that leaves things out, has: no scaling, no validation rows, seeds
 * of 0; layers with linear activation, a bias and Keras's initializers; training as
 * chain_training_options_init() sets it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include "base/error.h"
#include "model/recording.h"

#include <string.h>

#define MOST_PARAMETERS 100000000 /* 800 MB of weights; beyond, memory decides and not we */

static void
set_network (ChainProject *project,
             ChainNetwork *network)
{
  chain_network_free (project->network);
  project->network = network;
}

static gboolean
check_size (const ChainNetwork *network,
            guint               n_inputs,
            GError            **error)
{
  guint64 inputs = n_inputs;
  guint64 n = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    {
      const ChainLayer *layer = chain_network_layer (network, i);

      n += inputs * layer->units + layer->units;
      inputs = layer->units;
      if (n <= MOST_PARAMETERS)
        continue;
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "network.layers[%u].units: expected at most %d weights in all, got %u units "
                   "with %" G_GUINT64_FORMAT " weights up to this layer",
                   i, MOST_PARAMETERS, layer->units, n);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_outputs (const ChainProject *project,
               const ChainDataset *dataset,
               GError            **error)
{
  const guint      last = chain_network_n_layers (project->network) - 1;
  const guint      units = chain_network_n_outputs (project->network);
  g_autofree char *why = NULL;

  if (units == dataset->n_outputs)
    return TRUE;
  if (dataset->classes != NULL)
    why = g_strdup_printf ("one for each level of %s", project->data.targets[0]);
  else if (dataset->n_outputs == 1)
    why = g_strdup_printf ("for %s", project->data.targets[0]);
  else
    why = g_strdup ("one for each target");
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "network.layers[%u].units: expected %u (%s), got %u", last, dataset->n_outputs, why,
               units);
  return FALSE;
}

/**
 * chain_project_new:
 * @name: for people
 * @source: where the rows come from; copied
 * @features: (array zero-terminated=1): columns the network reads
 * @targets: (array zero-terminated=1): columns it shall give
 *
 * Returns: (transfer full): a project with one linear layer and everything else at its default
 */
ChainProject *
chain_project_new (const char        *name,
                   ChainSource       *source,
                   const char *const *features,
                   const char *const *targets)
{
  ChainProject  *project = g_new0 (ChainProject, 1);
  const ChainOp *linear = chain_op_find (CHAIN_OP_ACTIVATION, "linear");

  project->name = g_strdup (name);
  project->source = chain_source_copy (source);
  project->data.features = g_strdupv ((GStrv) features);
  project->data.targets = g_strdupv ((GStrv) targets);
  project->network = chain_network_new ();
  g_ptr_array_add (project->network->layers,
                   chain_layer_new (MAX (g_strv_length ((GStrv) targets), 1), linear));
  chain_training_options_init (&project->training);
  chain_workspace_options_init (&project->workspace);
  return project;
}

/**
 * chain_project_copy:
 * @project: to copy
 *
 * Returns: (transfer full): the same project, sharing only what is never changed
 */
ChainProject *
chain_project_copy (const ChainProject *project)
{
  ChainProject *copy = g_new0 (ChainProject, 1);

  copy->name = g_strdup (project->name);
  copy->source = chain_source_copy (project->source);
  chain_data_options_copy (&project->data, &copy->data);
  copy->network = chain_network_copy (project->network);
  copy->training = project->training;
  chain_workspace_options_copy (&project->workspace, &copy->workspace);
  copy->paused = chain_training_state_copy (project->paused);
  copy->paused_mark = g_strdup (project->paused_mark);
  copy->unknown = project->unknown != NULL ? g_ptr_array_ref (project->unknown) : NULL;
  return copy;
}

/**
 * chain_project_free:
 * @project: (nullable) (transfer full): to free
 */
void
chain_project_free (ChainProject *project)
{
  if (project == NULL)
    return;
  g_free (project->name);
  chain_source_free (project->source);
  chain_data_options_clear (&project->data);
  chain_network_free (project->network);
  chain_training_state_free (project->paused);
  g_free (project->paused_mark);
  chain_workspace_options_clear (&project->workspace);
  if (project->unknown != NULL)
    g_ptr_array_unref (project->unknown);
  g_free (project);
}

/**
 * chain_project_open_data:
 * @project: a project
 * @cancellable: (nullable): to give up with
 * @error: set if the rows cannot be read, or do not fit the network
 *
 * Loads the source and hands it to chain_project_use_table().
 *
 * Returns: (transfer full) (nullable): the rows as the network reads them
 */
ChainDataset *
chain_project_open_data (ChainProject *project,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (ChainTable) table = chain_source_load (project->source, NULL, cancellable, error);

  return table != NULL ? chain_project_use_table (project, table, error) : NULL;
}

/**
 * chain_project_use_table:
 * @project: a project; a network without weights gets them from its initializers
 * @table: the rows of its source; referenced
 * @error: set if rows, network and loss do not fit together
 *
 * Encodes the rows and checks that the network can be run on them and trained with the loss.
 *
 * Returns: (transfer full) (nullable): the rows as the network reads them; on an error the
 *   project is as it was
 */
ChainDataset *
chain_project_use_table (ChainProject *project,
                         ChainTable   *table,
                         GError      **error)
{
  g_autoptr (ChainDataset) dataset = chain_dataset_new (
      table, &project->data, chain_network_n_outputs (project->network), error);

  if (dataset == NULL || !chain_project_use_dataset (project, dataset, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

/**
 * chain_project_use_dataset:
 * @project: a project; a network without weights gets them from its initializers
 * @dataset: rows encoded by the project's data options, for as many output units as it has
 * @error: set if rows, network and loss do not fit together
 *
 * The second half of chain_project_use_table(), for rows that are encoded already.
 *
 * Returns: %FALSE on an error, and then the project is as it was
 */
gboolean
chain_project_use_dataset (ChainProject       *project,
                           const ChainDataset *dataset,
                           GError            **error)
{
  g_autoptr (ChainNetwork)   network = chain_network_copy (project->network);
  g_autoptr (ChainRecording) trial = NULL;

  if (!check_outputs (project, dataset, error) || !check_size (network, dataset->n_inputs, error)
      || !chain_network_set_inputs (network, dataset->n_inputs, error))
    return FALSE;
  trial = chain_recording_new (network, project->training.loss, project->training.loss_parameters,
                               error);
  if (trial == NULL)
    return FALSE;
  set_network (project, g_steal_pointer (&network));
  return TRUE;
}
