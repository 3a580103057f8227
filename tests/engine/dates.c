/* dates.c: tests of texts that are dates. The numbers of days are those of Python's datetime.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dates.h"

#include "base/error.h"

#include <math.h>

static const struct
{
  const char *form;
  const char *text;
  double      days; /* NaN: no date */
} cases[] = {
  { "YYYY-MM-DD", "1970-01-01", 0 },
  { "YYYY-MM-DD", "1969-12-31", -1 },
  { "YYYY-MM-DD", "2024-02-29", 19782 },
  { "YYYY-MM-DD", "2024-03-01", 19783 },
  { "YYYY-MM-DD", "2024-3-1", 19783 },
  { "YYYY-MM-DD", " 2024-03-01 ", 19783 },
  { "YYYY-MM-DD", "1900-03-01", -25508 },
  { "YYYY-MM-DD", "0001-01-01", -719162 },
  { "YYYY-MM-DD", "9999-12-31", 2932896 },
  { "YYYY-MM-DD", "2024-03-01T12:30", 19783.520833333332 },
  { "YYYY-MM-DD", "2024-03-01 12:30", 19783.520833333332 },
  { "YYYY-MM-DD", "2024-03-01T12:30:15.5", 19783.521012731483 },
  { "YYYY-MM-DD", "2024-03-01T12:30:00Z", 19783.520833333332 },
  { "YYYY-MM-DD", "2024-03-01T12:30+02:00", 19783.4375 },
  { "YYYY-MM-DD", "2024-03-01T10:30-0200", 19783.520833333332 },
  { "YYYY-MM-DD", "2024-03-01T00:00", 19783 },
  { "YYYY/MM/DD", "2024/03/01", 19783 },
  { "DD/MM/YYYY", "01/03/2024", 19783 },
  { "MM/DD/YYYY", "03/01/2024", 19783 },
  { "MM/DD/YYYY", "3/1/2024 12:30", 19783.520833333332 },
  { "DD.MM.YYYY", "1.3.2024", 19783 },
  { "DD-MM-YYYY", "01-03-2024", 19783 },
  { "MM-DD-YYYY", "03-01-2024", 19783 },

  { "YYYY-MM-DD", "", NAN },
  { "YYYY-MM-DD", "2024", NAN },
  { "YYYY-MM-DD", "2024-03", NAN },
  { "YYYY-MM-DD", "2023-02-29", NAN },
  { "YYYY-MM-DD", "2024-13-01", NAN },
  { "YYYY-MM-DD", "2024-00-01", NAN },
  { "YYYY-MM-DD", "2024-01-00", NAN },
  { "YYYY-MM-DD", "0000-01-01", NAN },
  { "YYYY-MM-DD", "24-03-01", NAN },
  { "YYYY-MM-DD", "20240-03-01", NAN },
  { "YYYY-MM-DD", "2024-03-001", NAN },
  { "YYYY-MM-DD", "2024-03-01x", NAN },
  { "YYYY-MM-DD", "2024/03/01", NAN },
  { "YYYY-MM-DD", "2024-03-01T", NAN },
  { "YYYY-MM-DD", "2024-03-01T24:00", NAN },
  { "YYYY-MM-DD", "2024-03-01T12:60", NAN },
  { "YYYY-MM-DD", "2024-03-01T12:30:60", NAN },
  { "YYYY-MM-DD", "2024-03-01T12:30:15.", NAN },
  { "YYYY-MM-DD", "2024-03-01T12", NAN },
  { "YYYY-MM-DD", "2024-03-01+02:00", NAN },
  { "YYYY-MM-DD", "2024-03-01T12:30+2", NAN },
  { "YYYY-MM-DD", "-2024-03-01", NAN },
  { "DD/MM/YYYY", "13/13/2024", NAN },
  { "MM/DD/YYYY", "13/01/2024", NAN },
};

