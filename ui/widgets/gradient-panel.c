/* gradient-panel.c: one gradient told in full: the path from the loss, its samples, its check.
 *
 * The path, the samples and the history are read off the stepper at once; the central difference
 * comes from a worker, and only the newest one asked for is shown.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/gradient-panel.h"

#include "ui/paint/sparkline.h"
#include "ui/widgets/formula-view.h"
#include "ui/widgets/symbol-label.h"
#include "ui/widgets/template.h"

#include <math.h>
#include <stdlib.h>

#define DIGITS 5
#define MOST_SAMPLES 100 /* listed; of more, those with the largest gradients */
#define MOST_LINKS 40    /* listed; a deeper network's path is cut */
#define LINE_WIDTH 1.5
#define PROBE_DELAY 150 /* milliseconds of standing still before a central difference is due */

typedef struct
{
  gsize  sample; /* row of the batch, from 0 */
  double value;
} Share;

struct _ChainGradientPanel
{
  GtkWidget         parent_instance;

  ChainSession     *session; /* not owned: the panel's owner keeps it */
  guint             probe_source; /* waits before a central difference */
  ChainWeightPlace  place;
  GCancellable     *probing; /* NULL unless a central difference is being computed */
  GArray           *shares;  /* Share, as listed */
  GArray           *history; /* double */

  GtkLabel         *check;
  ChainFormulaView *product;
  GtkLabel         *about;
  GtkGrid          *links;
  GtkWidget        *samples_box;
  GtkLabel         *samples_about;
  GtkListView      *samples;
  GtkWidget        *history_box;
  GtkDrawingArea   *history_curve;
  GtkLabel         *history_text;
};

G_DEFINE_FINAL_TYPE (ChainGradientPanel, chain_gradient_panel, GTK_TYPE_WIDGET)

static GtkWidget *
cell (const char *text,
      gboolean    number)
{
  GtkWidget *label = gtk_label_new (NULL);

  chain_symbol_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_widget_set_hexpand (label, !number);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), !number);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (number)
    {
      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "strong");
    }
  return label;
}

static void
show_link (ChainGradientPanel  *self,
           const ChainPathLink *link,
           int                  row)
{
  g_autofree char *name
      = chain_formula_to_text (link->derivative, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  g_autofree char *local = chain_formula_to_text (link->local, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  g_autofree char *text = g_strdup_printf ("%s = %s", name, local);
  char             number[CHAIN_NUMBER_SIZE];

  gtk_grid_attach (self->links, cell (text, FALSE), 0, row, 1, 1);
  gtk_grid_attach (self->links, cell (chain_number_show (link->value, DIGITS, number), TRUE), 1,
                   row, 1, 1);
}

static void
show_links (ChainGradientPanel *self,
            const ChainPath    *path)
{
  const guint n = MIN (path->links->len, MOST_LINKS);
  GtkWidget  *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->links))) != NULL)
    gtk_grid_remove (self->links, child);
  for (guint i = 0; i < n; i++)
    show_link (self, g_ptr_array_index (path->links, i), (int) i);
  if (n < path->links->len)
    {
      g_autofree char *more = g_strdup_printf ("⋯ %u more", path->links->len - n);

      gtk_grid_attach (self->links, cell (more, FALSE), 0, (int) n, 2, 1);
    }
}

static char *
describe_path (const ChainPath *path,
               gsize            n_rows,
               guint            sample)
{
  char             count[CHAIN_NUMBER_SIZE];
  char             total[CHAIN_NUMBER_SIZE];
  g_autofree char *through
      = n_rows > 1 ? g_strdup_printf (" through sample %u", sample + 1) : g_strdup ("");

  if (path->n_paths == 1)
    return n_rows > 1 ? g_strdup_printf ("p: what the only path%s adds.", through) : g_strdup ("");
  return g_strdup_printf ("p: what the strongest of %s paths%s adds. All of them together: %s.",
                          chain_number_show (path->n_paths, 6, count), through,
                          chain_number_show (path->total, DIGITS, total));
}

