/* matrices-tab.c: all numbers of the layer that is looked at, as tables.
 *
 * What is not known yet at this step is not there. The sample's row, or the selected element, is
 * marked; a click on an element selects what it belongs to.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/matrices-tab.h"

#include "ui/widgets/matrix-view.h"

/* A matrix of a layer. */
typedef struct
{
  const char         *name;
  ChainQuantity       quantity;
  gboolean            gradient;
  ChainSelectionKind  selects; /* what a click on an element selects */
} Matrix;

static const Matrix matrices[] = {
  { "Weights W", CHAIN_QUANTITY_KERNEL, FALSE, CHAIN_SELECTION_CONNECTION },
  { "Gradient ∂L/∂W", CHAIN_QUANTITY_KERNEL, TRUE, CHAIN_SELECTION_CONNECTION },
  { "Bias b", CHAIN_QUANTITY_BIAS, FALSE, CHAIN_SELECTION_BIAS },
  { "Gradient ∂L/∂b", CHAIN_QUANTITY_BIAS, TRUE, CHAIN_SELECTION_BIAS },
  { "Weighted sums z, a row for each sample", CHAIN_QUANTITY_Z, FALSE, CHAIN_SELECTION_UNIT },
  { "Activations a", CHAIN_QUANTITY_A, FALSE, CHAIN_SELECTION_UNIT },
  { "δ = ∂L/∂z", CHAIN_QUANTITY_Z, TRUE, CHAIN_SELECTION_UNIT },
  { "Gradient ∂L/∂a", CHAIN_QUANTITY_A, TRUE, CHAIN_SELECTION_UNIT },
};

struct _ChainMatricesTab
{
  GtkWidget        parent_instance;

  ChainSession    *session; /* owned */
  guint            layer;   /* from 1; 0: none */
  GtkLabel        *title;
  ChainMatrixView *views[G_N_ELEMENTS (matrices)];
};

G_DEFINE_FINAL_TYPE (ChainMatricesTab, chain_matrices_tab, GTK_TYPE_WIDGET)

/* The selection's layer, or the current step's; the first one to begin with. */
static guint
layer_looked_at (ChainMatricesTab *self)
{
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainStep      *step = chain_session_get_current_step (self->session);
  guint                 layer = 0;

  if (selection->kind != CHAIN_SELECTION_STEP)
    layer = selection->layer;
  else if (step != NULL)
    layer = step->layer;
  return MAX (layer, 1);
}

static guint
node_of (const ChainRecordedLayer *layer,
         ChainQuantity             quantity)
{
  switch (quantity)
    {
    case CHAIN_QUANTITY_KERNEL:
      return layer->kernel;
    case CHAIN_QUANTITY_BIAS:
      return layer->bias;
    case CHAIN_QUANTITY_Z:
      return layer->z;
    case CHAIN_QUANTITY_A:
    default:
      return layer->a;
    }
}

