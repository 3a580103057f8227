/* formula-box.h: boxes of set mathematics: a text, a row, a fraction, scripts, parentheses.
 *
 * A box hangs on a baseline: it reaches `ascent` above and `descent` below it.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <pango/pangocairo.h>

typedef enum
{
  CHAIN_FACE_UPRIGHT,
  CHAIN_FACE_ITALIC,
  CHAIN_FACE_BOLD,
} ChainFace;

typedef struct _ChainBox ChainBox;
struct _ChainBox
{
  double       x, y; /* of the baseline's left end, relative to the parent's */
  double       width, ascent, descent;
  PangoLayout *text;     /* NULL unless a text */
  char         fence;    /* '(' or ')', else 0 */
  double       rule;     /* thickness of a fraction's rule, else 0 */
  GPtrArray   *children; /* ChainBox * */
};

/* Scripts stand at this part of their base's size. */
#define CHAIN_BOX_SCRIPT 0.65

ChainBox *chain_box_text     (PangoContext *context,
                              const char   *text,
                              ChainFace     face,
                              double        size);
ChainBox *chain_box_row      (void);
void      chain_box_append   (ChainBox     *row,
                              ChainBox     *child);
void      chain_box_space    (ChainBox     *row,
                              double        width);
ChainBox *chain_box_fraction (ChainBox     *numerator,
                              ChainBox     *denominator,
                              double        size);
ChainBox *chain_box_scripts  (ChainBox     *base,
                              ChainBox     *subscript,
                              ChainBox     *superscript,
                              double        size);
ChainBox *chain_box_fence    (PangoContext *context,
                              char          fence,
                              const ChainBox *around,
                              double        size);
void      chain_box_free     (ChainBox     *box);
void      chain_box_draw     (const ChainBox *box,
                              cairo_t      *cr,
                              double        x,
                              double        y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainBox, chain_box_free)
