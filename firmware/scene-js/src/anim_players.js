// The animations of a scene: starting, controlling and ending them.

/** Explicit animations under way at a time. A further one goes to its end at once; one that never ends is refused. */
const ANIMATIONS_MAX = 4096;
/** Keyframes of all animations of a scene together. An animation that would go beyond it is treated as one too many. */
const SCENE_KEYFRAMES_MAX = 32768;

/** All animations; what set off first comes first. Some may be over. */
const players = [];
/** Those of them that are over. */
let playersOver = 0;
/** By node: its newest animation that is not over, or null. */
const playerOf = [];
/** Keyframes of all animations under way. */
let keyframeCount = 0;
/** Some property that an animation moves is shown another value in this tick. */
let playersChanged = false;

/** Animations that are over and not told of yet: their nodes, numbers, and whether they came to their ends. */
const endedNodes = [];
const endedIds = [];
const endedWhole = [];
/** Cells of properties that are no longer an animation's and follow their base values again. */
const releasedCells = [];

function playerCount() {
  return players.length - playersOver;
}

/** An animation of a node, or null. */
function findPlayer(node, id) {
  let player = playerOf[node];
  while (player !== null && player.id !== id) {
    player = player.next;
  }
  return player;
}

/** The track of an animation that moves a property, or null. */
function findTrack(player, slot) {
  const tracks = player.tracks;
  for (let at = 0; at < tracks.length; at++) {
    if (tracks[at].isLive && tracks[at].slot === slot) {
      return tracks[at];
    }
  }
  return null;
}

/** True when an animation moves the property. */
function isAnimated(node, slot) {
  let player = playerOf[node];
  while (player !== null && findTrack(player, slot) === null) {
    player = player.next;
  }
  return player !== null;
}

/** True when an animation moves the second colour of a gradient, and was asked to. */
function movesSecondColor(node) {
  for (let player = playerOf[node]; player !== null; player = player.next) {
    const track = findTrack(player, SLOT_FILL_TO);
    if (track !== null && !track.isTwin) {
      return true;
    }
  }
  return false;
}

/** True when another animation of so many keyframes fits. */
function hasRoomForPlayer(keyframes) {
  return playerCount() < ANIMATIONS_MAX && keyframeCount + keyframes <= SCENE_KEYFRAMES_MAX;
}

/** Starts an animation; there must be room. */
function startPlayer(player) {
  if (players.length >= ANIMATIONS_MAX) {
    sweepPlayers();
  }
  const node = player.node;
  player.next = playerOf[node];
  playerOf[node] = player;
  players.push(player);
  keyframeCount += player.frames;
}

/** Nothing moved the property; something did that no tick has seen or that stands; something with `momentum` did. */
const TAKEN_NOT = 0;
const TAKEN_FROM_REST = 1;
const TAKEN_WITH_MOMENTUM = 2;

/** Takes a property away from the animation that moves it. Answers one of `TAKEN_…`. */
function takeFromPlayer(node, slot) {
  let player = playerOf[node];
  let track = null;
  while (player !== null && track === null) {
    track = findTrack(player, slot);
    player = track === null ? player.next : player;
  }
  if (track === null) {
    return TAKEN_NOT;
  }
  track.isLive = false;
  track.isSimple = false;
  const runs = player.clock <= CLOCK_CARRIES;
  if (runs) {
    momentum.speed = carriedSpeed(lastRateOf(player, track));
    momentum.sinceUs = lastTickUs;
  }
  if (!track.isTwin) {
    player.live -= 1;
    player.isWhole = false;
    if (player.live === 0) {
      endPlayer(player);
    }
  }
  return runs ? TAKEN_WITH_MOMENTUM : TAKEN_FROM_REST;
}

/** How fast a property of an animation was at the last tick, in units per second; 0 for a colour. */
function lastRateOf(player, track) {
  if (player.clock === CLOCK_CARRIES || track.isColor) {
    return 0;
  }
  findMoment(player.plan, timeOf(player));
  forgetSpan();
  if (moment.isWaiting && !track.carries) {
    return 0;
  }
  trackValue(player, track);
  return trackRate;
}

