/* network-contents.c: tests that the drawing shows the numbers there are, and only these.
 *
 * The worked example by hand: x = (2, 3), y = 18, w = (5, 8), b = −2, learning rate 0.02.
 *
 * SPDX-License-Identifier: MIT
 */
#include "paint-fixture.h"

#include "ui/widgets/network-account.h"
#include "ui/widgets/network-contents.h"

/* What is known after so many steps: x, z, ŷ, L, then backward from ŷ, then the updates. */
static const struct
{
  guint       position;
  gboolean    x, y, loss, gradients, updates;
  const char *account; /* of w₁ */
} rows[] = {
  { 0, FALSE, FALSE, FALSE, FALSE, FALSE, "w₁ of Output: w 5" },
  { 1, TRUE, FALSE, FALSE, FALSE, FALSE, "w₁ of Output: w 5, w·x 10" },
  { 3, TRUE, TRUE, FALSE, FALSE, FALSE, "w₁ of Output: w 5, w·x 10" },
  { 4, TRUE, TRUE, TRUE, FALSE, FALSE, "w₁ of Output: w 5, w·x 10" },
  { 7, TRUE, TRUE, TRUE, TRUE, FALSE, "w₁ of Output: w 5, ∂L/∂w 56, w·x 10" },
  { 10, TRUE, TRUE, TRUE, TRUE, TRUE, "w₁ of Output: w 3.88, ∂L/∂w 56, Δw −1.12, w·x 10" },
  { 4, TRUE, TRUE, TRUE, FALSE, FALSE, "w₁ of Output: w 5, w·x 10" },
};

static ChainPartAccount *
account_of (ChainSession    *session,
            const ChainPart *part)
{
  g_autoptr (GObject) fonts = paint_fixture_fonts ();
  g_autoptr (ChainNetworkPicture) picture = chain_network_contents_new (session, NULL);
  g_autoptr (ChainNetworkGeometry) geometry = NULL;

  geometry = chain_network_geometry_new (picture, PANGO_CONTEXT (fonts), 700, 500,
                                         &chain_network_whole);
  return chain_part_account_new (session, picture, geometry, part);
}

static void
test_only_what_is_known (void)
{
  g_autoptr (ChainSession) session = chain_session_new ();
  const ChainPart weight = { CHAIN_PART_CONNECTION, 1, 0, 0 };

  g_assert_cmpuint (chain_stepper_n_steps (chain_session_get_stepper (session)), ==, 10);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const gboolean known[CHAIN_N_OVERLAYS]
        = { TRUE, rows[i].gradients, rows[i].updates, rows[i].x };
      g_autoptr (ChainPartAccount) account = NULL;
      g_autofree char *text = NULL;

      chain_session_go_to_position (session, rows[i].position);
      for (guint overlay = 0; overlay < CHAIN_N_OVERLAYS; overlay++)
        {
          g_autoptr (ChainNetworkPicture) picture = NULL;

          chain_session_set_overlay (session, overlay);
          picture = chain_network_contents_new (session, NULL);
          g_assert_cmpint (chain_network_picture_layer (picture, 0)->values != NULL, ==, rows[i].x);
          g_assert_cmpint (chain_network_picture_layer (picture, 1)->values != NULL, ==, rows[i].y);
          g_assert_cmpint (picture->loss_known, ==, rows[i].loss);
          g_assert_cmpint (chain_network_picture_layer (picture, 1)->overlay != NULL, ==,
                           known[overlay]);
        }
      account = account_of (session, &weight);
      text = chain_part_account_to_text (account);
      g_assert_cmpstr (text, ==, rows[i].account);
    }
}

static void
test_numbers (void)
{
  g_autoptr (ChainSession) session = chain_session_new ();
  g_autoptr (ChainNetworkPicture) picture = NULL;
  g_autofree char *name = NULL;
  const ChainPictureLayer *inputs, *outputs;

  chain_session_set_overlay (session, CHAIN_OVERLAY_UPDATES);
  chain_session_go_to_position (session, 10);
  picture = chain_network_contents_new (session, NULL);
  inputs = chain_network_picture_layer (picture, 0);
  outputs = chain_network_picture_layer (picture, 1);
  name = chain_network_picture_unit_name (picture, 0, 1);
  g_assert_cmpstr (name, ==, "x₂");
  g_assert_cmpfloat (inputs->values[0], ==, 2);
  g_assert_cmpfloat (inputs->values[1], ==, 3);
  g_assert_cmpfloat (outputs->values[0], ==, 32);
  g_assert_cmpfloat (picture->loss, ==, 196);
  g_assert_cmpstr (picture->target, ==, "y = 18");
  g_assert_cmpstr (picture->loss_title, ==, "L = (ŷ − y)²");
  g_assert_cmpfloat_with_epsilon (outputs->overlay[0], -1.12, 1e-12);
  g_assert_cmpfloat_with_epsilon (outputs->overlay[1], -1.68, 1e-12);
  g_assert_cmpfloat_with_epsilon (outputs->bias[0], -2.56, 1e-12);
}

