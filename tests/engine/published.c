/* published.c: worked examples of backpropagation as they were published, to all printed digits.
 *
 * Each is a network, rows and the numbers that its author printed. Publications differ in what
 * they call the loss (half the squares, sums instead of means); a factor on ours makes up for it.
 * A number is compared after rounding to as many decimals as were printed.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fixtures.h"

#include <math.h>
#include <string.h>

typedef enum
{
  VALUE,
  GRADIENT,
  UPDATED, /* of a kernel or bias, by one step of gradient descent */
} What;

typedef struct
{
  What          what;
  ChainQuantity quantity;
  guint         layer;   /* from 1 */
  const char   *numbers; /* row-major, as printed; "." for one that was not printed; or NULL */
  double        factor;  /* on ours; 0 for 1 */
} Printed;

typedef struct
{
  const char *name;
  const char *source;
  const char *layers;
  const char *loss;
  double      learning_rate;
  double      l2;
  guint       n_inputs;
  guint       n_outputs;
  guint       n_rows;
  double      inputs[4];
  double      targets[4];
  double      weights[40]; /* kernel and bias of each layer, kernels [inputs, units] */
  Printed     printed[24];
} Example;

/* The lecture's cost adds up the outputs, ours takes their mean: half of it, gradients too. */
#define COURSE_NETWORK                                                                             \
  .source = "University of Massachusetts, COMPSCI 589, backprop_example2.txt",                     \
  .layers = "4 sigmoid, 3 sigmoid, 2 sigmoid", .loss = "binary_crossentropy", .n_inputs = 2,       \
  .n_outputs = 2,                                                                                  \
  .weights = { 0.15, 0.10, 0.19, 0.35, 0.40, 0.54, 0.42, 0.68, 0.42, 0.72, 0.01, 0.30,             \
               0.67, 0.42, 0.56, 0.14, 0.20, 0.80, 0.96, 0.32, 0.69, 0.87, 0.89, 0.09,             \
               0.21, 0.87, 0.03, 0.87, 0.10, 0.42, 0.95, 0.53, 0.69, 0.04, 0.17 }