/* Where there are more paths or more samples, the product is not the gradient but a part of it. */
static void
show_path (ChainGradientPanel     *self,
           ChainStepper           *stepper,
           const ChainWeightPlace *place)
{
  const guint              sample = chain_session_get_sample (self->session);
  ChainWalk               *walk = chain_stepper_walk (stepper);
  g_autoptr (ChainPath)    path = chain_path_new (chain_stepper_recording (stepper), walk,
                                                  place->node, place->row, place->column, sample);
  g_autoptr (ChainFormula) product = chain_path_derivatives (path);
  const gsize              n_rows = chain_walk_batch (walk);
  const gboolean           is_all = path->n_paths == 1 && n_rows == 1;
  g_autoptr (ChainFormula) part = chain_formula_symbol ("p", NULL, NULL, path->product);
  ChainEquation            equation = { is_all ? path->gradient : part, product, path->product,
                                        FALSE };
  g_autofree char         *about = describe_path (path, n_rows, sample);

  chain_formula_view_set_equation (self->product, &equation, DIGITS);
  chain_symbol_label_set_text (self->about, about);
  gtk_widget_set_visible (GTK_WIDGET (self->about), *about != '\0');
  show_links (self, path);
}

static int
larger_first (gconstpointer one,
              gconstpointer other)
{
  const double a = fabs (((const Share *) one)->value);
  const double b = fabs (((const Share *) other)->value);

  return (b > a) - (b < a);
}

/* The gradient of each sample's own loss: its δ times what the weight is multiplied with. Their
 * mean is what the data's loss adds to the batch's gradient. */
static GArray *
shares_of (ChainStepper           *stepper,
           const ChainWeightPlace *place)
{
  const ChainRecording *recording = chain_stepper_recording (stepper);
  ChainWalk            *walk = chain_stepper_walk (stepper);
  const gsize           n_rows = chain_walk_batch (walk);
  const ChainNode      *weight = chain_graph_node (recording->graph, place->node);
  const guint           layer = weight->origin.layer;
  const gboolean        is_bias = weight->origin.quantity == CHAIN_QUANTITY_BIAS;
  const ChainTensor    *delta = chain_walk_adjoint (walk, recording->layers[layer - 1].z);
  const ChainTensor    *input = chain_walk_value (
      walk, layer == 1 ? recording->x : recording->layers[layer - 2].a);
  GArray               *shares = g_array_sized_new (FALSE, FALSE, sizeof (Share), (guint) n_rows);

  for (gsize r = 0; r < n_rows; r++)
    {
      const double factor = is_bias ? 1 : chain_tensor_get (input, r, place->row);
      const Share  share
          = { r, (double) n_rows * chain_tensor_get (delta, r, place->column) * factor };

      g_array_append_val (shares, share);
    }
  return shares;
}

static void
fill_samples (ChainGradientPanel *self,
              gsize               n_rows)
{
  g_autoptr (GtkStringList)      names = gtk_string_list_new (NULL);
  g_autoptr (GtkSelectionModel)  model = NULL;
  g_autofree char               *about = NULL;

  if (n_rows > MOST_SAMPLES)
    {
      g_array_sort (self->shares, larger_first);
      g_array_set_size (self->shares, MOST_SAMPLES);
      about = g_strdup_printf ("The batch's gradient is the mean over its %" G_GSIZE_FORMAT
                               " samples; these are the %d largest.", n_rows, MOST_SAMPLES);
    }
  else
    about = g_strdup_printf ("The batch's gradient is the mean over its %" G_GSIZE_FORMAT
                             " samples.", n_rows);
  for (guint i = 0; i < self->shares->len; i++)
    {
      const Share     *share = &g_array_index (self->shares, Share, i);
      char             number[CHAIN_NUMBER_SIZE];
      g_autofree char *text
          = g_strdup_printf ("Sample %" G_GSIZE_FORMAT "\t%s", share->sample + 1,
                             chain_number_show (share->value, DIGITS, number));

      gtk_string_list_append (names, text);
    }
  gtk_label_set_text (self->samples_about, about);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_steal_pointer (&names))));
  gtk_list_view_set_model (self->samples, model);
}

