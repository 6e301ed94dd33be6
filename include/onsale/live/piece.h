#pragma once

#include <memory>
#include <string>
#include <vector>

namespace onsale::live {

// What those who watch an event are told at one moment, encoded once for all of them: one or more
// messages that belong together. Immutable.
struct Piece {
  std::string events;              // as Server-Sent Events
  std::vector<std::string> texts;  // each message as a WebSocket text
  bool last = false;               // the event is gone: watching ends with this
};

using PiecePtr = std::shared_ptr<const Piece>;

}  // namespace onsale::live
