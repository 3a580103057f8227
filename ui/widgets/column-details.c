/* column-details.c: how a column is made into numbers, and what its values look like.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/column-details.h"

#include "base/number.h"
#include "data/column-kind.h"
#include "ui/paint/histogram.h"
#include "ui/paint/level-bars.h"
#include "ui/widgets/cell-text.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/template.h"

#define HISTOGRAM_HEIGHT 64

/* What can be chosen of a column. */
typedef enum
{
  KIND,
  ENCODING,
  MISSING,
  SCALING,
  N_CHOICES,
} Choice;

struct _ChainColumnDetails
{
  GtkWidget parent_instance;

  GtkGrid        *grid;
  GtkDropDown    *choices[N_CHOICES];
  GtkWidget      *labels[N_CHOICES];
  GtkLabel       *numbers;
  GtkDrawingArea *picture;
  GtkLabel       *ends; /* of the histogram */

  ChainColumnItem *item; /* owned; NULL while no column is shown */
  gboolean         updating;
};

G_DEFINE_FINAL_TYPE (ChainColumnDetails, chain_column_details, GTK_TYPE_WIDGET)

enum
{
  OPTIONS_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct
{
  const char            *title;
  const ChainDataChoice *table;
  const char            *first; /* a choice before those of the table; NULL: none */
} rows[N_CHOICES] = {
  [KIND] = { "Kind", chain_kinds, NULL },
  [ENCODING] = { "Encoding", chain_category_encodings, NULL },
  [MISSING] = { "Missing values", chain_missing_policies, NULL },
  [SCALING] = { "Scaling", chain_scalings, "As all columns" },
};

static void
set_color (ChainColumnDetails *self, ChainColor *color)
{
  GdkRGBA rgba;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self->picture)), &rgba);
  *color = (ChainColor){ rgba.red, rgba.green, rgba.blue, rgba.alpha };
}

/* The classes of a target with their split; of another category its most frequent levels. */
static guint
list_bars (ChainColumnDetails *self, ChainLevelBar bars[CHAIN_MEASURED_LEVELS])
{
  const ChainColumn        *column = chain_column_item_get_column (self->item);
  const ChainColumnMeasure *measure = chain_column_item_get_measure (self->item);
  guint                     n_classes;
  const ChainClassCount *balance = chain_column_item_get_balance (self->item, &n_classes);
  const guint            n = measure != NULL ? measure->n_levels : 0;

  for (guint i = 0; i < n; i++)
    {
      const ChainLevelCount *level = &measure->levels[i];

      bars[i].name = g_ptr_array_index (column->levels, level->level);
      bars[i].count = level->count;
      bars[i].dark = level->count;
      if (balance != NULL && level->level < n_classes)
        {
          bars[i].dark = balance[level->level].training;
          bars[i].count = bars[i].dark + balance[level->level].validation;
        }
    }
  return n;
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ChainColumnDetails *self = data;
  ChainLevelBar       bars[CHAIN_MEASURED_LEVELS];
  ChainColor          color;

  if (self->item == NULL || chain_column_item_get_measure (self->item) == NULL)
    return;
  set_color (self, &color);
  if (chain_column_item_get_column (self->item)->kind == CHAIN_COLUMN_CATEGORY)
    chain_level_bars_draw (bars, list_bars (self, bars), cr,
                           gtk_widget_get_pango_context (GTK_WIDGET (area)), width, &color);
  else
    chain_histogram_draw (&chain_column_item_get_measure (self->item)->statistics, cr, width,
                          height, &color);
}

