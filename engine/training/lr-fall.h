/* lr-fall.h: whether a series of losses falls by more than its scatter explains.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double chain_lr_fall_sureness (const double *losses, gsize n);

G_END_DECLS
