// The fuzz targets without libFuzzer, for any compiler: each takes every input of its corpus and
// every one that once broke it, and then tries some others. ONSALE_FUZZ_SEED chooses those. An
// input that breaks something is written to a file, which belongs into crashes/TARGET/.

#include "fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "fuzz/mutator.h"
#include "support/files.h"
#include "support/seeded_random.h"

// One line for each target: TARGET(name), of the function that its LLVMFuzzerTestOneInput is here.
#define TARGET(name) extern "C" int Fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "fuzz_targets.inc"
#undef TARGET

namespace onsale::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr int kInputs = 50'000;  // that a seed stands for

struct Target {
  std::string name;
  int (*run)(const std::uint8_t* data, std::size_t size);
};

const std::vector<Target> kTargets = {
#define TARGET(name) {#name, Fuzz_##name},
#include "fuzz_targets.inc"
#undef TARGET
};

void PrintTo(const Target& target, std::ostream* out) { *out << target.name; }

std::vector<fs::path> FilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

class FuzzTest : public ::testing::TestWithParam<Target> {
 protected:
  // What is wrong; empty when nothing is.
  static std::string FaultOf(const std::string& input) {
    // A copy with nothing around it, for AddressSanitizer.
    const std::vector<char> copy(input.begin(), input.end());
    try {
      GetParam().run(reinterpret_cast<const std::uint8_t*>(copy.data()), copy.size());
    } catch (const std::exception& e) {
      return e.what();
    }
    return {};
  }

  static void Replay(const fs::path& folder) {
    for (const fs::path& file : FilesIn(folder / GetParam().name)) {
      const std::string fault = FaultOf(test::ReadFile(file));
      EXPECT_EQ(fault, "") << "by " << file;
    }
  }

  static std::string Keep(const std::string& input) {
    const fs::path file =
        fs::temp_directory_path() /
        ("fuzz-" + GetParam().name + "-" + std::to_string(std::hash<std::string>()(input)));
    test::WriteFile(file, input);
    return file;
  }

  const fs::path folder_ = fs::path(ONSALE_SOURCE_DIR) / "tests/fuzz";
};

TEST_P(FuzzTest, TakesItsCorpus) {
  ASSERT_FALSE(FilesIn(folder_ / "corpus" / GetParam().name).empty());
  Replay(folder_ / "corpus");
}

TEST_P(FuzzTest, TakesWhatOnceBrokeIt) { Replay(folder_ / "crashes"); }

TEST_P(FuzzTest, TakesOthers) {
  const std::uint64_t seed = test::EnvironmentNumber("ONSALE_FUZZ_SEED", 1);
  const std::string& name = GetParam().name;
  std::vector<std::string> corpus, words;
  for (const fs::path& file : FilesIn(folder_ / "corpus" / name)) {
    corpus.push_back(test::ReadFile(file));
  }
  ASSERT_FALSE(corpus.empty());
  const fs::path dictionary = folder_ / (name.substr(0, name.find('_')) + ".dict");
  if (fs::exists(dictionary)) words = ReadWords(test::ReadFile(dictionary));

  Mutator mutator(seed, corpus, words);
  for (int i = 1; i <= kInputs; ++i) {
    const std::string input = mutator.Next();
    if (const std::string fault = FaultOf(input); !fault.empty()) {
      FAIL() << fault << "\nby input " << i << " of ONSALE_FUZZ_SEED=" << seed << ", kept as "
             << Keep(input) << ":\n"
             << Shown(input.substr(0, 4096));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, FuzzTest, ::testing::ValuesIn(kTargets),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace onsale::fuzz