static const Example examples[] = {
  {
    /* Two outputs: the sum of half the squares is their mean. The biases are not updated. */
    .name = "mazur",
    .source = "Matt Mazur, A Step by Step Backpropagation Example, 2015",
    .layers = "2 sigmoid, 2 sigmoid",
    .loss = "mse",
    .learning_rate = 0.5,
    .n_inputs = 2,
    .n_outputs = 2,
    .n_rows = 1,
    .inputs = { 0.05, 0.10 },
    .targets = { 0.01, 0.99 },
    .weights = { 0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "0.3775 ." },
      { VALUE, CHAIN_QUANTITY_A, 1, "0.593269992 0.596884378" },
      { VALUE, CHAIN_QUANTITY_Z, 2, "1.105905967 ." },
      { VALUE, CHAIN_QUANTITY_A, 2, "0.75136507 0.772928465" },
      { VALUE, CHAIN_QUANTITY_LOSS, 0, "0.298371109" },
      { GRADIENT, CHAIN_QUANTITY_A, 2, "0.74136507 ." },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "0.138498562 ." },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 2, "0.082167041 . . ." },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 2, "0.35891648 0.511301270 0.408666186 0.561370121" },
      { GRADIENT, CHAIN_QUANTITY_A, 1, "0.036350306 ." },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 1, "0.000438568 . . ." },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 1, "0.149780716 0.24975114 0.19956143 0.29950229" },
    },
  },
  {
    /* Err is −∂E/∂z of E = (t − o)²/2: half of ours; so η 0.9 is 0.45. The error of the output is
     * printed as 0.1311, the product of factors rounded to three decimals; it is 0.13117. */
    .name = "han-kamber",
    .source = "Han, Kamber and Pei, Data Mining: Concepts and Techniques, example 9.1",
    .layers = "2 sigmoid, 1 sigmoid",
    .loss = "mse",
    .learning_rate = 0.45,
    .n_inputs = 3,
    .n_outputs = 1,
    .n_rows = 1,
    .inputs = { 1, 0, 1 },
    .targets = { 1 },
    .weights = { 0.2, -0.3, 0.4, 0.1, -0.5, 0.2, -0.4, 0.2, -0.3, -0.2, 0.1 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "-0.7 0.1" },
      { VALUE, CHAIN_QUANTITY_A, 1, "0.332 0.525" },
      { VALUE, CHAIN_QUANTITY_Z, 2, "-0.105" },
      { VALUE, CHAIN_QUANTITY_A, 2, "0.474" },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "0.1312", -0.5 },
      { GRADIENT, CHAIN_QUANTITY_Z, 1, "-0.0087 -0.0065", -0.5 },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 2, "-0.261 -0.138" },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 1, "0.192 -0.306 0.4 0.1 -0.508 0.194" },
      { UPDATED, CHAIN_QUANTITY_BIAS, 2, "0.218" },
      { UPDATED, CHAIN_QUANTITY_BIAS, 1, "-0.408 0.194" },
    },
  },
  {
    .name = "hagan",
    .source = "Hagan, Demuth, Beale and De Jesús, Neural Network Design, chapter 11",
    .layers = "2 sigmoid, 1 linear",
    .loss = "mse",
    .learning_rate = 0.1,
    .n_inputs = 1,
    .n_outputs = 1,
    .n_rows = 1,
    .inputs = { 1 },
    .targets = { 1 + G_SQRT2 / 2 }, /* 1 + sin(π/4) */
    .weights = { -0.27, -0.41, -0.48, -0.13, 0.09, -0.17, 0.48 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "-0.75 -0.54" },
      { VALUE, CHAIN_QUANTITY_A, 1, "0.321 0.368" },
      { VALUE, CHAIN_QUANTITY_A, 2, "0.446" },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "-2.522" },
      { GRADIENT, CHAIN_QUANTITY_Z, 1, "-0.0495 0.0997" },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 2, "0.171 -0.0772" },
      { UPDATED, CHAIN_QUANTITY_BIAS, 2, "0.732" },
      { UPDATED, CHAIN_QUANTITY_KERNEL, 1, "-0.265 -0.420" },
      { UPDATED, CHAIN_QUANTITY_BIAS, 1, "-0.475 -0.140" },
    },
  },
  {
    /* ∂L/∂W of the output is printed twice, by hand and by numpy; the former, with four more
     * decimals, is made of factors already rounded to twelve: 0.978240210068 is …0689. */
    .name = "softmax",
    .source = "github.com/g-eoj/cs231n, Two-Layer Backprop Mathematics Example",
    .layers = "2 relu, 3 softmax",
    .loss = "categorical_crossentropy",
    .n_inputs = 2,
    .n_outputs = 3,
    .n_rows = 1,
    .inputs = { 16, -6 },
    .targets = { 0, 0, 1 },
    .weights = { 0.18, 0.04, 0.1, 0.22, 0, 0, 0.19, -0.1, 0.1, -0.02, -0.01, 0.04, 0, 0, 0 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "2.28 -0.68" },
      { VALUE, CHAIN_QUANTITY_A, 1, "2.28 0" },
      { VALUE, CHAIN_QUANTITY_Z, 2, "0.4332 -0.228 0.228" },
      { VALUE, CHAIN_QUANTITY_LOSS, 0, "1.051375468504" },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "0.429052723714 0.221490524653 -0.650543248367" },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 2, "0.429052723714 0.221490524653 -0.650543248367" },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 2, "0.97824021 0.5049984 -1.48323861 0 0 0" },
      { GRADIENT, CHAIN_QUANTITY_A, 1, "-0.005683359796 -0.036817689655" },
      { GRADIENT, CHAIN_QUANTITY_Z, 1, "-0.005683359796 0" },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 1, "-0.09093376 0 0.03410016 0" },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 1, "-0.00568336 0" },
    },
  },
  {
    COURSE_NETWORK,
    .name = "two-hidden-layers/instance-1",
    .n_rows = 1,
    .inputs = { 0.32, 0.68 },
    .targets = { 0.75, 0.98 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "0.74000 1.11920 0.35640 0.87440" },
      { VALUE, CHAIN_QUANTITY_A, 1, "0.67700 0.75384 0.58817 0.70566" },
      { VALUE, CHAIN_QUANTITY_Z, 2, "1.94769 2.12136 1.48154" },
      { VALUE, CHAIN_QUANTITY_A, 2, "0.87519 0.89296 0.81480" },
      { VALUE, CHAIN_QUANTITY_Z, 3, "1.60831 1.66805" },
      { VALUE, CHAIN_QUANTITY_A, 3, "0.83318 0.84132" },
      { VALUE, CHAIN_QUANTITY_LOSS, 0, "0.791", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 3, "0.08318 -0.13868", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "0.00639 -0.00925 -0.00779", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 1, "-0.00087 -0.00133 -0.00053 -0.00070", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 3, "0.08318 -0.13868", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 3,
        "0.07280 -0.12138 0.07427 -0.12384 0.06777 -0.11300", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 2, "0.00639 -0.00925 -0.00779", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 2,
        "0.00433 -0.00626 -0.00527 0.00482 -0.00698 -0.00587 "
        "0.00376 -0.00544 -0.00458 0.00451 -0.00653 -0.00550", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 1, "-0.00087 -0.00133 -0.00053 -0.00070", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 1,
        "-0.00028 -0.00043 -0.00017 -0.00022 -0.00059 -0.00091 -0.00036 -0.00048", 2 },
    },
  },
  {
    COURSE_NETWORK,
    .name = "two-hidden-layers/instance-2",
    .n_rows = 1,
    .inputs = { 0.83, 0.02 },
    .targets = { 0.75, 0.28 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_Z, 1, "0.55250 0.81380 0.17610 0.60410" },
      { VALUE, CHAIN_QUANTITY_A, 1, "0.63472 0.69292 0.54391 0.64659" },
      { VALUE, CHAIN_QUANTITY_Z, 2, "1.81696 2.02468 1.37327" },
      { VALUE, CHAIN_QUANTITY_A, 2, "0.86020 0.88336 0.79791" },
      { VALUE, CHAIN_QUANTITY_Z, 3, "1.58228 1.64577" },
      { VALUE, CHAIN_QUANTITY_A, 3, "0.82953 0.83832" },
      { VALUE, CHAIN_QUANTITY_LOSS, 0, "1.944", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 3, "0.07953 0.55832", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 2, "0.01503 0.05809 0.06892", 2 },
      { GRADIENT, CHAIN_QUANTITY_Z, 1, "0.01694 0.01465 0.01999 0.01622", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 3,
        "0.06841 0.48027 0.07025 0.49320 0.06346 0.44549", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 2,
        "0.00954 0.03687 0.04374 0.01042 0.04025 0.04775 "
        "0.00818 0.03160 0.03748 0.00972 0.03756 0.04456", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 1,
        "0.01406 0.01216 0.01659 0.01346 0.00034 0.00029 0.00040 0.00032", 2 },
    },
  },
  {
    /* Their λ/2n Σ w² with λ = 0.25 and n = 2, halved like the rest: ours with 0.03125. */
    COURSE_NETWORK,
    .name = "two-hidden-layers/regularized",
    .l2 = 0.03125,
    .n_rows = 2,
    .inputs = { 0.32, 0.68, 0.83, 0.02 },
    .targets = { 0.75, 0.98, 0.75, 0.28 },
    .printed = {
      { VALUE, CHAIN_QUANTITY_LOSS, 0, "1.90351", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 1, "0.00804 0.00666 0.00973 0.00776", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 1,
        "0.02564 0.01837 0.03196 0.05037 0.04987 0.06719 0.05252 0.08492", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 2, "0.01071 0.02442 0.03056", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 2,
        "0.09068 0.06780 0.08924 0.02512 0.04164 0.12094 "
        "0.12597 0.05308 0.10270 0.11586 0.12677 0.03078", 2 },
      { GRADIENT, CHAIN_QUANTITY_BIAS, 3, "0.08135 0.20982", 2 },
      { GRADIENT, CHAIN_QUANTITY_KERNEL, 3,
        "0.17935 0.19195 0.12476 0.30343 0.13186 0.25249", 2 },
    },
  },
};

