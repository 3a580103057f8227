/* window-steps.c: the worked example, one click at a time, as the labels of the window tell it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/widgets/equation-card.h"
#include "ui/widgets/inspector.h"
#include "ui/widgets/symbol-label.h"

#include <string.h>

/* By hand: x = (2, 3), y = 18, w = (5, 8), b = −2, learning rate 0.02. */
static const char *const expected_results[] = {
  "32",    /* ŷ = 5·2 + 8·3 − 2 */
  "196",   /* L = (32 − 18)² */
  "28",    /* ∂L/∂ŷ = 2·14 */
  "56",    /* ∂L/∂w₁ = 28·2 */
  "84",    /* ∂L/∂w₂ = 28·3 */
  "28",    /* ∂L/∂b */
  "3.88",  /* w₁ = 5 − 0.02·56 */
  "6.32",  /* w₂ = 8 − 0.02·84 */
  "−2.56", /* b = −2 − 0.02·28 */
};

static void
add_result (GPtrArray *results,
            Fixture   *fixture)
{
  const char *equation = fixture_read (fixture, "equation");
  const char *last = g_strrstr (equation, "= ");

  g_assert_nonnull (last);
  g_ptr_array_add (results, g_strdup (last + strlen ("= ")));
}

/* The results of all elements of the current step, by choosing one after the other. */
static void
add_results (GPtrArray *results,
             Fixture   *fixture)
{
  GtkWidget         *list = fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Elements");
  GtkSelectionModel *elements;

  if (list == NULL)
    {
      add_result (results, fixture);
      return;
    }
  elements = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (elements)); i++)
    {
      gtk_selection_model_select_item (elements, i, TRUE);
      add_result (results, fixture);
    }
  gtk_selection_model_select_item (elements, 0, TRUE);
}

static guint
n_steps (Fixture *fixture)
{
  return chain_stepper_n_steps (chain_session_get_stepper (fixture->session));
}

static void
test_forward (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_free);
  guint                 found = 0;

  for (guint step = 1; step <= n_steps (fixture); step++)
    {
      g_autofree char *counter
          = g_strdup_printf ("step %u of %u\niteration 1", step, n_steps (fixture));

      fixture_press (fixture, "Step");
      g_assert_cmpstr (fixture_read (fixture, "step-counter"), ==, counter);
      add_results (results, fixture);
    }

  for (guint i = 0; i < results->len && found < G_N_ELEMENTS (expected_results); i++)
    if (g_str_equal (results->pdata[i], expected_results[found]))
      found++;
  if (found < G_N_ELEMENTS (expected_results))
    g_error ("no step with the result %s", expected_results[found]);
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "196");
}

static void
test_back (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  ChainStepper         *stepper = chain_session_get_stepper (fixture->session);

  for (guint step = 0; step < n_steps (fixture); step++)
    {
      fixture_press (fixture, "Step");
      g_ptr_array_add (texts, g_strdup (fixture_read (fixture, "equation")));
    }
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[0], !=, 5);

  for (guint step = n_steps (fixture); step-- > 1;)
    {
      fixture_press (fixture, "Step back");
      g_assert_cmpstr (fixture_read (fixture, "equation"), ==, texts->pdata[step - 1]);
    }
  fixture_press (fixture, "Step back");
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[0], ==, 5);
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[1], ==, 8);
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, TRUE)->values[0], ==, -2);
  g_assert_false (gtk_widget_is_sensitive (fixture_find (fixture, GTK_TYPE_BUTTON, "Step back")));
}

static void
test_finish_pass_and_rewind (Fixture      *fixture,
                             gconstpointer data)
{
  ChainStepper *stepper = chain_session_get_stepper (fixture->session);

  fixture_press (fixture, "Finish pass");
  g_assert_cmpuint (chain_stepper_position (stepper), >, 0);
  g_assert_cmpstr (fixture_read (fixture, "loss"), ==, "196");
  fixture_press (fixture, "Rewind");
  g_assert_cmpuint (chain_stepper_position (stepper), ==, 0);
}

static void
test_grain (Fixture      *fixture,
            gconstpointer data)
{
  ChainStepper *stepper = chain_session_get_stepper (fixture->session);

  fixture_press (fixture, "Batch");
  g_assert_cmpint (chain_session_get_grain (fixture->session), ==, CHAIN_GRAIN_BATCH);
  fixture_press (fixture, "Step");
  g_assert_cmpfloat_with_epsilon (chain_stepper_weights (stepper, 1, FALSE)->values[0], 3.88,
                                  1e-12);
  fixture_press (fixture, "Step back");
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[0], ==, 5);
}

