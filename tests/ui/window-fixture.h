/* window-fixture.h: a real window for the window tests, and hands to press its buttons.
 *
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "app/application.h"
#include "ui/window.h"

typedef struct
{
  ChainApplication *application;
  ChainWindow      *window;
  ChainSession     *session;
} Fixture;

gboolean    fixture_init       (int           *argc,
                                char        ***argv);
void        fixture_set_up     (Fixture       *fixture,
                                gconstpointer  data);
void        fixture_tear_down  (Fixture       *fixture,
                                gconstpointer  data);
void        fixture_add        (const char    *path,
                                void         (*test) (Fixture *, gconstpointer));

void        fixture_settle     (void);
gboolean    fixture_wait       (Fixture       *fixture,
                                gboolean     (*done) (Fixture *));
void        fixture_open       (Fixture       *fixture,
                                const char    *path);
GtkWidget  *fixture_find_below (GtkWidget     *widget,
                                GType          type,
                                const char    *name);
GtkWidget  *fixture_find       (Fixture       *fixture,
                                GType          type,
                                const char    *name);
const char *fixture_read       (Fixture       *fixture,
                                const char    *label);
void        fixture_press      (Fixture       *fixture,
                                const char    *button);
