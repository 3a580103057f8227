/* symbol-label.c: symbols with several subscripts in labels.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/symbol-label.h"

#include "ui/paint/subscripts.h"

static int
text_size (GtkLabel *label)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (label));

  return pango_font_description_get_size (pango_context_get_font_description (context));
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
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gboolean                  lowered;

  g_return_if_fail (GTK_IS_LABEL (label));

  lowered = chain_lower_commas (attributes, text != NULL ? text : "", text_size (label));
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_label_set_attributes (label, lowered ? attributes : NULL);
}
