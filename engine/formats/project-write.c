/* project-write.c: writes a project file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/project.h"

#include "base/error.h"
#include "base/file.h"
#include "formats/project-locks.h"
#include "formats/project-state.h"
#include "formats/project-workspace.h"
#include "formats/unknown-keys.h"

#include <math.h>
#include <string.h>

static gboolean
are_initial (const ChainParameter *parameters, const double *values)
{
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (values[i] != parameters[i].initial)
      return FALSE;
  return TRUE;
}

static void
write_parameters (ChainJsonWriter *writer, const ChainParameter *parameters, const double *values)
{
  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (parameters[i].kind == CHAIN_PARAMETER_SWITCH)
      chain_json_writer_boolean (writer, parameters[i].name, values[i] != 0);
    else
      chain_json_writer_number (writer, parameters[i].name, values[i]);
}

/* An object with the name, and all parameters unless all have their initial values. */
static void
write_named (ChainJsonWriter      *writer,
             const ChainProject   *project,
             const char           *key,
             const char           *place,
             const char           *name,
             const ChainParameter *parameters,
             const double         *values)
{
  chain_json_writer_begin_object (writer, key, CHAIN_JSON_ONE_LINE);
  chain_json_writer_string (writer, "name", name);
  if (!are_initial (parameters, values))
    write_parameters (writer, parameters, values);
  chain_unknown_keys_write (project->unknown, place, writer);
  chain_json_writer_end (writer);
}

/* Only the name where that says it all. */
static void
write_choice (ChainJsonWriter      *writer,
              const ChainProject   *project,
              const char           *key,
              const char           *place,
              const char           *name,
              const ChainParameter *parameters,
              const double         *values)
{
  if (are_initial (parameters, values) && !chain_unknown_keys_any (project->unknown, place))
    chain_json_writer_string (writer, key, name);
  else
    write_named (writer, project, key, place, name, parameters, values);
}

static void
write_cell (ChainJsonWriter   *writer,
            const ChainColumn *column,
            gsize              row)
{
  if (column->kind == CHAIN_COLUMN_NUMBER)
    chain_json_writer_number (writer, NULL, column->numbers[row]);
  else if (column->kind == CHAIN_COLUMN_CATEGORY && column->codes[row] != CHAIN_CODE_MISSING)
    chain_json_writer_string (writer, NULL,
                              g_ptr_array_index (column->levels, column->codes[row]));
  else
    chain_json_writer_null (writer, NULL);
}

static gboolean
write_inline (ChainJsonWriter   *writer,
              const ChainSource *source,
              const char        *folder,
              GError           **error)
{
  const ChainTable *table = source->rows;

  chain_json_writer_begin_array (writer, "columns", CHAIN_JSON_ONE_LINE);
  for (guint i = 0; i < table->columns->len; i++)
    chain_json_writer_string (writer, NULL, chain_table_column (table, i)->name);
  chain_json_writer_end (writer);
  chain_json_writer_begin_array (writer, "rows", CHAIN_JSON_LINES);
  for (gsize row = 0; row < table->n_rows; row++)
    {
      chain_json_writer_begin_array (writer, NULL, CHAIN_JSON_ONE_LINE);
      for (guint i = 0; i < table->columns->len; i++)
        write_cell (writer, chain_table_column (table, i), row);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
  return TRUE;
}

static void
write_character (ChainJsonWriter *writer,
                 const char      *key,
                 char             character)
{
  const char text[] = { character, '\0' };

  if (character != '\0')
    chain_json_writer_string (writer, key, text);
}

/* What is left to detection is left out. */
static gboolean
write_csv (ChainJsonWriter   *writer,
           const ChainSource *source,
           const char        *folder,
           GError           **error)
{
  g_autofree char *path = chain_file_relative (source->path, folder);

  if (!g_utf8_validate (path, -1, NULL))
    {
      g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                   "data.source.path: expected a file name in UTF-8, as a project file holds it");
      return FALSE;
    }
  chain_json_writer_string (writer, "path", path);
  write_character (writer, "delimiter", source->csv.delimiter);
  if (source->csv.header != CHAIN_CSV_HEADER_DETECT)
    chain_json_writer_boolean (writer, "header", source->csv.header == CHAIN_CSV_HEADER_PRESENT);
  if (source->csv.encoding != NULL)
    chain_json_writer_string (writer, "encoding", source->csv.encoding);
  write_character (writer, "decimal", source->csv.decimal);
  write_character (writer, "thousands", source->csv.thousands);
  write_character (writer, "comment", source->csv.comment);
  if (source->csv.missing != NULL)
    chain_json_writer_strings (writer, "missing", (const char *const *) source->csv.missing);
  return TRUE;
}

