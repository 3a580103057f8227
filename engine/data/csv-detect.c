/* csv-detect.c: what a CSV file does not say: its delimiter.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-detect.h"

#define SAMPLE_RECORDS 200

/* The rarer one inside data first: a comma is also a decimal mark and part of a sentence. */
static const char candidates[] = { '\t', ';', '|', ',' };

/* How well a delimiter divides the first records: how many have the commonest number of cells. */
static guint
score (const ChainCsvScanner *beginning, char delimiter)
{
  g_auto (ChainCsvScanner) scanner = { 0 };
  guint                    lengths[SAMPLE_RECORDS];
  guint                    n = 0;
  guint                    best = 0;
  guint                    best_length = 1;

  scanner.delimiter = delimiter;
  scanner.comment = beginning->comment;
  chain_csv_scanner_set_text (&scanner, beginning->at, beginning->end, beginning->is_last);
  while (n < SAMPLE_RECORDS && chain_csv_scanner_begin (&scanner) == CHAIN_CSV_SCAN_CELL)
    {
      lengths[n] = 0;
      if (chain_csv_scanner_skip (&scanner, &lengths[n]) != CHAIN_CSV_SCAN_LAST_CELL)
        break;
      n++;
    }

  for (guint i = 0; i < n; i++)
    {
      guint same = 0;

      for (guint j = 0; j < n; j++)
        same += lengths[j] == lengths[i];
      if (same > best)
        {
          best = same;
          best_length = lengths[i];
        }
    }
  return best_length > 1 ? best : 0;
}

/**
 * chain_csv_detect_delimiter:
 * @beginning: at the beginning of a file, as much of it as is there
 * @options: a decimal or thousands mark is no delimiter
 *
 * Returns: the delimiter that divides the most of the first records into one and the same number
 *   of cells, at least two; 0 if none does: one column
 */
char
chain_csv_detect_delimiter (const ChainCsvScanner *beginning, const ChainCsvOptions *options)
{
  char  best = 0;
  guint best_score = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint candidate_score;

      if (candidates[i] == options->decimal || candidates[i] == options->thousands)
        continue;
      candidate_score = score (beginning, candidates[i]);
      if (candidate_score > best_score)
        {
          best = candidates[i];
          best_score = candidate_score;
        }
    }
  return best;
}
