/* chart-menu.c: a small menu that saves and copies what a chart shows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/chart-menu.h"

#include "ui/widgets/late-popover.h"
#include "ui/widgets/tooltip.h"

struct _ChainChartMenu
{
  GtkWidget          parent_instance;

  ChainChartSource   source; /* draw is NULL before it is set */
  char              *title;
  GtkWidget         *button; /* owned, as the only child */
  GSimpleActionGroup *actions;
};

G_DEFINE_FINAL_TYPE (ChainChartMenu, chain_chart_menu, GTK_TYPE_WIDGET)

/* Of a chart that is not shown. */
#define WIDTH 800
#define HEIGHT 500

static const struct
{
  const char *label;
  const char *action;
  gboolean    numbers;
} items[] = {
  { "Save _picture…", "chart.save-picture", FALSE },
  { "_Copy picture", "chart.copy-picture", FALSE },
  { "Save _numbers…", "chart.save-numbers", TRUE },
  { "Copy n_umbers", "chart.copy-numbers", TRUE },
};

static void
show_error (ChainChartMenu *self,
            const GError   *error)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-error", "s", error->message);
}

static void
get_size (ChainChartMenu *self,
          double         *width,
          double         *height)
{
  *width = self->source.of != NULL ? gtk_widget_get_width (self->source.of) : 0;
  *height = self->source.of != NULL ? gtk_widget_get_height (self->source.of) : 0;
  if (*width >= CHAIN_PICTURE_LEAST_SIZE && *height >= CHAIN_PICTURE_LEAST_SIZE)
    return;
  *width = WIDTH;
  *height = HEIGHT;
}

static gboolean
is_csv (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".csv");
}

/**
 * chain_chart_menu_save:
 * @menu: a menu with a source
 * @path: (type filename): a file that ends in .svg, .pdf, .png or, where there are numbers, .csv
 * @error: set if it cannot be written
 *
 * Returns: %FALSE on an error, and then an earlier file is as it was
 */
gboolean
chain_chart_menu_save (ChainChartMenu *menu,
                       const char     *path,
                       GError        **error)
{
  g_autofree char *text = NULL;
  double           width, height;

  g_return_val_if_fail (CHAIN_IS_CHART_MENU (menu) && menu->source.draw != NULL, FALSE);

  if (menu->source.csv != NULL && is_csv (path))
    {
      text = menu->source.csv (menu->source.data);
      return g_file_set_contents (path, text, -1, error);
    }
  get_size (menu, &width, &height);
  return chain_picture_file_save (path, width, height, menu->source.draw, menu->source.data, error);
}

/* A name without an ending gets one, unless that is another file nobody was asked about. */
static char *
complete (const char *path,
          const char *extension)
{
  g_autofree char *full = g_strdup_printf ("%s.%s", path, extension);

  if (is_csv (path) || chain_picture_format_for_path (path) != NULL
      || g_file_test (full, G_FILE_TEST_EXISTS))
    return g_strdup (path);
  return g_steal_pointer (&full);
}

static void
on_chosen (GtkNativeDialog *native,
           int              response,
           ChainChartMenu  *self)
{
  g_autoptr (GFile)  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  g_autofree char   *chosen = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (response == GTK_RESPONSE_ACCEPT && chosen != NULL)
    {
      g_autofree char *path
          = complete (chosen, g_object_get_data (G_OBJECT (native), "extension"));

      if (!chain_chart_menu_save (self, path, &error))
        show_error (self, error);
    }
  g_object_unref (native);
}