/* z = 5·2 + 8·3 + (−2), one summand at a time, and back. */
static void
test_elements (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const forward[] = {
    "z ← w₁·x₁ = 5·2 = 10",
    "z ← z + w₂·x₂ = 10 + 8·3 = 34",
    "z = w₁·x₁ + w₂·x₂ + b = 5·2 + 8·3 + (−2) = 32",
  };
  ChainSelection place;

  fixture_press (fixture, "Step");
  fixture_press (fixture, "Element");
  for (gsize i = 0; i < G_N_ELEMENTS (forward); i++)
    {
      fixture_press (fixture, "Step");
      g_assert_cmpstr (fixture_read (fixture, "equation"), ==, forward[i]);
      g_assert_cmpstr (fixture_read (fixture, "step-counter"), ==,
                       i + 1 < G_N_ELEMENTS (forward) ? "in step 2 of 10\niteration 1"
                                                      : "step 2 of 10\niteration 1");
    }
  g_assert_false (chain_session_get_part_place (fixture->session, &place));
  for (gsize i = G_N_ELEMENTS (forward) - 1; i-- > 0;)
    {
      fixture_press (fixture, "Step back");
      g_assert_cmpstr (fixture_read (fixture, "equation"), ==, forward[i]);
      g_assert_true (chain_session_get_part_place (fixture->session, &place));
      g_assert_cmpint (place.kind, ==, CHAIN_SELECTION_CONNECTION);
      g_assert_cmpuint (place.from, ==, i);
    }
  fixture_press (fixture, "Step back");
  g_assert_cmpuint (chain_stepper_position (chain_session_get_stepper (fixture->session)), ==, 1);
}

static void
test_selection (Fixture      *fixture,
                gconstpointer data)
{
  const ChainSelection second_weight = { CHAIN_SELECTION_CONNECTION, 1, 1, 0 };

  for (guint step = 0; step < n_steps (fixture); step++)
    fixture_press (fixture, "Step");
  chain_session_set_selection (fixture->session, &second_weight);
  fixture_settle ();
  g_assert_true (g_str_has_suffix (fixture_read (fixture, "equation"), "= 6.32"));
  g_assert_true (g_str_has_suffix (fixture_read (fixture, "selected-value"), "= 6.32"));
  fixture_press (fixture, "Follow the steps");
  g_assert_true (g_str_has_suffix (fixture_read (fixture, "equation"), "= −2.56"));
}

/* The gradient of w₂ with its check, its path and its past. */
static void
test_gradient (Fixture      *fixture,
               gconstpointer data)
{
  const ChainSelection second_weight = { CHAIN_SELECTION_CONNECTION, 1, 1, 0 };
  const char          *check;

  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  chain_session_set_selection (fixture->session, &second_weight);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      check = fixture_read (fixture, "central-difference");
    }
  while (g_str_has_suffix (check, "…"));
  g_assert_true (g_str_has_prefix (check, "✓ central difference 84, relative error"));
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  g_assert_cmpstr (fixture_read (fixture, "weight-history"), ==,
                   "8 before iteration 1, 6.32 before iteration 2");
}

static char *
read_code (Fixture *fixture)
{
  GtkTextBuffer *buffer;
  GtkTextIter    start;
  GtkTextIter    end;

  buffer = gtk_text_view_get_buffer (
      GTK_TEXT_VIEW (fixture_find (fixture, GTK_TYPE_TEXT_VIEW, "TensorFlow code")));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* The other tabs tell the same step. */
static void
test_tabs (Fixture      *fixture,
           gconstpointer data)
{
  const ChainSelection weight = { CHAIN_SELECTION_CONNECTION, 1, 1, 0 };
  g_autofree char     *code = NULL;
  g_autofree char     *code_of_weight = NULL;

  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Finish pass");
  fixture_press (fixture, "Code");
  fixture_settle ();
  code = read_code (fixture);
  g_assert_nonnull (strstr (code, "db1 = tape.gradient(loss, b1)\n"
                                  "print(db1[0, 0].numpy())  # 28\n"));
  fixture_press (fixture, "Matrices");
  fixture_settle ();
  g_assert_nonnull (fixture_find (fixture, GTK_TYPE_WIDGET, "Gradient ∂L/∂W"));
  chain_session_set_selection (fixture->session, &weight);
  fixture_press (fixture, "Code");
  fixture_settle ();
  code_of_weight = read_code (fixture);
  g_assert_nonnull (strstr (code_of_weight, "print(dW1[1, 0].numpy())  # 84\n"));
}

/* The list of steps goes to one, the iteration's number to another. */
static void
test_steps_menu (Fixture      *fixture,
                 gconstpointer data)
{
  ChainStepper  *stepper = chain_session_get_stepper (fixture->session);
  GtkWidget     *button = fixture_find (fixture, GTK_TYPE_MENU_BUTTON, "Steps");
  GtkWidget     *list;
  GtkWidget     *iteration;

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  fixture_settle ();
  list = fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Steps of the iteration");
  g_assert_nonnull (list);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 3, TRUE);
  fixture_settle ();
  g_assert_cmpuint (chain_stepper_position (stepper), ==, 4);
  g_assert_cmpstr (fixture_read (fixture, "batch-rows"), ==, "Row 1 of the data");
  iteration = fixture_find (fixture, GTK_TYPE_SPIN_BUTTON, "Go to iteration");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (iteration), 4);
  fixture_settle ();
  g_assert_cmpuint (chain_stepper_iteration (stepper), ==, 3);
  g_assert_cmpuint (chain_stepper_position (stepper), ==, 4);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (iteration), 1);
  fixture_settle ();
  g_assert_cmpfloat (chain_stepper_weights (stepper, 1, FALSE)->values[0], ==, 5);
  gtk_range_set_value (GTK_RANGE (fixture_find (fixture, GTK_TYPE_SCALE, "Speed of playing")), -6);
  g_assert_cmpuint (chain_session_get_play_interval (fixture->session), ==, 64);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  fixture_settle ();
}

