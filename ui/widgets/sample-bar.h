/* sample-bar.h: how a made-up sample is made: rows, noise and seed.
 *
 * Shown only while the open document's rows are such a sample.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SAMPLE_BAR (chain_sample_bar_get_type ())
G_DECLARE_FINAL_TYPE (ChainSampleBar, chain_sample_bar, CHAIN, SAMPLE_BAR, GtkWidget)

void chain_sample_bar_set_session (ChainSampleBar *bar,
                                   ChainSession   *session);

G_END_DECLS
