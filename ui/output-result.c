/* output-result.c: what is shown of a network's answers, computed on any thread.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/output-result.h"

#include "ui/output-plots.h"

#include <math.h>

#define MOST_LISTED 200 /* rows */

static const struct
{
  const char     *of_classes; /* title; NULL: not for classes */
  const char     *of_numbers; /* NULL: not for numbers */
  guint           features;   /* of numbers, that it needs at least */
  gboolean        both;       /* shows training and validation rows */
  ChainOutputPlot plot;
} views[CHAIN_N_OUTPUT_VIEWS] = {
  [CHAIN_OUTPUT_PLANE]
  = { "Decision surface", "Map of predictions", 2, TRUE, chain_output_plot_plane },
  [CHAIN_OUTPUT_CURVE] = { NULL, "Fitted curve", 1, TRUE, chain_output_plot_curve },
  [CHAIN_OUTPUT_AGREEMENT]
  = { NULL, "Predicted against true", 0, FALSE, chain_output_plot_agreement },
  [CHAIN_OUTPUT_RESIDUALS] = { NULL, "Residuals", 0, FALSE, chain_output_plot_residuals },
  [CHAIN_OUTPUT_CONFUSION] = { "Confusion matrix", NULL, 0, FALSE, NULL },
};

/**
 * chain_output_is_classes:
 * @dataset: the rows
 * @training: with the loss
 *
 * Returns: whether answers are classes rather than numbers
 */
gboolean
chain_output_is_classes (const ChainDataset *dataset, const ChainTrainingOptions *training)
{
  return chain_evaluate_classes (dataset, training->loss);
}

/**
 * chain_output_view_fits:
 * @view: a way to show answers
 * @dataset: the rows
 * @training: with the loss
 *
 * Returns: whether the answers can be shown that way
 */
gboolean
chain_output_view_fits (ChainOutputView             view,
                        const ChainDataset         *dataset,
                        const ChainTrainingOptions *training)
{
  if (chain_output_is_classes (dataset, training))
    return views[view].of_classes != NULL;
  return views[view].of_numbers != NULL
         && dataset->input_encoder->features->len >= views[view].features;
}

/**
 * chain_output_default_view:
 * @dataset: the rows
 * @training: with the loss
 *
 * Returns: the way that shows most: what there is over one or two features, else right and wrong
 */
ChainOutputView
chain_output_default_view (const ChainDataset *dataset, const ChainTrainingOptions *training)
{
  const guint n = dataset->input_encoder->features->len;

  if (chain_output_is_classes (dataset, training))
    return n <= 2 ? CHAIN_OUTPUT_PLANE : CHAIN_OUTPUT_CONFUSION;
  return n == 1 ? CHAIN_OUTPUT_CURVE : n == 2 ? CHAIN_OUTPUT_PLANE : CHAIN_OUTPUT_AGREEMENT;
}

/**
 * chain_output_view_title:
 * @view: a way to show answers
 * @classes: whether they are classes
 *
 * Returns: (transfer none) (nullable): its name for people
 */
const char *
chain_output_view_title (ChainOutputView view, gboolean classes)
{
  return classes ? views[view].of_classes : views[view].of_numbers;
}

/**
 * chain_output_request_free:
 * @request: (transfer full): to free
 */
void
chain_output_request_free (ChainOutputRequest *request)
{
  chain_network_free (request->network);
  chain_dataset_unref (request->dataset);
  g_free (request);
}

/* Several target columns name the classes of a softmax; one of numbers has the classes 0 and 1. */
static GStrv
class_names (const ChainDataset *dataset)
{
  static const char *const two[] = { "0", "1", NULL };

  if (dataset->classes != NULL)
    return g_strdupv (dataset->classes);
  return g_strdupv (dataset->n_outputs == 1 ? (char **) two : dataset->target_encoder->names);
}

static ChainOutput *
answer (const ChainOutputRequest *request,
        gboolean                  validation,
        GCancellable             *cancellable,
        GError                  **error)
{
  const ChainDataset *dataset = request->dataset;

  return chain_output_new (request->network, &request->training, dataset,
                           validation ? dataset->validation_rows : dataset->training_rows,
                           validation ? dataset->n_validation_rows : dataset->n_training_rows,
                           cancellable, error);
}

