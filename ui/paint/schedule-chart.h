/* schedule-chart.h: the learning rate of every planned update as a chart.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/options.h"
#include "ui/paint/chart.h"

ChainChart *chain_schedule_chart_new (const ChainTrainingOptions *options,
                                      guint64                     n_updates,
                                      guint64                     t);
