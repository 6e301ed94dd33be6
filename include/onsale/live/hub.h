#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "onsale/base/clock.h"
#include "onsale/commit/change_log.h"
#include "onsale/commit/event_view.h"
#include "onsale/commit/read_view.h"
#include "onsale/domain/event.h"
#include "onsale/live/encoder.h"
#include "onsale/live/piece.h"

namespace onsale::live {

// What an audience is to pass on.
struct Delivery {
  domain::EventNumber event = 0;
  PiecePtr piece;
  std::uint64_t watcher = 0;  // to the one who joined by this name, its first; 0: to all of event
};

// Some watchers, all on one thread, and who passes pieces on to them: one for each loop.
class Audience {
 public:
  virtual ~Audience() = default;

  // On the hub's thread. Takes what is passed on to the watchers in this order. Must not block, nor
  // call the hub from within.
  virtual void Deliver(Delivery delivery) = 0;
};

// Follows the events that are watched: encodes what changes, once for all who watch, and gives it
// to the audiences. A thread of its own; nobody waits for it.
//
// An event is told of at most every kIntervalMs, and never before every audience has passed on what
// was told last. Passing on costs a system call for each watcher, so where there are very many the
// interval grows until that takes no more than one part in kShare of a loop's time.
//
// An order that nothing gets lost in: a watcher's first piece and all later ones come from this
// thread, and each is the difference to the one before.
//
// Thread-safe.
class Hub {
 public:
  static constexpr std::int64_t kIntervalMs = 100;
  static constexpr std::int64_t kShare = 16;

  // Those who come back have the log read. So many changes are read a second, whoever asks: about a
  // tenth of a core. Who would need more begins anew.
  static constexpr std::int64_t kReadsPerSecond = 100'000;

  // The references outlive the hub.
  Hub(const Clock& clock, const commit::ChangeLog& log,
      std::int64_t reads_per_second = kReadsPerSecond);
  ~Hub();  // stops

  void Start();

  // Nothing is delivered any more once this has returned. May be called twice.
  void Stop();

  // Something was published. Cheap: mostly nobody is to be woken.
  void OnPublished();

  // The following are for audiences, who stay in place until Stop().

  // From now on `audience` gets the event's pieces, the first one for `watcher`: a name of the
  // audience's, not 0, for one who has seen everything up to `after`, or nothing yet.
  void Join(Audience& audience, std::uint64_t watcher, domain::EventNumber event,
            commit::EventViewPtr view, std::optional<domain::Sequence> after);
  // One who joined is gone, whether it has got its first piece or not.
  void Leave(Audience& audience, domain::EventNumber event);
  // A piece for all was passed on, which took so much of the audience's CPU time.
  void Done(domain::EventNumber event, std::int64_t cost_us);

 private:
  struct Joined {
    Audience* audience;
    std::uint64_t watcher;
    domain::EventNumber event;
    commit::EventViewPtr view;
    std::optional<domain::Sequence> after;
  };
  struct Left {
    Audience* audience;
    domain::EventNumber event;
  };
  struct PassedOn {
    domain::EventNumber event;
    std::int64_t cost_us;
  };
  using Message = std::variant<Joined, Left, PassedOn>;

  // A watched event.
  struct Channel {
    commit::EventViewPtr view;
    std::optional<Encoder> encoder;  // none once the event is gone: then `end` is there
    PiecePtr end;
    std::map<Audience*, std::size_t> watchers;
    // For those who join, until Tell(): by what they have seen; 0 for those who begin anew.
    std::map<std::optional<domain::Sequence>, PiecePtr> firsts;
    std::uint64_t version = 0;   // of the view, as the encoder has it
    std::int64_t told_ms = 0;    // by the steady clock
    std::int64_t next_ms = 0;    // not to be told before
    std::int64_t cost_us = 0;    // of the last piece, in the slowest audience
    std::size_t passing_on = 0;  // audiences that have not said they are done
  };

  // What to wait for when there is nothing to do.
  struct Plan {
    bool listen = false;                  // to be woken by the next publication
    std::optional<std::int64_t> wait_ms;  // at the longest; none: for as long as it takes
  };

  void Run();
  void Post(Message message);
  std::vector<Message> AwaitMessages();
  Plan MakePlan() const;
  static bool HasNews(const Channel& channel, TimeMs now);
  void TellAll();
  void Tell(domain::EventNumber event, Channel& channel, TimeMs now);
  void Handle(const Joined& joined);
  void Handle(const Left& left);
  void Handle(const PassedOn& passed_on);
  Channel& OpenChannel(const Joined& joined);
  const PiecePtr& FirstPiece(Channel& channel, std::optional<domain::Sequence> after);
  PiecePtr EncodeFirst(const Encoder& encoder, std::optional<domain::Sequence> after);
  bool MayRead(std::int64_t changes);

  const Clock& clock_;
  const commit::ChangeLog& log_;

  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Message> inbox_;  // by mutex_
  bool stopping_ = false;       // by mutex_
  // By mutex_: whether the next publication wakes the thread, and whether one has. Not while it
  // waits for intervals to end, nor while nobody watches.
  bool listening_ = false;
  bool published_ = false;

  // The thread's own.
  std::map<domain::EventNumber, Channel> channels_;
  const std::int64_t reads_per_second_;
  std::int64_t reads_left_;
  std::int64_t reads_at_ms_;  // when reads_left_ was so many, by the steady clock

  std::thread thread_;
};

}  // namespace onsale::live