static gboolean
is_listed (const ChainOutputRequest *request, const ChainOutput *output, guint i)
{
  return !request->is_filtered || output->truth == NULL
         || (output->truth[i] == request->cell.truth && output->guess[i] == request->cell.guess);
}

static void
list_rows (const ChainOutputRequest *request, const ChainOutput *output, ChainOutputResult *result)
{
  guint             n = G_MAXUINT;
  g_autofree guint *worst = chain_output_worst (output, &n);

  result->rows = g_array_new (FALSE, FALSE, sizeof (ChainOutputRow));
  for (guint i = 0; i < n; i++)
    {
      const guint    at = worst[i];
      const gsize    place = (gsize) at * output->n_outputs + request->output;
      const gsize    target = (gsize) output->rows[at] * output->n_outputs + request->output;
      ChainOutputRow row = { output->rows[at], NAN, NAN, output->losses[at] };

      if (!is_listed (request, output, at))
        continue;
      result->n_rows++;
      if (result->rows->len >= MOST_LISTED)
        continue;
      row.truth = output->truth != NULL
                      ? output->truth[at]
                      : chain_output_in_unit (request->dataset, request->output,
                                              request->dataset->targets[target]);
      row.predicted = output->guess != NULL
                          ? output->guess[at]
                          : chain_output_in_unit (request->dataset, request->output,
                                                  output->predictions[place]);
      g_array_append_val (result->rows, row);
    }
}

static char *
caption_for (const ChainOutputRequest *request)
{
  const guint n = request->dataset->input_encoder->features->len;
  const guint shown = request->view == CHAIN_OUTPUT_PLANE ? 2 : 1;

  if ((request->view != CHAIN_OUTPUT_PLANE && request->view != CHAIN_OUTPUT_CURVE) || n <= shown)
    return NULL;
  if (request->held >= 0)
    return g_strdup_printf ("%u other %s held as in row %" G_GINT64_FORMAT, n - shown,
                            n - shown == 1 ? "feature" : "features", request->held + 1);
  return g_strdup_printf ("%u other %s held at mean or most frequent", n - shown,
                          n - shown == 1 ? "feature" : "features");
}

/**
 * chain_output_result_new:
 * @request: what is asked for
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be run on the rows, or on giving up
 *
 * Returns: (transfer full) (nullable): what is shown
 */
ChainOutputResult *
chain_output_result_new (const ChainOutputRequest *request,
                         GCancellable             *cancellable,
                         GError                  **error)
{
  const gboolean                validation = request->validation != FALSE;
  g_autoptr (ChainOutputResult) result = g_new0 (ChainOutputResult, 1);
  g_autoptr (ChainOutput)       measured = answer (request, validation, cancellable, error);
  g_autoptr (ChainOutput)       other = NULL;
  ChainOutputs                  outputs = { { NULL, NULL } };

  if (measured == NULL)
    return NULL;
  outputs.of[validation] = measured;
  if (views[request->view].both)
    {
      other = answer (request, !validation, cancellable, error);
      if (other == NULL)
        return NULL;
      outputs.of[!validation] = other;
    }
  if (measured->truth != NULL)
    result->classes = class_names (request->dataset);
  list_rows (request, measured, result);
  if (views[request->view].plot == NULL)
    result->confusion = chain_confusion_new (measured->metrics,
                                             (const char *const *) result->classes);
  else
    {
      result->plot = views[request->view].plot (request, &outputs, result->classes, cancellable,
                                                error);
      if (result->plot == NULL)
        return NULL;
    }
  result->caption = caption_for (request);
  return g_steal_pointer (&result);
}

/**
 * chain_output_result_free:
 * @result: (nullable) (transfer full): to free
 */
void
chain_output_result_free (ChainOutputResult *result)
{
  if (result == NULL)
    return;
  chain_plot_free (result->plot);
  chain_confusion_free (result->confusion);
  g_clear_pointer (&result->rows, g_array_unref);
  g_strfreev (result->classes);
  g_free (result->caption);
  g_free (result);
}
