/* health.h: whether the layers of a network can learn: dead and saturated units, and gradients
 * that vanish or explode on their way back.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

G_BEGIN_DECLS

/* Of more training rows, so many are looked at. */
#define CHAIN_HEALTH_MOST_ROWS 1000

/* A unit is saturated where its activation's slope is below this share of the steepest it has, on
 * at least this share of the rows. */
#define CHAIN_HEALTH_FLAT 0.01
#define CHAIN_HEALTH_NEARLY_ALL 0.95

/* Gradients vanish or explode where ∂L/∂z of a layer is so many times that of the output. */
#define CHAIN_HEALTH_VANISHING 1e-3
#define CHAIN_HEALTH_EXPLODING 1e3

/* One update that changes the weights by a larger share of their size is too large. */
#define CHAIN_HEALTH_LARGE_UPDATE 0.1

/* Beyond it 1 − σ(z) is lost in rounding: probabilities are 0 or 1. */
#define CHAIN_HEALTH_LARGEST_LOGIT 36.7

typedef enum
{
  CHAIN_UNIT_HEALTHY,
  CHAIN_UNIT_DEAD,
  CHAIN_UNIT_SATURATED,
} ChainUnitHealth;

typedef struct
{
  guint  n_units;
  guint8 *units;        /* [n_units] a ChainUnitHealth each */
  GPtrArray *warnings;  /* char *: a line each, of what is wrong with this layer */
  GPtrArray *advice;    /* char *: what to try about each of them */
  guint  n_dead;        /* their output and its slope are 0 on every row */
  guint  n_saturated;   /* of the others */
  double mean_z;        /* of |z| */
  double largest_z;     /* |z| */
  double gradient_norm; /* ‖∂L/∂W‖, Euclidean */
  double signal;        /* root mean square of ∂L/∂z over rows and units */
  double signal_ratio;  /* to that of the output layer; NaN where that is 0 */
  double update_ratio;  /* ‖ΔW‖ / ‖W‖ of the update that is due; NaN where W is 0 */
} ChainLayerHealth;

typedef struct
{
  gsize             n_rows;
  guint             n_layers;
  ChainLayerHealth *layers;   /* [n_layers] from the input to the output */
  GPtrArray        *warnings; /* char *: a line each, in plain words; none for a healthy network */
} ChainHealth;

ChainHealth *chain_health_new  (const ChainNetwork         *network,
                                const ChainTrainingOptions *options,
                                ChainDataset               *dataset,
                                guint64                     t,
                                const double               *state,
                                GError                    **error);
void         chain_health_free (ChainHealth                *health);
gboolean     chain_health_gradient_is_bad
                               (const ChainHealth          *health,
                                guint                       layer);
ChainUnitHealth
             chain_health_unit (const ChainHealth          *health,
                                guint                       layer,
                                guint                       unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainHealth, chain_health_free)

G_END_DECLS
