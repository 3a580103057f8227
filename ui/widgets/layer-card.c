/* layer-card.c: one layer of the network, to look at and to change.
 *
 * The output layer stays last and has as many units as the data has targets; a target of two
 * classes may have one unit (sigmoid) or two (softmax).
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/layer-card-private.h"

#include "ui/paint/sparkline.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/template.h"
#include "ui/widgets/tooltip.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (ChainLayerCard, chain_layer_card, GTK_TYPE_WIDGET)

#define CURVE_REACH 3.0 /* the curve shows z from -3 to 3 */
#define CURVE_POINTS 105
#define SLOPE_ALPHA 0.35
#define BINARY_CLASSES 2
#define FOLDED_DIGITS 4

#define PENALTIES                                                                                 \
  [L1] = { "l1", "l1", CHAIN_PARAMETER_NUMBER, 0, 0, G_MAXDOUBLE },                               \
  [L2] = { "l2", "l2", CHAIN_PARAMETER_NUMBER, 0, 0, G_MAXDOUBLE }

static const ChainParameter output_regularization[CHAIN_MAX_PARAMETERS] = { PENALTIES };

const ChainParameter chain_layer_regularization[CHAIN_MAX_PARAMETERS] = {
  PENALTIES,
  [DROPOUT] = { "dropout", "dropout", CHAIN_PARAMETER_NUMBER, 0, 0, 0.999 },
};

/* The network that the card's layer is of. */
const ChainNetwork *
chain_layer_card_network (ChainLayerCard *self)
{
  return chain_session_get_project (self->session)->network;
}

/* Whether the layer is the last one. */
gboolean
chain_layer_card_is_output (ChainLayerCard *self)
{
  return self->layer + 1 == chain_network_n_layers (chain_layer_card_network (self));
}

/* The activation as a small curve and, dim, its slope on the same scale; nothing for one that
 * is not a function of one number. */
static void
draw_curve (GtkDrawingArea *area,
            cairo_t        *cr,
            int             width,
            int             height,
            gpointer        data)
{
  ChainLayerCard     *self = data;
  const ChainLayer   *layer = chain_network_layer (chain_layer_card_network (self), self->layer);
  const ChainOp      *op = layer->activation;
  const double       *p = layer->activation_parameters;
  double              values[CURVE_POINTS], slopes[CURVE_POINTS];
  ChainSparklineRange range = { 0, -1 };
  GdkRGBA             color;

  for (guint i = 0; i < CURVE_POINTS; i++)
    {
      const double z = CURVE_REACH * (2.0 * i / (CURVE_POINTS - 1) - 1);

      values[i] = op->value (z, p);
      slopes[i] = op->derivative (z, values[i], p);
    }
  chain_sparkline_stretch (&range, values, CURVE_POINTS);
  chain_sparkline_stretch (&range, slopes, CURVE_POINTS);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, SLOPE_ALPHA);
  chain_sparkline_draw (slopes, CURVE_POINTS, &range, cr, width, height);
  gdk_cairo_set_source_rgba (cr, &color);
  chain_sparkline_draw (values, CURVE_POINTS, &range, cr, width, height);
}

static void
update_units (ChainLayerCard   *self,
              const ChainLayer *layer,
              gboolean          output)
{
  const ChainDataset *dataset = chain_session_get_dataset (self->session);
  const gboolean      binary = output && dataset != NULL && dataset->classes != NULL
                          && g_strv_length (dataset->classes) == BINARY_CLASSES;

  gtk_spin_button_set_range (self->units, 1, binary ? BINARY_CLASSES : CHAIN_MAX_UNITS);
  gtk_spin_button_set_value (self->units, layer->units);
  gtk_widget_set_sensitive (GTK_WIDGET (self->units), !output || binary);
  chain_tooltip_set (GTK_WIDGET (self->units),
                     !output  ? "Units of this layer"
                     : binary ? "One unit for sigmoid, two for softmax"
                              : "The data decides: one unit for each target or class");
}

static void
update_parameters (ChainLayerCard   *self,
                   const ChainLayer *layer)
{
  const guint64    inputs = chain_network_layer_inputs (chain_layer_card_network (self), self->layer);
  const guint64    count = inputs * layer->units + (layer->use_bias ? layer->units : 0);
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", count,
                                           count == 1 ? "parameter" : "parameters");

  gtk_label_set_text (self->parameters, text);
}

/* Appends the parameters of a record with their values: " · kernel σ 0.05". */
static void
append_parameters (GString              *text,
                   const char           *subject,
                   const ChainParameter *parameters,
                   const double         *values,
                   gboolean              zeros)
{
  char number[CHAIN_NUMBER_SIZE];

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    if (zeros || values[i] != 0)
      g_string_append_printf (text, "%s%s%s %s", text->len > 0 ? " · " : "", subject,
                              parameters[i].symbol,
                              chain_number_show (values[i], FOLDED_DIGITS, number));
}

