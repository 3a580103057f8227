/* handout-step.c: one step of the hand-out: the drawing on the left, the equations on its right.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/handout-private.h"

#include "ui/paint/formula-layout.h"
#include "ui/widgets/network-contents.h"

#define MOST_EQUATIONS 12     /* of a step */
#define FEW_EQUATIONS 8       /* of one with more elements than that */
#define MOST_COLUMNS 5        /* of equations side by side */
#define DRAWING_WIDTH 176.0   /* points */
#define DRAWING_HEIGHT 116.0
#define DRAWING_SCALE 0.5
#define GUTTER 16.0           /* between the drawing and the equations */
#define EM 9.5                /* of the equations */
#define SIDE_GAP 18.0         /* between equations side by side */
#define GAP 7.0               /* between those below one another */
#define HEADING 20.0
#define AFTER 12.0            /* below a step */

static const ChainOverlay overlays[] = {
  [CHAIN_PHASE_FORWARD] = CHAIN_OVERLAY_WEIGHTS,
  [CHAIN_PHASE_LOSS] = CHAIN_OVERLAY_WEIGHTS,
  [CHAIN_PHASE_BACKWARD] = CHAIN_OVERLAY_GRADIENTS,
  [CHAIN_PHASE_UPDATE] = CHAIN_OVERLAY_UPDATES,
};

static GPtrArray *
set_equations (ChainSession  *session,
               ChainPageFlow *flow,
               gsize          n,
               double         width)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainStep *step = chain_session_get_current_step (session);
  const gsize columns = chain_stepper_value (stepper, step)->columns;
  GPtrArray *layouts
    = g_ptr_array_new_with_free_func ((GDestroyNotify) chain_formula_layout_free);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (ChainEquation) equation
        = chain_stepper_equation (stepper, step, i / columns, i % columns);

      g_ptr_array_add (layouts, chain_formula_layout_new_equation (
                                  flow->context, equation, CHAIN_HANDOUT_DIGITS, EM, width));
    }
  return layouts;
}

/* How many of the widest go side by side. */
static guint
count_columns (const GPtrArray *layouts,
               double           room)
{
  double widest = 1;

  for (guint i = 0; i < layouts->len; i++)
    {
      double width;

      chain_formula_layout_get_size (layouts->pdata[i], &width, NULL, NULL);
      widest = MAX (widest, width);
    }
  return (guint) CLAMP ((room + SIDE_GAP) / (widest + SIDE_GAP), 1, MOST_COLUMNS);
}

/* Draws equations side by side, on one baseline, and moves on below them. */
static void
draw_row (ChainPageFlow   *flow,
          const GPtrArray *layouts,
          guint            first,
          guint            end,
          double           left,
          double           pitch)
{
  double above = 0, below = 0;

  for (guint i = first; i < end; i++)
    {
      double height, baseline;

      chain_formula_layout_get_size (layouts->pdata[i], NULL, &height, &baseline);
      above = MAX (above, baseline);
      below = MAX (below, height - baseline);
    }
  chain_page_flow_need (flow, above + below);
  for (guint i = first; i < end; i++)
    chain_formula_layout_draw (layouts->pdata[i], flow->cr, left + (i - first) * pitch,
                               flow->y + above, &chain_palette_light);
  flow->y += above + below + GAP;
}

