// Contents of calls that become a command: a line with the call, then the content. It gives either
// a command or what is wrong, and a command keeps the inventory's promises.

#include <map>
#include <nlohmann/json.hpp>
#include <variant>

#include "fuzz/fuzz.h"
#include "fuzz/support/event_checks.h"
#include "fuzz/support/faults.h"
#include "onsale/api/customer.h"
#include "onsale/api/event_commands.h"
#include "onsale/api/flat_json.h"
#include "onsale/api/json_reader.h"
#include "onsale/api/reserve_body.h"
#include "onsale/api/webhook_json.h"
#include "onsale/base/http_url.h"
#include "onsale/storage/webhook_codec.h"
#include "support/box_office.h"
#include "support/commands.h"
#include "support/seeded_random.h"

namespace onsale::fuzz {
namespace {

using test::BoxOffice;

// Everything that an edit can meet: a general section and a seated one, some of both sold.
const std::vector<domain::Command>& HallCommands() {
  static const std::vector<domain::Command> commands = [] {
    api::Faults faults;
    const auto hall = api::ParseCreateEvent(
        R"({"id": "hall", "name": "Hall", "hold_seconds": 60, "limit_per_customer": 50,
            "sections": [{"id": "floor", "name": "Floor", "capacity": 40},
                         {"id": "stalls", "name": "Stalls", "category": "Gold", "rows": [
                           {"name": "A", "seats": 8, "accessible": ["1"]},
                           {"name": "B", "seats": ["1", "2", null, {"name": "4", "price": "9"}]}]}],
            "queue": null})",
        faults);
    return std::vector<domain::Command>{*hall, test::NewReserve("hall", "ada", 3),
                                        test::NewSeatsReserve("hall", "ben", {"stalls-A-2"}),
                                        test::NewBlock("hall", "floor", 5)};
  }();
  return commands;
}

void OpenHall(BoxOffice& office) {
  for (const domain::Command& command : HallCommands()) office.Do(command);
}

void CheckHall(const BoxOffice& office) {
  const auto hall = office.inventory.Snapshot(1);
  Require(hall != nullptr, "the event is there");
  CheckEvent(*hall);
}

void CheckCreate(std::string_view text) {
  api::Faults faults;
  const auto command = api::ParseCreateEvent(text, faults);
  Require(command.has_value() == faults.empty(), "a command or faults");
  CheckFaults(faults.list(), text);
  CheckIsJsonObject(text, command.has_value());
  if (!command) return;
  BoxOffice office;
  const domain::Outcome outcome = office.Do(*command);
  if (const auto* refusal = std::get_if<domain::Refusal>(&outcome)) {
    CheckSentence(refusal->detail);
    Require(office.inventory.Snapshot(1) == nullptr, "what is refused is not made");
  } else {
    CheckEvent(*std::get<domain::EventOutcome>(outcome).event);
  }
}

void CheckEdit(std::string_view text) {
  api::Faults faults;
  const auto command = api::ParseEditEvent("hall", text, faults);
  Require(command.has_value() == faults.empty(), "a command or faults");
  CheckFaults(faults.list(), text);
  CheckIsJsonObject(text, command.has_value());
  if (!command) return;
  BoxOffice office;
  OpenHall(office);
  const auto before = office.inventory.Snapshot(1);
  const domain::Outcome outcome = office.Do(*command);
  CheckHall(office);
  if (std::holds_alternative<domain::Refusal>(outcome)) {
    const auto after = office.inventory.Snapshot(1);
    Require(*after->definition == *before->definition && after->counters == before->counters,
            "what is refused changes nothing");
  }
}

// What ParseReserveBody() promises, by the slow reader of all other calls; nothing: it is wrong.
std::optional<domain::Reserve> ReserveSlowly(std::string_view text, bool wait) {
  const auto object = api::ParseJsonObject(text);
  if (!object.ok()) return std::nullopt;
  api::MemberReader in(*object);
  domain::Reserve command;
  command.customer = in.String("customer").value_or("");
  const bool has_section = in.Has("section"), has_seats = in.Has("seats");
  command.section = in.ExactString("section").value_or("");
  command.accessible = in.Bool("accessible").value_or(false);
  const nlohmann::json* seats = in.Array("seats");
  if (seats != nullptr) {
    if (seats->empty() || seats->size() > 1000 || wait || has_section) return std::nullopt;
    for (const auto& seat : *seats) {
      if (!seat.is_string()) return std::nullopt;
      command.seats.push_back(seat);
    }
  }
  const nlohmann::json* quantity = in.Any("quantity");
  if ((quantity != nullptr) == has_seats) return std::nullopt;
  if (quantity != nullptr) {
    if (!quantity->is_number_integer()) return std::nullopt;
    const bool too_large =
        quantity->is_number_unsigned() && quantity->get<std::uint64_t>() > INT64_MAX;
    command.quantity = too_large ? INT64_MAX : quantity->get<std::int64_t>();
  }
  if (!in.Finish() || !api::FaultOfCustomer(command.customer).empty()) return std::nullopt;
  if (has_section && command.section.empty()) return std::nullopt;
  return command;
}

