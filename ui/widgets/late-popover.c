/* late-popover.c: popovers and menus that are made when they are first opened.
 *
 * A window has more widgets in its menus than outside, and most are never opened.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/late-popover.h"

#define MAKER "late-popover"

typedef struct
{
  ChainPopoverMaker make;
  gpointer          data;
} Maker;

static void
on_open_popover (GtkMenuButton *button,
                 gpointer       maker G_GNUC_UNUSED)
{
  chain_late_popover_get (button);
}

static void
on_open_menu (GtkMenuButton *button,
              gpointer       menu)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, menu);
}

/**
 * chain_late_popover_set:
 * @button: a menu button without a popover
 * @make: makes the popover, once
 * @data: for @make; lives as long as @button
 */
void
chain_late_popover_set (GtkMenuButton    *button,
                        ChainPopoverMaker make,
                        gpointer          data)
{
  Maker *maker = g_new (Maker, 1);

  *maker = (Maker){ make, data };
  g_object_set_data_full (G_OBJECT (button), MAKER, maker, g_free);
  gtk_menu_button_set_create_popup_func (button, on_open_popover, NULL, NULL);
}

/**
 * chain_late_popover_get:
 * @button: a menu button whose popover was set with chain_late_popover_set()
 *
 * Returns: (transfer none): its popover, made now if it was not before
 */
GtkPopover *
chain_late_popover_get (GtkMenuButton *button)
{
  const Maker *maker = g_object_get_data (G_OBJECT (button), MAKER);

  g_return_val_if_fail (maker != NULL, NULL);

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_popover (button, maker->make (maker->data));
  return gtk_menu_button_get_popover (button);
}

/**
 * chain_late_popover_set_menu:
 * @button: a menu button
 * @menu: what it offers from now on
 */
void
chain_late_popover_set_menu (GtkMenuButton *button,
                             GMenuModel    *menu)
{
  gtk_menu_button_set_menu_model (button, NULL);
  gtk_menu_button_set_create_popup_func (button, on_open_menu, g_object_ref (menu),
                                         g_object_unref);
}
