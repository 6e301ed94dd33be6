#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "onsale/api/exchange.h"
#include "onsale/api/faults.h"
#include "onsale/api/problem_type.h"
#include "onsale/base/json_writer.h"
#include "onsale/domain/outcome.h"

namespace onsale::api {

// A problem document being written into an exchange's response: begins with type, title, status
// and detail; further members follow through json(); Send() ends it.
class ProblemWriter {
 public:
  // An empty `detail` says what the type says by itself.
  ProblemWriter(Exchange& exchange, ProblemType type, std::string_view detail = {});

  JsonWriter& json() { return json_; }
  ProblemWriter& RetryAfter(std::int64_t seconds);
  Disposition Send();

 private:
  Response& response_;
  JsonWriter json_;
  std::int64_t retry_after_s_;
};

inline Disposition SendProblem(Exchange& exchange, ProblemType type, std::string_view detail = {}) {
  return ProblemWriter(exchange, type, detail).Send();
}

// The answer to a refused command. `now` tells how long it is to a sale's opening.
void SendRefusal(Exchange& exchange, const domain::Refusal& refusal, TimeMs now);

// The same for an import, with where in its text it is what was refused.
void SendImportRefusal(Exchange& exchange, const domain::Refusal& refusal,
                       const std::optional<Fault>& fault, TimeMs now);

}  // namespace onsale::api
