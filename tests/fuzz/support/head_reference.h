#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::fuzz {

// A request's head taken apart by the letter of RFC 9112 and no more.
struct PlainHead {
  std::string method, target, version;
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case

  // The values of all fields of that name.
  std::vector<std::string> ValuesOf(std::string_view name) const;

  // Octets that mean the same, written in the one usual way.
  std::string Text() const;
};

// Of a whole head, its empty line included. What is no proper head throws Broken: a parser that
// took it is too lenient.
PlainHead ReadHeadSlowly(std::string_view head);

}  // namespace onsale::fuzz
