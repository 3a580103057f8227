/* gradient-probe.h: one gradient by a central difference, computed on a worker thread.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

G_BEGIN_DECLS

/* A weight. */
typedef struct
{
  guint node; /* its kernel or bias */
  gsize row;
  gsize column;
} ChainWeightPlace;

typedef struct
{
  double   analytic; /* by backpropagation */
  double   numeric;  /* by central differences */
  gboolean kink;     /* the loss has one here: the two need not agree */
} ChainGradientProbe;

void                chain_gradient_probe        (ChainSession           *session,
                                                 const ChainWeightPlace *place,
                                                 GCancellable           *cancellable,
                                                 GAsyncReadyCallback     callback,
                                                 gpointer                data);
ChainGradientProbe *chain_gradient_probe_finish (GAsyncResult           *result,
                                                 GError                **error);

G_END_DECLS
