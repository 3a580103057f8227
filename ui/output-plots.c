/* output-plots.c: plots of a network's answers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/output-plots.h"

#include <math.h>
#include <string.h>

#define COLUMNS 96       /* cells of a plane */
#define ROWS 72
#define CURVE_POINTS 240
#define MOST_POINTS 2000 /* of training and of validation rows; of more, so many chosen evenly */

/**
 * chain_output_in_unit:
 * @dataset: with the targets
 * @output: one of their numbers
 * @value: as the network has it
 *
 * Returns: @value before it was scaled
 */
double
chain_output_in_unit (const ChainDataset *dataset, guint output, double value)
{
  const GPtrArray *features = dataset->target_encoder->features;

  for (guint i = 0; i < features->len; i++)
    {
      const ChainFeature *feature = features->pdata[i];

      if (feature->encoding != CHAIN_ENCODING_ONE_HOT && feature->first == output)
        return value * feature->scale + feature->offset;
    }
  return value;
}

static const ChainFeature *
feature_at (const ChainOutputRequest *request, guint feature)
{
  return request->dataset->input_encoder->features->pdata[feature];
}

static const char *
target_name (const ChainOutputRequest *request)
{
  return request->dataset->target_encoder->names[request->output];
}

/* Several outputs that are all numbers of one target column, as one-hot, have its name. */
static const char *
target_title (const ChainOutputRequest *request)
{
  const GPtrArray *features = request->dataset->target_encoder->features;

  return features->len == 1 ? ((const ChainFeature *) features->pdata[0])->column
                            : target_name (request);
}

static void
init_axis (const ChainOutputRequest *request, guint feature, ChainPlotAxis *axis,
           ChainInputAxis *inputs)
{
  chain_input_axis (request->dataset, feature, inputs);
  *axis = (ChainPlotAxis){
    g_strdup (feature_at (request, feature)->column),
    g_strdupv (feature_at (request, feature)->levels),
    inputs->from,
    inputs->to,
  };
}

static double *
held_inputs (const ChainOutputRequest *request)
{
  const ChainDataset *dataset = request->dataset;

  if (request->held < 0 || (gsize) request->held >= dataset->n_rows)
    return chain_input_typical (dataset);
  return g_memdup2 (dataset->inputs + (gsize) request->held * dataset->n_inputs,
                    dataset->n_inputs * sizeof (double));
}

/* What all points have; where they lie differs from plot to plot. */
static ChainPlotPoint
point_of (const ChainOutputRequest *request, const ChainOutput *output, gsize i, gboolean validation)
{
  const gsize    target = (gsize) output->rows[i] * output->n_outputs + request->output;
  const gsize    place = i * output->n_outputs + request->output;
  ChainPlotPoint point = {
    .row = output->rows[i],
    .class = CHAIN_PLOT_NO_CLASS,
    .number = NAN,
    .loss = output->losses[i],
    .validation = validation,
  };

  if (output->truth != NULL)
    {
      point.class = output->truth[i];
      point.truth = output->truth[i];
      point.predicted = output->guess[i];
      point.wrong = output->truth[i] != output->guess[i];
      return point;
    }
  point.truth = chain_output_in_unit (request->dataset, request->output,
                                      request->dataset->targets[target]);
  point.predicted = chain_output_in_unit (request->dataset, request->output,
                                          output->predictions[place]);
  point.number = point.truth;
  return point;
}

/* Where a point lies. */
typedef void (*Place) (const ChainOutputRequest *request, ChainPlotPoint *point);

static double
read_feature (const ChainOutputRequest *request, guint feature, guint row)
{
  return chain_input_read (feature_at (request, feature),
                           request->dataset->inputs + (gsize) row * request->dataset->n_inputs);
}

static void
place_in_plane (const ChainOutputRequest *request, ChainPlotPoint *point)
{
  point->x = read_feature (request, request->x, point->row);
  point->y = read_feature (request, request->y, point->row);
}

/* Over one feature the classes stand over each other. */
static void
place_by_class (const ChainOutputRequest *request, ChainPlotPoint *point)
{
  point->x = read_feature (request, request->x, point->row);
  point->y = point->class;
}

static void
place_on_curve (const ChainOutputRequest *request, ChainPlotPoint *point)
{
  point->x = read_feature (request, request->x, point->row);
  point->y = point->truth;
}

static void
place_in_agreement (const ChainOutputRequest *request G_GNUC_UNUSED, ChainPlotPoint *point)
{
  point->x = point->truth;
  point->y = point->predicted;
}

static void
place_residual (const ChainOutputRequest *request G_GNUC_UNUSED, ChainPlotPoint *point)
{
  point->x = point->predicted;
  point->y = point->predicted - point->truth;
}

