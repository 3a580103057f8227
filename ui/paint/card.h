/* card.h: a small card of names and numbers that floats beside what is pointed at.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/text.h"

typedef struct
{
  char       *name;  /* Pango markup */
  char       *value;
  ChainColor  color; /* of the value */
} ChainCardRow;

typedef struct
{
  char   *title; /* Pango markup */
  GArray *rows;  /* ChainCardRow */
} ChainCard;

ChainCard *chain_card_new  (const char         *title);
void       chain_card_free (ChainCard          *card);
void       chain_card_add  (ChainCard          *card,
                            const char         *name,
                            const char         *value,
                            const ChainColor   *color);
void       chain_card_draw (const ChainCard    *card,
                            cairo_t            *cr,
                            PangoContext       *context,
                            const ChainPalette *palette,
                            double              x,
                            double              y,
                            double              width,
                            double              height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainCard, chain_card_free)
