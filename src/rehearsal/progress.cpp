#include "onsale/rehearsal/progress.h"

#include <unistd.h>

#include <cstdio>

namespace onsale::rehearsal {
namespace {

constexpr std::chrono::seconds kBetweenLines{5};

std::uint64_t AnswersOf(const Tally& tally) {
  std::uint64_t answers = 0;
  for (const KindTally& kind : tally.kinds) answers += kind.answered;
  return answers;
}

}  // namespace

Progress::Progress() : terminal_(isatty(STDERR_FILENO) == 1), shown_at_(Clock::now()) {}

void Progress::Show(const Crowd& crowd, Clock::duration since_opening) {
  const auto now = Clock::now();
  const std::chrono::duration<double> passed = now - shown_at_;
  if (passed <
      (terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(kBetweenLines)))
    return;
  const Tally& tally = crowd.tally();
  const std::uint64_t answers = AnswersOf(tally);
  std::fprintf(
      stderr,
      "%s%+6.1f s  %zu connections  %.0f answers/s  reserved %llu  sold out %llu  gave up %llu  "
      "%zu people to go%s",
      terminal_ ? "\r\x1b[K" : "", std::chrono::duration<double>(since_opening).count(),
      crowd.connections().open(), static_cast<double>(answers - answers_) / passed.count(),
      static_cast<unsigned long long>(tally.people.reserved),
      static_cast<unsigned long long>(tally.people.sold_out),
      static_cast<unsigned long long>(tally.people.gave_up), crowd.left(), terminal_ ? "" : "\n");
  answers_ = answers;
  shown_at_ = now;
}

void Progress::Finish() {
  if (terminal_) std::fprintf(stderr, "\r\x1b[K");
}

}  // namespace onsale::rehearsal
