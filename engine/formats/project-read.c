/* project-read.c: reads a project file.
 *
 * What the file may leave out takes the value that chain_project_new, chain_layer_new and
 * chain_training_options_init give it; what it must have are the source, the features and
 * targets, and the units of each layer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include "base/file.h"
#include "formats/project-reader.h"
#include "formats/project-state.h"
#include "formats/project-workspace.h"
#include "formats/unknown-keys.h"

#define LARGEST_COUNT 1000000000 /* of epochs, and of rows in a batch */

/* What an object leaves out is as in Keras. */
static gboolean
read_early_stopping (const ChainJsonPlace      *training,
                     ChainEarlyStoppingOptions *options,
                     GError                   **error)
{
  ChainEarlyStoppingOptions read = { .enabled = TRUE };
  g_auto (ChainJsonPlace)   member = { 0 };
  g_auto (ChainJsonPlace)   delta = { 0 };

  chain_json_place_member (training, "early_stopping", &member);
  if (member.value == NULL || member.value->kind == CHAIN_JSON_NULL)
    return TRUE;
  if (member.value->kind != CHAIN_JSON_OBJECT)
    return chain_json_place_fail (&member, CHAIN_ERROR_VALUE, error, "an object or null");
  chain_json_place_member (&member, "min_delta", &delta);
  if (!chain_json_read_guint (&member, "patience", 0, LARGEST_COUNT, &read.patience, error)
      || !chain_json_read_number (&member, "min_delta", &read.min_delta, error)
      || !chain_json_read_boolean (&member, "restore_best_weights", &read.restore_best_weights,
                                   error))
    return FALSE;
  if (read.min_delta < 0)
    return chain_json_place_fail (&delta, CHAIN_ERROR_VALUE, error, "a number of at least 0");
  *options = read;
  return TRUE;
}

/* An object, or that it is not asked for. */
static gboolean
find_object (const ChainJsonPlace *of,
             const char           *key,
             ChainJsonPlace       *member,
             gboolean             *found,
             GError              **error)
{
  chain_json_place_member (of, key, member);
  *found = member->value != NULL && member->value->kind != CHAIN_JSON_NULL;
  if (*found && member->value->kind != CHAIN_JSON_OBJECT)
    return chain_json_place_fail (member, CHAIN_ERROR_VALUE, error, "an object or null");
  return TRUE;
}

static gboolean
read_plateau (const ChainJsonPlace *stop,
              ChainStopOptions     *options,
              GError              **error)
{
  g_auto (ChainJsonPlace) plateau = { 0 };
  g_auto (ChainJsonPlace) change = { 0 };

  if (!find_object (stop, "plateau", &plateau, &options->on_plateau, error))
    return FALSE;
  if (!options->on_plateau)
    return TRUE;
  chain_json_place_member (&plateau, "change", &change);
  if (!chain_json_read_guint (&plateau, "epochs", 1, LARGEST_COUNT, &options->plateau_epochs, error)
      || !chain_json_read_number (&plateau, "change", &options->plateau_change, error))
    return FALSE;
  return options->plateau_change >= 0
         || chain_json_place_fail (&change, CHAIN_ERROR_VALUE, error, "a number of at least 0");
}

