#include "onsale/api/faults.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace onsale::api {

std::string Fault::Sentence() const {
  return member.empty() ? what + "." : member + " " + what + ".";
}

void Faults::Add(Fault fault) {
  ++total_;
  if (list_.size() < kFaultsMax) list_.push_back(std::move(fault));
}

void Faults::Add(Faults others) {
  const std::size_t total = total_ + others.total_;
  for (Fault& fault : others.list_) Add(std::move(fault));
  total_ = total;
}

const Fault& Faults::first() const {
  assert(!empty());
  const auto of_form =
      std::find_if(list_.begin(), list_.end(), [](const Fault& fault) { return !fault.kind; });
  return of_form == list_.end() ? list_.front() : *of_form;
}

bool Faults::Cover(std::string_view member) const {
  return std::any_of(list_.begin(), list_.end(), [&](const Fault& fault) {
    const std::string& whole = fault.member;
    if (!member.starts_with(whole)) return false;
    return member.size() == whole.size() || whole.empty() || member[whole.size()] == '.' ||
           member[whole.size()] == '[';
  });
}

}  // namespace onsale::api
