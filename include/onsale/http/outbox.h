#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "onsale/http/socket_calls.h"

namespace onsale::http {

class Connection;
class Output;

// Answers of several connections, to be sent with one call. Belongs to its loop's thread.
class Outbox {
 public:
  explicit Outbox(SocketCalls& calls) : calls_(calls) {}

  // From now on answers may be kept until Send(), which is to follow before anything else can
  // happen to their connections.
  void Open() { open_ = true; }

  // Takes the output over, to be sent to a connection of which there is none yet. False, with
  // `output` as it was, when it is not open, or full, or that is better sent by itself.
  bool Add(Connection& connection, Output& output);

  // Sends what there is, and is closed. What a socket does not take is put into `output`, which is
  // empty, and its connection told.
  void Send(Output& output);

 private:
  static constexpr std::size_t kOctetsMax = 16 * 1024;  // of one answer: longer ones gain little

  struct Entry {
    Connection* connection;
    std::size_t end;  // in octets_; it begins where the one before ends
  };

  SocketCalls& calls_;
  std::array<Entry, SocketCalls::kMax> entries_;
  std::size_t count_ = 0;
  std::string octets_;
  bool open_ = false;
};

}  // namespace onsale::http
