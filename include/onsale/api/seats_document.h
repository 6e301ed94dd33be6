#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onsale/api/compress.h"
#include "onsale/commit/event_view.h"
#include "onsale/domain/event.h"

namespace onsale::api {

// The document about one event's seats:
//
//   {"event": ID, "sequence": N, "sections": [...], "states": {SECTION: LETTERS, ...}}
//
// with `sections` as of AppendSeatSections() and a SeatLetter() for each seat of a section, in the
// plan's order. While a sale runs, letters change all the time and the plan does not. So the plan
// is written and compressed once, and of the letters only those of changed seats are written, and
// only the pieces that have them compressed: the costs of a rendering follow what has changed.
//
// Keeps about 2.3 octets a seat, and the plan compressed. Not thread-safe.
class SeatsDocument {
 public:
  // The document of a reading that has an event, as it is. `previous` is what this gave the last
  // time, or empty: the plan's part is copied from there.
  std::string Identity(commit::SeatsReading reading, std::string_view previous);

  // The same as one gzip member.
  std::string Gzip(commit::SeatsReading reading);

  // The memory it takes.
  std::size_t bytes() const;

 private:
  using States = std::vector<commit::SeatState>;

  // What the plan's part was made of. The plan itself, which is larger, is not kept alive.
  struct Section {
    std::string id, name;
    domain::SeatLabel label;
    std::weak_ptr<const domain::SeatPlan> plan;  // empty: general
    std::size_t letters_at = 0;                  // in `letters_`
    States states = {};                          // that `letters_` shows
  };

  static bool IsSame(const Section& section, const domain::SectionDefinition& definition);
  void Update(commit::SeatsReading reading);
  void TakePlan(const domain::EventDefinition& event);
  void WriteLetters(const domain::EventDefinition& event);
  void UpdateLetters(Section& section, const domain::SeatPlan& plan, States states);
  void DeflatePieces(const domain::EventDefinition& event);

  std::vector<Section> sections_;
  bool keep_ = false;           // keep_accessible, as in `letters_`
  DeflatedPiece plan_piece_;    // its size is 0 until it is made
  std::size_t plan_bytes_ = 0;  // of the plan's part as it is; 0 until it is known
  std::size_t plan_at_ = 0;     // where it is in what Identity() gave last; 0: nowhere
  std::string letters_;         // `"states":{…}}`
  std::vector<DeflatedPiece> letter_pieces_;  // of `letters_`; the size is 0 of those to be made
};

}  // namespace onsale::api
