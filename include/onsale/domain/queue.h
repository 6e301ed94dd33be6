#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "onsale/base/sha256.h"
#include "onsale/base/status.h"
#include "onsale/domain/draw.h"
#include "onsale/domain/entrants.h"
#include "onsale/domain/event.h"
#include "onsale/domain/queue_record.h"
#include "onsale/domain/turns.h"

namespace onsale::domain {

inline constexpr std::uint32_t kEntrantsMax = 10'000'000;  // of one waiting room

enum class QueueState : std::uint8_t {
  kScheduled,  // nobody can join yet
  kJoining,    // the draw is to come
  kClosed,     // the draw waits for its beacon; who joins now comes after those who are drawn
  kServing,    // turn by turn
  kPaused,     // no new turns
  kSoldOut,    // nothing is left, and nothing held could come back
  kEnded,      // the sale is closed
};

std::string_view ToString(QueueState state);

// A waiting room at one point, for readers. Immutable once shared.
struct QueueSnapshot {
  std::uint32_t entrants = 0;
  Sha256Digest commitment = {};
  bool closed = false;
  std::uint32_t drawn_count = 0;                 // once closed
  Sha256Digest drawn_digest = {};                // the same
  DrawSeed seed = {};                            // with `draw`
  std::optional<Draw> draw;                      // nothing before it
  std::uint32_t serving = 0;                     // positions below have or had their turn
  std::uint32_t shopping = 0;                    // leases that are active
  std::optional<std::uint32_t> rate_per_minute;  // turns over the last minute, where known
};

using QueueSnapshotPtr = std::shared_ptr<const QueueSnapshot>;

// When the waiting room of an event that has one closes for the draw.
TimeMs DrawsAt(const EventDefinition& definition);

// What tells the places of its waiting room apart.
KnownBy EntrantsKnownBy(const EventDefinition& definition);

// Of an event that has a waiting room.
QueueState QueueStateAt(const EventSnapshot& event, const QueueSnapshot& queue, TimeMs now);

// One event's waiting room: who joined, the draw among those who came before the sale, whose turn
// it is, and the leases of those who took theirs. Pure and deterministic. Not thread-safe.
class Queue {
 public:
  // A new one; `event` is the event's id. `known_by` and `salt` as of Entrants.
  Queue(std::string_view event, const DrawSeed& seed, KnownBy known_by, std::uint64_t salt);
  // Recovery: then the entrants, then the leases.
  Queue(std::string_view event, const QueueRecord& record, KnownBy known_by, std::uint64_t salt);

  const Entrants& entrants() const { return entrants_; }
  bool closed() const { return record_.closed; }
  bool drawn() const { return draw_.has_value(); }

  // The number of the entrant that is known by the same; nothing when there is none.
  std::optional<std::uint32_t> Find(const Entrant& entrant) const {
    return entrants_.Find(entrant);
  }
  // While nobody has joined.
  void SetKnownBy(KnownBy known_by) { entrants_ = Entrants(known_by, salt_); }
  // The number of one that is new, or whose place is over; there is room.
  std::uint32_t Join(const Entrant& entrant);

  // Who has joined by now is to be drawn; once.
  void Close();
  // Draws; once, and closed. `beacon` is empty where none was awaited.
  void MakeDraw(std::string_view beacon);

  // Of a number that joined; drawn.
  std::uint32_t PositionOf(std::uint32_t number);
  Turns::Turn TurnOf(std::uint32_t number) { return turns_.Of(PositionOf(number)); }

  // Whether the number took its turn, and it goes on.
  bool IsActive(std::uint32_t number) const;
  // Null for a place that neither took its turn nor was given up.
  const Lease* FindLease(std::uint32_t number) const;
  // Whether nothing comes of the number any more: its turn is over, lapsed, or was given up.
  bool IsOver(std::uint32_t number);
  // Of a number whose turn is to be claimed.
  const Lease& TakeTurn(std::uint32_t number, TimeMs now, const QueueSettings& settings);
  // Ends a lease, or gives a place up that has none.
  const Lease& End(std::uint32_t number);
  // A reservation was made in an active lease, that of the number.
  const Lease& SetReservation(std::uint32_t number, std::uint64_t reservation);
  // Whose active lease a reservation is the last one of; nothing when it is of none.
  std::optional<std::uint32_t> LeaseOf(std::uint64_t reservation) const;

  // Lets leases run out and turns lapse, and gives new turns; drawn. Whether a reader would see
  // anything of it.
  bool Advance(TimeMs now, const QueueSettings& settings, Turns::Flow flow);
  // When Advance has something to do, as long as nothing else happens.
  std::optional<TimeMs> NextDue(TimeMs now, const QueueSettings& settings, Turns::Flow flow) const;

  QueueRecord record() const;
  QueueSnapshotPtr Snapshot(TimeMs now) const;

  // Recovery: entrants by number without a gap, then leases. A Status says what cannot be.
  Status RestoreEntrant(std::uint32_t number, const Entrant& entrant);
  Status RestoreLease(std::uint32_t number, const Lease& lease);

 private:
  Turns::Room RoomWith(Turns::Flow flow) const;
  void Forget(std::uint32_t number, const Lease& lease);

  const std::uint64_t salt_;
  QueueRecord record_;   // but for the turns
  Sha256Digest digest_;  // of the entrants until it closes
  std::optional<Draw> draw_;
  Entrants entrants_;
  Turns turns_;
  Turns::Flow flow_ = Turns::Flow::kHalted;                          // as the turns know it
  std::unordered_map<std::uint32_t, Lease> leases_;                  // by number
  std::set<std::pair<TimeMs, std::uint32_t>> active_;                // leases by their end
  std::unordered_map<std::uint64_t, std::uint32_t> by_reservation_;  // of the active ones
  Sha256 hash_;
};

}  // namespace onsale::domain
