/* confusion-view.c: shows a confusion matrix; a click, or Enter, chooses a cell or lets it go.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/confusion-view.h"

#define LEAST_WIDTH 200
#define LEAST_HEIGHT 150
#define TITLES 52      /* pixels above the cells */
#define CELL 17        /* pixels of a cell's height, where there are not too many */
#define MOST_ROOM 400

struct _ChainConfusionView
{
  GtkWidget parent_instance;

  ChainConfusion    *confusion; /* (nullable) */
  gboolean           reads;     /* a cell is read: */
  ChainConfusionCell hover;
  gboolean           has_chosen;
  ChainConfusionCell chosen;
};

G_DEFINE_FINAL_TYPE (ChainConfusionView, chain_confusion_view, GTK_TYPE_WIDGET)

enum
{
  CELL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
chain_confusion_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ChainConfusionView *self = CHAIN_CONFUSION_VIEW (widget);
  const int           width = gtk_widget_get_width (widget);
  const int           height = gtk_widget_get_height (widget);
  GdkRGBA             color;
  cairo_t            *cr;

  if (self->confusion == NULL || width <= 0 || height <= 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_confusion_draw (self->confusion, self->has_chosen ? &self->chosen : NULL,
                        self->reads ? &self->hover : NULL, cr,
                        gtk_widget_get_pango_context (widget), width, height,
                        chain_palette_for_text (color.red, color.green, color.blue));
  cairo_destroy (cr);
}

static void
chain_confusion_view_measure (GtkWidget     *widget,
                              GtkOrientation orientation,
                              int            for_size G_GNUC_UNUSED,
                              int           *minimum,
                              int           *natural,
                              int           *minimum_baseline G_GNUC_UNUSED,
                              int           *natural_baseline G_GNUC_UNUSED)
{
  ChainConfusionView *self = CHAIN_CONFUSION_VIEW (widget);
  const int           n = self->confusion != NULL ? (int) self->confusion->n : 0;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL
                 ? LEAST_WIDTH
                 : CLAMP (TITLES + n * CELL, LEAST_HEIGHT, MOST_ROOM);
  *natural = *minimum;
}

static void
changed (ChainConfusionView *self)
{
  g_autofree char *text = NULL;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (self->confusion == NULL)
    return;
  text = chain_confusion_describe (self->confusion, self->reads ? &self->hover : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
on_motion (GtkEventControllerMotion *controller G_GNUC_UNUSED,
           double                    x,
           double                    y,
           ChainConfusionView       *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->reads = self->confusion != NULL
                && chain_confusion_find (self->confusion, gtk_widget_get_pango_context (widget),
                                         gtk_widget_get_width (widget),
                                         gtk_widget_get_height (widget), x, y, &self->hover);
  gtk_widget_set_cursor_from_name (widget, self->reads ? "pointer" : NULL);
  changed (self);
}

static void
on_leave (GtkEventControllerMotion *controller G_GNUC_UNUSED, ChainConfusionView *self)
{
  self->reads = FALSE;
  changed (self);
}

/* The chosen cell, chosen once more, is let go. */
static void
choose (ChainConfusionView *self)
{
  const gboolean again = self->has_chosen && self->chosen.truth == self->hover.truth
                         && self->chosen.guess == self->hover.guess;

  if (!self->reads)
    return;
  chain_confusion_view_set_cell (self, again ? NULL : &self->hover);
}

static void
on_released (GtkGestureClick *gesture G_GNUC_UNUSED, int n_press G_GNUC_UNUSED, double x, double y,
             ChainConfusionView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  on_motion (NULL, x, y, self);
  choose (self);
}

static gboolean
on_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
        guint                  key,
        guint                  code G_GNUC_UNUSED,
        GdkModifierType        state,
        ChainConfusionView    *self)
{
  static const struct
  {
    guint key;
    int   down, right;
  } arrows[] = {
    { GDK_KEY_Right, 0, 1 },
    { GDK_KEY_Left, 0, -1 },
    { GDK_KEY_Up, -1, 0 },
    { GDK_KEY_Down, 1, 0 },
  };

  if (self->confusion == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key)
      {
        const int last = (int) self->confusion->n - 1;

        if (!self->reads)
          self->hover = (ChainConfusionCell){ 0, 0 };
        else
          self->hover = (ChainConfusionCell){
            (guint) CLAMP ((int) self->hover.truth + arrows[i].down, 0, last),
            (guint) CLAMP ((int) self->hover.guess + arrows[i].right, 0, last),
          };
        self->reads = TRUE;
        changed (self);
        return GDK_EVENT_STOP;
      }
  if (key != GDK_KEY_Return && key != GDK_KEY_KP_Enter)
    return GDK_EVENT_PROPAGATE;
  choose (self);
  return GDK_EVENT_STOP;
}

static void
chain_confusion_view_dispose (GObject *object)
{
  g_clear_pointer (&CHAIN_CONFUSION_VIEW (object)->confusion, chain_confusion_free);
  G_OBJECT_CLASS (chain_confusion_view_parent_class)->dispose (object);
}

static void
chain_confusion_view_class_init (ChainConfusionViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_confusion_view_dispose;
  widget_class->measure = chain_confusion_view_measure;
  widget_class->snapshot = chain_confusion_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "plot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CELL_CHOSEN] = g_signal_new ("cell-chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_confusion_view_init (ChainConfusionView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture         *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Confusion matrix", -1);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * chain_confusion_view_new:
 *
 * Returns: (transfer floating): a view without a matrix
 */
GtkWidget *
chain_confusion_view_new (void)
{
  return g_object_new (CHAIN_TYPE_CONFUSION_VIEW, NULL);
}

/**
 * chain_confusion_view_take:
 * @view: a view
 * @confusion: (transfer full) (nullable): what to show from now on
 *
 * The cell that is chosen stays so if there still is one.
 */
void
chain_confusion_view_take (ChainConfusionView *view, ChainConfusion *confusion)
{
  const guint n = confusion != NULL ? confusion->n : 0;

  g_return_if_fail (CHAIN_IS_CONFUSION_VIEW (view));

  if (view->confusion == NULL || view->confusion->n != n)
    gtk_widget_queue_resize (GTK_WIDGET (view));
  g_clear_pointer (&view->confusion, chain_confusion_free);
  view->confusion = confusion;
  view->reads = view->reads && view->hover.truth < n && view->hover.guess < n;
  if (view->has_chosen && (view->chosen.truth >= n || view->chosen.guess >= n))
    chain_confusion_view_set_cell (view, NULL);
  changed (view);
}

/**
 * chain_confusion_view_get:
 * @view: a view
 *
 * Returns: (transfer none) (nullable): what it shows
 */
const ChainConfusion *
chain_confusion_view_get (ChainConfusionView *view)
{
  return view->confusion;
}

/**
 * chain_confusion_view_get_cell:
 * @view: a view
 * @cell: (out caller-allocates): the chosen one
 *
 * Returns: whether one is chosen
 */
gboolean
chain_confusion_view_get_cell (ChainConfusionView *view, ChainConfusionCell *cell)
{
  *cell = view->chosen;
  return view->has_chosen;
}

/**
 * chain_confusion_view_set_cell:
 * @view: a view
 * @cell: (nullable): to choose; %NULL for none
 */
void
chain_confusion_view_set_cell (ChainConfusionView *view, const ChainConfusionCell *cell)
{
  g_return_if_fail (CHAIN_IS_CONFUSION_VIEW (view));

  view->has_chosen = cell != NULL;
  if (cell != NULL)
    view->chosen = *cell;
  changed (view);
  g_signal_emit (view, signals[CELL_CHOSEN], 0);
}
