#include "onsale/storage/definition_codec.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "onsale/storage/checked_fields.h"
#include "onsale/storage/codec.h"
#include "onsale/storage/plan_codec.h"

namespace onsale::storage {
namespace {

using domain::EventDefinition;

constexpr std::uint8_t kPausedFlag = 1;
constexpr std::uint8_t kExtendedFlag = 2;
constexpr std::uint8_t kLooksFlag = 4;
constexpr std::uint8_t kQueueFlag = 8;
constexpr std::uint8_t kVerifiedFlag = 16;

void PutOption(std::string& out, const std::optional<TimeMs>& time) {
  PutOctet(out, time ? 1 : 0);
  if (time) PutSigned(out, *time);
}

std::optional<TimeMs> ReadOption(Reader& in, bool& valid) {
  return ReadFlag(in, valid) ? std::optional<TimeMs>(in.Signed()) : std::nullopt;
}

void PutQueueSettings(std::string& out, const domain::QueueSettings& queue) {
  PutSigned(out, queue.opens_at);
  PutVarint(out, static_cast<std::uint64_t>(queue.target));
  PutVarint(out, static_cast<std::uint64_t>(queue.rate_per_minute));
  PutVarint(out, static_cast<std::uint64_t>(queue.claim_ms));
  PutVarint(out, static_cast<std::uint64_t>(queue.admission_ms));
  PutOctet(out, queue.paused ? 1 : 0);
  PutText(out, queue.message);
  PutText(out, queue.beacon_source);
  PutText(out, queue.beacon);
}

void ReadSectionExtension(Reader& in, domain::SectionDefinition& section, bool& valid) {
  section.label.category = in.Text();
  section.label.price = in.Text();
  if (!ReadFlag(in, valid)) return;
  section.plan = ReadPlan(in);
  valid = valid && section.plan != nullptr &&
          section.capacity == static_cast<std::int64_t>(section.plan->seats.size());
}

domain::QueueSettings ReadQueueSettings(Reader& in, bool& valid) {
  domain::QueueSettings queue;
  queue.opens_at = in.Signed();
  queue.target = ReadNumber<std::int64_t>(in, valid);
  queue.rate_per_minute = ReadNumber<std::int64_t>(in, valid);
  queue.claim_ms = ReadNumber<std::int64_t>(in, valid);
  queue.admission_ms = ReadNumber<std::int64_t>(in, valid);
  queue.paused = ReadFlag(in, valid);
  queue.message = in.Text();
  queue.beacon_source = in.Text();
  queue.beacon = in.Text();
  return queue;
}

}  // namespace

EventDefinition ReadDefinition(Reader& in, bool& valid) {
  EventDefinition definition;
  definition.id = in.Text();
  definition.name = in.Text();
  definition.venue = in.Text();
  definition.description = in.Text();
  definition.starts_at = ReadOption(in, valid);
  definition.opens_at = in.Signed();
  definition.closes_at = ReadOption(in, valid);
  const std::uint8_t flags = ReadOctet(in);
  valid = valid && flags <= (kPausedFlag | kExtendedFlag | kLooksFlag | kQueueFlag | kVerifiedFlag);
  definition.paused = (flags & kPausedFlag) != 0;
  definition.verified_customers = (flags & kVerifiedFlag) != 0;
  definition.limit_per_customer = ReadNumber<std::int64_t>(in, valid);
  definition.hold_ms = ReadNumber<std::int64_t>(in, valid);
  definition.created_at = in.Signed();
  for (std::uint64_t left = in.Varint(); left > 0 && in.ok(); --left) {
    domain::SectionDefinition section;
    section.id = in.Text();
    section.name = in.Text();
    section.capacity = ReadNumber<std::int64_t>(in, valid);
    definition.sections.push_back(std::move(section));
  }
  if ((flags & kExtendedFlag) != 0) {
    definition.offer_ms = ReadNumber<std::int64_t>(in, valid);
    definition.keep_accessible = ReadFlag(in, valid);
    for (auto& section : definition.sections) ReadSectionExtension(in, section, valid);
  }
  if ((flags & kLooksFlag) != 0) {
    definition.accent = in.Text();
    definition.image = in.Text();
  }
  if ((flags & kQueueFlag) != 0) definition.queue = ReadQueueSettings(in, valid);
  return definition;
}

void EncodeDefinition(std::string& out, const EventDefinition& definition) {
  PutText(out, definition.id);
  PutText(out, definition.name);
  PutText(out, definition.venue);
  PutText(out, definition.description);
  PutOption(out, definition.starts_at);
  PutSigned(out, definition.opens_at);
  PutOption(out, definition.closes_at);
  const bool has_looks = !definition.accent.empty() || !definition.image.empty();
  PutOctet(out, static_cast<std::uint8_t>(kExtendedFlag | (definition.paused ? kPausedFlag : 0) |
                                          (has_looks ? kLooksFlag : 0) |
                                          (definition.queue ? kQueueFlag : 0) |
                                          (definition.verified_customers ? kVerifiedFlag : 0)));
  PutVarint(out, static_cast<std::uint64_t>(definition.limit_per_customer));
  PutVarint(out, static_cast<std::uint64_t>(definition.hold_ms));
  PutSigned(out, definition.created_at);
  PutVarint(out, definition.sections.size());
  for (const domain::SectionDefinition& section : definition.sections) {
    PutText(out, section.id);
    PutText(out, section.name);
    PutVarint(out, static_cast<std::uint64_t>(section.capacity));
  }
  PutVarint(out, static_cast<std::uint64_t>(definition.offer_ms));
  PutOctet(out, definition.keep_accessible ? 1 : 0);
  for (const domain::SectionDefinition& section : definition.sections) {
    PutText(out, section.label.category);
    PutText(out, section.label.price);
    PutOctet(out, section.seated() ? 1 : 0);
    if (section.seated()) PutPlan(out, *section.plan);
  }
  if (has_looks) {
    PutText(out, definition.accent);
    PutText(out, definition.image);
  }
  if (definition.queue) PutQueueSettings(out, *definition.queue);
}

}  // namespace onsale::storage
