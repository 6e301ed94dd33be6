#include "crowd/server.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace onsale::crowd {

test::HttpResponse Server::Do(test::HttpRequest request) const {
  request.fields.emplace_back("Authorization", "Bearer " + token_);
  test::HttpClient client(port_);
  test::HttpResponse response = client.Do(request);
  if (response.status >= 300) {
    throw std::runtime_error(request.method + " " + request.target + ": " +
                             std::to_string(response.status) + " " + response.body);
  }
  return response;
}

nlohmann::json Server::Get(const std::string& path) const { return Do({.target = path}).Json(); }

nlohmann::json Server::Post(const std::string& path, const nlohmann::json& body) const {
  return Do({"POST", path, body.dump(), {{"Content-Type", "application/json"}}}).Json();
}

std::chrono::nanoseconds CpuOf(pid_t process) {
  clockid_t clock = 0;
  if (const int error = clock_getcpuclockid(process, &clock); error != 0) {
    throw std::system_error(error, std::generic_category(), "clock_getcpuclockid");
  }
  timespec time = {};
  clock_gettime(clock, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::size_t ResidentBytesOf(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string word; status >> word;) {
    std::size_t kib = 0;
    if (word == "VmRSS:" && status >> kib) return kib << 10;
  }
  throw std::runtime_error("there is no process " + std::to_string(process));
}

std::size_t DescriptorsOf(pid_t process) {
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(process) + "/fd");
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

}  // namespace onsale::crowd
