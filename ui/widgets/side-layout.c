/* side-layout.c: a column of controls of fixed width beside what they control.
 *
 * A box would give the column the width its text has on one line, as long as it is in a page that
 * scrolls. Beside a column higher than the page, what it controls is as high as the page and stays
 * in sight.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/side-layout.h"

#define LEAST_SIDE 300

struct _ChainSideLayout
{
  GtkLayoutManager parent_instance;

  GtkWidget     *page;   /* (nullable): that the widget scrolls with */
  GtkAdjustment *scroll; /* (nullable) (owned): of the page */
  gulong         watch;
};

G_DEFINE_FINAL_TYPE (ChainSideLayout, chain_side_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
side_width (GtkWidget *side)
{
  int minimum;

  gtk_widget_measure (side, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return MAX (minimum, LEAST_SIDE);
}

static GtkSizeRequestMode
chain_side_layout_get_request_mode (GtkLayoutManager *manager G_GNUC_UNUSED,
                                    GtkWidget        *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chain_side_layout_measure (GtkLayoutManager *manager G_GNUC_UNUSED,
                           GtkWidget        *widget,
                           GtkOrientation    orientation,
                           int               for_size,
                           int              *minimum,
                           int              *natural,
                           int              *minimum_baseline G_GNUC_UNUSED,
                           int              *natural_baseline G_GNUC_UNUSED)
{
  GtkWidget *side = gtk_widget_get_first_child (widget);
  GtkWidget *content = gtk_widget_get_last_child (widget);
  const int  width = side_width (side);
  int        least, usual;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (content, orientation, -1, &least, &usual, NULL, NULL);
      *minimum = width + least;
      *natural = width + usual;
      return;
    }
  gtk_widget_measure (side, orientation, width, minimum, natural, NULL, NULL);
  gtk_widget_measure (content, orientation, for_size < 0 ? -1 : MAX (for_size - width, 0), &least,
                      &usual, NULL, NULL);
  *minimum = MAX (*minimum, least);
  *natural = MAX (*natural, usual);
}

/* Where the content is, of the height there is: what can be seen of it, in a page that scrolls. */
static void
place_content (ChainSideLayout *self,
               GtkWidget       *widget,
               int              width,
               int             *top,
               int             *height)
{
  const int whole = *height;
  int       least;
  double    above;

  *top = 0;
  if (self->page == NULL)
    return;
  gtk_widget_measure (gtk_widget_get_last_child (widget), GTK_ORIENTATION_VERTICAL, width, &least,
                      NULL, NULL, NULL);
  *height = MIN (whole, MAX (least, gtk_widget_get_height (self->page)));
  if (gtk_widget_translate_coordinates (widget, self->page, 0, 0, NULL, &above))
    *top = CLAMP ((int) -above, 0, whole - *height);
}

static void
chain_side_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline G_GNUC_UNUSED)
{
  GtkWidget          *side = gtk_widget_get_first_child (widget);
  const int           wide = side_width (side);
  const gboolean      is_left = gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL;
  const GtkAllocation first = { is_left ? 0 : width - wide, 0, wide, height };
  GtkAllocation       rest = { is_left ? wide : 0, 0, MAX (width - wide, 0), height };

  place_content (CHAIN_SIDE_LAYOUT (manager), widget, rest.width, &rest.y, &rest.height);
  gtk_widget_size_allocate (side, &first, -1);
  gtk_widget_size_allocate (gtk_widget_get_last_child (widget), &rest, -1);
}

static void
chain_side_layout_root (GtkLayoutManager *manager)
{
  ChainSideLayout *self = CHAIN_SIDE_LAYOUT (manager);
  GtkWidget       *widget = gtk_layout_manager_get_widget (manager);

  self->page = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (self->page == NULL)
    return;
  self->scroll = g_object_ref (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->page)));
  self->watch = g_signal_connect_swapped (self->scroll, "value-changed",
                                          G_CALLBACK (gtk_widget_queue_allocate), widget);
}

static void
chain_side_layout_unroot (GtkLayoutManager *manager)
{
  ChainSideLayout *self = CHAIN_SIDE_LAYOUT (manager);

  if (self->scroll != NULL)
    g_clear_signal_handler (&self->watch, self->scroll);
  g_clear_object (&self->scroll);
  self->page = NULL;
}

static void
chain_side_layout_class_init (ChainSideLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = chain_side_layout_get_request_mode;
  layout_class->measure = chain_side_layout_measure;
  layout_class->allocate = chain_side_layout_allocate;
  layout_class->root = chain_side_layout_root;
  layout_class->unroot = chain_side_layout_unroot;
}

static void
chain_side_layout_init (ChainSideLayout *self G_GNUC_UNUSED)
{
}