static void
show_samples (ChainGradientPanel     *self,
              ChainStepper           *stepper,
              const ChainWeightPlace *place)
{
  const ChainNode *node
      = chain_graph_node (chain_stepper_recording (stepper)->graph, place->node);
  gsize            n_rows = chain_walk_batch (chain_stepper_walk (stepper));

  gtk_widget_set_visible (self->samples_box,
                          node->kind == CHAIN_NODE_VARIABLE && n_rows > 1);
  if (node->kind != CHAIN_NODE_VARIABLE || n_rows == 1)
    return;
  g_clear_pointer (&self->shares, g_array_unref);
  self->shares = shares_of (stepper, place);
  fill_samples (self, n_rows);
}

static void
show_history (ChainGradientPanel     *self,
              ChainStepper           *stepper,
              const ChainWeightPlace *place)
{
  const gboolean is_weight
      = chain_graph_node (chain_stepper_recording (stepper)->graph, place->node)->kind
        == CHAIN_NODE_VARIABLE;
  g_autoptr (GArray) past
      = is_weight ? chain_stepper_history (stepper, place->node, place->row, place->column) : NULL;
  char             first[CHAIN_NUMBER_SIZE];
  char             last[CHAIN_NUMBER_SIZE];
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->history_box, is_weight && past->len > 1);
  if (!is_weight || past->len < 2)
    return;
  g_array_set_size (self->history, 0);
  for (guint i = 0; i < past->len; i++)
    g_array_append_val (self->history, g_array_index (past, ChainStepperPast, i).value);
  text = g_strdup_printf (
      "%s before iteration %" G_GUINT64_FORMAT ", %s before iteration %" G_GUINT64_FORMAT,
      chain_number_show (g_array_index (self->history, double, 0), DIGITS, first),
      g_array_index (past, ChainStepperPast, 0).t + 1,
      chain_number_show (g_array_index (self->history, double, past->len - 1), DIGITS, last),
      g_array_index (past, ChainStepperPast, past->len - 1).t + 1);
  gtk_label_set_text (self->history_text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->history_curve),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->history_curve));
}

static void
draw_history (GtkDrawingArea *area,
              cairo_t        *cr,
              int             width,
              int             height,
              gpointer        data)
{
  ChainGradientPanel *self = data;
  ChainSparklineRange range = { INFINITY, -INFINITY };
  GdkRGBA             color;

  if (self->history->len < 2)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  chain_sparkline_stretch (&range, (const double *) (gpointer) self->history->data,
                           self->history->len);
  chain_sparkline_draw ((const double *) (gpointer) self->history->data, self->history->len, &range,
                        cr, width, height);
}

static void
tell_check (ChainGradientPanel       *self,
            const ChainGradientProbe *probe)
{
  const double     scale = fmax (fabs (probe->analytic), fabs (probe->numeric));
  const double     error = fabs (probe->analytic - probe->numeric) / (scale > 0 ? scale : 1);
  const gboolean   agrees = error <= CHAIN_GRADIENT_CHECK_TOLERANCE || scale < 1e-12;
  char             numeric[CHAIN_NUMBER_SIZE];
  char             relative[CHAIN_NUMBER_SIZE];
  g_autofree char *text = NULL;

  chain_number_show (probe->numeric, DIGITS, numeric);
  if (probe->kink)
    text = g_strdup_printf ("The loss has a kink here: a central difference, %s, need not agree",
                            numeric);
  else
    text = g_strdup_printf ("%s central difference %s, relative error %s", agrees ? "✓" : "✗",
                            numeric, chain_number_show (error, 2, relative));
  gtk_label_set_text (self->check, text);
  (agrees && !probe->kink ? gtk_widget_add_css_class : gtk_widget_remove_css_class) (
      GTK_WIDGET (self->check), "agrees");
}

static void
on_probed (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (ChainGradientPanel) self = data;
  g_autoptr (GError)             error = NULL;
  g_autofree ChainGradientProbe *probe = chain_gradient_probe_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->probing);
  if (probe != NULL)
    tell_check (self, probe);
  else
    gtk_label_set_text (self->check, error->message);
}