static ChainIteration *
iteration_of (const Example *example)
{
  g_autoptr (ChainDataset) dataset
    = fixture_dataset (example->n_rows, example->n_inputs, example->inputs, example->n_outputs,
                       example->targets, 0);
  g_autoptr (ChainNetwork) network
    = fixture_network (example->layers, example->n_inputs, example->weights);
  g_autoptr (GError)       error = NULL;
  ChainTrainingOptions     options;
  ChainIteration          *iteration;

  for (guint i = 0; i < chain_network_n_layers (network); i++)
    chain_network_layer (network, i)->l2 = example->l2;
  chain_training_options_init (&options);
  chain_training_options_set_loss (&options, chain_op_find (CHAIN_OP_LOSS, example->loss));
  options.batch_size = example->n_rows;
  options.shuffle = FALSE;
  options.learning_rate = example->learning_rate;
  iteration = chain_iteration_new (network, &options, dataset, &error);
  g_assert_no_error (error);
  return iteration;
}

static guint
node_of (const ChainRecording *recording, const Printed *printed)
{
  const ChainRecordedLayer *layer = &recording->layers[printed->layer - 1];
  const gboolean            updated = printed->what == UPDATED;

  switch ((int) printed->quantity)
    {
      case CHAIN_QUANTITY_LOSS:
        return recording->loss;
      case CHAIN_QUANTITY_KERNEL:
        return updated ? layer->new_kernel : layer->kernel;
      case CHAIN_QUANTITY_BIAS:
        return updated ? layer->new_bias : layer->bias;
      case CHAIN_QUANTITY_Z:
        return layer->z;
      default:
        return layer->a;
    }
}

