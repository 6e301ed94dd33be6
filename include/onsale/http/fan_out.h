#pragma once

#include <sys/types.h>

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "onsale/api/watch.h"
#include "onsale/domain/event.h"
#include "onsale/http/socket_calls.h"
#include "onsale/live/hub.h"

namespace onsale::http {

// A client that watches an event. Belongs to its loop's thread.
class Watcher {
 public:
  virtual ~Watcher() = default;

  // One more piece, in order. May destroy the object; must not block.
  virtual void OnPiece(const live::PiecePtr& piece) = 0;

  // A socket that the next piece's events can be sent to, together with others'; OnPieceSent()
  // follows in place of OnPiece(). Or -1.
  virtual int ReadySocket() const { return -1; }
  // `octets` of the piece's events were sent, or that is the errno, negative. As OnPiece().
  virtual void OnPieceSent(const live::PiecePtr& /*piece*/, ssize_t /*octets*/) {}

 private:
  friend class FanOut;

  static constexpr std::size_t kNowhere = SIZE_MAX;

  domain::EventNumber event_ = 0;
  std::uint64_t name_ = 0;        // 0 until it joins
  std::size_t index_ = kNowhere;  // in its channel, once it got its first piece
};

// Passes what the hub tells on to one loop's watchers, some in each turn of the loop, so that
// requests need not wait for thousands of writes. Belongs to its loop's thread but for Deliver().
class FanOut final : public live::Audience {
 public:
  FanOut(boost::asio::io_context& io, live::Hub& hub, SocketCalls& calls)
      : io_(io), hub_(hub), calls_(calls) {}

  // From now on `watcher` gets what happens to an event, until it leaves.
  void Join(Watcher& watcher, const api::WatchRequest& request);
  void Leave(Watcher& watcher);

  void Deliver(live::Delivery delivery) override;

 private:
  // Null where one left while a piece was being passed on.
  using Channel = std::vector<Watcher*>;

  static constexpr std::size_t kWatchersPerTurn = 64;

  void PostTurn();
  void Turn();
  bool PassOn(std::size_t& left);
  void SendTogether(std::span<Watcher* const> watchers, const live::PiecePtr& piece);
  void FinishFront();
  void BeginWatching(const live::Delivery& delivery);
  void Compact(domain::EventNumber event);

  boost::asio::io_context& io_;
  live::Hub& hub_;
  SocketCalls& calls_;
  std::uint64_t last_name_ = 0;
  std::map<std::uint64_t, Watcher*> joining_;  // by name: those without their first piece
  std::map<domain::EventNumber, Channel> channels_;

  // What is being passed on: the front of the queue, from `next_` on.
  std::deque<live::Delivery> queue_;
  std::size_t next_ = 0;
  std::int64_t cost_us_ = 0;
  bool holes_ = false;  // somebody left its channel meanwhile

  std::mutex inbox_mutex_;
  std::vector<live::Delivery> inbox_;  // by inbox_mutex_
};

}  // namespace onsale::http
