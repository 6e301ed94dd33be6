#include "onsale/app/read_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace onsale::app {

Result<std::string> ReadFile(const std::string& file) {
  const auto failure = [&] {
    return IoError("cannot read " + file + ": " + std::generic_category().message(errno));
  };
  std::FILE* in = file == "-" ? stdin : std::fopen(file.c_str(), "rb");
  if (in == nullptr) return failure();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> closer(in, std::fclose);
  std::string text;
  std::array<char, 65'536> piece;
  while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), in)) {
    text.append(piece.data(), size);
  }
  if (std::ferror(in) != 0) return failure();
  return text;
}

}  // namespace onsale::app