/* While the details are folded away: what of them counts for the numbers, in one line. */
static void
update_folded (ChainLayerCard   *self,
               const ChainLayer *layer)
{
  const double regularization[] = { layer->l1, layer->l2, layer->dropout };
  const gboolean open = gtk_toggle_button_get_active (self->more);
  g_autoptr (GString) text = g_string_new (NULL);

  append_parameters (text, "kernel ", layer->kernel_initializer->parameters,
                     layer->kernel_parameters, TRUE);
  if (layer->use_bias && !g_str_equal (layer->bias_initializer->name, "zeros"))
    g_string_append_printf (text, "%sbias %s", text->len > 0 ? " · " : "",
                            layer->bias_initializer->title);
  if (layer->use_bias)
    append_parameters (text, "", layer->bias_initializer->parameters, layer->bias_parameters,
                       TRUE);
  append_parameters (text, "", chain_layer_regularization, regularization, FALSE);
  if (!layer->trainable)
    g_string_append_printf (text, "%snot trainable", text->len > 0 ? " · " : "");
  gtk_label_set_text (self->folded, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->folded), !open && text->len > 0);
  gtk_widget_set_visible (self->details, open);
  gtk_button_set_icon_name (GTK_BUTTON (self->more),
                            open ? "pan-down-symbolic" : "pan-end-symbolic");
}

static void
on_more_toggled (GtkToggleButton *button,
                 ChainLayerCard  *self)
{
  if (!self->updating)
    update_folded (self, chain_network_layer (chain_layer_card_network (self), self->layer));
}

static void
update_details (ChainLayerCard   *self,
                const ChainLayer *layer,
                gboolean          output)
{
  const double regularization[CHAIN_MAX_PARAMETERS] = { layer->l1, layer->l2, layer->dropout };

  chain_parameter_list_set (self->activation_parameters, layer->activation->parameters,
                            layer->activation_parameters);
  chain_parameter_list_set (self->kernel_parameters, layer->kernel_initializer->parameters,
                            layer->kernel_parameters);
  chain_parameter_list_set (self->bias_parameters, layer->bias_initializer->parameters,
                            layer->bias_parameters);
  chain_parameter_list_set (self->regularization,
                            output ? output_regularization : chain_layer_regularization,
                            regularization);
  gtk_widget_set_sensitive (GTK_WIDGET (self->bias_initializer), layer->use_bias);
  gtk_widget_set_sensitive (GTK_WIDGET (self->bias_parameters), layer->use_bias);
  chain_tooltip_set (GTK_WIDGET (self->initializer), layer->kernel_initializer->about);
  chain_tooltip_set (GTK_WIDGET (self->bias_initializer), layer->bias_initializer->about);
  update_folded (self, layer);
}

static void
chain_layer_card_dispose (GObject *object)
{
  ChainLayerCard *self = CHAIN_LAYER_CARD (object);

  chain_template_dispose (GTK_WIDGET (self), CHAIN_TYPE_LAYER_CARD);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (chain_layer_card_parent_class)->dispose (object);
}

static void
chain_layer_card_class_init (ChainLayerCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CHAIN_TYPE_PARAMETER_LIST);
  G_OBJECT_CLASS (klass)->dispose = chain_layer_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "layercard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/chainrule/Chainrule/ui/layer-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, header);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, title);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, duplicate);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, move_up);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, move_down);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, remove);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, units);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, activation);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, curve);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, activation_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, initializer);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, bias);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, health);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, more);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, folded);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, details);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, kernel_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, bias_initializer);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, bias_parameters);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, regularization);
  gtk_widget_class_bind_template_child (widget_class, ChainLayerCard, trainable);
  gtk_widget_class_bind_template_callback (widget_class, on_more_toggled);
  chain_layer_card_bind_edits (klass);
}

static void
chain_layer_card_init (ChainLayerCard *self)
{
  g_autoptr (GPtrArray) activations = g_ptr_array_new ();
  g_autoptr (GPtrArray) initializers = g_ptr_array_new ();

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; chain_activations[i] != NULL; i++)
    g_ptr_array_add (activations, (gpointer) chain_activations[i]->title);
  for (guint i = 0; chain_initializers[i] != NULL; i++)
    g_ptr_array_add (initializers, (gpointer) chain_initializers[i]->title);
  g_ptr_array_add (activations, NULL);
  g_ptr_array_add (initializers, NULL);
  chain_choice_fill (self->activation, (const char *const *) activations->pdata);
  chain_choice_fill (self->initializer, (const char *const *) initializers->pdata);
  chain_choice_fill (self->bias_initializer, (const char *const *) initializers->pdata);
  gtk_drawing_area_set_draw_func (self->curve, draw_curve, self, NULL);
  chain_layer_card_accept_drags (self);
  self->updating = FALSE;
}

