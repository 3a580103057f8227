/* network-contents.h: from the session's stepper to the contents of the network's drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/paint/network-picture.h"
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
} ChainPartAccount;

ChainNetworkPicture *chain_network_contents_new     (ChainSession           *session);
ChainPartAccount    *chain_part_account_new         (ChainSession           *session,
                                                     const ChainPart        *part);
void                 chain_part_account_free        (ChainPartAccount       *account);
char                *chain_part_account_to_text     (const ChainPartAccount *account);
ChainSelection       chain_part_to_selection        (const ChainPart        *part);
char                *chain_network_contents_caption (ChainSession           *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ChainPartAccount, chain_part_account_free)
