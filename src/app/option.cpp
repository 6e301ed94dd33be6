#include "onsale/app/option.h"

#include <cstdlib>
#include <fstream>

#include "onsale/base/text.h"

namespace onsale::app {

std::string EnvironmentName(std::string_view option) {
  std::string name = "ONSALE_";
  for (const char c : option) {
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
  }
  return name;
}

std::string ReadAdminToken(const std::string& file, bool file_by_flag) {
  const char* variable = std::getenv("ONSALE_ADMIN_TOKEN");
  std::string token(variable == nullptr ? "" : Trim(variable));
  if (file.empty() || (!token.empty() && !file_by_flag)) return token;
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line) || Trim(line).empty()) {
    throw CLI::ValidationError("--admin-token-file", "cannot read a token from " + file);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return std::string(Trim(line));
}

}  // namespace onsale::app
