/* loss-surface.h: the loss as a function of two of the weights, and the way descent took over it.
 *
 * For worker threads: both can be cancelled.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "training/iteration.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One number of a kernel or a bias. */
typedef struct
{
  guint    layer; /* from 0 */
  gboolean bias;
  gsize    row;   /* of the kernel: the input it reads; 0 of a bias */
  gsize    column;
} ChainSurfaceWeight;

typedef struct
{
  ChainSurfaceWeight place;
  double           from;
  double           to;
} ChainSurfaceAxis;

typedef struct
{
  ChainSurfaceAxis x;
  ChainSurfaceAxis y;
  guint           size;    /* points along each axis, the first and the last at its ends */
  double         *losses;  /* [size, size], the upper row first; not finite where it overflows */
  gsize           n_rows;  /* training rows it is the mean over */
  gsize           of_rows; /* training rows there are */
} ChainLossSurface;

typedef struct
{
  guint64 t;    /* updates made */
  double  x, y; /* the two weights after them */
} ChainDescentPoint;

ChainLossSurface *chain_loss_surface_new  (const ChainNetwork         *network,
                                           const ChainTrainingOptions *options,
                                           const ChainDataset         *dataset,
                                           const ChainSurfaceAxis      *x,
                                           const ChainSurfaceAxis      *y,
                                           guint                       size,
                                           gsize                       most_rows,
                                           gboolean                    penalties,
                                           GCancellable               *cancellable,
                                           GError                    **error);
void              chain_loss_surface_free (ChainLossSurface           *surface);

GArray           *chain_descent_repeat    (const ChainNetwork         *network,
                                           const ChainTrainingOptions *options,
                                           ChainDataset               *dataset,
                                           const double               *state,
                                           guint64                     from,
                                           guint64                     to,
                                           const ChainSurfaceWeight   *x,
                                           const ChainSurfaceWeight   *y,
                                           GCancellable               *cancellable,
                                           GError                    **error);

double           *chain_network_weight    (const ChainNetwork         *network,
                                           const ChainSurfaceWeight   *place);
gboolean          chain_surface_weight_equal (const ChainSurfaceWeight   *one,
                                            const ChainSurfaceWeight   *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainLossSurface, chain_loss_surface_free)

G_END_DECLS
