/* formula-view.c: shows an equation as set mathematics, its text readable by assistive technology.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/formula-view.h"

#include "ui/paint/formula-layout.h"
#include "ui/paint/text.h"

#include <math.h>

#define LETTERS 1.25     /* size of the mathematics, to the text around */
#define LEAST_WIDTH 120
#define USUAL_DIGITS 5

struct _ChainFormulaView
{
  GtkWidget           parent_instance;

  ChainEquation      *equation; /* (nullable) */
  guint               digits;

  ChainFormulaLayout *layout;   /* as last measured, for the width and fonts below */
  double              width;
  guint               fonts;
};

G_DEFINE_FINAL_TYPE (ChainFormulaView, chain_formula_view, GTK_TYPE_WIDGET)

/* The layout for a width in pixels, 0 for one long line each. */
static ChainFormulaLayout *
layout_for (ChainFormulaView *view,
            double            width)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (view));
  const guint fonts = pango_context_get_serial (context);

  if (view->layout && view->width == width && view->fonts == fonts)
    return view->layout;
  g_clear_pointer (&view->layout, chain_formula_layout_free);
  view->layout = chain_formula_layout_new_equation (context, view->equation, view->digits,
                                                    LETTERS * chain_text_em (context), width);
  view->width = width;
  view->fonts = fonts;
  return view->layout;
}

static GtkSizeRequestMode
chain_formula_view_get_request_mode (G_GNUC_UNUSED GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
chain_formula_view_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *minimum,
                            int           *natural,
                            G_GNUC_UNUSED int *minimum_baseline,
                            G_GNUC_UNUSED int *natural_baseline)
{
  ChainFormulaView *view = CHAIN_FORMULA_VIEW (widget);
  double width;

  *minimum = *natural = 0;
  if (!view->equation)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      chain_formula_layout_get_size (layout_for (view, 0), &width, NULL, NULL);
      *natural = (int) ceil (width);
      *minimum = MIN (*natural, LEAST_WIDTH);
      return;
    }
  *minimum = *natural
      = (int) ceil (chain_formula_layout_get_room (layout_for (view, MAX (for_size, 0)))) + 2;
}

static void
chain_formula_view_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  ChainFormulaView *view = CHAIN_FORMULA_VIEW (widget);
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  ChainFormulaLayout *layout;
  ChainPalette palette;
  GdkRGBA color;
  cairo_t *cr;
  double baseline;

  if (!view->equation || width <= 0 || height <= 0)
    return;
  layout = layout_for (view, width);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  palette = *chain_palette_for_text (color.red, color.green, color.blue);
  palette.text = (ChainColor) { color.red, color.green, color.blue, color.alpha };
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  chain_formula_layout_get_size (layout, NULL, NULL, &baseline);
  chain_formula_layout_draw (layout, cr, 0, baseline + 1, &palette);
  cairo_destroy (cr);
}

static void
chain_formula_view_dispose (GObject *object)
{
  ChainFormulaView *view = CHAIN_FORMULA_VIEW (object);

  g_clear_pointer (&view->layout, chain_formula_layout_free);
  g_clear_pointer (&view->equation, chain_equation_free);
  G_OBJECT_CLASS (chain_formula_view_parent_class)->dispose (object);
}

static void
chain_formula_view_class_init (ChainFormulaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_formula_view_dispose;
  widget_class->get_request_mode = chain_formula_view_get_request_mode;
  widget_class->measure = chain_formula_view_measure;
  widget_class->snapshot = chain_formula_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "formula");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
chain_formula_view_init (ChainFormulaView *view)
{
  view->digits = USUAL_DIGITS;
}

/**
 * chain_formula_view_new:
 *
 * Returns: (transfer floating): a view that shows nothing yet
 */
GtkWidget *
chain_formula_view_new (void)
{
  return g_object_new (CHAIN_TYPE_FORMULA_VIEW, NULL);
}

/**
 * chain_formula_view_set_equation:
 * @view: a view
 * @equation: (nullable): what to show; copied
 * @digits: significant digits of the numbers
 *
 * Shows an equation in symbols, with its numbers, and its value, each below the other. Its
 * accessible name is the same as a line of text.
 */
void
chain_formula_view_set_equation (ChainFormulaView    *view,
                                 const ChainEquation *equation,
                                 guint                digits)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CHAIN_IS_FORMULA_VIEW (view));

  g_clear_pointer (&view->layout, chain_formula_layout_free);
  g_clear_pointer (&view->equation, chain_equation_free);
  view->digits = digits;
  if (equation)
    {
      view->equation = g_new0 (ChainEquation, 1);
      view->equation->left = chain_formula_copy (equation->left);
      view->equation->right = chain_formula_copy (equation->right);
      view->equation->value = equation->value;
      view->equation->assigns = equation->assigns;
      text = chain_equation_to_text (equation, digits);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text ? text : "", -1);
  gtk_widget_queue_resize (GTK_WIDGET (view));
}
