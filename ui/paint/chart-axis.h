/* chart-axis.h: from numbers to positions along an axis, and the ticks people read them by.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/chart.h"

#define CHAIN_TICK_SIZE 48

typedef struct
{
  double   value;
  gboolean major;                  /* labelled, with a grid line */
  char     label[CHAIN_TICK_SIZE]; /* UTF-8; empty for a minor one */
} ChainTick;

gboolean chain_axis_accepts  (const ChainAxis *axis,
                              double           value);
double   chain_axis_position (const ChainAxis *axis,
                              double           from,
                              double           to,
                              double           value);
double   chain_axis_value_at (const ChainAxis *axis,
                              double           from,
                              double           to,
                              double           position);
void     chain_axis_widen    (const ChainAxis *axis,
                              double          *from,
                              double          *to,
                              gboolean         to_ticks);
GArray  *chain_axis_ticks    (const ChainAxis *axis,
                              double           from,
                              double           to,
                              guint            most);
