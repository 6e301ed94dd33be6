#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "onsale/domain/outcome.h"

namespace onsale::api {

// One thing that is wrong with a JSON text.
struct Fault {
  std::string member;  // `sections[1].rows[2].seats[4]`; empty: the text as a whole
  std::string what;    // "must be a string"; of a whole text all that there is to say
  // Set where the text has the form asked for, and yet says what cannot be.
  std::optional<domain::RefusalKind> kind = std::nullopt;
  std::size_t line = 0;  // in the text, from 1; 0 while nobody has looked

  // "sections[1].rows[2].seats[4] must be a string."
  std::string Sentence() const;
};

inline constexpr std::size_t kFaultsMax = 100;

// What is wrong with a JSON text: the first kFaultsMax faults, and how many there are. Not
// thread-safe.
class Faults {
 public:
  void Add(Fault fault);
  void Add(Faults others);

  bool empty() const { return total_ == 0; }
  std::size_t total() const { return total_; }
  const std::vector<Fault>& list() const { return list_; }
  std::vector<Fault> Take() && { return std::move(list_); }

  // The one to tell where only one can be told: those of form come first. There has to be one.
  const Fault& first() const;

  // Whether something is wrong with this member, or with one that it is a part of.
  bool Cover(std::string_view member) const;

 private:
  std::vector<Fault> list_;
  std::size_t total_ = 0;
};

}  // namespace onsale::api
