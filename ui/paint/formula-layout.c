/* formula-layout.c: from a formula's tree to boxes, and from a long row to lines.
 *
 * A row that may be broken is collected as pieces, each beginning with the operator it is
 * joined by; a function's arguments are never broken, a fraction only over its rule.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/paint/formula-layout.h"

#include "ui/paint/formula-setter.h"

#include <math.h>

#define LINE_GAP 0.5  /* between lines, of an em */
#define BESIDE_FRACTION 2.6 /* room for what stands before a long one, in em */
#define NUMERATOR_SIZE 0.78  /* of one in several lines */
#define INDENT 1.2    /* of lines that go on, in em */
#define RELATION_SPACE 0.36 /* on either side of =, of an em */
#define SHORTEST 0.25 /* a line broken early, of the room it has */
#define LEAST_SHRINKING 0.98
#define SMALLEST 0.6  /* what is still too long is set this much smaller at most */

struct _ChainFormulaLayout
{
  ChainBox *box;
  double    room; /* the height before it was made smaller, or the present one if that is more */
};

/* A stretch of a row that is not broken. */
typedef struct
{
  ChainBox *box;
  guint     depth; /* of the operator before it: 0 for the outermost sum or product */
} Piece;

/* The row being filled: the last piece's box. */
static ChainBox *
last_box (GArray *pieces)
{
  return g_array_index (pieces, Piece, pieces->len - 1).box;
}

static void
start_piece (GArray *pieces,
             guint   depth)
{
  const Piece piece = { chain_box_row (), depth };

  g_array_append_val (pieces, piece);
}

static void add_formula (const ChainSetting *setting,
                         ChainBox           *lines,
                         ChainBox           *lead,
                         const ChainFormula *formula);

/* A fraction; a numerator that is too long for one line is set in several over the rule. */
static ChainBox *
set_fraction (const ChainSetting *setting,
              const ChainFormula *formula)
{
  g_autoptr (ChainBox) whole = chain_set_formula (setting, formula, setting->size);
  ChainSetting within = *setting;
  ChainBox *lines;

  within.width = setting->width - BESIDE_FRACTION * setting->size;
  if (setting->width <= 0 || whole->width <= within.width)
    return g_steal_pointer (&whole);
  within.size *= NUMERATOR_SIZE;
  lines = chain_box_row ();
  add_formula (&within, lines, chain_box_row (), formula->terms->pdata[0]);
  return chain_box_fraction (lines, chain_set_formula (setting, formula->terms->pdata[1],
                                                       setting->size),
                             setting->size);
}

/* Appends a formula to the last piece, starting new ones at the operators of sums and products;
 * parentheses are opened up only where their content alone is too wide. */
static void
collect (const ChainSetting *setting,
         const ChainFormula *formula,
         gboolean            after_operator,
         guint               depth,
         GArray             *pieces)
{
  const double size = setting->size;

  if (formula->kind == CHAIN_FORMULA_FRACTION)
    {
      chain_box_append (last_box (pieces), set_fraction (setting, formula));
      return;
    }
  if (formula->kind != CHAIN_FORMULA_SUM && formula->kind != CHAIN_FORMULA_PRODUCT)
    {
      chain_box_append (last_box (pieces), chain_set_formula (setting, formula, size));
      return;
    }
  for (guint i = 0; i < formula->terms->len; i++)
    {
      const ChainJoint joint = chain_set_joint (setting, formula, i, after_operator);
      g_autoptr (ChainBox) whole = chain_set_term (setting, &joint, size);

      if (i > 0)
        start_piece (pieces, depth);
      if (joint.operator)
        chain_set_text (setting, last_box (pieces), joint.operator, size);
      if (i > 0)
        chain_box_space (last_box (pieces), CHAIN_OPERATOR_SPACE * size);
      if (joint.fence && whole->width <= 0.9 * setting->width)
        {
          chain_set_fenced (setting, last_box (pieces), g_steal_pointer (&whole), size);
          continue;
        }
      if (joint.fence)
        chain_box_append (last_box (pieces), chain_box_fence (setting->context, '(', whole, size));
      collect (setting, joint.term, joint.operator && !joint.fence, depth + 1, pieces);
      if (joint.fence)
        chain_box_append (last_box (pieces), chain_box_fence (setting->context, ')', whole, size));
    }
}

