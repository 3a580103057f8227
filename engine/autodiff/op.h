/* op.h: what an operation is: one record with its shape rule, value, derivative and equation.
 *
 * Everything the program knows of `tanh` stands in its row of a table (arithmetic.c,
 * activations.c, losses.c): executors, steppers, explanations and exports read the row and
 * know nothing else. Adding an operation is adding a row.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "autodiff/formula.h"
#include "autodiff/tensor.h"
#include "base/parameter.h"

G_BEGIN_DECLS

#define CHAIN_OP_MAX_INPUTS 2
#define CHAIN_OP_OUTPUT (-1) /* where an input's number stands: the output itself */
#define CHAIN_BATCH 0 /* as a shape's rows: as many as the run's batch has */

typedef struct
{
  gsize rows; /* CHAIN_BATCH, or a number of rows */
  gsize columns;
} ChainShape;

typedef enum
{
  CHAIN_OP_ARITHMETIC,
  CHAIN_OP_ACTIVATION,
  CHAIN_OP_LOSS, /* inputs: prediction or logits, target */
} ChainOpKind;

/* What a reduction joins: all elements, or along one axis. */
typedef enum
{
  CHAIN_AXIS_ALL,
  CHAIN_AXIS_ROWS,    /* axis 0: each column to one element */
  CHAIN_AXIS_COLUMNS, /* axis 1: each row to one element */
} ChainOpAxis;

typedef struct _ChainOp ChainOp;

/* One application of an operation to values. */
typedef struct
{
  const ChainOp     *op;
  const ChainTensor *inputs[CHAIN_OP_MAX_INPUTS];
  const ChainTensor *output; /* NULL while it is being computed */
  const double      *parameters; /* values of op->parameters; may be NULL if it has none */
} ChainOpCall;

/* How an equation names the elements of a call: formulas standing for single elements, made by
 * whoever asks for the equation. Each returned formula is owned by the caller. */
typedef struct _ChainOpTerms ChainOpTerms;
struct _ChainOpTerms
{
  ChainOpCall   call;
  ChainFormula *(*input)   (const ChainOpTerms *terms, guint input, gsize row, gsize column);
  ChainFormula *(*output)  (const ChainOpTerms *terms, gsize row, gsize column);
  ChainFormula *(*adjoint) (const ChainOpTerms *terms, gsize row, gsize column); /* ∂L/∂output */
  /* For a loss that reads logits: its activation of them. */
  ChainFormula *(*activated) (const ChainOpTerms *terms, gsize row, gsize column);
};

struct _ChainOp
{
  const char *name;   /* in files; Keras's where Keras has one */
  const char *title;  /* for people */
  const char *symbol; /* as in mathematics, short */
  const char *code;   /* in TensorFlow's Python: {0} and {1} are its inputs, {alpha} a parameter */
  ChainOpKind kind;
  guint       n_inputs;
  gboolean    assigns; /* the output becomes the new value of the variable inputs[0] */

  ChainParameter parameters[CHAIN_MAX_PARAMETERS];

  gboolean (*shape)    (const ChainOp *op, const ChainShape *inputs, ChainShape *output, GError **error);
  void     (*forward)  (const ChainOpCall *call, ChainTensor *output);
  /* Adds the vector-Jacobian product: input_adjoint += output_adjointᵀ · ∂output/∂input. */
  void     (*backward) (const ChainOpCall *call, guint input, const ChainTensor *output_adjoint,
                        ChainTensor *input_adjoint);
  /* The element of the output, or of what `backward` adds to one input, as a formula. */
  ChainFormula *(*equation)          (const ChainOpTerms *terms, gsize row, gsize column);
  ChainFormula *(*backward_equation) (const ChainOpTerms *terms, guint input, gsize row, gsize column);