static void
add_points (const ChainOutputRequest *request, const ChainOutputs *outputs, Place place,
            ChainPlot *plot)
{
  for (guint set = 0; set < 2; set++)
    {
      const ChainOutput *output = outputs->of[set];
      const gsize        n = output != NULL ? MIN (output->n_rows, MOST_POINTS) : 0;

      for (gsize i = 0; i < n; i++)
        {
          ChainPlotPoint point = point_of (request, output, i * output->n_rows / n, set == 1);

          place (request, &point);
          g_array_append_val (plot->points, point);
        }
    }
  plot->is_split = outputs->of[0] != NULL && outputs->of[1] != NULL && outputs->of[1]->n_rows > 0;
}

static void
widen (ChainPlot *plot, double value)
{
  if (!isfinite (value))
    return;
  plot->color_from = fmin (plot->color_from, value);
  plot->color_to = fmax (plot->color_to, value);
}

/* One scale of colours for the field and the points. */
static void
init_scale (const ChainOutputRequest *request, ChainPlot *plot)
{
  const ChainPlotField *field = plot->field;

  plot->color_from = INFINITY;
  plot->color_to = -INFINITY;
  for (gsize i = 0; i < (gsize) field->columns * field->rows; i++)
    widen (plot, field->values[i]);
  for (guint i = 0; i < plot->points->len; i++)
    widen (plot, g_array_index (plot->points, ChainPlotPoint, i).number);
  plot->has_scale = plot->color_from <= plot->color_to;
  plot->color_title = g_strdup (target_name (request));
}

static void
fill_field (const ChainOutputRequest *request, ChainPlotField *field, const double *predictions,
            guint n_outputs)
{
  const gsize n = (gsize) field->columns * field->rows;

  field->values = g_new (double, n);
  field->classes = field->kind == CHAIN_FIELD_CLASSES ? g_new (guint, n) : NULL;
  for (gsize i = 0; i < n; i++)
    {
      const double *outputs = predictions + i * n_outputs;
      guint         class;

      if (field->classes == NULL)
        {
          field->values[i] = chain_output_in_unit (request->dataset, request->output,
                                                   outputs[request->output]);
          continue;
        }
      class = chain_metrics_class (outputs, n_outputs);
      field->classes[i] = class;
      field->values[i] = n_outputs > 1 ? outputs[class] : class == 1 ? outputs[0] : 1 - outputs[0];
    }
}

/* A category has a cell for each level, and two inputs a plane even of one feature's classes. */
static ChainPlotField *
field_new (const ChainOutputRequest *request,
           const ChainPlot          *plot,
           const ChainInputAxis     *x,
           const ChainInputAxis     *y,
           GCancellable             *cancellable,
           GError                  **error)
{
  ChainPlotField     *field = g_new0 (ChainPlotField, 1);
  g_autofree double  *held = held_inputs (request);
  g_autofree double  *inputs = NULL;
  g_autofree double  *predictions = NULL;

  field->kind = plot->classes != NULL ? CHAIN_FIELD_CLASSES : CHAIN_FIELD_NUMBERS;
  field->columns = plot->x.levels != NULL ? g_strv_length (plot->x.levels) : COLUMNS;
  field->rows = y == NULL ? 1 : plot->y.levels != NULL ? g_strv_length (plot->y.levels) : ROWS;
  field->x_from = plot->x.from;
  field->x_to = plot->x.to;
  field->y_from = plot->y.from;
  field->y_to = plot->y.to;
  field->title = g_strdup (plot->classes != NULL ? "probability" : "predicted");
  inputs = chain_input_plane (request->dataset, held, x, y, field->columns, field->rows);
  predictions = chain_output_predict (request->network, &request->training, inputs,
                                      (gsize) field->columns * field->rows, cancellable, error);
  if (predictions == NULL)
    {
      chain_plot_field_free (field);
      return NULL;
    }
  fill_field (request, field, predictions, request->dataset->n_outputs);
  return field;
}

/**
 * chain_output_plot_plane:
 * @request: what is asked for
 * @outputs: answers to rows
 * @classes: (nullable): names; %NULL for numbers
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be run, or on giving up
 *
 * Returns: (transfer full) (nullable): answers over two features, or over one if there is only one
 */
ChainPlot *
chain_output_plot_plane (const ChainOutputRequest *request,
                         const ChainOutputs       *outputs,
                         GStrv                     classes,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  const gboolean        flat = request->dataset->input_encoder->features->len == 1;
  g_autoptr (ChainPlot) plot = chain_plot_new ();
  ChainInputAxis        x, y;
  ChainPlotField       *field;

  if (!flat && request->x == request->y)
    {
      plot->message = g_strdup ("Choose two different features");
      return g_steal_pointer (&plot);
    }
  plot->classes = g_strdupv (classes);
  init_axis (request, request->x, &plot->x, &x);
  if (!flat)
    init_axis (request, request->y, &plot->y, &y);
  else
    plot->y = (ChainPlotAxis){ g_strdup (target_title (request)), g_strdupv (classes), -0.5,
                               (double) g_strv_length (classes) - 0.5 };
  field = field_new (request, plot, &x, flat ? NULL : &y, cancellable, error);
  if (field == NULL)
    return NULL;
  chain_plot_take_field (plot, field);
  add_points (request, outputs, flat ? place_by_class : place_in_plane, plot);
  if (classes == NULL)
    init_scale (request, plot);
  return g_steal_pointer (&plot);
}

