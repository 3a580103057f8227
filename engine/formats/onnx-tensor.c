/* onnx-tensor.c: constants of a .onnx graph.
 *
 * SPDX-License-Identifier: MIT
 */
#include "formats/onnx-tensor.h"

#include "base/error.h"
#include "formats/float-bytes.h"
#include "formats/named-tensors.h"

#include <math.h>

static gboolean
is_type (const Onnx__TensorProto *message, gint32 type)
{
  return message->has_data_type && message->data_type == type;
}

static gboolean
is_float (const Onnx__TensorProto *message)
{
  return is_type (message, ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT);
}

/* How many numbers the message really has. */
static gsize
n_numbers (const Onnx__TensorProto *message)
{
  const guint size = is_float (message) ? sizeof (float) : sizeof (double);

  if (message->has_raw_data)
    return message->raw_data.len % size == 0 ? message->raw_data.len / size : G_MAXSIZE;
  return is_float (message) ? message->n_float_data : message->n_double_data;
}

static gboolean
read_shape (ChainOnnxConstant *constant, const char *title, GError **error)
{
  const Onnx__TensorProto *message = constant->message;

  constant->n_numbers = 1;
  for (gsize i = 0; i < message->n_dims && i < CHAIN_ONNX_MOST_DIMENSIONS; i++)
    {
      if (message->dims[i] < 1
          || message->dims[i] > (gint64) (CHAIN_NAMED_TENSORS_MOST_NUMBERS / constant->n_numbers))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
                       "%s: %s: expected dimensions of at least 1 and %d numbers in all, found "
                       "%" G_GINT64_FORMAT,
                       title, constant->name, CHAIN_NAMED_TENSORS_MOST_NUMBERS, message->dims[i]);
          return FALSE;
        }
      constant->dimensions[constant->n_dimensions++] = (gsize) message->dims[i];
      constant->n_numbers *= (gsize) message->dims[i];
    }
  if (message->n_dims <= CHAIN_ONNX_MOST_DIMENSIONS)
    return TRUE;
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: %s: expected at most %d dimensions, found %" G_GSIZE_FORMAT, title,
               constant->name, CHAIN_ONNX_MOST_DIMENSIONS, message->n_dims);
  return FALSE;
}

static gboolean
check_type (const ChainOnnxConstant *constant, const char *title, GError **error)
{
  const Onnx__TensorProto *message = constant->message;

  if (!is_float (message) && !is_type (message, ONNX__TENSOR_PROTO__DATA_TYPE__DOUBLE))
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: %s: expected numbers of type float or double, found type %d", title,
                 constant->name, message->data_type);
  else if (message->data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL
           || message->n_external_data > 0)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: %s: expected numbers in the file, found them in another one", title,
                 constant->name);
  else if (message->segment != NULL)
    g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_UNSUPPORTED,
                 "%s: %s: expected a whole tensor, found a segment", title, constant->name);
  else
    return TRUE;
  return FALSE;
}

/**
 * chain_onnx_constant_new:
 * @title: of the file
 * @name: of the constant
 * @message: it, which stays the owner's
 * @error: set if it does not hold numbers, or not as many as it says
 *
 * Returns: (transfer full) (nullable): the constant
 */
ChainOnnxConstant *
chain_onnx_constant_new (const char              *title,
                         const char              *name,
                         const Onnx__TensorProto *message,
                         GError                 **error)
{
  g_autoptr (ChainOnnxConstant) constant = g_new0 (ChainOnnxConstant, 1);

  constant->message = message;
  constant->name = chain_onnx_quote (name);
  if (!check_type (constant, title, error) || !read_shape (constant, title, error))
    return NULL;
  if (n_numbers (message) == constant->n_numbers)
    return g_steal_pointer (&constant);
  g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_SHAPE,
               "%s: %s: expected %" G_GSIZE_FORMAT " numbers, as its shape says, found another "
               "number of them",
               title, constant->name, constant->n_numbers);
  return NULL;
}

/**
 * chain_onnx_constant_free:
 * @constant: (transfer full) (nullable): to free
 */
void
chain_onnx_constant_free (ChainOnnxConstant *constant)
{
  if (constant == NULL)
    return;
  g_free (constant->name);
  g_free (constant);
}

/**
 * chain_onnx_constant_get:
 * @constant: a constant
 * @i: which number, row-major
 *
 * Returns: the number
 */
double
chain_onnx_constant_get (const ChainOnnxConstant *constant, gsize i)
{
  const Onnx__TensorProto *message = constant->message;
  const ChainFloatKind     kind = is_float (message) ? CHAIN_FLOAT_32 : CHAIN_FLOAT_64;

  if (message->has_raw_data)
    return chain_float_read (kind, FALSE, message->raw_data.data + i * chain_float_size (kind));
  return is_float (message) ? message->float_data[i] : message->double_data[i];
}

/**
 * chain_onnx_constant_matrix:
 * @constant: a constant of two dimensions
 * @transposed: whether they are to change places
 *
 * Returns: (transfer full): its numbers
 */
ChainTensor *
chain_onnx_constant_matrix (const ChainOnnxConstant *constant, gboolean transposed)
{
  const gsize  rows = constant->dimensions[0];
  const gsize  columns = constant->dimensions[1];
  ChainTensor *tensor = transposed ? chain_tensor_new (columns, rows)
                                   : chain_tensor_new (rows, columns);

  for (gsize row = 0; row < rows; row++)
    for (gsize column = 0; column < columns; column++)
      tensor->values[transposed ? column * rows + row : row * columns + column]
          = chain_onnx_constant_get (constant, row * columns + column);
  return tensor;
}

/**
 * chain_onnx_constant_row:
 * @constant: a constant of one number, or of as many as there are columns
 * @columns: how many
 *
 * Returns: (transfer full): its numbers [1, columns]
 */
ChainTensor *
chain_onnx_constant_row (const ChainOnnxConstant *constant, gsize columns)
{
  ChainTensor *tensor = chain_tensor_new (1, columns);

  for (gsize i = 0; i < columns; i++)
    tensor->values[i] = chain_onnx_constant_get (constant, constant->n_numbers > 1 ? i : 0);
  return tensor;
}

/**
 * chain_onnx_shortest:
 * @value: a parameter that was written as a float32
 *
 * Returns: the number of fewest decimal digits that is the same float32: 0.01, where the float32 is
 *   0.009999999776
 */
double
chain_onnx_shortest (float value)
{
  char   text[G_ASCII_DTOSTR_BUF_SIZE];
  double number = value;

  for (int digits = 1; digits <= 9 && isfinite (value); digits++)
    {
      char format[] = "%.0g";

      format[2] = (char) ('0' + digits);
      number = g_ascii_strtod (g_ascii_formatd (text, sizeof text, format, value), NULL);
      if ((float) number == value)
        break;
    }
  return number;
}
