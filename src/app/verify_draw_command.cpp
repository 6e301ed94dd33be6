#include "onsale/app/verify_draw_command.h"

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "onsale/app/failure.h"
#include "onsale/app/read_file.h"
#include "onsale/base/hex.h"
#include "onsale/base/sha256.h"
#include "onsale/base/text.h"
#include "onsale/domain/draw.h"

namespace onsale::app {
namespace {

using nlohmann::json;

constexpr int kDiffers = 1;

// What GET /api/v1/events/{event}/queue says of a draw.
struct PublishedDraw {
  std::string event;
  Sha256Digest commitment = {};
  std::uint32_t count = 0;
  Sha256Digest digest = {};
  domain::DrawSeed seed = {};
  std::string beacon;
};

bool ReadHex(const json& object, const char* name, std::span<std::uint8_t> out) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() &&
         FromHex(found->get_ref<const std::string&>(), out);
}

Result<PublishedDraw> ReadDraw(const std::string& file) {
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  const json object = json::parse(*text, nullptr, /*allow_exceptions=*/false);
  const auto wrong = [&](const char* what) { return InvalidArgument(file + " " + what); };
  if (!object.is_object() || !object.contains("event") || !object["event"].is_string() ||
      !object.contains("drawn") || !object.contains("seed")) {
    return wrong("is not what a server says of a waiting room");
  }
  if (object["seed"].is_null() || !object["drawn"].is_number_unsigned()) {
    return wrong("is of a waiting room whose draw was not made yet");
  }
  PublishedDraw draw;
  draw.event = object["event"];
  draw.count = object["drawn"];
  if (!ReadHex(object, "commitment", draw.commitment) || !ReadHex(object, "seed", draw.seed) ||
      !ReadHex(object, "entrants_digest", draw.digest)) {
    return wrong("lacks the commitment, the seed or the digest, or one is not hexadecimal");
  }
  if (object.contains("beacon") && object["beacon"].is_string()) draw.beacon = object["beacon"];
  return draw;
}

// The contributions that an NDJSON file lists: their number, and the digest they make.
struct Entrants {
  std::uint32_t count = 0;
  Sha256Digest digest = {};
};

Result<Entrants> ReadEntrants(const std::string& file, const PublishedDraw& draw, Sha256& hash) {
  const auto text = ReadFile(file);
  if (!text.ok()) return text.status();
  Entrants entrants;
  entrants.digest = domain::FirstDigest(draw.event, draw.commitment, hash);
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::string_view line = Trim(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(rest.size(), rest.find('\n') + 1));
    if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
      line = line.substr(1, line.size() - 2);
    }
    domain::Contribution contribution;
    if (!FromHex(line, contribution)) {
      return InvalidArgument(file + " has no contribution in line " +
                             std::to_string(entrants.count + 1));
    }
    entrants.digest = domain::NextDigest(entrants.digest, entrants.count++, contribution, hash);
  }
  return entrants;
}

}  // namespace

int VerifyDrawCommand(const VerifyDrawOptions& options) {
  const auto read = ReadDraw(options.file);
  if (!read.ok()) return Fail(read.status());
  const PublishedDraw& draw = *read;
  Sha256 hash;
  bool agrees = true;
  const auto tell = [&](bool is_so, const std::string& what) {
    std::cout << (is_so ? "yes  " : "NO   ") << what << "\n";
    agrees = agrees && is_so;
  };
  tell(domain::CommitmentOf(draw.seed, hash) == draw.commitment,
       "the seed is the one that was committed to");
  if (!options.entrants.empty()) {
    const auto entrants = ReadEntrants(options.entrants, draw, hash);
    if (!entrants.ok()) return Fail(entrants.status());
    tell(entrants->count == draw.count,
         std::to_string(draw.count) + " were drawn, and as many are listed");
    tell(entrants->digest == draw.digest, "the digest is that of the entrants listed");
  } else {
    std::cout << "?    whether the digest is that of the entrants: see --entrants\n";
  }
  if (options.number) {
    const domain::Draw made(draw.seed, draw.digest, draw.beacon, draw.count, hash);
    std::cout << "number " << *options.number << " has position "
              << made.PositionOf(*options.number, hash) << "\n";
  }
  return agrees ? 0 : kDiffers;
}

}  // namespace onsale::app
