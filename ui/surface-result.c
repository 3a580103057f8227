/* surface-result.c: the loss over two weights with the way of descent, computed on any thread.
 *
 * The way is what the stepper remembers: every iteration of a short run, some of a long one's.
 * Those between are made once more where that takes a moment.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/surface-result.h"

#include <math.h>
#include <string.h>

#define MOST_REPEATED 4000   /* iterations */
#define REPEAT_WORK 4e8      /* multiplications they may take in all */
#define WORK 6e8             /* likewise of a surface */
#define HURRIED_WORK 1e8
#define LEAST_ROWS 32
#define MARGIN 0.35          /* of what is shown, left on each side */
#define LEAST_SPAN 0.4       /* of a weight, that an axis shows at least to each side */

#define SMALL 0.6            /* of the range shown: so small a way is shown larger */
#define SETTLED 10           /* places of a way, from where on */

static const guint sizes[] = { 61, 45, 31, 21 }; /* points along each axis */

static guint64
layer_size (const ChainLayer *layer)
{
  return chain_tensor_size (layer->kernel) + (layer->bias != NULL ? layer->bias->columns : 0);
}

/**
 * chain_surface_n_weights:
 * @network: with weights
 *
 * Returns: how many weights and biases there are to choose from
 */
guint64
chain_surface_n_weights (const ChainNetwork *network)
{
  guint64 n = 0;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    n += layer_size (chain_network_layer (network, i));
  return n;
}

/**
 * chain_surface_weight_at:
 * @network: with weights
 * @index: below chain_surface_n_weights()
 * @weight: (out caller-allocates): which it is: of each layer the kernel by rows, then the bias
 */
void
chain_surface_weight_at (const ChainNetwork *network, guint64 index, ChainSurfaceWeight *weight)
{
  guint             l = 0;
  const ChainLayer *layer = chain_network_layer (network, 0);

  while (index >= layer_size (layer))
    {
      index -= layer_size (layer);
      layer = chain_network_layer (network, ++l);
    }
  *weight = (ChainSurfaceWeight){ .layer = l, .bias = index >= chain_tensor_size (layer->kernel) };
  if (weight->bias)
    weight->column = index - chain_tensor_size (layer->kernel);
  else
    {
      weight->row = index / layer->kernel->columns;
      weight->column = index % layer->kernel->columns;
    }
}

static guint
node_of (const ChainRecording *recording, const ChainSurfaceWeight *weight)
{
  const ChainRecordedLayer *layer = &recording->layers[weight->layer];

  return weight->bias ? layer->bias : layer->kernel;
}

/**
 * chain_surface_weight_name:
 * @recording: of the network
 * @network: of the same layers
 * @weight: one of its weights
 *
 * Returns: (transfer full): what it is called on paper, with its layer if there are several
 */
char *
chain_surface_weight_name (const ChainRecording     *recording,
                           const ChainNetwork       *network,
                           const ChainSurfaceWeight *weight)
{
  char *name = chain_parameter_name (recording, network, node_of (recording, weight), weight->row,
                                     weight->column);
  char *layer = strstr (name, " of ");

  if (layer != NULL && chain_network_n_layers (network) == 1)
    *layer = '\0';
  return name;
}

/* What the stepper remembers of both weights. */
static GArray *
remembered (ChainStepper *stepper, const ChainSurfaceWeight *x, const ChainSurfaceWeight *y)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  g_autoptr (GArray)    xs
      = chain_stepper_history (stepper, node_of (recording, x), x->row, x->column);
  g_autoptr (GArray)    ys
      = chain_stepper_history (stepper, node_of (recording, y), y->row, y->column);
  GArray *way = g_array_sized_new (FALSE, FALSE, sizeof (ChainDescentPoint), xs->len);

  for (guint i = 0; i < xs->len; i++)
    {
      const ChainStepperPast *past = &g_array_index (xs, ChainStepperPast, i);
      const ChainDescentPoint point
          = { past->t, past->value, g_array_index (ys, ChainStepperPast, i).value };

      g_array_append_val (way, point);
    }
  return way;
}

/* A state to repeat the run from, where that is quick and tells more than is remembered. */
static void
find_state (ChainSurfaceRequest *request, ChainStepper *stepper)
{
  const guint64 first = chain_stepper_first_iteration (stepper);
  const guint64 from
      = request->last > 0 && request->t > first + request->last ? request->t - request->last : first;
  const double  work = (double) chain_surface_n_weights (request->network)
                      * MIN (request->training.batch_size, request->dataset->n_training_rows) * 3;
  guint64       found;
  g_autofree double *state = NULL;

  if (request->hurried || request->t - first < 1 || request->way->len > request->t - first)
    return;
  state = chain_stepper_copy_kept (stepper, from, &found);
  if (request->t - found > MOST_REPEATED || work * (double) (request->t - found) > REPEAT_WORK)
    return;
  request->state = g_steal_pointer (&state);
  request->state_t = found;
}

