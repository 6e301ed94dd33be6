#pragma once

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
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
      told.push_back(TellSeat(section.id + "-" + section.plan->RowOf(i).name + "-" +
                                  std::string(section.plan->NameInRow(seat)),
                              seat.x, seat.y, seat.marks,
                              label.category.empty() ? section.label.category : label.category,
                              label.price.empty() ? section.label.price : label.price,
                              seat.gap > 0));
    }
  }
  return told;
}

// Where the seats of a document's row stand on one axis: what seats_json.h has in JavaScript.
inline std::vector<long> ReadAxis(const nlohmann::json& row, std::size_t count, long first,
                                  const std::map<std::size_t, long>& gaps, const char* step_name,
                                  const char* turns_name) {
  std::vector<long> positions = {first};
  double step = row[step_name];
  const bool bent = row.contains(turns_name);
  for (long i = 1, offset = 0; i < static_cast<long>(count); ++i) {
    const auto gap = gaps.find(static_cast<std::size_t>(i));
    const long widths = 1 + (gap == gaps.end() ? 0 : gap->second);
    offset += widths;
    const long before = positions.back();
    positions.push_back(bent ? before + widths * std::lround(step) +
                                   row[turns_name].at(static_cast<std::size_t>(i - 1)).get<long>()
                             : first + std::lround(static_cast<double>(offset) * step));
    if (bent && widths == 1) step = static_cast<double>(positions.back() - before);
  }
  return positions;
}

// What a document's `sections` tell, read as the contract says.
inline std::vector<std::string> TellSeats(const nlohmann::json& sections) {
  using nlohmann::json;
  std::vector<std::string> told;
  const auto text = [](const json& value) {
    return value.is_null() ? "" : value.get<std::string>();
  };
  for (const json& section : sections) {
    const std::size_t first = told.size();
    const std::string marks = section.value("marks", "");
    long x = 0, y = 0;
    for (const json& row : section["rows"]) {
      const json& names = row["seats"];
      const std::size_t count = names.is_array() ? names.size() : names.get<std::size_t>();
      std::map<std::size_t, long> gaps;
      for (const json& gap : row.value("gaps", json::array())) gaps.emplace(gap[0], gap[1]);
      x += row["x"].get<long>();
      y += row["y"].get<long>();
      const std::vector<long> xs = ReadAxis(row, count, x, gaps, "dx", "xs");
      const std::vector<long> ys = ReadAxis(row, count, y, gaps, "dy", "ys");
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t label = row.contains("labels") ? row["labels"].at(i).get<std::size_t>()
                                                         : row.value("label", 0U);
        const json& of = label == 0 ? section : section["labels"].at(label - 1);
        const std::string name = names.is_array() ? text(names[i]) : std::to_string(i + 1);
        const std::string mark = marks.empty() ? "0" : marks.substr(told.size() - first, 1);
        told.push_back(TellSeat(text(section["id"]) + "-" + text(row["name"]) + "-" + name, xs[i],
                                ys[i], std::stoi(mark, nullptr, 16), text(of["category"]),
                                text(of["price"]), gaps.contains(i)));
      }
    }
    if (section["seats"] != told.size() - first) told.push_back("another number of seats");
  }
  return told;
}

}  // namespace onsale::api
