/* paint-fixture.h: fonts for tests of pictures, the same on every machine that has them.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <pango/pangocairo.h>

GObject *paint_fixture_fonts (void);
