/* limit-products.c: the matrix products of a training step, and next to nothing else.
 *
 * For each layer the forward product, the gradient of the weights and, but for the first layer,
 * that of the inputs. Each is made by whatever is faster when tried: OpenBLAS's dgemm, or loops
 * over operands that already lie as they want them. With Adam its update of all weights is added,
 * as one loop on one thread: its root and division for each weight are work that no kernel takes
 * away, and for nets as small as W4 a fifth of a step. What a step does beside that is free; so
 * is the update where dgemm's rate alone is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "limit.h"

#include <cblas.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY_SECONDS 0.03

typedef enum
{
  FORWARD,         /* z = x · W */
  WEIGHT_GRADIENT, /* ∂W = xᵀ · ∂z */
  INPUT_GRADIENT,  /* ∂x = ∂z · Wᵀ */
} Kind;

/* c = a · b, where a is [m, k], b [k, n], c [m, n], all row-major with padded rows, but for the
 * weight gradient, whose a is stored transposed, and the input gradient, whose b is, too. */
typedef struct
{
  guint         layer; /* from 0 */
  Kind          kind;
  gsize         m, n, k;
  const double *a, *b;
  double       *c;
  gsize         lda, ldb, ldc;
  const double *plain_b; /* [k, n] for the loops; b itself unless that is transposed */
  gsize         ld_plain;
  double        dgemm_seconds, loops_seconds; /* of one product */
} Product;

struct _LimitProducts
{
  GArray    *products; /* Product, in the order of a step */
  GPtrArray *buffers;
  gsize      n_weights;  /* that Adam updates; 0 with SGD */
  double    *adam[4];    /* w, g, m, v, unless that is 0 */
};

static gsize
padded (gsize n)
{
  return (n + LANES - 1) / LANES * LANES;
}

static double *
new_matrix (LimitProducts *products, ChainRandom *random, gsize rows, gsize columns)
{
  const gsize size = rows * padded (columns);
  double     *matrix = aligned_alloc (64, MAX (64, size * sizeof (double)));

  for (gsize i = 0; i < size; i++)
    matrix[i] = chain_random_uniform (random, -1, 1);
  g_ptr_array_add (products->buffers, matrix);
  return matrix;
}

static double *
new_transposed (LimitProducts *products, ChainRandom *random, const double *from, gsize rows,
                gsize columns)
{
  double *to = new_matrix (products, random, columns, rows);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < columns; j++)
      to[j * padded (rows) + i] = from[i * padded (columns) + j];
  return to;
}

static void
make_by_dgemm (const Product *p)
{
  cblas_dgemm (CblasRowMajor, p->kind == WEIGHT_GRADIENT ? CblasTrans : CblasNoTrans,
               p->kind == INPUT_GRADIENT ? CblasTrans : CblasNoTrans, (int) p->m, (int) p->n,
               (int) p->k, 1, p->a, (int) p->lda, p->b, (int) p->ldb, 0, p->c, (int) p->ldc);
}

/* A piece of c, of so many rows and vectors, in registers. */
static inline __attribute__ ((always_inline)) void
piece (const Product *p, gsize i, gsize j, const guint n_rows, const guint n_vectors)
{
  const gsize row_step = p->kind == WEIGHT_GRADIENT ? 1 : p->lda;
  const gsize k_step = p->kind == WEIGHT_GRADIENT ? p->lda : 1;
  const double *a = p->a + i * row_step;
  const double *b = p->plain_b + j;
  Vector        sums[6][4] = { 0 };

  for (gsize k = 0; k < p->k; k++, a += k_step, b += p->ld_plain)
    for (guint r = 0; r < n_rows; r++)
      for (guint v = 0; v < n_vectors; v++)
        sums[r][v] += a[r * row_step] * ((const Vector *) b)[v];
  for (guint r = 0; r < n_rows; r++)
    for (guint v = 0; v < n_vectors; v++)
      ((Vector *) (p->c + (i + r) * p->ldc + j))[v] = sums[r][v];
}

