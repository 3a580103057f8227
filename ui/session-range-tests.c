/* session-range-tests.c: the range tests of a document, kept to be compared.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/session-private.h"

#define MOST_TESTS 12 /* then the oldest goes */
#define LEAST_POINTS 2

/* Another document is opened. */
void
chain_session_forget_range_tests (ChainSession *self)
{
  self->range_test = NULL;
  self->n_range_tests = 0;
  g_ptr_array_set_size (self->range_tests, 0);
}

/* The latest curve becomes an earlier one, if there is anything of it and no edit is made that keeps
 * it. */
void
chain_session_shelve_range (ChainSession *self)
{
  if (self->keeps_range)
    return;
  if (self->range_test != NULL && self->range != NULL && self->range->loss->len >= LEAST_POINTS)
    self->range_test->range = g_steal_pointer (&self->range);
  else if (self->range_test != NULL)
    g_ptr_array_remove (self->range_tests, self->range_test);
  self->range_test = NULL;
  g_clear_pointer (&self->range, chain_lr_range_free);
}

/* A test with the project as it is now is the latest. */
void
chain_session_begin_range_test (ChainSession *self, const ChainLrRangeOptions *options)
{
  chain_session_shelve_range (self);
  if (self->range_tests->len == MOST_TESTS)
    g_ptr_array_remove_index (self->range_tests, 0);
  self->range_test
    = chain_range_test_new (++self->n_range_tests, chain_session_get_project (self),
                            chain_stepper_iteration (self->stepper), options);
  g_ptr_array_add (self->range_tests, self->range_test);
}

static ChainRangeTest *
find_test (ChainSession *self, guint number)
{
  for (guint i = 0; i < self->range_tests->len; i++)
    {
      ChainRangeTest *test = g_ptr_array_index (self->range_tests, i);

      if (test->number == number)
        return test;
    }
  return NULL;
}

/**
 * chain_session_get_range_tests:
 * @self: a session
 *
 * Returns: (transfer none) (element-type ChainRangeTest): oldest first; the latest, whose curve is
 *   chain_session_get_range(), is one of them
 */
const GPtrArray *
chain_session_get_range_tests (ChainSession *self)
{
  return self->range_tests;
}

/**
 * chain_session_get_range_test:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the latest, as long as its curve is the session's
 */
const ChainRangeTest *
chain_session_get_range_test (ChainSession *self)
{
  return self->range_test;
}

/**
 * chain_session_rename_range_test:
 * @self: a session
 * @number: of a test
 * @name: not empty
 *
 * Returns: %FALSE if there is no such test, or no name
 */
gboolean
chain_session_rename_range_test (ChainSession *self, guint number, const char *name)
{
  ChainRangeTest *test = find_test (self, number);

  if (test == NULL || *name == '\0')
    return FALSE;
  if (g_str_equal (test->name, name))
    return TRUE;
  g_free (test->name);
  test->name = g_strdup (name);
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return TRUE;
}

/**
 * chain_session_hide_range_test:
 * @self: a session
 * @number: of an earlier test
 * @hidden: whether its curve is left out
 *
 * Returns: %FALSE if there is no such test
 */
gboolean
chain_session_hide_range_test (ChainSession *self, guint number, gboolean hidden)
{
  ChainRangeTest *test = find_test (self, number);

  if (test == NULL)
    return FALSE;
  test->hidden = hidden;
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return TRUE;
}

/**
 * chain_session_delete_range_test:
 * @self: a session
 * @number: of an earlier test
 *
 * Returns: %FALSE if there is no such test, or it is the latest
 */
gboolean
chain_session_delete_range_test (ChainSession *self, guint number)
{
  ChainRangeTest *test = find_test (self, number);

  if (test == NULL || test == self->range_test)
    return FALSE;
  g_ptr_array_remove (self->range_tests, test);
  chain_session_emit (self, CHAIN_SESSION_RANGE_CHANGED);
  return TRUE;
}
