/* sweep-csv.c: the cells of a sweep as a CSV file: settings first, then what they came to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/sweep-csv.h"

#include "base/number.h"

#include <math.h>

/* Nothing where there is no number. */
static void
append_number (GString *csv, double value)
{
  char text[CHAIN_NUMBER_SIZE];

  g_string_append_printf (csv, ",%s", isnan (value) ? "" : chain_number_write (value, text));
}

static void
append_header (GString *csv, const ChainSweep *sweep)
{
  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES && chain_sweep_axis (sweep, i) != NULL; i++)
    {
      g_autofree char *name = chain_sweep_axis_name (chain_sweep_axis (sweep, i));

      g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", name);
    }
  g_string_append (csv, chain_sweep_validates (sweep) ? ",loss,val_loss,metric,diverged\n"
                                                      : ",loss,metric,diverged\n");
}

static void
append_cell (GString *csv, ChainSweep *sweep, guint x, guint y)
{
  const guint    at[] = { x, y };
  ChainSweepCell cell;

  chain_sweep_get_cell (sweep, chain_sweep_cell_at (sweep, x, y), &cell);
  for (guint i = 0; i < CHAIN_SWEEP_MOST_AXES && chain_sweep_axis (sweep, i) != NULL; i++)
    {
      g_autofree char *value
        = chain_sweep_axis_value_text (chain_sweep_axis (sweep, i), at[i], 0);

      g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", value);
    }
  append_number (csv, cell.training_loss);
  if (chain_sweep_validates (sweep))
    append_number (csv, cell.validation_loss);
  append_number (csv, cell.metric);
  g_string_append_printf (csv, ",%u\n", cell.diverged);
}

/**
 * chain_sweep_csv:
 * @sweep: a sweep, running or not
 *
 * One line for each cell: its settings, the medians over its runs of the training loss, the
 * validation loss (where there are validation rows) and accuracy or R², and how many of its runs
 * diverged. What there is not is left empty.
 *
 * Returns: (transfer full): the file
 */
char *
chain_sweep_csv (ChainSweep *sweep)
{
  const ChainSweepAxis *x = chain_sweep_axis (sweep, 0);
  const ChainSweepAxis *y = chain_sweep_axis (sweep, 1);
  GString              *csv = g_string_new (NULL);

  append_header (csv, sweep);
  for (guint j = 0; j < (y != NULL ? y->values->len : 1); j++)
    for (guint i = 0; i < x->values->len; i++)
      append_cell (csv, sweep, i, j);
  return g_string_free (csv, FALSE);
}
