// Fills a data folder that no server has with confirmed reservations of one place each, every one
// with its idempotency key, through the inventory and the journal as the committer does it, without
// HTTP.
//
//   fill_store DATA_DIR EVENT RESERVATIONS

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "onsale/base/clock.h"
#include "onsale/commit/journal.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/data_dir.h"
#include "onsale/storage/rocks_store.h"

namespace onsale {
namespace {

constexpr std::uint64_t kBatch = 4'096;
constexpr std::int64_t kCapacity = 1'000'000'000;

template <typename T>
T Must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.status().message());
  return *std::move(result);
}

class Filler {
 public:
  Filler(const std::string& folder, std::string event)
      : data_dir_(Must(storage::DataDir::Open(folder, /*create=*/true))),
        store_(Must(storage::OpenRocksStore(data_dir_->store_path(), {}))),
        event_(std::move(event)) {
    domain::CreateEvent create;
    create.definition.id = event_;
    create.definition.name = "Filled";
    create.definition.sections = {{"general", "general", kCapacity}};
    create.opens_now = true;
    Begin();
    Decide(create);
    Commit();
  }

  void Reserve(std::uint64_t count) {
    Begin();
    for (std::uint64_t i = 0; i < count; ++i, ++made_) Decide(NextReserve());
    Commit();
  }

 private:
  domain::Reserve NextReserve() {
    const std::string name = std::to_string(made_);
    domain::Reserve command;
    command.event = event_;
    command.customer = "customer-" + name + "@example.org";
    command.quantity = 1;
    command.idempotency.key = "5f0c6d1e-3b7a-4d52-9a41-fill-" + name;
    for (auto& octet : command.idempotency.fingerprint) octet = NextOctet();
    for (auto& octet : command.secret) octet = NextOctet();
    return command;
  }

  std::uint8_t NextOctet() { return static_cast<std::uint8_t>(random_()); }

  void Begin() {
    changes_.clear();
    batch_.Clear();
    inventory_.BeginBatch(SystemClock().Now(), changes_);
  }

  void Decide(const domain::Command& command) {
    if (std::holds_alternative<domain::Refusal>(inventory_.Decide(command, changes_))) {
      throw std::runtime_error("the inventory refused something");
    }
  }

  void Commit() {
    journal_.Append(changes_, inventory_, batch_);
    const Status status = store_->Commit(batch_);
    if (!status.ok()) throw std::runtime_error(status.message());
  }

  std::unique_ptr<storage::DataDir> data_dir_;
  std::unique_ptr<storage::Store> store_;
  const std::string event_;
  domain::Inventory inventory_;
  commit::Journal journal_;
  domain::ChangeSet changes_;
  storage::Batch batch_;
  std::mt19937 random_;
  std::uint64_t made_ = 0;
};

}  // namespace
}  // namespace onsale

int main(int argc, char** argv) {
  try {
    if (argc != 4) throw std::runtime_error("usage: fill_store DATA_DIR EVENT RESERVATIONS");
    onsale::Filler filler(argv[1], argv[2]);
    for (std::uint64_t left = std::stoull(argv[3]); left > 0;) {
      const std::uint64_t count = std::min(left, onsale::kBatch);
      filler.Reserve(count);
      left -= count;
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fill_store: %s\n", error.what());
    return 1;
  }
}
