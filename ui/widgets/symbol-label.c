/* symbol-label.c: symbols with several subscripts in labels.
 *
 * There are small digits below the line, but no small comma: a usual one between them stands so high
 * that z₁,₂ reads as z₁ prime. It is moved down and made smaller; the text stays as it is, for
 * copying and for screen readers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/symbol-label.h"

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

static int
text_size (GtkLabel *label)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (label));

  return pango_font_description_get_size (pango_context_get_font_description (context));
}

static void
lower (PangoAttrList *attributes, guint start, int rise)
{
  PangoAttribute *each[] = { pango_attr_rise_new (-rise), pango_attr_scale_new (COMMA_SCALE) };

  for (gsize i = 0; i < G_N_ELEMENTS (each); i++)
    {
      each[i]->start_index = start;
      each[i]->end_index = start + 1;
      pango_attr_list_insert (attributes, each[i]);
    }
}

/**
 * chain_symbol_label_set_text:
 * @label: a label without attributes of its own
 * @text: (nullable): its text
 *
 * Shows @text with the commas between subscripts as low as these.
 */
void
chain_symbol_label_set_text (GtkLabel   *label,
                             const char *text)
{
  g_autoptr (PangoAttrList) attributes = NULL;
  int                       rise;

  g_return_if_fail (GTK_IS_LABEL (label));

  rise = (int) (COMMA_RISE * text_size (label));
  for (const char *comma = text != NULL ? strchr (text, ',') : NULL; comma != NULL; comma = strchr (comma + 1, ','))
    if (comma > text && is_subscript (g_utf8_prev_char (comma)) && is_subscript (comma + 1))
      {
        if (attributes == NULL)
          attributes = pango_attr_list_new ();
        lower (attributes, (guint) (comma - text), rise);
      }
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_label_set_attributes (label, attributes);
}