static void
forget_probe (ChainGradientPanel *self)
{
  g_clear_handle_id (&self->probe_source, g_source_remove);
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
}

static gboolean
start_probe (gpointer data)
{
  ChainGradientPanel *self = data;

  self->probe_source = 0;
  self->probing = g_cancellable_new ();
  chain_gradient_probe (self->session, &self->place, self->probing, on_probed, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
ask_for_check (ChainGradientPanel     *self,
               ChainStepper           *stepper,
               const ChainWeightPlace *place)
{
  const gboolean is_weight
      = chain_graph_node (chain_stepper_recording (stepper)->graph, place->node)->kind
        == CHAIN_NODE_VARIABLE;

  forget_probe (self);
  gtk_widget_set_visible (GTK_WIDGET (self->check), is_weight);
  if (!is_weight)
    return;
  gtk_label_set_text (self->check, "Central difference …");
  gtk_widget_remove_css_class (GTK_WIDGET (self->check), "agrees");
  self->place = *place;
  self->probe_source = g_timeout_add (PROBE_DELAY, start_probe, self);
}

static void
on_sample_activated (GtkListView        *list,
                     guint               position,
                     ChainGradientPanel *self)
{
  if (position < self->shares->len)
    chain_session_set_sample (self->session,
                              (guint) g_array_index (self->shares, Share, position).sample);
}

static void
on_sample_setup (GtkSignalListItemFactory *factory,
                 GtkListItem              *item,
                 ChainGradientPanel       *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), cell ("", FALSE));
  gtk_box_append (GTK_BOX (box), cell ("", TRUE));
  gtk_list_item_set_child (item, box);
}

static void
on_sample_bind (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                ChainGradientPanel       *self)
{
  GtkStringObject *object = gtk_list_item_get_item (item);
  g_auto (GStrv)   parts = g_strsplit (gtk_string_object_get_string (object), "\t", 2);
  GtkWidget       *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (name), parts[0]);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), parts[1]);
}

static void
chain_gradient_panel_dispose (GObject *object)
{
  ChainGradientPanel *self = CHAIN_GRADIENT_PANEL (object);

  forget_probe (self);
  g_clear_pointer (&self->shares, g_array_unref);
  g_clear_pointer (&self->history, g_array_unref);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_GRADIENT_PANEL);

  G_OBJECT_CLASS (chain_gradient_panel_parent_class)->dispose (object);
}

static void
chain_gradient_panel_class_init (ChainGradientPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_gradient_panel_dispose;
  g_type_ensure (CHAIN_TYPE_FORMULA_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/gradient-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, check);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, product);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, about);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, links);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, samples_box);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, samples_about);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, samples);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, history_box);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, history_curve);
  gtk_widget_class_bind_template_child (widget_class, ChainGradientPanel, history_text);
  gtk_widget_class_bind_template_callback (widget_class, on_sample_activated);
}

static void
chain_gradient_panel_init (ChainGradientPanel *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->shares = g_array_new (FALSE, FALSE, sizeof (Share));
  self->history = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (factory, "setup", G_CALLBACK (on_sample_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_sample_bind), self);
  gtk_list_view_set_factory (self->samples, factory);
  gtk_drawing_area_set_draw_func (self->history_curve, draw_history, self, NULL);
}

/**
 * chain_gradient_panel_show:
 * @panel: a panel
 * @session: with a stepper whose forward pass is done, if @place is given; stays alive as long as
 *   the panel
 * @place: (nullable): a weight, or an element of a layer's z or a, whose gradient is known; %NULL
 *   hides the panel
 */
void
chain_gradient_panel_show (ChainGradientPanel     *panel,
                           ChainSession           *session,
                           const ChainWeightPlace *place)
{
  ChainStepper *stepper = chain_session_get_stepper (session);

  gtk_widget_set_visible (GTK_WIDGET (panel), place != NULL);
  if (place == NULL)
    {
      forget_probe (panel);
      return;
    }
  panel->session = session;
  show_path (panel, stepper, place);
  show_samples (panel, stepper, place);
  show_history (panel, stepper, place);
  ask_for_check (panel, stepper, place);
}