/**
 * chain_surface_request_new:
 * @network: with the weights of @stepper
 * @training: options
 * @dataset: the rows
 * @stepper: whose way is shown
 * @x: a weight, across
 * @y: another, up
 * @last: iterations of the way to show; 0 for all
 * @hurried: whether another surface is wanted soon
 *
 * Returns: (transfer full): a request, with copies of all that changes, for any thread
 */
ChainSurfaceRequest *
chain_surface_request_new (const ChainNetwork         *network,
                           const ChainTrainingOptions *training,
                           ChainDataset               *dataset,
                           ChainStepper               *stepper,
                           const ChainSurfaceWeight   *x,
                           const ChainSurfaceWeight   *y,
                           guint                       last,
                           gboolean                    hurried)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainSurfaceRequest  *request = g_new0 (ChainSurfaceRequest, 1);

  request->network = chain_network_copy (network);
  chain_stepper_save_weights (stepper, request->network);
  request->training = *training;
  request->dataset = chain_dataset_ref (dataset);
  request->x = *x;
  request->y = *y;
  request->x_name = chain_surface_weight_name (recording, network, x);
  request->y_name = chain_surface_weight_name (recording, network, y);
  request->hurried = hurried;
  request->t = chain_stepper_iteration (stepper);
  request->last = last;
  request->way = remembered (stepper, x, y);
  find_state (request, stepper);
  return request;
}

/**
 * chain_surface_request_free:
 * @request: (nullable) (transfer full): to free
 */
void
chain_surface_request_free (ChainSurfaceRequest *request)
{
  if (request == NULL)
    return;
  chain_network_free (request->network);
  chain_dataset_unref (request->dataset);
  g_free (request->x_name);
  g_free (request->y_name);
  g_array_unref (request->way);
  g_free (request->state);
  g_free (request);
}

static const ChainDescentPoint *
point_at (const GArray *way, guint i)
{
  return &g_array_index (way, ChainDescentPoint, i);
}

/* The part of the way that is asked for, and the place it has come to. */
static GArray *
cut_way (const ChainSurfaceRequest *request, const GArray *way)
{
  const ChainDescentPoint here = { request->t, *chain_network_weight (request->network, &request->x),
                                   *chain_network_weight (request->network, &request->y) };
  GArray *cut = g_array_new (FALSE, FALSE, sizeof (ChainDescentPoint));

  for (guint i = 0; i < way->len; i++)
    if (request->last == 0 || point_at (way, i)->t + request->last >= request->t)
      g_array_append_val (cut, *point_at (way, i));
  /* Within an iteration whose update is made the weights are a step further. */
  if (cut->len == 0 || point_at (cut, cut->len - 1)->x != here.x
      || point_at (cut, cut->len - 1)->y != here.y)
    {
      ChainDescentPoint last = here;

      last.t += cut->len > 0 && point_at (cut, cut->len - 1)->t == here.t;
      g_array_append_val (cut, last);
    }
  return cut;
}

static GArray *
find_way (const ChainSurfaceRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) repeated = NULL;

  if (request->state == NULL)
    return cut_way (request, request->way);
  repeated = chain_descent_repeat (request->network, &request->training, request->dataset,
                                   request->state, request->state_t, request->t, &request->x,
                                   &request->y, cancellable, error);
  return repeated != NULL ? cut_way (request, repeated) : NULL;
}

static void
find_range (const GArray *way, gboolean up, double *from, double *to)
{
  double least = INFINITY, most = -INFINITY, span;

  for (guint i = 0; i < way->len; i++)
    {
      const double value = up ? point_at (way, i)->y : point_at (way, i)->x;

      if (!isfinite (value))
        continue;
      least = fmin (least, value);
      most = fmax (most, value);
    }
  if (!(least <= most))
    least = most = 0;
  span = fmax (MARGIN * (most - least),
               LEAST_SPAN * fmax (fmax (fabs (least), fabs (most)), 1) - (most - least) / 2);
  if (most == least)
    span = fmax (fabs (most), 1) * 1.1;
  *from = least - span;
  *to = most + span;
}

/* A range that was found stays while the way goes on in it, so that nothing jumps; only once there is
 * a way, and it is small, is it looked at from nearer. */
static void
update_range (ChainSurfaceRequest *request, const GArray *way)
{
  const ChainDescentPoint *here = point_at (way, way->len - 1);
  double                   x_from, x_to, y_from, y_to;
  gboolean                 inside, small;

  if (request->is_chosen)
    return;
  find_range (way, FALSE, &x_from, &x_to);
  find_range (way, TRUE, &y_from, &y_to);
  inside = here->x > request->x_from && here->x < request->x_to && here->y > request->y_from
           && here->y < request->y_to;
  small = way->len > SETTLED && x_to - x_from < SMALL * (request->x_to - request->x_from)
          && y_to - y_from < SMALL * (request->y_to - request->y_from);
  if (request->has_range && inside && !small)
    return;
  request->x_from = x_from;
  request->x_to = x_to;
  request->y_from = y_from;
  request->y_to = y_to;
}

