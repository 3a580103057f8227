/* side-layout.c: a column of controls of fixed width beside what they control.
 *
 * A box would give the column the width its text has on one line, as long as it is in a page that
 * scrolls.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/side-layout.h"

#define LEAST_SIDE 300

struct _ChainSideLayout
{
  GtkLayoutManager parent_instance;
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

static void
chain_side_layout_allocate (GtkLayoutManager *manager G_GNUC_UNUSED,
                            GtkWidget        *widget,
                            int               width,
                            int               height,
                            int               baseline G_GNUC_UNUSED)
{
  GtkWidget          *side = gtk_widget_get_first_child (widget);
  const int           wide = side_width (side);
  const gboolean      is_left = gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL;
  const GtkAllocation first = { is_left ? 0 : width - wide, 0, wide, height };
  const GtkAllocation rest = { is_left ? wide : 0, 0, MAX (width - wide, 0), height };

  gtk_widget_size_allocate (side, &first, -1);
  gtk_widget_size_allocate (gtk_widget_get_last_child (widget), &rest, -1);
}

static void
chain_side_layout_class_init (ChainSideLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = chain_side_layout_get_request_mode;
  layout_class->measure = chain_side_layout_measure;
  layout_class->allocate = chain_side_layout_allocate;
}

static void
chain_side_layout_init (ChainSideLayout *self G_GNUC_UNUSED)
{
}
