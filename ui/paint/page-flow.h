/* page-flow.h: pages of PDF that are filled from top to bottom, each with a header and a number.
 *
 * Who writes asks for room first, and what stays together asks for it together; then it draws at
 * `y` and moves `y` on. Lengths are points, 1/72 inch.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/text.h"

typedef struct
{
  const char *name;
  const char *title;
  double      width, height;
} ChainPaper;

#define CHAIN_N_PAPERS 2
extern const ChainPaper chain_papers[CHAIN_N_PAPERS];

typedef struct
{
  const ChainPaper *paper;
  cairo_t          *cr;
  PangoContext     *context;    /* its font is that of the running text */
  double            left, width; /* of the text */
  double            top, bottom;
  double            y;           /* where the next thing goes */
  guint             page;        /* from 1 */
  char             *heading;     /* (nullable): of what goes on, repeated on the next page */

  cairo_surface_t  *surface;
  GByteArray       *bytes;
  char             *title;       /* in the header */
  char             *subtitle;
  guint             n_pages;     /* 0: not known */
} ChainPageFlow;

const ChainPaper *chain_paper_find         (const char       *name);
ChainPageFlow    *chain_page_flow_new      (const ChainPaper *paper,
                                            const char       *title,
                                            const char       *subtitle,
                                            guint             n_pages);
gboolean          chain_page_flow_need     (ChainPageFlow    *flow,
                                            double            height);
void              chain_page_flow_set_heading (ChainPageFlow *flow,
                                               const char    *heading);
void              chain_page_flow_write    (ChainPageFlow    *flow,
                                            const char       *text,
                                            double            scale,
                                            ChainTextFlags    flags,
                                            double            indent,
                                            int               most_lines,
                                            const ChainColor *color);
GBytes           *chain_page_flow_finish   (ChainPageFlow    *flow,
                                            GError          **error);
void              chain_page_flow_free     (ChainPageFlow    *flow);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPageFlow, chain_page_flow_free)
