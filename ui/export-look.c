/* export-look.c: a look at what an export will write, taken on a worker thread.
 *
 * The network is written as it will be, in memory: so the sizes are true, and what a format cannot
 * hold is said before a file is chosen.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/export-look.h"

#include "base/background.h"

#define MOST_LINES 200
#define MOST_BYTES 32768
#define MOST_LINE 400 /* letters */
#define MOST_TENSORS 200

struct _ChainExportModel
{
  ChainProject *project;
  ChainDataset *dataset;
  char         *stem;
};

typedef struct
{
  ChainExportModel  *model;
  const ChainFormat *format;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  chain_export_model_unref (task->model);
  g_free (task);
}

static void
tensor_free (gpointer data)
{
  ChainExportTensor *tensor = data;

  g_free (tensor->name);
  g_free (tensor->shape);
  g_free (tensor->activation);
  g_free (tensor);
}

/* Whole lines, none of them endless. */
static char *
first_lines (GBytes *bytes)
{
  gsize            length;
  const char      *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_utf8_make_valid (data, (gssize) MIN (length, MOST_BYTES));
  g_auto (GStrv)   lines = g_strsplit (text, "\n", MOST_LINES + 1);
  GString         *shown = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && i < MOST_LINES; i++)
    {
      g_autofree char *line = g_utf8_strlen (lines[i], -1) > MOST_LINE
                                  ? g_utf8_substring (lines[i], 0, MOST_LINE) : NULL;

      g_string_append (shown, i > 0 ? "\n" : "");
      g_string_append (shown, line != NULL ? line : lines[i]);
      g_string_append (shown, line != NULL ? "…" : "");
    }
  if (length > MOST_BYTES || g_strv_length (lines) > MOST_LINES)
    g_string_append (shown, "\n…");
  return g_string_free (shown, FALSE);
}

static void
add_tensor (ChainExportLook   *look,
            const char        *name,
            const ChainTensor *tensor,
            const char        *activation)
{
  ChainExportTensor *row;

  if (look->tensors->len == MOST_TENSORS)
    {
      look->n_more++;
      return;
    }
  row = g_new (ChainExportTensor, 1);
  row->name = g_strdup (name);
  row->shape = g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT, tensor->rows,
                                tensor->columns);
  row->activation = g_strdup (activation);
  g_ptr_array_add (look->tensors, row);
}

static void
look_at_numbers (ChainExportLook   *look,
                 const ChainFormat *format,
                 GBytes            *bytes)
{
  const ChainImportSource source = { format->title, NULL, bytes };
  g_autoptr (ChainImport) import
      = format->read != NULL ? chain_import_read (format, &source, NULL) : NULL;

  if (import == NULL)
    return;
  look->tensors = g_ptr_array_new_with_free_func (tensor_free);
  for (guint i = 0; i < import->layers->len; i++)
    {
      const ChainImportedLayer *layer = g_ptr_array_index (import->layers, i);

      add_tensor (look, layer->kernel_name, layer->kernel,
                  layer->activation != NULL ? layer->activation->title : "");
      if (layer->bias != NULL)
        add_tensor (look, layer->bias_name, layer->bias, "");
    }
}

static char *
list_files (const ChainFormat *format,
            const char        *stem,
            GPtrArray         *files)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const ChainFormatFile *file = g_ptr_array_index (files, i);
      g_autofree char       *size = g_format_size (g_bytes_get_size (file->bytes));
      g_autofree char       *name = file->name != NULL
                                        ? g_strdup (file->name)
                                        : g_strdup_printf ("%s.%s", stem, format->extension);

      g_string_append_printf (list, "%s%s%s, %s", i > 0 ? "\n" : "",
                              format->extension == NULL ? "in the folder: " : "", name, size);
    }
  return g_string_free (list, FALSE);
}

static void
run (GTask        *gtask,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  const Task           *task = data;
  const ChainExport     model = { task->model->project, task->model->dataset, task->model->stem };
  GError               *error = NULL;
  g_autoptr (GPtrArray) files = NULL;
  ChainExportLook      *look;
  GBytes               *main_bytes;

  chain_background_enter ();
  files = chain_format_write (task->format, &model, &error);
  if (files == NULL)
    {
      g_task_return_error (gtask, error);
      return;
    }
  if (g_task_return_error_if_cancelled (gtask))
    return;
  look = g_new0 (ChainExportLook, 1);
  main_bytes = ((ChainFormatFile *) g_ptr_array_index (files, 0))->bytes;
  look->files = list_files (task->format, task->model->stem, files);
  if (task->format->is_text)
    look->text = first_lines (main_bytes);
  else
    look_at_numbers (look, task->format, main_bytes);
  g_task_return_pointer (gtask, look, (GDestroyNotify) chain_export_look_free);
}

/**
 * chain_export_model_new:
 * @session: whose network is exported; it has data
 *
 * Returns: (transfer full): a copy of what is exported, as it is now
 */
ChainExportModel *
chain_export_model_new (ChainSession *session)
{
  const ChainProject *project = chain_session_get_project (session);
  ChainExportModel   *model = g_atomic_rc_box_new0 (ChainExportModel);

  model->project = chain_project_copy (project);
  model->dataset = chain_dataset_ref (chain_session_get_dataset (session));
  model->stem = g_strdelimit (g_strdup (project->name), "/", '-');
  return model;
}

static void
model_clear (gpointer data)
{
  ChainExportModel *model = data;

  chain_project_free (model->project);
  chain_dataset_unref (model->dataset);
  g_free (model->stem);
}

/**
 * chain_export_model_unref:
 * @model: (transfer full): a model; on any thread
 */
void
chain_export_model_unref (ChainExportModel *model)
{
  g_atomic_rc_box_release_full (model, model_clear);
}

/**
 * chain_export_look_async:
 * @model: what is exported
 * @format: a format that is written
 * @cancellable: to be told that nobody looks any more; the file that is being written in memory is
 *   written to its end all the same
 * @done: called on the main thread, with chain_export_look_finish() to ask for the look
 * @data: for @done
 *
 * Writes the network in memory on a thread.
 */
void
chain_export_look_async (ChainExportModel    *model,
                         const ChainFormat   *format,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  done,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, done, data);
  Task             *what = g_new (Task, 1);

  *what = (Task){ g_atomic_rc_box_acquire (model), format };
  g_task_set_task_data (task, what, task_free);
  g_task_run_in_thread (task, run);
}

/**
 * chain_export_look_finish:
 * @result: what was handed to the callback
 * @error: set to why nothing can be written, or to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the look
 */
ChainExportLook *
chain_export_look_finish (GAsyncResult *result,
                          GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * chain_export_look_free:
 * @look: (transfer full): a look
 */
void
chain_export_look_free (ChainExportLook *look)
{
  g_free (look->files);
  g_free (look->text);
  g_clear_pointer (&look->tensors, g_ptr_array_unref);
  g_free (look);
}
