#pragma once

#include <filesystem>
#include <string_view>

#include "support/files.h"
#include "support/temp_folder.h"

namespace onsale::api {

// A temporary folder of files to serve.
class StaticFolder : public test::TempFolder {
 public:
  // Writes a file, with the folders above it.
  void Write(std::string_view name, std::string_view content) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    test::WriteFile(file, content);
  }
};

}  // namespace onsale::api