#define ROWS_OF_PIECES(n_vectors)                                                                 \
  for (; i + 6 <= p->m; i += 6)                                                                   \
    piece (p, i, j, 6, n_vectors);                                                                \
  for (; i + 4 <= p->m; i += 4)                                                                   \
    piece (p, i, j, 4, n_vectors);                                                                \
  for (; i < p->m; i++)                                                                           \
    piece (p, i, j, 1, n_vectors)

static void
make_by_loops (const Product *p)
{
  const gsize width = padded (p->n);
  gsize       j = 0;

  for (; j + 4 * LANES <= width; j += 4 * LANES)
    {
      gsize i = 0;

      ROWS_OF_PIECES (4);
    }
  for (; j + 2 * LANES <= width; j += 2 * LANES)
    {
      gsize i = 0;

      ROWS_OF_PIECES (2);
    }
  for (; j < width; j += LANES)
    {
      gsize i = 0;

      ROWS_OF_PIECES (1);
    }
}

static double
seconds_of (void (*make) (const Product *), const Product *p)
{
  double  best = INFINITY;
  double  taken = 0;
  guint64 n = 1;

  while (taken < TRY_SECONDS)
    {
      double before = work_seconds ();

      for (guint64 i = 0; i < n; i++)
        make (p);
      before = work_seconds () - before;
      best = MIN (best, before / n);
      n *= before < TRY_SECONDS / 30 ? 2 : 1;
      taken += before;
    }
  return best;
}

static void
add (LimitProducts *products, Product product)
{
  product.lda = padded (product.kind == WEIGHT_GRADIENT ? product.m : product.k);
  product.ldb = padded (product.kind == INPUT_GRADIENT ? product.k : product.n);
  product.ldc = padded (product.n);
  product.ld_plain = padded (product.n);
  product.dgemm_seconds = seconds_of (make_by_dgemm, &product);
  product.loops_seconds = seconds_of (make_by_loops, &product);
  g_array_append_val (products->products, product);
}

static void
add_layer (LimitProducts *products, ChainRandom *random, guint layer, gsize rows, gsize inputs,
           gsize units, double *x, double *dx, double *z)
{
  const double *kernel = new_matrix (products, random, inputs, units);
  double       *d_kernel = new_matrix (products, random, inputs, units);

  add (products, (Product){ layer, FORWARD, rows, units, inputs, x, kernel, z, .plain_b = kernel });
  add (products, (Product){ layer, WEIGHT_GRADIENT, inputs, units, rows, x, z, d_kernel, .plain_b = z });
  if (layer > 0)
    add (products, (Product){ layer, INPUT_GRADIENT, rows, inputs, units, z, kernel, dx,
                              .plain_b = new_transposed (products, random, kernel, inputs, units) });
}

static void
add_adam (LimitProducts *products, ChainRandom *random, gsize n_weights)
{
  products->n_weights = n_weights;
  for (guint i = 0; i < G_N_ELEMENTS (products->adam); i++)
    products->adam[i] = new_matrix (products, random, 1, n_weights);
  for (gsize i = 0; i < n_weights; i++)
    products->adam[3][i] *= products->adam[3][i]; /* v is no negative number */
}

static void
update_by_adam (const LimitProducts *products)
{
  const gsize   n = products->n_weights;
  const double *g = products->adam[1];
  double       *w = products->adam[0], *m = products->adam[2], *v = products->adam[3];

#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      m[i] = 0.9 * m[i] + 0.1 * g[i];
      v[i] = 0.999 * v[i] + 0.001 * (g[i] * g[i]);
      w[i] -= 1e-9 * m[i] / (sqrt (v[i]) + 1e-7);
    }
}

