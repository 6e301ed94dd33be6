#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "linearizability/sale_model.h"
#include "linearizability/seat_model.h"
#include "onsale/base/clock.h"
#include "support/http_client.h"
#include "support/seeded_random.h"

namespace onsale::test {

using SaleHistory = History<SaleModel>;

// What a response says, as the model has it.
struct Answer {
  // The request is as good as never sent: another one with its key was not answered yet.
  bool nothing_done = false;
  // None: it is unknown what came of it.
  std::optional<SaleOutput> output = {};
};

// One event that many clients work at, what they know of it together, and what each of them did.
// Thread-safe.
class Market {
 public:
  explicit Market(Sale sale);

  const Sale& sale() const { return sale_; }

  nlohmann::json Definition() const;

  // Something new to ask for, with an idempotency key of its own: its number.
  std::size_t AddWish(SeededRandom& random);
  // One of the newest wishes, whether or not it was answered; one of those whose reservation is
  // known.
  std::optional<std::size_t> AnyWish(SeededRandom& random) const;
  std::optional<std::size_t> AnyReservation(SeededRandom& random) const;
  std::vector<std::size_t> AllReservations() const;

  HttpRequest RequestFor(const SaleInput& input) const;
  Answer Read(const SaleInput& input, const HttpResponse& response);

  void Record(Operation<SaleModel> operation);

  // What was recorded so far, and what it has to be linearizable by.
  SaleHistory history() const;
  SaleModel model() const;
  // When the holds that answers told of end or ended.
  std::vector<HoldEnd> hold_ends() const;

 private:
  ReservationShown ReadReservation(std::size_t wish, const HttpResponse& response);
  EventShown ReadEvent(const nlohmann::json& event) const;
  SeatsShown ReadSeats(const nlohmann::json& seats) const;
  Refused ReadRefusal(const HttpResponse& response) const;
  std::vector<std::size_t> SeatsOf(const nlohmann::json& ids) const;
  std::string TargetOf(const SaleInput& input) const;

  const Sale sale_;
  std::vector<std::string> seats_;              // ids
  std::map<std::string, std::size_t> seat_of_;  // by id

  mutable std::mutex mutex_;  // of what follows
  std::vector<Wish> wishes_;
  std::map<std::size_t, std::string> ids_;        // of reservations, by wish
  std::vector<std::size_t> reservations_;         // wishes that have an id
  std::map<std::string, std::uint32_t> numbers_;  // of ids
  std::map<std::size_t, TimeMs> expires_at_;      // of holds, by wish
  SaleHistory history_;
};

}  // namespace onsale::test
