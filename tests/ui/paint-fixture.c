/* paint-fixture.c: fonts without a display.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

/**
 * paint_fixture_fonts:
 *
 * Returns: (transfer full): a PangoContext that writes in 11 point
 */
GObject *
paint_fixture_fonts (void)
{
  PangoContext *context
    = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("DejaVu Sans 11");

  pango_context_set_font_description (context, font);
  return G_OBJECT (context);
}