  /* Where every element is a sum, of the output (CHAIN_OP_OUTPUT) or of what `backward` adds to
   * one input: how many summands it has, and summand i of them. The equations are their sums. */
  gsize         (*n_terms) (const ChainOpCall *call, int of);
  ChainFormula *(*term)    (const ChainOpTerms *terms, int of, gsize row, gsize column, gsize i);

  /* Elementwise operations of one input: the same again for a single number; p are the values
   * of the parameters. The formulas take ownership of z and a. */
  double        (*value)      (double z, const double *p);
  double        (*derivative) (double z, double a, const double *p);
  ChainFormula *(*formula)    (ChainFormula *z, const double *p);
  ChainFormula *(*slope)      (ChainFormula *z, ChainFormula *a, const double *p);

  /* Operations of one input that mix the elements of a row: ∂output[row, of]/∂input[row, by]. */
  ChainFormula *(*jacobian) (const ChainOpTerms *terms, gsize row, gsize of, gsize by);

  /* Activations and losses over arrays [rows, columns], without a branch for each element; made
   * for compiled execution. Every element of the results is written, none is added to; a result
   * may take the place of an operand. Where they are NULL, chain_op_map() and its like use
   * `value` and `derivative`, or a loss's `forward` and `backward`. */
  void   (*map)       (gsize rows, gsize columns, const double *z, double *a, const double *p);
  /* result = adjoint · ∂a/∂z, each [rows, columns] */
  void   (*map_slope) (gsize rows, gsize columns, const double *z, const double *a,
                       const double *adjoint, double *result, const double *p);
  gboolean slope_from_output; /* map_slope does not read z: it may be NULL, a taking its place */
  /* Returns L; gradient = adjoint · ∂L/∂prediction, where gradient is not NULL. */
  double (*map_loss)  (gsize rows, gsize columns, const double *prediction, const double *target,
                       double adjoint, double *gradient, const double *p);

  /* Where the function or a derivative of it jumps, it falls into smooth pieces: which of them
   * element i of inputs[0] lies on; NULL where all is one piece. */
  int (*piece) (const ChainOpCall *call, gsize i);

  /* Broadcast operations of two inputs: the same again for a pair of numbers; the slope is the
   * derivative by one of them, the term ∂L/∂output times it. The formulas take all they are given. */
  double        (*pair)         (double x, double y);
  double        (*pair_slope)   (double x, double y, guint input);
  ChainFormula *(*pair_formula) (ChainFormula *x, ChainFormula *y);
  ChainFormula *(*pair_term)    (ChainFormula *adjoint, ChainFormula *x, ChainFormula *y, guint input);

  /* Rows of one reduction, along different axes: what they are called together. The largest and the
   * smallest also have `pair` and `pair_formula`, of two of the elements. */
  const char *reduction;
  ChainOpAxis axis;

  /* Losses: the activation whose logits the operation reads instead of its output. */
  const char *from_logits_of;
};

/* The tables, each in its file. */
extern const ChainOp *const chain_arithmetic[];
extern const ChainOp *const chain_activations[];
extern const ChainOp *const chain_losses[];

const ChainOp *chain_op_find      (ChainOpKind          kind,
                                   const char          *name);
char          *chain_op_names     (ChainOpKind          kind);
ChainFormula  *chain_op_sum       (const ChainOpTerms  *terms,
                                   int                  of,
                                   gsize                row,
                                   gsize                column);
void           chain_op_map       (const ChainOp       *op,
                                   gsize                rows,
                                   gsize                columns,
                                   const double        *z,
                                   double              *a,
                                   const double        *p);
void           chain_op_map_slope (const ChainOp       *op,
                                   gsize                rows,
                                   gsize                columns,
                                   const double        *z,
                                   const double        *a,
                                   const double        *adjoint,
                                   double              *result,
                                   const double        *p);
double         chain_op_map_loss  (const ChainOp       *op,
                                   gsize                rows,
                                   gsize                columns,
                                   const double        *prediction,
                                   const double        *target,
                                   double               adjoint,
                                   double              *gradient,
                                   const double        *p);

G_END_DECLS
