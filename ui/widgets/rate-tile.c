/* rate-tile.c: one of several short runs: its rate, its loss and what came of it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/rate-tile.h"

#include "ui/widgets/chart-view.h"

#define DIGITS 3
#define CHART_HEIGHT 130

struct _ChainRateTile
{
  GtkButton       parent_instance;

  GtkLabel       *rate;   /* these belong to the button's child */
  GtkLabel       *note;
  GtkLabel       *result;
  ChainChartView *chart;
  double          value;
};

G_DEFINE_FINAL_TYPE (ChainRateTile, chain_rate_tile, GTK_TYPE_BUTTON)

static void
chain_rate_tile_class_init (ChainRateTileClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "button");
}

static GtkLabel *
add_label (GtkWidget *row, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (row), label);
  return GTK_LABEL (label);
}

static void
chain_rate_tile_init (ChainRateTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *chart = chain_chart_view_new ();

  self->rate = add_label (row, "strong");
  self->note = add_label (row, "caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self->note), TRUE);
  gtk_label_set_xalign (self->note, 0);
  self->result = add_label (row, "strong");
  gtk_widget_set_size_request (chart, -1, CHART_HEIGHT);
  self->chart = CHAIN_CHART_VIEW (chart);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), chart);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "tile");
}

/**
 * chain_rate_tile_new:
 *
 * Returns: (transfer floating): an empty tile
 */
GtkWidget *
chain_rate_tile_new (void)
{
  return g_object_new (CHAIN_TYPE_RATE_TILE, NULL);
}

static void
mark (ChainRateTile *self, gboolean best, gboolean in_use)
{
  if (best)
    gtk_widget_add_css_class (GTK_WIDGET (self), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "current");
  gtk_label_set_text (self->note, best && in_use ? "best, in use"
                                  : best         ? "best"
                                  : in_use       ? "in use"
                                                 : "");
}

/**
 * chain_rate_tile_show:
 * @tile: a tile
 * @sweep: over learning rates alone, with curves
 * @cell: which of them
 * @axes: common to all tiles
 * @best: whether it is the one of least loss
 * @in_use: whether it is the project's learning rate
 */
void
chain_rate_tile_show (ChainRateTile        *tile,
                      ChainSweep           *sweep,
                      guint                 cell,
                      const ChainRatesAxes *axes,
                      gboolean              best,
                      gboolean              in_use)
{
  const ChainSweepAxis  *axis = chain_sweep_axis (sweep, 0);
  g_autofree char       *rate = chain_sweep_axis_value_text (axis, cell, DIGITS);
  g_autofree char       *result = chain_rates_chart_result (sweep, cell);
  g_autofree char       *name = NULL;
  g_auto (ChainSweepRun) run = { 0 };

  chain_sweep_get_run (sweep, cell, &run);
  tile->value = chain_sweep_axis_value (axis, cell);
  gtk_label_set_text (tile->rate, rate);
  gtk_label_set_text (tile->result, result);
  mark (tile, best, in_use);
  name = g_strdup_printf ("Use learning rate %s, %s %s%s", rate,
                          run.status == CHAIN_SWEEP_DONE ? "final loss" : "it", result,
                          best ? ", the best" : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Loss of this run", -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (tile), run.message);
  gtk_widget_set_sensitive (GTK_WIDGET (tile), run.status != CHAIN_SWEEP_FAILED);
  chain_chart_view_take_chart (tile->chart, chain_rates_chart_new (&run, axes));
}

/**
 * chain_rate_tile_get_rate:
 * @tile: a tile that shows a run
 *
 * Returns: its learning rate
 */
double
chain_rate_tile_get_rate (ChainRateTile *tile)
{
  return tile->value;
}
