#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/rehearsal/change_log.h"
#include "onsale/rehearsal/ledger.h"

namespace onsale::rehearsal {

// What the server says at the end, to be compared with its log.
struct EndOfSale {
  std::vector<LogEntry> log;   // all of it, oldest first
  std::uint64_t sequence = 0;  // of the event's own document, and its counters
  Replay::Counters counters;
  std::map<std::string, std::int64_t> kept;  // by section: for those who need accessible seats
  TimeMs clock_error_ms = 0;                 // of the moments in the ledger
};

struct Check {
  std::string name;
  bool passed = true;
  std::string detail;  // one sentence for a person
};

// Whether the server did what it promises, by its change log and by what it told its customers.
struct Verdict {
  // Places sold beyond the capacity, or as seats that somebody else had, at the worst moment of the
  // log.
  std::uint64_t oversold = 0;
  // Refusals as sold out though, during all of the time in which they can have been decided, the
  // log had a section with as many places free as were asked for; or that say so themselves.
  // Places that come back later are no reason to count one. Nor are those that were kept for a
  // waitlist or for accessible seats.
  std::uint64_t undersold = 0;
  // Reservations, confirmations and cancellations that were acknowledged, and that the log does
  // not have, has otherwise, or takes back though nobody here asked for that.
  std::uint64_t lost = 0;
  // Reservations in our customers' names that nobody was told of, though each request for them was
  // answered; and confirmations and cancellations of theirs that nobody here asked for: an
  // operator's, too.
  std::uint64_t unexplained = 0;
  std::vector<Check> checks;

  bool passed() const;
};

Verdict Judge(const Ledger& ledger, const EndOfSale& end);

}  // namespace onsale::rehearsal
