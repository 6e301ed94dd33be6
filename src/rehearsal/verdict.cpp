#include "onsale/rehearsal/verdict.h"

#include <algorithm>
#include <utility>

namespace onsale::rehearsal {
namespace {

using State = LogEntry::State;

// The room that there was from a moment on.
struct Room {
  TimeMs from = 0;
  std::int64_t places = 0;
};

// A count, and the first few reasons for it.
class Findings {
 public:
  void Add(const std::string& what) {
    if (++count_ <= kShown) text_ += (count_ == 1 ? "" : "; ") + what;
  }
  std::uint64_t count() const { return count_; }
  std::string text() const {
    return count_ > kShown ? text_ + "; and " + std::to_string(count_ - kShown) + " more" : text_;
  }
  Check ToCheck(std::string name, std::string when_passed) const {
    return {std::move(name), count_ == 0, count_ == 0 ? std::move(when_passed) : text()};
  }

 private:
  static constexpr std::uint64_t kShown = 3;
  std::uint64_t count_ = 0;
  std::string text_;
};

class Judgement {
 public:
  Judgement(const Ledger& ledger, const EndOfSale& end) : ledger_(ledger), end_(end) {}

  Verdict Make() {
    PlayLog();
    CompareRefusals();
    CompareAcknowledged();
    CompareStored();
    CompareCounters();
    return std::move(verdict_);
  }

 private:
  static std::string Places(std::int64_t count) {
    return std::to_string(count) + (count == 1 ? " place" : " places");
  }

  void PlayLog() {
    Findings gaps;
    std::int64_t excess = 0, taken_max = 0;
    rooms_.push_back({});
    for (const LogEntry& entry : end_.log) {
      if (entry.sequence != replay_.sequence() + 1) {
        gaps.Add(std::to_string(entry.sequence) + " follows " + std::to_string(replay_.sequence()));
      }
      replay_.Apply(entry);
      if (entry.sequence == end_.sequence) at_end_ = replay_.total();
      const Replay::Counters total = replay_.total();
      excess = std::max(excess, replay_.excess());
      taken_max = std::max(taken_max, total.held + total.confirmed);
      // A clock that was set back does not make an entry come before the one before it.
      rooms_.push_back({std::max(entry.at, rooms_.back().from), replay_.room(end_.kept)});
    }
    TellOversold(excess, taken_max);
    verdict_.checks.push_back(
        gaps.ToCheck("log", std::to_string(end_.log.size()) + " changes, none missing"));
  }

  void TellOversold(std::int64_t excess, std::int64_t taken_max) {
    Findings twice;
    for (const Replay::SoldTwice& sold : replay_.sold_twice()) {
      twice.Add(sold.seat + " was given to " + sold.second + " while " + sold.first + " had it");
    }
    std::string detail = Places(excess) + " sold beyond the capacity";
    if (excess == 0) {
      detail = std::to_string(taken_max) + " of " + Places(replay_.total().capacity) +
               " taken at most, never more than there are";
    } else if (twice.count() > 0) {
      detail = Places(excess) + " sold twice or beyond the capacity: " + twice.text();
    }
    verdict_.oversold = static_cast<std::uint64_t>(excess);
    verdict_.checks.push_back({"oversold", excess == 0, std::move(detail)});
  }

  // The least room that there was at any time between.
  bool HadRoom(TimeMs from, TimeMs to, std::int64_t wanted) const {
    auto it = std::upper_bound(rooms_.begin(), rooms_.end(), from,
                               [](TimeMs at, const Room& room) { return at < room.from; });
    if (it != rooms_.begin()) --it;
    // Changes of one millisecond may have been decided before it or after.
    while (it != rooms_.begin() && it->from == from) --it;
    for (; it != rooms_.end() && it->from <= to; ++it) {
      if (it->places < wanted) return false;
    }
    return true;
  }

  void CompareRefusals() {
    Findings wrong;
    for (const SoldOut& refusal : ledger_.sold_out()) {
      const std::int64_t wanted = ledger_.wishes()[refusal.wish].quantity;
      const TimeMs from = refusal.from - end_.clock_error_ms, to = refusal.to + end_.clock_error_ms;
      if (refusal.for_waitlist) continue;
      if (refusal.available < wanted && !HadRoom(from, to, wanted)) continue;
      wrong.Add(ledger_.CustomerOf(refusal.wish) + " was refused " + Places(wanted) +
                " that were free");
    }
    verdict_.undersold = wrong.count();
    verdict_.checks.push_back(wrong.ToCheck(
        "undersold", std::to_string(ledger_.sold_out().size()) +
                         " refusals as sold out, each when there was too little left"));
  }

  const Replay::Story* Find(const std::string& id) const {
    const auto it = replay_.stories().find(id);
    return it == replay_.stories().end() ? nullptr : &it->second;
  }

