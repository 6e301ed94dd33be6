#include "support/hall.h"

#include <algorithm>
#include <set>
#include <utility>

namespace onsale::test {

using nlohmann::json;

Hall::Hall(const json& event, const json& seats) {
  for (const json& section : event.at("sections")) {
    room_[section.at("id")] = section.at("available").get<std::size_t>();
  }
  for (const json& section : seats.at("sections")) {
    room_.erase(section.at("id").get<std::string>());
    const std::string marks = section.value("marks", "");
    std::size_t index = 0;
    for (const json& row : section.at("rows")) AddRow(section.at("id"), row, marks, index);
  }
}

void Hall::AddRow(const std::string& section, const json& row, const std::string& marks,
                  std::size_t& index) {
  const bool counted = row.at("seats").is_number();
  const std::size_t count = counted ? row.at("seats").get<std::size_t>() : row.at("seats").size();
  const json gaps = row.value("gaps", json::array());
  Row made{section, {}};
  for (std::size_t i = 0; i < count; ++i, ++index) {
    const auto before_this = [&](const json& gap) { return gap.at(0) == i; };
    if (std::any_of(gaps.begin(), gaps.end(), before_this)) made.places.push_back(false);
    const std::string name =
        counted ? std::to_string(i + 1) : row.at("seats")[i].get<std::string>();
    place_[section + "-" + row.at("name").get<std::string>() + "-" + name] = {rows_.size(),
                                                                              made.places.size()};
    const bool is_kept = !marks.empty() && ((marks[index] - '0') & 3) != 0;
    made.places.push_back(!is_kept);
    if (is_kept) ++kept_;
  }
  rows_.push_back(std::move(made));
}

std::string Hall::Sell(const json& reservation, std::string_view wanted) {
  const auto quantity = reservation.at("quantity").get<std::size_t>();
  const auto section = reservation.at("section").get<std::string>();
  if (!wanted.empty() && section != wanted) return "is not in the section it asked for";
  const bool could = HasRoomTogether(quantity, wanted);
  sold_ += quantity;
  if (const auto room = room_.find(section); room != room_.end()) {
    if (room->second < quantity) return "is more than its section has left";
    room->second -= quantity;
    return {};
  }
  const auto seats = reservation.at("seats").get<std::vector<std::string>>();
  if (seats.size() != quantity) return "has another number of seats than it asked for";
  if (!Take(seats)) return "has seats that are taken, are kept, or do not exist";
  const bool together = AreTogether(seats);
  if (could && !together) return "is apart, and could have been together";
  if (!together) ++apart_;
  return {};
}

// Those who stand in a general section are together.
bool Hall::HasRoomTogether(std::size_t quantity, std::string_view wanted) const {
  const auto may_be = [&](const std::string& section) {
    return wanted.empty() || section == wanted;
  };
  const bool stands = std::any_of(room_.begin(), room_.end(), [&](const auto& room) {
    return may_be(room.first) && room.second >= quantity;
  });
  return stands || std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) {
           std::size_t run = 0;
           return may_be(row.section) &&
                  std::any_of(row.places.begin(), row.places.end(), [&](bool free) {
                    run = free ? run + 1 : 0;
                    return run == quantity;
                  });
         });
}

bool Hall::AreTogether(const std::vector<std::string>& seats) const {
  std::set<std::size_t> offsets;
  for (const std::string& seat : seats) {
    if (place_.at(seat).row != place_.at(seats.front()).row) return false;
    offsets.insert(place_.at(seat).offset);
  }
  return *offsets.rbegin() - *offsets.begin() + 1 == seats.size();
}

bool Hall::Take(const std::vector<std::string>& seats) {
  return std::all_of(seats.begin(), seats.end(), [&](const std::string& seat) {
    const auto it = place_.find(seat);
    if (it == place_.end() || !rows_[it->second.row].places[it->second.offset]) return false;
    rows_[it->second.row].places[it->second.offset] = false;
    return true;
  });
}

}  // namespace onsale::test
