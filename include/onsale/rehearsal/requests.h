#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace onsale::rehearsal {

// The requests of a person, in the order of their flow.
enum class Kind : std::uint8_t {
  kPage,
  kAssets,
  kTime,
  kStream,
  kJoin,  // the waiting room
  kAdmission,
  kQueue,
  kReserve,
  kEvent,
  kConfirm,
  kCancel,
  kLeave,  // the waiting room
};
inline constexpr std::array kKindNames = {"page",  "assets",    "time",   "stream",
                                          "join",  "admission", "queue",  "reserve",
                                          "event", "confirm",   "cancel", "leave"};
inline constexpr std::size_t kKinds = kKindNames.size();

// Makes the octets of requests to one server about one event.
class Requests {
 public:
  Requests(std::string authority, const std::string& event);

  // `fields`: whole lines, each with its end.
  std::string Get(std::string_view target, std::string_view fields = {}) const;
  std::string Page(std::string_view fields) const { return Get("/events/" + event_, fields); }
  std::string Time(std::string_view fields) const { return Get("/api/v1/time", fields); }
  std::string Event(std::string_view fields) const { return Get(event_path_, fields); }
  std::string Stream(std::string_view fields) const;
  std::string Reserve(std::string_view customer, std::uint32_t quantity, std::string_view key,
                      std::string_view fields) const;
  std::string Join(std::string_view customer, std::string_view key, std::string_view fields) const;
  std::string Queue(std::string_view fields) const { return Get(event_path_ + "/queue", fields); }
  std::string TakeTurn(std::string_view place, std::string_view fields) const;
  std::string LeaveQueue(std::string_view place, std::string_view fields) const;
  std::string Confirm(std::string_view reservation, std::string_view fields) const;
  std::string Cancel(std::string_view reservation, std::string_view fields) const;
  // With the operator's token where one is given, and a JSON body where there is one.
  std::string Operate(std::string_view method, std::string_view target, std::string_view token,
                      std::string_view body) const;

 private:
  std::string Begin(std::string_view method, std::string_view target,
                    std::string_view fields) const;

  const std::string authority_;
  const std::string event_;
  const std::string event_path_;
};

}  // namespace onsale::rehearsal