/* How many elements are known, row by row; those of a step under way come one by one. */
static gsize
count_known (ChainStepper      *stepper,
             guint              node,
             gboolean           gradient,
             const ChainTensor *values)
{
  gsize low = 0;
  gsize high = chain_tensor_size (values);

  while (low < high)
    {
      const gsize middle = low + (high - low) / 2;

      if (chain_stepper_element_known (stepper, node, gradient, middle / values->columns,
                                       middle % values->columns))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static const ChainTensor *
values_of (ChainStepper *stepper,
           const Matrix *matrix,
           guint         layer,
           guint         node)
{
  if (!matrix->gradient && matrix->selects != CHAIN_SELECTION_UNIT)
    return chain_stepper_weights (stepper, layer, matrix->quantity == CHAIN_QUANTITY_BIAS);
  return matrix->gradient ? chain_walk_adjoint (chain_stepper_walk (stepper), node)
                          : chain_walk_value (chain_stepper_walk (stepper), node);
}

static void
show_matrix (ChainMatricesTab *self,
             ChainStepper     *stepper,
             guint             i)
{
  const Matrix         *matrix = &matrices[i];
  const ChainSelection *selection = chain_session_get_selection (self->session);
  const ChainRecordedLayer *layer
      = &chain_stepper_recording (stepper)->layers[self->layer - 1];
  const guint           node = node_of (layer, matrix->quantity);
  const ChainTensor    *values = node != CHAIN_NO_NODE
                                     ? values_of (stepper, matrix, self->layer, node)
                                     : NULL;
  const gsize           n_known
      = values != NULL ? count_known (stepper, node, matrix->gradient, values) : 0;
  gsize                 row = CHAIN_NO_CELL;
  gsize                 column = CHAIN_NO_CELL;

  gtk_widget_set_visible (GTK_WIDGET (self->views[i]), n_known > 0);
  if (n_known == 0)
    return;
  if (matrix->selects == CHAIN_SELECTION_UNIT && values->rows > 1)
    row = chain_session_get_sample (self->session);
  if (selection->kind == matrix->selects)
    {
      row = matrix->selects == CHAIN_SELECTION_CONNECTION ? selection->from
            : matrix->selects == CHAIN_SELECTION_UNIT     ? chain_session_get_sample (self->session)
                                                          : 0;
      column = selection->unit;
    }
  chain_matrix_view_show (self->views[i], matrix->name, values, n_known, row, column);
}

static void
update (ChainMatricesTab *self)
{
  ChainStepper    *stepper = chain_session_get_stepper (self->session);
  g_autofree char *title = NULL;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->title), stepper != NULL);
  if (stepper == NULL)
    {
      for (guint i = 0; i < G_N_ELEMENTS (matrices); i++)
        gtk_widget_set_visible (GTK_WIDGET (self->views[i]), FALSE);
      return;
    }
  self->layer = MIN (layer_looked_at (self), chain_stepper_recording (stepper)->n_layers);
  title = chain_network_layer_title (chain_session_get_project (self->session)->network,
                                     self->layer - 1);
  gtk_label_set_text (self->title, title);
  for (guint i = 0; i < G_N_ELEMENTS (matrices); i++)
    show_matrix (self, stepper, i);
}

static void
on_chosen (ChainMatrixView  *view,
           guint64           row,
           guint64           column,
           ChainMatricesTab *self)
{
  ChainSelection selection = { .layer = self->layer, .unit = (guint) column };
  guint          i = 0;

  while (self->views[i] != view)
    i++;
  selection.kind = matrices[i].selects;
  if (selection.kind == CHAIN_SELECTION_CONNECTION)
    selection.from = (guint) row;
  if (selection.kind == CHAIN_SELECTION_UNIT)
    chain_session_set_sample (self->session, (guint) row);
  chain_session_set_selection (self->session, &selection);
}

static void
chain_matrices_tab_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (chain_matrices_tab_parent_class)->map (widget);
  update (CHAIN_MATRICES_TAB (widget));
}

static void
chain_matrices_tab_dispose (GObject *object)
{
  ChainMatricesTab *self = CHAIN_MATRICES_TAB (object);
  GtkWidget        *child;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_matrices_tab_parent_class)->dispose (object);
}

static void
chain_matrices_tab_class_init (ChainMatricesTabClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_matrices_tab_dispose;
  widget_class->map = chain_matrices_tab_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chain_matrices_tab_init (ChainMatricesTab *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 12);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  gtk_widget_set_parent (GTK_WIDGET (self->title), GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (matrices); i++)
    {
      self->views[i] = CHAIN_MATRIX_VIEW (chain_matrix_view_new ());
      g_signal_connect (self->views[i], "chosen", G_CALLBACK (on_chosen), self);
      gtk_widget_set_parent (GTK_WIDGET (self->views[i]), GTK_WIDGET (self));
    }
}

/**
 * chain_matrices_tab_new:
 * @session: the document
 *
 * Returns: (transfer floating): a tab that follows the session while it is shown
 */
GtkWidget *
chain_matrices_tab_new (ChainSession *session)
{
  static const char *const signals[] = { "project-changed", "position-changed",
                                         "selection-changed" };
  ChainMatricesTab *self = g_object_new (CHAIN_TYPE_MATRICES_TAB, NULL);

  self->session = g_object_ref (session);
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (session, signals[i], G_CALLBACK (update), self);
  return GTK_WIDGET (self);
}