/* As many points and rows as there is time for: first fewer points, then fewer rows. */
static ChainLossSurface *
measure (const ChainSurfaceRequest *request, GCancellable *cancellable, GError **error)
{
  const double          budget = request->hurried ? HURRIED_WORK : WORK;
  const double          n_rows = (double) request->dataset->n_training_rows;
  const double          per_row = (double) chain_surface_n_weights (request->network) + 30;
  const ChainSurfaceAxis x = { request->x, request->x_from, request->x_to };
  const ChainSurfaceAxis y = { request->y, request->y_from, request->y_to };
  guint                 size = 0;

  while (size + 1 < G_N_ELEMENTS (sizes) && per_row * n_rows * sizes[size] * sizes[size] > budget)
    size++;
  return chain_loss_surface_new (
      request->network, &request->training, request->dataset, &x, &y, sizes[size],
      (gsize) fmax (budget / (per_row * sizes[size] * sizes[size]), LEAST_ROWS),
      request->penalties, cancellable, error);
}

static void
add_way (ChainPlot *plot, const GArray *way)
{
  ChainPlotLine *line = chain_plot_add_line (plot, "descent", CHAIN_INK_ACCENT, 1.5, way->len);

  line->dots = TRUE;
  line->t = g_new (double, MAX (way->len, 1));
  for (guint i = 0; i < way->len; i++)
    {
      line->x[i] = point_at (way, i)->x;
      line->y[i] = point_at (way, i)->y;
      line->t[i] = (double) point_at (way, i)->t + 1;
    }
  plot->has_here = TRUE;
  plot->here_x = point_at (way, way->len - 1)->x;
  plot->here_y = point_at (way, way->len - 1)->y;
}

static gboolean
has_penalties (const ChainNetwork *network)
{
  for (guint i = 0; i < chain_network_n_layers (network); i++)
    if (chain_network_layer (network, i)->l1 > 0 || chain_network_layer (network, i)->l2 > 0)
      return TRUE;
  return FALSE;
}

static char *
caption_for (const ChainSurfaceRequest *request, const ChainLossSurface *surface, const GArray *way)
{
  GString      *text = g_string_new ("Mean loss of ");
  const guint64 first = point_at (way, 0)->t;

  if (surface->n_rows < surface->of_rows)
    g_string_append_printf (text, "%" G_GSIZE_FORMAT " of ", surface->n_rows);
  g_string_append_printf (text, "%" G_GSIZE_FORMAT " training rows", surface->of_rows);
  if (has_penalties (request->network))
    g_string_append (text, request->penalties ? " with L1 and L2" : " without L1 and L2");
  if (way->len > 1)
    g_string_append_printf (text, " · iterations %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                            first + 1, point_at (way, way->len - 1)->t + 1);
  if (way->len > 1 && point_at (way, way->len - 1)->t - first + 2 > way->len + 1)
    g_string_append_printf (text, ", %u of them", way->len);
  return g_string_free (text, FALSE);
}

/**
 * chain_surface_result_new:
 * @request: what is asked for; a range that is found is written to it
 * @cancellable: (nullable): to give up with
 * @error: set if the network cannot be run on the rows, or on giving up
 *
 * Returns: (transfer full) (nullable): the surface, with the way over it
 */
ChainSurfaceResult *
chain_surface_result_new (ChainSurfaceRequest *request,
                          GCancellable        *cancellable,
                          GError             **error)
{
  g_autoptr (GArray)           way = find_way (request, cancellable, error);
  g_autoptr (ChainLossSurface) surface = NULL;
  ChainSurfaceResult          *result;
  ChainPlotField              *field;

  if (way == NULL)
    return NULL;
  update_range (request, way);
  surface = measure (request, cancellable, error);
  if (surface == NULL)
    return NULL;
  result = g_new0 (ChainSurfaceResult, 1);
  result->plot = chain_plot_new ();
  result->plot->x = (ChainPlotAxis){ g_strdup (request->x_name), NULL, surface->x.from,
                                     surface->x.to };
  result->plot->y = (ChainPlotAxis){ g_strdup (request->y_name), NULL, surface->y.from,
                                     surface->y.to };
  field = g_new0 (ChainPlotField, 1);
  *field = (ChainPlotField){ CHAIN_FIELD_CONTOURS, surface->size, surface->size, surface->x.from,
                             surface->x.to, surface->y.from, surface->y.to, g_strdup ("loss"),
                             g_steal_pointer (&surface->losses), NULL };
  chain_plot_take_field (result->plot, field);
  add_way (result->plot, way);
  result->caption = caption_for (request, surface, way);
  return result;
}

/**
 * chain_surface_result_free:
 * @result: (nullable) (transfer full): to free
 */
void
chain_surface_result_free (ChainSurfaceResult *result)
{
  if (result == NULL)
    return;
  chain_plot_free (result->plot);
  g_free (result->caption);
  g_free (result);
}
