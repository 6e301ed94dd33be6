#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::test {

// The places of an event, to sell them once more in the order of its change log and see whether
// the server sold them well: nothing twice, and everybody together who could be. It shares nothing
// with the server's search: rows of places, free or not, are all it knows.
class Hall {
 public:
  // Of the documents of the event and of its seats, before anything is sold.
  Hall(const nlohmann::json& event, const nlohmann::json& seats);

  // Sells what a reservation by quantity got. `wanted` is the section it asked for, empty for any.
  // Says what is wrong with it, nothing when all is right; then the hall is of no more use.
  std::string Sell(const nlohmann::json& reservation, std::string_view wanted = {});

  std::size_t kept() const { return kept_; }    // seats that are kept for who needs them
  std::size_t sold() const { return sold_; }    // places
  std::size_t apart() const { return apart_; }  // groups that had to be

 private:
  // `places` has the seats of a row and the gaps between them: free and not kept, or not.
  struct Row {
    std::string section;
    std::vector<bool> places;
  };
  struct Place {
    std::size_t row = 0;
    std::size_t offset = 0;
  };

  void AddRow(const std::string& section, const nlohmann::json& row, const std::string& marks,
              std::size_t& index);
  bool HasRoomTogether(std::size_t quantity, std::string_view wanted) const;
  bool AreTogether(const std::vector<std::string>& seats) const;
  bool Take(const std::vector<std::string>& seats);

  std::vector<Row> rows_;
  std::map<std::string, Place> place_;       // by the seat's id
  std::map<std::string, std::size_t> room_;  // of the general sections
  std::size_t kept_ = 0, sold_ = 0, apart_ = 0;
};

}  // namespace onsale::test
