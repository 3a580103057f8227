/* column-row.c: a row of the list of columns: name, kind, statistics and role, and the details.
 *
 * The choice of a role is made when the row comes into view, and the details when they are opened:
 * GTK makes some two hundred rows of a long list at once.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-row.h"

#include "base/number.h"
#include "data/column-kind.h"
#include "ui/paint/histogram.h"
#include "ui/widgets/column-details.h"
#include "ui/widgets/template.h"

#include <string.h>

#define ROLE_WIDTH 104

struct _ChainColumnRow
{
  GtkWidget parent_instance;

  GtkLabel       *name;
  GtkLabel       *kind;
  GtkLabel       *statistics;
  GtkDrawingArea *histogram;
  GtkBox         *role_place;
  GtkDropDown    *role;    /* NULL before the row was in view */
  GtkImage       *arrow;
  GtkWidget      *details; /* NULL before they are shown */

  ChainColumnItem *item; /* owned; NULL while no column is shown */
  gboolean         updating;
};

G_DEFINE_FINAL_TYPE (ChainColumnRow, chain_column_row, GTK_TYPE_WIDGET)

enum
{
  ROLE_CHOSEN,
  OPTIONS_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const kind_titles[] = {
  [CHAIN_COLUMN_NUMBER] = "number",
  [CHAIN_COLUMN_CATEGORY] = "category",
  [CHAIN_COLUMN_EMPTY] = "empty",
};

static const ChainColumnStatistics *
statistics_of (ChainColumnItem *item)
{
  const ChainColumnMeasure *measure = chain_column_item_get_measure (item);

  return measure != NULL ? &measure->statistics : NULL;
}

static void
draw_histogram (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ChainColumnRow *self = data;
  GdkRGBA         rgba;

  if (self->item == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &rgba);

  const ChainColor color = { rgba.red, rgba.green, rgba.blue, rgba.alpha };

  chain_histogram_draw (statistics_of (self->item), cr, width, height, &color);
}

/* "number, read as category, 3 missing" */
static char *
describe_kind (const ChainColumn *column, const ChainColumnOptions *options)
{
  GString *text = g_string_new (kind_titles[column->kind]);

  if (options->kind != CHAIN_KIND_AUTO
      && !g_str_equal (chain_kinds[options->kind].name, kind_titles[column->kind]))
    g_string_append_printf (text, ", read as %s", chain_kinds[options->kind].name);
  if (column->n_missing > 0 && column->kind != CHAIN_COLUMN_EMPTY)
    g_string_append_printf (text, ", %" G_GSIZE_FORMAT " missing", column->n_missing);
  return g_string_free (text, FALSE);
}

static char *
describe_statistics (const ChainColumn *column, const ChainColumnStatistics *statistics)
{
  char least[CHAIN_NUMBER_SIZE], most[CHAIN_NUMBER_SIZE], mean[CHAIN_NUMBER_SIZE];

  if (column->kind == CHAIN_COLUMN_CATEGORY)
    return g_strdup_printf ("%u %s", column->levels->len,
                            column->levels->len == 1 ? "level" : "levels");
  if (statistics == NULL || statistics->n_values == 0)
    return g_strdup ("");
  return g_strdup_printf ("%s to %s, mean %s", chain_number_show (statistics->minimum, 4, least),
                          chain_number_show (statistics->maximum, 4, most),
                          chain_number_show (statistics->mean, 3, mean));
}

/* The levels in a tooltip, as many as can be taken in. */
static char *
describe_levels (const ChainColumn *column)
{
  const guint n = MIN (column->levels->len, 12);
  GString    *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (column->levels, i));
  if (n < column->levels->len)
    g_string_append_printf (text, " and %u more", column->levels->len - n);
  return g_string_free (text, FALSE);
}

/* Only a number can be a target beside others. */
static void
offer_roles (ChainColumnRow *self, gboolean category)
{
  const guint n = category ? CHAIN_ROLE_IGNORE + 1 : CHAIN_N_ROLES;
  GListModel *offered = gtk_drop_down_get_model (self->role);
  g_autoptr (GtkStringList) titles = NULL;

  if (offered != NULL && g_list_model_get_n_items (offered) == n)
    return;
  titles = gtk_string_list_new (NULL);
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (titles, chain_role_title (i));
  gtk_drop_down_set_model (self->role, G_LIST_MODEL (titles));
}

