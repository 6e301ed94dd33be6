#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "onsale/base/clock.h"

namespace onsale {

// Appends JSON (RFC 8259) to a string of the caller's, members in the order written, no white
// space. The caller keeps begin and end balanced and gives each object member a key. Strings must
// be UTF-8. Not thread-safe.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);  // a literal: it is not escaped
  JsonWriter& String(std::string_view value);
  JsonWriter& StringOrNull(std::string_view value);  // null where it is empty
  JsonWriter& Int(std::int64_t value);
  JsonWriter& Uint(std::uint64_t value);
  JsonWriter& Double(double value);  // finite
  // `value` / 10^`decimals`, exactly, without trailing zeros or an exponent.
  JsonWriter& Decimal(std::int64_t value, int decimals);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Time(TimeMs value);  // RFC 3339

 private:
  void Separate();

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace onsale
