/* chart-csv.h: the numbers of a chart's series as a CSV file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/chart.h"

char *chain_chart_csv (const ChainChart *chart);
