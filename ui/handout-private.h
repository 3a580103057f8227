/* handout-private.h: what the files of the hand-out share: handout.c (the document, its first
 * page), handout-step.c (one step).
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/handout.h"

#include "ui/paint/network-file.h"

G_BEGIN_DECLS

#define CHAIN_HANDOUT_DIGITS 6 /* as `chainrule step` prints */
#define CHAIN_HANDOUT_FONT 11  /* of the drawings before they are made smaller, points */

void chain_handout_draw_network (ChainSession  *session,
                                 ChainPageFlow *flow,
                                 double         width,
                                 double         height,
                                 double         scale);
void chain_handout_write_step   (ChainSession  *session,
                                 ChainPageFlow *flow);

G_END_DECLS
