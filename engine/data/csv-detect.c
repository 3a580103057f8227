/* csv-detect.c: what a CSV file does not say: its delimiter.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-detect.h"

#include "data/csv-scanner.h"

#include <string.h>

#define SAMPLE_RECORDS 200

/* The rarer one inside data first: a comma is also a decimal mark and part of a sentence. */
static const char candidates[] = { '\t', ';', '|', ',' };

/* How well a delimiter divides the first records: how many have the commonest number of fields. */
static guint
score (const char *text, gsize length, char delimiter, char comment)
{
  ChainCsvScanner         scanner;
  g_auto (ChainCsvRecord) record = { 0 };
  guint                   lengths[SAMPLE_RECORDS];
  guint                   n = 0;
  guint                   best = 0;
  guint                   best_length = 1;

  chain_csv_record_init (&record);
  chain_csv_scanner_init (&scanner, text, length, delimiter, comment);
  while (n < SAMPLE_RECORDS && chain_csv_scanner_next (&scanner, &record) == CHAIN_CSV_SCAN_RECORD)
    lengths[n++] = chain_csv_record_length (&record);

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
 * @text: [length] UTF-8
 * @length: of the text, in bytes
 * @options: comment lines are not looked at, and a decimal or thousands mark is no delimiter
 *
 * Returns: the delimiter that divides the most of the first records into one and the same number
 *   of fields, at least two; 0 if none does: one column
 */
char
chain_csv_detect_delimiter (const char *text, gsize length, const ChainCsvOptions *options)
{
  char  best = 0;
  guint best_score = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint candidate_score;

      if (candidates[i] == options->decimal || candidates[i] == options->thousands)
        continue;
      candidate_score = score (text, length, candidates[i], options->comment);
      if (candidate_score > best_score)
        {
          best = candidates[i];
          best_score = candidate_score;
        }
    }
  return best;
}