/* What is selected is followed instead of the step. */
static void
test_follows (void)
{
  static const struct
  {
    ChainSelection selection;
    ChainPart      part;
    gboolean       followed;
  } cases[] = {
    { { CHAIN_SELECTION_STEP, 0, 0, 0 }, { CHAIN_PART_UNIT, 0, 0, 1 }, TRUE },
    { { CHAIN_SELECTION_STEP, 0, 0, 0 }, { CHAIN_PART_UNIT, 1, 0, 0 }, FALSE },
    { { CHAIN_SELECTION_CONNECTION, 1, 1, 0 }, { CHAIN_PART_CONNECTION, 1, 1, 0 }, TRUE },
    { { CHAIN_SELECTION_CONNECTION, 1, 1, 0 }, { CHAIN_PART_CONNECTION, 1, 0, 0 }, FALSE },
    { { CHAIN_SELECTION_CONNECTION, 1, 1, 0 }, { CHAIN_PART_UNIT, 0, 0, 1 }, TRUE },
    { { CHAIN_SELECTION_BIAS, 1, 0, 0 }, { CHAIN_PART_BIAS, 1, 0, 0 }, TRUE },
    { { CHAIN_SELECTION_BIAS, 1, 0, 0 }, { CHAIN_PART_UNIT, 0, 0, 0 }, FALSE },
    { { CHAIN_SELECTION_UNIT, 1, 0, 0 }, { CHAIN_PART_CONNECTION, 1, 0, 0 }, TRUE },
  };
  g_autoptr (ChainSession) session = chain_session_new ();

  chain_session_go_to_position (session, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ChainNetworkPicture) picture = NULL;

      chain_session_set_selection (session, &cases[i].selection);
      picture = chain_network_contents_new (session, NULL);
      g_assert_cmpint (chain_network_picture_follows (picture, &cases[i].part), ==,
                       cases[i].followed);
    }
}

/* One product of one weighted sum: its connection alone, named in the caption. */
static void
test_follows_part (void)
{
  g_autoptr (ChainSession) session = chain_session_new ();
  g_autoptr (ChainNetworkPicture) picture = NULL;
  const ChainPart first = { CHAIN_PART_CONNECTION, 1, 0, 0 };
  const ChainPart second = { CHAIN_PART_CONNECTION, 1, 1, 0 };

  chain_session_go_to_position (session, 1);
  chain_session_set_grain (session, CHAIN_GRAIN_ELEMENT);
  chain_session_step (session);
  chain_session_step (session);
  picture = chain_network_contents_new (session, NULL);
  g_assert_false (chain_network_picture_follows (picture, &first));
  g_assert_true (chain_network_picture_follows (picture, &second));
  g_assert_cmpstr (picture->caption, ==,
                   "Step 2 of 10: Weighted sum z of Output, summand 2 of 3");
}

/* Once the loss is known, the strongest path from it to a selected weight and no other. */
static void
test_follows_path (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainSession) session = chain_session_new ();
  g_autoptr (ChainNetworkPicture) picture = NULL;
  ChainProject *changed = chain_project_copy (chain_session_get_project (session));
  const ChainSelection weight = { CHAIN_SELECTION_CONNECTION, 1, 0, 1 };
  g_autoptr (ChainPath) path = NULL;
  ChainStepper *stepper;
  guint lit = 0;

  chain_network_free (changed->network);
  changed->network = chain_network_new_from_text ("3 tanh, 4 tanh, 1 linear", &error);
  g_assert_no_error (error);
  chain_session_edit (session, changed, "Change layers", NULL, &error);
  g_assert_no_error (error);
  chain_session_finish_pass (session);
  chain_session_set_selection (session, &weight);
  picture = chain_network_contents_new (session, NULL);
  stepper = chain_session_get_stepper (session);
  path = chain_path_new (chain_stepper_recording (stepper), chain_stepper_walk (stepper),
                         chain_stepper_recording (stepper)->layers[0].kernel, 0, 1, 0);
  for (guint unit = 0; unit < 4; unit++)
    {
      const ChainPart part = { CHAIN_PART_CONNECTION, 2, 1, unit };
      gboolean on_path = FALSE;

      for (guint i = 0; i < path->links->len; i++)
        {
          const ChainPathLink *link = g_ptr_array_index (path->links, i);

          on_path |= link->layer == 2 && link->column == unit;
        }
      g_assert_cmpint (chain_network_picture_follows (picture, &part), ==, on_path);
      lit += on_path;
    }
  g_assert_cmpuint (lit, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/network-contents/only-what-is-known", test_only_what_is_known);
  g_test_add_func ("/ui/network-contents/numbers", test_numbers);
  g_test_add_func ("/ui/network-contents/follows", test_follows);
  g_test_add_func ("/ui/network-contents/follows-part", test_follows_part);
  g_test_add_func ("/ui/network-contents/follows-path", test_follows_path);
  return g_test_run ();
}
