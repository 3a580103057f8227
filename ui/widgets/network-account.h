/* network-account.h: what is known of a part of the drawing, for people who hover or listen.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-bundles.h"
#include "ui/session.h"

/* A number of a part of the network, and what it is. */
typedef struct
{
  char  *name; /* "∂L/∂w" */
  double value;
} ChainPartNumber;

/* What is known of a part at this place of the iteration. */
typedef struct
{
  char   *title;   /* "w₂₁ of Hidden 1" */
  GArray *numbers; /* ChainPartNumber */
  char   *hint;    /* (nullable): what a click does */
} ChainPartAccount;

ChainPartAccount *chain_part_account_new     (ChainSession               *session,
                                              const ChainNetworkPicture  *picture,
                                              const ChainNetworkGeometry *geometry,
                                              const ChainPart            *part);
void              chain_part_account_free    (ChainPartAccount       *account);
char             *chain_part_account_to_text (const ChainPartAccount *account);
ChainSelection    chain_part_to_selection    (const ChainPart        *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPartAccount, chain_part_account_free)