/* Where the line that begins with piece @first ends: the outermost operator in its last part. */
static guint
line_end (const GArray *pieces,
          guint         first,
          double        room,
          double        space)
{
  double used = g_array_index (pieces, Piece, first).box->width;
  guint end = first + 1;
  guint best;

  while (end < pieces->len && used + space + g_array_index (pieces, Piece, end).box->width <= room)
    used += space + g_array_index (pieces, Piece, end++).box->width;
  if (end == pieces->len)
    return end;
  best = end;
  for (guint i = end; i > first && used > SHORTEST * room; i--)
    {
      if (g_array_index (pieces, Piece, i).depth < g_array_index (pieces, Piece, best).depth)
        best = i;
      used -= g_array_index (pieces, Piece, i - 1).box->width + space;
    }
  return best;
}

static void
add_line (const ChainSetting *setting,
          ChainBox      *lines,
          ChainBox      *line)
{
  line->x = 0;
  line->y = 0;
  if (lines->children->len > 0)
    line->y = lines->descent + LINE_GAP * setting->size + line->ascent;
  else
    lines->ascent = line->ascent;
  lines->width = MAX (lines->width, line->width);
  lines->descent = line->y + line->descent;
  g_ptr_array_add (lines->children, line);
}

static ChainBox *
relation_box (const ChainSetting *setting,
              ChainBox           *left,
              const char         *relation)
{
  ChainBox *row = chain_box_row ();

  if (left)
    {
      chain_box_append (row, left);
      chain_box_space (row, RELATION_SPACE * setting->size);
    }
  chain_set_text (setting, row, relation, setting->size);
  chain_box_space (row, RELATION_SPACE * setting->size);
  return row;
}

/* Adds "@lead formula" as one line or as many as it needs. */
static void
add_formula (const ChainSetting      *setting,
             ChainBox           *lines,
             ChainBox           *lead,
             const ChainFormula *formula)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  const double space = CHAIN_OPERATOR_SPACE * setting->size;
  const double indent = INDENT * setting->size;
  ChainBox *line = lead;
  guint next = 0;

  start_piece (pieces, 0);
  collect (setting, formula, FALSE, 0, pieces);
  while (next < pieces->len)
    {
      const double room = setting->width > 0 ? setting->width - line->width : G_MAXDOUBLE;
      const guint end = line_end (pieces, next, room, space);

      for (guint i = next; i < end; i++)
        {
          if (i > next)
            chain_box_space (line, space);
          chain_box_append (line, g_array_index (pieces, Piece, i).box);
        }
      add_line (setting, lines, line);
      next = end;
      if (next < pieces->len)
        {
          line = chain_box_row ();
          chain_box_space (line, indent);
        }
    }
}

static gboolean
is_leaf (const ChainFormula *formula)
{
  return formula->terms == NULL || formula->kind == CHAIN_FORMULA_DERIVATIVE;
}

static ChainBox *
equation_box (const ChainSetting       *setting,
              const ChainEquation *equation)
{
  ChainSetting numbers = *setting;
  ChainBox *lines = chain_box_row ();
  ChainBox *left = chain_set_formula (setting, equation->left, setting->size);
  ChainBox *lead = relation_box (setting, left, equation->assigns ? "←" : "=");

  numbers.style = CHAIN_FORMULA_IN_NUMBERS;
  if (equation->right->kind != CHAIN_FORMULA_NUMBER && !chain_equation_is_given (equation))
    {
      add_formula (setting, lines, lead, equation->right);
      if (!is_leaf (equation->right))
        add_formula (&numbers, lines, relation_box (setting, NULL, "="), equation->right);
      lead = relation_box (setting, NULL, "=");
    }
  chain_box_append (lead, chain_set_number (setting, equation->value, CHAIN_FACE_BOLD,
                                            setting->size));
  add_line (setting, lines, lead);
  return lines;
}