static gboolean
read_stop (const ChainJsonPlace *training,
           ChainStopOptions     *options,
           GError              **error)
{
  ChainStopOptions        read = *options;
  g_auto (ChainJsonPlace) stop = { 0 };
  g_auto (ChainJsonPlace) target = { 0 };
  gboolean                found;

  if (!find_object (training, "stop", &stop, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  chain_json_place_member (&stop, "target_loss", &target);
  read.at_target = target.value != NULL && target.value->kind != CHAIN_JSON_NULL;
  if ((read.at_target && !chain_json_read_number (&stop, "target_loss", &read.target_loss, error))
      || !read_plateau (&stop, &read, error))
    return FALSE;
  *options = read;
  return TRUE;
}

static gboolean
read_training (const ChainJsonPlace *document,
               ChainProject         *project,
               GPtrArray            *warnings,
               GError              **error)
{
  ChainTrainingOptions   *options = &project->training;
  g_auto (ChainJsonPlace) training = { 0 };
  g_auto (ChainJsonPlace) rate = { 0 };
  gconstpointer           loss = options->loss;
  gconstpointer           optimizer = options->optimizer;
  gconstpointer           schedule = options->schedule;

  chain_json_place_member (document, "training", &training);
  if (training.value == NULL)
    return TRUE;
  if (!chain_json_place_is (&training, CHAIN_JSON_OBJECT, error)
      || !chain_json_read_choice (&training, "loss", &chain_json_loss, &loss,
                                  options->loss_parameters, error)
      || !chain_json_read_choice (&training, "optimizer", &chain_json_optimizer, &optimizer,
                                  options->optimizer_parameters, error)
      || !chain_json_read_choice (&training, "schedule", &chain_json_schedule, &schedule,
                                  options->schedule_parameters, error)
      || !chain_json_read_number (&training, "learning_rate", &options->learning_rate, error)
      || !chain_json_read_guint (&training, "batch_size", 1, LARGEST_COUNT, &options->batch_size,
                                 error)
      || !chain_json_read_guint (&training, "epochs", 1, LARGEST_COUNT, &options->epochs, error)
      || !chain_json_read_boolean (&training, "shuffle", &options->shuffle, error)
      || !chain_json_read_whole (&training, "seed", 0, G_MAXUINT64, &options->seed, error)
      || !read_early_stopping (&training, &options->early_stopping, error)
      || !read_stop (&training, &options->stop, error))
    return FALSE;
  chain_json_place_member (&training, "learning_rate", &rate);
  if (options->learning_rate <= 0)
    return chain_json_place_fail (&rate, CHAIN_ERROR_VALUE, error, "a number above 0");
  options->loss = loss;
  options->optimizer = optimizer;
  options->schedule = schedule;
  return chain_project_read_state (&training, project, warnings, error);
}

static gboolean
read_head (const ChainJsonPlace *document,
           ChainProject         *project,
           GError              **error)
{
  g_auto (ChainJsonPlace) format = { 0 };
  g_auto (ChainJsonPlace) version = { 0 };

  if (!chain_json_place_is (document, CHAIN_JSON_OBJECT, error))
    return FALSE;
  chain_json_place_member (document, "format", &format);
  if (format.value == NULL || format.value->kind != CHAIN_JSON_STRING
      || !g_str_equal (format.value->string, "chainrule"))
    return chain_json_place_fail (&format, CHAIN_ERROR_SYNTAX, error, "\"chainrule\"");
  chain_json_place_member (document, "version", &version);
  if (version.value == NULL || version.value->kind != CHAIN_JSON_NUMBER
      || version.value->number != 1)
    return chain_json_place_fail (&version, CHAIN_ERROR_UNSUPPORTED, error, "1");
  return chain_json_read_string (document, "name", &project->name, error);
}

static gboolean
read_document (const ChainJsonPlace *document,
               ChainProject         *project,
               const char           *folder,
               GPtrArray            *warnings,
               GError              **error)
{
  g_auto (ChainJsonPlace) network = { 0 };

  if (!read_head (document, project, error)
      || !chain_project_read_data (document, project, folder, error))
    return FALSE;
  chain_json_place_member (document, "network", &network);
  project->network = chain_project_read_network (&network, error);
  return project->network != NULL && read_training (document, project, warnings, error)
         && chain_project_read_workspace (document, project, error);
}

/**
 * chain_project_load:
 * @path: a project file
 * @warnings: (element-type utf8) (nullable): gets a line for each key that is not known
 * @error: set to "FILE:LINE: what is wrong", naming the JSON path
 *
 * Reads a project. Its data is not opened yet, see chain_project_open_data().
 *
 * Returns: (transfer full) (nullable): the project
 */
ChainProject *
chain_project_load (const char *path,
                    GPtrArray  *warnings,
                    GError    **error)
{
  g_autofree char          *absolute = chain_file_absolute (path, NULL);
  g_autofree char          *folder = g_path_get_dirname (absolute);
  g_autoptr (ChainJson)     json = NULL;
  g_autoptr (ChainProject)  project = NULL;
  g_autoptr (GPtrArray)     unknown = NULL;
  g_autofree char          *text = NULL;
  g_auto (ChainJsonPlace)   document = { 0 };
  gsize                     length;

  text = chain_file_read (path, &length, error);
  if (text == NULL)
    return NULL;
  json = chain_json_parse (path, text, length, error);
  if (json == NULL)
    return NULL;
  unknown = chain_unknown_keys_take (json, warnings);
  document = (ChainJsonPlace){ path, json->line, g_strdup (""), json };
  project = g_new0 (ChainProject, 1);
  project->name = g_strdup ("Untitled");
  chain_training_options_init (&project->training);
  chain_workspace_options_init (&project->workspace);
  if (!read_document (&document, project, folder, warnings, error))
    return NULL;
  project->unknown = g_steal_pointer (&unknown);
  return g_steal_pointer (&project);
}
