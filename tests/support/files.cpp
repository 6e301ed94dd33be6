#include "support/files.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "onsale/base/hex.h"
#include "onsale/base/sha256.h"

namespace onsale::test {

std::string ReadFile(const std::filesystem::path& file) {
  std::ostringstream content;
  content << std::ifstream(file, std::ios::binary).rdbuf();
  return std::move(content).str();
}

void WriteFile(const std::filesystem::path& file, std::string_view content) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
}

std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder,
                                           std::string_view suffix) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().string().ends_with(suffix)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string DescribeFolder(const std::filesystem::path& folder) {
  std::string description;
  for (const auto& file : FilesIn(folder, "")) {
    description += file.filename().string() + " " + ToHex(Sha256::Of(ReadFile(file))) + "\n";
  }
  return description;
}

}  // namespace onsale::test
