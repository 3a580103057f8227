/* drawing-export.h: the drawing of a network in a file, and the hand-out of an iteration.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "app/commands.h"

#include "chainrule.h"

G_BEGIN_DECLS

/* As they are given; NULL where one is not. */
typedef struct
{
  char    *overlay;
  char    *iteration;
  char    *step;
  char    *width;
  char    *height;
  char    *paper;
  gboolean dark;
  gboolean handout;
} ChainDrawingOptions;

void      chain_drawing_options_clear (ChainDrawingOptions       *options);
gboolean  chain_drawing_export_is     (const char                *output,
                                       const ChainDrawingOptions *options);
ChainExit chain_drawing_export        (const char                *path,
                                       const char                *output,
                                       const ChainDrawingOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChainDrawingOptions, chain_drawing_options_clear)

G_END_DECLS
