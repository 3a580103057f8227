/* matrix-view.c: a matrix under a heading, as coloured cells.
 *
 * The pointer reads one element; the description tells assistive technology the shape, the range
 * and, of small matrices, every number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/matrix-view.h"

#include "base/number.h"

#include <math.h>

#define DIGITS 5
#define MOST_TOLD 64 /* elements that the description lists */

#define LEAST_WIDTH 120
#define USUAL_WIDTH 240

/* What is drawn, as high as its width asks for. */
#define CHAIN_TYPE_MATRIX_CANVAS (chain_matrix_canvas_get_type ())
G_DECLARE_FINAL_TYPE (ChainMatrixCanvas, chain_matrix_canvas, CHAIN, MATRIX_CANVAS, GtkWidget)

struct _ChainMatrixCanvas
{
  GtkWidget          parent_instance;

  ChainTensor       *values; /* a copy; NULL before it is shown */
  ChainMatrixPicture picture;
};

G_DEFINE_FINAL_TYPE (ChainMatrixCanvas, chain_matrix_canvas, GTK_TYPE_WIDGET)

struct _ChainMatrixView
{
  GtkWidget          parent_instance;

  char              *name;
  GtkLabel          *heading;
  GtkLabel          *reading;
  ChainMatrixCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (ChainMatrixView, chain_matrix_view, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static GtkSizeRequestMode
chain_matrix_canvas_get_request_mode (G_GNUC_UNUSED GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chain_matrix_canvas_measure (GtkWidget         *widget,
                             GtkOrientation     orientation,
                             int                for_size,
                             int               *minimum,
                             int               *natural,
                             G_GNUC_UNUSED int *minimum_baseline,
                             G_GNUC_UNUSED int *natural_baseline)
{
  ChainMatrixCanvas *self = CHAIN_MATRIX_CANVAS (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = USUAL_WIDTH;
    }
  else if (self->values != NULL)
    *minimum = *natural
        = (int) ceil (chain_matrix_height (self->values, gtk_widget_get_pango_context (widget),
                                           for_size > 0 ? for_size : USUAL_WIDTH));
}

static void
chain_matrix_canvas_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  ChainMatrixCanvas *self = CHAIN_MATRIX_CANVAS (widget);
  const int          width = gtk_widget_get_width (widget);
  const int          height = gtk_widget_get_height (widget);
  GdkRGBA            color;
  cairo_t           *cr;

  if (self->values == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_matrix_draw (&self->picture, cr, gtk_widget_get_pango_context (widget),
                     chain_palette_for_text (color.red, color.green, color.blue), width, height);
  cairo_destroy (cr);
}

static void
chain_matrix_canvas_finalize (GObject *object)
{
  chain_tensor_free (CHAIN_MATRIX_CANVAS (object)->values);

  G_OBJECT_CLASS (chain_matrix_canvas_parent_class)->finalize (object);
}

static void
chain_matrix_canvas_class_init (ChainMatrixCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = chain_matrix_canvas_finalize;
  widget_class->get_request_mode = chain_matrix_canvas_get_request_mode;
  widget_class->measure = chain_matrix_canvas_measure;
  widget_class->snapshot = chain_matrix_canvas_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
chain_matrix_canvas_init (ChainMatrixCanvas *self)
{
}

static gboolean
cell_at (ChainMatrixView *self,
         double           x,
         double           y,
         gsize           *row,
         gsize           *column)
{
  GtkWidget *canvas = GTK_WIDGET (self->canvas);

  return self->canvas->values != NULL
         && chain_matrix_cell_at (self->canvas->values, gtk_widget_get_width (canvas),
                                  gtk_widget_get_height (canvas), x, y, row, column);
}

static void
show_range (ChainMatrixView *self)
{
  g_autofree char *text
      = g_strdup_printf ("%" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT, self->canvas->values->rows,
                         self->canvas->values->columns);

  gtk_label_set_text (self->reading, text);
}

static void
on_motion (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           ChainMatrixView          *self)
{
  char             number[CHAIN_NUMBER_SIZE];
  g_autofree char *text = NULL;
  gsize            row, column;

  if (!cell_at (self, x, y, &row, &column))
    return;
  if (row * self->canvas->values->columns + column < self->canvas->picture.n_known)
    chain_number_show (chain_tensor_get (self->canvas->values, row, column), DIGITS, number);
  else
    g_strlcpy (number, "…", sizeof number);
  text = g_strdup_printf ("%" G_GSIZE_FORMAT ", %" G_GSIZE_FORMAT ": %s", row + 1, column + 1,
                          number);
  gtk_label_set_text (self->reading, text);
}

static void
on_leave (GtkEventControllerMotion *controller,
          ChainMatrixView          *self)
{
  if (self->canvas->values != NULL)
    show_range (self);
}

static void
on_pressed (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            ChainMatrixView *self)
{
  gsize row, column;

  if (cell_at (self, x, y, &row, &column))
    g_signal_emit (self, signals[CHOSEN], 0, (guint64) row, (guint64) column);
  if (n_press == 2)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.edit-value", NULL);
}

static void
chain_matrix_view_dispose (GObject *object)
{
  ChainMatrixView *self = CHAIN_MATRIX_VIEW (object);
  GtkWidget       *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (chain_matrix_view_parent_class)->dispose (object);
}

static void
chain_matrix_view_class_init (ChainMatrixViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_matrix_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT64);
}

static void
add_heading (ChainMatrixView *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->heading = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->heading, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->heading), TRUE);
  gtk_label_set_ellipsize (self->heading, PANGO_ELLIPSIZE_END);
  self->reading = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->reading), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->reading), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->reading), "numeric");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->reading));
  gtk_widget_set_parent (row, GTK_WIDGET (self));
}

