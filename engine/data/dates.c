/* dates.c: texts that are dates, as numbers of days.
 *
 * A date may have a time of day behind it, and that a distance from universal time: 2024-03-01,
 * 2024-03-01T12:30, 2024-03-01 12:30:15.5+02:00.
 *
 * SPDX-License-Identifier: MIT
 */
#include "data/dates.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

#define EPOCH 719163 /* GDate's number of 1970-01-01 */
#define SECONDS_A_DAY 86400

typedef enum
{
  YEAR,
  MONTH,
  DAY,
} Part;

struct _ChainDateForm
{
  const char *name;
  Part        order[3];
  char        separator;
};

/* 01.03.2024 is the first of March wherever points are written; with other separators it takes a
 * day past the twelfth to tell. */
static const ChainDateForm forms[] = {
  { "YYYY-MM-DD", { YEAR, MONTH, DAY }, '-' },
  { "YYYY/MM/DD", { YEAR, MONTH, DAY }, '/' },
  { "DD/MM/YYYY", { DAY, MONTH, YEAR }, '/' },
  { "MM/DD/YYYY", { MONTH, DAY, YEAR }, '/' },
  { "DD.MM.YYYY", { DAY, MONTH, YEAR }, '.' },
  { "DD-MM-YYYY", { DAY, MONTH, YEAR }, '-' },
  { "MM-DD-YYYY", { MONTH, DAY, YEAR }, '-' },
};

/* Past @least to @most digits; NULL if there are not so many, or more. */
static const char *
read_whole (const char *text, guint least, guint most, guint *value)
{
  guint n = 0;

  *value = 0;
  for (; g_ascii_isdigit (*text) && n <= most; text++, n++)
    *value = *value * 10 + (guint) (*text - '0');
  return n >= least && n <= most ? text : NULL;
}

static const char *
read_date (const ChainDateForm *form, const char *text, double *days)
{
  guint parts[3];
  GDate date;

  for (guint i = 0; i < G_N_ELEMENTS (form->order); i++)
    {
      const Part part = form->order[i];

      if (i > 0 && *text++ != form->separator)
        return NULL;
      text = part == YEAR ? read_whole (text, 4, 4, &parts[part])
                          : read_whole (text, 1, 2, &parts[part]);
      if (text == NULL)
        return NULL;
    }
  if (!g_date_valid_dmy ((GDateDay) parts[DAY], (GDateMonth) parts[MONTH],
                         (GDateYear) parts[YEAR]))
    return NULL;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) parts[DAY], (GDateMonth) parts[MONTH],
                  (GDateYear) parts[YEAR]);
  *days = (double) g_date_get_julian (&date) - EPOCH;
  return text;
}

/* SS and a fraction. */
static const char *
read_seconds (const char *text, double *time)
{
  guint  seconds;
  double unit = 1;

  text = read_whole (text, 2, 2, &seconds);
  if (text == NULL || seconds > 59)
    return NULL;
  *time += seconds;
  if (*text != '.' && *text != ',')
    return text;
  if (!g_ascii_isdigit (text[1]))
    return NULL;
  for (text++; g_ascii_isdigit (*text); text++)
    {
      unit /= 10;
      *time += unit * (*text - '0');
    }
  return text;
}

/* HH:MM and what may follow, in seconds. */
static const char *
read_time (const char *text, double *time)
{
  guint hours;
  guint minutes;

  text = read_whole (text, 1, 2, &hours);
  if (text == NULL || *text != ':')
    return NULL;
  text = read_whole (text + 1, 2, 2, &minutes);
  if (text == NULL || hours > 23 || minutes > 59)
    return NULL;
  *time = hours * 3600.0 + minutes * 60.0;
  return *text == ':' ? read_seconds (text + 1, time) : text;
}

/* Z, ±HH, ±HHMM or ±HH:MM, in seconds; the text itself if there is none. */
static const char *
read_zone (const char *text, double *ahead)
{
  const double sign = *text == '-' ? -1 : 1;
  const char  *end;
  guint        whole;
  guint        minutes = 0;

  *ahead = 0;
  if (*text == 'Z')
    return text + 1;
  if (*text != '+' && *text != '-')
    return text;
  end = read_whole (text + 1, 2, 4, &whole);
  if (end == NULL || end - text == 4)
    return NULL;
  if (end - text == 5)
    {
      minutes = whole % 100;
      whole /= 100;
    }
  else if (*end == ':')
    end = read_whole (end + 1, 2, 2, &minutes);
  if (end == NULL || whole > 23 || minutes > 59)
    return NULL;
  *ahead = sign * (whole * 3600.0 + minutes * 60.0);
  return end;
}

