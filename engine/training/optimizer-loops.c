/* optimizer-loops.c: the update rules as one loop each over plain arrays.
 *
 * Compiled to vector instructions, but never to a multiplication and an addition in one: that
 * rounds once where the recorded operations round twice.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/optimizer-loops.h"

#include "autodiff/vector-math-inline.h"

#pragma GCC optimize ("fp-contract=off")

CHAIN_CLONES static void
descend (gsize n, const double *w, const double *g, double *new_w, double rate)
{
  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    new_w[i] = w[i] - rate * g[i];
}

CHAIN_CLONES static void
descend_with_momentum (gsize         n,
                       const double *w,
                       const double *g,
                       const double *v,
                       double       *new_w,
                       double       *new_v,
                       double        rate,
                       double        mu)
{
  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double next = mu * v[i] - rate * g[i];

      new_v[i] = next;
      new_w[i] = w[i] + next;
    }
}

CHAIN_CLONES static void
descend_with_nesterov (gsize         n,
                       const double *w,
                       const double *g,
                       const double *v,
                       double       *new_w,
                       double       *new_v,
                       double        rate,
                       double        mu)
{
  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double next = mu * v[i] - rate * g[i];

      new_v[i] = next;
      new_w[i] = w[i] + (mu * next - rate * g[i]);
    }
}

/**
 * chain_fused_sgd:
 * @u: parameters μ and whether with Nesterov's look ahead
 *
 * w ← w − η·g; with momentum v ← μ·v − η·g and w ← w + v, or w ← w + μ·v − η·g.
 */
void
chain_fused_sgd (const ChainFusedUpdate *u)
{
  if (u->p[0] == 0)
    descend (u->n, u->w, u->g, u->new_w, u->rate);
  else if (u->p[1] == 0)
    descend_with_momentum (u->n, u->w, u->g, u->states[0], u->new_w, u->new_states[0], u->rate,
                           u->p[0]);
  else
    descend_with_nesterov (u->n, u->w, u->g, u->states[0], u->new_w, u->new_states[0], u->rate,
                           u->p[0]);
}

CHAIN_CLONES static void
scale_by_root (const ChainFusedUpdate *u, double rho, double epsilon)
{
  const double *w = u->w;
  const double *g = u->g;
  const double *v = u->states[0];
  double       *new_w = u->new_w;
  double       *new_v = u->new_states[0];
  const double  rate = u->rate;
  const gsize   n = u->n;

  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double next = rho * v[i] + (1 - rho) * (g[i] * g[i]);

      new_v[i] = next;
      new_w[i] = w[i] - rate * g[i] / sqrt (next + epsilon);
    }
}

CHAIN_CLONES static void
scale_by_root_with_momentum (const ChainFusedUpdate *u, double rho, double mu, double epsilon)
{
  const double *w = u->w;
  const double *g = u->g;
  const double *v = u->states[0];
  const double *m = u->states[1];
  double       *new_w = u->new_w;
  double       *new_v = u->new_states[0];
  double       *new_m = u->new_states[1];
  const double  rate = u->rate;
  const gsize   n = u->n;

  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double next = rho * v[i] + (1 - rho) * (g[i] * g[i]);
      const double step = mu * m[i] + rate * g[i] / sqrt (next + epsilon);

      new_v[i] = next;
      new_m[i] = step;
      new_w[i] = w[i] - step;
    }
}

/**
 * chain_fused_rmsprop:
 * @u: parameters ρ, μ and ε
 *
 * v ← ρ·v + (1 − ρ)·g², w ← w − η·g / √(v + ε); with momentum through m ← μ·m + that step.
 */
void
chain_fused_rmsprop (const ChainFusedUpdate *u)
{
  if (u->p[1] == 0)
    scale_by_root (u, u->p[0], u->p[2]);
  else
    scale_by_root_with_momentum (u, u->p[0], u->p[1], u->p[2]);
}

CHAIN_CLONES static void
scale_by_sum (const ChainFusedUpdate *u, double epsilon)
{
  const double *w = u->w;
  const double *g = u->g;
  const double *v = u->states[0];
  double       *new_w = u->new_w;
  double       *new_v = u->new_states[0];
  const double  rate = u->rate;
  const gsize   n = u->n;

  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double next = v[i] + g[i] * g[i];

      new_v[i] = next;
      new_w[i] = w[i] - rate * g[i] / sqrt (next + epsilon);
    }
}

/**
 * chain_fused_adagrad:
 * @u: parameters v₀, which its state began with, and ε
 *
 * v ← v + g², w ← w − η·g / √(v + ε).
 */
void
chain_fused_adagrad (const ChainFusedUpdate *u)
{
  scale_by_sum (u, u->p[1]);
}

CHAIN_CLONES static void
step_by_moments (const ChainFusedUpdate *u,
                 double                  rate,
                 double                  beta_1,
                 double                  beta_2,
                 double                  epsilon,
                 double                  decay)
{
  const double *w = u->w;
  const double *g = u->g;
  const double *m = u->states[0];
  const double *v = u->states[1];
  double       *new_w = u->new_w;
  double       *new_m = u->new_states[0];
  double       *new_v = u->new_states[1];
  const gsize   n = u->n;

  CHAIN_VECTOR_LOOP
  for (gsize i = 0; i < n; i++)
    {
      const double moment = beta_1 * m[i] + (1 - beta_1) * g[i];
      const double square = beta_2 * v[i] + (1 - beta_2) * (g[i] * g[i]);

      new_m[i] = moment;
      new_v[i] = square;
      new_w[i] = (decay == 0 ? w[i] : w[i] - decay * w[i])
                 - rate * moment / (sqrt (square) + epsilon);
    }
}

/**
 * chain_fused_adam:
 * @u: parameters β₁, β₂, ε and λ
 *
 * m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², and w, less η·λ·w, goes on by
 * −η·√(1 − β₂ⁿ)/(1 − β₁ⁿ)·m / (√v + ε).
 */
void
chain_fused_adam (const ChainFusedUpdate *u)
{
  const double rate
    = u->rate * sqrt (1 - pow (u->p[1], u->step)) / (1 - pow (u->p[0], u->step));

  step_by_moments (u, rate, u->p[0], u->p[1], u->p[2], u->rate * u->p[3]);
}
