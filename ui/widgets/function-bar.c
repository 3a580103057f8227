/* function-bar.c: the formula that the rows of the sample “Function” are made from, and its range.
 *
 * Every keystroke that makes a formula makes the rows anew; what cannot be read is told here and
 * leaves the rows as they are.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/function-bar.h"

#include "ui/paint/scatter.h"
#include "ui/widgets/number-entry.h"
#include "ui/widgets/template.h"

#define PICTURE_ROWS 200

static const char hint[] = "+ − * / ^, sqrt, exp, ln, log10, sin, cos, tan, tanh, abs, sign, min, "
                           "max and others; pi and e";

struct _ChainFunctionBar
{
  GtkWidget parent_instance;

  GtkEntry         *expression;
  ChainNumberEntry *from;
  ChainNumberEntry *to;
  GtkLabel         *message;
  GtkDrawingArea   *picture;

  ChainSession      *session; /* owned; NULL before it is set */
  ChainSampleOptions shown;   /* without an expression: none */
  ChainScatter      *scatter; /* for the picture; NULL for none */
  gboolean           updating;
};

G_DEFINE_FINAL_TYPE (ChainFunctionBar, chain_function_bar, GTK_TYPE_WIDGET)

static const ChainSource *
source_of (ChainFunctionBar *self)
{
  return chain_session_get_project (self->session)->source;
}

static void
set_wrong (GtkWidget *entry, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* Says what is wrong with the formula, or with the range; NULL for nothing. */
static void
show_wrong (ChainFunctionBar *self, const char *formula, const char *range)
{
  const gboolean wrong = formula != NULL || range != NULL;

  set_wrong (GTK_WIDGET (self->expression), formula != NULL);
  gtk_label_set_text (self->message, formula != NULL ? formula : range != NULL ? range : hint);
  gtk_widget_set_css_classes (GTK_WIDGET (self->message),
                              (const char *[]){ "caption", wrong ? "error" : "dim-label", NULL });
}

/* As many points as tell the shape; the rows themselves may be many more. */
static void
plot (ChainFunctionBar *self, const ChainSource *source)
{
  ChainSampleOptions     options = source->sample_options;
  g_autoptr (ChainTable) table = NULL;

  options.samples = PICTURE_ROWS;
  g_clear_pointer (&self->scatter, chain_scatter_free);
  table = chain_sample_make (source->sample, &options, NULL);
  if (table != NULL)
    self->scatter = chain_scatter_new (table, NULL, 0, 1, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self->picture));
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  ChainFunctionBar *self = data;
  GdkRGBA           color;

  if (self->scatter == NULL)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  chain_scatter_draw_small (self->scatter, cr, width, height,
                            chain_palette_for_text (color.red, color.green, color.blue));
}

/* What is being typed stays as it is, right or wrong, unless the document has another function. */
static void
update (ChainFunctionBar *self)
{
  const ChainSource        *source = source_of (self);
  const ChainSampleOptions *options = &source->sample_options;
  const gboolean is_function = source->kind == CHAIN_SOURCE_BUILTIN && source->sample->is_function;

  gtk_widget_set_visible (GTK_WIDGET (self), is_function);
  if (!is_function)
    {
      self->shown = (ChainSampleOptions){ 0 };
      return;
    }
  if (g_strcmp0 (self->shown.expression, options->expression) != 0
      || self->shown.from != options->from || self->shown.to != options->to)
    {
      self->updating = TRUE;
      if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->expression)),
                        options->expression))
        gtk_editable_set_text (GTK_EDITABLE (self->expression), options->expression);
      chain_number_entry_set_value (self->from, options->from);
      chain_number_entry_set_value (self->to, options->to);
      self->updating = FALSE;
      show_wrong (self, NULL, NULL);
    }
  self->shown = *options;
  plot (self, source);
}

static void
edit (ChainFunctionBar *self, const ChainSampleOptions *options)
{
  ChainProject      *changed = chain_project_copy (chain_session_get_project (self->session));
  g_autoptr (GError) error = NULL;

  changed->source->sample_options = *options;
  if (!chain_session_edit (self->session, changed, "Change function", "function", &error))
    show_wrong (self, error->message, NULL);
}

static void
on_changed (ChainFunctionBar *self)
{
  const char        *text = gtk_editable_get_text (GTK_EDITABLE (self->expression));
  g_autoptr (GError) error = NULL;
  ChainSampleOptions options;

  if (self->updating || self->session == NULL)
    return;
  options = source_of (self)->sample_options;
  options.from = chain_number_entry_get_value (self->from);
  options.to = chain_number_entry_get_value (self->to);
  if (!chain_sample_check (text, &error))
    show_wrong (self, error->message, NULL);
  else if (!chain_number_entry_get_valid (self->from) || !chain_number_entry_get_valid (self->to))
    show_wrong (self, NULL, "The range of x: expected two numbers");
  else if (options.from >= options.to)
    show_wrong (self, NULL, "The range of x: expected a number above where it begins");
  else
    {
      show_wrong (self, NULL, NULL);
      options.expression = g_intern_string (text);
      if (options.expression != self->shown.expression || options.from != self->shown.from
          || options.to != self->shown.to)
        edit (self, &options);
    }
}

static void
chain_function_bar_dispose (GObject *object)
{
  ChainFunctionBar *self = CHAIN_FUNCTION_BAR (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->scatter, chain_scatter_free);
  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_FUNCTION_BAR);
  G_OBJECT_CLASS (chain_function_bar_parent_class)->dispose (object);
}

static void
chain_function_bar_class_init (ChainFunctionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_function_bar_dispose;
  g_type_ensure (CHAIN_TYPE_NUMBER_ENTRY);
  gtk_widget_class_set_css_name (widget_class, "function-bar");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/function-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainFunctionBar, expression);
  gtk_widget_class_bind_template_child (widget_class, ChainFunctionBar, from);
  gtk_widget_class_bind_template_child (widget_class, ChainFunctionBar, to);
  gtk_widget_class_bind_template_child (widget_class, ChainFunctionBar, message);
  gtk_widget_class_bind_template_child (widget_class, ChainFunctionBar, picture);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
chain_function_bar_init (ChainFunctionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->picture, draw, self, NULL);
}

/**
 * chain_function_bar_set_session:
 * @bar: the bar
 * @session: the session it shows and edits
 */
void
chain_function_bar_set_session (ChainFunctionBar *bar, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_FUNCTION_BAR (bar) && bar->session == NULL);

  bar->session = g_object_ref (session);
  g_signal_connect_object (session, "project-changed", G_CALLBACK (update), bar,
                           G_CONNECT_SWAPPED);
  update (bar);
}