static gboolean
write_builtin (ChainJsonWriter   *writer,
               const ChainSource *source,
               const char        *folder,
               GError           **error)
{
  chain_json_writer_string (writer, "name", source->sample->name);
  if (source->sample->is_function)
    {
      chain_json_writer_string (writer, "expression", source->sample_options.expression);
      chain_json_writer_number (writer, "from", source->sample_options.from);
      chain_json_writer_number (writer, "to", source->sample_options.to);
    }
  if (chain_sample_is_made_up (source->sample))
    {
      chain_json_writer_whole (writer, "samples", source->sample_options.samples);
      chain_json_writer_number (writer, "noise", source->sample_options.noise);
      chain_json_writer_whole (writer, "seed", source->sample_options.seed);
    }
  return TRUE;
}

static const struct
{
  const char     *kind;
  ChainJsonLayout layout;
  gboolean      (*write) (ChainJsonWriter *writer, const ChainSource *source, const char *folder,
                          GError **error);
} sources[] = {
  [CHAIN_SOURCE_INLINE] = { "inline", CHAIN_JSON_LINES, write_inline },
  [CHAIN_SOURCE_CSV] = { "csv", CHAIN_JSON_ONE_LINE, write_csv },
  [CHAIN_SOURCE_BUILTIN] = { "builtin", CHAIN_JSON_ONE_LINE, write_builtin },
};

static void
write_column (ChainJsonWriter          *writer,
              const ChainProject       *project,
              const char               *name,
              const ChainColumnOptions *column)
{
  g_autofree char *place = g_strconcat ("data.columns.", name, NULL);

  chain_json_writer_begin_object (writer, name, CHAIN_JSON_ONE_LINE);
  if (column->kind != CHAIN_KIND_AUTO)
    chain_json_writer_string (writer, "kind", chain_kinds[column->kind].name);
  if (column->date_form != NULL)
    chain_json_writer_string (writer, "date_form", chain_date_form_name (column->date_form));
  if (column->encoding != CHAIN_CATEGORY_ONE_HOT)
    chain_json_writer_string (writer, "encoding", chain_category_encodings[column->encoding].name);
  if (column->levels != NULL)
    chain_json_writer_strings (writer, "levels", (const char *const *) column->levels);
  if (column->missing != CHAIN_MISSING_REFUSE)
    chain_json_writer_string (writer, "missing", chain_missing_policies[column->missing].name);
  if (column->has_scaling)
    chain_json_writer_string (writer, "scaling", chain_scaling_name (column->scaling));
  chain_unknown_keys_write (project->unknown, place, writer);
  chain_json_writer_end (writer);
}

/* Only columns that differ from the default, or had keys this program does not know. */
static void
write_columns (ChainJsonWriter *writer, const ChainProject *project)
{
  const ChainDataOptions *data = &project->data;
  g_autoptr (GPtrArray)   names = g_ptr_array_new ();
  g_autoptr (GPtrArray)   unknown
      = chain_unknown_keys_names (project->unknown, "data.columns");

  for (guint i = 0; data->columns != NULL && i < data->columns->len; i++)
    g_ptr_array_add (names, ((ChainColumnOptions *) g_ptr_array_index (data->columns, i))->name);
  for (guint i = 0; i < unknown->len; i++)
    if (!g_ptr_array_find_with_equal_func (names, g_ptr_array_index (unknown, i), g_str_equal,
                                           NULL))
      g_ptr_array_add (names, g_ptr_array_index (unknown, i));
  if (names->len == 0)
    return;
  chain_json_writer_begin_object (writer, "columns", CHAIN_JSON_LINES);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      write_column (writer, project, name, chain_data_options_column (data, name));
    }
  chain_json_writer_end (writer);
}