/**
 * chain_layer_card_new:
 * @session: the document
 * @layer: which layer, from 0
 *
 * Returns: the card of the layer
 */
GtkWidget *
chain_layer_card_new (ChainSession *session,
                      guint         layer)
{
  ChainLayerCard *self = g_object_new (CHAIN_TYPE_LAYER_CARD, NULL);

  self->session = g_object_ref (session);
  self->layer = layer;
  chain_layer_card_update (self);
  return GTK_WIDGET (self);
}

/**
 * chain_layer_card_update:
 * @card: a card
 *
 * Shows the layer as the session's project has it now.
 */
void
chain_layer_card_update (ChainLayerCard *card)
{
  const ChainNetwork *network = chain_layer_card_network (card);
  const guint         n_layers = chain_network_n_layers (network);
  const gboolean      output = chain_layer_card_is_output (card);
  const ChainLayer   *layer = chain_network_layer (network, card->layer);
  g_autofree char    *title = chain_network_layer_title (network, card->layer);

  card->updating = TRUE;
  gtk_label_set_text (card->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_widget_set_visible (card->remove, !output);
  gtk_widget_set_cursor_from_name (card->header, output || n_layers <= 2 ? NULL : "grab");
  gtk_widget_set_visible (card->duplicate, !output);
  gtk_widget_set_visible (card->move_up, !output && n_layers > 2);
  gtk_widget_set_visible (card->move_down, !output && n_layers > 2);
  gtk_widget_set_sensitive (card->move_up, card->layer > 0);
  gtk_widget_set_sensitive (card->move_down, card->layer + 2 < n_layers);
  update_units (card, layer, output);
  chain_choice_select (card->activation, (const gconstpointer *) chain_activations,
                       layer->activation);
  chain_choice_select (card->initializer, (const gconstpointer *) chain_initializers,
                       layer->kernel_initializer);
  chain_choice_select (card->bias_initializer, (const gconstpointer *) chain_initializers,
                       layer->bias_initializer);
  gtk_check_button_set_active (card->bias, layer->use_bias);
  gtk_check_button_set_active (card->trainable, layer->trainable);
  gtk_widget_set_visible (GTK_WIDGET (card->curve), layer->activation->value != NULL);
  gtk_widget_queue_draw (GTK_WIDGET (card->curve));
  update_parameters (card, layer);
  update_details (card, layer, output);
  chain_layer_card_update_health (card);
  card->updating = FALSE;
}

/* "the gradient vanishes" begins a sentence here; the quantity z stays small. */
static char *
sentence (const char *text)
{
  const gunichar first = g_unichar_toupper (g_utf8_get_char (text));
  char           letter[6 + 1] = { 0 };

  if (g_str_has_prefix (text, "z "))
    return g_strdup (text);
  g_unichar_to_utf8 (first, letter);
  return g_strconcat (letter, g_utf8_next_char (text), NULL);
}

/**
 * chain_layer_card_update_health:
 * @card: a card
 *
 * Shows what keeps the layer from learning, and what to try, as the last run was found to be.
 */
void
chain_layer_card_update_health (ChainLayerCard *card)
{
  const ChainHealth      *health = chain_session_get_health (card->session);
  const ChainLayerHealth *layer
      = health != NULL && card->layer < health->n_layers ? &health->layers[card->layer] : NULL;
  g_autoptr (GString)     text = g_string_new (NULL);

  for (guint i = 0; layer != NULL && i < layer->warnings->len; i++)
    {
      g_autofree char *warning = sentence (layer->warnings->pdata[i]);
      g_autofree char *line = g_markup_printf_escaped (
          "%s<b>%s.</b> %s", i > 0 ? "\n" : "", warning, (const char *) layer->advice->pdata[i]);

      g_string_append (text, line);
    }
  gtk_label_set_markup (card->health, text->str);
  gtk_widget_set_visible (GTK_WIDGET (card->health), text->len > 0);
}

/**
 * chain_layer_card_set_layer:
 * @card: a card
 * @layer: which layer it shows from now on, from 0
 */
void
chain_layer_card_set_layer (ChainLayerCard *card,
                            guint           layer)
{
  card->layer = layer;
  chain_layer_card_update (card);
}

/**
 * chain_layer_card_set_current:
 * @card: a card
 * @current: whether the layer is the one being stepped through or selected
 */
void
chain_layer_card_set_current (ChainLayerCard *card,
                              gboolean        current)
{
  if (current)
    gtk_widget_add_css_class (GTK_WIDGET (card), "current");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (card), "current");
}
