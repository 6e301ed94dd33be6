#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace onsale::app {

// The environment variable of an option: `--data-dir` is ONSALE_DATA_DIR.
std::string EnvironmentName(std::string_view option);

// An option that can also stand in the environment and in the file; the last of several wins.
template <typename T>
CLI::Option* Add(CLI::App& command, const std::string& name, T& value, const std::string& text) {
  return command.add_option("--" + name, value, text)
      ->envname(EnvironmentName(name))
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->capture_default_str();
}

// The admin token. It itself stands in the environment only, ONSALE_ADMIN_TOKEN, which comes after
// a flag that names a file and before a file that was named elsewhere. Empty when there is none;
// throws CLI::ValidationError where the file has none.
std::string ReadAdminToken(const std::string& file, bool file_by_flag);

}  // namespace onsale::app
