/* column-roles.h: what each column of the table is to the network.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "formats/project.h"

G_BEGIN_DECLS

typedef enum
{
  CHAIN_ROLE_FEATURE,
  CHAIN_ROLE_TARGET,
  CHAIN_ROLE_IGNORE,
  CHAIN_ROLE_FURTHER_TARGET, /* beside another target; numbers only */
  CHAIN_N_ROLES,
} ChainRole;

const char *chain_role_title         (ChainRole               role);
ChainRole   chain_role_of            (const ChainDataOptions *options,
                                      const char             *column);
void        chain_role_choose        (ChainDataOptions       *options,
                                      const ChainTable       *table,
                                      guint                   column,
                                      ChainRole               role);
gboolean    chain_role_ignore_missing (ChainDataOptions      *options,
                                       const ChainTable      *table);

G_END_DECLS