/** Does something to an animation. */
function controlPlayer(player, action, toMs) {
  switch (action) {
    case ACTION_PAUSE:
      setClock(player, CLOCK_PAUSED, timeOf(player));
      break;
    case ACTION_RESUME:
      player.clock = player.clock === CLOCK_PAUSED ? CLOCK_WAITS : player.clock;
      break;
    case ACTION_SEEK:
      seekPlayer(player, toMs);
      break;
    case ACTION_CANCEL:
      player.isWhole = false;
      releasePlayer(player);
      break;
    default:
      concludePlayer(player);
  }
}

/** Puts an animation's last values on screen, makes them base values, and ends it. */
function concludePlayer(player) {
  settleTracks(player);
  releasePlayer(player);
}

/** Makes the values at the end of an animation the base values of what it still has, and shows them. */
function settleTracks(player) {
  const node = player.node;
  for (const track of player.tracks) {
    if (track.isLive) {
      const value = endOf(player, track);
      if (!track.isTwin) {
        baseValues[track.cell] = value;
        if (track.slot === SLOT_FILL_TO) {
          putFlag(node, FLAG_BASE_FILL_TO, true);
        }
      }
      show(node, track.slot, value);
    }
  }
}

/** Ends an animation and lets go of what it still has. */
function releasePlayer(player) {
  releaseTracks(player);
  endPlayer(player);
}

function releaseTracks(player) {
  for (const track of player.tracks) {
    if (track.isLive) {
      releasedCells.push(track.cell);
    }
  }
}

/** Takes an animation out of its node's. It keeps its place in the list until the next sweep. */
function endPlayer(player) {
  const node = player.node;
  if (playerOf[node] === player) {
    playerOf[node] = player.next;
  } else {
    let before = playerOf[node];
    while (before.next !== player) {
      before = before.next;
    }
    before.next = player.next;
  }
  noteEnd(node, player.id, player.isWhole);
  dropPlayer(player);
}

function dropPlayer(player) {
  keyframeCount -= player.frames;
  player.clock = CLOCK_OVER;
  playersOver += 1;
}

/** Keeps in mind that an animation is over; `isWhole`: all its properties came to their ends. */
function noteEnd(node, id, isWhole) {
  endedNodes.push(node);
  endedIds.push(id);
  endedWhole.push(isWhole);
}

/** Ends the animations of a node that is removed. */
function forgetPlayers(node) {
  for (let player = playerOf[node]; player !== null; player = player.next) {
    noteEnd(node, player.id, false);
    dropPlayer(player);
  }
  playerOf[node] = null;
}

/** Takes those that are over out of the list. */
function sweepPlayers() {
  if (playersOver === 0) {
    return;
  }
  let kept = 0;
  for (let at = 0; at < players.length; at++) {
    const player = players[at];
    if (player.clock !== CLOCK_OVER) {
      players[kept] = player;
      kept += 1;
    }
  }
  players.length = kept;
  playersOver = 0;
}

/** Moves everything to where it is at `lastTickUs`. Answers whether another tick is needed; see `playersChanged` too. */
function advancePlayers() {
  const count = players.length;
  playersChanged = false;
  forgetSpan();
  const nowUs = lastTickUs;
  let goes = false;
  for (let at = 0; at < count; at++) {
    const player = players[at];
    let progress;
    if (player.clock === CLOCK_RUNS && !isMotionReduced) {
      const elapsedUs = nowUs - player.clockUs;
      if (moment.plan !== player.plan || moment.elapsedUs !== elapsedUs) {
        findMoment(player.plan, elapsedUs);
      }
      progress = showTracks(player) ? PROGRESS_OVER : PROGRESS_GOES;
    } else {
      progress = advanceOther(player);
    }
    if (progress === PROGRESS_GOES) {
      goes = true;
    } else if (progress === PROGRESS_OVER) {
      playersChanged = true;
      concludePlayer(player);
    }
  }
  sweepPlayers();
  return goes;
}
