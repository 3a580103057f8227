/* side-layout.h: a column of controls of fixed width beside what they control.
 *
 * The first child is the column, the second has the rest of the width; both are as high as the
 * higher one needs at these widths.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SIDE_LAYOUT (chain_side_layout_get_type ())
G_DECLARE_FINAL_TYPE (ChainSideLayout, chain_side_layout, CHAIN, SIDE_LAYOUT, GtkLayoutManager)

G_END_DECLS
