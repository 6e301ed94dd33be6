#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>

#include "integration/server_test.h"
#include "onsale/base/hex.h"
#include "onsale/base/sha256.h"
#include "support/files.h"

// `onsale verify-draw`, on the published test vectors and on what a server tells.

namespace onsale::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class VerifyDrawTest : public ServerTest {
 protected:
  ProcessResult Verify(const json& draw, const std::string& entrants,
                       const std::string& number = {}) {
    const std::filesystem::path draw_file = server_.folder() / "draw.json";
    const std::filesystem::path entrants_file = server_.folder() / "entrants.ndjson";
    WriteFile(draw_file, draw.dump());
    WriteFile(entrants_file, entrants);
    std::vector<std::string> arguments = {"verify-draw", draw_file.string(), "--entrants",
                                          entrants_file.string()};
    if (!number.empty()) arguments.insert(arguments.end(), {"--number", number});
    return RunProcess({ONSALE_BINARY, arguments, {}});
  }

  // Of the vectors: contribution n is of SHA-256("entrant " ‖ be32 n).
  static std::string EntrantsOfVectors(std::uint32_t count) {
    std::string lines;
    for (std::uint32_t n = 0; n < count; ++n) {
      std::string text = "entrant ";
      for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(n >> shift & 0xff);
      lines += '"' + ToHex(Sha256::Of(text)).substr(0, 32) + "\"\n";
    }
    return lines;
  }

  static json PublishedOf(const json& vector) {
    return {{"event", vector["event"]},
            {"commitment", vector["commitment"]},
            {"seed", vector["seed"]},
            {"beacon", vector["beacon"].get<std::string>().empty() ? json() : vector["beacon"]},
            {"drawn", vector["count"]},
            {"entrants_digest", vector["digest"]}};
  }

  static json Vectors() {
    return json::parse(
        ReadFile(std::filesystem::path(ONSALE_SOURCE_DIR) / "tests/vectors/draw.json"))["draws"];
  }
};

TEST_F(VerifyDrawTest, AgreesWithTheVectors) {
  for (const json& vector : Vectors()) {
    const std::uint32_t count = vector["count"];
    if (count > 10'000) continue;
    const std::string entrants = EntrantsOfVectors(count);
    const ProcessResult result = Verify(PublishedOf(vector), entrants);
    EXPECT_EQ(result.status, 0) << result.output << result.errors;
    EXPECT_THAT(result.output, Not(HasSubstr("NO")));
    const json& positions = vector["positions"];
    if (positions.empty()) continue;
    const std::string& number = positions.begin().key();
    EXPECT_THAT(Verify(PublishedOf(vector), entrants, number).output,
                HasSubstr("number " + number + " has position " + positions[number].dump() + "\n"));
  }
}

TEST_F(VerifyDrawTest, TellsWhatDiffers) {
  const json vectors = Vectors();
  const json vector = *std::find_if(vectors.begin(), vectors.end(), [](const json& v) {
    return v["count"] > 1 && v["count"] < 1'000;
  });
  const json draw = PublishedOf(vector);
  const std::string entrants = EntrantsOfVectors(vector["count"]);
  json other = draw;
  other["seed"] = std::string(64, '0');
  const ProcessResult seed = Verify(other, entrants);
  EXPECT_EQ(seed.status, 1);
  EXPECT_THAT(seed.output, HasSubstr("NO   the seed"));
  const ProcessResult one_less = Verify(draw, entrants.substr(35));
  EXPECT_EQ(one_less.status, 1);
  EXPECT_THAT(one_less.output, HasSubstr("as many are listed"));
  EXPECT_THAT(one_less.output, HasSubstr("NO   the digest"));
}

TEST_F(VerifyDrawTest, RefusesWhatItCannotRead) {
  const json draw = PublishedOf(Vectors()[1]);
  EXPECT_EQ(Verify(draw, "nonsense\n").status, 2);
  EXPECT_EQ(Verify(json::array(), "").status, 2);
  json early = draw;
  early["seed"] = nullptr;
  const ProcessResult result = Verify(early, "");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.errors, HasSubstr("not made yet"));
  EXPECT_EQ(RunProcess({ONSALE_BINARY, {"verify-draw", "/nowhere"}, {}}).status, 2);
  EXPECT_EQ(RunProcess({ONSALE_BINARY, {"verify-draw"}, {}}).status, 2);
}

TEST_F(VerifyDrawTest, ChecksWhatAServerTells) {
  api().CreateEvent({{"name", "Gala"},
                     {"capacity", 9},
                     {"opens_at", "2999-01-01T00:00:00Z"},
                     {"queue", {{"beacon_source", "drand round 4711"}}}});
  const std::string target = "/api/v1/events/gala/queue";
  for (const char* customer : {"ada", "bob", "cy"}) {
    HttpRequest request = ReserveRequest("gala", {{"customer", customer}});
    request.target = target;
    ASSERT_THAT(api().Do(request), HasStatus(201));
  }
  const auto queue = [&] { return api().Get(target).Json(); };
  ASSERT_THAT(api().EditEvent("gala", {{"opens_at", "2020-01-01T00:00:00Z"}}), HasStatus(200));
  ASSERT_TRUE(Eventually([&] { return queue()["state"] == "closed"; }));
  ASSERT_THAT(api().EditEvent("gala", {{"queue", {{"beacon", "b0b1"}}}}), HasStatus(200));
  ASSERT_TRUE(Eventually([&] { return queue()["state"] == "serving"; }));
  const std::string entrants =
      api().Get(target + "/entrants", {{"Accept", "application/x-ndjson"}}).body;
  const ProcessResult result = Verify(queue(), entrants);
  EXPECT_EQ(result.status, 0) << result.output << result.errors;
}

}  // namespace
}  // namespace onsale::test