static gboolean
write_data (ChainJsonWriter    *writer,
            const ChainProject *project,
            const char         *folder,
            GError            **error)
{
  const ChainDataOptions *data = &project->data;
  const ChainSourceKind   kind = project->source->kind;

  chain_json_writer_begin_object (writer, "data", CHAIN_JSON_LINES);
  chain_json_writer_begin_object (writer, "source", sources[kind].layout);
  chain_json_writer_string (writer, "kind", sources[kind].kind);
  if (!sources[kind].write (writer, project->source, folder, error))
    return FALSE;
  chain_unknown_keys_write (project->unknown, "data.source", writer);
  chain_json_writer_end (writer);

  chain_json_writer_strings (writer, "features", (const char *const *) data->features);
  chain_json_writer_strings (writer, "targets", (const char *const *) data->targets);
  chain_json_writer_string (writer, "scaling", chain_scaling_name (data->scaling));
  if (data->scale_targets)
    chain_json_writer_boolean (writer, "scale_targets", TRUE);
  chain_json_writer_number (writer, "validation_fraction", data->validation_fraction);
  chain_json_writer_whole (writer, "split_seed", data->split_seed);
  if (data->split != CHAIN_SPLIT_RANDOM)
    chain_json_writer_string (writer, "split", chain_splits[data->split].name);
  write_columns (writer, project);
  chain_unknown_keys_write (project->unknown, "data", writer);
  chain_json_writer_end (writer);
  return TRUE;
}

static void
write_layer (ChainJsonWriter    *writer,
             const ChainProject *project,
             guint               index)
{
  const ChainLayer *layer = chain_network_layer (project->network, index);
  g_autofree char  *place = g_strdup_printf ("network.layers[%u]", index);
  g_autofree char  *activation = g_strconcat (place, ".activation", NULL);
  g_autofree char  *kernel = g_strconcat (place, ".kernel_initializer", NULL);
  g_autofree char  *bias = g_strconcat (place, ".bias_initializer", NULL);

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer, "units", layer->units);
  write_choice (writer, project, "activation", activation, layer->activation->name,
                layer->activation->parameters, layer->activation_parameters);
  chain_json_writer_boolean (writer, "use_bias", layer->use_bias);
  write_choice (writer, project, "kernel_initializer", kernel,
                layer->kernel_initializer->name, layer->kernel_initializer->parameters,
                layer->kernel_parameters);
  write_choice (writer, project, "bias_initializer", bias,
                layer->bias_initializer->name, layer->bias_initializer->parameters,
                layer->bias_parameters);
  chain_json_writer_number (writer, "l1", layer->l1);
  chain_json_writer_number (writer, "l2", layer->l2);
  chain_json_writer_number (writer, "dropout", layer->dropout);
  if (!layer->trainable)
    chain_json_writer_boolean (writer, "trainable", FALSE);
  chain_unknown_keys_write (project->unknown, place, writer);
  chain_json_writer_end (writer);
}

static gboolean
check_finite (const ChainTensor *tensor,
              guint              layer,
              const char        *what,
              GError           **error)
{
  for (gsize i = 0; i < chain_tensor_size (tensor); i++)
    if (!isfinite (tensor->values[i]))
      {
        g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_DIVERGED,
                     "network.weights[%u].%s: expected finite numbers, found %s in row "
                     "%" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT, layer, what,
                     isnan (tensor->values[i]) ? "NaN" : "infinity", i / tensor->columns,
                     i % tensor->columns);
        return FALSE;
      }
  return TRUE;
}

static gboolean
write_weights (ChainJsonWriter    *writer,
               const ChainProject *project,
               GError            **error)
{
  chain_json_writer_begin_array (writer, "weights", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (project->network); i++)
    {
      const ChainLayer *layer = chain_network_layer (project->network, i);
      g_autofree char  *place = g_strdup_printf ("network.weights[%u]", i);

      if (!check_finite (layer->kernel, i, "kernel", error)
          || (layer->bias != NULL && !check_finite (layer->bias, i, "bias", error)))
        return FALSE;
      chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
      chain_json_writer_matrix (writer, "kernel", layer->kernel->values, layer->kernel->rows,
                                layer->kernel->columns);
      if (layer->bias != NULL)
        chain_json_writer_numbers (writer, "bias", layer->bias->values, layer->bias->columns);
      chain_unknown_keys_write (project->unknown, place, writer);
      chain_json_writer_end (writer);
    }
  chain_json_writer_end (writer);
  return TRUE;
}

static gboolean
write_network (ChainJsonWriter    *writer,
               const ChainProject *project,
               GError            **error)
{
  const ChainNetwork *network = project->network;

  chain_json_writer_begin_object (writer, "network", CHAIN_JSON_LINES);
  chain_json_writer_whole (writer, "seed", network->seed);
  chain_json_writer_begin_array (writer, "layers", CHAIN_JSON_LINES);
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    write_layer (writer, project, i);
  chain_json_writer_end (writer);
  if (chain_network_layer (network, 0)->kernel != NULL && !write_weights (writer, project, error))
    return FALSE;
  chain_project_write_locks (project, writer);
  chain_unknown_keys_write (project->unknown, "network", writer);
  chain_json_writer_end (writer);
  return TRUE;
}

