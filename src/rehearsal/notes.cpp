#include "onsale/rehearsal/notes.h"

#include <cstdint>

namespace onsale::rehearsal {
namespace {

std::uint64_t CountAnswers(const Tally& tally, int status) {
  std::uint64_t count = 0;
  for (const KindTally& kind : tally.kinds) {
    if (const auto it = kind.answers.find(status); it != kind.answers.end()) count += it->second;
  }
  return count;
}

void NoteLimits(const Tally& tally, std::vector<std::string>& notes) {
  const std::uint64_t limited = CountAnswers(tally, 429);
  if (limited == 0) return;
  notes.push_back(std::to_string(limited) +
                  " answers were 429: the server limits how much an address may ask, and the "
                  "crowd has few of them. Start it with --rate-limit off, or with "
                  "--trusted-proxies naming this machine, and rehearse with --forwarded.");
}

void NoteLag(const Tally& tally, std::vector<std::string>& notes) {
  if (tally.lag.Percentile(99) <= 10) return;
  notes.emplace_back(
      "Requests left late: this machine was too slow for the crowd, so latencies are partly its "
      "own. Rehearse from another machine, or with fewer people.");
}

// Some of those who gave up had their decision, and bots' decisions are not timed.
void NoteUndecided(const Tally& tally, std::vector<std::string>& notes) {
  const std::uint64_t people = tally.people.planned - tally.people.bots;
  const std::uint64_t undecided = people - tally.decisions.count();
  if (tally.people.gave_up == 0 || undecided == 0) return;
  notes.push_back(std::to_string(undecided) + " of " + std::to_string(people) +
                  " people never had a decision. They are not in the latencies of `decision`, "
                  "which look better than what people felt.");
}

}  // namespace

void NoteTally(const Tally& tally, std::vector<std::string>& notes) {
  NoteLimits(tally, notes);
  NoteLag(tally, notes);
  NoteUndecided(tally, notes);
  for (const auto& [answer, count] : tally.surprises) {
    notes.push_back(std::to_string(count) + " people met the answer " + answer + ", and left.");
  }
}

}  // namespace onsale::rehearsal
