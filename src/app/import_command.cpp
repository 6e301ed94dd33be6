#include "onsale/app/import_command.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "onsale/api/import_json.h"
#include "onsale/app/failure.h"
#include "onsale/app/read_file.h"
#include "onsale/base/clock.h"
#include "onsale/base/random.h"
#include "onsale/commit/recovery.h"
#include "onsale/storage/data_dir.h"
#include "onsale/storage/rocks_store.h"

namespace onsale::app {
namespace {

constexpr int kFaultyFile = 1;

// A store that nobody serves, with what a committer would work on.
struct Box {
  std::unique_ptr<storage::DataDir> data_dir;
  std::unique_ptr<storage::Store> store;
  domain::Inventory inventory;
  commit::Journal journal;
  commit::ReadView view;

  Status Open(const ImportOptions& options) {
    auto opened = storage::DataDir::Open(options.data_dir, /*create=*/true);
    if (!opened.ok() && opened.status().code() == StatusCode::kUnavailable) {
      return Unavailable(opened.status().message() +
                         "; send the file to the server there with POST /api/v1/import");
    }
    if (!opened.ok()) return opened.status();
    data_dir = *std::move(opened);
    // Opening turns the store's logs into tables.
    const auto free = storage::FreeBytes(data_dir->path());
    if (!free.ok()) return free.status();
    const std::uint64_t needed = options.free_bytes_min + storage::LogBytes(data_dir->store_path());
    if (*free < needed) {
      return Unavailable("the disk of the data folder " + options.data_dir + " has less than the " +
                         std::to_string(needed >> 20) +
                         " MiB free that an import takes; free some, or see --min-free-mib");
    }
    auto opened_store = storage::OpenRocksStore(data_dir->store_path(), {});
    if (!opened_store.ok()) return opened_store.status();
    store = *std::move(opened_store);
    const auto counts = commit::Recover(*store, inventory, journal, view);
    return counts.ok() ? Status() : counts.status();
  }

  // Decides the command and, unless it is refused, makes what it changes durable.
  Result<domain::Outcome> Carry(const domain::Command& command) {
    domain::ChangeSet changes;
    inventory.BeginBatch(SystemClock().Now(), changes);
    domain::Outcome outcome = inventory.Decide(command, changes);
    if (std::holds_alternative<domain::Refusal>(outcome)) return outcome;
    storage::Batch batch;
    journal.Append(changes, inventory, batch);
    if (const Status written = store->Commit(batch); !written.ok()) return written;
    return outcome;
  }
};

// What a file says is not to control a terminal.
std::string Printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, '?');
  return text;
}

void Print(const std::string& file, std::span<const api::Fault> faults) {
  for (const api::Fault& fault : faults) {
    std::cerr << file << ":" << fault.line << ": "
              << Printable(fault.member.empty() ? fault.what : fault.member + ": " + fault.what)
              << "\n";
  }
}

}  // namespace

int ImportCommand(const ImportOptions& options) {
  const auto text = ReadFile(options.file);
  if (!text.ok()) return Fail(text.status());
  api::ParsedImport parsed = api::ParseImport(*text, SystemClock().Now());
  if (!parsed.faults.empty()) {
    Print(options.file, parsed.faults);
    const std::size_t more = parsed.faults_total - parsed.faults.size();
    if (more > 0) std::cerr << "onsale: and " << more << " more\n";
    return kFaultyFile;
  }
  SystemRandom random;
  for (auto& event : parsed.command.events) random.Fill(event.queue_seed);
  Box box;
  if (const Status opened = box.Open(options); !opened.ok()) return Fail(opened);
  const auto outcome = box.Carry(std::move(parsed.command));
  if (!outcome.ok()) return Fail(outcome.status());
  if (const auto* refusal = std::get_if<domain::Refusal>(&*outcome)) {
    // The file is right by itself; the store has something against one of its events.
    const auto fault = api::FaultOf(*refusal, *text);
    if (!fault) return Fail(Unavailable(refusal->detail));
    Print(options.file, std::span(&*fault, 1));
    return kFaultyFile;
  }
  for (const auto& event : std::get<domain::EventsImported>(*outcome).events) {
    std::cout << "created " << event->definition->id << " (" << event->definition->capacity()
              << " places)\n";
  }
  return 0;
}

}  // namespace onsale::app
