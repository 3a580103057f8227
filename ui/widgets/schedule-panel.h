/* schedule-panel.h: the learning-rate schedule: its parameters, formula and curve.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SCHEDULE_PANEL (chain_schedule_panel_get_type ())
G_DECLARE_FINAL_TYPE (ChainSchedulePanel, chain_schedule_panel, CHAIN, SCHEDULE_PANEL, GtkWidget)

void chain_schedule_panel_set_session (ChainSchedulePanel *panel,
                                       ChainSession       *session);

G_END_DECLS
