/* history.c: what a run left behind at every step and every epoch, in memory and as CSV.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/history.h"

#include "base/number.h"

#include <math.h>

/**
 * chain_history_new:
 *
 * Returns: (transfer full): a history without steps
 */
ChainHistory *
chain_history_new (void)
{
  ChainHistory *history = g_new0 (ChainHistory, 1);

  history->steps = g_array_new (FALSE, FALSE, sizeof (ChainHistoryStep));
  history->epochs = g_array_new (FALSE, FALSE, sizeof (ChainHistoryEpoch));
  history->probes = g_array_new (FALSE, FALSE, sizeof (ChainHistoryProbe));
  return history;
}

/**
 * chain_history_copy:
 * @history: to copy
 *
 * Returns: (transfer full): the same steps and epochs
 */
ChainHistory *
chain_history_copy (const ChainHistory *history)
{
  ChainHistory *copy = g_new (ChainHistory, 1);

  copy->steps = g_array_copy (history->steps);
  copy->epochs = g_array_copy (history->epochs);
  copy->probes = g_array_copy (history->probes);
  copy->n_steps = history->n_steps;
  return copy;
}

/**
 * chain_history_free:
 * @history: (transfer full) (nullable): to free
 */
void
chain_history_free (ChainHistory *history)
{
  if (history == NULL)
    return;
  g_array_unref (history->steps);
  g_array_unref (history->epochs);
  g_array_unref (history->probes);
  g_free (history);
}

static guint64
stride_with (guint64 step, guint64 all)
{
  guint64 stride = 1;

  while (step / stride >= all)
    stride *= 2;
  return stride;
}

/**
 * chain_history_stride:
 * @step: of a history, from 0
 *
 * Returns: of so many steps around this one, one is kept: those whose number it divides; a power
 *   of two
 */
guint64
chain_history_stride (guint64 step)
{
  return stride_with (step, CHAIN_HISTORY_ALL_STEPS);
}

/**
 * chain_history_probe_stride:
 * @step: of a history, from 0
 *
 * Returns: of so many steps around this one, the layers are looked at in one, as for
 *   chain_history_stride()
 */
guint64
chain_history_probe_stride (guint64 step)
{
  return stride_with (step, CHAIN_HISTORY_ALL_PROBES);
}

static void
append_row (GString *csv, guint64 step, guint epoch, double learning_rate, double loss)
{
  char rate_text[CHAIN_NUMBER_SIZE];
  char loss_text[CHAIN_NUMBER_SIZE];

  g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",%u,%s,%s", step, epoch,
                          chain_number_write (learning_rate, rate_text),
                          chain_number_write (loss, loss_text));
}

/* An epoch without validation rows leaves the cell empty. */
static void
append_validation (GString *csv, double validation_loss)
{
  char text[CHAIN_NUMBER_SIZE];

  g_string_append_c (csv, ',');
  if (!isnan (validation_loss))
    g_string_append (csv, chain_number_write (validation_loss, text));
}

static void
append_steps (GString *csv, const ChainHistory *history, gboolean validation)
{
  guint next_epoch = 0;

  for (guint i = 0; i < history->steps->len; i++)
    {
      const ChainHistoryStep  *step = &g_array_index (history->steps, ChainHistoryStep, i);
      const ChainHistoryEpoch *epoch = NULL;

      /* The last step of an epoch may not have been kept. */
      while (next_epoch < history->epochs->len
             && g_array_index (history->epochs, ChainHistoryEpoch, next_epoch).step < step->step)
        next_epoch++;
      if (next_epoch < history->epochs->len)
        epoch = &g_array_index (history->epochs, ChainHistoryEpoch, next_epoch);
      append_row (csv, step->step, step->epoch, step->learning_rate, step->loss);
      if (epoch != NULL && epoch->step == step->step)
        next_epoch++;
      else
        epoch = NULL;
      if (validation)
        append_validation (csv, epoch != NULL ? epoch->validation_loss : NAN);
      g_string_append_c (csv, '\n');
    }
}

static void
append_epochs (GString *csv, const ChainHistory *history, gboolean validation)
{
  for (guint i = 0; i < history->epochs->len; i++)
    {
      const ChainHistoryEpoch *epoch = &g_array_index (history->epochs, ChainHistoryEpoch, i);

      append_row (csv, epoch->step, epoch->epoch, epoch->learning_rate, epoch->loss);
      if (validation)
        append_validation (csv, epoch->validation_loss);
      g_string_append_c (csv, '\n');
    }
}

/**
 * chain_history_save:
 * @history: to save
 * @each_step: a row for each step rather than for each epoch
 * @validation: whether there is a column `val_loss`
 * @path: (type filename): file to write; replaced whole or left as it was
 * @error: return location for a #GError
 *
 * Writes CSV with the columns `step,epoch,learning_rate,loss` and perhaps `val_loss`. Steps and
 * epochs count from 0. The row of a step holds its batch's loss before its update; the row of an
 * epoch the step and the rate of its last update, and its mean loss. `val_loss` is the loss on
 * the validation rows after an epoch; among steps it stands on the epoch's last one, if that was
 * kept.
 *
 * Fails in domain %G_FILE_ERROR if the file cannot be written.
 *
 * Returns: whether it was written
 */
gboolean
chain_history_save (const ChainHistory *history,
                    gboolean            each_step,
                    gboolean            validation,
                    const char         *path,
                    GError            **error)
{
  g_autoptr (GString) csv = g_string_new ("step,epoch,learning_rate,loss");

  g_string_append (csv, validation ? ",val_loss\n" : "\n");
  if (each_step)
    append_steps (csv, history, validation);
  else
    append_epochs (csv, history, validation);
  return g_file_set_contents (path, csv->str, csv->len, error);
}