static const char *
skip_blanks (const char *text)
{
  while (*text == ' ' || *text == '\t')
    text++;
  return text;
}

/* Which of @candidates, a bit for each form, read the text too. */
static guint
narrow (guint candidates, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      double days;

      if ((candidates & (1u << i)) != 0 && !chain_date_form_read (&forms[i], text, &days))
        candidates &= ~(1u << i);
    }
  return candidates;
}

/**
 * chain_column_looks_like_dates:
 * @column: a column
 *
 * Returns: (transfer none) (nullable): the one form in which every value of the column is a date;
 *   %NULL if there is none, or the values leave open which of two is meant
 */
const ChainDateForm *
chain_column_looks_like_dates (const ChainColumn *column)
{
  guint candidates = (1u << G_N_ELEMENTS (forms)) - 1;

  if (column->kind != CHAIN_COLUMN_CATEGORY)
    return NULL;
  for (guint code = 0; code < column->levels->len && candidates != 0; code++)
    candidates = narrow (candidates, g_ptr_array_index (column->levels, code));
  /* Exactly one bit is left. */
  if (candidates == 0 || (candidates & (candidates - 1)) != 0)
    return NULL;
  return &forms[g_bit_nth_lsf (candidates, -1)];
}

/**
 * chain_column_as_days:
 * @column: a column of categories
 * @n_rows: number of its rows
 * @form: how its values are dates
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a column of numbers of the same name: days since 1970-01-01,
 *   the time of day as a fraction, NaN where a value is missing; %NULL if some level is no date
 */
ChainColumn *
chain_column_as_days (const ChainColumn   *column,
                      gsize                n_rows,
                      const ChainDateForm *form,
                      GError             **error)
{
  g_autofree double *level_days = NULL;
  double            *days;

  g_return_val_if_fail (column->kind == CHAIN_COLUMN_CATEGORY, NULL);

  level_days = g_new (double, column->levels->len);
  for (guint code = 0; code < column->levels->len; code++)
    {
      const char *text = g_ptr_array_index (column->levels, code);

      if (!chain_date_form_read (form, text, &level_days[code]))
        {
          g_set_error (error, CHAIN_ERROR, CHAIN_ERROR_VALUE,
                       "column %s: expected dates such as %s, found \"%s\"", column->name,
                       form->name, text);
          return NULL;
        }
    }
  days = g_new (double, n_rows);
  for (gsize row = 0; row < n_rows; row++)
    days[row] = column->codes[row] == CHAIN_CODE_MISSING ? NAN : level_days[column->codes[row]];
  return chain_column_new_numbers (column->name, n_rows, days);
}

/**
 * chain_date_form_name:
 * @form: a form
 *
 * Returns: (transfer none): its name in files and messages, "YYYY-MM-DD"
 */
const char *
chain_date_form_name (const ChainDateForm *form)
{
  return form->name;
}

/**
 * chain_date_form_find:
 * @name: a form's name
 *
 * Returns: (transfer none) (nullable): the form
 */
const ChainDateForm *
chain_date_form_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i].name, name) == 0)
      return &forms[i];
  return NULL;
}

/**
 * chain_date_form_read:
 * @form: a form
 * @text: a date in the Gregorian calendar, a time of day behind it or not, blanks around it
 * @days: (out): days since 1970-01-01, universal time where a zone is given; undefined if @text
 *   is no date
 *
 * Returns: whether the whole of @text is a date of this form
 */
gboolean
chain_date_form_read (const ChainDateForm *form, const char *text, double *days)
{
  double time = 0;
  double ahead = 0;

  text = read_date (form, skip_blanks (text), days);
  if (text == NULL)
    return FALSE;
  /* Only a time can be that of another zone. */
  if ((*text == 'T' || *text == ' ') && g_ascii_isdigit (text[1]))
    {
      text = read_time (text + 1, &time);
      if (text != NULL)
        text = read_zone (text, &ahead);
      *days += (time - ahead) / SECONDS_A_DAY;
    }
  return text != NULL && *skip_blanks (text) == '\0';
}
