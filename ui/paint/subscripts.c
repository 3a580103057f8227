/* subscripts.c: commas between small digits below the line.
 *
 * There are small digits below the line, but no small comma: a usual one between them stands so high
 * that z₁,₂ reads as z₁ prime. It is moved down and made smaller; the text stays as it is, for
 * copying and for screen readers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/subscripts.h"

#include <string.h>

#define FIRST_SUBSCRIPT 0x2080 /* ₀ */
#define LAST_SUBSCRIPT 0x2089  /* ₉ */
#define COMMA_SCALE 0.75
#define COMMA_RISE 0.2 /* of the text's size, downwards */

static gboolean
is_subscript (const char *text)
{
  const gunichar letter = g_utf8_get_char (text);

  return letter >= FIRST_SUBSCRIPT && letter <= LAST_SUBSCRIPT;
}

/**
 * chain_lower_commas:
 * @attributes: of @text, to which those of its commas are added
 * @text: a text
 * @size: of its font, Pango units
 *
 * Sets the commas between subscripts as low as these.
 *
 * Returns: whether there are any
 */
gboolean
chain_lower_commas (PangoAttrList *attributes,
                    const char    *text,
                    int            size)
{
  gboolean any = FALSE;

  for (const char *comma = strchr (text, ','); comma != NULL; comma = strchr (comma + 1, ','))
    {
      PangoAttribute *each[2];

      if (comma == text || !is_subscript (g_utf8_prev_char (comma)) || !is_subscript (comma + 1))
        continue;
      any = TRUE;
      each[0] = pango_attr_rise_new ((int) (-COMMA_RISE * size));
      each[1] = pango_attr_scale_new (COMMA_SCALE);
      for (gsize i = 0; i < G_N_ELEMENTS (each); i++)
        {
          each[i]->start_index = (guint) (comma - text);
          each[i]->end_index = each[i]->start_index + 1;
          pango_attr_list_insert (attributes, each[i]);
        }
    }
  return any;
}
