#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/reference_event.h"
#include "onsale/domain/command.h"

namespace onsale::model {

// The rules once more, as plainly as they can be said. Takes the commands of the domain and shares
// nothing else with it; answers are texts (see tell.h).
class Reference {
 public:
  void BeginBatch(TimeMs now);
  std::string Do(const domain::Command& command);

  // What was answered in an earlier life is not in flight.
  void Restart() {
    ++batch_;
    for (Event& event : events_) event.MarkOffersDue();
  }

  // Whether a batch that begins at `time` would change anything by itself.
  bool HasWork(TimeMs time) const;

  // All events at `time`, which may be after the batch's, a line each: their counts; and what
  // readers see besides them, each seat, the waitlist and the blocks.
  std::string Tell(TimeMs time) const;
  std::string TellDetails(TimeMs time) const;

  // Every reservation, a line each.
  std::string TellReservations() const;

  // For tests to choose from: events; sections and seats of one, `stalls-A-12`; all its
  // reservations, those that were sold places or wait for some, and its blocks.
  std::vector<std::string> Events() const;
  std::vector<std::string> Sections(const std::string& event) const;
  std::vector<std::string> Seats(const std::string& event) const;
  std::vector<domain::ReservationId> Ids(const std::string& event) const;
  std::vector<domain::ReservationId> UnfinishedIds(const std::string& event) const;
  std::vector<domain::ReservationId> Blocks(const std::string& event) const;

 private:
  // reference_customers.cpp
  std::string Answer(const domain::Reserve& command);
  std::string Answer(const domain::Confirm& command);
  std::string Answer(const domain::Extend& command);
  std::string Answer(const domain::Cancel& command);

  std::string Replay(const Event& event, const domain::IdempotencyKey& request) const;
  void Remember(Event& event, const domain::IdempotencyKey& request,
                const std::string& answer) const;
  static std::string ReadWish(const Event& event, const domain::Reserve& command, Wish& wish);
  static std::string ReadSeats(const Event& event, const std::vector<std::string>& ids, Wish& wish);
  std::string RefuseToWait(const Event& event, const domain::Reserve& command,
                           const Wish& wish) const;
  std::string FindPlaces(const Event& event, const Wish& wish, bool of_the_waitlist,
                         Places& places) const;
  std::string FindNamed(const Event& event, const Wish& wish, bool of_the_waitlist) const;
  std::string SoldOut(const Event& event, const Wish& wish, bool of_the_waitlist) const;

  // reference_operators.cpp
  std::string Answer(const domain::CreateEvent& command);
  std::string Answer(const domain::ImportEvents& command);
  std::string Answer(const domain::EditEvent& command);
  std::string Answer(const domain::DeleteEvent& command);
  std::string Answer(const domain::Block& command);
  std::string Answer(const domain::Release& command);
  // No event here has a waiting room: those have histories of their own, see queue_model_test.cpp.
  std::string Answer(const domain::JoinQueue& command);
  std::string Answer(const domain::TakeTurn&) { return "place-not-found"; }
  std::string Answer(const domain::LeaveQueue&) { return "place-not-found"; }
  // Not events' affair, and so not the model's.
  std::string Answer(const domain::WebhookCommand&) { return "webhook"; }

  std::string Prepare(const domain::CreateEvent& command,
                      const std::vector<std::string>& ids_before, Definition& made) const;
  std::string Create(Definition definition);
  static bool EditSection(const Event& event, const domain::SectionEdit& edit, Definition& edited);
  static bool SetCapacity(const Event& event, std::size_t section, std::int64_t capacity,
                          Definition& edited);
  std::string RefuseTaken(const Event& event, const Definition& edited) const;

  // reference.cpp
  static void EndWaiting(Event& event);
  void MakeOffers(Event& event) const;
  // `skipped` is why an entry of the waitlist gets nothing.
  std::optional<Places> OfferFor(const Event& event, const Reservation& entry, TimeMs time,
                                 std::string& skipped) const;
  Event* FindEvent(const std::string& id);
  Reservation* FindReservation(const domain::ReservationId& id, Event** event);
  std::vector<domain::ReservationId> IdsIf(
      const std::string& event, const std::function<bool(const Reservation&)>& wanted) const;
  static std::string TellEvent(const Event& event, TimeMs time);
  std::string TellOutcome(const Event& event, const Reservation& reservation) const;

  TimeMs now_ = 0;
  std::uint64_t batch_ = 0;
  domain::EventNumber next_number_ = 1;
  std::vector<Event> events_;
};

}  // namespace onsale::model