static void
add_canvas (ChainMatrixView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  self->canvas = g_object_new (CHAIN_TYPE_MATRIX_CANVAS, NULL);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_parent (GTK_WIDGET (self->canvas), GTK_WIDGET (self));
}

static void
chain_matrix_view_init (ChainMatrixView *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 2);
  add_heading (self);
  add_canvas (self);
}

/**
 * chain_matrix_view_new:
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
GtkWidget *
chain_matrix_view_new (void)
{
  return g_object_new (CHAIN_TYPE_MATRIX_VIEW, NULL);
}

static double
largest_magnitude (const ChainTensor *values,
                   gsize              n_known)
{
  double largest = 0;

  for (gsize i = 0; i < n_known; i++)
    if (isfinite (values->values[i]))
      largest = fmax (largest, fabs (values->values[i]));
  return largest > 0 ? largest : 1;
}

static void
describe (ChainMatrixView *self)
{
  const gsize size = chain_tensor_size (self->canvas->values);
  GString    *text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GSIZE_FORMAT " rows, %" G_GSIZE_FORMAT " columns",
                          self->canvas->values->rows, self->canvas->values->columns);
  for (gsize i = 0; i < MIN (self->canvas->picture.n_known, MOST_TOLD) && size <= MOST_TOLD; i++)
    {
      char number[CHAIN_NUMBER_SIZE];

      g_string_append_printf (text, "%s%s", i % self->canvas->values->columns == 0 ? "; " : ", ",
                              chain_number_show (self->canvas->values->values[i], DIGITS, number));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->name, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  g_string_free (text, TRUE);
}

/**
 * chain_matrix_view_show:
 * @view: a view
 * @name: what it is: "∂L/∂W"
 * @values: the matrix; copied
 * @n_known: how many of its elements are known, row by row
 * @marked_row: to point out; %CHAIN_NO_CELL: none
 * @marked_column: to point out; %CHAIN_NO_CELL: the whole row
 */
void
chain_matrix_view_show (ChainMatrixView   *view,
                        const char        *name,
                        const ChainTensor *values,
                        gsize              n_known,
                        gsize              marked_row,
                        gsize              marked_column)
{
  g_free (view->name);
  view->name = g_strdup (name);
  chain_tensor_free (view->canvas->values);
  view->canvas->values = chain_tensor_copy (values);
  view->canvas->picture = (ChainMatrixPicture){ view->canvas->values, n_known, largest_magnitude (values, n_known),
                                        marked_row, marked_column };
  gtk_label_set_text (view->heading, name);
  show_range (view);
  describe (view);
  gtk_widget_queue_resize (GTK_WIDGET (view->canvas));
}
