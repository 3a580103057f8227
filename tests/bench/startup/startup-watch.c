/* startup-watch.c: starts a program and tells when its window has been drawn.
 *
 * It looks at the display as a person does, so the program need not help: the time runs from just
 * before the program is executed to the first drawing that covers a mapped window at least as
 * large as a main window and leaves it other than black; that the server clears a new window does
 * not count. Answers each "open PROGRAM [ARGUMENT...]" on the standard input in one
 * line of JSON, once the program is gone again.
 *
 * SPDX-License-Identifier: MIT
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TIMEOUT_SECONDS 20
#define MAIN_WINDOW 400  /* pixels a main window is wide and high at least */
#define COVERED 0.9      /* of the window; its corners may be round */

typedef struct
{
  Display *display;
  int      damage_event;
} Watch;

/* A window may be gone before it is asked about. */
static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

static double
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* New windows are cleared to black; no theme's windows are black all over. */
static gboolean
has_content (Watch *watch, Drawable window, const XWindowAttributes *size)
{
  XImage  *line = XGetImage (watch->display, window, size->width / 2, 0, 1, size->height, AllPlanes,
                             ZPixmap);
  gboolean content = FALSE;

  if (line == NULL)
    return FALSE;
  for (int y = 0; y < size->height; y++)
    content |= (XGetPixel (line, 0, y) & 0xffffff) != 0;
  XDestroyImage (line);
  return content;
}

/* Whether the event is what is waited for. */
static gboolean
is_first_frame (Watch *watch, const XEvent *event)
{
  const XDamageNotifyEvent *damage = (const XDamageNotifyEvent *) event;
  XWindowAttributes         window;

  if (event->type == CreateNotify)
    XDamageCreate (watch->display, event->xcreatewindow.window, XDamageReportRawRectangles);
  if (event->type != watch->damage_event
      || !XGetWindowAttributes (watch->display, damage->drawable, &window))
    return FALSE;
  return window.map_state == IsViewable && window.width >= MAIN_WINDOW
         && window.height >= MAIN_WINDOW
         && (double) damage->area.width * damage->area.height
              >= COVERED * window.width * window.height
         && has_content (watch, damage->drawable, &window);
}

/* When it was drawn; 0 if it was not in time. */
static double
wait_for_frame (Watch *watch, double started)
{
  struct pollfd connection = { ConnectionNumber (watch->display), POLLIN, 0 };

  while (seconds () < started + TIMEOUT_SECONDS)
    {
      while (XPending (watch->display) > 0)
        {
          XEvent       event;
          const double now = seconds ();

          XNextEvent (watch->display, &event);
          if (is_first_frame (watch, &event))
            return now;
        }
      poll (&connection, 1, 100);
    }
  return 0;
}

static pid_t
start (char **arguments)
{
  const pid_t child = fork ();

  if (child == 0)
    {
      execv (arguments[0], arguments);
      _exit (127);
    }
  return child;
}

static void
open_program (Watch *watch, char **arguments)
{
  const double  started = seconds ();
  const pid_t   child = start (arguments);
  const double  drawn = wait_for_frame (watch, started);
  struct rusage usage;

  kill (child, SIGKILL);
  wait4 (child, NULL, 0, &usage);
  if (drawn == 0)
    printf ("{\"error\": \"no window was drawn\"}\n");
  else
    printf ("{\"seconds\": %.6f, \"processor\": %.6f}\n", drawn - started,
            (double) usage.ru_utime.tv_sec + 1e-6 * (double) usage.ru_utime.tv_usec
              + (double) usage.ru_stime.tv_sec + 1e-6 * (double) usage.ru_stime.tv_usec);
  XSync (watch->display, True);
}

int
main (void)
{
  Watch watch = { .display = XOpenDisplay (NULL) };
  char  line[4096];
  int   error_base;

  if (watch.display == NULL
      || !XDamageQueryExtension (watch.display, &watch.damage_event, &error_base))
    {
      fprintf (stderr, "startup-watch: no display that reports damage\n");
      return 1;
    }
  watch.damage_event += XDamageNotify;
  XSetErrorHandler (ignore_error);
  XSelectInput (watch.display, DefaultRootWindow (watch.display), SubstructureNotifyMask);
  XSync (watch.display, False);
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_auto (GStrv) words = g_strsplit (g_strchomp (line), " ", -1);

      if (g_strv_length (words) < 2 || strcmp (words[0], "open") != 0)
        printf ("{\"error\": \"expected: open PROGRAM\"}\n");
      else
        open_program (&watch, words + 1);
      fflush (stdout);
    }
  return 0;
}
