#include "onsale/http/outbox.h"

#include <algorithm>
#include <span>
#include <utility>

#include "onsale/http/connection.h"
#include "onsale/http/output.h"

namespace onsale::http {

bool Outbox::Add(Connection& connection, Output& output) {
  if (!open_ || count_ == entries_.size() || !output.is_short(kOctetsMax)) return false;
  octets_ += output.bytes();
  output.Clear();
  entries_[count_++] = {&connection, octets_.size()};
  return true;
}

void Outbox::Send(Output& output) {
  open_ = false;
  std::array<SocketCall, SocketCalls::kMax> calls;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const Entry& entry = entries_[i];
    calls[i] = {entry.connection->socket(), octets_.data() + begin, entry.end - begin};
    begin = entry.end;
  }
  calls_.Send(std::span(calls).first(count_));
  for (std::size_t i = 0; i < count_; ++i) {
    const auto sent = static_cast<std::size_t>(std::max<ssize_t>(calls[i].result, 0));
    if (sent == calls[i].size) continue;
    output.bytes().assign(calls[i].octets + sent, calls[i].size - sent);
    entries_[i].connection->OnUnsent();
  }
  count_ = 0;
  octets_.clear();
}

}  // namespace onsale::http
