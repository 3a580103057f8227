/* window-walks.c: whole iterations stepped in the window, and iterations far ahead.
 *
 * What the window shows is compared, to the last bit and letter, with a stepper of its own, as the
 * command line has one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "window-fixture.h"

#include "ui/handout.h"

#include <glib/gstdio.h>
#include <string.h>

#define DIGITS 5 /* that the inspector shows */
#define FAR 5000
#define MOST_BACK 5 /* steps */

static const struct
{
  const char *sample;
  const char *layers;
  const char *loss;
  guint       batch_size;
} walks[] = {
  { "worked_example", "1 linear", "mse", 1 },
  { "iris", "8 relu, 3 softmax", "categorical_crossentropy", 16 },
  { "spiral", "8 tanh, 8 tanh, 1 sigmoid", "binary_crossentropy", 10 },
  { "digits", "32 relu, 10 softmax", "categorical_crossentropy", 32 },
};

static ChainStepper *
stepper (Fixture *fixture)
{
  return chain_session_get_stepper (fixture->session);
}

static void
open_walk (Fixture *fixture,
           guint    walk)
{
  g_autoptr (GError)   error = NULL;
  ChainProject        *changed;
  ChainNetwork        *network;

  g_assert_true (chain_session_open_sample (fixture->session, walks[walk].sample, &error));
  if (walk > 0)
    {
      changed = chain_project_copy (chain_session_get_project (fixture->session));
      network = chain_network_new_from_text (walks[walk].layers, &error);
      g_assert_no_error (error);
      g_assert_true (chain_network_set_inputs (network, changed->network->n_inputs, &error));
      chain_network_free (changed->network);
      changed->network = network;
      chain_training_options_set_loss (&changed->training,
                                       chain_op_find (CHAIN_OP_LOSS, walks[walk].loss));
      changed->training.batch_size = walks[walk].batch_size;
      g_assert_true (chain_session_edit (fixture->session, changed, "Change layers", NULL, &error));
    }
  fixture_settle ();
}

/* Of many elements, the last is the other's last, too: that of the last row and unit. */
static void
assert_last_same (Fixture         *fixture,
                  ChainStepper    *other,
                  const ChainStep *step)
{
  const ChainTensor        *value = chain_stepper_value (other, step);
  GtkWidget                *list = fixture_find (fixture, GTK_TYPE_LIST_VIEW, "Elements");
  g_autoptr (ChainEquation) equation = NULL;
  g_autofree char          *text = NULL;
  GtkSelectionModel        *elements;

  if (list == NULL)
    return;
  elements = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (elements)), ==,
                    chain_tensor_size (value));
  gtk_selection_model_select_item (elements, (guint) chain_tensor_size (value) - 1, TRUE);
  equation = chain_stepper_equation (other, step, value->rows - 1, value->columns - 1);
  text = chain_equation_to_text (equation, DIGITS);
  g_assert_cmpstr (fixture_read (fixture, "equation"), ==, text);
}

/* The same place in both: the same values, and the equation that is shown is that of the other. */
static void
assert_same (Fixture      *fixture,
             ChainStepper *other,
             guint         index)
{
  const ChainStep          *step = chain_stepper_step (other, index);
  const ChainTensor        *here
      = chain_stepper_value (stepper (fixture), chain_stepper_step (stepper (fixture), index));
  const ChainTensor        *there = chain_stepper_value (other, step);
  g_autoptr (ChainEquation) equation = NULL;
  g_autofree char          *text = NULL;

  g_assert_cmpmem (here->values, chain_tensor_size (here) * sizeof (double), there->values,
                   chain_tensor_size (there) * sizeof (double));
  if (fixture_find (fixture, GTK_TYPE_LABEL, "equation") == NULL)
    return;
  equation = chain_stepper_equation (other, step, 0, 0);
  text = chain_equation_to_text (equation, DIGITS);
  g_assert_cmpstr (fixture_read (fixture, "equation"), ==, text);
  assert_last_same (fixture, other, step);
}

