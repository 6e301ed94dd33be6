#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::test {

std::string ReadFile(const std::filesystem::path& file);
void WriteFile(const std::filesystem::path& file, std::string_view content);

// Files of `folder`, not of those in it, whose names end in `suffix`, by name.
std::vector<std::filesystem::path> FilesIn(const std::filesystem::path& folder,
                                           std::string_view suffix);

// Every file of `folder` by name, with its content: to see that nothing was written.
std::string DescribeFolder(const std::filesystem::path& folder);

}  // namespace onsale::test
