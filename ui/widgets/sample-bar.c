/* sample-bar.c: how a made-up sample is made: rows, noise and seed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/sample-bar.h"

#include "ui/widgets/cell-text.h"
#include "ui/widgets/project-edit.h"
#include "ui/widgets/template.h"

#include <math.h>

struct _ChainSampleBar
{
  GtkWidget parent_instance;

  GtkScale      *rows; /* the logarithm, to the base of 10 */
  GtkLabel      *rows_value;
  GtkScale      *noise;
  GtkLabel      *noise_value;
  GtkSpinButton *seed;

  ChainSession *session; /* owned; NULL before it is set */
  gboolean      updating;
};

G_DEFINE_FINAL_TYPE (ChainSampleBar, chain_sample_bar, GTK_TYPE_WIDGET)

static const ChainSource *
source_of (ChainSampleBar *self)
{
  return chain_session_get_project (self->session)->source;
}

/* Two digits are enough to choose by: 10, 11, … 100, 110, … */
static guint
rows_at (double logarithm)
{
  const double unit = pow (10, floor (logarithm) - 1);

  return (guint) (round (pow (10, logarithm) / unit) * unit);
}

static void
update (ChainSampleBar *self)
{
  const ChainSource        *source = source_of (self);
  const ChainSampleOptions *options = &source->sample_options;
  const gboolean            made_up
      = source->kind == CHAIN_SOURCE_BUILTIN && chain_sample_is_made_up (source->sample);
  g_autofree char *rows = NULL;
  g_autofree char *noise = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), made_up);
  if (!made_up)
    return;
  rows = chain_cell_count (options->samples);
  noise = g_strdup_printf ("%.2f", options->noise);
  self->updating = TRUE;
  /* A slider that is being moved stays where it is. */
  if (rows_at (gtk_range_get_value (GTK_RANGE (self->rows))) != options->samples)
    gtk_range_set_value (GTK_RANGE (self->rows), log10 (options->samples));
  gtk_range_set_value (GTK_RANGE (self->noise), options->noise);
  gtk_spin_button_set_value (self->seed, (double) options->seed);
  self->updating = FALSE;
  gtk_label_set_text (self->rows_value, rows);
  gtk_label_set_text (self->noise_value, noise);
}

static void
edit (ChainSampleBar *self, const ChainSampleOptions *options, const char *merge)
{
  ChainProject *changed = chain_project_copy (chain_session_get_project (self->session));

  changed->source->sample_options = *options;
  if (!chain_project_edit (GTK_WIDGET (self), self->session, changed, "Change sample", merge))
    update (self);
}

static void
on_rows_changed (ChainSampleBar *self)
{
  ChainSampleOptions options;

  if (self->updating || self->session == NULL)
    return;
  options = source_of (self)->sample_options;
  if (options.samples == rows_at (gtk_range_get_value (GTK_RANGE (self->rows))))
    return;
  options.samples = rows_at (gtk_range_get_value (GTK_RANGE (self->rows)));
  edit (self, &options, "sample-rows");
}

static void
on_noise_changed (ChainSampleBar *self)
{
  ChainSampleOptions options;

  if (self->updating || self->session == NULL)
    return;
  options = source_of (self)->sample_options;
  options.noise = round (gtk_range_get_value (GTK_RANGE (self->noise)) * 100) / 100;
  if (options.noise != source_of (self)->sample_options.noise)
    edit (self, &options, "sample-noise");
}

static void
on_seed_changed (ChainSampleBar *self)
{
  ChainSampleOptions options;

  if (self->updating || self->session == NULL)
    return;
  options = source_of (self)->sample_options;
  options.seed = (guint64) gtk_spin_button_get_value (self->seed);
  edit (self, &options, "sample-seed");
}

static void
chain_sample_bar_dispose (GObject *object)
{
  ChainSampleBar *self = CHAIN_SAMPLE_BAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_SAMPLE_BAR);
  G_OBJECT_CLASS (chain_sample_bar_parent_class)->dispose (object);
}

static void
chain_sample_bar_class_init (ChainSampleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_sample_bar_dispose;
  gtk_widget_class_set_css_name (widget_class, "sample-bar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/sample-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainSampleBar, rows);
  gtk_widget_class_bind_template_child (widget_class, ChainSampleBar, rows_value);
  gtk_widget_class_bind_template_child (widget_class, ChainSampleBar, noise);
  gtk_widget_class_bind_template_child (widget_class, ChainSampleBar, noise_value);
  gtk_widget_class_bind_template_child (widget_class, ChainSampleBar, seed);
  gtk_widget_class_bind_template_callback (widget_class, on_rows_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_noise_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_seed_changed);
}

static void
chain_sample_bar_init (ChainSampleBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * chain_sample_bar_set_session:
 * @bar: the bar
 * @session: the session it shows and edits
 */
void
chain_sample_bar_set_session (ChainSampleBar *bar, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_SAMPLE_BAR (bar) && bar->session == NULL);

  bar->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), bar,
                           G_CONNECT_SWAPPED);
  update (bar);
}
