/* graph-picture.c: what a graph of operations shows, and how large its boxes are.
 *
 * Values and gradients have room from the beginning, so that nothing moves while they appear.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/graph-picture.h"

#include "base/number.h"

#include <math.h>

#define DIGITS 4             /* of a number alone */
#define MATRIX_DIGITS 3
#define CHARACTER 0.52       /* width of one in the text of numbers, em */
#define TINY_CHARACTER 0.43  /* and in tiny text */
#define LEAST_WIDTH 5.2      /* em */
#define MOST_WIDTH 17.0
#define SIDES 1.3            /* em: both together */
#define HEAD 2.75            /* em: name and operation, with the space around them */
#define LINE 1.3
#define FOOT 0.35
#define GAP 1.5              /* em: between boxes of a layer */
#define MOST_FIT_SCALE 1.15
#define MARGIN 28.0          /* pixels around a drawing that is fitted */
#define TOP_MARGIN 44.0      /* where the buttons are */

static void
numbers_clear (ChainGraphNumbers *numbers)
{
  for (gsize i = 0; i < (gsize) numbers->rows * numbers->columns; i++)
    g_free (numbers->cells[i]);
  g_clear_pointer (&numbers->cells, g_free);
  numbers->rows = numbers->columns = 0;
}

static void
node_clear (gpointer data)
{
  ChainGraphNode *node = data;

  numbers_clear (&node->value);
  numbers_clear (&node->adjoint);
  g_free (node->name);
  g_free (node->operation);
  g_free (node->shape);
  g_free (node->adjoint_name);
}

/**
 * chain_graph_picture_new:
 *
 * Returns: (transfer full): a picture of nothing
 */
ChainGraphPicture *
chain_graph_picture_new (void)
{
  ChainGraphPicture *picture = g_atomic_rc_box_new0 (ChainGraphPicture);

  picture->nodes = g_array_new (FALSE, TRUE, sizeof (ChainGraphNode));
  g_array_set_clear_func (picture->nodes, node_clear);
  return picture;
}

static void
picture_clear (gpointer data)
{
  ChainGraphPicture *picture = data;

  g_clear_pointer (&picture->layout, chain_graph_layout_unref);
  g_array_unref (picture->nodes);
}

/**
 * chain_graph_picture_ref:
 * @picture: a picture that is not changed any more
 *
 * Returns: (transfer full): the same
 */
ChainGraphPicture *
chain_graph_picture_ref (ChainGraphPicture *picture)
{
  return g_atomic_rc_box_acquire (picture);
}

/**
 * chain_graph_picture_unref:
 * @picture: (transfer full): a picture
 */
void
chain_graph_picture_unref (ChainGraphPicture *picture)
{
  g_atomic_rc_box_release_full (picture, picture_clear);
}

/**
 * chain_graph_picture_add:
 * @picture: a picture that is not laid out
 * @kind: what the node is
 * @name: of its value
 * @operation: in words
 * @shape: of its value, or ""
 * @adjoint_name: (nullable): of its gradient; %NULL: it has none
 *
 * Adds a node without numbers.
 */
void
chain_graph_picture_add (ChainGraphPicture *picture,
                         ChainGraphNodeKind kind,
                         const char        *name,
                         const char        *operation,
                         const char        *shape,
                         const char        *adjoint_name)
{
  const ChainGraphNode node = {
    .kind = kind,
    .name = g_strdup (name),
    .operation = g_strdup (operation),
    .shape = g_strdup (shape),
    .adjoint_name = g_strdup (adjoint_name),
  };

  g_array_append_val (picture->nodes, node);
}

static char *
show (double value,
      guint  digits)
{
  char buffer[CHAIN_NUMBER_SIZE];

  return g_strdup (chain_number_show (value, digits, buffer));
}

/* The range of a large matrix, or what is wrong with it. */
static char *
summarise (gsize         size,
           const double *values)
{
  double least = INFINITY, most = -INFINITY;
  gsize n_wrong = 0;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  for (gsize i = 0; i < size; i++)
    {
      if (!isfinite (values[i]))
        {
          n_wrong++;
          continue;
        }
      least = MIN (least, values[i]);
      most = MAX (most, values[i]);
    }
  if (n_wrong > 0)
    return g_strdup_printf ("%" G_GSIZE_FORMAT " not finite", n_wrong);
  from = show (least, MATRIX_DIGITS);
  to = show (most, MATRIX_DIGITS);
  return least == most ? g_strdup_printf ("all %s", from) : g_strdup_printf ("%s … %s", from, to);
}