/* Tries each product of the work's step, which takes a while; never freed. */
LimitProducts *
limit_products_new (const Work *work)
{
  LimitProducts           *products = g_new0 (LimitProducts, 1);
  g_autoptr (ChainNetwork) network = work_network (work);
  ChainRandom              random;
  double                  *x;

  products->products = g_array_new (FALSE, FALSE, sizeof (Product));
  products->buffers = g_ptr_array_new_with_free_func (free);
  chain_random_init (&random, 1, CHAIN_STREAM_SAMPLES);
  x = new_matrix (products, &random, work->batch, work->n_inputs);
  for (guint l = 0; l < chain_network_n_layers (network); l++)
    {
      const guint inputs = chain_network_layer_inputs (network, l);
      const guint units = chain_network_layer (network, l)->units;
      double     *z = new_matrix (products, &random, work->batch, units);
      double     *dx = new_matrix (products, &random, work->batch, inputs);

      add_layer (products, &random, l, work->batch, inputs, units, x, dx, z);
      x = z;
    }
  if (g_str_equal (work->optimizer, "adam"))
    add_adam (products, &random, chain_network_n_parameters (network));
  return products;
}

/* All products of one step, each in the faster way, and Adam's update; or all products by dgemm. */
void
limit_products_step (const LimitProducts *products, gboolean dgemm_only)
{
  for (guint i = 0; i < products->products->len; i++)
    {
      const Product *p = &g_array_index (products->products, Product, i);

      if (!dgemm_only && p->loops_seconds < p->dgemm_seconds)
        make_by_loops (p);
      else
        make_by_dgemm (p);
    }
  if (!dgemm_only)
    update_by_adam (products);
}

/* How far the product lies from its definition, in shares of the sum of the absolute terms: the
 * worst of some of its elements. */
static double
error_of (const Product *p, void (*make) (const Product *))
{
  const gsize row_step = p->kind == WEIGHT_GRADIENT ? 1 : p->lda;
  const gsize k_step = p->kind == WEIGHT_GRADIENT ? p->lda : 1;
  double      worst = 0;

  for (gsize i = 0; i < p->m * p->ldc; i++)
    p->c[i] = NAN;
  make (p);
  for (gsize i = 0; i < p->m; i += 1 + p->m / 37)
    for (gsize j = 0; j < p->n; j += 1 + p->n / 37)
      {
        double exact = 0, size = 0, error;

        for (gsize k = 0; k < p->k; k++)
          {
            const double term
              = p->a[i * row_step + k * k_step]
                * (p->kind == INPUT_GRADIENT ? p->b[j * p->ldb + k] : p->b[k * p->ldb + j]);

            exact += term;
            size += fabs (term);
          }
        error = fabs (p->c[i * p->ldc + j] - exact) / size;
        worst = error <= worst ? worst : error; /* NaN becomes the worst */
      }
  return worst;
}

static const char *const kind_words[] = {
  [FORWARD] = "forward",
  [WEIGHT_GRADIENT] = "weight gradient",
  [INPUT_GRADIENT] = "input gradient",
};

/* The rate of each product in 10⁹ operations a second, and how wrong it is, as JSON. */
void
limit_products_print (const LimitProducts *products)
{
  printf ("[");
  for (guint i = 0; i < products->products->len; i++)
    {
      const Product *p = &g_array_index (products->products, Product, i);
      const double   operations = 2e-9 * (double) (p->m * p->n * p->k);
      const double   dgemm_error = error_of (p, make_by_dgemm);
      const double   loops_error = error_of (p, make_by_loops);
      const double   worst = dgemm_error <= loops_error ? loops_error : dgemm_error;

      printf ("%s{\"layer\": %u, \"product\": \"%s\", \"m\": %zu, \"n\": %zu, \"k\": %zu"
              ", \"dgemm\": %.4g, \"loops\": %.4g, \"error\": %.3g}",
              i > 0 ? ", " : "", p->layer + 1, kind_words[p->kind], p->m, p->n, p->k,
              operations / p->dgemm_seconds, operations / p->loops_seconds,
              isfinite (worst) ? worst : 1e300);
    }
  printf ("]\n");
}
