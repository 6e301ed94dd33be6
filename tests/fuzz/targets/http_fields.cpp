// Fields in which a client lists what it takes or has, and the query of a list. Lines:
// Accept-Encoding, Accept-Language, Accept, If-None-Match, the query, Transfer-Encoding; then as
// much as there is of a Host.

#include <array>
#include <string>

#include "fuzz/fuzz.h"
#include "onsale/api/accept.h"
#include "onsale/api/conditional.h"
#include "onsale/api/content_coding.h"
#include "onsale/api/language.h"
#include "onsale/api/query.h"
#include "onsale/api/weighted_list.h"
#include "onsale/base/text.h"
#include "onsale/http/http_grammar.h"

namespace onsale::fuzz {
namespace {

// A member that does not follow the grammar counts as absent, and says nothing of the others.
std::string WithNonsense(std::string_view field) { return std::string(field) + ", ;q=2"; }

void CheckEncoding(std::string_view field) {
  using api::ContentCoding;
  for (const api::AvailableCodings available :
       {api::AvailableCodings{false, false}, {true, false}, {false, true}, {true, true}}) {
    const ContentCoding chosen = ChooseContentCoding(field, available);
    Require(chosen != ContentCoding::kGzip || available.gzip, "a coding is there");
    Require(chosen != ContentCoding::kBrotli || available.brotli, "a coding is there");
    if (Trim(field).empty())
      Require(chosen == ContentCoding::kIdentity, "who asks for none gets it");
    const std::string lower = ToLowerAscii(field);
    if (chosen != ContentCoding::kIdentity && lower.find('*') == lower.npos) {
      Require(lower.find(chosen == ContentCoding::kGzip ? "gzip" : "br") != lower.npos,
              "a coding was asked for");
    }
    Require(ChooseContentCoding(WithNonsense(field), available) == chosen, "nonsense is absent");
    Require(ChooseContentCoding(lower, available) == chosen, "case does not matter");
  }
}

void CheckLanguage(std::string_view field) {
  static const std::array<std::string, 4> kTags = {"en", "de", "de-CH", "zh-Hant"};
  const std::size_t chosen = api::ChooseLanguage(field, kTags);
  Require(chosen < kTags.size(), "a language is there");
  Require(api::ChooseLanguage(WithNonsense(field), kTags) == chosen, "nonsense is absent");
  Require(api::ChooseLanguage(ToLowerAscii(field), kTags) == chosen, "case does not matter");
  if (api::IsLanguageTag(field)) {
    const std::array<std::string, 2> tags = {"x-none", std::string(field)};
    Require(field == "x-none" || api::ChooseLanguage(field, tags) == 1, "a tag finds itself");
  }
}

void CheckAccept(std::string_view field) {
  const api::ListFormat format = api::PreferredListFormat(field);
  const std::string lower = ToLowerAscii(field);
  if (format == api::ListFormat::kCsv) {
    Require(lower.find("text/csv") != lower.npos, "CSV was asked for");
  }
  if (format == api::ListFormat::kNdjson) {
    Require(lower.find("ndjson") != lower.npos, "NDJSON was asked for");
  }
}

void CheckIfNoneMatch(std::string_view field) {
  if (!api::IfNoneMatchMatches(field, "\"a1\"")) return;
  Require(field.find("\"a1\"") != field.npos || field.find('*') != field.npos,
          "what matches was named");
  Require(!api::IfNoneMatchMatches(field, ""), "what has no tag never matches");
}

void CheckQuery(std::string_view query) {
  std::string fault;
  const auto page = api::ParsePageQuery(query, fault);
  Require(page.has_value() == fault.empty(), "a query is right or wrong");
  if (!page) Require(IsValidUtf8(fault), "what is wrong can be told");
  if (page) Require(page->limit >= 1 && page->limit <= api::kPageLimitMax, "a limit is in range");
  if (const auto number = api::ParseCursor(query)) {
    Require(api::ParseCursor(std::to_string(*number)) == number, "a cursor is a number");
  }
}

void CheckWeights(std::string_view list) {
  while (!list.empty()) {
    const std::size_t before = list.size();
    const api::WeightedName member = api::TakeWeightedName(list);
    Require(list.size() < before, "a list ends");
    if (member.weight) {
      Require(*member.weight >= 0 && *member.weight <= api::kWeightMax, "a weight is in range");
    }
  }
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale;
  using namespace onsale::fuzz;
  Input input(data, size);
  for (const auto check :
       {CheckEncoding, CheckLanguage, CheckAccept, CheckIfNoneMatch, CheckQuery}) {
    const std::string_view line = input.TakeLine();
    check(line);
    CheckWeights(line);
  }
  const std::string coding(input.TakeLine());
  (void)http::TransferEncodingProblem(coding);
  const std::string_view host = input.rest();
  if (http::IsHostAndPort(host)) {
    Require(host.find_first_of("@/?#\\ \t\r\n") == host.npos, "a host is nothing else");
  }
  return 0;
}
