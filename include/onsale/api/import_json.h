#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "onsale/api/faults.h"
#include "onsale/base/clock.h"
#include "onsale/domain/command.h"
#include "onsale/domain/outcome.h"

namespace onsale::api {

struct ParsedImport {
  domain::ImportEvents command;  // empty where anything is wrong
  std::vector<Fault> faults;     // the first kFaultsMax, with their lines, by these
  std::size_t faults_total = 0;
  bool is_object = true;  // false: the text is no JSON object; the only fault says why
};

// Reads `{"events": [EVENT...]}`, of which each is what POST /api/v1/events takes, and finds all
// that is wrong with it, of form and of meaning, and whether it is more than kImportEventsMax and
// kImportSeatsMax. What is refused afterwards is so only for what else there is: an id that is
// taken. `now` is when events open whose opening is not said.
ParsedImport ParseImport(std::string_view text, TimeMs now);

// Where in the text of an import that was read is what it was refused for, with its line; nothing
// when it was not for one of its events.
std::optional<Fault> FaultOf(const domain::Refusal& refusal, std::string_view text);

}  // namespace onsale::api