static void
write_equations (ChainSession  *session,
                 ChainPageFlow *flow)
{
  const ChainTensor *value = chain_stepper_value (chain_session_get_stepper (session),
                                                  chain_session_get_current_step (session));
  const gsize n = chain_tensor_size (value);
  const gsize n_shown = n > MOST_EQUATIONS ? FEW_EQUATIONS : n;
  const double indent = DRAWING_WIDTH + GUTTER;
  const double room = flow->width - indent;
  g_autoptr (GPtrArray) layouts = set_equations (session, flow, n_shown, room);
  const guint columns = count_columns (layouts, room);
  g_autofree char *more = NULL;

  for (guint i = 0; i < layouts->len; i += columns)
    draw_row (flow, layouts, i, MIN (i + columns, layouts->len), flow->left + indent,
              (room + SIDE_GAP) / columns);
  if (n == n_shown)
    return;
  more = g_strdup_printf ("⋯ %" G_GSIZE_FORMAT " more of %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT,
                          n - n_shown, value->rows, value->columns);
  chain_page_flow_write (flow, more, 0.9, CHAIN_TEXT_PLAIN, indent, 1,
                         &chain_palette_light.dim_text);
}

/* The number and the name of the step, and to the right the pass it belongs to. */
static void
write_heading (ChainPageFlow *flow,
               const char    *number,
               const char    *title,
               const char    *phase)
{
  const double right = flow->left + flow->width;
  double width;
  g_autoptr (PangoLayout) name = chain_text_new (flow->context, title, 1.12, CHAIN_TEXT_BOLD);
  g_autoptr (PangoLayout) which = chain_text_new (flow->context, number, 1, CHAIN_TEXT_PLAIN);

  cairo_move_to (flow->cr, flow->left, flow->y);
  cairo_line_to (flow->cr, right, flow->y);
  chain_color_set (flow->cr, &chain_palette_light.grid, 1);
  cairo_set_line_width (flow->cr, 0.7);
  cairo_stroke (flow->cr);
  flow->y += HEADING / 2;
  chain_text_size (which, &width, NULL);
  chain_color_set (flow->cr, &chain_palette_light.dim_text, 1);
  chain_text_draw (flow->cr, which, flow->left, flow->y, 0, 0.5);
  chain_text_show (flow->cr, flow->context, phase, 0.9, CHAIN_TEXT_PLAIN, right, flow->y, 1, 0.5);
  chain_text_ellipsize (name, 0.7 * flow->width - width);
  chain_color_set (flow->cr, &chain_palette_light.text, 1);
  chain_text_draw (flow->cr, name, flow->left + width + 8, flow->y, 0, 0.5);
  flow->y += HEADING / 2 + 4;
}

/* "Forward pass" */
static const char *const phase_titles[] = {
  [CHAIN_PHASE_FORWARD] = "Forward pass",
  [CHAIN_PHASE_LOSS] = "Loss",
  [CHAIN_PHASE_BACKWARD] = "Backward pass",
  [CHAIN_PHASE_UPDATE] = "Update",
};

/**
 * chain_handout_write_step:
 * @session: a session that stands right after a step
 * @flow: pages
 *
 * Writes that step. Its heading stays with the drawing; equations go on over as many pages as
 * they need, each with a line that says which step it is.
 */
void
chain_handout_write_step (ChainSession  *session,
                          ChainPageFlow *flow)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const ChainStep *step = chain_session_get_current_step (session);
  g_autofree char *title = chain_step_title (chain_stepper_recording (stepper), step);
  g_autofree char *number = g_strdup_printf ("Step %u of %u", chain_stepper_position (stepper),
                                             chain_stepper_n_steps (stepper));
  g_autofree char *again = g_strdup_printf ("%s: %s, continued", number, title);
  double top;
  guint page;

  chain_page_flow_need (flow, HEADING + DRAWING_HEIGHT + 4);
  write_heading (flow, number, title, phase_titles[step->phase]);
  chain_session_set_overlay (session, overlays[step->phase]);
  chain_handout_draw_network (session, flow, DRAWING_WIDTH, DRAWING_HEIGHT, DRAWING_SCALE);
  top = flow->y;
  page = flow->page;
  chain_page_flow_set_heading (flow, again);
  write_equations (session, flow);
  chain_page_flow_set_heading (flow, NULL);
  if (flow->page == page)
    flow->y = MAX (flow->y, top + DRAWING_HEIGHT);
  flow->y += AFTER;
}
