/* network-follow.c: what the eye should follow in the drawing.
 *
 * SPDX-License-Identifier: MIT
 */
#include "ui/widgets/network-follow.h"

static void
follow (ChainNetworkPicture *picture,
        ChainPartKind        kind,
        guint                layer,
        guint                from,
        guint                unit)
{
  chain_network_picture_follow (picture, (ChainPart) { kind, layer, from, unit });
}

static void
follow_step (ChainNetworkPicture *picture,
             const ChainStep     *step,
             guint                n_layers)
{
  switch (step->quantity)
    {
    case CHAIN_QUANTITY_X:
      follow (picture, CHAIN_PART_UNIT, 0, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_KERNEL:
      follow (picture, CHAIN_PART_CONNECTION, step->layer, CHAIN_PART_ALL, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_BIAS:
      follow (picture, CHAIN_PART_BIAS, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_Z:
      if (!step->gradient)
        follow (picture, CHAIN_PART_CONNECTION, step->layer, CHAIN_PART_ALL, CHAIN_PART_ALL);
      follow (picture, CHAIN_PART_UNIT, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_A:
      if (step->gradient && step->layer < n_layers)
        follow (picture, CHAIN_PART_CONNECTION, step->layer + 1, CHAIN_PART_ALL, CHAIN_PART_ALL);
      follow (picture, CHAIN_PART_UNIT, step->layer, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_LOSS:
      follow (picture, CHAIN_PART_UNIT, n_layers, 0, CHAIN_PART_ALL);
      break;
    case CHAIN_QUANTITY_Y:
    case CHAIN_QUANTITY_LEARNING_RATE:
    case CHAIN_QUANTITY_OTHER:
    default:
      break;
    }
}

static void
follow_place (ChainNetworkPicture  *picture,
              const ChainSelection *selection)
{
  const guint layer = selection->layer;

  follow (picture, CHAIN_PART_UNIT, layer, 0, selection->unit);
  if (selection->kind == CHAIN_SELECTION_CONNECTION)
    {
      follow (picture, CHAIN_PART_CONNECTION, layer, selection->from, selection->unit);
      follow (picture, CHAIN_PART_UNIT, layer - 1, 0, selection->from);
    }
  if (selection->kind == CHAIN_SELECTION_BIAS)
    follow (picture, CHAIN_PART_BIAS, layer, 0, selection->unit);
}

/* Every way that the chain rule takes from the loss to a layer's unit. */
static void
follow_all_paths (ChainNetworkPicture  *picture,
                  const ChainSelection *selection,
                  guint                 n_layers)
{
  for (guint l = selection->layer + 1; l <= n_layers; l++)
    {
      follow (picture, CHAIN_PART_CONNECTION, l,
              l == selection->layer + 1 ? selection->unit : CHAIN_PART_ALL, CHAIN_PART_ALL);
      follow (picture, CHAIN_PART_UNIT, l, 0, CHAIN_PART_ALL);
    }
}

/* The strongest of them: from one activation of a layer to one of the next. */
static void
follow_strongest_path (ChainNetworkPicture  *picture,
                       ChainSession         *session,
                       const ChainSelection *selection)
{
  ChainStepper             *stepper = chain_session_get_stepper (session);
  const ChainRecording     *recording = chain_stepper_recording (stepper);
  const ChainRecordedLayer *layer = &recording->layers[selection->layer - 1];
  g_autoptr (ChainPath)     path
    = chain_path_new (recording, chain_stepper_walk (stepper), layer->z, 0, selection->unit,
                      chain_session_get_sample (session));
  guint unit = selection->unit;

  for (guint i = path->links->len; i-- > 0;)
    {
      const ChainPathLink *link = g_ptr_array_index (path->links, i);

      if (link->layer > selection->layer && link->by == recording->layers[link->layer - 1].z)
        {
          follow (picture, CHAIN_PART_CONNECTION, link->layer, unit, (guint) link->column);
          follow (picture, CHAIN_PART_UNIT, link->layer, 0, (guint) link->column);
        }
      unit = (guint) link->column;
    }
}

/* A unit with what flows into it; the chain rule's way from the loss to a weight. */
static void
follow_selection (ChainNetworkPicture  *picture,
                  ChainSession         *session,
                  const ChainSelection *selection)
{
  ChainStepper *stepper = chain_session_get_stepper (session);
  const guint layer = selection->layer;

  follow_place (picture, selection);
  if (selection->kind == CHAIN_SELECTION_UNIT)
    {
      follow (picture, CHAIN_PART_BIAS, layer, 0, selection->unit);
      follow (picture, CHAIN_PART_CONNECTION, layer, CHAIN_PART_ALL, selection->unit);
    }
  else if (chain_stepper_known (stepper, chain_stepper_recording (stepper)->loss, FALSE))
    follow_strongest_path (picture, session, selection);
  else
    follow_all_paths (picture, selection, picture->layers->len - 1);
}

/**
 * chain_network_follow:
 * @picture: with its layers
 * @session: a session with a stepper
 *
 * Points out what the eye should follow: what is selected and its path from the loss, or else
 * what the current step touches, down to a single summand.
 */
void
chain_network_follow (ChainNetworkPicture *picture,
                      ChainSession        *session)
{
  const ChainSelection *selection = chain_session_get_selection (session);
  const ChainStep *step = chain_session_get_current_step (session);
  ChainSelection place;

  if (selection->kind != CHAIN_SELECTION_STEP)
    {
      picture->focus_layer = selection->layer;
      follow_selection (picture, session, selection);
    }
  else if (chain_session_get_part_place (session, &place))
    {
      picture->focus_layer = step->layer;
      follow_place (picture, &place);
    }
  else if (step)
    {
      picture->focus_layer = step->layer;
      follow_step (picture, step, picture->layers->len - 1);
    }
}