static void
write_early_stopping (ChainJsonWriter *writer, const ChainProject *project)
{
  const ChainEarlyStoppingOptions *options = &project->training.early_stopping;

  if (!options->enabled)
    {
      chain_json_writer_null (writer, "early_stopping");
      return;
    }
  chain_json_writer_begin_object (writer, "early_stopping", CHAIN_JSON_ONE_LINE);
  chain_json_writer_whole (writer, "patience", options->patience);
  chain_json_writer_number (writer, "min_delta", options->min_delta);
  chain_json_writer_boolean (writer, "restore_best_weights", options->restore_best_weights);
  chain_unknown_keys_write (project->unknown, "training.early_stopping", writer);
  chain_json_writer_end (writer);
}

/* Only what is asked for. */
static void
write_stop (ChainJsonWriter *writer, const ChainProject *project)
{
  const ChainStopOptions *options = &project->training.stop;

  if (!options->at_target && !options->on_plateau
      && !chain_unknown_keys_any (project->unknown, "training.stop"))
    return;
  chain_json_writer_begin_object (writer, "stop", CHAIN_JSON_ONE_LINE);
  if (options->at_target)
    chain_json_writer_number (writer, "target_loss", options->target_loss);
  if (options->on_plateau)
    {
      chain_json_writer_begin_object (writer, "plateau", CHAIN_JSON_ONE_LINE);
      chain_json_writer_whole (writer, "epochs", options->plateau_epochs);
      chain_json_writer_number (writer, "change", options->plateau_change);
      chain_unknown_keys_write (project->unknown, "training.stop.plateau", writer);
      chain_json_writer_end (writer);
    }
  chain_unknown_keys_write (project->unknown, "training.stop", writer);
  chain_json_writer_end (writer);
}

static void
write_training (ChainJsonWriter    *writer,
                const ChainProject *project)
{
  const ChainTrainingOptions *training = &project->training;

  chain_json_writer_begin_object (writer, "training", CHAIN_JSON_LINES);
  write_choice (writer, project, "loss", "training.loss", training->loss->name,
                training->loss->parameters, training->loss_parameters);
  write_named (writer, project, "optimizer", "training.optimizer", training->optimizer->name,
               training->optimizer->parameters, training->optimizer_parameters);
  chain_json_writer_number (writer, "learning_rate", training->learning_rate);
  write_named (writer, project, "schedule", "training.schedule", training->schedule->name,
               training->schedule->parameters, training->schedule_parameters);
  chain_json_writer_whole (writer, "batch_size", training->batch_size);
  chain_json_writer_whole (writer, "epochs", training->epochs);
  chain_json_writer_boolean (writer, "shuffle", training->shuffle);
  chain_json_writer_whole (writer, "seed", training->seed);
  write_early_stopping (writer, project);
  write_stop (writer, project);
  chain_project_write_state (project, writer);
  chain_unknown_keys_write (project->unknown, "training", writer);
  chain_json_writer_end (writer);
}

/**
 * chain_project_save:
 * @project: a project
 * @path: a file, new or to be replaced
 * @error: set if a weight is not finite or the file cannot be written
 *
 * Writes the project, whole or not at all. The path of a CSV file is written relative to the
 * project's folder where the two lie near each other.
 *
 * Returns: %FALSE on an error, and then the old file is as it was
 */
gboolean
chain_project_save (const ChainProject *project,
                    const char         *path,
                    GError            **error)
{
  g_autofree char            *absolute = chain_file_absolute (path, NULL);
  g_autofree char            *folder = g_path_get_dirname (absolute);
  g_autoptr (ChainJsonWriter) writer = chain_json_writer_new ();
  g_autofree char            *text = NULL;

  chain_json_writer_begin_object (writer, NULL, CHAIN_JSON_LINES);
  chain_json_writer_string (writer, "format", "chainrule");
  chain_json_writer_whole (writer, "version", 1);
  chain_json_writer_string (writer, "name", project->name);
  if (!write_data (writer, project, folder, error) || !write_network (writer, project, error))
    return FALSE;
  write_training (writer, project);
  chain_project_write_workspace (writer, project);
  chain_unknown_keys_write (project->unknown, "", writer);
  chain_json_writer_end (writer);
  text = chain_json_writer_finish (writer);
  return chain_file_save (path, text, strlen (text), error);
}