void CheckReserve(std::string_view text, bool wait) {
  domain::Reserve command = test::NewReserve("hall", "", 0);
  command.wait = wait;
  const std::string fault = api::ParseReserveBody(text, command);
  const auto slowly = ReserveSlowly(text, wait);
  Require(slowly.has_value() == fault.empty(), "it is wrong for both: " + fault);
  if (!slowly) return CheckSentence(fault);
  Require(slowly->customer == command.customer && slowly->quantity == command.quantity &&
              slowly->section == command.section && slowly->seats == command.seats &&
              slowly->accessible == command.accessible,
          "it is the same for both");
  BoxOffice office;
  OpenHall(office);
  office.Do(command);
  CheckHall(office);
}

// What the fast reader takes is JSON, and says the same.
void CheckFlat(std::string_view text) {
  const auto flat = api::FlatJson::Read(text);
  if (!flat) return;
  const auto object = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  Require(object.is_object(), "flat JSON is JSON");
  std::map<std::string_view, nlohmann::json> members;  // of equal names the last counts
  for (const auto& [name, value] : flat->members()) {
    members[name] = std::visit([](const auto& v) { return nlohmann::json(v); }, value);
  }
  Require(members.size() == object.size(), "flat JSON has all members");
  for (const auto& [name, value] : members) {
    Require(object.at(std::string(name)) == value, "flat JSON says the same");
  }
}

void CheckWebhookFault(const api::WebhookFault& fault, bool taken) {
  Require(taken == fault.sentence.empty(), "a command or a fault");
  if (!taken) CheckSentence(fault.sentence);
}

void CheckWebhook(const domain::Outcome& outcome) {
  const domain::Webhook& webhook = *std::get<domain::WebhookOutcome>(outcome).webhook;
  Require(ParseHttpUrl(webhook.url).has_value(), "an endpoint has an address");
  std::string shown, encoded;
  JsonWriter json(shown);
  api::WriteWebhook(json, webhook, /*with_secret=*/true);
  Require(nlohmann::json::accept(shown), "an endpoint is shown");
  storage::EncodeWebhook(encoded, webhook);
  std::string key;
  storage::EncodeWebhookKey(key, webhook.id);
  Require(storage::DecodeWebhook(key, encoded) == webhook, "an endpoint is read as it was stored");
}

void CheckCreateWebhook(std::string_view text, bool allow_private) {
  test::SeededRandom random(1);
  api::WebhookFault fault;
  const auto command = api::ParseCreateWebhook(text, allow_private, random, fault);
  CheckWebhookFault(fault, command.has_value());
  CheckIsJsonObject(text, command.has_value());
  if (!command) return;
  Require(allow_private || command->webhook.url.starts_with("https://") ||
              ParseHttpUrl(command->webhook.url)->https,
          "an endpoint is https");
  BoxOffice office;
  CheckWebhook(office.Do(domain::WebhookCommand(*command)));
}

void CheckEditWebhook(std::string_view text) {
  test::SeededRandom random(1);
  api::WebhookFault fault;
  auto command = api::ParseEditWebhook(text, /*allow_private=*/false, random, fault);
  CheckWebhookFault(fault, command.has_value());
  if (!command) return;
  BoxOffice office;
  domain::CreateWebhook made;
  made.webhook.url = "https://shop.example/";
  made.webhook.secret.assign(32, 1);
  office.Do(domain::WebhookCommand(made));
  command->id = made.webhook.id;
  CheckWebhook(office.Do(domain::WebhookCommand(*command)));
}

void CheckReplay(std::string_view text) {
  std::string fault;
  const auto position = api::ParseReplay(text, fault);
  Require(position.has_value() == fault.empty(), "a position or a fault");
  if (!position) CheckSentence(fault);
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  Input input(data, size);
  const std::string_view call = input.TakeLine(), text = input.rest();
  if (AsksForManySeats(text)) return 0;
  CheckFlat(text);
  if (call == "create") CheckCreate(text);
  if (call == "edit") CheckEdit(text);
  if (call == "reserve") CheckReserve(text, /*wait=*/false);
  if (call == "wait") CheckReserve(text, /*wait=*/true);
  if (call == "webhook") CheckCreateWebhook(text, /*allow_private=*/false);
  if (call == "private webhook") CheckCreateWebhook(text, /*allow_private=*/true);
  if (call == "edit webhook") CheckEditWebhook(text);
  if (call == "replay") CheckReplay(text);
  return 0;
}