static void
test_walks (Fixture      *fixture,
            gconstpointer data)
{
  for (guint walk = 0; walk < G_N_ELEMENTS (walks); walk++)
    {
      g_autoptr (ChainStepper) other = NULL;
      const ChainProject      *project;
      guint                    n;

      open_walk (fixture, walk);
      project = chain_session_get_project (fixture->session);
      other = chain_stepper_new (project->network, &project->training,
                                 chain_session_get_dataset (fixture->session), NULL);
      n = chain_stepper_n_steps (other);
      g_assert_cmpuint (chain_stepper_n_steps (stepper (fixture)), ==, n);
      for (guint i = 0; i < n; i++)
        {
          chain_stepper_forward (other);
          fixture_press (fixture, "Step");
          assert_same (fixture, other, i);
        }
      /* Into the next iteration and back: the former values again. */
      fixture_press (fixture, "Step");
      fixture_press (fixture, "Step back");
      for (guint i = n; i-- > n - MIN (n - 1, MOST_BACK);)
        {
          fixture_press (fixture, "Step back");
          assert_same (fixture, other, i - 1);
        }
    }
}

static gboolean
is_far (Fixture *fixture)
{
  return chain_stepper_iteration (stepper (fixture)) == FAR;
}

/* Far ahead on a thread, with the weights that training has there; and back again. */
static void
test_far (Fixture      *fixture,
          gconstpointer data)
{
  g_autoptr (ChainIteration) iteration = NULL;
  g_autoptr (ChainNetwork)   trained = NULL;
  double                     losses[FAR];
  const ChainProject        *project = chain_session_get_project (fixture->session);
  const ChainTensor         *weights;

  iteration = chain_iteration_new (project->network, &project->training,
                                   chain_session_get_dataset (fixture->session), NULL);
  g_assert_cmpuint (chain_iteration_run_many (iteration, FAR, losses), ==, FAR);
  trained = chain_network_copy (project->network);
  chain_iteration_save_weights (iteration, trained);

  fixture_press (fixture, "Step");
  chain_session_go_to_iteration (fixture->session, FAR);
  g_assert_nonnull (chain_session_get_work (fixture->session, NULL));
  g_assert_true (fixture_wait (fixture, is_far));
  g_assert_null (chain_session_get_work (fixture->session, NULL));
  g_assert_cmpuint (chain_stepper_position (stepper (fixture)), ==, 1);
  weights = chain_stepper_weights (stepper (fixture), 1, FALSE);
  g_assert_cmpmem (weights->values, 2 * sizeof (double),
                   chain_network_layer (trained, 0)->kernel->values, 2 * sizeof (double));
  fixture_press (fixture, "Rewind");
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 0);
  g_assert_cmpfloat (chain_stepper_weights (stepper (fixture), 1, FALSE)->values[0], ==, 5);

  chain_session_go_to_iteration (fixture->session, 100 * FAR);
  chain_session_cancel_work (fixture->session);
  fixture_settle ();
  g_assert_null (chain_session_get_work (fixture->session, NULL));
  g_assert_cmpuint (chain_stepper_iteration (stepper (fixture)), ==, 0);
}

static void
on_written (GObject      *session,
            GAsyncResult *result,
            gpointer      data)
{
  GError **error = data;

  chain_handout_save_finish (CHAIN_SESSION (session), result, error);
}

static gboolean
is_idle (Fixture *fixture)
{
  return chain_session_get_work (fixture->session, NULL) == NULL;
}

/* On a thread, while the window goes on; given up, it leaves nothing behind. */
static void
test_handout (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char   *folder = g_dir_make_tmp ("chainrule-XXXXXX", NULL);
  g_autofree char   *path = g_build_filename (folder, "walk.pdf", NULL);
  g_autofree char   *text = NULL;
  g_autoptr (GError) error = NULL;

  chain_handout_save_async (fixture->session, &chain_papers[0], path, on_written, &error);
  fixture_press (fixture, "Step");
  g_assert_true (fixture_wait (fixture, is_idle));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_assert_cmpint (g_remove (path), ==, 0);

  chain_handout_save_async (fixture->session, &chain_papers[0], path, on_written, &error);
  chain_session_cancel_work (fixture->session);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  if (!fixture_init (&argc, &argv))
    return 77;

  fixture_add ("/window/walks/same-as-stepper", test_walks);
  fixture_add ("/window/walks/far", test_far);
  fixture_add ("/window/walks/handout", test_handout);

  return g_test_run ();
}
