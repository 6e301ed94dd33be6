#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "onsale/domain/event.h"

namespace onsale::api {

// A line of text for each seat of an event, to compare what a document tells with what there is:
// `stalls-A-12 at -1150,300 marks 1 "Gold" "95 €" behind a gap`; positions are in hundredths.

inline std::string TellSeat(const std::string& id, long x, long y, int marks,
                            const std::string& category, const std::string& price, bool gap) {
  return id + " at " + std::to_string(x) + "," + std::to_string(y) + " marks " +
         std::to_string(marks) + " \"" + category + "\" \"" + price + "\"" +
         (gap ? " behind a gap" : "");
}

inline std::vector<std::string> TellSeats(const domain::EventDefinition& event) {
  std::vector<std::string> told;
  for (const domain::SectionDefinition& section : event.sections) {
    if (!section.seated()) continue;
    for (std::uint32_t i = 0; i < section.plan->seats.size(); ++i) {
      const domain::Seat& seat = section.plan->seats[i];
      const domain::SeatLabel label =
          seat.label == 0 ? domain::SeatLabel{} : section.plan->labels[seat.label - 1U];
      told.push_back(
          TellSeat(section.id + "-" + section.plan->RowOf(i).name + "-" + seat.name, seat.x, seat.y,
                   seat.marks, label.category.empty() ? section.label.category : label.category,
                   label.price.empty() ? section.label.price : label.price, seat.gap > 0));
    }
  }
  return told;
}

// What a document's `sections` tell, read as the contract says.
inline std::vector<std::string> TellSeats(const nlohmann::json& sections) {
  using nlohmann::json;
  std::vector<std::string> told;
  const auto text = [](const json& value) {
    return value.is_null() ? "" : value.get<std::string>();
  };
  const auto hundredths = [](double value) { return std::lround(value * 100); };
  for (const json& section : sections) {
    const std::size_t first = told.size();
    const std::string marks = section.value("marks", "");
    for (const json& row : section["rows"]) {
      const json& names = row["seats"];
      const std::size_t count = names.is_array() ? names.size() : names.get<std::size_t>();
      const auto gaps = row.value("gaps", std::set<std::size_t>());
      for (std::size_t i = 0; i < count; ++i) {
        const bool even = row.contains("x");
        const auto position = [&](const char* start, const char* step, const char* list) {
          return hundredths(even ? row[start].get<double>() +
                                       static_cast<double>(i) * row[step].get<double>()
                                 : row[list].at(i).get<double>());
        };
        const std::size_t label = row.contains("labels") ? row["labels"].at(i).get<std::size_t>()
                                                         : row.value("label", 0U);
        const json& of = label == 0 ? section : section["labels"].at(label - 1);
        const std::string name = names.is_array() ? text(names[i]) : std::to_string(i + 1);
        const std::string mark = marks.empty() ? "0" : marks.substr(told.size() - first, 1);
        told.push_back(TellSeat(text(section["id"]) + "-" + text(row["name"]) + "-" + name,
                                position("x", "dx", "xs"), position("y", "dy", "ys"),
                                std::stoi(mark, nullptr, 16), text(of["category"]),
                                text(of["price"]), gaps.contains(i)));
      }
    }
    if (section["seats"] != told.size() - first) told.push_back("another number of seats");
  }
  return told;
}

}  // namespace onsale::api
