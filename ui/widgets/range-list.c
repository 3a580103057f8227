/* range-list.c: the earlier range tests of a session: to show, hide, rename and delete.
 *
 * Each row tells what has changed since; it is kept as long as its test is, so that a name can be
 * edited while another test runs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/range-list.h"

#include "ui/widgets/name-label.h"

typedef struct
{
  ChainRangeList *list;
  guint           number; /* of the test */
  GtkWidget      *line;
  GtkWidget      *shown;
  GtkWidget      *name;
  GtkWidget      *since;
  gboolean        seen;   /* the session still has it */
} Row;

struct _ChainRangeList
{
  GtkWidget     parent_instance;

  ChainSession *session; /* owned; NULL before it is set */
  GPtrArray    *rows;    /* Row *, the latest first */
  gboolean      updating;
};

G_DEFINE_FINAL_TYPE (ChainRangeList, chain_range_list, GTK_TYPE_WIDGET)

static void
row_free (gpointer data)
{
  Row *row = data;

  g_signal_handlers_disconnect_by_data (row->name, row);
  gtk_widget_unparent (row->line);
  g_free (row);
}

static void
on_shown (GtkCheckButton *shown, Row *row)
{
  if (!row->list->updating)
    chain_session_hide_range_test (row->list->session, row->number,
                                   !gtk_check_button_get_active (shown));
}

static void
on_renamed (GtkWidget *name, GParamSpec *property G_GNUC_UNUSED, Row *row)
{
  if (!row->list->updating && !gtk_editable_label_get_editing (GTK_EDITABLE_LABEL (name)))
    chain_session_rename_range_test (row->list->session, row->number,
                                     gtk_editable_get_text (GTK_EDITABLE (name)));
}

static void
on_delete (GtkButton *button G_GNUC_UNUSED, Row *row)
{
  chain_session_delete_range_test (row->list->session, row->number);
}

static void
name_widget (GtkWidget *widget, const char *format, const char *test)
{
  g_autofree char *name = g_strdup_printf (format, test);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static Row *
row_new (ChainRangeList *list, const ChainRangeTest *test)
{
  Row       *row = g_new0 (Row, 1);
  GtkWidget *remove = gtk_button_new_from_icon_name ("edit-delete-symbolic");

  row->list = list;
  row->number = test->number;
  row->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  row->shown = gtk_check_button_new ();
  row->name = chain_name_label_new (test->name);
  row->since = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (row->since), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->since), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (row->since, TRUE);
  gtk_widget_add_css_class (row->since, "caption");
  gtk_widget_add_css_class (row->since, "dim-label");
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (row->shown, "Show its curve");
  name_widget (row->shown, "Show %s", test->name);
  name_widget (remove, "Delete %s", test->name);
  name_widget (row->name, "Name of %s", test->name);
  gtk_box_append (GTK_BOX (row->line), row->shown);
  gtk_box_append (GTK_BOX (row->line), row->name);
  gtk_box_append (GTK_BOX (row->line), row->since);
  gtk_box_append (GTK_BOX (row->line), remove);
  g_signal_connect (row->shown, "toggled", G_CALLBACK (on_shown), row);
  g_signal_connect (row->name, "notify::editing", G_CALLBACK (on_renamed), row);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_delete), row);
  gtk_widget_insert_after (row->line, GTK_WIDGET (list), NULL);
  g_ptr_array_insert (list->rows, 0, row);
  return row;
}

static Row *
row_of (ChainRangeList *list, const ChainRangeTest *test)
{
  for (guint i = 0; i < list->rows->len; i++)
    {
      Row *row = g_ptr_array_index (list->rows, i);

      if (row->number == test->number)
        return row;
    }
  return row_new (list, test);
}

static void
show_test (ChainRangeList *self, const ChainRangeTest *test, const ChainRangeTest *latest)
{
  Row             *row = row_of (self, test);
  g_autofree char *difference = latest != NULL ? chain_range_test_difference (latest, test) : NULL;
  g_autofree char *text
    = difference != NULL ? g_strdup_printf ("since then: %s", difference) : g_strdup ("");

  row->seen = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->shown), !test->hidden);
  if (!gtk_editable_label_get_editing (GTK_EDITABLE_LABEL (row->name)))
    gtk_editable_set_text (GTK_EDITABLE (row->name), test->name);
  gtk_label_set_text (GTK_LABEL (row->since), text);
  gtk_widget_set_tooltip_text (row->since, text);
}

static void
update (ChainRangeList *self)
{
  const GPtrArray *tests = chain_session_get_range_tests (self->session);

  self->updating = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    ((Row *) g_ptr_array_index (self->rows, i))->seen = FALSE;
  for (guint i = 0; i < tests->len; i++)
    {
      const ChainRangeTest *test = g_ptr_array_index (tests, i);

      if (test->range != NULL)
        show_test (self, test, chain_session_get_range_test (self->session));
    }
  for (guint i = self->rows->len; i > 0; i--)
    if (!((Row *) g_ptr_array_index (self->rows, i - 1))->seen)
      g_ptr_array_remove_index (self->rows, i - 1);
  gtk_widget_set_visible (GTK_WIDGET (self), self->rows->len > 0);
  self->updating = FALSE;
}

static void
chain_range_list_dispose (GObject *object)
{
  ChainRangeList *self = CHAIN_RANGE_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (chain_range_list_parent_class)->dispose (object);
}

static void
chain_range_list_class_init (ChainRangeListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chain_range_list_dispose;
  gtk_widget_class_set_css_name (widget_class, "range-list");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
chain_range_list_init (ChainRangeList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->rows = g_ptr_array_new_with_free_func (row_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
}

/**
 * chain_range_list_set_session:
 * @list: the list
 * @session: whose earlier tests it shows
 */
void
chain_range_list_set_session (ChainRangeList *list, ChainSession *session)
{
  g_return_if_fail (CHAIN_IS_RANGE_LIST (list) && list->session == NULL);

  list->session = g_object_ref (session);
  g_signal_connect_swapped (session, "range-changed", G_CALLBACK (update), list);
  update (list);
}
