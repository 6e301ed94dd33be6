#pragma once

#include <limits>
#include <optional>

#include "onsale/base/clock.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/event_view.h"
#include "onsale/domain/event.h"
#include "onsale/live/piece.h"

namespace onsale::live {

inline constexpr TimeMs kForever = std::numeric_limits<TimeMs>::max();

// Encodes what happens to one event for those who watch it. Knows what they were told last, and
// tells the difference. The messages, each with JSON data that names the event's `sequence`:
//
//   snapshot      the event, as GET of it
//   seats         the seats that have changed: {"sequence", "seats": {SECTION: {LETTER:
//   [NAME...]}}},
//                 letters as in the document of all seats, names like `A-12`
//   plan          seats were added, moved, named or marked otherwise: GET …/seats tells how
//   availability  the numbers of the event and its sections
//   state         {"sequence", "state", "opens_at", "closes_at"}
//   deleted       the event is gone
//
// All but `seats` tell how it is, not what became different, so a message more does no harm. Those
// of one piece belong together: only the last one has an id, the sequence up to which everything
// was told then. Whoever is cut off within a piece therefore gets all of it again. A piece that
// tells nothing newer than the one before has no id.
//
// Not thread-safe.
class Encoder {
 public:
  // Who is further behind than so many changes begins anew.
  static constexpr domain::Sequence kResumeMax = 10'000;

  // Begins with an event as it is, by EventView::ReadLoggedSeats() at `now`.
  Encoder(commit::SeatsReading reading, TimeMs now);

  // What is new in a later reading; null when nothing is, or nothing that is told.
  PiecePtr Advance(commit::SeatsReading reading, TimeMs now);

  // What was told to the others so far, for one who begins.
  PiecePtr Snapshot() const;

  // The same for one who was told something else, and begins anew.
  PiecePtr Anew() const;

  // How many changes Resume() would read; nothing where it could only begin anew.
  std::optional<domain::Sequence> ChangesSince(domain::Sequence after) const;

  // The same for one who was told everything up to sequence `after`: the difference, or Anew()
  // where there cannot be one. Reads the log.
  PiecePtr Resume(domain::Sequence after, const commit::ChangeLog& log) const;

  // Of which time everything was told: Advance() may have something to tell before it, when the
  // clock was set back, and from valid_until() on, although nothing was published: a sale opens or
  // closes. kForever: never.
  TimeMs told_at() const { return told_at_; }
  TimeMs valid_until() const { return valid_until_; }

 private:
  void Take(commit::SeatsReading reading, TimeMs now);

  commit::SeatsReading told_;
  TimeMs told_at_ = 0;
  TimeMs valid_until_ = 0;
};

// What one gets who watches an event that is gone; `sequence`: its last, 0 where nobody knows.
PiecePtr DeletedPiece(domain::Sequence sequence);

}  // namespace onsale::live