/**
 * chain_output_plot_curve:
 * @request: what is asked for
 * @outputs: answers to rows
 * @classes: %NULL
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be run, or on giving up
 *
 * Returns: (transfer full) (nullable): predicted numbers over one feature, and the rows
 */
ChainPlot *
chain_output_plot_curve (const ChainOutputRequest *request,
                         const ChainOutputs       *outputs,
                         GStrv                     classes G_GNUC_UNUSED,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  g_autoptr (ChainPlot) plot = chain_plot_new ();
  g_autofree double    *held = held_inputs (request);
  g_autofree double    *inputs = NULL;
  g_autofree double    *predictions = NULL;
  ChainPlotLine        *line;
  ChainInputAxis        x;
  double                from, to;
  guint                 n;

  init_axis (request, request->x, &plot->x, &x);
  from = plot->x.from;
  to = plot->x.to;
  plot->y.title = g_strdup (target_name (request));
  n = plot->x.levels != NULL ? g_strv_length (plot->x.levels) : CURVE_POINTS;
  inputs = chain_input_plane (request->dataset, held, &x, NULL, n, 1);
  predictions = chain_output_predict (request->network, &request->training, inputs, n, cancellable,
                                      error);
  if (predictions == NULL)
    return NULL;
  line = chain_plot_add_line (plot, "predicted", CHAIN_INK_CONTRAST, 2, n);
  for (guint i = 0; i < n; i++)
    {
      line->x[i] = from + (to - from) * (i + 0.5) / n;
      line->y[i] = chain_output_in_unit (
          request->dataset, request->output,
          predictions[(gsize) i * request->dataset->n_outputs + request->output]);
    }
  add_points (request, outputs, place_on_curve, plot);
  chain_plot_fit (plot);
  plot->x.from = from;
  plot->x.to = to;
  return g_steal_pointer (&plot);
}

static void
add_straight (ChainPlot *plot, const char *title, double x0, double y0, double x1, double y1)
{
  ChainPlotLine *line = chain_plot_add_line (plot, title, CHAIN_INK_TEXT, 1, 2);

  line->dashed = TRUE;
  line->x[0] = x0;
  line->y[0] = y0;
  line->x[1] = x1;
  line->y[1] = y1;
}

/**
 * chain_output_plot_agreement:
 * @request: what is asked for
 * @outputs: answers to rows
 * @classes: %NULL
 * @cancellable: (nullable): to give up with
 * @error: never set
 *
 * Returns: (transfer full): predicted against true, and the line where they agree
 */
ChainPlot *
chain_output_plot_agreement (const ChainOutputRequest *request,
                             const ChainOutputs       *outputs,
                             GStrv                     classes G_GNUC_UNUSED,
                             GCancellable             *cancellable G_GNUC_UNUSED,
                             GError                  **error G_GNUC_UNUSED)
{
  ChainPlot *plot = chain_plot_new ();
  double     from, to;

  plot->x.title = g_strdup_printf ("true %s", target_name (request));
  plot->y.title = g_strdup_printf ("predicted %s", target_name (request));
  add_points (request, outputs, place_in_agreement, plot);
  chain_plot_fit (plot);
  from = fmin (plot->x.from, plot->y.from);
  to = fmax (plot->x.to, plot->y.to);
  add_straight (plot, "predicted = true", from, from, to, to);
  return plot;
}

/**
 * chain_output_plot_residuals:
 * @request: what is asked for
 * @outputs: answers to rows
 * @classes: %NULL
 * @cancellable: (nullable): to give up with
 * @error: never set
 *
 * Returns: (transfer full): how much too large each prediction is, against it
 */
ChainPlot *
chain_output_plot_residuals (const ChainOutputRequest *request,
                             const ChainOutputs       *outputs,
                             GStrv                     classes G_GNUC_UNUSED,
                             GCancellable             *cancellable G_GNUC_UNUSED,
                             GError                  **error G_GNUC_UNUSED)
{
  ChainPlot *plot = chain_plot_new ();

  plot->x.title = g_strdup_printf ("predicted %s", target_name (request));
  plot->y.title = g_strdup ("predicted − true");
  add_points (request, outputs, place_residual, plot);
  chain_plot_fit (plot);
  add_straight (plot, "no error", plot->x.from, 0, plot->x.to, 0);
  return plot;
}