static void
set_class (ChainColumnRow *self, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
on_options_chosen (ChainColumnRow *self, const ChainColumnOptions *options)
{
  g_signal_emit (self, signals[OPTIONS_CHOSEN], 0, options);
}

static void
show_details (ChainColumnRow *self)
{
  const gboolean open = chain_column_item_get_open (self->item);

  if (open && self->details == NULL)
    {
      self->details = chain_column_details_new ();
      g_signal_connect_swapped (self->details, "options-chosen", G_CALLBACK (on_options_chosen),
                                self);
      gtk_widget_set_parent (self->details, GTK_WIDGET (self));
    }
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  if (self->details == NULL)
    return;
  chain_column_details_set_item (CHAIN_COLUMN_DETAILS (self->details), open ? self->item : NULL);
  gtk_widget_set_visible (self->details, open);
}

static void
show_role (ChainColumnRow *self)
{
  const ChainColumn *column = chain_column_item_get_column (self->item);
  g_autofree char   *name = g_strdup_printf ("Role of %s", column->name);

  self->updating = TRUE;
  offer_roles (self, chain_column_is_category (column, chain_column_item_get_options (self->item)));
  gtk_drop_down_set_selected (self->role, chain_column_item_get_role (self->item));
  self->updating = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->role), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
update (ChainColumnRow *self)
{
  const ChainColumn        *column = chain_column_item_get_column (self->item);
  const ChainColumnOptions *options = chain_column_item_get_options (self->item);
  const ChainRole           role = chain_column_item_get_role (self->item);
  const ChainColumnStatistics *measured = statistics_of (self->item);
  g_autofree char *kind = describe_kind (column, options);
  g_autofree char *statistics = describe_statistics (column, measured);
  g_autofree char *tooltip =
      column->kind == CHAIN_COLUMN_CATEGORY ? describe_levels (column) : g_strdup (statistics);

  gtk_label_set_text (self->name, column->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), column->name);
  gtk_label_set_text (self->kind, kind);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->kind), strchr (kind, ',') != NULL ? kind : NULL);
  gtk_label_set_text (self->statistics, statistics);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->statistics), tooltip);
  gtk_widget_queue_draw (GTK_WIDGET (self->histogram));
  if (self->role != NULL)
    show_role (self);
  set_class (self, "ignored", role == CHAIN_ROLE_IGNORE);
  set_class (self, "target", role == CHAIN_ROLE_TARGET || role == CHAIN_ROLE_FURTHER_TARGET);
  show_details (self);
}

static void
on_role_selected (ChainColumnRow *self)
{
  const guint selected = gtk_drop_down_get_selected (self->role);

  /* Setting it back in here emits again once this is over: then nothing was chosen. */
  if (self->updating || self->item == NULL || selected >= CHAIN_N_ROLES ||
      selected == chain_column_item_get_role (self->item))
    return;
  g_signal_emit (self, signals[ROLE_CHOSEN], 0, chain_column_item_get_index (self->item), selected);
  /* A refused role, or one that came out differently, is not left standing. */
  if (self->item != NULL)
    update (self);
}

static void
chain_column_row_map (GtkWidget *widget)
{
  ChainColumnRow *self = CHAIN_COLUMN_ROW (widget);

  if (self->role == NULL)
    {
      self->role = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
      gtk_widget_set_size_request (GTK_WIDGET (self->role), ROLE_WIDTH, -1);
      gtk_box_append (self->role_place, GTK_WIDGET (self->role));
      g_signal_connect_swapped (self->role, "notify::selected", G_CALLBACK (on_role_selected),
                                self);
      if (self->item != NULL)
        show_role (self);
    }
  GTK_WIDGET_CLASS (chain_column_row_parent_class)->map (widget);
}

static void
chain_column_row_dispose (GObject *object)
{
  ChainColumnRow *self = CHAIN_COLUMN_ROW (object);

  chain_column_row_set_item (self, NULL);
  self->details = NULL;
  self->role = NULL;
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_COLUMN_ROW);
  G_OBJECT_CLASS (chain_column_row_parent_class)->dispose (object);
}

static void
chain_column_row_class_init (ChainColumnRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_column_row_dispose;
  widget_class->map = chain_column_row_map;
  signals[ROLE_CHOSEN] =
      g_signal_new ("role-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[OPTIONS_CHOSEN] =
      g_signal_new ("options-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_css_name (widget_class, "column-row");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/column-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, name);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, kind);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, statistics);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, histogram);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, role_place);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnRow, arrow);
}

static void
chain_column_row_init (ChainColumnRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->histogram, draw_histogram, self, NULL);
}

/**
 * chain_column_row_new:
 *
 * Returns: a row that shows no column yet
 */
GtkWidget *
chain_column_row_new (void)
{
  return g_object_new (CHAIN_TYPE_COLUMN_ROW, NULL);
}

/**
 * chain_column_row_set_item:
 * @row: a row
 * @item: (nullable): the column to show and follow
 */
void
chain_column_row_set_item (ChainColumnRow *row, ChainColumnItem *item)
{
  g_return_if_fail (CHAIN_IS_COLUMN_ROW (row));

  if (row->item != NULL)
    g_signal_handlers_disconnect_by_data (row->item, row);
  g_set_object (&row->item, item);
  if (item == NULL)
    {
      if (row->details != NULL)
        chain_column_details_set_item (CHAIN_COLUMN_DETAILS (row->details), NULL);
      return;
    }
  g_signal_connect_object (item, "changed", G_CALLBACK (update), row, G_CONNECT_SWAPPED);
  update (row);
}
