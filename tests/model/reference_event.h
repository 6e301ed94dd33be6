#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "onsale/domain/command.h"

namespace onsale::model {

// One event as the reference knows it: what it is told, and the reservations. All else is found by
// loops over these whenever it is asked for. Seats are known by their names only.

struct Seat {
  std::string id;  // `A-12`
  std::string row;
  std::uint8_t marks = 0;  // of domain::SeatMark
  std::uint8_t gap = 0;

  bool operator==(const Seat&) const = default;
};

struct Section {
  std::string id;
  std::string name, category, price;
  bool seated = false;
  std::int64_t places = 0;  // blocked ones too; of a seated section its seats
  std::vector<Seat> seats;  // in the plan's order

  bool operator==(const Section&) const = default;
};

struct Definition {
  domain::EventNumber number = 0;
  std::string id;
  std::string accent, image;
  TimeMs opens_at = 0;
  std::optional<TimeMs> closes_at;
  bool paused = false;
  std::int64_t limit = 0;  // 0: none
  std::int64_t hold_ms = 0;
  std::int64_t offer_ms = 0;  // 0: no waitlist
  bool keep_accessible = true;
  std::vector<Section> sections;

  bool operator==(const Definition&) const = default;
};

std::vector<Seat> SeatsOf(const domain::SeatPlan& plan);
Section SectionOf(const domain::SectionDefinition& section);
Definition DefinitionOf(const domain::EventDefinition& definition);

inline constexpr std::size_t kAnySection = SIZE_MAX;

enum class Status { kHeld, kConfirmed, kCancelled, kExpired, kWaiting, kBlocked, kReleased };

struct Reservation {
  domain::ReservationId id;
  Status status = Status::kHeld;
  bool from_waitlist = false;
  bool accessible = false;
  std::string skipped;  // why; empty: it was not
  std::size_t section = kAnySection;
  std::int64_t quantity = 0;
  TimeMs created_at = 0, expires_at = 0;
  std::int64_t hold_ms = 0;
  std::uint64_t sequence = 0;
  std::string customer;            // of a block its reason
  std::vector<std::string> seats;  // `A-12`

  bool is_block() const { return status == Status::kBlocked || status == Status::kReleased; }
  bool active() const { return status == Status::kHeld || status == Status::kConfirmed; }
  // A hold whose time is over at `time` takes none, whatever its status says.
  bool TakesPlaces(TimeMs time) const;
};

// The first answer to an idempotency key, kept word for word.
struct Remembered {
  std::string key;
  domain::Fingerprint fingerprint;
  TimeMs created_at;
  std::uint64_t batch;
  std::string answer;
};

// What a request asks for.
struct Wish {
  std::size_t section = kAnySection;
  std::int64_t quantity = 0;
  bool accessible = false;
  std::vector<std::string> seats;  // named ones, in the plan's order
};

struct Places {
  std::size_t section = kAnySection;
  std::vector<std::string> seats;
};

struct Event {
  Definition definition;
  std::uint64_t sequence = 0;
  std::vector<Reservation> reservations;
  std::vector<Remembered> remembered;
  bool offers_due = false;  // something was given back since the last offers

  // `open`, `closed`, `paused` or `scheduled`.
  std::string StateAt(TimeMs time) const;
  std::optional<std::size_t> FindSection(const std::string& id) const;

  // How many places of a section are held, confirmed or blocked; and what is left.
  std::int64_t Count(std::size_t section, Status status, TimeMs time) const;
  std::int64_t Available(std::size_t section, TimeMs time) const;
  std::int64_t Available(TimeMs time) const;  // of all sections

  // A letter for each seat: a available, k the same but kept, h held, c confirmed, b blocked.
  std::string SeatStates(std::size_t section, TimeMs time) const;
  // Whether a seat is one to be given to somebody; kept ones, too.
  bool IsFree(std::size_t section, const std::string& seat, TimeMs time) const;

  // The largest group with such a wish that a section has places for.
  std::int64_t RoomFor(const Wish& wish, std::size_t section, TimeMs time) const;

  // Held and confirmed places of a customer.
  std::int64_t UsedBy(const std::string& customer) const;
  // `limit-exceeded …` when a customer may not have so many more; else empty.
  std::string OverLimit(const std::string& customer, std::int64_t quantity) const;

  // The waitlist, in order of joining: numbers of reservations.
  std::vector<std::size_t> Waiting() const;
  bool WaitsFor(std::size_t section) const;  // and is to be made an offer first
  void MarkOffersDue();
  std::int64_t PlaceOf(const Reservation& reservation) const;  // from 1; 0: it does not wait
};

// The best places there are, section by section at each level of seating; nothing when no section
// has room. Sections that somebody waits for are for those `of_the_waitlist` only.
std::optional<Places> BestPlaces(const Event& event, const Wish& wish, bool of_the_waitlist,
                                 TimeMs time);

}  // namespace onsale::model