/* "Mean 5.84 ± 0.83, median 5.8, half of them from 5.1 to 6.4. 35 distinct." */
static char *
describe_numbers (const ChainColumnStatistics *s)
{
  char             text[5][CHAIN_NUMBER_SIZE];
  g_autofree char *distinct = chain_cell_count (s->n_distinct);

  if (s->n_values == 0)
    return g_strdup ("No value in any row");
  return g_strdup_printf ("Mean %s ± %s, median %s, half of them from %s to %s. %s distinct.",
                          chain_number_show (s->mean, 4, text[0]),
                          chain_number_show (s->deviation, 3, text[1]),
                          chain_number_show (s->quartiles[1], 4, text[2]),
                          chain_number_show (s->quartiles[0], 4, text[3]),
                          chain_number_show (s->quartiles[2], 4, text[4]), distinct);
}

static char *
describe_levels (ChainColumnItem *item, const ChainColumnMeasure *measure)
{
  const ChainColumn *column = chain_column_item_get_column (item);
  g_autofree char   *levels = chain_cell_count (column->levels->len);
  guint              n_classes;

  if (chain_column_item_get_balance (item, &n_classes) != NULL
      && column->levels->len <= measure->n_levels)
    return g_strdup ("Rows of each class, training + validation");
  if (column->levels->len <= measure->n_levels)
    return g_strdup ("");
  return g_strdup_printf ("%s levels; the most frequent are", levels);
}

static void
show_values (ChainColumnDetails *self)
{
  const ChainColumn        *column = chain_column_item_get_column (self->item);
  const ChainColumnMeasure *measure = chain_column_item_get_measure (self->item);
  const gboolean            category = column->kind == CHAIN_COLUMN_CATEGORY;
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self->picture));
  char          from[CHAIN_NUMBER_SIZE], to[CHAIN_NUMBER_SIZE];
  g_autofree char *numbers = NULL;
  g_autofree char *ends = NULL;

  if (measure == NULL)
    {
      gtk_label_set_text (self->numbers, "Measuring…");
      gtk_widget_set_visible (GTK_WIDGET (self->numbers), TRUE);
      return;
    }
  numbers = category ? describe_levels (self->item, measure)
                     : describe_numbers (&measure->statistics);
  gtk_label_set_text (self->numbers, numbers);
  gtk_widget_set_visible (GTK_WIDGET (self->numbers), numbers[0] != '\0');
  gtk_drawing_area_set_content_height (
      self->picture,
      category ? (int) chain_level_bars_height (context, measure->n_levels) : HISTOGRAM_HEIGHT);
  gtk_widget_set_visible (GTK_WIDGET (self->ends),
                          !category && measure->statistics.n_values > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->picture), measure->statistics.n_values > 0);
  if (measure->statistics.n_values > 0 && !category)
    ends = g_strdup_printf ("%s to %s%s",
                            chain_number_show (measure->statistics.minimum, 4, from),
                            chain_number_show (measure->statistics.maximum, 4, to),
                            measure->statistics.is_logarithmic ? ", logarithmic" : "");
  gtk_label_set_text (self->ends, ends != NULL ? ends : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, numbers, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->picture));
}

static void
show_choices (ChainColumnDetails *self)
{
  const ChainColumn        *column = chain_column_item_get_column (self->item);
  const ChainColumnOptions *options = chain_column_item_get_options (self->item);
  const gboolean            category = chain_column_is_category (column, options);
  const gboolean            ordinal = options->encoding == CHAIN_CATEGORY_ORDINAL;
  const guint               selected[N_CHOICES] = {
    [KIND] = options->kind,
    [ENCODING] = options->encoding,
    [MISSING] = options->missing,
    [SCALING] = options->has_scaling ? (guint) options->scaling + 1 : 0,
  };
  const gboolean visible[N_CHOICES] = {
    [KIND] = TRUE,
    [ENCODING] = category,
    [MISSING] = column->n_missing > 0 || options->missing != CHAIN_MISSING_REFUSE,
    [SCALING] = !category || ordinal,
  };

  self->updating = TRUE;
  for (guint i = 0; i < N_CHOICES; i++)
    {
      gtk_drop_down_set_selected (self->choices[i], selected[i]);
      gtk_widget_set_visible (GTK_WIDGET (self->choices[i]), visible[i]);
      gtk_widget_set_visible (self->labels[i], visible[i]);
    }
  self->updating = FALSE;
}