static ChainFormulaLayout *
layout_take (ChainBox *box)
{
  ChainFormulaLayout *layout = g_new0 (ChainFormulaLayout, 1);

  layout->box = box;
  layout->room = box->ascent + box->descent;
  return layout;
}

/**
 * chain_formula_layout_new:
 * @context: fonts to write with
 * @formula: what to set
 * @style: as symbols or with the numbers put in
 * @digits: significant digits of the numbers
 * @size: an em, pixels
 *
 * Returns: (transfer full): the formula on one line
 */
ChainFormulaLayout *
chain_formula_layout_new (PangoContext       *context,
                          const ChainFormula *formula,
                          ChainFormulaStyle   style,
                          guint               digits,
                          double              size)
{
  const ChainSetting setting = { context, style, digits, size, 0 };

  return layout_take (chain_set_formula (&setting, formula, size));
}

/**
 * chain_formula_layout_new_equation:
 * @context: fonts to write with
 * @equation: what to set
 * @digits: significant digits of the numbers
 * @size: an em, pixels
 * @width: to break lines at, pixels; 0: never
 *
 * Sets "left = right" in symbols, "= right" in numbers and "= value". What would say the same
 * twice is left out. Lines are broken before an operator, the outermost where there is a choice;
 * what cannot be broken and is still too wide makes the whole smaller, within reason.
 *
 * Returns: (transfer full): the lines; the baseline is that of the first
 */
ChainFormulaLayout *
chain_formula_layout_new_equation (PangoContext        *context,
                                   const ChainEquation *equation,
                                   guint                digits,
                                   double               size,
                                   double               width)
{
  ChainSetting setting = { context, CHAIN_FORMULA_IN_SYMBOLS, digits, size, width };
  ChainBox *box = equation_box (&setting, equation);
  const double height = box->ascent + box->descent;
  ChainFormulaLayout *layout;

  /* Smaller letters break elsewhere, so that the first guess may not be small enough. */
  while (width > 0 && box->width > width && setting.size > SMALLEST * size)
    {
      setting.size *= MIN (width / box->width, LEAST_SHRINKING);
      setting.size = MAX (setting.size, SMALLEST * size);
      chain_box_free (box);
      box = equation_box (&setting, equation);
    }
  layout = layout_take (box);
  layout->room = MAX (layout->room, height);
  return layout;
}

/**
 * chain_formula_layout_free:
 * @layout: (transfer full): a layout
 */
void
chain_formula_layout_free (ChainFormulaLayout *layout)
{
  chain_box_free (layout->box);
  g_free (layout);
}

/**
 * chain_formula_layout_get_size:
 * @layout: a layout
 * @width: (out) (optional): pixels
 * @height: (out) (optional): pixels
 * @baseline: (out) (optional): of the first line, pixels from the top
 */
void
chain_formula_layout_get_size (const ChainFormulaLayout *layout,
                               double                   *width,
                               double                   *height,
                               double                   *baseline)
{
  if (width)
    *width = layout->box->width;
  if (height)
    *height = layout->box->ascent + layout->box->descent;
  if (baseline)
    *baseline = layout->box->ascent;
}

/**
 * chain_formula_layout_get_room:
 * @layout: a layout
 *
 * A layout made smaller to fit its width is also less high, but who measures widgets takes it
 * that what is narrower is never less high. This is the height that keeps to that.
 *
 * Returns: the height to keep free, pixels; at least that of the layout
 */
double
chain_formula_layout_get_room (const ChainFormulaLayout *layout)
{
  return layout->room;
}

/**
 * chain_formula_layout_draw:
 * @layout: a layout
 * @cr: a drawing
 * @x: the left end of the first line
 * @y: its baseline
 * @palette: colours
 */
void
chain_formula_layout_draw (const ChainFormulaLayout *layout,
                           cairo_t                  *cr,
                           double                    x,
                           double                    y,
                           const ChainPalette       *palette)
{
  chain_color_set (cr, &palette->text, 1);
  chain_box_draw (layout->box, cr, x, y);
}
