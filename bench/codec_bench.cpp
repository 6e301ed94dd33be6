// What a reservation costs on its way to and from the disk: octets, the journal's batch with its
// hash chain, and reading all of it at start-up.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "onsale/commit/journal.h"
#include "onsale/domain/inventory.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/coding.h"

namespace onsale::storage {
namespace {

constexpr std::size_t kBatch = 1'024;
constexpr TimeMs kNow = 1'795'456'800'000;

domain::Reservation MakeReservation() {
  domain::Reservation reservation;
  reservation.id = {1, 123'456, {}};
  reservation.quantity = 2;
  reservation.created_at = kNow;
  reservation.expires_at = kNow + 600'000;
  reservation.hold_ms = 600'000;
  reservation.sequence = 123'457;
  reservation.customer = "customer-123456@example.org";
  return reservation;
}

domain::Change MakeChange() {
  return {1,       123'457,
          kNow,    domain::ChangeKind::kReserved,
          nullptr, std::make_shared<const domain::Reservation>(MakeReservation())};
}

void EncodingReservation(benchmark::State& state) {
  const domain::Reservation reservation = MakeReservation();
  std::string value;
  for (auto _ : state) {
    value.clear();
    EncodeReservation(value, reservation);
    benchmark::DoNotOptimize(value.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(value.size()));
}
BENCHMARK(EncodingReservation);

void DecodingReservation(benchmark::State& state) {
  const domain::Reservation reservation = MakeReservation();
  std::string key, value;
  EncodeReservationKey(key, reservation.id.event, reservation.id.number);
  EncodeReservation(value, reservation);
  for (auto _ : state) benchmark::DoNotOptimize(DecodeReservation(key, value));
}
BENCHMARK(DecodingReservation);

void EncodingChange(benchmark::State& state) {
  const domain::Change change = MakeChange();
  std::string value;
  for (auto _ : state) {
    value.clear();
    EncodeChange(value, change);
    benchmark::DoNotOptimize(value.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(value.size()));
}
BENCHMARK(EncodingChange);

void DecodingChange(benchmark::State& state) {
  const domain::Change change = MakeChange();
  std::string key, value;
  EncodeChangeKey(key, change.event, change.sequence);
  EncodeChange(value, change);
  PutBytes(value, Sha256Digest{});
  for (auto _ : state) benchmark::DoNotOptimize(DecodeChange(key, value, nullptr));
}
BENCHMARK(DecodingChange);

// The hash alone, over what a change's is: most of what the journal costs.
void HashingChange(benchmark::State& state) {
  std::string value;
  EncodeChange(value, MakeChange());
  Sha256 hash;
  Sha256Digest head = {};
  for (auto _ : state) {
    hash.Update(head);
    hash.Update(value);
    head = hash.Finish();
    benchmark::DoNotOptimize(head);
  }
}
BENCHMARK(HashingChange);

// What the feed adds to a batch, whose changes are of so many events.
void AddingFeedRecord(benchmark::State& state) {
  Batch batch;
  std::string key, value;
  for (auto _ : state) {
    batch.Clear();
    key.clear();
    value.clear();
    for (std::int64_t event = 1; event <= state.range(0); ++event) {
      EncodeFeedEntry(value, FeedRun{static_cast<domain::EventNumber>(event), kBatch, 123'457});
    }
    EncodeFeedKey(key, 123'456'789);
    batch.Put(Family::kFeed, key, value);
    benchmark::DoNotOptimize(batch.size());
  }
  state.counters["octets"] = static_cast<double>(key.size() + value.size());
}
BENCHMARK(AddingFeedRecord)->ArgName("events")->Arg(1)->Arg(100);

// One batch of reservations with keys, as the committer writes it. An item is a reservation.
void AppendingToJournal(benchmark::State& state) {
  domain::Inventory inventory;
  domain::ChangeSet changes;
  domain::CreateEvent event;
  event.definition.id = "a";
  event.definition.name = "a";
  event.definition.hold_ms = 600'000;
  event.definition.sections = {{"general", "general", domain::kCapacityMax}};
  inventory.BeginBatch(kNow, changes);
  inventory.Decide(domain::Command(event), changes);
  changes.clear();
  for (std::size_t i = 0; i < kBatch; ++i) {
    domain::Reserve command;
    command.event = "a";
    command.customer = "customer-" + std::to_string(i) + "@example.org";
    command.quantity = 1;
    if (state.range(0) != 0) command.idempotency.key = "6c1e9d52-7a3f-4b8e-" + std::to_string(i);
    inventory.Decide(domain::Command(command), changes);
  }
  if (changes.log.size() != kBatch) std::abort();

  commit::Journal journal;
  Batch batch;
  for (auto _ : state) {
    batch.Clear();
    journal.Append(changes, inventory, batch);
    benchmark::DoNotOptimize(batch.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(AppendingToJournal)->ArgName("keys")->Arg(0)->Arg(1);

}  // namespace
}  // namespace onsale::storage
