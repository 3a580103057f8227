/* samples-gallery.c: the data sets that come with the program, each with a small picture.
 *
 * The pictures are scatter plots of the data itself, made on a worker thread when the gallery is
 * first looked at.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/samples-gallery.h"

#include "data/samples.h"
#include "ui/paint/scatter.h"

#define COLUMNS 4
#define PICTURE_WIDTH 132
#define PICTURE_HEIGHT 84

struct _ChainSamplesGallery
{
  GtkWidget parent_instance;

  GtkGrid      *grid;
  GPtrArray    *pictures; /* GtkDrawingArea *, one for each sample; owned by the grid */
  GPtrArray    *scatters; /* ChainScatter *, likewise; NULL before they are made */
  GCancellable *making;   /* NULL unless they are being made */
};

G_DEFINE_FINAL_TYPE (ChainSamplesGallery, chain_samples_gallery, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Two features against each other, coloured by the target; NULL if it does not read. */
static ChainScatter *
plot_sample (const ChainSample *sample)
{
  g_autoptr (ChainTable) table = chain_sample_table (sample, NULL);
  guint chosen[2];

  if (table == NULL)
    return NULL;
  chain_scatter_suggest (table, sample->features, sample->targets[0], chosen);
  return chain_scatter_new (table, NULL, chosen[0], chosen[1],
                            chain_table_find (table, sample->targets[0]));
}

static void
make_scatters (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);
  GPtrArray *scatters = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_scatter_free);

  for (guint i = 0; i < n_samples && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (scatters, plot_sample (&samples[i]));
  g_task_return_pointer (task, scatters, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer data)
{
  ChainSamplesGallery *self = CHAIN_SAMPLES_GALLERY (source);
  GPtrArray           *scatters = g_task_propagate_pointer (G_TASK (result), NULL);

  if (scatters == NULL)
    return;
  g_clear_object (&self->making);
  self->scatters = scatters;
  for (guint i = 0; i < self->pictures->len; i++)
    gtk_widget_queue_draw (g_ptr_array_index (self->pictures, i));
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ChainSamplesGallery *self = data;
  guint                index;
  GdkRGBA              color;

  if (self->scatters == NULL || !g_ptr_array_find (self->pictures, area, &index)
      || g_ptr_array_index (self->scatters, index) == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  chain_scatter_draw_small (g_ptr_array_index (self->scatters, index), cr, width, height,
                            chain_palette_for_text (color.red, color.green, color.blue));
}

static void
on_clicked (ChainSamplesGallery *self)
{
  g_signal_emit (self, signals[CHOSEN], 0);
}

static GtkWidget *
new_picture (ChainSamplesGallery *self)
{
  GtkWidget *picture = gtk_drawing_area_new ();

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (picture), PICTURE_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (picture), PICTURE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (picture), draw, self, NULL);
  gtk_widget_add_css_class (picture, "sample-picture");
  g_ptr_array_add (self->pictures, picture);
  return picture;
}

static void
add_sample (ChainSamplesGallery *self, const ChainSample *sample, guint index)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_box_append (GTK_BOX (box), new_picture (self));
  gtk_box_append (GTK_BOX (box), gtk_label_new (sample->title));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_tooltip_text (button, sample->about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sample->title, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-sample");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", sample->name);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_grid_attach (self->grid, button, (int) (index % COLUMNS), (int) (index / COLUMNS), 1, 1);
}

static void
chain_samples_gallery_map (GtkWidget *widget)
{
  ChainSamplesGallery *self = CHAIN_SAMPLES_GALLERY (widget);

  GTK_WIDGET_CLASS (chain_samples_gallery_parent_class)->map (widget);
  if (self->scatters == NULL && self->making == NULL)
    {
      g_autoptr (GTask) task = NULL;

      self->making = g_cancellable_new ();
      task = g_task_new (self, self->making, on_made, NULL);
      g_task_run_in_thread (task, make_scatters);
    }
}

static void
chain_samples_gallery_dispose (GObject *object)
{
  ChainSamplesGallery *self = CHAIN_SAMPLES_GALLERY (object);
  GtkWidget           *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  if (child != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->scatters, g_ptr_array_unref);
  G_OBJECT_CLASS (chain_samples_gallery_parent_class)->dispose (object);
}

static void
chain_samples_gallery_class_init (ChainSamplesGalleryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_samples_gallery_dispose;
  widget_class->map = chain_samples_gallery_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "samples-gallery");
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
chain_samples_gallery_init (ChainSamplesGallery *self)
{
  guint              n_samples;
  const ChainSample *samples = chain_samples (&n_samples);

  self->pictures = g_ptr_array_new ();
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, 4);
  gtk_grid_set_column_spacing (self->grid, 4);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
  for (guint i = 0; i < n_samples; i++)
    add_sample (self, &samples[i], i);
}

/**
 * chain_samples_gallery_new:
 *
 * Returns: the gallery
 */
GtkWidget *
chain_samples_gallery_new (void)
{
  return g_object_new (CHAIN_TYPE_SAMPLES_GALLERY, NULL);
}
