/* sweep-picture.c: the pictures of sweeps: where cells lie, what they say, common axes of runs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/rates-chart.h"
#include "ui/paint/sweep-picture.h"

#include "chainrule.h"

#include <math.h>

typedef struct
{
  ChainProject *project;
  ChainDataset *dataset;
  ChainSweep   *sweep;
} Setup;

static void
set_up (Setup *setup, gconstpointer y_text)
{
  g_autoptr (GError)         error = NULL;
  g_autoptr (ChainSweepAxis) x = chain_sweep_axis_parse ("learning_rate=0.01,0.1,1e6", &error);
  g_autoptr (ChainSweepAxis) y
    = y_text != NULL ? chain_sweep_axis_parse (y_text, &error) : NULL;
  ChainSweepOptions          options;

  setup->project = chain_project_new_for_sample ("worked_example");
  setup->dataset = chain_project_open_data (setup->project, NULL, &error);
  g_assert_no_error (error);
  setup->project->training.learning_rate = 0.1;
  chain_sweep_options_init (&options);
  options.epochs = 8;
  options.curves = TRUE;
  setup->sweep = chain_sweep_new (setup->project->network, &setup->project->training,
                                  setup->dataset, x, y, &options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Setup *setup, gconstpointer data)
{
  chain_sweep_unref (setup->sweep);
  chain_dataset_unref (setup->dataset);
  chain_project_free (setup->project);
}

static ChainSweepPicture *
picture_of (Setup *setup)
{
  return chain_sweep_picture_new (setup->sweep, setup->project->network,
                                  &setup->project->training);
}

/* Every cell is found in its middle; rows go up. */
static void
test_cells (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweepPicture) picture = picture_of (setup);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 500, 300);
  cairo_t         *cr = cairo_create (surface);
  PangoContext    *context = pango_cairo_create_context (cr);
  ChainSweepFrame  frame;

  chain_sweep_picture_frame (picture, context, 500, 300, &frame);
  g_assert_cmpuint (picture->columns, ==, 3);
  g_assert_cmpuint (picture->rows, ==, 2);
  for (guint row = 0; row < 2; row++)
    for (guint column = 0; column < 3; column++)
      g_assert_cmpint (chain_sweep_picture_cell_at (
                         picture, &frame, frame.left + (column + 0.5) * frame.width / 3,
                         frame.top + frame.height - (row + 0.5) * frame.height / 2),
                       ==, row * 3 + column);
  g_assert_cmpint (chain_sweep_picture_cell_at (picture, &frame, frame.left - 1, frame.top + 5), ==,
                   -1);
  g_assert_cmpint (chain_sweep_picture_cell_at (picture, &frame, frame.left + 5,
                                                frame.top + frame.height + 1),
                   ==, -1);
  g_object_unref (context);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Before, after, and what diverged. */
static void
test_words (Setup *setup, gconstpointer data)
{
  g_autoptr (ChainSweepPicture) before = picture_of (setup);
  g_autoptr (ChainSweepPicture) after = NULL;
  g_autofree char *waiting = chain_sweep_picture_describe (before, 0);
  g_autofree char *best = NULL;
  g_autofree char *diverged = NULL;

  g_assert_cmpstr (waiting, ==, "Learning rate 0.01, Batch size 1: waiting");
  g_assert_cmpint (before->best, ==, -1);
  g_assert_true (chain_sweep_run (setup->sweep, NULL, NULL, NULL));
  after = picture_of (setup);
  for (guint i = 0; i < 6; i++)
    g_assert_false (after->losses[i] < after->losses[after->best]);
  best = chain_sweep_picture_describe (after, after->best);
  diverged = chain_sweep_picture_describe (after, 2);
  g_assert_nonnull (strstr (best, ": training loss "));
  g_assert_true (g_str_has_suffix (best, ", the least"));
  g_assert_cmpstr (diverged, ==, "Learning rate 1·10⁶, Batch size 1: diverged");
  g_assert_true (isnan (after->losses[2]));
  /* The project's own batch is one row, its rate 0.1. */
  g_assert_cmpint (after->in_use, ==, 1);
}

static void
draw (const ChainSweepPicture *picture, ChainSweep *sweep, double width, double height)
{
  const ChainPalette *palettes[] = { &chain_palette_light, &chain_palette_dark };

  for (guint i = 0; i < G_N_ELEMENTS (palettes); i++)
    {
      cairo_surface_t *surface
        = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) width, (int) height);
      cairo_t         *cr = cairo_create (surface);
      PangoContext    *context = pango_cairo_create_context (cr);

      if (picture != NULL)
        chain_sweep_picture_draw (picture, cr, context, width, height, palettes[i], 1);
      else
        chain_rates_chart_draw_all (sweep, cr, context, width, height, palettes[i]);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      g_object_unref (context);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* At any size, before anything is known and after. */
static void
test_draw (Setup *setup, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (ChainSweepPicture) picture = picture_of (setup);

      draw (picture, NULL, 800, 500);
      draw (picture, NULL, 60, 30);
      if (data == NULL) /* over rates alone */
        {
          draw (NULL, setup->sweep, 800, 500);
          draw (NULL, setup->sweep, 60, 30);
        }
      if (i == 0)
        g_assert_true (chain_sweep_run (setup->sweep, NULL, NULL, NULL));
    }
}

/* All runs share axes that hold the smallest rate's run whole. */
static void
test_axes (Setup *setup, gconstpointer data)
{
  ChainRatesAxes axes;

  g_assert_true (chain_sweep_run (setup->sweep, NULL, NULL, NULL));
  chain_rates_chart_axes (setup->sweep, &axes);
  g_assert_cmpfloat (axes.updates, ==, 8 * 5);
  g_assert_cmpfloat (axes.least, ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ChainSweepRun) run = { 0 };
      g_autoptr (ChainChart) chart = NULL;
      g_autofree char       *result = chain_rates_chart_result (setup->sweep, i);

      chain_sweep_get_run (setup->sweep, i, &run);
      chart = chain_rates_chart_new (&run, &axes);
      g_assert_cmpfloat (chart->x.to, ==, axes.updates);
      g_assert_cmpfloat (chart->y.to, ==, axes.most);
      if (i == 0)
        g_assert_cmpfloat (g_array_index (run.steps, ChainHistoryStep, 0).loss, <, axes.most);
      if (i == 2)
        g_assert_cmpstr (result, ==, "diverged");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/paint/sweep-picture/cells", Setup, "batch_size=1,5", set_up, test_cells, tear_down);
  g_test_add ("/paint/sweep-picture/words", Setup, "batch_size=1,5", set_up, test_words, tear_down);
  g_test_add ("/paint/sweep-picture/draw", Setup, "batch_size=1,5", set_up, test_draw, tear_down);
  g_test_add ("/paint/sweep-picture/draw-rates", Setup, NULL, set_up, test_draw, tear_down);
  g_test_add ("/paint/sweep-picture/axes", Setup, NULL, set_up, test_axes, tear_down);
  return g_test_run ();
}