  // How the log differs from what was acknowledged of a wish; empty where it does not.
  std::string FaultOf(std::size_t number) const {
    const Wish& wish = ledger_.wishes()[number];
    const Replay::Story* story = Find(wish.id);
    if (story == nullptr) return " was reserved and is not there";
    if (story->sequence != wish.sequence || story->quantity != wish.quantity ||
        story->customer != ledger_.CustomerOf(number)) {
      return " is not as it was acknowledged";
    }
    if (wish.confirmed || wish.confirmed_at_once) {
      if (!story->was_confirmed) return " was confirmed, which is not there";
      if (!StaysConfirmed(wish, story->state)) return " was confirmed and " + IsNow(*story);
    }
    if (wish.cancelled && !IsGivenBack(story->state)) return " was cancelled and " + IsNow(*story);
    return {};
  }

  static std::string IsNow(const Replay::Story& story) {
    return std::string("is ").append(ToString(story.state));
  }

  // A confirmation holds until somebody asks for the opposite; if that was not answered, it may
  // have happened or not.
  static bool StaysConfirmed(const Wish& wish, State state) {
    return state == State::kConfirmed || (wish.cancel_sent && state == State::kCancelled);
  }

  // A cancellation that finds a hold expired leaves it so.
  static bool IsGivenBack(State state) {
    return state == State::kCancelled || state == State::kExpired;
  }

  void CompareAcknowledged() {
    Findings lost;
    std::size_t acknowledged = 0;
    for (std::size_t i = 0; i < ledger_.wishes().size(); ++i) {
      const Wish& wish = ledger_.wishes()[i];
      if (wish.id.empty()) continue;
      acknowledged += 1U + (wish.confirmed ? 1U : 0U) + (wish.cancelled ? 1U : 0U);
      const std::string fault = FaultOf(i);
      if (!fault.empty()) lost.Add(wish.id + " of " + ledger_.CustomerOf(i) + fault);
    }
    verdict_.lost = lost.count();
    verdict_.checks.push_back(lost.ToCheck(
        "lost", "all of " + std::to_string(acknowledged) + " acknowledgements are in the log"));
  }

  void CompareStored() {
    Findings unexplained;
    std::size_t ours = 0, others = 0, unheard = 0;
    std::vector<std::uint32_t> unknown(ledger_.wishes().size());
    for (const auto& [id, story] : replay_.stories()) {
      const auto number = ledger_.WishOf(story.customer);
      if (!number) {
        ++others;
        continue;
      }
      ++ours;
      const Wish& wish = ledger_.wishes()[*number];
      if (wish.id != id) {
        ++unheard;
        // A key counts once, however often it was sent.
        if (++unknown[*number] > (wish.id.empty() && wish.unanswered > 0 ? 1U : 0U)) {
          unexplained.Add(id + " of " + story.customer + " was never acknowledged");
          continue;
        }
      } else if (story.was_confirmed && !wish.confirmed_at_once && !wish.confirm_sent) {
        unexplained.Add(id + " of " + story.customer + " was confirmed and nobody asked for it");
        continue;
      }
      // Who was not told of a reservation cannot have cancelled it.
      if (story.was_cancelled && !(wish.id == id && wish.cancel_sent)) {
        unexplained.Add(id + " of " + story.customer + " was cancelled and nobody asked for it");
      }
    }
    verdict_.unexplained = unexplained.count();
    std::string passed = std::to_string(ours) + " reservations in the log are ours";
    if (unheard > 0)
      passed += ", " + std::to_string(unheard) + " of them without an answer that came";
    if (others > 0) passed += "; " + std::to_string(others) + " are of others";
    verdict_.checks.push_back(unexplained.ToCheck("unexplained", passed));
  }

  void CompareCounters() {
    const auto text = [](const Replay::Counters& counters) {
      return std::to_string(counters.available()) + " available, " + std::to_string(counters.held) +
             " held, " + std::to_string(counters.confirmed) + " confirmed";
    };
    const bool same = at_end_ == end_.counters;
    verdict_.checks.push_back(
        {"counters", same,
         same ? text(at_end_) + ", by the log and by the event"
              : "the log has " + text(at_end_) + "; the event has " + text(end_.counters)});
  }

  const Ledger& ledger_;
  const EndOfSale& end_;
  Replay replay_;
  Replay::Counters at_end_;
  std::vector<Room> rooms_;
  Verdict verdict_;
};

}  // namespace

bool Verdict::passed() const {
  return std::all_of(checks.begin(), checks.end(), [](const Check& check) { return check.passed; });
}

Verdict Judge(const Ledger& ledger, const EndOfSale& end) { return Judgement(ledger, end).Make(); }

}  // namespace onsale::rehearsal
