#include "simulation/words.h"

#include <gtest/gtest.h>

#include <variant>

#include "support/printers.h"

namespace onsale::simulation {
namespace {

std::string NameOf(const domain::ReservationId& id) {
  return std::to_string(id.event) + "/" + std::to_string(id.number);
}

std::string Join(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) joined += " " + text;
  return joined;
}

std::string WithKey(const domain::IdempotencyKey& key) {
  return key.key.empty() ? ", no key" : ", key " + key.key;
}

struct Sentence {
  std::string operator()(const domain::Reserve& c) const {
    return std::string(c.wait ? "waits for " : "reserves ") +
           (c.seats.empty() ? std::to_string(c.quantity) + " of " + c.section : Join(c.seats)) +
           " in " + c.event + (c.accessible ? ", accessible" : "") + WithKey(c.idempotency);
  }
  std::string operator()(const domain::Block& c) const {
    return "blocks " +
           (c.seats.empty() ? std::to_string(c.quantity) + " of " + c.section : Join(c.seats)) +
           " in " + c.event + WithKey(c.idempotency);
  }
  std::string operator()(const domain::Confirm& c) const { return "confirms " + NameOf(c.id); }
  std::string operator()(const domain::Extend& c) const { return "extends " + NameOf(c.id); }
  std::string operator()(const domain::Cancel& c) const { return "cancels " + NameOf(c.id); }
  std::string operator()(const domain::Release& c) const { return "releases " + NameOf(c.id); }
  std::string operator()(const domain::CreateEvent& c) const {
    return "creates " + c.definition.id;
  }
  std::string operator()(const domain::ImportEvents&) const { return "imports"; }
  std::string operator()(const domain::EditEvent& c) const { return "edits " + c.event; }
  std::string operator()(const domain::DeleteEvent& c) const { return "deletes " + c.event; }
  std::string operator()(const domain::JoinQueue& c) const {
    return "joins the queue of " + c.event;
  }
  std::string operator()(const domain::TakeTurn& c) const {
    return "takes the turn of place " + std::to_string(c.number);
  }
  std::string operator()(const domain::LeaveQueue& c) const {
    return "gives up place " + std::to_string(c.number);
  }
  std::string operator()(const domain::WebhookCommand&) const { return "sets a webhook up"; }
};

}  // namespace

std::string Describe(const std::string& who, const domain::Command& command) {
  return who + " " + std::visit(Sentence(), command);
}

std::string Describe(const domain::Outcome& outcome) { return ::testing::PrintToString(outcome); }

}  // namespace onsale::simulation
