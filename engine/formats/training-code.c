/* training-code.c: losses, optimizers and schedules in Python.
 *
 * PyTorch's own optimizers differ in where epsilon and the rate stand; the rules here are those of
 * this program, which are Keras's.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/training-code.h"

#include "base/error.h"
#include "formats/code-text.h"

static const ChainTrainingCode losses[] = {
  { "mse", "((a - y) ** 2).mean(dim=1)", "tf.keras.losses.MeanSquaredError()" },
  { "mae", "(a - y).abs().mean(dim=1)", "tf.keras.losses.MeanAbsoluteError()" },
  { "huber", "F.huber_loss(a, y, reduction=\"none\", delta={delta}).mean(dim=1)",
    "tf.keras.losses.Huber(delta={delta})" },
  { "binary_crossentropy",
    "F.binary_cross_entropy_with_logits(z, y, reduction=\"none\").mean(dim=1)",
    "tf.keras.losses.BinaryCrossentropy()" },
  { "categorical_crossentropy", "-(y * torch.log_softmax(z, dim=1)).sum(dim=1)",
    "tf.keras.losses.CategoricalCrossentropy()" },
};

static const ChainTrainingCode rules[] = {
  { "sgd",
    "    v = {momentum} * state.get(\"v\", 0) - rate * g\n"
    "    state[\"v\"] = v\n"
    "    return rate * g - {momentum} * v if {nesterov} else -v\n",
    "tf.keras.optimizers.SGD(schedule, momentum={momentum}, nesterov={nesterov} != 0, "
    "clipnorm=CLIPNORM or None)" },
  { "rmsprop",
    "    v = {rho} * state.get(\"v\", 0) + (1 - {rho}) * g * g\n"
    "    m = {momentum} * state.get(\"m\", 0) + rate * g / torch.sqrt(v + {epsilon})\n"
    "    state.update(v=v, m=m)\n"
    "    return m\n",
    "tf.keras.optimizers.RMSprop(schedule, rho={rho}, momentum={momentum}, epsilon={epsilon}, "
    "clipnorm=CLIPNORM or None)" },
  { "adagrad",
    "    v = state.get(\"v\", {initial_accumulator}) + g * g\n"
    "    state[\"v\"] = v\n"
    "    return rate * g / torch.sqrt(v + {epsilon})\n",
    "tf.keras.optimizers.Adagrad(schedule, initial_accumulator_value={initial_accumulator}, "
    "epsilon={epsilon}, clipnorm=CLIPNORM or None)" },
#define ADAM                                                                                      \
  "    m = {beta_1} * state.get(\"m\", 0) + (1 - {beta_1}) * g\n"                                 \
  "    v = {beta_2} * state.get(\"v\", 0) + (1 - {beta_2}) * g * g\n"                             \
  "    state.update(m=m, v=v)\n"                                                                  \
  "    rate_of_m = rate * math.sqrt(1 - {beta_2} ** n) / (1 - {beta_1} ** n)\n"                   \
  "    return rate * {weight_decay} * w + rate_of_m * m / (torch.sqrt(v) + {epsilon})\n"
  { "adam", ADAM,
    "tf.keras.optimizers.Adam(schedule, beta_1={beta_1}, beta_2={beta_2}, epsilon={epsilon}, "
    "weight_decay={weight_decay} or None, clipnorm=CLIPNORM or None)" },
  { "adamw", ADAM,
    "tf.keras.optimizers.AdamW(schedule, beta_1={beta_1}, beta_2={beta_2}, epsilon={epsilon}, "
    "weight_decay={weight_decay}, clipnorm=CLIPNORM or None)" },
};

static const ChainTrainingCode schedules[] = {
  { "constant", "    return {learning_rate}\n", NULL },
  { "power", "    return {learning_rate} / (1 + t / {s}) ** {c}\n", NULL },
  { "exponential", "    return {learning_rate} * 0.1 ** (t / {s})\n", NULL },
  { "step", "    return {learning_rate} * {factor} ** (t // {every})\n", NULL },
  { "cosine",
    "    wave = (1 + math.cos(math.pi * min(t, {total_steps}) / {total_steps})) / 2\n"
    "    return {learning_rate} * ((1 - {alpha}) * wave + {alpha})\n",
    NULL },
  { "one_cycle",
    "    initial, most, final = {initial}, {learning_rate}, {final}\n"
    "    total, half = {total_steps}, ({total_steps} - {last_steps}) // 2\n"
    "    if t >= total:\n"
    "        return final\n"
    "    if t < half:\n"
    "        return initial + (most - initial) * t / half\n"
    "    if t < 2 * half:\n"
    "        return most + (initial - most) * (t - half) / half\n"
    "    return initial + (final - initial) * (t - 2 * half) / (total - 2 * half)\n",
    NULL },
};

static char *
put_parameters (const char           *code,
                const ChainParameter *parameters,
                const double         *values)
{
  const char *names[CHAIN_MAX_PARAMETERS + 1] = { NULL };

  for (guint i = 0; i < chain_parameters_count (parameters); i++)
    names[i] = parameters[i].name;
  return chain_code_with_parameters (code, names, values);
}

static const ChainTrainingCode *
find (const ChainTrainingCode *codes,
      gsize                    n_codes,
      const char              *name,
      GError                 **error)
{
  for (gsize i = 0; i < n_codes; i++)
    if (g_str_equal (codes[i].name, name))
      return &codes[i];
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
               "%s cannot be written as a Python script", name);
  return NULL;
}

/**
 * chain_training_code_loss:
 * @options: of training
 * @keras: for Keras; else for PyTorch
 * @error: set if the loss has no code
 *
 * Returns: (transfer full) (nullable): the loss
 */
char *
chain_training_code_loss (const ChainTrainingOptions *options,
                          gboolean                    keras,
                          GError                    **error)
{
  const ChainTrainingCode *code = find (losses, G_N_ELEMENTS (losses), options->loss->name, error);

  return code != NULL ? put_parameters (keras ? code->keras : code->torch,
                                        options->loss->parameters, options->loss_parameters)
                      : NULL;
}

/**
 * chain_training_code_optimizer:
 * @options: of training
 * @keras: for Keras; else for PyTorch
 * @error: set if the optimizer has no code
 *
 * Returns: (transfer full) (nullable): the update rule
 */
char *
chain_training_code_optimizer (const ChainTrainingOptions *options,
                               gboolean                    keras,
                               GError                    **error)
{
  const ChainTrainingCode *code = find (rules, G_N_ELEMENTS (rules), options->optimizer->name,
                                        error);

  return code != NULL ? put_parameters (keras ? code->keras : code->torch,
                                        options->optimizer->parameters,
                                        options->optimizer_parameters)
                      : NULL;
}

/**
 * chain_training_code_schedule:
 * @options: of training
 * @error: set if the schedule has no code
 *
 * Returns: (transfer full) (nullable): the rate as a function of t
 */
char *
chain_training_code_schedule (const ChainTrainingOptions *options,
                              GError                    **error)
{
  static const char *const rate[] = { "learning_rate", NULL };
  const ChainTrainingCode *code = find (schedules, G_N_ELEMENTS (schedules),
                                        options->schedule->name, error);
  g_autofree char         *text = NULL;

  if (code == NULL)
    return NULL;
  text = put_parameters (code->torch, options->schedule->parameters,
                         options->schedule_parameters);
  return chain_code_with_parameters (text, rate, &options->learning_rate);
}