static void
update (ChainColumnDetails *self)
{
  show_choices (self);
  show_values (self);
}

static void
on_chosen (ChainColumnDetails *self)
{
  const ChainColumnOptions *present;
  guint                     selected[N_CHOICES];
  g_autoptr (ChainColumnOptions) options = NULL;

  if (self->updating || self->item == NULL)
    return;
  for (guint i = 0; i < N_CHOICES; i++)
    selected[i] = gtk_drop_down_get_selected (self->choices[i]);
  present = chain_column_item_get_options (self->item);
  options = chain_column_options_copy (present);
  options->kind = selected[KIND];
  options->encoding = selected[ENCODING];
  options->missing = selected[MISSING];
  options->has_scaling = selected[SCALING] > 0;
  options->scaling = options->has_scaling ? selected[SCALING] - 1 : CHAIN_SCALING_NONE;
  if (chain_column_options_equal (options, present))
    return;
  g_signal_emit (self, signals[OPTIONS_CHOSEN], 0, options);
  /* A refused choice is not left standing. */
  if (self->item != NULL)
    update (self);
}

static void
fill (ChainColumnDetails *self, Choice choice)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) titles = NULL;

  if (rows[choice].first != NULL)
    g_strv_builder_add (builder, rows[choice].first);
  for (guint i = 0; rows[choice].table[i].name != NULL; i++)
    g_strv_builder_add (builder, rows[choice].table[i].title);
  titles = g_strv_builder_end (builder);
  chain_choice_fill (self->choices[choice], (const char *const *) titles);
}

static void
add_choice (ChainColumnDetails *self, Choice choice)
{
  GtkWidget *label = gtk_label_new (rows[choice].title);
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_size_request (drop_down, 150, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  rows[choice].title, -1);
  self->labels[choice] = label;
  self->choices[choice] = GTK_DROP_DOWN (drop_down);
  fill (self, choice);
  gtk_grid_attach (self->grid, label, 0, (int) choice, 1, 1);
  gtk_grid_attach (self->grid, drop_down, 1, (int) choice, 1, 1);
  g_signal_connect_swapped (drop_down, "notify::selected", G_CALLBACK (on_chosen), self);
}

static void
chain_column_details_dispose (GObject *object)
{
  ChainColumnDetails *self = CHAIN_COLUMN_DETAILS (object);

  chain_column_details_set_item (self, NULL);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_COLUMN_DETAILS);
  G_OBJECT_CLASS (chain_column_details_parent_class)->dispose (object);
}

static void
chain_column_details_class_init (ChainColumnDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_column_details_dispose;
  signals[OPTIONS_CHOSEN]
      = g_signal_new ("options-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_css_name (widget_class, "column-details");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/column-details.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainColumnDetails, grid);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnDetails, numbers);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnDetails, picture);
  gtk_widget_class_bind_template_child (widget_class, ChainColumnDetails, ends);
}

static void
chain_column_details_init (ChainColumnDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = TRUE;
  for (Choice choice = 0; choice < N_CHOICES; choice++)
    add_choice (self, choice);
  self->updating = FALSE;
  gtk_drawing_area_set_draw_func (self->picture, draw, self, NULL);
}

/**
 * chain_column_details_new:
 *
 * Returns: details of no column yet
 */
GtkWidget *
chain_column_details_new (void)
{
  return g_object_new (CHAIN_TYPE_COLUMN_DETAILS, NULL);
}

/**
 * chain_column_details_set_item:
 * @details: the widget
 * @item: (nullable): the column to show and follow
 */
void
chain_column_details_set_item (ChainColumnDetails *details, ChainColumnItem *item)
{
  g_return_if_fail (CHAIN_IS_COLUMN_DETAILS (details));

  if (details->item != NULL)
    g_signal_handlers_disconnect_by_data (details->item, details);
  g_set_object (&details->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), details, G_CONNECT_SWAPPED);
  update (details);
}
