/* csv-options.c: what is asked of the CSV reader, and what it found, as values.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/csv-reader.h"

/**
 * chain_csv_options_clear:
 * @options: what they own is freed; all zero afterwards
 */
void
chain_csv_options_clear (ChainCsvOptions *options)
{
  g_free (options->encoding);
  g_strfreev (options->missing);
  *options = (ChainCsvOptions){ 0 };
}

/**
 * chain_csv_options_copy:
 * @options: what to copy
 * @copy: (out caller-allocates): to be cleared with chain_csv_options_clear()
 */
void
chain_csv_options_copy (const ChainCsvOptions *options, ChainCsvOptions *copy)
{
  *copy = *options;
  copy->encoding = g_strdup (options->encoding);
  copy->missing = g_strdupv (options->missing);
}

/**
 * chain_csv_report_clear:
 * @report: what it owns is freed; all zero afterwards
 */
void
chain_csv_report_clear (ChainCsvReport *report)
{
  g_clear_pointer (&report->warnings, g_ptr_array_unref);
  *report = (ChainCsvReport){ 0 };
}