static void
choose (ChainChartMenu *self,
        const char     *title,
        const char     *extension)
{
  GtkWidget            *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char      *name = g_strdup_printf ("%s.%s", self->title, extension);
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      title, GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, "Save", "Cancel");
  GtkFileFilter        *filter = gtk_file_filter_new ();
  const gboolean        numbers = is_csv (name);

  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS && !numbers; i++)
    gtk_file_filter_add_suffix (filter, chain_picture_formats[i].extension);
  if (numbers)
    gtk_file_filter_add_suffix (filter, extension);
  gtk_file_filter_set_name (filter, numbers ? "CSV" : "Pictures: SVG, PDF, PNG");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
  g_object_unref (filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), g_strdelimit (name, "/", '-'));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_object_set_data (G_OBJECT (native), "extension", (gpointer) extension);
  g_signal_connect_object (native, "response", G_CALLBACK (on_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

static void
on_save_picture (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant      *parameter G_GNUC_UNUSED,
                 gpointer       data)
{
  choose (data, "Save picture", "svg");
}

static void
on_save_numbers (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant      *parameter G_GNUC_UNUSED,
                 gpointer       data)
{
  choose (data, "Save numbers", "csv");
}

/* Who pastes takes the format it reads. */
static void
on_copy_picture (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant      *parameter G_GNUC_UNUSED,
                 gpointer       data)
{
  ChainChartMenu     *self = data;
  GdkContentProvider *providers[CHAIN_N_PICTURE_FORMATS];
  g_autoptr (GdkContentProvider) all = NULL;
  double              width, height;

  get_size (self, &width, &height);
  for (guint i = 0; i < CHAIN_N_PICTURE_FORMATS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes
          = chain_picture_format_draw (&chain_picture_formats[i], width, height, self->source.draw,
                                       self->source.data, &error);

      if (bytes == NULL)
        {
          show_error (self, error);
          while (i > 0)
            g_object_unref (providers[--i]);
          return;
        }
      providers[i]
          = gdk_content_provider_new_for_bytes (chain_picture_formats[i].mime_type, bytes);
    }
  all = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

static void
on_copy_numbers (GSimpleAction *action G_GNUC_UNUSED,
                 GVariant      *parameter G_GNUC_UNUSED,
                 gpointer       data)
{
  ChainChartMenu  *self = data;
  g_autofree char *text = self->source.csv (self->source.data);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static const GActionEntry actions[] = {
  { .name = "save-picture", .activate = on_save_picture },
  { .name = "copy-picture", .activate = on_copy_picture },
  { .name = "save-numbers", .activate = on_save_numbers },
  { .name = "copy-numbers", .activate = on_copy_numbers },
};

static void
chain_chart_menu_dispose (GObject *object)
{
  ChainChartMenu *self = CHAIN_CHART_MENU (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (chain_chart_menu_parent_class)->dispose (object);
}

static void
chain_chart_menu_class_init (ChainChartMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = chain_chart_menu_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
chain_chart_menu_init (ChainChartMenu *self)
{
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "view-more-symbolic");
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (self->button), FALSE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  chain_tooltip_set (self->button, "Save or copy this chart");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Save or copy", -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (self->actions));
}

/**
 * chain_chart_menu_new:
 *
 * Returns: (transfer floating): a menu button without a source
 */
GtkWidget *
chain_chart_menu_new (void)
{
  return g_object_new (CHAIN_TYPE_CHART_MENU, NULL);
}

/**
 * chain_chart_menu_set_source:
 * @menu: a menu
 * @source: what it saves from now on; copied, but for `of` and `data`
 */
void
chain_chart_menu_set_source (ChainChartMenu         *menu,
                             const ChainChartSource *source)
{
  g_autoptr (GMenu) model = g_menu_new ();

  g_return_if_fail (CHAIN_IS_CHART_MENU (menu) && source->draw != NULL);

  menu->source = *source;
  g_free (menu->title);
  menu->title = g_strdup (source->title);
  menu->source.title = menu->title;
  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    if (!items[i].numbers || source->csv != NULL)
      g_menu_append (model, items[i].label, items[i].action);
  chain_late_popover_set_menu (GTK_MENU_BUTTON (menu->button), G_MENU_MODEL (model));
}