static void
make_small (Fixture *fixture)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  while (gtk_widget_get_width (GTK_WIDGET (fixture->window)) > 900)
    g_main_context_iteration (NULL, TRUE);
  fixture_settle ();
}

/* In a small window, too, every step can be reached with the slider. */
static void
test_slider (Fixture      *fixture,
             gconstpointer data)
{
  GtkWidget *slider = fixture_find (fixture, GTK_TYPE_SCALE, "Position in the iteration");

  make_small (fixture);
  g_assert_cmpint (gtk_widget_get_width (slider), >=, 90);
  gtk_range_set_value (GTK_RANGE (slider), 4);
  fixture_settle ();
  g_assert_cmpuint (chain_stepper_position (chain_session_get_stepper (fixture->session)), ==, 4);
}

/* No equation is given more room than the inspector has, in the smallest window neither. */
static void
test_small_window (Fixture      *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *inspector;

  make_small (fixture);
  g_assert_true (chain_session_open_sample (fixture->session, "iris", &error));
  g_assert_no_error (error);
  fixture_settle ();
  inspector = fixture_find (fixture, CHAIN_TYPE_INSPECTOR, "ChainInspector");
  for (guint i = 0; i < n_steps (fixture); i++)
    {
      GtkWidget *card;
      graphene_rect_t bounds;

      fixture_press (fixture, "Step");
      fixture_settle ();
      card = fixture_find (fixture, CHAIN_TYPE_EQUATION_CARD, "ChainEquationCard");
      g_assert_nonnull (card);
      g_assert_true (gtk_widget_compute_bounds (card, inspector, &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, 0);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=,
                         gtk_widget_get_width (inspector));
    }
}

/* Only the comma between subscripts is moved, and the text stays what it is. */
static void
test_symbols (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const text = "z₁,₂ = f(1, 2)";
  GtkWidget               *label = g_object_ref_sink (gtk_label_new (NULL));
  PangoAttrList           *attributes;
  g_autoptr (GSList)       all = NULL;

  chain_symbol_label_set_text (GTK_LABEL (label), text);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, text);
  attributes = gtk_label_get_attributes (GTK_LABEL (label));
  g_assert_nonnull (attributes);
  all = pango_attr_list_get_attributes (attributes);
  g_assert_cmpuint (g_slist_length (all), ==, 2);
  for (GSList *each = all; each != NULL; each = each->next)
    g_assert_cmpuint (((PangoAttribute *) each->data)->start_index, ==, strlen ("z₁"));
  g_slist_free_full (g_steal_pointer (&all), (GDestroyNotify) pango_attribute_destroy);
  chain_symbol_label_set_text (GTK_LABEL (label), NULL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "");
  g_assert_null (gtk_label_get_attributes (GTK_LABEL (label)));
  g_object_unref (label);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/steps/worked-example", test_forward);
  fixture_add ("/window/steps/back", test_back);
  fixture_add ("/window/steps/finish-pass-and-rewind", test_finish_pass_and_rewind);
  fixture_add ("/window/steps/grain", test_grain);
  fixture_add ("/window/steps/elements", test_elements);
  fixture_add ("/window/steps/gradient", test_gradient);
  fixture_add ("/window/steps/tabs", test_tabs);
  fixture_add ("/window/steps/selection", test_selection);
  fixture_add ("/window/steps/menu", test_steps_menu);
  fixture_add ("/window/steps/slider", test_slider);
  fixture_add ("/window/steps/small-window", test_small_window);
  fixture_add ("/window/steps/symbols", test_symbols);

  return g_test_run ();
}