/**
 * chain_graph_numbers_set:
 * @numbers: of a node
 * @rows: of the matrix
 * @columns: of the matrix
 * @values: (nullable): [rows, columns]; %NULL shows nothing
 *
 * Small matrices are shown whole, larger ones by their range.
 */
void
chain_graph_numbers_set (ChainGraphNumbers *numbers,
                         gsize              rows,
                         gsize              columns,
                         const double      *values)
{
  numbers_clear (numbers);
  numbers->sign = 0;
  if (values == NULL || rows * columns == 0)
    return;
  if (rows > CHAIN_GRAPH_MOST_CELLS || columns > CHAIN_GRAPH_MOST_CELLS)
    {
      numbers->rows = numbers->columns = 1;
      numbers->cells = g_new (char *, 1);
      numbers->cells[0] = summarise (rows * columns, values);
      return;
    }
  numbers->rows = (guint) rows;
  numbers->columns = (guint) columns;
  numbers->cells = g_new (char *, rows * columns);
  for (gsize i = 0; i < rows * columns; i++)
    numbers->cells[i] = show (values[i], rows * columns == 1 ? DIGITS : MATRIX_DIGITS);
  if (rows * columns == 1)
    numbers->sign = values[0];
}

static double
text_width (const char *text,
            double      character)
{
  return text != NULL ? (double) g_utf8_strlen (text, -1) * character : 0;
}

static double
numbers_width (const ChainGraphNumbers *numbers)
{
  double width = 0;

  for (guint column = 0; column < numbers->columns; column++)
    {
      double widest = 0;

      for (guint row = 0; row < numbers->rows; row++)
        widest = MAX (widest, text_width (numbers->cells[row * numbers->columns + column],
                                          CHARACTER));
      width += widest + 0.7;
    }
  return width;
}

static void
measure (const ChainGraphNode *node,
         double                em,
         double               *width,
         double               *height)
{
  double wide = text_width (node->name, CHARACTER) * 1.2
                + text_width (node->shape, TINY_CHARACTER) + 0.6;
  double lines = MAX (1, node->value.rows);

  wide = MAX (wide, text_width (node->operation, TINY_CHARACTER));
  wide = MAX (wide, MAX (numbers_width (&node->value), 3.6));
  if (node->adjoint_name != NULL)
    {
      wide = MAX (wide, text_width (node->adjoint_name, TINY_CHARACTER) + 0.5
                          + MAX (numbers_width (&node->adjoint), 3.6));
      lines += MAX (1, MAX (node->adjoint.rows, node->value.rows));
    }
  *width = round (CLAMP (wide + SIDES, LEAST_WIDTH, MOST_WIDTH) * em);
  *height = round ((HEAD + LINE * lines + FOOT) * em);
}

/**
 * chain_graph_picture_lay_out:
 * @picture: a picture with all its nodes and their numbers
 * @n_edges: number of edges
 * @edges: [n_edges] from what is read to what reads it
 * @em: size of the font, pixels
 */
void
chain_graph_picture_lay_out (ChainGraphPicture    *picture,
                             guint                 n_edges,
                             const ChainGraphEdge *edges,
                             double                em)
{
  const guint n = picture->nodes->len;
  g_autofree double *widths = g_new (double, n + 1);
  g_autofree double *heights = g_new (double, n + 1);

  for (guint i = 0; i < n; i++)
    measure (&g_array_index (picture->nodes, ChainGraphNode, i), em, &widths[i], &heights[i]);
  g_clear_pointer (&picture->layout, chain_graph_layout_unref);
  picture->layout = chain_graph_layout_new (n, widths, heights, n_edges, edges, GAP * em);
}

/**
 * chain_graph_look_fit:
 * @look: (inout): its scale and place are set
 * @picture: a picture that is laid out
 * @width: of the window, pixels
 * @height: likewise
 *
 * Shows all of the picture, in the middle.
 */
void
chain_graph_look_fit (ChainGraphLook          *look,
                      const ChainGraphPicture *picture,
                      double                   width,
                      double                   height)
{
  const ChainGraphLayout *layout = picture->layout;
  const double room_x = MAX (width - 2 * MARGIN, 1);
  const double room_y = MAX (height - TOP_MARGIN - MARGIN, 1);

  look->scale = MIN (MOST_FIT_SCALE, MIN (room_x / MAX (layout->width, 1),
                                          room_y / MAX (layout->height, 1)));
  look->x = (width - layout->width * look->scale) / 2;
  look->y = TOP_MARGIN + (room_y - layout->height * look->scale) / 2;
}
