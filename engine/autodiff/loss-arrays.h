/* loss-arrays.h: losses and their gradients in one pass over arrays.
 *
 * What the rows of losses.c name as `map_loss`.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

double chain_map_mse         (gsize         rows,
                              gsize         columns,
                              const double *prediction,
                              const double *target,
                              double        adjoint,
                              double       *gradient,
                              const double *p);
double chain_map_mae         (gsize         rows,
                              gsize         columns,
                              const double *prediction,
                              const double *target,
                              double        adjoint,
                              double       *gradient,
                              const double *p);
double chain_map_huber       (gsize         rows,
                              gsize         columns,
                              const double *prediction,
                              const double *target,
                              double        adjoint,
                              double       *gradient,
                              const double *p);
double chain_map_binary      (gsize         rows,
                              gsize         columns,
                              const double *prediction,
                              const double *target,
                              double        adjoint,
                              double       *gradient,
                              const double *p);
double chain_map_categorical (gsize         rows,
                              gsize         columns,
                              const double *prediction,
                              const double *target,
                              double        adjoint,
                              double       *gradient,
                              const double *p);

G_END_DECLS
