/* table-fit.c: how wide the columns of a table are on screen, and how many fit.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/table-fit.h"

#define LEAST_CHARACTERS 3
#define LONGEST_TITLE 26 /* characters of a column's name in the header */
#define PADDING 21       /* pixels, both sides of a cell with its border */

/* Titles are bold. */
static int
title_width (GtkWidget *view, const char *title)
{
  g_autoptr (PangoLayout)    layout = gtk_widget_create_pango_layout (view, title);
  g_autoptr (PangoAttrList)  bold = pango_attr_list_new ();
  int                        width;

  pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, bold);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static int
text_width (GtkWidget *view, guint characters)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (view), NULL,
                                                         NULL);
  const int         width = MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                 pango_font_metrics_get_approximate_digit_width (metrics));

  pango_font_metrics_unref (metrics);
  return (int) MAX (characters, LEAST_CHARACTERS) * PANGO_PIXELS_CEIL (width);
}

/**
 * chain_table_fit_width:
 * @view: whose font it is
 * @title: of the column
 * @format: of the column
 *
 * Returns: pixels that the title and the cells of the column need
 */
int
chain_table_fit_width (GtkWidget *view, const char *title, const ChainCellFormat *format)
{
  return PADDING + MAX (title_width (view, title), text_width (view, format->width));
}

/**
 * chain_table_fit_title:
 * @column: a column
 * @role: what it is used for
 *
 * Returns: (transfer full): what stands above it
 */
char *
chain_table_fit_title (const ChainColumn *column, ChainRole role)
{
  g_autofree char *name = chain_cell_shorten (column->name, LONGEST_TITLE);

  if (role == CHAIN_ROLE_TARGET || role == CHAIN_ROLE_FURTHER_TARGET)
    return g_strconcat (name, " (target)", NULL);
  return g_steal_pointer (&name);
}

/**
 * chain_table_fit_last:
 * @view: whose font it is
 * @table: a table
 * @roles: (element-type ChainRole): of its columns
 * @width: pixels there are
 *
 * Returns: the first column from which all the others fit
 */
guint
chain_table_fit_last (GtkWidget *view, const ChainTable *table, const GArray *roles, int width)
{
  guint first = table->columns->len;

  while (first > 0)
    {
      const ChainColumn *column = chain_table_column (table, first - 1);
      g_autofree char   *title
          = chain_table_fit_title (column, g_array_index (roles, ChainRole, first - 1));
      ChainCellFormat    format;

      chain_cell_format_find (table, first - 1, &format);
      width -= chain_table_fit_width (view, title, &format);
      if (width < 0)
        break;
      first--;
    }
  return MIN (first, table->columns->len - 1);
}
