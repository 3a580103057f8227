/* samples-gallery.h: the data sets that come with the program, each with a small picture.
 *
 * Signal "chosen": one of them was clicked; it is opened by the action win.open-sample.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CHAIN_TYPE_SAMPLES_GALLERY (chain_samples_gallery_get_type ())
G_DECLARE_FINAL_TYPE (ChainSamplesGallery, chain_samples_gallery, CHAIN, SAMPLES_GALLERY, GtkWidget)

GtkWidget *chain_samples_gallery_new (void);

G_END_DECLS
