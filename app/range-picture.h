/* range-picture.h: the curve of a learning-rate range test as a picture in a file.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "chainrule.h"

G_BEGIN_DECLS

gboolean chain_range_picture_is   (const char                *path);
gboolean chain_range_picture_save (const ChainLrRange        *range,
                                   const ChainLrRangeOptions *options,
                                   double                     learning_rate,
                                   const char                *path,
                                   GError                   **error);

G_END_DECLS
