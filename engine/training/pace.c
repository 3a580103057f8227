/* pace.c: how fast a run may be, so that it can be watched.
 *
 * SPDX-License-Identifier: MIT
 */
#include "training/pace.h"

#define LONGEST_WAIT (5 * G_TIME_SPAN_MILLISECOND) /* then a cancel or another pace is looked for */
#define MOST_BEHIND (G_TIME_SPAN_SECOND / 4)       /* what was missed before is never made up for */

/**
 * chain_pace_set:
 * @pace: a pace
 * @steps_per_second: how many steps a second are made from now on; 0: as many as can be
 */
void
chain_pace_set (ChainPace *pace, guint steps_per_second)
{
  g_atomic_int_set (&pace->wanted, (gint) MIN (steps_per_second, G_MAXINT));
}

static void
begin (ChainPace *pace, gint wanted, gint64 now)
{
  pace->kept = wanted;
  pace->since = now;
  pace->made = 0;
}

/**
 * chain_pace_due:
 * @pace: a pace
 * @most: how many steps could be made at once, at least 1
 *
 * Waits a few milliseconds if none is due yet. A new pace begins with a step at once.
 *
 * Returns: how many may be made now, up to @most; 0: to be asked again
 */
guint
chain_pace_due (ChainPace *pace, guint most)
{
  const gint   wanted = g_atomic_int_get (&pace->wanted);
  const gint64 now = g_get_monotonic_time ();
  gint64       due;

  if (wanted == 0)
    {
      pace->kept = 0;
      return most;
    }
  if (wanted != pace->kept)
    begin (pace, wanted, now);
  due = (now - pace->since) * wanted / G_TIME_SPAN_SECOND + 1;
  if ((due - pace->made) * G_TIME_SPAN_SECOND / wanted > MOST_BEHIND && due - pace->made > 1)
    {
      begin (pace, wanted, now);
      due = 1;
    }
  if (due <= pace->made)
    {
      const gint64 next = pace->since + pace->made * G_TIME_SPAN_SECOND / wanted;

      g_usleep ((gulong) CLAMP (next - now, 1, LONGEST_WAIT));
      return 0;
    }
  return (guint) MIN (due - pace->made, most);
}

/**
 * chain_pace_made:
 * @pace: a pace
 * @n: how many of the steps that were due have been made
 */
void
chain_pace_made (ChainPace *pace, guint n)
{
  pace->made += n;
}
