#include "crowd/watch.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "crowd/answer.h"
#include "crowd/sale.h"
#include "crowd/sockets.h"
#include "crowd/watchers.h"

namespace onsale::crowd {
namespace {

constexpr std::size_t kSaleConnections = 64;
constexpr unsigned kSlowRate = 100;  // reservations a second; next to nothing
constexpr std::chrono::seconds kPatience{10};

double Microseconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

double Seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

// What happened in a slice of the sale.
struct Slice {
  std::vector<Sold> sold;
  Watchers::Heard heard;            // nothing when nobody watched
  std::chrono::nanoseconds cpu{0};  // the server's
  double seconds = 0;

  double rate() const { return static_cast<double>(sold.size()) / seconds; }
  double cpu_us() const { return Microseconds(cpu) / static_cast<double>(sold.size()); }
};

// From a reservation's answer, and from its request, which comes before the commit, to the arrival
// of the message that tells of it.
struct Delays {
  rehearsal::Latencies from_answer, from_request;

  explicit Delays(const Slice& slice) {
    if (slice.sold.empty()) return;
    std::vector<Sold> sold = slice.sold;
    std::sort(sold.begin(), sold.end(),
              [](const Sold& a, const Sold& b) { return a.sequence < b.sequence; });
    for (const Watchers::Arrival& arrival : slice.heard.arrivals) {
      const auto begin = std::upper_bound(
          sold.begin(), sold.end(), arrival.after,
          [](std::uint64_t after, const Sold& made) { return after < made.sequence; });
      for (auto it = begin; it != sold.end() && it->sequence <= arrival.id; ++it) {
        from_answer.Add(arrival.at - it->answered);
        from_request.Add(arrival.at - it->sent);
      }
    }
  }

  void Print() const {
    std::printf("  arrival after the answer   %s\n", Describe(from_answer).c_str());
    std::printf("  arrival after the request  %s\n", Describe(from_request).c_str());
  }
};

class Measurement {
 public:
  Measurement(const Server& server, const WatchOptions& options)
      : options_(options),
        port_(server.port()),
        event_(CreateEvent(server, options.sections)),
        sale_(port_, event_, kSaleConnections) {}

  bool Run() {
    const std::size_t room = ConnectionsMax();
    count_ = std::min(options_.watchers, room);
    std::printf("watchers: %zu of %zu asked for (room here: %zu)\n", count_, options_.watchers,
                room);
    sale_.Run(options_.slice);  // to warm it up
    RunSlowly();
    std::vector<double> ratios;
    for (unsigned pair = 1; pair <= options_.pairs; ++pair) ratios.push_back(RunPair(pair));
    if (!ratios.empty()) std::printf("median ratio of the sale's rate: %.2f\n", Median(ratios));
    std::printf("verdict: %s\n", faults_ == 0 ? "everybody heard of everything" : "NOT WELL");
    return faults_ == 0;
  }

 private:
  static std::string CreateEvent(const Server& server, std::size_t count) {
    auto sections = nlohmann::json::array();
    for (std::size_t i = 0; i < count; ++i) {
      sections.push_back({{"id", "section-" + std::to_string(i)},
                          {"capacity", 1'000'000'000 / static_cast<std::int64_t>(count)}});
    }
    return server.Post("/api/v1/events", {{"name", "Watched sale"}, {"sections", sections}})
        .at("id");
  }

  // What watchers cost where the sale costs nearly nothing.
  void RunSlowly() {
    const Slice alone = RunSlice(nullptr, kSlowRate);
    const std::size_t bytes = ResidentBytesOf(options_.process);
    const auto watchers = Connect();
    if (watchers->size() == 0) return;
    const std::size_t bytes_idle = ResidentBytesOf(options_.process);
    const Slice watched = RunSlice(watchers.get(), kSlowRate);
    const std::size_t bytes_after = ResidentBytesOf(options_.process);
    const auto kib_each = [&](std::size_t resident) {
      return (static_cast<double>(resident) - static_cast<double>(bytes)) / 1024 /
             static_cast<double>(watchers->size());
    };
    std::printf("resident: %zu MiB, %.2f KiB more for each watcher, %.2f after some messages\n",
                bytes >> 20, kib_each(bytes_idle), kib_each(bytes_after));
    const auto messages = static_cast<double>(watched.heard.messages);
    std::printf(
        "at %u reservations/s: %.0f messages/s; CPU a message: server %.2f us, here %.2f us\n",
        kSlowRate, messages / watched.seconds, Microseconds(watched.cpu - alone.cpu) / messages,
        Microseconds(watched.heard.cpu) / messages);
    Delays(watched).Print();
    Disconnect();
  }

  // Which comes first changes from pair to pair. The ratio of the rates.
  double RunPair(unsigned pair) {
    Slice alone, watched;
    if (pair % 2 == 1) alone = RunSlice(nullptr);
    watched = RunSlice(Connect().get());
    Disconnect();
    if (pair % 2 == 0) alone = RunSlice(nullptr);
    const double ratio = watched.rate() / alone.rate();
    const auto messages = static_cast<double>(watched.heard.messages);
    const double more_us =
        (watched.cpu_us() - alone.cpu_us()) * static_cast<double>(watched.sold.size()) / messages;
    std::printf(
        "pair %u: %.0f/s alone, %.0f/s watched, ratio %.2f; %.0f messages/s of %.0f octets, CPU a "
        "message: server %.2f us, here %.2f us\n",
        pair, alone.rate(), watched.rate(), ratio, messages / watched.seconds,
        static_cast<double>(watched.heard.octets) / messages, more_us,
        Microseconds(watched.heard.cpu) / messages);
    Delays(watched).Print();
    return ratio;
  }

  Slice RunSlice(Watchers* watchers, unsigned rate = 0) {
    Slice slice;
    if (watchers != nullptr) watchers->Listen();
    const auto cpu = CpuOf(options_.process);
    const auto start = Clock::now();
    slice.sold = sale_.Run(options_.slice, rate);
    slice.seconds = Seconds(Clock::now() - start);
    if (watchers != nullptr) {
      slice.heard = watchers->StopListening(slice.sold.back().sequence, kPatience);
      CheckHeard(slice.heard);
    }
    slice.cpu = CpuOf(options_.process) - cpu;
    return slice;
  }

  void CheckHeard(const Watchers::Heard& heard) {
    const std::size_t faults = heard.behind + heard.cut_off + heard.not_ascending;
    faults_ += faults;
    if (faults == 0) return;
    std::printf(
        "FAULT: %zu watchers did not hear the last, %zu were cut off, %zu ids not in order\n",
        heard.behind, heard.cut_off, heard.not_ascending);
  }

  std::unique_ptr<Watchers> Connect() {
    descriptors_ = DescriptorsOf(options_.process);
    auto watchers = std::make_unique<Watchers>(port_, event_, count_, options_.kind);
    if (watchers->size() < count_) std::printf("only %zu watch\n", watchers->size());
    return watchers;
  }

  // Waits until the server knows that they are gone.
  void Disconnect() const {
    const auto end = Clock::now() + kPatience;
    while (DescriptorsOf(options_.process) > descriptors_ + 16 && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }

  const WatchOptions& options_;
  const std::uint16_t port_;
  const std::string event_;
  Sale sale_;
  std::size_t count_ = 0;
  std::size_t descriptors_ = 0;  // the server's, before they came
  std::size_t faults_ = 0;
};

}  // namespace

bool Watch(const Server& server, const WatchOptions& options) {
  return Measurement(server, options).Run();
}

}  // namespace onsale::crowd
