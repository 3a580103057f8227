/* element-list.h: the elements of the value a step computes, as a list model.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "ui/session.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One element, named and with its number. */
#define CHAIN_TYPE_ELEMENT (chain_element_get_type ())
G_DECLARE_FINAL_TYPE (ChainElement, chain_element, CHAIN, ELEMENT, GObject)

char *chain_element_dup_symbol (ChainElement *element);
char *chain_element_dup_value  (ChainElement *element);

#define CHAIN_TYPE_ELEMENT_LIST (chain_element_list_get_type ())
G_DECLARE_FINAL_TYPE (ChainElementList, chain_element_list, CHAIN, ELEMENT_LIST, GObject)

ChainElementList *chain_element_list_new  (void);
void              chain_element_list_show (ChainElementList *list,
                                           ChainStepper     *stepper,
                                           const ChainStep  *step);

G_END_DECLS
