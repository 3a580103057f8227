/* element-list.c: the elements of the value a step computes, as a list model.
 *
 * Items are made when a list view asks for them, so a step with a hundred thousand elements
 * costs no more than one with ten.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/element-list.h"

struct _ChainElement
{
  GObject  parent_instance;

  char    *symbol; /* owned */
  double   value;
  gboolean known;
};

struct _ChainElementList
{
  GObject              parent_instance;

  ChainTensor         *values; /* owned copy; NULL: empty */
  gsize                n_known; /* of the values, from the first */
  ChainStep            step;
  const ChainRecording *recording; /* of the stepper last shown */
};

static void chain_element_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE (ChainElement, chain_element, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (ChainElementList,
                               chain_element_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      chain_element_list_model_init))

#define DIGITS 5

static void
chain_element_finalize (GObject *object)
{
  g_free (CHAIN_ELEMENT (object)->symbol);

  G_OBJECT_CLASS (chain_element_parent_class)->finalize (object);
}

static void
chain_element_class_init (ChainElementClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chain_element_finalize;
}

static void
chain_element_init (ChainElement *self)
{
}

static GType
chain_element_list_get_item_type (GListModel *model)
{
  return CHAIN_TYPE_ELEMENT;
}

static guint
chain_element_list_get_n_items (GListModel *model)
{
  const ChainTensor *values = CHAIN_ELEMENT_LIST (model)->values;

  return values != NULL ? (guint) chain_tensor_size (values) : 0;
}

static gpointer
chain_element_list_get_item (GListModel *model,
                             guint       position)
{
  ChainElementList        *self = CHAIN_ELEMENT_LIST (model);
  const ChainNode         *node;
  gsize                    row, column;
  g_autoptr (ChainFormula) symbol = NULL;
  ChainElement            *element;

  if (position >= chain_element_list_get_n_items (model))
    return NULL;
  row = position / self->values->columns;
  column = position % self->values->columns;
  node = chain_graph_node (self->recording->graph, self->step.node);
  element = g_object_new (CHAIN_TYPE_ELEMENT, NULL);
  element->value = self->values->values[position];
  element->known = position < self->n_known;
  symbol = (self->step.gradient ? chain_element_derivative : chain_element_symbol) (
      self->recording, node, row, column, self->values->rows, element->value);
  element->symbol = chain_formula_to_text (symbol, CHAIN_FORMULA_IN_SYMBOLS, DIGITS);
  return element;
}

static void
chain_element_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = chain_element_list_get_item_type;
  iface->get_n_items = chain_element_list_get_n_items;
  iface->get_item = chain_element_list_get_item;
}

static void
chain_element_list_finalize (GObject *object)
{
  g_clear_pointer (&CHAIN_ELEMENT_LIST (object)->values, chain_tensor_free);

  G_OBJECT_CLASS (chain_element_list_parent_class)->finalize (object);
}

static void
chain_element_list_class_init (ChainElementListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = chain_element_list_finalize;
}

static void
chain_element_list_init (ChainElementList *self)
{
}

/* Elements are computed one after the other, row by row. */
static gsize
n_known (ChainStepper      *stepper,
         const ChainStep   *step,
         const ChainTensor *values)
{
  const gsize part = chain_stepper_part (stepper);

  if (part == 0)
    return chain_tensor_size (values);
  return part / chain_step_n_terms (chain_stepper_recording (stepper),
                                    chain_stepper_walk (stepper), step);
}

/**
 * chain_element_dup_symbol:
 * @element: an element
 *
 * Returns: (transfer full): what it is called, such as `∂L/∂w₁`
 */
char *
chain_element_dup_symbol (ChainElement *element)
{
  return g_strdup (element->symbol);
}

/**
 * chain_element_dup_value:
 * @element: an element
 *
 * Returns: (transfer full): its number as shown to people, or a placeholder while it is not known
 */
char *
chain_element_dup_value (ChainElement *element)
{
  char buffer[CHAIN_NUMBER_SIZE];

  return g_strdup (element->known ? chain_number_show (element->value, DIGITS, buffer) : "…");
}

/**
 * chain_element_list_new:
 *
 * Returns: (transfer full): an empty list
 */
ChainElementList *
chain_element_list_new (void)
{
  return g_object_new (CHAIN_TYPE_ELEMENT_LIST, NULL);
}

/**
 * chain_element_list_show:
 * @list: a list
 * @stepper: (nullable): the stepper; stays alive until the next call
 * @step: (nullable): a step that is done or under way; NULL empties the list
 *
 * Fills @list with what @step computed, row by row.
 */
void
chain_element_list_show (ChainElementList *list,
                         ChainStepper     *stepper,
                         const ChainStep  *step)
{
  const guint removed = chain_element_list_get_n_items (G_LIST_MODEL (list));

  g_clear_pointer (&list->values, chain_tensor_free);
  if (stepper != NULL && step != NULL)
    {
      list->recording = chain_stepper_recording (stepper);
      list->step = *step;
      list->values = chain_tensor_copy (chain_stepper_value (stepper, step));
      list->n_known = n_known (stepper, step, list->values);
    }
  g_list_model_items_changed (G_LIST_MODEL (list), 0, removed,
                              chain_element_list_get_n_items (G_LIST_MODEL (list)));
}
