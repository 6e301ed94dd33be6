#pragma once

#include <string_view>
#include <vector>

#include "onsale/api/faults.h"

namespace onsale::fuzz {

// What has to hold of what is said to be wrong with a JSON text: that it can be told, in sentences,
// and where a line is told that the text has it.
void CheckFaults(const std::vector<api::Fault>& faults, std::string_view text);

// The same of one sentence.
void CheckSentence(std::string_view sentence);

// What ParseJsonObject() says of a text, against nlohmann's own parser: an object or not.
void CheckIsJsonObject(std::string_view text, bool is_object);

}  // namespace onsale::fuzz