static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ChainDateForm *form = chain_date_form_find (cases[i].form);
      double               days;

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (form);
      g_assert_cmpstr (chain_date_form_name (form), ==, cases[i].form);
      g_assert_true (chain_date_form_read (form, cases[i].text, &days) == !isnan (cases[i].days));
      if (!isnan (cases[i].days))
        g_assert_cmpfloat_with_epsilon (days, cases[i].days, 1e-9);
    }
  g_assert_null (chain_date_form_find ("YY-MM-DD"));
}

static ChainColumn *
make_column (const char *const *texts, guint n)
{
  GPtrArray *levels = g_ptr_array_new_with_free_func (g_free);
  guint32   *codes = g_new (guint32, n + 1);

  for (guint i = 0; i < n; i++)
    {
      codes[i] = i;
      g_ptr_array_add (levels, g_strdup (texts[i]));
    }
  codes[n] = CHAIN_CODE_MISSING;
  return chain_column_new_categories ("when", n + 1, codes, levels);
}

static void
test_look (void)
{
  static const struct
  {
    const char *texts[4];
    const char *form; /* NULL: none, or not to be told */
  } columns[] = {
    { { "2024-03-01", "2023-12-31" }, "YYYY-MM-DD" },
    { { "2024-03-01", "2023-12-31T08:00" }, "YYYY-MM-DD" },
    { { "2024/03/01" }, "YYYY/MM/DD" },
    { { "2024-03-01", "2024/03/01" }, NULL },
    { { "2024-03-01", "soon" }, NULL },
    { { "01/02/2024", "13/02/2024" }, "DD/MM/YYYY" },
    { { "01/02/2024", "02/13/2024" }, "MM/DD/YYYY" },
    { { "01/02/2024", "02/03/2024" }, NULL },
    { { "13/02/2024", "02/13/2024" }, NULL },
    { { "01.02.2024" }, "DD.MM.YYYY" },
    { { "01.13.2024" }, NULL },
    { { "x" }, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      guint n = 0;
      g_autoptr (ChainColumn) column = NULL;
      const ChainDateForm *form;

      while (n < G_N_ELEMENTS (columns[i].texts) && columns[i].texts[n] != NULL)
        n++;
      column = make_column (columns[i].texts, n);
      form = chain_column_looks_like_dates (column);
      g_assert_cmpstr (form != NULL ? chain_date_form_name (form) : NULL, ==, columns[i].form);
    }
}

static void
test_not_texts (void)
{
  g_autoptr (ChainColumn) numbers = chain_column_new_numbers ("x", 1, g_new0 (double, 1));
  g_autoptr (ChainColumn) empty = chain_column_new_empty ("x", 1);

  g_assert_null (chain_column_looks_like_dates (numbers));
  g_assert_null (chain_column_looks_like_dates (empty));
}

static void
test_days (void)
{
  static const char *const texts[] = { "2024-03-01", "1970-01-02T12:00" };
  static const char *const wrong[] = { "2024-03-01", "soon" };
  const ChainDateForm *form = chain_date_form_find ("YYYY-MM-DD");
  g_autoptr (GError) error = NULL;
  g_autoptr (ChainColumn) column = make_column (texts, 2);
  g_autoptr (ChainColumn) slip = make_column (wrong, 2);
  g_autoptr (ChainColumn) days = chain_column_as_days (column, 3, form, &error);

  g_assert_no_error (error);
  g_assert_cmpint (days->kind, ==, CHAIN_COLUMN_NUMBER);
  g_assert_cmpstr (days->name, ==, "when");
  g_assert_cmpfloat (days->numbers[0], ==, 19783);
  g_assert_cmpfloat (days->numbers[1], ==, 1.5);
  g_assert_true (isnan (days->numbers[2]));
  g_assert_cmpuint (days->n_missing, ==, 1);

  g_assert_null (chain_column_as_days (slip, 3, form, &error));
  g_assert_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE);
  g_assert_cmpstr (error->message, ==,
                   "column when: expected dates such as YYYY-MM-DD, found \"soon\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/dates/read", test_read);
  g_test_add_func ("/engine/dates/look", test_look);
  g_test_add_func ("/engine/dates/not-texts", test_not_texts);
  g_test_add_func ("/engine/dates/days", test_days);
  return g_test_run ();
}