static void
assert_printed (double ours, const char *printed)
{
  const char  *point = strchr (printed, '.');
  const guint  n_decimals = point != NULL ? strlen (point + 1) : 0;
  const double unit = pow (10, -(double) n_decimals);
  const double theirs = g_ascii_strtod (printed, NULL);

  /* A little more than half a unit, for the rounding of `theirs` to binary. */
  if (fabs (ours - theirs) > unit * 0.500001)
    g_error ("printed %s, computed %.15g", printed, ours);
}

static void
check_printed (ChainIteration *iteration, const Printed *printed)
{
  const guint        node = node_of (iteration->recording, printed);
  const ChainTensor *tensor = printed->what == GRADIENT
                                ? chain_walk_adjoint (iteration->walk, node)
                                : chain_walk_value (iteration->walk, node);
  const double       factor = printed->factor != 0 ? printed->factor : 1;
  g_auto (GStrv)     numbers = g_strsplit (printed->numbers, " ", -1);

  g_test_message ("layer %u, quantity %d: %s", printed->layer, printed->quantity,
                  printed->numbers);
  g_assert_cmpuint (g_strv_length (numbers), ==, chain_tensor_size (tensor));
  for (guint i = 0; numbers[i] != NULL; i++)
    if (!g_str_equal (numbers[i], "."))
      assert_printed (factor * tensor->values[i], numbers[i]);
}

static void
test_example (gconstpointer data)
{
  const Example             *example = data;
  g_autoptr (ChainIteration) iteration = iteration_of (example);

  g_test_message ("%s", example->source);
  chain_iteration_walk_run (iteration);
  for (guint i = 0; i < G_N_ELEMENTS (example->printed); i++)
    if (example->printed[i].numbers != NULL)
      check_printed (iteration, &example->printed[i]);
}

/* Mazur's error as the training goes on, that of the ten-thousandth round included. After the
 * first update he prints 0.291027924, which is 0.291027774; and as outputs at the end 0.015912196
 * and 0.984065734, which no round near it has: 0.015914185 and 0.984063712 go with the error. */
static void
test_mazur_goes_on (void)
{
  const Example             *example = &examples[0];
  g_autoptr (ChainIteration) iteration = iteration_of (example);
  const ChainRecording      *recording = iteration->recording;
  double                     loss = NAN;

  g_assert_cmpstr (example->name, ==, "mazur");
  for (guint round = 1; round <= 10000; round++)
    {
      loss = chain_iteration_run (iteration);
      if (round == 2)
        assert_printed (loss, "0.291027774");
      chain_tensor_fill (chain_iteration_variable (iteration, recording->layers[0].bias), 0.35);
      chain_tensor_fill (chain_iteration_variable (iteration, recording->layers[1].bias), 0.60);
    }
  assert_printed (loss, "0.0000351085");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path = g_strconcat ("/engine/published/", examples[i].name, NULL);

      g_test_add_data_func (path, &examples[i], test_example);
    }
  g_test_add_func ("/engine/published/mazur-goes-on", test_mazur_goes_on);
  return g_test_run ();
}
