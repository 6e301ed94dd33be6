#include "crowd/rush.h"

#include <cstdio>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string_view>
#include <vector>

#include "crowd/answer.h"
#include "crowd/sockets.h"
#include "crowd/spike.h"
#include "support/hall.h"

namespace onsale::crowd {
namespace {

using nlohmann::json;
using test::Hall;

constexpr std::chrono::seconds kSpikePatience{60};

struct Wish {
  std::uint64_t quantity = 0;
  std::string section;  // empty: any
};

// From one to eight places, half of them in a section of their own choice.
std::vector<Wish> MakeWishes(const json& event, const RushOptions& options) {
  std::mt19937_64 random(options.seed);
  const json& sections = event.at("sections");
  std::uniform_int_distribution<std::uint64_t> quantity(1, 8);
  std::uniform_int_distribution<std::size_t> section(0, sections.size() - 1);
  std::vector<Wish> wishes(options.clients);
  for (Wish& wish : wishes) {
    wish.quantity = quantity(random);
    if (random() % 2 == 0) wish.section = sections[section(random)].at("id");
  }
  return wishes;
}

std::vector<Customer> MakeCustomers(const std::string& event, const std::vector<Wish>& wishes) {
  std::vector<Customer> customers;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    const std::string name = "c" + std::to_string(i);
    std::string wish = "\"quantity\":" + std::to_string(wishes[i].quantity);
    if (!wishes[i].section.empty()) wish += ",\"section\":\"" + wishes[i].section + "\"";
    customers.push_back({.request = ReserveRequest(event, "rush-" + name, name, wish)});
  }
  return customers;
}

// Finds what is wrong and tells the first few of each kind.
class SaleCheck {
 public:
  SaleCheck(const Server& server, std::string event, const std::vector<Wish>& wishes)
      : server_(server), path_("/api/v1/events/" + std::move(event)), wishes_(wishes) {}

  // Before anything is sold.
  void Prepare() { hall_.emplace(server_.Get(path_), server_.Get(path_ + "/seats")); }

  bool Check(const std::vector<Customer>& customers) {
    const std::map<std::string, json> stored = Export();
    std::size_t reserved = 0, sold_out = 0;
    for (std::size_t i = 0; i < customers.size(); ++i) {
      const Customer& customer = customers[i];
      if (customer.status == 201) {
        ++reserved;
        Compare(stored, json::parse(customer.body));
      } else if (customer.body.find("/problems/sold-out") != std::string::npos) {
        ++sold_out;
        if (NumberIn(customer.body, "available") >= wishes_[i].quantity) Fault(customer.body);
      } else {
        Fault("c" + std::to_string(i) + ": " + std::to_string(customer.status) + customer.body);
      }
    }
    if (stored.size() != reserved) Fault("stored are " + std::to_string(stored.size()));
    Replay(stored);
    std::printf("answers: %zu reserved, %zu sold out, %zu other or none; stored %zu\n", reserved,
                sold_out, customers.size() - reserved - sold_out, stored.size());
    Count();
    return faults_ == 0;
  }

 private:
  std::map<std::string, json> Export() {
    std::istringstream lines(
        server_
            .Do({.target = path_ + "/reservations", .fields = {{"Accept", "application/x-ndjson"}}})
            .body);
    std::map<std::string, json> reservations;
    for (std::string line; std::getline(lines, line);) {
      json reservation = json::parse(line);
      reservations[reservation.at("id")] = reservation;
    }
    return reservations;
  }

  void Compare(const std::map<std::string, json>& stored, const json& acknowledged) {
    const auto it = stored.find(acknowledged.at("id").get<std::string>());
    if (it == stored.end()) return Fault("acknowledged and not stored: " + acknowledged.dump());
    for (const char* member : {"customer", "quantity", "section", "seats", "sequence"}) {
      if (it->second.value(member, json()) != acknowledged.value(member, json())) {
        Fault("stored is not what was acknowledged: " + acknowledged.dump());
      }
    }
  }

  // In the order in which the server decided.
  void Replay(const std::map<std::string, json>& stored) {
    std::map<std::uint64_t, const json*> in_order;
    for (const auto& [id, reservation] : stored) {
      in_order[reservation.at("sequence").get<std::uint64_t>()] = &reservation;
    }
    for (const auto& [sequence, reservation] : in_order) {
      const std::string customer = reservation->at("customer");
      const Wish& wish = wishes_.at(std::stoull(customer.substr(1)));
      if (reservation->at("quantity") != wish.quantity) Fault("is not its wish", *reservation);
      const std::string fault = hall_->Sell(*reservation, wish.section);
      if (!fault.empty()) return Fault(fault, *reservation);
    }
  }

  void Count() {
    const json event = server_.Get(path_);
    const auto count = [&](const char* member) { return event.at(member).get<std::size_t>(); };
    if (count("held") + count("confirmed") != hall_->sold()) Fault("counters: " + event.dump());
    if (count("capacity") != count("available") + hall_->sold()) Fault("counters: " + event.dump());
    std::printf("places: %zu sold, %zu of %zu left (%zu kept); groups apart that had to be: %zu\n",
                hall_->sold(), count("available"), count("capacity"), hall_->kept(),
                hall_->apart());
  }

  void Fault(const std::string& text) {
    if (++faults_ <= 10) std::printf("FAULT: %s\n", text.c_str());
  }
  void Fault(const std::string& text, const json& reservation) {
    Fault(text + ": " + reservation.dump());
  }

  const Server& server_;
  const std::string path_;
  const std::vector<Wish>& wishes_;
  std::optional<Hall> hall_;
  std::size_t faults_ = 0;
};

void PrintLatencies(const std::vector<Customer>& customers) {
  rehearsal::Latencies all, reserved, at_once;
  for (const Customer& customer : customers) {
    if (customer.status == 0) continue;
    all.Add(customer.took);
    if (customer.status == 201) reserved.Add(customer.took);
    if (customer.tries == 1) at_once.Add(customer.took);
  }
  std::printf("from the scheduled start to the answer\n");
  std::printf("  all      %s\n", Describe(all).c_str());
  std::printf("  reserved %s\n", Describe(reserved).c_str());
  std::printf("  one try  %s\n", Describe(at_once).c_str());
}

}  // namespace

bool Rush(const Server& server, const RushOptions& options) {
  std::ifstream file(options.plan);
  const json plan = json::parse(file);
  server.Post("/api/v1/import", plan);
  const std::string id = plan.at("events").at(0).at("id");
  const std::vector<Wish> wishes = MakeWishes(server.Get("/api/v1/events/" + id), options);
  std::vector<Customer> customers = MakeCustomers(id, wishes);
  SaleCheck check(server, id, wishes);
  check.Prepare();

  {
    const std::size_t connections_max = ConnectionsMax();
    Spike spike(server.port(), connections_max, customers);
    std::printf("clients: %zu, of which %zu are connected beforehand (room here: %zu)\n",
                customers.size(), spike.Open(), connections_max);
    spike.Run(options.spread, kSpikePatience);
    const Spike::Trouble& trouble = spike.trouble();
    std::printf(
        "tried again: %zu overloaded, %zu in flight, %zu cut off; requests left at most "
        "%.1f ms late\n",
        trouble.overloaded, trouble.in_flight, trouble.cut_off, trouble.late_ms);
  }
  PrintLatencies(customers);
  const bool well = check.Check(customers);
  std::printf("verdict: %s\n", well ? "all is well" : "NOT WELL");
  return well;
}

}  // namespace onsale::crowd
