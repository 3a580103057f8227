/* confusion.c: how often each true class was predicted as each class, and how good that is.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/confusion.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

/**
 * chain_confusion_new:
 * @metrics: of classes
 * @classes: names, as many as @metrics has classes
 *
 * F₁ of a class is the harmonic mean of its precision and its recall,
 * 2 · right / (predicted as it + that are it).
 *
 * Returns: (transfer full): a copy of what is drawn
 */
ChainConfusion *
chain_confusion_new (const ChainMetrics *metrics, const char *const *classes)
{
  ChainConfusion *confusion = g_new0 (ChainConfusion, 1);
  const guint     n = metrics->n_classes;

  confusion->n = n;
  confusion->classes = g_strdupv ((char **) classes);
  confusion->counts = g_memdup2 (metrics->confusion, (gsize) n * n * sizeof (gsize));
  confusion->precision = g_memdup2 (metrics->precision, n * sizeof (double));
  confusion->recall = g_memdup2 (metrics->recall, n * sizeof (double));
  confusion->f1 = g_new (double, n);
  confusion->accuracy = metrics->accuracy;
  confusion->loss = metrics->loss;
  confusion->n_rows = metrics->n_rows;
  for (guint i = 0; i < n; i++)
    {
      gsize both = 0;

      for (guint j = 0; j < n; j++)
        both += confusion->counts[(gsize) i * n + j] + confusion->counts[(gsize) j * n + i];
      confusion->f1[i]
          = both > 0 ? 2.0 * (double) confusion->counts[(gsize) i * n + i] / (double) both : NAN;
    }
  return confusion;
}

/**
 * chain_confusion_free:
 * @confusion: (nullable) (transfer full): to free
 */
void
chain_confusion_free (ChainConfusion *confusion)
{
  if (confusion == NULL)
    return;
  g_strfreev (confusion->classes);
  g_free (confusion->counts);
  g_free (confusion->precision);
  g_free (confusion->recall);
  g_free (confusion->f1);
  g_free (confusion);
}

static double
share_of_row (const ChainConfusion *confusion, guint truth, guint guess)
{
  gsize all = 0;

  for (guint i = 0; i < confusion->n; i++)
    all += confusion->counts[(gsize) truth * confusion->n + i];
  return all > 0 ? (double) confusion->counts[(gsize) truth * confusion->n + guess] / (double) all
                 : 0;
}

/**
 * chain_confusion_describe:
 * @confusion: a matrix
 * @cell: (nullable): one of its cells
 *
 * Returns: (transfer full): the cell in words, or the whole
 */
char *
chain_confusion_describe (const ChainConfusion *confusion, const ChainConfusionCell *cell)
{
  char digits[CHAIN_NUMBER_SIZE];

  if (cell == NULL)
    return g_strdup_printf ("%u classes, %" G_GSIZE_FORMAT " rows, accuracy %s", confusion->n,
                            confusion->n_rows, chain_number_show (confusion->accuracy, 4, digits));
  return g_strdup_printf (
      "true %s, predicted %s: %" G_GSIZE_FORMAT " rows, %s %% of those that are %s",
      confusion->classes[cell->truth], confusion->classes[cell->guess],
      confusion->counts[(gsize) cell->truth * confusion->n + cell->guess],
      chain_number_show (100 * share_of_row (confusion, cell->truth, cell->guess), 3, digits),
      confusion->classes[cell->truth]);
}

static void
append_cell (GString *text, const char *value)
{
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, ',');
  if (strpbrk (value, ",\"\n\r") == NULL)
    {
      g_string_append (text, value);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

static void
append_number (GString *text, double value)
{
  char digits[CHAIN_NUMBER_SIZE];

  append_cell (text, isnan (value) ? "" : chain_number_write (value, digits));
}

/**
 * chain_confusion_to_csv:
 * @confusion: a matrix
 *
 * Returns: (transfer full): a line for each true class, with its counts and measures
 */
char *
chain_confusion_to_csv (const ChainConfusion *confusion)
{
  GString *text = g_string_new (NULL);

  append_cell (text, "true");
  for (guint i = 0; i < confusion->n; i++)
    {
      g_autofree char *title = g_strdup_printf ("predicted %s", confusion->classes[i]);

      append_cell (text, title);
    }
  append_cell (text, "precision");
  append_cell (text, "recall");
  append_cell (text, "f1");
  g_string_append_c (text, '\n');
  for (guint i = 0; i < confusion->n; i++)
    {
      append_cell (text, confusion->classes[i]);
      for (guint j = 0; j < confusion->n; j++)
        append_number (text, (double) confusion->counts[(gsize) i * confusion->n + j]);
      append_number (text, confusion->precision[i]);
      append_number (text, confusion->recall[i]);
      append_number (text, confusion->f1[i]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
